"""Who may call: keys, origins, user tokens, and whose conversation is whose."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.web.keyed import OTHER, SHOP, Keyed, keyed, signed
from zhihuan.conversation.message import new_id
from zhihuan.settings import Settings
from zhihuan.web.access import KeyNeeded, start_words

if TYPE_CHECKING:
    from zhihuan.composition import Services

FAQ = "/v1/topics"


@pytest.fixture(scope="module")
def shop(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    data = tmp_path_factory.mktemp("shop")
    with keyed(services, data, rate_per_user=100_000, rate_per_key=100_000) as opened:
        yield opened


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json().get("code", "")


# --- keys


@pytest.mark.parametrize("kind", ["server", "agent", "supervisor"])
def test_a_key_that_is_kept_secret_works_from_anywhere(shop: Keyed, kind: str) -> None:
    assert shop.call("GET", FAQ, kind).status_code == 200


def test_without_a_key_nothing_of_a_person_is_answered(shop: Keyed) -> None:
    paths = [
        ("GET", "/v1/faq?q=x"), ("GET", "/v1/faq/x"), ("GET", FAQ), ("GET", "/v1/suggest?q=x"),
        ("GET", "/v1/faq-page"), ("GET", "/v1/chat/x"), ("DELETE", "/v1/chat/x"),
        ("GET", "/v1/letters"), ("GET", "/v1/conversations/x/hand-off"), ("GET", "/v1/feedback"),
    ]  # fmt: skip
    for method, path in paths:
        response = shop.call(method, path)
        assert code(response) == (401, "not_authorised"), path
        assert response.headers["www-authenticate"] == "Bearer"


def test_every_route_of_the_api_asks_who_calls(shop: Keyed) -> None:
    # Whatever is added later is in /openapi.json, and so is asked here.
    opened = {"/healthz", "/readyz"}
    document = shop.client.get("/openapi.json").json()
    for path, operations in document["paths"].items():
        for method in operations:
            filled = path.replace("{", "").replace("}", "")
            body = {} if method == "post" else None
            status = shop.call(method.upper(), filled, json=body).status_code
            assert (status in (401, 429)) is (path not in opened), (method, path, status)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/openapi.json", "/docs", "/"])
def test_probes_and_documents_need_no_key(shop: Keyed, path: str) -> None:
    assert shop.client.get(path).status_code == 200


def test_a_wrong_key_is_told_nothing_about_why(services: Services, tmp_path: Path) -> None:
    with keyed(services, tmp_path) as shop:
        right = shop.texts["server"]
        _, key_id, secret = right.split("_")
        wrong = (
            f"sk_{key_id}_{'0' * 64}", f"sk_{'0' * 12}_{secret}", f"pk_{key_id}_{secret}",
            right[:-1], right + "0", "x", "Bearer", "a.b.c", "甲",
        )  # fmt: skip
        answers = {
            shop.client.get(FAQ, headers={b"Authorization": f"Bearer {text}".encode()}).content
            for text in wrong
        }
    assert len(answers) == 1
    assert json.loads(answers.pop())["code"] == "not_authorised"


def test_a_revoked_key_is_worth_nothing(services: Services, tmp_path: Path) -> None:
    with keyed(services, tmp_path) as shop:
        token = shop.token()
        assert shop.call("GET", FAQ, "server").status_code == 200
        assert shop.call("GET", FAQ, token).status_code == 200
        shop.access.keys.revoke(shop.ids["server"])
        assert code(shop.call("GET", FAQ, "server")) == (401, "not_authorised")
        assert code(shop.call("GET", FAQ, token)) == (401, "not_authorised")


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [("widget", False), ("server", False), ("agent", False), ("supervisor", True)],
)
def test_what_concerns_all_conversations_is_for_supervisors(
    shop: Keyed, kind: str, *, allowed: bool
) -> None:
    response = shop.call("GET", "/v1/feedback", kind, origin=SHOP)
    assert code(response) == ((200, "") if allowed else (403, "forbidden"))


# --- origins


def test_a_widgets_key_works_from_its_own_page_alone(shop: Keyed) -> None:
    assert shop.call("GET", FAQ, "widget", origin=SHOP).status_code == 200
    for origin in (OTHER, "null", SHOP + ".evil.example", "http://shop.example", ""):
        assert code(shop.call("GET", FAQ, "widget", origin=origin)) == (403, "wrong_origin")


def test_a_page_of_our_own_leaves_its_origin_out(services: Services, tmp_path: Path) -> None:
    with keyed(services, tmp_path) as shop:
        _, text = shop.access.keys.make("widget", "shop", ["http://testserver"])
        same = {"Sec-Fetch-Site": "same-origin"}
        assert shop.call("GET", FAQ, text, headers=same).status_code == 200
        assert shop.call("GET", FAQ, text, headers={"Sec-Fetch-Site": "none"}).status_code == 403


def test_browsers_hand_answers_to_allowed_pages_only(services: Services, tmp_path: Path) -> None:
    with keyed(services, tmp_path, origins="https://set.example, http://localhost:3000") as shop:
        for origin, allowed in (
            (SHOP, True), ("https://set.example", True), ("http://localhost:3000", True),
            (OTHER, False), ("null", False), ("https://set.example.evil.example", False),
        ):  # fmt: skip
            for method in ("GET", "POST", "DELETE"):
                asked = shop.client.options(
                    "/v1/chat",
                    headers={
                        "Origin": origin,
                        "Access-Control-Request-Method": method,
                        "Access-Control-Request-Headers": "authorization,content-type,last-event-id",
                    },
                )
                given = asked.headers.get("access-control-allow-origin")
                assert given == (origin if allowed else None)
                assert (asked.status_code == 200) is allowed
                assert "access-control-allow-credentials" not in asked.headers
            answer = shop.call("GET", FAQ, "server", origin=origin)
            given = answer.headers.get("access-control-allow-origin")
            assert given == (origin if allowed else None)
            if allowed:
                assert "Origin" in answer.headers["vary"]
                assert "Retry-After" in answer.headers["access-control-expose-headers"]


def test_an_allowed_page_can_read_a_refusal_too(shop: Keyed) -> None:
    for response in (
        shop.call("GET", FAQ, "wrong", origin=SHOP),
        shop.call("GET", "/v1/faq/nothing", "server", origin=SHOP),
        shop.call("POST", "/v1/chat", "server", origin=SHOP, content=b"x" * 300_000),
        shop.call("POST", "/v1/chat", "server", origin=SHOP, json={}),
    ):
        assert response.status_code >= 400
        assert response.headers["access-control-allow-origin"] == SHOP


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_what_any_page_could_post_unasked_is_refused(shop: Keyed, kind: str) -> None:
    body = json.dumps({"text": "你好", "message_id": "m"}).encode()
    headers = {"Content-Type": kind} if kind else {}
    response = shop.call("POST", "/v1/chat", "server", content=body, headers=headers)
    assert code(response) == (415, "unsupported_media_type")


# --- user tokens


def test_a_token_that_a_host_signed_opens_what_the_widget_needs(shop: Keyed) -> None:
    assert shop.call("GET", FAQ, shop.token()).status_code == 200
    assert code(shop.call("GET", "/v1/feedback", shop.token())) == (403, "forbidden")


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": int(time.time()) + 100_000},
        {"iat": int(time.time()) + 3_000, "exp": int(time.time()) + 3_500},
        {"exp": None}, {"iat": None}, {"exp": "soon"}, {"exp": True}, {"exp": 1e400},
        {"iat": int(time.time()), "exp": int(time.time()) - 5},
        {"sub": ""}, {"sub": None}, {"sub": 7}, {"sub": "x" * 129}, {"sub": "a\nb"},
        {"header": {"alg": "none"}}, {"header": {"alg": "HS512"}}, {"header": {"alg": "RS256"}},
        {"header": {"kid": "0" * 12}}, {"header": {"kid": None}}, {"header": {"kid": ["x"]}},
        {"header": {"crit": ["exp"]}},
    ],
)  # fmt: skip
def test_a_token_that_is_not_right_is_refused(shop: Keyed, changes: dict[str, Any]) -> None:
    response = shop.call("GET", FAQ, shop.token(**changes))
    assert code(response) in ((401, "not_authorised"), (429, "too_many_requests"))


def test_a_token_is_refused_however_it_was_tampered_with(shop: Keyed) -> None:
    head, claims, signature = shop.token().split(".")
    other = base64.urlsafe_b64encode(json.dumps({"sub": "bob"}).encode()).decode().rstrip("=")
    unsigned = base64.urlsafe_b64encode(
        json.dumps({"alg": "none", "kid": shop.ids["server"]}).encode()
    ).decode().rstrip("=")  # fmt: skip
    for text in (
        f"{head}.{other}.{signature}", f"{unsigned}.{claims}.", f"{head}.{claims}.",
        f"{head}.{claims}.{signature[:-2]}", f"..{signature}", "..", f"{head}.{claims}.!!!",
        f"{'[' * 500}.{claims}.{signature}", f"{head}.{claims}.{signature}" + "A" * 3_000,
    ):  # fmt: skip
        assert shop.call("GET", FAQ, text).status_code in (401, 429)


def test_only_a_servers_key_signs(shop: Keyed) -> None:
    # A widget's key stands in a page for all to read: whoever reads it must not become anybody.
    for kind in ("widget", "agent", "supervisor"):
        assert shop.call("GET", FAQ, shop.token(key=kind)).status_code in (401, 429)


def test_a_token_whose_time_is_over_says_so_and_nothing_else(shop: Keyed) -> None:
    begun = int(time.time()) - 1_000
    response = shop.call("GET", FAQ, shop.token(iat=begun, exp=begun + 600))
    assert code(response) == (401, "token_expired")
    forged = signed(
        "x" * 80,
        {"alg": "HS256", "kid": shop.ids["server"]},
        {"sub": "ann", "iat": begun, "exp": begun + 600},
    )
    assert shop.call("GET", FAQ, forged).json()["code"] != "token_expired"


# --- whose conversation


def talk(shop: Keyed, who: str, text: str = "你好", **more: Any) -> Any:
    body = {"text": text, "message_id": new_id(), **more}
    return shop.call("POST", "/v1/chat", who, origin=SHOP, json=body)


def test_a_conversation_of_one_user_does_not_exist_for_another(shop: Keyed) -> None:
    ann, bob = shop.token("ann"), shop.token("bob")
    begun = talk(shop, ann, "独一无二甲乙丙")
    conversation = begun.json()["conversation_id"]
    assert len(conversation) == 32
    unknown = shop.call("GET", f"/v1/chat/{new_id()}", bob)
    for who in (bob, "widget"):
        for method, path in (
            ("GET", f"/v1/chat/{conversation}"),
            ("DELETE", f"/v1/chat/{conversation}"),
            ("GET", f"/v1/conversations/{conversation}/hand-off"),
            ("DELETE", f"/v1/conversations/{conversation}/hand-off"),
            ("GET", f"/v1/conversations/{conversation}/messages"),
        ):
            response = shop.call(method, path, who, origin=SHOP)
            assert (response.status_code, response.content) == (404, unknown.content), path
        assert code(talk(shop, who, conversation_id=conversation)) == (404, "unknown_conversation")
        handed = shop.call(
            "POST", f"/v1/conversations/{conversation}/hand-off", who, origin=SHOP,
            json={"message_id": "h"},
        )  # fmt: skip
        rated = shop.call(
            "POST", "/v1/feedback", who, origin=SHOP,
            json={"conversation_id": conversation, "message_id": "m", "verdict": "up"},
        )  # fmt: skip
        assert code(handed) == code(rated) == (404, "unknown_conversation")
    kept = shop.call("GET", f"/v1/chat/{conversation}", ann)
    assert [turn["text"] for turn in kept.json()["turns"]] == ["独一无二甲乙丙"]


def test_a_stream_is_not_taken_up_by_another_user(shop: Keyed) -> None:
    ann, bob = shop.token("ann"), shop.token("bob")
    ids = {"conversation_id": new_id(), "message_id": "m-1", "text": "独一无二甲乙丙"}
    first = shop.call("POST", "/v1/chat", ann, json=ids, headers={"Accept": "text/event-stream"})
    assert first.status_code == 200
    again = shop.call("POST", "/v1/chat", bob, json=ids, headers={"Accept": "text/event-stream"})
    assert code(again) == (404, "unknown_conversation")


def test_the_server_of_an_application_sees_the_conversations_of_its_users(shop: Keyed) -> None:
    conversation = talk(shop, shop.token("ann")).json()["conversation_id"]
    assert shop.call("GET", f"/v1/chat/{conversation}", "server").status_code == 200


def test_another_application_sees_nothing_of_it(services: Services, tmp_path: Path) -> None:
    with keyed(services, tmp_path) as shop:
        conversation = talk(shop, shop.token("ann")).json()["conversation_id"]
        _, bank = shop.access.keys.make("server", "bank")
        response = shop.call("GET", f"/v1/chat/{conversation}", bank)
        assert code(response) == (404, "unknown_conversation")


def test_a_key_is_replaced_without_losing_a_conversation(
    services: Services, tmp_path: Path
) -> None:
    with keyed(services, tmp_path) as shop:
        conversation = talk(shop, shop.token("ann")).json()["conversation_id"]
        key, text = shop.access.keys.make("server", "shop")
        shop.access.keys.revoke(shop.ids["server"])
        now = int(time.time())
        claims = {"sub": "ann", "iat": now, "exp": now + 60}
        token = signed(text, {"alg": "HS256", "kid": key.id}, claims)
        assert shop.call("GET", f"/v1/chat/{conversation}", token).status_code == 200


def test_a_conversation_is_not_begun_under_an_id_that_can_be_guessed(shop: Keyed) -> None:
    assert code(talk(shop, "widget", conversation_id="1")) == (422, "invalid_message")
    assert talk(shop, "widget", conversation_id=new_id()).status_code == 200


def test_what_is_erased_is_nobodys(shop: Keyed) -> None:
    ann = shop.token("ann")
    conversation = talk(shop, ann).json()["conversation_id"]
    assert shop.call("DELETE", f"/v1/chat/{conversation}", ann).status_code == 204
    assert shop.access.owners.of(conversation) is None
    assert shop.call("GET", f"/v1/chat/{conversation}", ann).status_code == 404


# --- guessing


def test_guessing_is_slowed_down_and_a_good_key_is_not(services: Services, tmp_path: Path) -> None:
    with keyed(services, tmp_path) as shop:
        statuses = [shop.call("GET", FAQ, f"sk_{n:012x}_{'0' * 64}").status_code for n in range(40)]
        assert statuses[0] == 401 and statuses[-1] == 429
        last = shop.call("GET", FAQ, "guess")
        assert int(last.headers["retry-after"]) > 0
        assert shop.call("GET", FAQ, "server").status_code == 200


# --- where no key was made


def test_without_keys_this_machine_is_served_and_no_other(site: httpx.Client) -> None:
    assert site.get(FAQ).status_code == 200
    for headers in (
        {"Host": "zhihuan.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "192.168.1.7:8000"},
        {"X-Forwarded-For": "203.0.113.9"},
        {"Forwarded": "for=203.0.113.9"},
    ):
        assert code(site.get(FAQ, headers=headers)) == (403, "no_key_made"), headers
    assert site.get(FAQ, headers={"Host": "localhost:8000"}).status_code == 200


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.7", "203.0.113.9", "shop.example", ""]
)
def test_other_addresses_need_a_key_before_anything_starts(tmp_path: Path, host: str) -> None:
    settings = Settings(data=tmp_path)
    with pytest.raises(KeyNeeded):
        start_words(settings, host)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"])
def test_the_loopback_is_served_without_a_key_and_says_so(tmp_path: Path, host: str) -> None:
    words = start_words(Settings(data=tmp_path), host)
    assert words is not None and "没有密钥" in words
