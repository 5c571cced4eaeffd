"""Drafts by a language model: the same gate as before customers, and nothing from inside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.assist.speaking import messages
from tests.fakes import (
    Behaviour,
    Body,
    Calls,
    ModelServer,
    Raw,
    Step,
    Text,
    Wait,
    model_server,
    serving,
    system_text,
    tools_ran,
)
from zhihuan.composition import Services, services_of
from zhihuan.conversation.message import new_id
from zhihuan.settings import Settings
from zhihuan.web.app import create_app

REPOSITORY = Path(__file__).parents[2]
AT = "2026-11-22T10:00:00+08:00"
LATE = "客：我白条欠了3200，逾期45天了，失业了还不上"

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Site:
    """A server whose brain is the scripted model."""

    client: httpx.Client
    model: ModelServer
    services: Services


@pytest.fixture(scope="module")
def scripted(data_folder: Callable[[], Path], model_cache: Path) -> Iterator[Site]:
    with model_server() as model:
        settings = Settings(
            data=data_folder(),
            cache=model_cache,
            knowledge_base=REPOSITORY / "knowledge_base",
            prompts=REPOSITORY / "prompts",
            model="openai:scripted",
            model_base_url=model.url,
            model_api_key="not-a-key",  # type: ignore[arg-type]
            model_timeout=3.0,
        )
        services = services_of(settings)
        app = create_app(settings)
        app.state.opening.services = services
        with (
            serving(app) as url,
            httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
        ):
            yield Site(client, model, services)
        services.close()


def drafted(site: Site, behaviour: Behaviour, *lines: str, **more: Any) -> dict[str, Any]:
    site.model.follow(behaviour)
    body = {"messages": messages(*(lines or (LATE,))), "at": AT, **more}
    response = site.client.post("/v1/assist/draft", json=body)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def searching(query: str, then: Callable[[Body], Step]) -> Behaviour:
    def behave(body: Body) -> Step:
        return then(body) if tools_ran(body) else Calls([("search_library", {"query": query})])

    return behave


def passages(body: Body) -> dict[str, list[tuple[str, str]]]:
    """Handles and first sentences, those of internal articles apart."""
    found: dict[str, list[tuple[str, str]]] = {"inside": [], "public": []}
    for block in body["messages"][-1]["content"].split("\n\n《"):
        kind = "inside" if "不能照抄" in block else "public"
        found[kind] += re.findall(r"\[(P\d+)\] (?:[^：。\n]{0,30}：)?([^。]+。)", block)
    # Nobody is sent to the desk they are talking to.
    found["public"] = [each for each in found["public"] if "官方客服" not in each[1]]
    return found


def test_a_public_sentence_is_insertable_and_an_internal_one_is_advice(scripted: Site) -> None:
    kept: dict[str, list[tuple[str, str]]] = {}

    def write(body: Body) -> Step:
        kept.update(passages(body))
        (inside, advice), (public, told) = kept["inside"][0], kept["public"][0]
        return Text(f"{told}[{public}]\n\n{advice}[{inside}]")

    made = drafted(scripted, searching("还不上白条怎么协商还款困难客户登记", write))
    by_text = {s["text"]: s["insertable"] for s in made["sentences"]}
    assert made["brain"] == "model"
    assert by_text[kept["public"][0][1]] is True
    assert by_text[kept["inside"][0][1]] is False
    assert kept["inside"][0][1] not in made["text"]


def test_what_is_inside_is_not_passed_off_as_something_public(scripted: Site) -> None:
    kept: dict[str, list[tuple[str, str]]] = {}

    def write(body: Body) -> Step:
        kept.update(passages(body))
        return Text(f"{kept['inside'][0][1]}[{kept['public'][0][0]}]")

    made = drafted(scripted, searching("还不上白条怎么协商还款困难客户登记", write))
    assert kept["inside"][0][1] not in made["text"]


WRONG: dict[str, tuple[Step, str]] = {
    "a figure of its own": (Text("您到今天要付 9876.54 元。"), "9876"),
    "a promise": (Text("我保证给您批下来，一定能减免。"), "保证"),
    "a threat": (Text("再不还就马上起诉您。"), "起诉您"),
    "nothing": (Text(""), "\0"),
    "an error": (Raw(500, "{}"), "\0"),
    "silence": (Wait(20), "\0"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_when_the_model_goes_wrong_the_embedded_brain_drafts(scripted: Site, wrong: str) -> None:
    step, never = WRONG[wrong]
    made = drafted(scripted, lambda _: step)
    assert never not in made["text"]
    assert made["citations"] and made["brain"] == "embedded"


def test_in_danger_the_model_is_not_asked_at_all(scripted: Site) -> None:
    made = drafted(scripted, lambda _: Text("您欠 3200 元。"), "客：欠了三万，不想活了")
    assert scripted.model.bodies == [] and made["kind"] == "crisis"


@pytest.mark.parametrize(("tone", "words"), [("warmer", "接住"), ("shorter", "两三句")])
def test_the_model_is_told_the_tone_and_what_it_must_never_do(
    scripted: Site, tone: str, words: str
) -> None:
    drafted(scripted, lambda _: Text("好。"), tone=tone)
    # A request that an earlier test gave up on may still be made again.
    told = [text for text in map(system_text, scripted.model.bodies) if words in text]
    assert told and "# 绝不" in told[0] and "不劝人借钱还钱" in told[0]
    assert "$" not in told[0] and "2026-11-22" in told[0]


def test_private_data_never_reaches_the_model(scripted: Site) -> None:
    drafted(scripted, lambda _: Text("好。"), "客：我手机13800138000，白条逾期了怎么办")
    assert "13800138000" not in str(scripted.model.bodies)


def test_the_embedded_brain_can_be_asked_for(scripted: Site) -> None:
    line = "客：白条欠了4321，逾期十来天了"
    made = drafted(scripted, lambda _: Text("好。"), line, brain="embedded")
    assert made["brain"] == "embedded"
    # What an earlier test asked the model, and was not waited for, may still arrive.
    assert "4321" not in str(scripted.model.bodies)


def test_a_draft_is_thrown_away_where_the_customer_writes_while_it_is_made(scripted: Site) -> None:
    conversation = new_id()

    def says(text: str) -> None:
        said = {"text": text, "message_id": new_id(), "conversation_id": conversation}
        scripted.client.post("/v1/chat", json=said, headers={"Accept": "application/json"})

    scripted.model.follow(lambda _: Text("您好，我在。"))
    says("白条逾期会坐牢吗")
    interrupted = []

    def behave(_: Body) -> Step:
        if not interrupted:
            interrupted.append(True)
            says("还有，会上征信吗")
        return Text("您好，我在。")

    scripted.model.follow(behave)
    body = {"conversation_id": conversation, "at": AT}
    response = scripted.client.post("/v1/assist/draft", json=body)
    assert response.status_code == 409 and response.json()["code"] == "stale_draft"
