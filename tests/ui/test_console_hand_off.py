"""From the widget to the console and back: the real server, two people, two browsers.

Nothing is scripted here: the real index, the embedded brain, the real queue, drafts and checks.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import expect

from tests.ui.at_the_desk import Agent
from tests.ui.conftest import Visitor
from zhihuan.settings import Settings
from zhihuan.web import console
from zhihuan.web.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LATE = "我白条欠了3200，逾期45天了，会怎么样"
REPOSITORY = Path(__file__).parents[2]


@dataclass
class Open:
    """The server, and what stands behind it."""

    url: str
    services: Any


@pytest.fixture(scope="module")
def site(data_folder: Any, model_cache: Path) -> Iterator[Open]:
    settings = Settings(
        data=data_folder(),
        cache=model_cache,
        knowledge_base=REPOSITORY / "knowledge_base",
        prompts=REPOSITORY / "prompts",
        model="embedded",
        hand_off="queue",
        hand_off_hours="Mon-Sun 00:00-24:00",
    )
    app = create_app(settings)
    if not any(getattr(route, "path", "") == "/console" for route in app.routes):
        console.install(app)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started or not app.state.opening.finished.wait(0.2):
        time.sleep(0.05)
    assert app.state.opening.failure is None
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Open(f"http://127.0.0.1:{port}/", app.state.opening.services)
    server.should_exit = True
    thread.join(10)


class Customer(Visitor):
    """Somebody with the widget."""

    def hands_over(self, *, strike: str = "", add: str = "") -> None:
        self.page.get_by_role("button", name="转人工").first.click()
        answer = self.answered()
        packet = answer.get_by_role("group", name="交给真人的内容")
        if strike:
            packet.get_by_role("checkbox", name=strike).uncheck()
        if add:
            answer.get_by_label("想补充的话").fill(add)
        answer.get_by_role("button", name="同意，转给真人").click()
        expect(answer).to_contain_text("排上队")

    def says(self, text: str) -> None:
        self.page.get_by_label("想问的话").fill(text)
        self.page.keyboard.press("Enter")
        self.answered()

    def reads(self, desk: str, words: str) -> None:
        """A human's reply is there, and is shown as a human's."""
        human = self.page.get_by_role("article", name=desk).filter(has_text=words)
        expect(human).to_be_visible()
        expect(human.get_by_role("heading")).to_contain_text("真人")
        assert "AI生成" not in human.inner_text()


class Named(Agent):
    """Somebody at the console, under a name of their own."""

    def __init__(self, browser: Any, url: str, desk: str = "客服小李 001") -> None:
        super().__init__(browser, url, width=1440, height=900)
        self.desk = desk
        self.page.get_by_role("button", name=re.compile("^称呼")).click()
        self.page.get_by_label("客户看到的称呼").fill(desk)
        self.page.keyboard.press("Enter")

    def content_of(self, words: str) -> Any:
        """Take the one whose line has these words; what was handed over."""
        brief = self.page.locator("[data-brief]").filter(has_text=words).first
        brief.wait_for()
        self.takes(words)
        return self.page.get_by_role("group", name="会话内容")

    def sends(self, text: str = "") -> None:
        if text:
            self.reply.fill(text)
        self.reply.press("Control+Enter")
        expect(self.reply).to_have_value("")

    def draft(self) -> Any:
        """The suggested reply, once it is there."""
        part = self.page.get_by_role("region", name="建议回复")
        expect(part).to_have_attribute("aria-busy", "false")
        return part


@pytest.fixture
def customer(browser: Any, site: Open) -> Iterator[Customer]:
    for each in site.services.hand_offs.waiting():
        site.services.hand_offs.act(each["id"], "close", each["desk"])
    one = Customer(browser, site.url)
    yield one
    one.close()


@pytest.fixture
def agent(browser: Any, site: Open) -> Iterator[Named]:
    one = Named(browser, site.url)
    yield one
    assert one.grumbles == []
    one.close()


@pytest.mark.parametrize(
    ("says", "handed", "reply"),
    [
        (LATE, ("3,200 元", "45 天"), "您好，我看到您的情况了，我们一件一件来。"),
        ("欠8000想分期，每月最多还800，怎么分合适", ("8,000 元", "800 元"), "您好，我在看您的情况。"),
        ("催收给我家里人打电话怎么办", ("家里人打电话",), "您好，请把通话记录留好，我帮您登记。"),
        ("逾期一天会上征信吗", ("上征信",), "您好，您的问题我看到了，正在核对。"),
    ],
)  # fmt: skip
def test_what_was_asked_arrives_and_the_reply_is_shown_as_a_humans(
    customer: Customer, agent: Named, says: str, handed: tuple[str, ...], reply: str
) -> None:
    customer.ask(says)
    customer.hands_over()
    content = agent.content_of(says[:8])
    content.get_by_text("交接单：").click()
    for words in handed:
        expect(content).to_contain_text(words)
    agent.sends(reply)
    customer.reads(agent.desk, reply)
    assert customer.complaints == []


def test_whoever_comes_into_danger_while_waiting_is_first_and_no_sum_is_suggested(
    browser: Any, site: Open, customer: Customer, agent: Named
) -> None:
    other = Customer(browser, site.url)
    other.ask("逾期一天会上征信吗")
    other.hands_over()
    customer.ask(LATE)
    customer.hands_over()
    customer.says("我不想活了")
    first = agent.page.locator("[data-brief]").first
    expect(first).to_contain_text("可能有危险")
    agent.takes("3200")
    expect(agent.page.get_by_role("log")).to_contain_text("我不想活了")
    expect(agent.page.get_by_role("heading", name="可能有危险")).to_be_visible()
    expect(agent.page.get_by_role("region", name="一眼看清")).to_contain_text("不想活")
    draft = agent.draft()
    assert not re.search(r"\d+(\.\d+)? ?元|〔测算〕", draft.inner_text())
    agent.sends("我在，您先告诉我，您现在身边有人吗？")
    customer.reads(agent.desk, "您现在身边有人吗")
    other.close()


def test_what_was_struck_out_never_arrives_and_what_was_added_does(
    customer: Customer, agent: Named
) -> None:
    customer.ask("我在厂里上班会被知道吗")
    customer.ask(LATE)
    customer.hands_over(strike="我在厂里上班", add="希望下午联系")
    content = agent.content_of("3200")
    content.get_by_text("交接单：").click()
    expect(content).to_contain_text("希望下午联系")
    assert "厂里" not in agent.page.locator("body").inner_text()
    agent.sends("好的，下午三点联系您。")
    customer.reads(agent.desk, "下午三点联系您")


def test_a_suggested_reply_is_inserted_checked_and_sent(customer: Customer, agent: Named) -> None:
    customer.ask("逾期一天会上征信吗")
    customer.hands_over()
    agent.takes("征信")
    draft = agent.draft()
    draft.get_by_role("button", name=re.compile("^依据 1")).first.click()
    expect(agent.page.get_by_role("dialog", name="依据 1")).to_contain_text("出处")
    agent.page.keyboard.press("Escape")
    agent.page.keyboard.press("Alt+i")
    expect(agent.reply).not_to_have_value("")
    text = agent.reply.input_value()
    for advice in draft.locator(".for-agent .sentence").all_inner_texts():
        assert advice[:12] not in text
    expect(agent.page.locator("#verdict")).not_to_have_class(re.compile("block"))
    expect(agent.page.locator("#verdict")).to_contain_text("可以发")
    agent.sends()
    customer.reads(agent.desk, text[:20])


def test_whatever_is_written_on_arrives_and_makes_the_draft_stale(
    customer: Customer, agent: Named
) -> None:
    customer.ask(LATE)
    customer.hands_over()
    agent.takes("3200")
    draft = agent.draft()
    customer.says("说错了，欠的是8200")
    expect(agent.page.get_by_role("log")).to_contain_text("8200")
    expect(draft).to_contain_text("客户又写了一句，重新起草")
    expect(draft.get_by_role("button", name="整段插入")).to_be_disabled()
    expect(agent.page.get_by_role("region", name="一眼看清")).to_contain_text("8,200")
    draft.get_by_role("button", name="重新起草").first.click()
    expect(agent.draft().get_by_role("button", name="整段插入")).to_be_enabled()
    agent.sends("好，按8200来看。")
    customer.reads(agent.desk, "按8200来看")
    agent.sends("您每月大概能拿出多少？")
    customer.reads(agent.desk, "每月大概能拿出多少")


def test_a_blocked_reply_never_reaches_the_person(customer: Customer, agent: Named) -> None:
    customer.ask(LATE)
    customer.hands_over()
    agent.takes("3200")
    agent.reply.fill("再不还钱我们就上门找你家里人要。")
    agent.reply.press("Control+Enter")
    expect(agent.page.locator("#verdict")).to_contain_text("不能发")
    expect(agent.page.get_by_role("button", name="发送")).to_be_disabled()
    findings = agent.page.get_by_role("list", name="要改的地方")
    expect(findings).to_contain_text("不能发")
    agent.sends("您每月大概能拿出多少来还？")
    customer.reads(agent.desk, "每月大概能拿出多少来还")
    assert "上门" not in customer.page.get_by_role("log").inner_text()


def test_two_agents_see_each_other_and_only_one_answers(
    browser: Any, site: Open, customer: Customer, agent: Named
) -> None:
    customer.ask(LATE)
    customer.hands_over()
    agent.takes("3200")
    second = Named(browser, site.url, "客服小王 002")
    second.page.locator("[data-brief]").filter(has_text="3200").click()
    expect(second.page.get_by_text("客服小李 001 在接这位客户")).to_be_visible()
    expect(second.reply).to_have_count(0)
    expect(agent.page.locator(".presence")).to_contain_text("客服小王 002")
    agent.page.get_by_role("button", name="放回队列").click()
    expect(second.page.get_by_role("button", name="接下")).to_be_visible()
    second.page.get_by_role("button", name="接下").click()
    second.sends("您好，我是小王，接着帮您看。")
    customer.reads("客服小王 002", "我是小王")
    expect(agent.page.get_by_text("客服小王 002 在接这位客户")).to_be_visible()
    second.close()


def test_once_it_is_closed_the_assistant_answers_again(customer: Customer, agent: Named) -> None:
    customer.ask(LATE)
    customer.hands_over()
    agent.takes("3200")
    agent.sends("您的情况我登记好了。")
    customer.reads(agent.desk, "登记好了")
    agent.page.get_by_role("button", name="结束").click()
    expect(agent.page.get_by_text("已经结束")).to_be_visible()
    answer = customer.ask("会坐牢吗")
    expect(answer).to_contain_text("AI生成")
    customer.reads(agent.desk, "登记好了")


def test_what_is_taken_back_vanishes_from_the_console(customer: Customer, agent: Named) -> None:
    customer.ask(LATE)
    customer.hands_over()
    agent.takes("3200")
    customer.page.get_by_role("button", name="撤回").click()
    expect(agent.page.get_by_text("交接单收回去了")).to_be_visible()
    shown = agent.page.locator(".talk, .assist").all_inner_texts()
    assert not any("3200" in each or "3,200" in each for each in shown)


def test_the_reply_is_still_there_after_a_reload_on_both_sides(
    customer: Customer, agent: Named
) -> None:
    customer.ask(LATE)
    customer.hands_over()
    agent.takes("3200")
    agent.sends("请您先看看账单上的日费率。")
    customer.reads(agent.desk, "账单上的日费率")
    customer.page.reload()
    customer.page.locator(".log .answer").first.wait_for()
    customer.reads(agent.desk, "账单上的日费率")
    agent.page.reload()
    agent.page.locator("[data-brief]").filter(has_text="3200").click()
    expect(agent.page.get_by_role("log")).to_contain_text("账单上的日费率")
    expect(agent.page.get_by_role("button", name="放回队列")).to_be_visible()


def test_from_a_phone_to_the_console_and_back(browser: Any, site: Open, agent: Named) -> None:
    customer = Customer(browser, site.url, width=375)
    customer.ask("有人说交500块就能消除逾期记录，是真的吗")
    customer.hands_over()
    agent.takes("500块")
    agent.sends("是骗子常用的说法，请不要转钱，也不要给验证码。")
    customer.reads(agent.desk, "请不要转钱")
    assert customer.complaints == []
    customer.close()
