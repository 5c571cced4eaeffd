"""A number and what it measures: 45天, 3200元, 两个多月, 12期, 5到8千; and money with no unit."""

import re
from decimal import Decimal

from zhihuan.conversation.figures import Found
from zhihuan.conversation.numerals import Numeral, chinese_number, read_numeral
from zhihuan.conversation.rates import Rate, numeral_rate

_UNIT = re.compile(
    r"\s?(?:(?P<yuan>块(?:多(?!少| ?[0-9]))?钱?|元(?!旦|宵|月)钱?|圆|人民币|大洋|[rR][mM][bB])"
    r"|(?P<hours>个?半?多?(?:小时|钟头))"
    r"|(?P<months>个半?多?月)"
    r"|(?P<month_word>月(?!份|息|利|供|薪|底|初|中|末))"
    r"|(?P<days>天(?!猫|津|使|气)半?(?:多(?!少| ?[0-9]))?|日(?!息|利|期|常|元|费|均|电"
    r"|记)(?:多(?!少| ?[0-9]))?)"
    r"|(?P<weeks>个?半?多?(?:周(?![岁期边转])|星期|礼拜))"
    r"|(?P<years>个?年(?![级纪轻化利息初底龄终])半?(?:多(?!少| ?[0-9]))?)"
    r"|(?P<periods>个?期(?!限|间|待|望|货|末|中))"
    r"|(?P<times>次(?!性|级|贷|数|序|元)|通(?!讯|知|过|常|用|话费)|回(?!事|来|去|家|复|款|答|头"
    r"|收)|遍|趟)"
    r"|(?P<jiao>[毛角](?:钱|(?![病度落色利])))"
    r"|(?P<fen>分钱)"
    r"|(?P<cheng>成(?!功|为|了|本|立|长|年|绩|都|员|交|熟|人|分|天|百|千|万|这)|折(?!腾|算|磨|扣"
    r"|叠|损|旧))"
    r"|(?P<count>笔|张(?!嘴)|家|封|条|份|台|套|位|名(?!字|称)|人(?!民|家|生)|口人"
    r"|个(?!别|性|体|信|股|税|案|屁|字)(?:平台|人|银行|公司|电话|账户|号)?))"
)
_SHARE_OF = re.compile(r"分之")
_TO = re.compile(r"\s?(?:到|至|-|~|–|—{1,2})\s?")
_CHANGE = re.compile(
    r"(?P<jiao>[0-9一二三四五六七八九])(?:[毛角](?:(?P<fen>[0-9一二三四五六七八九])分)?"
    r"|(?![0-9十百千万点分块元%个天月年期号次笔张家周小多]))"
)
_LATE_BEFORE = re.compile(r"(?:逾期|拖|欠|超|晚|断供)[了有快近]{0,2}$")
_NOT_ONE = re.compile(r"[第这那上下每另哪某唯统万]")
_VAGUE_BEFORE = re.compile(r"[这那]$|(?<![期超拖晚迟再])过$")
_SPLIT_BEFORE = re.compile(r"(?:分期?|分成|分为|办)(?:了|成|个)?$")
_SPLIT_AFTER = re.compile(r"的?分期")

_BREAK = re.compile(r"[0-9，,。！？!?；;、\s]")
_MONEY_BEFORE = re.compile(
    r"欠|借(?!呗|贝|条|钱呗)|贷|账单|本金|金额|应还|待还|还(?!款日|有多久)|剩|拿|工资|薪|收入"
    r"|月入|到手|房租|月供|最低|额度|罚"
    r"|交|付|一共|总共|合计|利息|违约金|手续费|转|充|花(?!呗|贝|费)|赚|挣|顶多|最多|每个?月|每期|负债"
    r"|存|用了|刷了|凑|差|是$|费|租|开销|支出|开支|预算|伙食"
)


_MONEY_AFTER = re.compile(
    r"\s?(?:没还|未还|还没还|还不[上起了]|没能还|的?账单|的?白条|的?欠款|的?债|本金|欠款|现金"
    r"|逾期|额度|本息|一个月|每个?月|才对"
    r"|的?贷款|的?分期|借|怎么还|分(?=[0-9一二三四五六七八九十]{1,3}(?:期|个月)))"
)
_SCORE_BEFORE = re.compile(r"芝麻|信用分|评分|分数")
_PRODUCT_BEFORE = re.compile(r"(?:白条|金条|花呗|借呗|微粒贷|信用卡|网贷|月付)$")
_THING_AFTER = re.compile(r"\s?(?:[人条步字里米克公]|多?[人个条次天年岁])")
_WORD = re.compile(r"[^\s，,。！？!?；;、~…嗯哦啊呃大概约我是有就差不多也]")
_ALONE_AFTER = re.compile(r"(?:[\s，,。！？!?；;、~…吧呢啊呀的多哦嗯了]|左右|样子)*")

_PHONE = re.compile(
    r"(?:1[3-9][0-9]{9}|[48]00-?[0-9]{3,4}-?[0-9]{3,4}|0[0-9]{2,3}-[0-9]{7,8}"
    r"|95[0-9]{3}(?:[0-9]{3})?|96110"
    r"|123[0-9]{2}|106[0-9]{5,9}|11[09]|12[02])(?![0-9])"
)


def from_rate(rate: Rate) -> Found:
    return Found("percent", *rate)


def read_measure(text: str, numeral: Numeral) -> Found | None:
    unit = _UNIT.match(text, numeral.end)
    if joined := _range(text, numeral, unit):
        numeral = joined
        unit = _UNIT.match(text, numeral.end)
    if rate := numeral_rate(text, numeral):
        return from_rate(rate)
    if fraction := _SHARE_OF.match(text, numeral.end):
        if (top := read_numeral(text, fraction.end())) and numeral.low > 0:
            return Found(
                "share", top.low / numeral.low, top.low / numeral.low, numeral.start, top.end
            )
        return None
    if unit is None:
        return _bare(text, numeral)
    name, low, high, end = unit.lastgroup, numeral.low, numeral.high, unit.end()
    approximate = numeral.approximate
    alone = text[numeral.start : numeral.end] == "一"
    match name:
        case "yuan":
            low, high, end = _small_change(text, numeral, end)
            if "多" in unit[0]:
                high, approximate = high + 1, True
            return Found("yuan", low, high, numeral.start, end, approximate)
        case "jiao" | "fen":
            part = Decimal(10 if name == "jiao" else 100)
            return Found("yuan", low / part, high / part, numeral.start, end, approximate)
        case "cheng":
            return Found("share", low / 10, high / 10, numeral.start, end, approximate)
        case "month_word":
            late = _LATE_BEFORE.search(text, max(0, numeral.start - 4), numeral.start)
            if not late and text[numeral.start] not in "两俩仨":
                return _bare(text, numeral)
            return Found("months", low, high, numeral.start, end, approximate)
        case "count" | "times" if alone and _NOT_ONE.search(
            text, max(0, numeral.start - 1), numeral.start
        ):
            return None
        case "count" if alone and unit[0] == "个":
            return None
        case "years" if low == int(low) and 1990 <= low <= high <= 2100:
            span = Decimal(f"{low}0101"), Decimal(f"{high}1231")  # 2020到2025年
            return Found("date", *span, numeral.start, end)
        case "days" | "weeks" | "months" | "years" | "hours":
            if "半" in unit[0]:
                low, high = low + Decimal("0.5"), high + Decimal("0.5")
            if "多" in unit[0]:
                high, approximate = high + 1, True
            in_periods = _SPLIT_BEFORE.search(text, max(0, numeral.start - 5), numeral.start)
            if (
                name == "months"
                and low == int(low)
                and (in_periods or _SPLIT_AFTER.match(text, end))
            ):
                return Found("periods", low, high, numeral.start, end, approximate)
            if alone and _NOT_ONE.search(text, max(0, numeral.start - 1), numeral.start):
                return None
            if name == "days" and _VAGUE_BEFORE.search(
                text, max(0, numeral.start - 2), numeral.start
            ):
                return None
            return Found(name, low, high, numeral.start, end, approximate)
        case "periods" | "times" | "count":
            return Found(name, low, high, numeral.start, end, approximate)
    return None


def _range(text: str, first: Numeral, unit: re.Match[str] | None) -> Numeral | None:
    """3000-4000, 5到8千, 2个月到3个月: both ends, as a number that still waits for its unit."""
    sep = _TO.match(text, unit.end() if unit else first.end)
    second = read_numeral(text, sep.end()) if sep else None
    if second is None:
        return None
    unit_after = _UNIT.match(text, second.end)
    if unit is not None and (unit_after is None or unit_after.lastgroup != unit.lastgroup):
        return None
    low = first.low
    if first.scale == 1 and unit is None and low * second.scale < second.high:
        low *= second.scale
    if low > second.high:
        return None
    chinese = first.chinese and second.chinese
    return second._replace(low=low, approximate=True, start=first.start, chinese=chinese)


def _small_change(text: str, numeral: Numeral, end: int) -> tuple[Decimal, Decimal, int]:
    """三块五, 12元5角6分."""
    change = (
        _CHANGE.match(text, end) if numeral.low == numeral.high and numeral.low < 1000 else None
    )
    if change is None:
        return numeral.low, numeral.high, end
    more = (chinese_number(change["jiao"]) or Decimal(0)) / 10
    if change["fen"]:
        more += (chinese_number(change["fen"]) or Decimal(0)) / 100
    return numeral.low + more, numeral.high + more, change.end()


def _bare(text: str, numeral: Numeral) -> Found | None:
    """A number with no unit is money if the words around it say so."""
    start, end = numeral.start, numeral.end
    before = text[max(0, start - 8) : start].rstrip(" ")
    if breaks := _BREAK.search(before[::-1]):
        before = before[len(before) - breaks.start() :]
    written = end - start
    big = numeral.scale >= 10_000 or (numeral.scale >= 100 and numeral.low >= 100)
    like_a_year = not numeral.chinese and written == 4 and 1990 <= numeral.low <= 2035
    if _SCORE_BEFORE.search(before):
        if numeral.chinese and written < 2:
            return None
        return Found("number", numeral.low, numeral.high, start, end, numeral.approximate)
    money = numeral.low >= 10 and bool(
        _MONEY_BEFORE.search(before)
        or _MONEY_AFTER.match(text, end)
        or (numeral.low >= 100 and not like_a_year and _PRODUCT_BEFORE.search(before))
    )
    if big and not money:
        money = not (numeral.chinese and written < 2) and not _THING_AFTER.match(text, end)
    if money:
        return Found("yuan", numeral.low, numeral.high, start, end, numeral.approximate)
    alone = not _WORD.search(text, 0, start) and _ALONE_AFTER.fullmatch(text, end)
    if numeral.few or (numeral.chinese and written < 3 and not alone):
        return None
    if not numeral.chinese and text[end : end + 1].isascii() and text[end : end + 1].isalpha():
        return None
    return Found("number", numeral.low, numeral.high, start, end, numeral.approximate)
