"""What the README tells a stranger to put on a page of their own, put there and used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response
from playwright.sync_api import expect

from tests.fakes import serving
from tests.ui.conftest import Visitor
from tests.web.keyed import Keyed, keyed
from tests.web.test_readme import README, python

if TYPE_CHECKING:
    from zhihuan.composition import Services

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def block(language: str, words: str) -> str:
    """The one block of the README that has these words."""
    (found,) = (b for b in re.findall(rf"```{language}\n(.*?)```", README, re.S) if words in b)
    return str(found)


@dataclass
class Shop:
    """A stranger's site on a port of its own, and the server that it embeds."""

    url: str
    server: str
    keys: Keyed

    def filled(self, snippet: str) -> str:
        """A snippet with the stranger's server and key in the README's blanks."""
        filled = snippet.replace("https://zhihuan.example", self.server)
        return filled.replace("pk_…", self.keys.texts["widget"])


@pytest.fixture(scope="module")
def shop(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    site = FastAPI()
    data = tmp_path_factory.mktemp("readme")
    with (
        keyed(services, data) as keys,
        serving(keys.client.app) as server,  # type: ignore[arg-type]
        serving(site) as url,
    ):
        keys.texts["widget"] = keys.access.keys.make("widget", "shop", [url])[1]
        opened = Shop(url, server, keys)

        def page(tags: str) -> HTMLResponse:
            head = '<!doctype html><title>店</title><link rel="icon" href="data:,"><h1>店</h1>'
            return HTMLResponse(head + opened.filled(tags))

        @site.get("/")
        def anybody() -> HTMLResponse:
            return page(block("html", 'data-key="pk_…"></script>'))

        @site.get("/account")
        def logged_in() -> HTMLResponse:
            return page(block("html", "data-boot"))

        @site.get("/your-own.js")
        def own() -> Response:
            return Response(block("js", "// your-own.js"), media_type="text/javascript")

        @site.get("/zhihuan-token")
        def token() -> Response:
            return Response(python("user_token")(keys.texts["server"], "user-7"))

        yield opened


@pytest.mark.parametrize("path", ["/", "/account"])
def test_the_tags_of_the_readme_are_all_that_a_page_needs(
    browser: Any, shop: Shop, path: str
) -> None:
    visitor = Visitor(browser, f"{shop.url}{path}")
    with visitor.page.expect_request("**/v1/chat") as asked:
        answer = visitor.ask("我白条欠了3200，逾期45天了，会怎么样")
    # The readings that are published, over 45 days: the README shows the sum as it was printed.
    expect(answer).to_contain_text("74 到 101 元")
    bearer = asked.value.headers["authorization"]
    assert bearer.startswith("Bearer pk_" if path == "/" else "Bearer ey")
    visitor.page.evaluate("Zhihuan('shutdown')")
    expect(visitor.page.locator("zhihuan-widget")).to_have_count(0)
    assert visitor.complaints == []
    visitor.close()


def test_the_javascript_of_the_readme_finds_answers(browser: Any, shop: Shop) -> None:
    visitor = Visitor(browser, shop.url, wait=False)
    snippet = shop.filled(block("js", "/v1/faq?q="))
    called = f"async (key) => {{ {snippet}; return answer.answers }}"
    found = visitor.page.evaluate(called, shop.keys.texts["server"])
    assert found and all(each["title"] and each["answer"] and each["sources"] for each in found)
    visitor.close()
