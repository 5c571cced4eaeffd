"""Other people's questions: what is read, what agrees, and what is said when they are absent.

The rows are made up: not one of other people's is kept here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from zhihuan.evaluation.other_people import (
    MaterialBroken,
    MaterialMissing,
    Pair,
    Stranger,
    agreement,
    answered_share,
    by_stratum,
    by_topic,
    read_pairs,
    read_strangers,
    sampled,
)
from zhihuan.evaluation.retrieval import Found

FILES = {
    "in_domain.dev.tsv": "question\ttopics\tcluster_id\n甲\toverdue|prepay\tc1\n己\trefund\tc9\n",
    "pairs.dev.tsv": "q1\tq2\tsame\tcluster1\tcluster2\n"
    '甲\t乙"\t1\tx\ty\n丙\t丁\t0\tx\ty\n丙\t戊\t1\tc9\ty\n庚\t辛\t1\tx\ty\n',
    "coverage.dev.tsv": "question\tstratum\n甲\toverdue\n乙\trefund\n丙\toverdue\n",
}


@pytest.fixture
def material(tmp_path: Path) -> Path:
    (tmp_path / "user_questions").mkdir()
    for name, text in FILES.items():
        (tmp_path / "user_questions" / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_pairs_that_mean_the_same_are_read_with_their_topics(material: Path) -> None:
    pairs = read_pairs(material)
    assert pairs == [
        Pair("甲", '乙"', ("overdue", "prepay")),  # a quotation mark is a character like any other
        Pair("丙", "戊", ("refund",)),  # by its cluster
        Pair("庚", "辛", ()),
    ]
    assert {topic: len(part) for topic, part in by_topic(pairs).items()} == {
        "overdue": 1, "prepay": 1, "refund": 1, "—": 1,
    }  # fmt: skip


def test_the_strangers_are_read_by_stratum(material: Path) -> None:
    strangers = read_strangers(material)
    assert by_stratum(strangers) == {
        "overdue": [Stranger("甲", "overdue"), Stranger("丙", "overdue")],
        "refund": [Stranger("乙", "refund")],
    }


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_absent_is_named_and_its_folder_is_not(material: Path, name: str) -> None:
    (material / "user_questions" / name).unlink()
    with pytest.raises(MaterialMissing, match=name) as caught:
        read_strangers(material) if name.startswith("coverage") else read_pairs(material)
    assert "--data" in str(caught.value)
    assert str(material) not in str(caught.value)


def test_a_file_without_a_column_is_refused(material: Path) -> None:
    (material / "user_questions" / "coverage.dev.tsv").write_text("question\tx\n甲\t1\n", "utf-8")
    with pytest.raises(MaterialBroken, match="stratum"):
        read_strangers(material)


def test_a_sample_is_the_same_for_the_same_seed() -> None:
    everything = list(range(1000))
    drawn = sampled(everything, 20, 1)
    assert drawn == sampled(everything, 20, 1) == sorted(drawn)
    assert len(set(drawn)) == 20
    assert drawn != sampled(everything, 20, 2)
    assert sampled(everything, None, 1) == sampled(everything, 5000, 1) == everything


def test_what_becomes_of_a_pair_by_hand() -> None:
    found = {
        "甲": Found(("a", "b"), 0.9), "乙": Found(("a",), 0.8), "丙": Found(("b", "a"), 0.7),
        "丁": Found(("a",), 0.4), "戊": Found((), float("-inf")),
    }  # fmt: skip
    pairs = [Pair(one, other, ()) for one, other in ("甲乙", "甲丙", "甲丁", "甲戊", "丁戊")]
    always = agreement(pairs, found, None)
    shares = (always.same, always.different, always.one_silent, always.both_silent)
    assert [share.value for share in shares] == [2 / 5, 1 / 5, 2 / 5, 0]
    assert always.of_answered is not None
    assert (always.of_answered.value, always.of_answered.of) == (2 / 3, 3)
    strict = agreement(pairs, found, 0.5)
    shares = (strict.same, strict.different, strict.one_silent, strict.both_silent)
    assert [share.value for share in shares] == [1 / 5, 1 / 5, 2 / 5, 1 / 5]


def test_two_silences_are_no_agreement() -> None:
    found = {"甲": Found((), float("-inf")), "乙": Found((), float("-inf"))}
    silent = agreement([Pair("甲", "乙", ())], found, None)
    assert (silent.same.value, silent.both_silent.value, silent.of_answered) == (0, 1, None)


def test_how_many_strangers_are_answered() -> None:
    found = {"甲": Found(("a",), 0.9), "乙": Found(("a",), 0.3), "丙": Found((), float("-inf"))}
    strangers = [Stranger(text, "x") for text in "甲乙丙"]
    assert answered_share(strangers, found, None).value == pytest.approx(2 / 3)
    assert answered_share(strangers, found, 0.5).value == pytest.approx(1 / 3)
