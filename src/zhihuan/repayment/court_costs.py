"""What a court costs, and what lateness costs after a judgment.

    filing       50 up to 10,000 yuan; + 2.5% of the part from there to 100,000
    simplified   half of it (also when settled by mediation)
    payment order   a third of it
    enforcement  50 up to 10,000 yuan; + 1.5% of the part from there to 500,000
    after a judgment's deadline   unpaid × 0.0175% × days, besides ordinary interest

诉讼费用交纳办法 13–16, 29; 民诉法 264 with 法释〔2014〕8号 1. The loser pays.
Larger claims have steps that we have not read: they are refused, not guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhihuan.repayment.bounds import InvalidTerms, check_days, exact
from zhihuan.repayment.calculation import (
    Calculation,
    InputList,
    Origins,
    calculation,
    percent,
    percent_figure,
    trimmed,
    yuan_figure,
)
from zhihuan.repayment.money import ZERO, Money, check_amount

FREE_UP_TO = Money.of(10_000)
BASE_FEE = Money.of(50)
FILING_RATE = Decimal("0.025")
FILING_KNOWN_TO = Money.of(100_000)
ENFORCEMENT_RATE = Decimal("0.015")
DELAY_DAILY = Decimal("0.000175")


@dataclass(frozen=True, slots=True)
class CourtCosts:
    filing: Money
    simplified: Money
    payment_order: Money
    enforcement: Money
    calculation: Calculation


@dataclass(frozen=True, slots=True)
class DelayInterest:
    """Yuan, unrounded."""

    amount: Decimal
    calculation: Calculation


@exact()
def court_costs(claim: Money, origins: Origins | None = None) -> CourtCosts:
    """The fees for a claim of up to 100,000 yuan."""
    check_amount(claim, "诉讼标的额")
    if claim > FILING_KNOWN_TO:
        raise InvalidTerms("这里只收录了标的额 10 万元以内的诉讼费，请向法院询问")
    above = max(claim - FREE_UP_TO, ZERO)
    filing = BASE_FEE + above.scaled(FILING_RATE)
    simplified = filing.scaled(Decimal("0.5"))
    order = Money.rounded(filing.yuan / 3)
    enforcement = BASE_FEE + above.scaled(ENFORCEMENT_RATE)
    inputs = InputList(origins or {})
    inputs.add("claim", "诉讼标的额", claim, "元")
    named = {
        "filing": ("受理费", filing),
        "simplified": ("简易程序或调解结案，受理费减半", simplified),
        "payment_order": ("支付令申请费", order),
        "enforcement": ("执行申请费", enforcement),
    }
    return CourtCosts(
        filing,
        simplified,
        order,
        enforcement,
        calculation(
            name="诉讼费估算",
            kind="court_costs",
            inputs=inputs.items,
            formula="受理费 = 50 元 + 超过 1 万元的部分 × 2.5%；简易程序或调解减半；"
            "支付令是受理费的三分之一；执行费 = 50 元 + 超过 1 万元的部分 × 1.5%",
            assumptions=(
                "诉讼费由败诉方负担，具体由法院决定。",
                "低保等情况可以申请缓交、减交、免交。",
            ),
            result={key: str(value) for key, (_, value) in named.items()},
            figures=[
                yuan_figure(BASE_FEE, "起步"),
                yuan_figure(FREE_UP_TO, "起步档上限"),
                percent_figure(FILING_RATE, "受理费比例"),
                percent_figure(ENFORCEMENT_RATE, "执行费比例"),
                *(yuan_figure(value, label) for label, value in named.values()),
            ],
        ),
    )


@exact()
def delay_interest(*, unpaid: Money, days: int, origins: Origins | None = None) -> DelayInterest:
    """What is added for each day after the deadline that a judgment set."""
    check_amount(unpaid, "判决确定还没付的金额")
    check_days(days, "迟延天数")
    per_day = trimmed(unpaid.yuan * DELAY_DAILY)
    amount = trimmed(per_day * days)
    yearly = DELAY_DAILY * 365
    inputs = InputList(origins or {})
    inputs.add("amount", "还没付的金额（不含一般利息）", unpaid, "元")
    inputs.add("days", "迟延天数", days, "天")
    inputs.add(
        "daily_rate", "每日加算", percent(DELAY_DAILY), "%", fallback="default",
        source="delay-interest-1",
    )  # fmt: skip
    return DelayInterest(
        amount,
        calculation(
            name="迟延履行利息测算",
            kind="delay_interest",
            inputs=inputs.items,
            formula="加倍部分利息 = 还没付的金钱债务（不含一般利息）× 0.0175% × 迟延天数",
            assumptions=(
                "从判决给的履行期满后算，先还本债，再还这部分利息。",
                "一般利息按判决另算；具体数额由法院执行时确定。",
            ),
            result={"amount": str(Money.rounded(amount)), "per_day": f"{per_day:f}"},
            figures=[
                percent_figure(yearly, "折年"),
                yuan_figure(per_day, "每天"),
                yuan_figure(amount, "加倍部分利息"),
            ],
        ),
    )
