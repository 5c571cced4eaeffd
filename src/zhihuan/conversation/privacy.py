"""Private data is covered before a message is stored, logged or sent to a model.

    我叫张三丰，手机138 0013 8000 → 我叫〔姓名〕，手机〔手机号〕

Covered: resident IDs (GB 11643 check digit), bank cards (Luhn), telephone numbers, e-mail,
one-time codes, passwords, names that are said to be names, addresses with a house number,
licence plates, WeChat and QQ ids. Left alone: amounts, dates, order numbers, hotlines.

What follows a cue (卡号, 身份证号) is covered whatever its check digit says: a mistyped number
is private too. Masking twice changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

import yaml

ID, CARD, MOBILE, LANDLINE = "身份证号", "银行卡号", "手机号", "电话号码"
EMAIL, CODE, PASSWORD, NAME = "邮箱", "验证码", "密码", "姓名"
ADDRESS, PLATE, WECHAT, QQ, PASSPORT = "地址", "车牌号", "微信号", "QQ号", "护照号"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text that may be kept, and the kinds of private data that were covered in it."""

    text: str
    found: tuple[str, ...]


def mask(text: str) -> Masked:
    """Cover private data with its kind in brackets. `mask(mask(x).text)` changes nothing."""
    found: list[str] = []
    # Covering one thing can set another free, such as a number that had been part of a longer
    # run; a few rounds settle it, and each round covers something or is the last.
    for _ in range(4):
        spans = _chosen(_fold(text))
        if not spans:
            break
        for _, _, kind in spans:
            if kind not in found:
                found.append(kind)
        text = _covered(text, spans)
    return Masked(text, tuple(found))


def notice(found: Sequence[str]) -> str | None:
    """One sentence that says what was covered; None where there was nothing."""
    if not found:
        return None
    kinds = "、".join(dict.fromkeys(found))
    if CODE in found or PASSWORD in found:
        return f"您发来的{kinds}我已经遮住了，没有保存；验证码和密码谁来要都别给，我们也不需要。"
    return f"您发来的{kinds}我已经遮住了，没有保存；我们用不到这些，之后不用再发。"


# ── Choosing ────────────────────────────────────────────────────────────────────────────────

_Span = tuple[int, int, str]


def _chosen(text: str) -> list[_Span]:
    """What to cover, in order and without overlaps; the earlier finder has the first word."""
    taken = bytearray(len(text))
    for placeholder in _PLACEHOLDER.finditer(text):
        _take(taken, placeholder.start(), placeholder.end())
    chosen: list[_Span] = []
    for finder in (_emails, _codes, _after_cues, _numbers, _plates, _addresses, _names):
        for start, end, kind in finder(text):
            if start < end and not any(taken[start:end]):
                _take(taken, start, end)
                chosen.append((start, end, kind))
    return sorted(chosen)


def _covered(text: str, spans: Sequence[_Span]) -> str:
    parts, at = [], 0
    for start, end, kind in spans:
        parts += [text[at:start], f"〔{kind}〕"]
        at = end
    return "".join([*parts, text[at:]])


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\1" * (end - start)


# ── Reading: one character for one, so that places in the text stay the same ────────────────

_PLACEHOLDER = re.compile(r"〔[^〔〕]{1,8}〕")
_CHINESE_DIGITS = str.maketrans(
    "零〇一幺二三四五六七八九壹贰叁肆伍陆柒捌玖", "001123456789123456789"
)
_CHINESE_RUN = re.compile(r"[零〇一幺二三四五六七八九壹贰叁肆伍陆柒捌玖]{11,}")
_SILENT = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def _fold(text: str) -> str:
    if not text.isascii():
        text = "".join(_fold_one(char) for char in text)
        text = _CHINESE_RUN.sub(lambda run: run.group().translate(_CHINESE_DIGITS), text)
    return text


@lru_cache(maxsize=4096)
def _fold_one(char: str) -> str:
    if char.isascii() or "一" <= char <= "鿿" or char in "〔〕：，。":
        return char
    if char in _SILENT or char in "—–‐‑‒−－·•":
        return "-"
    folded = unicodedata.normalize("NFKC", char)
    if len(folded) == 1:
        return " " if folded.isspace() and folded != "\n" else folded
    digit = unicodedata.digit(char, None)
    return char if digit is None else str(digit)


# ── Numbers ─────────────────────────────────────────────────────────────────────────────────

_DIGITS = re.compile(r"[0-9]+")
_GAP = r"[ \t\-.]{0,3}"
_JOIN = re.compile(r"[ \t\-.()/]{1,3}")
_ORDER_CUE = re.compile(
    r"(?:订单|单号|流水|编号|交易|快递|运单|物流|案号|受理|合同|工单|凭证|借据|发票|商品|编码)"
    r"[^0-9，。\n]{0,6}$|(?:no|id|sn)[.:# ]{0,2}$",
    re.IGNORECASE,
)
_PHONE_CUE = re.compile(
    r"(?:电话|手机|号码|联系方式|联系|致电|座机|固话|打给我|tel|phone|mobile|call)[^0-9，。\n]{0,6}$",
    re.IGNORECASE,
)
_ISSUERS = re.compile(r"^(?:62|4|5[1-5]|35|3[47]|60|9[0-9]|6[0-9])")
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]|91")
_CHECK_X = re.compile(r"[ \-]{0,2}[xX](?![A-Za-z])")
_CAPITALS = re.compile(r"[A-Z]{2,}[0-9]*$")
_AREA = re.compile(r"^0(?:10|2[0-9]|[3-9][0-9]{2})$")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class _Run:
    """Groups of digits written as one number: 6222 0212 3456 7890."""

    start: int
    end: int
    sizes: tuple[int, ...]
    digits: str


def _numbers(text: str) -> Iterator[_Span]:
    tokens = [(found.start(), found.end()) for found in _DIGITS.finditer(text)]
    joined = [
        bool(_JOIN.fullmatch(text, tokens[at][1], tokens[at + 1][0]))
        for at in range(len(tokens) - 1)
    ]
    at = 0
    while at < len(tokens):
        best: tuple[int, int, str, int] | None = None
        cue = _cue(text[max(0, tokens[at][0] - 16) : tokens[at][0]])
        for last, run in _runs(text, tokens, joined, at):
            kind_end = _kind_of(text, run, cue)
            if kind_end is not None:
                kind, end = kind_end
                best = (_with_prefix(text, run.start, kind), end, kind, last)
        if best is None:
            at += 1
        else:
            yield best[:3]
            at = best[3] + 1


def _runs(
    text: str, tokens: list[tuple[int, int]], joined: list[bool], first: int
) -> Iterator[tuple[int, _Run]]:
    """The numbers that begin with token `first`: it alone, it and the next, and so on."""
    digits, sizes = "", []
    for last in range(first, min(first + 19, len(tokens))):
        if last > first and not joined[last - 1]:
            return
        start, end = tokens[last]
        digits += text[start:end]
        sizes.append(end - start)
        if len(digits) > 19:
            return
        if len(digits) < 7:
            continue
        yield last, _Run(tokens[first][0], end, tuple(sizes), digits)


@dataclass(frozen=True, slots=True)
class _Cue:
    """What stands right before a number."""

    order: bool
    phone: bool
    letters: bool


def _cue(before: str) -> _Cue:
    phone = bool(_PHONE_CUE.search(before))
    return _Cue(
        order=not phone and bool(_ORDER_CUE.search(before)),
        phone=phone,
        # Right behind capital letters, as in JDV0138…, an order number.
        letters=bool(_CAPITALS.search(before)),
    )


def _kind_of(text: str, run: _Run, cue: _Cue) -> tuple[str, int] | None:
    """The kind of a number and where it ends; None where it is nobody's."""
    many = len(run.digits)
    if many == 17 and (check := _CHECK_X.match(text, run.end)):
        return (ID, check.end()) if _is_resident_id(run.digits + "X") else None
    if many == 18 and _is_resident_id(run.digits):
        return ID, run.end
    kind = None if cue.order else _kind_by_digits(run, cue)
    if kind is None or _is_fraction(text, run):
        return None
    return kind, run.end


def _kind_by_digits(run: _Run, cue: _Cue) -> str | None:
    if len(run.digits) == 15 and run.sizes in {(15,), (6, 6, 3), (6, 9)} and _is_old_id(run.digits):
        return ID
    if _is_mobile(run, cue):
        return MOBILE
    if _is_landline(run, cue):
        return LANDLINE
    if not cue.letters and _is_card(run):
        return CARD
    return None


def _is_fraction(text: str, run: _Run) -> bool:
    """The digits behind a decimal point, or an amount that has one: 13800138000.50 元."""
    behind = text[run.start - 2 : run.start] if run.start >= 2 else ""
    if len(run.sizes) == 1 and len(behind) == 2 and behind[0].isdigit() and behind[1] in ".,":
        return True
    return bool(re.match(r"\.[0-9]{1,2}(?![0-9.])", text[run.end : run.end + 4]))


def _is_resident_id(digits: str) -> bool:
    if not _PROVINCE.match(digits) or not _is_date(digits[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17].upper()


def _is_old_id(digits: str) -> bool:
    return bool(_PROVINCE.match(digits)) and _is_date("19" + digits[6:12])


def _is_date(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return 1900 <= day.year <= 2099


def _is_mobile(run: _Run, cue: _Cue) -> bool:
    digits, sizes = run.digits, run.sizes
    for prefix in ("0086", "86", "0"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 11:
            digits = digits[len(prefix) :]
            sizes = (sizes[0] - len(prefix), *sizes[1:]) if sizes[0] > len(prefix) else sizes[1:]
            break
    if len(digits) != 11 or digits[0] != "1" or digits[1] not in "3456789":
        return False
    if cue.letters:
        return False
    if cue.phone or len(sizes) == 1:
        return True
    # Amounts side by side can make eleven digits; these are the ways a number is written.
    return sizes in {(3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (5, 6)} or max(sizes) <= 2


def _is_landline(run: _Run, cue: _Cue) -> bool:
    digits = run.digits
    if digits.startswith("86") and len(digits) > 10:
        digits = "0" + digits[2:]
    if len(run.sizes) <= 3 and 10 <= len(digits) <= 12 and digits[0] == "0":
        for size in (3, 4):
            area, local = digits[:size], digits[size:]
            if _AREA.match(area) and len(local) in (7, 8) and local[0] in "2345678":
                # 010-12345678 in groups: the area code stands alone, or all is one group.
                return len(run.sizes) == 1 or run.sizes[0] in (size, size + 1)
    is_local = len(digits) in (7, 8) and len(run.sizes) <= 2 and digits[0] in "2345678"
    is_day = len(digits) == 8 and _is_date(digits)
    return bool(is_local and not is_day and cue.phone)


def _is_card(run: _Run) -> bool:
    digits = run.digits
    if not 13 <= len(digits) <= 19 or not _ISSUERS.match(digits) or not _luhn(digits):
        return False
    if len(run.sizes) == 1:
        return len(digits) >= 15 or digits[0] == "4"
    written = all(size == 4 for size in run.sizes[:-1]) and run.sizes[-1] <= 4
    # Four round amounts side by side are no card.
    groups_end_in_zero = all(digits[at] == "0" for at in range(3, len(digits), 4))
    return (written or max(run.sizes) <= 2 or run.sizes in {(6, 13), (6, 10), (4, 6, 5)}) and not (
        groups_end_in_zero
    )


def _luhn(digits: str) -> bool:
    total = 0
    for at, char in enumerate(reversed(digits)):
        digit = int(char)
        if at % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total % 10 == 0


def _with_prefix(text: str, start: int, kind: str) -> int:
    """Take the +, +86 or ( in front of a telephone number along."""
    if kind not in (MOBILE, LANDLINE):
        return start
    prefix = re.search(
        r"(?:\+ ?(?:86)?[ -]?|\(\+?(?:86)?\)? ?|\()$", text[max(0, start - 6) : start]
    )
    return start - len(prefix.group()) if prefix else start


# ── What follows a cue ──────────────────────────────────────────────────────────────────────

_IS = r"[ \t]{0,2}(?:号码?|是|为|=|:|：|[ \t]|[(（]|了|叫|就是){0,4}[ \t]{0,2}"
_LONG = rf"[0-9](?:{_GAP}[0-9]){{%d,%d}}"
_CUED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (ID, re.compile(rf"(?:身份证|证件|身份)号?码?{_IS}((?:{_LONG % (13, 17)})[Xx]?)(?![0-9])")),
    (
        ID,
        re.compile(
            r"(?:身份证|证件)号?[后末尾]?(?:[后末尾])[四4六6]位?(?:数)?"
            r"(?:是|为|:|：|[ ]){0,3}([0-9]{3,5}[0-9Xx])(?![0-9])"
        ),
    ),
    (
        CARD,
        re.compile(
            rf"(?:卡号|银行卡|储蓄卡|借记卡|账号|帐号|户号){_IS}((?:{_LONG % (11, 19)}))(?![0-9])"
        ),
    ),
    (PASSPORT, re.compile(r"护照号?码?(?:是|为|:|：|[ ]){0,3}([A-Za-z]{1,2}[0-9]{7,8})(?![0-9])")),
    (
        WECHAT,
        re.compile(
            r"(?:微信|[vV][xX]|wx|WX|weixin|wechat|WeChat|薇信|威信|[vV]信)(?:号|[ ]?[iI][dD])?"
            r"(?:是|为|:|：|[ ]|加){0,3}([A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_-])"
        ),
    ),
    (
        QQ,
        re.compile(
            r"(?:[qQ]{2}|扣扣|企鹅)(?:群)?(?:号码?)?(?:是|为|:|：|[ ]|加){0,3}"
            r"([1-9][0-9]{4,11})(?![0-9.]|[ ]?(?:元|块|万|年|月))"
        ),
    ),
    (
        PASSWORD,
        re.compile(
            r"(?:密码|口令|password|passwd|pwd|PIN码?)[ ]{0,2}"
            r"(?:是|为|:|：|=|改成|改为|设成|设为|设置为|就是|叫)[ ]{0,2}"
            r"([!-'*-~]{4,32})",
            re.IGNORECASE,
        ),
    ),
    (
        PASSWORD,
        re.compile(
            r"(?:密码|password|pwd)[ ]{0,2}"
            r"((?=[!-~]{0,31}[0-9])[A-Za-z0-9!@#$%^&*_.-]{6,32})(?![A-Za-z0-9年月])",
            re.IGNORECASE,
        ),
    ),
)
_PRODUCT_WORDS = re.compile(r"^(?:wechat|weixin|alipay|pay|app|http|www|mini)", re.IGNORECASE)


def _after_cues(text: str) -> Iterator[_Span]:
    for kind, pattern in _CUED:
        for found in pattern.finditer(text):
            value = found.group(1)
            if kind == WECHAT and _PRODUCT_WORDS.match(value):
                continue
            if kind in (CARD, ID) and _is_hotline(re.sub(r"\D", "", value)):
                continue
            yield found.start(1), found.end(1), kind


_CODE_WORDS = r"(?:验证码|校验码|动态码|动态密码|短信码|确认码|登录码|授权码|verification code)"
_CODE = re.compile(
    rf"{_CODE_WORDS}[^0-9A-Za-z，。,\n〔]{{0,8}}"
    r"((?:[0-9][ -]?){3,7}[0-9]|(?=[A-Z]{0,7}[0-9])[A-Z0-9]{4,8})"
    r"(?![0-9A-Za-z]|[ ]?(?:年|月|元|块|次|天|分钟|位|秒|:|-[0-9]|/[0-9]))",
    re.IGNORECASE,
)
_CODE_FIRST = re.compile(
    r"(?<![0-9.])([0-9]{4,8})(?![0-9])[ ]?[(（]?[ ]?(?:是|为|就是)?"
    rf"[^0-9，。\n〔]{{0,6}}{_CODE_WORDS}",
    re.IGNORECASE,
)


def _codes(text: str) -> Iterator[_Span]:
    for pattern in (_CODE, _CODE_FIRST):
        for found in pattern.finditer(text):
            digits = re.sub(r"[ -]", "", found.group(1))
            if not _is_hotline(digits):
                yield found.start(1), found.end(1), CODE


def _is_hotline(digits: str) -> bool:
    """Numbers that everybody may know: 110, 95xxx, 12xxx, 400- and 800-numbers."""
    return bool(re.fullmatch(r"1[0-2][0-9]|9[56][0-9]{3,4}|12[0-9]{3}|[48]00[0-9]{7}", digits))


_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63} ?@ ?"
    r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ -]?"
    r"(?=[A-HJ-NP-Z0-9]{0,5}[0-9]{2})[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)


def _emails(text: str) -> Iterator[_Span]:
    return ((found.start(), found.end(), EMAIL) for found in _EMAIL.finditer(text))


def _plates(text: str) -> Iterator[_Span]:
    return ((found.start(), found.end(), PLATE) for found in _PLATE.finditer(text))


# ── Addresses: a street or an estate, with a number ─────────────────────────────────────────

_HOUSE = r"(?:[0-9]{1,5}|[一二三四五六七八九十百]{1,4}|[A-Za-z][0-9]{0,3}|[甲乙丙丁])"
_UNIT = (
    rf"(?:[ -]{{0,2}}{_HOUSE}(?:号楼|号院|号|弄|栋|幢|座|单元|楼|层|室|户|房|组|队|门|段)"
    r"|-[0-9]{1,4})"
)
_STREET = re.compile(
    r"(?:路|街|大道|巷|胡同|弄|里|小区|花园|公寓|大厦|广场|苑|庭|城|村|庄|屯|寨|社区|家园|宿舍|园)"
    rf"(?P<units>{_UNIT}{{0,6}}(?:(?<=[号栋幢座元楼层])[ ]?[0-9]{{1,5}}(?![0-9元块万年月日天期]))?)"
)
_BUILDING = re.compile(
    r"(?<![0-9.])[0-9]{1,3}(?:号楼|栋|幢|座)[ ]?(?:[0-9一二三四五六]{1,2}单元)?[ ]?"
    r"(?:[0-9]{1,2}[楼层])?[ ]?[0-9]{3,4}(?:室|号|房)?(?![0-9元块万])"
)
_BEFORE_ADDRESS = frozenset("是在到住址寄往于去从位了的我你他她您用把被将给就也要会能说让")
_PROVINCE_NAME = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    "|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_DISTRICT = re.compile(r"省|自治区|(?<=[一-鿿])(?:市|自治州|盟|区|县|旗|镇|乡|街道)")
_ADDRESS_CUE = re.compile(
    r"(?:地址|住址|家住|住在|我住|家在|寄到|送到|寄往|户籍|居住地)[^，。\n]{0,8}$"
)
_NO_STREET = re.compile(
    r"(?:无|思|门|套|网|线|后|出|退|死|绝|半|一|铺|引|回|通|销|频|这|那|哪|心|手|夜|公|家|城|商)$"
)
_DAY = re.compile(r"[ -]{0,2}[0-9]{1,2}号")


def _addresses(text: str) -> Iterator[_Span]:
    for found in _STREET.finditer(text):
        start = _start_of_address(text, found.start())
        head, units = text[start : found.start()], found.group("units")
        districts = len(_DISTRICT.findall(head))
        cued = _ADDRESS_CUE.search(text[max(0, start - 14) : start])
        # 出路15号还款 is a day: a street with a number alone needs a town or a cue.
        alone = not units or bool(_DAY.fullmatch(units))
        named = len(head) > 0 and not _NO_STREET.search(head)
        if districts >= (1 if units else 3) or (units and named and (cued or not alone)):
            yield start, found.end(), ADDRESS
    for found in _BUILDING.finditer(text):
        yield found.start(), found.end(), ADDRESS


def _start_of_address(text: str, street: int) -> int:
    """Walk back from the street to where the place begins: its province, else its town."""
    start = street
    while start > max(0, street - 30) and "一" <= text[start - 1] <= "鿿":
        if text[start - 1] in _BEFORE_ADDRESS:
            break
        start -= 1
    head = text[start:street]
    if province := _PROVINCE_NAME.search(head):
        return start + province.start()
    if district := _DISTRICT.search(head):
        return start + max(0, district.start() - 3)
    return max(start, street - 6)


# ── Names ───────────────────────────────────────────────────────────────────────────────────

_ENDS = (
    r"(?=$|[^\w〔]|[0-9A-Za-z〔]|身份|手机|电话|今年|男|女|来自"
    r"|的(?:老公|老婆|妻子|丈夫|爸|妈|父|母|儿子|女儿|朋友|家|账|白条))"
)
_LOOSE_ENDS = (
    rf"(?:{_ENDS}|(?=[，。是在的了吗有想要欠住我你他她您没不被]|白条|逾期|一直|现在|因为))"
)
_WHO = (
    "我|他|她|本人|老公|老婆|妻子|丈夫|爸|妈|父亲|母亲|儿子|女儿"
    "|朋友|同事|对象|男友|女友|哥|姐|弟|妹"
)


@dataclass(frozen=True, slots=True)
class _NameWords:
    cued: tuple[re.Pattern[str], ...]
    ordinary: frozenset[str]
    not_names: re.Pattern[str]


@lru_cache(maxsize=1)
def _name_words() -> _NameWords:
    text = files("zhihuan.conversation").joinpath("privacy.yaml").read_text("utf-8")
    words = {key: str(value).split() for key, value in yaml.safe_load(text).items()}
    given = rf"[^\W\d_a-zA-Z{''.join(words['never_in_a_given_name'])}]{{1,2}}"
    surname = f"(?:{'|'.join(words['compound_surnames'])}|[{''.join(words['surnames'])}])"
    name = f"({surname}{given})"
    return _NameWords(
        cued=(
            re.compile(
                r"(?:姓名|名字|真名|本名|实名|户名|收款人|持卡人|开户人|开户名|联系人|客户名|户主)"
                rf"(?:是|为|叫|:|：|[ ]){{1,3}}{name}{_LOOSE_ENDS}"
            ),
            re.compile(
                rf"(?<![催称喊大])(?:{_WHO}|姓[\u4e00-\u9fff]{{1,2}}[，, ]?|名|全名|大名)(?:的名字)?叫(?:做|作)?[ ]?"
                rf"{name}{_LOOSE_ENDS}"
            ),
            # 我是 introduces anything, so what follows must end like a name.
            re.compile(rf"(?:我是|本人是?|我就是|这里是|我系|借款人|担保人)[ :：]?{name}{_ENDS}"),
        ),
        ordinary=frozenset(words["ordinary_words"]),
        not_names=re.compile("|".join(words["not_names"])),
    )


def _names(text: str) -> Iterator[_Span]:
    words = _name_words()
    for pattern in words.cued:
        for found in pattern.finditer(text):
            name = found.group(1)
            if name[:2] not in words.ordinary and not words.not_names.search(name):
                yield found.start(1), found.end(1), NAME
