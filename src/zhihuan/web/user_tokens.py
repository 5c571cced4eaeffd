"""User tokens: an application's server tells us which of its users stands before the widget.

    header   {"alg": "HS256", "typ": "JWT", "kid": "<id of the server key>"}
    claims   {"sub": "<the application's own id for the user>", "iat": …, "exp": …}
    signed   HMAC-SHA256 with the whole text of the server key (RFC 7519, RFC 7515)

Any JWT library makes one. It lasts an hour at most and holds no name, number or address: `sub` is
an opaque id. No other algorithm is known here, so none can be asked for.
"""

from __future__ import annotations

import base64
import binascii
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zhihuan.records.keys import Key
from zhihuan.web.errors import NotAuthorised, TokenExpired

LONGEST_LIFE = 3_600  # seconds from iat to exp
_LEEWAY = 60  # seconds that two clocks may differ
_LONGEST_TOKEN = 2_048
_LONGEST_USER = 128


@dataclass(frozen=True, slots=True)
class UserToken:
    """A token that was signed with `key`, for one user of its application."""

    key: Key
    user: str


def looks_like_token(text: str) -> bool:
    """Whether this is a token at all, and not a key."""
    return text.count(".") == 2


def read_token(text: str, key_of: Callable[[str], Key | None]) -> UserToken:
    """The token. Raises NotAuthorised; TokenExpired where all but its time is right."""
    if len(text) > _LONGEST_TOKEN:
        raise NotAuthorised
    head, claims_part, signature_part = text.split(".")
    header, claims = _object(head), _object(claims_part)
    kid = header.get("kid")
    if header.get("alg") != "HS256" or "crit" in header or not isinstance(kid, str):
        raise NotAuthorised
    key = key_of(kid)
    if key is None or key.scope != "server":
        raise NotAuthorised
    if not key.signed(f"{head}.{claims_part}".encode(), _bytes(signature_part)):
        raise NotAuthorised
    user, begun, ends = claims.get("sub"), _time(claims.get("iat")), _time(claims.get("exp"))
    if not isinstance(user, str) or not 0 < len(user) <= _LONGEST_USER or not user.isprintable():
        raise NotAuthorised
    if not 0 < ends - begun <= LONGEST_LIFE:
        raise NotAuthorised
    now = time.time()
    if begun > now + _LEEWAY:
        raise NotAuthorised
    if ends < now - _LEEWAY:
        raise TokenExpired
    return UserToken(key, user)


def _time(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 1e11:
        raise NotAuthorised
    return float(value)


def _bytes(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotAuthorised from None


def _object(part: str) -> dict[str, Any]:
    try:
        found = json.loads(_bytes(part))
    except (ValueError, RecursionError):
        raise NotAuthorised from None
    if not isinstance(found, dict):
        raise NotAuthorised
    return found
