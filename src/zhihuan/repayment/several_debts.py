"""Several debts and one monthly budget: in which order to pay.

    each month, for each debt   interest = round(balance × yearly rate ÷ 12)
    then                        pay every minimum
    then                        all that is left goes to the first in the order, then the next

    avalanche    雪崩  highest yearly rate first          least interest
    snowball     雪球  smallest balance first, as it stands this month
    consequence  后果  what hurts most if unpaid first    (1 is worst, given by the caller)

Interest is rounded half up to the fen each month (source payoff-order). Ties go by the
order given. A debt at or under its minimum is paid off with it. No new spending, rates
stay as they are, nothing is late. A budget under the minimums is refused with their sum,
and so is one that never catches up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from zhihuan.repayment.bounds import InvalidTerms, check_periods, check_yearly, exact
from zhihuan.repayment.calculation import (
    Calculation,
    InputList,
    Origins,
    calculation,
    count_figure,
    percent,
    yuan_figure,
)
from zhihuan.repayment.money import Money, check_amount, check_amount_or_zero, total

Strategy = Literal["avalanche", "snowball", "consequence"]
STRATEGIES: dict[Strategy, str] = {
    "avalanche": "先还年化最高的（雪崩法）",
    "snowball": "先还余额最小的（雪球法）",
    "consequence": "先还不还后果最重的",
}
NO_MINIMUMS = (
    "有的债没有写每月最低，这里按零算，所以排在后面的会有几个月一分没还，那就逾期了。",
    "先别照着这个顺序还：每一笔的最低都要先还够，多出来的才按顺序还。",
)
"""What a plan without the minimum of every debt must say, and say first."""

MAX_DEBTS = 20
MAX_MONTHS = 600
_HOPELESS = 10
_NEVER = "按这个金额一直还不清，请提高每月金额，或和放款方协商"


class BudgetTooSmall(InvalidTerms):
    """The budget does not meet the minimums, or never catches up with the interest."""


@dataclass(frozen=True, slots=True)
class Debt:
    """`annual_rate` is a fraction; `consequence` 1 is worst, needed for that strategy only."""

    name: str
    balance: Money
    annual_rate: Decimal
    minimum: Money
    consequence: int | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not 0 < len(self.name) <= 40:
            raise InvalidTerms("请给每笔欠款起一个 40 字以内的名字")
        check_amount(self.balance, "欠款余额")
        check_yearly(self.annual_rate)
        if self.consequence is not None:
            check_periods(self.consequence, "后果轻重")
        check_amount_or_zero(self.minimum, "每月最低还款")


@dataclass(frozen=True, slots=True)
class Month:
    """One month: what was charged and paid on each debt, and what is left, in the order given."""

    number: int
    interest: tuple[Money, ...]
    paid: tuple[Money, ...]
    balances: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Payoff:
    strategy: Strategy
    months: tuple[Month, ...]
    interest: Money
    paid_off: tuple[tuple[str, int], ...]
    """Each debt's name and the month in which it ends, soonest first."""


@dataclass(frozen=True, slots=True)
class PayoffComparison:
    payoffs: tuple[Payoff, ...]
    calculation: Calculation


@exact()
def pay_off(debts: Sequence[Debt], budget: Money, strategy: Strategy) -> Payoff:
    """Month by month until nothing is owed."""
    _check(debts, budget, strategy)
    balances = [each.balance for each in debts]
    owed = total(balances)
    months: list[Month] = []
    ends: dict[int, int] = {}
    monthly = [each.annual_rate / 12 for each in debts]
    while any(balances):
        if len(months) == MAX_MONTHS:
            raise BudgetTooSmall(_NEVER)
        interest = [b.scaled(rate) for b, rate in zip(balances, monthly, strict=True)]
        balances = [b + charged for b, charged in zip(balances, interest, strict=True)]
        paid = [min(each.minimum, b) for each, b in zip(debts, balances, strict=True)]
        left = budget - total(paid)
        balances = [b - p for b, p in zip(balances, paid, strict=True)]
        for index in sorted(range(len(debts)), key=_order(debts, balances, strategy)):
            extra = min(left, balances[index])
            paid[index] += extra
            balances[index] -= extra
            left -= extra
        if total(balances).fen > _HOPELESS * owed.fen:
            raise BudgetTooSmall(_NEVER)
        months.append(Month(len(months) + 1, tuple(interest), tuple(paid), tuple(balances)))
        for index, balance in enumerate(balances):
            if not balance:
                ends.setdefault(index, len(months))
    charged = total([sum_of for month in months for sum_of in month.interest])
    soonest = sorted(ends, key=lambda index: ends[index])
    return Payoff(
        strategy, tuple(months), charged, tuple((debts[i].name, ends[i]) for i in soonest)
    )


def compare_payoffs(
    debts: Sequence[Debt],
    budget: Money,
    strategies: Sequence[Strategy] = ("avalanche", "snowball"),
    origins: Origins | None = None,
) -> PayoffComparison:
    """The same budget in different orders, side by side."""
    if not strategies:
        raise InvalidTerms("请至少选一种还款顺序")
    payoffs = tuple(pay_off(debts, budget, each) for each in strategies)
    inputs = InputList(origins or {})
    inputs.add("budget", "每月一共能还", budget, "元")
    for number, each in enumerate(debts, start=1):
        inputs.add("balance", f"{each.name}余额", each.balance, "元", number=number)
        rate = percent(each.annual_rate)
        inputs.add("annual_rate", f"{each.name}年利率", rate, "%", number=number)
        inputs.add("minimum", f"{each.name}每月最低", each.minimum, "元", number=number)
    interests = [each.interest for each in payoffs]
    return PayoffComparison(
        payoffs,
        calculation(
            name="多笔欠款还款顺序",
            kind="compare_payoffs",
            inputs=inputs.items,
            formula="每月先计息（余额 × 年利率 ÷ 12，四舍五入到分），再付各笔最低，余下的按顺序还",
            assumptions=(
                "不再新增消费，利率不变，也没有逾期费用；已经逾期的，先还到不再逾期。",
                "房租、吃饭、看病排在所有欠款前面。",
                "以各家账单为准。",
                *(() if all(each.minimum for each in debts) else NO_MINIMUMS),
            ),
            result={"payoffs": [_result(each, debts) for each in payoffs]},
            figures=[
                yuan_figure(max(interests) - min(interests), "利息相差"),
                yuan_figure(total([each.balance for each in debts]), "一共欠"),
                *(
                    figure
                    for each in payoffs
                    for figure in (
                        count_figure(len(each.months), "periods", STRATEGIES[each.strategy]),
                        yuan_figure(each.interest, f"{STRATEGIES[each.strategy]}：利息"),
                        *(count_figure(end, "periods", f"{n} 还清") for n, end in each.paid_off),
                    )
                ),
            ],
        ),
    )


def _order(
    debts: Sequence[Debt], balances: list[Money], strategy: Strategy
) -> Callable[[int], Any]:
    if strategy == "avalanche":
        return lambda index: -debts[index].annual_rate
    if strategy == "snowball":
        now = list(balances)
        return lambda index: now[index]
    return lambda index: debts[index].consequence


def _check(debts: Sequence[Debt], budget: Money, strategy: Strategy) -> None:
    if not 1 <= len(debts) <= MAX_DEBTS:
        raise InvalidTerms(f"请列出 1 到 {MAX_DEBTS} 笔欠款")
    if strategy not in STRATEGIES:
        raise InvalidTerms("还款顺序请选：年化最高、余额最小、后果最重")
    if strategy == "consequence" and any(each.consequence is None for each in debts):
        raise InvalidTerms("按后果排序，要给每笔欠款标上轻重，1 是最重")
    check_amount(budget, "每月一共能还的金额")
    least = total([min(each.minimum, each.balance) for each in debts])
    if budget < least:
        raise BudgetTooSmall(f"每月最低还款一共要 {least.text()} 元，请提高金额，或和放款方协商")


def _result(payoff: Payoff, debts: Sequence[Debt]) -> dict[str, Any]:
    return {
        "strategy": payoff.strategy,
        "label": STRATEGIES[payoff.strategy],
        "months": len(payoff.months),
        "interest": str(payoff.interest),
        "paid_off": [{"name": name, "month": month} for name, month in payoff.paid_off],
        "rows": [
            {
                "month": month.number,
                "paid": [str(each) for each in month.paid],
                "balances": [str(each) for each in month.balances],
            }
            for month in payoff.months
        ],
        "names": [each.name for each in debts],
    }
