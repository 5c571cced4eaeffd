"""POST /v1/chat: a turn, as a stream of checked sentences or as one JSON answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from zhihuan.clock import today
from zhihuan.conversation.events import Event, Finished
from zhihuan.web.repayment.fields import Day
from zhihuan.web.services import ForgetConversation, NewConversation, Ready, TurnRuns
from zhihuan.web.stream import HEADERS, Run, sse

router = APIRouter(prefix="/v1/chat", tags=["chat"])

Identifier = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[\w.:-]+$")]


class ChatRequest(BaseModel):
    """One message of a person."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"message_id": "m-1", "text": "我白条欠了3200，逾期45天了，会怎么样"}]
        },
    )

    text: str = Field(max_length=200_000, description="想问的话，最多 4000 字")
    message_id: Identifier = Field(
        description="客户端自己定的编号；同一编号重发是同一轮，不会回答两次"
    )
    conversation_id: Identifier | None = Field(
        default=None, description="接着哪段对话；第一句留空，答复里会给出编号"
    )
    as_of: Day | None = Field(default=None, description="按哪一天的规则回答；默认今天（中国时间）")


@router.post(
    "",
    summary="问一句",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "逐句的事件流；`Accept: application/json` 时是完整的一份答复",
            "content": {"text/event-stream": {}, "application/json": {}},
        }
    },
)
def chat(
    body: ChatRequest,
    services: Ready,
    runs: TurnRuns,
    new_conversation: NewConversation,
    accept: Annotated[str, Header()] = "",
    last_event_id: Annotated[str, Header()] = "",
) -> Response:
    """Ask. The turn goes on even if the connection is cut; send the same message to resume."""
    conversation_id = body.conversation_id or new_conversation()

    def begin() -> Iterator[Event]:
        return services.conversations.ask(
            body.text,
            as_of=body.as_of or today(),
            message_id=body.message_id,
            conversation_id=conversation_id,
        )

    if "application/json" in accept and "text/event-stream" not in accept:
        return JSONResponse(_last(begin()))
    run, known = runs.take_up(conversation_id, body.message_id, body.text, begin)
    # After a restart the frames are new ones: those that were seen say nothing about them.
    number = last_event_id if last_event_id.isdecimal() and len(last_event_id) < 10 else "0"
    after = int(number) if known else 0
    return StreamingResponse(
        _sent(run, after), media_type="text/event-stream; charset=utf-8", headers=HEADERS
    )


@router.get("/{conversation_id}", summary="看一段对话")
def history(conversation_id: Identifier, services: Ready) -> dict[str, Any]:
    """What was asked and shown, oldest first."""
    turns = services.conversations.turns(conversation_id)
    return {
        "conversation_id": conversation_id,
        "turns": [
            {
                "message_id": t.message_id,
                "text": t.text,
                "as_of": t.as_of,
                "answer": _public(t.answer),
            }
            for t in turns
        ],
    }


@router.delete("/{conversation_id}", status_code=204, summary="清除一段对话")
def erase(
    conversation_id: Identifier, services: Ready, runs: TurnRuns, forget: ForgetConversation
) -> None:
    """Forget it everywhere."""
    services.conversations.erase(conversation_id)
    runs.forget(conversation_id)
    forget(conversation_id)


def _last(events: Iterator[Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    for event in events:
        if isinstance(event, Finished):
            answer = _public(event.answer)
    return answer


def _public(answer: Any) -> dict[str, Any]:
    """An answer without what is kept for us alone."""
    return {key: value for key, value in (answer or {}).items() if key != "held"}


def _sent(run: Run, after: int) -> Iterator[str]:
    for numbered in run.frames(after):
        yield ": ping\n\n" if numbered is None else sse(*numbered)
    yield "data: [DONE]\n\n"
