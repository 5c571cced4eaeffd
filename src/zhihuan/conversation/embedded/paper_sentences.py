"""What the paper tools brought back, told in a chat: short, and every sentence as it was found.

letter     it is written and stands whole on its card; where to send it, and what is still open
notice     what was found in the pasted text, how to check it oneself, one thing to do now
timeline   from today on, a line a step
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from langchain_core.messages import BaseMessage, ToolMessage

from zhihuan.conversation.embedded.composer import bare, unmarked
from zhihuan.conversation.phrases import phrase

_MOST_MARKS, _MOST_CHECKS, _MOST_STEPS, _MOST_GAPS = 4, 2, 7, 4
_LINK = "has-link"
_SENTENCE = re.compile("[^。！？!?\n]*[。！？!?]?")
_BROKEN = re.compile("[。！？!?\n]")


def told_papers(since: Sequence[BaseMessage], shown: Collection[str]) -> str | None:
    """The answer, if a paper tool was asked; None where there is nothing to tell of one.

    `shown` holds the sentences told before, bare: our own lines are not said twice.
    """
    for artifact in _artifacts(since):
        for tool, tell in (("letter", _letter), ("notice", _notice), ("timeline", _timeline)):
            if tool in artifact and artifact.get("tool") == tool:
                paragraphs = tell(artifact[tool], artifact, f"[{artifact['handle']}]")
                told = ("".join(each) for each in paragraphs)
                return "\n\n".join(p for p in told if p and bare(unmarked(p)) not in shown)
            if artifact.get("tool") == tool and "error" in artifact:
                return f"{phrase('paper-failed')}{artifact['error']}"
    return None


def _letter(letter: Mapping[str, Any], _: Mapping[str, Any], handle: str) -> list[list[str]]:
    sent = [_first(_words(each["says"])) + handle for each in letter["send_to"]]
    gaps = [gap["label"] for gap in letter["gaps"] if not gap["by_hand"]]
    ask = f"还空着“{'”“'.join(gaps[:_MOST_GAPS])}”，您知道的话，能告诉我吗？" if gaps else ""
    return [[phrase("letter-written")], sent[:_MOST_CHECKS], [phrase("letter-by-hand")], [ask]]


def _notice(notice: Mapping[str, Any], artifact: Mapping[str, Any], handle: str) -> list[list[str]]:
    marks = [
        f"\n- {_mark(each)}{handle}{_first(_words(each['why']))}{handle}"
        for each in sorted(notice["marks"], key=_comes_later)[:_MOST_MARKS]
    ]
    checks = [f"{_first(_words(check))}{handle}" for check in notice["checks"][:_MOST_CHECKS]]
    unknown = [f"{each['text']}{handle}" for each in notice["not_known"][:1]]
    lead = [f"{each['text']}{handle}" for each in notice["said"]]
    lost = [f"{each['text']}{handle}" for each in notice["if_lost"][:1]]
    step = [f"{each['text']}{handle}" for each in notice["next_step"][:1]]
    return [[*lead, *marks], _lead(artifact), unknown, checks, lost, step]


def _lead(artifact: Mapping[str, Any]) -> list[str]:
    """The first sentence of the article about such a paper."""
    parts = [part for hit in artifact.get("hits", ()) for part in hit["parts"]]
    lead = next((part for part in parts if not part["heading"]), None)
    return [f"{lead['sentences'][0][0]}[{lead['handle']}]"] if lead else []


def _timeline(
    drawn: Mapping[str, Any], artifact: Mapping[str, Any], handle: str
) -> list[list[str]]:
    told = zip(drawn["steps"], artifact["sentences"], strict=False)
    ahead = [text for step, text in told if step["state"] != "past"]
    lines = [f"\n- {_first(text)}{handle}" for text in ahead[:_MOST_STEPS]]
    return [[phrase("timeline-drawn"), *lines], [phrase("timeline-no-fate")]]


def _comes_later(mark: Mapping[str, Any]) -> bool:
    """False for a link: that it is not to be tapped is said before anything else."""
    return bool(mark.get("id") != _LINK)


def _mark(mark: Mapping[str, Any]) -> str:
    """What it is and the words that say it, cut before a full stop: a sentence ends only once."""
    quote = _BROKEN.split(mark["spans"][0]["quote"])[0]
    return f"{mark['label']}：“{quote}”。"


def _words(statements: Sequence[Mapping[str, Any]]) -> str:
    return "".join(each["text"] for each in statements)


def _first(text: str) -> str:
    found = _SENTENCE.match(text)
    return found[0] if found else text


def _artifacts(since: Sequence[BaseMessage]) -> Iterator[Mapping[str, Any]]:
    for message in since:
        if isinstance(message, ToolMessage) and isinstance(message.artifact, dict):
            yield message.artifact
