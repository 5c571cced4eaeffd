"""What a message asks for, read without a language model: questions, sums, and small talk.

Facts are found by retrieval; here it is only decided how many questions there are, which sums
are called for, and whether the message is talk that needs no library at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from zhihuan.conversation.situation import Change, Situation

Talk = Literal[
    "greeting", "thanks", "goodbye", "who-are-you", "doubt", "anger", "assent", "human", "none",
]  # fmt: skip
Sum = Literal["overdue_cost", "installment_plan", "compare_plans", "credit_record"]

MAX_QUESTIONS = 3

_STOPS = re.compile(r"[。！？!?\n；;，,]+|\s+")
# A message that goes on with what was said before.
_GOES_ON = re.compile(
    "^(那|为什么|为啥|凭什么|然后|还有|所以|真的|具体|比如|怎么(说|讲|会|弄|做)|咋|这|它|除了|别的)"
)
_SAYS_ITSELF = re.compile(
    "还(?!有|能|可以|是)|欠|逾期|征信|记录|催|法院|起诉|告我|分期|利息|费|白条|花呗|额度|坐牢|律师|家人"
)
# A clause that speaks of what the clause before it named.
_POINTS_BACK = re.compile("他们|她们|它|这样|这种|那样|这么|这个|那个|这(算|是|合)")
# A clause that asks, and says nothing of what about.
_BARE = re.compile(
    "^(那|那么|我|现在|到底|这|请问|你说|想问|该|应该|要|又|都|真的|这个|这种(情况)?|这样)*"
    "(怎么办|咋办|咋整|怎么弄|怎么搞|如何是好|会怎么?样|会咋样|有什么(后果|影响|办法)|怎么(说|回事)|行吗|可以吗|对吗|是吗|好吗|吗|呢)[啊呀呢吧了么吗]*$"
)
_ASKS = re.compile(
    "吗|呢|嘛|么|怎么|怎样|咋|啥|什么|多少|哪|谁|几(天|号|年|期|次|点)|能不能|会不会|是不是|可不可以|要不要"
    "|有没有|可以.{0,8}(吗|不)|如何|为何|为啥|行不行|行吗|对吗|多久|好不好|该不该|还是.{1,12}$"
)
_TALK: tuple[tuple[Talk, re.Pattern[str]], ...] = (
    ("human", re.compile("转人工|人工(客服|服务)?$|找(个)?(真人|人工|客服)|真人(客服)?|^人工|不要机器人")),
    (
        "who-are-you",
        re.compile("^(你|您)(到底)?(是谁|是什么|叫什么|是机器人|是人|是不是(机器人|真人|AI|ai))"),
    ),
    ("doubt", re.compile("^(你|你们|您|您们|这)(不?会?)?(是不是|都?是)?(骗子|骗人|骗局|诈骗)|^(你|你们|这)?(靠谱|可信|可靠)(吗|不|么)")),
    ("greeting", re.compile("^(你好|您好|hi|hello|在吗|在不在|有人吗|嗨|哈喽|早上好|晚上好|在么)+[呀啊吗?？!！~。,，]*$", re.I)),
    ("thanks", re.compile("^(好的?|嗯+|行|ok)?[，,。\\s]*(非常|太|多)?(谢谢|感谢|多谢|谢了|辛苦)[^?？]{0,8}$", re.I)),
    ("goodbye", re.compile("^(再见|拜拜|bye|88|先这样|没(有)?(别的|其他)?(问题|事)了)[^?？]{0,6}$", re.I)),
    ("assent", re.compile("^(好|好的|嗯+|行|可以|ok|知道了|明白了?|懂了|收到|哦+|噢|是的|对)[呀啊吧了。!！~，,]*$", re.I)),
    ("anger", re.compile("(傻[逼比b]|煞笔|垃圾|废物|滚|妈的|tmd|操你|什么玩意|智障|没用的东西|狗屁|去死吧)", re.I)),
)  # fmt: skip

_COST = re.compile(
    "利息|罚息|违约金|滞纳金|手续费|费用|服务费|多(还|交|出)?多少|(一共|总共|现在)?(要|得|该)?(还|交)多少"
    "|一天多少|每天多少|利滚利|怎么算|多少钱"
)
_CONSEQUENCE = re.compile("后果|会怎么?样|会咋样|什么影响|严重吗|怎么办|咋办|咋整")
_PLAN = re.compile(
    "(分|做)?期(的话)?.{0,6}(多少|每期|每月|一个月)|每(期|个?月)(还|要还|得还|是)?多少|(年化|真实利率|划算)"
)
_FIT = re.compile(
    "分几期|几期合适|还得起|拿得出|最多(能)?(拿|还)|(怎么|咋)(分|还)(合适|好|划算|[呢啊呀]?$)|哪种(还法|方案)|多少期"
)
_CORRECTS = re.compile(
    "说错|打错|写错|记错|搞错|弄错|更正|不是.{1,10}是|应该是|其实是|才对|纠正|重新算|改成"
)
_RECORD = re.compile(
    "(征信|记录|逾期).{0,12}(多久|什么时候|哪(年|天)|几年|消|恢复|没有?了|干净)|五年|5年"
)
_ABOUT_LATE = re.compile("逾期|没还|还不上|还不起|晚了|过期|拖|欠|超了|忘(记|了)?还|M[1-7]", re.I)


@dataclass(frozen=True, slots=True)
class Request:
    """What the person wants of this turn."""

    talk: Talk
    questions: tuple[str, ...]
    sums: tuple[Sum, ...]
    corrected: bool


def talk_of(text: str) -> Talk:
    """Small talk, if that is what the message is."""
    bare = text.strip()
    if len(bare) > 40:
        return "none"
    return next((talk for talk, pattern in _TALK if pattern.search(bare)), "none")


def questions_of(text: str) -> tuple[str, ...]:
    """The questions in a message, in order.

    A story around one question is kept as a question of its own, the first: it may say what the
    question is about. A message without a question is one question: what about this?
    """
    pieces = [piece.strip(" 、") for piece in _STOPS.split(text) if piece.strip(" 、")]
    asking: list[str] = []
    before = ""
    for piece in pieces:
        if len(piece) >= 4 and _ASKS.search(piece) and not _BARE.search(piece):
            asking.append(f"{before}，{piece}" if before and _POINTS_BACK.search(piece) else piece)
            before = ""
        else:
            before = piece
    if len(asking) >= 2:
        return tuple(asking[:MAX_QUESTIONS])
    whole = text.strip()
    return (whole, *asking) if len(whole) > len("".join(asking)) + 4 else (whole,)


def sums_wanted(
    text: str, situation: Situation, changed: Collection[Change], done: Collection[str]
) -> tuple[Sum, ...]:
    """The sums that this message calls for. `done` are those done earlier in the conversation.

    A correction of a figure calls again for every sum that used it.
    """
    fields = {change.field for change in changed}
    corrected = is_correction(text, changed)
    wanted: list[Sum] = []
    late = situation.days_late is not None or situation.due is not None
    figures = bool(fields & {"amount", "days_late", "due", "daily_rate", "stage"})
    if (
        late
        and situation.amount
        and (
            (figures and not (fields & {"periods", "budget"}))
            or (_COST.search(text) and not _PLAN.search(text))
            or (_CONSEQUENCE.search(text) and "overdue_cost" not in done)
        )
    ):
        wanted.append("overdue_cost")
    if situation.periods and ("periods" in fields or _PLAN.search(text)):
        wanted.append("installment_plan")
    if (
        (situation.budget and ("budget" in fields or _FIT.search(text)))
        or _FIT.search(text)
        or (_PLAN.search(text) and not situation.periods)
    ):
        wanted.append("compare_plans")
    if situation.settled_on and ("settled_on" in fields or _RECORD.search(text)):
        wanted.append("credit_record")
    if corrected or fields & {"amount", "fee_rate"}:
        for kind in ("overdue_cost", "installment_plan", "compare_plans"):
            if kind in done and kind not in wanted and _possible(kind, situation):
                wanted.append(kind)
    if "compare_plans" in wanted and situation.budget and "installment_plan" in wanted:
        if "periods" not in fields:
            wanted.remove("installment_plan")  # the comparison says it too
    return tuple(wanted)


def goes_on(text: str) -> bool:
    """Whether a short message makes sense only after the one before it."""
    if len(text) > 12 or _SAYS_ITSELF.search(text):
        return False
    return bool(_BARE.search(text) or _GOES_ON.search(text))


def is_about_a_plan(text: str) -> bool:
    """Whether a question is about how to split a debt up, and so answered by a sum."""
    return bool(_PLAN.search(text) or _FIT.search(text))


def is_correction(text: str, changed: Collection[Change]) -> bool:
    """Whether a figure that was told before is told anew, and not just asked about otherwise."""
    told_anew = {change.field for change in changed if change.corrected}
    return bool(told_anew & {"amount", "days_late", "due"}) or bool(
        told_anew and _CORRECTS.search(text)
    )


def is_about_being_late(text: str) -> bool:
    """Whether the message speaks of a debt that is past its day."""
    return bool(_ABOUT_LATE.search(text))


def asks_something(text: str) -> bool:
    """Whether the message holds a question at all."""
    return bool(_ASKS.search(text)) or text.rstrip().endswith(("?", "？"))


def _possible(kind: str, situation: Situation) -> bool:
    if situation.amount is None:
        return False
    if kind == "overdue_cost":
        return situation.days_late is not None or situation.due is not None
    if kind == "installment_plan":
        return situation.periods is not None
    return True
