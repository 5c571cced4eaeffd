"""One shape for every error (RFC 9457 problem details), one table of statuses.

    {"type": "about:blank", "title": …, "status": 422, "detail": …, "code": "invalid_terms"}

`detail` is Chinese and says what to change; it never repeats what was sent. `code` is stable.
"""

from __future__ import annotations

import logging
import re
import traceback
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zhihuan.assist.draft import StaleDraft
from zhihuan.conversation.hand_off.packet import InvalidHandOff, PacketChanged
from zhihuan.conversation.message import InvalidMessage
from zhihuan.errors import ZhihuanError
from zhihuan.library.index import IndexMissing, IndexOutdated
from zhihuan.library.knowledge_base import UnknownArticle
from zhihuan.library.letters import UnknownLetter
from zhihuan.records.evidence import UnknownEvidence
from zhihuan.records.hand_offs import (
    HandOffOver,
    HandOffWaiting,
    QueueUnavailable,
    TakenByAnother,
    UnknownHandOff,
)
from zhihuan.records.ledger import DifferentMessage, TurnInProgress, UnknownConversation
from zhihuan.repayment import InvalidTerms, NoSingleRate
from zhihuan.web.paging import InvalidCursor

log = logging.getLogger(__name__)


class NotReady(ZhihuanError):
    """The server has started, and is still opening its model and index."""

    def __init__(self) -> None:
        super().__init__("正在准备，请过几秒再试")


class NotAuthorised(ZhihuanError):
    """The caller did not show what opens this."""

    def __init__(self) -> None:
        super().__init__("没有权限：请在 Authorization 里写 Bearer 和正确的密钥")


class TokenExpired(ZhihuanError):
    """A user token was right, and its time is over."""

    def __init__(self) -> None:
        super().__init__("登录已经过期：让后端重新签一个用户令牌")


class Forbidden(ZhihuanError):
    """The key is good, and not for this."""

    def __init__(self) -> None:
        super().__init__("这把密钥不能做这件事，换一把有权限的")


class WrongOrigin(ZhihuanError):
    """A widget's key was used from a page it was not made for."""

    def __init__(self) -> None:
        super().__init__("这把密钥不能在这个网页上用：做密钥时 --origin 要写上这个网页的来源")


class NoKeyMade(ZhihuanError):
    """No key was ever made, and the caller is not on this machine."""

    def __init__(self) -> None:
        super().__init__("这里还没有密钥，只有本机能用：先用 zhihuan keys make 做一把")


class TooManyRequests(ZhihuanError):
    """A caller asks more often than they may. `retry_after`: seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"请求太多了，请 {retry_after} 秒后再试")
        self.retry_after = retry_after


class Unfinished(Exception):
    """An answer broke off. What broke it is in the log, without anybody's words."""


STATUS: dict[type[ZhihuanError], int] = {
    InvalidTerms: 422,
    NoSingleRate: 422,
    InvalidMessage: 422,
    UnknownArticle: 404,
    UnknownLetter: 404,
    UnknownConversation: 404,
    UnknownEvidence: 404,
    TurnInProgress: 409,
    DifferentMessage: 409,
    InvalidCursor: 422,
    NotAuthorised: 401,
    TokenExpired: 401,
    Forbidden: 403,
    WrongOrigin: 403,
    NoKeyMade: 403,
    TooManyRequests: 429,
    InvalidHandOff: 422,
    UnknownHandOff: 404,
    PacketChanged: 409,
    StaleDraft: 409,
    HandOffWaiting: 409,
    HandOffOver: 409,
    TakenByAnother: 409,
    QueueUnavailable: 503,
    NotReady: 503,
    IndexMissing: 503,
    IndexOutdated: 503,
}
_HTTP_WORDS = {
    404: "没有这个地址",
    405: "这个地址不接受这种请求方法",
    413: "内容太大了，请缩短后再发",
    415: "请用 application/json 发送",
}
_FIELDS = {
    "text": "text（想问的话）",
    "message_id": "message_id（消息编号）",
    "conversation_id": "conversation_id（对话编号）",
    "principal": "principal（本金）",
    "periods": "periods（期数）",
    "amount": "amount（欠款金额）",
    "days": "days（逾期天数）",
    "due": "due（还款日）",
    "as_of": "as_of（按哪一天）",
    "first_due": "first_due（首期还款日）",
    "payment": "payment（打算还的金额）",
    "payments": "payments（每月还款）",
    "dated_payments": "dated_payments（每次还款和日期）",
    "received": "received（实际到手）",
    "on_day": "on_day（逾期第几天还）",
    "until_day": "until_day（看到第几天）",
    "days_late": "days_late（已经逾期几天）",
    "fee_rate": "fee_rate（每期费率）",
    "annual_rate": "annual_rate（年利率）",
    "daily_rate": "daily_rate（日费率）",
    "yearly": "yearly（年化）",
    "budget": "budget（每月能还）",
    "income": "income（每月收入）",
    "spending": "spending（每月必要支出）",
    "balance": "balance（欠款余额）",
    "debts": "debts（几笔欠款）",
    "ways": "ways（要比的办法）",
    "purchases": "purchases（几笔消费）",
    "paid_periods": "paid_periods（已还几期）",
    "settled": "settled（还清那天）",
    "arisen": "arisen（逾期发生那天）",
    "event": "event（起算的那天）",
    "contract": "contract（合同成立日）",
    "claim": "claim（诉讼标的额）",
    "kind": "kind（哪一种）",
    "fields": "fields（空格和内容）",
    "lender_kind": "lender_kind（放款机构的类型）",
    "events": "events（收到的文书）",
    "on": "on（哪天）",
    "format": "format（文件格式）",
    "limit": "limit（最多几条）",
    "struck": "struck（删掉哪几项）",
    "added": "added（补充的话）",
    "seen": "seen（看到的是哪一份）",
    "desk": "desk（坐席的称呼）",
    "reply_id": "reply_id（回复编号）",
    "after": "after（上一次看到第几条）",
    "q": "q（要查的问题）",
    "cursor": "cursor（从哪里接着看）",
    "topic": "topic（话题）",
    "slug": "slug（文章的编号）",
    "verdict": "verdict（有用还是没用）",
    "reason": "reason（为什么）",
    "words": "words（想说的话）",
    "since": "since（从哪一天起）",
    "rerun": "rerun（再答一遍）",
    "drafts": "drafts（附草稿）",
    "messages": "messages（对话）",
    "role": "role（谁说的）",
    "hand_off_id": "hand_off_id（交接单编号）",
    "at": "at（哪个时刻）",
    "tone": "tone（语气）",
    "brain": "brain（谁来起草）",
    "version": "version（看到的是哪一版）",
    "agreed": "agreed（说定了什么）",
}
_A_NAME = re.compile(r"[a-z][a-z_]{0,30}", re.ASCII)
_REASONS = {
    "missing": "没有填",
    "extra_forbidden": "不认识这一项，请删掉",
    "string_too_long": "太长了",
    "string_too_short": "太短了",
    "string_pattern_mismatch": "格式不对",
    "json_invalid": "不是完整的 JSON，请检查括号和引号",
    "date_from_datetime_parsing": "要写成 2026-11-21 这样的日期",
    "date_parsing": "要写成 2026-11-21 这样的日期",
    "date_type": "要写成 2026-11-21 这样的日期",
    "literal_error": "不是可以选的值，见 /docs",
    "timezone_aware": "要带时区，比如 2026-11-21T10:00:00+08:00",
    "datetime_from_date_parsing": "要写成 2026-11-21T10:00:00+08:00 这样的时刻",
    "datetime_parsing": "要写成 2026-11-21T10:00:00+08:00 这样的时刻",
    "datetime_type": "要写成 2026-11-21T10:00:00+08:00 这样的时刻",
    "union_tag_invalid": "里的 kind 不是可以选的值，见 /docs",
    "union_tag_not_found": "里没有写 kind（哪一种），见 /docs",
    "too_short": "至少要写一项",
    "too_long": "太多了，请减少几项",
    "list_type": "应当是一个列表",
    "bool_type": "要写 true 或 false",
    "int_parsing": "要写成整数",
    "int_type": "要写成整数",
    "int_from_float": "要写成整数",
    "greater_than_equal": "太小了",
    "less_than_equal": "太大了",
    "string_type": '要写成带引号的文字，比如 "12000"',
    "model_attributes_type": "应当是一个 JSON 对象",
}


class Problem(BaseModel):
    """An error as it is sent (RFC 9457)."""

    type: Literal["about:blank"]
    title: str = Field(description="HTTP 状态的名字")
    status: int
    detail: str = Field(description="给人看的：哪里不对，要改什么；不会重复您发来的内容")
    code: str = Field(description="给程序看的，不会变", pattern="^[a-z_]+$")


PROBLEM: dict[str, Any] = {
    "description": "出错了：说要改什么，`code` 不会变",
    "content": {"application/problem+json": {"schema": Problem.model_json_schema()}},
}


def problem(status: int, code: str, detail: str, **headers: str) -> JSONResponse:
    """An error as it is sent."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
    return JSONResponse(
        body,
        status,
        {k.replace("_", "-"): v for k, v in headers.items()},
        "application/problem+json",
    )


def status_of(error: ZhihuanError) -> int:
    """The status of the nearest class in the table; what is in none is ours to answer for."""
    return next((STATUS[cls] for cls in type(error).__mro__ if cls in STATUS), 500)


def code_of(error: ZhihuanError) -> str:
    """`TurnInProgress` is `turn_in_progress`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__).lower()


def place_of(error: BaseException) -> str:
    """Where an error was raised, for the log: no values, so no user's words."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames[-4:]))


def install(app: FastAPI) -> None:
    """Answer every error in the one shape."""

    @app.exception_handler(ZhihuanError)
    async def _ours(_: Request, error: ZhihuanError) -> JSONResponse:
        status = status_of(error)
        headers = {"Retry_After": "2"} if status in (409, 503) else {}
        if isinstance(error, TooManyRequests):
            headers = {"Retry_After": str(error.retry_after)}
        if status == 401:
            headers = {"WWW_Authenticate": "Bearer"}
        return problem(status, code_of(error), str(error), **headers)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        # FastAPI's own answer would send back, and log, the value that was refused.
        details = [_detail(one) for one in error.errors()[:5]]
        return problem(422, "invalid_request", "；".join(dict.fromkeys(details)))

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> JSONResponse:
        words = _HTTP_WORDS.get(error.status_code, "这个请求没法处理")
        code = HTTPStatus(error.status_code).name.lower()
        return problem(error.status_code, code, words)


class Bugs:
    """Answers 500 where something failed that nobody foresaw.

    Not an exception handler: those are called outside every middleware, so the answer would
    carry none of our headers, and the server would log the error again with a person's words.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        begun = False

        async def told(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, told)
        except Exception as error:
            if scope["type"] != "http":
                raise
            log.error("%s: %s at %s", scope["path"], type(error).__name__, place_of(error))
            if begun:  # the connection is cut, so that half an answer is not taken for a whole
                raise Unfinished from None
            words = "我们这边出了错，请过一会儿再试"
            await problem(500, "internal_error", words)(scope, receive, send)


def _detail(error: dict[str, object]) -> str:
    place = error.get("loc")
    names = (
        [str(part) for part in place if isinstance(part, str)] if isinstance(place, tuple) else []
    )
    field = next((name for name in reversed(names) if name not in ("body", "query", "path")), "")
    kind = str(error.get("type"))
    if kind == "json_invalid":
        return f"发来的内容{_REASONS[kind]}"
    if kind == "value_error":
        return str(error.get("msg", "")).removeprefix("Value error, ")
    if field not in _FIELDS and not _A_NAME.fullmatch(field):
        field = "内容"  # a name that was sent, and may be anything
    return f"{_FIELDS.get(field, field)}{_REASONS.get(kind, '不对，请对照 /docs 检查')}"
