"""How a reply comes about at the console: drafted, written, checked, held back or let out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.at_the_desk import Agent, thread
from tests.ui.scripted import MARKUP
from tests.ui.scripted_desk import INTERNAL, LATE, REWRITE, THREAT, DeskSite, serving_desk

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


# --- the draft


def test_each_sentence_opens_to_its_source_and_internal_ones_cannot_be_inserted(
    agent: Agent,
) -> None:
    agent.takes("3200")
    part = agent.drafted()
    part.get_by_role("button", name="依据 1").click()
    sheet = agent.page.get_by_role("dialog", name="依据 1")
    expect(sheet).to_contain_text("现行有效")
    assert sheet.locator("mark").count() >= 1
    agent.page.keyboard.press("Escape")
    expect(part.get_by_role("button", name="依据 1")).to_be_focused()
    part.get_by_role("button", name="看测算").click()
    expect(agent.page.get_by_role("dialog", name="测算")).to_contain_text("100.80")
    agent.page.keyboard.press("Escape")
    inner = part.get_by_role("listitem").filter(has_text=INTERNAL)
    expect(inner).to_contain_text("不能发给客户")
    expect(inner.get_by_role("button", name="插入")).to_have_count(0)
    inner.get_by_role("button", name="内部依据 2").click()
    expect(agent.page.get_by_role("dialog", name="内部依据 2")).to_contain_text("不能原样发给客户")
    agent.page.keyboard.press("Escape")
    part.get_by_role("button", name="插入这一句").last.click()
    expect(agent.reply).to_have_value("到今天的费用以账单为准。")
    agent.reply.fill("")
    agent.page.keyboard.press("Alt+i")
    expect(agent.reply).to_have_value(re.compile("以账单为准。$"))
    assert INTERNAL not in agent.reply.input_value()
    assert agent.grumbles == []


def test_another_tone_is_another_draft(agent: Agent) -> None:
    agent.takes("3200")
    part = agent.drafted()
    part.get_by_role("button", name="体贴些").click()
    expect(part).to_contain_text("您先别急。")
    expect(part.get_by_role("button", name="体贴些")).to_have_attribute("aria-pressed", "true")


def test_a_stale_draft_is_never_inserted(browser: Any, site: DeskSite) -> None:
    conversation, hand_off = site.hands_over(LATE)
    agent = Agent(browser, site.url)
    agent.takes("3200")
    part = agent.drafted()
    # Before the console has looked again: pressing is what finds it out.
    site.writes(conversation, "我刚才说错了，是8200")
    part.get_by_role("button", name="插入这一句").first.click()
    expect(part).to_contain_text("客户又写了一句，重新起草")
    expect(agent.reply).to_have_value("")
    expect(part.get_by_role("button", name="插入这一句")).to_have_count(0)
    agent.page.keyboard.press("Alt+i")
    part.get_by_role("button", name="整段插入").click(force=True)
    expect(part.get_by_role("button", name="整段插入")).to_be_disabled()
    expect(agent.reply).to_have_value("")
    drafts = site.assistant.drafts
    part.get_by_role("button", name="重新起草").first.click()
    expect(part.get_by_role("button", name="插入这一句").first).to_be_visible()
    assert site.assistant.drafts == drafts + 1
    part.get_by_role("button", name="插入这一句").first.click()
    expect(agent.reply).not_to_have_value("")
    assert thread(site, hand_off) == [("person", "我刚才说错了，是8200")], "never sent by itself"
    agent.close()


def test_a_draft_is_not_offered_again_once_a_reply_went_out(agent: Agent) -> None:
    agent.takes("3200")
    part = agent.drafted()
    agent.page.keyboard.press("Alt+i")
    expect(agent.reply).not_to_have_value("")
    agent.page.get_by_role("button", name="发送").click()
    expect(agent.reply).to_have_value("")
    expect(part).to_contain_text("已经回复过了")
    expect(part.get_by_role("button", name="整段插入")).to_be_disabled()


def test_steps_are_ticked_and_the_wrap_up_is_copied(agent: Agent) -> None:
    agent.takes("3200")
    steps = agent.page.get_by_role("region", name="下一步")
    expect(steps).to_contain_text("12月6日 前")
    steps.get_by_label("核对是不是本人").check()
    wrap_up = agent.page.get_by_role("region", name="收尾")
    wrap_up.get_by_label("和客户说好了什么").fill("三天内答复")
    wrap_up.get_by_role("button", name="整理小结").click()
    for words in ("已说明费用", "三天内答复", "11月28日", "欠款 3,200 元（客户说）"):
        expect(wrap_up).to_contain_text(words)
    agent.context.grant_permissions(["clipboard-read", "clipboard-write"])
    wrap_up.get_by_role("button", name="复制小结").click()
    expect(wrap_up.get_by_role("button", name="已复制")).to_be_visible()
    copied = agent.page.evaluate("navigator.clipboard.readText()")
    assert "已说明费用" in copied and "三天内答复" in copied
    expect(steps.get_by_label("核对是不是本人")).to_be_checked()


def test_without_an_assistant_the_desk_still_works(browser: Any, site: DeskSite) -> None:
    _, hand_off = site.hands_over(LATE)
    site.assistant.silent = True
    agent = Agent(browser, site.url)
    agent.takes("3200")
    expect(agent.page.get_by_role("region", name="建议回复")).to_contain_text("没有这一项")
    agent.reply.fill("您好")
    expect(agent.page.locator("#verdict")).to_contain_text("现在查不了")
    agent.reply.press("Control+Enter")
    expect(agent.reply).to_have_value("")
    assert thread(site, hand_off) == [("human", "您好")]
    agent.close()


# --- the check


def test_what_is_wrong_is_marked_listed_and_put_right(agent: Agent, site: DeskSite) -> None:
    agent.takes("3200")
    agent.reply.press_sequentially(f"👋您好，{THREAT}。马上就好。", delay=5)
    status = agent.page.locator("#verdict")
    expect(status).to_have_attribute("role", "status")
    expect(status).to_contain_text("有 1 处不能发，改了才能发；另有 1 处提醒")
    assert len(site.assistant.checks) <= 3, "it asks when the hand rests, not at every key"
    marks = agent.page.locator(".marks mark")
    assert marks.all_inner_texts() == [THREAT, "马上就好"]
    chosen = "(() => { const it = document.querySelector('#reply'); return it.value.slice(it.selectionStart, it.selectionEnd) })()"
    agent.page.keyboard.press("F8")
    assert agent.page.evaluate(chosen) == THREAT
    assert "第 1 处，共 2 处" in agent.said and "不能发" in agent.said
    agent.page.keyboard.press("F8")
    assert agent.page.evaluate(chosen) == "马上就好"
    agent.page.keyboard.press("Shift+F8")
    assert agent.page.evaluate(chosen) == THREAT
    first = agent.page.get_by_role("list", name="要改的地方").get_by_role("listitem").first
    for words in ("不能发", "催收不得威胁", "threat-01", "贷后催收业务指引"):
        expect(first).to_contain_text(words)
    first.get_by_role("button", name="替换").click()
    expect(agent.reply).to_have_value(f"👋您好，{REWRITE}。马上就好。")
    expect(status).to_contain_text("可以发，有 1 处提醒")
    expect(agent.page.get_by_role("button", name="发送")).to_be_enabled()


def test_a_block_cannot_be_sent(browser: Any, site: DeskSite) -> None:
    _, hand_off = site.hands_over(LATE)
    agent = Agent(browser, site.url)
    agent.takes("3200")
    posted: list[str] = []
    agent.page.on("request", lambda r: posted.append(r.url) if r.url.endswith("/replies") else None)
    # At once, before the hand has rested: the whole is checked before anything is posted.
    agent.reply.fill(f"{THREAT}。")
    agent.reply.press("Control+Enter")
    expect(agent.page.locator("#verdict")).to_contain_text("改了才能发")
    send = agent.page.get_by_role("button", name="发送")
    expect(send).to_be_disabled()
    send.click(force=True)
    agent.reply.press("Control+Enter")
    agent.page.wait_for_timeout(300)
    assert posted == []
    expect(agent.reply).to_have_value(f"{THREAT}。")
    # Where the check cannot be had, the server's own stands behind it.
    agent.page.route("**/v1/assist/check", lambda route: route.abort())
    agent.reply.fill(f"还是那句：{THREAT}")
    agent.reply.press("Control+Enter")
    expect(agent.page.get_by_role("list", name="要改的地方")).to_contain_text("催收不得威胁")
    expect(agent.page.get_by_text("这条回复不能发")).to_be_visible()
    assert len(posted) == 1
    expect(agent.reply).to_have_value(f"还是那句：{THREAT}")
    assert thread(site, hand_off) == []
    agent.close()


def test_a_supervisor_may_override_with_a_reason_and_the_key_is_kept_nowhere(
    browser: Any, site: DeskSite
) -> None:
    _, hand_off = site.hands_over(LATE)
    site.assistant.supervisor = "vk_the-supervisors-own-key"
    agent = Agent(browser, site.url)
    agent.takes("3200")
    agent.reply.fill(f"{THREAT}。")
    agent.page.get_by_role("button", name="请主管放行").click()
    sheet = agent.page.get_by_role("dialog", name="请主管放行")
    expect(sheet).to_contain_text(THREAT)
    sheet.get_by_role("button", name="照发").click()
    expect(sheet).to_contain_text("要主管自己的密钥")
    expect(sheet).to_contain_text("至少 10 个字")
    sheet.get_by_label("为什么要照发").fill("客户自己问起诉流程，需要照实告诉")
    sheet.get_by_label("主管的密钥").fill("ak_only-an-agents-key")
    sheet.get_by_role("button", name="照发").click()
    expect(sheet.get_by_role("alert")).to_contain_text("主管的密钥")
    expect(sheet.get_by_label("主管的密钥")).to_have_value("")
    assert thread(site, hand_off) == []
    sheet.get_by_label("主管的密钥").fill(site.assistant.supervisor)
    sheet.get_by_role("button", name="照发").click()
    expect(sheet).to_have_count(0)
    assert thread(site, hand_off) == [("human", f"{THREAT}。")]
    assert site.assistant.overrides == [(f"{THREAT}。", "客户自己问起诉流程，需要照实告诉")]
    kept = agent.page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
        " + document.documentElement.outerHTML"
        " + [...document.querySelectorAll('input')].map((each) => each.value)"
    )
    assert "supervisors-own-key" not in kept
    agent.close()


# --- whatever is written stays text


def test_markup_from_anywhere_stays_text(browser: Any, site: DeskSite) -> None:
    evil = MARKUP.replace("\u0000", "")
    site.assistant.markup = True
    site.assistant.others = [{"desk": evil[:40], "typing": False}]
    conversation, hand_off = site.hands_over(f"我欠3200 {evil}")
    site.hand_offs.reply(hand_off, "r", "本机客服", evil)
    site.writes(conversation, evil)
    agent = Agent(browser, site.url)
    agent.looks_at("3200")
    agent.drafted()
    agent.reply.fill(f"{THREAT}{evil}")
    agent.page.locator(".findings").wait_for()
    agent.page.get_by_text("交接单：").click()
    body = agent.page.locator("body")
    expect(body).to_contain_text("<script>window.hacked = 1</script>")
    inside = "#console img, #console script, #console a[href^=javascript], #console iframe"
    assert agent.page.locator(f"{inside}, #console svg[onload]").count() == 0
    agent.page.get_by_role("button", name="依据 1").first.click()
    agent.page.keyboard.press("Escape")
    assert agent.page.evaluate("window.hacked") is None
    assert agent.grumbles == []
    agent.close()
