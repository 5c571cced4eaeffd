"""Reading the Situation out of what was said: a fold over the utterances, later wins.

A figure goes to the field its words name; with no such word, to the field a correction points
at; then to the question we had asked. What was only supposed never replaces what was told.
What is not a figure (products, papers, fears) is read in `states`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from zhihuan.conversation.bare_figures import (
    MOST_FEE_PERCENT,
    answers_question,
    is_amount_beside_days,
    is_another_budget,
    is_days_alone,
    is_delay,
    is_fee,
    is_first_amount,
    is_lump,
    is_money,
    is_monthly_beside_debt,
    is_no_budget,
    is_what_if_days,
    relative_budget,
    what_if_money,
)
from zhihuan.conversation.debt_roles import (
    all_are_late,
    all_late,
    another_debt,
    corrected_debt,
    is_for_all,
    is_of_several,
    is_paid_on_one,
    is_part_of_a_list,
    own_product,
    tell_count,
    tell_several,
)
from zhihuan.conversation.debt_terms import (
    is_answered_minimum,
    is_answered_rate,
    is_rate_of_several,
    read_terms,
)
from zhihuan.conversation.debts_told import with_debt
from zhihuan.conversation.expenses_told import a_month, kind_of, read_living, with_expense
from zhihuan.conversation.incomes_told import is_in_household, is_only_own
from zhihuan.conversation.instalments_told import is_instalment, is_received
from zhihuan.conversation.judgments_told import read_award
from zhihuan.conversation.money_roles import (
    MONEY_FIELDS,
    is_at_most,
    is_counted_in,
    is_of_family,
    is_of_others,
    is_total,
    money_role,
)
from zhihuan.conversation.payments_corrected import (
    corrected_payment,
    is_day_of_payment,
    read_corrections,
    told_again,
    with_new_amount,
    with_replaced,
)
from zhihuan.conversation.payments_told import payment_told, take_off, told_anew
from zhihuan.conversation.quantities import Quantity
from zhihuan.conversation.said import CORRECTION, Said
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.states import read_parties, read_states
from zhihuan.conversation.time_roles import (
    DURATIONS,
    When,
    date_role,
    days_of,
    duration_role,
    pays_all,
)
from zhihuan.conversation.told import Known, Range, Utterance

_NEGATED = re.compile(r"(?:不是|并非)(?:说|欠|逾期|分|每月|还)?了?$")
# Denies a figure that was told before; of another it says something else.
_NOT_REACHED = re.compile(
    r"(?:哪有|哪里有|不止|没有|没到|拿不出来?|还不了|给不了|不到|不用|用不了)(?:说|欠|逾期|分|每月|还)?了?$"
)
_HEARSAY = re.compile(r"听说|就[要会]|以上|以后|之后|到了|区别|什么意思")
_DENIED_AFTER = re.compile(r"(?:是|那个)?(?:不对|错了|错的|说错|写错|打错)")
_MONTHLY = re.compile(r"每个?月|一个?月|月供")
_FEE = re.compile(r"费率|手续费|服务费|分期费|每期|一期")
_PENALTY = re.compile("违约金|罚息|滞纳金|逾期")
_INTEREST = re.compile(r"利率|年化")
_YIELD = re.compile(r"收益|理财|余额宝|存款|定期|七日年化|7日年化")
_NOT_PERIODS_BEFORE = re.compile(
    r"第$|提前$|[比较]$|还[了过]$|已还$|还剩$|剩下?$|逾期了?$|欠了?$|没还$|还有$|前$"
)
_NOT_PERIODS_AFTER = re.compile(r"了?(?:都|还)?(?:没还|没交|未还|逾期|没付)")
_PAYS = re.compile(r"(?:还|付|交)(?:款|他们|个|上|点)?\s?$")
_MOST_YUAN = 10**9
_RATE_FIELDS = {"fee_rate", "annual_rate", "daily_rate"}


def read_situation(utterances: Sequence[Utterance]) -> Situation:
    """Everything the utterances tell, oldest first; later wins."""
    situation = Situation()
    for turn, utterance in enumerate(utterances):
        situation = read_utterance(situation, utterance, turn)
    return situation


def read_utterance(before: Situation, utterance: Utterance, turn: int) -> Situation:
    """The Situation after one more utterance."""
    said = Said(utterance, turn)
    situation = read_parties(before, said)
    for q in said.quantities:
        if not _is_denied(before, said, q):
            situation = _figure(situation, before, said, q)
    situation = read_corrections(read_terms(situation, said), before, said)
    return read_states(read_award(read_living(situation, said), said), said)


# --- figures --------------------------------------------------------------------------------


def _is_negated(said: Said, q: Quantity) -> bool:
    """The 3200 of 不是3200，是8200 and of 是8200不是3200."""
    denied = _NEGATED.search(said.before(q)) or _DENIED_AFTER.match(said.after(q))
    return denied is not None and len(said.quantities) > 1


def _is_denied(before: Situation, said: Said, q: Quantity) -> bool:
    """The same, or the 1000 of 拿不出1000 只有700 where 1000 was told before."""
    if _is_negated(said, q):
        return True
    if len(said.quantities) < 2 or not _NOT_REACHED.search(said.before(q)):
        return False
    told = (getattr(before, name) for name in MONEY_FIELDS)
    return any(known is not None and known.value.low == q.low for known in told)


def _corrected_field(before: Situation, said: Said, q: Quantity) -> str | None:
    """The field a correction means: the one that held the figure now denied, else by unit."""
    for denied in said.quantities:
        if denied is not q and _is_denied(before, said, denied) and _kind(denied) == _kind(q):
            for name in MONEY_FIELDS:
                known = getattr(before, name)
                if known is not None and known.value.low == denied.low and _kind(q) == "money":
                    return name
    if not CORRECTION.search(said.text):
        return None
    if _kind(q) == "money":
        if _MONTHLY.search(said.clause_text(q)) and before.budget is not None:
            return "budget"
        return _last_told_money(before, q) or "amount"
    return None


def _last_told_money(before: Situation, q: Quantity) -> str | None:
    """The money field told last; of several told together, the nearest in size."""
    told = {name: known for name in MONEY_FIELDS if (known := getattr(before, name))}
    latest = [n for n, k in told.items() if k.turn == max(k.turn for k in told.values())]
    return min(latest, key=lambda n: abs((q.low / told[n].value.low).ln()), default=None)


def _kind(q: Quantity) -> str:
    if q.unit in ("yuan", "number"):
        return "money"
    return "time" if q.unit in DURATIONS else q.unit


def _figure(situation: Situation, before: Situation, said: Said, q: Quantity) -> Situation:
    asked = said.utterance.asked
    if is_answered_rate(said, q) or is_answered_minimum(said, q):
        return situation  # of which debt it is, is read with the rest of the message
    if is_amount_beside_days(before, said, q):
        return _set(situation, "amount", said.range(q))
    if q.unit == "number" and is_delay(said, q):
        return _set(situation, "days_late", said.range(q))
    if q.unit == "number" and asked and answers_question(said, q, asked):
        return _bare_answer(situation, said, q, asked)
    if q.unit == "number" and is_fee(said, q):
        return _set(situation, "fee_rate", said.known(q.low / 100, q.start, q.end))
    if q.unit == "yuan" or (
        q.unit == "number"
        and (
            asked in MONEY_FIELDS
            or CORRECTION.search(said.text)
            or _corrected_field(before, said, q)
            or is_money(said, q)
            or is_another_budget(before, said, q)
            or is_first_amount(before, said, q)
            or what_if_money(before, said, q)
            or is_for_all(situation, said, q)
            or is_part_of_a_list(situation, said, q)
            or payment_told(situation, said, q)
            or relative_budget(before, said, q)
        )
    ):
        return _money(situation, before, said, q)
    if q.unit in DURATIONS:
        if asked == "periods" and q.unit == "months":
            return _periods(situation, said, q)
        when = duration_role(said, q)
        if when is None and (
            _is_corrected_delay(before, said)
            or is_what_if_days(before, said, q)
            or is_days_alone(before, said, q)
        ):
            near, far = days_of(q, said.utterance.said_on)
            # 晚3天要多少 … 90天呢: supposed, as the first was
            told = [k for k in (before.days_late, before.due, before.stage) if k is not None]
            supposed = bool(told) and all(known.hypothetical for known in told)
            when = When("days_late", Range(Decimal(near), Decimal(far), q.approximate), supposed)
        return _when(situation, said, q, when)
    readers: dict[str, Callable[[Situation, Said, Quantity], Situation]] = {
        "date": lambda s, said, q: _when(s, said, q, _date(before, said, q)),
        "stage": lambda s, said, q: _set(s, "stage", _stage(said, q)),
        "periods": _periods,
        "percent": _rate,
        "count": tell_count,
    }
    reader = readers.get(q.unit)
    return reader(situation, said, q) if reader else situation


def _date(before: Situation, said: Said, q: Quantity) -> When | None:
    """What a date says; in a correction without a word for it, the kind of date told before.

    昨天还了, of a debt whose delay is known, is the day on which it was settled.
    """
    if is_day_of_payment(before, said, q):
        return None
    when = date_role(said, q)
    if when is not None or q.low != q.high:
        return when
    due, settled = before.due, before.settled_on
    day = date(int(q.low) // 10000, int(q.low) // 100 % 100, int(q.low) % 100)
    if (due or before.days_late) and pays_all(said, q) and day <= said.utterance.said_on:
        return When("settled_on", day, False)
    if CORRECTION.search(said.text) is None:
        return None
    if (due is None and settled is None) or day > said.utterance.said_on:
        return None
    if settled is not None and (due is None or settled.turn >= due.turn):
        return When("settled_on", day, False)
    return When("due", day, False)


def _is_corrected_delay(before: Situation, said: Said) -> bool:
    if CORRECTION.search(said.text) is None:
        return False
    denied = any(_is_negated(said, other) for other in said.quantities if _kind(other) == "time")
    return denied or before.days_late is not None or before.due is not None


def _bare_answer(situation: Situation, said: Said, q: Quantity, asked: str) -> Situation:
    if asked == "periods":
        return _periods(situation, said, q)
    if asked == "fee_rate":
        return _set(situation, "fee_rate", said.known(q.low / 100, q.start, q.end))
    return _set(situation, "days_late", said.range(q))


def _money(situation: Situation, before: Situation, said: Said, q: Quantity) -> Situation:
    role = money_role(said, q)
    field: str | None = role.field if role else None
    if (role is None or not role.sure) and (meant := _corrected_field(before, said, q)):
        field = meant
    sure = role is not None and role.sure
    loose = not sure or (role is not None and role.field == "other_payments")
    if is_instalment(said, q) or is_received(said, q):
        return situation
    stepped = None if sure and field != "budget" else relative_budget(before, said, q)
    if stepped is not None:
        return _set(situation, "budget", said.known(stepped, q.start, q.end))
    if (old_payment := corrected_payment(before, said, q)) is not None:
        return with_new_amount(situation, old_payment, said, q, said.range(q))
    if not (sure and field != "amount") and (payment := payment_told(situation, said, q)):
        if (again := told_again(before, said, q, payment)) is not None:
            payment = replace(payment, on=payment.on or again.on)
            return with_replaced(situation, again, payment)
        return take_off(situation, payment)
    if (not sure and is_another_budget(before, said, q)) or (
        loose and is_for_all(situation, said, q)
    ):
        field = "budget"
    elif field == "budget" and (is_paid_on_one(said, q) or is_lump(before, said, q)):
        return situation
    elif not sure and (asked_anew := what_if_money(before, said, q)):
        field = asked_anew
    elif (
        (not sure and is_part_of_a_list(situation, said, q))
        or (role is None and is_first_amount(before, said, q))
        or (field == "budget" and role and not role.sure and is_no_budget(before, said, q))
    ):
        field = "amount"
    elif not sure and field == "amount" and is_monthly_beside_debt(before, said, q):
        field = None if re.search("不[起了上出]", said.clause_text(q)) else "budget"
    if field is None or q.high > _MOST_YUAN or q.low < (1 if sure else 10):
        return situation
    supposed = role is not None and role.supposed and field != "budget"
    known = said.range(q, hypothetical=supposed)
    if field == "amount":
        mention = said.product_of(q)
        if before.amount and is_of_others(said, q):
            return situation
        if is_at_most(said, q) and said.utterance.asked != "amount":
            return situation  # 1万以下 is no figure to work with
        if not sure and _is_paid_part(before, said, q):
            return situation
        told_apart = situation.amount or situation.other_debts
        if is_total(said, q) and told_apart and own_product(said, q) is None:
            return situation  # a sum over debts that were told apart
        if is_of_several(situation, said, q):
            return tell_several(situation, said, q, known)
        if (product := corrected_debt(before, said, q)) is not None:
            return with_debt(situation, product, amount=known)
        if situation.amount and another_debt(said, q):
            return with_debt(situation, "another-debt", amount=known)
        if mention and situation.product and mention.id != situation.product.value:
            return with_debt(situation, mention.id, amount=known)
        old = situation.amount
        if old and old.turn == said.turn:
            stated = mention is not None or "欠" in said.before(q)
            if not sure or (not stated and _named_main(situation, said, old)):
                return situation  # a surer figure of this message stands
    if field == "other_payments":
        creditor = said.product_of(q)
        if creditor and situation.product and creditor.id == situation.product.value:
            return situation  # what this very debt asks for each month
    if field == "spending":
        return with_expense(situation, kind_of(said, q), a_month(said, q, known), said, q)
    if field == "income" and is_only_own(said, q) and before.income is None:
        return situation  # 就我的5500, of nothing that was told
    if field == "income" and (own := situation.income):
        together = own.turn == said.turn and is_in_household(said, q)
        if together or (is_of_family(said, q) and is_counted_in(said, q)):
            known = _sum(own, known)
        elif is_of_family(said, q) and not is_only_own(said, q):
            return situation  # what somebody else earns
    if field == "other_payments":
        told = situation.other_payments
        if told and told.turn == said.turn:  # 花呗每月600，微粒贷每月400
            known = _sum(told, known)
    if field == "amount" and not (known.hypothetical and situation.amount is not None):
        return told_anew(situation, said, q, known)
    return _set(situation, field, known)


def _is_paid_part(before: Situation, said: Said, q: Quantity) -> bool:
    """还100, of someone who owes 3200: told as a payment, whatever becomes of it."""
    old = before.amount
    pays = _PAYS.search(said.before(q)) is not None
    corrects = CORRECTION.search(said.text) or said.utterance.asked == "amount"
    return bool(old and pays and not corrects and q.high < old.value.low)


def _named_main(situation: Situation, said: Said, old: Known[Range]) -> bool:
    held = [q for q in said.quantities if said.utterance.text[q.start : q.end] == old.words]
    mention = said.product_of(held[0]) if held else None
    return bool(mention and situation.product and mention.id == situation.product.value)


def _sum(one: Known[Range], other: Known[Range]) -> Known[Range]:
    a, b = one.value, other.value
    total = Range(a.low + b.low, a.high + b.high, a.approximate or b.approximate)
    return replace(other, value=total, words=f"{one.words}、{other.words}")


def _when(situation: Situation, said: Said, q: Quantity, when: When | None) -> Situation:
    if when is None or (_delay_told(situation) and is_of_others(said, q)):
        return situation
    known: Known[Any] = said.known(when.value, q.start, q.end, hypothetical=when.supposed)
    if when.field == "days_late" and isinstance(when.value, Range) and all_are_late(said, q):
        return _set(all_late(situation, known), when.field, known)
    mention = said.product_of(q)
    elsewhere = mention and situation.product and mention.id != situation.product.value
    if elsewhere and mention and when.field != "settled_on":
        if isinstance(when.value, date):
            days = Decimal((said.utterance.said_on - when.value).days)
            known = replace(known, value=Range(days, days))
        return with_debt(situation, mention.id, days_late=known)
    if elsewhere:
        return situation
    return _set(situation, when.field, known)


def _delay_told(situation: Situation) -> bool:
    return situation.days_late is not None or situation.due is not None


def _stage(said: Said, q: Quantity) -> Known[int]:
    supposed = said.supposed(q) or _HEARSAY.search(said.clause_text(q)) is not None
    return said.known(int(q.low), q.start, q.end, hypothetical=supposed)


def _periods(situation: Situation, said: Said, q: Quantity) -> Situation:
    if q.low != q.high or q.low != int(q.low) or not 1 <= q.low <= 360 or q.text.startswith("几"):
        return situation
    if said.utterance.asked == "paid_periods" and len(said.quantities) == 1:
        return situation  # 4期: so many are paid
    gone = _NOT_PERIODS_BEFORE.search(said.before(q, after_any=True))
    if gone or _NOT_PERIODS_AFTER.match(said.after(q)):
        return situation
    if situation.periods and situation.periods.turn == said.turn:
        return situation  # 12期和24期: the first is the subject
    if q.low == 1 and _FEE.search(said.text):
        return situation  # 一期0.6%
    return replace(
        situation, periods=said.known(int(q.low), q.start, q.end, hypothetical=said.if_only(q))
    )


def _rate(situation: Situation, said: Said, q: Quantity) -> Situation:
    if q.low != q.high or _YIELD.search(said.clause_text(q)):
        return situation
    fraction, around = q.low / 100, said.clause_text(q)
    basis = q.basis
    if basis in (None, "month") and (_FEE.search(around) or said.utterance.asked == "fee_rate"):
        basis = "period"
    if basis is None and q.approximate:
        return situation  # 一分利: by the month or by the year, we have to ask
    told = [(k.turn, n) for n in _RATE_FIELDS if (k := getattr(situation, n))]
    if basis is None and told and CORRECTION.search(said.text):
        return _set(situation, max(told)[1], said.known(fraction, q.start, q.end))
    plans = situation.fee_rate or situation.periods
    if basis is None and plans and q.low < MOST_FEE_PERCENT and not _PENALTY.search(around):
        basis = "period"  # 1%呢, 按App写的0.45%: of a plan that is being talked about
    if basis is None and q.low >= 3 and _INTEREST.search(around):
        basis = "year"
    if is_rate_of_several(situation, said) and (basis in ("year", "month") or q.low >= 3):
        return situation  # read with the rest of the message
    if basis == "month":
        basis, fraction = "year", fraction * 12
    field = {"period": "fee_rate", "year": "annual_rate", "day": "daily_rate"}.get(basis or "")
    return _set(situation, field, said.known(fraction, q.start, q.end)) if field else situation


def _set(situation: Situation, field: str, known: Known[Any]) -> Situation:
    """Later wins, except that a supposition never replaces a fact."""
    old = getattr(situation, field)
    if known.hypothetical and old is not None and not old.hypothetical:
        return situation
    told: dict[str, Any] = {field: known}
    if field in ("due", "days_late", "stage") and not known.hypothetical:
        for other in ("due", "days_late", "stage"):
            stale = getattr(situation, other)
            if other != field and stale is not None and stale.turn < known.turn:
                told[other] = None  # two stories of one delay: the later is the true one
    return replace(situation, **told)
