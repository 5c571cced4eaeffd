"""On our own pages no text becomes markup or a script, and nothing of ours tries."""

from __future__ import annotations

import pytest

from tests.ui.conftest import Site, Visitor
from tests.ui.scripted import MARKUP

pytestmark = pytest.mark.browser

REFUSED = {
    "markup": "document.createElement('p').innerHTML = '<b>x</b>'",
    "a script's address": "document.createElement('script').src = '/static/page.js'",
    "a policy that lets it pass": "trustedTypes.createPolicy('x', { createHTML: (text) => text })",
}


@pytest.mark.parametrize("what", REFUSED)
def test_text_cannot_become_what_runs(browser: object, site: Site, what: str) -> None:
    visitor = Visitor(browser, site.url, wait=False)
    tried = f"() => {{ try {{ {REFUSED[what]}; return 'done' }} catch (error) {{ return error.name }} }}"
    assert visitor.page.evaluate(tried) == "TypeError"
    assert any("CSP" in each or "Trusted" in each for each in visitor.complaints)
    visitor.close()


def test_a_whole_visit_breaks_no_rule_of_the_page(visitor: Visitor) -> None:
    answer = visitor.ask("分期每期多少")
    answer.get_by_role("button", name="12 期的计划表").click()
    answer.get_by_role("button", name="依据 1").first.click()
    visitor.page.keyboard.press("Escape")
    visitor.ask(MARKUP)
    for tool in ("写一封信", "我的时间线", "这是真的吗"):
        visitor.page.get_by_role("button", name="更多", exact=True).click()
        visitor.page.get_by_role("button", name=tool).last.click()
        visitor.page.get_by_role("dialog", name=tool).wait_for()
        while visitor.page.locator(".sheet").count():
            visitor.page.keyboard.press("Escape")
            visitor.page.wait_for_timeout(50)
    assert visitor.complaints == []
