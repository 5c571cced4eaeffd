"""The lines drawn over the price of credit, and whom each binds.

    24%        court line for loans of financial institutions, if the borrower asks
    24%        supervisors' line for what banks lend through a platform, from 2025-10-01
    24%, then 4 × LPR   supervisors' line for what small-loan companies newly lend
    4 × LPR    court line for lending between private persons, by the day of the contract

    most for a time = principal × yearly line × days ÷ 365 or 360

A line binds only whom it is made for: 4 × LPR is not a cap on banks, consumer-finance or
small-loan companies (法释〔2020〕27号). The texts seen do not say whether a line means simple or
compound yearly rates, so both are compared. LPR: `lpr.py`; a line on a
value that nobody confirmed says so in `confirmed`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zhihuan.repayment.annual_rate import AnnualRate
from zhihuan.repayment.bounds import InvalidTerms, check_date, check_days, check_yearly, exact
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
from zhihuan.repayment.lpr import LPR_ONE_YEAR, lpr_one_year
from zhihuan.repayment.money import Money, check_amount

FACILITATION_FROM = date(2025, 10, 1)
SMALL_LOAN_FROM = date(2025, 12, 1)
"""The guideline came in December 2025; its day is not sure."""

PRIVATE_LENDING_FROM = date(2020, 8, 20)
COURT_LINE = Decimal("0.24")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `rate` a year, whom it binds, how it works, where it stands."""

    id: str
    rate: Decimal
    binds: str
    how: str
    source: str
    confirmed: bool = True


_COURT = Line(
    "court-24",
    COURT_LINE,
    "银行、消费金融公司、小额贷款公司等金融机构的贷款纠纷",
    "打官司时借款人主动提出，利息、罚息、违约金等合计过高的，可以请求调减超过的部分；由法院判断",
    "court-finance-opinion-2",
)
_FACILITATION = Line(
    "facilitation-24",
    COURT_LINE,
    "银行通过平台放的贷款（消费金融公司等参照），2025-10-01 起新办的",
    "增信费等都算进综合融资成本，业界按这条线执行；旧合同不会自动降价",
    "loan-facilitation-notice-2025",
)
_SMALL_LOAN = Line(
    "small-loan-24",
    COURT_LINE,
    "小额贷款公司新发放的贷款",
    "据公开报道，超过的不得新发；文件没有公开，不改存量合同",
    "small-loan-cost-guideline-2025",
)
_SMALL_LOAN_LPR = Line(
    "small-loan-4lpr",
    COURT_LINE,
    "小额贷款公司新发放的贷款，原则上最晚 2027 年底前做到",
    "据公开报道的监管目标，不是法院的上限，不改存量合同",
    "small-loan-cost-guideline-2025",
)
_PRIVATE = Line(
    "private-4lpr",
    COURT_LINE,
    "个人之间等民间借贷；不适用于银行、消费金融公司和小额贷款公司的贷款",
    "按合同成立时一年期 LPR 的四倍，这是民间借贷的司法上限",
    "private-lending-25",
)


@dataclass(frozen=True, slots=True)
class AgainstLine:
    line: Line
    simple_above: bool
    effective_above: bool


@dataclass(frozen=True, slots=True)
class LineCheck:
    against: tuple[AgainstLine, ...]
    calculation: Calculation


@dataclass(frozen=True, slots=True)
class CapAmount:
    """The most that `rate` a year allows for `days`. Yuan, unrounded."""

    amount: Decimal
    calculation: Calculation


def lines(contract: date) -> tuple[Line, ...]:
    """Every line we know of, for a contract made on `contract`."""
    check_date(contract, "合同成立日")
    found = [_COURT]
    if contract >= FACILITATION_FROM:
        found.append(_FACILITATION)
    if contract >= SMALL_LOAN_FROM:
        found.append(_SMALL_LOAN)
        found.append(_fourfold(_SMALL_LOAN_LPR, contract))
    if contract >= PRIVATE_LENDING_FROM:
        found.append(_fourfold(_PRIVATE, contract))
    return tuple(found)


def _fourfold(line: Line, contract: date) -> Line:
    step = lpr_one_year(contract)
    return replace(line, rate=4 * step.rate, confirmed=step.confirmed)


@exact()
def check_lines(rate: AnnualRate, contract: date, origins: Origins | None = None) -> LineCheck:
    """Where a plan's yearly rate stands against each line, simple and compound."""
    against = tuple(
        AgainstLine(each, rate.simple > each.rate, rate.effective > each.rate)
        for each in lines(contract)
    )
    inputs = InputList(origins or {})
    inputs.add("contract", "合同成立日", contract, "日期")
    inputs.add("simple", "真实年化（单利）", percent(rate.simple), "%", fallback="derived")
    inputs.add("effective", "真实年化（复利）", percent(rate.effective), "%", fallback="derived")
    assumptions = [
        "每条线只管它说的那一类放款方，先看合同上的放款人是谁。",
        "所见文本没有写红线按单利还是复利算，两种都比。",
        "能不能调减、调减多少，由法院判断；需要时请咨询律师。",
    ]
    if contract >= LPR_ONE_YEAR[0].since:
        step = lpr_one_year(contract)
        rate_told = percent(step.rate)
        inputs.add("lpr", "一年期 LPR", rate_told, "%", fallback="default", source=step.source)
        if not step.confirmed:
            assumptions.append("这一天的 LPR 没有核到公告，请到人民银行网站再查。")
    if contract < PRIVATE_LENDING_FROM:
        assumptions.append(
            "2020-08-20 以前成立的民间借贷合同，那天以后的利息按起诉时的标准，这里没有列。"
        )
    assumptions += _whose(against)
    return LineCheck(
        against,
        calculation(
            name="和利率红线对照",
            kind="check_lines",
            inputs=inputs.items,
            formula="真实年化和每条线比大小；4 倍 LPR = 合同成立日一年期 LPR × 4",
            assumptions=assumptions,
            result={
                "lines": [
                    {
                        "id": each.line.id,
                        "percent": plain(percent(each.line.rate)),
                        "binds": each.line.binds,
                        "how": each.line.how,
                        "source": each.line.source,
                        "confirmed": each.line.confirmed,
                        "simple_above": each.simple_above,
                        "effective_above": each.effective_above,
                    }
                    for each in against
                ]
            },
            figures=[
                Figure(Decimal(4), "ratio", "LPR 倍数"),
                *(percent_figure(each.line.rate, each.line.id) for each in against),
            ],
        ),
    )


def _whose(against: Sequence[AgainstLine]) -> Iterator[str]:
    """Whom the lines of the courts bind, in words to be told."""
    for line in (each.line for each in against):
        if line.id == _COURT.id:
            yield f"法院的 24% 这条线，管的是{line.binds}：{line.how}。"
        elif line.id == _PRIVATE.id:
            yield f"四倍 LPR 管的是{line.binds}。"


@exact()
def cap_amount(
    *,
    principal: Money,
    days: int,
    rate: Decimal = COURT_LINE,
    days_in_year: int = 365,
    origins: Origins | None = None,
) -> CapAmount:
    """What a yearly line allows on `principal` for `days`, simple interest."""
    check_amount(principal, "本金")
    check_days(days)
    check_yearly(rate, "年化")
    if days_in_year not in (360, 365):
        raise InvalidTerms("一年按 360 天或 365 天算，请选一个")
    most = trimmed(principal.yuan * rate * days / days_in_year)
    inputs = InputList(origins or {})
    inputs.add("amount", "本金", principal, "元")
    inputs.add("days", "天数", days, "天")
    inputs.add("rate", "年化线", percent(rate), "%", fallback="default")
    inputs.add("days_in_year", "一年按多少天", days_in_year, "天", fallback="default")
    return CapAmount(
        most,
        calculation(
            name="按年化线算的最高费用",
            kind="cap_amount",
            inputs=inputs.items,
            formula="最高费用 = 本金 × 年化线 × 天数 ÷ 一年天数",
            assumptions=("按单利算，不滚利；这条线管不管您这笔，先看放款方是谁。", AS_BILLED),
            result={"amount": str(Money.rounded(most))},
            figures=[
                yuan_figure(most, "最高费用"),
            ],
        ),
    )
