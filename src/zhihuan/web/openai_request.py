"""What `POST /v1/chat/completions` takes: OpenAI's request, as far as it has a meaning here.

used          model, messages, stream, stream_options, and `as_of`, which is ours
no effect     what steers chance or counts tokens: nothing here is drawn by lot
refused       tools, pictures, sound, several answers, another shape of answer
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag

from zhihuan.conversation.stateless import MAX_MESSAGES, Sent
from zhihuan.web.repayment.fields import Day

MODEL = "zhihuan"
_LONGEST = 200_000


def _only(name: str, why: str, value: str) -> Any:
    """A text that can have one value; the schema says which, and a refusal says why."""

    def check(given: str) -> str:
        if given != value:
            raise ValueError(f"{name}：{why}")
        return given

    return Annotated[
        str, AfterValidator(check), Field(max_length=100, json_schema_extra={"const": value})
    ]


class Part(BaseModel):
    """A piece of a message."""

    model_config = ConfigDict(extra="ignore")

    type: _only("messages", "只读文字，图片、声音和文件请去掉", "text")  # type: ignore[valid-type]
    text: str = Field(default="", max_length=_LONGEST)


def _form(content: object) -> str:
    return "parts" if isinstance(content, list) else "words"


# Told apart by hand, so that what is refused is refused for one reason.
Content = Annotated[
    Annotated[str, Field(max_length=_LONGEST), Tag("words")]
    | Annotated[list[Part], Field(max_length=50), Tag("parts")],
    Discriminator(_form),
]


class Message(BaseModel):
    """One message. `system` and `developer` are accepted and not followed: the rules are ours."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["system", "developer", "user", "assistant"]
    content: Content | None = None

    @property
    def text(self) -> str:
        """All of it as one text."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    """How to stream."""

    model_config = ConfigDict(extra="ignore")

    include_usage: bool | None = None


def _refused(name: str, why: str, *harmless: object) -> AfterValidator:
    """Refuses any value but nothing, and those that ask for nothing special."""

    def check(value: Any) -> Any:
        if value is None or value in harmless:
            return value
        raise ValueError(f"{name}：{why}")

    return AfterValidator(check)


_NO_TOOLS = "这里不接受外来的工具，算账和查资料都是自己做的，请去掉"
_Unheeded = Annotated[Any, Field(description="接受，不起作用")]
# The schema says what may be sent without being refused; anything else gets the reason.
_Refused = Field(default=None, json_schema_extra={"type": "null"})


class CompletionRequest(BaseModel):
    """A conversation whose last message is a person's."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "model": MODEL,
                    "messages": [{"role": "user", "content": "白条逾期一天会上征信吗"}],
                }
            ]
        },
    )

    model: _only("model", f"这里只有 {MODEL}", MODEL)  # type: ignore[valid-type]
    messages: list[Message] = Field(min_length=1, max_length=MAX_MESSAGES)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    as_of: Day | None = Field(default=None, description="按哪一天的规则；默认今天（中国时间）")

    tools: Annotated[Any, _refused("tools", _NO_TOOLS, [])] = _Refused
    tool_choice: Annotated[Any, _refused("tool_choice", _NO_TOOLS, "none", "auto")] = _Refused
    functions: Annotated[Any, _refused("functions", _NO_TOOLS, [])] = _Refused
    function_call: Annotated[Any, _refused("function_call", _NO_TOOLS, "none", "auto")] = _Refused
    n: Annotated[Any, _refused("n", "一次只有一个回答，写 1 或者去掉", 1)] = _Refused
    stop: Annotated[Any, _refused("stop", "回答不会被截断，请去掉", [])] = _Refused
    response_format: Annotated[
        Any, _refused("response_format", "回答只有文字，请去掉", {"type": "text"})
    ] = _Refused
    modalities: Annotated[Any, _refused("modalities", "回答只有文字，请去掉", ["text"])] = _Refused
    audio: Annotated[Any, _refused("audio", "回答只有文字，请去掉")] = _Refused
    logprobs: Annotated[Any, _refused("logprobs", "这里没有词的概率，请去掉", False)] = _Refused
    top_logprobs: Annotated[Any, _refused("top_logprobs", "这里没有词的概率，请去掉", 0)] = _Refused

    temperature: _Unheeded = None
    top_p: _Unheeded = None
    presence_penalty: _Unheeded = None
    frequency_penalty: _Unheeded = None
    seed: _Unheeded = None
    max_tokens: _Unheeded = None
    max_completion_tokens: _Unheeded = None
    logit_bias: _Unheeded = None
    user: _Unheeded = None
    metadata: _Unheeded = None
    store: _Unheeded = None
    service_tier: _Unheeded = None
    parallel_tool_calls: _Unheeded = None
    reasoning_effort: _Unheeded = None
    verbosity: _Unheeded = None
    prompt_cache_key: _Unheeded = None
    safety_identifier: _Unheeded = None

    def sent(self) -> list[Sent]:
        """The talk: what was said by the person, and what the caller says that we answered."""
        return [
            Sent("user" if message.role == "user" else "assistant", message.text)
            for message in self.messages
            if message.role in ("user", "assistant")
        ]
