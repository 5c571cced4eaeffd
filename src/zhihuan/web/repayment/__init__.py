"""The calculators over HTTP: `POST /v1/repayment/…`, one address for each sum.

    plans.py     plan · plan/export · compare
    rates.py     rate · fee-rate · lines · cap · interest · daily-rate
    lateness.py  overdue · what-if · late-fee · stage
    debts.py     afford · total · debts · minimum · early-settlement · left
    law.py       record · relief · deadlines · court-costs · delay-interest

Amounts and rates travel as strings, so that none is rounded; rates are fractions. An answer is
what came out, and the `calculation` behind it: id, inputs and whose they are, formula,
assumptions, figures. What cannot be computed is 422 with a Chinese sentence.
"""

from fastapi import APIRouter

from zhihuan.web.repayment import debts, lateness, law, plans, rates

router = APIRouter(prefix="/v1/repayment", tags=["repayment"])
for part in (plans, rates, lateness, debts, law):
    router.include_router(part.router)
