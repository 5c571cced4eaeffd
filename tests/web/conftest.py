"""The real application over the real index, on a port of the loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.fakes import serving
from zhihuan.settings import Settings
from zhihuan.web.app import create_app

if TYPE_CHECKING:
    from zhihuan.composition import Services


@pytest.fixture(scope="session")
def site(
    services: Services, model_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A client of a server that answers with the embedded brain, and knows no key."""
    kept = tmp_path_factory.mktemp("kept")
    app = create_app(Settings(cache=model_cache, data=kept, model="embedded"))
    app.state.opening.services = services
    with (
        serving(app) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client
