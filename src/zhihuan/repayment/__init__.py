"""Every sum a person in arrears needs, exact to the fen.

A pure library: the standard library and `zhihuan.errors`, nothing else. Amounts are
`Money`, rates are fractions as `Decimal` (0.6% is Decimal("0.006")), days are `date`. What
goes in is bounded (`bounds.py`) and refused in Chinese with `InvalidTerms`. The functions
that answer a question return an object with a `calculation`: inputs, formula, assumptions,
result and every figure that a sentence may quote.

Where a formula is: each module begins with its equation.

    a plan                schedule.py · terms.py · agreed_terms.py · installment.py
    what it costs a year  annual_rate.py · yearly_cost.py · legal_lines.py · lpr.py · line_table.py
    interest for a time   interest.py
    being late            accrual.py · overdue.py · bill_late.py · late_fee.py · what_if.py
    stage and record      stage.py · marks.py · record.py · relief.py
    side by side          plans.py · ways_out.py · side_by_side.py
    means                 affordability.py · debts_together.py · several_debts.py
                          minimum_payment.py · early_settlement.py · after_payments.py
                          instalments_left.py
    papers and courts     legal_dates.py · limitation.py · court_costs.py
    files                 export_csv.py · export_calendar.py · export_page.py

A function and its module may share a name (`schedule`, `stage`): import names from here.
What is exported here is the public surface; everything else may change.
"""

from zhihuan.repayment.accrual import LateLine, LateReading, SeriesPoint
from zhihuan.repayment.affordability import Affordability, affordable
from zhihuan.repayment.after_payments import AfterPayments, after_payments
from zhihuan.repayment.agreed_terms import Details, agreed_terms
from zhihuan.repayment.annual_rate import (
    AnnualRate,
    NoSingleRate,
    annual_rate,
    effective_rate,
    fee_rate_for,
    fee_rate_for_effective,
    irr,
    monthly_irr,
    unit_period_irr,
    xirr,
)
from zhihuan.repayment.bill_late import BillLateCost, BillLine, Purchase, bill_late_cost
from zhihuan.repayment.bounds import InvalidTerms
from zhihuan.repayment.calculation import (
    AI_LABEL,
    AS_BILLED,
    Calculation,
    Figure,
    Input,
    Origin,
    Origins,
)
from zhihuan.repayment.court_costs import CourtCosts, DelayInterest, court_costs, delay_interest
from zhihuan.repayment.debts_together import DebtsTogether, Owed, debts_together
from zhihuan.repayment.due_dates import due_dates
from zhihuan.repayment.early_settlement import (
    ASK_FIRST,
    EarlySettlement,
    Settlement,
    early_settlement,
)
from zhihuan.repayment.export_calendar import plan_calendar
from zhihuan.repayment.export_csv import plan_csv
from zhihuan.repayment.export_page import plan_page
from zhihuan.repayment.installment import METHODS, InstallmentPlan, Method, installment_plan
from zhihuan.repayment.instalments_left import (
    InstalmentsLeft,
    PrincipalLeft,
    instalments_left,
)
from zhihuan.repayment.interest import (
    InterestForTime,
    RateInAYear,
    interest_for_time,
    rate_in_a_year,
)
from zhihuan.repayment.late_fee import (
    LateFee,
    card_late_fee,
    contract_late_fee,
    daily_late_fee,
    order_late_fee,
)
from zhihuan.repayment.legal_dates import DEADLINES, Deadline, DeadlineRule, deadline
from zhihuan.repayment.legal_lines import (
    CapAmount,
    Line,
    LineCheck,
    cap_amount,
    check_lines,
    lines,
)
from zhihuan.repayment.limitation import Limitation, Restart, limitation
from zhihuan.repayment.line_table import LineTable, line_table
from zhihuan.repayment.lpr import LPR_ONE_YEAR, LprStep, four_times_lpr, lpr_one_year
from zhihuan.repayment.marks import Marks, MonthMark, marks
from zhihuan.repayment.minimum_payment import MinimumOnly, minimum_only
from zhihuan.repayment.money import InvalidAmount, Money
from zhihuan.repayment.overdue import OverdueCost, overdue_cost
from zhihuan.repayment.plans import Comparison, Offer, Option, Request, compare, compare_plans
from zhihuan.repayment.record import (
    CreditRecord,
    credit_record,
    leaves_report_on,
    relief_covered,
    relief_hidden_by,
)
from zhihuan.repayment.relief import Relief, relief
from zhihuan.repayment.schedule import Row, Schedule, level_payment, schedule
from zhihuan.repayment.several_debts import (
    BudgetTooSmall,
    Debt,
    Payoff,
    PayoffComparison,
    compare_payoffs,
    pay_off,
)
from zhihuan.repayment.side_by_side import SideBySide, side_by_side
from zhihuan.repayment.stage import Stage, stage
from zhihuan.repayment.terms import (
    EqualPayment,
    EqualPrincipal,
    FlatFee,
    InterestFree,
    InterestOnly,
    Terms,
)
from zhihuan.repayment.ways_out import PayMinimum, PayNow, Wait, Way, WayOut
from zhihuan.repayment.what_if import WhatIf, what_if_paid
from zhihuan.repayment.yearly_cost import (
    FeeForRate,
    YearlyCost,
    dated_yearly_cost,
    fee_for_rate,
    yearly_cost,
)

__all__ = [
    "AI_LABEL",
    "ASK_FIRST",
    "AS_BILLED",
    "DEADLINES",
    "LPR_ONE_YEAR",
    "METHODS",
    "Affordability",
    "AfterPayments",
    "AnnualRate",
    "BillLateCost",
    "BillLine",
    "BudgetTooSmall",
    "Calculation",
    "CapAmount",
    "Comparison",
    "CourtCosts",
    "CreditRecord",
    "Deadline",
    "DeadlineRule",
    "Debt",
    "DebtsTogether",
    "DelayInterest",
    "Details",
    "EarlySettlement",
    "EqualPayment",
    "EqualPrincipal",
    "FeeForRate",
    "Figure",
    "FlatFee",
    "Input",
    "InstallmentPlan",
    "InstalmentsLeft",
    "InterestForTime",
    "InterestFree",
    "InterestOnly",
    "InvalidAmount",
    "InvalidTerms",
    "LateFee",
    "LateLine",
    "LateReading",
    "Limitation",
    "Line",
    "LineCheck",
    "LineTable",
    "LprStep",
    "Marks",
    "Method",
    "MinimumOnly",
    "Money",
    "MonthMark",
    "NoSingleRate",
    "Offer",
    "Option",
    "Origin",
    "Origins",
    "OverdueCost",
    "Owed",
    "PayMinimum",
    "PayNow",
    "Payoff",
    "PayoffComparison",
    "PrincipalLeft",
    "Purchase",
    "RateInAYear",
    "Relief",
    "Request",
    "Restart",
    "Row",
    "Schedule",
    "SeriesPoint",
    "Settlement",
    "SideBySide",
    "Stage",
    "Terms",
    "Wait",
    "Way",
    "WayOut",
    "WhatIf",
    "YearlyCost",
    "affordable",
    "after_payments",
    "agreed_terms",
    "annual_rate",
    "bill_late_cost",
    "cap_amount",
    "card_late_fee",
    "check_lines",
    "compare",
    "compare_payoffs",
    "compare_plans",
    "contract_late_fee",
    "court_costs",
    "credit_record",
    "daily_late_fee",
    "dated_yearly_cost",
    "deadline",
    "debts_together",
    "delay_interest",
    "due_dates",
    "early_settlement",
    "effective_rate",
    "fee_for_rate",
    "fee_rate_for",
    "fee_rate_for_effective",
    "four_times_lpr",
    "installment_plan",
    "instalments_left",
    "interest_for_time",
    "irr",
    "leaves_report_on",
    "level_payment",
    "limitation",
    "line_table",
    "lines",
    "lpr_one_year",
    "marks",
    "minimum_only",
    "monthly_irr",
    "order_late_fee",
    "overdue_cost",
    "pay_off",
    "plan_calendar",
    "plan_csv",
    "plan_page",
    "rate_in_a_year",
    "relief",
    "relief_covered",
    "relief_hidden_by",
    "schedule",
    "side_by_side",
    "stage",
    "unit_period_irr",
    "what_if_paid",
    "xirr",
    "yearly_cost",
]
