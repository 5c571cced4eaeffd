"""Working things out: one tool for each sum that people ask for most."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from zhihuan.conversation.calculators.typed import (
    amount_of,
    amount_or_zero_of,
    day_of,
    percent_of,
)
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.mcp.fields import (
    AsOf,
    Day,
    Days,
    Percent,
    Periods,
    Product,
    Sum,
    Yuan,
    day,
    some_day,
    told,
)
from zhihuan.repayment import DEADLINES, Debt, Owed

_DEADLINES = "；".join(f"{each.id} {each.label}（从{each.event}算）" for each in DEADLINES.values())


class OneOwed(BaseModel):
    """One debt of several, whose rate need not be known."""

    name: str = Field(min_length=1, max_length=40)
    balance: Yuan
    days_late: int | None = Field(default=None, ge=0, le=36_500, description="逾期天数")


class OneDebt(BaseModel):
    """One debt of several."""

    name: str = Field(min_length=1, max_length=40)
    balance: Yuan
    annual_rate: Percent
    minimum: Yuan = Field(default="0", description="每月最低还款，元")
    consequence: int | None = Field(
        default=None, ge=1, le=360, description="后果轻重，1 是不还后果最重的"
    )


class Sums:
    """Tools over the calculators of `opened()`."""

    def __init__(self, opened: Callable[[], Toolbox]) -> None:
        self._opened = opened

    @property
    def _base(self) -> KnowledgeBase:
        return self._opened().library.knowledge_base

    def overdue_cost(
        self,
        amount: Annotated[Yuan, Field(description="还欠多少元")],
        days: Annotated[Days | None, Field(description="逾期几天；和 due 写一个")] = None,
        due: Annotated[Day | None, Field(description="还款日；和 days 写一个")] = None,
        product: Product = None,
        daily_rate: Annotated[Percent | None, Field(description="对方说的日费率，百分数")] = None,
        as_of: AsOf = None,
    ) -> Sum:
        """算逾期到某一天的费用、每晚一天多多少、处在哪个阶段。公开的收费说法不一，给的是范围。"""
        sums, on = self._opened(), day(as_of)
        found = sums.overdue_cost(
            amount=amount_of(amount, "amount（欠款金额）"),
            days=days,
            due=some_day(due, "due（还款日）"),
            product=sums.check_product(product),
            daily_rate=percent_of(daily_rate, "daily_rate（日费率）") if daily_rate else None,
            as_of=on,
        )
        return told(found.calculation, self._base, on)

    def what_if_paid(
        self,
        amount: Annotated[Yuan, Field(description="还欠多少元")],
        payment: Annotated[Yuan, Field(description="打算先还多少元")],
        on_day: Annotated[Days, Field(description="逾期第几天还")],
        until_day: Annotated[
            Days | None, Field(description="看到逾期第几天；不写再看 30 天")
        ] = None,
        product: Product = None,
        daily_rate: Annotated[Percent | None, Field(description="对方说的日费率，百分数")] = None,
        as_of: AsOf = None,
    ) -> Sum:
        """算逾期中先还一部分，能省多少、还欠多少、以后每天多少。"""
        sums = self._opened()
        found = sums.what_if_paid(
            amount=amount_of(amount, "amount（欠款金额）"),
            payment=amount_of(payment, "payment（打算还的金额）"),
            on_day=on_day,
            until_day=until_day,
            product=sums.check_product(product),
            daily_rate=percent_of(daily_rate, "daily_rate（日费率）") if daily_rate else None,
        )
        return told(found.calculation, self._base, day(as_of))

    def plan_installments(
        self,
        principal: Annotated[Yuan, Field(description="要分期的本金，元")],
        periods: Periods,
        method: Annotated[
            Literal[
                "flat_fee", "equal_payment", "equal_principal", "interest_only", "interest_free"
            ],
            Field(description="等本等费、等额本息、等额本金、先息后本、免息"),
        ] = "flat_fee",
        fee_rate: Annotated[
            Percent | None,
            Field(description="每期费率，占最初本金的百分数；不写就用公开的示例值"),
        ] = None,
        annual_rate: Annotated[
            Percent | None, Field(description="年利率，百分数，用于计息的三种")
        ] = None,
        first_due: Annotated[Day | None, Field(description="首期还款日")] = None,
        product: Product = None,
        as_of: AsOf = None,
    ) -> Sum:
        """算一个分期方案：每期还多少、一共多付多少、真实年化，精确到分。"""
        sums = self._opened()
        chosen = method if method != "flat_fee" else None
        named = {"fee_rate": fee_rate, "annual_rate": annual_rate, "method": chosen}
        found = sums.installment_plan(
            principal=amount_of(principal, "principal（本金）"),
            periods=periods,
            method=method,
            fee_rate=percent_of(fee_rate, "fee_rate（每期费率）") if fee_rate else None,
            annual_rate=percent_of(annual_rate, "annual_rate（年利率）") if annual_rate else None,
            first_due=some_day(first_due, "first_due（首期还款日）"),
            product=sums.check_product(product),
            given=("amount", "periods", *(name for name, value in named.items() if value)),
        )
        return told(found.calculation, self._base, day(as_of))

    def compare_plans(
        self,
        principal: Annotated[Yuan, Field(description="要分期的本金，元")],
        periods: Annotated[
            list[Periods], Field(max_length=12, description="要比的期数；不写用常见的")
        ] = [],  # noqa: B006 - pydantic copies it
        fee_rate: Annotated[Percent | None, Field(description="每期费率，百分数")] = None,
        budget: Annotated[Yuan | None, Field(description="每月最多能还多少元")] = None,
        product: Product = None,
        as_of: AsOf = None,
    ) -> Sum:
        """把几个期数的分期放在一起比，并指出哪些在每月能还的数以内。"""
        sums = self._opened()
        named = {"fee_rate": fee_rate, "budget": budget, "periods": periods}
        found = sums.compare_plans(
            principal=amount_of(principal, "principal（本金）"),
            terms=periods,
            fee_rate=percent_of(fee_rate, "fee_rate（每期费率）") if fee_rate else None,
            budget=amount_of(budget, "budget（每月能还）") if budget else None,
            product=sums.check_product(product),
            given=("amount", *(name for name, value in named.items() if value)),
        )
        return told(found.calculation, self._base, day(as_of))

    def afford(
        self,
        income: Annotated[Yuan, Field(description="每月收入，元")],
        spending: Annotated[Yuan, Field(description="每月必要支出，元")],
        other_debts: Annotated[Yuan | None, Field(description="其他欠款每月要还，元")] = None,
        cushion: Annotated[Yuan | None, Field(description="每月想留作应急，元")] = None,
    ) -> Sum:
        """算每月能拿出多少来还：收入减去必要支出、其他欠款和应急。"""
        found = self._opened().afford(
            income=amount_of(income, "income（每月收入）"),
            spending=amount_or_zero_of(spending, "spending（必要支出）"),
            other_debts=amount_or_zero_of(other_debts, "other_debts（其他欠款）")
            if other_debts
            else None,
            cushion=amount_or_zero_of(cushion, "cushion（应急）") if cushion else None,
        )
        return told(found.calculation, self._base, day(None))

    def add_up_debts(
        self,
        debts: Annotated[list[OneOwed], Field(min_length=1, max_length=20)],
        monthly: Annotated[Yuan | None, Field(description="每月一共能还多少元")] = None,
        within: Annotated[int | None, Field(ge=1, le=360, description="想几个月还完")] = None,
        lumps: Annotated[
            list[Yuan], Field(max_length=20, description="打算另外还的几笔钱，如年终奖，元")
        ] = [],  # noqa: B006 - pydantic copies it
    ) -> Sum:
        """把几笔欠款合在一起：一共欠多少，不算利息最少要几个月、每月至少多少。"""
        found = self._opened().add_up_debts(
            debts=[
                Owed(
                    name=each.name,
                    balance=amount_of(each.balance, "balance（余额）"),
                    days_late=None if each.days_late is None else (each.days_late, each.days_late),
                )
                for each in debts
            ],
            monthly=amount_of(monthly, "monthly（每月能还）") if monthly else None,
            within=within,
            lumps=[amount_of(each, "lumps（打算另外还的钱）") for each in lumps],
        )
        return told(found.calculation, self._base, day(None))

    def pay_off_debts(
        self,
        debts: Annotated[list[OneDebt], Field(min_length=1, max_length=20)],
        budget: Annotated[Yuan, Field(description="每月一共能还多少元")],
    ) -> Sum:
        """算几笔欠款先还哪一笔：年化最高的先还、余额最小的先还，各要多久、多少利息。"""
        found = self._opened().pay_off_debts(
            debts=[
                Debt(
                    name=each.name,
                    balance=amount_of(each.balance, "balance（余额）"),
                    annual_rate=percent_of(each.annual_rate, "annual_rate（年利率）"),
                    minimum=amount_or_zero_of(each.minimum, "minimum（每月最低）"),
                    consequence=each.consequence,
                )
                for each in debts
            ],
            budget=amount_of(budget, "budget（每月能还）"),
        )
        return told(found.calculation, self._base, day(None))

    def minimum_payment(
        self,
        balance: Annotated[Yuan, Field(description="欠款余额，元")],
        daily_rate: Annotated[Percent | None, Field(description="日服务费率，百分数")] = None,
        share: Annotated[Percent | None, Field(description="最低还款比例，百分数")] = None,
        product: Product = None,
        as_of: AsOf = None,
    ) -> Sum:
        """算一直只还最低还款额，要还多少个月、多花多少。"""
        sums = self._opened()
        found = sums.minimum_payment(
            balance=amount_of(balance, "balance（欠款余额）"),
            daily_rate=percent_of(daily_rate, "daily_rate（日服务费率）") if daily_rate else None,
            share=percent_of(share, "share（最低还款比例）") if share else None,
            product=sums.check_product(product),
        )
        return told(found.calculation, self._base, day(as_of))

    def early_settlement(
        self,
        principal: Annotated[Yuan, Field(description="当初分期的本金，元")],
        periods: Periods,
        fee_rate: Annotated[Percent, Field(description="每期费率，占最初本金的百分数")],
        paid_periods: Annotated[int, Field(ge=0, le=359, description="已经还了几期")],
        as_of: AsOf = None,
    ) -> Sum:
        """算分期提前结清划不划算：几种收费规则各要付多少，以及该先问清哪几件事。"""
        found = self._opened().early_settlement(
            principal=amount_of(principal, "principal（本金）"),
            periods=periods,
            fee_rate=percent_of(fee_rate, "fee_rate（每期费率）"),
            paid_periods=paid_periods,
        )
        return told(found.calculation, self._base, day(as_of))

    def interest_for_time(
        self,
        amount: Annotated[Yuan, Field(description="本金，元")],
        annual_rate: Annotated[
            Percent | None, Field(description="年利率，百分数；和 daily_rate 写一个")
        ] = None,
        daily_rate: Annotated[
            Percent | None, Field(description="日利率，百分数；都不写就用产品公开过的日服务费率")
        ] = None,
        days: Annotated[Days | None, Field(description="借几天；和 months 写一个")] = None,
        months: Annotated[Periods | None, Field(description="借几个月")] = None,
        product: Product = None,
        as_of: AsOf = None,
    ) -> Sum:
        """算一笔钱按说好的利率借一段时间要多少利息（单利，到期一次还）。"""
        sums = self._opened()
        found = sums.interest_for_time(
            amount=amount_of(amount, "amount（本金）"),
            annual_rate=percent_of(annual_rate, "annual_rate（年利率）") if annual_rate else None,
            daily_rate=percent_of(daily_rate, "daily_rate（日利率）") if daily_rate else None,
            days=days,
            months=months,
            product=sums.check_product(product),
        )
        return told(found.calculation, self._base, day(as_of))

    def instalments_left(
        self,
        payment: Annotated[Yuan, Field(description="每期还多少元")],
        periods: Periods,
        paid_periods: Annotated[int, Field(ge=0, le=359, description="已经还了几期")],
        principal: Annotated[Yuan | None, Field(description="当初借了多少元；不知道不填")] = None,
    ) -> Sum:
        """已经在还的分期还剩多少：还要还多少、剩多少本金、提前结清大约要多少。"""
        found = self._opened().instalments_left(
            payment=amount_of(payment, "payment（每期还款）"),
            periods=periods,
            paid_periods=paid_periods,
            principal=amount_of(principal, "principal（本金）") if principal else None,
        )
        return told(found.calculation, self._base, day(None))

    def credit_record(
        self, settled: Annotated[Day, Field(description="全部还清的那天")], as_of: AsOf = None
    ) -> Sum:
        """算还清之后，逾期记录在信用报告上保存到哪天。"""
        on = day(as_of)
        found = self._opened().credit_record(
            settled=day_of(settled, "settled（还清那天）"), as_of=on
        )
        return told(found.calculation, self._base, on)

    def deadline(
        self,
        kind: Annotated[
            str,
            Field(
                max_length=40,
                description=f"{_DEADLINES}；limitation 诉讼时效（从最后一期还款日算）",
                json_schema_extra={"enum": [*DEADLINES, "limitation"]},
            ),
        ],
        event: Annotated[Day, Field(description="起算的那件事是哪天")],
        as_of: AsOf = None,
    ) -> Sum:
        """算收到文书以后的最后一天，和从哪件事算起。有没有过期由法院判断。"""
        sums, on, begins = self._opened(), day(as_of), day_of(event, "event（起算的那天）")
        if kind == "limitation":
            return told(sums.limitation(last_due=begins).calculation, self._base, on)
        found = sums.deadline(kind=kind, event=begins, as_of=on)
        return told(found.calculation, self._base, on, [found.rule.source])
