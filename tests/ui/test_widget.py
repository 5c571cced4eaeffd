"""What a person can do with the widget, in a real browser over our own routes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Site, Visitor
from tests.ui.scripted import ASKED, MARKUP, Hosts

pytestmark = pytest.mark.browser


def sentences(answer: Any) -> list[str]:
    """What an answer says, without its references."""
    shown = answer.locator(".said").all_inner_texts()
    return [re.sub(r"\[\d+\]|〔测算〕", "", each).strip() for each in shown]


def test_the_page_loads_only_the_launcher_until_it_is_opened(browser: Any, site: Site) -> None:
    visitor = Visitor(browser, "about:blank", wait=False)
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url.removeprefix(site.url)))
    visitor.page.goto(site.url)
    visitor.page.wait_for_load_state("networkidle")
    assert "widget.js" in asked
    assert not any("static/widget.js" in url or "v1/" in url for url in asked)
    visitor.open()
    assert "static/widget.js" in asked
    assert all(url.startswith(("widget.js", "static/", "v1/", "favicon", "")) for url in asked)
    assert visitor.complaints == []
    visitor.close()


def test_a_citation_opens_and_closes_and_the_focus_comes_back(visitor: Visitor) -> None:
    answer = visitor.ask("逾期45天会怎么样")
    reference = answer.get_by_role("button", name="依据 1").first
    reference.focus()
    visitor.page.keyboard.press("Enter")

    sheet = visitor.page.get_by_role("dialog", name="依据 1")
    expect(sheet).to_contain_text("现行有效")
    expect(sheet.get_by_role("heading", name="依据 1")).to_be_focused()
    assert sheet.locator("mark").count() >= 1
    assert all(
        link.get_attribute("rel") == "noreferrer noopener"
        and link.get_attribute("href").startswith("http")
        for link in sheet.locator("a[target=_blank]").all()
    )
    # What lies beneath cannot be reached meanwhile.
    for _ in range(12):
        visitor.page.keyboard.press("Tab")
        focused = "document.querySelector('zhihuan-widget').shadowRoot.activeElement"
        assert visitor.page.evaluate(f"!{focused}?.closest('.main')")
    sheet.get_by_role("button", name="看全文").click()
    expect(visitor.page.get_by_role("dialog").last).to_contain_text("文章最后核对")

    visitor.page.keyboard.press("Escape")
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator(".sheet")).to_have_count(0)
    expect(reference).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.get_by_role("button", name="还款遇到难处")).to_be_focused()
    assert visitor.complaints == []


def test_the_slider_answers_exactly_and_the_server_has_the_last_word(visitor: Visitor) -> None:
    card = visitor.ask("逾期45天会怎么样").locator("[data-calculation]").last
    # 3200 × 0.065 % × 45 = 93.60; 3200 × 0.07 % × 45 = 100.80; thirty days more: × 75
    expect(card).to_contain_text("100.80")
    card.get_by_role("textbox", name="如果再过").fill("30")
    expect(card.locator(".headline")).to_contain_text("168.00 元")  # 3200 × 0.07 % × 75
    # The server knows published readings of its own, and answers for 75 days with those.
    expect(card.locator(".visually-hidden[role=status]")).to_contain_text("逾期 75 天")
    card.get_by_role("button", name="多一天").click()
    expect(card.get_by_role("slider")).to_have_value("31")
    card.get_by_role("slider").press("Home")
    expect(card.locator(".headline")).to_contain_text("100.80")
    card.get_by_text("先还一部分会怎样").click()
    card.get_by_label("今天先还多少元").fill("一千")
    card.get_by_role("button", name="算一下").click()
    expect(card).to_contain_text("请写一个金额")
    card.get_by_label("今天先还多少元").fill("1000")
    card.get_by_role("button", name="算一下").click()
    expect(card).to_contain_text("30 天里少付的费用")
    assert visitor.complaints == []


def test_a_plan_is_compared_scheduled_and_taken_away_with_its_label(visitor: Visitor) -> None:
    answer = visitor.ask("分期每期多少")
    comparison = answer.get_by_role("group", name="分期方案对比").first
    expect(comparison.get_by_role("table", name="几种分法")).to_contain_text("合适")
    comparison.get_by_role("button", name="12 期的计划表").click()
    comparison.get_by_text("看每一期").click()
    table = comparison.get_by_role("table", name="12 期还款计划")
    expect(table.get_by_role("row")).to_have_count(13)
    # 3200 ÷ 12 + 3200 × 0.6 %
    expect(table).to_contain_text("285.87")
    comparison.get_by_text("带走这份计划").click()
    for name, label in (("CSV 表格", "csv"), ("打印页", "html")):
        with visitor.page.expect_download() as found:
            comparison.get_by_role("button", name=name).click()
        text = found.value.path().read_text(encoding="utf-8-sig")
        assert "内容由AI生成" in text, label
    comparison.get_by_role("button", name="日历提醒").click()
    expect(comparison).to_contain_text("要先选首期还款日")
    assert visitor.complaints == []


def test_what_is_missing_is_asked_for_in_a_form_and_sent_as_words(
    visitor: Visitor, site: Site
) -> None:
    answer = visitor.ask("逾期45天会怎么样")
    assert ASKED in sentences(answer)[-1]
    form = answer.get_by_role("form", name="再说一项就能算")
    form.get_by_label("每月能拿出多少元来还").fill("不知道")
    form.get_by_role("button", name="算一下").click()
    expect(form.get_by_role("alert")).to_be_focused()
    expect(form.get_by_role("alert")).to_contain_text("请写一个金额")
    form.get_by_label("每月能拿出多少元来还").fill("４００元")
    form.get_by_role("button", name="算一下").click()
    visitor.answered()
    assert site.conversation.texts[-1] == "每月最多还400元"


def test_the_answer_is_announced_once_and_labelled_as_made_by_ai(visitor: Visitor) -> None:
    visitor.page.evaluate(
        """() => {
            const live = document.querySelector("zhihuan-widget").shadowRoot.querySelector(".live");
            window.heard = [];
            new MutationObserver(() => window.heard.push(live.textContent))
                .observe(live, { childList: true, characterData: true, subtree: true });
        }"""
    )
    answer = visitor.ask("逾期45天会怎么样")
    visitor.page.wait_for_timeout(300)
    heard = visitor.page.evaluate("window.heard")
    assert sum("回答完成" in each for each in heard) == 1
    assert next(filter(None, heard)) == "正在查找依据"
    expect(answer.get_by_role("heading", name="AI生成").first).to_be_visible()
    assert visitor.page.get_by_role("log").get_attribute("aria-live") == "off"


def test_the_label_goes_along_with_what_is_copied_printed_and_saved(visitor: Visitor) -> None:
    answer = visitor.ask("逾期45天会怎么样")
    copied = visitor.page.evaluate(
        """() => {
            const root = document.querySelector("zhihuan-widget").shadowRoot;
            getSelection().selectAllChildren(root.querySelector(".prose"));
            const data = new DataTransfer();
            root.querySelector(".prose").dispatchEvent(new ClipboardEvent(
                "copy", { clipboardData: data, bubbles: true, composed: true, cancelable: true }));
            return data.getData("text/plain");
        }"""
    )
    assert sentences(answer)[0] in copied
    assert "内容由AI生成" in copied
    visitor.page.get_by_role("button", name="更多", exact=True).click()
    with visitor.page.expect_download() as found:
        visitor.page.get_by_role("button", name="存成文字").click()
    saved = found.value.path().read_text(encoding="utf-8")
    assert saved.startswith("（内容由AI生成") and "AI生成）：" in saved
    visitor.page.evaluate("window.print = () => { window.printing = true }")
    visitor.page.get_by_role("button", name="打印").click()
    assert visitor.page.evaluate("window.printing")
    visitor.page.emulate_media(media="print")
    expect(visitor.page.get_by_role("heading", name="还不上的时候")).to_be_hidden()
    expect(visitor.page.locator(".label")).to_be_visible()
    boxes = [visitor.page.locator(each).bounding_box() for each in (".middle", ".log")]
    assert boxes[0]["height"] >= boxes[1]["height"] > 720, "all of it, not what the screen showed"
    visitor.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(visitor.page.get_by_role("heading", name="还不上的时候")).to_be_visible()


def test_markup_from_either_side_stays_text(visitor: Visitor) -> None:
    answer = visitor.ask(MARKUP.replace("\u0000", ""))
    expect(answer).to_contain_text("<script>window.hacked = 1</script>")
    log = visitor.page.get_by_role("log")
    assert log.locator("img, script, a, iframe").count() == 0
    assert visitor.page.evaluate("window.hacked") is None
    assert visitor.complaints == []


@pytest.mark.parametrize("host", ["strict", "rude"])
def test_it_works_on_other_peoples_pages(browser: Any, site: Site, host: str) -> None:
    visitor = Visitor(browser, f"{site.url}hosts/{host}")
    answer = visitor.ask("分期每期多少")
    answer.get_by_role("button", name="12 期的计划表").click()
    expect(answer).to_contain_text("看每一期")
    answer.get_by_role("button", name="依据 1").first.click()
    visitor.page.keyboard.press("Escape")
    visitor.page.get_by_role("button", name="更多", exact=True).click()
    visitor.page.get_by_role("button", name="写一封信").last.click()
    expect(visitor.page.locator(".sheet").last).to_contain_text("投诉")
    box = visitor.page.locator(".panel").bounding_box()
    assert box and box["width"] > 350 and box["x"] + box["width"] <= 1280
    size = "parseFloat(getComputedStyle(document.querySelector('zhihuan-widget').shadowRoot"
    assert visitor.page.evaluate(f"{size}.querySelector('.said')).fontSize)") == 16
    assert visitor.complaints == []
    if host == "strict":
        assert "trusted-types 'none'" in Hosts.STRICT
    visitor.close()


def test_enter_does_not_send_while_characters_are_being_composed(
    visitor: Visitor, site: Site
) -> None:
    before = len(site.conversation.asked)
    box = visitor.page.get_by_label("想问的话")
    box.fill("逾期")
    for composing in ({"isComposing": True}, {"keyCode": 229}):
        box.dispatch_event("keydown", {"key": "Enter", "bubbles": True, **composing})
    box.press("Shift+Enter")
    assert box.input_value() == "逾期\n"
    # As an input method does it: letters stand in the box, Enter takes them as they are.
    method = visitor.context.new_cdp_session(visitor.page)
    for letters in ("h", "hui", "huizen"):
        caret = {"selectionStart": len(letters), "selectionEnd": len(letters)}
        method.send("Input.imeSetComposition", {"text": letters, **caret})
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
    for press in ("rawKeyDown", "keyUp"):  # and no character: the method swallows it
        method.send("Input.dispatchKeyEvent", {"type": press, **enter})
    method.send("Input.insertText", {"text": "会怎样"})
    assert box.input_value() == "逾期\n会怎样"
    assert len(site.conversation.asked) == before
    box.press("Enter")
    visitor.answered()
    assert len(site.conversation.asked) == before + 1
    assert site.conversation.texts[-1] == "逾期\n会怎样"


def test_private_numbers_are_not_sent(visitor: Visitor, site: Site) -> None:
    before = len(site.conversation.asked)
    box = visitor.page.get_by_label("想问的话")
    for private in ("我的身份证110101199003071234", "卡号６２２２０２００００００００００００１"):
        box.fill(private)
        box.press("Enter")
        expect(visitor.page.get_by_role("alert").first).to_contain_text("请删掉再发")
    assert len(site.conversation.asked) == before


def test_wherever_the_stream_is_cut_nothing_is_lost_or_doubled(
    visitor: Visitor, site: Site
) -> None:
    whole = sentences(visitor.ask("逾期45天会怎么样"))
    frames = 1
    before = len(site.conversation.asked)
    resumed, cuts = len(site.cut.resumed_after), site.cut.cuts
    while True:
        answer = visitor.ask(f"断在{frames}帧")
        assert sentences(answer) == whole, frames
        assert answer.locator("[data-calculation]").count() == 1
        assert len(site.conversation.asked) == before + frames, "asked twice"
        if site.cut.cuts < cuts + frames:
            break  # so many frames there are not
        frames += 1
    assert frames > 15
    assert len(site.cut.resumed_after) > resumed + 10


def test_a_server_that_is_still_opening_is_waited_for(visitor: Visitor, site: Site) -> None:
    services, site.app.state.opening.services = site.app.state.opening.services, None
    try:
        visitor.page.get_by_label("想问的话").fill("逾期45天会怎么样")
        visitor.page.keyboard.press("Enter")
        expect(visitor.page.locator(".live")).to_contain_text("正在准备")
        expect(visitor.page.locator(".steps")).to_contain_text("正在准备")
    finally:
        site.app.state.opening.services = services
    visitor.answered()


def test_a_refusal_is_shown_in_its_place_and_gives_the_words_back(visitor: Visitor) -> None:
    box = visitor.page.get_by_label("想问的话")
    box.fill("这段话太长")
    box.press("Enter")
    expect(visitor.page.get_by_role("log")).to_contain_text("请缩短后再发")
    assert box.input_value() == "这段话太长"


def test_what_is_written_offline_is_sent_when_the_network_is_back(
    visitor: Visitor, site: Site
) -> None:
    before = len(site.conversation.asked)
    visitor.context.set_offline(True)
    expect(visitor.page.get_by_text("现在没有网络")).to_be_visible()
    visitor.page.get_by_label("想问的话").fill("逾期45天会怎么样")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("log")).to_contain_text("没有丢")
    visitor.context.set_offline(False)
    assert len(sentences(visitor.answered())) > 3
    assert len(site.conversation.asked) == before + 1


def test_a_reload_in_the_middle_of_an_answer_loses_nothing(visitor: Visitor, site: Site) -> None:
    before = len(site.conversation.asked)
    visitor.page.get_by_label("想问的话").fill("慢一点，逾期45天会怎么样")
    visitor.page.keyboard.press("Enter")
    visitor.page.locator(".said").first.wait_for()
    visitor.page.reload()
    answer = visitor.answered()
    assert ASKED in sentences(answer)[-1]
    expect(visitor.page.get_by_role("log").locator(".answer")).to_have_count(1)
    assert len(site.conversation.asked) == before + 1


def test_two_tabs_share_what_is_kept_on_the_device_and_nothing_else(
    visitor: Visitor, site: Site
) -> None:
    visitor.ask("逾期45天会怎么样")
    apart = visitor.tab(site.url)
    visitor.open(apart)
    expect(apart.get_by_role("heading", name="别慌")).to_be_visible()
    apart.close()

    visitor.page.get_by_role("button", name="更多", exact=True).click()
    visitor.page.get_by_label("记住这段对话 30 天").check()
    visitor.page.keyboard.press("Escape")
    other = visitor.tab(site.url)
    visitor.open(other)
    expect(other.get_by_role("log").locator(".answer")).to_have_count(1)
    other.get_by_label("想问的话").fill("分期每期多少")
    other.keyboard.press("Enter")
    visitor.answered(other)
    expect(visitor.page.get_by_role("log").locator(".answer")).to_have_count(2)
    kept = "JSON.stringify({...localStorage, ...sessionStorage})"
    assert "逾期" not in json.dumps(visitor.page.evaluate(kept), ensure_ascii=False)


def test_erasing_takes_everything_away_and_shutdown_leaves_nothing(
    visitor: Visitor, site: Site
) -> None:
    visitor.ask("分期每期多少")
    visitor.page.get_by_role("button", name="更多", exact=True).click()
    visitor.page.get_by_role("button", name="清除记录").click()
    visitor.page.get_by_role("button", name="清除", exact=True).click()
    expect(visitor.page.get_by_role("log").locator(".answer")).to_have_count(0)
    visitor.page.reload()
    expect(visitor.page.get_by_role("heading", name="别慌")).to_be_visible()
    visitor.ask("逾期45天会怎么样")
    visitor.page.evaluate("Zhihuan('shutdown')")
    expect(visitor.page.locator("zhihuan-widget")).to_have_count(0)
    assert visitor.page.evaluate("sessionStorage.length + localStorage.length") == 0
    visitor.page.evaluate("Zhihuan('boot', { lang: 'en' })")
    visitor.page.get_by_role("button", name="Can't repay? Ask").click()
    expect(visitor.page.get_by_role("heading", name="One thing at a time")).to_be_visible()
    assert visitor.complaints == []


def test_the_page_asks_for_its_user_changes_the_language_and_the_colours(visitor: Visitor) -> None:
    page = visitor.page
    page.evaluate(
        "document.documentElement.style.setProperty('--zhihuan-accent', 'rgb(90, 40, 120)')"
    )
    page.evaluate("Zhihuan('open', { ask: '逾期45天会怎么样' })")
    assert ASKED in sentences(visitor.answered())[-1]
    send = page.get_by_role("button", name="发送")
    expect(send).to_have_css("background-color", "rgb(90, 40, 120)")
    page.evaluate("Zhihuan('update', { lang: 'en' })")
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    page.evaluate("Zhihuan('close')")
    expect(page.get_by_role("button", name="Can't repay? Ask")).to_be_focused()


def test_what_is_shut_down_while_it_opens_asks_nothing(browser: Any, site: Site) -> None:
    before = len(site.conversation.asked)
    visitor = Visitor(browser, site.url, wait=False)
    visitor.page.evaluate("Zhihuan('open', { ask: '逾期45天会怎么样' }); Zhihuan('shutdown')")
    visitor.page.evaluate("Zhihuan('boot')")
    visitor.open()
    expect(visitor.page.get_by_role("heading", name="别慌")).to_be_visible()
    assert len(site.conversation.asked) == before
    visitor.close()


def test_someone_in_danger_gets_numbers_to_dial_and_nothing_else(visitor: Visitor) -> None:
    answer = visitor.ask("我不想活了")
    pinned = visitor.page.get_by_role("region", name="紧急电话")
    calls = [link.get_attribute("href") for link in pinned.get_by_role("link").all()]
    assert calls == ["tel:120", "tel:110", "tel:12356"]
    assert answer.locator("[data-calculation], .reply, .footer").count() == 0
    pinned.get_by_role("button", name="收到对话里").click()
    expect(visitor.page.locator(".head .crisis")).to_have_count(0)
    expect(answer.get_by_role("link", name="120")).to_be_visible()


def test_there_is_room_to_write_above_a_phones_keyboard(browser: Any, site: Site) -> None:
    visitor = Visitor(browser, site.url, width=320, height=640)
    visitor.ask("我不想活了")
    visitor.ask("逾期45天会怎么样")
    more = visitor.page.get_by_role("button", name="下面还有")
    expect(more).to_be_visible()
    visitor.page.set_viewport_size({"width": 320, "height": 440})
    expect(more).to_be_hidden()
    for name in ("转人工", "发送"):
        box = visitor.page.get_by_role("button", name=name).first.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= 440, name
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    more.click()
    expect(more).to_have_count(0)
    visitor.close()


def test_a_hand_off_is_seen_edited_answered_and_taken_back(visitor: Visitor, site: Site) -> None:
    visitor.ask("逾期45天会怎么样")
    visitor.page.get_by_role("button", name="转人工").first.click()
    answer = visitor.answered()
    packet = answer.get_by_role("group", name="交给真人的内容")
    packet.get_by_role("checkbox", name="逾期45天会怎么样").uncheck()
    answer.get_by_label("想补充的话").fill("希望下午联系")
    answer.get_by_role("button", name="同意，转给真人").click()
    expect(answer).to_contain_text("排上队")

    hand_offs = site.app.state.opening.services.hand_offs
    waiting = hand_offs.waiting()[0]
    sent = json.dumps(hand_offs.shown(waiting["id"])["packet"], ensure_ascii=False)
    assert "希望下午联系" in sent
    assert "逾期45天会怎么样" not in sent
    hand_offs.reply(waiting["id"], "r-1", "客服小李 001", "您好，下午三点方便吗？")
    human = visitor.page.get_by_role("article", name="客服小李 001")
    expect(human).to_contain_text("下午三点方便吗")
    expect(human).to_contain_text("真人")
    assert "AI生成" not in human.inner_text()
    assert "下午三点" in visitor.said
    visitor.page.get_by_role("button", name="撤回").click()
    expect(visitor.page.get_by_role("button", name="同意，转给真人")).to_be_visible()
    assert visitor.complaints == []


def test_feedback_is_sent_with_its_reason_and_hidden_where_it_is_not_taken(
    visitor: Visitor,
) -> None:
    sent: list[Any] = []

    def take(route: Any) -> None:
        sent.append(route.request.post_data_json)
        route.fulfill(status=204)

    visitor.page.route("**/v1/feedback", take)
    answer = visitor.ask("逾期45天会怎么样")
    answer.get_by_role("button", name="没用").click()
    answer.get_by_role("button", name="看不懂").click()
    expect(answer).to_contain_text("记下了")
    assert [(each["verdict"], each.get("reason")) for each in sent][-1] == ("down", "unclear")
    visitor.page.unroute("**/v1/feedback")
    visitor.page.route("**/v1/feedback", lambda route: route.fulfill(status=404, json={}))
    second = visitor.ask("会上征信吗")
    second.get_by_role("button", name="有用").click()
    expect(second.get_by_role("button", name="有用")).to_have_count(0)


def test_the_whole_way_with_the_keyboard_alone(browser: Any, site: Site) -> None:
    visitor = Visitor(browser, site.url, wait=False)
    page = visitor.page
    active = (
        "(() => { let it = document.activeElement;"
        " while (it?.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;"
        " return (it?.getAttribute('aria-label') || it?.textContent || it?.id || '').trim() })()"
    )

    def tab_to(name: str) -> None:
        for _ in range(60):
            if page.evaluate(active).startswith(name):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"cannot reach {name} with Tab")

    tab_to("还款遇到难处")
    page.keyboard.press("Enter")
    page.get_by_label("想问的话").wait_for()
    expect(page.get_by_label("想问的话")).to_be_focused()
    page.keyboard.type("分期每期多少")
    page.keyboard.press("Enter")
    visitor.answered()
    tab_to("转人工")
    tab_to("依据 1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="依据 1")).to_be_visible()
    page.keyboard.press("Escape")
    tab_to("12 期的计划表")
    page.keyboard.press("Space")
    tab_to("能分期吗")
    page.keyboard.press("Enter")
    visitor.answered()
    page.keyboard.press("Escape")
    assert page.evaluate(active).startswith("还款遇到难处")
    visitor.close()
