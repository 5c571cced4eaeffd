"""How hard an article is to read.

    score = characters per sentence + 100 × characters in hard words / all characters

after LIX (Björnsson 1968: words per sentence plus the percentage of long words), with the words
of the law in place of long words. Measured over 235 articles of our own the median was 25.6 and the
98th percentile 33.5; those above `HARD` are the ones an editor would rewrite. One sentence in a
hundred was longer than `LONGEST_SENTENCE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from zhihuan.library.article import Article
from zhihuan.library.check.finding import Finding, shortened

LONGEST_SENTENCE = 50
HARD = 34.0

_WORDS = Path(__file__).parent / "hard_words.yaml"
# 抵充，也就是先算还哪一笔 · 行业里叫M2 · “宽限期”是说…… · LPR（……）
_GLOSS_AFTER = (
    r"[”’]?(?:，|（|：|——)?(?:也就是|就是|指|是指|意思是|是说|说的是|即|通俗|简单说|（|是)"
)
_GLOSS_BEFORE = r"(?:叫作?|叫做|所谓的?|也就是|称为|写作|俗称)“?"


def hard_to_read(article: Article) -> Iterator[Finding]:
    """Sentences too long, hard words without a plain gloss, and an article that is hard as a whole."""
    sentences = [sentence for passage in article.passages for sentence in passage.sentences]
    for sentence in sentences:
        length = len(sentence.text)
        if length > LONGEST_SENTENCE:
            what = f"这一句有 {length} 个字：“{shortened(sentence.text)}”，拆成两句"
            yield Finding(article.path, sentence.line, "warning", "sentence-long", what)
    whole = "\n".join(sentence.text for sentence in sentences)
    # Agents and institutions know the words of their trade.
    words = {} if "institution" in article.applies_to else hard_words()
    for word, plain in words.items():
        if word in whole and plain not in whole and not _is_glossed(word, whole):
            first = next(sentence for sentence in sentences if word in sentence.text)
            what = f"“{word}”不好懂，换成“{plain}”，或者在旁边用白话说一句"
            yield Finding(article.path, first.line, "warning", "word-hard", what)
    score = difficulty([sentence.text for sentence in sentences])
    if score > HARD:
        what = f"整篇偏难（{score:.0f} 分，最好不超过 {HARD:.0f}）：把长句拆短，少用法律词"
        yield Finding(article.path, 0, "warning", "article-hard", what)


def difficulty(sentences: list[str]) -> float:
    """The score of the module's first line; 0 where there is no sentence."""
    characters = sum(map(len, sentences))
    if not characters:
        return 0.0
    hard = sum(len(word) * text.count(word) for text in sentences for word in hard_words())
    return characters / len(sentences) + 100 * hard / characters


@cache
def hard_words() -> dict[str, str]:
    """Words of law and finance that a worried person may not know, with plain ones."""
    words = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return {str(word): str(plain) for word, plain in words.items()}


def _is_glossed(word: str, whole: str) -> bool:
    found = re.escape(word)
    return bool(re.search(found + _GLOSS_AFTER, whole) or re.search(_GLOSS_BEFORE + found, whole))
