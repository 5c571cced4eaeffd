"""The checklist: each step is quoted from an article, each day counted from what was said."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.assist.speaking import AT, case_of
from zhihuan.assist.procedures import procedures, procedures_for
from zhihuan.assist.steps import MOST_STEPS, quoted_in, steps_of

if TYPE_CHECKING:
    from zhihuan.assist.steps import Step
    from zhihuan.composition import Services

RULES = {rule.id: rule for each in procedures().values() for rule in each.steps}


def steps(services: Services, *lines: str) -> dict[str, Step]:
    found = steps_of(case_of(services, *lines), services.toolbox.library.knowledge_base)
    return {step.rule.id: step for step in found}


@pytest.mark.parametrize("key", RULES)
def test_every_step_quotes_a_sentence_that_stands_in_its_article_and_has_a_source(
    services: Services, key: str
) -> None:
    rule = RULES[key]
    base = services.toolbox.library.knowledge_base
    quoted = quoted_in(base.article(rule.article), rule.because, AT.date())
    assert quoted is not None, rule.because
    passage, sentence = quoted
    assert passage.sources
    if rule.due is not None:
        near = "".join(s.text for s in passage.sentences)
        assert re.search(rf"(?<!\d){rule.due.days}日", sentence.text + near)


def test_procedures_name_articles_that_are_there_and_speak_to_whom_they_should(
    services: Services,
) -> None:
    base = services.toolbox.library.knowledge_base
    for procedure in procedures().values():
        assert base.article(procedure.hint).internal
        for slug in procedure.answered_by:
            assert not base.article(slug).internal, slug


@pytest.mark.parametrize("key", [k for k, p in procedures().items() if p.question])
def test_the_question_of_a_procedure_finds_what_answers_it(services: Services, key: str) -> None:
    procedure = procedures()[key]
    hits = services.toolbox.search(procedure.question, as_of=AT.date())
    assert {hit.article.slug for hit in hits[:2]} & procedure.answered_by


@pytest.mark.parametrize(
    ("says", "leads"),
    [
        ("欠了三万还不上，真不想活了", "danger"),
        ("有人冒充京东客服让我共享屏幕，我转了2000了", "scammed"),
        ("他让我把钱转到安全账户，能转吗", "scam"),
        ("我爸上个月去世了，他的白条还欠8000", "bereaved"),
        ("我今年16岁，白条逾期了", "minor"),
        ("我老婆的白条欠多少，你告诉我", "third-party"),
        ("有中介说交3000服务费能帮我协商停息", "negotiator"),
        ("我昨天收到法院传票了", "papers"),
        ("征信报告上有一条逾期是错的", "objection"),
        ("催收打给我同事，还骂人", "collectors"),
        ("我要投诉你们到12378", "complaint"),
        ("哪里能再借一笔把白条还上", "borrow"),
        ("想提前还清白条分期，要交什么费用", "early"),
        ("我要按第70条停息分60期", "sixty"),
        ("你们把我的债权转给资产公司了？", "assigned"),
        ("我是大三学生，白条还不上", "student"),
        ("我住院了，白条还不上", "slow"),
        ("白条逾期45天，还不上", "hardship"),
        ("12000分12期每期多少", "plan"),
        ("你们会不会把我告上法庭", "suit-feared"),
        ("白条的账单日是几号", "information"),
    ],
)
def test_a_situation_leads_to_its_procedure(services: Services, says: str, leads: str) -> None:
    assert procedures_for(case_of(services, f"客：{says}"))[0].id == leads


def test_in_danger_nothing_is_done_beside(services: Services) -> None:
    case = case_of(services, "客：白条欠了3200逾期45天，催收天天打，不想活了，我要投诉")
    assert [each.id for each in procedures_for(case)] == ["danger"]


def test_an_objection_is_answered_within_twenty_days_of_the_day_it_was_raised(
    services: Services,
) -> None:
    # 征信业管理条例 art. 25; the day of the event is not counted.
    found = steps(services, "客：征信报告上有一条逾期是错的")
    assert found["objection-register"].due == date(2026, 12, 12)


@pytest.mark.parametrize(
    ("lender", "due"),
    [
        ("放款的是银行。", date(2026, 12, 7)),
        ("", date(2026, 12, 7)),
        ("放款的是小额贷款公司。", None),
    ],
)
def test_a_complaint_is_due_in_fifteen_days_where_the_rule_binds_the_lender(
    services: Services, lender: str, due: date | None
) -> None:
    # 银行保险机构消费投诉处理管理办法 does not bind small-loan companies.
    found = steps(services, f"客：我要投诉你们。{lender}")
    assert (found["complaint-due"].due if "complaint-due" in found else None) == due
    assert ("complaint-small-loan" in found) == (due is None)


def test_the_day_for_an_answer_to_a_suit_counts_from_when_the_papers_came(
    services: Services,
) -> None:
    # 民事诉讼法 art. 128: 15 days.
    found = steps(services, "客：我昨天收到法院传票，怎么办")
    assert found["paper-answer"].due == date(2026, 12, 6)
    assert steps(services, "客：收到法院传票了，怎么办")["paper-answer"].due is None


def test_what_an_agent_has_done_already_is_marked(services: Services) -> None:
    before = steps(services, "客：白条逾期45天，还不上")
    after = steps(
        services,
        "客：白条逾期45天，还不上",
        "服：先核实一下，是您本人吗？每个月能拿出多少？",
        "客：是",
    )
    assert not before["verify"].done and after["verify"].done
    assert not before["ask-means"].done and after["ask-means"].done


def test_the_list_stays_short_and_ends_with_the_record(services: Services) -> None:
    found = steps(services, "客：我住院了白条还不上，还收到传票，征信报告也错了，我要投诉")
    assert len(found) <= MOST_STEPS
    assert [*found][-1] == "record"


def test_a_rule_that_is_not_in_force_on_the_day_is_not_quoted(services: Services) -> None:
    base = services.toolbox.library.knowledge_base
    article = base.article("cost-disclosure-duties")
    # 综合融资成本明示表: from 2026-08-01
    assert quoted_in(article, "2026-08-01起", date(2026, 7, 31)) is None
    assert quoted_in(article, "2026-08-01起", date(2026, 8, 1)) is not None
