"""The page, in a real browser, over our own routes and a scripted conversation."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zhihuan.composition import Services
from zhihuan.conversation.events import (
    Computed,
    Crisis,
    Event,
    Finished,
    Found,
    HandOff,
    Progress,
    Replies,
    Said,
    prose,
)
from zhihuan.conversation.message import InvalidMessage
from zhihuan.library.knowledge_base import KnowledgeBase, read_knowledge_base
from zhihuan.records.ledger import Turn, UnknownConversation
from zhihuan.repayment import LateReading, Money, compare_plans, installment_plan, overdue_cost
from zhihuan.web.app import create_app

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]

TODAY = date(2026, 11, 21)
KNOWLEDGE_BASE = Path(__file__).parents[2] / "knowledge_base"
MARKUP = '<img src=x onerror="window.hacked = 1"><script>window.hacked = 1</script>'


def cost() -> Computed:
    readings = [
        LateReading(
            "2021", "服务费加违约金", Decimal("0.0005"), Decimal("0.00015"), None, "medium"
        ),
        LateReading("order", "订单制", Decimal("0.0007"), Decimal(0), None, "low"),
    ]
    found = overdue_cost(amount=Money.parse("3200"), days=45, readings=readings, as_of=TODAY)
    return Computed(found.calculation)


def plan() -> Computed:
    return Computed(
        installment_plan(Money.parse("3200"), 12, fee_rate=Decimal("0.006")).calculation
    )


def comparison() -> Computed:
    options = [(periods, Decimal("0.006")) for periods in (3, 6, 12, 24)]
    return Computed(compare_plans(Money.parse("3200"), options, Money.parse("400")).calculation)


def script(text: str, base: KnowledgeBase) -> Iterator[Event]:
    """What is answered to a message; decided by a word in it."""
    contacts = {key: contact.to_json() for key, contact in base.contacts.items()}
    yield Progress("understand")
    if "不想活" in text:
        yield Crisis(
            "self", tuple(contacts[k] for k in ("ambulance", "police", "psychological-aid"))
        )
        yield cost()
        yield Said("谢谢您说出来，这比任何一笔账都要紧。", "", (), ())
        return
    if text == "转人工":
        yield Said("好，下面是能找到真人的地方。", "", (), ())
        yield HandOff("要人工", (contacts["jd-finance"],))
        return
    if "<" in text:
        yield Said(f"您写的是 {MARKUP}", "", (), ())
        return
    yield Progress("retrieve")
    article = base.articles[0]
    first, second = article.passages[0], article.passages[1]
    yield Progress("calculate")
    yield Progress("verify")
    yield Found(1, first, article, TODAY)
    yield Said(first.sentences[0].text, "", (first.id,), ())
    sums = [plan(), comparison(), cost()] if "分期" in text else [cost()]
    for number, computed in enumerate(sums, 1):
        yield computed
        yield Said(f"这是第{number}个测算。", "paragraph", (), (computed.calculation.id,))
    yield Found(2, second, article, TODAY)
    for sentence in second.sentences:
        yield Said(sentence.text, "item", (second.id,), ())
    yield Said("您每个月大概能拿出多少来还？", "paragraph", (), ())
    yield Replies(("能分期吗", "会上征信吗", "转人工"))


@dataclass
class Conversation:
    """Every conversation, answered from the script and kept in memory."""

    base: KnowledgeBase
    asked: list[str] = field(default_factory=list)
    kept: dict[str, list[Turn]] = field(default_factory=dict)

    def ask(
        self, text: str, *, as_of: date, message_id: str, conversation_id: str
    ) -> Iterator[Event]:
        if "太长" in text:
            raise InvalidMessage("太长了，请缩短后再发")
        self.asked.append(message_id)
        return self._answer(text, as_of, message_id, conversation_id)

    def _answer(
        self, text: str, as_of: date, message_id: str, conversation_id: str
    ) -> Iterator[Event]:
        shown = []
        for event in script(text, self.base):
            shown.append(event)
            yield event
            time.sleep(0.01)
        turns = self.kept.setdefault(conversation_id, [])
        answer = whole(shown)
        turns.append(Turn(conversation_id, len(turns), message_id, text, as_of, "done", answer))
        yield Finished(answer)

    def turns(self, conversation_id: str) -> list[Turn]:
        try:
            return self.kept[conversation_id]
        except KeyError:
            raise UnknownConversation from None

    def erase(self, conversation_id: str) -> None:
        if not self.kept.pop(conversation_id, None):
            raise UnknownConversation


def whole(events: list[Event]) -> Mapping[str, Any]:
    said = [event for event in events if isinstance(event, Said)]
    kinds = {Crisis: "crisis", HandOff: "handoff"}
    people = [e for e in events if isinstance(e, (Crisis, HandOff))]
    return {
        "kind": kinds[type(people[0])] if people else "answer",
        "as_of": TODAY.isoformat(),
        "text": prose(said),
        "sentences": [each.to_json() for each in said],
        "citations": [e.to_json() for e in events if isinstance(e, Found)],
        "calculations": [e.calculation.to_json() for e in events if isinstance(e, Computed)],
        "replies": [text for e in events if isinstance(e, Replies) for text in e.texts],
        "contacts": [dict(contact) for e in people for contact in e.contacts],
    }


class Cut:
    """Breaks the first answer to every message with 断线 in it after two sentences."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._done: set[bytes] = set()
        self.resumed_after: list[bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/v1/chat":
            await self._app(scope, receive, send)
            return
        body = b""
        claims = 0
        resumed = dict(scope["headers"]).get(b"last-event-id")

        async def listening() -> Message:
            nonlocal body
            message = await receive()
            body += message.get("body", b"")
            return message

        async def cutting(message: Message) -> None:
            nonlocal claims
            await send(message)
            claims += b"data-claim" in message.get("body", b"")
            if claims == 2 and "断线".encode() in body and body not in self._done:
                self._done.add(body)
                raise ConnectionResetError("cut for the test")

        if resumed:
            self.resumed_after.append(resumed)
        await self._app(scope, listening, cutting)


@dataclass
class Site:
    url: str
    app: FastAPI
    conversation: Conversation
    cut: Cut


def served(base: KnowledgeBase) -> tuple[FastAPI, Conversation]:
    """The real application over the scripted conversation; its lifespan is never entered."""
    conversation = Conversation(base)
    toolbox = SimpleNamespace(library=SimpleNamespace(knowledge_base=base))
    app = create_app()
    app.state.opening.services = Services(
        cast(Any, toolbox), cast(Any, conversation), cast(Any, None)
    )
    return app, conversation


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    app, conversation = served(read_knowledge_base(KNOWLEDGE_BASE)[0])
    cut = Cut(app)
    server = uvicorn.Server(uvicorn.Config(cut, port=0, lifespan="off", log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Site(f"http://127.0.0.1:{port}/", app, conversation, cut)
    server.should_exit = True
    thread.join(5)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as run:
        opened = run.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        yield opened
        opened.close()


class Visitor:
    """A person with a fresh browser, and whatever the browser complained of."""

    def __init__(self, browser: Any, site: Site, width: int = 1280) -> None:
        self.complaints: list[str] = []
        self._context = browser.new_context(
            viewport={"width": width, "height": 720}, locale="zh-CN", reduced_motion="reduce"
        )
        self.page = self._context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.add_init_script(
            "document.addEventListener('securitypolicyviolation',"
            " (event) => console.error('CSP', event.violatedDirective))"
        )
        self.page.goto(site.url)

    def _note(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def ask(self, text: str) -> Any:
        """Send a message and wait for its answer."""
        self.page.get_by_label("想问的话").fill(text)
        self.page.get_by_role("button", name="发送").click()
        return self.answered()

    def answered(self) -> Any:
        playwright.expect(self.page.get_by_role("status").first).to_contain_text("回答完成")
        return self.page.get_by_role("log").get_by_role("article").last

    def close(self) -> None:
        self._context.close()


@pytest.fixture
def visitor(browser: Any, site: Site) -> Iterator[Visitor]:
    one = Visitor(browser, site)
    yield one
    one.close()


def test_a_citation_opens_and_closes_and_the_focus_comes_back(visitor: Visitor) -> None:
    answer = visitor.ask("逾期45天会怎么样")
    reference = answer.get_by_role("button", name="依据 1").first
    reference.focus()
    visitor.page.keyboard.press("Enter")

    dialog = visitor.page.get_by_role("dialog")
    playwright.expect(dialog).to_contain_text("现行有效")
    assert dialog.locator("mark").count() >= 1
    links = dialog.locator("a[target=_blank]")
    assert all(
        link.get_attribute("rel") == "noreferrer noopener"
        and link.get_attribute("href").startswith("http")
        for link in links.all()
    )
    dialog.get_by_role("button", name="看全文").click()
    playwright.expect(dialog.get_by_role("button", name="回到依据")).to_be_visible()

    visitor.page.keyboard.press("Escape")
    playwright.expect(dialog).to_be_hidden()
    playwright.expect(reference).to_be_focused()
    assert visitor.complaints == []


def test_a_plan_is_a_table_with_every_period(visitor: Visitor) -> None:
    answer = visitor.ask("分期每期多少")
    answer.get_by_text("看每一期").click()
    table = answer.get_by_role("table", name="12 期还款计划")
    assert table.get_by_role("row").count() == 13
    # 3200 ÷ 12 + 3200 × 0.6%
    playwright.expect(table).to_contain_text("285.87")
    playwright.expect(answer.get_by_role("table", name="几种分法")).to_contain_text("合适")
    assert visitor.complaints == []


def test_the_answer_is_announced_once_and_labelled_as_made_by_ai(visitor: Visitor) -> None:
    answer = visitor.ask("逾期45天会怎么样")
    playwright.expect(answer.get_by_role("heading", name="AI生成")).to_be_visible()
    assert visitor.page.get_by_role("log").get_attribute("aria-live") == "off"
    assert visitor.page.get_by_role("status").first.inner_text().count("回答完成") == 1


@pytest.mark.parametrize("width", [320, 375])
def test_nothing_is_wider_than_a_phone(browser: Any, site: Site, width: int) -> None:
    visitor = Visitor(browser, site, width)
    for text in ("分期每期多少" + "a" * 300, "转人工", "我不想活了"):
        visitor.ask(text)
        overflow = "document.documentElement.scrollWidth - innerWidth"
        assert visitor.page.evaluate(overflow) <= 0, text
    visitor.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert visitor.complaints == []
    visitor.close()


def test_markup_from_either_side_stays_text(visitor: Visitor) -> None:
    answer = visitor.ask(MARKUP)
    playwright.expect(answer).to_contain_text(MARKUP)
    log = visitor.page.get_by_role("log")
    assert log.locator("img, script").count() == 0
    assert visitor.page.evaluate("window.hacked") is None


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
    assert len(site.conversation.asked) == before
    box.press("Enter")
    visitor.answered()
    assert len(site.conversation.asked) == before + 1


def test_a_cut_connection_is_taken_up_without_a_doubled_sentence(
    visitor: Visitor, site: Site
) -> None:
    before = len(site.conversation.asked)
    answer = visitor.ask("断线，逾期45天会怎么样")
    shown = answer.locator(".said").all_inner_texts()
    sentences = [re.sub(r"\[\d+\]|〔测算〕", "", each) for each in shown]
    kept = next(t for turns in site.conversation.kept.values() for t in turns if "断线" in t.text)
    assert kept.answer is not None
    assert sentences == [each["text"] for each in kept.answer["sentences"]]
    assert len(site.conversation.asked) == before + 1
    assert site.cut.resumed_after


def test_a_server_that_is_still_opening_is_waited_for(visitor: Visitor, site: Site) -> None:
    services, site.app.state.opening.services = site.app.state.opening.services, None
    try:
        visitor.page.get_by_label("想问的话").fill("逾期45天会怎么样")
        visitor.page.keyboard.press("Enter")
        playwright.expect(visitor.page.get_by_role("status").first).to_contain_text("正在准备")
    finally:
        site.app.state.opening.services = services
    visitor.answered()


def test_a_refusal_is_shown_in_its_place_and_gives_the_words_back(visitor: Visitor) -> None:
    box = visitor.page.get_by_label("想问的话")
    box.fill("这段话太长")
    box.press("Enter")
    playwright.expect(visitor.page.get_by_role("log")).to_contain_text("请缩短后再发")
    assert box.input_value() == "这段话太长"


def test_a_stream_reads_the_same_wherever_it_is_cut(visitor: Visitor) -> None:
    wire = ': ping\n\nid: 7\r\ndata: {"a": "还款😀"}\r\n\r\ndata: 一\ndata: 二\n\ndata: [DONE]\n\n'
    read = """async (wire) => {
        const { events } = await import("/static/stream.js");
        const bytes = new TextEncoder().encode(wire);
        const seen = new Set();
        for (let cut = 0; cut <= bytes.length; cut += 1) {
            const chunks = [bytes.slice(0, cut), bytes.slice(cut)];
            const body = new ReadableStream({
                start(to) { chunks.forEach((each) => to.enqueue(each)); to.close(); },
            });
            const found = [];
            for await (const event of events(body)) found.push(event);
            seen.add(JSON.stringify(found));
        }
        return [...seen].map(JSON.parse);
    }"""
    assert visitor.page.evaluate(read, wire) == [
        [
            {"id": 7, "data": '{"a": "还款😀"}'},
            {"id": 0, "data": "一\n二"},
            {"id": 0, "data": "[DONE]"},
        ]
    ]


def test_someone_in_danger_gets_numbers_to_dial_and_no_sums(visitor: Visitor) -> None:
    answer = visitor.ask("我不想活了")
    pinned = visitor.page.locator("#pinned")
    calls = [link.get_attribute("href") for link in pinned.get_by_role("link").all()]
    assert calls == ["tel:120", "tel:110", "tel:12356"]
    assert answer.locator("[data-calculation]").count() == 0
    pinned.get_by_role("button", name="收到对话里").click()
    playwright.expect(pinned).to_be_hidden()
    playwright.expect(answer.get_by_role("link", name="120")).to_be_visible()


def test_a_reload_brings_the_conversation_back_and_erasing_takes_it_away(
    visitor: Visitor,
) -> None:
    visitor.ask("分期每期多少")
    visitor.page.reload()
    log = visitor.page.get_by_role("log")
    playwright.expect(log.get_by_role("article")).to_have_count(2)
    playwright.expect(log.get_by_role("button", name="会上征信吗")).to_be_visible()
    visitor.page.get_by_text("更多").click()
    visitor.page.get_by_role("button", name="清除记录").click()
    visitor.page.get_by_role("dialog").get_by_role("button", name="清除", exact=True).click()
    playwright.expect(log.get_by_role("article")).to_have_count(0)
    visitor.page.reload()
    playwright.expect(visitor.page.get_by_text("别慌")).to_be_visible()
    assert visitor.complaints == []
