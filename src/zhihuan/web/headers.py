"""Headers that every response carries, and whom browsers may hand an answer to.

Our pages run scripts and styles of ours alone, send nothing elsewhere, stand in no frame, and can
make no markup or code out of text (Trusted Types, with no policy that could make an exception).
`/docs` alone loads the viewer of the API from its publisher, and runs one script in the page,
which is known by its hash; the viewer builds its page from text.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=()"),
]
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_VIEWER = "https://cdn.jsdelivr.net/npm/swagger-ui-dist@5/"
_INLINE = re.compile(r"<script>(.*?)</script>", re.S)
_MAY_SEND = ["Accept", "Authorization", "Content-Type", "If-None-Match", "Last-Event-ID"]
_MAY_READ = [
    "ETag",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "X-Vercel-AI-UI-Message-Stream",
]


class Headers:
    """Puts them on every response; a policy of its own stays, and so do a caller's limits."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message["headers"], *_ALWAYS]
                if not any(name == b"content-security-policy" for name, _ in headers):
                    headers.append((b"content-security-policy", _POLICY.encode()))
                limits: dict[str, str] = scope.get("state", {}).get("rate_limit", {})
                headers += [(k.lower().encode(), v.encode()) for k, v in limits.items()]
                message["headers"] = headers
            await send(message)

        await self._app(scope, receive, with_headers)


class Cors(CORSMiddleware):
    """Lets pages of the origins that are allowed at the moment read our answers. No cookies."""

    def __init__(self, app: ASGIApp, allows: Callable[[str], bool]) -> None:
        super().__init__(
            app,
            allow_methods=("GET", "POST", "DELETE"),
            allow_headers=_MAY_SEND,
            expose_headers=_MAY_READ,
            max_age=600,
        )
        self._allows = allows

    def is_allowed_origin(self, origin: str) -> bool:
        """Whether a page of this origin may."""
        return self._allows(origin)


def add_docs(app: FastAPI) -> None:
    """`/docs`, under a policy of its own."""
    page = bytes(
        get_swagger_ui_html(
            openapi_url="/openapi.json",
            title=app.title,
            swagger_js_url=_VIEWER + "swagger-ui-bundle.js",
            swagger_css_url=_VIEWER + "swagger-ui.css",
            swagger_favicon_url="/favicon.ico",
        ).body
    ).decode()
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()}'"
        for inline in _INLINE.findall(page)
    )
    policy = (
        f"default-src 'none'; script-src {_VIEWER} {hashes}; style-src {_VIEWER} 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})
