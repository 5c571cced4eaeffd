"""What to look up for talk of somebody who may be a thief: what he wants, and what he has got."""

from __future__ import annotations

import re

from zhihuan.conversation.demands import demands_in, gave_money, kept_it, nothing_lost
from zhihuan.conversation.embedded.standing import was_asked_for_money
from zhihuan.conversation.embedded.view import View

_SHORT = 20
# After talk of a scam, what was already given to the thief is the most urgent.
_GIVEN = re.compile(
    "^(我|俺|钱|链接里|刚才?|昨天|今天|已经|都|也|就|按他说的|把.{1,6}?|不小心)*"
    "(转|付|交|给|打|汇|填|念|发|报(?!警|案)|寄|点|输)(给|过去|出去|进去)?[^，。？?要想]{0,6}了"
)
_IF_GIVEN = re.compile("会怎|会不会|会有|[给转交说]了会|如果|要是|万一")
_ALREADY_GIVEN = "已经把钱转给骗子、信息给出去了，先做什么"
# Looked up beside whatever a thief asks for, however odd his story is.
_WANTED = {
    "money-demand": "客服来电让我转钱，是真的吗",
    "code-demand": "对方要我报验证码、共享屏幕，能给吗",
}
_LONGEST = 60
# Who has been to the police is not sent there again.
_REPORTED = re.compile(
    "(?:已经|刚|都|也|我)?报(?:了|过)警|已经?报(?:了)?警|(?<!法院)(?:立|受)案了|(?:警察|警方|派出所|公安|民警)[^，。？?]{0,4}(?:立案|受理|受案)"
)
_TO_BE_REPORTED = re.compile("要不要|怎么|如何|能不能|该不该|没用|不管|不给|不立|不受|吗|么|法院")
_AFTER_REPORTING = "已经报了警、立了案，接下来做什么"
_CHEATED = frozenset(("defrauded", "misused"))
_NOTHING_LOST = "验证码给了，钱还在，还没有丢钱"


def wanted_by_a_thief(text: str) -> tuple[str, ...]:
    """A plain question for each thing that is wanted of them."""
    return tuple(_WANTED[name] for name, _ in demands_in(text))


def is_given(view: View) -> bool:
    """Whether the money that somebody asked for, now or before, has been sent."""
    demanded = any(name == "money-demand" for name, _ in demands_in(view.text))
    return (demanded or was_asked_for_money(view.before)) and gave_money(view.text)


def of_a_thief(view: View) -> str | None:
    """What to look up for a short word on what a thief has got by now, or has not."""
    asked_for = was_asked_for_money(view.before)
    of_fraud = asked_for or view.last.field == "scams" or "短信" in (view.last.topic or "")
    if len(view.text) <= _LONGEST and is_given(view):
        return _ALREADY_GIVEN
    cheated = of_fraud or any(known.value in _CHEATED for known in view.situation.about)
    if cheated and _REPORTED.search(view.text) and not _TO_BE_REPORTED.search(view.text):
        return _AFTER_REPORTING
    if not of_fraud or len(view.text) > _SHORT:
        return None
    if asked_for and nothing_lost(view.text):
        return _NOTHING_LOST
    if asked_for and kept_it(view.text):
        return view.last_question
    given = _GIVEN.search(view.text) and not _IF_GIVEN.search(view.text)
    return _ALREADY_GIVEN if given else None
