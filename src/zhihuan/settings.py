"""What differs between machines: read here, by `web.app` and `cli` alone, and handed down."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent.parent


def _shipped(name: str) -> Path:
    """A folder that travels with the project: inside the wheel, or at the top of a checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _CHECKOUT / name


class Settings(BaseSettings):
    """Every setting is an environment variable `ZHIHUAN_<NAME>`; an unknown one is an error."""

    model_config = SettingsConfigDict(env_prefix="ZHIHUAN_", extra="forbid")

    data: Path = Field(
        default_factory=lambda: user_data_path("zhihuan"),
        description="where the index and the conversations are kept",
    )
    cache: Path = Field(
        default_factory=lambda: user_cache_path("zhihuan"),
        description="where the built embedding model is kept; may be deleted at any time",
    )
    knowledge_base: Path = Field(default_factory=lambda: _shipped("knowledge_base"))
    prompts: Path = Field(default_factory=lambda: _shipped("prompts"))

    embedding_model: str = Field(
        default="embedded",
        description="'embedded', or any sentence-transformers name or folder",
    )
    model: str = Field(
        default="embedded",
        description="'embedded' (no language model), or provider:name for LangChain, "
        "e.g. openai:qwen2.5-7b-instruct",
    )
    model_base_url: str | None = Field(default=None, description="of an OpenAI-compatible server")
    model_api_key: SecretStr | None = None
    model_timeout: float = Field(default=30.0, gt=0, le=300, description="seconds for one turn")

    keep_days: int | None = Field(
        default=None,
        ge=1,
        le=36_500,
        description="evidence and agents' rewrites older than this are erased; all is kept by default",
    )

    hand_off: Literal["off", "queue"] = Field(
        default="off", description="'queue': humans take conversations over; 'off': nobody does"
    )
    hand_off_hours: str = Field(
        default="Mon-Sun 09:00-18:00",
        description="when a human is there, in China's time, parts apart by commas",
    )
    hand_off_webhook: str | None = Field(
        default=None, description="https address that is told of hand-offs; http on the loopback"
    )
    hand_off_secret: SecretStr | None = Field(
        default=None, description="signs what is sent there, and opens /v1/hand-offs"
    )

    origins: str = Field(
        default="",
        description="pages of these origins may call, beside those of widget keys; commas between",
    )
    rate_per_user: int = Field(default=300, ge=1, description="requests a minute of one person")
    rate_per_key: int = Field(default=6_000, ge=1, description="requests a minute of one key")
    concurrency: int = Field(default=128, ge=1, le=4_096, description="requests at one time")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
