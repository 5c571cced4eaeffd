"""What is not a figure: products and lenders, papers received, who they are, what they fear."""

import re
from dataclasses import replace

from zhihuan.conversation import vocabulary
from zhihuan.conversation.demands import demands_in
from zhihuan.conversation.said import CORRECTION, Said, is_if, is_question
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.told import Known

# 会不会被强制执行: feared, whatever else the clause holds.
# 说要把我列入失信: what somebody announces has not come.
_THREATENED = re.compile(
    "(?:说|吓|威胁|扬言|声称)[^，。！？!?]{0,6}(?:要|会|就|马上|准备)|(?<!不)要把|会把我|要给我"
)
_NOT_YET = re.compile("怕|担心|会不会|会被|要被|会[上进列成]|听说|网上说")
_DENIED = re.compile("不(是|说|聊|问|提|谈)$")


def read_parties(situation: Situation, said: Said) -> Situation:
    """The product, the other products and the lender."""
    return _lender(_products(situation, said), said)


def _products(situation: Situation, said: Said) -> Situation:
    mentions = said.mentions
    if not mentions:
        return situation
    main = situation.product
    denied = [m for m in mentions if _DENIED.search(said.text[: m.start])]
    named = [m for m in mentions if m not in denied]
    replaced = main is None or said.utterance.asked == "product"
    replaced = replaced or (CORRECTION.search(said.text) is not None and not said.quantities)
    replaced = replaced or any(main is not None and m.id == main.value for m in denied)
    if replaced and named:
        subject = _subject(named, said)
        main = said.known(subject.id, subject.start, subject.end)
    others = {k.value: k for k in situation.other_products}
    for m in named:
        others.setdefault(m.id, said.known(m.id, m.start, m.end))
    if main is not None:
        others.pop(main.value, None)
    return replace(situation, product=main, other_products=tuple(others.values()))


def _subject(named: list[vocabulary.Mention], said: Said) -> vocabulary.Mention:
    """The one product of the question, else the first; a bank's own name before 网贷."""
    specific = [m for m in named if m.id not in vocabulary.GENERIC] or named
    if len({m.id for m in specific}) > 1:
        for start, stop in reversed(said.clauses()):
            inside = [m for m in specific if start <= m.start < stop]
            if len({m.id for m in inside}) == 1 and is_question(said.text[start:stop]):
                return inside[0]
    return specific[0]


def _lender(situation: Situation, said: Said) -> Situation:
    if found := vocabulary.lender(said.text):
        name, kind = found
        at = said.text.index(name)
        lender = said.known(name, at, at + len(name))
        return replace(situation, lender=lender, lender_kind=replace(lender, value=kind))
    if found := vocabulary.lender_kind(said.text):
        words, kind = found
        at = said.text.index(words)
        return replace(situation, lender_kind=said.known(kind, at, at + len(words)))
    return situation


def read_states(situation: Situation, said: Said) -> Situation:
    """Papers and calls received, who they are, what they fear; each kept from its first telling."""
    text = said.text
    received = {k.value: k for k in situation.received}
    for name, pattern in vocabulary.RECEIVED.items():
        if (match := pattern.search(text)) and _is_received(name, said, match):
            start, stop = said.clause(match.start())
            clause = text[start:stop]
            sure = vocabulary.RECEIVED_FOR_SURE.search(clause) and not is_if(clause)
            sure = sure and not (name == "enforcement-notice" and _NOT_YET.search(clause))
            feared = "怕" in clause or _THREATENED.search(text[start : match.start()])
            supposed = not sure and bool(is_question(clause) or is_if(clause) or feared)
            _keep(received, said.known(name, match.start(), match.end(), hypothetical=supposed))
    for name, match in demands_in(text):
        _keep(received, said.known(name, match.start(), match.end()))
    about = {k.value: k for k in situation.about}
    fears = {k.value: k for k in situation.fears}
    for patterns, found in ((vocabulary.ABOUT, about), (vocabulary.FEARS, fears)):
        for name, pattern in patterns.items():
            if match := pattern.search(text):
                _keep(found, said.known(name, match.start(), match.end()))
    if (match := vocabulary.FAMILY_DEBTOR.search(text)) and not vocabulary.FAMILY_TOLD.search(
        match[0]
    ):
        _keep(about, said.known("family-member", match.start(), match.end()))
    if match := vocabulary.FAMILY_ASKED_FOR.search(text):
        _keep(about, said.known("family-member", match.start(), match.end()))
    return replace(
        situation,
        received=tuple(received.values()),
        about=tuple(about.values()),
        fears=tuple(fears.values()),
    )


def _is_received(name: str, said: Said, match: re.Match[str]) -> bool:
    if name == "sms":
        return re.search("催|法院|欠|逾期|起诉|收到|还款", said.text) is not None
    if name == "call":
        return re.search("客服|投诉|95118|12378|人工", match[0]) is None
    return True


def _keep(found: dict[str, Known[str]], known: Known[str]) -> None:
    old = found.get(known.value)
    if old is None or (old.hypothetical and not known.hypothetical):
        found[known.value] = known
