"""Which sums a message calls for, and what else about it decides that."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from zhihuan.conversation.embedded.price_wanted import price_sums
from zhihuan.conversation.embedded.questions import asks_something
from zhihuan.conversation.embedded.supplied import Supplied
from zhihuan.conversation.judgments_told import speaks_of_judgment
from zhihuan.conversation.situation import Change, Situation

# Named after the kind of Calculation, except `later_cost`: an overdue_cost on a later day, and
# `before_due`: what it would cost if what is left then were still owed after its day.
Sum = Literal[
    "overdue_cost", "later_cost", "what_if_paid", "installment_plan", "affordability",
    "compare_plans", "credit_record", "debts_together", "compare_payoffs", "minimum_only",
    "early_settlement", "deadline", "limitation", "yearly_cost",
    "after_payments", "before_due",
    "interest_for_time", "rate_in_a_year", "check_lines", "instalments_left",
]  # fmt: skip

_FEES = "(利息|罚息|违约金|滞纳金|手续费|费用|服务费|连本带利)"
_COST = re.compile(
    f"{_FEES}[^，。？?]{{0,6}}(多少|几|怎么|咋|算|到)|{_FEES}(了|呢|啊|呀)*[？?。]*$"
    f"|(多少|几块|算|大概)[^，。？?]{{0,4}}{_FEES}"
    "|现在(是|有)?多少(了|钱)|多(还|交|出)?多少|(一共|总共|现在)?(要|得|该)?(还|交)多少"
    "|罚(我|了)?(多少|几[块百千])"
    "|(天|月|年)(了|的话)?(要|得|一共|总共|该|大概|会)*(是|罚)?多少(钱|了)?[？?]*$|一天多少|每天多少|利滚利|越滚越|滚(雪球|多少|了多少)|怎么算|多少钱"
)
_CONSEQUENCE = re.compile("后果|会怎么?样|会咋样|什么影响|严重吗|怎么办|咋办|咋整")
_PLAN = re.compile(
    "(分|做)?(?<!逾)期(的话)?.{0,6}(多少|每期|每月|一个月)|每(期|个?月)(还|要还|得还|是)?多少|年化|真实利率|(期|哪(个|种|样)).{0,4}划算"
)
_SPLIT = re.compile("分(成|个)?[0-9一二三四五六七八九十]+个?期")
_FIT = re.compile(
    "分(成)?(几|多少)期|几期合适|(还|拿)得(起|出)|最多(能)?(拿|还)|(怎么|咋)(分|还)(合适|好|划算|[呢啊呀]?$)"
    "|哪种(还法|方案)|多少期"
)
# Of instalments that are being paid, whose yearly rate is not known yet, or is asked for.
_HOW_DEAR = re.compile(
    "年化|利率|合不?合?法|违法|高利贷|划算|多付|多还|一共|总共|(算|是不是|太|偏)(很)?(高|贵)|[高贵][吗么不]"
)
_WHAT_IS_LEFT = re.compile("剩(下|余)?(的)?(本金)?(还有|是|要还)?(多少|几)|还(欠|要还|有)多少")
# After a plan: 几个月, 几个月能还清, 那分几期, 能提前几个月.
_TERM_OF_PLAN = re.compile(
    "(那|大概|我|这样|要|得|能|可以|需要|一共|总共|的话|就)*(提前|分|还)?((几|多少)(个月|期|年)|多久)"
    "(才|能|可以|就|会|要)*(还|分|结)?(完|清|好|合适|结束|早)*[了呢啊吗？?]*"
)
_MEANS = re.compile(
    "(每个?月|一个?月)?(能|可以|该|应该)(拿|还|挤)(出)?[^，。？?0-9几]{0,4}?多少|还得起多少|剩多少"
)
_CORRECTS = re.compile(
    "[说打写搞记弄算讲看]错|^错[了啦]|[，。 ]错[了啦]|更正|不是.{1,10}是|应该是|其实是|才对|纠正|重新算|改成"
)
_RECORD = re.compile(
    "(征信|记录|逾期).{0,12}(多久|什么时候|哪(年|天)|几年|消|恢复|没有?了|干净)|五年|5年"
)
_MINIMUM = re.compile(
    "最低(还款|额)?.{0,12}(行|可以|划算|多久|多少|一直|下去|呢|吗|会)|(一直|只|每月|每次|光).{0,4}还最低"
)
_ONLY_MINIMUM = re.compile(
    "最低(还款)?(还了?|了)?[^，。没]{0,4}([0-9一二三两半几]+个?(年|月)|一直)|(只|就|光|都是|一直)还最低"
)
_PAST_ITS_DAY = re.compile("逾期|没还够|晚了|超了|还不[起上]|M[1-7]", re.I)
_SETTLE_EARLY = re.compile("提前(结清|还|全)|一次(性)?(还|结)(清|完|掉)|剩下?的?(全|一次)")
_ORDER = re.compile(
    "先还(哪|谁|那)|(哪|谁)(个|家|笔|一个|一笔)?.{0,3}先还|还款?顺序|怎么(分配|安排)"
)
_APPEAL = re.compile("上诉")
_PAYMENT_ORDER = re.compile("支付令")
_DEFENCE = re.compile("答辩")
_TIME_BARRED = re.compile(
    "诉讼时效|时效|(几|多少)年.{0,4}(不用还|作废|失效|不能告)|过期.{0,4}不用还"
)
_ABOUT_LATE = re.compile("逾期|没还|还不上|还不起|晚了|过期|拖|欠|超了|忘(记|了)?还|M[1-7]", re.I)

_FIGURE = re.compile(
    "多少(?!次|天|人)|几块|几个月能?(还|清)|(得|要)?多久能?(还|清)|一天多|省多少|[高贵]吗|[高贵]不[高贵]|合[法规]吗"
)
_HOW_LONG = re.compile(
    "(多久|几个?月|几年|多少个?月|多长时间|啥时候|什么时候|哪年)[^，。]{0,4}(还|清|完|结)|(还|清|完)[^，。]{0,3}(多久|几个?月|几年|多少个?月)"
)
_BARELY = 3
_FEW = 8
_OF_A_PLAN: frozenset[Sum] = frozenset(("installment_plan", "compare_plans"))
_OF_BEING_LATE: frozenset[Sum] = frozenset(("overdue_cost", "later_cost", "what_if_paid"))
# Repeated when a figure they were worked out with is corrected.
_OVER_AGAIN: tuple[Sum, ...] = ("overdue_cost", "installment_plan", "compare_plans")


@dataclass(frozen=True, slots=True)
class Heard:
    """A message, what is known with it, and what it changed.

    `done` are the kinds of sums done before, `last` those of the answer just before.
    """

    text: str
    situation: Situation
    changed: Collection[Change]
    done: Collection[str]
    supplied: Supplied
    asked: str | None = None
    told_instalments: bool = False
    last: Collection[str] = ()
    told_lumps: bool = False

    @property
    def fields(self) -> set[str]:
        return {change.field for change in self.changed}

    @property
    def is_about_a_record(self) -> bool:
        """Whether it is the record of a delay that is spoken of, now or a moment ago."""
        return "credit_record" in self.done or bool(_RECORD.search(self.text)) or self.is_late

    @property
    def is_barely_late(self) -> bool:
        """Whether it was settled so soon that nobody can say that it was recorded at all."""
        settled = self.situation.settled_on
        days = self.situation.days_on(settled.value) if settled else None
        return days is not None and days.high <= _BARELY

    @property
    def is_known_late(self) -> bool:
        """Whether it was told, and not only supposed, that something is past its day."""
        return is_known_late(self.situation)

    @property
    def is_late(self) -> bool:
        return self.situation.days_late is not None or self.situation.due is not None


def sums_wanted(heard: Heard) -> tuple[Sum, ...]:
    """The sums that this message calls for, in the order in which they are told."""
    if priced := price_sums(heard):
        return tuple(priced)
    wanted = [*late_sums(heard), *_means(heard), *_plans(heard), *date_sums(heard)]
    s, fields = heard.situation, heard.fields
    if again := _over_again(fields, is_correction(heard.text, heard.changed)):
        wanted += [k for k in again if k in heard.done and k not in wanted and _possible(k, s)]
        if set(wanted) & {"minimum_only", "early_settlement", "compare_payoffs"} and fields:
            # Asked for by name: the sums of another question are not done over beside it.
            wanted = [k for k in wanted if k not in _OVER_AGAIN]
    if speaks_of_judgment(heard.text) and s.budget and set(wanted) & _OF_A_PLAN:
        # No fee per period: how long it takes, with what is added for being late told beside it.
        wanted = ["debts_together", *(kind for kind in wanted if kind not in _OF_A_PLAN)]
    if is_to_come(s):
        wanted = ["before_due" if kind in _OF_BEING_LATE else kind for kind in wanted]
    return tuple(dict.fromkeys(wanted))


def _over_again(fields: set[str], corrected: bool) -> list[Sum]:
    """The sums in which a figure that changed was used."""
    late = {"amount"} | (
        {"days_late", "due", "stage", "daily_rate", "product"} if corrected else set()
    )
    plan = {"amount", "fee_rate"} | ({"periods", "budget", "annual_rate"} if corrected else set())
    return [kind for kind in _OVER_AGAIN if fields & (late if kind == "overdue_cost" else plan)]


def late_sums(heard: Heard) -> list[Sum]:
    """What being late costs, today, later, or with a part paid."""
    s, text, fields = heard.situation, heard.text, heard.fields
    if pays_minimums(text):
        return []  # nothing is late, however long it goes on
    if s.amount and heard.supplied.late and not heard.is_known_late:
        return ["overdue_cost"] if asks_something(text) or "不还" in text else []
    if not (heard.is_late and s.amount):
        return []
    payment = heard.supplied.payment
    if payment is not None and payment < s.amount.value.high:
        return ["what_if_paid"]
    if _is_later(heard):
        return ["later_cost"] if "overdue_cost" in heard.done else ["overdue_cost", "later_cost"]
    figures = fields & {"amount", "days_late", "due", "daily_rate", "stage"}
    asks = _COST.search(text) and not _PLAN.search(text) and "fee_rate" not in fields
    wonders = _CONSEQUENCE.search(text) is not None
    # Figures told on the way to another question (会起诉吗) are kept, and no sum is made of them.
    told = figures and not fields & {"periods", "budget"} and (wonders or not asks_something(text))
    if told or asks or (wonders and "overdue_cost" not in heard.done):
        return ["overdue_cost"]
    return []


def is_known_late(s: Situation) -> bool:
    """Whether a delay was told, and not only supposed; a day to come is none yet."""
    if s.due is not None and not s.due.hypothetical and s.due.value < s.due.said_on:
        return True
    return any(known and not known.hypothetical for known in (s.days_late, s.stage))


def is_to_come(s: Situation) -> bool:
    """Whether the day on which it falls due was told, and has not passed: nothing is late yet."""
    due = s.due
    return due is not None and due.value >= due.said_on and not is_known_late(s)


def pays_minimums(text: str) -> bool:
    """最低还款一年, 可以只还最低吗: of somebody who pays, and on time."""
    return bool(_ONLY_MINIMUM.search(text)) and not _PAST_ITS_DAY.search(text)


def _is_later(heard: Heard) -> bool:
    """Whether a day after today is named, and after the day on which the debt falls due."""
    due, later = heard.situation.due, heard.supplied.later
    return later is not None and (due is None or later > due.value)


def _means(heard: Heard) -> list[Sum]:
    s, text, fields = heard.situation, heard.text, heard.fields
    wanted: list[Sum] = []
    if (
        s.income
        and s.spending
        and (
            fields & {"income", "spending", "other_payments"}
            or _MEANS.search(text)
            or (_FIT.search(text) and not s.budget)
        )
    ):
        wanted.append("affordability")
    return wanted


def _plans(heard: Heard) -> list[Sum]:
    s, text, fields = heard.situation, heard.text, heard.fields
    supplied = heard.supplied
    dear = heard.told_instalments or ("yearly_cost" in heard.done and _HOW_DEAR.search(text))
    if supplied.instalments is not None and dear:
        return ["yearly_cost"] if supplied.received or s.amount else []
    if supplied.instalments is not None and s.fee_rate is None and _WHAT_IS_LEFT.search(text):
        return []  # not a plan at an example rate, where what is paid each month was told
    if _SETTLE_EARLY.search(text) or supplied.remaining is not None:
        paid = supplied.loan.is_running or supplied.remaining is not None
        return ["early_settlement"] if s.periods and paid else []
    if heard.supplied.against is not None:
        return ["compare_plans"] if s.amount and s.periods else []
    if _MINIMUM.search(text):
        return ["minimum_only"] if s.amount and _rules_published(s) else []
    if heard.supplied.loan.lumps and s.amount and not heard.is_late:
        return ["debts_together"]
    if _ORDER.search(text):
        return []
    wanted: list[Sum] = []
    planned: list[Sum] = [k for k in _OVER_AGAIN if k in heard.done and k != "overdue_cost"]
    if planned and s.amount and len(text) <= 12 and _TERM_OF_PLAN.fullmatch(text):
        if s.budget and asks_how_long(text):
            return ["debts_together", "compare_plans"]
        return ["compare_plans" if s.budget or "compare_plans" in planned else "installment_plan"]
    if planned and s.amount and not heard.is_late and _COST.search(text) and len(text) <= _FEW:
        return planned[-1:]  # 利息呢: what the plan costs
    if heard.supplied.terms and s.amount and (_PLAN.search(text) or "分期" in text):
        return ["compare_plans"]
    answers = "amount" in fields and heard.asked == "amount" and not heard.is_late
    names = "periods" in fields or _PLAN.search(text) or _SPLIT.search(text)
    if s.periods and (names or answers):
        wanted.append("installment_plan")
    budget_told = s.budget and "budget" in fields
    if budget_told or _FIT.search(text) or (_PLAN.search(text) and not s.periods):
        wanted.append("compare_plans")
    if "compare_plans" in wanted and not _has_a_price(s):
        return ["debts_together"] if s.budget and s.amount else []  # no fee to set as an example
    if "compare_plans" in wanted and s.budget and "periods" not in fields:
        if asks_how_long(text):
            wanted.insert(0, "debts_together")
        wanted = [kind for kind in wanted if kind != "installment_plan"]  # the comparison says it
    return wanted


def _has_a_price(s: Situation) -> bool:
    """Whether a plan can be priced: by what was told, or by an example that fits the product."""
    card = s.product is not None and s.product.value == "credit-card"
    return not card or s.fee_rate is not None or s.annual_rate is not None


def _rules_published(s: Situation) -> bool:
    """Whether what the minimum of this product is was ever published; of a card the bank says."""
    return s.product is None or s.product.value == "baitiao"


def date_sums(heard: Heard) -> list[Sum]:
    """How long a record stays, the last day of a period."""
    s, text = heard.situation, heard.text
    wanted: list[Sum] = []
    of_a_delay = heard.is_about_a_record or heard.asked == "settled_on"
    told = "settled_on" in heard.fields and of_a_delay and not heard.is_barely_late
    asks = told or _RECORD.search(text)
    settles = heard.supplied.settles and heard.is_about_a_record and not heard.is_barely_late
    if settles or (s.settled_on and asks):
        wanted.append("credit_record")
    if (deadline_of(text) or heard.supplied.paper) and heard.supplied.event is not None:
        wanted.append("deadline")
    if _TIME_BARRED.search(text) and s.due is not None:
        wanted.append("limitation")
    return wanted


def deadline_of(text: str) -> str | None:
    """The deadline that is asked about, by its id in `repayment.legal_dates`."""
    if _PAYMENT_ORDER.search(text):
        return "payment_order_objection"
    if _APPEAL.search(text):
        return "appeal_ruling" if "裁定" in text else "appeal"
    if _DEFENCE.search(text):
        return "defence"
    return None


def is_about_a_plan(text: str) -> bool:
    """Whether a question is about how to split a debt up, and so answered by a sum."""
    costs = len(text) <= _FEW and _COST.search(text)  # 利息呢, after a plan
    return bool(_PLAN.search(text) or _FIT.search(text) or costs or _TERM_OF_PLAN.fullmatch(text))


def is_correction(text: str, changed: Collection[Change]) -> bool:
    """Whether a figure that was told before is told anew, and not just asked about otherwise."""
    told_anew = {change.field for change in changed if change.corrected}
    return bool(
        told_anew & {"amount", "days_late", "due", "budget"}
        and (_CORRECTS.search(text) or len(text) <= 12)
    ) or bool(told_anew and _CORRECTS.search(text))


def is_about_being_late(text: str) -> bool:
    """Whether the message speaks of a debt that is past its day."""
    return bool(_ABOUT_LATE.search(text))


def _possible(kind: str, situation: Situation) -> bool:
    if situation.amount is None:
        return False
    if kind == "overdue_cost":
        return situation.days_late is not None or situation.due is not None
    if kind == "installment_plan":
        return situation.periods is not None
    return True


def asks_for_cost(text: str) -> bool:
    """利息多少了, 一天多少钱."""
    return bool(_COST.search(text))


def asks_for_figure(text: str) -> bool:
    """Whether a number is asked for: it comes before anything else."""
    return bool(_FIGURE.search(text))


def asks_how_long(text: str) -> bool:
    """多久还完, 几个月能还清."""
    return bool(_HOW_LONG.search(text))


def asks_for_means(text: str) -> bool:
    """每月能拿多少, 分几期合适."""
    return bool(_MEANS.search(text) or _FIT.search(text))


def asks_for_order(text: str) -> bool:
    """先还哪个, 怎么安排."""
    return bool(_ORDER.search(text))
