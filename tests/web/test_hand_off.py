"""Handing over, over HTTP: from the person to a human and back.

The assistant has one thing to say here; what it says is the business of other tests.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from tests.fakes import agents_side, books, read_frames
from zhihuan.clock import CHINA
from zhihuan.composition import HumanSide, Services
from zhihuan.conversation.agent import Memory
from zhihuan.conversation.conversations import Conversations
from zhihuan.conversation.hand_off.desk import HandOffs
from zhihuan.conversation.hand_off.hours import Hours
from zhihuan.conversation.message import new_id
from zhihuan.conversation.phrases import phrase
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.conversation.turn import TurnRunner
from zhihuan.library.knowledge_base import read_knowledge_base
from zhihuan.records.hand_offs import QueueUnavailable
from zhihuan.records.hand_offs_in_sqlite import SqliteHandOffs
from zhihuan.records.ledger import Ledger
from zhihuan.settings import Settings
from zhihuan.web.app import create_app

KNOWLEDGE_BASE = Path(__file__).parents[2] / "knowledge_base"
SECRET = "a-secret-that-is-long-enough"
OVERDUE = "我白条欠了3200，逾期45天了，会怎么样"
OPEN, CLOSED = "2026-11-21 10:00", "2026-11-21 20:00"
XIAOLI = "客服小李 001"

Answer = dict[str, Any]


@dataclass
class Site:
    """A client on each side, and what stands between them."""

    client: TestClient
    services: Services
    queue: SqliteHandOffs
    now: float = 0.0

    def at(self, moment: str) -> None:
        self.now = datetime.fromisoformat(moment).replace(tzinfo=CHINA).timestamp()

    def says(self, text: str, conversation: str | None = None) -> Answer:
        body = {"text": text, "message_id": new_id(), "as_of": "2026-11-21"}
        if conversation:
            body["conversation_id"] = conversation
        response = self.client.post("/v1/chat", json=body, headers={"Accept": "application/json"})
        assert response.status_code == 200, response.text
        answer: Answer = response.json()
        return answer

    def began(self, text: str = OVERDUE) -> str:
        return str(self.says(text)["conversation_id"])

    def view(self, conversation: str) -> Answer:
        return good(self.client.get(f"/v1/conversations/{conversation}/hand-off"))

    def post(self, conversation: str, **body: Any) -> httpx.Response:
        body = {"message_id": "h-1", **body}
        return self.client.post(f"/v1/conversations/{conversation}/hand-off", json=body)

    def sends(self, conversation: str, **body: Any) -> Answer:
        return good(self.post(conversation, **body))

    def reads(self, conversation: str, after: int = 0) -> Answer:
        path = f"/v1/conversations/{conversation}/messages"
        return good(self.client.get(path, params={"after": after}))

    def desk(self, path: str = "", secret: str = SECRET, **body: Any) -> httpx.Response:
        method = "POST" if body else "GET"
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        return self.client.request(
            method, f"/v1/hand-offs{path}", json=body or None, headers=headers
        )


def good(response: httpx.Response) -> Answer:
    assert response.status_code in (200, 201), response.text
    assert response.headers["cache-control"] == "no-store"
    answer: Answer = response.json()
    return answer


def refused(response: httpx.Response, status: int, code: str) -> str:
    """The Chinese of a problem, which never repeats what was sent."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert (problem["status"], problem["code"]) == (status, code)
    detail = str(problem["detail"])
    assert any("\u4e00" <= character <= "\u9fff" for character in detail)
    return detail


class Agrees:
    """A brain that has one thing to say."""

    prompt = None

    def stream(self, *_: Any) -> Iterator[str]:
        yield phrase("noted")


@pytest.fixture(scope="module")
def toolbox() -> Toolbox:
    base, _ = read_knowledge_base(KNOWLEDGE_BASE)
    return Toolbox(cast(Any, SimpleNamespace(knowledge_base=base)))


@pytest.fixture
def open_site(toolbox: Toolbox, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    opened: list[Any] = []

    def make(*, available: bool = True, secret: str | None = SECRET) -> Site:
        ledger, memory = Ledger(tmp_path / "ledger.sqlite"), Memory(tmp_path / "memory.sqlite")
        queue = SqliteHandOffs(tmp_path / "hand_offs.sqlite", tells=True, clock=lambda: site.now)
        hours = Hours.read("Mon-Sun 09:00-18:00")
        hand_offs = HandOffs(
            queue, ledger, toolbox, hours, available=available, clock=lambda: site.now
        )
        runner = TurnRunner(toolbox, cast(Any, Agrees()), None, 30, hand_offs)
        human = HumanSide(queue, hours, available, SecretStr(secret) if secret else None, None)
        conversations = Conversations(runner, ledger, memory, hand_offs.erase)
        app = create_app(Settings(data=tmp_path / "of the application"))
        book, learning = books(tmp_path, toolbox.library)
        app.state.opening.services = Services(
            toolbox, conversations, ledger, hand_offs, human, book, learning, *agents_side()
        )
        site = Site(TestClient(app), app.state.opening.services, queue)
        site.at(OPEN)
        opened.extend((ledger, queue))
        return site

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def site(open_site: Callable[..., Site]) -> Site:
    return open_site()


# --- there and back


def test_from_the_person_to_a_human_and_back(site: Site) -> None:
    c = site.began()
    preview = site.view(c)
    assert (preview["state"], preview["available"], preview["sent"]) == ("none", True, False)
    assert "3,200 元" in preview["packet"]["fallback"]

    sent = site.sends(c, struck=["asked/0"], added="希望下午联系", seen=preview["seen"])
    assert (sent["state"], sent["position"], sent["sent"]) == ("queued", 1, True)
    assert sent["packet"]["asked"] == []
    assert sent["packet"]["added"][0]["text"] == "希望下午联系"
    assert site.view(c)["packet"] == sent["packet"], "what is shown is what was sent"

    (waiting,) = good(site.desk())["hand_offs"]
    key = waiting["id"]
    assert waiting["reason"] == "asked" and waiting["waited_seconds"] == 0
    assert good(site.desk(f"/{key}"))["packet"] == sent["packet"]
    assert good(site.desk(f"/{key}/take", desk=XIAOLI))["state"] == "taken"
    assert (site.view(c)["state"], site.view(c)["desk"]) == ("taken", XIAOLI)

    silent = site.says("那我先还多少", c)
    assert silent["kind"] == "handoff" and XIAOLI in silent["text"]
    assert not silent["calculations"] and not silent["citations"]

    good(site.desk(f"/{key}/replies", reply_id="r-1", desk=XIAOLI, text="您好，我看到了。"))
    read = site.reads(c)
    assert read["state"] == "answered" and read["poll_after_seconds"] == 5
    (message,) = read["messages"]
    assert (message["from"], message["desk"], message["text"]) == (
        "human", XIAOLI, "您好，我看到了。",
    )  # fmt: skip
    assert message["at"] == "2026-11-21T10:00:00+08:00"
    assert site.reads(c, after=read["next"])["messages"] == []
    thread = good(site.desk(f"/{key}"))["messages"]
    assert [(m["from"], m["text"]) for m in thread] == [
        ("person", "那我先还多少"), ("human", "您好，我看到了。"),
    ]  # fmt: skip

    assert good(site.desk(f"/{key}/close", desk=XIAOLI))["state"] == "closed"
    after = site.reads(c, after=read["next"])
    assert (after["state"], after["poll_after_seconds"]) == ("closed", None)
    assert site.says("还清后征信多久恢复", c)["kind"] == "answer", "the assistant is back"
    assert site.sends(c, message_id="h-2")["state"] == "queued"


def test_whoever_is_in_danger_gets_the_crisis_script_even_from_behind_a_human(site: Site) -> None:
    first, c = site.began(), site.began()
    site.sends(first)
    site.now += 1
    key = site.sends(c)["hand_off_id"]
    good(site.desk(f"/{key}/take", desk=XIAOLI))
    answer = site.says("我不想活了", c)
    assert answer["kind"] == "crisis" and "120" in answer["text"] and "110" in answer["text"]
    queue = good(site.desk())["hand_offs"]
    assert queue[0]["id"] == key and queue[0]["danger"]
    assert good(site.desk(f"/{key}"))["messages"][-1]["text"] == "我不想活了"


def test_whoever_waits_is_still_answered_and_the_human_sees_it_all(site: Site) -> None:
    c = site.began()
    key = site.sends(c)["hand_off_id"]
    assert site.says("会坐牢吗", c)["kind"] == "answer"
    assert [m["text"] for m in good(site.desk(f"/{key}"))["messages"]] == ["会坐牢吗"]


def test_a_turn_left_to_a_human_says_so_in_the_stream_and_when_it_is_resent(site: Site) -> None:
    c = site.began()
    good(site.desk(f"/{site.sends(c)['hand_off_id']}/take", desk=XIAOLI))
    body = {"text": "在吗", "message_id": "m-x", "conversation_id": c}
    for _ in range(2):
        frames = read_frames(site.client.post("/v1/chat", json=body).text)
        (frame,) = frames.of("data-handoff")
        assert frame["data"]["state"] == "taken"
        assert XIAOLI in frames.text
        site.client.app.state.runs.forget(c)  # type: ignore[attr-defined]
    (taken,) = good(site.desk())["hand_offs"]
    assert len(good(site.desk(f"/{taken['id']}"))["messages"]) == 1


def test_asking_for_a_human_in_one_word_offers_the_packet_and_sends_nothing(site: Site) -> None:
    c = site.began()
    answer = site.says("转人工", c)
    assert answer["kind"] == "handoff" and "先看一遍" in answer["text"]
    assert site.view(c)["state"] == "none" and good(site.desk())["total"] == 0


@pytest.mark.parametrize("said", [("我不想活了", "转人工"), ("我想死，给我转人工",)], ids=len)
def test_in_danger_the_packet_is_offered_beside_the_numbers(
    site: Site, said: tuple[str, ...]
) -> None:
    c = site.began()
    answer = [site.says(text, c) for text in said][-1]
    assert answer["kind"] == "crisis" and answer["hand_off"] == {"state": "offered"}
    assert "先看一遍" in answer["text"]
    assert answer["text"].index("120") < answer["text"].index("先看一遍")
    assert site.view(c)["state"] == "none" and good(site.desk())["total"] == 0


# --- the truth about who is there


def test_without_a_human_side_nobody_is_said_to_be_waiting(open_site: Callable[..., Site]) -> None:
    site = open_site(available=False)
    c = site.began()
    for shown in (site.view(c), site.sends(c), site.view(c)):
        assert (shown["available"], shown["state"], shown["hours"]) == (False, "none", None)
        assert "没有接人工" in shown["say"]
        assert "95118" in [contact["number"] for contact in shown["contacts"]]
    assert site.queue.waiting() == []
    assert site.reads(c)["messages"] == []


def test_outside_the_hours_it_is_kept_and_said_when_somebody_will_be_there(site: Site) -> None:
    c = site.began()
    site.at(CLOSED)
    sent = site.sends(c)
    assert (sent["state"], sent["position"]) == ("closed-hours", 1)
    assert sent["hours"]["open_now"] is False
    assert sent["hours"]["opens_at"] == "2026-11-22T09:00+08:00"
    assert "11月22日 09:00" in sent["say"]
    assert site.reads(c)["poll_after_seconds"] == 60
    site.at("2026-11-22 09:00")
    assert site.reads(c)["state"] == "queued"


def test_a_queue_that_fails_leaves_nobody_without_a_way(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    c = site.began()

    def broken(_: Any) -> Any:
        raise QueueUnavailable

    monkeypatch.setattr(site.queue, "open", broken)
    sent = site.sends(c)
    assert sent["state"] == "failed" and "没能联系上" in sent["say"]
    assert "95118" in [contact["number"] for contact in sent["contacts"]]
    assert site.says("会坐牢吗", c)["kind"] == "answer"


def test_whatever_is_wrong_with_the_queue_whoever_is_in_danger_is_answered(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    c = site.began()
    site.sends(c)

    def broken(*_: Any, **__: Any) -> Any:
        raise QueueUnavailable

    monkeypatch.setattr(site.queue, "hear", broken)
    assert site.says("我不想活了", c)["kind"] == "crisis"
    assert site.says("会坐牢吗", c)["kind"] == "answer"


def test_a_desk_that_cannot_be_told_is_a_failure_that_the_person_reads(site: Site) -> None:
    c = site.began()
    site.sends(c)
    delivery = site.queue.claim(site.now, 60)
    assert delivery is not None
    site.queue.give_up(delivery)
    read = site.reads(c)
    assert (read["state"], read["poll_after_seconds"]) == ("failed", None)
    assert "95118" in [contact["number"] for contact in read["contacts"]]


def test_whoever_may_be_in_danger_is_shown_those_numbers_first(site: Site) -> None:
    c = site.began("我不想活了")
    numbers = [contact["number"] for contact in site.view(c)["contacts"]]
    assert numbers[:3] == ["120", "110", "12356"]
    assert site.sends(c)["packet"]["reason"] == "danger"


def test_other_peoples_desk_is_not_given_as_ones_own(site: Site) -> None:
    numbers = [each["number"] for each in site.view(site.began("我花呗欠了3200"))["contacts"]]
    assert "95118" not in numbers and "12378" in numbers


# --- once, and gone


def test_many_retries_are_one_hand_off(site: Site) -> None:
    c = site.began()
    seen: list[str] = []
    threads = [
        threading.Thread(target=lambda: seen.append(site.sends(c)["hand_off_id"])) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 6 and len(set(seen)) == 1
    refused(site.post(c, added="别的"), 409, "different_message")
    refused(site.post(c, message_id="h-2"), 409, "hand_off_waiting")


def test_taking_it_back_is_final_for_that_message(site: Site) -> None:
    c = site.began()
    key = site.sends(c)["hand_off_id"]
    for _ in range(2):
        response = site.client.delete(f"/v1/conversations/{c}/hand-off")
        assert response.status_code == 204
    assert site.view(c)["state"] == "none"
    assert site.sends(c)["state"] == "none", "a late retry does not revive it"
    assert good(site.desk(f"/{key}"))["packet"] is None
    refused(
        site.desk(f"/{key}/replies", reply_id="r", desk=XIAOLI, text="您好"), 409, "hand_off_over"
    )
    assert site.sends(c, message_id="h-2")["state"] == "queued"


def test_what_changed_since_it_was_looked_at_is_not_sent(site: Site) -> None:
    c = site.began()
    seen = site.view(c)["seen"]
    site.says("我每月最多拿400", c)
    refused(site.post(c, seen=seen), 409, "packet_changed")
    assert site.sends(c, seen=site.view(c)["seen"])["state"] == "queued"


def test_erasing_a_conversation_erases_its_hand_off_everywhere(site: Site, tmp_path: Path) -> None:
    c = site.began("我白条欠了三千二百零七块，逾期45天")
    key = site.sends(c, added="只有我知道的话")["hand_off_id"]
    delivery = site.queue.claim(site.now, 60)
    assert delivery is not None
    site.queue.delivered(delivery)
    good(site.desk(f"/{key}/replies", reply_id="r", desk=XIAOLI, text="只对您说的话"))
    assert site.client.delete(f"/v1/chat/{c}").status_code == 204
    refused(site.client.get(f"/v1/conversations/{c}/hand-off"), 404, "unknown_conversation")
    refused(site.client.get(f"/v1/conversations/{c}/messages"), 404, "unknown_conversation")
    refused(site.desk(f"/{key}"), 404, "unknown_hand_off")
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("hand_offs*"))
    for words in ("三千二百零七", "只有我知道", "只对您说"):
        assert words.encode() not in kept
    erased = site.queue.claim(site.now, 60)
    assert erased is not None
    assert (erased.event, erased.hand_off_id, erased.data) == ("erased", key, {})


def test_a_conversation_erased_while_it_is_handed_over_is_not_handed_over(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    c, opened = site.began(), site.queue.open

    def erased_meanwhile(new: Any) -> Any:
        site.services.conversations.erase(c)
        return opened(new)

    monkeypatch.setattr(site.queue, "open", erased_meanwhile)
    refused(site.post(c), 404, "unknown_conversation")
    assert site.queue.waiting() == []


# --- who may


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", SECRET[:-1], "密钥"])
def test_the_humans_side_is_shut_to_whoever_has_not_the_secret(site: Site, secret: str) -> None:
    key = site.sends(site.began())["hand_off_id"]
    given = secret.encode().decode("latin-1")  # as bytes that are no ASCII would come
    for path, body in (
        ("", {}),
        (f"/{key}", {}),
        (f"/{key}/take", {"desk": XIAOLI}),
        (f"/{key}/close", {"desk": XIAOLI}),
        (f"/{key}/replies", {"reply_id": "r", "desk": XIAOLI, "text": "您好"}),
    ):
        response = site.client.request(
            "POST" if body else "GET",
            f"/v1/hand-offs{path}",
            json=body or None,
            headers={b"Authorization": f"Bearer {given}".encode("latin-1")},
        )
        refused(response, 401, "not_authorised")
        assert response.headers["www-authenticate"] == "Bearer"
    assert site.queue.get(key).state == "queued"


def test_without_a_secret_in_the_settings_no_secret_opens_it(
    open_site: Callable[..., Site],
) -> None:
    site = open_site(secret=None)
    site.client.app.state.access.keys.make("agent", "desk")  # type: ignore[attr-defined]
    for secret in ("", "None", SECRET):
        refused(site.desk(secret=secret), 401, "not_authorised")


@pytest.mark.parametrize("secret", [None, SECRET])
def test_an_agents_key_opens_it_beside_the_secret_and_a_widgets_does_not(
    open_site: Callable[..., Site], secret: str | None
) -> None:
    site = open_site(secret=secret)
    keys = site.client.app.state.access.keys  # type: ignore[attr-defined]
    texts = {scope: keys.make(scope, "desk")[1] for scope in ("agent", "supervisor", "server")}
    assert good(site.desk(secret=texts["agent"]))["total"] == 0
    assert good(site.desk(secret=texts["supervisor"]))["total"] == 0
    refused(site.desk(secret=texts["server"]), 403, "forbidden")
    if secret:
        assert good(site.desk(secret=secret))["total"] == 0
    for key in keys.all():
        keys.revoke(key.id)
    refused(site.desk(secret=texts["agent"]), 401, "not_authorised")


def test_as_long_as_there_is_neither_key_nor_secret_this_machine_may(
    open_site: Callable[..., Site],
) -> None:
    site = open_site(secret=None)
    assert good(site.desk(secret=""))["total"] == 0
    elsewhere = {"X-Forwarded-For": "203.0.113.7"}
    refused(site.client.get("/v1/hand-offs", headers=elsewhere), 403, "no_key_made")


def test_the_humans_side_never_learns_what_opens_the_conversation(site: Site) -> None:
    c = site.began()
    key = site.sends(c)["hand_off_id"]
    taken = site.desk(f"/{key}/take", desk=XIAOLI)
    delivery = site.queue.claim(site.now, 60)
    for text in (site.desk().text, site.desk(f"/{key}").text, taken.text, str(delivery)):
        assert c not in text


def test_two_desks_do_not_answer_at_once(site: Site) -> None:
    key = site.sends(site.began())["hand_off_id"]
    good(site.desk(f"/{key}/take", desk=XIAOLI))
    other = {"desk": "客服小王"}
    refused(site.desk(f"/{key}/take", **other), 409, "taken_by_another")
    refused(site.desk(f"/{key}/release", **other), 409, "taken_by_another")
    refused(
        site.desk(f"/{key}/replies", reply_id="r", text="您好", **other), 409, "taken_by_another"
    )
    good(site.desk(f"/{key}/release", desk=XIAOLI))
    assert good(site.desk(f"/{key}/take", **other))["desk"] == "客服小王"


# --- what cannot be read


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"message_id": ""}, "invalid_request"),
        ({"message_id": "a b"}, "invalid_request"),
        ({"struck": ["asked/99"]}, "invalid_hand_off"),
        ({"struck": "asked/0"}, "invalid_request"),
        ({"struck": ["x"] * 501}, "invalid_request"),
        ({"added": "好" * 1_001}, "invalid_request"),
        ({"added": 7}, "invalid_request"),
        ({"added": "\u200b"}, "invalid_message"),
        ({"urgent": True}, "invalid_request"),
    ],
)
def test_a_request_that_cannot_be_read_is_refused_in_chinese(
    site: Site, body: Answer, code: str
) -> None:
    refused(site.post(site.began(), **body), 422, code)
    assert site.queue.waiting() == []


@pytest.mark.parametrize(
    ("text", "status"),
    [("", 422), ("好" * 2_001, 422), ("您的验证码是583921，念给我", 422), ("请打95118", 201)],
)
def test_what_a_human_may_not_write_is_refused(site: Site, text: str, status: int) -> None:
    c = site.began()
    key = site.sends(c)["hand_off_id"]
    response = site.desk(f"/{key}/replies", reply_id="r", desk=XIAOLI, text=text)
    assert response.status_code == status
    assert len(site.reads(c)["messages"]) == (status == 201)


def test_what_is_not_there_is_not_found(site: Site) -> None:
    for method in ("GET", "POST", "DELETE"):
        body = {"message_id": "h"} if method == "POST" else None
        path = "/v1/conversations/nobody/hand-off"
        refused(site.client.request(method, path, json=body), 404, "unknown_conversation")
    refused(site.desk("/nothing"), 404, "unknown_hand_off")
    refused(site.desk("/nothing/take", desk=XIAOLI), 404, "unknown_hand_off")
    refused(site.client.get("/v1/conversations/c/messages?after=-1"), 422, "invalid_request")


def test_private_data_is_nowhere_in_what_is_kept(site: Site, tmp_path: Path) -> None:
    c = site.began("我叫张三丰，手机13800138000，白条欠3200")
    site.sends(c, added="身份证11010519491231002X")
    site.says("再说一遍，我手机13800138000", c)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("*.sqlite*"))
    for private in ("张三丰", "13800138000", "11010519491231002X"):
        assert private.encode() not in kept
