"""Who calls, and what they may do. A route asks for it by one dependency:

    router = APIRouter(…, dependencies=[Depends(access.require("widget"))])

    widget       what a person does: chat, FAQ, sums, letters, feedback. Every key may.
    server       what an application's own server does
    agent        what a service desk does; a supervisor may too
    supervisor   overriding, and what concerns all conversations

`Authorization: Bearer` carries a key, or a user token (`zhihuan.web.user_tokens`). A widget's key
is public, so it works only from the origins it was made for; what a page of another origin sends
is refused. As long as no key was ever made, everybody on this machine may do everything, and
nobody else may do anything. `Depends(access.own_conversation)` beside it answers 404 for a
conversation that is somebody else's, whether its id stands in the path or in the body.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from zhihuan.conversation.message import InvalidMessage, new_id
from zhihuan.errors import ZhihuanError
from zhihuan.records import keys as key_file
from zhihuan.records import owners as owner_file
from zhihuan.records.keys import Key, Keys, KeyScope, checked_origin, id_in
from zhihuan.records.ledger import UnknownConversation
from zhihuan.records.owners import Owner, Owners
from zhihuan.settings import Settings
from zhihuan.web.errors import (
    Forbidden,
    NoKeyMade,
    NotAuthorised,
    TooManyRequests,
    WrongOrigin,
)
from zhihuan.web.rate_limits import InProcess, Rate, RateLimiter
from zhihuan.web.user_tokens import looks_like_token, read_token

_MAY: dict[KeyScope, frozenset[KeyScope]] = {
    "widget": frozenset({"widget", "server", "agent", "supervisor"}),
    "server": frozenset({"server"}),
    "agent": frozenset({"agent", "supervisor"}),
    "supervisor": frozenset({"supervisor"}),
}
_GUESSES = Rate("guesses", 30)
_IDENTIFIER = re.compile(r"[\w.:-]{1,128}")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
_SHORTEST_ID = 22  # characters that hold 128 random bits in base64
_bearer = HTTPBearer(
    auto_error=False,
    description="`zhihuan keys make` 得到的密钥，或者后端签的用户令牌；一把都没有做过时，本机不用写",
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. `scope` is None where no key was ever made: everybody, on this machine."""

    scope: KeyScope | None
    key_id: str = ""
    application: str = ""
    user: str = ""

    def may(self, scope: KeyScope) -> bool:
        """Whether they may do what asks for `scope`."""
        return self.scope is None or self.scope in _MAY[scope]

    def owns(self, owner: Owner) -> bool:
        """Whether a conversation is theirs. An application's server speaks for all its users."""
        if self.scope is None:
            return True
        if owner.application != self.application:
            return False
        return self.scope == "server" or owner.user == self.user


class Access:
    """The keys, whose conversation is whose, and how often each may call."""

    def __init__(self, settings: Settings, limiter: RateLimiter | None = None) -> None:
        self.keys = Keys(settings.data / key_file.FILE)
        self.owners = Owners(settings.data / owner_file.FILE)
        self._limiter = limiter or InProcess()
        self._per_key = Rate("key", settings.rate_per_key)
        self._per_user = Rate("user", settings.rate_per_user)
        self._origins = frozenset(
            checked_origin(each) for each in settings.origins.split(",") if each.strip()
        )

    def allows_origin(self, origin: str) -> bool:
        """Whether pages of this origin may read our answers: by the setting, or by a key."""
        return origin in self._origins or any(
            origin in key.origins for key in self.keys.all() if key.revoked is None
        )

    def identify(self, request: Request) -> Caller:
        """Who calls. Raises NotAuthorised, TokenExpired, WrongOrigin, NoKeyMade."""
        if not self.keys.exist():
            if not _is_here(request):
                raise NoKeyMade
            return Caller(None)
        given = _bearer_of(request)
        try:
            if looks_like_token(given):
                token = read_token(given, self.keys.find)
                return Caller("widget", token.key.id, token.key.name, token.user)
            key = self._key(given)
        except NotAuthorised:
            # Guessing 256 bits is hopeless; this keeps the noise of it away.
            if self._limiter.take(f"guess:{_address(request)}", _GUESSES).retry_after:
                raise TooManyRequests(_GUESSES.seconds) from None
            raise
        if key.scope == "widget" and _origin_of(request) not in key.origins:
            raise WrongOrigin
        return Caller(key.scope, key.id, key.name)

    def spend(self, caller: Caller, request: Request, cost: int) -> None:
        """Count a request against its user and its key. Raises TooManyRequests."""
        if caller.scope is None:
            return
        buckets = [(f"key:{caller.key_id}", self._per_key)]
        if caller.scope == "widget":  # those of a page share a key: each person is counted apart
            person = caller.user or _address(request)
            buckets.insert(0, (f"user:{caller.application}:{person}", self._per_user))
        shown = None
        for bucket, rate in buckets:
            allowance = self._limiter.take(bucket, rate, cost)
            shown = shown or allowance
            if allowance.retry_after:
                request.state.rate_limit = allowance.headers
                raise TooManyRequests(allowance.retry_after)
        assert shown is not None
        request.state.rate_limit = shown.headers

    def begin_conversation(self, caller: Caller) -> str:
        """The id of a new conversation that belongs to the caller."""
        conversation_id = new_id()
        if caller.scope is not None:
            self.owners.claim(conversation_id, Owner(caller.application, caller.user))
        return conversation_id

    def check_conversation(self, caller: Caller, conversation_id: str, *, begins: bool) -> None:
        """Whether the conversation is the caller's, or nobody's and may be begun.

        Raises UnknownConversation; InvalidMessage where it would be begun under an id that
        others could guess.
        """
        if caller.scope is None:
            return
        owner = self.owners.of(conversation_id)
        if owner is None and begins:
            if len(conversation_id) < _SHORTEST_ID:
                raise InvalidMessage(
                    f"新对话的 conversation_id 至少 {_SHORTEST_ID} 个随机字符，比如 UUID；也可以不填"
                )
            owner = self.owners.claim(conversation_id, Owner(caller.application, caller.user))
        if owner is None or not caller.owns(owner):
            raise UnknownConversation

    def close(self) -> None:
        """Let go of files."""
        self.keys.close()
        self.owners.close()

    def _key(self, text: str) -> Key:
        key = self.keys.find(id_in(text) or "")
        if key is None or not key.opens_with(text):
            raise NotAuthorised
        return key


def access_of(request: Request) -> Access:
    """The one of this server."""
    access: Access = request.app.state.access
    return access


def require(scope: KeyScope, *, post: int = 1) -> Callable[[Request], Awaitable[Caller]]:
    """A dependency that lets pass whoever may do what asks for `scope`, and gives the Caller.

    A POST costs `post` of what a caller may ask in a minute; everything else costs 1. Asked for
    twice in one request, it is counted once.
    """

    async def _caller(request: Request, _: Annotated[object, Depends(_bearer)] = None) -> Caller:
        access = access_of(request)
        caller: Caller | None = getattr(request.state, "caller", None)
        if caller is None:
            caller = access.identify(request)
            access.spend(caller, request, post if request.method == "POST" else 1)
            request.state.caller = caller
        if not caller.may(scope):
            raise Forbidden
        return caller

    return _caller


Person = Annotated[Caller, Depends(require("widget"))]


async def own_conversation(request: Request, caller: Person) -> None:
    """Raises UnknownConversation where the conversation of this request is not the caller's.

    What is posted under an id that is nobody's makes it the caller's.
    """
    posted = request.method == "POST"
    conversation_id = request.path_params.get("conversation_id")
    if conversation_id is None and posted:
        conversation_id = await _id_in_body(request)
    if isinstance(conversation_id, str) and _IDENTIFIER.fullmatch(conversation_id):
        access_of(request).check_conversation(caller, conversation_id, begins=posted)


def start_words(settings: Settings, host: str) -> str | None:
    """What to say at start; None where keys are in use. Raises KeyNeeded.

    Without a key the server answers this machine alone, so any other address is refused.
    """
    keys = Keys(settings.data / key_file.FILE)
    try:
        if any(key.revoked is None for key in keys.all()):
            return None
        if not _is_loopback(host):
            raise KeyNeeded(host)
        if keys.exist():
            return "密钥都已经撤销，现在谁也用不了：用 zhihuan keys make 做一把"
    finally:
        keys.close()
    return "还没有密钥：本机上谁都能用，别的机器用不了。给别人用之前先 zhihuan keys make"


class KeyNeeded(ZhihuanError):
    """The server would be open to other machines, and no key was made."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"还没有密钥，不能在 {host} 上启动：先做一把，比如 zhihuan keys make server --name 应用名"
            "；只在本机试用就不写 --host"
        )


async def _id_in_body(request: Request) -> object:
    try:
        body = await request.json()
    except ValueError:  # what is not JSON is refused elsewhere
        return None
    return body.get("conversation_id") if isinstance(body, dict) else None


def _bearer_of(request: Request) -> str:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else ""


def _origin_of(request: Request) -> str:
    """The origin of the page. Browsers leave it out where a page reads from its own server."""
    origin = request.headers.get("origin")
    if origin is None and request.headers.get("sec-fetch-site") == "same-origin":
        origin = f"{request.url.scheme}://{request.url.netloc}"
    return (origin or "").lower()


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _is_here(request: Request) -> bool:
    """Whether a request came to this machine under its own name.

    By another name it came through a proxy, or from a page whose name was made to lead here (DNS
    rebinding).
    """
    bound = (request.scope.get("server") or ("",))[0]
    named = request.url.hostname or ""
    forwarded = any(name in request.headers for name in _FORWARDED)
    return not forwarded and (named == bound or (_is_loopback(named) and _is_loopback(bound)))
