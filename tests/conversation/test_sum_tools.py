"""The sums as a model calls them: words in, words out. Figures from the dossiers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhihuan.conversation import loan_tools, tools
from zhihuan.conversation.calculators import Calculators
from zhihuan.conversation.evidence import Evidence
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.tools import Result, TurnContext, agent_tools
from zhihuan.library.knowledge_base import open_products

TODAY = date(2026, 11, 21)
PRODUCTS = open_products(Path(__file__).parents[2] / "knowledge_base")


@dataclass
class Running:
    """What a tool is handed while it runs."""

    context: TurnContext


def called(tool: Callable[..., Result], **arguments: str) -> tuple[str, dict[str, Any], Evidence]:
    evidence = Evidence(TODAY)
    turn = TurnContext(Calculators(lambda: PRODUCTS), TODAY, Situation(), evidence)  # type: ignore[arg-type]
    text, artifact = tool(**arguments, runtime=Running(turn))
    return text, artifact, evidence


# dossier, product 5.03, 5.07, 5.08; by hand for the others; law E12
@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        (tools.afford, {"income": "6000", "spending": "4200", "other_debts": "600"}, "1200.00"),
        (tools.what_if_paid, {"amount": "1000", "payment": "500", "on_day": "10",
                              "until_day": "30", "daily_rate": "0.05"}, "10.05"),
        (tools.after_payments, {"amount": "4200", "paid": "500;300", "planned": "2000"},
         "都还了以后还剩 1400"),
        (tools.add_up_debts, {"debts": "A,20000；B,3500,40;C,8000,25-35", "monthly": "1000"},
         "最少几个月 32"),
        (tools.pay_off_debts, {"debts": "A,3000,18.25,300；B,12000,18,600;C,8000,24,500",
                               "budget": "2500"}, "2084.59"),
        (tools.minimum_payment, {"balance": "10000"}, "要还多少个月 35"),
        (tools.early_settlement, {"principal": "12000", "periods": "12", "fee_rate": "0.6",
                                  "paid_periods": "3"}, "648.00"),
        (tools.yearly_cost, {"received": "8500", "payment": "1100", "periods": "12"}, "4700.00"),
        (tools.add_up_debts, {"debts": "A,16000", "lumps": "10000，3000"}, "还剩 3000"),
        (loan_tools.interest_for_time, {"amount": "4000", "annual_rate": "24", "months": "2"},
         "160"),
        (loan_tools.interest_for_time, {"amount": "2700", "days": "30"}, "40.50"),
        (loan_tools.rate_in_a_year, {"daily_rate": "0.05"}, "18.25"),
        (loan_tools.instalments_left, {"payment": "900", "periods": "6", "paid_periods": "2"},
         "3600"),
        (tools.check_lines, {"yearly": "31.04"}, "court-24 24"),
        (tools.deadline, {"kind": "appeal", "event": "2026-11-16"}, "20261201"),
        (tools.deadline, {"kind": "limitation", "event": "2022-03-10"}, "20250310"),
    ],
)  # fmt: skip
def test_a_sum_comes_back_with_its_handle_and_is_kept_as_evidence(
    tool: Callable[..., Result], arguments: dict[str, str], said: str
) -> None:
    text, artifact, evidence = called(tool, **arguments)
    assert text.startswith("[C1]")
    assert said in text
    assert artifact["sum"]["handle"] == "C1"
    assert list(evidence.calculations) == ["C1"]


def test_the_questions_to_ask_first_come_with_an_early_settlement() -> None:
    # dossier, product 5.10
    text, _, _ = called(
        tools.early_settlement, principal="12000", periods="12", fee_rate="0.6", paid_periods="3"
    )
    assert "征信什么时候更新？" in text


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        (tools.afford, {"income": "很多", "spending": "0"}),
        (tools.what_if_paid, {"amount": "1000", "payment": "500", "on_day": "后天"}),
        (tools.add_up_debts, {"debts": "A,3000,1-2-3"}),
        (tools.after_payments, {"amount": "1000", "paid": "1200"}),
        (tools.pay_off_debts, {"debts": "A,3000", "budget": "2500"}),
        (tools.minimum_payment, {"balance": "100", "daily_rate": "1e9999999"}),
        (tools.early_settlement, {"principal": "12000", "periods": "12", "fee_rate": "0.6",
                                  "paid_periods": "12"}),
        (tools.yearly_cost, {"received": "8500", "payment": "100", "periods": "12"}),
        (tools.yearly_cost, {"received": "8500", "payment": "100", "periods": "99999"}),
        (tools.check_lines, {"yearly": "很高"}),
        (loan_tools.interest_for_time, {"amount": "4000", "annual_rate": "24"}),
        (loan_tools.interest_for_time, {"amount": "4000", "days": "30", "product": "jiebei"}),
        (loan_tools.rate_in_a_year, {"daily_rate": "万五"}),
        (loan_tools.instalments_left, {"payment": "900", "periods": "6", "paid_periods": "6"}),
        (tools.deadline, {"kind": "nothing", "event": "2026-11-16"}),
        (tools.deadline, {"kind": "appeal", "event": "昨天"}),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_comes_back_as_advice(
    tool: Callable[..., Result], arguments: dict[str, str]
) -> None:
    text, artifact, evidence = called(tool, **arguments)
    assert text.startswith("算不了：")
    assert artifact["error"]
    assert not evidence.calculations


def test_a_model_may_call_each_of_them() -> None:
    names = {tool.name for tool in agent_tools()}
    assert {"afford", "what_if_paid", "pay_off_debts", "minimum_payment", "early_settlement",
            "yearly_cost", "check_lines", "deadline", "interest_for_time", "rate_in_a_year",
            "instalments_left"} <= names  # fmt: skip
