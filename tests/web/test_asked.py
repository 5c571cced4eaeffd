"""Which thing an answer closes by asking for, so that a face can offer a form for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import read_frames
from zhihuan.conversation.message import new_id

if TYPE_CHECKING:
    import httpx

WHOLE = {"Accept": "application/json"}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("我白条欠了3200，逾期45天了，会怎么样", "budget"),
        ("帮我算算分期每个月还多少", "amount"),
        ("逾期会坐牢吗", None),
        ("我不想活了", None),
    ],
)
def test_the_answer_the_stream_and_the_history_name_it(
    site: httpx.Client, text: str, asked: str | None
) -> None:
    body = {"text": text, "message_id": new_id(), "conversation_id": new_id()}
    streamed = read_frames(site.post("/v1/chat", json=body).text)
    (metadata,) = streamed.of("message-metadata")
    assert metadata["messageMetadata"]["asked"] == asked
    whole = site.post("/v1/chat", json=body, headers=WHOLE).json()
    assert whole.get("asked") == asked
    assert "held" not in whole
    (turn,) = site.get(f"/v1/chat/{body['conversation_id']}").json()["turns"]
    assert turn["answer"].get("asked") == asked
