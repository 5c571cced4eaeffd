"""One utterance, cut into clauses, with its figures and the products it names."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from zhihuan.conversation.numerals import fold
from zhihuan.conversation.quantities import Quantity, find_quantities
from zhihuan.conversation.told import Known, Range, T, Utterance
from zhihuan.conversation.vocabulary import Mention, products
from zhihuan.library.wording import right_characters

#: The words of someone who takes back what they said.
CORRECTION = re.compile(
    r"[说打写搞记弄算讲看]错|(?:^|[，。,\s])错[了啦]|更正|纠正|应该是|应该为|才对|改成|改为|不对|口误|不是[^。]{0,16}是"
    r"|是[^。不]{0,12}不是"
)
_END = re.compile(r"[，。！？!?；;\n、]|,(?![0-9]{3}(?![0-9]))")
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_IF = re.compile(r"如果|要是|假如|假设|假若|万一|的话|比如|打个比方|例如")
_PAST = re.compile(r"了(?!解)|已经|忘|没还|不小心|昨天|前天|上个?月|刚刚?|当时|一直|到现在|才还")
_PERMISSION = re.compile(
    r"可以|能不能|能否|可不可以|能[晚推延拖缓]|可否|[要会]逾期|想|打算|准备|行吗|行不|允许|宽限"
    r"|申请"
)
_QUESTION = re.compile(r"吗|么|[?？]|会|怎么|怎样|多少|多久|算不算|算逾期|有没有|是不是|影响|咋|呢")
_SHORT_QUESTION = re.compile(r"(?:行|可以|能行|会有事|没事|有事)[吗么不]")
_AND = re.compile(r"和|跟|与|、|还有|加|加上")
_MINE = re.compile(r"[我俺].*(?:逾期|欠)")


@dataclass(frozen=True)
class Said:
    """An utterance as read: folded text, figures in order, products named in order."""

    utterance: Utterance
    turn: int
    text: str = field(init=False)
    quantities: list[Quantity] = field(init=False)

    def __post_init__(self) -> None:
        today = self.utterance.said_on
        object.__setattr__(self, "text", right_characters(fold(self.utterance.text))[:4_000])
        object.__setattr__(self, "quantities", find_quantities(self.utterance.text, today=today))

    @cached_property
    def mentions(self) -> list[Mention]:
        return list(products(self.text))

    @cached_property
    def _ends(self) -> list[int]:
        return [m.start() for m in _END.finditer(self.text)]

    def clause(self, at: int) -> tuple[int, int]:
        """Offsets of the clause around `at`, its closing mark included."""
        start = max((end + 1 for end in self._ends if end < at), default=0)
        stop = min((end + 1 for end in self._ends if end >= at), default=len(self.text))
        return start, stop

    def clauses(self) -> list[tuple[int, int]]:
        bounds = [0, *(end + 1 for end in self._ends), len(self.text)]
        return [(a, b) for a, b in pairwise(bounds) if a < b]

    def before(self, q: Quantity, *, after_any: bool = False) -> str:
        """What stands before `q` in its clause, after the last amount (or any figure)."""
        start, _ = self.clause(q.start)
        for other in self.quantities:
            if other.end <= q.start and (after_any or other.unit == "yuan"):
                start = max(start, other.end)
        return self.text[start : q.start]

    def before_unnamed(self, q: Quantity) -> str:
        """`before`, with product names blanked: the 付 of 美团月付 pays nothing."""
        before = self.before(q)
        start = q.start - len(before)
        for m in self.mentions:
            if start <= m.start and m.end <= q.start:
                before = (
                    before[: m.start - start] + " " * (m.end - m.start) + before[m.end - start :]
                )
        return before

    def after(self, q: Quantity, *, past_comma: bool = False) -> str:
        """What stands after `q`, up to the next figure or the end of its clause."""
        _, stop = self.clause(q.end)
        if past_comma:
            end = _SENTENCE_END.search(self.text, q.end)
            stop = min(end.start() if end else len(self.text), q.end + 16)
        following = (other.start for other in self.quantities if other.start >= q.end)
        return self.text[q.end : min(stop, *following, stop)]

    def clause_text(self, q: Quantity) -> str:
        start, stop = self.clause(q.start)
        return self.text[start:stop]

    def product_of(self, q: Quantity) -> Mention | None:
        """The product last named before `q` in its sentence, else right after it (3200的白条)."""
        start = max((m.end() for m in _SENTENCE_END.finditer(self.text, 0, q.start)), default=0)
        named = [m for m in self.mentions if start <= m.start < q.start]
        close = [m for m in self.mentions if 0 <= m.start - q.end <= 1]
        if close and close[0].start == q.end and named and self._behind_figure(named[-1]):
            return close[0]  # 1.5w白条 0.8w花呗
        if len(named) > 1 and _AND.fullmatch(self.text, named[-2].end, named[-1].start):
            return None  # 白条和金条一共欠了2万: of both
        if named:
            return named[-1]
        return close[0] if close else None

    def _behind_figure(self, mention: Mention) -> bool:
        """Whether a product stands right behind the figure that is its own: 1.5w白条."""
        return any(
            q.unit in ("yuan", "number")
            and q.end == mention.start
            and self.product_of(q) == mention
            for q in self.quantities
        )

    def supposed(self, q: Quantity) -> bool:
        """Only supposed or asked about, not told: 逾期一天会上征信吗."""
        clause = self.clause_text(q)
        _, stop = self.clause(q.start)
        if short := _SHORT_QUESTION.match(self.text, stop):
            clause += short[0]
        if _IF.search(clause) or _PERMISSION.search(clause):
            return not re.search("已经|了[^，]*了", clause)
        if _PAST.search(clause) or not _QUESTION.search(clause):
            return False
        return _MINE.search(clause) is None

    def if_only(self, q: Quantity) -> bool:
        """如果, 比如 and the like stand in the clause."""
        return _IF.search(self.clause_text(q)) is not None

    def known(self, value: T, start: int, end: int, *, hypothetical: bool = False) -> Known[T]:
        words = self.utterance.text[start:end]
        return Known(value, words, self.turn, self.utterance.said_on, hypothetical)

    def range(self, q: Quantity, *, hypothetical: bool = False) -> Known[Range]:
        value = Range(q.low, q.high, q.approximate)
        return self.known(value, q.start, q.end, hypothetical=hypothetical)


def is_question(text: str) -> bool:
    return _QUESTION.search(text) is not None


def is_if(text: str) -> bool:
    return _IF.search(text) is not None
