"""Letters over HTTP: which there are, and one of them filled in.

    GET  /v1/letters              what can be written, and the blanks of each
    POST /v1/letters/{id}         filled in, as JSON, text, a DOCX document or a page to print

What is not given stays a visible gap. Names, ID and card numbers are not taken: they are for the
writer's own pen.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from pydantic import Field, StringConstraints

from zhihuan.clock import today
from zhihuan.conversation.message import check_day
from zhihuan.conversation.situation import Known, Situation
from zhihuan.exports.letters import export_letter
from zhihuan.library.letters import LetterTemplate
from zhihuan.web.repayment.fields import Body, Day, example
from zhihuan.web.services import Ready

router = APIRouter(prefix="/v1/letters", tags=["letters"])

Name = Annotated[str, StringConstraints(max_length=40, pattern="^[a-z_]+$")]
Value = Annotated[str, StringConstraints(max_length=1_200)]


class LetterRequest(Body):
    """What is known so far, by the names of the blanks."""

    model_config = example(
        fields={"product": "京东白条", "amount": "3200", "due": "2026-10-05", "budget": "400"},
        lender_kind="small-loan-company",
    )

    fields: dict[Name, Value] = Field(
        default={}, max_length=40, description="空格的名字和内容，名字见 GET /v1/letters"
    )
    lender_kind: Literal["small-loan-company", "bank", "consumer-finance-company"] | None = Field(
        default=None, description="放款的是哪一类机构，决定送到哪里；不知道就不填"
    )
    as_of: Day | None = Field(default=None, description="今天；默认今天（中国时间）")


@router.get("", summary="能写哪几种信")
def letters(services: Ready) -> dict[str, Any]:
    """Every letter, what it is for, and its blanks."""
    known = services.toolbox.library.knowledge_base.letters
    return {"letters": [_described(each) for each in known.values()]}


@router.post(
    "/{letter}",
    summary="把一封信填到能填的地方",
    responses={
        200: {
            "content": {"application/json": {}, "text/plain": {}, "text/html": {}},
            "description": "信和旁边要知道的事；docx 和 html 是文件",
        }
    },
)
def write(
    letter: str,
    body: LetterRequest,
    services: Ready,
    file: Annotated[
        Literal["json", "text", "docx", "html"],
        Query(alias="format", description="json、text、docx 或 html"),
    ] = "json",
) -> Response:
    """The letter, its gaps, where to send it and by when, each with its sources."""
    day = check_day(body.as_of or today())
    kind = body.lender_kind
    situation = Situation(lender_kind=Known(kind, "", 0, day) if kind else None)
    written = services.toolbox.write_letter(
        letter, as_of=day, situation=situation, added=body.fields
    )
    if file == "json":
        return JSONResponse(written.to_json())
    made = export_letter(written, file)
    if file == "text":
        return Response(made.content, media_type=made.media_type)
    name = f"attachment; filename=\"letter.{file}\"; filename*=UTF-8''{quote(made.name)}"
    return Response(made.content, media_type=made.media_type, headers={"content-disposition": name})


def _described(letter: LetterTemplate) -> dict[str, Any]:
    return {
        "id": letter.id,
        "title": letter.title,
        "for": letter.purpose,
        "reviewed": letter.reviewed.isoformat(),
        "send_to": [to.contact for to in letter.send_to if to.contact],
        "blanks": [
            {
                "name": blank.name,
                "label": blank.label,
                "kind": blank.kind,
                "by_hand": blank.by_hand,
                "hint": blank.hint,
                "options": [{"id": choice.id, "text": choice.text} for choice in blank.choices],
            }
            for blank in letter.blanks.values()
        ],
    }
