"""From a file to a draft: read it, take it apart, hold it against the base, write it down."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zhihuan.library.claims.never_say import FILE, read_never_say
from zhihuan.library.importing.assertions import assertions_of
from zhihuan.library.importing.document import read_document
from zhihuan.library.importing.draft import MARKS, write_draft
from zhihuan.library.importing.evidence import Evidence
from zhihuan.library.importing.verdicts import Judgement, judge
from zhihuan.library.index import Embeds
from zhihuan.library.problems import InvalidKnowledgeBase
from zhihuan.library.search import Library


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file."""

    name: str
    draft: Path
    judgements: tuple[Judgement, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many assertions got each verdict."""
        found = Counter(judgement.verdict for judgement in self.judgements)
        return {verdict: found[verdict] for verdict in MARKS}

    def to_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            "file": self.name,
            "draft": str(self.draft),
            **self.counts,
            "assertions": [
                {
                    "place": judgement.assertion.place,
                    "text": judgement.assertion.text,
                    "verdict": judgement.verdict,
                    "why": judgement.why,
                    "claims": [
                        {"id": claim.id, "instead": claim.instead} for claim in judgement.claims
                    ],
                    "sources": list(judgement.sources),
                    "passages": [
                        {
                            "passage": near.passage.id,
                            "text": near.sentence.text,
                            "similarity": round(near.similarity, 3),
                        }
                        for near in judgement.near
                    ],
                }
                for judgement in self.judgements
            ],
        }


class Importer:
    """Holds files against one knowledge base on one day."""

    def __init__(self, library: Library, embedder: Embeds, knowledge_base: Path, day: date) -> None:
        """Raises InvalidKnowledgeBase where `never_say.yaml` has mistakes."""
        path = knowledge_base / FILE
        self._claims, problems = read_never_say(path, library.knowledge_base.sources)
        if problems:
            raise InvalidKnowledgeBase(problems, knowledge_base)
        self._evidence = Evidence(library, embedder, day)
        self._day = day

    def imported(self, file: Path, drafts: Path) -> Imported:
        """Raises UnreadableDocument, DraftExists."""
        document = read_document(file)
        judgements = judge(assertions_of(document.blocks), self._evidence, self._claims)
        draft = write_draft(drafts, document, judgements, self._day)
        return Imported(document.name, draft, tuple(judgements))


def imported_text(imported: Imported) -> str:
    """For people: the counts, each assertion that does not hold, and where the draft is."""
    counts = imported.counts
    lines = [
        f"{imported.name}：{counts['supported']} 句有依据，{counts['contradicted']} 句和资料不符，"
        f"{counts['unknown']} 句没有依据"
    ]
    for judgement in imported.judgements:
        if judgement.verdict == "contradicted":
            instead = "".join(claim.instead for claim in judgement.claims)
            sources = "、".join(judgement.sources)
            lines += [
                f"  ✗ {judgement.assertion.place}：{judgement.assertion.text}",
                f"    {judgement.why}",
                f"    可以说的是：{instead or judgement.near[0].sentence.text}（{sources}）",
            ]
    return "\n".join([*lines, f"草稿：{imported.draft}"])
