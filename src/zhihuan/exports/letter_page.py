"""A letter as a page to print: one HTML file, no script, nothing loaded.

Everything is escaped. What is for the writer alone stands on a page of its own, after the
letter; the AI label stands above both, and in the page's metadata.
"""

from __future__ import annotations

import re
from html import escape

from zhihuan.conversation.letters import LETTER_LABEL, Letter

_STYLE = (
    "@page{size:A4;margin:2.2cm}"
    "body{font:16px/1.9 serif;margin:2em auto;max-width:42em;color:#111}"
    "h1{font-size:1.4em;text-align:center}h2{font-size:1.05em;margin-bottom:.2em}"
    ".right{text-align:right}.label{border:1px solid #111;padding:.2em .6em;font:13px sans-serif}"
    ".gap{background:#fff3bf;border-bottom:1px solid #111;white-space:nowrap}"
    ".notes{break-before:page;border-top:1px dashed #999;font:14px/1.7 sans-serif}"
    "li{break-inside:avoid}@media print{.gap{background:none}}"
)
_GAP = re.compile("［请填：[^］]*］")


def letter_page(letter: Letter) -> str:
    """The letter, and on the next page what its writer needs to know."""
    title = escape(letter.template.title)
    lines = "".join(
        f"<h1>{_shown(line.text)}</h1>"
        if line.kind == "title"
        else f"<p{' class=right' if line.kind == 'right' else ''}>{_shown(line.text)}</p>"
        for line in letter.lines
    )
    notes = "".join(
        f"<h2>{escape(heading)}</h2><ul>{''.join(f'<li>{escape(each)}</li>' for each in told)}</ul>"
        for heading, told in letter.notes()
    )
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta name="generator" content="zhihuan"><meta name="AIGC" content="{LETTER_LABEL}">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>"
        f'<p class="label">{LETTER_LABEL}</p>{lines}'
        f'<section class="notes"><p class="label">{LETTER_LABEL}</p>'
        f"<p><strong>这一页给您自己看，不用寄出。</strong></p>{notes}"
        f"<p>编号 {letter.calculation.id}，写于 {letter.as_of.isoformat()}</p>"
        "</section></body></html>\n"
    )


def _shown(text: str) -> str:
    """Escaped, with the gaps marked."""
    return _GAP.sub(lambda gap: f'<span class="gap">{gap[0]}</span>', escape(text))
