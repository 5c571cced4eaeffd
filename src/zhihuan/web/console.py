"""The agents' console: one page, its script and its style sheet.

    GET /console      for a service desk; what it shows comes from /v1/hand-offs and /v1/assist

The page holds nothing of anybody's. What opens those routes is typed into it and stays in the
tab: `form-action 'none'` and `connect-src 'self'` keep it from going anywhere else, and no text
can become markup (`trusted-types 'none'`).
"""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import FileResponse

from zhihuan.web.pages import STATIC

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def install(app: FastAPI) -> None:
    """Serve it. Its script and style sheet are served with the widget's files."""

    @app.get("/console", include_in_schema=False)
    async def console() -> FileResponse:
        return FileResponse(
            STATIC / "console.html", media_type="text/html; charset=utf-8", headers=_HEADERS
        )
