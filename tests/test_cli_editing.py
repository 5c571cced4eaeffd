"""`zhihuan check` and `zhihuan import`, as an editor types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.library.small_knowledge_base import article_text, write_knowledge_base
from zhihuan.cli import app

NEXT = "\n\n## 现在可以做什么\n您先看账单。"
ASKS = [f"第{n}种问法" for n in "一二三四五六七八"]
AS_OF = ["--as-of", "2026-11-21"]


def base(folder: Path, lead: str) -> str:
    body = f"{lead}[^law][^old-rule][^new-rule]{NEXT}"
    more = "valid_to: 2026-03-31"
    return str(write_knowledge_base(folder, {"one": article_text(asks=ASKS, body=body, more=more)}))


@pytest.mark.parametrize(
    ("lead", "code", "strict_code"),
    [
        ("晚一天也算逾期。", 0, 0),
        ("到期前可以申请展期。", 0, 1),
        ("还清一定能恢复。", 1, 1),
    ],
)
def test_errors_alone_fail_a_check_unless_it_is_strict(
    tmp_path: Path, lead: str, code: int, strict_code: int
) -> None:
    folder = base(tmp_path, lead)
    assert CliRunner().invoke(app, ["check", folder, *AS_OF]).exit_code == code
    assert CliRunner().invoke(app, ["check", folder, "--strict", *AS_OF]).exit_code == strict_code


def test_a_check_can_be_read_by_a_program(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["check", base(tmp_path, "还清一定能恢复。"), "--json", *AS_OF])
    found = json.loads(done.stdout)
    assert (found["articles"], found["warnings"]) == (1, [])
    (problem,) = found["problems"]
    assert (problem["path"], problem["line"]) == ("articles/late/one.md", 16)
    assert (problem["severity"], problem["rule"]) == ("error", "promise")


def test_an_import_writes_a_draft_and_tells_of_the_file_that_it_could_not_read(
    tmp_path: Path, model_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_knowledge_base(
        tmp_path / "base",
        {"one": article_text(asks=ASKS, body=f"律师函不是法院文书，没有强制力。[^law]{NEXT}")},
    )
    monkeypatch.setenv("ZHIHUAN_KNOWLEDGE_BASE", str(folder))
    monkeypatch.setenv("ZHIHUAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ZHIHUAN_CACHE", str(model_cache))
    good, bad = tmp_path / "good.txt", tmp_path / "bad.pdf"
    good.write_text("律师函是法院文书，有强制力。\n", encoding="utf-8")
    bad.write_bytes(b"no")
    done = CliRunner().invoke(app, ["import", str(good), str(bad)])
    assert done.exit_code == 1
    assert "good.txt：0 句有依据，1 句和资料不符，0 句没有依据" in done.stdout
    assert "bad.pdf：内容不是 .pdf 文件" in done.stderr
    (draft,) = (folder / "drafts").iterdir()
    assert "draft: true" in draft.read_text(encoding="utf-8")
