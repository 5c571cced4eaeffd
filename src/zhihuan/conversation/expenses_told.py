"""What one kind of spending takes each month, told at once or one after the other.

房租1500 饭钱1000          both are summed
… 孩子学费还要800           a new kind is added
… 房租不是1500 是1800       the same kind is told anew
… 每月一共开销4000          a sum over all kinds stands for them all
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from zhihuan.conversation.quantities import Quantity
from zhihuan.conversation.said import Said
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.told import Expense, Known, Range

#: Kinds of spending by their words; `ALL` may name them together.
ALL = "all"
_KINDS: dict[str, str] = {
    "mortgage": r"房贷|按揭",
    "car-loan": r"车贷",
    "school": r"学费|补课费?|补习费?|幼儿园|托班|托费|托管费?|辅导班?|兴趣班|书本费|学杂费",
    "child": r"奶粉钱?|尿不湿|尿布|养孩子|养娃|带娃|孩子(?:的)?(?:花销|开销|花费|生活费|费用|用)|娃(?:的)?(?:花销|开销|用)|保姆|月嫂",
    "rent": r"房租|租金|租房|房费|宿舍费?|水电房租",
    "food": r"饭钱|饭费|餐费|伙食费?|吃饭|吃住|吃喝|吃穿|吃的|买菜|菜钱|口粮|[点叫]外卖",
    "power": r"水电费?|水费|电费|煤气费?|燃气费?|物业费?|取暖费?|暖气费?",
    "phone": r"电?话费|网费|宽带费?",
    "travel": r"交通费?|车费|路费|通勤费?|油费|油钱|加油|停车费?|地铁|公交",
    "illness": r"药费|医药费|医疗费?|看病|买药|吃药|住院费?|治病|透析|复查|产检|检查费?",
    "insurance": r"社保|医保|保险费?|养老保险",
    "parents": r"(?:给|养)(?:爸妈|父母|老人|家里|我?妈|我?爸)(?:的)?(?:生活费|钱|寄|打)?|赡养费?|养老人|孝敬(?:爸妈|父母|老人)?|(?:往|向)?(?:家里?|老家)(?:寄|打|汇)(?:钱)?|(?:寄|打|汇|转)(?:钱|点)?(?:给|回|到)?(?:家里?|老家|爸妈|父母|老人|我?妈|我?爸)",
    "support": r"抚养费",
    ALL: r"开销|花销|支出|生活费|花费|开支|日用品?|日常",
}
_CUE = re.compile(
    "|".join(f"(?P<{kind.replace('-', '_')}>{words})" for kind, words in _KINDS.items())
)
_LIVING = frozenset(("food", ALL))
# Words between a kind and its sum that are no cue of their own: 学费还要800, 房租每个月得交1500.
_BETWEEN = re.compile(
    r"(?:还|也|又|就|都|再|加上|另外|大概|大约|差不多|每个?月|一个?月|每天|月|要|得|需要?|交|花|付|给|是|有|这块|那块|这些|什么的|之类的?|的|一共"
    r"|总共|合计|加起来|加|和|跟|、|各|，|,|:|：|将近|快|最少|至少|起码|钱|费用|不到|左右|我|固定|寄|打|\s)*"
)
_CUE_BEHIND = re.compile(
    r"(?:块钱?|元)?(?:的|是|做|交|给|付|用来|用于|要?拿来|\s)*(?:" + _CUE.pattern + ")"
)
_TOTAL = re.compile(r"一共|总共|合计|加起来|总的|全部|所有|总(?=开|支|花)")
_MORE = re.compile(r"其他|其它|别的|另外|杂|零|还有|还要|还得|日用|日常")
# 借了5000交学费, 刷了3000房租: what is owed, and not what is spent each month.
_OWED_BEFORE = re.compile(r"[借贷欠套刷]|透支|给我|[白花]条|花呗|分期|还了?$")
_OWED_AFTER = re.compile(
    r"(?:块钱?|元)?(?:都|也|还)?(?:没还|没交|未还|欠|逾期|还不[上起]|的(?:白条|账单|欠款))"
)
_NO_SPENDING = re.compile(r"工资|收入|薪|到手|挣|赚|月入")
_FREE = re.compile(
    r"[包管]吃|吃饭?(?:不花|不用花?|不要)钱|(?:吃住?|吃饭)(?:都|全|就)?(?:在|靠)?(?:家里?|爸妈|父母|公司|单位|厂里|食堂免费)"
)
_TOGETHER = re.compile(r"[和跟与、加\s]*")
_DENIED = re.compile(r"不是(?:说)?$")
_DAILY = re.compile(r"(?:每|一)天[^，。0-9]{0,6}$|天天[^，。0-9]{0,4}$")
_A_DAY_AFTER = re.compile(r"(?:块钱?|元)?(?:左右)?(?:一天|每天|/天)")
_DAYS_OF_A_MONTH = 30


def expense_kind(said: Said, q: Quantity) -> str | None:
    """The kind of spending that a sum is told of: 饭钱1000, 学费还要800, 1500房租; else None.

    Several kinds told with one sum (房租吃饭4200) are joined with a plus.
    """
    if is_owed(said, q):
        return None
    before = said.before(q)
    cues = list(_CUE.finditer(before))
    behind = _behind(said, q)
    if behind is not None and (not before or before[-1] in " ，,、" or not cues):
        return _kind(behind)
    if cues and _BETWEEN.fullmatch(before, cues[-1].end()):
        return _joined(before, cues)
    return None


def is_owed(said: Said, q: Quantity) -> bool:
    """Whether what was spent is owed: 房租3000没还."""
    return _OWED_AFTER.match(said.text, q.end) is not None


def _behind(said: Said, q: Quantity) -> re.Match[str] | None:
    """The kind that stands behind its sum: 1500房租, 1000块吃饭; not the 房租 of 工资5000 房租1500."""
    before = said.before(q)
    if _OWED_BEFORE.search(before[-8:]) or _NO_SPENDING.search(before[-6:]):
        return None
    cue = _CUE_BEHIND.match(said.text, q.end)
    if cue is None:
        return None
    following = next((o for o in said.quantities if o.start >= cue.end()), None)
    between = said.text[cue.end() : following.start] if following else ""
    own = following is not None and _BETWEEN.fullmatch(_CUE.sub("", between)) is not None
    closer = cue.start(cue.lastgroup or 0) == q.end and between[:1] in tuple(" ，,、")
    return None if own and not closer else cue


def kind_of(said: Said, q: Quantity) -> str:
    """The same for a sum that is known to be spent each month."""
    if said.utterance.asked == "spending":
        return "food"
    found = expense_kind(said, q)
    cues = list(_CUE.finditer(said.before(q)))
    return found or (_kind(cues[-1]) if cues else ALL)


def a_month(said: Said, q: Quantity, known: Known[Range]) -> Known[Range]:
    """A sum that is spent each day, for a month: 吃饭每天30."""
    if not (_DAILY.search(said.before(q)) or _A_DAY_AFTER.match(said.text, q.end)):
        return known
    low, high = known.value.low * _DAYS_OF_A_MONTH, known.value.high * _DAYS_OF_A_MONTH
    return replace(known, value=Range(low, high, True))


def with_expense(
    situation: Situation, kind: str, known: Known[Range], said: Said, q: Quantity
) -> Situation:
    """The Situation with this kind of spending, and all of them summed up."""
    total = _TOTAL.search(said.clause_text(q)) is not None
    told = {each.kind: each for each in situation.expenses}
    earlier = {each.kind: each for each in told.values() if each.amount.turn < said.turn}
    if kind == ALL and earlier and not _MORE.search(said.before(q)[-10:]):
        spent = sum((each.amount.value.low for each in earlier.values()), Decimal(0))
        if total or known.value.low >= spent:
            told = {k: each for k, each in told.items() if k not in earlier}
    denied = {o.low for o in said.quantities if o is not q and _DENIED.search(said.before(o))}
    told = {k: e for k, e in told.items() if k == kind or e.amount.value.low not in denied}
    own = told.get(kind)
    if own is not None and own.amount.turn == said.turn:
        known = _sum(own.amount, known)  # 老大学费500 老二学费800
    told[kind] = Expense(kind, known)
    every = [each.amount for each in told.values()]
    spending = every[0]
    for each in every[1:]:
        spending = _sum(spending, each)
    spending = replace(spending, turn=said.turn, said_on=known.said_on)
    return replace(situation, expenses=tuple(told.values()), spending=spending)


def read_living(situation: Situation, said: Said) -> Situation:
    """包吃住, 吃饭不花钱: food costs nothing, and need not be asked for."""
    found = _FREE.search(said.text)
    if found is None or any(each.kind == "food" for each in situation.expenses):
        return situation
    free = Expense("food", said.known(Range(Decimal(0), Decimal(0)), found.start(), found.end()))
    return replace(situation, expenses=(*situation.expenses, free))


def covers_living(situation: Situation) -> bool:
    """Whether what people eat is in what they spend: it is not where only a rent was told."""
    if situation.spending is None:
        return True
    kinds = {kind for each in situation.expenses for kind in each.kind.split("+")}
    return not kinds or bool(kinds & _LIVING)


def _kind(cue: re.Match[str]) -> str:
    assert cue.lastgroup is not None
    return cue.lastgroup.replace("_", "-")


def _joined(before: str, cues: list[re.Match[str]]) -> str:
    run = [cues[-1]]
    for cue in reversed(cues[:-1]):
        if not _TOGETHER.fullmatch(before, cue.end(), run[0].start()):
            break
        run.insert(0, cue)
    return "+".join(dict.fromkeys(_kind(cue) for cue in run))


def _sum(one: Known[Range], other: Known[Range]) -> Known[Range]:
    a, b = one.value, other.value
    value = Range(a.low + b.low, a.high + b.high, a.approximate or b.approximate)
    return replace(other, value=value, words=f"{one.words}、{other.words}")
