"""The record: who said what, what was agreed as it was said, and the next day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.assist.speaking import case_of

if TYPE_CHECKING:
    from zhihuan.composition import Services


def record(services: Services, *lines: str, agreed: str = "") -> dict[str, Any]:
    assert services.cases is not None
    return services.cases.wrap_up(case_of(services, *lines), agreed)


TALK = (
    "客：我白条欠了3200，逾期45天了，失业了，能分期吗",
    "服：先核实一下您本人。我帮您提交申请，三天内给您答复。",
    "客：好的，我每月最多400",
)


def test_the_record_tells_facts_with_who_said_them(services: Services) -> None:
    found = record(services, *TALK)
    said = {(fact["text"], fact["by"]) for fact in found["facts"]}
    assert ("欠款：3,200 元", "customer") in said and ("能还：每月 400 元", "customer") in said
    assert "客户问：能分期吗" in found["summary"]
    assert "您" not in found["summary"] and "我" not in found["summary"].replace("我白条", "")
    assert found["disposition"]["code"] == "hardship"


def test_what_an_agent_promised_is_what_was_agreed_and_names_the_day(services: Services) -> None:
    found = record(services, *TALK)
    assert found["agreed"] == ["客服帮客户提交申请，三天内给客户答复"]
    assert found["follow_up"] == {"date": "2026-11-25", "why": found["agreed"][0]}


def test_the_agents_own_words_come_before_what_was_promised(services: Services) -> None:
    found = record(services, *TALK, agreed="分12期的申请已提交；11月27日回电，手机13800138000")
    assert found["agreed"][0] == "分12期的申请已提交"
    assert found["follow_up"]["date"] == "2026-11-27"
    assert "13800138000" not in str(found)


def test_without_an_agreement_the_day_that_a_rule_gives_is_the_next(services: Services) -> None:
    found = record(services, "客：征信报告上有一条逾期是错的")
    assert found["follow_up"]["date"] == "2026-12-12"
    assert "没有说定" in found["summary"]


def test_of_somebody_elses_account_nothing_is_written_down(services: Services) -> None:
    found = record(services, "客：我老公的白条欠了8000，他不知道我来问，具体欠多少")
    assert found["facts"] == [] and "8,000" not in found["summary"]


def test_what_the_library_had_nothing_for_is_named(services: Services) -> None:
    found = record(services, "客：你们公司楼下停车场怎么收费", "客：白条逾期会坐牢吗")
    assert found["lacked"] == ["你们公司楼下停车场怎么收费"]
