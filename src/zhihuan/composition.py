"""Putting the parts together, once, for whoever runs: the server or the command line.

Opening is slow (the embedding model is built on first use, and imported on every start), so it
happens here, when it is asked for, and nowhere on import.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from pydantic import SecretStr

from zhihuan.assist import voice
from zhihuan.assist.cases import Cases
from zhihuan.assist.checking import Checker
from zhihuan.assist.draft import Brains
from zhihuan.conversation.agent import Agent, Memory
from zhihuan.conversation.brains import open_language_model
from zhihuan.conversation.conversations import Conversations
from zhihuan.conversation.danger import Likeness
from zhihuan.conversation.embedded.brain import EmbeddedBrain
from zhihuan.conversation.evidence_book import EvidenceBook
from zhihuan.conversation.hand_off.delivery import Courier, InvalidWebhook, Webhook, checked_secret
from zhihuan.conversation.hand_off.desk import HandOffs
from zhihuan.conversation.hand_off.hours import Hours
from zhihuan.conversation.prompts import Prompt, part_of
from zhihuan.conversation.stateless import StatelessTurns
from zhihuan.conversation.toolbox import Toolbox
from zhihuan.conversation.turn import TurnRunner
from zhihuan.learning.wanted import Learning
from zhihuan.library.embedding import Embedder, open_embedder
from zhihuan.library.index import Built, build_index, current_folder
from zhihuan.library.search import Library
from zhihuan.records import evidence_in_sqlite, rewrites
from zhihuan.records.evidence_in_sqlite import EvidenceStore
from zhihuan.records.hand_offs import HandOffQueue
from zhihuan.records.hand_offs_in_sqlite import SqliteHandOffs
from zhihuan.records.ledger import Ledger
from zhihuan.records.rewrites import RewriteStore
from zhihuan.settings import Settings

# The article whose very questions are signs of distress; of the others, one question in two.
_HOPELESS, _ONE_IN = "feeling-hopeless", 2
# What every prompt is told of the turn.
_TOLD = frozenset({"today", "situation"})

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
    book: EvidenceBook
    learning: Learning
    stateless: StatelessTurns
    cases: Cases
    checker: Checker

    def close(self) -> None:
        """Let go of files."""
        self.book.store.close()
        self.learning.rewrites.close()
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
    likeness = likeness_of(settings, embedder, toolbox.library)
    runner = TurnRunner(toolbox, embedded, brain, timeout, hand_offs, likeness)
    evidence, rewritten = evidence_of(settings), rewrites_of(settings)
    book = EvidenceBook(
        evidence, toolbox.library, settings.model if brain else "", brain.prompt if brain else None
    )

    def forget_too(conversation_id: str) -> None:
        try:
            rewritten.erase(conversation_id)
        finally:
            hand_offs.erase(conversation_id)

    conversations = Conversations(runner, ledger, memory, forget_too, book)
    learning = Learning(evidence, rewritten, toolbox.library, embedder, likeness)
    cases = Cases(toolbox, ledger, human.queue, _brains_of(settings), likeness)
    checker = checker_of(settings, toolbox, embedder)
    stateless = StatelessTurns(toolbox, brain, timeout, likeness)
    return Services(
        toolbox, conversations, ledger, hand_offs, human, book, learning, stateless, cases, checker
    )


def checker_of(settings: Settings, toolbox: Toolbox, embedder: Embedder) -> Checker:
    """What checks an agent's drafts. `warm` has it compare what is meant, too."""
    return Checker(toolbox, settings.knowledge_base, embedder)


def evidence_of(settings: Settings) -> EvidenceStore:
    """The evidence; what is older than it may be kept is erased at once."""
    store = EvidenceStore(settings.data / evidence_in_sqlite.FILE, settings.keep_days)
    store.erase_old()
    return store


def rewrites_of(settings: Settings) -> RewriteStore:
    """What agents rewrote; what is older than it may be kept is deleted at once."""
    store = RewriteStore(settings.data / rewrites.FILE, settings.keep_days)
    store.erase_old()
    return store


def likeness_of(settings: Settings, embedder: Embedder, library: Library) -> Likeness:
    """What hears danger said sideways. Some of what people ask anyway is to alarm nobody."""
    ordinary = {text: vector for slug, text, vector in library.questions() if slug != _HOPELESS}
    return Likeness(embedder, settings.cache, dict(islice(ordinary.items(), 0, None, _ONE_IN)))


def _brain_of(settings: Settings) -> Agent | None:
    """The language model as an agent; None where the embedded brain answers."""
    if settings.model == "embedded":
        return None
    return _model_under(Prompt(settings.prompts / "customer.md", _TOLD), settings)


def _brains_of(settings: Settings) -> Brains:
    """Who drafts for agents: the same brains, without a memory, under the agents' prompt."""
    embedded = Agent(EmbeddedBrain())
    if settings.model == "embedded":
        return Brains(embedded)
    never = part_of(settings.prompts / "customer.md", "绝不")
    path = settings.prompts / "agent_assist.md"
    toned = {
        tone: Prompt(path, _TOLD, {"tone": voice.of_tone(tone), "never": never})
        for tone in voice.TONES
    }
    models = {tone: _model_under(prompt, settings) for tone, prompt in toned.items()}
    return Brains(embedded, models, settings.model_timeout)


def _model_under(prompt: Prompt, settings: Settings) -> Agent:
    key = settings.model_api_key
    model = open_language_model(
        settings.model,
        base_url=settings.model_base_url,
        api_key=key.get_secret_value() if key else None,
        timeout=settings.model_timeout,
    )
    return Agent(model, prompt=prompt)
