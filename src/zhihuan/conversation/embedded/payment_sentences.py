"""What is left once payments are taken off, told in sentences. Every figure is copied."""

from __future__ import annotations

from decimal import Decimal

from zhihuan.conversation.embedded.amounts import yuan
from zhihuan.conversation.found import Computed
from zhihuan.repayment.after_payments import BY_CONTRACT


def left(computed: Computed, *, unsure: bool = False, late: bool = True) -> list[str]:
    """`late`: what is paid may be taken for charges first.

    `unsure`: what is owed may have been told after the payment; then nothing is taken off."""
    result, handle = computed.result, f"[{computed.handle}]"
    amount, paid, planned = (result[name] for name in ("amount", "paid", "planned"))
    steps = f"减去已还的 {yuan(paid)} 元" if Decimal(paid) else ""
    if Decimal(planned):
        steps += f"{'，再' if steps else ''}减去打算还的 {yuan(planned)} 元"
    sentences = [
        f"您说欠 {yuan(amount)} 元，{steps}，还剩 {yuan(result['left'])} 元"
        f"{'，逾期费用另算' if late else ''}。{handle}",
    ]
    if late:
        sentences.append(f"{BY_CONTRACT}{handle}")
    if unsure:
        sentences.append(f"{computed.assumptions[-1]}{handle}")
    return sentences
