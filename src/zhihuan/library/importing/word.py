"""Word files (.docx): a ZIP of XML, measured before it is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
from zipfile import BadZipFile

from zhihuan.library.importing.block import Block, UnreadableDocument, rows_of

_MAX_UNPACKED = 80_000_000
_MAX_PARTS = 3_000
_HEADING = re.compile(r"heading|title|标题", re.IGNORECASE)
_LIST = re.compile(r"list|列表|列出", re.IGNORECASE)
_NUMBERING = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}numPr"


def read_word(data: bytes) -> list[Block]:
    """Paragraphs, list items and table rows in the order of the page. Raises UnreadableDocument."""
    _measure(data)
    import docx  # only whoever imports a Word file waits for it
    from docx.table import Table

    document = docx.Document(io.BytesIO(data))
    blocks: list[Block] = []
    for number, part in enumerate(document.iter_inner_content(), 1):
        place = f"第{number}段"
        if isinstance(part, Table):
            rows = [[cell.text for cell in row.cells] for row in part.rows]
            blocks += rows_of(rows, place)
            continue
        text = " ".join(part.text.split())
        if not text:
            continue
        style = (part.style.name if part.style is not None else None) or ""
        if _HEADING.search(style):
            blocks.append(Block("heading", text, place))
        elif _LIST.search(style) or next(part._p.iter(_NUMBERING), None) is not None:
            blocks.append(Block("item", text, place))
        else:
            blocks.append(Block("paragraph", text, place))
    return blocks


def _measure(data: bytes) -> None:
    """Refuse what would swell, and what is no Word file, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableDocument("不是完好的 Word 文件，请重新保存一次") from error
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise UnreadableDocument(f"展开后超过 {_MAX_UNPACKED // 1_000_000} MB，不打开")
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableDocument("有密码，请先去掉密码再导入")
    if not any(part.filename == "word/document.xml" for part in parts):
        raise UnreadableDocument("不是 Word 文件（可能是表格或演示文稿），请另存为 .docx")
