"""API keys: who may call, as what, and from where.

    pk_<id>_<secret>   widget      stands in a web page for all to read; works from its origins only
    sk_<id>_<secret>   server      an application's own server; it also signs user tokens
    ak_<id>_<secret>   agent       a service desk
    vk_<id>_<secret>   supervisor  a desk's supervisor: all that an agent may, and overriding

Of a key only the SHA-256 of its whole text is kept. The text has 256 random bits, so a digest
without salt cannot be guessed back. It is longer than 64 bytes, and HMAC uses the SHA-256 of such
a key in its place (RFC 2104, 2): the digest is just what it takes to check a token that was signed
with the key itself. Whoever steals the file can therefore sign user tokens until the key is
revoked; they cannot call as the server.

Keys of one application share its name: what one began, another of the same name goes on with,
so a key can be replaced without anybody losing a conversation.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from zhihuan.errors import ZhihuanError
from zhihuan.records.sqlite_file import SqliteFile

KeyScope = Literal["widget", "server", "agent", "supervisor"]
PREFIXES: dict[KeyScope, str] = {"widget": "pk", "server": "sk", "agent": "ak", "supervisor": "vk"}
FILE = "keys.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS keys (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    scope   TEXT NOT NULL,
    origins TEXT NOT NULL,
    digest  TEXT NOT NULL,
    created TEXT NOT NULL,
    revoked TEXT
) STRICT;
"""
_SHAPE = re.compile(r"(?:pk|sk|ak|vk)_([0-9a-f]{12})_[0-9a-f]{64}", re.ASCII)
_NAME = re.compile(r"[\w.-]{1,40}")
_ORIGIN = re.compile(
    r"https?://[a-z0-9.-]+(?::\d{1,5})?|https?://\[[0-9a-f:]+\](?::\d{1,5})?", re.ASCII
)
_LONGEST_BLOCK = 64  # bytes of a block of SHA-256: a longer key is hashed by HMAC


class InvalidKey(ZhihuanError):
    """A key cannot be made so."""


class UnknownKey(ZhihuanError):
    """No key has this id."""

    def __init__(self) -> None:
        super().__init__("没有这个编号的密钥：用 zhihuan keys list 看有哪些")


@dataclass(frozen=True, slots=True)
class Key:
    """A key, without its secret. Times are UTC, ISO 8601."""

    id: str
    name: str
    scope: KeyScope
    origins: tuple[str, ...]
    digest: str
    created: str
    revoked: str | None

    def opens_with(self, text: str) -> bool:
        """Whether `text` is this key, and the key still holds. Takes the same time either way."""
        same = hmac.compare_digest(digest_of(text), self.digest)
        return same and self.revoked is None

    def signed(self, content: bytes, signature: bytes) -> bool:
        """Whether `signature` is the HMAC-SHA256 of `content` under the key itself."""
        expected = hmac.digest(bytes.fromhex(self.digest), content, "sha256")
        return hmac.compare_digest(expected, signature) and self.revoked is None


def digest_of(text: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(text.encode()).hexdigest()


def id_in(text: str) -> str | None:
    """The id that a key names; None where it has not the shape of a key."""
    match = _SHAPE.fullmatch(text)
    return match[1] if match else None


def checked_origin(text: str) -> str:
    """An origin as browsers write it. Raises InvalidKey."""
    origin = text.strip().rstrip("/").lower()
    if not _ORIGIN.fullmatch(origin):
        raise InvalidKey("来源要写成 https://shop.example 这样：协议和域名，没有路径")
    return origin


class Keys:
    """The keys, in one SQLite file. Nothing is written before the first key is made.

    Read on every request, so that a revoked key is refused at once, by every process.
    """

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, _SCHEMA)

    def make(self, scope: str, name: str, origins: Sequence[str] = ()) -> tuple[Key, str]:
        """A new key and its text, which is shown once and never again. Raises InvalidKey."""
        known = next((one for one in get_args(KeyScope) if one == scope), None)
        if known is None:
            raise InvalidKey(f"种类只能是 {'、'.join(get_args(KeyScope))}")
        if not _NAME.fullmatch(name):
            raise InvalidKey("名称写应用的名字：40 个字以内，只用文字、数字、点、横线和下划线")
        allowed = tuple(dict.fromkeys(checked_origin(origin) for origin in origins))
        if bool(allowed) != (known == "widget"):
            raise InvalidKey("widget 密钥要用 --origin 写明网页的来源；别的密钥不写来源")
        key_id = secrets.token_hex(6)
        text = f"{PREFIXES[known]}_{key_id}_{secrets.token_hex(32)}"
        assert len(text) > _LONGEST_BLOCK
        key = Key(key_id, name, known, allowed, digest_of(text), _now(), None)
        with self._file.writing() as db:
            db.execute(
                "INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, NULL)",
                (key.id, name, known, " ".join(allowed), key.digest, key.created),
            )
        return key, text

    def find(self, key_id: str) -> Key | None:
        """The key of this id, revoked or not."""
        found = self._rows("SELECT * FROM keys WHERE id = ?", key_id)
        return found[0] if found else None

    def exist(self) -> bool:
        """Whether a key was ever made, even if it was revoked since."""
        return bool(self._file.read("SELECT 1 FROM keys LIMIT 1"))

    def all(self) -> list[Key]:
        """Every key that was ever made, oldest first."""
        return self._rows("SELECT * FROM keys ORDER BY created, id")

    def revoke(self, key_id: str) -> Key:
        """Make a key worthless, from now on. Twice is fine. Raises UnknownKey."""
        if self.find(key_id) is not None:
            with self._file.writing() as db:
                db.execute(
                    "UPDATE keys SET revoked = COALESCE(revoked, ?) WHERE id = ?", (_now(), key_id)
                )
        key = self.find(key_id)
        if key is None:
            raise UnknownKey
        return key

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _rows(self, query: str, *values: str) -> list[Key]:
        return [
            Key(key_id, name, scope, tuple(origins.split()), digest, created, revoked)
            for key_id, name, scope, origins, digest, created, revoked in self._file.read(
                query, *values
            )
        ]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
