"""`zhihuan plan …`. What is expected comes from the dossiers or from sums by hand."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from zhihuan import cli
from zhihuan.cli_plan import asked, plan_app, shown
from zhihuan.conversation.calculators import Calculators
from zhihuan.library.knowledge_base import open_products

RUNNER = CliRunner()
KNOWLEDGE_BASE = Path(__file__).parents[1] / "knowledge_base"


@pytest.fixture(scope="module")
def published() -> Calculators:
    """Reading the knowledge base takes a second; once is enough for all but one test."""
    products = open_products(KNOWLEDGE_BASE)
    return Calculators(lambda: products)


@pytest.fixture(autouse=True)
def _quick_and_wide(monkeypatch: pytest.MonkeyPatch, published: Calculators) -> None:
    monkeypatch.setattr(asked, "calculators", lambda: published)
    monkeypatch.setattr(shown.console, "width", 200)


def ran(*words: str) -> str:
    found = RUNNER.invoke(plan_app, list(words))
    assert found.exit_code == 0, found.output or found.exception
    return found.output


def told(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran(*words, "--json"))
    return found


def refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> str:
    """What `zhihuan plan …` says on the screen when it cannot."""
    monkeypatch.setattr(sys, "argv", ["zhihuan", "plan", *words])
    monkeypatch.setattr(cli.errors, "width", 200)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err


def test_a_plan_is_shown_month_by_month() -> None:
    # the field notes: 3,200 in 12 at 0.6% is 285.87 a month, 230.40 in fees; §2A: 13.03%
    text = ran("installments", "3200", "12", "--fee-rate", "0.6%", "--first-due", "2026-12-31")
    assert "285.87" in text
    assert "2027-02-28" in text
    assert "其中费用 230.40 元" in text
    assert "单利 13.03" in text
    assert "以账单为准" in text


def test_the_published_terms_are_those_of_the_knowledge_base() -> None:
    command = [sys.executable, "-m", "zhihuan.cli", "plan", "overdue", "3200", "--days", "45"]
    ran = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    sources = {each["source"] for each in json.loads(ran.stdout)["inputs"]}
    assert {"baitiao-minimum", "baitiao-bill-fee-2021"} <= sources


def test_an_example_rate_is_said_to_be_one() -> None:
    found = told("installments", "12000", "12")
    fee = next(each for each in found["inputs"] if each["name"] == "fee_rate")
    assert (fee["origin"], fee["source"]) == ("default", "baitiao-installment-fee-2016")
    assert "不是您的费率" in found["assumptions"][0]


# dossier, product §2A and second check; law E14, E19, C1, E12: one command, one figure
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("compare 3200 --budget 400", "285.87"),
        ("rate 12000 --payment 1072 --periods 12", "单利 13.0342%，复利 13.8418%"),
        ("rate 100 --payments 60,60", "一共多付 20.00 元"),
        ("rate 100 --on 2026-01-01 --paid 2027-01-01:110", "复利 10.0000%"),
        ("fee-rate 24% 12", "1.122%"),
        ("fee-rate 24% 12 --effective", "1.011%"),
        ("lines 2024-08-01 --yearly 13%", "13.40%"),
        ("cap 5000 180", "591.78"),
        ("overdue 1000 --days 30 --daily-rate 0.05%", "15.00"),
        ("what-if 1000 500 --on-day 10 --until-day 30 --daily-rate 0.05%", "10.00–10.05"),
        ("stage 2026-08-10 --as-of 2026-11-21", "M4"),
        ("late-fee bill --purchase 1200:35 --purchase 800:20 --days 10 --minimum 200", "42.00"),
        ("late-fee order 1000 --fees-left 15 --days 5", "3.55"),
        ("late-fee card 1000 --paid 300", "35.00"),
        ("late-fee contract 10000 --annual-rate 18% --days 30", "192.33–221.92"),
        ("late-fee contract 10000 --annual-rate 18% --days 30 --multiple 1.5", "221.92"),
        ("late-fee daily 1000 --daily-rate 0.065% --days 90", "58.50"),
        ("afford 6000 4200 --other-debts 600", "每月能还 1,200.00 元"),
        ("afford 3000 3200", "没有余钱"),
        ("debts 2500 --debt A,3000,18.25%,300 --debt B,12000,18%,600 --debt C,8000,24%,500",
         "2,084.59"),
        ("minimum 10000 --fee-first", "要还 35 个月，多花 1,462.44 元"),
        ("early-settlement 12000 12 0.6% 3", "30.78%"),
        # 4 × 900; 5,000 × 4/6
        ("left 900 6 2 --principal 5000", "3,600.00"),
        ("left 900 6 2 --principal 5000", "3,333.33"),
        # 4,000 × 24 % × 2/12
        ("interest 4000 --yearly 24% --months 2", "160.00"),
        # 20,000 × 0.05 % × 30
        ("interest 20000 --daily 0.05% --days 30", "300.00"),
        # 16,000 − 13,000
        ("total --debt 甲,16000 --lump 10000 --lump 3000", "还剩 3,000.00"),
        ("record 2026-03-05", "2031-03-05"),
        ("relief 2024-05-10 8000 --settled 2026-01-15", "2026-02-28"),
        ("relief 2024-05-10 8000", "不适用"),
        ("deadlines", "对支付令书面异议"),
        ("deadlines appeal 2026-11-16 --as-of 2026-11-21", "2026-12-01，还剩 10 天"),
        ("deadlines limitation 2022-03-10 --restart demand:2024-01-05", "2027-01-05"),
        ("court-costs 32000", "600.00"),
        ("delay-interest 10000 30", "52.50"),
    ],
)  # fmt: skip
def test_each_command_shows_its_figure(words: str, said: str) -> None:
    assert said in ran(*words.split())


@pytest.mark.parametrize(
    "words",
    [
        "installments 12000 12 --fee-rate 0.6%",
        "compare 3200",
        "compare 3200 --now --wait 90",
        "rate 12000 --payment 1072 --periods 12",
        "fee-rate 24% 12",
        "lines 2026-05-01",
        "lines 2026-05-01 --yearly 13%",
        "cap 5000 180",
        "overdue 3200 --days 45",
        "what-if 3200 1000 --on-day 45",
        "stage 2026-08-10",
        "late-fee bill --purchase 1200:35 --days 10",
        "late-fee order 1000 --days 5",
        "late-fee card 1000",
        "late-fee contract 10000 --annual-rate 18% --days 30",
        "late-fee daily 1000 --daily-rate 0.065% --days 30",
        "afford 6000 4200",
        "debts 2500 --debt A,3000,18.25%,300",
        "minimum 10000",
        "early-settlement 12000 12 0.6% 3",
        "left 900 6 2",
        "interest 4000 --yearly 24% --months 2",
        "record 2026-03-05",
        "relief 2024-05-10 8000",
        "deadlines appeal 2026-11-16",
        "deadlines limitation 2024-03-10",
        "court-costs 32000",
        "delay-interest 10000 30",
    ],
)
def test_each_command_gives_the_whole_calculation_as_json(words: str) -> None:
    found = told(*words.split())
    assert re.fullmatch(r"calc-[0-9a-f]{10}", found["id"])
    assert found["formula"]
    assert found["inputs"]
    assert found["assumptions"]


def test_every_way_out_is_one_table() -> None:
    # by hand: 1,000 × 0.05% × 90; law F1: day 120 is M4
    text = ran(
        "compare", "1000", "--offer", "12:0.6%", "--now", "--minimum", "--wait", "90",
        "--days-late", "30", "--daily-rate", "0.05%", "--budget", "100", "--as-of", "2026-11-21",
    )  # fmt: skip
    for said in ("今天一次还清", "分 12 期", "每月只还最低", "再等 90 天", "45.00", "18.25%", "M4"):
        assert said in text
    assert "等不是建议" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("installments", "还要写上金额"),
        ("installments 12000 abc", "期数写得不对"),
        ("installments 12000 999", "期数写得不对"),
        ("installments 12000 12 --fee-rate", "--fee-rate 后面要写一个值"),
        ("installments 12000 12 --fee-rate 0.6%%", "每期费率要写成百分数"),
        ("installments 12000 12 --fee-rate 1e9", "每期费率要写成百分数"),
        ("installments 12000 12 --method none", "method 只能是"),
        ("installments 12000 12 --fee-timing none", "收费时间只有三种"),
        ("installments 12000 12 --first-due 明年", "首期还款日要写成 2026-11-21 这样"),
        ("installments 12000 12 extra", "多写了几个词"),
        ("nothing", "没有这个命令"),
        ("overdue 3200 --nothing 1", "没有 --nothing 这个选项"),
        ("overdue 三千二 --days 3", "欠款金额：金额请只写数字"),
        ("overdue 3200", "还款日是哪天"),
        ("overdue 3200 --days 3 --product nothing", "不认识这个 product"),
        ("compare 3200 --now --periods 12", "还要写 --fee-rate"),
        ("compare 3200 --days-late 3", "请写要比的办法"),
        ("compare 3200 --offer 12", "期数:每期费率"),
        ("rate 1000", "还款写一种"),
        ("rate 1000 --payment 500", "还要写 --periods"),
        ("rate 1000 --paid 2026-01-01", "到手那天"),
        ("what-if 3200 1000", "逾期第几天还"),
        ("late-fee bill --days 3", "--purchase"),
        ("late-fee bill --days 3 --purchase 1200", "金额:到还款日的天数"),
        ("debts 2500 --debt A,3000", "名字,余额,年利率,每月最低"),
        ("debts 100 --debt A,3000,18%,300", "每月最低还款一共要 300.00 元"),
        ("debts 2500 --debt A,3000,18%,300 --strategy none", "还款顺序请选"),
        ("deadlines nothing 2026-11-16", "能算的期限有"),
        ("deadlines appeal", "起算的那件事是哪天"),
        ("deadlines appeal 2026-11-16 --restart demand:2026-01-01", "只用于诉讼时效"),
        ("deadlines limitation 2026-11-16 --restart none:2026-01-01", "会让时效重新计算的事有"),
        ("court-costs 100001", "10 万元以内"),
    ],
)
def test_what_was_typed_wrongly_is_told_in_one_chinese_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, said: str
) -> None:
    text = refused(monkeypatch, capsys, *words.split())
    assert said in text
    assert text.count("\n") == 1


def test_help_teaches_with_examples() -> None:
    text = re.sub(r"\s+", " ", ran("--help"))
    for said in ("zhihuan plan overdue 3200 --days 45", "以账单和合同为准", "early-settlement"):
        assert said in text
    for name in ("bill", "order", "card", "contract", "daily"):
        assert name in ran("late-fee", "--help")


def test_a_plan_is_written_to_a_file_of_each_kind(tmp_path: Path) -> None:
    words = ("installments", "3200", "12", "--fee-rate", "0.6%", "--first-due", "2026-12-31")
    for kind in ("csv", "xlsx", "ics", "html"):
        ran(*words, "--export", str(tmp_path / f"plan.{kind}"))
    rows = list(csv.reader((tmp_path / "plan.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1][2] == "285.87"
    assert openpyxl.load_workbook(tmp_path / "plan.xlsx").worksheets[0]["C4"].value == 285.87
    assert (tmp_path / "plan.ics").read_bytes().count(b"BEGIN:VEVENT") == 12
    assert "以账单为准" in (tmp_path / "plan.html").read_text("utf-8")


def test_a_file_that_is_there_already_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("mine", "utf-8")
    words = ("installments", "3200", "12", "--export")
    assert "已经有了" in refused(monkeypatch, capsys, *words, str(mine))
    assert mine.read_text("utf-8") == "mine"
    assert "文件格式" in refused(monkeypatch, capsys, *words, str(tmp_path / "plan.docx"))
    assert "写不了" in refused(monkeypatch, capsys, *words, str(tmp_path / "none" / "plan.csv"))
    assert "首期还款日" in refused(monkeypatch, capsys, *words, str(tmp_path / "plan.ics"))
