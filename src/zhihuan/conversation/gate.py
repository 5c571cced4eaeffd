"""The gate: what a brain writes leaves sentence by sentence, and only if it is grounded.

A sentence is shown if

1. it breaks no rule of `rules.yaml`;
2. every handle behind it names a passage or a sum of this turn, and it carries no other mark
   of citation;
3. each figure in it stands in a sum, in a passage behind this sentence, in what was shown
   earlier in the conversation, or in the person's own words, with the same unit;
4. stating anything, it has a passage or a sum behind it, shares enough of its words with what
   it cites, and does not say yes where the clause nearest to it says no; without one, it is a
   question, or talk that states nothing (我在, 慢慢来).

A sentence of a cited passage, or of what a cited sum says of itself, word for word, needs no
more than 2; a line of `phrases.yaml`, and
the reason that a sum cannot be done, are our own words. What fails is not shown and not taken
back later: it never leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise

import yaml

from zhihuan.conversation.evidence import Evidence
from zhihuan.conversation.phrases import is_ours
from zhihuan.conversation.quantities import Quantity, find_quantities
from zhihuan.conversation.sentences import Break, RawSentence
from zhihuan.library.article import Passage
from zhihuan.library.claims.denial import has_denial
from zhihuan.repayment import Calculation, Figure

# The least share of a sentence's character pairs that must stand in what it cites.
SUPPORT = 0.30

_OUR_FIELD = re.compile(
    "征信|逾期|起诉|法院|利息|罚息|违约金|滞纳金|服务费|年化|费率|记录|催收|协商|分期|冻结|锁定|额度"
    "|判决|执行|失信|限高|律师|仲裁|调解|时效|投诉|监管|骗|坐牢|犯罪|还清|结清|银行|贷款|账单"
    "|还款|欠款|债|借|利率|费用|手续费|扣款|划走|拍卖|查封|名单|法律|违法|规定|政策|警察|公安|报警|拘留|被抓|抓人|罪"
    "|传票|判|刑|工资|社保|房子|名下|家人|父母|子女|孩子|配偶|老婆|老公|单位|通讯录|上门|平台|京东|白条|花呗|合同|影响"
)
_CLAUSE = re.compile(r"[，；：;:]|,(?!\d{3})")  # not the comma of 2,800
_QUESTION = re.compile("[？?][”’」』）)]*$")
# 「平台不会起诉，对吗？」 states first and asks after.
_TAG = re.compile("^(对|好|是|行|可以)(不(对|好|是|行|可以))?(吗|吧|么|呢)?[？?]$")
# Figures that are no quantities, and must stand in the source letter by letter: 两倍、第90天、M8.
_VERBATIM = re.compile(
    r"[0-9.]+\s?倍|[一二两三四五六七八九十百千几半]+倍|翻了?[一两几]?[番倍]"
    r"|第\s?(?:[0-9]+|[一二三四五六七八九十百]+)\s?(?:天|日|周|个?月|年|期)|第\s?[0-9][0-9,.]+(?!条)"
    r"|(?<![A-Za-z])(?!M[1-7](?![0-9.])|(?i:rmb))[A-Za-z]{1,8}[0-9][0-9.,]*"
)
_DIGITS = re.compile(r"(?<!第)(?<!第\s)(?<!\d)\d(?:[\d,.]*\d)?")
# We speak Chinese; another language, or a code, could say anything.
_FOREIGN = re.compile(
    r"(?:[A-Za-z]+[ ,.;:'-]+){4}[A-Za-z]|[A-Za-z0-9+/=_-]{24,}|[\u0400-\u04ff\u3040-\u30ff\uac00-\ud7af]{4}"
)
# What may be said with nothing behind it: a greeting, a kind word, what we are about to do. Any
# other statement could be advice, and advice has a source.
_SMALL_TALK = re.compile(
    "^(?:[好嗯哎]|谢谢|多谢|不客气|您好|你好|我在|我听|我明白|我理解|我懂|我知道[您你]|看得出|听起来|听得出"
    "|先别|别[急怕慌]|别(?:太|再)|别担心|不[急用着]|慢慢|辛苦|抱歉|对不起|没关系|不要紧|不容易|不怪[您你]"
    "|一件|一步|一样一样|一个一个|咱们|我们(?:先|一起|一件|一步|慢慢|从)|[您你](?:说|刚|问|告诉|现在|这|辛苦|不容易|一个人|愿意|已经很|先[别喘歇缓])"
    "|前面|刚才|上面|这.{0,6}(?:不容易|很难|难受|不怪|不好受|很累)|换谁|谁都|先(?:喘|歇|缓|不|从最|把最|说最)"
    "|随时|有新|再见|祝|晚安|早上好|下午好|晚上好|那就好|对|是的|明白|收到|知道了|当然"
    "|我(?:就|来|可以|能|再|先)?(?:帮|按|给|陪|替)[您你](?:算|看|查|理|列|问|记|解释|一起|慢慢)"
    "|告诉我|跟我说|(?:这[一件]?[点个事]?)?我(?:这里|手上)?(?:没有|不)[查找知确能敢会]|我记下|就是|按.{1,16}算[。！]?$|[您你]知道的话|要是[您你]愿意|如果[您你]愿意)"
)
_BLANKS = re.compile("还空着(?:“[^”]{1,24}”)+")  # of a letter
_INTERROGATIVE = re.compile(
    "[吗呢么吧]|多少|什么|哪|几|是不是|要不要|能不能|好不好|有没有|谁|怎么|多久|还是"
)
# 「花钱就能删掉，对吧？」 without the comma.
_TAGGED = re.compile("(?:[对好行是](?:不[对好行是]|吗|吧|么)|可以吗|可以吧|[您你]说呢|吧)[？?]")
# Statements in the dress of a question: 「您知道花钱就能删掉吗？」「如果藏起来会怎么样？」
_LEADING = re.compile("知道|听说|想过|考虑|试过|试试|如果|要是|假如|为什么不|何不|不如|会怎么?样")
_LONGEST_TALK = 24  # characters of one clause
# What is said of any sum, and the least share of a clause's pairs that must stand in it, or in
# what the sum says of itself.
_ABOUT_A_SUM = 0.45
_OF_SUMS = (
    "每期还每月要还一共多付总共付得多少，真实年化约不是简单相乘得到的，因为本金越还越少费用却没有跟着少，期数越长每月越轻，"
    "超出您说的数在您说的数以内，去谈的时候可以直接说我每月能还希望分期，给的是范围因为公开过的收费说法有好几种，"
    "您的是哪一种看账单里的，所以这几种都先不要答应，只算本金每月要个月还完，可以拿这个数去和放款方谈费用怎么收由双方商定，"
    "第一次要还每月多还一点就能早些还完，有用先还往后每天的费用降到，按这个顺序要个月，剩余本金是还要不要再收费说法不一差别就在这里，"
    "剩下的费用全免结清要付只再收一笔费用剩下的费用照收能省一分也不省，最短的最长的也要便宜贵多少，先还哪一笔，到今天再多，"
    "照这样算大约大概最多最少正好还差还剩够不够，少付多付早还晚还，拿举例按算"
)
# A clause of a source is about the same as one of ours where it holds this share of its pairs.
_SAME_MATTER = 1 / 3
# What follows may show that a sentence warns of what it names.
_DISOWNED = re.compile("骗|违规|投诉|不可信|别信|假的|不是办法|不可能|谁也|没有人")
_NOT_A_CLAIM = re.compile(
    "^(好|嗯|谢谢|不客气|您好|你好|我在|我听|我明白|我理解|听起来|先别|辛苦|抱歉|对不起|没关系)"
    "|告诉我|跟我说|我(就|来|可以|能|再)?(帮|按|给)您|您(可以)?(告诉|问|说)|要不要|需要我"
    "|我(没有|这里没有|不)(查|找|知|确|能)"
)
_COUNTED = frozenset({"count", "number"})
_SAME_UNIT = {
    "periods": {"periods", "months"},
    "months": {"months", "periods"},
    "number": {"number", "count"},
    "count": {"number", "count"},
}
_FIGURE_UNITS = {
    "yuan": "yuan", "percent": "percent", "days": "days", "periods": "periods", "date": "date",
    "ratio": "number", "year": "years", "count": "count", "stage": "stage",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence that may be shown, and what it rests on."""

    text: str
    breaks: Break
    passages: tuple[Passage, ...]
    calculations: tuple[Calculation, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A sentence that is held back, and why: `rule` is a rule's id or a number of the above."""

    text: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that is never said."""

    id: str
    says: re.Pattern[str]
    unless: re.Pattern[str]
    why: str

    def broken_by(self, text: str) -> bool:
        """Whether `text` says it. A 「别急」 in a clause before does not take it back."""
        for found in self.says.finditer(text):
            start = max(
                (mark.end() for mark in _CLAUSE.finditer(text, 0, found.start())), default=0
            )
            after = _CLAUSE.search(text, found.end())
            clauses = text[start : after.start() if after else len(text)]
            if not (self.unless.search(clauses) or _DISOWNED.search(text, found.end())):
                return True
        return False


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of `rules.yaml`."""
    text = files("zhihuan.conversation").joinpath("rules.yaml").read_text(encoding="utf-8")
    return tuple(
        Rule(key, re.compile(entry["says"]), re.compile(entry["unless"]), entry["why"])
        for key, entry in yaml.safe_load(text).items()
    )


class Gate:
    """Checks the sentences of one turn against its evidence."""

    def __init__(self, evidence: Evidence, secret: str = "") -> None:
        """`secret` are a language model's instructions, which it is not to recite.

        What such a model puts into a sum must have been named as well: the embedded brain reads
        it out of the person's words, a model might make it up.
        """
        self._evidence = evidence
        self._inputs_in_doubt = bool(secret)
        self._secret = _runs(secret)
        self._said = self._quantities(evidence.said)
        self._earlier = self._quantities(
            text for answer in evidence.earlier for text in _texts_of(answer)
        )

    def check(self, sentence: RawSentence) -> Shown | Held:
        """Let a sentence through, or hold it back."""
        text = sentence.text
        passages = [self._evidence.passages.get(h) for h in sentence.handles if h[0] == "P"]
        sums = [self._evidence.calculations.get(h) for h in sentence.handles if h[0] == "C"]
        if sentence.strays or None in passages or None in sums:
            return Held(text, "2", "引用了没有找到的依据")
        cited = tuple(passage for passage in passages if passage is not None)
        computed = tuple(calculation for calculation in sums if calculation is not None)
        if any(self._made_up(calculation) for calculation in computed):
            return Held(text, "3", "算的是没有人说过的金额")
        if _quoted(text, cited) or _explains(text, computed) or self._is_ours(text):
            return Shown(text, sentence.breaks, cited, computed)
        for rule in rules():
            if rule.broken_by(text):
                return Held(text, rule.id, rule.why)
        if not (cited or computed) and _runs(text) & self._secret:
            return Held(text, "instructions", "念的是给它的指示")
        if _FOREIGN.search(text):
            return Held(text, "foreign", "不是中文，看不出说了什么")
        unfounded = self._unfounded(text, cited)
        if unfounded is not None:
            return Held(text, "3", f"数字没有出处：{unfounded}")
        if not (cited or computed) and (_claiming(text) or not _states_nothing(text)):
            return Held(text, "4", "说了事实，没有依据")
        if not self._supported(text, cited, computed):
            return Held(text, "4", "依据和这句话对不上")
        return Shown(text, sentence.breaks, cited, computed)

    def _made_up(self, calculation: Calculation) -> bool:
        """Whether an amount went in that neither the person nor anything shown had named."""
        if not self._inputs_in_doubt:
            return False
        passages = self._quantities(p.text for p in self._evidence.passages.values())
        known = [*self._said, *self._earlier, *passages]
        amounts = {end for q in known if q.unit in ("yuan", "number") for end in (q.low, q.high)}
        return any(
            each.origin == "user" and each.unit == "元" and Decimal(each.value) not in amounts
            for each in calculation.inputs
        )

    def _is_ours(self, text: str) -> bool:
        return is_ours(text) or any(text in note for note in self._evidence.notes)

    def _unfounded(self, text: str, cited: tuple[Passage, ...]) -> str | None:
        """The first figure in `text` that stands nowhere."""
        told = "".join((*self._evidence.said, *(passage.text for passage in cited)))
        for written in _VERBATIM.findall(text):
            if written.replace(" ", "") not in told.replace(" ", ""):
                return str(written)
        found = find_quantities(text, today=self._evidence.as_of)
        for run in _DIGITS.finditer(text):  # no digit slips by because nobody could read it
            read = any(q.start < run.end() and run.start() < q.end for q in found)
            if not read and not re.search(rf"(?<!\d){re.escape(run[0])}(?!\d)", told):
                return run[0]
        if not found:
            return None
        known = [
            *self._said,
            *self._earlier,
            *self._quantities(passage.text for passage in cited),
        ]
        sums = [
            figure
            for calculation in self._evidence.calculations.values()
            for figure in calculation.figures
        ]
        for quantity in found:
            if quantity.unit in _COUNTED and quantity.high <= 10 and not _has_digit(quantity.text):
                continue  # 一件事、两句话
            if not (_among(quantity, known) or _computed(quantity, sums)):
                return quantity.text
        return None

    def _supported(
        self, text: str, cited: tuple[Passage, ...], computed: tuple[Calculation, ...]
    ) -> bool:
        """Whether what is cited speaks of the same thing; a sum bears no fact but its figures."""
        if not computed:
            return not cited or (_stands_in(text, cited) and not _contradicts(text, cited))
        known = _words_of(cited, computed)
        figures = [figure for calculation in computed for figure in calculation.figures]
        claims = _claiming(text.replace("费用", ""))  # what a sum is about
        return all(
            _share(clause, known) >= SUPPORT
            or any(_computed(quantity, figures) for quantity in self._quantities([clause]))
            or (clause not in claims and _is_talk_of_sums(clause, known))
            for clause in _clauses(text)
        )

    def _quantities(self, texts: Iterable[str]) -> list[Quantity]:
        return [
            quantity
            for text in texts
            for quantity in find_quantities(text, today=self._evidence.as_of)
        ]


def _texts_of(answer: object) -> list[str]:
    if not isinstance(answer, dict):
        return []
    return [str(answer.get("text", ""))]


def _has_digit(text: str) -> bool:
    return any(character.isdigit() and not "一" <= character <= "龥" for character in text)


def _among(quantity: Quantity, known: list[Quantity]) -> bool:
    units = _SAME_UNIT.get(quantity.unit, {quantity.unit})
    ends = {quantity.low, quantity.high}
    for other in known:
        if other.unit not in units or not _same_basis(quantity, other):
            continue
        if ends <= {other.low, other.high}:
            return True
        if quantity.unit == "date" and quantity.low <= other.low <= other.high <= quantity.high:
            return True  # 2026年3月, where the day is known
    if quantity.low != quantity.high:  # a range whose ends are known one by one
        return all(any(o.unit in units and end in (o.low, o.high) for o in known) for end in ends)
    return False


def _same_basis(one: Quantity, other: Quantity) -> bool:
    return one.basis is None or other.basis is None or one.basis == other.basis


def _computed(quantity: Quantity, figures: list[Figure]) -> bool:
    units = _SAME_UNIT.get(quantity.unit, {quantity.unit})
    same = [f.value for f in figures if _FIGURE_UNITS[f.unit] in units]
    return all(any(_rounds_to(value, end) for value in same) for end in _ends(quantity))


def _ends(quantity: Quantity) -> set[Decimal]:
    return {quantity.low, quantity.high}


def _rounds_to(exact: Decimal, shown: Decimal) -> bool:
    """Whether `shown` is `exact`, rounded half up to the decimals that are shown."""
    if abs(exact) > Decimal(10) ** 12 or abs(shown) > Decimal(10) ** 12:
        return False
    exponent = shown.as_tuple().exponent
    if not isinstance(exponent, int):
        return False
    if abs(exact - shown) > abs(exact) / 20:
        return False  # 0.6% is not 1%
    step = Decimal(1).scaleb(min(0, exponent))
    return exact.quantize(step, rounding=ROUND_HALF_UP) == shown


def _quoted(text: str, cited: tuple[Passage, ...]) -> bool:
    bare = _bare(text)
    return any(bare == _bare(s.text) for passage in cited for s in passage.sentences)


def _explains(text: str, computed: tuple[Calculation, ...]) -> bool:
    """Whether this is the formula of a sum, or one thing that it supposes, word for word."""
    bare = _bare(text)
    return bool(bare) and any(
        bare in _bare(words) for c in computed for words in (c.formula, *c.assumptions)
    )


def _clauses(text: str) -> list[str]:
    return [clause.strip() for clause in _CLAUSE.split(text) if clause.strip()]


def _claiming(text: str) -> list[str]:
    """The clauses that state something of our field; a kind word in front changes nothing."""
    clauses = _clauses(text)
    if _QUESTION.search(text) and not (clauses and _TAG.match(clauses[-1])):
        return []
    return [c for c in clauses if _OUR_FIELD.search(c) and not _NOT_A_CLAIM.search(c)]


def _states_nothing(text: str) -> bool:
    """Whether a sentence with nothing behind it is a question, or small talk."""
    clauses = _clauses(text)
    if _QUESTION.search(text) and clauses and _asks(clauses[-1]):
        clauses.pop()
    return all(
        (len(c) <= _LONGEST_TALK and _SMALL_TALK.search(c)) or _BLANKS.fullmatch(c) for c in clauses
    )


def _is_talk_of_sums(clause: str, known: set[str]) -> bool:
    """Whether a clause beside a sum is about it: in words of the sum, or of sums at all."""
    return bool(_SMALL_TALK.search(clause)) or _share(clause, known | _SUM_TALK) >= _ABOUT_A_SUM


def _stands_in(text: str, cited: tuple[Passage, ...]) -> bool:
    """Whether two neighbouring sentences of a source hold enough of it: the words of a whole
    passage, and its title, would bear almost anything."""
    return any(
        _share(text, _pairs(one.text) | _pairs(other.text)) >= SUPPORT
        for passage in cited
        for one, other in pairwise((*passage.sentences, passage.sentences[-1]))
    )


def _asks(clause: str) -> bool:
    """Whether a clause is a plain question, not a statement with 对吧 behind it."""
    plain = _TAG.match(clause) or not (_TAGGED.search(clause) or _LEADING.search(clause))
    return bool(plain and len(clause) <= _LONGEST_TALK and _INTERROGATIVE.search(clause))


def _contradicts(text: str, cited: tuple[Passage, ...]) -> bool:
    """Whether a clause says yes where the nearest clause of its sources says no, or the reverse."""
    told = [
        (clause, _pairs(clause))
        for passage in cited
        for sentence in passage.sentences
        for clause in _CLAUSE.split(sentence.text)
    ]
    for clause in _CLAUSE.split(text):
        pairs = _pairs(clause)
        near = max(told, key=lambda each: len(pairs & each[1]), default=None)
        if near is None or len(pairs) < 4 or len(pairs & near[1]) < _SAME_MATTER * len(pairs):
            continue
        if has_denial(clause) != has_denial(near[0]):
            return True
    return False


def _runs(text: str, length: int = 8) -> set[str]:
    """Every stretch of `length` characters."""
    bare = _bare(text)
    return {bare[i : i + length] for i in range(len(bare) - length + 1)}


def _share(text: str, known: set[str]) -> float:
    """The share of a text's character pairs that stand in what it cites."""
    pairs = _pairs(text)
    return len(pairs & known) / len(pairs) if pairs else 1.0


def _words_of(cited: tuple[Passage, ...], computed: tuple[Calculation, ...]) -> set[str]:
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
