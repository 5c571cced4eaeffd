"""Finding by words: BM25 over Chinese words and character pairs.

Word boundaries in Chinese are a guess, and colloquial questions are misspelt; pairs of
characters find what a wrong cut would lose. Both kinds of token go into one index.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import bm25s
import numpy as np
import rjieba
from numpy.typing import NDArray

# It sets itself to DEBUG when it is imported, and writes a line for every index.
logging.getLogger("bm25s").setLevel(logging.WARNING)

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z0-9.%]+")
_STOP = frozenset(
    "的 了 吗 呢 啊 吧 呀 嘛 我 你 您 他 她 它 是 在 有 和 就 都 也 还 要 会 能 可以 怎么 什么 "
    "怎么办 怎样 如何 一个 这个 那个 请问 么 着 过 把 被 给 让 跟 与 及 或 但 而 这 那 不 没 没有".split()
)


@cache
def _simplifier() -> Any:
    import opencc  # only a text with traditional characters pays for it

    return opencc.OpenCC("t2s")


def normalise(text: str) -> str:
    """Half-width, lower-case, simplified characters: one spelling for one thing."""
    text = unicodedata.normalize("NFKC", text).lower()
    return str(_simplifier().convert(text))


def tokens(text: str) -> list[str]:
    """Words and character pairs of a normalised text, without the commonest words."""
    found = [word for word in rjieba.cut(text) if word.strip() and word not in _STOP]
    found = [word for word in found if _CHINESE.search(word) or _LATIN.search(word)]
    for run in _CHINESE.findall(text):
        found += [run[i : i + 2] for i in range(len(run) - 1) if run[i : i + 2] not in _STOP]
    return found


class LexicalIndex:
    """BM25 over short texts, in memory. `cut` makes the tokens of a normalised text."""

    def __init__(self, texts: Sequence[str], cut: Callable[[str], list[str]] = tokens) -> None:
        self._cut = cut
        self._bm25 = bm25s.BM25(method="lucene")
        self._bm25.index([cut(normalise(text)) or ["∅"] for text in texts], show_progress=False)

    def scores(self, query: str) -> NDArray[np.float32]:
        """One score a text, from 0 up, in the order they were given."""
        known = [token for token in self._cut(query) if token in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._bm25.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)
