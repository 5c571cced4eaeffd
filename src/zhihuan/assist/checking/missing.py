"""What a draft leaves out: that the bill decides about a sum, and who is speaking."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from zhihuan.assist.conduct import Finding
from zhihuan.assist.transcript import Transcript
from zhihuan.conversation.grounds import is_among
from zhihuan.conversation.quantities import Quantity, find_quantities

_COMPUTED = re.compile(
    r"费用|利息|违约金|罚息|服务费|手续费|每期|月供|每月|一共|总共|合计|多付|应还|要还|还款额|多出|年化|每天|每晚一天"
    r"|还(?:清|款)?|付|交|欠款|本息|结清|金额|扣"
)
_OF_LAW = re.compile(r"法院|受理费|立案|罚款|上限|刑|判|规定|起点|万元以[上下]|贷款限额|费率|免费")
_EXAMPLE = re.compile(r"比如|例如|举例|举个例|假设|拿[^。]{0,10}例")
_SAID = re.compile(
    r"为准|仅供参考|供参考|估算|估计|试算|测算|粗算|只是(?:举例|参考)|不是(?:最终|实际|准确)"
    r"|实际(?:金额|费用|多少)?(?:以|看|可能)|(?:看|核对)(?:一下)?(?:您的)?(?:账单|合同|App|页面)|账单(?:里|上)(?:显示|写|有|的)"
    r"|(?:App|APP|app|页面)(?:里|上|中)?(?:显示|的账单|看到)|合同(?:里|上)(?:写|约定)"
)

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
        around = draft[max(0, q.start - 16) : q.end + 6]
        if (
            q.unit == "yuan"
            and not is_among(q, list(said))
            and not any(q.low == other.low for other in said)
            and not _OF_LAW.search(around)
            and _COMPUTED.search(around)
        ):
            yield Finding(
                "missing-statement-as-billed",
                "missing-statement",
                "warn",
                len(draft),
                len(draft),
                "说了算出来的金额，没有说以账单为准。现行费率没有见到，各人的合同也不同。",
                "以上是按公开的收费说法估算的，以您App里的账单和合同为准。",
                ("baitiao-rates-not-seen",),
            )
            return


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
