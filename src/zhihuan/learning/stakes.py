"""How much is at stake for whoever asks, told in words.

    danger   somebody may be in danger             counts 25 times
    papers   a court, a lawyer, or a swindler      5 times
    money    an amount was named                   2 times
    other    everything else                       once

    weight of a cluster = people who asked × the highest stake among their questions

Danger and papers are read as they are in a conversation; the words below catch what is only
spoken of, not received.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

from zhihuan.conversation import danger
from zhihuan.conversation.notices import Reading, read_notice
from zhihuan.conversation.quantities import find_quantities
from zhihuan.conversation.reading import read_situation
from zhihuan.conversation.situation import Utterance
from zhihuan.library.knowledge_base import KnowledgeBase

Stake = Literal["danger", "papers", "money", "other"]

WEIGHTS: dict[Stake, int] = {"danger": 25, "papers": 5, "money": 2, "other": 1}
WORDS: dict[Stake, str] = {
    "danger": "问的人可能有危险",
    "papers": "涉及法院、律师的文书，或者可能是骗局",
    "money": "说到了具体的金额",
    "other": "没有说到危险、文书和金额",
}
_PAPERS = frozenset({"lawyer-letter", "court-summons", "judgment", "enforcement-notice"})
_OF_PAPERS = re.compile(
    "法院|传票|起诉|开庭|判决|律师函|支付令|仲裁|强制执行|查封|冻结|失信|立案"
    "|诈骗|骗子|骗了|被骗|骗局|假冒|冒充|验证码|刷流水|解冻费|保证金|公检法"
)


def stake_of(
    text: str, as_of: date, base: KnowledgeBase, likeness: danger.Likeness | None = None
) -> Stake:
    """The highest stake that a question speaks of. `likeness` as in `danger.assess`."""
    if danger.assess(text, likeness=likeness).level in ("crisis", "unsure"):
        return "danger"
    if _OF_PAPERS.search(text) or _received(text, as_of) or _fraud(text, as_of, base):
        return "papers"
    if any(quantity.unit == "yuan" for quantity in find_quantities(text, today=as_of)):
        return "money"
    return "other"


def highest(stakes: Iterable[Stake]) -> Stake:
    """The one that counts most."""
    return max(stakes, key=WEIGHTS.__getitem__)


def _received(text: str, as_of: date) -> bool:
    situation = read_situation([Utterance(text, as_of, None)])
    return any(known.value in _PAPERS for known in situation.received)


def _fraud(text: str, as_of: date, base: KnowledgeBase) -> bool:
    reading: Reading = read_notice(text, as_of=as_of, sources=base.sources, contacts=base.contacts)
    return bool(reading.of("fraud"))
