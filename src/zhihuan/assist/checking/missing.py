"""What a draft leaves out: that the bill decides about a sum, who is speaking, and where help is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from zhihuan.assist.conduct import Finding
from zhihuan.assist.transcript import Transcript
from zhihuan.conversation.danger.lexicon import judge
from zhihuan.conversation.danger.reading import reading as heard
from zhihuan.conversation.grounds import is_among
from zhihuan.conversation.quantities import Quantity, find_quantities

_COMPUTED = re.compile(
    r"费用|利息|违约金|罚息|服务费|手续费|每期|月供|每个?月|一个月|一期|一共|总共|合计|多付|应还|要还|还款额|多出|年化"
    r"|每天|一天|每晚一天|还(?:清|款)?|付|交|欠款|本息|结清|金额|扣|收|费|息"
)
_COST = re.compile(r"费|息|违约金|年化|每期|一期|月供|应还|利率")
# A rate that is told as this customer's own.
_RATE = re.compile(
    r"年化|利率|费率|手续费|服务费|利息|罚息|违约金|日息|月息|年息|[一按每]年|每期|一期|每天|费用|分期|取现|结清"
)
# What they can pay, or have to live on, which no bill decides.
_THEIRS = re.compile(
    r"拿出|拿得出|能还|能付|能承受|挤出|还剩|剩下?|留|收入|工资|月薪|减去|去掉|除去|吃住|吃饭|您自己定|意愿|能力|哪怕|生活"
    r"|每(?:个?月|周|天)[0-9]+(?:元|块)?(?:的话)?，"
)
# That it costs nothing is a cost told as final, too.
_FREE = re.compile(
    r"(?:延期|分期|展期|提前(?:结清|还)|结清|取现)[^。！？\n]{0,8}(?:不收|没有|不用|不要|零|0)(?:任何|一分钱?|什么|别的|其他)?的?(?:手续)?(?:费用?|利息|钱)"
)
_OF_LAW = re.compile(r"法院|受理费|立案|罚款|上限|刑|判|规定|起点|万元以[上下]|贷款限额|费率|免费")
_EXAMPLE = re.compile(r"比如|例如|举例|举个例|假设|拿[^。]{0,10}例")
_SAID = re.compile(
    r"为准|仅供参考|供参考|估算|估计|试算|测算|粗算|只是(?:举例|参考)|不是(?:最终|实际|准确)"
    r"|实际(?:金额|费用|多少)?(?:以|看|可能)|(?:看|核对)(?:一下)?(?:您的)?(?:账单|合同|App|页面)|账单(?:里|上)(?:显示|写|有|的)"
    r"|(?:App|APP|app|页面)(?:里|上|中)?(?:显示|的账单|看到)|合同(?:里|上)(?:写|约定)"
)

# What takes care of somebody whose life may be in danger.
_CARES = re.compile(r"12356|1[12]0|安全|陪|担心您|热线|急救|救护|报警|身边(?:有|的)?(?:没有)?人")

_CONTACT = re.compile(
    r"(?:您的|你的|您有一?笔|您在|您名下)[^。！？\n]{0,10}(?:逾期|账单|欠款|白条|还款)|逾期"
)
_IDENTITY = re.compile(
    r"我(?:们)?(?:这边|这里)?(?:是|叫|姓)|这里是|这边是|工号|【[^】]{2,20}】|客服[^，。]{0,6}(?:为您|小[一-龥])|来自[^，。]{2,}"
)
_GREETS = re.compile(r"\s*(?:您好|你好|喂|请问|早上好|下午好|晚上好)")
_WHO_IS_IT = re.compile(r"谁|哪里|哪位|哪个|什么公司|哪家|你好|您好|喂|在吗|什么事|找我")
_ABOUT_THE_DEBT = re.compile(r"欠|逾期|还款|还不|白条|分期|账单|利息|征信")
_ASKS_FOR_MONEY = re.compile(
    r"什么时候还|几时还|哪天(?:能)?还|打算(?:怎么|什么时候)还|(?:请|麻烦|烦请|尽快|尽早|及时|记得|务必|抓紧|需要您?|今天)[^。！？\n]{0,12}(?:还款|还清|还上|还钱|结清|处理|缴|存入|付清)"
)


def missing_words(
    draft: str, said: Sequence[Quantity], as_of: date, own: Sequence[tuple[int, int]] = ()
) -> Iterator[Finding]:
    """Where the draft tells an amount that was worked out, and not that the bill decides.

    `own` are the places of our own words, whose amounts are no sums of this case.
    """
    if _SAID.search(draft):
        return
    for q in find_quantities(draft, today=as_of):
        if any(start <= q.start < end for start, end in own):
            continue
        if _EXAMPLE.search(draft, max(0, q.start - 60), q.start):
            continue
        if any(q.low == other.low for other in said) or is_among(q, list(said)):
            continue
        around = draft[max(0, q.start - 16) : q.end + 6]
        if not _OF_LAW.search(around) and _is_cost(draft, q, around):
            yield _as_billed(draft)
            return
    if _FREE.search(draft):
        yield _as_billed(draft)


def _is_cost(draft: str, q: Quantity, around: str) -> bool:
    """Whether a figure is what something costs, or what is to be paid."""
    if q.unit == "percent":
        return _RATE.search(around) is not None
    if q.unit != "yuan" or not _COMPUTED.search(around):
        return False
    start = max(draft.rfind(mark, 0, q.start) for mark in "。！？\n") + 1
    sentence = re.split(r"[。！？\n]", draft[start:])[0]
    return not _THEIRS.search(sentence) or _COST.search(sentence) is not None


def _as_billed(draft: str) -> Finding:
    return Finding(
        "missing-statement-as-billed",
        "missing-statement",
        "warn",
        len(draft),
        len(draft),
        "说了金额或者费率，没有说以账单为准。现行费率没有见到，各人的合同也不同。",
        "以上是按公开的收费说法估算的，以您App里的账单和合同为准。",
        ("baitiao-rates-not-seen",),
    )


def no_help(draft: str, transcript: Transcript | None) -> Iterator[Finding]:
    """Where a life may be in danger, and the draft says nothing of it."""
    last = transcript.customer_texts[-1:] if transcript else ()
    if any(judge(heard(text)).level == "crisis" for text in last) and not _CARES.search(draft):
        yield Finding(
            "missing-statement-danger",
            "missing-statement",
            "warn",
            len(draft),
            len(draft),
            "客户的话里有生命危险，回复没有接住，也没有说哪里有人帮。先不谈还款。",
            "听到您这样说，我很担心您。还款的事先放一放。请马上打120或者110，心里撑不住可以打12356，身边有人的话请他陪着您。",
            ("psychological-hotline-notice",),
        )


def no_identity(draft: str, transcript: Transcript | None) -> Iterator[Finding]:
    """Where the draft begins a contact by asking for money, and does not say who is speaking."""
    if _has_begun(transcript) or not _CONTACT.search(draft):
        return
    if not (_ASKS_FOR_MONEY.search(draft) or (transcript is None and _GREETS.match(draft))):
        return
    if _IDENTITY.search(draft):
        return
    yield Finding(
        "missing-statement-identity",
        "missing-statement",
        "warn",
        len(draft),
        len(draft),
        "第一次联系要先说清您是哪家机构、叫什么，核实是本人以后再说欠款。",
        "您好，我是平台客服，您可以打官方客服电话核实我的身份。",
        ("collection-do-and-dont",),
    )


def _has_begun(transcript: Transcript | None) -> bool:
    """Whether somebody of ours has spoken before, or the customer has brought the debt up."""
    if transcript is None:
        return False
    return any(
        each.role != "customer"
        or _ABOUT_THE_DEBT.search(each.text)
        or not _WHO_IS_IT.search(each.text)
        for each in transcript.messages
    )
