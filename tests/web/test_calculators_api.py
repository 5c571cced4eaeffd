"""The calculators over HTTP. What is expected comes from the dossiers, by hand, or from pyxirr."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
import pyxirr
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhihuan.conversation.calculators import Calculators
from zhihuan.library.knowledge_base import open_products
from zhihuan.web.app import create_app

Json = dict[str, Any]
KNOWLEDGE_BASE = Path(__file__).parents[2] / "knowledge_base"
PRODUCTS = open_products(KNOWLEDGE_BASE)


@dataclass
class SumsOnly:
    """Services with calculators and nothing else."""

    toolbox: Calculators


def client_of_sums() -> TestClient:
    app = create_app()
    app.state.opening.services = SumsOnly(Calculators(lambda: PRODUCTS))
    return TestClient(app, raise_server_exceptions=False)


CLIENT = client_of_sums()


def post(path: str, **body: Any) -> Json:
    answer = CLIENT.post(f"/v1/repayment/{path}", json=body)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def refused(path: str, **body: Any) -> str:
    answer = CLIENT.post(f"/v1/repayment/{path}", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["detail"])


def percent(text: str, places: str = "0.0001") -> str:
    return str(Decimal(text).quantize(Decimal(places), rounding="ROUND_HALF_UP"))


def origins(answer: Json) -> dict[str, tuple[str, str | None]]:
    return {i["name"]: (i["origin"], i["source"]) for i in answer["calculation"]["inputs"]}


# --- interest and what is left ------------------------------------------------------------------


def test_interest_for_a_time() -> None:
    # 4,000 × 24 % × 2/12; 20,000 × 0.05 % × 30
    assert post("interest", amount="4000", annual_rate="0.24", months=2)["interest"] == "160.00"
    assert post("interest", amount="20000", daily_rate="0.0005", days=30)["total"] == "20300.00"
    assert "利率是多少" in refused("interest", amount="4000", months=2)
    assert "写一个" in refused("interest", amount="4000", annual_rate="0.24", months=2, days=9)


def test_a_daily_rate_in_a_year() -> None:
    # dossier, product 1.24
    assert Decimal(post("daily-rate", daily_rate="0.0005")["yearly_percent"]) == Decimal("18.25")


def test_what_is_left_of_instalments() -> None:
    # 4 × 900; 5,000 × 4/6
    found = post("left", payment="900", periods=6, paid_periods=2, principal="5000")
    assert (found["to_pay"], found["principal_left"]["flat"]) == ("3600.00", "3333.33")
    assert post("left", payment="900", periods=6, paid_periods=2)["principal_left"] is None
    assert "比总期数少" in refused("left", payment="900", periods=6, paid_periods=6)


def test_sums_to_come_are_taken_off_the_total() -> None:
    debts = [{"name": "甲", "balance": "16000"}]
    found = post("total", debts=debts, lumps=["10000", "3000"])
    assert (found["left"], found["enough"]) == ("3000.00", False)
    assert "lumps" in refused("total", debts=debts, lumps=["0"])


# --- plans -------------------------------------------------------------------------------------


# dossier, product §2A, flat fee on 12,000
@pytest.mark.parametrize(
    ("periods", "fee", "payment", "cost", "simple", "effective"),
    [
        (3, "0.005", "4060.00", "180.00", "8.9777", "9.3565"),
        (6, "0.012", "2144.00", "864.00", "24.2805", "27.1734"),
        (12, "0.006", "1072.00", "864.00", "13.0342", "13.8418"),
        (24, "0.01", "620.00", "2880.00", "21.5712", "23.8371"),
    ],
)
def test_a_flat_fee_plan_costs_what_the_dossier_says(
    periods: int, fee: str, payment: str, cost: str, simple: str, effective: str
) -> None:
    found = post("plan", principal="12000", periods=periods, fee_rate=fee)
    assert found["schedule"][0]["payment"] == payment
    assert found["total_cost"] == cost
    assert percent(str(Decimal(found["annual_rate_simple"]) * 100)) == simple
    assert percent(str(Decimal(found["annual_rate_effective"]) * 100)) == effective


# dossier, product §2A, four ways of repaying 12,000 at 12% in 12 months
@pytest.mark.parametrize(
    ("method", "first", "last", "cost"),
    [
        ("equal_payment", "1066.19", None, "794.23"),
        ("equal_principal", "1120.00", "1010.00", "780.00"),
        ("interest_only", "120.00", "12120.00", "1440.00"),
    ],
)
def test_the_four_ways_of_repaying(method: str, first: str, last: str | None, cost: str) -> None:
    found = post("plan", principal="12000", periods=12, method=method, annual_rate="0.12")
    payments = [row["payment"] for row in found["schedule"]]
    assert payments[0] == first
    assert last is None or payments[-1] == last
    # the level payment is rounded every month, and the sum of the interest by cents with it
    assert abs(Decimal(found["total_cost"]) - Decimal(cost)) <= Decimal("0.06")


def test_an_interest_free_plan_costs_nothing() -> None:
    found = post("plan", principal="1000", periods=3, method="interest_free")
    assert [row["payment"] for row in found["schedule"]] == ["333.33", "333.33", "333.34"]
    assert (found["total_cost"], found["annual_rate_simple"]) == ("0.00", "0")


def test_a_fee_taken_up_front_makes_the_same_fee_dearer() -> None:
    # pyxirr: 11,136 received, twelve payments of 1,000
    found = post(
        "plan", principal="12000", periods=12, fee_rate="0.006", fee_timing="up_front"
    )  # fmt: skip
    expected = pyxirr.irr([-11136.0, *[1000.0] * 12])
    assert expected is not None
    assert float(found["annual_rate_simple"]) == pytest.approx(12 * expected, abs=1e-9)
    assert found["total_cost"] == "864.00"


def test_a_longer_first_month_costs_its_extra_days() -> None:
    # by hand: 12,000 × 1% × 45 ÷ 30
    found = post(
        "plan", principal="12000", periods=12, method="interest_only", annual_rate="0.12",
        first_period_days=45,
    )  # fmt: skip
    assert found["schedule"][0]["cost"] == "180.00"
    assert found["schedule"][1]["cost"] == "120.00"


def test_interest_by_actual_days_and_the_rate_by_exact_dates() -> None:
    # by hand: 10,000 × 18.25% × 31 ÷ 365 = 155.00; pyxirr for the dated rate
    found = post(
        "plan", principal="10000", periods=2, method="interest_only", annual_rate="0.1825",
        drawn="2026-10-10", first_due="2026-11-10", day_count="actual/365",
    )  # fmt: skip
    assert [row["cost"] for row in found["schedule"]] == ["155.00", "150.00"]
    expected = pyxirr.xirr(
        [date(2026, 10, 10), date(2026, 11, 10), date(2026, 12, 10)], [-10000, 155, 10150]
    )
    told = found["calculation"]["result"]["xirr_percent"]
    assert float(told) / 100 == pytest.approx(expected, abs=1e-9)


def test_the_way_back_from_a_yearly_rate_is_cut_and_never_rounded_up() -> None:
    # second check, 2.08
    for yearly, basis, fees in (
        ("0.24", "simple", ("1.342", "1.185", "1.122", "1.120")),
        ("0.12", "simple", ("0.668", "0.588", "0.551", "0.540")),
        ("0.24", "effective", ("1.213", "1.070", "1.011", "1.006")),
        ("0.12", "effective", ("0.634", "0.557", "0.522", "0.512")),
    ):
        for periods, fee in zip((3, 6, 12, 24), fees, strict=True):
            found = post("fee-rate", yearly=yearly, periods=periods, basis=basis)
            assert Decimal(found["fee_rate_percent"]) == Decimal(fee)


def test_the_true_rate_of_what_was_received_and_what_is_paid() -> None:
    # dossier, product §2A: 13.0342 and 13.8418; law: above 4 × LPR, below 24%
    found = post("rate", received="12000", payment="1072", periods=12, contract="2026-05-01")
    assert percent(found["rate_percent"]["simple"]) == "13.0342"
    assert percent(found["rate_percent"]["effective"]) == "13.8418"
    above = {each["id"]: each["simple_above"] for each in found["lines"]}
    assert above["court-24"] is False
    assert above["private-4lpr"] is True


def test_the_true_rate_by_the_day_of_each_payment() -> None:
    days = [date(2026, 1, 10), date(2026, 2, 25), date(2026, 3, 10), date(2026, 6, 1)]
    amounts = [-5000.0, 1700.0, 1700.0, 1900.0]
    found = post(
        "rate",
        received="5000",
        received_on="2026-01-10",
        dated_payments=[
            {"on": day.isoformat(), "amount": f"{paid:.2f}"}
            for day, paid in zip(days[1:], amounts[1:], strict=True)
        ],
    )
    expected = pyxirr.xirr(days, amounts)
    assert float(found["rate_percent"]["effective"]) / 100 == pytest.approx(expected, abs=1e-9)


# second check, 4.09
@pytest.mark.parametrize(
    ("contract", "fourfold"),
    [
        ("2020-09-01", "15.4"),
        ("2021-12-20", "15.2"),
        ("2022-02-01", "14.8"),
        ("2022-09-01", "14.6"),
        ("2023-07-01", "14.2"),
        ("2023-09-01", "13.8"),
        ("2024-08-01", "13.4"),
        ("2024-11-01", "12.4"),
        ("2025-06-01", "12"),
    ],
)
def test_four_times_the_lpr_of_the_contract_s_day(contract: str, fourfold: str) -> None:
    lines = {each["id"]: each for each in post("lines", contract=contract)["lines"]}
    assert Decimal(lines["private-4lpr"]["percent"]) == Decimal(fourfold)
    assert Decimal(lines["court-24"]["percent"]) == 24
    assert all(each["source"] and each["binds"] for each in lines.values())


def test_a_cap_in_yuan() -> None:
    # dossier, product §2A: 5,000 for 180 days
    assert post("cap", principal="5000", days=180)["amount"] == "591.78"
    assert post("cap", principal="5000", days=180, days_in_year=360)["amount"] == "600.00"
    assert post("cap", principal="5000", days=180, rate="0.12")["amount"] == "295.89"


def test_every_way_out_stands_beside_the_others() -> None:
    # by hand: 1,000 × 0.05% × 90 = 45, a year 18.25%; 30 days late 15; 11 × 83.33 leaves 83.37 for
    # the last month, and 6 of fees. Dossier, product §2A: 13.03% for 12 × 0.6%
    found = post(
        "compare",
        amount="1000",
        days_late=30,
        budget="100",
        daily_rate="0.0005",
        as_of="2026-11-21",
        ways=[
            {"kind": "pay_now"},
            {"kind": "instalment", "periods": 12, "fee_rate": "0.006"},
            {"kind": "instalment", "periods": 3, "method": "interest_free", "label": "免息"},
            {"kind": "minimum"},
            {"kind": "wait", "days": 90},
        ],
    )
    now, twelve, free, minimum, wait = found["ways"]
    assert (now["cost_low"], now["free_on"], now["fits"]) == ("0.00", "2026-11-21", None)
    assert (twelve["monthly"], twelve["cost_high"], twelve["fits"]) == ("89.37", "72.00", True)
    assert twelve["free_on"] == "2027-11-21"
    assert percent(twelve["simple_low_percent"], "0.01") in ("13.03", "13.04")
    assert (free["label"], free["cost_low"], free["fits"]) == ("免息", "0.00", False)
    assert percent(minimum["simple_low_percent"], "1") == "18"
    assert (wait["cost_low"], wait["cost_high"], wait["free_on"]) == (
        "45.00",
        "45.00",
        "2027-02-19",
    )
    assert Decimal(wait["simple_high_percent"]) == Decimal("18.25")
    assert "M4" in wait["late_status"]
    assert (found["accrued_low"], found["owed_today_high"]) == ("15.00", "1015.00")


def test_waiting_under_the_published_rules_is_a_range() -> None:
    # by hand: 3,200 × (0.05% + 10% × 0.015%) × 30 = 49.44; 3,200 × 0.07% × 30 = 67.20
    found = post("compare", amount="3200", ways=[{"kind": "wait", "days": 30}])
    assert (found["ways"][0]["cost_low"], found["ways"][0]["cost_high"]) == ("49.44", "67.20")
    assert origins(found)["reading_service-plus-unpaid"] == ("product", "baitiao-bill-fee-2021")


# --- being late --------------------------------------------------------------------------------


# dossier, product §2A, 1,000 yuan
@pytest.mark.parametrize(
    ("daily", "days", "cost"),
    [("0.0005", 30, "15.00"), ("0.00065", 90, "58.50"), ("0.0007", 365, "255.50"),
     ("0.00075", 7, "5.25")],
)  # fmt: skip
def test_a_daily_rate_costs_what_the_dossier_s_table_says(daily: str, days: int, cost: str) -> None:
    assert (
        post("late-fee", kind="daily", amount="1000", daily_rate=daily, days=days)["high"] == cost
    )
    found = post("overdue", amount="1000", daily_rate=daily, days=days)
    assert found["accrued"] == {"low": cost, "high": cost}
    assert origins(found)["reading_stated"] == ("user", None)


def test_whose_each_number_is() -> None:
    found = post("overdue", amount="3200", due="2026-10-07", as_of="2026-11-21")
    said = origins(found)
    assert (said["amount"], said["due"], said["days"][0]) == (
        ("user", None), ("user", None), "derived",
    )  # fmt: skip
    assert said["minimum_share"] == ("product", "baitiao-minimum")
    told = "".join(found["calculation"]["assumptions"])
    assert "baitiao-late-fee-base（可信度中）" in told
    assert "以账单为准" in told


def test_a_bill_under_each_reading() -> None:
    # dossier, product §2A: 2,000 = 1,200 35 days before + 800 20 days before, minimum 200
    bill = {
        "kind": "bill",
        "purchases": [
            {"amount": "1200", "days_before_due": 35},
            {"amount": "800", "days_before_due": 20},
        ],
        "minimum": "200",
    }
    totals = [r["total"] for r in post("late-fee", **bill, days=10)["readings"]]
    assert totals[:2] == ["42.00", "39.30"]
    assert [r["total"] for r in post("late-fee", **bill, days=30)["readings"]][:2] == [
        "68.00", "59.90",
    ]  # fmt: skip
    # the minimum was met: 56.00, or 27.00 by the older reading (second check 3)
    met = post("late-fee", **bill, days=30, paid="200")
    assert [r["total"] for r in met["readings"]] == ["56.00", "27.00"]


def test_an_order_is_charged_on_everything_left_of_it() -> None:
    # second check 3: (1,000 + 15) × 0.07% × 5 = 3.5525; without instalments 3.50
    found = post("late-fee", kind="order", principal_left="1000", fees_left="15", days=5)
    assert found["high"] == "3.55"
    assert origins(found)["daily_rate"] == ("product", "baitiao-order-fee")
    assert post("late-fee", kind="order", principal_left="1000", days=5)["high"] == "3.50"


def test_a_card_s_fee_is_taken_once() -> None:
    # dossier, product 6: (1,000 − 300) × 5%
    found = post("late-fee", kind="card", minimum="1000", paid="300")
    assert found["high"] == "35.00"
    assert post("late-fee", kind="card", minimum="100", at_least="10")["high"] == "10.00"


def test_a_contract_s_penalty_is_a_multiple_of_its_rate() -> None:
    # by hand: 10,000 × 18% × 30 ÷ 365 = 147.945…, × 1.3 and × 1.5
    found = post("late-fee", kind="contract", amount="10000", annual_rate="0.18", days=30)
    assert (found["low"], found["high"]) == ("192.33", "221.92")
    one = post(
        "late-fee", kind="contract", amount="10000", annual_rate="0.18", days=30, multiples=["1.5"]
    )
    assert one["low"] == one["high"] == "221.92"


def test_paying_a_part_saves_a_range() -> None:
    # by hand: 1,000 at 0.05%, 500 paid on day 10, seen on day 30. Fees first: 5 + 20 × 0.2525;
    # principal first: 5 + 20 × 0.25; without paying 15
    body = {"amount": "1000", "payment": "500", "daily_rate": "0.0005"}
    found = post("what-if", **body, on_day=10, until_day=30)
    assert (found["cost_low"], found["cost_high"]) == ("10.00", "10.05")
    assert (found["saved_low"], found["saved_high"]) == ("4.95", "5.00")
    assert (found["left_low"], found["left_high"]) == ("510.00", "510.05")
    assert (found["per_day_after_low"], found["per_day_after_high"]) == ("0.25", "0.2525")
    dated = post("what-if", **body, due="2026-11-01", pay_on="2026-11-11", until_day=30)
    assert dated["saved_high"] == "5.00"
    assert origins(dated)["on_day"][0] == "derived"


def test_each_month_has_its_mark() -> None:
    # law C14: 1–30 is 1, 31–60 is 2, 61–90 is 3, 91–120 is 4; 10 August + 21, 51, 82, 103 days
    found = post("stage", due="2026-08-10", as_of="2026-11-21")
    assert [(m["month"], m["days"], m["mark"]) for m in found["months"]] == [
        ("2026-08", 21, "1"), ("2026-09", 51, "2"), ("2026-10", 82, "3"), ("2026-11", 103, "4"),
    ]  # fmt: skip
    assert found["begins"][0] == {"stage": "M1", "on": "2026-08-11"}
    assert found["begins"][6] == {"stage": "M7", "on": "2027-02-07"}
    assert post("stage", due="2026-12-01", as_of="2026-11-21")["months"] == []


# --- means -------------------------------------------------------------------------------------


def test_what_fits_is_what_is_left() -> None:
    # by hand
    found = post("afford", income="6000", spending="4200", other_debts="600")
    assert (found["left"], found["budget"], Decimal(found["burden_percent"])) == (
        "1200.00", "1200.00", 30,
    )  # fmt: skip
    assert origins(found)["cushion"][0] == "default"
    none = post("afford", income="3000", spending="3200")
    assert (none["left"], none["budget"]) == ("-200.00", None)
    assert "不要借新还旧" in "".join(none["calculation"]["assumptions"])


# dossier, product 5.03 and 5.04; second check 3 for the fen
@pytest.mark.parametrize(
    ("budget", "rows", "avalanche", "snowball"),
    [
        (
            "2500",
            [("3000", "0.1825", "300"), ("12000", "0.18", "600"), ("8000", "0.24", "500")],
            (11, "2084.59"),
            (11, "2135.80"),
        ),
        (
            "2000",
            [("3000", "0.10", "100"), ("20000", "0.24", "600"), ("8000", "0.15", "300")],
            (18, "4899.85"),
            (19, "5915.15"),
        ),
    ],
)
def test_the_order_of_several_debts(
    budget: str,
    rows: list[tuple[str, str, str]],
    avalanche: tuple[int, str],
    snowball: tuple[int, str],
) -> None:
    debts = [
        {"name": f"欠款{n}", "balance": balance, "annual_rate": rate, "minimum": minimum}
        for n, (balance, rate, minimum) in enumerate(rows)
    ]
    found = post("debts", budget=budget, debts=debts)
    told = [(p["months"], p["interest"]) for p in found["payoffs"]]
    assert told == [avalanche, snowball]
    weighed = [{**debt, "consequence": n + 1} for n, debt in enumerate(debts)]
    assert len(post("debts", budget=budget, debts=weighed)["payoffs"]) == 3


# second check 0.8, rounded to the fen each month
@pytest.mark.parametrize(
    ("balance", "months", "cost"), [("10000", 35, "1462.44"), ("3000", 23, "410.09")]
)
def test_only_ever_the_minimum(balance: str, months: int, cost: str) -> None:
    found = post("minimum", balance=balance, fee_before_first=True)
    assert (found["months"], found["total_fee"]) == (months, cost)
    assert origins(found)["minimum_share"] == ("product", "baitiao-minimum")


def test_settling_early_under_each_rule() -> None:
    # dossier, product 5.08 and 5.09; second check: 499.50 with the next fee; the five questions, 5.10
    found = post(
        "early-settlement", principal="12000", periods=12, fee_rate="0.006", paid_periods=3
    )
    told = {
        each["rule"]: (each["total_cost"], percent(each["rate_percent"]["simple"], "0.01"))
        for each in found["settlements"]
    }
    assert told["waived"] == ("216.00", "7.85")
    assert told["next_fee"] == ("288.00", "10.44")
    assert told["all_fees"] == ("864.00", "30.78")
    extras = {each["rule"]: each["extra"] for each in found["settlements"]}
    assert (extras["daily_balance"], extras["daily_balance_next_fee"]) == ("427.50", "499.50")
    assert len(found["ask_first"]) == 5


# --- law and record ----------------------------------------------------------------------------


def test_a_record_falls_off_five_years_after_it_was_settled() -> None:
    # 征信业管理条例 16
    assert post("record", settled="2026-03-05")["leaves_report_on"] == "2031-03-05"


# law C12, C12a
@pytest.mark.parametrize(
    ("arisen", "amount", "settled", "covered", "hidden_by"),
    [
        ("2024-05-10", "8000", "2026-01-15", True, "2026-02-28"),
        ("2020-01-01", "10000", "2025-11-30", True, "2026-01-01"),
        ("2025-12-31", "10000", "2026-03-31", True, "2026-04-30"),
        ("2024-05-10", "10000.01", "2026-01-15", False, None),
        ("2024-05-10", "8000", "2026-04-01", False, None),
        ("2026-01-01", "8000", "2026-02-01", False, None),
        ("2024-05-10", "8000", None, False, None),
    ],
)
def test_the_one_off_relief_has_three_conditions(
    arisen: str, amount: str, settled: str | None, covered: bool, hidden_by: str | None
) -> None:
    found = post("relief", arisen=arisen, amount=amount, settled=settled)
    assert (found["covered"], found["hidden_by"]) == (covered, hidden_by)
    assert all(each["met"] for each in found["conditions"]) is covered


# law E12, E9, E11, E15, C10, C11
@pytest.mark.parametrize(
    ("kind", "event", "last_day"),
    [
        ("appeal", "2026-11-16", "2026-12-01"),
        ("appeal_ruling", "2026-11-16", "2026-11-26"),
        ("payment_order_objection", "2026-11-16", "2026-12-01"),
        ("defence", "2026-11-16", "2026-12-01"),
        ("enforcement", "2026-11-16", "2028-11-16"),
        ("credit_objection", "2026-11-16", "2026-12-06"),
        ("credit_complaint", "2026-11-16", "2026-12-16"),
    ],
)
def test_a_deadline_names_the_event_it_counts_from(kind: str, event: str, last_day: str) -> None:
    found = post("deadlines", kind=kind, event=event, as_of="2026-11-21")
    assert found["last_day"] == last_day
    assert found["counts_from"]
    assert "由法院判断" in "".join(found["calculation"]["assumptions"])


def test_a_demand_that_arrives_starts_the_three_years_anew() -> None:
    # law E6, E7; what comes after the end restarts nothing, E8
    assert post("deadlines", kind="limitation", event="2022-03-10")["runs_out"] == "2025-03-10"
    again = post(
        "deadlines",
        kind="limitation",
        event="2022-03-10",
        restarts=[{"on": "2024-01-05", "kind": "demand"}, {"on": "2027-02-01", "kind": "demand"}],
    )
    assert again["runs_out"] == "2027-01-05"
    assert len(again["too_late"]) == 1


def test_what_a_court_costs() -> None:
    # law E14: 50 + 22,000 × 2.5%; half; a third; 50 + 22,000 × 1.5%. E19: 0.0175% a day
    found = post("court-costs", claim="32000")
    assert (found["filing"], found["simplified"]) == ("600.00", "300.00")
    assert (found["payment_order"], found["enforcement"]) == ("200.00", "380.00")
    assert post("delay-interest", unpaid="10000", days=30)["amount"] == "52.50"


# --- what is refused ---------------------------------------------------------------------------

PLAN = {"principal": "12000", "periods": 12, "fee_rate": "0.006"}
OWED = {"amount": "3200", "days": 45}
CARD = {"kind": "card", "minimum": "1000"}
ONE_DEBT = {"name": "白条", "balance": "3000", "annual_rate": "0.18", "minimum": "300"}
BAD: list[tuple[str, Json, str]] = [
    ("plan", {**PLAN, "principal": "12000.001"}, "两位小数"),
    ("plan", {**PLAN, "principal": 12000.5}, "带引号的文字"),
    ("plan", {**PLAN, "principal": "-1"}, "只写数字"),
    ("plan", {**PLAN, "periods": "12"}, "periods（期数）要写成整数"),
    ("plan", {**PLAN, "periods": 361}, "太大了"),
    ("plan", {**PLAN, "fee_rate": None}, "请填 fee_rate"),
    ("plan", {**PLAN, "fee_rate": "0.6%"}, "要用数字来写"),
    ("plan", {**PLAN, "fee_rate": "1"}, "0% 到 100%"),
    ("plan", {**PLAN, "annual_rate": "0.1"}, "不填年利率"),
    ("plan", {**PLAN, "nonsense": 1}, "不认识这一项"),
    ("plan", {**PLAN, "first_due": 20261231}, "2026-11-21 这样"),
    ("plan", {**PLAN, "first_due": "2026-02-30"}, "2026-11-21 这样"),
    ("plan", {**PLAN, "first_period_days": 45}, "首期天数只用于"),
    ("plan", {**PLAN, "drawn": "2026-11-01"}, "只用于有年利率"),
    ("overdue", {"amount": "3200"}, "还款日是哪天"),
    ("overdue", {**OWED, "product": "nothing"}, "按京东白条算"),
    ("overdue", {**OWED, "product": "jiebei"}, "没有查到公开的逾期收费标准"),
    ("overdue", {**OWED, "due": "2026-11-20", "as_of": "2026-11-21"}, "对不上"),
    ("overdue", {**OWED, "days": True}, "要写成整数"),
    ("what-if", {"amount": "3200", "payment": "100"}, "逾期第几天还"),
    ("what-if", {"amount": "3200", "payment": "0", "on_day": 3}, "payment（打算还的金额）：金额要大于 0"),
    ("what-if", {"amount": "1", "payment": "1", "on_day": 9, "until_day": 3}, "改一下"),
    ("late-fee", {}, "没有写 kind"),
    ("late-fee", {"kind": "none"}, "kind 不是可以选的值"),
    ("late-fee", {**CARD, "at_least": "9", "at_most": "1"}, "下限不能高于上限"),
    ("late-fee", {"kind": "bill", "purchases": [], "days": 1}, "至少要写一项"),
    ("late-fee", {"kind": "contract", "amount": "1", "annual_rate": "0.1", "days": 1,
                  "multiples": ["3"]}, "1 到 2 倍"),
    ("compare", {"amount": "3200", "ways": []}, "至少要写一项"),
    ("compare", {"amount": "3200", "ways": [{"kind": "instalment", "periods": 3}]}, "fee_rate"),
    ("compare", {"amount": "3200", "ways": [{"kind": "minimum"}] * 2}, "只写一种"),
    ("compare", {"amount": "3200", "ways": [{"kind": "minimum"}], "product": "huabei"},
     "没有查到花呗的最低还款规则"),
    ("rate", {"received": "1000"}, "还款写一种"),
    ("rate", {"received": "1000", "payment": "100"}, "请填 periods"),
    ("rate", {"received": "1000", "payment": "10", "periods": 3}, "比到手的少"),
    ("rate", {"received": "1000", "dated_payments": [{"on": "2026-01-01", "amount": "1"}]},
     "received_on"),
    ("rate", {"received": "0.01", "payments": ["10000000"]}, "高得离谱"),
    ("plan", {"principal": "10000000", "periods": 12, "method": "interest_free",
              "upfront_fee": "9999999.99"}, "高得离谱"),
    ("fee-rate", {"yearly": "11", "periods": 12}, "0% 到 1000%"),
    ("lines", {"contract": "2026-05-01", "yearly": "12"}, "0% 到 1000%"),
    ("cap", {"principal": "5000", "days": 180, "days_in_year": 300}, "360 天或 365 天"),
    ("afford", {"income": "0", "spending": "1"}, "income（每月收入）"),
    ("debts", {"budget": "100", "debts": [ONE_DEBT]}, "每月最低还款一共要 300.00 元"),
    ("debts", {"budget": "100", "debts": []}, "至少要写一项"),
    ("debts", {"budget": "900", "debts": [ONE_DEBT], "strategies": ["consequence"]}, "标上轻重"),
    ("minimum", {"balance": "100", "share": "0.001"}, "至少写 1%"),
    ("minimum", {"balance": "100", "fee_before_first": "yes"}, "true 或 false"),
    ("early-settlement", {**PLAN, "paid_periods": 12}, "比总期数少"),
    ("stage", {"due": "1995-01-01"}, "日期要在"),
    ("record", {}, "settled（还清那天）没有填"),
    ("record", {"settled": "2090-01-01"}, "请核对"),
    ("relief", {"arisen": "2025-05-01", "amount": "1", "settled": "2025-01-01"}, "不能早于"),
    ("deadlines", {"kind": "nothing", "event": "2026-11-16"}, "能算的期限有"),
    ("deadlines", {"kind": "appeal", "event": "2026-11-16",
                   "restarts": [{"on": "2026-01-01", "kind": "demand"}]}, "只用于诉讼时效"),
    ("court-costs", {"claim": "100000.01"}, "10 万元以内"),
    ("delay-interest", {"unpaid": "100", "days": -1}, "太小了"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "body", "said"), BAD)
def test_what_cannot_be_computed_is_refused_and_says_what_to_change(
    path: str, body: Json, said: str
) -> None:
    assert said in refused(path, **body)


GOOD: list[tuple[str, Json]] = [
    ("plan", PLAN),
    ("plan", {"principal": "12000", "periods": 6, "method": "equal_payment", "annual_rate": "0.12",
              "drawn": "2026-11-01", "first_due": "2026-12-05", "day_count": "actual/360"}),
    ("overdue", {**OWED, "as_of": "2026-11-21"}),
    ("what-if", {"amount": "3200", "payment": "1000", "on_day": 45, "until_day": 75}),
    ("late-fee", {"kind": "bill", "purchases": [{"amount": "1200", "days_before_due": 35}],
                  "days": 10, "paid": "0"}),
    ("late-fee", {**CARD, "paid": "300", "rate": "0.05"}),
    ("late-fee", {"kind": "contract", "amount": "1", "annual_rate": "0.1", "days": 1}),
    ("late-fee", {"kind": "order", "principal_left": "1000", "fees_left": "15", "days": 5}),
    ("compare", {"amount": "3200", "days_late": 45, "budget": "400",
                 "ways": [{"kind": "pay_now"}, {"kind": "minimum", "share": "0.1"},
                          {"kind": "instalment", "periods": 12, "fee_rate": "0.006"},
                          {"kind": "wait", "days": 90}]}),
    ("rate", {"received": "12000", "payment": "1072", "periods": 12, "contract": "2026-05-01"}),
    ("rate", {"received": "100", "payments": ["60", "60"]}),
    ("rate", {"received": "100", "received_on": "2026-01-01",
              "dated_payments": [{"on": "2026-03-01", "amount": "110"}]}),
    ("fee-rate", {"yearly": "0.24", "periods": 12, "basis": "simple"}),
    ("lines", {"contract": "2026-05-01", "yearly": "0.13", "basis": "effective"}),
    ("cap", {"principal": "5000", "days": 180, "rate": "0.24", "days_in_year": 365}),
    ("afford", {"income": "6000", "spending": "4200", "other_debts": "600", "cushion": "100"}),
    ("total", {"debts": [{"name": "白条", "balance": "3000", "days_late": 45}], "within": 24}),
    ("debts", {"budget": "900", "debts": [{**ONE_DEBT, "consequence": 1}]}),
    ("minimum", {"balance": "10000", "daily_rate": "0.0005", "share": "0.1",
                 "pay_all_under": "300"}),
    ("early-settlement", {**PLAN, "paid_periods": 3, "months_after": 1}),
    ("stage", {"due": "2026-08-10", "as_of": "2026-11-21"}),
    ("record", {"settled": "2026-03-05"}),
    ("relief", {"arisen": "2024-05-10", "amount": "8000", "settled": "2026-02-01"}),
    ("deadlines", {"kind": "appeal", "event": "2026-11-16", "as_of": "2026-11-21"}),
    ("deadlines", {"kind": "limitation", "event": "2024-03-10",
                   "restarts": [{"on": "2025-01-05", "kind": "demand"}]}),
    ("court-costs", {"claim": "32000"}),
    ("delay-interest", {"unpaid": "10000", "days": 30}),
]  # fmt: skip


@pytest.mark.parametrize(("path", "body"), GOOD)
def test_every_answer_names_its_formula_inputs_and_assumptions(path: str, body: Json) -> None:
    told = post(path, **body)["calculation"]
    assert re.fullmatch(r"calc-[0-9a-f]{10}", told["id"])
    assert told["formula"]
    assert told["assumptions"]
    assert told["inputs"]
    assert {each["origin"] for each in told["inputs"]} <= {"user", "product", "default", "derived"}
    again = post(path, **body)["calculation"]
    assert told["id"] == again["id"]


ODD = st.one_of(
    st.sampled_from(
        [None, True, "", "0", "0.00", "0.01", "-1", "1e9", "NaN", "Infinity", "９９９", "１２期",
         "9999999.99", "10000000", "10000000.01", "0.999999999999", "0.0000000000001", "10",
         "1990-01-01", "2100-12-31", "2026-02-29", "2028-02-29", "2020-04-19", "appeal", "order",
         "limitation", "baitiao", "jiebei", "actual/365", "up_front", "interest_only", 0, 1, 359,
         360, 36500, 10**30, 0.1, [], {}, [None], "\x00", "\ud7ff", "=1+1"]
    ),
    st.integers(-2, 400),
    st.decimals(0, 20, places=3).map(str),
    st.dates(date(1990, 1, 1), date(2100, 12, 31)).map(str),
    st.text(max_size=12),
)  # fmt: skip


def places_in(body: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a body where something stands."""
    inner = body.items() if isinstance(body, dict) else enumerate(body)
    found: list[tuple[Any, ...]] = []
    for key, value in inner:
        found.append((*path, key))
        if isinstance(value, dict | list):
            found += places_in(value, (*path, key))
    return found


def with_changed(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy in which something else stands at one place."""
    key, *rest = path
    copy = dict(body) if isinstance(body, dict) else list(body)
    copy[key] = with_changed(body[key], tuple(rest), value) if rest else value
    return copy


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_sent_is_answered_or_refused_and_never_breaks(data: st.DataObject) -> None:
    path, body = data.draw(st.sampled_from(GOOD))
    for _ in range(data.draw(st.integers(0, 3))):
        places = [each for each in places_in(body) if isinstance(body, dict)]
        if not places:
            break
        body = with_changed(body, data.draw(st.sampled_from(places)), data.draw(ODD))
    answer = CLIENT.post(f"/v1/repayment/{path}", json=body)
    assert answer.status_code in (200, 422), (path, body, answer.text)
    if answer.status_code == 422:
        assert re.search(r"[一-鿿]", answer.json()["detail"])
    else:
        assert answer.json()["calculation"]["id"]


def test_every_example_of_the_documentation_can_be_sent_as_it_is() -> None:
    schema = CLIENT.get("/openapi.json").json()
    schemas, sent = schema["components"]["schemas"], 0
    for path, methods in schema["paths"].items():
        if not path.startswith("/v1/repayment/"):
            continue
        body = methods["post"]["requestBody"]["content"]["application/json"]["schema"]
        refs = [each["$ref"] for each in body.get("oneOf", [body])]
        for ref in refs:
            example = schemas[ref.rsplit("/", 1)[1]]["examples"][0]
            query = {"format": "csv"} if path.endswith("/export") else {}
            assert CLIENT.post(path, params=query, json=example).status_code == 200, path
            sent += 1
    assert sent == 28


# --- files -------------------------------------------------------------------------------------

DATED = {"principal": "3200", "periods": 12, "fee_rate": "0.006", "first_due": "2026-12-31"}


def export(kind: str, title: str | None = None, body: Json = DATED) -> tuple[bytes, str, str]:
    query = {"format": kind} if title is None else {"format": kind, "title": title}
    answer = CLIENT.post("/v1/repayment/plan/export", params=query, json=body)
    assert answer.status_code == 200, answer.text
    name = re.search(r"filename\*=UTF-8''(\S+)$", answer.headers["content-disposition"])
    assert name is not None
    assert answer.headers["content-disposition"].startswith("attachment; ")
    return answer.content, answer.headers["content-type"], unquote(name[1])


def test_the_csv_opens_again_as_the_plan() -> None:
    content, kind, name = export("csv")
    assert kind == "text/csv; charset=utf-8"
    assert re.fullmatch(r"还款计划-calc-[0-9a-f]{10}\.csv", name)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    # the field notes: 3,200 in 12 at 0.6% is 285.87 a month, 230.40 in fees
    assert rows[1] == ["1", "2026-12-31", "285.87", "266.67", "19.20", "2933.33"]
    assert ["总费用", "", "230.40"] in rows


def test_the_workbook_opens_again_as_numbers_and_dates_and_runs_nothing() -> None:
    content, kind, _ = export("xlsx", title='=HYPERLINK("http://a")')
    assert kind == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["还款计划"]
    number, due, *amounts = [cell.value for cell in sheet[4]]
    assert (number, due.date()) == (1, date(2026, 12, 31))
    assert amounts == [285.87, 266.67, 19.2, 2933.33]
    assert sheet["A1"].value.startswith("'=")
    assert all(cell.data_type != "f" for each in book for row in each for cell in row)
    for inner in zipfile.ZipFile(io.BytesIO(content)).namelist():
        if inner.startswith("xl/worksheets/"):
            assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read(inner)


def test_the_calendar_has_an_event_for_each_payment() -> None:
    content, kind, _ = export("ics", title="白条")
    assert kind == "text/calendar; charset=utf-8"
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    days = [line.removeprefix("DTSTART;VALUE=DATE:") for line in lines if "DTSTART" in line]
    assert days[:3] == ["20261231", "20270131", "20270228"]
    assert len(days) == 12
    assert sum("285.87" in line for line in lines if line.startswith("SUMMARY")) == 11


def test_the_page_runs_nothing() -> None:
    content, kind, _ = export("html", title="<script>alert(1)</script>")
    assert kind == "text/html; charset=utf-8"
    assert b"<script" not in content
    assert "285.87" in content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ics", "html"])
def test_every_file_carries_the_label_and_the_bill(kind: str) -> None:
    content, _, _ = export(kind)
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        text = "".join(str(c.value) for sheet in book for row in sheet for c in row)
        assert "内容由AI生成" in str(book.properties.description)
    else:
        text = content.decode("utf-8-sig").replace("\r\n ", "")
    assert "内容由AI生成，仅供参考" in text
    assert "以账单为准" in text


def test_an_export_that_cannot_be_made_says_why() -> None:
    def said(query: Json, body: Json = DATED) -> str:
        answer = CLIENT.post("/v1/repayment/plan/export", params=query, json=body)
        assert answer.status_code == 422
        return str(answer.json()["detail"])

    assert "format" in said({"format": "docx"})
    assert "format（文件格式）没有填" in said({})
    assert "首期还款日" in said({"format": "ics"}, PLAN)
    assert "标题" in said({"format": "html", "title": "a\nb"})
