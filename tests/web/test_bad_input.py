"""What is sent wrong is answered in Chinese, with what to change, and is never sent back."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhihuan.conversation.message import new_id

# The server runs in this process, and a graph numbers its checkpoints with the random numbers
# that Hypothesis watches over.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")

CHINESE = re.compile(r"[一-龥]")
SECRET = "110101199003077758"


def assert_problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail", "code"} == set(found)
    assert found["status"] == status
    assert CHINESE.search(found["detail"])
    assert re.fullmatch(r"[a-z_]+", found["code"])
    for word in ("Traceback", "pydantic", "File ", "Error:", "line "):
        assert word not in found["detail"]
    return found


def chat(**changes: Any) -> dict[str, Any]:
    return {"text": "你好", "message_id": "m", **changes}


def plan(**changes: Any) -> dict[str, Any]:
    return {"principal": "12000", "periods": 12, "fee_rate": "0.006", **changes}


def late(**changes: Any) -> dict[str, Any]:
    return {"amount": "3200", "days": 45, **changes}


BAD_BODIES: dict[str, tuple[str, dict[str, Any]]] = {
    "empty text": ("/v1/chat", chat(text="")),
    "only spaces": ("/v1/chat", chat(text=" \n\t ")),
    "only control characters": ("/v1/chat", chat(text="\x00\x01\x02\x1b")),
    "only what cannot be seen": ("/v1/chat", chat(text="\u200b\u200e\ufeff")),
    "4,001 characters": ("/v1/chat", chat(text="字" * 4001)),
    "text that is a number": ("/v1/chat", chat(text=123)),
    "text that is a list": ("/v1/chat", chat(text=[SECRET])),
    "text that is null": ("/v1/chat", chat(text=None)),
    "no message id": ("/v1/chat", {"text": "你好"}),
    "an empty message id": ("/v1/chat", chat(message_id="")),
    "a message id with a space": ("/v1/chat", chat(message_id="a b")),
    "a message id with a slash": ("/v1/chat", chat(message_id="../x")),
    "a message id that is long": ("/v1/chat", chat(message_id="m" * 129)),
    "a conversation id with a line": ("/v1/chat", chat(conversation_id="a\nb")),
    "an unknown field": ("/v1/chat", chat(model="other")),
    "a secret as the name of a field": ("/v1/chat", {**chat(), SECRET: "x"}),
    "a day that never was": ("/v1/chat", chat(as_of="2026-02-30")),
    "a day in 1900": ("/v1/chat", chat(as_of="1900-01-01")),
    "a day far ahead": ("/v1/chat", chat(as_of="9999-12-31")),
    "a day that is a word": ("/v1/chat", chat(as_of="明天")),
    "a day with a time": ("/v1/chat", chat(as_of="2026-11-21T10:30:00")),
    "a day as seconds": ("/v1/chat", chat(as_of=1795219200)),
    "a day that is true": ("/v1/chat", chat(as_of=True)),
    "a body that is a list": ("/v1/chat", [chat()]),  # type: ignore[dict-item]
    "a body that is null": ("/v1/chat", None),  # type: ignore[dict-item]
    "a principal that is none": ("/v1/repayment/plan", plan(principal="NaN")),
    "a principal without end": ("/v1/repayment/plan", plan(principal="Infinity")),
    "a huge principal": ("/v1/repayment/plan", plan(principal="1e308")),
    "a principal with an exponent": ("/v1/repayment/plan", plan(principal="1e999999")),
    "a negative principal": ("/v1/repayment/plan", plan(principal="-5")),
    "a negative principal as a number": ("/v1/repayment/plan", plan(principal=-5)),
    "nothing to divide": ("/v1/repayment/plan", plan(principal="0")),
    "less than nothing": ("/v1/repayment/plan", plan(principal="-0")),
    "a tenth of a fen": ("/v1/repayment/plan", plan(principal="12000.001")),
    "a principal that is a float": ("/v1/repayment/plan", plan(principal=12000.5)),
    "a principal that is true": ("/v1/repayment/plan", plan(principal=True)),
    "a principal that is a secret": ("/v1/repayment/plan", plan(principal=SECRET)),
    "a principal in words": ("/v1/repayment/plan", plan(principal="一万二")),
    "an empty principal": ("/v1/repayment/plan", plan(principal="")),
    "a principal of 10,000 digits": ("/v1/repayment/plan", plan(principal="9" * 10_000)),
    "a million periods": ("/v1/repayment/plan", plan(periods=10**6)),
    "no periods": ("/v1/repayment/plan", plan(periods=0)),
    "half a period": ("/v1/repayment/plan", plan(periods=1.5)),
    "periods that are true": ("/v1/repayment/plan", plan(periods=True)),
    "periods in quotes": ("/v1/repayment/plan", plan(periods="12")),
    "a fee of 100%": ("/v1/repayment/plan", plan(fee_rate="1")),
    "a fee below nothing": ("/v1/repayment/plan", plan(fee_rate="-0.006")),
    "a fee that is none": ("/v1/repayment/plan", plan(fee_rate="nan")),
    "a fee in percent signs": ("/v1/repayment/plan", plan(fee_rate="0.6%")),
    "no fee": ("/v1/repayment/plan", {"principal": "12000", "periods": 12}),
    "an unknown method": ("/v1/repayment/plan", plan(method=SECRET)),
    "a first payment in 1900": ("/v1/repayment/plan", plan(first_due="1900-01-01")),
    "a first payment on no day": ("/v1/repayment/plan", plan(first_due="2026-02-30")),
    "neither days nor a due day": ("/v1/repayment/overdue", {"amount": "3200"}),
    "days below nothing": ("/v1/repayment/overdue", late(days=-1)),
    "a million days": ("/v1/repayment/overdue", late(days=10**6)),
    "a product that does not exist": ("/v1/repayment/overdue", late(product=SECRET)),
    "a rate without end": ("/v1/repayment/overdue", late(daily_rate="1e400")),
    "due in 1900": ("/v1/repayment/overdue", {"amount": "3200", "due": "1900-01-01"}),
}


@pytest.mark.parametrize("what", BAD_BODIES)
def test_a_body_that_cannot_be_is_refused_in_words(site: httpx.Client, what: str) -> None:
    path, body = BAD_BODIES[what]
    response = site.post(path, json=body, headers={"Accept": "application/json"})
    found = assert_problem(response, 422)
    assert SECRET not in response.text
    assert len(found["detail"]) < 300


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/faq", 422),
        ("/v1/faq?q=", 422),
        ("/v1/faq?q=%20%20", 422),
        ("/v1/faq?q=%00", 422),
        (f"/v1/faq?q={'x' * 4001}", 422),
        ("/v1/faq?q=x&limit=0", 422),
        ("/v1/faq?q=x&limit=21", 422),
        ("/v1/faq?q=x&limit=1e3", 422),
        ("/v1/faq?q=x&limit=abc", 422),
        ("/v1/faq?q=x&as_of=2026-02-30", 422),
        ("/v1/faq?q=x&as_of=1900-01-01", 422),
        ("/v1/faq?q=x&as_of=1795219200", 422),
        ("/v1/faq/when-it-disappears?as_of=x", 422),
        ("/v1/chat/unknown", 404),
        ("/v1/chat/a%20b", 422),
        (f"/v1/chat/{'x' * 129}", 422),
        ("/v1/nothing", 404),
        ("/v1/repayment/plan", 405),
        ("/%2e%2e/%2e%2e/pyproject.toml", 404),
        ("/static/../services.py", 404),
        ("/static/%2e%2e/services.py", 404),
        ("/static/nothing.js", 404),
    ],
)
def test_an_address_that_cannot_be_is_refused_in_words(
    site: httpx.Client, path: str, status: int
) -> None:
    assert_problem(site.get(path), status)


RAW: dict[str, tuple[bytes, dict[str, str], set[int]]] = {
    "half a body": (b'{"text": "', {"content-type": "application/json"}, {422}),
    "no body": (b"", {"content-type": "application/json"}, {422}),
    "not even text": (b"\xff\xfe\x00", {"content-type": "application/json"}, {400, 422}),
    "NaN": (b'{"text": NaN, "message_id": "m"}', {"content-type": "application/json"}, {422}),
    "a number too large": (
        b'{"text": 1e999, "message_id": "m"}', {"content-type": "application/json"}, {422},
    ),
    "half a character": (
        b'{"text": "\\ud800", "message_id": "m"}', {"content-type": "application/json"}, {422},
    ),
    "very deep": (
        b'{"text": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        {"content-type": "application/json"}, {400, 422},
    ),
    "a form": (b"text=x&message_id=m", {"content-type": "application/x-www-form-urlencoded"}, {415, 422}),
    "plain text": (b'{"text":"x","message_id":"m"}', {"content-type": "text/plain"}, {415, 422}),
    "no content type": (b'{"text":"x","message_id":"m"}', {}, {415, 422}),
    "gzip": (
        gzip.compress(b'{"text":"x","message_id":"m"}'),
        {"content-type": "application/json", "content-encoding": "gzip"}, {415},
    ),
    "a bomb": (
        gzip.compress(b" " * 10_000_000),
        {"content-type": "application/json", "content-encoding": "gzip"}, {415},
    ),
    "a megabyte": (
        json.dumps(chat(text="字" * 400_000), ensure_ascii=False).encode(),
        {"content-type": "application/json"}, {413},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", RAW)
def test_a_body_that_cannot_be_read_is_refused_in_words(site: httpx.Client, what: str) -> None:
    content, headers, statuses = RAW[what]
    response = site.post("/v1/chat", content=content, headers=headers)
    assert response.status_code in statuses
    assert_problem(response, response.status_code)


def test_a_large_body_that_does_not_say_how_large_is_refused(site: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(64):
            yield b" " * 16_384

    try:
        response = site.post(
            "/v1/chat", content=endless(), headers={"content-type": "application/json"}
        )
    except (httpx.WriteError, httpx.ReadError):
        return  # the line was closed while we were still sending: refused as well
    assert_problem(response, 413)


def test_a_small_body_that_does_not_say_how_large_is_read(site: httpx.Client) -> None:
    def small() -> Iterator[bytes]:
        yield json.dumps(chat(message_id=new_id())).encode()

    headers = {"content-type": "application/json", "accept": "application/json"}
    assert site.post("/v1/chat", content=small(), headers=headers).status_code == 200


@pytest.mark.parametrize("written", ["１２０００", " 12000 ", "12,000"])
def test_full_width_digits_and_commas_are_read_or_refused_never_misread(
    site: httpx.Client, written: str
) -> None:
    response = site.post("/v1/repayment/plan", json=plan(principal=written))
    if response.status_code == 200:
        assert response.json()["total_payment"] == "12864.00"
    else:
        assert_problem(response, 422)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_method_that_is_not_served_is_refused_in_words(site: httpx.Client, method: str) -> None:
    assert_problem(site.request(method, "/v1/chat"), 405)


def test_a_conversation_that_is_answering_is_busy(site: httpx.Client) -> None:
    conversation = new_id()
    codes = set()
    bodies = [chat(message_id=f"m{n}", conversation_id=conversation) for n in range(8)]
    for body in bodies:  # streams: each turn runs on in a thread of its own
        with site.stream("POST", "/v1/chat", json=body) as response:
            codes.add(response.status_code)
            if response.status_code == 409:
                response.read()
                assert assert_problem(response, 409)["code"] == "turn_in_progress"
                assert response.headers["retry-after"]
    assert codes <= {200, 409}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


@settings(max_examples=60)
@given(
    st.sampled_from(["/v1/repayment/plan", "/v1/repayment/overdue", "/v1/chat"]),
    st.dictionaries(
        st.sampled_from(
            ["principal", "periods", "method", "fee_rate", "amount", "days", "due", "message_id",
             "as_of", "conversation_id", "product", "daily_rate"]
        ),
        anything,
        max_size=5,
    ),
)  # fmt: skip
def test_nothing_that_is_sent_breaks_the_server(
    site: httpx.Client, path: str, body: dict[str, Any]
) -> None:
    response = site.post(path, json=body, headers={"Accept": "application/json"})
    assert response.status_code in (200, 422)
    if response.status_code == 422:
        assert_problem(response, 422)
