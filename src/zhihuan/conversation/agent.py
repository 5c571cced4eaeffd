"""The graph: a LangChain agent over the toolbox, the same for every brain.

    model ⇄ tools          until the model calls no more tools, or the limits are reached

The checkpointer remembers each conversation's messages. It is a cache: what was *shown*, not
what was generated, is written back after every turn, and the ledger can rebuild it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import (
    AgentMiddleware,
    ModelCallLimitMiddleware,
    ModelRequest,
    ToolCallLimitMiddleware,
    dynamic_prompt,
    wrap_tool_call,
)
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import END, START, MessagesState, StateGraph

from zhihuan.conversation.prompts import Prompt
from zhihuan.conversation.tools import TurnContext, agent_tools

MODEL_CALLS = 5
TOOL_CALLS = 12

# No traces leave the machine, and a tampered checkpoint cannot name a class to be built.
os.environ.setdefault("LANGSMITH_TRACING", "false")
os.environ.setdefault("LANGGRAPH_STRICT_MSGPACK", "true")


class Memory:
    """The conversations' messages, in one SQLite file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self.saver = SqliteSaver(sqlite3.connect(path, check_same_thread=False))
        self.saver.setup()
        self.saver.conn.execute("PRAGMA secure_delete = ON")  # what a person erases is gone
        self._graph = _keeper(self.saver)

    def messages(self, conversation_id: str) -> list[BaseMessage]:
        """What is remembered of a conversation."""
        state = self._graph.get_state(_config(conversation_id))
        found: list[BaseMessage] = state.values.get("messages", [])
        return found

    def remember(self, conversation_id: str, messages: Sequence[BaseMessage]) -> None:
        """Replace what is remembered of a conversation. One checkpoint is kept, not a history."""
        self.saver.delete_thread(conversation_id)
        if messages:
            self._graph.update_state(
                _config(conversation_id), {"messages": list(messages)}, as_node="keep"
            )

    def forget(self, conversation_id: str) -> None:
        """Drop a conversation."""
        self.saver.delete_thread(conversation_id)
        with self.saver.lock:  # the write-ahead log still holds what was written
            self.saver.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


# What providers call the reason for which a model stopped.
_REASONS = ("finish_reason", "stop_reason", "done_reason")
_TOO_LONG = ("length", "max_tokens", "MAX_TOKENS")


class CutOff(Exception):
    """The model stopped without saying that it had finished: its last words may be half a sentence."""


class Agent:
    """A brain with its tools.

    With a memory it knows what was said before; without one it is told each time, and nothing
    that it writes, in time or too late, is kept anywhere.
    """

    def __init__(
        self, model: BaseChatModel, memory: Memory | None = None, prompt: Prompt | None = None
    ) -> None:
        self._memory = memory
        self.prompt = prompt
        limits: list[AgentMiddleware[Any, Any]] = [
            ModelCallLimitMiddleware(run_limit=MODEL_CALLS, exit_behavior="end"),
            ToolCallLimitMiddleware(run_limit=TOOL_CALLS, exit_behavior="continue"),
            _one_at_a_time,
        ]
        self._graph: Any = create_agent(
            model,
            agent_tools(),
            context_schema=TurnContext,
            checkpointer=memory.saver if memory else None,
            middleware=[*limits, _prompted(prompt)] if prompt else limits,
        )

    def stream(
        self,
        conversation_id: str,
        history: Sequence[BaseMessage],
        message: HumanMessage,
        turn: TurnContext,
    ) -> Iterator[str]:
        """The text the model writes for the person, as it comes. Raises CutOff.

        A brain with a memory is our own: it composes its answer at once, so it is not streamed,
        and no thread is left waiting for what a stream may bring.
        """
        if self._memory is not None:
            state = self._graph.invoke(
                {"messages": [message]},
                _config(conversation_id),
                context=turn,
                durability="exit",
            )
            yield from str(state["messages"][-1].text).splitlines(keepends=True)
            return
        finished = False
        for chunk, _ in self._graph.stream(
            {"messages": [*history, message]},
            _config(conversation_id),
            context=turn,
            stream_mode="messages",
        ):
            if not isinstance(chunk, AIMessageChunk):
                continue
            if chunk.content:
                finished = False
                yield chunk.text
            reasons = [chunk.response_metadata.get(name) for name in _REASONS]
            finished = finished or any(r and r not in _TOO_LONG for r in reasons)
        if not finished:
            raise CutOff


def _keeper(saver: SqliteSaver) -> Any:
    """A graph that only holds messages, so that the memory needs no brain."""
    graph = StateGraph(MessagesState)
    graph.add_node("keep", lambda _: {})
    graph.add_edge(START, "keep")
    graph.add_edge("keep", END)
    return graph.compile(checkpointer=saver)


@wrap_tool_call
def _one_at_a_time(request: ToolCallRequest, handler: Callable[[ToolCallRequest], Any]) -> Any:
    """Tools called at once run in threads; the evidence they share counts its handles."""
    turn: Any = request.runtime.context
    with turn.evidence.lock:
        return handler(request)


def _prompted(prompt: Prompt) -> AgentMiddleware[Any, Any]:
    @dynamic_prompt
    def system_prompt(request: ModelRequest[TurnContext]) -> str:
        turn = request.runtime.context
        known = "\n".join(f"- {label}：{value}" for label, value in turn.situation.describe())
        return prompt.fill(today=turn.as_of.isoformat(), situation=known or "- 还不知道什么")

    return system_prompt


def _config(conversation_id: str) -> dict[str, Any]:
    return {"configurable": {"thread_id": conversation_id}, "recursion_limit": 40}
