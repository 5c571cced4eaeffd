"""What an agent is about to send, checked; and nothing that blocks leaves.

    POST /v1/assist/check         findings with their places, why, a rewrite and the law behind it
    GET  /v1/assist/overrides     what supervisors let out all the same, for a supervisor

`refuse_blocked` stands before everything that sends a reply to a person. A block is lifted only
with a supervisor's key and a reason, which are kept. No draft is kept, and none is logged.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from zhihuan.assist.checking import Checked, Checker
from zhihuan.assist.transcript import Transcript
from zhihuan.clock import CHINA
from zhihuan.conversation import privacy
from zhihuan.conversation.hand_off.desk import desk_name
from zhihuan.conversation.message import MAX_CHARACTERS, clean
from zhihuan.errors import ZhihuanError
from zhihuan.records import overrides as override_file
from zhihuan.records.overrides import OverrideStore, digest_of
from zhihuan.web.access import Caller, require
from zhihuan.web.assist_case import Agent, Assisted, CaseFields, not_kept, transcript_of
from zhihuan.web.errors import STATUS, problem
from zhihuan.web.repayment.fields import Body, example
from zhihuan.web.services import Ready

_SHORTEST_REASON, _LONGEST_REASON = 10, 500

router = APIRouter(prefix="/v1/assist", tags=["assist"], dependencies=[Depends(not_kept)])


class ReplyBlocked(ZhihuanError):
    """A reply breaks a rule that blocks. `checked` says where, and what could be said."""

    def __init__(self, checked: dict[str, Any]) -> None:
        super().__init__("这条回复不能发：请按提示改掉再发，或者请主管写明理由放行")
        self.checked = checked


class SupervisorNeeded(ZhihuanError):
    """A block was to be lifted without a supervisor's key."""

    def __init__(self) -> None:
        super().__init__("放行要用主管的密钥：用 zhihuan keys make supervisor 做一把，带着它再发")


STATUS |= {ReplyBlocked: 422, SupervisorNeeded: 403}


class CheckRequest(CaseFields):
    """What is about to be sent, and to whom; without a case, only the draft itself is judged."""

    model_config = example(
        messages=[{"role": "customer", "text": "我白条欠了3200，逾期45天了"}],
        draft="您逾期45天，再不还我们就联系您的单位。",
    )

    draft: str = Field(min_length=1, max_length=MAX_CHARACTERS, description="要发的话")
    quick: bool = Field(
        default=False, description="true：边打字边查，只用规则和测算，不比对意思；发之前要查全的"
    )


class OverrideRequest(Body):
    """Why a reply that was blocked goes out all the same."""

    reason: str = Field(
        min_length=_SHORTEST_REASON,
        max_length=_LONGEST_REASON,
        description="为什么放行，至少 10 个字；会留下记录",
    )


def checker_of(services: Ready) -> Checker:
    """What checks drafts."""
    return services.checker


async def override_store(request: Request) -> OverrideStore:
    """Where overrides are kept."""
    store: OverrideStore = request.app.state.overrides
    return store


Checks = Annotated[Checker, Depends(checker_of)]
Overrides = Annotated[OverrideStore, Depends(override_store)]


@router.post("/check", summary="发之前查一遍", dependencies=[Depends(require("agent"))])
def check(
    body: CheckRequest,
    checker: Checks,
    cases: Assisted,
    services: Ready,
    request: Request,
    caller: Agent,
) -> dict[str, Any]:
    """Verdict and findings. `start` and `end` count Unicode code points of the draft."""
    transcript = transcript_of(body, cases, request, caller) if body.named else None
    checked = checker.check(body.draft, body.moment, transcript, quick=body.quick)
    return _json(checked, services, body.moment)


@router.get("/overrides", summary="放行的记录", dependencies=[Depends(require("supervisor"))])
def newest(
    store: Overrides,
    limit: Annotated[int, Query(ge=1, le=500, description="最多几条")] = 100,
) -> dict[str, Any]:
    """The newest first. Of a reply there is its SHA-256, not its words."""
    return {
        "overrides": [
            {
                "hand_off_id": one.hand_off_id,
                "reply_id": one.reply_id,
                "desk": one.desk,
                "key_id": one.key_id,
                "reason": one.reason,
                "rules": list(one.rules),
                "sha256": one.digest,
                "at": datetime.fromtimestamp(one.at, CHINA).isoformat(timespec="seconds"),
            }
            for one in store.newest(limit)
        ]
    }


def refuse_blocked(
    request: Request,
    services: Ready,
    hand_off_id: str,
    reply_id: str,
    desk: str,
    text: str,
    override: OverrideRequest | None = None,
) -> list[dict[str, Any]]:
    """What is found in a reply. Raises ReplyBlocked where it must not be sent; an override is kept.

    Raises SupervisorNeeded where an override comes without a supervisor's key, UnknownHandOff,
    NotReady.
    """
    checker, key = checker_of(services), _supervisor(request)
    if override is not None and key is None:
        raise SupervisorNeeded
    moment = datetime.now(CHINA)
    checked = checker.check(text, moment, _transcript(services, hand_off_id, moment))
    shown = _json(checked, services, moment)
    findings: list[dict[str, Any]] = shown["findings"]
    if checked.verdict != "block":
        return findings
    if override is None or key is None:
        raise ReplyBlocked(shown)
    store: OverrideStore = request.app.state.overrides
    store.keep(
        override_file.Override(
            hand_off_id=hand_off_id,
            reply_id=reply_id,
            desk=desk_name(desk),
            key_id=key.key_id,
            reason=privacy.mask(clean(override.reason)).text,
            rules=tuple(dict.fromkeys(each.rule for each in checked.findings)),
            digest=digest_of(text),
        ),
        services.human.queue.get(hand_off_id).conversation_id,
    )
    return findings


def install(app: FastAPI) -> None:
    """A block is answered with what was found."""

    @app.exception_handler(ReplyBlocked)
    async def _blocked(_: Request, error: ReplyBlocked) -> JSONResponse:
        return problem_with(error)


def problem_with(error: ReplyBlocked) -> JSONResponse:
    """Problem details with `verdict`, `findings` and `checked` beside them."""
    plain = problem(422, "reply_blocked", str(error))
    body = {
        "type": "about:blank",
        "title": "Unprocessable Content",
        "status": 422,
        "detail": str(error),
        "code": "reply_blocked",
        **error.checked,
    }
    return JSONResponse(body, 422, media_type=plain.media_type)


def _supervisor(request: Request) -> Caller | None:
    """The caller, with a supervisor's key; on a machine without keys nobody has one."""
    caller: Caller | None = getattr(request.state, "caller", None)
    return caller if caller is not None and caller.scope == "supervisor" else None


def _transcript(services: Ready, hand_off_id: str, moment: datetime) -> Transcript:
    return services.cases.handed(hand_off_id, moment.date())


def _json(checked: Checked, services: Ready, moment: datetime) -> dict[str, Any]:
    return checked.to_json(services.toolbox.library.knowledge_base.sources, moment.date())
