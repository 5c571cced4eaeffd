import ast
import sys
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path

import pytest

import zhihuan.repayment
from zhihuan.errors import ZhihuanError
from zhihuan.repayment import BudgetTooSmall, InvalidAmount, InvalidTerms, Money, NoSingleRate

PACKAGE = Path(zhihuan.repayment.__file__).parent

PUBLIC = """
    AI_LABEL AS_BILLED DEADLINES LPR_ONE_YEAR METHODS
    Affordability AnnualRate BillLateCost BillLine BudgetTooSmall Calculation CapAmount Comparison
    CourtCosts CreditRecord Deadline DeadlineRule Debt DelayInterest EarlySettlement EqualPayment
    EqualPrincipal Figure FlatFee Input InstallmentPlan InterestFree InterestOnly InvalidAmount
    InvalidTerms LateFee LateLine LateReading Limitation Line LineCheck LprStep Method MinimumOnly
    Money NoSingleRate Offer Option Origin Origins OverdueCost Payoff PayoffComparison Purchase
    Request Restart Row Schedule SeriesPoint Settlement Stage Terms WhatIf
    affordable annual_rate bill_late_cost cap_amount card_late_fee check_lines compare
    compare_payoffs compare_plans contract_late_fee court_costs credit_record daily_late_fee
    deadline delay_interest due_dates early_settlement effective_rate fee_rate_for fee_rate_for_effective
    four_times_lpr installment_plan irr leaves_report_on level_payment limitation lines
    lpr_one_year minimum_only monthly_irr order_late_fee overdue_cost pay_off plan_calendar
    plan_csv plan_page relief_covered relief_hidden_by schedule stage unit_period_irr what_if_paid
    xirr
    ASK_FIRST Details FeeForRate LineTable Marks MonthMark PayMinimum PayNow Relief SideBySide Wait
    Way WayOut YearlyCost agreed_terms dated_yearly_cost fee_for_rate line_table marks relief
    side_by_side yearly_cost
    DebtsTogether Owed debts_together AfterPayments after_payments
    InterestForTime RateInAYear interest_for_time rate_in_a_year
    InstalmentsLeft PrincipalLeft instalments_left
"""


def test_the_public_surface_is_a_decision() -> None:
    assert set(zhihuan.repayment.__all__) == set(PUBLIC.split())
    assert all(hasattr(zhihuan.repayment, name) for name in PUBLIC.split())


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.name)
def test_the_library_is_pure(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        for name in names:
            ours = name == "zhihuan.errors" or name.startswith("zhihuan.repayment")
            assert ours or name.split(".")[0] in sys.stdlib_module_names, name


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.name)
def test_no_float_is_written_and_only_money_rounds_to_the_fen(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    floats = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and type(n.value) is float]
    assert not floats
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id in ("float", "round")]


def test_every_error_is_one_of_ours() -> None:
    for error in (InvalidTerms, InvalidAmount, NoSingleRate, BudgetTooSmall):
        assert issubclass(error, ZhihuanError)
    assert issubclass(InvalidAmount, InvalidTerms)


def test_every_value_is_frozen_and_takes_no_other_attribute() -> None:
    found = []
    for path in PACKAGE.glob("*.py"):
        module = import_module(f"zhihuan.repayment.{path.stem}")
        found += [
            each
            for each in vars(module).values()
            if isinstance(each, type) and is_dataclass(each) and each.__module__ == module.__name__
        ]
    assert len(found) > 40
    for each in found:
        assert each.__dataclass_params__.frozen, each  # type: ignore[attr-defined]
        assert "__slots__" in vars(each), each
        assert not hasattr(each, "__dict__") or "__dict__" not in each.__slots__


@pytest.mark.parametrize(
    "kind", ["FlatFee", "EqualPayment", "EqualPrincipal", "InterestOnly", "InterestFree"]
)
def test_terms_are_named_and_never_told_by_their_place(kind: str) -> None:
    terms = getattr(zhihuan.repayment, kind)
    assert all(each.kw_only for each in fields(terms))


def test_money_can_be_put_in_order() -> None:
    assert sorted([Money(2), Money(-1), Money(1)]) == [Money(-1), Money(1), Money(2)]
