"""`zhihuan letter`, `zhihuan real`, `zhihuan timeline`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from zhihuan import cli

RUNNER = CliRunner()


def ran(*words: str, stdin: str | None = None) -> str:
    found = RUNNER.invoke(cli.app, list(words), input=stdin)
    assert found.exit_code == 0, found.output or found.exception
    return found.output


def refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> str:
    monkeypatch.setattr(sys, "argv", ["zhihuan", *words])
    monkeypatch.setattr(cli.errors, "width", 200)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    return capsys.readouterr().err


def test_the_letters_are_listed() -> None:
    told = ran("letter", "list")
    assert "payment-order-objection" in told and "--set received_on=…" in told
    assert len(json.loads(ran("letter", "list", "--json"))) == 5


def test_a_letter_is_written_on_the_screen_and_into_a_file(tmp_path: Path) -> None:
    words = ("letter", "negotiate-instalments", "--amount", "3200", "--due", "2026-10-05")
    told = ran(*words, "--as-of", "2026-11-21")
    assert "现欠3200元" in told and "［请填：姓名］" in told and "内容由AI生成" in told
    for name in ("信.txt", "信.docx", "信.html"):
        assert "写好了" in ran(*words, "--out", str(tmp_path / name))
    assert "现欠3200元" in (tmp_path / "信.html").read_text(encoding="utf-8")
    opened = docx.Document(str(tmp_path / "信.docx"))
    assert any("现欠3200元" in paragraph.text for paragraph in opened.paragraphs)


def test_a_text_is_read_from_the_line_and_from_standard_input() -> None:
    text = "我是法院的，今天18点前把钱转到安全账户"
    assert "骗子常用的说法" in ran("real", text)
    assert json.loads(ran("real", "--json", stdin=text))["verdict"] == "fraud-marks"


def test_a_timeline_is_told() -> None:
    words = ("timeline", "--due", "2026-10-05", "--amount", "3200", "--as-of", "2026-11-21")
    told = ran(*words, "--event", "payment_order:2026-11-12")
    assert "逾期47天" in told and "2026-11-27" in told and "没有规定哪天" in told
    assert json.loads(ran(*words, "--json"))["days_late"] == 47


@pytest.mark.parametrize(
    "words",
    [
        ("letter", "love-letter"),
        ("letter", "complaint", "--set", "name=张三"),
        ("letter", "complaint", "--set", "没有等号"),
        ("letter", "complaint", "--out", "信.exe"),
        ("letter", "complaint", "--out", "/nowhere/信.txt"),
        ("letter",),
        ("real", ""),
        ("timeline",),
        ("timeline", "--due", "明天"),
        ("timeline", "--due", "2026-10-05", "--event", "summons"),
        ("timeline", "--due", "2026-10-05", "--event", "moon:2026-11-12"),
        ("timeline", "--due", "2026-10-05", "--product", "moon"),
    ],
)
def test_what_is_typed_wrongly_is_told_in_one_chinese_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    told = refused(monkeypatch, capsys, *words)
    assert any("一" <= char <= "龥" for char in told)
    assert "Traceback" not in told and "moon" not in told
