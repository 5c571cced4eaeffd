"""Pass rates as a table, and what went wrong as it went, on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from zhihuan.evaluation.conversation.measured import Group, checks_failed, held_back
from zhihuan.evaluation.conversation.transcript import Transcript
from zhihuan.evaluation.figures import Figure
from zhihuan.evaluation.shown import percent

_KINDS = {"dangerous": "危险", "harmless": "无害"}
_BRAINS = {"embedded": "自带", "model": "对手"}


def show_rates(console: Console, heading: str, rates: Mapping[Group, Figure]) -> None:
    """One row a group: how many of how many passed, with the 95% interval behind."""
    table = Table(heading, "", "大脑", "通过", "共", "% 区间", box=box.SIMPLE_HEAD, pad_edge=False)
    for (name, kind, brain), figure in rates.items():
        passed = round(figure.value * figure.of)
        table.add_row(
            name, _KINDS.get(kind, kind), _BRAINS.get(brain, brain),
            str(passed), str(figure.of), percent(figure),
        )  # fmt: skip
    console.print(table)


def show_failures(console: Console, transcripts: Sequence[Transcript], most: int) -> None:
    """The first `most` conversations in which something was wrong, turn by turn."""
    failed = [transcript for transcript in transcripts if not transcript.passed]
    for transcript in failed[:most]:
        case = transcript.case
        name = f"{case.file} · {case.id} · {_BRAINS[transcript.brain]}"
        console.print(f"\n━━ {name}", style="bold red", markup=False)
        for each in transcript.answered:
            console.print(f"您：{each.turn.say}", style="bold", markup=False)
            console.print(f"[{each.answer['kind']}] {each.answer['text']}", markup=False)
            for failure in each.failures:
                console.print(f"  ✗ {failure.check}：{failure.detail}", style="red", markup=False)
    if len(failed) > most:
        console.print(f"\n……还有 {len(failed) - most} 个没有列出（--failures 改个数）")


def show_summary(console: Console, transcripts: Sequence[Transcript]) -> None:
    """Which checks did not hold how often, and what became of the adversary's sentences."""
    for check, times in checks_failed(transcripts).most_common():
        console.print(f"  {check}：{times} 次", markup=False)
    written, left = held_back(transcripts)
    if written:
        console.print(f"对手写了 {written} 句不该出去的话，出去了 {left} 句")
    passed = sum(transcript.passed for transcript in transcripts)
    console.print(f"{len(transcripts)} 个对话，{passed} 个全部通过")
