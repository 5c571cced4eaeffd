"""What a draft answers: what the customer wrote that no human has answered yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.assist.speaking import case_of
from zhihuan.assist.asking import asked_in

if TYPE_CHECKING:
    from zhihuan.composition import Services


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("客：在吗", "客：白条逾期会坐牢吗"), "白条逾期会坐牢吗"),
        (("客：能分期吗", "服：您说一下金额", "客：8000"), "8000"),
        (("客：白条逾期会坐牢吗", "机：不会。", "客：转人工"), "白条逾期会坐牢吗"),
        (("客：能分期吗", "服：可以申请。", "客：好的"), "好的"),
        (("客：想跳楼", "机：您安全吗？", "客：还欠3200呢"), "想跳楼"),
    ],
)
def test_what_is_answered_is_what_waits_for_a_human(
    services: Services, lines: tuple[str, ...], text: str
) -> None:
    asked = asked_in(case_of(services, *lines))
    assert asked is not None and asked.text == text


@pytest.mark.parametrize(
    "lines",
    [("客：转人工",), ("客：能分期吗", "服：可以申请。"), ("服：您好，请问有什么可以帮您",)],
)
def test_nothing_is_answered_where_nothing_was_asked(
    services: Services, lines: tuple[str, ...]
) -> None:
    assert asked_in(case_of(services, *lines)) is None


def test_danger_that_an_agent_has_answered_does_not_silence_what_comes_after(
    services: Services,
) -> None:
    case = case_of(
        services, "客：想跳楼", "服：您现在安全吗？我陪您。", "客：没事了，分12期每期多少"
    )
    asked = asked_in(case)
    assert asked is not None and "12期" in asked.text
