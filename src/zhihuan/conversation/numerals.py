"""Numbers as people type them: 3,200 · ３２００ · 1.5w · 2万5 · 三千二 · 三四千 · 八百多 · 几万.

    shorthand     a lone digit after 百/千/万/亿 counts tenths of it: 一万五 = 15000
    pairs         two neighbouring digits are a range: 三四千 = 3000 to 4000
    几            stands for 2 to 9, and for 1 to 9 after 十
    多            reaches up to the next step of the last non-zero place: 八百多 = 800 to 900

Everything here reads *folded* text: see `fold`, which never moves an offset.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Literal, NamedTuple

_DIGITS: dict[str, int] = {
    **{c: n for n, c in enumerate("零一二三四五六七八九")},
    **{c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
}
_UNITS: dict[str, int] = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "亿": 10**8,
    "拾": 10,
    "佰": 100,
    "仟": 1000,
    "w": 10**4,
    "W": 10**4,
    "k": 1000,
    "K": 1000,
}
_TENS: dict[str, int] = {"廿": 2, "卅": 3}

#: Every character that a number can begin with.
NUMERAL_START = "0-9零〇一二三四五六七八九十两俩仨廿卅几数壹贰叁肆伍陆柒捌玖拾"
#: A Chinese number from 1 to 39, for days, months and hours.
SMALL_CHINESE = r"(?:[一二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"

_TRADITIONAL = str.maketrans(
    "兩萬億個號幾週點錢塊還過經開貳參陸後賬單條卡債員圓從這間國慶節閏歲蘇說錯",
    "两万亿个号几周点钱块还过经开贰叁陆后账单条卡债员元从这间国庆节闰岁苏说错",
)
_ARABIC = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,4})?(?![0-9])|[0-9]{1,12}(?:\.[0-9]{1,8})?"
)
_FRACTION = re.compile(r"点([零〇一二三四五六七八九]{1,6})(?![十百点分])")
_LETTER_UNIT = re.compile(r"[wWkK](?![A-Za-z])")
_MORE = re.compile(r"(?:多(?![少久长大])|余(?![额款下期])|来(?=[天个块元年万岁名]))([万亿])?")
_MEASURE = "个天月年期次周号日笔张家"
_WORDS_WITH_ONE = "直共定样般些起旦向"  # 一直, 一共 …
_LONGEST = 16


def fold(text: str) -> str:
    """Full-width and traditional forms to their plain ones, character for character.

    The result has the length of `text`, so that an offset in one is an offset in the other.
    """
    return "".join(map(_fold_character, text)).translate(_TRADITIONAL)


def _fold_character(char: str) -> str:
    if char.isascii() or "\u4e00" <= char <= "\u9fff" or char == "，":
        return char  # a full-width comma ends a clause; it never groups thousands
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 and unicodedata.category(char) != "No" else char


class Numeral(NamedTuple):
    """A number with no unit yet; `low` and `high` differ for a range."""

    low: Decimal
    high: Decimal
    approximate: bool
    start: int
    end: int
    chinese: bool
    """No Arabic digit in it."""
    scale: int
    """The largest of 十百千万亿 that was written, 1 for none."""
    few: bool = False
    """几 stood where a digit would be."""


class _Token(NamedTuple):
    kind: Literal["arabic", "digit", "unit", "few"]
    value: Decimal
    end: int


def read_numeral(text: str, at: int) -> Numeral | None:
    """The longest number that begins at `at` in folded text, or None."""
    tokens = _tokens(text, at)
    while tokens:
        reading = _reading(tokens)
        if reading is not None and not _belongs_to_what_follows(text, tokens):
            low, high = reading
            few = any(t.kind == "few" for t in tokens)
            numeral = Numeral(
                low=low,
                high=high,
                approximate=low != high,
                start=at,
                end=tokens[-1].end,
                chinese=not any("0" <= c <= "9" for c in text[at : tokens[-1].end]),
                scale=max((int(t.value) for t in tokens if t.kind == "unit"), default=1),
                few=few,
            )
            return numeral if few else _with_more(text, numeral)
        tokens.pop()
    return None


def chinese_number(words: str) -> Decimal | None:
    """The value of `words` if all of it is one exact number: 一万零五十 → 10050."""
    numeral = read_numeral(fold(words), 0)
    if numeral is None or numeral.end != len(words) or numeral.low != numeral.high:
        return None
    return numeral.low


def _tokens(text: str, at: int) -> list[_Token]:
    tokens: list[_Token] = []
    while at < len(text) and len(tokens) < _LONGEST:
        char = text[at]
        after_unit = not tokens or tokens[-1].kind == "unit"
        if char in _TENS:
            if not after_unit or not _may_follow(tokens, 10):
                break
            tokens.append(_Token("digit", Decimal(_TENS[char]), at + 1))
            tokens.append(_Token("unit", Decimal(10), at + 1))
        elif char in _UNITS and (not char.isascii() or (tokens and _LETTER_UNIT.match(text, at))):
            unit = _UNITS[char]
            if not _may_follow(tokens, unit):
                break
            tokens.append(_Token("unit", Decimal(unit), at + 1))
        elif char in _DIGITS and (after_unit or tokens[-1].kind == "digit"):
            tokens.append(_Token("digit", Decimal(_DIGITS[char]), at + 1))
        elif (char == "几" and after_unit) or (
            char == "数" and not tokens and text[at + 1 : at + 2] in ("十", "百", "千", "万")
        ):
            tokens.append(_Token("few", Decimal(2), at + 1))
        elif after_unit and (arabic := _ARABIC.match(text, at)):
            tokens.append(_Token("arabic", Decimal(arabic[0].replace(",", "")), arabic.end()))
        elif tokens and (fraction := _FRACTION.match(text, at)):
            whole = _value(tokens)
            if whole is None or tokens[-1].kind == "few":
                break
            digits = "".join(str(_DIGITS[c]) for c in fraction[1])
            tokens = [_Token("arabic", whole + Decimal(f"0.{digits}"), fraction.end())]
        else:
            break
        at = tokens[-1].end
    return tokens


def _may_follow(tokens: list[_Token], unit: int) -> bool:
    """Units go down (三千五百, not 五百三千), except that 万 and 亿 multiply all before them."""
    if not tokens:
        return unit == 10
    if unit >= 10**4:
        return tokens[-1].kind != "unit" or tokens[-1].value < unit
    for token in reversed(tokens):
        if token.kind == "unit":
            return token.value >= 10**4 or (token.value > unit and token is not tokens[-1])
    return True


def _reading(tokens: list[_Token]) -> tuple[Decimal, Decimal] | None:
    low, high = tokens, tokens
    digits = [t for t in tokens if t.kind == "digit"]
    if len(digits) == len(tokens) and len(tokens) > 1:
        if len(tokens) > 3 or any(t.value == 0 for t in tokens[1:]):
            plain = Decimal("".join(str(t.value) for t in tokens))  # 二零二六
            return plain, plain
        if len(tokens) > 2:
            return None
    for i, token in enumerate(tokens):
        if token.kind == "few":
            after_ten = i > 0 and tokens[i - 1].value == 10
            least = token._replace(kind="digit", value=Decimal(1 if after_ten else 2))
            low = [*tokens[:i], least, *tokens[i + 1 :]]
            high = [*tokens[:i], least._replace(value=Decimal(9)), *tokens[i + 1 :]]
            break
        if i and token.kind == tokens[i - 1].kind == "digit":
            pair = (tokens[i - 1].value, token.value)
            if pair[0] == 0:
                continue
            if pair[1] != pair[0] + 1 and pair != (Decimal(3), Decimal(5)):
                return None
            low, high = [*tokens[:i], *tokens[i + 1 :]], [*tokens[: i - 1], *tokens[i:]]
            break
    least_value, most_value = _value(low), _value(high)
    if least_value is None or most_value is None or least_value > most_value:
        return None
    return least_value, most_value


def _value(tokens: list[_Token]) -> Decimal | None:
    total = section = Decimal(0)
    pending: Decimal | None = None
    last, last_in_section, zero = Decimal(0), Decimal(10**4), False
    for position, (kind, value, _) in enumerate(tokens):
        if kind != "unit":
            if pending is not None:
                if pending != 0:
                    return None
                zero = True
            pending = value
            if kind == "digit" and value == 0 and position + 1 < len(tokens):
                pending, zero = None, True
        elif value < 10**4:
            if pending is None:
                if value != 10 or section:
                    return None
                pending = Decimal(1)
            if value >= last_in_section:
                return None
            section, pending = section + pending * value, None
            last = last_in_section = value
            zero = False
        else:
            section += pending or 0
            if not section and not (total and value == 10**8):
                return None
            total = (total + section) * value if value == 10**8 else total + section * value
            section, pending, zero = Decimal(0), None, False
            last, last_in_section = value, Decimal(10**4)
    if pending is None:
        return total + section
    shorthand = last >= 100 and not zero and pending < 10 and pending == int(pending)
    return total + section + (pending * last / 10 if shorthand else pending)


def _belongs_to_what_follows(text: str, tokens: list[_Token]) -> bool:
    """In 两万三个月 the 三 counts months; in 2万12期 the 12 counts instalments; 一万一直 is 一万."""
    if len(tokens) < 2 or tokens[-1].kind == "unit" or tokens[-2].kind != "unit":
        return False
    following = text[tokens[-1].end : tokens[-1].end + 1]
    if text[tokens[-1].end - 1] == "一" and following in tuple(_WORDS_WITH_ONE):
        return True
    return tokens[-2].value >= 100 and following in tuple(_MEASURE)


def _with_more(text: str, numeral: Numeral) -> Numeral:
    more = _MORE.match(text, numeral.end)
    if more is None or numeral.low != numeral.high or numeral.low == 0:
        return numeral
    low, high = numeral.low, numeral.low
    if text[numeral.end] != "来":
        high = low + step(low)
    elif low % 10:
        return numeral
    times = _UNITS[more[1]] if more[1] else 1
    scale = max(numeral.scale, times)
    return numeral._replace(
        low=low * times, high=high * times, approximate=True, end=more.end(), scale=scale
    )


def step(value: Decimal) -> Decimal:
    """One of the last non-zero place: 800 → 100, 3200 → 100, 45 → 1, 1.5 → 0.1."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
