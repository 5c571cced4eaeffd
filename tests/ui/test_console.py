"""What an agent can do at the console, in a real browser; the assistant follows a script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.at_the_desk import Agent, thread
from tests.ui.scripted_desk import LATE, THREAT, DeskSite, serving_desk

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskSite]:
    with serving_desk(tmp_path_factory.mktemp("desk")) as site:
        yield site


@pytest.fixture
def site(served: DeskSite) -> DeskSite:
    """The desk with nobody waiting."""
    served.clear()
    return served


@pytest.fixture
def agent(browser: Any, site: DeskSite) -> Iterator[Agent]:
    site.hands_over(LATE)
    one = Agent(browser, site.url)
    yield one
    one.close()


# --- the queue


def test_whoever_is_in_danger_comes_first_with_the_reason_and_the_wait(
    browser: Any, site: DeskSite
) -> None:
    site.hands_over("会上征信吗")
    site.hands_over("我不想活了")
    agent = Agent(browser, site.url)
    first, second = agent.waiting
    assert "人可能有危险" in first and "我不想活了" in first and "伤害自己" in first
    assert "要求找真人" in second and re.search(r"\d+ 秒", second)
    agent.page.get_by_role("button", name="可能有危险", exact=True).click()
    assert len(agent.waiting) == 1
    agent.page.get_by_role("button", name="全部").click()
    agent.page.get_by_label("在队列里找").fill("征信")
    expect(agent.page.locator("[data-brief]")).to_have_count(1)
    agent.page.get_by_label("在队列里找").fill("没有这样的")
    expect(agent.page.get_by_text("没有符合筛选的")).to_be_visible()
    assert agent.grumbles == []
    agent.close()


def test_somebody_who_comes_in_danger_meanwhile_is_announced(agent: Agent, site: DeskSite) -> None:
    assert len(agent.waiting) == 1
    site.hands_over("我不想活了")
    expect(agent.page.locator("[data-brief]").first).to_contain_text("我不想活了")
    assert "可能有危险" in agent.said


def test_looking_takes_nothing_and_enter_takes(agent: Agent, site: DeskSite) -> None:
    agent.looks_at("3200")
    assert site.hand_offs.waiting()[0]["state"] == "queued"
    expect(agent.page.get_by_role("button", name="接下")).to_be_visible()
    agent.takes("3200")
    assert site.hand_offs.waiting()[0]["desk"] == "本机客服"
    agent.page.get_by_role("button", name="放回队列").click()
    expect(agent.page.get_by_role("button", name="接下")).to_be_visible()
    assert site.hand_offs.waiting()[0]["state"] == "queued"
    agent.page.get_by_role("button", name="接下").click()
    agent.page.get_by_role("button", name="结束").click()
    expect(agent.page.get_by_text("已经结束")).to_be_visible()
    expect(agent.reply).to_have_count(0)
    assert site.hand_offs.waiting() == []


def test_what_another_has_taken_can_be_read_and_not_answered(agent: Agent, site: DeskSite) -> None:
    (waiting,) = site.hand_offs.waiting()
    site.hand_offs.act(waiting["id"], "take", "客服小王 002")
    agent.looks_at("3200")
    expect(agent.page.get_by_text("客服小王 002 在接这位客户")).to_be_visible()
    expect(agent.reply).to_have_count(0)
    expect(agent.page.get_by_role("button", name="接下")).to_have_count(0)
    expect(agent.page.get_by_role("button", name="整段插入")).to_be_disabled()


# --- the conversation


def test_the_packet_shows_what_was_asked_answered_computed_and_struck_out(
    browser: Any, site: DeskSite
) -> None:
    conversation, _ = site.hands_over("会上征信吗", LATE)
    site.hand_offs.withdraw(conversation)
    sent = site.hand_offs.send(conversation, "again", struck=["asked/0"], added="希望下午联系")
    agent = Agent(browser, site.url)
    agent.looks_at("3200")
    log = agent.page.get_by_role("log", name="说过的话")
    expect(log.get_by_role("article", name="客户")).to_have_count(1)  # the other was struck out
    expect(log.get_by_role("article", name="助手").first).to_contain_text("AI生成")
    agent.page.get_by_text("交接单：").click()
    packet = agent.page.locator(".packet-view")
    for words in ("希望下午联系", "3,200 元", "逾期费用测算", "1 项，不要追问", "每月能还多少"):
        expect(packet).to_contain_text(words)
    assert sent["packet"]["struck"] == 1
    agent.close()


def test_risks_stand_above_everything_with_the_words_that_raised_them(
    browser: Any, site: DeskSite
) -> None:
    site.hands_over("我不想活了")
    agent = Agent(browser, site.url)
    agent.looks_at("不想活")
    risks = agent.page.get_by_role("list", name="风险")
    expect(risks).to_contain_text("说到可能伤害自己")
    expect(risks).to_contain_text("“不想活”")
    agent.close()


def test_what_the_customer_writes_arrives_and_what_is_sent_is_marked_as_human(
    browser: Any, site: DeskSite
) -> None:
    conversation, hand_off = site.hands_over(LATE)
    agent = Agent(browser, site.url)
    agent.takes("3200")
    site.writes(conversation, "在吗，我有点急")
    expect(agent.page.get_by_role("log")).to_contain_text("在吗，我有点急")
    assert "在吗" in agent.said
    agent.reply.fill("您好，我在看您的情况。")
    agent.reply.press("Control+Enter")
    said = agent.page.get_by_role("article", name="本机客服")
    expect(said).to_contain_text("我在看您的情况")
    expect(said).to_contain_text("真人")
    expect(agent.reply).to_have_value("")
    assert thread(site, hand_off) == [
        ("person", "在吗，我有点急"), ("human", "您好，我在看您的情况。"),
    ]  # fmt: skip
    assert agent.grumbles == []
    agent.close()


def test_several_conversations_are_open_and_each_keeps_its_reply(
    browser: Any, site: DeskSite
) -> None:
    site.hands_over("会上征信吗")
    other, _ = site.hands_over(LATE)
    agent = Agent(browser, site.url)
    agent.takes("3200")
    agent.reply.fill("写给逾期的那位")
    agent.takes("征信")
    agent.reply.fill("写给问征信的那位")
    site.writes(other, "还在吗")
    tabs = agent.page.get_by_role("tablist", name="打开的会话")
    expect(tabs.get_by_role("tab").first).to_contain_text("1")  # unread
    assert "(1)" in agent.page.title()
    tabs.get_by_role("tab").first.click()
    expect(agent.reply).to_have_value("写给逾期的那位")
    tabs.get_by_role("tab").first.press("ArrowRight")
    expect(agent.reply).to_have_value("写给问征信的那位")
    agent.page.get_by_role("button", name="收起这个会话").click()
    expect(agent.reply).to_have_value("写给逾期的那位")
    agent.close()


def test_what_the_person_takes_back_is_gone_from_the_screen(browser: Any, site: DeskSite) -> None:
    conversation, _ = site.hands_over(LATE)
    agent = Agent(browser, site.url)
    agent.takes("3200")
    agent.reply.fill("关于您欠的三千二")
    agent.drafted()
    site.hand_offs.withdraw(conversation)
    expect(agent.page.get_by_text("交接单收回去了")).to_be_visible()
    expect(agent.page.locator("[data-brief]")).to_have_count(0)
    shown = agent.page.locator("body").inner_text()
    assert "3200" not in shown and "3,200" not in shown and "三千二" not in shown
    agent.close()


def test_who_else_looks_and_types_is_shown_and_told(agent: Agent, site: DeskSite) -> None:
    site.assistant.others = [
        {"desk": "客服小王 002", "typing": True}, {"desk": "客服小张 003", "typing": False},
    ]  # fmt: skip
    agent.looks_at("3200")
    expect(agent.page.get_by_text("客服小王 002 正在输入，客服小张 003 也在看")).to_be_visible()
    agent.reply.press_sequentially("您好")
    expect(agent.page.get_by_role("status").filter(has_text="核对过，可以发")).to_be_visible()
    agent.page.wait_for_timeout(7_000)  # two looks of the console
    assert {each["desk"] for each in site.assistant.present} == {"本机客服"}
    assert site.assistant.present[0]["typing"] is False
    assert any(each["typing"] for each in site.assistant.present)


# --- the keyboard


def test_the_whole_way_with_the_keyboard_alone(browser: Any, site: DeskSite) -> None:
    site.hands_over("会上征信吗")
    _, hand_off = site.hands_over(LATE)
    agent = Agent(browser, site.url)
    press = agent.page.keyboard.press
    assert len(agent.waiting) == 2
    press("j")
    press("j")
    focused = agent.page.locator("[data-brief]:focus")
    expect(focused).to_contain_text("3200")
    press("k")
    expect(focused).to_contain_text("征信")
    press("o")
    expect(agent.page.get_by_role("button", name="接下")).to_be_visible()
    press("j")
    press("Enter")
    expect(agent.page.get_by_role("button", name="放回队列")).to_be_visible()
    press("r")
    expect(agent.reply).to_be_focused()
    agent.drafted()
    press("Alt+i")
    expect(agent.reply).not_to_have_value("")
    expect(agent.reply).to_be_focused()
    press("Control+End")
    agent.page.keyboard.type(f"jk?{THREAT}")
    expect(agent.page.locator("#verdict")).to_contain_text("不能发")
    press("F8")
    agent.page.keyboard.type("我们一起想办法")
    expect(agent.page.locator("#verdict")).to_contain_text("核对过，可以发")
    press("Control+Enter")
    expect(agent.reply).to_have_value("")
    assert "jk?我们一起想办法" in thread(site, hand_off)[0][1]
    press("Escape")
    expect(agent.page.locator("#talk-title")).to_be_focused()
    press("F6")
    expect(agent.page.locator("#assist-title")).to_be_focused()
    press("Shift+F6")
    press("Shift+F6")
    expect(agent.page.locator("#queue-title")).to_be_focused()
    press("?")
    help_sheet = agent.page.get_by_role("dialog", name="快捷键")
    expect(help_sheet).to_contain_text("Shift+F8")
    for _ in range(4):  # what lies beneath cannot be reached
        press("Tab")
        assert agent.page.evaluate("!document.activeElement.closest('.desk')")
    help_sheet.get_by_label("用单键快捷键").press("Space")
    press("Escape")
    expect(help_sheet).to_have_count(0)
    press("?")
    expect(help_sheet).to_have_count(0)
    assert agent.grumbles == []
    agent.close()


def test_while_characters_are_composed_nothing_is_sent_and_no_command_given(agent: Agent) -> None:
    agent.takes("3200")
    agent.reply.fill("您好")
    for composing in ({"isComposing": True}, {"keyCode": 229}):
        agent.reply.dispatch_event(
            "keydown", {"key": "Enter", "ctrlKey": True, "bubbles": True, **composing}
        )
    agent.page.wait_for_timeout(300)
    expect(agent.reply).to_have_value("您好")


def test_a_lost_connection_is_shown_and_nothing_that_was_written_is_lost(
    browser: Any, site: DeskSite
) -> None:
    _, hand_off = site.hands_over(LATE)
    agent = Agent(browser, site.url)
    agent.takes("3200")
    agent.context.set_offline(True)
    expect(agent.page.get_by_text("连不上服务器，正在重试。")).to_be_visible()
    agent.reply.fill("断网时写的")
    agent.reply.press("Control+Enter")
    expect(agent.page.locator(".talk-refused")).to_be_visible()
    expect(agent.reply).to_have_value("断网时写的")
    agent.context.set_offline(False)
    expect(agent.page.get_by_text("连不上服务器，正在重试。")).to_have_count(0)
    agent.reply.press("Control+Enter")
    expect(agent.reply).to_have_value("")
    assert thread(site, hand_off) == [("human", "断网时写的")]
    agent.close()


def test_where_no_key_was_ever_made_one_is_in_at_once_and_can_change_the_name(
    agent: Agent, site: DeskSite
) -> None:
    agent.page.get_by_role("button", name=re.compile("^称呼：\\s*本机客服")).click()
    agent.page.get_by_label("客户看到的称呼").fill("客服小李 001")
    agent.page.keyboard.press("Enter")
    agent.takes("3200")
    assert site.hand_offs.waiting()[0]["desk"] == "客服小李 001"
    agent.page.get_by_role("button", name=re.compile("^称呼：\\s*客服小李")).click()
    expect(agent.page.get_by_label("客户看到的称呼")).to_have_count(0)  # somebody is served
    kept = json.loads(agent.page.evaluate("sessionStorage.getItem('zhihuan-console')"))
    assert kept == {"key": "", "desk": "客服小李 001"}
