"""A conversation that follows a script, over the real routes, sums, letters and notices."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.fakes import agents_side, books
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
from zhihuan.conversation.hand_off.desk import HandOffs
from zhihuan.conversation.hand_off.hours import Hours
from zhihuan.conversation.message import InvalidMessage
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.records.hand_offs_in_sqlite import SqliteHandOffs
from zhihuan.records.ledger import Turn, UnknownConversation
from zhihuan.repayment import LateReading, Money, compare_plans, installment_plan, overdue_cost
from zhihuan.settings import Settings
from zhihuan.web.app import create_app

TODAY = date(2026, 11, 21)
MARKUP = (
    '<img src=x onerror="window.hacked = 1"><script>window.hacked = 1</script>'
    "[x](javascript:window.hacked=1) <svg/onload=window.hacked=1> ${7*7} {{7*7}} "
    '<a href="javascript:window.hacked=1">x</a>\u202e\u0000'
)
ASKED = "您每个月大概能拿出多少来还？知道了，我就能帮您算哪种还法撑得住。"


def cost() -> Computed:
    # Each reading charges so much a day: 3200 × 0.065 % and 3200 × 0.07 %.
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
        yield Replies(("能分期吗",))
        return
    if text == "转人工":
        yield Said("好，可以转给真人。", "", (), ())
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
    yield Said(ASKED, "paragraph", (), ())
    yield Replies(("能分期吗", "会上征信吗", "转人工"))


@dataclass
class Conversation:
    """Every conversation, answered from the script and kept in memory."""

    base: KnowledgeBase
    asked: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    kept: dict[str, list[Turn]] = field(default_factory=dict)

    def ask(
        self, text: str, *, as_of: date, message_id: str, conversation_id: str
    ) -> Iterator[Event]:
        if "太长" in text:
            raise InvalidMessage("太长了，请缩短后再发")
        self.asked.append(message_id)
        self.texts.append(text)
        return self._answer(text, as_of, message_id, conversation_id)

    def _answer(
        self, text: str, as_of: date, message_id: str, conversation_id: str
    ) -> Iterator[Event]:
        shown = []
        for event in script(text, self.base):
            shown.append(event)
            yield event
            time.sleep(0.25 if "慢" in text else 0.005)
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
    told = {"value": {"low": "3200", "high": "3200"}}
    return {
        "kind": kinds[type(people[0])] if people else "answer",
        "as_of": TODAY.isoformat(),
        "text": prose(said),
        "sentences": [each.to_json() for each in said],
        "citations": [e.to_json() for e in events if isinstance(e, Found)],
        "calculations": [e.calculation.to_json() for e in events if isinstance(e, Computed)],
        "replies": [text for e in events if isinstance(e, Replies) for text in e.texts],
        "contacts": [dict(contact) for e in people for contact in e.contacts],
        "situation": {"amount": told, "budget": None, "product": None},
        "asked": "budget" if any(each.text == ASKED for each in said) else None,
    }


class Cut:
    """Breaks the first answer to a message: after frame N where it says 断在N帧.

    The connection ends in the middle of the next frame, as a lost network would end it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._done: set[bytes] = set()
        self.cuts = 0
        self.resumed_after: list[bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/v1/chat":
            await self._app(scope, receive, send)
            return
        body = b""
        frames = 0
        resumed = dict(scope["headers"]).get(b"last-event-id")

        async def listening() -> Message:
            nonlocal body
            message = await receive()
            body += message.get("body", b"")
            return message

        async def cutting(message: Message) -> None:
            nonlocal frames
            at = _frame_to_cut_at(body)
            if at is None or body in self._done or b"data:" not in message.get("body", b""):
                await send(message)
                return
            if frames >= at:
                self._done.add(body)
                self.cuts += 1
                half = message["body"][: len(message["body"]) // 2]
                await asyncio.sleep(0.05)  # what was sent before has arrived
                await send({**message, "body": half, "more_body": True})
                raise ConnectionResetError("cut for the test")
            frames += message["body"].count(b"\n\n")
            await send(message)

        if resumed:
            self.resumed_after.append(resumed)
        await self._app(scope, listening, cutting)


def _frame_to_cut_at(body: bytes) -> int | None:
    before, found, after = body.partition("断在".encode())
    return int(after.partition("帧".encode())[0]) if found and before else None


class Hosts:
    """Other people's pages, as badly disposed as they may be, around the same application.

    /hosts/strict   a policy that forbids inline style and any HTML string
    /hosts/rude     a style sheet that resets everything, and a changed Array.prototype
    """

    STRICT = (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'none'; "
        "base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>别人的页面</title>
        {head}<script defer src="/widget.js"></script></head>
        <body><main><h1>别人的页面</h1></main></body></html>"""
    RUDE = """<style>*{all:unset!important} html{font-size:62.5%!important}
        button,dialog,zhihuan-widget{display:none!important;position:static!important}</style>
        <script>Array.prototype.polluted=function(){};Object.prototype.tainted="x"</script>"""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path == "/hosts/strict":
            await _page(send, self.PAGE.format(head=""), self.STRICT)
        elif path == "/hosts/rude":
            await _page(send, self.PAGE.format(head=self.RUDE), None)
        else:
            await self._app(scope, receive, send)


async def _page(send: Send, page: str, policy: str | None) -> None:
    headers = [(b"content-type", b"text/html; charset=utf-8")]
    if policy:
        headers.append((b"content-security-policy", policy.encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": page.encode()})


def served(base: KnowledgeBase, data: Path) -> tuple[FastAPI, Conversation]:
    """The real application over the scripted conversation; its lifespan is never entered."""
    conversation = Conversation(base)
    toolbox = Toolbox(cast(Any, SimpleNamespace(knowledge_base=base)))
    hand_offs = HandOffs(
        SqliteHandOffs(data / "hand_offs.sqlite"),
        cast(Any, conversation),
        toolbox,
        Hours.read("Mon-Sun 00:00-24:00"),
        available=True,
    )
    app = create_app(Settings(data=data))
    app.state.opening.services = Services(
        toolbox, cast(Any, conversation), cast(Any, conversation), hand_offs, cast(Any, None),
        *books(data, toolbox.library), *agents_side(),
    )  # fmt: skip
    return app, conversation
