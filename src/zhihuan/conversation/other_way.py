"""Behind many a wrong stands a real need: the article that answers it, beside the refusal."""

from __future__ import annotations

from collections.abc import Iterator

from zhihuan.conversation.sentences import Break, RawSentence
from zhihuan.conversation.tools import TurnContext
from zhihuan.library.article import NEXT_STEP, Passage

_OF_THE_ANSWER, _OF_THE_NEXT_STEP = 2, 2  # sentences


def other_way(question: str, turn: TurnContext) -> Iterator[RawSentence]:
    """What can be done instead: the answer and the next step of the article that is found.

    Nothing is said that an earlier answer of the conversation has said already.
    """
    said = "".join(str(answer.get("text", "")) for answer in turn.evidence.earlier)
    hits = turn.toolbox.search(question, as_of=turn.as_of, limit=1)
    for _, passages in turn.evidence.add_hits(hits):
        for heading, most in (("", _OF_THE_ANSWER), (NEXT_STEP, _OF_THE_NEXT_STEP)):
            for handle, passage in passages:
                if passage.heading == heading:
                    yield from _quoted(handle, passage, most, said)


def _quoted(handle: str, passage: Passage, most: int, said: str) -> Iterator[RawSentence]:
    breaks: Break = "paragraph"
    for sentence in passage.sentences[:most]:
        if sentence.text not in said:
            yield RawSentence(sentence.text, (handle,), breaks)
            breaks = ""
