"""Requests made up from the document of the API: none brings a 500, none an undescribed answer."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import checks
from schemathesis.specs.openapi import checks as conformance

from tests.web.keyed import keyed

if TYPE_CHECKING:
    from pathlib import Path

    from zhihuan.composition import Services

pytestmark = [
    pytest.mark.slow,
    # A graph numbers its checkpoints with the random numbers that Hypothesis watches over.
    pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies"),
]

# Bounded, so that all of it takes less than a minute; the same requests every time.
_SETTINGS = settings(
    max_examples=8,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
_CHECKS = [
    checks.not_a_server_error,
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_schema_conformance,
]
# These have OpenAI's shape of errors, for clients that know no other.
_OPENAIS = {"GET /v1/models", "POST /v1/chat/completions"}


def _who(label: str) -> str:
    """The kind of key that opens an operation; any other would only find it closed."""
    path = label.split()[1]
    if path.startswith(("/v1/evidence", "/v1/questions", "/v1/assist/overrides")):
        return "supervisor"
    if path.startswith(("/v1/assist", "/v1/hand-offs")):
        return "agent"
    return "supervisor" if label == "GET /v1/feedback" else "server"


def _started(app: Any) -> Any:
    """The application without its start, which would open another model and build an index."""

    async def called(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        for step in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{step}.complete"})

    return called


def _try(operation: Any, key: str) -> None:
    """Send some requests of one operation, and hold every answer against the document."""
    headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}

    @_SETTINGS
    @given(case=operation.as_strategy())
    def send(case: Any) -> None:
        response = case.call(headers=headers)
        case.validate_response(response, checks=_CHECKS)
        if response.status_code >= 400:
            problem = json.loads(response.content)
            if operation.label in _OPENAIS:
                assert {"message", "type", "param", "code"} == set(problem["error"])
                return
            assert {"type", "title", "status", "detail", "code"} == set(problem)
            assert problem["status"] == response.status_code

    send()


def test_nothing_that_is_sent_brings_a_500_or_what_is_not_described(
    services: Services, tmp_path: Path
) -> None:
    # In a thread of its own: a browser driven from this process would leave an event loop running
    # in the main one, and reading the document begins another.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(_try_all, services, tmp_path).result()


def _try_all(services: Services, data: Path) -> None:
    with keyed(services, data, rate_per_key=10_000_000) as shop:
        document = schemathesis.openapi.from_asgi("/openapi.json", _started(shop.client.app))
        operations = [found.ok() for found in document.get_all_operations()]
        listed = shop.client.get("/openapi.json").json()["paths"]
        assert len(operations) == sum(len(methods) for methods in listed.values())
        for operation in operations:
            _try(operation, shop.texts[_who(operation.label)])
