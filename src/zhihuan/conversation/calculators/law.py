"""Sums about law and record: how long a record stays, deadlines, limitation, lines, costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from zhihuan.conversation.calculators.published import PublishedTerms
from zhihuan.repayment import (
    AnnualRate,
    CapAmount,
    CourtCosts,
    CreditRecord,
    Deadline,
    DelayInterest,
    InvalidTerms,
    Limitation,
    LineCheck,
    LineTable,
    Money,
    Relief,
    Restart,
    cap_amount,
    check_lines,
    court_costs,
    credit_record,
    deadline,
    delay_interest,
    limitation,
    line_table,
    relief,
)
from zhihuan.repayment.bounds import ARITHMETIC, check_yearly
from zhihuan.repayment.legal_lines import COURT_LINE
from zhihuan.repayment.yearly_cost import Basis


class LawSums(PublishedTerms):
    """Amounts are yuan, rates fractions a year. Courts, lawyers and reports have the last word."""

    def credit_record(self, *, settled: date, as_of: date) -> CreditRecord:
        """When the record of a debt that was paid off on `settled` leaves the report."""
        if settled > as_of + timedelta(days=366 * 30):
            raise InvalidTerms("结清日期太远了，请核对一下")
        return credit_record(settled)

    def relief(self, *, arisen: date, amount: Money, settled: date | None = None) -> Relief:
        """Whether the one-off relief covered a debt; `settled` is None while anything is owed."""
        return relief(arisen=arisen, amount=amount, settled=settled)

    def deadline(self, *, kind: str, event: date, as_of: date) -> Deadline:
        """The last day of one period, and the event it counts from. See `DEADLINES`."""
        return deadline(kind, event, as_of=as_of)

    def limitation(self, *, last_due: date, restarts: Sequence[Restart] = ()) -> Limitation:
        """When 诉讼时效 runs out, from the last instalment's due day and what restarted it."""
        return limitation(last_due, restarts)

    def line_table(self, *, contract: date) -> LineTable:
        """The lines over the price of credit on the day a contract was made."""
        return line_table(contract)

    def check_lines(self, *, rate: AnnualRate, contract: date) -> LineCheck:
        """Where a yearly rate, told both ways by `rate_of`, stands against each of them."""
        return check_lines(rate, contract)

    def cap_amount(
        self, *, principal: Money, days: int, rate: Decimal | None = None, days_in_year: int = 365
    ) -> CapAmount:
        """The most that a yearly line (24% when not given) allows for so many days."""
        return cap_amount(
            principal=principal,
            days=days,
            rate=COURT_LINE if rate is None else rate,
            days_in_year=days_in_year,
            origins=None if rate is None else {"rate": ("user", None)},
        )

    def court_costs(self, *, claim: Money) -> CourtCosts:
        """What a court asks for a claim of up to 100,000 yuan."""
        return court_costs(claim)

    def delay_interest(self, *, unpaid: Money, days: int) -> DelayInterest:
        """What lateness adds after the deadline that a judgment set."""
        return delay_interest(unpaid=unpaid, days=days)


def rate_of(yearly: Decimal, basis: Basis) -> AnnualRate:
    """One yearly rate, a fraction, told both ways. Raises InvalidTerms."""
    check_yearly(yearly, "年化")
    if basis == "simple":
        return AnnualRate.from_monthly(yearly / 12)
    return AnnualRate.from_monthly(ARITHMETIC.power(1 + yearly, Decimal(1) / 12) - 1)
