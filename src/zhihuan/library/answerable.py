"""Whether an article that was found answers the question, as a probability.

    log odds = b + Σ w · value        of the article's own values, of the nearest kind of question
                                      that is not ours, and of the characters (`odds`)

Retrieval always finds something; this says when to be silent. Logistic regression on
tests/evals/questions.yaml, five-fold (benchmarks/fit_search.py).
"""

from __future__ import annotations

import math

from zhihuan.library.part import ARTICLE, ASK, WEIGHTS, WORDS, Values

# Of the article: its score. Of the nearest other kind: ask, middle, words. Characters.
_SCORE, _ODDS = 0.96, 0.71
_OTHER_ASK, _OTHER_MIDDLE, _OTHER_WORDS = -3.92, -2.35, -3.15
_BIAS = 2.25
# A base that names no questions of others is judged as if some lay at a middling distance.
_MIDDLING = (0.35, 0.2, 0.1)


def features(values: Values, other: Values | None, odds: float) -> list[float]:
    """What the regression sees of one article; `other` are the values of the nearest misfit."""
    beside = _MIDDLING if other is None else (other[ASK], other[ARTICLE], other[WORDS])
    return [float(values @ WEIGHTS), *map(float, beside), odds]


def answerable(values: Values, other: Values | None, odds: float) -> float:
    """The probability, 0…1, that an article with these values answers the question."""
    weights = (_SCORE, _OTHER_ASK, _OTHER_MIDDLE, _OTHER_WORDS, _ODDS)
    seen = features(values, other, odds)
    logit = _BIAS + sum(w * x for w, x in zip(weights, seen, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, logit))))
