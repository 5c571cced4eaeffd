"""The case at a glance, read out of what was really said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.assist.speaking import AT, case_of
from zhihuan.assist.glance import at_a_glance

if TYPE_CHECKING:
    from zhihuan.composition import Services


def glance(services: Services, *lines: str) -> dict[str, Any]:
    return at_a_glance(case_of(services, *lines), services.toolbox)


def test_what_was_told_stands_there_with_the_words_that_tell_it(services: Services) -> None:
    found = glance(services, "客：我白条欠了3200，逾期45天了", "客：每月最多拿400")
    told = {entry["key"]: (entry["value"], entry["quote"]) for entry in found["situation"]}
    assert told["amount"] == ("3,200 元", "我白条欠了3200")
    assert told["budget"] == ("每月 400 元", "每月最多拿400")
    assert found["last_customer"] == 1


def test_the_stage_and_the_day_of_the_next_one_follow_from_the_days_late(
    services: Services,
) -> None:
    found = glance(services, "客：我白条欠了3200，逾期45天了")
    # M2 is 31 to 60 days; 45 days on 2026-11-22 means due on 2026-10-08, and M3 begins 61 days after.
    assert found["stage"] == {"label": "M2", "mark": "2", "days": 45}
    dates = {entry["label"]: entry["date"] for entry in found["next_dates"]}
    assert dates["进入 M3"] == "2026-12-08"
    assert all(entry["sources"] for entry in found["next_dates"])


def test_what_was_only_supposed_makes_nobody_late(services: Services) -> None:
    found = glance(services, "客：如果白条逾期一天会上征信吗")
    assert found["stage"] is None and found["next_dates"] == []
    assert "days_late" in {entry["key"] for entry in found["unknown"]}


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("还不上了，真的不想活了", "danger", "不想活"),
        ("对方让我把钱转到安全账户", "fraud", "安全账户"),
        ("我昨天收到法院传票了", "paper", "传票"),
        ("我今年16岁", "vulnerable", "16岁"),
        ("再这样我就打12378投诉", "complaint", "12378"),
        ("我老公欠的白条，我来问问", "third-party", "我老公欠"),
    ],
)
def test_a_risk_names_the_words_and_the_message_that_raised_it(
    services: Services, text: str, kind: str, words: str
) -> None:
    found = glance(services, "客：你好", "服：您好，您说。", f"客：{text}")
    raised = [risk for risk in found["risks"] if risk["kind"] == kind]
    assert raised and raised[0]["message"] == 2
    assert words in raised[0]["words"] or raised[0]["words"] in text


def test_words_that_name_a_mother_and_a_swearing_customer_are_no_breach_of_a_collector(
    services: Services,
) -> None:
    for text in ("我用妈妈的号开的白条", "你们这群骗子垃圾"):
        assert all(risk["kind"] != "breach" for risk in glance(services, f"客：{text}")["risks"])


def test_promises_are_found_with_who_made_them(services: Services) -> None:
    found = glance(
        services,
        "客：能分期吗",
        "服：我帮您提交申请，三天内给您答复。能不能批，我不能保证。",
        "客：要不要我提交资料",
    )
    assert found["promised"] == [{"text": "我帮您提交申请，三天内给您答复。", "by": "agent"}]


def test_while_somebody_may_be_in_danger_nothing_else_is_asked_for(services: Services) -> None:
    found = glance(services, "客：欠了三万，活着没意思，想跳楼")
    assert [entry["key"] for entry in found["unknown"]] == ["safe"]


def test_of_somebody_elses_debt_only_the_owner_is_asked_for(services: Services) -> None:
    found = glance(services, "客：我老公的白条欠了8000，他不知道我来问")
    assert [entry["key"] for entry in found["unknown"]] == ["identity"]


def test_what_the_assistant_showed_is_told_with_its_sources_and_sums(services: Services) -> None:
    assert services.cases is not None
    conversation = "glance-of-a-kept-one-0001"
    turn = services.conversations.ask(
        "我白条欠了3200，逾期45天了，会怎么样",
        as_of=AT.date(),
        message_id="m-1",
        conversation_id=conversation,
    )
    assert list(turn)
    case = services.cases.read(services.cases.kept(conversation), AT)
    found = at_a_glance(case, services.toolbox)
    assert [each["kind"] for each in found["computed"]] == ["overdue_cost"]
    assert any(said["sources"] for said in found["said"])
    services.conversations.erase(conversation)
