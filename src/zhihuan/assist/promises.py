"""What was promised to the customer, by an agent or by the assistant: it must be kept.

我帮您提交申请 · 三天内给您回复 · 登记好了 · 明天再联系您
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from zhihuan.assist.case import Case
from zhihuan.assist.transcript import Message
from zhihuan.conversation.quantities import find_quantities
from zhihuan.repayment.due_dates import months_later

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_PROMISE = re.compile(
    "我(们)?(这边|这里|来|会|先|就|马上|再|去|已经|可以)*(帮|给|替|为|把|跟)(您|你)?[^，。]{0,12}"
    "(申请|提交|登记|反馈|核实|核查|核对|查|转|回复|答复|联系|处理|报上去|上报|发|停|撤|标注|跟进|催办)"
    "|(我|我们|这边)[^，。]{0,6}(会|来|就|先|马上)[^，。]{0,8}(申请|提交|登记|反馈|核实|核查|回复|答复|联系|处理|上报|跟进|停掉)"
    "|([0-9一二两三四五六七八九十]+个?(天|日|工作日|小时)(之?内|以内)|明天|今天(下班)?[^，。]{0,3}前|后天|下周[一二三四五六日]?|周[一二三四五六日])"
    "[^，。]{0,10}(回复|答复|联系|处理|给(您|你)|回电|打给)"
)
# What stands before a promise out of kindness is no part of it.
_KIND_WORDS = re.compile(
    "^((给您添麻烦|抱歉|不好意思|对不起|您好|理解您|好的|嗯)[^，。]{0,8}[，,])+"
)
_NOT_PROMISED = re.compile(
    "不能|不会|没法|无法|不了|要不要|吗[？?]?$|能不能|可以吗|如果|要是|[您你]可以|建议(您|你)|算|解释"
)


@dataclass(frozen=True, slots=True)
class Promise:
    """`due` is the day by which it was promised, where one was named."""

    text: str
    by: str
    due: date | None

    def to_json(self) -> dict[str, str]:
        """One entry of `promised`."""
        return {"text": self.text, "by": self.by}


def promises_of(case: Case) -> tuple[Promise, ...]:
    """Every promise once, in the order in which they were made."""
    found = {p.text: p for _, m in case.said_by("agent", "assistant") for p in _in(m, case.as_of)}
    return tuple(found.values())


def _in(message: Message, as_of: date) -> Iterator[Promise]:
    made = message.at.date() if message.at else as_of
    for piece in _SENTENCE.findall(message.text):
        text = _KIND_WORDS.sub("", piece.strip())
        if is_promise(text):
            yield Promise(text, message.role, due_in(text, made))


def is_promise(text: str) -> bool:
    """Whether a sentence says what will be done for the customer."""
    return bool(_PROMISE.search(text)) and not _NOT_PROMISED.search(text)


def due_in(text: str, made: date) -> date | None:
    """The day that a promise names: 三天内, 明天, 11月25日. Working days are told as they stand."""
    for quantity in find_quantities(text, today=made):
        if quantity.unit == "date" and quantity.low == quantity.high:
            day = int(quantity.low)
            named = date(day // 10000, day // 100 % 100, day % 100)
            if named < made and "年" not in quantity.text:
                named = months_later(named, 12)  # a promise looks ahead: 11月27日 is to come
            if named >= made:
                return named
        if quantity.unit == "days" and "工作日" not in text and quantity.high <= 366:
            return made + timedelta(int(quantity.high))
    return None
