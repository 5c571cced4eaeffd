"""The composition root of the server: settings in, an application out.

Opening the model takes seconds, so it happens in the background: `/healthz` answers at once,
`/readyz` when everything is open.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse

from zhihuan import __version__
from zhihuan.composition import services_of
from zhihuan.errors import ZhihuanError
from zhihuan.records.feedback import FILE as FEEDBACK_FILE
from zhihuan.records.feedback import FeedbackStore
from zhihuan.records.inbox import Inbox
from zhihuan.records.overrides import FILE as OVERRIDES_FILE
from zhihuan.records.overrides import OverrideStore
from zhihuan.records.presence import Presence
from zhihuan.settings import Settings
from zhihuan.web import (
    assist,
    assist_check,
    assist_events,
    chat,
    console,
    editor,
    errors,
    evidence,
    faq,
    feedback,
    hand_off,
    letters,
    notices,
    openai,
    pages,
    presence,
    questions,
    repayment,
    suggest,
    timeline,
)
from zhihuan.web.access import Access, own_conversation, require
from zhihuan.web.headers import Cors, Headers, add_docs
from zhihuan.web.limits import BodyLimit, ConcurrencyLimit, TimeLimit
from zhihuan.web.services import Opening
from zhihuan.web.stream import Runs

log = logging.getLogger(__name__)

DESCRIPTION = """
给还不上消费信贷（先是京东白条）的人：接下来会怎样、要付多少、能做什么。

- 每句话都有出处，每个数都是算出来的；资料里没有的，不说。
- 金额和费率都是**文字**形式的小数（`"12000"`、`"0.006"`），不会被四舍五入。
- 规则会变：`as_of` 说按哪一天回答。
- 出错时一律是 `application/problem+json`，`detail` 说要改什么，`code` 不会变。
"""
# A turn costs as much as so many look-ups.
_TURN = 10


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application. Nothing is opened until it starts."""
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        opening: Opening = app.state.opening
        # A stream holds a thread while it waits; there must be one for each request.
        to_thread.current_default_thread_limiter().total_tokens = settings.concurrency + 8
        threading.Thread(target=_open, args=(settings, app), daemon=True).start()
        yield
        if opening.services is not None:
            opening.services.close()
        access.close()
        app.state.feedback.close()
        app.state.overrides.close()
        app.state.presence.close()
        app.state.inbox.close()

    app = FastAPI(
        title="知还 Zhihuan",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        responses={"default": errors.PROBLEM},
    )
    app.state.opening = Opening()
    app.state.runs = Runs()
    app.state.searches = faq.Searches()
    app.state.suggester = suggest.Suggester()
    app.state.feedback = FeedbackStore(settings.data / FEEDBACK_FILE)
    app.state.overrides = OverrideStore(settings.data / OVERRIDES_FILE)
    app.state.presence = Presence(settings.data / "hand_offs.sqlite")
    # Twice the tolerance: a stamp may lie ahead of our clock as well as behind it.
    app.state.inbox = Inbox(settings.data / "hand_offs.sqlite", 2 * assist_events.TOLERANCE_SECONDS)
    access = app.state.access = Access(settings)
    errors.install(app)
    assist_check.install(app)
    for part in (faq, suggest, repayment, letters, notices, timeline):
        app.include_router(part.router, dependencies=[Depends(require("widget"))])
    for talking in (chat.router, hand_off.of_person):
        app.include_router(
            talking,
            dependencies=[Depends(require("widget", post=_TURN)), Depends(own_conversation)],
        )
    app.include_router(openai.router, dependencies=[Depends(require("widget", post=_TURN))])
    for looking_back in (feedback, evidence, questions, editor):
        app.include_router(looking_back.router)
    app.include_router(hand_off.of_desk)
    app.include_router(assist.router)
    app.include_router(assist_check.router)
    app.include_router(presence.router)
    app.include_router(assist_events.router)
    _add_health(app)
    pages.install(app)
    console.install(app)
    add_docs(app)
    # The last one added is the first that a request meets.
    app.add_middleware(errors.Bugs)
    app.add_middleware(ConcurrencyLimit, most=settings.concurrency)
    app.add_middleware(TimeLimit)
    app.add_middleware(BodyLimit)
    app.add_middleware(openai.Errors)
    app.add_middleware(Cors, allows=access.allows_origin)
    app.add_middleware(Headers)
    return app


def _open(settings: Settings, app: FastAPI) -> None:
    opening: Opening = app.state.opening
    try:
        services = services_of(settings, log.info)
        services.human.start()
        opening.services = services
        log.info("ready")
        # Some seconds, so that nobody who types has to wait for them.
        app.state.suggester.over(services.toolbox.library.knowledge_base)
        services.checker.warm(settings.cache)
    except ZhihuanError as error:
        opening.failure = str(error)
        log.error("cannot start: %s", error)
    except Exception as error:
        opening.failure = "启动失败，请看服务端日志"
        log.exception("cannot start: %s", type(error).__name__)
    finally:
        opening.finished.set()


def _add_health(app: FastAPI) -> None:
    @app.get("/healthz", tags=["health"], summary="进程活着吗")
    async def healthz() -> dict[str, str]:
        """Alive."""
        return {"status": "ok", "version": __version__}

    @app.get("/readyz", tags=["health"], summary="可以回答了吗")
    async def readyz(request: Request) -> JSONResponse:
        """Ready to answer, opening, or failed (and why)."""
        opening: Opening = request.app.state.opening
        if opening.services is not None:
            articles = len(opening.services.toolbox.library.knowledge_base.articles)
            return JSONResponse({"status": "ready", "articles": articles})
        if opening.failure is not None:
            return JSONResponse({"status": "failed", "detail": opening.failure}, 503)
        return JSONResponse({"status": "opening"}, 503, {"Retry-After": "2"})
