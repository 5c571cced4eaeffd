"""Checking a draft over HTTP, and that nothing that blocks gets past it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.fakes import serving
from tests.web.keyed import Keyed, keyed
from zhihuan.conversation.conversations import new_id
from zhihuan.records.hand_offs import NewHandOff
from zhihuan.settings import Settings
from zhihuan.web.app import create_app

if TYPE_CHECKING:
    from zhihuan.composition import Services

THREAT = "您再不还，我们就联系您的单位和家人，青花瓷。"
KIND = "您好，我是平台客服，您的情况我记下了，结果出来告诉您。"
REASON = "客户本人要求我们按原话转述一遍"
AT = "2026-11-21T10:00:00+08:00"


@pytest.fixture
def site(services: Services, tmp_path: Path) -> Iterator[Keyed]:
    with keyed(services, tmp_path) as opened:
        yield opened


@pytest.fixture
def hand_off(services: Services) -> Iterator[str]:
    """One that waits for an agent."""
    conversation = new_id()
    opened = services.human.queue.open(
        NewHandOff(conversation, "h-1", "", "asked", False, {"asked": []})
    )
    yield opened.id
    services.human.queue.erase(conversation)


def check(site: Keyed, draft: str, as_: str = "agent", **more: Any) -> Any:
    return site.call("POST", "/v1/assist/check", as_, json={"draft": draft, "at": AT, **more})


def reply(site: Keyed, hand_off: str, text: str, as_: str = "agent", **more: Any) -> Any:
    body = {"reply_id": "r-1", "desk": "客服小李 001", "text": text, **more}
    return site.call("POST", f"/v1/hand-offs/{hand_off}/replies", as_, json=body)


def thread(site: Keyed, hand_off: str) -> list[str]:
    shown = site.call("GET", f"/v1/hand-offs/{hand_off}", "agent").json()
    return [message["text"] for message in shown["messages"]]


def test_a_draft_is_judged_with_its_places_and_the_rules_behind_it(site: Keyed) -> None:
    answer = check(site, THREAT)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    found = answer.json()
    assert found["verdict"] == "block"
    for each in found["findings"]:
        assert THREAT[each["start"] : each["end"]] == each["quote"]
        assert each["why"] and each["rewrite"] and each["sources"][0]["name"]
    assert found["checked"]["rules"] > 0
    assert check(site, KIND).json()["verdict"] == "pass"


def test_a_case_is_named_in_one_way_or_none(site: Keyed) -> None:
    said = [{"role": "customer", "text": "我白条欠了3200，逾期45天了"}]
    wrong = check(site, "费用大约320元，以账单为准。", messages=said).json()
    assert [each["rule"] for each in wrong["findings"]] == ["wrong-figure-of-case"]
    both = check(site, KIND, messages=said, conversation_id="c-1")
    assert (both.status_code, both.json()["code"]) == (422, "invalid_message")


def test_while_typing_less_is_looked_at_and_the_rules_still_hold(site: Keyed) -> None:
    assert check(site, THREAT, quick=True).json()["verdict"] == "block"


@pytest.mark.parametrize(("as_", "status"), [("", 401), ("server", 403), ("widget", 403)])
def test_only_a_desk_may_check(site: Keyed, as_: str, status: int) -> None:
    assert check(site, KIND, as_).status_code == status


def test_what_blocks_is_not_sent(site: Keyed, hand_off: str) -> None:
    refused = reply(site, hand_off, THREAT)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    problem = refused.json()
    assert (problem["code"], problem["verdict"]) == ("reply_blocked", "block")
    assert {each["severity"] for each in problem["findings"]} >= {"block"}
    assert thread(site, hand_off) == []
    assert reply(site, hand_off, KIND).status_code == 201
    assert thread(site, hand_off) == [KIND]


def test_a_supervisor_lets_it_out_with_a_reason_that_is_kept(site: Keyed, hand_off: str) -> None:
    override = {"override": {"reason": REASON}}
    agent = reply(site, hand_off, THREAT, "agent", **override)
    assert (agent.status_code, agent.json()["code"]) == (403, "supervisor_needed")
    assert thread(site, hand_off) == []
    for _ in range(2):  # the same reply sent again is the same override
        assert reply(site, hand_off, THREAT, "supervisor", **override).status_code == 201
    assert thread(site, hand_off) == [THREAT]
    kept = site.call("GET", "/v1/assist/overrides", "supervisor").json()["overrides"]
    assert len(kept) == 1
    assert kept[0]["reason"] == REASON
    assert kept[0]["desk"] == "客服小李 001"
    assert kept[0]["key_id"] == site.ids["supervisor"]
    assert "third-party-contact" in kept[0]["rules"]
    assert "青花瓷" not in str(kept)


def test_an_erased_conversation_leaves_no_reason_and_no_trace_of_the_reply(
    services: Services, site: Keyed, hand_off: str
) -> None:
    override = {"override": {"reason": REASON}}
    assert reply(site, hand_off, THREAT, "supervisor", **override).status_code == 201
    conversation = services.human.queue.get(hand_off).conversation_id
    site.client.app.state.overrides.erase(conversation)  # type: ignore[attr-defined]
    (left,) = site.call("GET", "/v1/assist/overrides", "supervisor").json()["overrides"]
    assert left["key_id"] == site.ids["supervisor"] and left["rules"]
    assert (left["reason"], left["sha256"], left["reply_id"]) == ("", "", "")
    assert hand_off not in str(left)


def test_a_reason_is_a_sentence(site: Keyed, hand_off: str) -> None:
    short = reply(site, hand_off, THREAT, "supervisor", override={"reason": "急"})
    assert (short.status_code, short.json()["code"]) == (422, "invalid_request")


def test_a_supervisors_key_alone_lets_nothing_out(site: Keyed, hand_off: str) -> None:
    assert reply(site, hand_off, THREAT, "supervisor").json()["code"] == "reply_blocked"


def test_overrides_are_for_supervisors(site: Keyed) -> None:
    assert site.call("GET", "/v1/assist/overrides", "agent").status_code == 403
    assert site.call("GET", "/v1/assist/overrides", "supervisor").json() == {"overrides": []}


def test_where_no_key_was_made_nobody_can_override(site_without_keys: Any, hand_off: str) -> None:
    body = {"reply_id": "r-1", "desk": "小李", "text": THREAT, "override": {"reason": REASON}}
    path = f"/v1/hand-offs/{hand_off}/replies"
    refused = site_without_keys.post(path, json=body)
    assert (refused.status_code, refused.json()["code"]) == (403, "supervisor_needed")
    assert "主管" in refused.json()["detail"]


@pytest.fixture
def site_without_keys(services: Services, tmp_path: Path) -> Iterator[Any]:

    app = create_app(Settings(data=tmp_path / "no keys", model="embedded"))
    app.state.opening.services = services
    with serving(app) as url, httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        yield client


def test_no_words_of_a_draft_are_logged_or_kept(
    site: Keyed, hand_off: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        check(site, THREAT)
        reply(site, hand_off, THREAT)
        site.call("POST", "/v1/assist/check", "agent", content=THREAT.encode())
    assert "青花瓷" not in caplog.text
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "青花瓷".encode() not in kept
