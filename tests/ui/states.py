"""Every state that the widget can be looked at in, and how to get there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import TimeoutError as TooLate

from tests.ui.conftest import Visitor

State = Callable[[Visitor], None]


def welcome(visitor: Visitor) -> None:
    visitor.page.get_by_role("heading", name="别慌").wait_for()


def cost(visitor: Visitor) -> None:
    card = visitor.ask("逾期45天会怎么样").locator("[data-calculation]").last
    for fold in card.locator("summary").all():
        fold.click()
    card.locator("h3").scroll_into_view_if_needed()


def plans(visitor: Visitor) -> None:
    answer = visitor.ask("分期每期多少" + "a" * 120)
    answer.get_by_role("button", name="12 期的计划表").click()
    answer.get_by_role("button", name="24 期的计划表").click()
    for summary in ("看每一期", "带走这份计划"):
        for fold in answer.get_by_text(summary).all():
            fold.click()
    answer.get_by_role("heading", name="分期方案对比").scroll_into_view_if_needed()


def citation(visitor: Visitor) -> None:
    answer = visitor.page.get_by_role("log").locator(".answer").last
    answer.get_by_role("button", name="依据 1").first.click()
    visitor.page.get_by_role("dialog", name="依据 1").wait_for()


def whole_article(visitor: Visitor) -> None:
    citation(visitor)
    visitor.page.get_by_role("button", name="看全文").click()
    visitor.page.get_by_text("文章最后核对").wait_for()


def menu(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="更多", exact=True).click()
    visitor.page.get_by_role("dialog", name="更多").wait_for()


def timeline(visitor: Visitor) -> None:
    _tool(visitor, "我的时间线")
    visitor.page.get_by_label("还款日（没").fill("2026-10-05")
    visitor.page.get_by_role("button", name="算一下").last.click()
    visitor.page.get_by_text("从还款日起").wait_for()


def letter(visitor: Visitor) -> None:
    _tool(visitor, "写一封信")
    visitor.page.get_by_role("dialog", name="写一封信").locator(".item").first.click()
    visitor.page.get_by_role("button", name="写出来看看").click()
    visitor.page.get_by_role("heading", name="送到哪里").wait_for()


def letter_form(visitor: Visitor) -> None:
    _tool(visitor, "写一封信")
    visitor.page.get_by_role("dialog", name="写一封信").locator(".item").first.click()
    visitor.page.get_by_role("button", name="写出来看看").wait_for()


def real(visitor: Visitor) -> None:
    _tool(visitor, "这是真的吗")
    visitor.page.get_by_label("收到的短信").fill(
        "我是法院的，今天18点前把钱转到安全账户，不然马上拘留你"
    )
    visitor.page.get_by_role("button", name="看一看").click()
    visitor.page.get_by_role("heading", name="怎么自己核实").wait_for()


def mine(visitor: Visitor) -> None:
    menu(visitor)
    visitor.page.get_by_role("button", name="我的情况").click()
    sheet = visitor.page.get_by_role("dialog", name="我的情况")
    sheet.get_by_label("逾期多少天").fill("很久")
    sheet.get_by_role("button", name="算一下").click()
    sheet.get_by_text("还有地方要改").wait_for()


def erasing(visitor: Visitor) -> None:
    menu(visitor)
    visitor.page.get_by_role("button", name="清除记录").click()


def hand_off(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="转人工").first.click()
    visitor.answered()
    visitor.page.get_by_role("button", name="同意，转给真人").wait_for()


def feedback(visitor: Visitor) -> None:
    answer = visitor.ask("会上征信吗")
    visitor.page.route("**/v1/feedback", lambda route: route.fulfill(status=204))
    useless, why = (answer.get_by_role("button", name=name) for name in ("没用", "看不懂"))
    useless.click()
    try:
        why.wait_for(timeout=10_000)
    except TooLate:  # the answer was still scrolling up, and the click missed
        useless.click()
        why.wait_for()


def trouble(visitor: Visitor) -> None:
    visitor.context.set_offline(True)
    visitor.page.get_by_label("想问的话").fill("这句发不出去")
    visitor.page.keyboard.press("Enter")
    visitor.page.get_by_role("button", name="再试一次").wait_for()


def crisis(visitor: Visitor) -> None:
    visitor.context.set_offline(False)
    visitor.page.locator(".log[aria-busy=false]").wait_for()
    visitor.ask("我不想活了")


STATES: tuple[State, ...] = (
    welcome, cost, plans, citation, whole_article, menu, timeline, letter_form, letter, real, mine,
    erasing, hand_off, feedback, crisis, trouble,
)  # fmt: skip
# How a browser is set up for each way of looking.
WAYS: dict[str, dict[str, Any]] = {
    "desktop": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"width": 375},
    "narrow": {"width": 320, "height": 640},
    "forced-colours": {"forced_colors": "active"},
    "moving": {"reduced_motion": "no-preference", "width": 375},
}


def leave(visitor: Visitor) -> None:
    """Close what lies over the conversation."""
    while (sheets := visitor.page.locator(".sheet")).count():
        sheets.last.get_by_role("button", name="返回").click()


def _tool(visitor: Visitor, name: str) -> None:
    menu(visitor)
    visitor.page.get_by_role("dialog", name="更多").get_by_role("button", name=name).click()
    visitor.page.get_by_role("dialog", name=name).wait_for()
