"""The composition root of the server: settings in, an application out.

Opening the model takes seconds, so it happens in the background: `/healthz` answers at once,
`/readyz` when everything is open.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zhihuan import __version__
from zhihuan.composition import services_of
from zhihuan.errors import ZhihuanError
from zhihuan.settings import Settings
from zhihuan.web import chat, errors, faq, hand_off, letters, notices, pages, repayment, timeline
from zhihuan.web.limits import BodyLimit
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
_SECURITY = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        b"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
]


class SecurityHeaders:
    """Puts the headers on every response. The API's own docs page is left its scripts."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                docs = str(scope.get("path", "")).startswith(("/docs", "/redoc"))
                message["headers"] = [
                    *message["headers"],
                    *(_SECURITY[:2] if docs else _SECURITY),
                ]
            await send(message)

        await self._app(scope, receive, with_headers)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application. Nothing is opened until it starts."""
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        opening: Opening = app.state.opening
        threading.Thread(target=_open, args=(settings, opening), daemon=True).start()
        yield
        if opening.services is not None:
            opening.services.close()

    app = FastAPI(
        title="知还 Zhihuan", version=__version__, description=DESCRIPTION, lifespan=lifespan
    )
    app.state.opening = Opening()
    app.state.runs = Runs()
    errors.install(app)
    for part in (chat, faq, repayment, letters, notices, timeline):
        app.include_router(part.router)
    app.include_router(hand_off.of_person)
    app.include_router(hand_off.of_desk)
    _add_health(app)
    pages.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    return app


def _open(settings: Settings, opening: Opening) -> None:
    try:
        services = services_of(settings, log.info)
        services.human.start()
        opening.services = services
        log.info("ready")
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
