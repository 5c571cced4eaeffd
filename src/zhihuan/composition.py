"""Putting the parts together, once, for whoever runs: the server or the command line.

Opening is slow (the embedding model is built on first use, and imported on every start), so it
happens here, when it is asked for, and nowhere on import.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import SecretStr

from zhihuan.conversation.agent import Agent, Memory
from zhihuan.conversation.brains import open_language_model
from zhihuan.conversation.conversations import Conversations
from zhihuan.conversation.danger import Likeness
from zhihuan.conversation.embedded.brain import EmbeddedBrain
from zhihuan.conversation.hand_off.delivery import Courier, InvalidWebhook, Webhook, checked_secret
from zhihuan.conversation.hand_off.desk import HandOffs
from zhihuan.conversation.hand_off.hours import Hours
from zhihuan.conversation.prompts import Prompt
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.conversation.turn import TurnRunner
from zhihuan.library.embedding import Embedder, open_embedder
from zhihuan.library.index import Built, build_index, current_folder
from zhihuan.library.knowledge_base import KnowledgeBase
from zhihuan.library.search import Library
from zhihuan.records.hand_offs import HandOffQueue
from zhihuan.records.hand_offs_in_sqlite import SqliteHandOffs
from zhihuan.records.ledger import Ledger
from zhihuan.settings import Settings

# The article whose very questions are signs of distress; of the others, one question in three.
_HOPELESS, _ONE_IN = "feeling-hopeless", 3

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


def library_of(
    settings: Settings, report: Report = _quiet, embedder: Embedder | None = None
) -> Library:
    """The library over the index in use; the index is built where there is none."""
    embedder = embedder or embedder_of(settings, report)
    if current_folder(settings.data) is None:
        report("第一次使用，正在建索引")
        index(settings, report, embedder)
    return Library(settings.data, embedder)


@dataclass(frozen=True)
class HumanSide:
    """The humans that a conversation can be handed over to. `available`: there are any."""

    queue: HandOffQueue
    hours: Hours
    available: bool
    secret: SecretStr | None
    courier: Courier | None

    def start(self) -> None:
        """Begin telling the desk that is told by webhook, where there is one."""
        if self.courier is not None:
            self.courier.start()

    def wake(self) -> None:
        """There may be something to tell."""
        if self.courier is not None:
            self.courier.wake()

    def close(self) -> None:
        """Let go of files."""
        if self.courier is not None:
            self.courier.stop()
        self.queue.close()


def human_side_of(settings: Settings) -> HumanSide:
    """What the settings say about humans. Raises InvalidHours, InvalidWebhook."""
    hours = Hours.read(settings.hand_off_hours)
    secret = settings.hand_off_secret.get_secret_value() if settings.hand_off_secret else None
    if secret is not None:
        checked_secret(secret)
    webhook = None
    if settings.hand_off_webhook is not None:
        if settings.hand_off == "off" or secret is None:
            raise InvalidWebhook(
                "写了 ZHIHUAN_HAND_OFF_WEBHOOK，还要有 ZHIHUAN_HAND_OFF=queue 和 "
                "ZHIHUAN_HAND_OFF_SECRET"
            )
        webhook = Webhook(settings.hand_off_webhook, secret)
    queue = SqliteHandOffs(settings.data / "hand_offs.sqlite", tells=webhook is not None)
    courier = Courier(queue, webhook) if webhook else None
    available = settings.hand_off == "queue"
    return HumanSide(queue, hours, available, settings.hand_off_secret, courier)


@dataclass(frozen=True)
class Services:
    """What the faces work with."""

    toolbox: Toolbox
    conversations: Conversations
    ledger: Ledger
    hand_offs: HandOffs
    human: HumanSide

    def close(self) -> None:
        """Let go of files."""
        self.human.close()
        self.ledger.close()
        self.toolbox.library.close()


def services_of(settings: Settings, report: Report = _quiet) -> Services:
    """Everything, opened and connected."""
    human = human_side_of(settings)  # before what takes seconds: a wrong setting is told at once
    embedder = embedder_of(settings, report)
    toolbox = Toolbox(library_of(settings, report, embedder))
    memory = Memory(settings.data / "memory.sqlite")
    ledger = Ledger(settings.data / "ledger.sqlite")
    embedded = Agent(EmbeddedBrain(), memory)
    hand_offs = HandOffs(
        human.queue, ledger, toolbox, human.hours, available=human.available, wake=human.wake
    )
    brain, timeout = _brain_of(settings), settings.model_timeout
    likeness = Likeness(embedder, settings.cache, _ordinary(toolbox.library.knowledge_base))
    runner = TurnRunner(toolbox, embedded, brain, timeout, hand_offs, likeness)
    conversations = Conversations(runner, ledger, memory, hand_offs.erase)
    return Services(toolbox, conversations, ledger, hand_offs, human)


def _ordinary(base: KnowledgeBase) -> list[str]:
    """Some of what people ask anyway, which is to alarm nobody."""
    articles = (a for a in base.public.articles if a.slug != _HOPELESS)
    return [ask for article in articles for ask in article.asks][::_ONE_IN]


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
