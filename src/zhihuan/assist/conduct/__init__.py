"""What an agent must not send: rules as data, and finding where a draft breaks them.

rules.yaml     what is not to be sent, with the law or rule behind it, why, and a rewrite
rules.py       read and validated
reading.py     the draft as it is read, with every place kept
finding.py     by patterns: what is said plainly
likeness.py    by resemblance (prototypes.yaml): what is said sideways
learning.py    what the resemblance is made of, learnt once and kept
kinds.py       the kinds, and a finding
"""

from zhihuan.assist.conduct.finding import breaches
from zhihuan.assist.conduct.kinds import KINDS, Finding, Kind, Severity, Verdict, verdict_of
from zhihuan.assist.conduct.reading import Reading, Sentence, read_draft
from zhihuan.assist.conduct.rules import InvalidRules, Rule, Rules, check_sources, conduct_rules

__all__ = [
    "KINDS",
    "Finding",
    "InvalidRules",
    "Kind",
    "Reading",
    "Rule",
    "Rules",
    "Sentence",
    "Severity",
    "Verdict",
    "breaches",
    "check_sources",
    "conduct_rules",
    "read_draft",
    "verdict_of",
]
