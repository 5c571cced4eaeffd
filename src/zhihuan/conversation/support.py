"""Does a source bear a sentence? By the pairs of characters that both share.

Two neighbouring sentences of a passage must hold enough of it, and the clause nearest to it must
not say no where it says yes. A sum bears its figures and talk about them, and no other fact.
"""

from __future__ import annotations

import re
from itertools import pairwise

from zhihuan.conversation.clauses import clauses_of
from zhihuan.conversation.small_talk import is_small_talk
from zhihuan.library.article import Passage
from zhihuan.library.claims.denial import has_denial
from zhihuan.repayment import Calculation

# The least share of a sentence's character pairs that must stand in what it cites.
SUPPORT = 0.30
# A clause of a source is about the same as one of ours where it holds this share of its pairs.
_SAME_MATTER = 1 / 3
# What is said of any sum, and the least share of a clause's pairs that must stand in it, or in
# what the sum says of itself.
_ABOUT_A_SUM = 0.45
_OF_SUMS = (
    "每期还每月要还一共多付总共付得多少，真实年化约不是简单相乘得到的，因为本金越还越少费用却没有跟着少，期数越长每月越轻，"
    "超出您说的数在您说的数以内，去谈的时候可以直接说我每月能还希望分期，给的是范围因为公开过的收费说法有好几种，"
    "您的是哪一种看账单里的，所以这几种都先不要答应，只算本金每月要个月还完，可以拿这个数去和放款方谈费用怎么收由双方商定，"
    "第一次要还每月多还一点就能早些还完，有用先还往后每天的费用降到，按这个顺序要个月，剩余本金是还要不要再收费说法不一差别就在这里，"
    "剩下的费用全免结清要付只再收一笔费用剩下的费用照收能省一分也不省，最短的最长的也要便宜贵多少，先还哪一笔，到今天再多，"
    "换成先还余额最小的好处是先少一家催的，照这样算大约大概最多最少正好还差还剩够不够，少付多付早还晚还，拿举例按算"
)


def is_quoted(text: str, cited: tuple[Passage, ...]) -> bool:
    """Whether this is a sentence of a cited passage, its heading, or both, word for word."""
    bare = _bare(text)
    for passage in cited:
        heading = _bare(passage.heading)
        if heading and bare == heading:
            return True
        if any(bare in (own, heading + own) for own in (_bare(s.text) for s in passage.sentences)):
            return True
    return False


def is_explained(text: str, computed: tuple[Calculation, ...]) -> bool:
    """Whether this is the formula of a sum, or one thing that it supposes, word for word."""
    bare = _bare(text)
    return bool(bare) and any(
        bare in _bare(words) for c in computed for words in (c.formula, *c.assumptions)
    )


def stands_in(text: str, cited: tuple[Passage, ...]) -> bool:
    """Whether two neighbouring sentences of a source hold enough of it: the words of a whole
    passage, and its title, would bear almost anything."""
    return any(
        share(text, _pairs(one.text) | _pairs(other.text)) >= SUPPORT
        for passage in cited
        for one, other in pairwise((*passage.sentences, passage.sentences[-1]))
    )


def contradicts(text: str, cited: tuple[Passage, ...]) -> bool:
    """Whether a clause says yes where the nearest clause of its sources says no, or the reverse."""
    told = [
        (clause, _pairs(clause))
        for passage in cited
        for sentence in passage.sentences
        for clause in clauses_of(sentence.text)
    ]
    for clause in clauses_of(text):
        pairs = _pairs(clause)
        near = max(told, key=lambda each: len(pairs & each[1]), default=None)
        if near is None or len(pairs) < 4 or len(pairs & near[1]) < _SAME_MATTER * len(pairs):
            continue
        if has_denial(clause) != has_denial(near[0]):
            return True
    return False


def is_talk_of_sums(clause: str, known: set[str]) -> bool:
    """Whether a clause beside a sum is about it: in words of the sum, or of sums at all."""
    return is_small_talk(clause) or share(clause, known | _SUM_TALK) >= _ABOUT_A_SUM


def runs(text: str, length: int = 8) -> set[str]:
    """Every stretch of `length` characters."""
    bare = _bare(text)
    return {bare[i : i + length] for i in range(len(bare) - length + 1)}


def share(text: str, known: set[str]) -> float:
    """The share of a text's character pairs that stand in what it cites."""
    pairs = _pairs(text)
    return len(pairs & known) / len(pairs) if pairs else 1.0


def words_of(cited: tuple[Passage, ...], computed: tuple[Calculation, ...]) -> set[str]:
    """The character pairs of all that is cited, and of what the sums say of themselves."""
    texts = [passage.title + passage.heading + passage.text for passage in cited]
    texts += [source.name + source.says for passage in cited for source in passage.sources]
    for calculation in computed:
        texts += [calculation.name, calculation.formula, *calculation.assumptions]
        texts += [figure.label for figure in calculation.figures]
    return {pair for text in texts for pair in _pairs(text)}


def _pairs(text: str) -> set[str]:
    bare = _bare(text)
    return {bare[i : i + 2] for i in range(len(bare) - 1)}


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


_SUM_TALK = _pairs(_OF_SUMS)
