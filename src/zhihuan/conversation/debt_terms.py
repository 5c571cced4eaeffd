"""The yearly rate and the monthly minimum of each of several debts.

白条3000年化18%最低300 花呗2000年化15%   each with the product named before it
1.5w白条 0.8w花呗 18% 15%               each with the debt in the same place
白条18 花呗15, 都是18%                   when the rates were asked for
多久还清 按18%                           supposed of every debt whose own rate was not told
"""

import re
from dataclasses import replace
from decimal import Decimal

from zhihuan.conversation.debts_told import OWN_SCHEDULE, is_several, with_debt
from zhihuan.conversation.quantities import Quantity
from zhihuan.conversation.said import Said
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.told import Known, Range
from zhihuan.conversation.vocabulary import Mention

_SAME_RATE = re.compile(r"都|全(?:部)?|每[家笔个]|一律|统一")
_SUPPOSED_RATE = re.compile(r"(?:按照?|当|算|假设|假如|要是|如果)[^，。0-9]{0,6}$")
_SUPPOSED_AFTER = re.compile(r"\s?(?:来|去|这样)?(?:算|计|的话)")
_RATE_WORDS = re.compile(r"年化|利率|利息|年息")
_NEXT_RATE = re.compile(r"\s?[/、]\s?")
_LEAST = re.compile(r"最低|最少")
_LEAST_RATE, _MOST_RATE = 3, 100
_SEVERAL = 2


def is_answered_rate(said: Said, q: Quantity) -> bool:
    """白条18 花呗15, when the yearly rates were asked for: no amounts."""
    asked = said.utterance.asked == "annual_rates"
    return asked and q.unit in ("number", "percent") and q.low < _MOST_RATE


def is_answered_minimum(said: Said, q: Quantity) -> bool:
    """白条300 花呗500, when the minimums were asked for: no amounts."""
    return said.utterance.asked == "minimums" and q.unit in ("number", "yuan")


def is_rate_of_several(situation: Situation, said: Said) -> bool:
    """Whether a yearly rate in this message may be that of any of several debts."""
    named = {mention.id for mention in said.mentions} - OWN_SCHEDULE
    return is_several(situation) or len(named) >= _SEVERAL


def read_terms(situation: Situation, said: Said) -> Situation:
    """The yearly rate and the minimum of each debt, where several are spoken of."""
    named = [m for m in _first_mentions(said) if m.id not in OWN_SCHEDULE]
    if not is_rate_of_several(situation, said):
        return situation
    for q in said.quantities:
        if q.unit in ("yuan", "number") and _LEAST.search(said.text[max(0, q.start - 6) : q.start]):
            mention = said.product_of(q)
            if mention is not None and q.low >= 1 and "能" not in said.before(q):
                situation = _term(situation, mention.id, minimum=said.range(q))
    if said.utterance.asked == "minimums":
        told = [q for q in said.quantities if is_answered_minimum(said, q) and q.low >= 1]
        for product, q in _rates_of(situation, said, told, named):
            situation = _term(situation, product, minimum=said.range(q))
        return situation
    rates = [q for q in said.quantities if _is_yearly(said, q)]
    for product, q in _rates_of(situation, said, rates, named):
        months = 12 if q.basis == "month" else 1
        supposed = _is_supposed_of_all(said, q, named)
        if supposed and _is_told(situation, product):
            continue
        rate = said.known(q.low / 100 * months, q.start, q.end, hypothetical=supposed)
        situation = _term(situation, product, annual_rate=rate)
    return situation


def _rates_of(
    situation: Situation, said: Said, rates: list[Quantity], named: list[Mention]
) -> list[tuple[str, Quantity]]:
    every = [situation.product.value] if situation.product and situation.amount else []
    every += [debt.product for debt in situation.other_debts if debt.amount]
    listed = [m.id for m in named]
    if len(rates) == 1 and len(named) != 1:
        before = said.text[: rates[0].start][-8:]
        return (
            [(each, rates[0]) for each in every]
            if _SAME_RATE.search(before) or _is_supposed_of_all(said, rates[0], named)
            else (_beside(said, rates))
        )
    starts = [m.start for m in named]
    in_a_run = len(rates) > 1 and not any(rates[0].start < s < rates[-1].start for s in starts)
    for debts in (listed, every):
        if in_a_run and len(rates) == len(debts) and (not named or rates[0].start > starts[-1]):
            return list(zip(debts, rates, strict=True))
    return [] if in_a_run else _beside(said, rates)


def _is_supposed_of_all(said: Said, q: Quantity, named: list[Mention]) -> bool:
    """The 18% of 按18%算, where no debt is named: said of all of them, to see what comes of it."""
    before = said.text[: q.start][-8:]
    supposes = _SUPPOSED_RATE.search(before) or _SUPPOSED_AFTER.match(said.text, q.end)
    return not named and supposes is not None and _SAME_RATE.search(before) is None


def _is_told(situation: Situation, product: str) -> bool:
    """Whether the rate of this debt was told, and not only supposed."""
    main = situation.product is None or product == situation.product.value
    others = {debt.product: debt.annual_rate for debt in situation.other_debts}
    rate = situation.annual_rate if main else others.get(product)
    return rate is not None and not rate.hypothetical


def _beside(said: Said, rates: list[Quantity]) -> list[tuple[str, Quantity]]:
    """Each rate with the product named before it, the first to be told of each."""
    found: dict[str, Quantity] = {}
    for q in rates:
        mention = said.product_of(q)
        if mention is not None:
            found.setdefault(mention.id, q)
    return list(found.items())


def _is_yearly(said: Said, q: Quantity) -> bool:
    if q.low != q.high or not q.low < _MOST_RATE:
        return False
    behind = [other for other in said.quantities if other.end < q.start]
    if behind and _NEXT_RATE.fullmatch(said.text[behind[-1].end : q.start]):
        return _is_yearly(said, behind[-1])  # 年化18/15/18.25
    if q.unit == "percent":
        return q.basis in ("year", "month") or (q.basis is None and q.low >= _LEAST_RATE)
    if q.unit != "number" or q.low < _LEAST_RATE:
        return False
    near = said.text[max(0, q.start - 6) : q.start]
    return said.utterance.asked == "annual_rates" or _RATE_WORDS.search(near) is not None


def _term(
    situation: Situation,
    product: str,
    *,
    annual_rate: Known[Decimal] | None = None,
    minimum: Known[Range] | None = None,
) -> Situation:
    if situation.product is None or product != situation.product.value:
        return with_debt(situation, product, annual_rate=annual_rate, minimum=minimum)
    return replace(
        situation,
        annual_rate=annual_rate or situation.annual_rate,
        minimum=minimum or situation.minimum,
    )


def _first_mentions(said: Said) -> list[Mention]:
    """Each product once, where it was named first."""
    return list({m.id: m for m in reversed(said.mentions)}.values())[::-1]
