"""Every figure a person types is found, with its unit, and nothing that only looks like one."""

import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhihuan.conversation.numerals import chinese_number, fold
from zhihuan.conversation.quantities import Quantity, find_quantities

TODAY = date(2026, 11, 21)  # a Saturday


def found(text: str) -> list[Quantity]:
    return find_quantities(text, today=TODAY)


def only(text: str) -> Quantity:
    quantities = found(text)
    assert len(quantities) == 1, [(q.unit, q.text) for q in quantities]
    return quantities[0]


def cases(*rows: tuple[object, ...]) -> list[object]:
    return [pytest.param(*row, id=str(row[0])) for row in rows]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    cases(
        ("欠了3200", "3200", "3200"),
        ("欠 3200", "3200", "3200"),
        ("还剩5000没还", "5000", "5000"),
        ("账单8200", "8200", "8200"),
        ("借了两万", "20000", "20000"),
        ("3,200.50元", "3200.50", "3200.50"),
        ("３２００元", "3200", "3200"),
        ("￥3200", "3200", "3200"),
        ("¥1,234.56", "1234.56", "1234.56"),
        ("3200RMB", "3200", "3200"),
        ("1.5w", "15000", "15000"),
        ("3.2k", "3200", "3200"),
        ("2万5", "25000", "25000"),
        ("1w5", "15000", "15000"),
        ("1万2000", "12000", "12000"),
        ("一万五", "15000", "15000"),
        ("三千二", "3200", "3200"),
        ("两万三", "23000", "23000"),
        ("三千五百块", "3500", "3500"),
        ("一千零五十", "1050", "1050"),
        ("兩萬塊錢", "20000", "20000"),
        ("三块五", "3.5", "3.5"),
        ("12元5角6分", "12.56", "12.56"),
        ("五毛钱", "0.5", "0.5"),
    ),
)
def test_an_exact_amount_is_read_to_the_fen(text: str, low: str, high: str) -> None:
    q = only(text)
    assert (q.unit, q.low, q.high) == ("yuan", Decimal(low), Decimal(high))
    assert not q.approximate


@pytest.mark.parametrize(
    ("text", "low", "high"),
    cases(
        ("八百多块", "800", "900"),
        ("三千多", "3000", "4000"),
        ("三四千", "3000", "4000"),
        ("5到8千", "5000", "8000"),
        ("欠3000-4000", "3000", "4000"),
        ("欠3000~4000", "3000", "4000"),
        ("74 到 101 元", "74", "101"),
        ("一百七八十块", "170", "180"),
        ("一万二三", "12000", "13000"),
        ("几百块", "200", "900"),
        ("几千", "2000", "9000"),
        ("几万块", "20000", "90000"),
        ("三十多万", "300000", "400000"),
        ("千把块", "1000", "1000"),
        ("三千来块", "3000", "3000"),
        ("大概3200块", "3200", "3200"),
        ("3200块左右", "3200", "3200"),
    ),
)
def test_a_range_of_money_stays_a_range(text: str, low: str, high: str) -> None:
    q = only(text)
    assert (q.unit, q.low, q.high) == ("yuan", Decimal(low), Decimal(high))
    assert q.approximate


@pytest.mark.parametrize(
    ("text", "percent", "basis"),
    cases(
        ("每期0.6%", "0.6", "period"),
        ("每期0.6％", "0.6", "period"),
        ("日息0.05%", "0.05", "day"),
        ("0.05%/天", "0.05", "day"),
        ("0.05%是日利率", "0.05", "day"),
        ("日息万五", "0.05", "day"),
        ("每天万分之五", "0.05", "day"),
        ("千分之三", "0.3", None),
        ("百分之十八", "18", None),
        ("百分之零点五", "0.5", None),
        ("百分之十八点二五", "18.25", None),
        ("18个点", "18", None),
        ("年化18", "18", "year"),
        ("年化利率18.25%", "18.25", "year"),
        ("利率24", "24", "year"),
        ("月息一分", "1", "month"),
        ("年息一分", "10", "year"),
        ("月息5厘", "0.5", "month"),
        ("一分利", "1", None),
        ("月息一分五", "1.5", "month"),
    ),
)
def test_a_rate_is_in_percent_and_says_per_what(text: str, percent: str, basis: str | None) -> None:
    q = only(text)
    assert (q.unit, q.low, q.basis) == ("percent", Decimal(percent), basis)


def test_a_fen_of_interest_without_month_or_year_is_only_approximate() -> None:
    assert only("一分利").approximate


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    cases(
        ("45天", "days", "45", "45"),
        ("40多天", "days", "40", "50"),
        ("十几天", "days", "11", "19"),
        ("十五六天", "days", "15", "16"),
        ("31–60 天", "days", "31", "60"),
        ("一个半月", "months", "1.5", "1.5"),
        ("半个月", "months", "0.5", "0.5"),
        ("两个多月", "months", "2", "3"),
        ("两三个月", "months", "2", "3"),
        ("两到三个月", "months", "2", "3"),
        ("仨月", "months", "3", "3"),
        ("逾期三月了", "months", "3", "3"),
        ("三周", "weeks", "3", "3"),
        ("半年", "years", "0.5", "0.5"),
        ("一年半", "years", "1.5", "1.5"),
        ("一年多", "years", "1", "2"),
        ("12期", "periods", "12", "12"),
        ("分十二期", "periods", "12", "12"),
        ("分24个月", "periods", "24", "24"),
        ("12个月分期", "periods", "12", "12"),
        ("3次", "times", "3", "3"),
        ("两通电话", "times", "2", "2"),
        ("三家平台", "count", "3", "3"),
        ("一半", "share", "0.5", "0.5"),
        ("三成", "share", "0.3", "0.3"),
        ("八折", "share", "0.8", "0.8"),
        ("M3", "stage", "3", "3"),
        ("m2了", "stage", "2", "2"),
        ("第十六条", "article", "16", "16"),
        ("第 70 条", "article", "70", "70"),
        ("晚上10点", "hours", "22", "22"),
        ("22:30", "hours", "22.5", "22.5"),
        ("22点", "hours", "22", "22"),
    ),
)
def test_durations_counts_and_marks_have_their_unit(
    text: str, unit: str, low: str, high: str
) -> None:
    q = only(text)
    assert (q.unit, q.low, q.high) == (unit, Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    cases(
        ("2026年3月5日", "2026-03-05", "2026-03-05"),
        ("2026 年 3 月 5 日", "2026-03-05", "2026-03-05"),
        ("2026-03-05", "2026-03-05", "2026-03-05"),
        ("二〇二六年三月", "2026-03-01", "2026-03-31"),
        ("26年3月", "2026-03-01", "2026-03-31"),
        ("3月5号", "2026-03-05", "2026-03-05"),
        ("12月5号", "2025-12-05", "2025-12-05"),
        ("31号", "2026-10-31", "2026-10-31"),
        ("15号", "2026-11-15", "2026-11-15"),
        ("25号", "2026-10-25", "2026-10-25"),
        ("25号到期", "2026-11-25", "2026-11-25"),
        ("15号才发工资", "2026-12-15", "2026-12-15"),
        ("上个月15号", "2026-10-15", "2026-10-15"),
        ("这个月10号", "2026-11-10", "2026-11-10"),
        ("下个月5号", "2026-12-05", "2026-12-05"),
        ("昨天", "2026-11-20", "2026-11-20"),
        ("前天", "2026-11-19", "2026-11-19"),
        ("上周五", "2026-11-13", "2026-11-13"),
        ("上周", "2026-11-09", "2026-11-15"),
        ("去年12月", "2025-12-01", "2025-12-31"),
        ("今年3月份", "2026-03-01", "2026-03-31"),
        ("十二月", "2025-12-01", "2025-12-31"),
        ("国庆", "2026-10-01", "2026-10-01"),
        ("去年国庆", "2025-10-01", "2025-10-01"),
        ("五一", "2026-05-01", "2026-05-01"),
        ("双11", "2026-11-11", "2026-11-11"),
        ("春节", "2026-02-17", "2026-02-17"),
        ("去年春节", "2025-01-29", "2025-01-29"),
        ("元旦", "2026-01-01", "2026-01-01"),
        ("从3/5到现在", "2026-03-05", "2026-03-05"),
        ("2020 到 2025 年", "2020-01-01", "2025-12-31"),
        ("上个月底", "2026-10-21", "2026-10-31"),
    ),
)
def test_a_date_is_the_most_recent_one_that_the_words_allow(
    text: str, first: str, last: str
) -> None:
    q = only(text)
    assert q.unit == "date"
    assert (f"{q.low:f}", f"{q.high:f}") == (first.replace("-", ""), last.replace("-", ""))


@pytest.mark.parametrize("text", ["95118", "12378", "400-603-5001", "13812345678", "打110"])
def test_a_telephone_number_is_never_an_amount(text: str) -> None:
    assert only(text).unit == "phone"


def test_an_amount_that_looks_like_a_hotline_is_an_amount_after_a_word_of_owing() -> None:
    assert only("欠了12345").unit == "yuan"


ORDINARY_WORDS = (
    "一定 一下 一起 一直 万一 千万别 百分百 三方 四大行 一般 唯一 统一 "
    "第一 一些 十分 半天 两难 二手 九九 一次性 三天两头 一点 一样 第三方 "
    "周一 这两天没空 iphone15 5G 白条 借呗 几点 几号 一个人 "
)


@pytest.mark.parametrize("text", ORDINARY_WORDS.split())
def test_numerals_inside_ordinary_words_are_no_figures(text: str) -> None:
    assert found(text) == []


def test_a_full_width_comma_ends_a_clause_and_never_groups_thousands() -> None:
    assert [q.low for q in found("分3期，200块")] == [3, 200]


def test_the_digit_before_a_measure_belongs_to_the_measure() -> None:
    assert [(q.unit, q.low) for q in found("两万三个月没还")] == [
        ("yuan", Decimal(20000)),
        ("months", Decimal(3)),
    ]
    assert [(q.unit, q.low) for q in found("2万12期")] == [
        ("yuan", Decimal(20000)),
        ("periods", Decimal(12)),
    ]


def test_a_score_is_not_money() -> None:
    assert only("芝麻分六百多").unit == "number"


def test_an_account_number_is_a_figure_of_nothing() -> None:
    assert only("卡号6222021234567890123").unit == "number"


def numeral(n: int) -> str:
    """The Chinese numeral of 0 < n < 10**8: the inverse of what is tested, by textbook rules."""
    if n >= 10_000:
        rest = n % 10_000
        joint = "零" if 0 < rest < 1_000 else ""
        return numeral(n // 10_000) + "万" + joint + (numeral(rest) if rest else "")
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, unit)
        if digit:
            words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + name
        gap = digit == 0
    return words


@given(st.integers(1, 10**8 - 1))
def test_every_plain_numeral_is_read_back(n: int) -> None:
    assert chinese_number(numeral(n)) == n


@given(st.integers(1, 10**8 - 1))
def test_cn2an_agrees_on_plain_numerals(n: int) -> None:
    cn2an = pytest.importorskip("cn2an")
    assert cn2an.cn2an(numeral(n), "normal") == n


@given(st.integers(1, 99_999), st.sampled_from(["元", "块", "块钱"]))
def test_digits_and_their_numeral_are_the_same_money(n: int, unit: str) -> None:
    assert only(f"欠{n}{unit}").low == only(f"欠{numeral(n)}{unit}").low == n


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.dates(date(2020, 2, 1), date(2030, 1, 1)))
def test_a_full_date_is_read_whatever_the_day_is(day: date, today: date) -> None:
    (q,) = find_quantities(f"{day.year}年{day.month}月{day.day}日", today=today)
    assert q.low == q.high == Decimal(f"{day:%Y%m%d}")


@given(st.integers(1, 28), st.dates(date(2021, 1, 1), date(2030, 1, 1)))
def test_a_bare_day_lies_within_the_month_before_today(day: int, today: date) -> None:
    (q,) = find_quantities(f"{day}号", today=today)
    told = date.fromisoformat(f"{q.low:f}")
    assert today - timedelta(31) < told <= today


WORDS = (
    "欠 还 3 200 万 五 点 分 之 % 期 月 号 年 半 多 几 到 - "
    "百 十 两 个 天 第 条 上 周 国庆 0.6 w ， "
)
PIECES = st.sampled_from(WORDS.split())


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
@settings(max_examples=400)
def test_any_text_is_read_and_each_figure_is_a_slice_of_it(text: str) -> None:
    end = 0
    for q in found(text):
        assert q.start >= end
        assert q.text == text[q.start : q.end] != ""
        assert q.low <= q.high
        end = q.end


@given(st.text(max_size=100))
def test_folding_never_moves_an_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    "piece", ["1", "十", "几", "三百二", "1 ", "3-", "万", "上", "1,", "年化1 "]
)
def test_the_worst_four_thousand_characters_are_read_at_once(piece: str) -> None:
    text = (piece * 4_000)[:4_000]
    best = min(_seconds(text) for _ in range(3))
    assert best < 0.25  # 0.05 on an idle machine


def _seconds(text: str) -> float:
    start = time.perf_counter()
    found(text)
    return time.perf_counter() - start


def test_what_stands_after_four_thousand_characters_is_not_read() -> None:
    assert found("。" * 4_000 + "欠3200") == []
