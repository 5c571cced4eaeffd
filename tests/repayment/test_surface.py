import ast
import sys
from pathlib import Path

import pytest

import zhihuan.repayment
from zhihuan.errors import ZhihuanError
from zhihuan.repayment import BudgetTooSmall, InvalidAmount, InvalidTerms, NoSingleRate

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
