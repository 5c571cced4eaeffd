from datetime import date
from decimal import Decimal

import numpy_financial
import pytest
import pyxirr

from tests.repayment.told import figures_of, inputs_of, lines
from zhihuan.repayment import Details, InvalidTerms, Money, installment_plan

P = Money.of(12000)
RATE = Decimal("0.12")


@pytest.mark.parametrize(
    ("method", "cost"),
    # dossier, product §2A: 12,000 yuan at 1% a month for 12 months
    [("equal_payment", "794.23"), ("equal_principal", "780.00"), ("interest_only", "1440.00")],
)
def test_the_three_ways_of_paying_interest(method: str, cost: str) -> None:
    plan = installment_plan(P, 12, method=method, annual_rate=RATE)  # type: ignore[arg-type]
    assert str(plan.total_cost) == cost


def test_without_interest_there_is_no_rate_to_tell() -> None:
    plan = installment_plan(P, 12, method="interest_free")
    assert plan.rate is None
    assert plan.total_payment == P


def test_the_days_are_there_when_the_first_is() -> None:
    plan = installment_plan(P, 3, fee_rate=Decimal("0.006"), first_due=date(2026, 12, 31))
    assert [row["due"] for row in plan.calculation.result["rows"]] == [
        "2026-12-31",
        "2027-01-31",
        "2027-02-28",
    ]
    assert Decimal(20270228) in [figure.value for figure in plan.calculation.figures]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"annual_rate": RATE},
        {"fee_rate": RATE, "annual_rate": RATE},
        {"method": "equal_payment"},
        {"method": "equal_payment", "fee_rate": RATE},
        {"method": "interest_free", "fee_rate": RATE},
        {"method": "balloon", "fee_rate": RATE},
    ],
    ids=str,
)
def test_a_plan_needs_the_one_rate_of_its_kind(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidTerms):
        installment_plan(P, 12, **wrong)  # type: ignore[arg-type]


FLAT = Decimal("0.01")


def test_every_number_of_a_plan_is_named_and_says_whose_it_is() -> None:
    # by hand: 1,000 ÷ 3 is 333.33, 333.33, 333.34, and 10.00 each; the rate is numpy-financial's
    found = installment_plan(Money.of(1000), 3, fee_rate=FLAT, first_due=date(2026, 12, 31))
    monthly = numpy_financial.irr([-1000, 343.33, 343.33, 343.34])
    calculation = found.calculation
    assert inputs_of(calculation) == lines("""
        amount 本金 1000.00 元 user
        periods 期数 3 期 user
        method 还款方式 等本等费 default
        fee_rate 每期费率 1 % user
        first_due 首期还款日 2026-12-31 日期 user
    """)
    told = dict(calculation.result)
    rates = {key: float(value) for key, value in told.pop("rate_percent").items()}
    assert rates == pytest.approx(
        {
            "monthly": 100 * monthly,
            "simple": 1200 * monthly,
            "effective": 100 * ((1 + monthly) ** 12 - 1),
        },
        rel=1e-9,
    )
    assert told == {
        "method": "flat_fee",
        "principal": "1000.00",
        "periods": 3,
        "first_payment": "343.33",
        "largest_payment": "343.34",
        "last_payment": "343.34",
        "upfront_fee": "0.00",
        "total_payment": "1030.00",
        "total_cost": "30.00",
        "rows": [
            {"period": 1, "due": "2026-12-31", "payment": "343.33", "principal": "333.33",
             "cost": "10.00", "balance": "666.67"},
            {"period": 2, "due": "2027-01-31", "payment": "343.33", "principal": "333.33",
             "cost": "10.00", "balance": "333.34"},
            {"period": 3, "due": "2027-02-28", "payment": "343.34", "principal": "333.34",
             "cost": "10.00", "balance": "0.00"},
        ],
    }  # fmt: skip
    figures = figures_of(calculation)
    assert figures[:12] == lines("""
        本金 1000 yuan
        期数 3 periods
        每期还款 343.33 yuan
        每期还款 343.34 yuan
        首期本金 333.33 yuan
        首期费用 10 yuan
        末期本金 333.34 yuan
        末期费用 10 yuan
        总费用 30 yuan
        总还款 1030 yuan
        每期费率 1 percent
        每期费率×12（不是真实年化） 12 percent
    """)
    assert [line.split()[0] for line in figures[12:15]] == [
        "真实月利率", "真实年化（单利）", "真实年化（复利）",
    ]  # fmt: skip
    assert [float(line.split()[1]) for line in figures[12:15]] == pytest.approx(
        [rates["monthly"], rates["simple"], rates["effective"]]
    )
    assert figures[15:18] == [
        "第 1 期 20261231 date", "第 2 期 20270131 date", "第 3 期 20270228 date",
    ]  # fmt: skip
    assert (found.total_payment, found.total_cost) == (Money.of(1030), Money.of(30))
    # dossier, product 2.07
    assert "每期费率乘 12 会偏低" in "".join(calculation.assumptions)


def test_interest_tells_its_yearly_rate_and_no_fee() -> None:
    found = installment_plan(P, 12, "equal_payment", annual_rate=RATE).calculation
    assert inputs_of(found)[2:] == [
        "method 还款方式 等额本息 default",
        "annual_rate 年利率 12 % user",
    ]
    figures = figures_of(found)
    assert "年利率 12 percent" in figures
    assert not any("费率" in line for line in figures)
    free = installment_plan(P, 12, "interest_free").calculation
    assert free.result["rate_percent"] is None
    assert [row["due"] for row in free.result["rows"]] == [None] * 12
    assert not any("率" in line for line in figures_of(free))


def test_a_fee_up_front_is_a_figure_of_its_own() -> None:
    # by hand: 12,000 × 1% × 12
    front = installment_plan(P, 12, fee_rate=FLAT, details=Details(fee_timing="up_front"))
    assert "一次性费用 1440 yuan" in figures_of(front.calculation)
    assert front.calculation.result["upfront_fee"] == "1440.00"
    assert "fee_timing 费用怎么收 办理时一次收 user" in inputs_of(front.calculation)
    at_first = installment_plan(P, 12, fee_rate=FLAT, details=Details(fee_timing="first_period"))
    assert "fee_timing 费用怎么收 首期一次收 user" in inputs_of(at_first.calculation)
    assert not any("一次性费用" in line for line in figures_of(at_first.calculation))


def test_what_was_given_besides_is_named() -> None:
    details = Details(upfront_fee=Money.of(50), drawn=date(2026, 11, 1), day_count="actual/360")
    found = installment_plan(
        P, 3, "interest_only", annual_rate=RATE, first_due=date(2026, 12, 1), details=details
    )
    assert inputs_of(found.calculation)[4:] == lines("""
        first_due 首期还款日 2026-12-01 日期 user
        upfront_fee 办理时一次收 50.00 元 user
        drawn 借款日 2026-11-01 日期 user
        day_count 怎么计息 按实际天数，一年 360 天 user
    """)
    # pyxirr, on the exact days: 11,950 arrived; 30, 31 and 31 days at 12% ÷ 360
    paid = [120.0, 124.0, 12_124.0]
    days = [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]
    expected = pyxirr.xirr(days, [-11_950.0, *paid])
    assert float(found.calculation.result["xirr_percent"]) == pytest.approx(
        100 * expected, rel=1e-7
    )
    told = next(f for f in figures_of(found.calculation) if "按实际日期" in f)
    assert float(told.split()[1]) == pytest.approx(100 * expected, rel=1e-7)
    assert "按实际日期的年化另列" in "".join(found.calculation.assumptions)
    assert "您写的首期还款日" in found.calculation.assumptions[0]
    by_365 = installment_plan(
        P, 3, "interest_only", annual_rate=RATE, first_due=date(2026, 12, 1),
        details=Details(drawn=date(2026, 11, 1), day_count="actual/365"),
    )  # fmt: skip
    assert "day_count 怎么计息 按实际天数，一年 365 天 user" in inputs_of(by_365.calculation)
    longer = installment_plan(
        P, 3, "interest_only", annual_rate=RATE, details=Details(first_period_days=45)
    )
    assert "first_period_days 首期天数 45 天 user" in inputs_of(longer.calculation)


@pytest.mark.parametrize(
    ("drawn", "first_due"),
    [(None, date(2026, 12, 1)), (date(2026, 11, 1), None), (date(2026, 12, 1), date(2026, 12, 1))],
)
def test_without_the_day_of_the_loan_there_is_no_rate_by_days(
    drawn: date | None, first_due: date | None
) -> None:
    found = installment_plan(
        P, 3, "interest_only", annual_rate=RATE, first_due=first_due, details=Details(drawn=drawn)
    ).calculation
    assert "xirr_percent" not in found.result
    assert "按实际日期" not in "".join((*found.assumptions, *figures_of(found)))
    both = drawn is not None and first_due is not None
    assert ("您写的首期还款日" in found.assumptions[0]) is both


def test_a_rate_by_days_that_says_only_that_a_date_is_wrong_is_left_out() -> None:
    # one day between the loan and a payment of 101% is (1.01)^365; of twice as much, 2^365
    def found(yearly: str) -> dict[str, object]:
        details = Details(drawn=date(2026, 11, 30))
        return dict(
            installment_plan(
                P, 1, "interest_only", annual_rate=Decimal(yearly), first_due=date(2026, 12, 1),
                details=details,
            ).calculation.result
        )  # fmt: skip

    assert float(str(found("0.12")["xirr_percent"])) == pytest.approx(100 * (1.01**365 - 1))
    # by hand: 5% in a day is 1.05^365, five billion percent
    assert float(str(found("0.6")["xirr_percent"])) == pytest.approx(100 * (1.05**365 - 1))
    assert "xirr_percent" not in found("10")


@pytest.mark.parametrize(
    ("method", "rates", "details", "words"),
    [
        ("flat_fee", {"fee_rate": FLAT}, Details(), "本金 ÷ 期数 + 最初本金 × 每期费率"),
        ("flat_fee", {"fee_rate": FLAT}, Details(fee_timing="first_period"), "首期另付全部费用"),
        ("flat_fee", {"fee_rate": FLAT}, Details(fee_timing="up_front"), "办理时一次付费用"),
        ("equal_payment", {"annual_rate": RATE}, Details(), "(1 − (1 + 月利率)^−期数)"),
        ("equal_principal", {"annual_rate": RATE}, Details(), "剩余本金 × 月利率"),
        ("interest_only", {"annual_rate": RATE}, Details(), "最后一期连本金一起还"),
        ("interest_only", {"annual_rate": RATE}, Details(first_period_days=45),
         "；首期利息 = 本金 × 月利率 × 首期天数 ÷ 30"),
        ("interest_only", {"annual_rate": RATE},
         Details(drawn=date(2026, 11, 1), day_count="actual/365"),
         "；每期利息 = 剩余本金 × 年利率 × 这一期的天数 ÷ 一年天数"),
    ],
)  # fmt: skip
def test_the_formula_is_that_of_the_method(
    method: str, rates: dict[str, Decimal], details: Details, words: str
) -> None:
    due = date(2026, 12, 1) if details.drawn else None
    said = installment_plan(
        P, 12, method, first_due=due, details=details, **rates  # type: ignore[arg-type]
    ).calculation.formula  # fmt: skip
    assert words in said
    assert said.endswith("；真实年化（单利）= 12 × 使各期还款折现后等于到手本金的月利率")


def test_where_nothing_is_charged_no_rate_is_spoken_of() -> None:
    found = installment_plan(P, 12, "interest_free").calculation
    assert found.formula == "每期还款 = 本金 ÷ 期数"
    assert "年化" not in "".join(found.assumptions)
    assert "首期在一个月后" in found.assumptions[0]
    thirty = installment_plan(
        P, 12, "interest_only", annual_rate=RATE, details=Details(first_period_days=30)
    ).calculation
    assert "首期在一个月后" in thirty.assumptions[0]
