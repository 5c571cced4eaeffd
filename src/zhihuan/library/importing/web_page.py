"""Web pages: what a reader would see of the article, without menus, scripts and hidden text."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString

from zhihuan.library.importing.block import Block, UnreadableDocument, rows_of
from zhihuan.library.importing.plain_text import decoded

_META_CHARSET = re.compile(rb"charset=[\"']?([\w-]{3,20})", re.IGNORECASE)
_UNSEEN = (
    "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "iframe",
    "svg", "head", "button", "select", "object",
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.IGNORECASE)
_BLOCKS = {
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "table", "div", "section", "article", "main",
    "blockquote", "dd", "dt", "ul", "ol", "body", "html", "pre", "td", "tr", "dl",
}  # fmt: skip


def read_web_page(data: bytes) -> list[Block]:
    """The blocks of a page. Raises UnreadableDocument where it is no text."""
    soup = BeautifulSoup(_text_of(data), "lxml")
    for tag in [*soup(_UNSEEN), *filter(_is_hidden, soup.find_all(True))]:
        tag.extract()
    return list(_blocks(soup))


def _text_of(data: bytes) -> str:
    declared = _META_CHARSET.search(data[:2048])
    if declared and declared[1].lower() in (b"gbk", b"gb2312", b"gb18030"):
        try:
            return data.decode("gb18030")
        except UnicodeError as error:
            raise UnreadableDocument("网页写的编码和内容对不上，请另存为 UTF-8") from error
    return decoded(data)


def _is_hidden(tag: Tag) -> bool:
    return (
        tag.has_attr("hidden")
        or tag.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(str(tag.get("style") or "")))
    )


def _blocks(soup: BeautifulSoup) -> list[Block]:
    blocks: list[Block] = []
    pending: list[str] = []
    kind_of_pending: list[Tag | None] = [None]

    def flush() -> None:
        text = " ".join("".join(pending).split())
        pending.clear()
        if text:
            blocks.append(_block(text, kind_of_pending[0], len(blocks) + 1))

    table: Tag | None = None
    for node in soup.descendants:
        if isinstance(node, Tag):
            if table is not None and table in node.parents:
                continue
            table = None
            if node.name == "table":
                flush()
                rows = [
                    [cell.get_text(" ", strip=True) for cell in row.find_all(["td", "th"])]
                    for row in node.find_all("tr")
                ]
                blocks.extend(rows_of(rows, f"第{len(blocks) + 1}段"))
                table = node
            elif node.name == "br":
                flush()
            elif node.name in _BLOCKS:
                flush()
                kind_of_pending[0] = node
        elif isinstance(node, NavigableString) and not isinstance(node, Comment):
            if table is not None and table in node.parents:
                continue
            holder = next((p for p in node.parents if p.name in _BLOCKS), None)
            if holder is not kind_of_pending[0]:
                flush()
                kind_of_pending[0] = holder
            pending.append(str(node))
    flush()
    return blocks


def _block(text: str, tag: Tag | None, number: int) -> Block:
    name = tag.name if tag is not None else ""
    place = f"第{number}段"
    if re.fullmatch(r"h[1-6]", name):
        return Block("heading", text, place)
    in_list = tag is not None and (name == "li" or tag.find_parent("li") is not None)
    return Block("item" if in_list else "paragraph", text, place)
