"""Which of several debts a figure belongs to: to one of them, to all together, or to each.

白条加金条四万二, 6张信用卡15万   one sum over several, and no amount of the first
白条和金条各欠5000              the same for each
一个月1800, after a list        what can be paid for all of them
说错了，是2.6万                 the debt told last, or the nearest in size
"""

import re
from dataclasses import replace

from zhihuan.conversation.debts_told import OWN_SCHEDULE, is_several, with_debt
from zhihuan.conversation.money_roles import MONEY_FIELDS, is_total
from zhihuan.conversation.quantities import Quantity
from zhihuan.conversation.said import CORRECTION, Said
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.told import Known, Range
from zhihuan.conversation.vocabulary import Mention

_LIST = re.compile(r"(?:[\s、,，和跟与加]|加上|还有|以及|再加上?|都|也|两个|的)*")
_OF_RUN = re.compile(r"(?:一共|总共|合计|加起来|各|都|是|有|欠|了|共|大概|差不多|[\s，,])*")
_EACH = re.compile(r"各(?:自|家)?(?:都)?(?:是|有|欠了?|借了?)?\s?$")
_ALL_LATE = re.compile(r"(?:都|全部?|每[家笔个]都?)(?:已经)?(?:逾期|晚|拖|欠)")
_OF_DEBTS = re.compile(
    r"\s?(?:的)?(?:信用)?卡(?![里内号上])|\s?(?:的)?(?:网贷|小贷|贷款|借款|欠款|平台|银行(?!卡)|机构|借条"
    r"|债|金条|app|APP)|\s?(?:一共|总共|加起来|加一起|合计|都|共|欠|借)"
)
_OWED_COUNT = re.compile(r"(?:欠|借|贷|有)(?:了|着)?$")
_CARDS = re.compile(r"\s?(?:的)?信用卡")
_OWES = re.compile(r"(?:欠|借)(?:了|着)?$")
_COUNT_WORDS = re.compile(r"[张家笔个](?:平台|银行)?")
_ONE_OF = re.compile(r"(?:一|1|另一|另外一|还有一|第[一二三四五])[张笔家个](?:是|欠|有)?\s?$")
_ANOTHER = re.compile(
    r"(?:还有|另外|外加|再加上?)(?:还)?(?:有|欠)?了?(?:(?:别的|其他|别家|另外?)(?:的)?(?:一|1)?[笔家个]?|(?:一|1)[笔家个])"
    r"(?:平台|欠款|贷款|借款)?(?:的|是|欠)?\s?$"
)
_FOR_ALL = re.compile(
    r"(?:^|[\s，,。；;!！?？0-9%万千wWkK元块]|我|如果|要是|假如|那|那么|按|就|换成|改成|改为|现在|以后|一共"
    r"|总共|几家|全部|加起来|的话)"
    r"(?:每一?个?月|一个?月|月)(?:我|就|都|只|大概|大约|最多|差不多|能|可以|打算|准备|想|先|一共|总共|还|拿|给"
    r"|出|掏|有)*\s?$"
)
_SUPPOSES = re.compile(
    r"(?:我|那|那么|如果|要是|假如|按|换成|改成|改为|是|还|就|能|可以|呢|,|，|\s)*"
)
_A_MONTH = re.compile(
    r"\s?(?:一个?月|每个?月|/月)\s?(?:呢|的话|行|够|可以|能|要|还|多久|几|[，。？?]|$)"
)
_PAID_ON_IT = re.compile(
    r"(?:每一?个?月|一个?月|月供|月)(?:都|就|也|要|得|应|该|需|还|付|交|是)*\s?"
)
# How far behind a count the amount of all may stand: 三张信用卡一共2万.
_NEAR_COUNT = 10
# Products of which one may have several, from several lenders.
_MANY_OF = frozenset(("credit-card", "online-loan"))
_LEAST_YUAN = 100
_MOST_DEBTS = 30
_SEVERAL = 2


# --- amounts ----------------------------------------------------------------------------------


def is_of_several(situation: Situation, said: Said, q: Quantity) -> bool:
    """Whether an amount is the sum of several debts, and not that of the product named last."""
    several = len(_run_before(said, q)) >= _SEVERAL or _count_for(said, q) is not None
    if several or _part_of_it(situation, said, q):
        return True
    mention = said.product_of(q)
    if situation.together is not None and mention is None:
        return is_total(said, q)
    counted = situation.debts_count is not None
    return counted and mention is None and (is_total(said, q) or said.utterance.asked == "amount")


def tell_several(situation: Situation, said: Said, q: Quantity, known: Known[Range]) -> Situation:
    """The Situation with an amount over several debts, or with the same for each."""
    if _EACH.search(said.before_unnamed(q)):
        for product in _run_before(said, q):
            if situation.product and product == situation.product.value:
                situation = replace(situation, amount=known)
            else:
                situation = with_debt(situation, product, amount=known)
        return situation
    count, own = _count_for(said, q), own_product(said, q)
    of = tuple(_run_before(said, q)) or ((own.id,) if own else ())
    if count is not None:
        told = said.known(int(count.low), count.start, count.end)
        situation = replace(situation, debts_count=told)
    if (old := situation.together) and _part_of_it(situation, said, q):
        a, b = old.value, known.value
        known = replace(
            known,
            value=Range(a.low + b.low, a.high + b.high, a.approximate or b.approximate),
            words=f"{old.words}、{known.words}",
        )
    return replace(situation, together=known, together_of=of or situation.together_of)


def another_debt(said: Said, q: Quantity) -> bool:
    """还有一笔5000: a debt beside the one that was told, of no product that was named."""
    return said.product_of(q) is None and _ANOTHER.search(said.before(q)) is not None


def is_part_of_a_list(situation: Situation, said: Said, q: Quantity) -> bool:
    """A figure whose place in a list of debts says what it is: 一笔3000 一笔5000, 白条加金条4万."""
    if len(_run_before(said, q)) >= _SEVERAL:
        last = max(m.end for m in said.mentions if m.end <= q.start)
        return q.low >= _LEAST_YUAN and _OF_RUN.fullmatch(said.text, last, q.start) is not None
    return q.low >= _LEAST_YUAN and (
        _part_of_it(situation, said, q)
        or (situation.amount is not None and another_debt(said, q))
        or (_ONE_OF.search(said.before(q)) is not None and _count_for(said, q) is not None)
    )


def own_product(said: Said, q: Quantity) -> Mention | None:
    """The product that stands with this figure in its clause, with no other amount between."""
    mention = said.product_of(q)
    if mention is None or mention.start > q.start:
        return mention
    start, _ = said.clause(q.start)
    between = [o for o in said.quantities if mention.end <= o.start < q.start and _is_money(o)]
    return mention if mention.start >= start and not between else None


def corrected_debt(before: Situation, said: Said, q: Quantity) -> str | None:
    """The product whose amount a correction means that names none; None: that of the main one."""
    if not before.other_debts or not CORRECTION.search(said.text) or said.product_of(q):
        return None
    amounts = {d.product: d.amount for d in before.other_debts if d.amount}
    for denied in said.quantities:
        for product, known in amounts.items():
            if denied is not q and denied.low == known.value.low:
                return product
    told: dict[str, Known[Range]] = {
        name: known for name in MONEY_FIELDS if (known := getattr(before, name)) is not None
    }
    every = {**told, **amounts}
    last = max((known.turn for known in every.values()), default=-1)
    latest = [name for name, known in every.items() if known.turn == last]
    nearest = min(latest, key=lambda n: abs((q.low / every[n].value.low).ln()), default=None)
    return nearest if nearest in amounts else None


def _part_of_it(situation: Situation, said: Said, q: Quantity) -> bool:
    together = situation.together
    return (
        together is not None
        and together.turn == said.turn
        and _ONE_OF.search(said.before(q)) is not None
    )


def _run_before(said: Said, q: Quantity) -> list[str]:
    """The products listed before `q` with nothing but 和 and the like between them."""
    start = max((o.end for o in said.quantities if o.end <= q.start and _is_money(o)), default=0)
    run: list[Mention] = []
    for mention in said.mentions:
        if not start <= mention.start < q.start:
            continue
        joined = run and _LIST.fullmatch(said.text, run[-1].end, mention.start)
        run = [*run, mention] if joined else [mention]
    own = run and run[-1].id in {mention.id for mention in run[:-1]}
    if own or (run and re.search("[。！？!?；;\n]", said.text[run[-1].end : q.start])):
        return []
    return list(dict.fromkeys(m.id for m in run if m.id not in OWN_SCHEDULE))


def _count_for(said: Said, q: Quantity) -> Quantity | None:
    """The 6张 of 6张信用卡15万, where it tells how many debts an amount is of."""
    for count in reversed(said.quantities):
        if not _is_count(count):
            continue
        lo, hi = sorted((count.end, q.end))
        if any(_is_money(o) and o is not q and lo <= o.start < hi for o in said.quantities):
            continue
        if said.text[max(0, count.start - 1) : count.start] == "第":
            continue
        if _is_of_another(said, q, count):
            continue
        of_debts = "平台" in count.text or "银行" in count.text
        if (
            of_debts
            or _OF_DEBTS.match(said.text, count.end)
            or _OWED_COUNT.search(said.text[: count.start])
        ):
            return count
    return None


def _is_of_another(said: Said, q: Quantity, count: Quantity) -> bool:
    """白条3000 三张信用卡一共2万: of the next figure; 三家 白条3000 借呗8000: of the whole list."""
    money = [o for o in said.quantities if _is_money(o) and o is not q]
    if count.start >= q.end:
        follows = min((o.start for o in money if o.start >= count.end), default=None)
        return follows is not None and follows - count.end <= _NEAR_COUNT
    own = own_product(said, q)
    if own is None or own.id in _MANY_OF or own.start < count.end:
        return False
    after = (own_product(said, o) for o in money if o.start > q.end)
    return any(other is not None and other.id != own.id for other in after)


def _is_count(q: Quantity) -> bool:
    """Whether it may say how many debts there are: 6张, 三家, 5个平台."""
    several = q.unit == "count" and q.low == q.high and _SEVERAL <= q.low <= _MOST_DEBTS
    return several and _COUNT_WORDS.search(q.text) is not None


def tell_count(situation: Situation, said: Said, q: Quantity) -> Situation:
    """我有6张信用卡, 欠了三家: how many debts there are, before any amount."""
    if not _is_count(q) or any(_is_money(other) for other in said.quantities):
        return situation
    if not (_CARDS.match(said.text, q.end) or _OWES.search(said.text[: q.start])):
        return situation
    return replace(situation, debts_count=said.known(int(q.low), q.start, q.end))


def _is_money(q: Quantity) -> bool:
    return q.unit == "yuan" or (q.unit == "number" and q.low >= _LEAST_YUAN)


# --- what can be paid, and being late ---------------------------------------------------------


def is_for_all(situation: Situation, said: Said, q: Quantity) -> bool:
    """一个月1800, 如果月还4000: what can be paid each month for the debts of the list."""
    named = {mention.id for mention in said.mentions} - OWN_SCHEDULE
    if not (is_several(situation) or len(named) >= _SEVERAL) or not _is_money(q):
        return False
    start, _ = said.clause(q.start)
    before, after = said.text[start : q.start], said.text[q.end : q.end + 8]
    if _SUPPOSES.fullmatch(before) and _A_MONTH.match(after):
        return True  # 2000一个月呢
    return not is_paid_on_one(said, q) and _FOR_ALL.search(before) is not None


def is_paid_on_one(said: Said, q: Quantity) -> bool:
    """白条每月还500，花呗每月还300: what one debt of several takes each month."""
    mention = said.product_of(q)
    if mention is None or len({m.id for m in said.mentions} - OWN_SCHEDULE) < _SEVERAL:
        return False
    return _PAID_ON_IT.fullmatch(said.text, mention.end, q.start) is not None


def all_are_late(said: Said, q: Quantity) -> bool:
    """都逾期两个月了."""
    start, _ = said.clause(q.start)
    return _ALL_LATE.search(said.text[start : q.start]) is not None


def all_late(situation: Situation, known: Known[Range]) -> Situation:
    """The same days for each of the other debts."""
    for debt in situation.other_debts:
        situation = with_debt(situation, debt.product, days_late=known)
    return situation
