"""Text and Markdown files, in whatever encoding Chinese texts come."""

from __future__ import annotations

import codecs
import re

import frontmatter
from markdown_it import MarkdownIt
from markdown_it.token import Token

from zhihuan.library.importing.block import Block, UnreadableDocument, rows_of

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ITEM = re.compile(
    r"^\s*(?:[-*•·●▪◆]|\d{1,2}[.、)）]|[（(](?:\d{1,2}|[一二三四五六七八九十]+)[）)])\s*"
)
# A numbered line without an end is the heading of what follows: 1. 立即还款
_HEADING = re.compile(
    r"^(?:#{1,6}\s|第[一二三四五六七八九十\d]+[章节部分条]|[一二三四五六七八九十]+、"
    r"|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.、])"
)
_ENDS = "。！？!?；;：:，,、”」"
_CAPTION = re.compile(r"[图表]\s?\d{1,2}$")
_LONGEST_HEADING, _LONGEST_TITLE = 36, 60


def decoded(data: bytes) -> str:
    """The text of `data`: UTF-8, UTF-16 with a mark, else GB18030. Raises UnreadableDocument."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    for name in [encoding] if encoding else ["utf-8", "gb18030"]:
        try:
            text = data.decode(name)
        except UnicodeError:
            continue
        if "\0" in text:
            break
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableDocument("不是文字文件，或者编码认不出来，请另存为 UTF-8")


def read_text(data: bytes) -> list[Block]:
    """Each line is a block: a short line without an end is a heading, a dash begins an item.

    The first line may be a longer title.
    """
    blocks: list[Block] = []
    for number, line in enumerate(decoded(data).split("\n"), 1):
        text = line.strip()
        if not text or (_CAPTION.search(text) and text[-1] not in _ENDS):
            continue
        place = f"第{number}行"
        is_title = not blocks and len(text) <= _LONGEST_TITLE and text[-1] not in _ENDS
        if is_title or is_heading(text):
            blocks.append(Block("heading", text, place))
        elif _ITEM.match(text):
            blocks.append(Block("item", _ITEM.sub("", text), place))
        else:
            blocks.append(Block("paragraph", text, place))
    return blocks


def is_heading(text: str) -> bool:
    """Whether a line of plain text is a heading, by its length and how it ends."""
    if re.search(r"[。！？!?；;]", text[:-1]):
        return text.startswith("#")
    if len(text) > _LONGEST_HEADING or text[-1] in _ENDS.replace("：", "").replace(":", ""):
        return text.startswith("#") or (len(text) <= _LONGEST_HEADING and text[-1] in "?？")
    return bool(_HEADING.match(text)) or (len(text) <= 24 and not _ITEM.match(text))


def read_markdown(data: bytes) -> list[Block]:
    """Headings, paragraphs, list items and table rows; code and HTML are left out."""
    text = decoded(data)
    try:
        _, body = frontmatter.parse(text)
    except Exception:  # front matter that is none: whatever a YAML parser trips over
        body = text
    # parse() strips leading lines: the offset brings back the lines of the file.
    skipped = text[: text.find(body)].count("\n") if body else 0
    tokens = MarkdownIt("commonmark", {"maxNesting": 20}).enable("table").parse(body)
    blocks: list[Block] = []
    for number, token in enumerate(tokens):
        if token.type == "inline" and (text := _words(token)):
            place = f"第{(token.map or [0])[0] + 1 + skipped}行"
            before = [other.type for other in tokens[max(0, number - 2) : number]]
            if "heading_open" in before:
                blocks.append(Block("heading", text, place))
            elif "list_item_open" in before:
                blocks.append(Block("item", text, place))
            elif not {"th_open", "td_open"} & set(before):
                blocks.append(Block("paragraph", text, place))
        elif token.type == "table_open":
            blocks += rows_of(_cells(tokens[number:]), f"第{(token.map or [0])[0] + 1 + skipped}行")
    return blocks


def _cells(tokens: list[Token]) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_words(token))
    return rows


def _words(token: Token) -> str:
    """The words of an inline token, without marks, pictures and HTML."""
    shown = [
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in token.children or []
        if child.type in ("text", "code_inline", "softbreak", "hardbreak")
    ]
    return re.sub(r"\[\^[^\]]*\]", "", "".join(shown)).strip()
