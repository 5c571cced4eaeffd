"""Every state, in every way of looking at it: axe, reflow, target sizes, nothing complained of.

Not shown here, because headless Chromium cannot: real iOS, VoiceOver, NVDA.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import CHROMIUM, FLAGS, Site, Visitor
from tests.ui.states import STATES, WAYS, State, leave

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "axe.min.js"  # axe-core 4.14.1, MPL-2.0, as published
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([rules, without]) => {
    const root = document.querySelector("zhihuan-widget")?.shadowRoot;
    await Promise.all((root?.getAnimations() ?? []).map((each) => each.finished));
    const off = Object.fromEntries(without.map((name) => [name, { enabled: false }]));
    const found = await axe.run(document.querySelector("zhihuan-widget") ?? document, { runOnly: { type: "tag", values: rules }, rules: off });
    return found.violations.map((each) => [each.id, ...each.nodes.slice(0, 3).map(
        (node) => node.target.join(" ") + " " + (node.any[0]?.message ?? ""))]);
}"""
# What axe does not look at: whether it fits, and whether a finger hits it.
MISFITS = """(touch) => {
    const root = document.querySelector("zhihuan-widget").shadowRoot;
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");
    const top = root.querySelectorAll(".sheet:last-of-type").item(0) ?? root.querySelector(".main");
    for (const box of [root.querySelector(".panel"), ...top.querySelectorAll(".scroller, .sheet-body, .head, .foot, .card")]) {
        if (box && box.scrollWidth > box.clientWidth + 1) found.push(`${box.className || box.localName} scrolls sideways`);
    }
    const panel = root.querySelector(".panel").getBoundingClientRect();
    root.querySelector(".panel").scrollTop = 99;
    if (root.querySelector(".panel").scrollTop) found.push("the header can be scrolled away");
    if (panel.left < 0 || panel.right > innerWidth || panel.top < 0 || panel.bottom > innerHeight + 1)
        found.push("the panel leaves the window");
    for (const each of top.querySelectorAll("button, input, select, textarea, summary, a.call, label.check")) {
        const box = each.getBoundingClientRect();
        if (!box.width || each.type === "checkbox") continue;
        // A reference stands in a sentence; its target is made taller for a finger.
        const least = each.classList.contains("ref") ? (touch ? 24 : 20) : 44;
        if (box.height < least - 0.5 || box.width < 24)
            found.push(`${each.className} "${each.textContent.slice(0, 12)}" is ${Math.round(box.width)}×${Math.round(box.height)}`);
        if (box.right > innerWidth + 1 && !each.closest(".region"))
            found.push(`"${each.textContent.slice(0, 12)}" leaves the screen`);
    }
    return [...new Set(found)];
}"""


def test_axe_is_the_published_one() -> None:
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == AXE_SHA256


def look(visitor: Visitor, state: State, without: list[str], touch: bool) -> list[Any]:
    """Go to a state and say what is wrong with it."""
    leave(visitor)
    state(visitor)
    if not visitor.page.evaluate("'axe' in window"):
        visitor.page.evaluate(AXE.read_text(encoding="utf-8"))
    wrong = [*visitor.page.evaluate(RUN, [RULES, without]), *visitor.page.evaluate(MISFITS, touch)]
    return [(state.__name__, each) for each in wrong]


@pytest.mark.parametrize("way", WAYS)
def test_every_state_is_accessible_and_fits(browser: Any, site: Site, way: str) -> None:
    visitor = Visitor(browser, site.url, **WAYS[way])
    touch = "width" in WAYS[way]
    # In forced colours the colours are the reader's.
    without = ["color-contrast"] if way == "forced-colours" else []
    wrong = [found for state in STATES for found in look(visitor, state, without, touch)]
    assert wrong == []
    unasked = [each for each in visitor.complaints if "ERR_INTERNET_DISCONNECTED" not in each]
    assert unasked == []
    visitor.close()


@pytest.fixture
def large_text(chromium: Any) -> Iterator[Any]:
    """A browser whose reader has set text to twice its size."""
    opened = chromium.launch(
        executable_path=CHROMIUM, args=[*FLAGS, "--blink-settings=defaultFontSize=32"]
    )
    yield opened
    opened.close()


@pytest.mark.parametrize("width", [1280, 375])
def test_text_twice_its_size_reflows(large_text: Any, site: Site, width: int) -> None:
    visitor = Visitor(large_text, site.url, width=width)
    wrong = [found for state in STATES for found in look(visitor, state, [], width < 600)]
    assert wrong == []
    size = "parseFloat(getComputedStyle(document.querySelector('zhihuan-widget').shadowRoot"
    assert visitor.page.evaluate(f"{size}.querySelector('.said')).fontSize)") == 32
    visitor.close()


def test_the_demonstration_page_is_accessible_and_fits(browser: Any, site: Site) -> None:
    for width in (1280, 320):
        visitor = Visitor(browser, site.url, wait=False, width=width)
        visitor.page.evaluate(AXE.read_text(encoding="utf-8"))
        assert visitor.page.evaluate(RUN, [RULES, []]) == []
        assert visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        visitor.page.get_by_role("button", name="看怎么回答").first.click()
        visitor.answered()
        assert visitor.complaints == []
        visitor.close()


def test_nothing_moves_where_the_reader_wants_it_still(browser: Any, site: Site) -> None:
    visitor = Visitor(browser, site.url)
    visitor.ask("逾期45天会怎么样")
    moving = "document.getAnimations().length"
    assert visitor.page.evaluate(moving) == 0
    names = "[...document.querySelector('zhihuan-widget').shadowRoot.querySelectorAll('.card')]"
    style = f"{names}.map((each) => getComputedStyle(each).animationName)"
    assert set(visitor.page.evaluate(style)) == {"none"}
    visitor.close()
