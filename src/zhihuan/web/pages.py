"""The files of the widget, and the page that shows it.

    GET /            the demonstration host
    GET /widget.js   the one script tag of an embedding page
    GET /static/…    the rest, fetched when the widget is first opened

Names never change, so browsers ask again each time and are mostly told that nothing changed:
parts of two releases are never mixed. Any page may read them; they hold nothing of anybody's.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(str(files("zhihuan.web"))) / "static"
_NEW = {"Cache-Control": "no-cache"}
_HEADERS = {
    **_NEW,
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class _Open(StaticFiles):
    """Files that a page of another origin may load."""

    async def get_response(self, path: str, scope: Scope) -> Any:
        """One file, or 404."""
        response = await super().get_response(path, scope)
        response.headers.update(_HEADERS)
        return response


def install(app: FastAPI) -> None:
    """Serve them."""
    app.mount("/static", _Open(directory=STATIC), name="static")

    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(
            STATIC / "index.html", media_type="text/html; charset=utf-8", headers=_NEW
        )

    @app.get("/widget.js", include_in_schema=False)
    async def widget() -> FileResponse:
        return FileResponse(
            STATIC / "loader.js", media_type="text/javascript; charset=utf-8", headers=_HEADERS
        )

    @app.get("/favicon.ico", include_in_schema=False)
    async def icon() -> FileResponse:
        return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml")
