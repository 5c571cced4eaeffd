"""Putting the parts together, once, for whoever runs: the server or the command line.

Opening is slow (the embedding model is built on first use, and imported on every start), so it
happens here, when it is asked for, and nowhere on import.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zhihuan.conversation.agent import Agent, Memory
from zhihuan.conversation.brains import open_language_model
from zhihuan.conversation.conversations import Conversations
from zhihuan.conversation.embedded_brain import EmbeddedBrain
from zhihuan.conversation.prompts import Prompt
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.conversation.turn import TurnRunner
from zhihuan.library.embedding import Embedder, open_embedder
from zhihuan.library.index import Built, build_index, current_folder
from zhihuan.library.search import Library
from zhihuan.records.ledger import Ledger
from zhihuan.settings import Settings

Report = Callable[[str], None]


def _quiet(_: str) -> None:
    """Say nothing."""


def embedder_of(settings: Settings, report: Report = _quiet) -> Embedder:
    """The embedding model; built first where that was never done."""
    return open_embedder(settings.embedding_model, cache=settings.cache, progress=report)


def index(settings: Settings, report: Report = _quiet, embedder: Embedder | None = None) -> Built:
    """Bring the index up to date with the knowledge base."""
    return build_index(
        settings.knowledge_base, settings.data, embedder or embedder_of(settings, report), report
    )


def library_of(settings: Settings, report: Report = _quiet) -> Library:
    """The library over the index in use; the index is built where there is none."""
    embedder = embedder_of(settings, report)
    if current_folder(settings.data) is None:
        report("第一次使用，正在建索引")
        index(settings, report, embedder)
    return Library(settings.data, embedder)


@dataclass(frozen=True)
class Services:
    """What the faces work with."""

    toolbox: Toolbox
    conversations: Conversations
    ledger: Ledger

    def close(self) -> None:
        """Let go of files."""
        self.ledger.close()
        self.toolbox.library.close()


def services_of(settings: Settings, report: Report = _quiet) -> Services:
    """Everything, opened and connected."""
    toolbox = Toolbox(library_of(settings, report))
    memory = Memory(settings.data / "memory.sqlite")
    ledger = Ledger(settings.data / "ledger.sqlite")
    embedded = Agent(EmbeddedBrain(), memory)
    runner = TurnRunner(toolbox, embedded, _brain_of(settings), settings.model_timeout)
    return Services(toolbox, Conversations(runner, ledger, memory), ledger)


def _brain_of(settings: Settings) -> Agent | None:
    """The language model as an agent; None where the embedded brain answers."""
    if settings.model == "embedded":
        return None
    key = settings.model_api_key
    model = open_language_model(
        settings.model,
        base_url=settings.model_base_url,
        api_key=key.get_secret_value() if key else None,
        timeout=settings.model_timeout,
    )
    prompt = Prompt(settings.prompts / "customer.md", frozenset({"today", "situation"}))
    return Agent(model, prompt=prompt)
