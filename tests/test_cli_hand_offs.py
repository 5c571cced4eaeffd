"""`zhihuan hand-offs`: an operator without a console."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from zhihuan.cli import main
from zhihuan.records.hand_offs import HandOff, NewHandOff
from zhihuan.records.hand_offs_in_sqlite import SqliteHandOffs

PACKET = {
    "fallback": "【转人工交接单】\n- 欠款：3,200 元",
    "risks": [{"label": "说到很难受、快撑不住"}],
    "asked": [{"text": "怎么办"}],
}
Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def queue(tmp_path: Path) -> SqliteHandOffs:
    return SqliteHandOffs(tmp_path / "hand_offs.sqlite")


@pytest.fixture
def made(queue: SqliteHandOffs) -> HandOff:
    return queue.open(NewHandOff("c", "m", "x", "asked", True, PACKET))


@pytest.fixture
def typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Typed:
    """Run a command in this process; its exit code, and what it printed."""
    monkeypatch.setenv("ZHIHUAN_DATA", str(tmp_path))
    monkeypatch.setenv("ZHIHUAN_HAND_OFF", "queue")
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["zhihuan", "hand-offs", *arguments])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_the_queue_is_listed_with_what_is_urgent(typed: Typed, made: HandOff) -> None:
    code, out, _ = typed("list")
    assert code == 0
    assert made.id in out and "⚠" in out and "等着" in out and "快撑不住" in out
    (listed,) = json.loads(typed("list", "--json")[1])
    assert (listed["id"], listed["state"], listed["danger"]) == (made.id, "queued", True)


def test_nobody_waiting_is_said(typed: Typed) -> None:
    assert typed("list")[1].strip() == "没有人在等"


def test_a_reply_reaches_the_person_and_is_shown_with_the_packet(
    typed: Typed, made: HandOff, queue: SqliteHandOffs
) -> None:
    assert typed("reply", made.id, "您好，我看到了", "--desk", "小李")[0] == 0
    (message,) = queue.answers("c", 0)
    assert (message.desk, message.text) == ("小李", "您好，我看到了")
    _, out, _ = typed("show", made.id)
    assert "欠款：3,200 元" in out and "小李" in out and "您好，我看到了" in out
    assert typed("close", made.id)[0] == 0
    assert queue.get(made.id).state == "closed"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "nothing"), "没有这张交接单"),
        (("reply", "nothing", "好"), "没有这张交接单"),
        (("reply", "nothing", "身份证11010519491231002X"), "身份证号"),
        (("show",), "编号"),
        (("open",), "没有这个命令"),
    ],
)
def test_what_cannot_be_done_is_one_chinese_line(
    typed: Typed, arguments: tuple[str, ...], words: str
) -> None:
    code, _, err = typed(*arguments)
    assert code == 2 and words in err and len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"ZHIHUAN_HAND_OFF": "off"}, "没有打开"),
        ({"ZHIHUAN_HAND_OFF_HOURS": "always"}, "人工时间"),
        ({"ZHIHUAN_HAND_OFF_SECRET": "short"}, "ZHIHUAN_HAND_OFF_SECRET"),
        ({"ZHIHUAN_HAND_OFF_WEBHOOK": "https://desk.example/"}, "ZHIHUAN_HAND_OFF_SECRET"),
        (
            {
                "ZHIHUAN_HAND_OFF_WEBHOOK": "http://desk.example/",
                "ZHIHUAN_HAND_OFF_SECRET": "0123456789abcdef",
            },
            "127.0.0.1",
        ),
    ],
)
def test_settings_that_contradict_each_other_say_what_to_change(
    typed: Typed, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], words: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    code, _, err = typed("list")
    assert code == 2 and words in err
