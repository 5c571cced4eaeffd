"""How texts sound, what names things have, and what the asks teach."""

from __future__ import annotations

import numpy as np
import pytest

from zhihuan.library.adapter import Adapter, fit_adapter
from zhihuan.library.lexical import LexicalIndex
from zhihuan.library.odds import OurOdds
from zhihuan.library.sound import sound_tokens, syllables
from zhihuan.library.wording import one_wording


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("白条预期", "白条逾期"),
        ("baitiao yuqi", "白条逾期"),
        ("zhengxin", "征信"),
        ("zengxing", "征信"),
        ("摧收", "催收"),
    ],
)
def test_what_sounds_alike_is_alike(wrong: str, right: str) -> None:
    assert syllables(wrong) == syllables(right)


def test_letters_are_cut_into_the_fewest_syllables() -> None:
    assert syllables("zenmeban") == ("zen", "me", "ban")
    assert syllables("m2") == ("m", "2")


def test_no_pair_reaches_over_a_line() -> None:
    assert "tiao zen" not in sound_tokens("白条\n征信")
    assert sound_tokens("白条") == ["bai tiao"]
    assert sound_tokens("白") == ["bai"]


def test_a_misspelt_question_is_found_by_its_sound() -> None:
    texts = ["白条逾期怎么办", "快递到哪里了", "征信报告怎么查"]
    assert LexicalIndex(texts, sound_tokens).scores("白条预期咋办").argmax() == 0
    assert LexicalIndex(texts).scores("预期咋").max() == 0


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("蚂蚁花呗逾期", "花呗逾期"),
        ("bt逾期上zx吗", "白条逾期上征信吗"),
        ("京东的白条", "白条"),
        ("bts演唱会", "bts演唱会"),
    ],
)
def test_one_thing_has_one_name(written: str, meant: str) -> None:
    assert one_wording(written) == meant


def test_where_asks_of_an_article_differ_counts_for_less() -> None:
    # Two articles apart in x; the asks of each are spread in y, which says nothing.
    rng = np.random.default_rng(0)
    spread = rng.normal(0, 1.0, 40)
    asks = np.stack([[1.0 if n < 20 else -1.0, spread[n]] for n in range(40)]).astype(np.float32)
    adapter = fit_adapter(asks, ["a"] * 20 + ["b"] * 20)
    one, same, other = adapter(np.array([[1, 1.5], [1, -1.5], [-1, 1.5]], dtype=np.float32))
    before = [np.array(v) / np.linalg.norm(v) for v in ([1, 1.5], [1, -1.5], [-1, 1.5])]
    assert before[0] @ before[1] < 0  # by direction alone it is nearer to the other article
    assert before[0] @ before[2] > before[0] @ before[1]
    assert one @ same > one @ other
    assert np.allclose(np.linalg.norm(np.stack([one, same, other]), axis=1), 1)


def test_an_adapter_is_kept_as_it_is(tmp_path_factory: pytest.TempPathFactory) -> None:
    asks = np.random.default_rng(1).normal(size=(12, 5)).astype(np.float32)
    adapter = fit_adapter(asks, ["a", "b", "c"] * 4)
    path = tmp_path_factory.mktemp("adapter") / "adapter.npz"
    adapter.save(path)
    assert np.array_equal(Adapter.load(path)(asks), adapter(asks))


def test_articles_with_one_ask_each_teach_nothing() -> None:
    asks = np.eye(3, dtype=np.float32)
    assert np.array_equal(fit_adapter(asks, ["a", "b", "c"]).matrix, np.eye(3))


def test_odds_speak_for_what_is_ours_and_against_what_is_not() -> None:
    odds = OurOdds(["白条逾期怎么办", "征信什么时候恢复"], ["快递什么时候到", "天气怎么样"])
    assert odds.of("逾期了") > 0 > odds.of("快递呢")
    assert OurOdds(["白条"], []).of("快递") == 0
