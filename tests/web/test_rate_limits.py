"""How often, and what is said when it is too often."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.keyed import SHOP, keyed
from zhihuan.conversation.message import new_id
from zhihuan.web.rate_limits import InProcess, Rate

if TYPE_CHECKING:
    from zhihuan.composition import Services


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@given(
    quota=st.integers(1, 50),
    steps=st.lists(st.tuples(st.floats(0, 30), st.integers(1, 5)), max_size=80),
)
def test_nobody_gets_more_than_the_quota_and_what_has_flowed_in_since(
    quota: int, steps: list[tuple[float, int]]
) -> None:
    clock = Clock()
    limiter, rate = InProcess(clock), Rate("user", quota, 60)
    taken = 0
    for wait, cost in steps:
        clock.now += wait
        allowance = limiter.take("u", rate, cost)
        if not allowance.retry_after:
            taken += cost
        assert taken <= quota + quota / 60 * (clock.now - 1000.0) + 1e-6
        assert 0 <= allowance.remaining <= quota


@given(quota=st.integers(5, 50), cost=st.integers(1, 5))
def test_whoever_waits_as_long_as_they_were_told_passes(quota: int, cost: int) -> None:
    clock = Clock()
    limiter, rate = InProcess(clock), Rate("user", quota, 60)
    while not (refused := limiter.take("u", rate, cost)).retry_after:
        pass
    clock.now += refused.retry_after
    assert limiter.take("u", rate, cost).retry_after == 0


def test_one_caller_does_not_use_up_anothers() -> None:
    limiter, rate = InProcess(Clock()), Rate("user", 2, 60)
    assert [limiter.take("ann", rate).retry_after > 0 for _ in range(3)] == [False, False, True]
    assert limiter.take("bob", rate).retry_after == 0


def test_of_many_at_once_just_as_many_pass_as_may() -> None:
    limiter, rate = InProcess(Clock()), Rate("user", 100, 60)
    passed: list[bool] = []
    threads = [
        threading.Thread(
            target=lambda: passed.extend(not limiter.take("u", rate).retry_after for _ in range(50))
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(passed) == 100


def test_an_endless_number_of_callers_does_not_fill_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("zhihuan.web.rate_limits._MOST_BUCKETS", 100)
    limiter, rate = InProcess(Clock()), Rate("user", 10, 60)
    for n in range(1_000):
        limiter.take(f"u{n}", rate)
    assert len(limiter._buckets) <= 101
    assert limiter.take("u999", rate).remaining == 8  # the newest are remembered


def test_a_user_is_told_where_they_stand_and_when_to_come_back(
    services: Services, tmp_path: Path
) -> None:
    with keyed(services, tmp_path, rate_per_user=3) as shop:
        ann = shop.token("ann")
        answers = [shop.call("GET", "/v1/topics", ann, origin=SHOP) for _ in range(4)]
        assert [a.status_code for a in answers] == [200, 200, 200, 429]
        assert [a.headers["ratelimit"].split(";")[1] for a in answers] == [
            "r=2",
            "r=1",
            "r=0",
            "r=0",
        ]
        assert answers[0].headers["ratelimit-policy"] == '"user";q=3;w=60'
        refused = answers[-1]
        assert refused.json()["code"] == "too_many_requests"
        assert 1 <= int(refused.headers["retry-after"]) <= 20  # three a minute
        assert refused.headers["access-control-allow-origin"] == SHOP
        assert shop.call("GET", "/v1/topics", shop.token("bob")).status_code == 200
        assert shop.call("GET", "/v1/topics", "server").status_code == 200


def test_a_key_has_a_limit_of_its_own(services: Services, tmp_path: Path) -> None:
    with keyed(services, tmp_path, rate_per_key=2) as shop:
        statuses = [shop.call("GET", "/v1/topics", "server").status_code for _ in range(3)]
        assert statuses == [200, 200, 429]
        assert shop.call("GET", "/v1/topics", "agent").status_code == 200


def test_a_turn_costs_more_than_a_look_up(services: Services, tmp_path: Path) -> None:
    with keyed(services, tmp_path, rate_per_user=12) as shop:
        ann = shop.token("ann")
        body = {"text": "你好", "message_id": new_id()}
        first = shop.call("POST", "/v1/chat", ann, json=body)
        assert (first.status_code, first.headers["ratelimit"].split(";")[1]) == (200, "r=2")
        assert shop.call("POST", "/v1/chat", ann, json=body).status_code == 429
        assert shop.call("GET", "/v1/topics", ann).status_code == 200
