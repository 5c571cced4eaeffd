"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from zhihuan.library.embedding import Embedder


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """Kept between runs: ZHIHUAN_TEST_CACHE, or .cache in the repository, which git ignores."""
    default = Path(__file__).parents[1] / ".cache"
    return Path(os.environ.get("ZHIHUAN_TEST_CACHE", default))


@pytest.fixture(scope="session")
def embedder(model_cache: Path) -> Embedder:
    """The embedded model; built on the first run, which takes some seconds."""
    from zhihuan.library.embedding import open_embedder

    return open_embedder("embedded", cache=model_cache)
