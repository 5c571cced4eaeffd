"""Drafts keep what answers to customers keep: no figure from nowhere, nothing that is not in force.

And one thing more: what stands in an internal article is never put into a customer's reply.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.assist.speaking import AT, case_of
from tests.conversation.test_nothing_ungrounded import Babbles, scripts
from zhihuan.assist.draft import Brains, DeskToolbox, Drafting, StaleDraft
from zhihuan.assist.procedures import procedures
from zhihuan.assist.voice import TONES, line
from zhihuan.conversation import danger
from zhihuan.conversation.agent import Agent
from zhihuan.conversation.embedded.brain import EmbeddedBrain
from zhihuan.conversation.message import InvalidMessage
from zhihuan.conversation.prompts import Prompt
from zhihuan.conversation.support import runs
from zhihuan.evaluation.conversation.invariants import Known, broken

if TYPE_CHECKING:
    from pathlib import Path

    from zhihuan.assist.case import Case
    from zhihuan.composition import Services

LATE = "客：我白条欠了3200，逾期45天了，会怎么样"
CASES = (
    (LATE,),
    ("客：失业了还不上白条，会不会坐牢",),
    ("客：征信报告上有一条逾期是错的，怎么办",),
    ("客：我爸去世了，他的白条要我还吗",),
    ("客：我收到法院传票了，能分期吗",),
    ("客：有人让我转到安全账户，是真的吗",),
    ("客：我今年16岁，用了白条怎么办",),
    ("客：白条12000分12期每期费率0.6%，每期还多少", "服：我给您算一下。", "客：我每月最多800"),
    ("客：我要投诉你们催收打给我单位",),
    ("客：征信多久能恢复", "机：从还清那天起再保存五年。", "客：转人工"),
    ("客：我花呗欠了2000逾期10天",),
    ("客：还不上了，真的不想活了",),
)


def draft(services: Services, *lines: str, tone: Any = "plain") -> dict[str, Any]:
    assert services.cases is not None
    return services.cases.draft(case_of(services, *lines), tone)


def assert_grounded(made: dict[str, Any], case: Case) -> None:
    """What the gate promises, read by other eyes than the gate's."""
    known = Known()
    for text in case.transcript.customer_texts:
        known.add_text(text, AT.date())
    known.add_answer(made, AT.date())
    for contact in ("95118", "12378", "12363"):  # what the articles name without quoting
        known.add_text(contact, AT.date())
    wrong = [f for f in broken(made, (), known, AT.date()) if f.check != "hand_off"]
    assert wrong == [], made["text"]


def assert_kept_inside(made: dict[str, Any], services: Services) -> None:
    """Nothing that a customer would be sent stands only in an internal article."""
    base = services.toolbox.library.knowledge_base
    inside = {c["id"] for c in made["citations"] if c["internal"]}
    for citation in made["citations"]:
        assert citation["internal"] == base.article(citation["slug"]).internal
    for sentence in made["sentences"]:
        assert not (sentence["insertable"] and inside & set(sentence["citations"]))
    public = runs("".join(p.text for a in base.public.articles for p in a.passages), 14)
    internal = runs("".join(p.text for a in base.internal.articles for p in a.passages), 14)
    assert not runs(made["text"], 14) & (internal - public)


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("lines", CASES, ids=lambda lines: lines[-1][2:12])
def test_a_draft_keeps_what_an_answer_keeps(
    services: Services, lines: tuple[str, ...], tone: str
) -> None:
    made = draft(services, *lines, tone=tone)
    assert_grounded(made, case_of(services, *lines))
    assert_kept_inside(made, services)
    assert "转人工" not in str(made["text"]) + str(made["replies"])


@pytest.mark.parametrize("lines", CASES, ids=lambda lines: lines[-1][2:12])
def test_no_draft_of_ours_is_blocked(services: Services, lines: tuple[str, ...]) -> None:
    assert services.checker is not None
    case = case_of(services, *lines)
    found = services.checker.check(draft(services, *lines)["text"], AT, case.transcript)
    assert found.verdict != "block", found.findings


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize(
    "says", ["还不上了，真的不想活了", "欠了三万，我想从楼上跳下去", "他们拿刀堵在我家门口"]
)
def test_to_somebody_in_danger_go_the_fixed_words_and_never_a_sum(
    services: Services, says: str, tone: str
) -> None:
    made = draft(services, f"客：我白条欠了3200，逾期45天，{says}", tone=tone)
    kind = danger.assess(says).script
    assert kind is not None
    contacts = services.toolbox.library.knowledge_base.contacts
    fixed = danger.crisis_text(kind, {k: c.number for k, c in contacts.items() if c.number})
    assert made["kind"] == "crisis" and made["text"].startswith(fixed[0])
    assert made["calculations"] == [] and made["cards"] == []
    assert "3200" not in str(made["sentences"]) and "3,200" not in str(made["sentences"])
    assert any(c["internal"] for c in made["citations"])


def test_danger_is_not_forgotten_because_something_else_was_asked_after(
    services: Services,
) -> None:
    made = draft(services, "客：不想活了", "机：您现在安全吗？", "客：白条欠3200逾期45天要多少钱")
    assert made["kind"] == "crisis" and made["calculations"] == []


def test_the_customer_is_not_sent_to_the_desk_they_are_talking_to(services: Services) -> None:
    text = draft(services, LATE)["text"]
    assert "95118" not in text and "官方客服" not in text
    assert procedures()["hardship"].offer in text


def test_whoever_owes_another_company_is_still_told_where_its_desk_is(services: Services) -> None:
    made = draft(services, "客：我花呗欠了2000，逾期10天，该找谁协商")
    assert "官方客服" in made["text"] or "支付宝" in made["text"]


def test_who_fears_a_suit_is_not_told_what_to_do_with_papers_that_never_came(
    services: Services,
) -> None:
    slugs = {c["slug"] for c in draft(services, "客：你们会不会把我告上法庭")["citations"]}
    assert "when-will-they-sue" in slugs and "being-sued" not in slugs


def test_figures_come_with_the_bill_that_decides(services: Services) -> None:
    made = draft(services, LATE)
    assert made["calculations"] and "以账单为准" in made["text"]


def test_somebody_elses_account_is_not_spoken_of(services: Services) -> None:
    made = draft(services, "客：我老公的白条欠了8000逾期两个月，你告诉我具体要还多少")
    assert made["calculations"] == [] and "8000" not in made["text"] and "8,000" not in made["text"]
    assert "本人" in made["text"]


def test_a_warmer_reply_takes_up_what_was_said_once(services: Services) -> None:
    plain = draft(services, "客：我失业了，白条逾期45天还不上")
    warm = draft(services, "客：我失业了，白条逾期45天还不上", tone="warmer")
    added = {s["text"] for s in warm["sentences"]} - {s["text"] for s in plain["sentences"]}
    assert len(added) == 1 and "没了进账" in added.pop()
    again = draft(
        services,
        "客：我失业了，白条逾期45天还不上",
        "服：没了进账还惦记着还钱，不容易。我先给您看看。",
        "客：每期最多还300",
        tone="warmer",
    )
    assert "没了" not in again["text"]


def test_a_shorter_reply_is_the_answer_and_one_step(services: Services) -> None:
    for lines in (c for c in CASES if "不想活" not in c[-1]):
        made = draft(services, *lines, tone="shorter")
        assert 1 <= len([s for s in made["sentences"] if s["insertable"]]) <= 4


def test_who_was_asked_by_an_agent_answers_that_question(services: Services) -> None:
    made = draft(
        services, "客：我白条欠3200逾期45天，想分期", "服：您每个月大概能拿出多少？", "客：400"
    )
    assert "285.87" in made["text"]  # 12 periods at 0.6%, the example in the README


def test_a_figure_that_an_agent_typed_is_not_taken_for_known(services: Services) -> None:
    case = case_of(services, "客：白条逾期45天要付多少", "服：您要付 9876.54 元。", "客：怎么算的")
    assert all("9876" not in str(each.answer and each.answer["text"]) for each in case.exchanges)


def test_a_draft_for_another_version_is_thrown_away(services: Services) -> None:
    assert services.cases is not None
    case = case_of(services, LATE)
    services.cases.draft(case, version=case.transcript.version)
    with pytest.raises(StaleDraft):
        services.cases.draft(case_of(services, LATE, "客：在吗"), version=case.transcript.version)


def test_without_a_language_model_none_can_be_asked_for(services: Services) -> None:
    assert services.cases is not None
    with pytest.raises(InvalidMessage):
        services.cases.draft(case_of(services, LATE), brain="model")


# --- a language model that writes anything and calls anything


@pytest.fixture(scope="module")
def babble(
    services: Services, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Any], dict[str, Any]]:
    path: Path = tmp_path_factory.mktemp("prompts") / "agent_assist.md"
    path.write_text("今天是 $today。$situation 只说查到的。", encoding="utf-8")
    model = Babbles()
    agent = Agent(model, prompt=Prompt(path, frozenset({"today", "situation"})))
    brains = Brains(Agent(EmbeddedBrain()), dict.fromkeys(TONES, agent), 60)
    drafting = Drafting(services.toolbox, brains)

    def make(script: Any) -> dict[str, Any]:
        model.calls, model.lines = script
        return drafting.draft(case_of(services, LATE), "plain", "model")

    return make


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(script=scripts)
def test_whatever_a_model_writes_no_figure_leaves_from_nowhere(
    babble: Callable[[Any], dict[str, Any]], services: Services, script: Any
) -> None:
    made = babble(script)
    assert_grounded(made, case_of(services, LATE))
    assert_kept_inside(made, services)


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(pick=st.integers(0, 400), handle=st.sampled_from(["[P1]", "[P2]", "[P3]", "[P4]", ""]))
def test_a_model_that_copies_what_is_inside_gives_advice_and_no_reply(
    babble: Callable[[Any], dict[str, Any]], services: Services, pick: int, handle: str
) -> None:
    inside = DeskToolbox(services.toolbox.library).search(
        "客户说还不上，困难申请怎么接", as_of=AT.date()
    )
    texts = [
        s.text
        for hit in inside
        if hit.article.internal
        for passage in hit.passages
        for s in passage.sentences
    ]
    assert texts
    calls = [("search_library", {"query": "客户说还不上，困难申请怎么接"})]
    made = babble((calls, [f"{texts[pick % len(texts)]}{handle}"]))
    assert_kept_inside(made, services)


def test_internal_articles_are_marked_for_the_model(services: Services) -> None:
    found = DeskToolbox(services.toolbox.library).search(
        "客户说还不上，困难申请怎么接", as_of=AT.date()
    )
    inside = [hit for hit in found if hit.article.internal]
    assert inside and all("不能照抄" in hit.article.title for hit in inside)


def test_the_lines_of_an_agent_who_begins_are_said_once(services: Services) -> None:
    first = draft(services, LATE)["text"]
    later = draft(services, LATE, f"服：{line('beginning')}", "客：那怎么办")["text"]
    assert line("beginning") in first and line("beginning") not in later
