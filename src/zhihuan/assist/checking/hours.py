"""Collecting at night: sending now what collects a debt, or saying that one will call then.

Hours are China's. Whoever wrote in the night is answered; what is not sent in the night is the
asking for money, unless they agreed to the hour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from zhihuan.assist.conduct import Finding
from zhihuan.assist.conduct.finding import is_told_of_others
from zhihuan.assist.transcript import Transcript
from zhihuan.conversation.quantities import find_quantities

_FROM, _UNTIL = 22, 8
_NIGHT = "晚上|夜里|夜间|深夜|凌晨|半夜|夜班|早上|清晨|一早|22点|23点|十点|十一点|[67]点|六点|七点"
_AGREED = re.compile(
    rf"(?:{_NIGHT}|现在|这个点|随时)[^。！？\n]{{0,14}}(?:打|联系|回|找我|可以|方便|有空|再说|说|聊|谈|还款)"
    rf"|(?:方便|可以|有空|打给我|联系我|找我|打过来|回我)[^。！？\n]{{0,10}}(?:{_NIGHT}|随时|几点都)"
)
_REFUSED = re.compile(r"别|不要|不许|不准|不方便|太晚|(?<!能)不能|谁让|为什么|凭什么|骚扰")
_COLLECTS = re.compile(
    r"(?:请|麻烦|尽快|尽早|及时|抓紧|务必|必须|赶紧|记得|提醒|安排|需要|要|得|该|什么时候|几时|哪天|今天|今晚|明天|能)"
    r"[^。！？\n]{0,10}(?:还款|还钱|还清|还上|还一|还部分|还掉|还多少|还了|结清|缴|付清|入账|到账"
    r"|处理(?:一下)?(?:欠款|账单|逾期|白条)?|存(?:入|够|钱|好)|转(?:进|入|过来|钱|账)?(?=？|。|，|$))"
    r"|(?:还|仍)欠着|(?:欠款|账单|白条|逾期)[^。！？\n]{0,12}(?:尽快|处理|还上|还清|结清|未还|没还|已经?逾期|到期|请)"
    r"|催(?:收|款)"
)
_HELPS = re.compile(r"先休息|早点休息|12356|120|110|您现在安全")
_WE_CALL = re.compile(
    r"联系|打|电话|回电|来电|致电|找您|找你|发(?:短信|消息|信息)|沟通|回访|催|跟进|上门|谈|通知"
)
_A_RULE = re.compile(
    r"之间|不会|不应|不得|不能|不再|禁止|规定|约定|24点前|还款日|之前到账|热线|客服时间|工作时间|服务时间|休息|次日|第二天"
    r"|您(?:约|说|要求|同意|方便)|等到|以后再联系您?可以|您(?:可以|也可以)?(?:打|拨|联系)"
)
_SOURCES = ("collection-standard-hours", "bank-collection-guideline-2026-hours")
_ANSWERED_WITHIN = timedelta(hours=1)


def outside_hours(draft: str, transcript: Transcript | None, at: datetime) -> Iterator[Finding]:
    """Where the draft collects at an hour at which nobody collects, or promises to."""
    if transcript is not None and _agreed_to(transcript):
        return
    yield from _promised(draft, at)
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


def _promised(draft: str, at: datetime) -> Iterator[Finding]:
    """Where it says that we will be in touch at such an hour."""
    for sentence in re.finditer(r"[^。！？!?\n]+", draft):
        text = sentence[0]
        if not _WE_CALL.search(text) or _A_RULE.search(text):
            continue
        for q in find_quantities(text, today=at.date()):
            is_clock = q.unit == "hours" and not re.search(r"小时|钟头|分", q.text)
            late = is_clock and (q.low >= _FROM or q.low < _UNTIL)
            if late and not is_told_of_others(text, q.start):
                start = sentence.start() + q.start
                yield Finding(
                    "outside-hours-promised",
                    "outside-hours",
                    "warn",
                    start,
                    start + len(q.text),
                    "没有和客户约定过的话，22:00到次日8:00不应催收；放款的是银行或者消费金融公司的，没有本人同意就禁止。",
                    "我在白天联系您，8点到22点之间您哪个时间方便？",
                    _SOURCES,
                )
                return


def _agreed_to(transcript: Transcript) -> bool:
    return any(
        _AGREED.search(text) and not _REFUSED.search(text) for text in transcript.customer_texts
    )


def _wrote_just_now(transcript: Transcript, at: datetime) -> bool:
    """Whether the last message is the customer's, of the last hour or of an unknown time."""
    last = transcript.messages[-1]
    return last.role == "customer" and (last.at is None or at - last.at < _ANSWERED_WITHIN)
