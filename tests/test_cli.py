"""The command line: quick to start, exact in its sums, and one Chinese line where it refuses."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from zhihuan.cli import main

HEAVY = ("torch", "sentence_transformers", "transformers", "chromadb", "langchain", "langgraph",
         "langchain_core", "openai", "fastapi", "uvicorn", "numpy", "onnxruntime")  # fmt: skip

# Nothing is built or kept unless a test says where.
NOWHERE = {"ZHIHUAN_DATA": os.devnull, "ZHIHUAN_CACHE": os.devnull}

SHOW_HELP = """
import json, sys
from zhihuan.cli import main
codes = {}
for command in json.loads(sys.argv[1]):
    sys.argv = ["zhihuan", *command, "--help"]
    try:
        main()
    except SystemExit as end:
        codes[" ".join(command)] = end.code
heavy = [name for name in json.loads(%r) if name in sys.modules]
print(json.dumps([codes, heavy]), file=sys.stderr)
""" % json.dumps(HEAVY)  # noqa: UP031


@dataclass(frozen=True)
class Done:
    """What came of a command."""

    code: int
    out: str
    err: str


Typed = Callable[..., Done]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Run a command in this process, as it would be typed."""
    for name in [name for name in os.environ if name.startswith("ZHIHUAN_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str, **environment: str) -> Done:
        for name, value in {**NOWHERE, "COLUMNS": "200", **environment}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["zhihuan", *arguments])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        shown = capsys.readouterr()
        return Done(code, shown.out, shown.err)

    return run


COMMANDS = ("ask", "chat", "index", "check", "serve", "plan")
SUMS = ("installments", "compare", "overdue", "record")


def test_help_of_every_command_comes_without_loading_a_model() -> None:
    commands = [[], *([c] for c in COMMANDS), *(["plan", s] for s in SUMS)]
    done = subprocess.run(
        [sys.executable, "-c", SHOW_HELP, json.dumps(commands)],
        capture_output=True, text=True, timeout=120, env={**os.environ, **NOWHERE}, check=True,
    )  # fmt: skip
    codes, heavy = json.loads(done.stderr)
    assert codes == {" ".join(command): 0 for command in commands}
    assert heavy == []


@pytest.mark.parametrize(
    "command", [(), *((c,) for c in COMMANDS), *(("plan", s) for s in SUMS)], ids=" ".join
)
def test_help_is_in_chinese(typed: Typed, command: tuple[str, ...]) -> None:
    assert re.search("[一-龥]{4}", typed(*command, "--help").out)


def test_every_command_is_named_in_the_help(typed: Typed) -> None:
    shown = typed("--help").out
    assert all(re.search(rf"^\W*{command}\b", shown, re.MULTILINE) for command in COMMANDS)


def test_a_plan_to_the_fen(typed: Typed) -> None:
    done = typed("plan", "installments", "12000", "12", "--fee-rate", "0.6%")
    assert done.code == 0
    # Product facts §2A: 1,072.00 · 864.00 · 13.0342% · 13.8418%
    for figure in ("1,072.00", "864.00", "13.0342%", "13.8418%"):
        assert figure in done.out


def test_a_plan_as_json(typed: Typed) -> None:
    done = typed("plan", "installments", "3200", "12", "--fee-rate", "0.6", "--json")
    found = json.loads(done.out)
    assert found["kind"] == "installment_plan"
    assert {figure["value"] for figure in found["figures"]} >= {"285.87", "230.40"}  # design notes


def test_plans_side_by_side_and_what_fits(typed: Typed) -> None:
    done = typed("plan", "compare", "3200", "--budget", "400", "--json")
    result = json.loads(done.out)["result"]
    picked = result["options"][result["picked"]]
    assert picked["periods"] == 12 and picked["largest_payment"] in ("285.87", "285.83")
    assert [option["fits"] for option in result["options"]] == [False, False, True, True]


def test_what_being_late_has_cost(typed: Typed) -> None:
    done = typed("plan", "overdue", "3200", "--days", "45", "--as-of", "2026-11-21", "--json")
    result = json.loads(done.out)["result"]
    assert (round(float(result["low"])), round(float(result["high"]))) == (74, 101)  # design notes


def test_how_long_a_record_is_kept(typed: Typed) -> None:
    done = typed("plan", "record", "2026-03-05")
    assert "2031-03-05" in done.out  # 征信业管理条例 art. 16: five years


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
def test_what_is_typed_wrong_is_refused_in_one_chinese_line(typed: Typed, what: str) -> None:
    done = typed(*BAD[what])
    said = done.err
    assert done.code == 2, done.out + said
    assert done.out == ""
    assert re.search("[一-龥]", said)
    assert len(said.strip().splitlines()) == 1, said
    assert "Traceback" not in said and "Usage" not in said


def test_a_wrong_setting_is_named_and_its_value_is_not(typed: Typed, tmp_path: Path) -> None:
    done = typed("ask", "你好", ZHIHUAN_MODEL_TIMEOUT="a-secret-value", ZHIHUAN_DATA=str(tmp_path))
    assert done.code == 2
    assert "ZHIHUAN_MODEL_TIMEOUT" in done.err
    assert "a-secret-value" not in done.out + done.err


def test_the_knowledge_base_is_in_order(typed: Typed) -> None:
    done = typed("check", "--json")
    found = json.loads(done.out)
    assert (done.code, found["problems"]) == (0, [])


def test_a_mistake_in_an_article_is_named_with_its_line(typed: Typed, tmp_path: Path) -> None:
    folder = tmp_path / "articles" / "topic"
    folder.mkdir(parents=True)
    (folder / "wrong.md").write_text(
        "---\ntitle: x\n---\n没有依据的话。[^nothing]\n", encoding="utf-8"
    )
    done = typed("check", str(tmp_path))
    assert done.code == 1
    assert re.search(r"articles/topic/wrong\.md:\d+: ", done.out)
    assert str(tmp_path) not in done.out


def test_a_question_is_answered_for_people(
    typed: Typed, data_folder: Callable[[], Path], model_cache: Path
) -> None:
    done = typed(
        "ask", "逾期会坐牢吗", "--as-of", "2026-11-21",
        ZHIHUAN_DATA=str(data_folder()), ZHIHUAN_CACHE=str(model_cache),
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "[1]" in done.out and "《" in done.out
    assert "AI 生成" in done.out


@pytest.mark.slow
def test_a_question_is_answered_as_json_and_nothing_else_is_printed(
    data_folder: Callable[[], Path], model_cache: Path
) -> None:
    question = ("我白条欠了3200，逾期45天了，会怎么样", "--as-of", "2026-11-21", "--json")
    done = subprocess.run(
        [sys.executable, "-m", "zhihuan.cli", "ask", *question],
        capture_output=True, text=True, timeout=280, check=True,
        env={**os.environ, "ZHIHUAN_DATA": str(data_folder()), "ZHIHUAN_CACHE": str(model_cache)},
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert "74 到 101 元" in answer["text"]  # design notes
    assert answer["citations"] and answer["calculations"]
    assert "held" not in answer and "asked" not in answer
    # One line says that the model is being opened; no library says anything.
    assert [line for line in done.stderr.splitlines() if not line.startswith("·")] == []
