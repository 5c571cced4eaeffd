"""Collecting at night: sending now what collects a debt, or saying that one will call then.

Hours are China's. Whoever wrote in the night is answered; what is not sent in the night is the
asking for money, unless they agreed to the hour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from zhihuan.assist.checking.clock import Hour, hours_named
from zhihuan.assist.conduct import Finding
from zhihuan.assist.conduct.finding import is_told_of_others
from zhihuan.assist.transcript import Transcript

_FROM, _UNTIL = 22, 8
_NIGHT = "夜里|夜间|深夜|凌晨|半夜|22点|23点|(?:晚上?)?十点(?:以?后|半)|十一点|[67]点|六点|七点"
_AGREED = re.compile(
    rf"(?:{_NIGHT}|现在|这个点|随时)[^。！？\n]{{0,14}}(?:打|联系|回|找我|可以|方便|有空|再说|说|聊|谈|还款)"
    rf"|(?:方便|可以|有空|打给我|联系我|找我|打过来|回我)[^。！？\n]{{0,10}}(?:{_NIGHT}|随时|几点都)"
)
_REFUSED = re.compile(
    r"别|不要|不许|不准|不方便|太晚|(?<!能)不能|谁让|为什么|凭什么|骚扰|睡觉|才(?:下|回|到|睡)"
)
_COLLECTS = re.compile(
    r"(?:请|麻烦|尽快|尽早|及时|抓紧|务必|必须|赶紧|记得|提醒|安排|需要|要|得|该|什么时候|几时|哪天|今天|今晚|明天|能)"
    r"[^。！？\n]{0,10}(?:还款|还钱|还清|还上|还一|还部分|还掉|还多少|还了|结清|缴|付清|入账|到账"
    r"|处理(?:一下)?(?:欠款|账单|逾期|白条)?|存(?:入|够|钱|好)|转(?:进|入|过来|钱|账)?(?=？|。|，|$))"
    r"|(?:还|仍)欠着|(?:欠款|账单|白条|逾期)[^。！？\n]{0,12}(?:尽快|处理|还上|还清|结清|未还|没还|已经?逾期|到期|请)"
    r"|催(?:收|款)"
)
_HELPS = re.compile(r"先休息|早点休息|12356|120|110|您现在安全")
# We are in touch: what is done, and that it is done to the customer.
_WE_CALL = re.compile(
    r"(?:联系|打给|拨打?|回拨|找|等|弹|发|约|叫|呼|call|拜访|打扰|提醒|通知)(?:一下|给|到)?(?:您|过去|过来)"
    r"|(?:给|跟|和|对|向|与|去|到|上|往)您[^，。]{0,8}(?:打|拨|联系|电话|发|沟通|聊|说|谈|语音|消息|微信|短信|家|楼下|门|村|单位|见面|确认|跟进)"
    r"|(?:打|拨)(?:个|您|过来|过去|一个|电话|给)|(?:再|来|去|回|通|致)(?:个|一通)?电|电联|再\s*(?:打|拨|联系|来|聊|说|谈|催|call)"
    r"|(?:会|就|还|都|照样|继续|二次)(?:打|拨|联系|催|发)|上门|敲门|过去(?:一趟)?|到(?:家里|楼下|门口|，|$)|去一趟|回访|来访|外访|催"
    r"|[0-9点半分]\s*(?:电话|短信|语音|微信)"
)
_IS_US = re.compile(
    r"我|咱|这边|同事|专员|外访|经理|客服|师傅|公司|平台|系统|机器人|[给到找等跟]您|再|会|电话|致电|来电|电联|一趟"
)
_DENIED = re.compile(
    r"不(?:会|应该?|得|能|再|打扰|联系|主动|打|发|让|可以|许|在|是)|没有?人|禁止|避免|停止|打扰您[^，。]{0,4}了|别(?:人)?(?=打|再)|规定|才(?:能|可以)"
)
_A_RULE = re.compile(
    r"之间|24点前|还款日|到账|入账|热线|客服时间|工作时间|服务时间|次日[0-9早八]|第二天"
    r"|按您(?:约|说|要求|同意|方便)|您(?:约|要求|同意)(?:的|好|在|了)|您(?:可以|也可以)(?:打|拨|联系)"
)
_IN_THE_DARK = re.compile(
    r"(?:大)?半夜|深夜|后半夜|三更|下半夜|夜深|夜里头?|天(?:还)?(?:不|没|没有|未)亮|鸡(?:叫|鸣)|通宵|凌晨"
    r"|(?:等|趁)[^，。]{0,6}睡(?:着|了|熟|下|踏实)"
)
_SOURCES = ("collection-standard-hours", "bank-collection-guideline-2026-hours")
_ANSWERED_WITHIN = timedelta(hours=1)
_SENTENCE = re.compile(r"[^。！？!?\n]+")


def outside_hours(draft: str, transcript: Transcript | None, at: datetime) -> Iterator[Finding]:
    """Where the draft collects at an hour at which nobody collects, or promises to."""
    if transcript is not None and _agreed_to(transcript):
        return
    yield from _promised(draft, transcript)
    if _UNTIL <= at.hour < _FROM or _HELPS.search(draft):
        return
    answers = transcript is not None and _wrote_just_now(transcript, at)
    if answers and not _COLLECTS.search(draft):
        return
    yield Finding(
        "outside-hours-now",
        "outside-hours",
        "block",
        len(draft),
        len(draft),
        f"现在是{at:%H:%M}。没有和客户约定过的话，22:00到次日8:00不应催收；放款的是银行或者消费金融公司的，"
        "没有本人同意就禁止。",
        "这么晚不打扰您了。您先休息，哪个时间方便可以告诉我，我白天再联系您。",
        _SOURCES,
    )


def _promised(draft: str, transcript: Transcript | None) -> Iterator[Finding]:
    """Where it says that we will be in touch at such an hour."""
    before = transcript.customer_texts[-1] if transcript and transcript.customer_texts else ""
    for sentence in _SENTENCE.finditer(draft):
        text = sentence[0].replace("你", "您")
        if not _WE_CALL.search(text) or not _IS_US.search(text) or _A_RULE.search(text):
            continue
        place = _late_hour(text, f"{before}，{draft[: sentence.start()]}")
        if place is None or _is_denied(text, place) or is_told_of_others(text, place[0]):
            continue
        yield Finding(
            "outside-hours-promised",
            "outside-hours",
            "warn",
            sentence.start() + place[0],
            sentence.start() + place[1],
            "没有和客户约定过的话，22:00到次日8:00不应催收；放款的是银行或者消费金融公司的，没有本人同意就禁止。",
            "我在白天联系您，8点到22点之间您哪个时间方便？",
            _SOURCES,
        )
        return


def _late_hour(text: str, before: str) -> tuple[int, int] | None:
    """Where a sentence names an hour of the night; `before` may tell which half of the day it is."""
    named: list[Hour] = hours_named(text, before)
    for each in named:
        if each.hour >= _FROM or each.hour < _UNTIL:
            return each.start, each.end
    dark = _IN_THE_DARK.search(text)
    return dark.span() if dark and not named else None


def _is_denied(text: str, place: tuple[int, int]) -> bool:
    """Whether it is said that nobody calls then, where the hour stands or right after it."""
    start = max(text.rfind(mark, 0, place[0]) for mark in "，,；;") + 1
    clauses = re.split(r"[，,；;]", text[start:])
    said = clauses[0] if _WE_CALL.search(f"{clauses[0]}，") else "，".join(clauses[:2])
    return _DENIED.search(said) is not None


def _agreed_to(transcript: Transcript) -> bool:
    return any(
        _AGREED.search(text) and not _REFUSED.search(text) for text in transcript.customer_texts
    )


def _wrote_just_now(transcript: Transcript, at: datetime) -> bool:
    """Whether the last message is the customer's, of the last hour or of an unknown time."""
    last = transcript.messages[-1]
    return last.role == "customer" and (last.at is None or at - last.at < _ANSWERED_WITHIN)
