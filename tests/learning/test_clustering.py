"""Alike together, the same way every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhihuan.learning.clustering import Vectors, clusters_of, middle_of


def at_angles(*degrees: float) -> Vectors:
    radians = np.radians(degrees)
    return np.stack([np.cos(radians), np.sin(radians)], axis=1).astype(np.float32)


def test_neighbours_are_together_and_strangers_are_not() -> None:
    # 1 − cos 10° = 0.015, 1 − cos 80° = 0.83
    assert clusters_of(at_angles(0, 80, 10, 90)) == [[0, 2], [1, 3]]


def test_a_chain_of_neighbours_is_not_one_cluster() -> None:
    # Each is 10° from the next and the ends are 90° apart: their mean distance is far too large.
    assert len(clusters_of(at_angles(*range(0, 100, 10)))) > 1


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_and_one_need_no_comparison(count: int) -> None:
    assert clusters_of(at_angles(*[0.0] * count)) == [[0]] * count


@given(st.lists(st.integers(0, 359), min_size=1, max_size=30))
def test_every_row_is_in_exactly_one_cluster_and_so_is_it_again(degrees: list[int]) -> None:
    found = clusters_of(at_angles(*degrees))
    assert sorted(row for rows in found for row in rows) == list(range(len(degrees)))
    assert [rows[0] for rows in found] == sorted(rows[0] for rows in found)
    assert clusters_of(at_angles(*degrees)) == found


def test_the_middle_is_nearest_to_all_and_of_equals_the_first() -> None:
    assert middle_of([0, 1, 2], at_angles(0, 20, 10)) == 2
    assert middle_of([1, 0], at_angles(30, 30)) == 1
