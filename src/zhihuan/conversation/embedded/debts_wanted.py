"""Which sums a message calls for where several debts were told.

They are summed up together. What only one of them would bear, a plan at one product's fee or what
being late costs, is worked out only where the message names the main one by itself.
"""

from __future__ import annotations

import re

from zhihuan.conversation.debts_told import rates_known
from zhihuan.conversation.embedded.questions import asks_something
from zhihuan.conversation.embedded.sums_wanted import (
    Heard,
    Sum,
    asks_for_cost,
    asks_for_means,
    asks_for_order,
    date_sums,
    sums_wanted,
)
from zhihuan.conversation.situation import Situation
from zhihuan.conversation.vocabulary import products

DEBT_SUMS: frozenset[Sum] = frozenset(("debts_together", "compare_payoffs"))

_ORDER = re.compile(
    "先(把|还清|还掉|清|结清)[^，。]{0,10}(还|清|结|行|好|可以|对|呢|吗|吧)|帮我?(排|理|安排|规划|算)|排(一下|个|下)"
    "|顺序|怎么(排|分着还|分配|安排)"
)
_HOW_LONG = re.compile(
    "(多久|几个?(月|年)|什么时候|啥时候|多长时间|多少个?月|哪年)[^，。]{0,6}(还|清|完|结|到头|上岸)?"
    "|(还|清)(得)?(完|清)?(要|得|需要)?(多久|几个月|几年|多少个?月)"
)
_PAYING = re.compile("还|清|完|结|到头|上岸|债")
_IN_ALL = re.compile(
    "(一共|总共|加起来|合计|全部|统共)[^，。]{0,6}(多少|几)|(欠|负债)[^，。]{0,3}多少"
)
_ABOUT_A_BUDGET = re.compile(
    "多久|几个?(月|年)|多少个?月|(行|够|可以|怎么样|成)[吗么不]|[0-9个月千万百块元]呢[？?]?$"
)
_WHAT_NOW = re.compile(
    "怎么(还|办|弄|搞)|咋(还|办|整|弄)|如何(还|是好)|还得(起|完|上)|够(不够|吗|还)"
)
# After sums to come were told: 那剩下的能还完吗, 还差多少, 够吗.
_AFTER_LUMPS = re.compile("剩|还差|还缺|够|还(得)?完|还清")
_MONEY = frozenset(("amount", "other_debts", "together", "annual_rate", "minimum"))
_MEANS = frozenset(("income", "spending", "other_payments", "budget"))


def debt_sums_wanted(heard: Heard) -> tuple[Sum, ...]:
    """The sums that this message calls for, in the order in which they are told."""
    s, text, fields = heard.situation, heard.text, heard.fields
    told = bool(fields & (_MONEY | _MEANS))
    told = told or bool("debts_together" in heard.done and fields & {"days_late", "due"})
    if not fields & _MONEY and _names_main_alone(s, text):
        return sums_wanted(heard)
    asks = asks_about_debts(text) or heard.supplied.within is not None
    asks = asks or bool(heard.supplied.loan.lumps and _AFTER_LUMPS.search(text))
    told = told or bool(heard.told_lumps)
    asks = asks or (asks_for_cost(text) and rates_known(s))
    asks = asks or (told and _ABOUT_A_BUDGET.search(text) is not None)
    if not (told or asks) or (asks_something(text) and not asks):
        return tuple(date_sums(heard))
    wanted: list[Sum] = []
    if s.income and s.spending and not _budget_told_since(s):
        wanted.append("affordability")
    wanted.append("debts_together")
    if rates_known(s) and (s.budget or wanted[0] == "affordability"):
        wanted.append("compare_payoffs")
    return (*wanted, *date_sums(heard))


def asks_about_debts(text: str) -> bool:
    """Whether a question is about the debts as a whole: 先还哪个, 几个月能还清, 一共多少."""
    how_long = _HOW_LONG.search(text) and _PAYING.search(text)
    return bool(
        how_long
        or asks_about_order(text)
        or asks_for_means(text)
        or _IN_ALL.search(text)
        or _WHAT_NOW.search(text)
    )


def asks_about_order(text: str) -> bool:
    """Whether it is asked which debt comes first."""
    return bool(asks_for_order(text) or _ORDER.search(text))


def _names_main_alone(situation: Situation, text: str) -> bool:
    """白条的利息多少了: about one of them, and no list."""
    named = {mention.id for mention in products(text)}
    main = situation.product
    return main is not None and named == {main.value} and asks_for_cost(text)


def _budget_told_since(s: Situation) -> bool:
    """Whether what they would pay was said after what they earn and spend: it counts more."""
    if s.budget is None or s.income is None or s.spending is None:
        return s.budget is not None
    return s.budget.turn >= max(s.income.turn, s.spending.turn)
