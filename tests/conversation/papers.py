"""What the tests of letters, notices and the timeline share: the real knowledge base, read once."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from zhihuan.conversation.calculators import Calculators
from zhihuan.library.contacts import Contact, read_contacts
from zhihuan.library.knowledge_base import open_products
from zhihuan.library.letters import LetterTemplate, open_letters
from zhihuan.library.sources import Source, read_sources

DAY = date(2026, 11, 21)
KNOWLEDGE_BASE = Path(__file__).parents[2] / "knowledge_base"


@cache
def sources() -> dict[str, Source]:
    return read_sources(KNOWLEDGE_BASE / "sources.yaml")[0]


@cache
def contacts() -> dict[str, Contact]:
    return read_contacts(KNOWLEDGE_BASE / "contacts.yaml")[0]


@cache
def letters() -> dict[str, LetterTemplate]:
    return open_letters(KNOWLEDGE_BASE)


@cache
def sums() -> Calculators:
    products = open_products(KNOWLEDGE_BASE)
    return Calculators(lambda: products)
