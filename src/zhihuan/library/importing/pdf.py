"""PDF files: text by page, with the lines that the page broke joined again."""

from __future__ import annotations

import io
import re

from zhihuan.library.importing.block import Block, UnreadableDocument
from zhihuan.library.importing.plain_text import is_heading

_MAX_PAGES = 300
_ENDS = re.compile(r"[。！？!?；;：:][”」）)]*$")
_BEGINS = re.compile(
    r"^\s*(?:[-•·●▪◆]|\d{1,2}[.、)）]|[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|第.{1,4}[章节条])"
)
_FULL_LINE = 24  # a shorter line was not broken by the page


def read_pdf(data: bytes) -> list[Block]:
    """The blocks of every page. Raises UnreadableDocument: a password, too long, no text."""
    import pypdf  # only whoever imports a PDF waits for it
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableDocument("有密码，请先去掉密码再导入")
        if len(reader.pages) > _MAX_PAGES:
            raise UnreadableDocument(f"超过 {_MAX_PAGES} 页，请拆开")
        pages = [page.extract_text() for page in reader.pages]
    except (FileNotDecryptedError, DependencyError) as error:  # the latter: a newer cipher
        raise UnreadableDocument("有密码，请先去掉密码再导入") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableDocument("PDF 读不出来，可能已经损坏") from error
    blocks = [block for number, text in enumerate(pages, 1) for block in _blocks(text, number)]
    if not blocks:
        raise UnreadableDocument("里面没有文字；扫描件请先做文字识别")
    return blocks


def _blocks(text: str, page: int) -> list[Block]:
    joined: list[str] = []
    broken = False
    for line in text.splitlines():
        words = line.strip()
        if not words or re.fullmatch(r"[-–—\s]*\d{1,4}[-–—\s]*", words):  # a page number
            broken = False
        elif broken and not _BEGINS.match(words):
            # A space only between Latin words: Chinese lines join without one.
            space = " " if joined[-1][-1].isascii() and words[0].isascii() else ""
            joined[-1] += space + words
            broken = not _ENDS.search(words) and len(words) >= _FULL_LINE
        else:
            joined.append(words)
            broken = not _ENDS.search(words) and len(words) >= _FULL_LINE
    place = f"第{page}页"
    return [
        Block("heading", words, place)
        if is_heading(words)
        else Block(
            "item" if _BEGINS.match(words) else "paragraph", _BEGINS.sub("", words).strip(), place
        )
        for words in joined
    ]
