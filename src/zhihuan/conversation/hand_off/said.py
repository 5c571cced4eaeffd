"""How a hand-off stands, in one or two sentences. Fixed words: no promise of when, no guess."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

OFFER = (
    "好，可以转给真人。交给对方的内容您先看一遍，能删能补，您同意了才会交；等不及，也可以直接打"
    "官方客服电话。"
)
_OFF = "这里没有接人工坐席，您说的话没有转给任何人。想找真人，请打下面的官方电话。"
_NONE = "可以转给真人。下面是要交给对方的内容，您可以先删、先补，再交。"
_FAILED = "没能联系上人工，不用再等这边了。请打下面的官方电话。"
_CLOSED = "这次人工服务已经结束；还需要的话，可以再转一次。"


def say(
    state: str,
    available: bool,
    position: int | None,
    desk: str | None,
    hours: Mapping[str, Any] | None,
) -> str:
    """The line for a state."""
    who = desk or "真人"
    match state:
        case "failed":
            return _FAILED
        case "queued":
            ahead = (position or 1) - 1
            place = f"前面还有 {ahead} 位" if ahead else "您排在最前面"
            return f"已经排上队，{place}。有人接了，这里会告诉您。"
        case "closed-hours":
            return (
                f"现在不是人工时间（{hours and hours['text']}）。交接单已经留下，"
                f"最早{_moment(hours)}有人看。急的事，请先打下面的官方电话。"
            )
        case "taken":
            return f"{who}已经接了，正在看您的情况。"
        case "answered":
            return f"{who}正在接着回复您。"
        case "closed":
            return _CLOSED
    return _NONE if available else _OFF


def _moment(hours: Mapping[str, Any] | None) -> str:
    at = datetime.fromisoformat(str(hours and hours["opens_at"]))
    return f" {at.month}月{at.day}日 {at:%H:%M} "


def answering(desk: str) -> str:
    """What the assistant says while a human has the conversation."""
    return f"现在是{desk}在接着回复您，您这句话已经转过去了，我先不插话。"
