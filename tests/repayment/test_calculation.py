import hashlib
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal, localcontext

import pytest

from tests.repayment.told import figures_of, inputs_of
from zhihuan.repayment import (
    AI_LABEL,
    AS_BILLED,
    AnnualRate,
    Calculation,
    Debt,
    Details,
    FlatFee,
    Input,
    LateReading,
    Money,
    Owed,
    PayMinimum,
    Purchase,
    Wait,
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
    dated_yearly_cost,
    deadline,
    debts_together,
    delay_interest,
    early_settlement,
    fee_for_rate,
    installment_plan,
    instalments_left,
    interest_for_time,
    limitation,
    line_table,
    marks,
    minimum_only,
    order_late_fee,
    overdue_cost,
    rate_in_a_year,
    relief,
    side_by_side,
    what_if_paid,
    yearly_cost,
)
from zhihuan.repayment.calculation import (
    InputList,
    calculation,
    count_figure,
    date_figure,
    percent,
    percent_text,
    plain,
    trimmed,
    yuan_figure,
)

M = Money.of
DAY = date(2026, 11, 21)
FEE = Decimal("0.006")
READINGS = [LateReading("a", "甲", Decimal("0.0005"), Decimal("0.00015"), "source-a", "medium")]
DEBTS = [Debt("甲", M(3000), Decimal("0.18"), M(300)), Debt("乙", M(900), Decimal("0.24"), M(90))]

SUMS: dict[str, Callable[[], Calculation]] = {
    "overdue_cost": lambda: (
        overdue_cost(amount=M("3217.43"), days=45, readings=READINGS, as_of=DAY).calculation
    ),
    "installment_plan": lambda: installment_plan(M("3217.43"), 12, fee_rate=FEE).calculation,
    "compare_plans": lambda: compare_plans(M("8217.43"), [(6, FEE), (12, FEE)], M(300)).calculation,
    "credit_record": lambda: credit_record(DAY).calculation,
    "card_late_fee": lambda: card_late_fee(minimum=M("1017.43"), paid=M(300)).calculation,
    "contract_late_fee": lambda: (
        contract_late_fee(unpaid=M("1017.43"), annual_rate=Decimal("0.18"), days=10).calculation
    ),
    "order_late_fee": lambda: (
        order_late_fee(
            principal_left=M("1017.43"), daily_rate=Decimal("0.0007"), days=5
        ).calculation
    ),
    "daily_late_fee": lambda: (
        daily_late_fee(unpaid=M("1017.43"), daily_rate=Decimal("0.0007"), days=5).calculation
    ),
    "bill_late_cost": lambda: (
        bill_late_cost(purchases=[Purchase(M("917.43"), 3)], days=5).calculation
    ),
    "what_if_paid": lambda: (
        what_if_paid(
            amount=M("3217.43"), payment=M("117.43"), on_day=45, until_day=60, readings=READINGS
        ).calculation
    ),
    "check_lines": lambda: check_lines(AnnualRate.from_monthly(Decimal("0.0107")), DAY).calculation,
    "cap_amount": lambda: cap_amount(principal=M("5017.43"), days=180).calculation,
    "deadline": lambda: deadline("appeal", DAY, as_of=DAY).calculation,
    "limitation": lambda: limitation(DAY).calculation,
    "court_costs": lambda: court_costs(M("18217.43")).calculation,
    "delay_interest": lambda: delay_interest(unpaid=M("8217.43"), days=9).calculation,
    "yearly_cost": lambda: (
        yearly_cost(M("3017.43"), [M("1017.43"), M("1017.43"), M("1117.43")]).calculation
    ),
    "fee_for_rate": lambda: fee_for_rate(Decimal("0.2399"), 7).calculation,
    "line_table": lambda: line_table(date(2024, 8, 1)).calculation,
    "marks": lambda: marks(date(2026, 8, 10), DAY).calculation,
    "relief": lambda: relief(arisen=date(2024, 5, 10), amount=M(8000)).calculation,
    "side_by_side": lambda: (
        side_by_side(
            amount=M("3217.43"),
            ways=[PayMinimum(), Wait(91)],
            as_of=DAY,
            days_late=45,
            readings=READINGS,
        ).calculation
    ),
    "affordability": lambda: affordable(income=M(7000), spending=M("3017.43")).calculation,
    "debts_together": lambda: (
        debts_together([Owed("a", M("3017.43"), (31, 45))], M(600), 7).calculation
    ),
    "interest_for_time": lambda: (
        interest_for_time(M("3017.43"), annual_rate=Decimal("0.1799"), days=77).calculation
    ),
    "rate_in_a_year": lambda: rate_in_a_year(Decimal("0.00047")).calculation,
    "instalments_left": lambda: instalments_left(M("317.43"), 12, 5, M("3017.43")).calculation,
    "compare_payoffs": lambda: compare_payoffs(DEBTS, M(600)).calculation,
    "minimum_only": lambda: minimum_only(M("3017.43")).calculation,
    "early_settlement": lambda: (
        early_settlement(FlatFee(principal=M("12017.43"), periods=12, fee_rate=FEE), 3).calculation
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


@pytest.mark.parametrize("kind", SUMS)
def test_no_sum_depends_on_the_caller_s_decimal_context(kind: str) -> None:
    expected = SUMS[kind]()
    with localcontext(prec=3, rounding="ROUND_UP"):
        assert SUMS[kind]() == expected


def test_dates_and_fees_do_not_depend_on_it_either() -> None:
    paid = [(date(2026, 12, 1), M("1517.43")), (date(2027, 2, 3), M("1617.43"))]
    expected = dated_yearly_cost(M("3017.43"), DAY, paid)
    with localcontext(prec=3, rounding="ROUND_UP"):
        assert dated_yearly_cost(M("3017.43"), DAY, paid) == expected
    # by hand: 12 × 0.08 = 0.96 of the principal, which is less than all of it
    with localcontext(prec=1, rounding="ROUND_UP"):
        front = Details(fee_timing="up_front")
        plan = installment_plan(M(10_000), 12, fee_rate=Decimal("0.08"), details=front)
    assert plan.schedule.upfront == M(9600)


@pytest.mark.parametrize("kind", SUMS)
def test_a_published_or_assumed_input_never_passes_for_the_person_s(kind: str) -> None:
    for each in SUMS[kind]().inputs:
        assert each.origin in ("user", "product", "default", "derived")
        assert (each.source is None) or each.origin != "user" or kind == "limitation"


def a_sum(*, result: dict[str, object] | None = None) -> Calculation:
    inputs = InputList({"days": ("product", "law")})
    inputs.add("amount", "欠", M(3200), "元")
    inputs.add("days", "天数", 45, "天", fallback="default", source="unused")
    inputs.add("rate", "费率", Decimal("0.00050"), "%", fallback="default", source="kept", number=2)
    return calculation(
        name="测",
        kind="k",
        inputs=inputs.items,
        formula="f",
        assumptions=["a"],
        result=result or {"b": "1", "a": None},
        figures=[yuan_figure(M(5), "五"), yuan_figure(M(3200), "欠")],
    )


def test_the_id_is_the_hash_of_the_name_the_inputs_and_the_result() -> None:
    # the module's own equation, written out: keys sorted, no blanks, sha256, ten digits
    written = (
        '["测",[{"label":"欠","name":"amount","origin":"user","source":null,"unit":"元",'
        '"value":"3200.00"},{"label":"天数","name":"days","origin":"product","source":"law",'
        '"unit":"天","value":"45"},{"label":"费率","name":"rate_2","origin":"default",'
        '"source":"kept","unit":"%","value":"0.00050"}],{"a":null,"b":"1"}]'
    )
    assert a_sum().id == "calc-" + hashlib.sha256(written.encode()).hexdigest()[:10]


def test_a_sum_is_told_as_json() -> None:
    told = a_sum().to_json()
    assert list(told) == [
        "id", "name", "kind", "inputs", "formula", "assumptions", "result", "figures",
    ]  # fmt: skip
    assert told["inputs"][1] == {
        "name": "days",
        "label": "天数",
        "value": "45",
        "unit": "天",
        "origin": "product",
        "source": "law",
    }
    assert (told["name"], told["kind"], told["formula"]) == ("测", "k", "f")
    assert (told["assumptions"], told["result"]) == (["a"], {"b": "1", "a": None})
    assert told["figures"][0] == {"value": "5.00", "unit": "yuan", "label": "五"}


def test_what_went_in_may_be_said_too_and_nothing_is_listed_twice() -> None:
    assert figures_of(a_sum()) == [
        "五 5 yuan",
        "欠 3200 yuan",
        "天数 45 days",
        "费率 0.0005 percent",
    ]
    assert inputs_of(a_sum())[1] == "days 天数 45 天 product law"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("12", "期", "x 12 periods"),
        ("5", "年", "x 5 year"),
        ("1.5", "倍", "x 1.5 ratio"),
        ("3", "个月", "x 3 count"),
        ("-3.25", "元", "x -3.25 yuan"),
        ("2026-11-21", "日期", "x 20261121 date"),
        ("1.3 – 1.5", "倍", None),
        ("随便", "日期", None),
        ("12", "", None),
        ("12", "斤", None),
    ],
)
def test_an_input_is_a_figure_when_its_unit_is_known(
    value: str, unit: str, said: str | None
) -> None:
    found = calculation(
        name="n", kind="k", inputs=[Input("x", "x", value, unit, "user")], formula="",
        assumptions=(), result={}, figures=(),
    )  # fmt: skip
    assert figures_of(found) == ([said] if said else [])


def test_decimals_are_written_without_an_exponent_or_trailing_zeros() -> None:
    assert plain(Decimal("5E-4")) == "0.0005"
    assert str(trimmed(Decimal("3200.500"))) == "3200.5"
    assert str(trimmed(Decimal("1E+3"))) == "1000"
    assert str(percent(Decimal("0.10"))) == "10"
    # twelve decimals of a percent, half to even beyond
    assert str(percent(Decimal(1) / 7)) == "14.285714285714"


def test_percents_are_shown_half_up() -> None:
    assert percent_text(Decimal("0.130342")) == "13.03%"
    assert percent_text(Decimal("0.00125")) == "0.13%"
    assert percent_text(Decimal("0.130342"), 4) == "13.0342%"
    assert percent_text(Decimal("0.0000125"), 3) == "0.001%"
    assert percent_text(Decimal("0.000015"), 3) == "0.002%"


def test_percents_do_not_depend_on_the_caller_s_decimal_context() -> None:
    with localcontext(prec=3):
        assert percent_text(Decimal("0.130342"), 4) == "13.0342%"
        assert str(percent(Decimal("0.130342"))) == "13.0342"
        assert str(yuan_figure(Decimal("1234.12345678901234"), "x").value) == "1234.123456789012"


def test_a_figure_of_money_is_exact_unless_it_never_ends() -> None:
    assert yuan_figure(Decimal("0.000000000001"), "x").value == Decimal("1E-12")
    with localcontext(prec=50):
        third = Decimal(1) / 3
    assert str(yuan_figure(third, "x").value) == "0.333333333333"
    assert str(yuan_figure(Decimal("0.1234567890123"), "x").value) == "0.123456789012"
    assert yuan_figure(M("3.05"), "x").value == Decimal("3.05")
    assert yuan_figure(Decimal("3.10"), "x").value.as_tuple().exponent == -2


def test_a_date_is_a_number_of_eight_digits() -> None:
    assert date_figure(date(2026, 1, 9), "x").value == 20260109
    assert count_figure(3, "days", "x").unit == "days"


def test_the_label_and_the_reservation_are_what_the_rules_ask_for() -> None:
    assert AI_LABEL == "内容由AI生成，仅供参考"
    assert AS_BILLED.startswith("以账单为准")
