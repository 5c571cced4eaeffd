"""The sums with published terms filled in: the calculators behind every face.

`repayment` knows arithmetic and no product; `library` knows products and no arithmetic. Here
they meet. `given` says which arguments the person named; the rest are marked as published or
assumed, so that every answer can say which of its numbers are the person's own. Where there is
no `given`, an argument that was passed is the person's.

    published.py   what is published, and how a sum says that it used it
    lateness.py    overdue_cost · what_if_paid · five ways of charging · marks
    plans.py       installment_plan · compare_plans · side_by_side · yearly_cost · fee_for_rate
                    interest_for_time · rate_in_a_year
     debts.py       afford · after_payments · add_up_debts · pay_off_debts · minimum_payment
                    early_settlement · instalments_left
    law.py         credit_record · relief · deadline · limitation · lines · costs of a court

Rates are fractions, amounts `Money`, days `date`; "today" is an argument. Every method returns
an object with a `calculation`, and raises InvalidTerms with a Chinese sentence that says what to
change.
"""

from zhihuan.conversation.calculators.debts import DebtSums
from zhihuan.conversation.calculators.lateness import LateSums
from zhihuan.conversation.calculators.law import LawSums
from zhihuan.conversation.calculators.plans import USUAL_TERMS, PlanSums
from zhihuan.conversation.calculators.published import DEFAULT_PRODUCT

__all__ = ["DEFAULT_PRODUCT", "USUAL_TERMS", "Calculators"]


class Calculators(LateSums, PlanSums, DebtSums, LawSums):
    """Every sum, with the terms that `products` gives at the time."""
