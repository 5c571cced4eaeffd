"""Which chat model answers: ours, or any that LangChain can open."""

from __future__ import annotations

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel

from zhihuan.errors import ZhihuanError


class BrainUnavailable(ZhihuanError):
    """The language model that was asked for cannot be opened."""


def open_language_model(
    name: str, *, base_url: str | None, api_key: str | None, timeout: float
) -> BaseChatModel:
    """A model by `provider:name`, e.g. `openai:qwen2.5-7b-instruct` with a base URL.

    `timeout` is in seconds, for one request. Raises BrainUnavailable.
    """
    options: dict[str, object] = {"timeout": timeout, "max_retries": 1, "temperature": 0}
    if base_url:
        options["base_url"] = base_url
    if api_key:
        options["api_key"] = api_key
    try:
        model: BaseChatModel = init_chat_model(name, **options)  # type: ignore[call-overload]  # options differ by provider
    except (ImportError, ValueError) as error:
        raise BrainUnavailable(
            f"打不开语言模型 {name}：写成 提供方:模型名（比如 openai:qwen2.5-7b-instruct），"
            "并装上对应的 langchain 包"
        ) from error
    return model
