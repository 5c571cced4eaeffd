"""A letter as a DOCX document: to be completed in a word processor, printed and signed.

What is for the writer alone stands on a page of its own, after the letter. The AI label stands in
the header of every page, and in the document's properties. The same letter is the same text; the
file's own dates are the day it was made.
"""

from __future__ import annotations

import io
from datetime import datetime

from docx import Document
from docx.document import Document as Opened
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from zhihuan.conversation.letters import LETTER_LABEL, Letter

_FONT = "宋体"
_OPEN, _CLOSE = "［请填：", "］"


def letter_docx(letter: Letter) -> bytes:
    """The document."""
    document = Document()
    _name(document, letter)
    for line in letter.lines:
        shown = document.add_paragraph()
        if line.kind == "title":
            shown.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif line.kind == "right":
            shown.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _write(shown, line.text, bold=line.kind == "title")
    document.add_page_break()  # type: ignore[no-untyped-call]  # its types stop here
    _write(document.add_paragraph(), "这一页给您自己看，不用寄出。", bold=True)
    for heading, told in letter.notes():
        _write(document.add_paragraph(), heading, bold=True)
        for each in told:
            _write(document.add_paragraph(style="List Bullet"), each)
    _write(
        document.add_paragraph(), f"编号 {letter.calculation.id}，写于 {letter.as_of.isoformat()}"
    )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _name(document: Opened, letter: Letter) -> None:
    style = document.styles["Normal"]
    style.font.size = Pt(12)
    style.font.name = _FONT
    # The name alone is for Latin letters; a Chinese word processor looks here.
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    about = document.core_properties
    about.title, about.author = letter.template.title, "zhihuan"
    about.comments = about.category = LETTER_LABEL
    made = datetime(letter.as_of.year, letter.as_of.month, letter.as_of.day)  # noqa: DTZ001 - a label
    about.created = about.modified = made
    header = document.sections[0].header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(header, LETTER_LABEL)


def _write(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    """Text with its gaps highlighted."""
    rest = text
    while _OPEN in rest:
        before, _, after = rest.partition(_OPEN)
        label, _, rest = after.partition(_CLOSE)
        paragraph.add_run(before).bold = bold
        gap = paragraph.add_run(f"{_OPEN}{label}{_CLOSE}")
        gap.font.highlight_color = WD_COLOR_INDEX.YELLOW
    paragraph.add_run(rest).bold = bold
