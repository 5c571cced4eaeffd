"""What another assistant gets from each tool, through the SDK's own client."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mcp import Client

from zhihuan.composition import likeness_of
from zhihuan.conversation.danger import Likeness
from zhihuan.conversation.prompts import Prompt
from zhihuan.mcp.server import server_of
from zhihuan.settings import Settings

if TYPE_CHECKING:
    from zhihuan.composition import Services
    from zhihuan.library.embedding import Embedder

REPOSITORY = Path(__file__).parents[2]
DAY = "2026-11-21"
EVERY_TOOL = {
    "search", "read_notice", "overdue_cost", "what_if_paid", "plan_installments", "compare_plans",
    "afford", "add_up_debts", "pay_off_debts", "minimum_payment", "early_settlement", "interest_for_time",
    "instalments_left", "credit_record", "deadline", "list_letters", "write_letter", "timeline",
}  # fmt: skip

Call = Callable[..., Any]


@pytest.fixture(scope="module")
def likeness(services: Services, embedder: Embedder, model_cache: Path) -> Likeness:
    """What hears danger said sideways, as the server opens it."""
    return likeness_of(Settings(cache=model_cache), embedder, services.toolbox.library)


@pytest.fixture(scope="module")
def with_client(
    services: Services, likeness: Likeness
) -> Callable[[Callable[[Client], Awaitable[Any]]], Any]:
    """Does something with a client that is connected to the server in this process."""
    text = Prompt(REPOSITORY / "prompts" / "mcp.md", frozenset()).text

    def run(work: Callable[[Client], Awaitable[Any]]) -> Any:
        async def connected() -> Any:
            async with Client(
                server_of(text, lambda: services.toolbox, lambda: likeness)
            ) as client:
                return await work(client)

        return asyncio.run(connected())

    return run


@pytest.fixture(scope="module")
def call(with_client: Any) -> Call:
    """Call one tool; its structured result, or the words of a refusal."""

    def called(tool: str, **arguments: Any) -> Any:
        result = with_client(lambda client: client.call_tool(tool, arguments))
        if result.is_error:
            return result.content[0].text
        assert json.loads(result.content[0].text) == result.structured_content
        return result.structured_content

    return called


def test_the_tools_are_listed_with_typed_arguments_and_results(with_client: Any) -> None:
    tools = {tool.name: tool for tool in with_client(lambda c: c.list_tools()).tools}
    assert set(tools) == EVERY_TOOL
    for tool in tools.values():
        assert tool.description and tool.annotations.read_only_hint
        assert tool.output_schema["type"] == "object" and tool.output_schema["properties"]
        for name, schema in tool.input_schema["properties"].items():
            assert schema.get("description") or schema.get("items"), f"{tool.name}({name})"
    kinds = tools["deadline"].input_schema["properties"]["kind"]["enum"]
    assert {"defence", "appeal", "limitation"} <= set(kinds)


def test_the_host_is_told_not_to_invent(with_client: Any) -> None:
    async def instructions(client: Client) -> Any:
        return client.instructions

    told = with_client(instructions)
    assert "不要自己算" in told and "以账单为准" in told and "没有查到" in told


def test_a_fact_comes_with_its_passage_its_source_and_its_dates(call: Call) -> None:
    found = call("search", query="还清之后逾期记录什么时候消失", as_of=DAY)
    first = found["answers"][0]["citations"][0]
    assert found["urgent"] is None and found["as_of"] == DAY
    assert first["status"] == "current" and "5年" in first["quote"]
    assert all(s["name"] and s["checked"] and s["status"] for s in first["sources"])


def test_another_day_gets_that_days_answer(call: Call) -> None:
    question = "一次性信用修复还能用吗"
    while_it_held = call("search", query=question, as_of="2026-02-01")
    after = call("search", query=question, as_of=DAY)
    told = [json.dumps(found["answers"], ensure_ascii=False) for found in (while_it_held, after)]
    assert told[0] != told[1]
    for found, day in ((while_it_held, "2026-02-01"), (after, DAY)):
        for answer in found["answers"]:
            for each in answer["citations"]:
                assert (each["valid_from"] or "") <= day <= (each["valid_to"] or "9999"), each


def test_what_we_know_nothing_of_is_an_empty_list(call: Call) -> None:
    found = call("search", query="怎么炒比特币能翻倍")
    assert found["answers"] == [] and "没有查到" in found["note"]


def test_somebody_in_danger_gets_fixed_words_and_numbers_and_nothing_else(call: Call) -> None:
    found = call("search", query="我不想活了，今晚就跳下去")
    assert found["answers"] == []
    numbers = {contact["number"] for contact in found["urgent"]["contacts"]}
    assert {"110", "120"} <= numbers and found["urgent"]["words"]


# Each figure worked out by hand beside it.
SUMS: list[tuple[str, dict[str, Any], list[str]]] = [
    # 3200 ÷ 12 + 3200 × 0.6 %; twelve fees of 19.20
    ("plan_installments", {"principal": "3200", "periods": 12, "fee_rate": "0.6"},
     ["285.87", "230.4"]),
    ("compare_plans", {"principal": "3200", "periods": [12, 24], "fee_rate": 0.6, "budget": "400"},
     ["285.87", "152.5"]),
    # 6000 − 4200 − 600
    ("afford", {"income": 6000, "spending": "4200", "other_debts": "600"}, ["1200"]),
    # 3200 × 0.05 % × 45
    ("overdue_cost", {"amount": "3200", "days": 45, "daily_rate": "0.05", "as_of": DAY}, ["72"]),
    # 1000 × 0.05 % × 30 saved
    ("what_if_paid", {"amount": "3200", "payment": "1000", "on_day": 45, "daily_rate": "0.05"},
     ["15"]),
    # 征信业管理条例 art. 16: five years from the day it was settled
    ("credit_record", {"settled": "2026-03-05"}, ["20310305"]),
    # 民事诉讼法 art. 128: fifteen days from the day of receipt
    ("deadline", {"kind": "defence", "event": "2026-11-16", "as_of": DAY}, ["20261201"]),
    # 民法典 art. 188: three years
    ("deadline", {"kind": "limitation", "event": "2024-05-10", "as_of": DAY}, ["202705"]),
    ("minimum_payment", {"balance": "10000"}, []),
    ("early_settlement", {"principal": "12000", "periods": 12, "fee_rate": "0.6",
                          "paid_periods": 3}, ["9000"]),
    # 4000 × 24 % × 2/12
    ("interest_for_time", {"amount": "4000", "annual_rate": "24", "months": 2}, ["160", "4160"]),
    # 8000 × 0.05 % × 30, the rate as published
    ("interest_for_time", {"amount": "8000", "days": 30, "as_of": DAY}, ["120"]),
    # 4 × 900; 5000 × 4/6
    ("instalments_left", {"payment": "900", "periods": 6, "paid_periods": 2, "principal": "5000"},
     ["3600", "3333.33"]),
    # 15000 / 2500 = 6; 15000 / 24 = 625
    ("add_up_debts", {"monthly": "2500", "within": 24, "debts": [
        {"name": "白条", "balance": "3000", "days_late": 45},
        {"name": "信用卡", "balance": "12000"}]}, ["15000", "6", "625"]),
    ("pay_off_debts", {"budget": "2500", "debts": [
        {"name": "白条", "balance": "3000", "annual_rate": "18.25", "minimum": "300"},
        {"name": "信用卡", "balance": "12000", "annual_rate": "18", "minimum": "600"}]}, []),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "arguments", "figures"), SUMS, ids=lambda v: str(v)[:24])
def test_a_sum_has_an_id_its_sources_and_the_label(
    call: Call, tool: str, arguments: dict[str, Any], figures: list[str]
) -> None:
    found = call(tool, **arguments)
    assert isinstance(found, dict), found
    assert found["calculation"]["id"].startswith("calc-")
    assert "以账单为准" in found["label"] and found["label"] in found["told"]
    for figure in figures:
        assert figure in found["told"], found["told"]
    named = {each["source"] for each in found["calculation"]["inputs"] if each["source"]}
    assert named <= {source["id"] for source in found["sources"]}


def test_a_sum_is_the_same_as_over_http(call: Call, services: Services) -> None:
    from zhihuan.repayment import Money

    here = services.toolbox.installment_plan(principal=Money.parse("3200"), periods=12)
    there = call("plan_installments", principal="3200", periods=12)
    assert there["calculation"]["result"] == json.loads(json.dumps(here.calculation.result))
    assert there["sources"], "the fee is a published example, and its source is told"


def test_letters_and_timeline_are_whole_papers_with_their_labels(call: Call) -> None:
    letters = {letter["id"]: letter for letter in call("list_letters")["letters"]}
    assert "negotiate-instalments" in letters
    assert "name" not in letters["negotiate-instalments"]["blanks"], "for the writer's own pen"
    letter = call("write_letter", letter="negotiate-instalments",
                  fields={"amount": "3200", "budget": "400"}, as_of=DAY)  # fmt: skip
    assert "3,200" in letter["told"] or "3200" in letter["told"]
    assert "［请填：" in letter["told"] and "内容由AI生成" in letter["told"]
    drawn = call("timeline", due="2026-10-05", amount="3200", as_of=DAY,
                 events=[{"kind": "summons", "on": "2026-11-16"}])  # fmt: skip
    assert "2026-12-01" in drawn["told"]
    assert drawn["paper"]["calculation"]["id"].startswith("calc-") and drawn["paper"]["sources"]


def test_a_notice_is_read_and_never_called_genuine(call: Call) -> None:
    read = call(
        "read_notice", text="我是法院的，今天18点前把钱转到安全账户，卡号6222020000000000000"
    )
    assert read["reading"]["verdict"].startswith("fraud")
    assert "6222020000000000000" not in json.dumps(read)


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("overdue_cost", {"amount": "三千", "days": 3}, "amount"),
        ("overdue_cost", {"amount": "3200"}, "逾期了几天"),
        ("overdue_cost", {"amount": "3200", "days": -1}, "days"),
        ("plan_installments", {"principal": "3200", "periods": 361}, "periods"),
        ("plan_installments", {"principal": "3200", "periods": 12, "product": "没有"}, "product"),
        ("credit_record", {"settled": "昨天"}, "2026-11-21"),
        ("deadline", {"kind": "never", "event": DAY}, "能算的期限"),
        ("write_letter", {"letter": "no-such"}, "没有这种信"),
        ("search", {"query": "欠" * 4_001}, "4000"),
        ("search", {"query": "   "}, "没有收到文字"),
        ("search", {"query": "征信", "as_of": "1999-01-01"}, "日期要在"),
        ("timeline", {"due": "2026-10-05", "events": [{"kind": "x", "on": DAY}]}, "不认识这件事"),
    ],
)
def test_what_is_wrong_comes_back_as_advice(
    call: Call, tool: str, arguments: dict[str, Any], words: str
) -> None:
    told = call(tool, **arguments)
    assert isinstance(told, str) and words in told


def test_nobodys_words_are_logged(
    with_client: Any, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "乌有之乡欠款"

    def breaks() -> Any:
        raise RuntimeError(secret)

    async def work(client: Client) -> Any:
        await client.call_tool("search", {"query": secret})
        await client.call_tool("overdue_cost", {"amount": secret, "days": 3})
        await client.call_tool("write_letter", {"letter": secret, "fields": {"amount": secret}})

    async def broken() -> Any:
        async with Client(server_of("", breaks, breaks)) as client:
            return await client.call_tool("search", {"query": secret})

    with caplog.at_level(logging.DEBUG):
        with_client(work)
        result = asyncio.run(broken())
    assert result.is_error and secret not in result.content[0].text
    assert any("the tool search failed" in r.getMessage() for r in caplog.records)
    assert not any(secret in caplog.handler.format(record) for record in caplog.records)
