from datetime import date, timedelta
from decimal import Decimal

import numpy_financial
import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repayment.strategies import ordinary_fees
from tests.repayment.told import figures_of, inputs_of, lines
from zhihuan.repayment import (
    FlatFee,
    InvalidTerms,
    Money,
    NoSingleRate,
    annual_rate,
    dated_yearly_cost,
    fee_for_rate,
    schedule,
    yearly_cost,
)
from zhihuan.repayment.yearly_cost import Basis


def test_what_is_received_and_paid_has_the_rate_of_its_plan() -> None:
    # dossier, product §2A: 12,000 in 12 at 0.6% is 13.0342% simple
    found = yearly_cost(Money.of(12000), [Money.of(1072)] * 12)
    assert f"{found.rate.simple * 100:.4f}" == "13.0342"
    assert found.total_cost == Money.of(864)


def test_what_was_kept_back_makes_it_dearer() -> None:
    # pyxirr: 11,000 arrived of 12,000
    expected = pyxirr.irr([-11000.0, *[1072.0] * 12])
    found = yearly_cost(Money.of(11000), [Money.of(1072)] * 12)
    assert float(found.rate.monthly) == pytest.approx(expected, abs=1e-12)


def test_a_loan_that_costs_nothing_has_the_rate_nought() -> None:
    assert yearly_cost(Money.of(300), [Money.of(100)] * 3).rate.effective == 0
    paid = [(date(2026, 2, 1), Money.of(300))]
    assert dated_yearly_cost(Money.of(300), date(2026, 1, 1), paid).rate.effective == 0


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(1_00, 9_000_00)), min_size=1, max_size=12)
)
def test_the_rate_by_days_is_that_of_pyxirr(paid: list[tuple[int, int]]) -> None:
    on = date(2026, 1, 1)
    received = Money(sum(fen for _, fen in paid) * 10 // 11)
    payments = [(on + timedelta(days=days), Money(fen)) for days, fen in paid]
    try:
        found = dated_yearly_cost(received, on, payments)
    except NoSingleRate:  # a week or less makes rates that nobody was ever charged
        assert max(days for days, _ in paid) < 30
        return
    amounts = [-float(received.yuan), *(float(amount.yuan) for _, amount in payments)]
    expected = pyxirr.xirr([on, *(day for day, _ in payments)], amounts)
    if expected is not None:
        assert float(found.rate.effective) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    "payments", [[], [Money.of(1)], [Money(0)] * 3, [Money.of(1)] * 361], ids=len
)
def test_payments_that_cannot_be_are_refused(payments: list[Money]) -> None:
    with pytest.raises(InvalidTerms):
        yearly_cost(Money.of(1000), payments)


def test_a_payment_before_the_money_came_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        dated_yearly_cost(Money.of(1), date(2026, 1, 2), [(date(2026, 1, 2), Money.of(2))])


@settings(deadline=None, max_examples=60)
@given(ordinary_fees, st.integers(2, 36))
def test_a_fee_turned_into_a_rate_and_back_is_itself(fee: Decimal, periods: int) -> None:
    # 100,000 a period: the fee is whole fen, so that no rounding comes between
    terms = FlatFee(principal=Money.of(100_000 * periods), periods=periods, fee_rate=fee)
    rate = annual_rate(schedule(terms))
    found = fee_for_rate(Decimal(f"{rate.simple:.12f}"), periods)
    assert abs(found.fee_rate - fee) <= Decimal("0.00001")


def test_an_unknown_basis_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        fee_for_rate(Decimal("0.24"), 12, "daily")  # type: ignore[arg-type]


def test_every_number_of_a_yearly_cost_is_named() -> None:
    # numpy-financial's rate of −1,000, 500, 530
    monthly = numpy_financial.irr([-1000, 500, 530])
    found = yearly_cost(Money.of(1000), [Money.of(500), Money.of(530)]).calculation
    assert inputs_of(found) == lines("""
        received 实际到手 1000.00 元 user
        payment_1 第 1 个月还 500.00 元 user
        payment_2 第 2 个月还 530.00 元 user
    """)
    figures = figures_of(found)
    assert figures[:3] == ["总还款 1030 yuan", "总费用 30 yuan", "还款次数 2 periods"]
    assert [line.split()[0] for line in figures[3:6]] == [
        "真实月利率", "真实年化（单利）", "真实年化（复利）",
    ]  # fmt: skip
    expected = [100 * monthly, 1200 * monthly, 100 * ((1 + monthly) ** 12 - 1)]
    assert [float(line.split()[1]) for line in figures[3:6]] == pytest.approx(expected, rel=1e-9)
    told = dict(found.result)
    assert [float(each) for each in told.pop("rate_percent").values()] == pytest.approx(expected)
    assert told == {"received": "1000.00", "total_payment": "1030.00", "total_cost": "30.00"}
    assert "每期隔一个月" in found.assumptions[0]
    assert "单利 = 月利率 × 12，复利 = (1 + 月利率)^12 − 1" in found.formula


def test_every_day_of_a_dated_cost_is_named() -> None:
    days = [date(2026, 1, 1), date(2026, 2, 10), date(2026, 3, 20)]
    found = dated_yearly_cost(
        Money.of(1000), days[0], [(days[1], Money.of(500)), (days[2], Money.of(530))]
    ).calculation
    assert inputs_of(found) == lines("""
        received 实际到手 1000.00 元 user
        on 到手日期 2026-01-01 日期 user
        payment_1 2026-02-10 还 500.00 元 user
        payment_2 2026-03-20 还 530.00 元 user
    """)
    yearly = pyxirr.xirr(days, [-1000.0, 500.0, 530.0])
    rates = found.result["rate_percent"]
    assert float(rates["effective"]) == pytest.approx(100 * yearly, rel=1e-7)
    assert float(rates["simple"]) == pytest.approx(1200 * ((1 + yearly) ** (1 / 12) - 1), rel=1e-7)
    assert "按每次还款的实际日期" in found.assumptions[0]
    assert "一年 365 天" in found.formula
    assert "× 12" in found.formula


# second check, product 2.08: the caps per period, cut and never rounded up
@pytest.mark.parametrize(
    ("yearly", "basis", "caps"),
    [
        ("0.24", "simple", ("1.342", "1.185", "1.122", "1.120")),
        ("0.12", "simple", ("0.668", "0.588", "0.551", "0.540")),
        ("0.24", "effective", ("1.213", "1.070", "1.011", "1.006")),
        ("0.12", "effective", ("0.634", "0.557", "0.522", "0.512")),
    ],
)
def test_the_dossier_s_caps_per_period(yearly: str, basis: Basis, caps: tuple[str, ...]) -> None:
    for periods, cap in zip((3, 6, 12, 24), caps, strict=True):
        found = fee_for_rate(Decimal(yearly), periods, basis)
        assert found.fee_rate == Decimal(cap) / 100
        assert found.calculation.result["basis"] == basis


def test_every_number_of_the_way_back_is_named() -> None:
    # second check, product 2.08: 1.122 for 12 periods; × 12 by hand
    found = fee_for_rate(Decimal("0.24"), 12).calculation
    assert inputs_of(found) == ["yearly 年化（单利） 24 % user", "periods 期数 12 期 user"]
    assert figures_of(found)[:2] == lines("""
        每期费率 1.122 percent
        每期费率×12（不是真实年化） 13.464 percent
    """)
    assert found.result == {"fee_rate_percent": "1.122", "basis": "simple"}
    equation = "每期费率 = 月利率 ÷ (1 − (1 + 月利率)^−期数) − 1 ÷ 期数，月利率 = 年化 ÷ 12"
    assert found.formula == equation
    compound = fee_for_rate(Decimal("0.24"), 12, "effective").calculation
    assert compound.formula.endswith("月利率 = (1 + 年化)^(1/12) − 1")
    assert compound.inputs[0].label == "年化（复利）"


@pytest.mark.parametrize(
    ("received", "payments", "words"),
    [
        (Money(0), [Money(1)], "实际到手"),
        (Money(1), [], "1 到 360 次"),
        (Money(1), [Money(1)] * 361, "1 到 360 次"),
        (Money(1), [Money(2), Money(-1)], "每次还款"),
        (Money(2), [Money(1)], "比到手的少"),
        (Money(1), [Money.of(10_000_000)], "高得离谱"),
    ],
)
def test_what_is_wrong_is_named(received: Money, payments: list[Money], words: str) -> None:
    with pytest.raises(InvalidTerms, match=words):
        yearly_cost(received, payments)


def test_what_is_wrong_with_a_day_is_named() -> None:
    day = date(2026, 1, 1)
    with pytest.raises(InvalidTerms, match="到手日期"):
        dated_yearly_cost(Money(1), "x", [(day, Money(2))])  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match="还款日期"):
        dated_yearly_cost(Money(1), day, [("x", Money(2))])  # type: ignore[list-item]
    with pytest.raises(InvalidTerms, match="晚于到手那天"):
        dated_yearly_cost(Money(1), day, [(day, Money(2))])
    with pytest.raises(InvalidTerms, match="比到手的少"):
        dated_yearly_cost(Money(3), day, [(day + timedelta(days=1), Money(2))])
    with pytest.raises(InvalidTerms, match="高得离谱"):
        dated_yearly_cost(Money(1), day, [(day + timedelta(days=1), Money.of(10_000_000))])
    with pytest.raises(InvalidTerms, match="simple）或复利（effective"):
        fee_for_rate(Decimal("0.24"), 12, "daily")  # type: ignore[arg-type]


def test_360_payments_are_taken() -> None:
    assert len(yearly_cost(Money(360), [Money(1)] * 360).calculation.inputs) == 361
