"""Whatever a model writes and whatever the tools bring back, no figure leaves from nowhere.

The real graph (agent, tools, gate, fallback) is driven with random words, random tool calls and
random results; what was shown is then read by other eyes than the gate's (`invariants`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from zhihuan.conversation.agent import Agent, Memory
from zhihuan.conversation.conversations import Conversations
from zhihuan.conversation.embedded.brain import EmbeddedBrain
from zhihuan.conversation.events import Finished
from zhihuan.conversation.message import new_id
from zhihuan.conversation.prompts import Prompt
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.conversation.turn import TurnRunner
from zhihuan.evaluation.conversation.invariants import Known, broken
from zhihuan.library.search import Hit
from zhihuan.records.ledger import Ledger
from zhihuan.repayment import Money

if TYPE_CHECKING:
    from zhihuan.composition import Services

TODAY = date(2026, 11, 21)
SAID = "我白条欠了3200，逾期45天了，会怎么样"

WORDS = (
    "到今天的费用是", "每期还", "真实年化约", "记录会保存", "您可以打", "逾期", "按照", "大约", "一共", "，",
    "最多", "从还清那天起再保存", "好，", "您说", "元", "%", "天", "年", "期", "个月", "块钱", "万元", "条", "第",
    "M", "三十八", "二十七天", "八百八十八元", "百分之六", "左右", "：", "（", "）", "不会坐牢", "征信",
)  # fmt: skip
numbers = st.one_of(
    st.integers(0, 99_999_999).map(str),
    st.decimals(0, 99_999, places=2).map(str),
    st.sampled_from(["3200", "45", "74", "101", "1.65", "2.24", "95118", "13.03", "88", "12"]),
)
handles = st.sampled_from(["", "[P1]", "[P2]", "[C1]", "[C2]", "[P1][C1]", "[P9]", "[3]"])
sentences = st.tuples(
    st.lists(st.one_of(st.sampled_from(WORDS), numbers), min_size=1, max_size=8).map("".join),
    handles,
).map(lambda pair: f"{pair[0]}。{pair[1]}")
tool_calls = st.one_of(
    st.sampled_from(["逾期会怎样", "征信多久消", "怎么协商", "会坐牢吗"]).map(
        lambda query: ("search_library", {"query": query})
    ),
    st.tuples(numbers, st.integers(0, 400).map(str)).map(
        lambda pair: ("overdue_cost", {"amount": pair[0], "days": pair[1]})
    ),
    st.tuples(numbers, st.integers(0, 60).map(str), numbers).map(
        lambda three: (
            "plan_installments",
            {"principal": three[0], "periods": three[1], "fee_rate": three[2]},
        )
    ),
)
scripts = st.tuples(st.lists(tool_calls, max_size=3), st.lists(sentences, min_size=1, max_size=8))


class Babbles(BaseChatModel):
    """Calls the tools of its script, then writes the sentences of its script."""

    calls: Sequence[tuple[str, dict[str, str]]] = ()
    lines: Sequence[str] = ()

    @property
    def _llm_type(self) -> str:
        return "babbles"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self

    def _generate(self, messages: list[Any], *args: Any, **kwargs: Any) -> ChatResult:
        raise NotImplementedError("it is streamed")

    def _stream(
        self, messages: list[Any], *args: Any, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        last = max(n for n, m in enumerate(messages) if isinstance(m, HumanMessage))
        if self.calls and not any(isinstance(m, ToolMessage) for m in messages[last:]):
            calls = [
                {"name": name, "args": json.dumps(given), "id": f"call-{n}", "index": n}
                for n, (name, given) in enumerate(self.calls)
            ]
            chunk = AIMessageChunk(content="", tool_call_chunks=calls)
        else:
            done = {"finish_reason": "stop"}
            chunk = AIMessageChunk(content="\n".join(self.lines), response_metadata=done)
        yield ChatGenerationChunk(message=chunk)


class Erratic(Toolbox):
    """Finds what was not looked for, and computes what was not asked."""

    def __init__(self, library: Any) -> None:
        super().__init__(library)
        self.shift = 0

    def search(self, query: str, **kwargs: Any) -> list[Hit]:
        others = ("还清了征信什么时候消", "收到律师函怎么办", query, "")
        return super().search(others[self.shift % len(others)] or "催收打电话", **kwargs)

    def overdue_cost(self, **kwargs: Any) -> Any:
        if self.shift % 3 == 1:
            kwargs["amount"] = Money.parse(f"{Decimal(self.shift % 90_000 + 1)}")
        return super().overdue_cost(**kwargs)


@pytest.fixture(scope="module")
def drive(
    services: Services, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Any]]:
    folder = tmp_path_factory.mktemp("babble")
    memory, ledger = Memory(folder / "memory.sqlite"), Ledger(folder / "ledger.sqlite")
    toolbox, model = Erratic(services.toolbox.library), Babbles()
    prompts = folder.parents[0] / "customer.md"
    prompts.write_text("今天是 $today。$situation 只说查到的。", encoding="utf-8")
    prompt = Prompt(prompts, frozenset({"today", "situation"}))
    runner = TurnRunner(toolbox, Agent(EmbeddedBrain(), memory), Agent(model, prompt=prompt), 60)
    conversations = Conversations(runner, ledger, memory)

    def ask(script: tuple[Any, Any], shift: int) -> Any:
        model.calls, model.lines = script
        toolbox.shift = shift
        *_, last = conversations.ask(SAID, as_of=TODAY, message_id=new_id())
        assert isinstance(last, Finished)
        return last.answer

    yield ask
    ledger.close()
    memory.saver.conn.close()


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(script=scripts, shift=st.integers(0, 100_000))
def test_no_figure_leaves_from_nowhere(
    drive: Callable[..., Any], script: tuple[Any, Any], shift: int
) -> None:
    answer = drive(script, shift)
    known = Known()
    known.add_text(SAID, TODAY)
    known.add_answer(answer, TODAY)
    for contact in ("95118", "12378", "12363"):  # what the articles name without quoting
        known.add_text(contact, TODAY)
    checks = ("figure", "citation", "in_force", "empty")
    wrong = [f for f in broken(answer, (), known, TODAY) if f.check in checks]
    assert wrong == [], (answer["text"], wrong)


def test_a_sum_over_an_amount_that_nobody_named_is_not_told(drive: Callable[..., Any]) -> None:
    lines = ["按欠 9,876 元、逾期 45 天算。[C1]"]
    answer = drive(([("overdue_cost", {"amount": "9876", "days": "45"})], lines), 0)
    assert "9,876" not in answer["text"]
    lines = ["按欠 3,200 元、逾期 45 天算。[C1]"]
    answer = drive(([("overdue_cost", {"amount": "3200", "days": "45"})], lines), 0)
    assert "3,200" in answer["text"]
