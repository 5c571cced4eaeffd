"""Requests made up from the document of the API: none brings a 500, none an undescribed answer."""

from __future__ import annotations

import json
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
            assert {"type", "title", "status", "detail", "code"} == set(problem)
            assert problem["status"] == response.status_code

    send()


def test_nothing_that_is_sent_brings_a_500_or_what_is_not_described(
    services: Services, tmp_path: Path
) -> None:
    with keyed(services, tmp_path, rate_per_key=10_000_000) as shop:
        document = schemathesis.openapi.from_asgi("/openapi.json", _started(shop.client.app))
        operations = [found.ok() for found in document.get_all_operations()]
        listed = shop.client.get("/openapi.json").json()["paths"]
        assert len(operations) == sum(len(methods) for methods in listed.values())
        for operation in operations:
            read_all = operation.label == "GET /v1/feedback"
            _try(operation, shop.texts["supervisor" if read_all else "server"])
