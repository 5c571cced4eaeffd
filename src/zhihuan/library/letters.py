"""Letters to fill in: one Markdown file each, with named blanks.

    ---
    title, for, send_to, by, attach, mind, blanks, reviewed
    ---
    # 支付令异议书
    我于{received_on}收到贵院发出的支付令。……[^civil-procedure-227]
    > 异议人：{name}

Every `{blank}` of the text is described under `blanks`, and every one described is used.
`from` names what the conversation may fill it with, `by_hand` what only the writer's pen may:
names, numbers, addresses. What nobody fills stays visible as a gap. `#` is a heading, `>` a line
set to the right. A footnote behind a sentence names what it rests on; it is not printed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast, get_args

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from zhihuan.errors import ZhihuanError
from zhihuan.library.problems import InvalidKnowledgeBase, Problem
from zhihuan.library.statements import Statement, statements_of
from zhihuan.library.yaml_file import NoAliases, line_of, take_date, take_text, words_of

BlankKind = Literal["text", "long", "yuan", "date", "days", "count", "choice"]
LineKind = Literal["title", "text", "right"]

FILLED_FROM = (
    "today", "product", "lender", "amount", "due", "days_late", "periods", "budget", "income",
    "spending", "settled_on", "hardship",
)  # fmt: skip
"""What may stand under `from`: what the conversation can know of a person."""

_KEYS = {"title", "for", "send_to", "by", "attach", "mind", "blanks", "reviewed"}
_BLANK_KEYS = {"label", "kind", "from", "by_hand", "hint", "choices"}
_MAX_BYTES = 32_000
_BLANK = re.compile(r"\{([a-z][a-z_]*)\}")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class UnknownLetter(ZhihuanError):
    """No letter has this id."""

    def __init__(self, known: Collection[str]) -> None:
        super().__init__(f"没有这种信，可以写的有：{'、'.join(known)}")


class _FrontMatter(YAMLHandler):
    """Front matter read as safely as every other YAML of ours."""

    def load(self, fm: str, **_: object) -> Any:
        return super().load(fm, Loader=NoAliases)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that a blank may say; `words` is how people say it themselves."""

    id: str
    text: str
    words: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Blank:
    """A place to fill in. `hint` says where the answer is found."""

    name: str
    label: str
    kind: BlankKind
    filled_from: str | None
    by_hand: bool
    hint: str | None
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the letter: text and names of blanks in turn, beginning with text."""

    kind: LineKind
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where to send it: a contact, or words alone.

    `binds` are kinds of lender as in the sources, `products` ids of products; () is any.
    """

    contact: str | None
    says: tuple[Statement, ...]
    binds: tuple[str, ...]
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class By:
    """By when: in words, and the deadline that runs from the day in a blank, where one does."""

    says: tuple[Statement, ...]
    deadline: str | None
    event: str | None


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A letter before it is filled in. `rests_on` are the footnotes of the letter itself."""

    id: str
    title: str
    purpose: str
    send_to: tuple[Recipient, ...]
    by: By
    attach: tuple[Statement, ...]
    mind: tuple[Statement, ...]
    blanks: Mapping[str, Blank]
    lines: tuple[Line, ...]
    rests_on: tuple[Statement, ...]
    reviewed: date
    path: Path

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything it states."""
        sent = tuple(said for each in self.send_to for said in each.says)
        return (*self.rests_on, *self.by.says, *sent, *self.attach, *self.mind)


def read_letters(
    folder: Path, sources: Collection[str] | None, contacts: Collection[str] | None
) -> tuple[dict[str, LetterTemplate], list[Problem]]:
    """All letters under `folder` by id, and what is wrong with them.

    None for `sources` or `contacts`: whether those they name exist is not looked at.
    """
    letters: dict[str, LetterTemplate] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else ():
        try:
            found = _read(path)
        except (OSError, yaml.YAMLError) as error:
            problems.append(Problem(path, line_of(error), f"读不出来：{words_of(error)}"))
            continue
        except ValueError as error:
            problems.append(Problem(path, 0, str(error)))
            continue
        wrong = [Problem(path, 0, what) for what in _wrong(found, sources, contacts)]
        problems += wrong
        if not wrong:
            letters[found.id] = found
    return letters, problems


def open_letters(folder: Path) -> dict[str, LetterTemplate]:
    """The letters alone, from the folder of a knowledge base. Raises InvalidKnowledgeBase."""
    letters, problems = read_letters(folder / "letters", None, None)
    if problems:
        raise InvalidKnowledgeBase(problems, folder)
    return letters


def _read(path: Path) -> LetterTemplate:
    if path.stat().st_size > _MAX_BYTES:
        raise ValueError(f"超过 {_MAX_BYTES // 1000} KB")
    if not _NAME.fullmatch(path.stem):
        raise ValueError("文件名只用小写英文、数字和连字符")
    meta, body = frontmatter.parse(path.read_text(encoding="utf-8-sig"), handler=_FrontMatter())
    unknown = sorted(str(key) for key in meta if key not in _KEYS)
    if unknown:
        raise ValueError(f"说明里有不认识的项：{'、'.join(unknown)}")
    reviewed = take_date(meta, "reviewed")
    if reviewed is None:
        raise ValueError("缺 reviewed：写上最后核对的日期")
    lines, rests_on = _lines(body)
    return LetterTemplate(
        id=path.stem,
        title=take_text(meta, "title"),
        purpose=take_text(meta, "for"),
        send_to=tuple(_recipient(each) for each in _entries(meta, "send_to")),
        by=_by(meta.get("by")),
        attach=_statements(meta, "attach"),
        mind=_statements(meta, "mind"),
        blanks={name: _blank(name, entry) for name, entry in _mapping(meta, "blanks").items()},
        lines=lines,
        rests_on=rests_on,
        reviewed=reviewed,
        path=path,
    )


def _lines(body: str) -> tuple[tuple[Line, ...], tuple[Statement, ...]]:
    lines: list[Line] = []
    rests_on: list[Statement] = []
    for row in body.splitlines():
        if not row.strip():
            continue
        kind: LineKind = "title" if row[0] == "#" else "right" if row[0] == ">" else "text"
        said = statements_of(row.lstrip("#> "))
        rests_on += [each for each in said if each.sources]
        text = "".join(each.text for each in said)
        lines.append(Line(kind, tuple(_BLANK.split(text))))
    return tuple(lines), tuple(rests_on)


def _blank(name: str, entry: Any) -> Blank:
    if not isinstance(entry, dict) or set(entry) - _BLANK_KEYS:
        raise ValueError(f"空格 {name} 只能写 {'、'.join(sorted(_BLANK_KEYS))}")
    kind = str(entry.get("kind", "text"))
    if kind not in get_args(BlankKind):
        raise ValueError(f"空格 {name} 的 kind 只能用 {'、'.join(get_args(BlankKind))}")
    filled_from = entry.get("from")
    if filled_from is not None and filled_from not in FILLED_FROM:
        raise ValueError(f"空格 {name} 的 from 没有人会填：只能用 {'、'.join(FILLED_FROM)}")
    by_hand = entry.get("by_hand") is True
    if by_hand and filled_from is not None:
        raise ValueError(f"空格 {name} 不能既手写又代填")
    choices = tuple(
        Choice(
            str(key),
            take_text(each, "text"),
            re.compile(take_text(each, "words")) if "words" in each else None,
        )
        for key, each in _mapping(entry, "choices").items()
    )
    if (kind == "choice") != bool(choices):
        raise ValueError(f"空格 {name}：kind 是 choice 的才写 choices，也一定要写")
    hint = entry.get("hint")
    return Blank(
        name=name,
        label=take_text(entry, "label"),
        kind=cast(BlankKind, kind),
        filled_from=filled_from,
        by_hand=by_hand,
        hint=None if hint is None else str(hint),
        choices=choices,
    )


def _recipient(entry: Mapping[str, Any]) -> Recipient:
    contact = entry.get("contact")
    return Recipient(
        contact=None if contact is None else str(contact),
        says=statements_of(take_text(entry, "says")),
        binds=_texts(entry, "binds"),
        products=_texts(entry, "products"),
    )


def _by(entry: Any) -> By:
    if not isinstance(entry, dict):
        raise ValueError("缺 by：写上要在什么时候之前交，没有期限也要说明")
    return By(
        statements_of(take_text(entry, "says")), entry.get("deadline"), entry.get("event")
    )  # fmt: skip


def _entries(meta: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = meta.get(key)
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ValueError(f"{key} 应当是一个列表，每一项写 contact 和 says")
    return found


def _mapping(meta: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = meta.get(key) or {}
    if not isinstance(found, dict):
        raise ValueError(f"{key} 下面应当是“名字: 内容”")
    return found


def _texts(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = entry.get(key) or []
    if not isinstance(found, list):
        raise ValueError(f"{key} 应当是一个列表")
    return tuple(str(each) for each in found)


def _statements(meta: Mapping[str, Any], key: str) -> tuple[Statement, ...]:
    return tuple(said for each in _texts(meta, key) for said in statements_of(each))


def _wrong(
    letter: LetterTemplate, sources: Collection[str] | None, contacts: Collection[str] | None
) -> Iterator[str]:
    used = {name for line in letter.lines for name in line.parts[1::2]}
    yield from (f"空格 {{{n}}} 没有在 blanks 里说明" for n in sorted(used - set(letter.blanks)))
    yield from (f"blanks 里的 {n} 信里没有用到" for n in sorted(set(letter.blanks) - used))
    if not any(line.kind == "title" for line in letter.lines):
        yield "信里缺标题，写成“# 标题”"
    event = letter.by.event
    if (letter.by.deadline is None) != (event is None):
        yield "by 里的 deadline 和 event 要么都写，要么都不写"
    elif event is not None and getattr(letter.blanks.get(event), "kind", None) != "date":
        yield f"by 里的 event（{event}）应当是一个 kind 为 date 的空格"
    told = [said for said in letter.statements if said not in letter.rests_on]
    yield from (f"“{said.text[:16]}……”没有脚注" for said in told if not said.sources)
    for each in letter.statements:
        missing = [key for key in each.sources if sources is not None and key not in sources]
        yield from (f"脚注 [^{key}] 在 sources.yaml 里没有" for key in missing)
    for to in letter.send_to:
        if contacts is not None and to.contact is not None and to.contact not in contacts:
            yield f"send_to 里的 {to.contact} 在 contacts.yaml 里没有"
