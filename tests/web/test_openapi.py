"""The document of the API: its examples are requests that work, and its problems have codes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.keyed import Keyed, keyed
from zhihuan.conversation.message import new_id
from zhihuan.errors import ZhihuanError
from zhihuan.web import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhihuan.composition import Services

# What an example cannot name beforehand: a hand-off that is there, the signature of what is sent.
NEEDS_MORE = {"/v1/hand-offs", "/v1/assist/events"}
# Whose key opens what an application's server may not do.
OPENED_BY = {
    "/v1/assist": "agent",
    "/v1/assist/overrides": "supervisor",
    "/v1/evidence": "supervisor",
    "/v1/questions": "supervisor",
}


@pytest.fixture(scope="module")
def shop(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    data = tmp_path_factory.mktemp("openapi")
    with keyed(services, data, rate_per_key=100_000) as opened:
        yield opened


@pytest.fixture(scope="module")
def document(shop: Keyed) -> dict[str, Any]:
    found: dict[str, Any] = shop.client.get("/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def bodies(document: dict[str, Any], operation: dict[str, Any]) -> list[Any]:
    media = operation["requestBody"]["content"]["application/json"]
    schemas = [media["schema"], *media["schema"].get("oneOf", ())]
    return [e for schema in schemas for e in resolved(document, schema).get("examples", ())]


def test_every_body_has_an_example_and_every_example_is_a_request_that_works(
    shop: Keyed, document: dict[str, Any]
) -> None:
    tried = 0
    for path, method, operation in operations(document):
        if "requestBody" not in operation or path.startswith(tuple(NEEDS_MORE)):
            continue
        found = bodies(document, operation)
        assert found, f"{method} {path} has no example"
        for body in found:
            response = shop.call(
                method.upper(),
                filled(shop, path, operation),
                who(method, path),
                json=body,
                params=queries(operation),
            )
            assert response.status_code < 300, (path, body, response.text)
            tried += 1
    assert tried >= 15


def test_what_is_read_works_with_the_examples_of_its_parameters(
    shop: Keyed, document: dict[str, Any]
) -> None:
    tried = 0
    for path, method, operation in operations(document):
        if method != "get" or path.startswith(tuple(NEEDS_MORE)):
            continue
        response = shop.call(
            "GET", filled(shop, path, operation), who(method, path), params=queries(operation)
        )
        assert response.status_code < 300, (path, response.text)
        tried += 1
    assert tried >= 12


def who(method: str, path: str) -> str:
    """The kind of key that opens an operation."""
    if (method, path) == ("get", "/v1/feedback"):
        return "supervisor"
    opened = [prefix for prefix in OPENED_BY if path.startswith(prefix)]
    return OPENED_BY[max(opened, key=len)] if opened else "server"


def queries(operation: dict[str, Any]) -> dict[str, Any]:
    """An example of each parameter that must be given, and of those that have one."""
    found = {}
    for parameter in operation.get("parameters", ()):
        schema = parameter["schema"]
        examples = parameter.get("examples") or schema.get("examples") or schema.get("enum")
        if parameter["in"] == "query" and (parameter["required"] or "examples" in schema):
            assert examples, f"{parameter['name']} has no example"
            found[parameter["name"]] = examples[0]
    return found


def filled(shop: Keyed, path: str, operation: dict[str, Any]) -> str:
    if "{conversation_id}" in path or "{evidence_id}" in path:
        body = {"text": "白条逾期一天会上征信吗", "message_id": new_id()}
        answer = shop.call("POST", "/v1/chat", "server", json=body).json()
        return path.format(**{"evidence_id": None, **answer})
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            example = parameter["schema"].get("examples", parameter.get("examples"))
            if not example and parameter["name"] == "letter":
                example = [letter_with(shop, {"product", "amount", "due", "budget"})]
            assert example, f"{path}: {parameter['name']} has no example"
            path = path.replace(f"{{{parameter['name']}}}", example[0])
    return path


def letter_with(shop: Keyed, blanks: set[str]) -> str:
    """A letter that has these blanks: the ones that the example fills in."""
    for letter in shop.call("GET", "/v1/letters", "server").json()["letters"]:
        if blanks <= {blank["name"] for blank in letter["blanks"]}:
            return str(letter["id"])
    raise AssertionError("no letter has the blanks of the example")


def test_every_path_names_its_version(document: dict[str, Any]) -> None:
    for path in document["paths"]:
        assert path.startswith("/v1/") or path in ("/healthz", "/readyz")


def test_every_operation_says_what_it_is_and_how_it_fails(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        assert operation.get("summary") and operation.get("tags"), (method, path)
        failure = operation["responses"]["default"]["content"]
        if operation["tags"] == ["openai"]:
            failed = resolved(document, failure["application/json"]["schema"])
            schema = resolved(document, failed["properties"]["error"])
        else:
            schema = failure["application/problem+json"]["schema"]
        assert "code" in schema["properties"], (method, path)
        assert "422" not in operation["responses"], f"{path}: FastAPI's own shape, not ours"


def test_every_error_of_ours_has_a_code_of_its_own_and_a_status() -> None:
    seen: dict[str, type[ZhihuanError]] = {}
    for error in errors.STATUS:
        code = re.sub(r"(?<!^)(?=[A-Z])", "_", error.__name__).lower()
        assert code not in seen, f"{error} and {seen[code]} are told apart by nobody"
        seen[code] = error
    # What programs rely on. A code may be added; one that is here may not change.
    assert {
        "invalid_terms", "invalid_message", "invalid_cursor", "unknown_article",
        "unknown_conversation", "turn_in_progress", "different_message", "not_authorised",
        "token_expired", "forbidden", "wrong_origin", "no_key_made", "too_many_requests",
        "not_ready", "index_missing",
    } <= set(seen)  # fmt: skip


def test_the_viewer_runs_nothing_but_what_its_policy_names(shop: Keyed) -> None:
    import base64
    import hashlib

    response = shop.client.get("/docs")
    policy = response.headers["content-security-policy"]
    assert response.headers.get_list("content-security-policy") == [policy]
    scripts = next(p for p in policy.split("; ") if p.startswith("script-src"))
    assert "unsafe" not in scripts and "frame-ancestors 'none'" in policy
    inline = re.findall(r"<script>(.*?)</script>", response.text, re.S)
    assert inline
    for script in inline:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in scripts
    for source in re.findall(r'<script src="([^"]+)"', response.text):
        assert source.startswith(scripts.split()[1])


def test_the_readmes_address_of_every_path_exists(document: dict[str, Any]) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    paths = [re.sub(r"\{[^}]+\}", "[^/]+", path) for path in document["paths"]]
    for named in re.findall(r"/v1/[a-z/-]+", readme):
        assert any(re.fullmatch(path, named.rstrip("/")) for path in paths), named
