"""Sums about means: what fits, several debts, only the minimum, settling early."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhihuan.conversation.calculators.published import (
    DEFAULT,
    USER,
    PublishedTerms,
    based_on,
    noted,
    published,
    told,
)
from zhihuan.repayment import (
    ASK_FIRST,
    Affordability,
    AfterPayments,
    Debt,
    DebtsTogether,
    EarlySettlement,
    FlatFee,
    InstalmentsLeft,
    MinimumOnly,
    Money,
    Owed,
    PayoffComparison,
    affordable,
    after_payments,
    compare_payoffs,
    debts_together,
    early_settlement,
    instalments_left,
    minimum_only,
)
from zhihuan.repayment.money import ZERO
from zhihuan.repayment.several_debts import Strategy


class DebtSums(PublishedTerms):
    """Amounts are yuan; what is called monthly is per month; rates are fractions."""

    def afford(
        self,
        *,
        income: Money,
        spending: Money,
        other_debts: Money | None = None,
        cushion: Money | None = None,
    ) -> Affordability:
        """What can be paid each month without going hungry. What is not given counts as nothing."""
        return affordable(
            income=income,
            spending=spending,
            other_debts=other_debts or ZERO,
            cushion=cushion or ZERO,
            origins={
                "other_debts": DEFAULT if other_debts is None else USER,
                "cushion": DEFAULT if cushion is None else USER,
            },
        )

    def after_payments(
        self, *, amount: Money, paid: Sequence[Money] = (), planned: Sequence[Money] = ()
    ) -> AfterPayments:
        """What is left once payments are taken off, charges not counted."""
        return after_payments(amount=amount, paid=paid, planned=planned)

    def add_up_debts(
        self,
        *,
        debts: Sequence[Owed],
        monthly: Money | None = None,
        within: int | None = None,
        lumps: Sequence[Money] = (),
    ) -> DebtsTogether:
        """What is owed in all, and without interest: in how many months, or how much a month.

        `lumps` are sums paid once besides: a bonus, what comes next month.
        """
        return debts_together(debts, monthly, within, lumps=lumps)

    def instalments_left(
        self,
        *,
        payment: Money,
        periods: int,
        paid_periods: int,
        principal: Money | None = None,
    ) -> InstalmentsLeft:
        """What is still to pay of instalments, and with `principal` what settling may cost."""
        return instalments_left(payment, periods, paid_periods, principal)

    def pay_off_debts(
        self, *, debts: Sequence[Debt], budget: Money, strategies: Sequence[Strategy] = ()
    ) -> PayoffComparison:
        """In which order to pay: all the orders that these debts can be put in."""
        if not strategies:
            strategies = ("avalanche", "snowball")
            if all(each.consequence is not None for each in debts):
                strategies = (*strategies, "consequence")
        return compare_payoffs(debts, budget, strategies)

    def minimum_payment(
        self,
        *,
        balance: Money,
        daily_rate: Decimal | None = None,
        share: Decimal | None = None,
        pay_all_under: Money | None = None,
        fee_before_first: bool = False,
        product: str | None = None,
    ) -> MinimumOnly:
        """What it comes to if only the minimum is ever paid. `daily_rate`: 0.0005 is 0.05%."""
        rules = self.minimum_rules(
            product, daily_rate=daily_rate, share=share, pay_all_under=pay_all_under
        )
        found = minimum_only(
            balance,
            daily_rate=rules.daily_rate,
            share=rules.share,
            pay_all_under=rules.pay_all_under,
            fee_before_first=fee_before_first,
            origins=rules.origins,
        )
        return noted(found, rules.notes)

    def early_settlement(
        self,
        *,
        principal: Money,
        periods: int,
        fee_rate: Decimal,
        paid_periods: int,
        months_after: int = 0,
        daily_rate: Decimal | None = None,
    ) -> EarlySettlement:
        """Settling a flat-fee plan after `paid_periods`, under each rule that was published."""
        notes = [f"先问清这几件事再决定：{''.join(ASK_FIRST)}"]
        origin = USER
        if daily_rate is None:
            formula = told(self.product(None).early_settlement_daily, "补算用的日费率")
            daily_rate, origin = formula.value, published(formula.source)
            based = based_on(formula)
            notes.append(f"补算用的日费率取自公开资料，不是您的合同，依据 {based}。")
        found = early_settlement(
            FlatFee(principal=principal, periods=periods, fee_rate=fee_rate),
            paid_periods,
            months_after=months_after,
            daily_rate=daily_rate,
            origins={
                "months_after": USER if months_after else DEFAULT,
                "daily_rate": origin,
            },
        )
        return noted(found, notes)
