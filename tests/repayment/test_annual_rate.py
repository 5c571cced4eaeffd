import random
import warnings
from collections.abc import Callable
from datetime import date
from decimal import Decimal, localcontext

import numpy_financial
import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import ordinary_amounts, terms
from zhihuan.errors import ZhihuanError
from zhihuan.repayment import (
    AnnualRate,
    EqualPayment,
    EqualPrincipal,
    FlatFee,
    InterestOnly,
    InvalidTerms,
    Money,
    NoSingleRate,
    Schedule,
    Terms,
    annual_rate,
    effective_rate,
    fee_rate_for,
    fee_rate_for_effective,
    irr,
    monthly_irr,
    schedule,
    unit_period_irr,
    xirr,
)

# dossier, product §2A, confirmed 96/96 in the second check: flat fee on 12,000 yuan
FLAT_FEES = [
    (3, "0.5", "4060.00", "180.00", "6.00", "0.748141", "8.9777", "9.3565"),
    (3, "0.6", "4072.00", "216.00", "7.20", "0.897328", "10.7679", "11.3156"),
    (3, "0.8", "4096.00", "288.00", "9.60", "1.195266", "14.3432", "15.3247"),
    (3, "1.2", "4144.00", "432.00", "14.40", "1.789421", "21.4731", "23.7177"),
    (6, "0.5", "2060.00", "360.00", "6.00", "0.851132", "10.2136", "10.7055"),
    (6, "0.6", "2072.00", "432.00", "7.20", "1.019947", "12.2394", "12.9498"),
    (6, "1.0", "2120.00", "720.00", "12.00", "1.690669", "20.2880", "22.2850"),
    (6, "1.2", "2144.00", "864.00", "14.40", "2.023375", "24.2805", "27.1734"),
    (12, "0.5", "1060.00", "720.00", "6.00", "0.908032", "10.8964", "11.4574"),
    (12, "0.6", "1072.00", "864.00", "7.20", "1.086185", "13.0342", "13.8418"),
    (12, "0.8", "1096.00", "1152.00", "9.60", "1.439237", "17.2708", "18.7057"),
    (12, "1.0", "1120.00", "1440.00", "12.00", "1.788099", "21.4572", "23.6984"),
    (12, "1.2", "1144.00", "1728.00", "14.40", "2.132944", "25.5953", "28.8220"),
    (24, "0.5", "560.00", "1440.00", "6.00", "0.927222", "11.1267", "11.7120"),
    (24, "0.6", "572.00", "1728.00", "7.20", "1.105466", "13.2656", "14.1026"),
    (24, "1.0", "620.00", "2880.00", "12.00", "1.797604", "21.5712", "23.8371"),
]


@pytest.mark.parametrize(
    ("n", "fee", "payment", "cost", "naive", "monthly", "simple", "effective"), FLAT_FEES
)
def test_all_six_numbers_of_the_dossier_s_flat_fee_table(
    n: int, fee: str, payment: str, cost: str, naive: str, monthly: str, simple: str, effective: str
) -> None:
    fee_rate = Decimal(fee) / 100
    plan = schedule(FlatFee(principal=Money.of(12000), periods=n, fee_rate=fee_rate))
    rate = annual_rate(plan)
    assert str(plan.first_payment) == payment
    assert str(plan.total_cost) == cost
    assert percent(fee_rate * 12, 2) == naive
    assert percent(rate.monthly, 6) == monthly
    assert percent(rate.simple, 4) == simple
    assert percent(rate.effective, 4) == effective


def test_interest_first_at_one_percent_a_month_is_12_6825_percent_compound() -> None:
    # dossier, product §2A
    plan = schedule(
        InterestOnly(principal=Money.of(12000), periods=12, annual_rate=Decimal("0.12"))
    )
    assert percent(annual_rate(plan).effective, 4) == "12.6825"
    assert percent(annual_rate(plan).monthly, 6) == "1.000000"


@pytest.mark.parametrize(
    ("line", "inverse", "caps"),
    [
        # second check 2.08, rounded down as caps must be
        ("0.24", fee_rate_for, ("1.342", "1.185", "1.122", "1.120")),
        ("0.12", fee_rate_for, ("0.668", "0.588", "0.551", "0.540")),
        ("0.24", fee_rate_for_effective, ("1.213", "1.070", "1.011", "1.006")),
        ("0.12", fee_rate_for_effective, ("0.634", "0.557", "0.522", "0.512")),
    ],
)
def test_a_fee_cap_is_cut_and_never_crosses_its_line(
    line: str, inverse: type[Decimal], caps: tuple[str, ...]
) -> None:
    for n, cap in zip((3, 6, 12, 24), caps, strict=True):
        assert percent(inverse(Decimal(line), n, places=5), 3) == cap  # type: ignore[call-arg, arg-type]


# 12 CFR 1026 (Regulation Z), Appendix J (c): worked examples of a US regulation, published facts
def yearly_rate(amount: str, count: int, per_year: int, first: int, fraction: Decimal) -> Decimal:
    return Decimal(per_year) * unit_period_irr(
        [(Decimal(-10000), 0, Decimal(0))]
        + [(Decimal(amount), first + k, fraction) for k in range(count)]
    )


def test_regulation_z_quarterly_payments_with_a_long_first_period() -> None:
    # (c)(1)(iv): 10,000; 40 quarterly payments of 385; first after 1 39/90 quarters: 8.97%
    rate = yearly_rate("385", 40, 4, 1, Decimal(39) / 90)
    assert percent(rate, 2) == "8.97"


@pytest.mark.parametrize(("last", "expected"), [("230", "10.08"), ("280", "10.90")])
def test_regulation_z_irregular_first_and_last_payment(last: str, expected: str) -> None:
    # (c)(2)(i) and (c)(4)(i): 5,000; 250 then 230 monthly, 24 payments; the last 230 or 280
    flows = ["-5000", "250", *["230"] * 22, last]
    assert percent(12 * irr([Decimal(each) for each in flows]), 2) == expected


def test_regulation_z_every_four_weeks_with_a_long_first_period() -> None:
    # (c)(2)(ii): 400; 39.50 then eleven of 38.31, unit period 4 weeks, first after 1 5/28: 28.50%
    fraction = Decimal(5) / 28
    flows = [(Decimal(-400), 0, Decimal(0)), (Decimal("39.50"), 1, fraction)]
    flows += [(Decimal("38.31"), 2 + k, fraction) for k in range(11)]
    assert percent(13 * unit_period_irr(flows), 2) == "28.50"


def test_regulation_z_every_two_weeks_with_a_short_first_period() -> None:
    # (c)(3)(ii): 200; nineteen of 9.50 and 30 last, first after 8/14 of two weeks: 12.22%
    fraction = Decimal(8) / 14
    flows = [(Decimal(-200), 0, Decimal(0))]
    flows += [(Decimal("9.50"), k, fraction) for k in range(19)]
    flows += [(Decimal(30), 19, fraction)]
    assert percent(26 * unit_period_irr(flows), 2) == "12.22"


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 60), st.integers(0, 30), st.decimals("1.01", "3", places=2))
def test_the_european_formula_discounts_months_as_twelfths_and_days_as_365ths(
    months: int, odd_days: int, times: Decimal
) -> None:
    # Directive 2008/48/EC, Annex I: sum of c / (1 + X)^years = 0
    flows = [(Decimal(-1), 0, 0), (times / 2, 1, odd_days), (times / 2, months + 1, odd_days)]
    with localcontext(prec=50):
        growth = 1 + effective_rate(flows)
        years = [Decimal(m) / 12 + Decimal(d) / 365 for _, m, d in flows]
        worth = Decimal(0)
        for (amount, _, _), year in zip(flows, years, strict=True):
            worth += amount / growth**year
    assert abs(worth) < Decimal("1e-25")


def test_one_payment_after_a_year_is_its_own_rate_whatever_the_formula() -> None:
    # by hand: 100 lent, 112 back after a year
    lent, back = Decimal(-100), Decimal(112)
    assert effective_rate([(lent, 0, 0), (back, 12, 0)]) == close_to("0.12")
    assert xirr([(date(2026, 1, 1), lent), (date(2027, 1, 1), back)]) == close_to("0.12")
    assert irr([lent, back]) == Decimal("0.12")


@pytest.mark.parametrize(
    "flows",
    [[-1000, 300, 400, 500], [-1000, 0, 0, 900], [-50, 20, 20, 20, 20], [-9, 0, 10, 0, 1]],
    ids=str,
)
def test_irr_agrees_with_numpy_financial(flows: list[int]) -> None:
    oracle = Decimal(float(numpy_financial.irr(flows)))
    assert abs(irr([Decimal(each) for each in flows]) - oracle) < Decimal("1e-9")


@pytest.mark.parametrize(
    "flows", [[], [0], [-1], [-1, -2], [1, 2], [0, 0], [-5, 10, -5], [-4, 9, 2, -8, 3]], ids=str
)
def test_flows_without_exactly_one_rate_are_refused(flows: list[float]) -> None:
    with pytest.raises(NoSingleRate):
        irr([Decimal(str(each)) for each in flows])


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "1e308", "1e999999", "-1e-999999"])
def test_flows_that_are_no_amounts_are_refused(bad: str) -> None:
    with pytest.raises(InvalidTerms):
        irr([Decimal(-1), Decimal(bad)])


def test_rates_do_not_depend_on_the_caller_s_decimal_context() -> None:
    plan = schedule(FlatFee(principal=Money.of(3200), periods=12, fee_rate=Decimal("0.006")))
    with localcontext(prec=4):
        rough = annual_rate(plan)
    assert rough == annual_rate(plan)


@settings(deadline=None, max_examples=200)
@given(terms())
def test_the_rate_discounts_every_payment_back_to_what_was_borrowed(some: Terms) -> None:
    plan = schedule(some)
    rate = monthly_irr(plan)
    days = getattr(some, "first_period_days", None) or 30
    whole, rest = divmod(days, 30)
    with localcontext(prec=60):
        worth = sum(
            row.payment.yuan / (1 + Decimal(rest) / 30 * rate) / (1 + rate) ** (whole + k)
            for k, row in enumerate(plan.rows)
        )
        assert abs(worth - some.principal.yuan) <= Decimal("1e-10") * some.principal.yuan


@settings(deadline=None)
@given(st.integers(2, 120), st.decimals("0.001", "5", places=4))
def test_the_fee_for_a_rate_has_that_rate(n: int, simple: Decimal) -> None:
    fee = fee_rate_for(simple, n)
    with localcontext(prec=50):
        flows = [Decimal(-1), *[Decimal(1) / n + fee] * n]
        assert abs(12 * irr(flows) - simple) < Decimal("1e-25")


@settings(deadline=None)
@given(ordinary_amounts, st.integers(2, 60), st.decimals("0.0001", "0.05", places=4))
def test_a_fee_up_front_never_has_a_lower_rate_than_one_spread(
    p: Money, n: int, fee: Decimal
) -> None:
    if fee * n >= 1:
        return
    rates = [
        monthly_irr(schedule(FlatFee(principal=p, periods=n, fee_rate=fee, fee_timing=when)))
        for when in ("each_period", "first_period", "up_front")
    ]
    assert rates == sorted(rates)


def test_ten_thousand_random_plans_agree_with_pyxirr_and_numpy_financial() -> None:
    chance = random.Random(20261121)
    worst_pyxirr = worst_numpy = 0.0
    for index in range(10_000):
        plan = schedule(random_terms(chance))
        ours = float(monthly_irr(plan))
        flows = [float(each) for each in plan.cashflows]
        theirs = pyxirr.irr(flows)
        assert theirs is not None
        worst_pyxirr = max(worst_pyxirr, abs(ours - theirs))
        if index % 5 == 0 and plan.terms.periods <= 60:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                worst_numpy = max(worst_numpy, abs(ours - numpy_financial.irr(flows)))
    assert worst_pyxirr < 1e-8
    assert worst_numpy < 1e-8


def test_dated_flows_agree_with_pyxirr() -> None:
    chance = random.Random(7)
    for _ in range(300):
        plan: Schedule = schedule(random_terms(chance, first_due=date(2026, 12, 31)))
        days = [date(2026, 11, 30), *(row.due for row in plan.rows if row.due)]
        ours = xirr(list(zip(days, plan.cashflows, strict=True)))
        theirs = pyxirr.xirr(days, [float(each) for each in plan.cashflows])
        assert theirs is not None
        assert abs(float(ours) - theirs) < 1e-8 * (1 + theirs)


def test_an_annual_rate_is_twelve_times_and_the_twelfth_power() -> None:
    # dossier, product §2A: 1% a month is 12.6825% compound
    rate = AnnualRate.from_monthly(Decimal("0.01"))
    assert rate.simple == Decimal("0.12")
    assert percent(rate.effective, 4) == "12.6825"


LENT = Decimal(-100)
DAY = date(2026, 1, 1)


def test_flows_of_one_moment_are_one_flow_and_their_order_does_not_matter() -> None:
    # by hand: 100 lent, 50 + 62 back after a year is 12%
    later = date(2027, 1, 1)
    flows = [(later, Decimal(50)), (DAY, LENT), (later, Decimal(62))]
    assert xirr(flows) == close_to("0.12")
    months = [(Decimal(62), 12, 0), (Decimal(50), 12, 0), (LENT, 0, 0)]
    assert effective_rate(months) == close_to("0.12")


def test_a_year_of_360_days_compounds_360_times() -> None:
    # by hand: 112 after 360 days
    flows = [(DAY, LENT), (date(2026, 12, 27), Decimal(112))]
    assert xirr(flows, Decimal(360)) == close_to("0.12")
    for wrong in ("359", "367"):
        with pytest.raises(InvalidTerms, match="360 到 366"):
            xirr(flows, Decimal(wrong))
    assert xirr(flows, Decimal(366)) > xirr(flows)


def test_a_loan_that_pays_back_less_has_a_rate_below_nought() -> None:
    # by hand: 100 lent and 80, or 1, back in one period; 99.9999 lost of 100 is still a rate
    assert irr([LENT, Decimal(80)]) == close_to("-0.2")
    assert irr([LENT, Decimal(1)]) == close_to("-0.99")
    assert irr([LENT, Decimal("0.01")]) == close_to("-0.9999")
    with pytest.raises(NoSingleRate, match="收回的远少于付出的"):
        irr([Decimal(-10_000_000), Decimal("0.01")])


def test_the_lender_s_flows_and_the_borrower_s_have_one_rate() -> None:
    assert irr([Decimal(100), Decimal(-112)]) == close_to("0.12")
    assert irr([Decimal(100), Decimal(-100)]) == 0
    assert irr([Decimal(0), LENT, Decimal(0), Decimal(121)]) == close_to("0.1")


def test_a_rate_nobody_was_ever_charged_is_refused() -> None:
    # our own bound: 50,000% a month
    assert AnnualRate.from_monthly(Decimal(500)).simple == 6000
    for check in (
        lambda: AnnualRate.from_monthly(Decimal("500.01")),
        lambda: irr([Decimal("-0.001"), Decimal(10_000_000)]),
    ):
        with pytest.raises(NoSingleRate, match="高得离谱"):
            check()
    assert irr([Decimal(-1), Decimal(100_000_001)]) == Decimal(100_000_000)


def test_a_long_first_period_counts_whole_months_and_a_fraction() -> None:
    # by hand: at 1% a month, 105 days of 30-day months are three and a half: 1.005 × 1.01^3
    with localcontext(prec=50):
        back = 100 * Decimal("1.005") * Decimal("1.01") ** 3
        assert unit_period_irr([(LENT, 0, Decimal(0)), (back, 3, Decimal("0.5"))]) == close_to(
            "0.01"
        )
    plan = schedule(
        InterestOnly(
            principal=Money.of(10_000), periods=1, annual_rate=Decimal("0.12"),
            first_period_days=105,
        )
    )  # fmt: skip
    # by hand: 350.00 of interest
    rate = monthly_irr(plan)
    with localcontext(prec=50):
        assert (1 + rate / 2) * (1 + rate) ** 3 == close_to("1.035")


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (lambda: irr([LENT, LENT]), "先收后付（或先付后收）各一段"),
        (lambda: xirr([]), "没有收付记录"),
        (lambda: xirr([("x", LENT)]), "日期要写成"),  # type: ignore[list-item]
        (lambda: unit_period_irr([(LENT, -1, Decimal(0))]), "每笔收付的时间"),
        (lambda: effective_rate([(LENT, -1, 0)]), "每笔收付的时间"),
        (lambda: effective_rate([(LENT, 0, -1)]), "每笔收付的时间"),
        (lambda: unit_period_irr([(LENT, 0, Decimal(1))]), "不足一期的部分要在 0 到 1"),
        (lambda: unit_period_irr([(LENT, 0, Decimal("-0.1"))]), "不足一期的部分要在 0 到 1"),
        (lambda: irr([0.5, 1]), "每笔收付的金额要用数字"),  # type: ignore[list-item]
        (lambda: irr([LENT] * 5001), "最多算 5000 笔"),
        (lambda: fee_rate_for(Decimal(11), 12), "年化要在"),
        (lambda: fee_rate_for_effective(Decimal(11), 12), "年化要在"),
        (lambda: fee_rate_for(Decimal(0), 0), "期数"),
        (lambda: AnnualRate.from_monthly(0.5), "月利率要用数字"),  # type: ignore[arg-type]
    ],
)
def test_what_is_wrong_is_named(check: Callable[[], object], words: str) -> None:
    with pytest.raises(ZhihuanError, match=words):
        check()


def test_five_thousand_flows_are_taken() -> None:
    assert irr([Decimal(-4999), *[Decimal(1)] * 4999]) == 0


def test_a_rate_of_nought_costs_no_fee() -> None:
    assert fee_rate_for(Decimal(0), 12) == 0
    assert fee_rate_for_effective(Decimal(0), 12) == 0
    # by hand: one period at 1% a month
    assert fee_rate_for(Decimal("0.12"), 1) == close_to("0.01")
    # dossier, product §2A: 12.6825% compound is a little under 1% a month
    assert fee_rate_for_effective(Decimal("0.126825"), 1, places=3) == Decimal("0.009")


def random_terms(chance: random.Random, first_due: date | None = None) -> Terms:
    principal = Money(chance.randint(100_00, 200_000_00))
    n = chance.choice((1, 2, 3, 6, 9, 12, 18, 24, 36, 48, 60))
    if chance.random() < 0.5:
        fee = Decimal(chance.randint(1, 300)) / 10_000
        return FlatFee(principal=principal, periods=n, fee_rate=fee, first_due=first_due)
    kind = chance.choice((EqualPayment, EqualPrincipal, InterestOnly))
    yearly = Decimal(chance.randint(10, 6000)) / 10_000
    return kind(principal=principal, periods=n, annual_rate=yearly, first_due=first_due)


def close_to(rate: str) -> object:
    return pytest.approx(Decimal(rate), abs=Decimal("1e-25"))


def percent(fraction: Decimal, places: int) -> str:
    """Half up, as the dossier rounds."""
    return str((fraction * 100).quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP"))
