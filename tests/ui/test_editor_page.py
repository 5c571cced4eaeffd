"""The editor's page in a browser: it can be read, operated and enlarged, and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.fakes import serving
from tests.ui.conftest import CHROMIUM, FLAGS, Visitor
from tests.ui.scripted import MARKUP, served
from tests.ui.test_console_states import MISFITS
from tests.ui.test_states import AXE, RULES, RUN
from zhihuan.learning.wanted import Wanted
from zhihuan.library.knowledge_base import read_knowledge_base

pytestmark = pytest.mark.browser

DAY = date(2026, 11, 21)
LONG = "https://example.org/" + "very-long-address-without-a-place-to-break" * 5


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    base = read_knowledge_base(Path(__file__).parents[2] / "knowledge_base")[0]
    found = [
        Wanted("家里人被催收天天打电话，活不下去了怎么办", ("活不下去了", "天天打电话"), 3, 4,
               (("voted-down", 3),), "danger", base.articles[0], 0.41,
               ("您先别急，有我在。",), (f"没说电话 {LONG}",), DAY, DAY),
        Wanted(MARKUP.replace("\u0000", ""), (MARKUP[:40], LONG), 1, 1, (("unanswered", 1),),
               "other", None, 0.0, (), (), DAY, DAY),
    ]  # fmt: skip
    app, _ = served(base, tmp_path_factory.mktemp("editor"))
    learning: Any = SimpleNamespace(wanted=lambda *_, **__: found)
    app.state.opening.services = SimpleNamespace(learning=learning)
    with serving(app) as address:
        yield f"{address}/editor"


def wrong(visitor: Visitor, without: tuple[str, ...] = ()) -> list[Any]:
    """Open every draft, with the keyboard alone, and say what is wrong with the page."""
    page = visitor.page
    folds = page.locator("summary").count()
    for _ in range(folds):
        while page.evaluate("document.activeElement.localName") != "summary":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    assert folds == page.locator("details[open]").count() == 2
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = [*page.evaluate(RUN, [RULES, list(without)]), *page.evaluate(MISFITS, 24)]
    return [*found, *visitor.complaints]


@pytest.mark.parametrize(
    "how",
    [{"width": 1280}, {"width": 320}, {"color_scheme": "dark"}, {"forced_colors": "active"}],
    ids=str,
)
def test_it_is_accessible_and_fits(browser: Any, url: str, how: dict[str, Any]) -> None:
    visitor = Visitor(browser, url, wait=False, **how)
    # In forced colours the colours are the reader's.
    assert wrong(visitor, ("color-contrast",) if "forced_colors" in how else ()) == []
    assert visitor.page.evaluate("window.hacked") is None
    visitor.close()


@pytest.mark.parametrize("width", [1280, 375])
def test_text_twice_its_size_reflows(chromium: Any, url: str, width: int) -> None:
    large = chromium.launch(
        executable_path=CHROMIUM, args=[*FLAGS, "--blink-settings=defaultFontSize=32"]
    )
    visitor = Visitor(large, url, wait=False, width=width)
    assert wrong(visitor) == []
    visitor.close()
    large.close()
