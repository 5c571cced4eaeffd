"""Evidence, open questions and the editor's page over HTTP."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.records.evidence_made import content
from tests.web.keyed import SHOP, Keyed, keyed
from zhihuan.clock import CHINA
from zhihuan.conversation.message import new_id
from zhihuan.desk_evidence import keep_draft, keep_reply, run_again
from zhihuan.records.hand_offs import NewHandOff

if TYPE_CHECKING:
    from zhihuan.composition import Services

NOT_OURS = "冰箱坏了去哪里修<img src=x onerror=alert(1)>"


@pytest.fixture
def shop(services: Services, tmp_path: Path) -> Iterator[Keyed]:
    with keyed(services, tmp_path) as opened:
        yield opened


def ask(shop: Keyed, text: str = "逾期会坐牢吗") -> dict[str, Any]:
    body = {"text": text, "message_id": new_id(), "as_of": "2026-11-21"}
    answer = shop.call("POST", "/v1/chat", "widget", origin=SHOP, json=body)
    assert answer.status_code == 200
    found = answer.json()
    assert isinstance(found, dict)
    return found


def basic(key: str, name: str = "editor") -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{key}".encode()).decode()}


# --- evidence


def test_an_answer_names_its_evidence_and_a_supervisor_can_see_it(shop: Keyed) -> None:
    answer = ask(shop)
    found = shop.call("GET", f"/v1/evidence/{answer['evidence_id']}", "supervisor")
    assert found.status_code == 200 and found.headers["cache-control"] == "no-store"
    shown = found.json()
    assert shown["question"] == "逾期会坐牢吗" and shown["as_of"] == "2026-11-21"
    assert shown["answer"]["text"] == answer["text"]
    assert {a["slug"] for a in shown["articles"]} == {c["slug"] for c in answer["citations"]}
    assert all(re.fullmatch("[0-9a-f]{16}", a["version"]) for a in shown["articles"])
    assert shown["made"]["brains"] == ["embedded"]
    assert shown["replay"] is None and shown["erased"] is None
    assert answer["conversation_id"] not in found.text


def test_it_can_be_run_again(shop: Keyed) -> None:
    answer = ask(shop)
    path = f"/v1/evidence/{answer['evidence_id']}"
    replay = shop.call("GET", path, "supervisor", params={"rerun": "true"}).json()["replay"]
    assert (replay["says_the_same"], replay["as_of"]) == (True, "2026-11-21")
    later = {"rerun": "true", "as_of": "2026-12-01"}
    replay = shop.call("GET", path, "supervisor", params=later).json()["replay"]
    assert replay["as_of"] == "2026-12-01"
    refused = shop.call("GET", path, "supervisor", params={"rerun": "true", "as_of": "1999-01-01"})
    assert refused.status_code == 422


def test_a_person_who_erases_takes_the_evidence_with_them(shop: Keyed, services: Services) -> None:
    answer = ask(shop)
    conversation = f"/v1/chat/{answer['conversation_id']}"
    assert shop.call("DELETE", conversation, "widget", origin=SHOP).status_code == 204
    shown = shop.call("GET", f"/v1/evidence/{answer['evidence_id']}", "supervisor").json()
    assert shown["erased"]["why"] == "asked"
    assert "question" not in shown and "answer" not in shown
    assert services.book.store.verify().findings == ()


def test_the_answers_that_cite_an_article_are_listed(shop: Keyed) -> None:
    answer = ask(shop)
    slug = answer["citations"][0]["slug"]
    found = shop.call("GET", "/v1/evidence", "supervisor", params={"slug": slug, "limit": 1}).json()
    (newest,) = found["answers"]
    assert newest["evidence_id"] == answer["evidence_id"]
    assert (newest["touched"], newest["article"]) == (False, "same")
    assert found["total"] >= 1


@pytest.mark.parametrize("path", ["/v1/evidence/{id}", "/v1/evidence?slug=a", "/v1/questions"])
@pytest.mark.parametrize(
    ("who", "status"), [("", 401), ("widget", 403), ("server", 403), ("agent", 403)]
)
def test_it_is_for_supervisors_alone(shop: Keyed, path: str, who: str, status: int) -> None:
    path = path.replace("{id}", ask(shop)["evidence_id"])
    assert shop.call("GET", path, who, origin=SHOP).status_code == status


def test_an_id_that_is_none_is_not_found(shop: Keyed) -> None:
    found = shop.call("GET", f"/v1/evidence/{new_id()}", "supervisor")
    assert (found.status_code, found.json()["code"]) == (404, "unknown_evidence")


# --- open questions


def test_what_was_not_answered_is_a_question_for_the_editor(shop: Keyed) -> None:
    ask(shop, "冰箱坏了去哪里修")
    found = shop.call("GET", "/v1/questions", "supervisor", params={"drafts": "true", "limit": 200})
    assert found.headers["cache-control"] == "no-store"
    one = next(q for q in found.json()["questions"] if "冰箱坏了去哪里修" in q["examples"])
    assert one["reasons"] == {"unanswered": 1} and one["draft"].startswith("---\ndraft: true\n")
    later = {"since": date(2100, 1, 1).isoformat()}
    assert shop.call("GET", "/v1/questions", "supervisor", params=later).json()["total"] == 0
    refused = shop.call("GET", "/v1/questions", "supervisor", params={"since": "gestern"})
    assert refused.status_code == 422 and "since（从哪一天起）" in refused.json()["detail"]


def test_a_question_that_was_voted_down_is_one_until_it_is_erased(shop: Keyed) -> None:
    answer = ask(shop, "逾期会坐牢吗，听人说紫藤路的都被抓了")
    ids = {"conversation_id": answer["conversation_id"], "message_id": answer["message_id"]}
    vote = {**ids, "verdict": "down", "words": "没说紫藤路"}
    assert shop.call("POST", "/v1/feedback", "widget", origin=SHOP, json=vote).status_code == 201
    page = shop.call("GET", "/editor", headers=basic(shop.texts["supervisor"])).text
    assert "没说紫藤路" in page
    shop.call("DELETE", f"/v1/chat/{ids['conversation_id']}", "widget", origin=SHOP)
    found = shop.call("GET", "/v1/questions", "supervisor", params={"limit": 200}).text
    assert "紫藤路" not in found
    assert "紫藤路" not in shop.call("GET", "/editor", headers=basic(shop.texts["supervisor"])).text


# --- the page


class Page(HTMLParser):
    """The tags of a page, and whether each that opens is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_shows_what_people_wrote_and_runs_none_of_it(
    shop: Keyed, services: Services
) -> None:
    declined = {"kind": "decline", "text": "没有资料。"}
    services.book.store.keep(content(NOT_OURS, conversation_id="hostile", answer=declined))
    found = shop.call("GET", "/editor", headers=basic(shop.texts["supervisor"]))
    assert found.status_code == 200 and found.headers["cache-control"] == "no-store"
    assert "&lt;img src=x onerror=alert(1)&gt;" in found.text and "<img" not in found.text
    page = Page(found.text)
    assert page.open == []
    assert not {"script", "img", "style", "iframe", "form"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name == "style" or name.startswith("on")]
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids)) > 0
    assert "default-src 'none'" in found.headers["content-security-policy"]
    assert shop.call("GET", "/editor.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    "headers",
    [{}, basic("sk_nobody_nothing"), {"Authorization": "Basic %%%"}, {"Authorization": "Basic"},
     basic(""), {"Authorization": "Basic " + base64.b64encode(b"\xff\xfe").decode()}],
)  # fmt: skip
def test_without_a_key_the_browser_is_told_to_ask_for_one(
    shop: Keyed, headers: dict[str, str]
) -> None:
    ask(shop, "冰箱坏了去哪里修")
    found = shop.call("GET", "/editor", headers=headers)
    assert found.status_code == 401
    assert found.headers["www-authenticate"].startswith("Basic ")
    assert "冰箱" not in found.text


@pytest.mark.parametrize("who", ["widget", "server", "agent"])
def test_another_kind_of_key_does_not_open_it(shop: Keyed, who: str) -> None:
    headers = basic(shop.texts[who])
    assert shop.call("GET", "/editor", headers=headers, origin=SHOP).status_code in (401, 403)


def test_a_bearer_opens_it_too_and_so_does_this_machine_before_any_key(
    shop: Keyed, site: Any
) -> None:
    assert shop.call("GET", "/editor", "supervisor").status_code == 200
    assert site.get("/editor").status_code == 200


# --- the agent's side


SAID = "我白条欠了3200，逾期45天了，会怎么样"


def handed_over(services: Services, conversation_id: str) -> str:
    """A conversation that waits for a human; the id of its hand-off."""
    packet = {"asked": [{"id": "asked/0", "text": SAID}]}
    new = NewHandOff(conversation_id, "h", "x", "asked", False, packet)
    return services.human.queue.open(new).id


def test_a_draft_and_a_reply_are_evidence_and_the_rewrite_is_learned_from(
    services: Services,
) -> None:
    assert services.cases is not None
    conversation_id = new_id()
    hand_off_id = handed_over(services, conversation_id)
    said = [{"role": "customer", "text": SAID, "at": None}]
    at = datetime(2026, 11, 21, 10, tzinfo=CHINA)
    case = services.cases.read(services.cases.told(said), at)
    made = services.cases.draft(case, "plain", "embedded")
    draft_id = keep_draft(services, case, made, conversation_id)
    assert draft_id is not None
    again = run_again(services, services.book.store.get(draft_id))
    assert again is not None and again.says_the_same, again and again.diff
    later = run_again(services, services.book.store.get(draft_id), date(2026, 12, 1))
    assert later is not None and later.as_of == date(2026, 12, 1)

    sent = "您好，紫藤路那边我先帮您问问，今天下午给您回话。"
    reply_id = keep_reply(services, hand_off_id, "r1", sent, draft_id=draft_id)
    assert reply_id is not None
    assert keep_reply(services, hand_off_id, "r1", sent, draft_id=draft_id) == reply_id
    reply = services.book.store.get(reply_id)
    assert reply.content is not None and reply.content.question == SAID
    assert run_again(services, reply) is None
    rewrites = [
        r for r in services.learning.rewrites.since() if r.conversation_id == conversation_id
    ]
    assert [(r.sent, r.question) for r in rewrites] == [(sent, SAID)]

    services.book.store.erase(conversation_id)
    services.learning.rewrites.erase(conversation_id)
    assert all(services.book.store.get(key).content is None for key in (draft_id, reply_id))


def test_a_draft_of_another_conversation_is_not_taken_for_this_ones(services: Services) -> None:
    draft_id = services.book.store.keep(content("问", kind="draft", conversation_id="another"))
    hand_off_id = handed_over(services, new_id())
    before = len(services.learning.rewrites.since())
    assert keep_reply(services, hand_off_id, "r2", "完全不同的话", draft_id=draft_id) is not None
    assert keep_reply(services, hand_off_id, "r3", "又一句话", draft_id="nothing") is not None
    assert len(services.learning.rewrites.since()) == before
