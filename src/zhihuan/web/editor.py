"""GET /editor: the questions that want an article, as a page without a script.

A browser cannot send a key of ours by itself, so the page asks for it as every browser knows how
to (HTTP Basic): any name, and a supervisor's key as the password. The page only reads.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from datetime import date
from html import escape
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import Headers

from zhihuan.clock import today
from zhihuan.learning.drafting import draft_of
from zhihuan.learning.wanted import Wanted
from zhihuan.web.access import require
from zhihuan.web.errors import Forbidden, NotAuthorised
from zhihuan.web.questions import start_of
from zhihuan.web.services import Feedbacks, Ready

router = APIRouter(include_in_schema=False)

_MOST = 50
_NOT_KEPT = {"Cache-Control": "no-store"}
_supervisor = require("supervisor")


async def _editor(request: Request) -> bool:
    """Whether the caller has a supervisor's key, sent as a bearer or by HTTP Basic."""
    try:
        await _supervisor(_with_bearer(request))
    except (NotAuthorised, Forbidden):
        return False
    return True


@router.get("/editor")
def page(
    services: Ready,
    feedback: Feedbacks,
    may_edit: Annotated[bool, Depends(_editor)],
    since: Annotated[date | None, Query()] = None,
) -> HTMLResponse:
    """What was asked and not answered well, the weightiest first, each with a draft."""
    if not may_edit:
        return _ask_for_key()
    found = services.learning.wanted(feedback, today=today(), since=start_of(since))
    return HTMLResponse("".join(_page(found)), headers=_NOT_KEPT)


@router.get("/editor.css")
async def style() -> Response:
    """How it looks."""
    return Response(_STYLE, media_type="text/css", headers={"Cache-Control": "no-cache"})


def _ask_for_key() -> HTMLResponse:
    """What a browser is sent that came without a key."""
    words = "请在浏览器弹出的框里填：用户名随便写，密码填主管（supervisor）的密钥。"
    headers = {"WWW-Authenticate": 'Basic realm="zhihuan editor", charset="UTF-8"', **_NOT_KEPT}
    return HTMLResponse("".join(_shell(f"<p>{words}</p>")), 401, headers)


def _with_bearer(request: Request) -> Request:
    """The same request, with the password of HTTP Basic as the bearer."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return request
    try:
        _, _, key = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return request
    headers = Headers(request.headers).mutablecopy()
    headers["authorization"] = f"Bearer {key}"
    return Request({**request.scope, "headers": headers.raw}, request.receive)


def _page(found: list[Wanted]) -> Iterator[str]:
    body = "".join("".join(_cluster(n, each)) for n, each in enumerate(found[:_MOST], 1))
    shown = f"只列最要紧的 {_MOST} 组。" if len(found) > _MOST else ""
    total = f"<p>一共 {len(found)} 组，越要紧的越靠前。{shown}</p>" if found else ""
    yield from _shell(total + (body or "<p>没有要写的：问到的都答上了，也没有人说没用。</p>"))


def _shell(body: str) -> Iterator[str]:
    yield (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<title>该写哪篇文章 · 知还</title><link rel="stylesheet" href="/editor.css">'
        "</head><body><main><h1>该写哪篇文章</h1>"
        "<p>没答上、答了说没用、被客服改写的问题，相近的放在一组。私密信息已经遮住；"
        "本人清除了的对话不在里面。</p>"
    )
    yield body
    yield "</main></body></html>"


def _cluster(number: int, wanted: Wanted) -> Iterator[str]:
    yield f'<article aria-labelledby="q{number}" class="{wanted.stake}">'
    yield f'<h2 id="q{number}">{number}. {escape(wanted.question)}</h2>'
    yield f"<p>{escape(wanted.why)}。{wanted.first} 到 {wanted.last}。</p>"
    if len(wanted.examples) > 1:
        yield "<h3>人们怎么问</h3>" + _items(wanted.examples)
    for heading, texts in (("本人说哪里没用", wanted.said), ("客服发出的", wanted.sent)):
        if texts:
            yield f"<h3>{heading}</h3>" + _items(texts)
    if wanted.nearest is not None:
        near = wanted.nearest
        kind = "（内部文章）" if near.internal else ""
        name = f"{escape(near.title)}{kind}，<code>{escape(near.slug)}</code>"
        yield f"<p>最接近的文章：{name}，把握 {wanted.nearness:.0%}</p>"
    yield "<details><summary>文章草稿（没有发布）</summary>"
    yield f'<pre tabindex="0">{escape(draft_of(wanted))}</pre></details></article>'


def _items(texts: tuple[str, ...]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


_STYLE = """\
:root { color-scheme: light dark; }
body { margin: 0; font: 1rem/1.7 system-ui, sans-serif; }
main { max-width: 48rem; margin: 0 auto; padding: 1rem; }
article { border-top: 1px solid #8888; padding: .5rem 0 1rem; }
article.danger, article.papers { border-top: .25rem solid #b3261e; }
h2 { font-size: 1.15rem; } h3 { font-size: 1rem; margin-bottom: 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .75rem; border: 1px solid #8888; }
summary { padding: .5rem 0; cursor: pointer; }
"""
