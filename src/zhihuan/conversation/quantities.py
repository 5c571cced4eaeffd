"""Every quantity in a text: money, rates, durations, dates, instalments, telephone numbers …

Offsets and `text` refer to the text as it was given. Only the first 4,000 characters are read,
and the time taken grows with their number and nothing else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhihuan.conversation.chinese_dates import read_date
from zhihuan.conversation.figures import (
    Found,
    Unit,
    read_article,
    read_clock,
    read_phone,
    read_special,
    read_stage,
    yuan_word,
)
from zhihuan.conversation.measures import from_rate, read_measure
from zhihuan.conversation.numerals import NUMERAL_START, fold, read_numeral
from zhihuan.conversation.rates import fraction_rate

LONGEST_TEXT = 4_000
_MOST_PLACES = 400  # where a figure might begin; a real message has a few dozen

_TRIGGER = re.compile(
    rf"[{NUMERAL_START}¥$]|[百千万](?=[把分0-9一二三四五六七八九])|[Mm](?=[1-7])"
    rf"|第(?= ?[{NUMERAL_START}])"
    r"|[上这本下](?=[上下一个月周星礼百千万午])|[今明](?=[年天日早晚])"
    r"|[去前后大](?=[年天几两些前后半])|昨|国庆"
    r"|双|春节|过年|除夕|元旦|劳动节|[年月](?=[底末初])|个把|半(?=[个年月小钟夜])|凌晨|清晨"
    r"|[早中夜晚深傍]"
)
_NO_NUMBER = re.compile(
    "一天到晚|一天天|三天两头|一次性|一年到头|一家人|一个劲|一个人|一条龙|十分(?!之|钟|利|期)"
    "|半天|半夜(?!里?[0-9一二三四五])|半路"
    "|五险一金|三七二十一|九九|一五一十|百分百|百分之百地|四大行|三方|二手|二维码|一毛不拔|一口气"
    "|两清|两码事"
    "|一回事|一码归|一点(?!钟|半|[零一二三四五六七八九])|三番五次|万元户|一辈子|一家子|几号|几点"
    "|几月|千万(?:别|不|要|记|得)|万一(?!点)"
    "|几次三番|一条心|一块(?:儿|捆|去|来|过)|一条路|一笔勾销|一份子|一分为|一笔带过|个人|上一次"
    "|大几"
    # 一月能还1千, 一月500: a month, and not January
    "|一月(?=(?:我|就|也|才|都|只|最多|顶多|大概|差不多)*"
    "(?:(?:能|可以|只够)(?:还|拿|给|挤|凑)|还(?![清完款了不没钱的有给上到])|[0-9]{3,}(?!年)|[一二两三四五六七八九][百千]))"
)
_NOISE = re.compile(rf"[{NUMERAL_START}百千万亿]{{24,}}")
_LONG_DIGITS = re.compile(r"[0-9]{13,}")
_MOST_DIGITS = 28
_DIGIT_RUN = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_LATIN = re.compile(r"[A-Za-z0-9_]")
_CURRENCY_BEFORE = re.compile(r"(?:rmb|RMB|jd|JD|app|APP)$")
_SIGN = re.compile(r"[¥$]\s?")
_ABOUT_BEFORE = re.compile(
    r"(?:大概|大约|约|差不多|将近|接近|快|近|不到|至少|起码|(?<!不)(?<!不能)(?<!别)超过|估计|好像"
    r"|最少)(?:有|是|欠|了|能|还|拿)?$"
)
_ABOUT_AFTER = re.compile(r"\s?(?:左右|上下|的样子|出头)")

_LATE_ORDINAL = re.compile(
    r"(?:(?:逾期|余期|预期|过期|超期|晚|拖|欠|没还)[了着到的是都已经今天现在 ]*|(?:今天|现在|到今天|已经|都)(?:是|都|已经|算)*) ?第 ?$"
)
_YUAN = re.compile(r"\s?(?:块(?:多(?!少))?钱?|元钱?|圆|人民币|大洋|[rR][mM][bB])")
_UNIT = re.compile(
    r"\s?(?:(?P<yuan>块(?:多(?!少))?钱?|元(?!旦|宵|月)钱?|圆|人民币|大洋|[rR][mM][bB])"
    r"|(?P<hours>个?半?多?(?:小时|钟头))"
    r"|(?P<months>个半?多?月)"
    r"|(?P<month_word>月(?!份|息|利|供|薪|底|初|中|末))"
    r"|(?P<days>天(?!猫|津|使|气)半?(?:多(?!少))?|日(?!息|利|期|常|元|费|均|电|记)(?:多(?!少))?)"
    r"|(?P<weeks>个?半?多?(?:周(?![岁期边转])|星期|礼拜))"
    r"|(?P<years>个?年(?![级纪轻化利息初底龄终])半?(?:多(?!少))?)"
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


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure, or a range of them from `low` to `high`.

    Units: yuan; percent (18% is 18); days, weeks, months and years may be halves; a date is
    yyyymmdd, first and last day; a clock time or a length in hours is `hours`; a share is a
    fraction (三成 is 0.3); `stage` is the n of Mn; `number` is a figure with no known unit.
    `start` and `end` are offsets into the original text; `basis` is set for percent alone.
    """

    unit: Unit
    low: Decimal
    high: Decimal
    text: str
    start: int
    end: int
    approximate: bool = False
    basis: str | None = None


def find_quantities(text: str, *, today: date) -> list[Quantity]:
    """All quantities in `text`, in order and never overlapping; `today` settles 上个月15号."""
    return list(_scan(text[:LONGEST_TEXT], fold(text[:LONGEST_TEXT]), today))


def _scan(original: str, text: str, today: date) -> Iterator[Quantity]:
    at = 0
    for _ in range(_MOST_PLACES):
        if (trigger := _TRIGGER.search(text, at)) is None:
            return
        at = trigger.start()
        if word := _NO_NUMBER.match(text, at) or _NOISE.match(text, at):
            at = word.end()
            continue
        found = _long_number(text, at) or _at(text, at, today)
        if found is None:
            at = _past_digits(text, at)
            continue
        unit, low, high, at, end, approximate, basis = found
        approximate = approximate or _about(text, found)
        yield Quantity(
            unit, _plain(low), _plain(high), original[at:end], at, end, approximate, basis
        )
        at = end


def _past_digits(text: str, at: int) -> int:
    digits = _DIGIT_RUN.match(text, at)
    return digits.end() if digits else at + 1


def _long_number(text: str, at: int) -> Found | None:
    """An account or identity number: a figure, but of nothing."""
    digits = _LONG_DIGITS.match(text, at)
    if digits is None:
        return None
    value = Decimal(digits[0][:_MOST_DIGITS])
    return Found("number", value, value, at, digits.end())


def _about(text: str, found: Found) -> bool:
    before = _ABOUT_BEFORE.search(text, max(0, found.start - 5), found.start)
    return bool(before or _ABOUT_AFTER.match(text, found.end)) and found.unit != "phone"


def _at(text: str, at: int, today: date) -> Found | None:
    char = text[at]
    if at and (text[at - 1] == "第" or text.endswith("第 ", 0, at)):
        return _day_of_being_late(text, at)
    if (
        char.isascii()
        and at
        and _LATIN.match(text[at - 1])
        and not _CURRENCY_BEFORE.search(text, max(0, at - 4), at)
    ):
        return None
    for reader in (read_phone, read_article, read_stage, read_clock):
        if found := reader(text, at):
            return found
    if span := read_date(text, at, today=today):
        first, last = (Decimal(f"{d:%Y%m%d}") for d in (span.first, span.last))
        return Found("date", first, last, at, span.end, span.approximate)
    if rate := fraction_rate(text, at):
        return from_rate(rate)
    if found := read_special(text, at):
        return found
    money = _SIGN.match(text, at)
    numeral = read_numeral(text, money.end() if money else at)
    if numeral is None:
        return None
    if money:
        return Found(
            "yuan",
            numeral.low,
            numeral.high,
            at,
            yuan_word(text, numeral.end),
            numeral.approximate,
        )
    return read_measure(text, numeral)


def _day_of_being_late(text: str, at: int) -> Found | None:
    """The 35天 of 逾期第35天: as long as it is late; any other 第 counts something else."""
    numeral = read_numeral(text, at) if _LATE_ORDINAL.search(text, max(0, at - 12), at) else None
    found = read_measure(text, numeral) if numeral else None
    return found if found and found.unit in ("days", "weeks", "months") else None


def _plain(value: Decimal) -> Decimal:
    """No trailing zeros and no exponent: 15000.0 → 15000."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()
