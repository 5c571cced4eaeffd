"""Fits the weights of `library/part.py` and `library/answerable.py` on our own questions.

    python benchmarks/fit_search.py [QUESTIONS.yaml]

Prints weights to copy into the two files, and what five-fold cross-validation says of them. Needs
an index (`zhihuan index`) and scikit-learn, which sentence-transformers brings.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
import yaml
from sklearn.linear_model import LogisticRegression

from zhihuan.clock import today
from zhihuan.composition import embedder_of
from zhihuan.library import answerable
from zhihuan.library.index import PUBLIC, current_folder
from zhihuan.library.lexical import normalise
from zhihuan.library.part import WEIGHTS
from zhihuan.library.search import Library
from zhihuan.library.wording import one_wording
from zhihuan.settings import Settings

QUESTIONS = Path(__file__).parents[1] / "tests/evals/questions.yaml"
FOLDS = 5


def main() -> None:
    questions = yaml.safe_load(
        Path(sys.argv[1] if len(sys.argv) > 1 else QUESTIONS).read_text(encoding="utf-8")
    )
    settings = Settings()
    embedder = embedder_of(settings)
    assert current_folder(settings.data) is not None, "zhihuan index first"
    library = Library(settings.data, embedder)
    opened = library._opened
    part, odds = opened._parts[PUBLIC], opened._odds
    texts = [one_wording(normalise(q["q"]).strip()) for q in questions]
    vectors = embedder.queries(texts)
    found = [part.look(text, vector) for text, vector in zip(texts, vectors, strict=True)]
    day = today()
    told = np.array([part.base.by_slug[s].status(day) == "current" for s in part.slugs])
    slugs = np.array(part.slugs)
    ours = np.array([bool(q.get("first")) for q in questions])
    values = np.stack([looked.values[: len(slugs)] for looked in found])
    values[:, ~told] = -1.0

    wanted = np.zeros(values.shape[:2], dtype=np.float32)
    for row, question in zip(wanted, questions, strict=True):
        row[np.isin(slugs, question.get("also", []))] = 0.4
        row[slugs == question.get("first")] = 1.0
    folds = np.random.RandomState(1).randint(0, FOLDS, len(questions))
    held = []
    for fold in range(FOLDS):
        weights = _softmax_weights(values[ours & (folds != fold)], wanted[ours & (folds != fold)])
        held.append(_hits(values[ours & (folds == fold)] @ weights, wanted[ours & (folds == fold)]))
    first, third = np.mean(held, axis=0)
    print(f"ranking, cross-validated: hit@1 {first:.3f} hit@3 {third:.3f}")
    weights = _softmax_weights(values[ours], wanted[ours])
    print("ranking weights:", np.round(weights / weights[0], 2))
    first, third = _hits(values[ours] @ WEIGHTS, wanted[ours])
    print(f"as committed: hit@1 {first:.3f} hit@3 {third:.3f}")

    seen = []
    first_other = len(slugs)
    for looked, text, of_articles in zip(found, texts, values, strict=True):
        best = int((of_articles @ WEIGHTS).argmax())
        other = looked.values[first_other + int(looked.scores[first_other:].argmax())]
        seen.append(answerable.features(looked.values[best], other, odds.of(text)))
    features = np.array(seen)
    chance = np.zeros(len(questions))
    for fold in range(FOLDS):
        model = LogisticRegression(C=1.0, max_iter=5000).fit(
            features[folds != fold], ours[folds != fold]
        )
        chance[folds == fold] = model.predict_proba(features[folds == fold])[:, 1]
    for threshold in (0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95):
        silent, wrong = np.mean(chance[ours] < threshold), np.mean(chance[~ours] >= threshold)
        print(f"threshold {threshold}: false silence {silent:.3f}, false answers {wrong:.3f}")
    model = LogisticRegression(C=1.0, max_iter=5000).fit(features, ours)
    print("answerable:", np.round(model.coef_[0], 2), "bias", np.round(model.intercept_[0], 2))


def _softmax_weights(values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Weights under which the wanted articles are likeliest."""
    torch.manual_seed(0)
    weights = torch.tensor(WEIGHTS.copy(), requires_grad=True)
    sharpness = torch.tensor(6.0, requires_grad=True)
    share = torch.tensor(wanted / wanted.sum(1, keepdims=True))
    inputs = torch.tensor(values)
    optimiser = torch.optim.Adam([weights, sharpness], lr=0.05)
    for _ in range(150):
        optimiser.zero_grad()
        log_chance = torch.log_softmax(sharpness * (inputs @ weights), 1)
        loss = -(share * log_chance).sum(1).mean() + 0.002 * (weights**2).sum()
        loss.backward()
        optimiser.step()
    fitted: np.ndarray = weights.detach().numpy()
    return fitted


def _hits(scores: np.ndarray, wanted: np.ndarray) -> tuple[float, float]:
    order = np.argsort(-scores, axis=1)
    right = np.take_along_axis(wanted > 0, order, axis=1)
    return float(right[:, 0].mean()), float(right[:, :3].any(axis=1).mean())


if __name__ == "__main__":
    main()
