"""Verdicts over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.keyed import SHOP, Keyed, keyed
from zhihuan.conversation.message import new_id

if TYPE_CHECKING:
    from zhihuan.composition import Services

ID_NUMBER = "110101199003077758"


@pytest.fixture
def shop(services: Services, tmp_path: Path) -> Iterator[Keyed]:
    with keyed(services, tmp_path) as opened:
        yield opened


def rate(shop: Keyed, who: str = "widget", **body: Any) -> Any:
    return shop.call("POST", "/v1/feedback", who, origin=SHOP, json=body)


def answered(shop: Keyed, who: str = "widget") -> dict[str, str]:
    body = {"text": "逾期会坐牢吗", "message_id": new_id()}
    answer = shop.call("POST", "/v1/chat", who, origin=SHOP, json=body).json()
    return {"conversation_id": answer["conversation_id"], "message_id": body["message_id"]}


def newest(shop: Keyed, **params: Any) -> list[dict[str, Any]]:
    found = shop.call("GET", "/v1/feedback", "supervisor", params=params).json()["feedback"]
    assert isinstance(found, list)
    return found


def test_a_verdict_and_then_its_reason_are_one(shop: Keyed) -> None:
    ids = answered(shop)
    assert rate(shop, **ids, verdict="down").status_code == 201
    assert rate(shop, **ids, verdict="down", reason="not_my_case").status_code == 201
    (kept,) = newest(shop)
    assert (kept["verdict"], kept["reason"], kept["slug"]) == ("down", "not_my_case", None)


def test_private_data_in_the_words_is_covered_before_it_is_kept(
    shop: Keyed, tmp_path: Path
) -> None:
    given = rate(shop, **answered(shop), verdict="down", words=f"我身份证{ID_NUMBER}，说得不对")
    assert given.json()["words"] == "我身份证〔身份证号〕，说得不对"
    assert newest(shop)[0]["words"] == given.json()["words"]
    for path in tmp_path.iterdir():
        assert ID_NUMBER.encode() not in path.read_bytes()


def test_an_article_is_judged_by_its_slug(shop: Keyed) -> None:
    assert rate(shop, slug="when-it-disappears", verdict="up").status_code == 201
    assert [each["slug"] for each in newest(shop, verdict="up")] == ["when-it-disappears"]
    assert newest(shop, verdict="down") == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"slug": "nothing", "verdict": "up"}, (404, "unknown_article")),
        ({"conversation_id": "c" * 32, "message_id": "m", "verdict": "up"}, (404, "unknown_conversation")),
        ({"verdict": "up"}, (422, "invalid_request")),
        ({"conversation_id": "c" * 32, "verdict": "up"}, (422, "invalid_request")),
        ({"message_id": "m", "verdict": "up"}, (422, "invalid_request")),
        ({"slug": "x", "conversation_id": "c" * 32, "message_id": "m", "verdict": "up"}, (422, "invalid_request")),
        ({"slug": "x", "verdict": "maybe"}, (422, "invalid_request")),
        ({"slug": "x", "verdict": "down", "reason": ID_NUMBER}, (422, "invalid_request")),
        ({"slug": "x", "verdict": "down", "words": "字" * 501}, (422, "invalid_request")),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_is_refused(
    shop: Keyed, body: dict[str, Any], code: tuple[int, str]
) -> None:
    response = rate(shop, **body)
    assert (response.status_code, response.json()["code"]) == code
    assert ID_NUMBER not in response.text
    assert newest(shop) == []


def test_a_message_that_was_never_answered_has_no_verdict(shop: Keyed) -> None:
    ids = {**answered(shop), "message_id": "another"}
    assert rate(shop, **ids, verdict="up").json()["code"] == "unknown_conversation"


def test_erasing_a_conversation_erases_what_was_thought_of_it(shop: Keyed, tmp_path: Path) -> None:
    ann = shop.token("ann")
    ids = answered(shop, ann)
    rate(shop, ann, **ids, verdict="down", words="the-one-and-only")
    assert shop.call("DELETE", f"/v1/chat/{ids['conversation_id']}", ann).status_code == 204
    assert newest(shop) == []
    for path in tmp_path.iterdir():
        assert b"the-one-and-only" not in path.read_bytes()


def test_a_supervisor_is_not_told_which_conversation_it_was(shop: Keyed) -> None:
    ids = answered(shop)
    rate(shop, **ids, verdict="up")
    assert ids["conversation_id"] not in str(newest(shop))
