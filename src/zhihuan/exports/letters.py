"""A letter as a file: plain text, a document, a page to print. Each carries the AI label."""

from __future__ import annotations

from typing import Literal, get_args

from zhihuan.conversation.letters import Letter
from zhihuan.exports import Exported
from zhihuan.exports.letter_page import letter_page
from zhihuan.repayment import InvalidTerms

LetterFormat = Literal["text", "docx", "html"]
LETTER_FORMATS: tuple[str, ...] = get_args(LetterFormat)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def export_letter(letter: Letter, kind: str) -> Exported:
    """The letter as one of `LETTER_FORMATS`. Raises InvalidTerms."""
    name = f"{letter.template.title}-{letter.calculation.id}"
    if kind == "text":
        return Exported(letter.text().encode(), "text/plain; charset=utf-8", f"{name}.txt")
    if kind == "html":
        return Exported(letter_page(letter).encode(), "text/html; charset=utf-8", f"{name}.html")
    if kind == "docx":
        # Only who asks for a document waits for its library to load.
        from zhihuan.exports.letter_document import letter_docx

        return Exported(letter_docx(letter), _DOCX, f"{name}.docx")
    raise InvalidTerms(f"文件格式请在 {'、'.join(LETTER_FORMATS)} 里选一种")
