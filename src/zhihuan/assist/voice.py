"""The agent's voice: `voice.yaml`, and how a sentence of the assistant's becomes an agent's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

import yaml

from zhihuan.conversation.phrases import phrase

Tone = Literal["plain", "warmer", "shorter"]
TONES: tuple[Tone, ...] = get_args(Tone)

_SENTENCE = re.compile("[^。！？]+[。！？]?")
# The assistant offers a human; the agent is one.
_CALLS_A_HUMAN = re.compile(
    "[；，。]?(想找真人，)?(您|你)?(再)?回(我)?一句“转人工”[^。；]*|，我把能找到真人的电话给(您|你)|，?或者说“转人工”"
)
_TO_THE_DESK = re.compile(
    "(打|拨|找|联系|用|从|跟|和|问)[^。；]{0,16}(官方客服|在线客服|平台客服|放款平台|95118)|(官方客服|在线客服)(说|登记|谈)"
)
# What an assistant cannot do, and an agent can.
_OF_A_MACHINE = re.compile(
    "去谈的时候可以直接说|这里(看|查)不到|我(这里)?接不通|告诉我，我就能帮您|我就能帮您往下算"
)
_FOR_ANOTHER_END = re.compile("核实|骗|投诉|冒充|法院|12378|真假|转让|传票|律师函|委托")


@cache
def _data() -> Mapping[str, Any]:
    text = files("zhihuan.assist").joinpath("voice.yaml").read_text("utf-8")
    data: Mapping[str, Any] = yaml.safe_load(text)
    return data


@cache
def _replaced() -> Mapping[str, tuple[str, ...]]:
    """What is said in place of each sentence of a line: its first sentence brings the new ones."""
    table: dict[str, tuple[str, ...]] = {}
    for key, lines in _data()["phrases"].items():
        old = _SENTENCE.findall(phrase(key))
        table[old[0]] = tuple(lines)
        table |= {sentence: () for sentence in old[1:] if sentence not in table}
    return table


def line(key: str) -> str:
    """One of the agent's own lines."""
    return str(_data()[key])


def acknowledgement(key: str) -> str:
    """The first line of a warmer reply."""
    return str(_data()["acknowledge"][key])


def acknowledgements() -> tuple[str, ...]:
    """What a warmer reply may begin with, by what the customer said, in order."""
    return tuple(_data()["acknowledge"])


def of_tone(tone: Tone) -> str:
    """What a language model is told."""
    return str(_data()["tones"][tone])


def as_agent(sentence: str) -> tuple[str, ...]:
    """What an agent says in place of a sentence that cites nothing; () where it is not said."""
    if sentence in _replaced():
        return _replaced()[sentence]
    cut = _CALLS_A_HUMAN.sub("", sentence).strip("，；。 ")
    if cut == sentence.strip("，；。 "):
        return (sentence,)
    return (f"{cut}。",) if cut else ()


def sends_to_the_desk(sentence: str) -> bool:
    """Whether a sentence sends the customer to where they are already: the lender's own desk."""
    return bool(_TO_THE_DESK.search(sentence)) and not _FOR_ANOTHER_END.search(sentence)


def is_of_a_machine(sentence: str) -> bool:
    """Whether a sentence tells what an assistant cannot do, which an agent can."""
    return _OF_A_MACHINE.search(sentence) is not None


def own_lines() -> tuple[str, ...]:
    """Every line that stands in `voice.yaml` to be said."""
    singles = [value for value in _data().values() if isinstance(value, str)]
    lists = [text for lines in _data()["phrases"].values() for text in lines]
    return (*singles, *lists, *_data()["acknowledge"].values())
