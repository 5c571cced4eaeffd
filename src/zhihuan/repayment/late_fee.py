"""Other ways of charging for lateness, one function for each.

    card       (minimum − paid) × 5%                              once a bill, not once a day
    contract   unpaid × yearly rate × multiple ÷ 365 × days       a penalty of 1.3 to 1.5 times
    order      (principal left + fees left) × daily rate × days   on the whole order
    daily      unpaid × daily rate × days                         any rate that a bill names

The card fee is that of several banks (source credit-card-late-fee), and a contract may set
a lowest and a highest one. The multiples are those of bank loans (source
bank-penalty-interest, not checked against the rule). Order-based 白条 charged on everything
left of the order, not on the instalment that was missed (source baitiao-order-fee,
historical). All are simple interest; results are exact and rounded only when shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhihuan.repayment.bounds import InvalidTerms, check_days, check_rate, check_yearly, exact
from zhihuan.repayment.calculation import (
    AS_BILLED,
    Calculation,
    Figure,
    InputList,
    Origins,
    calculation,
    percent,
    percent_figure,
    plain,
    trimmed,
    yuan_figure,
)
from zhihuan.repayment.money import ZERO, Money, check_amount, check_amount_or_zero

CARD_RATE = Decimal("0.05")
PENALTY_MULTIPLES = (Decimal("1.3"), Decimal("1.5"))
DAYS_IN_YEAR = 365


@dataclass(frozen=True, slots=True)
class LateFee:
    """`low` and `high` are yuan, unrounded, and equal where the rule leaves no room."""

    low: Decimal
    high: Decimal
    calculation: Calculation


@exact()
def card_late_fee(
    *,
    minimum: Money,
    paid: Money = ZERO,
    rate: Decimal = CARD_RATE,
    at_least: Money | None = None,
    at_most: Money | None = None,
    origins: Origins | None = None,
) -> LateFee:
    """The one-off fee of a credit card whose minimum payment was not met."""
    check_amount(minimum, "最低还款额")
    check_amount_or_zero(paid, "已还金额")
    check_rate(rate, "违约金比例")
    for bound in (at_least, at_most):
        if bound is not None:
            check_amount(bound, "违约金上下限")
    if at_least is not None and at_most is not None and at_least > at_most:
        raise InvalidTerms("违约金下限不能高于上限，请核对一下")
    shortfall = max(minimum - paid, ZERO)
    fee = shortfall.yuan * rate
    if shortfall:
        fee = max(fee, at_least.yuan) if at_least is not None else fee
        fee = min(fee, at_most.yuan) if at_most is not None else fee
    inputs = InputList(origins or {})
    inputs.add("minimum", "最低还款额", minimum, "元")
    inputs.add("paid", "到期前已还", paid, "元")
    inputs.add("rate", "违约金比例", percent(rate), "%", fallback="default")
    if at_least is not None:
        inputs.add("at_least", "违约金下限", at_least, "元")
    if at_most is not None:
        inputs.add("at_most", "违约金上限", at_most, "元")
    return _late_fee(
        "信用卡违约金测算",
        "card_late_fee",
        inputs,
        "违约金 = （最低还款额 − 已还）× 比例，一期只收一次，不是每天收",
        ("这里只算违约金，没有算利息。", "比例和上下限各家不同，看领用合约。", AS_BILLED),
        (trimmed(fee), trimmed(fee)),
        {"shortfall": str(shortfall)},
        [
            yuan_figure(shortfall, "最低还款缺口"),
        ],
    )


@exact()
def contract_late_fee(
    *,
    unpaid: Money,
    annual_rate: Decimal,
    days: int,
    multiples: Sequence[Decimal] = PENALTY_MULTIPLES,
    days_in_year: int = DAYS_IN_YEAR,
    origins: Origins | None = None,
) -> LateFee:
    """Penalty interest as a multiple of the contract's yearly rate."""
    check_amount(unpaid, "未还金额")
    check_yearly(annual_rate, "合同年利率")
    check_days(days, "逾期天数")
    if not multiples or any(not 1 <= each <= 2 for each in multiples):
        raise InvalidTerms("罚息倍数要在 1 到 2 倍之间，请改一下")
    if days_in_year not in (360, 365):
        raise InvalidTerms("一年按 360 天或 365 天算，请选一个")
    low_multiple, high_multiple = min(multiples), max(multiples)
    plain_interest = unpaid.yuan * annual_rate * days / days_in_year
    low, high = plain_interest * low_multiple, plain_interest * high_multiple
    yearly_low, yearly_high = annual_rate * low_multiple, annual_rate * high_multiple
    inputs = InputList(origins or {})
    inputs.add("amount", "未还金额", unpaid, "元")
    inputs.add("annual_rate", "合同年利率", percent(annual_rate), "%")
    inputs.add("days", "逾期天数", days, "天")
    span = " – ".join(dict.fromkeys((plain(low_multiple), plain(high_multiple))))
    inputs.add("multiples", "罚息倍数", span, "倍", fallback="default")
    inputs.add("days_in_year", "一年按多少天", days_in_year, "天", fallback="default")
    return _late_fee(
        "合同罚息测算",
        "contract_late_fee",
        inputs,
        "罚息 = 未还金额 × 合同年利率 × 倍数 ÷ 一年天数 × 逾期天数，按天单利",
        ("罚息倍数各家不同，您的合同怎么写，以合同为准。", AS_BILLED),
        (trimmed(low), trimmed(high)),
        {},
        [
            percent_figure(yearly_low, "罚息年利率（低）"),
            percent_figure(yearly_high, "罚息年利率（高）"),
            Figure(low_multiple, "ratio", "罚息倍数（低）"),
            Figure(high_multiple, "ratio", "罚息倍数（高）"),
        ],
    )


@exact()
def order_late_fee(
    *,
    principal_left: Money,
    fees_left: Money = ZERO,
    daily_rate: Decimal,
    days: int,
    origins: Origins | None = None,
) -> LateFee:
    """Order-based: on all principal and all fees left of the order, due or not."""
    check_amount(principal_left, "这笔订单未还本金")
    check_amount_or_zero(fees_left, "这笔订单未还分期费")
    check_rate(daily_rate, "日违约金率")
    check_days(days, "逾期天数")
    base = principal_left + fees_left
    inputs = InputList(origins or {})
    inputs.add("principal_left", "未还本金", principal_left, "元")
    inputs.add("fees_left", "未还分期费", fees_left, "元")
    return _daily(
        "订单逾期费用测算",
        "order_late_fee",
        inputs,
        base,
        daily_rate,
        days,
        "违约金 = （未还本金 + 未还分期费）× 日违约金率 × 逾期天数",
        "按整张订单没还的部分算，不只是逾期的那一期；这是早年公开过的订单制收费说法。",
    )


@exact()
def daily_late_fee(
    *, unpaid: Money, daily_rate: Decimal, days: int, origins: Origins | None = None
) -> LateFee:
    """Any daily rate that a bill names."""
    check_amount(unpaid, "未还金额")
    check_rate(daily_rate, "日费率")
    check_days(days, "逾期天数")
    inputs = InputList(origins or {})
    inputs.add("amount", "未还金额", unpaid, "元")
    return _daily(
        "按日费率测算",
        "daily_late_fee",
        inputs,
        unpaid,
        daily_rate,
        days,
        "费用 = 未还金额 × 日费率 × 逾期天数",
        "从还款日的第二天开始数天数，按天单利算，不滚利。",
    )


def _daily(
    name: str,
    kind: str,
    inputs: InputList,
    base: Money,
    daily_rate: Decimal,
    days: int,
    formula: str,
    assumption: str,
) -> LateFee:
    per_day = trimmed(base.yuan * daily_rate)
    fee = trimmed(per_day * days)
    yearly = daily_rate * DAYS_IN_YEAR
    inputs.add("daily_rate", "日费率", percent(daily_rate), "%")
    inputs.add("days", "逾期天数", days, "天")
    return _late_fee(
        name,
        kind,
        inputs,
        formula,
        (assumption, AS_BILLED),
        (fee, fee),
        {"base": str(base), "per_day": plain(per_day)},
        [
            yuan_figure(base, "计费基数"),
            yuan_figure(per_day, "每天费用"),
            percent_figure(yearly, "日费率折年"),
        ],
    )


def _late_fee(
    name: str,
    kind: str,
    inputs: InputList,
    formula: str,
    assumptions: tuple[str, ...],
    fee: tuple[Decimal, Decimal],
    extra: dict[str, Any],
    figures: list[Figure],
) -> LateFee:
    low, high = fee
    result = {"low": str(Money.rounded(low)), "high": str(Money.rounded(high)), **extra}
    figures = [yuan_figure(low, "费用（低）"), yuan_figure(high, "费用（高）"), *figures]
    return LateFee(
        low,
        high,
        calculation(
            name=name,
            kind=kind,
            inputs=inputs.items,
            formula=formula,
            assumptions=assumptions,
            result=result,
            figures=figures,
        ),
    )
