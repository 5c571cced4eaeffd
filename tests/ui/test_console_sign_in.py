"""Signing in to the console: who is let in, what is kept of the key, and where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Visitor
from tests.ui.scripted_desk import LATE, DeskSite, serving_desk

pytestmark = pytest.mark.browser

XIAOLI = "客服小李 001"


@dataclass
class Keyed:
    """A desk with a key of each kind."""

    site: DeskSite
    texts: dict[str, str]
    ids: dict[str, str]


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    with serving_desk(tmp_path_factory.mktemp("keyed-desk")) as site:
        texts, ids = {}, {}
        for scope in ("widget", "server", "agent", "supervisor"):
            origins = [site.url.rstrip("/")] if scope == "widget" else []
            key, texts[scope] = site.app.state.access.keys.make(scope, "desk", origins)
            ids[scope] = key.id
        site.hands_over(LATE)
        yield Keyed(site, texts, ids)


def signing_in(browser: Any, keyed: Keyed, key: str, desk: str = XIAOLI) -> Visitor:
    visitor = Visitor(browser, f"{keyed.site.url}console", wait=False)
    visitor.page.get_by_label("坐席密钥").fill(key)
    visitor.page.get_by_label("您的称呼").fill(desk)
    visitor.page.keyboard.press("Enter")
    return visitor


def kept(visitor: Visitor) -> str:
    return str(
        visitor.page.evaluate(
            "JSON.stringify([{...localStorage}, document.cookie, location.href])"
            " + document.documentElement.outerHTML"
        )
    )


def test_a_key_is_asked_for_before_anything_is_shown(browser: Any, keyed: Keyed) -> None:
    visitor = Visitor(browser, f"{keyed.site.url}console", wait=False)
    expect(visitor.page.get_by_label("坐席密钥")).to_be_focused()
    expect(visitor.page.get_by_role("alert")).to_be_hidden()
    assert "3200" not in visitor.page.content()
    visitor.page.get_by_role("button", name="登录").click()
    expect(visitor.page.get_by_text("请粘贴密钥")).to_be_visible()
    expect(visitor.page.get_by_text("请写称呼")).to_be_visible()
    visitor.close()


@pytest.mark.parametrize(
    ("scope", "words"),
    [("wrong", "没有权限"), ("widget", "不能做这件事"), ("server", "不能做这件事")],
)
def test_a_wrong_key_is_refused_and_not_kept(
    browser: Any, keyed: Keyed, scope: str, words: str
) -> None:
    key = keyed.texts.get(scope, f"ak_{'0' * 12}_{'0' * 64}")
    visitor = signing_in(browser, keyed, key)
    expect(visitor.page.get_by_role("alert")).to_contain_text(words)
    expect(visitor.page.locator(".queue")).to_have_count(0)
    seat = json.loads(visitor.page.evaluate("sessionStorage.getItem('zhihuan-console')"))
    assert seat == {"key": "", "desk": XIAOLI}
    assert key not in kept(visitor)
    visitor.close()


@pytest.mark.parametrize("scope", ["agent", "supervisor"])
def test_the_key_stays_in_its_tab_and_goes_when_one_signs_out(
    browser: Any, keyed: Keyed, scope: str
) -> None:
    visitor = signing_in(browser, keyed, keyed.texts[scope])
    expect(visitor.page.locator("[data-brief]")).to_contain_text("3200")
    assert keyed.texts[scope] not in kept(visitor)
    visitor.page.reload()
    expect(visitor.page.locator("[data-brief]")).to_contain_text("3200")
    other = visitor.tab(f"{keyed.site.url}console")
    expect(other.get_by_label("坐席密钥")).to_be_visible()
    visitor.page.get_by_role("button", name="退出").click()
    expect(visitor.page.get_by_label("坐席密钥")).to_be_visible()
    assert "3200" not in visitor.page.content()
    assert visitor.page.evaluate("sessionStorage.length") == 0
    visitor.close()


def test_a_key_that_is_revoked_ends_it_and_takes_everything_off_the_screen(
    browser: Any, keyed: Keyed
) -> None:
    keys = keyed.site.app.state.access.keys
    made, text = keys.make("agent", "leaving")
    visitor = signing_in(browser, keyed, text)
    visitor.page.locator("[data-brief]").click()
    visitor.page.get_by_role("group", name="会话内容").wait_for()
    keys.revoke(made.id)
    expect(visitor.page.get_by_label("坐席密钥")).to_be_visible()
    expect(visitor.page.get_by_role("alert")).to_contain_text("没有权限")
    assert "3200" not in visitor.page.content()
    assert text not in visitor.page.evaluate("JSON.stringify({...sessionStorage})")
    visitor.close()
