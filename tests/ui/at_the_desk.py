"""An agent at the console, in a browser."""

from __future__ import annotations

from typing import Any

from tests.ui.conftest import Visitor
from tests.ui.scripted_desk import DeskSite


class Agent(Visitor):
    """An agent at the console."""

    def __init__(self, browser: Any, url: str, **settings: Any) -> None:
        super().__init__(browser, f"{url}console", wait=False, **settings)
        self.page.locator(".queue, .sign-in").first.wait_for()

    @property
    def reply(self) -> Any:
        return self.page.get_by_label("回复", exact=True)

    @property
    def waiting(self) -> list[str]:
        self.page.locator("[data-brief]").first.wait_for()
        return [str(text) for text in self.page.locator("[data-brief]").all_inner_texts()]

    def looks_at(self, words: str) -> None:
        self.page.locator("[data-brief]").filter(has_text=words).click()
        self.page.get_by_role("group", name="会话内容").wait_for()

    def takes(self, words: str) -> None:
        self.page.locator("[data-brief]").filter(has_text=words).press("Enter")
        self.page.get_by_role("button", name="放回队列").wait_for()

    def drafted(self) -> Any:
        """The suggested reply, once it is there."""
        part = self.page.get_by_role("region", name="建议回复")
        part.get_by_role("button", name="整段插入").wait_for()
        return part

    @property
    def grumbles(self) -> list[str]:
        """What the browser complained of, but for answers that were meant to be refusals."""
        return [each for each in self.complaints if "Failed to load resource" not in each]


def thread(site: DeskSite, hand_off: str) -> list[tuple[str, str]]:
    return [(m["from"], m["text"]) for m in site.hand_offs.shown(hand_off)["messages"]]
