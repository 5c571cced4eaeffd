"""The agent's side over HTTP: what it answers, who may ask, and what it refuses."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from tests.assist.speaking import messages
from tests.web.keyed import Keyed, keyed
from zhihuan.composition import HumanSide, Services
from zhihuan.conversation.message import new_id
from zhihuan.settings import Settings
from zhihuan.web.app import create_app

if TYPE_CHECKING:
    import httpx

AT = "2026-11-22T10:00:00+08:00"
LATE = "客：我白条欠了3200，逾期45天了，会怎么样"
PATHS = ("case", "draft", "steps", "wrapup")
SECRET = "a-secret-that-is-long-enough"
XIAOLI = "客服小李 001"


def asked(site: httpx.Client | TestClient, path: str, *lines: str, **more: Any) -> Any:
    body = {"messages": messages(*lines), "at": AT, **more} if lines else {"at": AT, **more}
    return site.post(f"/v1/assist/{path}", json=body)


def good(response: Any) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    assert response.headers["cache-control"] == "no-store"
    found: dict[str, Any] = response.json()
    return found


def refused(response: Any, status: int, code: str) -> str:
    assert response.status_code == status, response.text
    problem = response.json()
    assert problem["code"] == code
    return str(problem["detail"])


# --- what is answered


@pytest.mark.parametrize("path", PATHS)
def test_each_answer_names_the_version_it_was_made_for(site: httpx.Client, path: str) -> None:
    one, same, other = (
        good(asked(site, path, *lines))["version"]
        for lines in ((LATE,), (LATE,), (LATE, "客：在吗"))
    )
    assert one == same != other


def test_a_draft_has_the_shape_of_a_chat_answer_and_says_what_may_be_inserted(
    site: httpx.Client,
) -> None:
    draft = good(asked(site, "draft", LATE))
    chat = site.post(
        "/v1/chat",
        json={"text": LATE[2:], "message_id": new_id(), "as_of": "2026-11-22"},
        headers={"Accept": "application/json"},
    ).json()
    own = {"conversation_id", "message_id", "situation"}
    assert set(chat) - own <= set(draft)
    assert all(isinstance(s["insertable"], bool) for s in draft["sentences"])
    assert all(isinstance(c["internal"], bool) for c in draft["citations"])
    assert draft["stale"] is False and draft["brain"] == "embedded"
    inserted = "".join(s["text"] for s in draft["sentences"] if s["insertable"])
    assert "".join(draft["text"].split()).replace("-", "") == "".join(inserted.split())


def test_the_steps_for_a_disputed_record_name_the_last_day(site: httpx.Client) -> None:
    steps = good(asked(site, "steps", "客：征信报告上有一条逾期是错的"))["steps"]
    due = {step["id"]: step["due"] for step in steps}
    assert due["objection-register"] == "2026-12-12"
    assert all(step["citations"] and step["why"] for step in steps)


def test_a_wrap_up_keeps_what_the_agent_says_was_agreed(site: httpx.Client) -> None:
    found = good(asked(site, "wrapup", LATE, agreed="三天内答复分12期的申请"))
    assert found["agreed"] == ["三天内答复分12期的申请"]
    assert found["follow_up"]["date"] == "2026-11-25"


def test_the_day_is_the_one_in_china(site: httpx.Client) -> None:
    late = good(asked(site, "draft", LATE, at="2026-11-21T23:30:00Z"))
    assert late["as_of"] == "2026-11-22"


# --- what is refused


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "named",
    [
        {},
        {"conversation_id": "c-1", "hand_off_id": "h-1"},
        {"messages": messages(LATE), "hand_off_id": "h"},
    ],
)
def test_a_case_is_named_in_exactly_one_way(
    site: httpx.Client, path: str, named: dict[str, Any]
) -> None:
    detail = refused(site.post(f"/v1/assist/{path}", json=named), 422, "invalid_message")
    assert "只写一项" in detail


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"at": "2026-11-22T10:00:00"}, "时区"),
        ({"at": "明天"}, "时刻"),
        ({"tone": "cold"}, "tone"),
        ({"brain": "mine"}, "brain"),
        ({"surprise": 1}, "不认识"),
    ],
)
def test_what_cannot_be_read_is_refused_in_chinese(
    site: httpx.Client, more: dict[str, Any], words: str
) -> None:
    assert words in refused(asked(site, "draft", LATE, **more), 422, "invalid_request")


def test_a_day_beyond_all_days_is_refused(site: httpx.Client) -> None:
    refused(asked(site, "case", LATE, at="1999-01-01T00:00:00+08:00"), 422, "invalid_message")


def test_unknown_conversations_and_hand_offs_are_not_there(site: httpx.Client) -> None:
    refused(asked(site, "case", conversation_id="nobody"), 404, "unknown_conversation")
    refused(asked(site, "case", hand_off_id="nobody"), 404, "unknown_hand_off")


def test_a_draft_is_thrown_away_once_the_customer_wrote_again(site: httpx.Client) -> None:
    version = good(asked(site, "draft", LATE))["version"]
    good(asked(site, "draft", LATE, version=version))
    detail = refused(asked(site, "draft", LATE, "客：在吗", version=version), 409, "stale_draft")
    assert "重新起草" in detail


def test_without_a_language_model_none_can_be_asked_for(site: httpx.Client) -> None:
    refused(asked(site, "draft", LATE, brain="model"), 422, "invalid_message")


# --- who may ask


@pytest.fixture(scope="module")
def shop(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    with keyed(services, tmp_path_factory.mktemp("assist")) as opened:
        yield opened


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("key", "status"), [("agent", 200), ("supervisor", 200), ("server", 403), ("wrong", 401)]
)
def test_agents_and_supervisors_alone_may_ask(
    shop: Keyed, path: str, key: str, status: int
) -> None:
    body = {"messages": messages(LATE), "at": AT}
    assert shop.call("POST", f"/v1/assist/{path}", key, json=body).status_code == status


def test_an_agent_sees_conversations_of_their_own_application_alone(shop: Keyed) -> None:
    said = {"text": LATE[2:], "message_id": "m-1", "as_of": "2026-11-22"}
    theirs = shop.call("POST", "/v1/chat", shop.token("ann"), json=said).json()
    body = {"conversation_id": theirs["conversation_id"], "at": AT}
    assert shop.call("POST", "/v1/assist/case", "agent", json=body).status_code == 200
    _, other = shop.access.keys.make("agent", "another-shop", [])
    refused(shop.call("POST", "/v1/assist/case", other, json=body), 404, "unknown_conversation")


# --- hand-offs, presence, and what comes in from a desk elsewhere


@dataclass
class Desk:
    """A client on both sides of a hand-off, with real humans and a secret."""

    client: TestClient

    def hands_over(self, *texts: str, struck: tuple[str, ...] = ()) -> str:
        said = {"text": texts[0], "message_id": new_id(), "as_of": "2026-11-22"}
        first = self.client.post("/v1/chat", json=said, headers=JSON).json()
        conversation = first["conversation_id"]
        for text in texts[1:]:
            self.says(conversation, text)
        body = {"message_id": "h-1", "struck": list(struck)}
        sent = self.client.post(f"/v1/conversations/{conversation}/hand-off", json=body)
        assert sent.status_code == 200, sent.text
        self.conversation = conversation
        return str(sent.json()["hand_off_id"])

    def says(self, conversation: str, text: str) -> None:
        body = {"text": text, "message_id": new_id(), "conversation_id": conversation}
        self.client.post("/v1/chat", json={**body, "as_of": "2026-11-22"}, headers=JSON)

    def event(self, secret: str = SECRET, shift: int = 0, **body: Any) -> Any:
        content = json.dumps(body, ensure_ascii=False).encode()
        stamp = str(int(time.time()) + shift)
        mac = hmac.new(secret.encode(), f"{stamp}.".encode() + content, hashlib.sha256)
        return self.client.post(
            "/v1/assist/events",
            content=content,
            headers={
                "Content-Type": "application/json",
                "Zhihuan-Timestamp": stamp,
                "Zhihuan-Signature": f"v1={mac.hexdigest()}",
            },
        )

    def act(self, path: str, **body: Any) -> Any:
        return self.client.post(
            f"/v1/hand-offs/{path}", json=body, headers={"Authorization": f"Bearer {SECRET}"}
        )


JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def desk(data_folder: Callable[[], Path], model_cache: Path) -> Iterator[Desk]:
    from zhihuan.composition import services_of

    settings = Settings(
        data=data_folder(),
        cache=model_cache,
        hand_off="queue",
        hand_off_hours="Mon-Sun 00:00-23:59",
        hand_off_secret=SecretStr(SECRET),
        model="embedded",
    )
    services = services_of(settings)
    assert isinstance(services.human, HumanSide)
    app = create_app(settings)
    app.state.opening.services = services
    yield Desk(TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False))
    services.close()


def test_a_hand_off_is_a_case_and_goes_on_with_what_is_written_since(desk: Desk) -> None:
    hand_off = desk.hands_over(LATE[2:])
    first = good(desk.client.post("/v1/assist/case", json={"hand_off_id": hand_off, "at": AT}))
    assert [each["kind"] for each in first["computed"]] == ["overdue_cost"]
    desk.act(f"{hand_off}/take", desk=XIAOLI)
    desk.says(desk.conversation, "我每月最多拿400")
    then = good(desk.client.post("/v1/assist/case", json={"hand_off_id": hand_off, "at": AT}))
    assert "budget" in {entry["key"] for entry in then["situation"]}
    body = {"hand_off_id": hand_off, "at": AT, "version": first["version"]}
    refused(desk.client.post("/v1/assist/draft", json=body), 409, "stale_draft")
    del body["version"]
    assert good(desk.client.post("/v1/assist/draft", json=body))["evidence_id"]


def test_a_draft_for_a_conversation_held_elsewhere_is_kept_nowhere(site: httpx.Client) -> None:
    assert good(asked(site, "draft", LATE))["evidence_id"] is None


def test_what_was_struck_out_is_nowhere_in_the_case(desk: Desk) -> None:
    hand_off = desk.hands_over(
        "我白条欠了3200，逾期45天", "我得了抑郁症，能延期吗", struck=("asked/1", "risks/0")
    )
    for path in PATHS:
        found = desk.client.post(f"/v1/assist/{path}", json={"hand_off_id": hand_off, "at": AT})
        assert "抑郁" not in json.dumps(good(found), ensure_ascii=False)


def test_two_desks_see_each_other_and_are_forgotten_when_they_leave(desk: Desk) -> None:
    hand_off = desk.hands_over("白条逾期会坐牢吗")
    assert good(desk.act(f"{hand_off}/presence", desk="甲", typing=True)) == {"others": []}
    seen = good(desk.act(f"{hand_off}/presence", desk="乙", typing=False))
    assert seen == {"others": [{"desk": "甲", "typing": True}]}
    refused(desk.act("nothing/presence", desk="甲"), 404, "unknown_hand_off")


def test_a_signed_event_takes_answers_and_closes(desk: Desk) -> None:
    hand_off = desk.hands_over("白条逾期会坐牢吗")
    taken = good(desk.event(type="take", hand_off_id=hand_off, desk=XIAOLI))
    assert taken["hand_off"]["state"] == "taken"
    reply = {"reply_id": "r-1", "text": "您好，我是客服小李，您的情况我看到了。"}
    told = good(desk.event(type="reply", hand_off_id=hand_off, desk=XIAOLI, **reply))
    assert told["message"]["text"] == reply["text"]
    read = desk.client.get(f"/v1/conversations/{desk.conversation}/messages").json()
    assert [each["text"] for each in read["messages"]] == [reply["text"]]
    closed = good(desk.event(type="close", hand_off_id=hand_off, desk=XIAOLI))
    assert closed["hand_off"]["state"] == "closed"


def test_the_same_signed_event_is_acted_upon_once(desk: Desk) -> None:
    hand_off = desk.hands_over("白条逾期会坐牢吗")
    good(desk.event(type="take", hand_off_id=hand_off, desk=XIAOLI))
    body = json.dumps({"type": "release", "hand_off_id": hand_off, "desk": XIAOLI}).encode()
    stamp = str(int(time.time()))
    mac = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "Zhihuan-Timestamp": stamp,
        "Zhihuan-Signature": f"v1={mac}",
    }
    first = good(desk.client.post("/v1/assist/events", content=body, headers=headers))
    assert first["repeated"] is False
    desk.act(f"{hand_off}/take", desk="客服小王")
    again = good(desk.client.post("/v1/assist/events", content=body, headers=headers))
    assert again == {"repeated": True}


def test_an_event_that_failed_may_be_sent_again(desk: Desk) -> None:
    hand_off = desk.hands_over("白条逾期会坐牢吗")
    desk.act(f"{hand_off}/take", desk="客服小王")
    event = {"type": "take", "hand_off_id": hand_off, "desk": XIAOLI}
    for _ in range(2):
        refused(desk.event(**event), 409, "taken_by_another")


@pytest.mark.parametrize(
    ("secret", "shift"), [("another-secret-of-length", 0), (SECRET, -301), (SECRET, 301)]
)
def test_what_is_not_signed_rightly_or_not_now_is_refused(
    desk: Desk, secret: str, shift: int
) -> None:
    response = desk.event(secret, shift, type="take", hand_off_id="h-1", desk=XIAOLI)
    refused(response, 401, "not_authorised")


def test_a_reply_from_elsewhere_goes_through_the_same_check(desk: Desk) -> None:
    hand_off = desk.hands_over("白条逾期会坐牢吗")
    reply = {"reply_id": "r-1", "text": "再不还钱，明天就上门抓您，让您单位和家人都知道。"}
    detail = desk.event(type="reply", hand_off_id=hand_off, desk=XIAOLI, **reply)
    refused(detail, 422, "reply_blocked")
    read = desk.client.get(f"/v1/conversations/{desk.conversation}/messages").json()
    assert read["messages"] == []


def test_an_event_without_its_words_is_refused(desk: Desk) -> None:
    refused(desk.event(type="reply", hand_off_id="h", desk=XIAOLI), 422, "invalid_message")
