"""The editor's tool: everything in the knowledge base that a careful editor would change.

What makes an article unusable is found by reading it (`knowledge_base`); here stands what a
reader would be misled or tired by, one idea a file:

    structure         few asks, no next step, a lead that is no short answer
    dates             reviews overdue, sources and telephone numbers not looked at for long
    grounding         figures without a source, or unlike their source; sources that have ended
    promises          absolutes and promises
    wrong_claims      claims of `never_say.yaml`, in whatever people are told
    contradictions    two live articles, different figures for the same thing
    asks              asks that two articles both claim
    unused            sources and contacts that nothing rests on
    reading           sentences too long, words too hard
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from zhihuan.library.check.asks import doubled_asks
from zhihuan.library.check.contradictions import contradictions
from zhihuan.library.check.dates import overdue_articles, overdue_contacts, overdue_sources
from zhihuan.library.check.finding import Finding, Severity
from zhihuan.library.check.grounding import ungrounded
from zhihuan.library.check.promises import promises
from zhihuan.library.check.reading import hard_to_read
from zhihuan.library.check.structure import misshapen
from zhihuan.library.check.unused import unused
from zhihuan.library.check.wrong_claims import wrong_claims
from zhihuan.library.claims.never_say import FILE, read_never_say
from zhihuan.library.knowledge_base import KnowledgeBase, read_knowledge_base

__all__ = ["Finding", "Severity", "check_knowledge_base"]


def check_knowledge_base(folder: Path, day: date) -> tuple[KnowledgeBase, list[Finding]]:
    """The knowledge base under `folder`, and every finding on `day`, by file and line."""
    base, problems = read_knowledge_base(folder)
    claims, more = read_never_say(folder / FILE, base.sources)
    findings = [Finding(p.path, p.line, "error", "unusable", p.what) for p in [*problems, *more]]
    for article in base.articles:
        findings += misshapen(article)
        findings += overdue_articles(article, day)
        findings += ungrounded(article, base.contacts, day)
        findings += promises(article)
        findings += hard_to_read(article)
    findings += overdue_sources(base.sources.values(), folder, day)
    findings += overdue_contacts(base.contacts.values(), folder, day)
    findings += wrong_claims(base, claims, folder)
    findings += contradictions(base.articles)
    findings += doubled_asks(base.articles)
    findings += unused(base, claims, folder)
    return base, sorted(_once(findings))


def _once(findings: list[Finding]) -> Iterator[Finding]:
    """Each finding once: reading already names some that the rules find again."""
    seen: set[tuple[Path, int, str]] = set()
    for found in findings:
        key = (found.path, found.line, found.what)
        if key not in seen:
            seen.add(key)
            yield found
