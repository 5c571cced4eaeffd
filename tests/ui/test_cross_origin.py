"""The widget as strangers embed it: on a page of another origin, with a key made for that origin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from tests.fakes import serving
from tests.ui.conftest import KNOWLEDGE_BASE, Visitor
from tests.ui.scripted import Conversation, served
from tests.web.keyed import Keyed
from zhihuan.library.knowledge_base import read_knowledge_base

pytestmark = pytest.mark.browser


@dataclass
class Embedded:
    """Our server, and two sites of other people; the key was made for `shop` alone."""

    server: str
    shop: str
    stranger: str
    keys: Keyed
    conversation: Conversation
    pages: dict[str, str]


def site_of_others(pages: dict[str, str]) -> FastAPI:
    """A site that serves `pages`, under a policy that lets in nothing but our server."""
    app = FastAPI()

    @app.get("/{name}")
    async def page(name: str) -> HTMLResponse:
        policy = (
            f"default-src 'none'; script-src 'self' {pages['server']}; connect-src 'self' "
            f"{pages['server']}; require-trusted-types-for 'script'; trusted-types 'none'"
        )
        return HTMLResponse(pages[name], headers={"Content-Security-Policy": policy})

    return app


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    base = read_knowledge_base(KNOWLEDGE_BASE)[0]
    app, conversation = served(base, tmp_path_factory.mktemp("embedded"))
    pages: dict[str, str] = {}
    with (
        serving(app) as server,
        serving(site_of_others(pages)) as shop,
        serving(site_of_others(pages)) as stranger,
    ):
        keys = app.state.access.keys
        widget, publishable = keys.make("widget", "shop", [shop])
        own, secret = keys.make("server", "shop")
        texts = {"widget": publishable, "server": secret}
        keyed = Keyed(None, app.state.access, texts, {"widget": widget.id, "server": own.id})  # type: ignore[arg-type]
        tag = f'<script defer src="{server}/widget.js" data-key="{publishable}"'
        head = '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>别人的店</title>'
        pages |= {
            "server": server,
            "page": f"{head}{tag}></script><h1>别人的店</h1>",
            "manual": f'{head}{tag} data-boot="manual"></script><h1>别人的店</h1>',
        }
        yield Embedded(server, shop, stranger, keyed, conversation, pages)
    app.state.access.close()


def test_a_page_of_its_own_origin_gets_answers_sources_and_sums(
    browser: Any, embedded: Embedded
) -> None:
    visitor = Visitor(browser, f"{embedded.shop}/page")
    answer = visitor.ask("逾期45天会怎么样")
    answer.get_by_role("button", name="依据 1").first.click()
    visitor.page.get_by_role("dialog", name="依据 1").wait_for()
    visitor.page.keyboard.press("Escape")
    card = answer.locator("[data-calculation]").last
    card.get_by_role("textbox", name="如果再过").fill("30")
    card.locator(".visually-hidden[role=status]").filter(has_text="逾期 75 天").wait_for()
    assert visitor.complaints == []
    visitor.page.reload()
    visitor.page.get_by_role("log").locator(".answer .said").nth(3).wait_for()  # found again
    assert visitor.complaints == []
    visitor.close()


def test_the_same_key_on_another_page_is_refused_and_nobodys_question_is_heard(
    browser: Any, embedded: Embedded
) -> None:
    before = len(embedded.conversation.asked)
    visitor = Visitor(browser, f"{embedded.stranger}/page")
    visitor.page.get_by_label("想问的话").fill("逾期45天会怎么样")
    visitor.page.keyboard.press("Enter")
    visitor.page.locator(".log[aria-busy=false]").wait_for()
    assert visitor.page.locator(".answer .said").count() == 0
    assert len(embedded.conversation.asked) == before
    # Nor may a script of that page read what was refused, or anything else that needs a key.
    read = """async ([server, key]) => {
        const headers = { Authorization: `Bearer ${key}` };
        const tried = ["v1/topics", "v1/faq?q=%E5%BE%81%E4%BF%A1"].map((path) =>
            fetch(`${server}/${path}`, { headers }).then((r) => r.text(), (error) => error.name));
        return Promise.all(tried);
    }"""
    found = visitor.page.evaluate(read, [embedded.server, embedded.keys.texts["widget"]])
    assert found == ["TypeError", "TypeError"]
    assert any("CORS" in each for each in visitor.complaints)
    visitor.close()


def test_a_talk_belongs_to_the_user_whom_the_hosts_server_vouches_for(
    browser: Any, embedded: Embedded
) -> None:
    tokens = {user: embedded.keys.token(user) for user in ("ann", "ben")}
    visitor = Visitor(browser, f"{embedded.shop}/manual", wait=False)
    boot = "(token) => Zhihuan('boot', { getToken: async () => token })"
    visitor.page.evaluate(boot, tokens["ann"])
    visitor.open()
    with visitor.page.expect_request("**/v1/chat") as asked:
        visitor.ask("逾期45天会怎么样")
    conversation = asked.value.post_data_json["conversation_id"]
    read = """async ([server, id, token]) => (await fetch(`${server}/v1/chat/${id}`, {
        headers: { Authorization: `Bearer ${token}` } })).status"""
    seen = {
        user: visitor.page.evaluate(read, [embedded.server, conversation, token])
        for user, token in tokens.items()
    }
    assert seen == {"ann": 200, "ben": 404}
    visitor.close()
