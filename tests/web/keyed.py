"""A server that has keys, and what its callers send."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi.testclient import TestClient

from zhihuan.settings import Settings
from zhihuan.web.app import create_app

if TYPE_CHECKING:
    from zhihuan.composition import Services

SHOP, OTHER = "https://shop.example", "https://other.example"


@dataclass(frozen=True)
class Keyed:
    """The server, a client of it, and one key of each kind, all of the application "shop"."""

    client: TestClient
    access: Any
    texts: dict[str, str]
    ids: dict[str, str]

    def call(self, method: str, path: str, as_: str = "", *, origin: str = "", **more: Any) -> Any:
        """A request with the key of this kind, or with this text, from a page of `origin`."""
        headers = {"Accept": "application/json", **more.pop("headers", {})}
        if as_:
            headers["Authorization"] = f"Bearer {self.texts.get(as_, as_)}"
        if origin:
            headers["Origin"] = origin
        return self.client.request(method, path, headers=headers, **more)

    def token(self, user: str = "ann", *, key: str = "server", **changes: Any) -> str:
        """A user token as the application's server signs it, with nothing of ours."""
        return signed(
            self.texts[key],
            {"alg": "HS256", "typ": "JWT", "kid": self.ids[key], **changes.pop("header", {})},
            {"sub": user, "iat": int(time.time()), "exp": int(time.time()) + 600, **changes},
        )


def signed(key: str, header: dict[str, Any], claims: dict[str, Any]) -> str:
    """RFC 7515: header.claims.signature, HMAC-SHA256 under the text of the key."""
    parts = [_part(json.dumps(each).encode()) for each in (header, claims)]
    mac = hmac.new(key.encode(), ".".join(parts).encode(), hashlib.sha256)
    return ".".join([*parts, _part(mac.digest())])


def _part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@contextmanager
def keyed(services: Services, data: Path, **settings: Any) -> Iterator[Keyed]:
    """The real application, with a key of each kind."""
    app = create_app(Settings(data=data, model="embedded", **settings))
    app.state.opening.services = services
    access = app.state.access
    texts, ids = {}, {}
    for kind in ("widget", "server", "agent", "supervisor"):
        key, text = access.keys.make(kind, "shop", [SHOP] if kind == "widget" else [])
        texts[kind], ids[kind] = text, key.id
    yield Keyed(TestClient(app, raise_server_exceptions=False), access, texts, ids)
    access.close()
