"""An article: one question answered well, in passages whose sentences carry their sources.

    ---
    front matter
    ---
    The lead: the answer, quotable alone.[^source]

    ## A heading
    A passage: found, quoted and cited alone.[^source]

A sentence that rests on a source which is not in force on the day asked about is not told on
that day; an article outside its own dates is not told at all. An article whose `audience` is
`internal` is written for service agents and institutions; customers never see it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from zhihuan.library.problems import Problem
from zhihuan.library.sources import Source, Status, status_on
from zhihuan.library.yaml_file import NoAliases, line_of, take_date, take_text, words_of

NEXT_STEP = "现在可以做什么"
CALCULATIONS = ("overdue_cost", "installment_plan", "compare_plans", "credit_record")
AUDIENCES = ("public", "internal")
STAGES = ("M1", "M2", "M3", "M4", "M5", "M6", "M7")
APPLIES_TO = (
    "any", "small-loan-company", "bank", "consumer-finance-company", "credit-card",
    "baitiao-card", "court", "institution",
)  # fmt: skip

_KEYS = {
    "title", "asks", "topic", "audience", "applies_to", "stages", "valid_from", "valid_to",
    "calculation", "related", "reviewed",
}  # fmt: skip
_MAX_BYTES = 64_000
_FOOTNOTES = r"(?:\[\^[\w-]+\])"
_SENTENCE = re.compile(rf"(.+?(?:[。！？；!?]+[”’」）)]*|$))\s*({_FOOTNOTES}*)\s*", re.S)
_ONE_FOOTNOTE = re.compile(r"\[\^([\w-]+)\]")
_ANY_FOOTNOTE = re.compile(r"\[\^[^\]]*\]?")
_BULLET = re.compile(r"^\s*(?:[-*]|\d+[.、])\s+")
_ODD = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
    r"|[\U000e0000-\U000e007f]|<[a-zA-Z!/]|!?\[[^^\]]*\]\(|https?://|www\."
)


class _FrontMatter(YAMLHandler):
    """Front matter read as safely as every other YAML of ours."""

    def load(self, fm: str, **_: object) -> Any:
        return yaml.load(fm, Loader=NoAliases)  # noqa: S506 - a subclass of the safe loader


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said, and what it rests on."""

    text: str
    sources: tuple[Source, ...]
    line: int
    bullet: bool = False

    def holds_on(self, day: date) -> bool:
        """Whether everything it rests on was in force on `day`."""
        return all(source.status(day) == "current" for source in self.sources)


@dataclass(frozen=True, slots=True)
class Passage:
    """A section of an article, or its lead (heading "")."""

    id: str
    slug: str
    title: str
    heading: str
    sentences: tuple[Sentence, ...]
    line: int

    @property
    def text(self) -> str:
        """The sentences as they are read, without footnotes."""
        return join(self.sentences)

    def on(self, day: date) -> Passage | None:
        """The passage as it may be told on `day`; None where nothing of it holds."""
        kept = tuple(sentence for sentence in self.sentences if sentence.holds_on(day))
        if len(kept) == len(self.sentences):
            return self
        return replace(self, sentences=kept) if kept else None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of its sentences, once, in order."""
        return tuple(dict.fromkeys(s for sentence in self.sentences for s in sentence.sources))


@dataclass(frozen=True, slots=True)
class Article:
    """One question and its answer; an `internal` one is for service agents alone."""

    slug: str
    topic: str
    internal: bool
    title: str
    asks: tuple[str, ...]
    applies_to: tuple[str, ...]
    stages: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    calculation: str | None
    related: tuple[str, ...]
    reviewed: date
    passages: tuple[Passage, ...]
    path: Path

    @property
    def lead(self) -> Passage:
        """The answer itself."""
        return self.passages[0]

    @property
    def next_step(self) -> Passage | None:
        """What can be done now, where the article says it."""
        return next((p for p in self.passages if p.heading == NEXT_STEP), None)

    def status(self, day: date) -> Status:
        """Whether the answer holds on `day`: its own dates, and its lead has something to say."""
        own = status_on(day, self.valid_from, self.valid_to)
        if own == "current" and self.lead.on(day) is None:
            starts = [s.in_force for s in self.lead.sources if s.status(day) == "future"]
            return "future" if starts else "ended"
        return own


def join(sentences: tuple[Sentence, ...]) -> str:
    """Sentences as prose, list items on lines of their own."""
    parts: list[str] = []
    item = 0  # the line of the list item that is being told
    for sentence in sentences:
        if sentence.bullet:
            parts.append(f"\n- {sentence.text}")
            item = sentence.line
        elif item and sentence.line != item:  # prose goes on below the list
            parts.append(f"\n{sentence.text}")
            item = 0
        else:
            parts.append(sentence.text)
    return "".join(parts).strip()


def read_article(path: Path, sources: Mapping[str, Source]) -> tuple[Article | None, list[Problem]]:
    """An article and what is wrong with it; no article where it cannot be used."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            return None, [Problem(path, 0, f"文章超过 {_MAX_BYTES // 1000} KB，请拆成几篇")]
        text = path.read_text(encoding="utf-8-sig")
        meta, body = frontmatter.parse(text, handler=_FrontMatter())
    except (OSError, ValueError, yaml.YAMLError) as error:
        # A line of front matter is a line of the file: what is parsed begins right after `---`.
        return None, [Problem(path, line_of(error), f"读不出来：{words_of(error)}")]
    if not text.startswith("---") or not meta:
        return None, [Problem(path, 1, "开头缺两行 --- 之间的说明（title、asks、topic……）")]
    problems = [
        Problem(path, number, "有看不见的字符、HTML 或链接，请删掉")
        for number, line in enumerate(text.split("\n"), 1)
        if _ODD.search(line)
    ]
    body_line = _first_body_line(text)
    slug = path.stem
    title = str(meta.get("title") or "")
    passages, body_problems = _read_passages(path, slug, title, body, body_line, sources)
    problems += body_problems
    article = _read_front_matter(path, slug, meta, passages)
    if isinstance(article, str):
        return None, [*problems, Problem(path, 1, article)]
    return (article if not problems else None), problems


def _first_body_line(text: str) -> int:
    """The number of the first line after the front matter's second `---`."""
    fences = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "---"]
    line = fences[1] + 1 if len(fences) > 1 else 1
    for offset, content in enumerate(text.splitlines()[line - 1 :]):
        if content.strip():  # frontmatter strips the blank lines before the body
            return line + offset
    return line


def _read_front_matter(
    path: Path, slug: str, meta: dict[str, Any], passages: tuple[Passage, ...]
) -> Article | str:
    unknown = sorted(str(key) for key in meta if key not in _KEYS)
    if unknown:
        return f"说明里有不认识的项：{'、'.join(unknown)}"
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug):
        return "文件名只用小写英文、数字和连字符"
    try:
        title, topic = take_text(meta, "title"), take_text(meta, "topic")
        asks = _texts(meta, "asks")
        applies_to = _texts(meta, "applies_to") or ("any",)
        stages, related = _texts(meta, "stages"), _texts(meta, "related")
        reviewed = take_date(meta, "reviewed")
        valid_from, valid_to = take_date(meta, "valid_from"), take_date(meta, "valid_to")
    except ValueError as error:
        return str(error)
    calculation, audience = meta.get("calculation"), meta.get("audience", "public")
    checks = (
        (topic == path.parent.name, f"topic 应当和文件夹同名（{path.parent.name}）"),
        (bool(asks), "缺 asks：写上人们会怎么问"),
        (reviewed is not None, "缺 reviewed：写上最后核对的日期"),
        (audience in AUDIENCES, f"audience 只能用 {'、'.join(AUDIENCES)}"),
        (set(applies_to) <= set(APPLIES_TO), f"applies_to 只能用 {'、'.join(APPLIES_TO)}"),
        (set(stages) <= set(STAGES), f"stages 只能用 {'、'.join(STAGES)}"),
        (
            calculation is None or calculation in CALCULATIONS,
            f"calculation 只能用 {'、'.join(CALCULATIONS)}",
        ),
        (
            not (valid_from and valid_to) or valid_from <= valid_to,
            "valid_to 早于 valid_from",
        ),
        (bool(passages) and not passages[0].heading, "第一个 ## 之前缺开头的回答"),
    )
    for holds, complaint in checks:
        if not holds:
            return complaint
    assert reviewed is not None  # checked above
    return Article(
        slug=slug,
        topic=topic,
        internal=audience == "internal",
        title=title,
        asks=asks,
        applies_to=applies_to,
        stages=stages,
        valid_from=valid_from,
        valid_to=valid_to,
        calculation=calculation,
        related=related,
        reviewed=reviewed,
        passages=passages,
        path=path,
    )


def _texts(meta: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = meta.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{key} 应当是一个列表，每一项是一句文字")
    return tuple(item.strip() for item in value)


def _read_passages(
    path: Path,
    slug: str,
    title: str,
    body: str,
    first_line: int,
    sources: Mapping[str, Source],
) -> tuple[tuple[Passage, ...], list[Problem]]:
    passages: list[Passage] = []
    problems: list[Problem] = []
    heading, start = "", first_line
    headings: set[str] = set()
    sentences: list[Sentence] = []

    def close() -> None:
        if not sentences:
            if heading:
                problems.append(Problem(path, start, f"“{heading}”下面没有内容"))
            return
        anchor = hashlib.sha256(heading.encode()).hexdigest()[:6] if heading else "lead"
        passages.append(Passage(f"{slug}#{anchor}", slug, title, heading, tuple(sentences), start))

    for number, line in enumerate(body.splitlines(), first_line):
        if line.startswith("#"):
            close()
            heading, start, sentences = line.lstrip("#").strip(), number, []
            if not line.startswith("## ") or not heading or _ANY_FOOTNOTE.search(heading):
                problems.append(Problem(path, number, "小标题写成“## 文字”，不带脚注"))
            if heading in headings:
                problems.append(Problem(path, number, f"“{heading}”这个小标题用了两次"))
            headings.add(heading)
        elif line.strip():
            sentences += _read_sentences(path, number, line, sources, problems)
    close()
    return tuple(passages), problems


def _read_sentences(
    path: Path,
    number: int,
    line: str,
    sources: Mapping[str, Source],
    problems: list[Problem],
) -> list[Sentence]:
    bullet = bool(_BULLET.match(line))
    text = _BULLET.sub("", line).strip()
    found: list[Sentence] = []
    for match in _SENTENCE.finditer(text):
        words, notes = match.group(1).strip(), _ONE_FOOTNOTE.findall(match.group(2))
        if not words:
            continue
        misplaced = _ANY_FOOTNOTE.search(words)
        if misplaced:
            what = f"脚注 {misplaced[0]} 要放在句号后面，编号只用字母、数字和连字符"
            problems.append(Problem(path, number, what))
        missing = [note for note in notes if note not in sources]
        problems += [
            Problem(path, number, f"脚注 [^{note}] 在 sources.yaml 里没有") for note in missing
        ]
        rests_on = tuple(sources[note] for note in notes if note in sources)
        found.append(Sentence(words, rests_on, number, bullet and not found))
    return found
