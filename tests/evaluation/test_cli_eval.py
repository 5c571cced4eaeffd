"""`zhihuan eval …`: quick to help, plain where something is absent, and whole on a small base."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.evaluation.small_questions import small_base
from zhihuan.cli import main


@dataclass(frozen=True)
class Done:
    """What came of a command."""

    code: int
    out: str
    err: str


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> Done:
    monkeypatch.setattr(sys, "argv", ["zhihuan", "eval", *arguments])
    monkeypatch.setenv("COLUMNS", "200")
    code = 0
    try:
        main()
    except SystemExit as end:
        code = int(end.code or 0)
    shown = capsys.readouterr()
    return Done(code, shown.out, shown.err)


@pytest.mark.parametrize("command", ["pairs", "coverage"])
def test_an_absent_folder_is_said_in_one_line_before_anything_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    command: str,
) -> None:
    monkeypatch.setenv("ZHIHUAN_CACHE", os.devnull)  # a model could not even be built
    done = run(monkeypatch, capsys, command, "--data", str(tmp_path / "absent"))
    assert (done.code, done.out) == (2, "")
    assert "user_questions/" in done.err and "--data" in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_help_loads_no_library_of_numbers() -> None:
    script = (
        "import sys; sys.argv = ['zhihuan', 'eval', 'retrieval', '--help']\n"
        "from zhihuan.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([n for n in ('numpy', 'torch', 'chromadb', 'bm25s') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, model_cache: Path) -> Path:
    """A small knowledge base in the settings, and questions about it in a file."""
    monkeypatch.setenv("ZHIHUAN_KNOWLEDGE_BASE", str(small_base(tmp_path / "base")))
    monkeypatch.setenv("ZHIHUAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ZHIHUAN_CACHE", str(model_cache))
    (tmp_path / "questions.yaml").write_text(
        "- {q: 昨天忘了还款 要紧不, first: late, slice: colloquial}\n"
        "- {q: 鎖住了要怎麼解開, first: locked, slice: traditional}\n"
        "- {q: 帮我订一张去三亚的机票, slice: out-of-scope}\n",
        encoding="utf-8",
    )
    return tmp_path


PIPELINES = ("知还", "知还，不沉默", "BM25 词", "BM25 二字", "向量段落 Chroma")


@pytest.mark.slow
def test_the_scored_questions_are_measured_and_only_figures_are_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], small: Path
) -> None:
    asked = ("retrieval", "--questions", str(small / "questions.yaml"))
    done = run(
        monkeypatch, capsys, *asked, "--write", str(small / "result.json"), "--json", "--timing"
    )
    assert done.code == 0, done.err
    shown, text = json.loads(done.out), (small / "result.json").read_text("utf-8")
    written = json.loads(text)
    assert set(written["pipelines"]) == {
        "zhihuan", "zhihuan-never-silent", "bm25-words", "bm25-bigrams", "dense-passages",
    }  # fmt: skip
    assert {key: shown[key] for key in written} == written
    assert (written["questions"]["ours"], written["questions"]["not_ours"]) == (2, 1)
    assert all(time["whole"] > 0 for time in shown["milliseconds"])
    # 3 titles, 3 asks, 4 passages, 1 question that is not ours
    assert shown["index_seconds"]["texts"] == 11
    assert "忘了" not in text and str(small) not in text

    done = run(monkeypatch, capsys, *asked, "--misses")
    assert done.code == 0, done.err
    assert all(name in done.out for name in (*PIPELINES, "colloquial", "traditional", "毫秒"))


@pytest.mark.slow
def test_other_peoples_questions_are_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], small: Path
) -> None:
    rows = {
        "in_domain.dev.tsv": "question\ttopics\tcluster_id\n晚一天算逾期吗\toverdue\tc1\n",
        "pairs.dev.tsv": "q1\tq2\tsame\tcluster1\tcluster2\n"
        "晚一天算逾期吗\t晚一天算逾期么\t1\tc1\tc1\n甲\t乙\t0\tc2\tc3\n",
        "coverage.dev.tsv": "question\tstratum\n晚一天算逾期吗\toverdue\n去三亚的机票\ttravel\n",
    }
    (small / "user_questions").mkdir()
    for name, text in rows.items():
        (small / "user_questions" / name).write_text(text, encoding="utf-8")
    asked = ("--data", str(small), "--questions", str(small / "questions.yaml"))

    done = run(monkeypatch, capsys, "pairs", *asked)
    assert done.code == 0, done.err
    assert all(name in done.out for name in (*PIPELINES, "overdue"))
    (ours,) = [
        row
        for row in json.loads(run(monkeypatch, capsys, "pairs", *asked, "--json").out)
        if (row["pipeline"], row["of"]) == ("知还", "全部")
    ]
    assert (ours["same"]["value"], ours["same"]["of"]) == (1, 1)

    done = run(monkeypatch, capsys, "coverage", *asked, "--examples", "1")
    assert done.code == 0, done.err
    assert "晚一天算逾期吗 → 晚了一天会怎样" in done.out
    assert "去三亚的机票 → （沉默）" in done.out
    rates = json.loads(run(monkeypatch, capsys, "coverage", *asked, "--json").out)
    assert rates["travel"]["zhihuan"]["value"] == 0
    assert rates["全部"]["zhihuan"]["value"] == 1 / 2
