"""The command line: quick to start, exact in its sums, and one Chinese line where it refuses."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
HEAVY = ("torch", "sentence_transformers", "transformers", "chromadb", "langchain", "langgraph",
         "langchain_core", "openai", "fastapi", "uvicorn", "numpy", "onnxruntime")  # fmt: skip

RUN_AND_TELL = """
import sys
from zhihuan.cli import main
sys.argv = ["zhihuan", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    code = end.code
finally:
    heavy = [name for name in %r if name in sys.modules]
    print("HEAVY", heavy, file=sys.stderr)
sys.exit(code)
""" % (HEAVY,)  # noqa: UP031


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("ZHIHUAN_")}
    return subprocess.run(
        [sys.executable, "-c", RUN_AND_TELL, *arguments],
        capture_output=True,
        text=True,
        timeout=280,
        env={**clean, "COLUMNS": "200", "NO_COLOR": "1", **environment},
        check=False,
    )


def words_of(done: subprocess.CompletedProcess[str]) -> str:
    """What a person saw on the error stream."""
    return "\n".join(line for line in done.stderr.splitlines() if not line.startswith("HEAVY"))


def loads_nothing_heavy(done: subprocess.CompletedProcess[str]) -> bool:
    return "HEAVY []" in done.stderr


COMMANDS = ("ask", "chat", "index", "check", "serve", "plan")
SUMS = ("installments", "compare", "overdue", "record")


@pytest.mark.parametrize(
    "command", [(), *((c,) for c in COMMANDS), *(("plan", s) for s in SUMS)], ids=" ".join
)
def test_help_of_every_command_comes_without_loading_a_model(command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert re.search("[一-龥]", done.stdout)
    assert loads_nothing_heavy(done), done.stderr


def test_every_command_is_named_in_the_help() -> None:
    shown = run("--help").stdout
    assert all(re.search(rf"^\W*{command}\b", shown, re.MULTILINE) for command in COMMANDS)


def test_a_plan_to_the_fen() -> None:
    done = run("plan", "installments", "12000", "12", "--fee-rate", "0.6%")
    assert done.returncode == 0
    # Product facts §2A: 1,072.00 · 864.00 · 13.0342% · 13.8418%
    for figure in ("1,072.00", "864.00", "13.0342%", "13.8418%"):
        assert figure in done.stdout
    assert loads_nothing_heavy(done)


def test_a_plan_as_json() -> None:
    done = run("plan", "installments", "3200", "12", "--fee-rate", "0.6", "--json")
    found = json.loads(done.stdout)
    assert found["kind"] == "installment_plan"
    assert {figure["value"] for figure in found["figures"]} >= {"285.87", "230.40"}  # design notes


def test_plans_side_by_side_and_what_fits() -> None:
    done = run("plan", "compare", "3200", "--budget", "400", "--json")
    result = json.loads(done.stdout)["result"]
    picked = result["options"][result["picked"]]
    assert picked["periods"] == 12 and picked["largest_payment"] in ("285.87", "285.83")
    assert [option["fits"] for option in result["options"]] == [False, False, True, True]


def test_what_being_late_has_cost() -> None:
    done = run("plan", "overdue", "3200", "--days", "45", "--as-of", "2026-11-21", "--json")
    result = json.loads(done.stdout)["result"]
    assert (round(float(result["low"])), round(float(result["high"]))) == (74, 101)  # design notes


def test_how_long_a_record_is_kept() -> None:
    done = run("plan", "record", "2026-03-05")
    assert "2031-03-05" in done.stdout  # 征信业管理条例 art. 16: five years


BAD = {
    "a word for an amount": ("plan", "installments", "abc", "12"),
    "an amount without end": ("plan", "installments", "1e999999", "12"),
    "nothing": ("plan", "installments", "0", "12"),
    "below nothing": ("plan", "overdue", "--days", "45", "--", "-5"),
    "a million periods": ("plan", "installments", "3200", "1000000"),
    "a word for periods": ("plan", "installments", "3200", "abc"),
    "a word for a rate": ("plan", "installments", "3200", "12", "--fee-rate", "x"),
    "a rate of 900%": ("plan", "installments", "3200", "12", "--fee-rate", "900%"),
    "an unknown method": ("plan", "installments", "3200", "12", "--method", "x"),
    "no day at all": ("plan", "overdue", "3200"),
    "a day that never was": ("plan", "record", "2026-02-30"),
    "a due day that never was": ("plan", "overdue", "3200", "--due", "2026-13-01"),
    "an unknown command": ("plan", "nothing"),
    "an unknown command at the top": ("nothing",),
    "a question that was not asked": ("ask",),
    "a question on a day that never was": ("ask", "你好", "--as-of", "2026-02-30"),
    "a port that cannot be": ("serve", "--port", "0"),
    "one amount too few": ("plan", "installments"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_typed_wrong_is_refused_in_one_chinese_line(what: str) -> None:
    done = run(*BAD[what])
    said = words_of(done)
    assert done.returncode == 2, done.stdout + said
    assert done.stdout == ""
    assert re.search("[一-龥]", said)
    assert len(said.strip().splitlines()) == 1, said
    assert "Traceback" not in said and "Usage" not in said


def test_a_wrong_setting_is_named_and_its_value_is_not(tmp_path: Path) -> None:
    done = run("ask", "你好", ZHIHUAN_MODEL_TIMEOUT="a-secret-value", ZHIHUAN_DATA=str(tmp_path))
    assert done.returncode == 2
    assert "ZHIHUAN_MODEL_TIMEOUT" in words_of(done)
    assert "a-secret-value" not in done.stdout + done.stderr


def test_the_knowledge_base_is_in_order() -> None:
    done = run("check", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["problems"]) == (0, [])
    assert loads_nothing_heavy(done)


def test_a_mistake_in_an_article_is_named_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "articles" / "topic"
    folder.mkdir(parents=True)
    (folder / "wrong.md").write_text("---\ntitle: x\n---\n没有依据的话。[^nothing]\n", encoding="utf-8")
    done = run("check", str(tmp_path))
    assert done.returncode == 1
    assert re.search(r"articles/topic/wrong\.md:\d+: ", done.stdout)
    assert str(tmp_path) not in done.stdout


@pytest.mark.slow
def test_a_question_is_answered_as_json(data_folder: Callable[[], Path], model_cache: Path) -> None:
    done = run(
        "ask", "我白条欠了3200，逾期45天了，会怎么样", "--as-of", "2026-11-21", "--json",
        ZHIHUAN_DATA=str(data_folder()), ZHIHUAN_CACHE=str(model_cache),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert "74 到 101 元" in answer["text"]  # design notes
    assert answer["citations"] and answer["calculations"]
    assert "held" not in answer and "asked" not in answer


@pytest.mark.slow
def test_a_question_is_answered_for_people(
    data_folder: Callable[[], Path], model_cache: Path
) -> None:
    done = run(
        "ask", "逾期会坐牢吗", "--as-of", "2026-11-21",
        ZHIHUAN_DATA=str(data_folder()), ZHIHUAN_CACHE=str(model_cache),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "[1]" in done.stdout and "《" in done.stdout
    assert "AI 生成" in done.stdout
    assert words_of(done).strip() in ("", "· 正在载入内置的向量模型……")
