"""Whatever anybody writes, on either side, is text: in every field of everything that is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Visitor

pytestmark = pytest.mark.browser

HACK = "window.hacked=1"
CORPUS = (
    f"<script>{HACK}</script>",
    f"<script src=data:text/javascript,{HACK}></script>",
    f'<img src=x onerror="{HACK}">',
    f"<svg/onload={HACK}>",
    f'<svg><a xlink:href="javascript:{HACK}"><text>x</text></a></svg>',
    f'"><body onpageshow={HACK}>',
    f"' autofocus onfocus='{HACK}' x='",
    f'<iframe srcdoc="<script>parent.{HACK}</script>"></iframe>',
    f'<object data="javascript:{HACK}"></object><embed src="javascript:{HACK}">',
    f'<a href="javascript:{HACK}">x</a><a href="java&#10;script:{HACK}">x</a>',
    f"<details open ontoggle={HACK}><summary>x</summary></details>",
    f"<input autofocus onfocus={HACK}><video><source onerror={HACK}></video>",
    f"<form><button formaction=javascript:{HACK}>x</button></form>",
    f"</style></script></textarea></title><script>{HACK}</script>",
    f"<noscript><p title='</noscript><img src=x onerror={HACK}>'></p></noscript>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={HACK}></style>",
    f"<template><script>{HACK}</script></template><base href='javascript:{HACK}//'>",
    f'<meta http-equiv="refresh" content="0;url=javascript:{HACK}">',
    "<style>*{display:none!important}</style><link rel=stylesheet href=x>",
    f"[x](javascript:{HACK}) ![x](x\"onerror=\"{HACK}) <javascript:{HACK}>",
    f"{{{{constructor.constructor('{HACK}')()}}}} ${{{HACK}}} <%= {HACK} %>",
    f"&lt;img src=x onerror={HACK}&gt; &#60;script&#62; \\u003cscript\\u003e %3Cscript%3E",
    f"<ſcript>{HACK}</ſcript> ＜script＞{HACK}＜/script＞ <scr\u200bipt>",
    "\u202e\u2066\ufeff\u2028\x1b[31m <!-- <![CDATA[ ]]> --!> ]]>",
)  # fmt: skip
# What nothing of ours is made of; the pictures in buttons are SVG without links or scripts.
FOREIGN = """() => {
    const root = document.querySelector("zhihuan-widget").shadowRoot;
    const found = [...root.querySelectorAll(
        "script, img, iframe, object, embed, base, meta, link, style, template, math, video, noscript, svg a")];
    for (const each of root.querySelectorAll("*")) for (const { name, value } of each.attributes)
        if (name.startsWith("on") || name === "srcdoc" || name === "formaction"
            || (/href|src|action/.test(name) && !/^(https?:|tel:|#)/.test(value))) found.push(each);
    return found.map((each) => each.outerHTML.slice(0, 200));
}"""


class Spoiler:
    """Adds markup to every text that the server sends, and makes every address a script."""

    def __init__(self) -> None:
        self._vectors = cycle(CORPUS)
        self.spoiled = 0

    def __call__(self, route: Any) -> None:
        response = route.fetch()
        body = response.text()
        if "event-stream" in response.headers.get("content-type", ""):
            body = re.sub(r"(?m)^data: (\{.*)$", lambda m: f"data: {self._json(m[1])}", body)
        elif "json" in response.headers.get("content-type", ""):
            body = self._json(body)
        route.fulfill(response=response, body=body)

    def _json(self, text: str) -> str:
        return json.dumps(self._in(json.loads(text), ""), ensure_ascii=False)

    def _in(self, value: Any, key: str) -> Any:
        if isinstance(value, dict):
            return {name: self._in(each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [self._in(each, key) for each in value]
        if key == "url" and value:
            return f"javascript:{HACK}"
        # What people read is in Chinese; ids, amounts and kinds are not.
        if isinstance(value, str) and re.search(r"[\u4e00-\u9fff]", value):
            self.spoiled += 1
            return value + next(self._vectors)
        return value


def open_everything(visitor: Visitor) -> None:
    """Unfold what can be unfolded, and what the first reference rests on."""
    log = visitor.page.get_by_role("log")
    for fold in log.locator("summary:visible").all():
        fold.click()
    references = log.get_by_role("button", name="依据 1")
    if references.count():
        references.first.click()
        visitor.page.get_by_role("button", name="看全文").click()
        visitor.page.get_by_text("文章最后核对").wait_for()


@pytest.fixture
def spoiler(visitor: Visitor) -> Iterator[Spoiler]:
    spoils = Spoiler()
    visitor.page.route("**/v1/**", spoils)
    yield spoils
    assert spoils.spoiled > 0
    assert visitor.page.evaluate("window.hacked") is None
    assert visitor.page.evaluate(FOREIGN) == []
    assert visitor.complaints == []
    visitor.page.unroute_all(behavior="wait")


def test_what_a_person_writes_stays_text(visitor: Visitor, spoiler: Spoiler) -> None:
    box = visitor.page.get_by_label("想问的话")
    for vector in CORPUS:
        box.fill(vector)
        box.press("Enter")
        visitor.answered()
    said = visitor.page.get_by_role("log").inner_text()
    assert all(vector in said for vector in CORPUS[:6])


@pytest.mark.parametrize(
    ("asks", "texts"), [("分期每期多少", 100), ("我不想活了", 5), ("转人工", 5)]
)
def test_what_the_server_says_stays_text(
    visitor: Visitor, spoiler: Spoiler, asks: str, texts: int
) -> None:
    answer = visitor.ask(asks)
    open_everything(visitor)
    expect(answer).to_contain_text(HACK)
    assert spoiler.spoiled > texts


def test_the_papers_stay_text(visitor: Visitor, spoiler: Spoiler) -> None:
    for tool, field, words, button in (
        ("写一封信", "", "", "写出来看看"),
        ("我的时间线", "还款日（没", "2026-10-05", "算一下"),
        ("这是真的吗", "收到的短信", "我是法院的，转到安全账户", "看一看"),
    ):
        visitor.page.get_by_role("button", name="更多", exact=True).click()
        visitor.page.get_by_role("button", name=tool).last.click()
        sheet = visitor.page.get_by_role("dialog", name=tool)
        if field:
            sheet.get_by_label(field).fill(words)
        else:
            sheet.locator(".item").first.click()
        before = spoiler.spoiled
        with visitor.page.expect_response("**/v1/**"):
            visitor.page.get_by_role("button", name=button).last.click()
        expect(visitor.page.locator(".sheet").last).to_contain_text(HACK)
        assert spoiler.spoiled > before
        assert visitor.page.evaluate(FOREIGN) == []
        while visitor.page.locator(".sheet").count():
            visitor.page.locator(".sheet").last.get_by_role("button", name="返回").click()
