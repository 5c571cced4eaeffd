import itertools
from datetime import date
from decimal import Decimal, localcontext

import numpy_financial
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import amounts, periods, rates, terms
from zhihuan.repayment import (
    EqualPayment,
    EqualPrincipal,
    FlatFee,
    InterestFree,
    InterestOnly,
    InvalidTerms,
    Money,
    Terms,
    due_dates,
    level_payment,
    schedule,
)
from zhihuan.repayment.due_dates import month_end, months_later

P12000 = Money.of(12000)
ONE_PERCENT_A_MONTH = Decimal("0.12")


@pytest.mark.parametrize(
    ("principal", "months", "payment", "total_fee"),
    [
        # the conversation in the field notes: 0.6% a period
        (3200, 12, "285.87", "230.40"),
        (3200, 6, "552.53", "115.20"),
        (8200, 24, "390.87", "1180.80"),
        (8200, 12, "732.53", "590.40"),
    ],
)
def test_a_flat_fee_of_0_6_percent(
    principal: int, months: int, payment: str, total_fee: str
) -> None:
    plan = schedule(
        FlatFee(principal=Money.of(principal), periods=months, fee_rate=Decimal("0.006"))
    )
    assert plan.first_payment == Money.of(payment)
    assert plan.total_cost == Money.of(total_fee)


# dossier, product §2A: 12,000 yuan four ways at 1% a month for 12 months
def test_equal_payments_of_12000_at_one_percent_a_month() -> None:
    plan = schedule(EqualPayment(principal=P12000, periods=12, annual_rate=ONE_PERCENT_A_MONTH))
    assert plan.first_payment == Money.of("1066.19")
    assert plan.total_cost == Money.of("794.23")


def test_equal_principal_of_12000_at_one_percent_a_month() -> None:
    plan = schedule(EqualPrincipal(principal=P12000, periods=12, annual_rate=ONE_PERCENT_A_MONTH))
    assert plan.first_payment == Money.of(1120)
    assert plan.rows[-1].payment == Money.of(1010)
    assert plan.total_cost == Money.of(780)


def test_interest_first_on_12000_at_one_percent_a_month() -> None:
    plan = schedule(InterestOnly(principal=P12000, periods=12, annual_rate=ONE_PERCENT_A_MONTH))
    assert plan.first_payment == Money.of(120)
    assert plan.total_cost == Money.of(1440)


def test_a_flat_fee_on_12000_at_one_percent_costs_as_much_as_interest_first() -> None:
    plan = schedule(FlatFee(principal=P12000, periods=12, fee_rate=Decimal("0.01")))
    assert plan.first_payment == Money.of(1120)
    assert plan.total_cost == Money.of(1440)


@pytest.mark.parametrize(("yearly", "months"), [("0.06", 36), ("0.1825", 12), ("0.24", 120)])
def test_the_level_payment_and_its_first_interest_are_numpy_financial_s(
    yearly: str, months: int
) -> None:
    monthly = float(yearly) / 12
    plan = schedule(EqualPayment(principal=P12000, periods=months, annual_rate=Decimal(yearly)))
    payment = -numpy_financial.pmt(monthly, months, 12000)
    interest = -float(numpy_financial.ipmt(monthly, 1, months, 12000))
    assert plan.first_payment == Money.rounded(Decimal(payment))
    assert plan.rows[0].cost == Money.rounded(Decimal(interest))
    assert level_payment(P12000, Decimal(yearly) / 12, months) == plan.first_payment


def test_the_whole_fee_may_come_first_or_up_front() -> None:
    whole = Money.of("864.00")  # dossier, product §2A: 12,000 × 0.6% × 12
    fee = Decimal("0.006")
    first = schedule(FlatFee(principal=P12000, periods=12, fee_rate=fee, fee_timing="first_period"))
    front = schedule(FlatFee(principal=P12000, periods=12, fee_rate=fee, fee_timing="up_front"))
    assert first.rows[0].cost == whole
    assert first.rows[1].cost == Money(0)
    assert front.upfront == whole
    assert front.first_payment == Money.of(1000)
    assert first.total_cost == front.total_cost == whole


def test_interest_by_the_day_counts_the_days() -> None:
    # dossier, product 2A, daily table: 1,000 yuan at 18.25% on 365 days is 0.50 a day, 15.00 for 30 days
    plan = schedule(
        InterestOnly(
            principal=Money.of(1000),
            periods=1,
            annual_rate=Decimal("0.1825"),
            drawn=date(2026, 11, 1),
            first_due=date(2026, 12, 1),
            day_count="actual/365",
        )
    )
    assert plan.total_cost == Money.of("15.00")


def test_a_year_of_360_days_costs_more_than_one_of_365() -> None:
    # by hand: 12,000 × 12% × 31 ÷ 360 = 124.00 and ÷ 365 = 122.301… → 122.30
    def first_cost(count: str) -> Money:
        return (
            schedule(
                EqualPayment(
                    principal=P12000,
                    periods=12,
                    annual_rate=ONE_PERCENT_A_MONTH,
                    drawn=date(2026, 12, 1),
                    first_due=date(2027, 1, 1),
                    day_count=count,  # type: ignore[arg-type]
                )
            )
            .rows[0]
            .cost
        )

    assert first_cost("actual/360") == Money.of(124)
    assert first_cost("actual/365") == Money.of("122.30")


def test_a_longer_first_period_adds_its_interest_to_the_first_payment() -> None:
    # by hand: 45 days of 30-day months is 1.5 months: 180.00 instead of 120.00
    plan = schedule(
        EqualPayment(
            principal=P12000, periods=12, annual_rate=ONE_PERCENT_A_MONTH, first_period_days=45
        )
    )
    assert plan.rows[0].cost == Money.of(180)
    assert plan.first_payment == Money.of("1126.19")
    assert plan.rows[1].payment == Money.of("1066.19")


def test_due_dates_are_clipped_to_the_month_s_end_and_never_drift() -> None:
    assert due_dates(date(2027, 1, 31), 4) == (
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
    )
    assert due_dates(date(2027, 12, 29), 3)[2] == date(2028, 2, 29)


@settings(deadline=None, max_examples=400)
@given(terms())
def test_every_schedule_repays_exactly_what_was_borrowed(some: Terms) -> None:
    plan = schedule(some)
    assert sum(row.principal.fen for row in plan.rows) == some.principal.fen
    assert plan.rows[-1].balance == Money(0)
    assert len(plan.rows) == some.periods
    owed = some.principal
    for row in plan.rows:
        assert row.payment == row.principal + row.cost
        assert min(row.payment, row.principal, row.cost, row.balance) >= Money(0)
        owed -= row.principal
        assert row.balance == owed
    assert plan.total_payment == some.principal + plan.total_cost


@settings(deadline=None)
@given(amounts, periods, rates, rates)
def test_a_dearer_fee_never_costs_less(p: Money, n: int, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    cheap = schedule(FlatFee(principal=p, periods=n, fee_rate=low))
    dear = schedule(FlatFee(principal=p, periods=n, fee_rate=high))
    assert dear.total_cost >= cheap.total_cost


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(1, 360))
def test_due_dates_come_one_a_month_on_the_same_day_or_the_month_s_last(
    first: date, count: int
) -> None:
    days = due_dates(first, count)
    for earlier, later in itertools.pairwise(days):
        assert (later.year * 12 + later.month) - (earlier.year * 12 + earlier.month) == 1
    assert all(day.day == first.day or day.day >= 28 for day in days)


NONSENSE: list[dict[str, object]] = [
    {"principal": Money(0)},
    {"principal": Money(-1)},
    {"principal": Money.of("10000000.01")},
    {"principal": 3200},
    {"periods": 0},
    {"periods": 361},
    {"periods": 12.0},
    {"periods": True},
    {"fee_rate": Decimal(1)},
    {"fee_rate": Decimal("-0.001")},
    {"fee_rate": Decimal("NaN")},
    {"fee_rate": Decimal("Infinity")},
    {"fee_rate": Decimal("1e-30")},
    {"fee_rate": Decimal("0.1234567890123")},
    {"fee_rate": 0.006},
    {"fee_rate": "0.006"},
    {"first_due": date(1989, 12, 31)},
    {"first_due": date(2100, 6, 1)},
    {"first_due": "2026-12-01"},
    {"fee_timing": "never"},
    {"fee_timing": "up_front", "fee_rate": Decimal("0.1")},
    {"upfront_fee": Money.of(3200)},
]


@pytest.mark.parametrize("wrong", NONSENSE, ids=str)
def test_terms_that_cannot_be_are_refused_in_chinese(wrong: dict[str, object]) -> None:
    good = {"principal": Money.of(3200), "periods": 12, "fee_rate": Decimal("0.006")}
    with pytest.raises(InvalidTerms) as refused:
        FlatFee(**{**good, **wrong})  # type: ignore[arg-type]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in str(refused.value))


@pytest.mark.parametrize(
    "wrong",
    [
        {"annual_rate": Decimal("10.01")},
        {"annual_rate": Decimal("-0.1")},
        {"annual_rate": Decimal("1e308")},
        {"day_count": "actual/365"},
        {"day_count": "30/360"},
        {
            "day_count": "actual/365",
            "drawn": date(2026, 2, 1),
            "first_due": date(2026, 1, 1),
        },
        {"first_period_days": 0},
        {"first_period_days": -3},
        {
            "first_period_days": 30,
            "day_count": "actual/365",
            "drawn": date(2026, 1, 1),
            "first_due": date(2026, 2, 1),
        },
    ],
    ids=str,
)
def test_interest_terms_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    good = {"principal": Money.of(3200), "periods": 12, "annual_rate": Decimal("0.18")}
    with pytest.raises(InvalidTerms):
        EqualPayment(**{**good, **wrong})  # type: ignore[arg-type]


def test_no_interest_means_equal_parts() -> None:
    free = schedule(InterestFree(principal=Money.of(100), periods=3))
    nothing = schedule(EqualPayment(principal=Money.of(100), periods=3, annual_rate=Decimal(0)))
    parts = [Money.of("33.33"), Money.of("33.33"), Money.of("33.34")]
    assert [row.payment for row in free.rows] == parts
    assert [row.payment for row in nothing.rows] == parts


def test_a_debt_of_a_few_fen_is_still_repaid_exactly() -> None:
    plan = schedule(InterestFree(principal=Money(10), periods=12))
    assert sum(row.principal.fen for row in plan.rows) == 10


def test_parts_are_rounded_half_up_unless_they_would_overshoot() -> None:
    # by hand: 100.01 ÷ 2 is 50.005; 0.05 ÷ 6 is 0.0083, six of 0.01 are too many
    def parts(fen: int, periods: int) -> list[int]:
        plan = schedule(InterestFree(principal=Money(fen), periods=periods))
        return [row.principal.fen for row in plan.rows]

    assert parts(10_001, 2) == [5001, 5000]
    assert parts(5, 6) == [1, 1, 1, 1, 1, 0]
    assert parts(4, 6) == [0, 0, 0, 0, 0, 4]
    assert parts(7, 1) == [7]


def test_a_level_payment_never_pays_back_less_than_nothing() -> None:
    # by hand: 0.01 at 1000% a year is 0.00833 a month, shown as 0.01; the last takes the debt
    plan = schedule(EqualPayment(principal=Money(1), periods=3, annual_rate=Decimal(10)))
    assert [row.principal.fen for row in plan.rows] == [0, 0, 1]


@pytest.mark.parametrize(
    ("principal", "rate", "periods", "words"),
    [
        (Money(0), Decimal(0), 1, "本金"),
        (Money(1), Decimal(0), 0, "期数"),
        (Money(1), Decimal("-0.01"), 1, "每期利率要在 0% 到 1000% 之间"),
        (Money(1), Decimal("10.01"), 1, "每期利率要在 0% 到 1000% 之间"),
        (Money(1), 0.5, 1, "每期利率要用数字"),
    ],
)
def test_a_level_payment_that_cannot_be_is_refused(
    principal: Money, rate: Decimal, periods: int, words: str
) -> None:
    with pytest.raises(InvalidTerms, match=words):
        level_payment(principal, rate, periods)


def test_a_level_payment_at_the_bounds() -> None:
    # by hand: 100 ÷ 3; at 1000% a period 100 and ten times 100
    assert level_payment(Money.of(100), Decimal(0), 3) == Money.of("33.33")
    assert level_payment(Money.of(100), Decimal(10), 1) == Money.of(1100)
    with localcontext(prec=3):  # dossier, product §2A
        assert level_payment(P12000, Decimal("0.01"), 12) == Money.of("1066.19")


def test_what_a_schedule_says_of_itself() -> None:
    # by hand: 300 in 3 at 1% with 5 up front
    terms = FlatFee(
        principal=Money.of(300), periods=3, fee_rate=Decimal("0.01"),
        upfront_fee=Money.of(5), first_due=date(2026, 12, 31),
    )  # fmt: skip
    plan = schedule(terms)
    assert plan.cashflows == (Decimal(-295), Decimal(103), Decimal(103), Decimal(103))
    assert (plan.total_payment, plan.total_cost) == (Money.of(314), Money.of(14))
    assert plan.last_due == date(2027, 2, 28)
    assert [row.period for row in plan.rows] == [1, 2, 3]
    falling = schedule(EqualPrincipal(principal=P12000, periods=12, annual_rate=Decimal("0.12")))
    assert (falling.first_payment, falling.largest_payment) == (Money.of(1120), Money.of(1120))
    last = schedule(InterestOnly(principal=P12000, periods=12, annual_rate=Decimal("0.12")))
    assert last.largest_payment == Money.of(12_120)


def test_interest_by_the_day_follows_the_calendar_after_the_first_period() -> None:
    # by hand: 12,000 at 12% by 365 days: 31 days of January 122.30, 28 of February 110.47
    plan = schedule(
        InterestOnly(
            principal=P12000, periods=2, annual_rate=Decimal("0.12"), drawn=date(2027, 1, 1),
            first_due=date(2027, 2, 1), day_count="actual/365",
        )
    )  # fmt: skip
    assert [str(row.cost) for row in plan.rows] == ["122.30", "110.47"]


def test_months_end_and_run_on_into_the_next_year() -> None:
    assert month_end(date(2028, 2, 1)) == date(2028, 2, 29)
    assert months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert months_later(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert months_later(date(2100, 11, 30), 1) == date(2100, 12, 30)
    with pytest.raises(InvalidTerms, match="2100 年以后"):
        months_later(date(2100, 12, 1), 1)
    with pytest.raises(InvalidTerms, match="首期还款日"):
        due_dates("2026-01-01", 1)  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match="期数"):
        due_dates(date(2026, 1, 1), 0)


LOAN = {"principal": Money.of(3200), "periods": 12}
BY_DAYS = {"day_count": "actual/365", "drawn": date(2026, 1, 1), "first_due": date(2026, 2, 1)}


@pytest.mark.parametrize(
    ("kind", "wrong", "words"),
    [
        (FlatFee, {"principal": Money(0)}, "本金要大于"),
        (FlatFee, {"periods": 0}, "期数"),
        (FlatFee, {"first_due": "x"}, "首期还款日"),
        (FlatFee, {"first_due": date(2100, 6, 1)}, "2100 年以后"),
        (FlatFee, {"upfront_fee": Money(-1)}, "一次性费用要大于"),
        (FlatFee, {"upfront_fee": Money.of(3200)}, "一次性费用要小于本金，请核对"),
        (FlatFee, {"fee_rate": Decimal(1)}, "每期费率"),
        (FlatFee, {"fee_timing": "never"}, "收费时间只有三种"),
        (FlatFee, {"fee_timing": "up_front", "fee_rate": Decimal("0.25"), "periods": 4},
         "请把费率或期数改小"),
        (EqualPayment, {"annual_rate": Decimal(11)}, "年利率"),
        (EqualPayment, {"day_count": "30/360"}, "只有三种：按月、按天（365）、按天（360）"),
        (EqualPayment, {"drawn": "x"}, "借款日要写成"),
        (EqualPayment, {**BY_DAYS, "drawn": None}, "按天计息要写上"),
        (EqualPayment, {**BY_DAYS, "first_due": None}, "按天计息要写上"),
        (EqualPayment, {**BY_DAYS, "drawn": date(2026, 2, 1)}, "借款日要早于首期还款日"),
        (EqualPayment, {"first_period_days": -1}, "首期天数要在"),
        (EqualPayment, {"first_period_days": 0}, "首期天数要大于 0"),
        (EqualPayment, {**BY_DAYS, "first_period_days": 30}, "只用于按月计息"),
    ],
)  # fmt: skip
def test_the_refusal_names_what_to_change(
    kind: type[FlatFee | EqualPayment], wrong: dict[str, object], words: str
) -> None:
    rate = {"fee_rate": Decimal("0.006")} if kind is FlatFee else {"annual_rate": Decimal("0.18")}
    with pytest.raises(InvalidTerms, match=words):
        kind(**{**LOAN, **rate, **wrong})


def test_what_lies_on_a_bound_can_be_agreed() -> None:
    fee = Decimal("0.006")
    last = schedule(FlatFee(**LOAN, fee_rate=fee, first_due=date(2100, 1, 31)))  # type: ignore[arg-type]
    assert last.last_due == date(2100, 12, 31)
    assert FlatFee(**LOAN, fee_rate=fee, upfront_fee=Money.of("3199.99")).fee_rate == fee  # type: ignore[arg-type]
    front = FlatFee(
        principal=Money.of(100), periods=4, fee_rate=Decimal("0.2499"), fee_timing="up_front"
    )
    assert schedule(front).upfront == Money.of("99.96")
    next_day = {**BY_DAYS, "drawn": date(2026, 1, 31)}
    assert EqualPayment(**LOAN, annual_rate=fee, **next_day).day_count == "actual/365"  # type: ignore[arg-type]
    assert EqualPayment(**LOAN, annual_rate=fee, first_period_days=1).drawn is None  # type: ignore[arg-type]
