"""Telling a desk elsewhere, by webhook: signed, at least once, in order, and never for ever.

    POST <url>
    Content-Type:       application/json; charset=utf-8
    Idempotency-Key:    the id of the delivery, the same on every attempt
    Zhihuan-Timestamp:  seconds since 1970, of this attempt
    Zhihuan-Signature:  v1=<hex of HMAC-SHA256(secret, "<timestamp>." + body)>

    {"id", "event": "hand_off.queued | .message | .withdrawn | .erased", "hand_off_id", "at", …}

Anything but a 2xx, in time, is a failure: redirects are not followed. It is tried again after
1, 2, 4 … seconds, each shortened at random, so that many do not come back at once. That is kept
in the queue and survives a restart. A hand-off whose packet never arrives has failed, and the
person is told; what was withdrawn or erased is told for days.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import json
import logging
import random
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from zhihuan.clock import CHINA
from zhihuan.errors import ZhihuanError
from zhihuan.records.hand_offs import Delivery, HandOffQueue

log = logging.getLogger(__name__)

LEAST_SECRET = 16
ATTEMPT_SECONDS = 10.0
_IDLE_SECONDS = 1.0
_STOP_SECONDS = 2.0


class InvalidWebhook(ZhihuanError):
    """The address or the secret of the webhook cannot be used."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one attempt may take, and how often it is tried. Times in seconds."""

    timeout: float = ATTEMPT_SECONDS
    first_wait: float = 1.0
    longest_wait: float = 300.0
    attempts: int = 9
    attempts_to_forget: int = 2_000  # for what was withdrawn or erased: about a week

    def wait(self, attempts: int, chance: float) -> float:
        """Before the next attempt: twice as long each time, between half of that and all of it."""
        whole = min(self.longest_wait, self.first_wait * 2.0 ** min(attempts - 1, 30))
        return whole * (0.5 + chance / 2)

    def is_over(self, delivery: Delivery) -> bool:
        """Whether the attempt that failed was the last."""
        forgets = delivery.event in ("withdrawn", "erased")
        return delivery.attempts >= (self.attempts_to_forget if forgets else self.attempts)


class Webhook:
    """One address that is told. Raises InvalidWebhook where it may not be used.

    The address comes from the operator and never from a user. Plain HTTP is for the loopback
    alone; no proxy is used.
    """

    def __init__(self, url: str, secret: str, timeout: float = ATTEMPT_SECONDS) -> None:
        self._url = _checked(url)
        self._secret = checked_secret(secret).encode()
        self._timeout = timeout

    def send(self, delivery: Delivery, now: float) -> bool:
        """One attempt; whether it arrived."""
        body = json.dumps(
            {
                "id": delivery.id,
                "event": f"hand_off.{delivery.event}",
                "hand_off_id": delivery.hand_off_id,
                "at": datetime.fromtimestamp(delivery.created, CHINA).isoformat(),
                **delivery.data,
            },
            ensure_ascii=False,
        ).encode()
        stamp = str(int(now))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "zhihuan",
            "Idempotency-Key": delivery.id,
            "Zhihuan-Timestamp": stamp,
            "Zhihuan-Signature": f"v1={signature(self._secret, stamp, body)}",
        }
        try:
            status = self._post(body, headers)
        except (OSError, http.client.HTTPException) as error:
            log.warning("the webhook cannot be reached: %s", type(error).__name__)
            return False
        if not 200 <= status < 300:
            log.warning("the webhook answered %d", status)
        return 200 <= status < 300

    def _post(self, body: bytes, headers: dict[str, str]) -> int:
        secure = self._url.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(self._url.hostname or "", self._url.port, timeout=self._timeout)

        def cut() -> None:
            # A timeout of the socket begins anew with every byte: a server may drip for ever.
            with suppress(OSError):
                if connection.sock is not None:
                    connection.sock.shutdown(socket.SHUT_RDWR)

        limit = threading.Timer(self._timeout, cut)
        limit.daemon = True
        limit.start()
        try:
            path = self._url.path or "/"
            query = f"?{self._url.query}" if self._url.query else ""
            connection.request("POST", path + query, body, headers)
            return connection.getresponse().status
        finally:
            limit.cancel()
            connection.close()


class Courier:
    """Delivers what the queue holds, one after another, in a thread of its own."""

    def __init__(
        self,
        queue: HandOffQueue,
        webhook: Webhook,
        patience: Patience | None = None,
        *,
        clock: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._queue = queue
        self._webhook = webhook
        self._patience = patience or Patience()
        self._clock = clock
        self._chance = chance
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, also with what an earlier process left."""
        self._thread = threading.Thread(target=self._work, name="hand-offs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; an attempt that is under way for long is made again after the next start."""
        self._stopped.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)

    def wake(self) -> None:
        """There may be something to deliver."""
        self._woken.set()

    def deliver_one(self) -> bool:
        """Try what is due next; False where nothing is."""
        # Twice the time that an attempt may take: nobody else takes it up meanwhile.
        delivery = self._queue.claim(self._clock(), 2 * self._patience.timeout + 1)
        if delivery is None:
            return False
        if self._webhook.send(delivery, self._clock()):
            self._queue.delivered(delivery)
        elif self._patience.is_over(delivery):
            log.error("gave up telling of a hand-off (%s)", delivery.event)
            self._queue.give_up(delivery)
        else:
            wait = self._patience.wait(delivery.attempts, self._chance())
            self._queue.try_again(delivery, self._clock() + wait)
        return True

    def _work(self) -> None:
        while not self._stopped.is_set():
            try:
                if self.deliver_one():
                    continue
            except Exception as error:  # a full disk, say: what is due is still due
                log.error("the hand-offs cannot be delivered: %s", type(error).__name__)
            self._woken.wait(_IDLE_SECONDS)
            self._woken.clear()


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `<timestamp>.<body>`, in hex."""
    return hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def checked_secret(secret: str) -> str:
    """A secret long enough to be one. Raises InvalidWebhook."""
    if len(secret) < LEAST_SECRET or not secret.isascii():
        raise InvalidWebhook(
            f"ZHIHUAN_HAND_OFF_SECRET 至少要 {LEAST_SECRET} 个字符，只用字母、数字和符号"
        )
    return secret


def _checked(url: str) -> SplitResult:
    wrong = InvalidWebhook(
        "ZHIHUAN_HAND_OFF_WEBHOOK 要写成 https:// 开头的地址；http:// 只能用于本机（127.0.0.1）"
    )
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise wrong from None
    plain = url.isascii() and url.isprintable() and " " not in url
    if not host or not plain or parts.username is not None or parts.fragment:
        raise wrong
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise wrong
    return parts


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
