"""What is offered while somebody types."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhihuan.library.knowledge_base import KnowledgeBase, open_knowledge_base
from zhihuan.library.suggest import Suggestions

DAY = date(2026, 11, 21)
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return open_knowledge_base(REPOSITORY / "knowledge_base")


@pytest.fixture(scope="module")
def suggestions(base: KnowledgeBase) -> Suggestions:
    return Suggestions(base.public.articles)


@pytest.mark.parametrize(
    "typed",
    [
        "逾期",
        "yuqi",
        "yq",
        "yuq",
        "yqi",
        "逾qi",
        "逾q",
        "YuQi",
        " yu qi ",
        "yu'qi",
        "逾 期",
        "ｙｕｑｉ",
    ],
)
def test_a_word_is_found_however_it_is_typed(suggestions: Suggestions, typed: str) -> None:
    found = suggestions.search(typed, as_of=DAY)
    assert found
    for one in found:
        assert one.text[one.start : one.end] == "逾期"


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("zhengxin", "征信"), ("zx", "征信"), ("zhx", "征信"), ("zhengx", "征信"),
        ("huanqing", "还清"), ("huankuan", "还款"), ("yinhang", "银行"), ("lilv", "利率"),
        ("btyq", "白条逾期"), ("白条yq", "白条逾期"), ("bai条yu期", "白条逾期"),
        ("m2", "M2"), ("95118", "95118"), ("24%", "24%"), ("支付令", "支付令"),
    ],
)  # fmt: skip
def test_syllables_initials_and_characters_mix(
    suggestions: Suggestions, typed: str, fits: str
) -> None:
    best = suggestions.search(typed, as_of=DAY)[0]
    assert best.text[best.start : best.end] == fits


def test_a_letter_never_stands_for_the_middle_of_a_syllable(suggestions: Suggestions) -> None:
    for typed in ("uqi", "heng", "ingx"):
        for one in suggestions.search(typed, as_of=DAY, limit=20):
            first = one.text[one.start]
            assert first.lower() == typed[0] or first in "一"  # no syllable begins so


def test_what_begins_so_comes_before_what_has_it_inside(suggestions: Suggestions) -> None:
    found = [one.why for one in suggestions.search("征信", as_of=DAY, limit=20)]
    assert found[0] == "start"
    assert found == sorted(found, key=["start", "inside"].index)


def test_a_wrong_character_with_the_right_sound_still_finds(suggestions: Suggestions) -> None:
    best = suggestions.search("正信记录", as_of=DAY)[0]
    assert (best.text[best.start : best.end], best.why) == ("征信记录", "sound")


def test_words_in_another_order_find_what_shares_most_of_them(suggestions: Suggestions) -> None:
    found = suggestions.search("法院寄来传票怎么办", as_of=DAY)
    assert found
    assert all("法院" in one.text or "传票" in one.text for one in found)


@pytest.mark.parametrize(
    "typed", ["", "   ", "？！", "\x00", "😀", "qqqqqqqq", "红烧肉的做法", "z" * 200]
)
def test_what_fits_nothing_is_offered_nothing(suggestions: Suggestions, typed: str) -> None:
    assert suggestions.search(typed, as_of=DAY) == []


def test_an_article_is_offered_once(suggestions: Suggestions) -> None:
    slugs = [one.article.slug for one in suggestions.search("逾期", as_of=DAY, limit=20)]
    assert len(slugs) == len(set(slugs)) == 20


def test_what_has_ended_is_offered_only_on_its_day(suggestions: Suggestions) -> None:
    # The one-off relief ended on 2026-03-31, that day included.
    def offered(day: date) -> set[str]:
        found = suggestions.search("一次性信用修复", as_of=day, limit=20)
        return {one.article.slug for one in found}

    assert "one-off-credit-relief-open" in offered(date(2026, 3, 31))
    assert "one-off-credit-relief-open" not in offered(date(2026, 4, 1))


def test_every_title_is_found_by_itself_by_its_beginning_and_by_its_initials(
    base: KnowledgeBase, suggestions: Suggestions
) -> None:
    # pypinyin is the oracle for the initials; it reads each title as a whole.
    from pypinyin import Style, lazy_pinyin

    missed = []
    articles = [a for a in base.public.articles if a.status(DAY) == "current"]
    for article in articles:
        initials = "".join(lazy_pinyin(article.title, style=Style.FIRST_LETTER))
        for typed in (article.title, article.title[:6], initials):
            slugs = [one.article.slug for one in suggestions.search(typed, as_of=DAY, limit=20)]
            if article.slug not in slugs:
                missed.append((article.slug, typed))
    assert missed == []


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(suggestions: Suggestions, typed: str) -> None:
    for one in suggestions.search(typed, as_of=DAY):
        assert 0 <= one.start <= one.end <= len(one.text)


@pytest.mark.parametrize(
    "typed",
    [
        "a" * 40,
        "n" * 40,
        "an" * 20,
        "nan" * 13,
        "yi" * 20,
        "ee" * 20,
        "的" * 40,
        "shi" * 13,
        "y",
        "的",
    ],
)
def test_the_worst_that_can_be_typed_takes_no_time(suggestions: Suggestions, typed: str) -> None:
    # Processor time, so that a busy machine is no failure. The promise is 10 ms.
    suggestions.search(typed, as_of=DAY)
    times = []
    for _ in range(5):
        started = time.process_time()
        suggestions.search(typed, as_of=DAY)
        times.append(time.process_time() - started)
    assert min(times) < 0.010
