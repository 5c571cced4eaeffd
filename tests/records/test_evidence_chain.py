"""The chain itself: what it vouches for, and what it gives away."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhihuan.records.evidence_chain import GENESIS, Link, commitment, runs_in, runs_of, runs_text

LINK = Link(2, "id", 1_700_000_000_000, "answer", "c0", ((3, 5),), GENESIS)


def test_the_hash_is_sha_256_of_everything_in_the_link() -> None:
    said = json.dumps([2, "id", 1_700_000_000_000, "answer", "c0", "3-5", GENESIS])
    assert LINK.hash == hashlib.sha256(said.replace(", ", ",").encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [{"number": 3}, {"id": "other"}, {"at": 1}, {"kind": "reply"}, {"commitment": "c1"},
     {"erased": ()}, {"erased": ((3, 6),)}, {"previous": "f" * 64}],
)  # fmt: skip
def test_another_link_has_another_hash(change: dict[str, object]) -> None:
    assert replace(LINK, **change).hash != LINK.hash  # type: ignore[arg-type]


def test_a_commitment_is_hmac_sha_256_so_that_nobody_can_guess_the_content() -> None:
    salt = bytes(range(32))
    expected = hmac.new(salt, "还不上".encode(), "sha256").hexdigest()
    assert commitment(salt, "还不上") == expected
    assert commitment(bytes(32), "还不上") != expected


@given(st.sets(st.integers(1, 60)))
def test_runs_hold_exactly_the_numbers_they_were_made_of(numbers: set[int]) -> None:
    runs = runs_in(runs_text(runs_of(numbers)))
    assert {n for first, last in runs for n in range(first, last + 1)} == numbers


@pytest.mark.parametrize("text", ["x", "1", "1-", "-5-7", "1-2,"])
def test_what_says_no_runs_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        runs_in(text)
