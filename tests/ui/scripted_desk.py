"""A desk whose assistant follows a script, over the real routes, queue and packets.

What the real assistant says is the business of other tests; here it is made to say what a page
must cope with: a block, a sentence that must not be inserted, markup, silence.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.ui.scripted import MARKUP, TODAY, Conversation, cost
from zhihuan.composition import HumanSide
from zhihuan.conversation.hand_off.desk import HandOffs
from zhihuan.conversation.hand_off.hours import Hours
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.library.knowledge_base import KnowledgeBase, read_knowledge_base
from zhihuan.records.hand_offs_in_sqlite import SqliteHandOffs
from zhihuan.settings import Settings
from zhihuan.web import console
from zhihuan.web.app import create_app

KNOWLEDGE_BASE = Path(__file__).parents[2] / "knowledge_base"
LATE = "我白条欠了3200，逾期45天了，会怎么样"
INTERNAL = "先核对是不是本人，再说金额；核不上就不要报数。"
THREAT = "再不还就起诉您"
REWRITE = "一直没还，贷款人可以依法起诉；您可以先说说每月能还多少"
_RULES = (
    (THREAT, "threat-01", "block", "这是拿起诉压人，催收不得威胁", REWRITE),
    ("马上就好", "promise-reduction-02", "warn", "没有把握的事不要说死", "我们会尽快处理"),
)


@dataclass
class Assistant:
    """Answers what the desk asks of the assistant, and checks replies, by the script."""

    app: ASGIApp
    base: KnowledgeBase
    hand_offs: HandOffs
    markup: bool = False
    silent: bool = False
    others: list[dict[str, Any]] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    present: list[dict[str, Any]] = field(default_factory=list)
    overrides: list[tuple[str, str]] = field(default_factory=list)
    supervisor: str = ""
    drafts: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        assist = re.fullmatch(r"/v1/assist/(\w+)", path)
        presence = path.endswith("/presence")
        replies = re.fullmatch(r"/v1/hand-offs/[\w-]+/replies", path)
        if scope["type"] != "http" or not (assist or presence or replies):
            await self.app(scope, receive, send)
            return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        asked = json.loads(body)
        if assist:
            if self.silent:
                await _json(send, 404, {"detail": "没有这个地址", "code": "not_found"})
            else:
                await _json(send, 200, getattr(self, assist[1])(asked))
        elif presence:
            self.present.append(asked)
            await _json(send, 200, {"others": self.others})
        else:
            await self._reply(scope, asked, send)

    async def _reply(self, scope: Scope, asked: dict[str, Any], send: Send) -> None:
        found = self.check({"draft": asked["text"]}, counted=False)
        over = asked.pop("override", None)
        if found["verdict"] == "block":
            given = dict(scope["headers"]).get(b"authorization", b"").decode()
            if over is None:
                detail = {"detail": "这条回复不能发", "code": "reply_blocked"}
                await _json(send, 422, {**detail, "findings": found["findings"]})
                return
            if given != f"Bearer {self.supervisor}":
                await _json(
                    send, 403, {"detail": "放行要用主管的密钥", "code": "override_needs_supervisor"}
                )
                return
            self.overrides.append((asked["text"], over["reason"]))
        # The real route checks with the real rules; here the script has done so.
        hand_off_id = scope["path"].split("/")[3]
        desk, text = asked["desk"], asked["text"]
        await _json(send, 201, self.hand_offs.reply(hand_off_id, asked["reply_id"], desk, text))

    def case(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The case at a glance."""
        evil = MARKUP.replace("\u0000", "") if self.markup else ""
        return {
            "situation": [
                {"key": "amount", "label": "欠款", "value": f"3,200 元{evil}", "quote": "欠了3200"},
                {"key": "days_late", "label": "逾期", "value": "45 天", "quote": "逾期45天了"},
            ],
            "stage": {"label": "M2", "mark": "2", "days": 45},
            "next_dates": [
                {"date": "2026-12-06", "label": "到 60 天", "what": f"进入 M3{evil}", "sources": []}
            ],
            "said": [{"text": f"欠款不会坐牢{evil}", "sources": ["《刑法》"]}],
            "computed": [cost().calculation.to_json()],
            "promised": [{"text": f"三天内回复您{evil}", "by": "agent"}],
            "risks": [
                {
                    "kind": "distress",
                    "label": f"说到很难受{evil}",
                    "severity": "high",
                    "words": "撑不住",
                    "message": 0,
                }
            ],
            "unknown": [{"key": "budget", "label": "每月能还多少", "why": "不知道就没法比方案"}],
            "last_customer": 0,
            "version": "v",
        }

    def draft(self, asked: dict[str, Any]) -> dict[str, Any]:
        """A suggested reply: two sentences to insert, one that must not be."""
        self.drafts += 1
        article = self.base.articles[0]
        passage = article.passages[0]
        cited = {
            "id": passage.id, "n": 1, "slug": article.slug, "title": article.title,
            "topic": article.topic, "heading": passage.heading, "quote": passage.text,
            "status": "current", "valid_from": None, "valid_to": None,
            "reviewed": "2026-11-21", "internal": False,
            "sources": [source.to_json(TODAY) for source in passage.sources],
        }  # fmt: skip
        inner = {**cited, "id": "inner", "n": 2, "title": "核身怎么做", "internal": True}
        tone = {"plain": "", "warmer": "您先别急。", "shorter": ""}[asked.get("tone", "plain")]
        evil = MARKUP.replace("\u0000", "") if self.markup else ""

        def said(text: str, cites: list[str], sums: list[str], insertable: bool) -> dict[str, Any]:
            return {
                "text": text, "break": "", "citations": cites, "calculations": sums,
                "insertable": insertable,
            }  # fmt: skip

        calculation = cost().calculation.to_json()
        return {
            "kind": "answer",
            "as_of": TODAY.isoformat(),
            "sentences": [
                said(f"{tone}{passage.sentences[0].text}{evil}", [passage.id], [], True),
                said("到今天的费用以账单为准。", [], [calculation["id"]], True),
                said(INTERNAL, ["inner"], [], False),
            ],
            "citations": [cited, inner],
            "calculations": [calculation],
            "replies": [],
            "version": f"v{self.drafts}",
            "stale": False,
            "brain": "embedded",
        }

    def check(self, asked: dict[str, Any], *, counted: bool = True) -> dict[str, Any]:
        """What is wrong with a reply, by two rules."""
        draft = asked["draft"]
        if counted:
            self.checks.append(draft)
        evil = MARKUP.replace("\u0000", "") if self.markup else ""
        found = [
            {
                "rule": rule, "severity": severity, "start": draft.index(words),
                "end": draft.index(words) + len(words), "quote": words, "why": why + evil,
                "rewrite": rewrite,
                "sources": [{"id": "s", "name": "《互联网金融 贷后催收业务指引》"}],
            }
            for words, rule, severity, why, rewrite in _RULES
            if words in draft
        ]  # fmt: skip
        severities = {each["severity"] for each in found}
        verdict = "block" if "block" in severities else "warn" if severities else "pass"
        return {
            "verdict": verdict,
            "findings": found,
            "checked": {"rules": len(_RULES), "figures": 0},
        }

    def steps(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What to do next."""
        evil = MARKUP.replace("\u0000", "") if self.markup else ""
        return {
            "steps": [
                {
                    "id": "verify", "text": f"核对是不是本人{evil}", "why": "核不上不报数",
                    "due": None, "citations": [], "done_hint": False,
                },
                {
                    "id": "answer", "text": "答复投诉", "why": "从收到那天起算",
                    "due": "2026-12-06", "citations": [], "done_hint": False,
                },
            ],
            "version": "v",
        }  # fmt: skip

    def wrapup(self, asked: dict[str, Any]) -> dict[str, Any]:
        """For the record."""
        return {
            "summary": "客户白条逾期 45 天，问后果；已说明费用和协商办法。",
            "facts": [{"text": "欠款 3,200 元", "by": "customer"}],
            "agreed": [asked["agreed"]] if "agreed" in asked else [],
            "follow_up": {"date": "2026-11-28", "why": "看客户能拿出多少"},
            "disposition": {"code": "explained", "label": "已说明"},
            "lacked": [],
            "version": "v",
        }


async def _json(send: Send, status: int, content: dict[str, Any]) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(content).encode()})


@dataclass
class DeskSite:
    """The desk's server, and what the customers do meanwhile."""

    url: str
    app: Any
    conversation: Conversation
    hand_offs: HandOffs
    assistant: Assistant
    handed: int = 0

    def hands_over(self, *texts: str) -> tuple[str, str]:
        """A customer asks and hands over; the ids of the conversation and of the hand-off."""
        self.handed += 1
        conversation_id = f"conversation-{self.handed}"
        for number, text in enumerate(texts or (LATE,)):
            list(
                self.conversation.ask(
                    text,
                    as_of=TODAY,
                    message_id=f"m-{self.handed}-{number}",
                    conversation_id=conversation_id,
                )
            )
        sent = self.hand_offs.send(conversation_id, f"h-{self.handed}")
        return conversation_id, str(sent["hand_off_id"])

    def writes(self, conversation_id: str, text: str, *, danger: bool = False) -> None:
        """The customer writes again."""
        key = f"w-{time.monotonic_ns()}"
        self.hand_offs.hear(conversation_id, key, text, danger=danger)

    def clear(self) -> None:
        """Nobody waits."""
        for each in self.hand_offs.waiting():
            self.hand_offs.act(each["id"], "close", each["desk"])
        assistant = self.assistant
        fresh = Assistant(assistant.app, assistant.base, assistant.hand_offs)
        for name, value in vars(fresh).items():
            setattr(assistant, name, value)


@contextmanager
def serving_desk(data: Path) -> Iterator[DeskSite]:
    """Serve it on a port of the loopback."""
    base = read_knowledge_base(KNOWLEDGE_BASE)[0]
    conversation = Conversation(base)
    toolbox = Toolbox(cast(Any, SimpleNamespace(knowledge_base=base)))
    hours = Hours.read("Mon-Sun 00:00-24:00")
    queue = SqliteHandOffs(data / "hand_offs.sqlite")
    hand_offs = HandOffs(queue, cast(Any, conversation), toolbox, hours, available=True)
    human = HumanSide(queue, hours, True, None, None)
    app = create_app(Settings(data=data))
    if not any(getattr(route, "path", "") == "/console" for route in app.routes):
        console.install(app)
    app.state.opening.services = SimpleNamespace(
        toolbox=toolbox,
        conversations=conversation,
        ledger=conversation,
        hand_offs=hand_offs,
        human=human,
    )
    assistant = Assistant(app, base, hand_offs)
    config = uvicorn.Config(assistant, port=0, lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield DeskSite(f"http://127.0.0.1:{port}/", app, conversation, hand_offs, assistant)
    server.should_exit = True
    thread.join(5)
    queue.close()


__all__ = ["INTERNAL", "LATE", "REWRITE", "THREAT", "DeskSite", "serving_desk"]
