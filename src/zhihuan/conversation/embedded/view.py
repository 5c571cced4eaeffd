"""What the embedded brain makes of a conversation, read out of its messages.

Human messages carry, in `additional_kwargs`: `as_of` (the day, ISO), `asked` (what the turn
before asked for), and of the answers before: `done` (the kinds of sums), `last_done` (those of
the last answer), `topic` and `field` (the title and the folder of the article that was told last)
and `unhelped` (how many answers in a row had nothing to say). Without them it still reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from zhihuan.clock import today
from zhihuan.conversation.bare_figures import is_only_what_if
from zhihuan.conversation.debts_told import is_several
from zhihuan.conversation.embedded.composer import bare, in_common
from zhihuan.conversation.embedded.deadlines_told import with_deadline
from zhihuan.conversation.embedded.debts_wanted import (
    DEBT_SUMS,
    debt_sums_wanted,
)
from zhihuan.conversation.embedded.payments_wanted import with_payments
from zhihuan.conversation.embedded.price_wanted import PRICES, asks_how_dear
from zhihuan.conversation.embedded.questions import (
    asks_something,
    asks_why,
    asks_why_so_dear,
    product_alone,
    questions_of,
)
from zhihuan.conversation.embedded.standing import owes_it_himself
from zhihuan.conversation.embedded.sums_wanted import (
    Heard,
    Sum,
    asks_for_cost,
    asks_for_figure,
    is_about_a_plan,
    is_correction,
    is_known_late,
    is_to_come,
    sums_wanted,
)
from zhihuan.conversation.embedded.supplied import Supplied, days_alone, supplied_by
from zhihuan.conversation.embedded.telling import answers_a_crisis, tells_more
from zhihuan.conversation.judgments_told import speaks_of_judgment
from zhihuan.conversation.payments_told import asks_the_rest
from zhihuan.conversation.phrases import phrase
from zhihuan.conversation.reading import read_situation
from zhihuan.conversation.sentences import RawSentence, SentenceStream
from zhihuan.conversation.situation import Situation, Utterance, changes
from zhihuan.conversation.talk import Talk, talk_of, without_whose
from zhihuan.conversation.vocabulary import products, spelt

# Messages up to this many characters can be about figures alone.
_SHORT = 24
_SAYS_SOMETHING = 4
# In the middle of a topic, a longer message says something about that.
_FIGURE_ALONE = 12
_FIGURES = frozenset(
    "amount due days_late stage periods fee_rate annual_rate daily_rate budget income spending "
    "other_payments settled_on other_debts together together_of debts_count minimum "
    "amount_is_rest told_amount paid planned expenses".split()
)
_COVERED = re.compile("〔[^〕]*〕")
_PLANS: frozenset[Sum] = frozenset(
    ("installment_plan", "compare_plans", "affordability", "compare_payoffs", "yearly_cost")
)
# Sums that can be done over from the Situation alone, to say how they come about.
_EXPLAINED: tuple[Sum, ...] = (
"overdue_cost", "installment_plan", "compare_plans", "affordability", "debts_together",
     "compare_payoffs", "minimum_only", "credit_record", "deadline", "what_if_paid", "yearly_cost",
     "after_payments",
     "interest_for_time", "rate_in_a_year", "check_lines", "instalments_left",
)  # fmt: skip
_MORE_THAN_FIGURES = re.compile("合同|到手|砍头|先扣|扣了|收到|催|不敢|瞒|开不了口|没脸")
_GENUINE = re.compile("真的?假|真假|(是|会)?不?是?真的[吗么嘛?？]|是真是假|真的还是")
_CAME = re.compile("短信|律师函|通知|传票|电话|催收|公告|仲裁")
_OF_JD = frozenset(("baitiao", "jintiao", "baitiao-card"))
_WHAT_IFS: frozenset[Sum] = frozenset(("what_if_paid", "later_cost"))


@dataclass(frozen=True, slots=True)
class Request:
    """What the person wants of this turn. `explain`: how the last sums came about."""

    talk: Talk
    questions: tuple[str, ...]
    sums: tuple[Sum, ...]
    corrected: bool
    explain: bool


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """What the answers before this message were about; empty where there were none."""

    topic: str | None = None
    sums: tuple[str, ...] = ()
    field: str | None = None
    unhelped: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """The message, and all that was known, asked and shown before it.

    `last_question` is the last message that asked or told something of its own, `sums_from` the
    message that sums are worked out from, `asked_last` the field that we had just asked for.
    `offered` are the titles that we had just asked about (是下面的哪一件吗). `told` names the fields of the Situation that this message changed; `asked` those that were
    ever asked for; `shown` holds every sentence shown, bare of punctuation. `is_debtor`: the debt
    spoken of is their own.
    """

    text: str
    as_of: date
    before: Situation
    situation: Situation
    request: Request
    asked: frozenset[str]
    shown: frozenset[str]
    previous: str | None
    told: frozenset[str]
    supplied: Supplied
    last: LastAnswer
    last_question: str | None
    asked_last: str | None
    sums_from: str
    offered: tuple[str, ...] = ()
    done: frozenset[str] = frozenset()
    after_crisis: bool = False
    is_debtor: bool = False

    @property
    def heard(self) -> Heard:
        """The message as the sums hear it."""
        changed = changes(self.before, self.situation)
        return Heard(
            spelt(self.text), self.situation, changed, self.done, self.supplied,
            self.asked_last, False, self.last.sums,
        )  # fmt: skip

    @property
    def of_debts(self) -> bool:
        """Whether sums over several debts answer it, and it tells of nothing else."""
        sums = set(self.request.sums) & DEBT_SUMS
        more = self.told - _FIGURES - {"product", "other_products"}
        return bool(sums) and not more and not _MORE_THAN_FIGURES.search(self.text)

    @property
    def is_late(self) -> bool:
        """Whether we know that, and how long, something is past its day."""
        return self.situation.days_on(self.as_of) is not None

    @property
    def is_settled(self) -> bool:
        """Whether what was late has been paid."""
        settled = self.situation.settled_on
        return settled is not None and not settled.hypothetical

    @property
    def owes_another(self) -> bool:
        """Whether what they owe, or ask about now, is no product of JD's."""
        named = {mention.id for mention in products(self.text)}
        main = self.situation.product
        return not (named or {main.value if main else "baitiao"}) & _OF_JD

    @property
    def only_figures(self) -> bool:
        """Whether the message gives or asks for figures and nothing else: sums answer it."""
        sums = set(self.request.sums)
        if sums & DEBT_SUMS and not self.request.explain:
            # In which order, or what a court adds for being late, is told beside them.
            return not (is_several(self.situation) or speaks_of_judgment(self.text))
        if self.request.explain or (sums & _WHAT_IFS) or sums & PRICES:
            return True
        supplies = self.supplied.payment is not None or self.supplied.later is not None
        if "before_due" in sums and (supplies or asks_for_figure(self.text)):
            return True
        if sums == {"deadline"} and self.supplied.paper:
            return True  # 哪天前要交, of the paper that was told before
        if "after_payments" in sums:
            return all(map(_is_about_figures, filter(asks_something, self.request.questions)))
        if sums and asks_how_dear(self.text):
            return True
        again = is_only_what_if(self.text, self.as_of)
        if (
            sums == {"overdue_cost"}
            and self.supplied.late
            and (again or asks_for_figure(self.text))
        ):
            return True  # 拖一个月多多少钱; 90天呢
        if self.told - _FIGURES - {"product", "other_products"} or is_several(self.situation):
            return False  # they told more than figures, or the figures are of several debts
        plans = sums & _PLANS
        late_anew = "overdue_cost" in sums and not self.request.corrected
        if sums and (not asks_something(self.text) or is_only_what_if(self.text, self.as_of)):
            return self.previous is not None or (bool(plans) and not late_anew)
        if "affordability" in sums:
            return not late_anew
        asked = [q for q in self.request.questions if asks_something(q)]
        return bool(plans) and all(map(is_about_a_plan, asked)) and not late_anew

    @property
    def tells_more(self) -> bool:
        """Whether what happened is told with the figure: an article may answer it."""
        return self.only_tells and tells_more(self.text, self.as_of)

    @property
    def goes_on_asking(self) -> bool:
        """Whether a figure follows the question just answered by an article: 本金4800."""
        return (
            self.only_tells
            and self.previous is not None
            and self.previous == self.last_question
            and asks_something(self.previous)
            and in_common(self.text, self.previous) > 0  # the 本金 of 能不能只还本金
            and bool(self.last.topic)
            and not self.last.sums
            and self.asked_last is None
        )

    @property
    def only_tells(self) -> bool:
        """Whether the message only adds to what is known, and not enough yet for a sum."""
        late_for_the_first_time = self.previous is None and self.is_late
        return (
            bool(self.told & _FIGURES)
            and _MORE_THAN_FIGURES.search(self.text) is None
            and self.told <= _FIGURES | {"product"}
            and not self.request.sums
            and not asks_something(self.text)
            and not late_for_the_first_time
            and len(_COVERED.sub("", self.text)) <= _SHORT
            and (
                not self.last.topic
                or bool(self.asked_last)
                or self.request.corrected
                or len(self.text) <= _FIGURE_ALONE
            )
        )


def _is_about_figures(question: str) -> bool:
    return asks_the_rest(question) or asks_for_cost(question) or is_about_a_plan(question)


def view_of(history: Sequence[BaseMessage], current: BaseMessage) -> View:
    """The conversation as it stands when `current` has come in."""
    said = [m for m in history if isinstance(m, HumanMessage)]
    utterances = [_utterance(m) for m in [*said, current]]
    before, situation = read_situation(utterances[:-1]), read_situation(utterances)
    done = current.additional_kwargs.get("done") or ()
    last = _last_answer(current)
    text = utterances[-1].text
    changed = changes(before, situation)
    previous = utterances[-2].text if len(utterances) > 1 else None
    talk = talk_of(text, previous)
    explain = bool(last.sums) and not changed and asks_why(text)
    if talk == "certain" and (changed or explain or _doubts_what_came(text, last)):
        talk = "none"  # 你算的不对 of a sum that can be told again, or with another figure
    supplied = supplied_by(utterances[-1])
    told_instalments = supplied.instalments is not None
    told_lumps = bool(supplied.loan.lumps)
    supplied = _with_planned(_with_loan(supplied, utterances), situation, len(said))
    if "overdue_cost" in last.sums and not is_known_late(situation):
        supplied = replace(supplied, late=supplied.late or days_alone(utterances[-1]))
    if is_to_come(situation) and asks_for_cost(text):
        supplied = _as_supplied_before(supplied, utterances)
    supplied = with_deadline(supplied, utterances)
    heard = Heard(
        spelt(text),
        situation,
        changed,
        done,
        supplied,
        utterances[-1].asked,
        told_instalments,
        last.sums,
        told_lumps,
    )
    wanted = debt_sums_wanted if is_several(situation) else sums_wanted
    sums = with_payments(heard, wanted(heard)) if talk in ("none", "assent") else ()
    sums_from = text
    if asks_why_so_dear(text):
        sums = ()
    if explain:
        sums = tuple(kind for kind in _EXPLAINED if kind in last.sums)
        sums_from, supplied = utterances[-2].text, supplied_by(utterances[-2])
    request = Request(
        talk=talk,
        questions=questions_of(without_whose(text)),
        sums=sums,
        corrected=is_correction(text, changed),
        explain=bool(explain and sums),
    )
    asked = {u.asked for u in utterances if u.asked}
    shown = {
        bare(sentence.text)
        for message in history
        if isinstance(message, AIMessage) and message.content
        for sentence in _sentences(str(message.content))
    }
    return View(
        text, utterances[-1].said_on, before, situation, request, frozenset(asked),
        frozenset(shown), previous, frozenset(change.field for change in changed),
        supplied, last, _last_question(utterances[:-1]),
        utterances[-1].asked, sums_from, _offered(history), frozenset(done),
        answers_a_crisis(_said_last(history)),
        owes_it_himself(situation, tuple(u.text for u in utterances)),
    )  # fmt: skip


def _doubts_what_came(text: str, last: LastAnswer) -> bool:
    """真的假的, after talk of a message, a letter or a caller: it is that which is doubted."""
    came = last.field == "scams" or _CAME.search(last.topic or "")
    return bool(came and _GENUINE.search(text))


def _offered(history: Sequence[BaseMessage]) -> tuple[str, ...]:
    last = _said_last(history)
    if not any(phrase(key) in last for key in ("did-you-mean", "did-you-mean-again")):
        return ()
    return tuple(line[2:] for line in last.splitlines() if line.startswith("- "))


def _said_last(history: Sequence[BaseMessage]) -> str:
    return next((str(m.content) for m in reversed(history) if isinstance(m, AIMessage)), "")


def _last_answer(current: BaseMessage) -> LastAnswer:
    carried = current.additional_kwargs
    return LastAnswer(
        topic=carried.get("topic"),
        sums=tuple(carried.get("last_done") or ()),
        field=carried.get("field"),
        unhelped=int(carried.get("unhelped") or 0),
    )


def _last_question(before: Sequence[Utterance]) -> str | None:
    for utterance in reversed(before):
        text = utterance.text
        replies = utterance.asked is not None and len(text) <= _SHORT
        short = replies or len(text) < _SAYS_SOMETHING
        if talk_of(text) == "none" and not short and product_alone(text) is None:
            return text
    return None


def _with_loan(supplied: Supplied, utterances: Sequence[Utterance]) -> Supplied:
    """The instalments of the loan last told, and what arrived of it: they stand till told anew."""
    before = [supplied_by(u) for u in reversed(utterances[:-1])]
    loan = supplied.loan
    for each in before:
        loan = loan.after(each.loan)
    instalments = (each.instalments for each in before)
    received = (each.received for each in before)
    return replace(
        supplied,
        instalments=supplied.instalments or next((each for each in instalments if each), None),
        received=supplied.received or next((each for each in received if each), None),
        loan=loan,
    )


def _as_supplied_before(supplied: Supplied, utterances: Sequence[Utterance]) -> Supplied:
    """What is at hand, and the day on which the rest would come, as they were told last."""
    before = [supplied_by(u) for u in reversed(utterances[:-1])]
    return replace(
        supplied,
        payment=supplied.payment or next((s.payment for s in before if s.payment), None),
        later=supplied.later or next((s.later for s in before if s.later), None),
    )


def _with_planned(supplied: Supplied, situation: Situation, turn: int) -> Supplied:
    """A payment planned in this message: 下个月还2000."""
    now = [p.amount.value for p in situation.planned if p.amount.turn == turn and p.product is None]
    if supplied.payment is not None or len(now) != 1 or now[0].low != now[0].high:
        return supplied
    return replace(supplied, payment=now[0].low)


def _utterance(message: BaseMessage) -> Utterance:
    as_of = message.additional_kwargs.get("as_of")
    return Utterance(
        str(message.content),
        date.fromisoformat(as_of) if as_of else today(),
        message.additional_kwargs.get("asked"),
    )


def _sentences(text: str) -> list[RawSentence]:
    stream = SentenceStream()
    return [*stream.feed(text), *stream.flush()]
