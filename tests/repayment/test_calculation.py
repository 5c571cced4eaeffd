import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from zhihuan.repayment import (
    AnnualRate,
    Calculation,
    Debt,
    FlatFee,
    LateReading,
    Money,
    Purchase,
    affordable,
    bill_late_cost,
    cap_amount,
    card_late_fee,
    check_lines,
    compare_payoffs,
    compare_plans,
    contract_late_fee,
    court_costs,
    credit_record,
    daily_late_fee,
    deadline,
    delay_interest,
    early_settlement,
    installment_plan,
    limitation,
    minimum_only,
    order_late_fee,
    overdue_cost,
    what_if_paid,
)

M = Money.of
DAY = date(2026, 11, 21)
FEE = Decimal("0.006")
READINGS = [LateReading("a", "甲", Decimal("0.0005"), Decimal("0.00015"), "source-a", "medium")]
DEBTS = [Debt("甲", M(3000), Decimal("0.18"), M(300)), Debt("乙", M(900), Decimal("0.24"), M(90))]

SUMS: dict[str, Callable[[], Calculation]] = {
    "overdue_cost": lambda: (
        overdue_cost(amount=M(3200), days=45, readings=READINGS, as_of=DAY).calculation
    ),
    "installment_plan": lambda: installment_plan(M(3200), 12, fee_rate=FEE).calculation,
    "compare_plans": lambda: compare_plans(M(8200), [(6, FEE), (12, FEE)], M(300)).calculation,
    "credit_record": lambda: credit_record(DAY).calculation,
    "card_late_fee": lambda: card_late_fee(minimum=M(1000), paid=M(300)).calculation,
    "contract_late_fee": lambda: (
        contract_late_fee(unpaid=M(1000), annual_rate=Decimal("0.18"), days=10).calculation
    ),
    "order_late_fee": lambda: (
        order_late_fee(principal_left=M(1000), daily_rate=Decimal("0.0007"), days=5).calculation
    ),
    "daily_late_fee": lambda: (
        daily_late_fee(unpaid=M(1000), daily_rate=Decimal("0.0007"), days=5).calculation
    ),
    "bill_late_cost": lambda: bill_late_cost(purchases=[Purchase(M(9), 3)], days=5).calculation,
    "what_if_paid": lambda: (
        what_if_paid(
            amount=M(3200), payment=M(100), on_day=45, until_day=60, readings=READINGS
        ).calculation
    ),
    "check_lines": lambda: check_lines(AnnualRate.from_monthly(Decimal("0.01")), DAY).calculation,
    "cap_amount": lambda: cap_amount(principal=M(5000), days=180).calculation,
    "deadline": lambda: deadline("appeal", DAY, as_of=DAY).calculation,
    "limitation": lambda: limitation(DAY).calculation,
    "court_costs": lambda: court_costs(M(8200)).calculation,
    "delay_interest": lambda: delay_interest(unpaid=M(8200), days=9).calculation,
    "affordability": lambda: affordable(income=M(5000), spending=M(3000)).calculation,
    "compare_payoffs": lambda: compare_payoffs(DEBTS, M(600)).calculation,
    "minimum_only": lambda: minimum_only(M(3000)).calculation,
    "early_settlement": lambda: (
        early_settlement(FlatFee(principal=M(12000), periods=12, fee_rate=FEE), 3).calculation
    ),
}


@pytest.mark.parametrize("kind", SUMS)
def test_every_sum_is_told_whole_and_the_same_sum_has_the_same_id(kind: str) -> None:
    one, again = SUMS[kind](), SUMS[kind]()
    assert one.kind == kind
    assert one == again
    assert one.id.startswith("calc-")
    assert len(one.id) == 15
    told = json.loads(json.dumps(one.to_json(), ensure_ascii=False, allow_nan=False))
    assert told["id"] == one.id
    assert told["formula"]
    assert told["assumptions"]
    assert told["figures"]
    assert told["inputs"]
    assert len({each.name for each in one.inputs}) == len(one.inputs)


@pytest.mark.parametrize("kind", SUMS)
def test_no_result_holds_a_float(kind: str) -> None:
    def walk(value: object) -> None:
        assert not isinstance(value, float)
        if isinstance(value, dict):
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    found = SUMS[kind]()
    walk(found.to_json())
    assert all(isinstance(figure.value, Decimal) for figure in found.figures)


@pytest.mark.parametrize("kind", SUMS)
def test_every_sum_of_money_in_the_inputs_is_a_figure_that_may_be_said(kind: str) -> None:
    found = SUMS[kind]()
    said = {figure.value for figure in found.figures}
    for each in found.inputs:
        if each.unit == "元":
            assert Decimal(each.value) in said, each.label


def test_another_sum_has_another_id() -> None:
    assert (
        installment_plan(M(3200), 12, fee_rate=FEE).calculation.id
        != installment_plan(M(3201), 12, fee_rate=FEE).calculation.id
    )


def test_who_said_an_input_is_kept() -> None:
    found = installment_plan(
        M(3200), 12, fee_rate=FEE, origins={"fee_rate": ("product", "baitiao-installment-fee-2016")}
    ).calculation
    fee = next(each for each in found.inputs if each.name == "fee_rate")
    assert (fee.value, fee.unit, fee.origin) == ("0.6", "%", "product")
    assert fee.source == "baitiao-installment-fee-2016"


def test_a_plan_may_quote_its_payments_totals_and_rates_at_full_precision() -> None:
    # the field notes: 285.87 a month, 230.40 in fees, 13.03% and not 7.2%
    found = installment_plan(M(3200), 12, fee_rate=FEE).calculation
    yuan = {figure.value for figure in found.figures if figure.unit == "yuan"}
    percents = [figure.value for figure in found.figures if figure.unit == "percent"]
    assert {Decimal("285.87"), Decimal("285.83"), Decimal("230.40"), Decimal("3430.40")} <= yuan
    assert Decimal("7.2") in percents
    simple = next(each for each in percents if round(each, 2) == Decimal("13.03"))
    assert -int(simple.as_tuple().exponent) >= 6
