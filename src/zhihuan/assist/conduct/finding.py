"""The breaches of conduct in a draft, by rules, each with the words that make it.

A rule's words are no breach where they are

    denied        我们不会联系您的家人            不得、禁止、谁也不能
    told          您提到对方说要上门              what somebody else said, in the same clause, or
                                                  quoted, or then dealt with (这是违规的，可以投诉)
    taken back    “花钱能洗征信”是骗局            by what follows
    honest        by the rule's own `unless`
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhihuan.assist.conduct.kinds import Finding
from zhihuan.assist.conduct.reading import Reading
from zhihuan.assist.conduct.rules import Exceptions, Rule, Rules, conduct_rules

_CLAUSE = re.compile(r"[，；：\n]")
_TELLS = 2  # the words may begin with what tells them: 对方【要】您共享屏幕
_OPENS, _CLOSES = "“「『《", "”」』》"


def breaches(reading: Reading, customer: str, rules: Rules) -> list[Finding]:
    """What the rules find, in order; of one rule at most one a sentence.

    `customer` is what the customer wrote: some rules hold only after certain words.
    """
    found = [
        finding
        for rule in rules.rules
        if rule.holds_after(customer)
        for finding in _of_rule(rule, reading, rules.exceptions)
    ]
    return sorted(found, key=lambda each: (each.start, each.end, each.rule))


def _of_rule(rule: Rule, reading: Reading, exceptions: Exceptions) -> Iterator[Finding]:
    for number, sentence in enumerate(reading.sentences):
        following = (
            reading.sentences[number + 1].text if number + 1 < len(reading.sentences) else ""
        )
        match = _first(rule, sentence.text, following, exceptions)
        if match is not None:
            start, end = reading.span(sentence.start + match.start(), sentence.start + match.end())
            yield Finding(
                rule.id, rule.kind, rule.severity, start, end, rule.why, rule.rewrite, rule.sources
            )


def _first(
    rule: Rule, sentence: str, following: str, exceptions: Exceptions
) -> re.Match[str] | None:
    """The first words of a sentence that break a rule."""
    honest: bool | None = None
    for pattern in rule.patterns:
        for match in pattern.finditer(sentence):
            if honest is None:
                honest = rule.unless is not None and rule.unless.search(sentence) is not None
            if honest:
                return None
            if match[0] and not excused(match, sentence, following, exceptions):
                return match
    return None


def excused(match: re.Match[str], sentence: str, following: str, exceptions: Exceptions) -> bool:
    """Whether words of a sentence are denied, told of others, or taken back."""
    start, end = match.span()
    before = exceptions.no_denial.sub(lambda held: "＿" * len(held[0]), sentence[:start])
    clause = before[max((mark.end() for mark in _CLAUSE.finditer(before)), default=0) :]
    if exceptions.denied_before.search(clause):
        return True
    if exceptions.taken_back.match(sentence, end):
        return True
    quoted = _is_quoted(sentence, start)
    told = exceptions.told.search(before + sentence[start : min(start + _TELLS, end)])
    if told is None:
        return bool(quoted and exceptions.handled.search(sentence[end:] + following))
    same_clause = not _CLAUSE.search(before, min(told.start(), start))
    return bool(quoted or same_clause or exceptions.handled.search(sentence[end:] + following))


def is_told_of_others(sentence: str, at: int) -> bool:
    """Whether what stands at `at` of a sentence is quoted, or told of somebody else."""
    before = sentence[:at]
    told = conduct_rules().exceptions.told_by.search(before)
    if told is None:
        return False
    return _is_quoted(sentence, at) or not _CLAUSE.search(before, told.start())


def _is_quoted(sentence: str, at: int) -> bool:
    before = sentence[:at]
    return sum(map(before.count, _OPENS)) > sum(map(before.count, _CLOSES))


def is_excused_throughout(sentence: str, following: str) -> bool:
    """Whether a sentence as a whole is told of others, and then dealt with or quoted."""
    exceptions = conduct_rules().exceptions
    told = exceptions.told.search(sentence)
    if told is None:
        return False
    rest = sentence[told.end() :]
    return any(mark in rest for mark in _CLOSES) or bool(
        exceptions.handled.search(rest + following)
    )
