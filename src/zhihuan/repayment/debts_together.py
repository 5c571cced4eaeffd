"""Several debts put together: what is owed in all, and how far a monthly sum goes without interest.

    total       the balances added up
    left        total − the sums that are to come (a bonus, a month's pay), never below nothing
    months      left ÷ what can be paid a month, up to a whole month
    each month  left ÷ the months wished for, up to a whole fen
    last        left − (months − 1) × what can be paid a month

Nothing is assumed about interest and fees: they come on top, so that the months are the fewest
there can be. With every yearly rate known, `several_debts` says how long it really takes. How
late each debt is goes by the stages of `stage`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhihuan.repayment.bounds import InvalidTerms, check_days, check_periods, exact
from zhihuan.repayment.calculation import (
    Calculation,
    Figure,
    InputList,
    Origins,
    calculation,
    count_figure,
    yuan_figure,
)
from zhihuan.repayment.money import ZERO, Money, check_amount, total
from zhihuan.repayment.several_debts import MAX_DEBTS, MAX_MONTHS
from zhihuan.repayment.stage import Stage, stage

WITHOUT_INTEREST = "利息和费用没有算在里头，要另外加上去，所以实际只会更久、更多。"
EACH_CONTRACT = "每一笔怎么收，以那一笔的合同和账单为准。"
BY_DAYS = "M1、M2 这些阶段是按天数算的行业说法，不是法律；信用报告上怎么标，以报告为准。"
_TOO_LITTLE = "每月这个数太少了，请提高每月金额，或和放款方协商"


@dataclass(frozen=True, slots=True)
class Owed:
    """One debt. `days_late` from and to, equal where it is known to the day; None: not said."""

    name: str
    balance: Money
    days_late: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not 0 < len(self.name) <= 40:
            raise InvalidTerms("请给每笔欠款起一个 40 字以内的名字")
        check_amount(self.balance, "欠款余额")
        if self.days_late is not None:
            low, high = self.days_late
            check_days(low, "逾期天数")
            check_days(high, "逾期天数")
            if low > high:
                raise InvalidTerms("逾期天数要从少写到多，比如 31-60")

    @property
    def stages(self) -> tuple[Stage, Stage] | None:
        """The stage at both ends of the days; None where it is not late, or not known to be."""
        if self.days_late is None or self.days_late[1] == 0:
            return None
        low, high = map(stage, self.days_late)
        return low, high


@dataclass(frozen=True, slots=True)
class DebtsTogether:
    """`months` and `last` go with a monthly sum, `each_month` with a number of months.

    `left` is what is owed after the sums to come; all of it where none was told.
    """

    owed: Money
    left: Money
    months: int | None
    last: Money | None
    each_month: Money | None
    calculation: Calculation


@exact()
def debts_together(
    debts: Sequence[Owed],
    monthly: Money | None = None,
    within: int | None = None,
    origins: Origins | None = None,
    *,
    lumps: Sequence[Money] = (),
) -> DebtsTogether:
    """What is owed in all; in how many months `monthly` pays it; what `within` months ask for.

    `lumps` are paid besides, each once: only what they leave is to be paid by the month.
    """
    if not 1 <= len(debts) <= MAX_DEBTS:
        raise InvalidTerms(f"请列出 1 到 {MAX_DEBTS} 笔欠款")
    owed = total([each.balance for each in debts])
    if len(lumps) > MAX_DEBTS:
        raise InvalidTerms(f"打算另外还的钱最多写 {MAX_DEBTS} 笔")
    for each_lump in lumps:
        check_amount(each_lump, "打算另外还的钱")
    left = max(owed - total(list(lumps)), ZERO)
    months = last = each_month = None
    if monthly is not None:
        check_amount(monthly, "每月一共能还的金额")
        months = -(-left.fen // monthly.fen)
        if months > MAX_MONTHS:
            raise InvalidTerms(_TOO_LITTLE)
        last = Money(left.fen - (months - 1) * monthly.fen) if months else ZERO
    if within is not None:
        check_periods(within, "想几个月还完")
        each_month = Money(-(-left.fen // within))
    late = any(each.stages for each in debts)
    inputs = InputList(origins or {})
    for number, each in enumerate(debts, start=1):
        inputs.add("balance", f"{each.name}余额", each.balance, "元", number=number)
        if each.days_late is not None:
            low, high = each.days_late
            inputs.add("days", f"{each.name}逾期天数", low, "天", number=number)
            if low != high:
                inputs.add("days_to", f"{each.name}逾期天数至多", high, "天", number=number)
    if monthly is not None:
        inputs.add("monthly", "每月一共能还", monthly, "元")
    if within is not None:
        inputs.add("within", "想几个月还完", within, "个月")
    for number, lump in enumerate(lumps, start=1):
        inputs.add("lump", f"第 {number} 笔打算另外还的", lump, "元", number=number)
    return DebtsTogether(
        owed,
        left,
        months,
        last,
        each_month,
        calculation(
            name="几笔欠款合在一起",
            kind="debts_together",
            inputs=inputs.items,
            formula=_formula(bool(lumps)),
            assumptions=(WITHOUT_INTEREST, EACH_CONTRACT, *([BY_DAYS] if late else [])),
            result={
                "total": str(owed),
                "monthly": str(monthly) if monthly else None,
                "months": months,
                "last": str(last) if last else None,
                "within": within,
                "each_month": str(each_month) if each_month else None,
                "fits": None if not (each_month and monthly) else each_month <= monthly,
                "debts": [_told(each) for each in debts],
                **(_after(owed, left, lumps) if lumps else {}),
            },
            figures=[
                *([yuan_figure(left, "还剩")] if lumps else []),
                *([yuan_figure(total(list(lumps)), "打算另外还的一共")] if lumps else []),
                *_figures(debts, owed, months, last, each_month),
                *([count_figure(within, "periods", "想几个月还完")] if within else []),
            ],
        ),
    )


def _formula(with_lumps: bool) -> str:
    rest = "还剩" if with_lumps else "一共欠"
    minus = "还剩 = 一共欠 − 打算另外还的；" if with_lumps else ""
    return (
        f"一共欠 = 各笔余额相加；{minus}最少几个月 = {rest} ÷ 每月能还，不足一个月算一个月；"
        f"每月至少 = {rest} ÷ 想还的月数"
    )


def _after(owed: Money, left: Money, lumps: Sequence[Money]) -> dict[str, object]:
    """What the sums to come leave. Only where some were told: a sum without keeps its id."""
    paid = total(list(lumps))
    return {
        "lumps": [str(each) for each in lumps],
        "lumps_total": str(paid),
        "left": str(left),
        "enough": paid >= owed,
    }


def _told(each: Owed) -> dict[str, object]:
    low, high = each.stages or (None, None)
    return {
        "name": each.name,
        "balance": str(each.balance),
        "days_late": list(each.days_late) if each.days_late else None,
        "stages": [low.name, high.name] if low and high else None,
    }


def _figures(
    debts: Sequence[Owed],
    owed: Money,
    months: int | None,
    last: Money | None,
    each_month: Money | None,
) -> Iterator[Figure]:
    yield yuan_figure(owed, "一共欠")
    if months is not None and last is not None:
        yield count_figure(months, "periods", "最少几个月")
        yield yuan_figure(last, "最后一个月还")
    if each_month is not None:
        yield yuan_figure(each_month, "每月至少还")
    for each in debts:
        for end in each.stages or ():
            if end.mark.isdigit():
                yield count_figure(int(end.mark), "stage", f"{each.name}的阶段")
