"""The words that people review, beside the code that reads them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def yaml_of(name: str) -> Any:
    """One of the YAML files of this folder."""
    return yaml.safe_load(files("zhihuan.conversation.danger").joinpath(name).read_text("utf-8"))
