"""Whether a message wants a letter written, a pasted notice read, or a timeline drawn.

帮我写个协商申请           a letter, by its id in `knowledge_base/letters`
收到短信：【某某】……这是真的吗   a notice: what was pasted is read, and nothing else is looked up
接下来会怎样               a timeline, where the due day is known
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from zhihuan.conversation.embedded.debt_calls import Call
from zhihuan.conversation.situation import Situation

_WRITE = re.compile(
    "(帮|替|给)(我|俺|忙|一下)?(们)?(写|起草|拟|弄|出|生成|准备)(?!什么|啥)"
    "|(写|起草|拟|生成|出)(一?(个|份|封|篇|段)).{0,10}(申请|信|函|书|说明|声明|异议|材料)"
)
_NOT_A_LETTER = re.compile("结清证明|合同|收据|借条|欠条|证明")
_LETTERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("complaint", re.compile("投诉|举报|控告")),
    ("payment-order-objection", re.compile("支付令")),
    ("credit-statement", re.compile("声明")),
    ("credit-objection", re.compile("异议|征信.{0,6}(错|不对|更正)|更正")),
    (
        "negotiate-instalments",
        re.compile(
            "协商|分期|延期|减免|停息|谈还款|还款(申请|计划|方案|说明)|困难(说明|申请)|申请书?"
        ),
    ),
)

_QUOTED = re.compile(r"[“\"「『](?P<text>[^”\"」』]{20,})[”\"」』]", re.S)
_SENT = re.compile(
    r"(短信|彩信|信息|消息|通知|微信|函|邮件|内容|原文|原话|写着|写的是|他说|对方说|发来|发我|发的)"
    r"[^：:\n]{0,8}[：:]\s*(?P<text>.{20,})",
    re.S,
)
_SIGNED = re.compile(r"(?P<text>【[^】]{2,16}】.{20,})", re.S)
# What was sent speaks of a debt, a court, money or an account.
_OF_DEBT = re.compile(
    "欠|逾期|还款|法院|起诉|立案|律师|传票|征信|贷|额度|账户|验证|转账|链接|客服|公安|执行|上门|催|失信|注销"
)
# Our own question stands behind it, and is no part of it.
_ASKED_AFTER = re.compile(
    "(请问)?(，|,|。|\\s)*(这|它|上面|那)?(个|条|短信|是)*"
    "(是)?(真的|真假|真的假的|骗子|骗人的|诈骗|正规|官方的?|靠谱|可信|怎么办|要不要(理|还|管|回))(还是假的)?"
    "(吗|么|嘛|呢|不)?[？?。！!]*$"
)

_NEXT = re.compile(
    "(接下来|以后|后面|之后|往后|下一步).{0,6}(会?怎么?样|会发生|怎么走|什么流程|会经历|哪些步|都会)"
    "|时间(线|表|轴)|一步一?步.{0,4}(会|怎么|是)|会走到哪一?步|整个流程"
)


def letter_wanted(text: str) -> str | None:
    """The letter to write, by its id."""
    if _WRITE.search(text) is None or _NOT_A_LETTER.search(text):
        return None
    return next((letter for letter, about in _LETTERS if about.search(text)), None)


def pasted(text: str) -> str | None:
    """What somebody else wrote and the person pasted, without their own question about it."""
    for pattern in (_QUOTED, _SENT, _SIGNED):
        if (found := pattern.search(text)) and _OF_DEBT.search(found["text"]):
            return _ASKED_AFTER.sub("", found["text"]).strip() or None
    return None


def wants_timeline(text: str) -> bool:
    """接下来会怎样, 给我个时间线."""
    return _NEXT.search(text) is not None


def due_day(situation: Situation, as_of: date) -> date | None:
    """The day it was due, told or counted back from the days late; None where it is a range."""
    if situation.due is not None and not situation.due.hypothetical:
        return situation.due.value
    days = situation.days_on(as_of)
    if days is None or days.low != days.high or days.approximate:
        return None
    return as_of - timedelta(int(days.low))


def timeline_call(situation: Situation, due: date) -> Call:
    """The call that draws it."""
    amount, product = situation.amount, situation.product
    arguments = {"due": due.isoformat()}
    if amount is not None and amount.value.low == amount.value.high:
        arguments["amount"] = f"{amount.value.low:f}"
    if product is not None:
        arguments["product"] = product.value
    if situation.settled_on is not None and not situation.settled_on.hypothetical:
        arguments["settled"] = situation.settled_on.value.isoformat()
    return "timeline", arguments
