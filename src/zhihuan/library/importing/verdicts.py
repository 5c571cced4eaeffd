"""Whether an outside assertion holds: supported, contradicted or unknown.

    contradicted   it makes a claim of `never_say.yaml`; or a sentence of ours about the same
                   thing names another figure in the same unit, or denies what it says
    supported      a sentence of ours says the same, with the same figures
    unknown        neither: we have nothing to hold it against

“About the same thing” is a similarity (`evidence.Near`) of at least `NEAR` under the model we
ship, and “says the same” one of `SAME`: paraphrases of our sentences mostly had 0.96 to 1.0, and
300 sentences of five outside articles that say nothing of ours at most 0.957. Silence is the
common case, and it is not a reproach.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from zhihuan.library.claims.denial import has_denial, is_denied, stated_figures
from zhihuan.library.claims.figures import Figure
from zhihuan.library.claims.likeness import content
from zhihuan.library.claims.never_say import NeverSay
from zhihuan.library.importing.assertions import Assertion
from zhihuan.library.importing.evidence import Evidence, Near

NEAR, SAME = 0.957, 0.96
_RELATED = 0.93  # worth showing beside what we know nothing of
_BARE = re.compile(r"[A-Za-z]+\d+|(?<![\d.])\d+(?![\d.])")
# A verb that cannot be carried out: 删不掉, 消不了.
_CANNOT = re.compile(r"[删消去洗改撤抹退借办]不[掉了到成]")

Verdict = Literal["supported", "contradicted", "unknown"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """An assertion and what became of it.

    `why` is a sentence for the editor; `near` is what we say, where we say something; `claims`
    are those it makes that are never to be told.
    """

    assertion: Assertion
    verdict: Verdict
    why: str
    near: tuple[Near, ...] = ()
    claims: tuple[NeverSay, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of what the verdict rests on."""
        of_claims = [source for claim in self.claims for source in claim.sources]
        of_ours = [source.id for near in self.near[:1] for source in near.sentence.sources]
        return tuple(dict.fromkeys(of_claims or of_ours))


def judge(
    assertions: Iterable[Assertion], evidence: Evidence, claims: Sequence[NeverSay]
) -> list[Judgement]:
    """A verdict for each assertion; headings only where they make a claim."""
    found = []
    for assertion in assertions:
        made = tuple(c for c in claims if c.made_in(assertion.text, assertion.following))
        if made:
            near = () if assertion.is_heading else _of_sources(made[0], evidence)
            why = "".join(f"等于说“{claim.wrong.rstrip('。')}”。{claim.why}" for claim in made)
            found.append(Judgement(assertion, "contradicted", why, near, made))
        elif not assertion.is_heading:
            found.append(_compared(assertion, evidence.nearest(assertion.text)))
    return found


def _of_sources(claim: NeverSay, evidence: Evidence) -> tuple[Near, ...]:
    """What we say instead, where a sentence on the claim's sources says it."""
    return tuple(
        near
        for near in evidence.nearest(claim.instead)
        if {source.id for source in near.sentence.sources} & set(claim.sources)
    )[:1]


def _compared(assertion: Assertion, nearest: Sequence[Near]) -> Judgement:
    same = [near for near in nearest if near.similarity >= NEAR]
    told = stated_figures(assertion.text)
    contradicted: Judgement | None = None
    for near in same:
        ours = stated_figures(near.sentence.text)
        why = _other_figures(assertion.text, told, near.sentence.text, ours) or _denied_here(
            assertion.text, near.sentence.text
        )
        if why is None and near.similarity >= SAME and _says_all(assertion.text, told, near, ours):
            return Judgement(assertion, "supported", "资料里有同样的说法", (near,))
        if why and contradicted is None:
            contradicted = Judgement(assertion, "contradicted", why, (near,))
    if contradicted is not None:
        return contradicted
    related = tuple(near for near in nearest[:1] if near.similarity >= _RELATED)
    return Judgement(assertion, "unknown", "资料里没有说到", related)


def _says_all(text: str, told: Sequence[Figure], near: Near, ours: Sequence[Figure]) -> bool:
    """Whether our sentence has every figure and mark (M2) of `text`, and denies where it does."""
    our_text = near.sentence.text
    return (
        all(any(figure.agrees_with(other) for other in ours) for figure in told)
        and _bare(text, told) <= _bare(our_text, ours)
        and has_denial(text) == has_denial(our_text)
    )


def _other_figures(
    text: str, told: Sequence[Figure], our_text: str, ours: Sequence[Figure]
) -> str | None:
    """Both values, where one unit is told with other figures and nothing else tells cases apart."""
    differing = []
    for figure in told:
        comparable = [other for other in ours if figure.is_comparable_to(other)]
        if comparable and not any(figure.agrees_with(other) for other in comparable):
            differing.append((figure, comparable[0]))
    units = {figure.unit for figure, _ in differing}
    if len(units) != 1 or _bare(text, told) != _bare(our_text, ours):
        return None  # nothing differs, or so much that it is another case (晚30天…, 晚60天…)
    figure, other = differing[0]
    return f"这里写{figure.words(text)}，资料里是{other.words(our_text)}"


def _bare(text: str, figures: Sequence[Figure]) -> frozenset[str]:
    for figure in reversed(figures):
        text = f"{text[: figure.start]}，{text[figure.end :]}"
    return frozenset(_BARE.findall(text))


def _denied_here(text: str, our_text: str) -> str | None:
    """Our sentence, where one of the two denies and the other does not, and neither only in passing."""
    if has_denial(text) == has_denial(our_text):
        return None
    shared = [
        word for word in content(text) & content(our_text) if word in text and word in our_text
    ]
    opposed = [
        word
        for word in shared
        if is_denied(text, text.find(word), text.find(word) + len(word))
        != is_denied(our_text, our_text.find(word), our_text.find(word) + len(word))
    ]
    if opposed or _CANNOT.search(text) or _CANNOT.search(our_text):
        return f"资料里说的正相反：“{our_text}”"
    return None
