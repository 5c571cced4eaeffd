"""The console in every way of looking at it: axe, whether it fits, whether it can be hit.

Not shown here, because headless Chromium cannot: VoiceOver, NVDA.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.ui.conftest import CHROMIUM, FLAGS, Visitor
from tests.ui.scripted_desk import LATE, THREAT, DeskSite, serving_desk
from tests.ui.test_states import AXE, RULES, RUN

pytestmark = pytest.mark.browser

State = Callable[[Visitor], None]
# What axe does not look at: whether it fits, and whether a pointer or a finger hits it.
MISFITS = """(least) => {
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");
    for (const box of document.querySelectorAll(".pane, .pane-body, .pane-head, .thread, .reply-form, .talk-head, .part, .sheet-body, .findings li, .brief")) {
        if (box.scrollWidth > box.clientWidth + 1) found.push(`${box.className} scrolls sideways`);
    }
    const top = document.querySelector(".drawer") ?? document;
    for (const each of top.querySelectorAll("button, input, textarea, summary, label.check")) {
        const box = each.getBoundingClientRect();
        if (!box.width || each.type === "checkbox") continue;
        // A reference stands in a sentence; a quoted finding in its line.
        const inline = each.matches(".ref, .finding-quote, .grounds");
        const wanted = inline ? 20 : least;
        if (box.height < wanted - 0.5 || box.width < 24)
            found.push(`${each.className} "${each.textContent.slice(0, 12)}" is ${Math.round(box.width)}×${Math.round(box.height)}`);
        if (box.right > innerWidth + 1 && !each.closest(".tabs, .region"))
            found.push(`"${each.textContent.slice(0, 12)}" leaves the screen`);
    }
    return [...new Set(found)];
}"""


def queue(visitor: Visitor) -> None:
    visitor.page.locator("[data-brief]").first.wait_for()


def talk(visitor: Visitor) -> None:
    """Two conversations open, one with everything wrong in its reply, somebody else looking."""
    for words in ("征信", "3200"):
        tab(visitor, "队列")
        visitor.page.locator("[data-brief]").filter(has_text=words).press("Enter")
        visitor.page.get_by_role("button", name="放回队列").wait_for()
    visitor.page.get_by_text("交接单：").click()
    visitor.page.get_by_label("回复", exact=True).fill(f"您好，{THREAT}。马上就好。")
    visitor.page.locator(".findings").wait_for()
    visitor.page.get_by_text("客服小王 002 正在输入").wait_for()


def assist(visitor: Visitor) -> None:
    tab(visitor, "助手")
    page = visitor.page
    page.get_by_role("button", name="整段插入").wait_for()
    page.get_by_role("button", name="整理小结").click()
    page.get_by_text("已说明费用").wait_for()
    for fold in page.locator(".assist summary").all():
        fold.click()


def source(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="依据 1").first.click()
    visitor.page.get_by_role("dialog").wait_for()


def calculation(visitor: Visitor) -> None:
    visitor.page.keyboard.press("Escape")
    visitor.page.get_by_role("button", name="看测算").first.click()
    visitor.page.get_by_role("dialog", name="测算").wait_for()


def override(visitor: Visitor) -> None:
    visitor.page.keyboard.press("Escape")
    tab(visitor, "会话")
    visitor.page.get_by_role("button", name="请主管放行").click()
    visitor.page.get_by_role("button", name="照发").click()
    visitor.page.get_by_text("要主管自己的密钥").wait_for()


def help_sheet(visitor: Visitor) -> None:
    visitor.page.keyboard.press("Escape")
    visitor.page.get_by_role("button", name="快捷键").click()
    visitor.page.get_by_role("dialog", name="快捷键").wait_for()


def danger(visitor: Visitor) -> None:
    visitor.page.keyboard.press("Escape")
    tab(visitor, "队列")
    visitor.page.locator("[data-brief]").filter(has_text="不想活").click()
    visitor.page.get_by_role("list", name="风险").first.wait_for()


STATES: tuple[State, ...] = (
    queue, talk, assist, source, calculation, override, help_sheet, danger,
)  # fmt: skip
WAYS: dict[str, dict[str, Any]] = {
    "wide": {"width": 1440, "height": 900},
    "medium": {"width": 1100},
    "tabs": {"width": 1000},
    "phone": {"width": 375},
    "narrow": {"width": 320, "height": 640},
    "dark": {"width": 1440, "color_scheme": "dark"},
    "forced-colours": {"width": 1440, "forced_colors": "active"},
}


def tab(visitor: Visitor, name: str) -> None:
    """Bring a pane to the front, where there are tabs for it."""
    tabs = visitor.page.get_by_role("navigation", name="看哪一块")
    if tabs.count():
        tabs.get_by_role("button", name=name).click()


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskSite]:
    with serving_desk(tmp_path_factory.mktemp("desk")) as opened:
        opened.hands_over("会上征信吗")
        opened.hands_over(LATE)
        opened.hands_over("我不想活了，催收天天打电话给我家里人")
        opened.assistant.others = [{"desk": "客服小王 002", "typing": True}]
        yield opened


def wrongs(visitor: Visitor, without: list[str], least: int) -> list[Any]:
    """Go through all states and say what is wrong with each."""
    visitor.page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[Any] = []
    for state in STATES:
        state(visitor)
        axe, misfits = (
            visitor.page.evaluate(RUN, [RULES, without]),
            visitor.page.evaluate(MISFITS, least),
        )
        found += [(state.__name__, each) for each in (*axe, *misfits)]
    return found


@pytest.mark.parametrize("way", WAYS)
def test_every_state_is_accessible_and_fits(browser: Any, site: DeskSite, way: str) -> None:
    how = WAYS[way]
    visitor = Visitor(browser, f"{site.url}console", wait=False, **how)
    without = ["color-contrast"] if way == "forced-colours" else []  # the colours are the reader's
    # A pointer hits 24 pixels (WCAG 2.5.8); a finger wants more.
    assert wrongs(visitor, without, 44 if how["width"] < 600 else 24) == []
    assert visitor.page.evaluate("document.getAnimations().length") == 0  # motion is not wanted
    assert visitor.complaints == []
    visitor.close()


@pytest.mark.parametrize("width", [1440, 375])
def test_text_twice_its_size_reflows(chromium: Any, site: DeskSite, width: int) -> None:
    large = chromium.launch(
        executable_path=CHROMIUM, args=[*FLAGS, "--blink-settings=defaultFontSize=32"]
    )
    visitor = Visitor(large, f"{site.url}console", wait=False, width=width)
    assert wrongs(visitor, [], 44 if width < 600 else 24) == []
    visitor.close()
    large.close()


def test_the_sign_in_is_accessible_and_fits(browser: Any, site: DeskSite) -> None:
    site.app.state.access.keys.make("agent", "desk")
    for how in ({"width": 1280}, {"width": 320}, {"width": 1280, "color_scheme": "dark"}):
        visitor = Visitor(browser, f"{site.url}console", wait=False, **how)
        visitor.page.get_by_role("button", name="登录").click()
        visitor.page.get_by_text("请粘贴密钥").wait_for()
        visitor.page.evaluate(AXE.read_text(encoding="utf-8"))
        assert visitor.page.evaluate(RUN, [RULES, []]) == []
        assert visitor.page.evaluate(MISFITS, 44 if how["width"] == 320 else 24) == []
        visitor.close()
