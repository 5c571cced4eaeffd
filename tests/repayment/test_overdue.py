from datetime import date
from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import amounts, readings
from tests.repayment.told import figures_of, inputs_of, lines
from zhihuan.repayment import InvalidTerms, LateReading, Money, OverdueCost, overdue_cost

TODAY = date(2026, 11, 21)


def reading(unpaid: str, shortfall: str = "0", name: str = "r") -> LateReading:
    return LateReading(name, name, Decimal(unpaid), Decimal(shortfall), None, "medium")


# three published ways of charging: dossier, product 1.17-1.20
PUBLISHED = [
    reading("0.0005", "0.00015", "缺口"),
    reading("0.00065", "0", "全额"),
    reading("0.0007", "0", "旧"),
]


def late(amount: str, days: int, rules: list[LateReading] = PUBLISHED) -> OverdueCost:
    return overdue_cost(amount=Money.of(amount), days=days, readings=rules, as_of=TODAY)


def test_3200_yuan_45_days_late_cost_74_16_to_100_80() -> None:
    # by hand: 3200 × (0.05% + 10% × 0.015%) = 1.648 a day; 3200 × 0.07% = 2.24 a day; × 45
    cost = late("3200", 45)
    assert (cost.low, cost.high) == (Decimal("74.16"), Decimal("100.80"))
    assert (cost.per_day_low, cost.per_day_high) == (Decimal("1.648"), Decimal("2.24"))
    assert cost.stage.name == "M2"
    assert cost.calculation.result["stage"]["mark"] == "2"


# dossier, product §2A: 1,000 yuan, simple, 1 / 7 / 30 / 90 / 365 days
@pytest.mark.parametrize(
    ("daily", "costs"),
    [
        ("0.0003", ("0.30", "2.10", "9.00", "27.00", "109.50")),
        ("0.0005", ("0.50", "3.50", "15.00", "45.00", "182.50")),
        ("0.00065", ("0.65", "4.55", "19.50", "58.50", "237.25")),
        ("0.0007", ("0.70", "4.90", "21.00", "63.00", "255.50")),
        ("0.00075", ("0.75", "5.25", "22.50", "67.50", "273.75")),
    ],
)
def test_the_dossier_s_daily_rate_table(daily: str, costs: tuple[str, ...]) -> None:
    for days, cost in zip((1, 7, 30, 90, 365), costs, strict=True):
        assert late("1000", days, [reading(daily)]).high == Decimal(cost)


@pytest.mark.parametrize(
    ("daily", "yearly"),
    [("0.0003", "10.95"), ("0.0005", "18.25"), ("0.00065", "23.725"), ("0.0007", "25.55")],
)
def test_a_daily_rate_is_told_by_the_year_too(daily: str, yearly: str) -> None:
    # dossier, product §2A, × 365
    values = [f.value for f in late("1000", 1, [reading(daily)]).calculation.figures]
    assert Decimal(yearly) in values


def test_charges_are_not_rounded_while_they_accumulate() -> None:
    # by hand: 33.33 × 0.05% = 0.016665 a day; 90 days are 1.49985, where 90 × 0.02 would be 1.80
    assert late("33.33", 90, [reading("0.0005")]).high == Decimal("1.49985")


def test_day_zero_costs_nothing_and_is_not_late() -> None:
    cost = late("3200", 0)
    assert cost.high == 0
    assert cost.calculation.result["stage"] == {"name": "未逾期", "mark": "N", "low": 0, "high": 0}


def test_the_chart_runs_past_today_and_contains_it() -> None:
    for days in (0, 1, 45, 89, 400, 36_500):
        series = late("3200", days).series
        assert series[0].day == 0
        assert series[-1].day == max(90, days + 30)
        assert days in {point.day for point in series}
        assert len(series) <= 35


def test_the_assumptions_name_the_start_the_unknown_purchase_day_and_the_bill() -> None:
    said = "".join(late("3200", 45).calculation.assumptions)
    for words in ("还款日的第二天", "消费那天往回补算", "以账单为准"):
        assert words in said


def test_a_due_date_that_contradicts_the_days_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        overdue_cost(
            amount=Money.of(1), days=3, readings=PUBLISHED, as_of=TODAY, due=date(2026, 11, 1)
        )
    agreed = overdue_cost(
        amount=Money.of(1), days=20, readings=PUBLISHED, as_of=TODAY, due=date(2026, 11, 1)
    )
    assert agreed.calculation.result["due"] == "2026-11-01"


@pytest.mark.parametrize("days", [-1, 36_501, True, 4.5, "45"])
def test_days_that_cannot_be_are_refused(days: object) -> None:
    with pytest.raises(InvalidTerms):
        overdue_cost(amount=Money.of(1), days=days, readings=PUBLISHED, as_of=TODAY)  # type: ignore[arg-type]


def test_without_a_reading_nothing_is_made_up() -> None:
    with pytest.raises(InvalidTerms):
        late("3200", 45, [])


def test_the_caller_s_decimal_context_changes_nothing() -> None:
    with localcontext(prec=4):
        rough = late("8765.43", 77)
    assert rough == late("8765.43", 77)


@settings(deadline=None, max_examples=60)
@given(amounts, readings, st.integers(0, 3000), st.integers(0, 3000))
def test_later_never_costs_less(
    amount: Money, rules: list[LateReading], one: int, other: int
) -> None:
    sooner, later = (
        overdue_cost(amount=amount, days=days, readings=rules, as_of=TODAY)
        for days in sorted((one, other))
    )
    assert sooner.low <= later.low
    assert sooner.high <= later.high
    assert later.low <= later.high


@settings(deadline=None, max_examples=60)
@given(amounts, amounts, readings, st.integers(0, 3000))
def test_a_larger_debt_never_costs_less(
    one: Money, other: Money, rules: list[LateReading], days: int
) -> None:
    small, large = (
        overdue_cost(amount=amount, days=days, readings=rules, as_of=TODAY)
        for amount in sorted((one, other))
    )
    assert small.high <= large.high


SOURCED = [
    LateReading("a", "甲", Decimal("0.0005"), Decimal("0.00015"), "source-a", "medium"),
    LateReading("b", "乙", Decimal("0.0007"), Decimal(0), None, "low"),
]


def test_every_number_of_the_sum_is_named_and_says_whose_it_is() -> None:
    # by hand: 3,200 × 10% = 320; a: 3,200 × 0.05% + 320 × 0.015% = 1.648 a day, b: 2.24; × 45 days
    # 74.16 and 100.80; × 365: 18.25% and 25.55%; M2 is day 31 to 60 (law F1), 16 days to day 61
    found = overdue_cost(
        amount=Money.of(3200), days=45, readings=SOURCED, as_of=TODAY, due=date(2026, 10, 7)
    ).calculation
    assert inputs_of(found) == lines("""
        amount 未还金额 3200.00 元 user
        days 逾期天数 45 天 derived
        as_of 算到哪天 2026-11-21 日期 default
        due 还款日 2026-10-07 日期 user
        minimum_share 最低还款比例 10 % product
        reading_a 甲（每天） 0.05 + 0.015 % product source-a
        reading_b 乙（每天） 0.07 + 0 % product
    """)
    assert figures_of(found) == lines("""
        最低还款额（估） 320 yuan
        费用（低） 74.16 yuan
        费用（高） 100.8 yuan
        费用相差 26.64 yuan
        本金加费用（低） 3274.16 yuan
        本金加费用（高） 3300.8 yuan
        每天费用：甲 1.648 yuan
        费用：甲 74.16 yuan
        日费率：甲 0.05 percent
        日费率折年：甲 18.25 percent
        日违约金率：甲 0.015 percent
        每天费用：乙 2.24 yuan
        费用：乙 100.8 yuan
        日费率：乙 0.07 percent
        日费率折年：乙 25.55 percent
        M2 从第几天起 31 days
        逾期阶段 2 stage
        信用报告上的标记 2 count
        M2 到第几天止 60 days
        再过几天进入下一阶段 16 days
        进入下一阶段的日期 20261207 date
        未还金额 3200 yuan
        逾期天数 45 days
        算到哪天 20261121 date
        还款日 20261007 date
        最低还款比例 10 percent
    """)
    told = dict(found.result)
    series = told.pop("series")
    assert told == {
        "amount": "3200.00",
        "days": 45,
        "as_of": "2026-11-21",
        "due": "2026-10-07",
        "stage": {"name": "M2", "mark": "2", "low": 31, "high": 60},
        "low": "74.16",
        "high": "100.80",
        "per_day_low": "1.648",
        "per_day_high": "2.24",
        "total_low": "3274.16",
        "total_high": "3300.80",
        "readings": [
            {
                "id": "a",
                "label": "甲",
                "daily_on_unpaid_percent": "0.05",
                "daily_on_shortfall_percent": "0.015",
                "per_day": "1.648",
                "accrued": "74.16",
                "source": "source-a",
                "confidence": "medium",
            },
            {
                "id": "b",
                "label": "乙",
                "daily_on_unpaid_percent": "0.07",
                "daily_on_shortfall_percent": "0",
                "per_day": "2.24",
                "accrued": "100.80",
                "source": None,
                "confidence": "low",
            },
        ],
    }
    assert series[0] == {"day": 0, "low": "0.00", "high": "0.00"}
    # by hand: × 90
    assert series[-1] == {"day": 90, "low": "148.32", "high": "201.60"}
    assert "最低还款额按账单的 10% 估。" in found.assumptions
    assert "收费说法有几种，来源不一致，所以给的是范围。" in found.assumptions
    assert "最低还款缺口 × 日违约金率" in found.formula


def test_a_rate_that_the_bill_names_is_no_range_and_needs_no_minimum() -> None:
    found = late("3200", 45, [reading("0.0005")]).calculation
    assert found.formula == "费用 = 未还金额 × 日费率 × 逾期天数，按天单利，不滚利"
    assert not any("范围" in each or "最低还款" in each for each in found.assumptions)


def test_the_objects_hold_what_the_result_says() -> None:
    cost = overdue_cost(
        amount=Money.of(3200), days=45, readings=SOURCED, as_of=TODAY, due=date(2026, 10, 7)
    )
    assert (cost.amount, cost.days, cost.as_of, cost.due) == (
        Money.of(3200), 45, TODAY, date(2026, 10, 7),
    )  # fmt: skip
    assert [(each.reading, each.per_day, each.accrued) for each in cost.lines] == [
        (SOURCED[0], Decimal("1.648"), Decimal("74.16")),
        (SOURCED[1], Decimal("2.24"), Decimal("100.8")),
    ]


def test_days_that_were_said_are_the_person_s_and_nothing_is_due() -> None:
    found = late("3200", 45).calculation
    assert "days 逾期天数 45 天 user" in inputs_of(found)
    assert found.result["due"] is None


def test_on_the_due_date_there_is_no_stage_to_tell_and_tomorrow_is_m1() -> None:
    told = figures_of(late("3200", 0).calculation)
    assert not any(line.startswith(("逾期阶段", "信用报告上的标记")) for line in told)
    assert "再过几天进入下一阶段 1 days" in told
    assert "进入下一阶段的日期 20261122 date" in told


def test_the_last_stage_says_only_that_it_is_over_180_days() -> None:
    # law F1: M7 is more than 180 days
    told = figures_of(late("3200", 400).calculation)
    assert {"逾期阶段 7 stage", "信用报告上的标记 7 count"} <= set(told)
    assert "M7 超过多少天 180 days" in told
    assert not any("下一阶段" in line for line in told)


def test_a_next_stage_beyond_our_calendar_has_no_date() -> None:
    # by hand: day 30 of M1 on 2100-12-31, and M2 the day after, which we do not know
    def told(day: date, days: int) -> list[str]:
        cost = overdue_cost(amount=Money.of(1), days=days, readings=PUBLISHED, as_of=day)
        return figures_of(cost.calculation)

    assert "再过几天进入下一阶段 1 days" in told(date(2100, 12, 31), 30)
    assert not any("进入下一阶段的日期" in line for line in told(date(2100, 12, 31), 30))
    assert "进入下一阶段的日期 21001231 date" in told(date(2100, 12, 30), 30)


@pytest.mark.parametrize(
    ("days", "gap"),
    # by hand: 90 ÷ 30 = 3; (400 + 30) ÷ 30 = 14.33, up to 15
    [(0, 3), (60, 3), (400, 15)],
)
def test_the_chart_has_some_thirty_points_at_even_steps(days: int, gap: int) -> None:
    shown = [point.day for point in late("3200", days).series]
    assert shown == sorted({*range(0, shown[-1], gap), days, shown[-1]})


@pytest.mark.parametrize(("count", "taken"), [(20, True), (21, False)])
def test_at_most_twenty_readings_are_taken(count: int, taken: bool) -> None:
    many = [reading("0.0005", name=str(each)) for each in range(count)]
    if taken:
        assert len(late("1", 1, many).lines) == count
    else:
        with pytest.raises(InvalidTerms, match="1 到 20 种"):
            late("1", 1, many)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"amount": Money(0)}, "欠款金额"),
        ({"days": -1}, "逾期天数"),
        ({"minimum_share": Decimal(1)}, "最低还款比例"),
        ({"as_of": "2026-11-21"}, "今天的日期"),
        ({"due": "2026-11-01"}, "还款日要写"),
        ({"due": date(2026, 11, 1)}, "对不上"),
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, object], words: str) -> None:
    good = {"amount": Money.of(1), "days": 3, "readings": PUBLISHED, "as_of": TODAY}
    with pytest.raises(InvalidTerms, match=words):
        overdue_cost(**{**good, **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize(("rates", "words"), [(("1", "0"), "日费率"), (("0", "1"), "日违约金率")])
def test_a_reading_of_a_hundred_percent_a_day_is_refused(
    rates: tuple[str, str], words: str
) -> None:
    with pytest.raises(InvalidTerms, match=words):
        reading(*rates)


def test_before_the_due_date_nothing_is_late() -> None:
    cost = overdue_cost(
        amount=Money.of(1), days=0, readings=PUBLISHED, as_of=TODAY, due=date(2026, 12, 1)
    )
    assert cost.high == 0
