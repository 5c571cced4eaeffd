"""Figures of a draft that nothing is to be held against.

The agent's own arrangements (明天10点回电, 工单号), what is only supposed (如果先还500), counts in
words (一件事), where the stages of being late begin and end, how many payments a plan may have.
"""

from __future__ import annotations

import re

from zhihuan.conversation.quantities import Quantity
from zhihuan.repayment import stage

_CLAUSE = re.compile(r"[，；;：\n]|,(?!\d{3})")
_HAS_DIGIT = re.compile(r"[0-9０-９]")
_NUMERAL = re.compile(r"[0-9０-９一二三四五六七八九十]")
OF_STAGES = re.compile(r"逾期|标记|阶段|M[1-7]|“[1-7]”|再过|还有")
_SHORT_NUMBER = re.compile(r"(?:9[56]|1[02])[0-9]{3,4}|1[12][0-9]")
_RINGS = re.compile(r"电话|热线|客服|拨打|拨|打(?:给)?$|打(?:1[12]0)?(?:或者?|、)$")
_SMALL = frozenset({"count", "number"})

_OURS = re.compile(
    r"回电|回复|答复|联系您|联系你|给您打|给你打|打给您|回访|跟进|反馈|再聊|再谈|再说|再约|约在|约好|方便吗"
    r"|可以吗|行吗|好吗|您看呢|接通|稍等|等我|提交|处理完|处理好|出结果|有结果|告诉您|通知您|发给您|办公时间"
    r"|工作时间|在线|上班|接听|沟通|耽误您|占用您|给我|聊|方便|都可以|都行"
)
_WE = re.compile(r"我|这边|专员|同事|给您|给你|帮您|您看|您方便|为您")
_RULE = re.compile(
    r"征信|异议|法院|上诉|答辩|起诉|不应|不得|催收|时效|保存|删除|免息|免费查|支付令|判决"
)
_SPANS = frozenset({"days", "weeks", "months", "years", "hours", "periods"})
_LABELLED = re.compile(
    r"(?:工单号?|单号|编号|工号|尾号|订单号?|流水号|合同号|热线编号|版本|第|No\.?|#|案号|房间?|层|楼)"
    r"(?:是|为|：|:)?\s*$"
)
_LIST_MARK = re.compile(r"^\s*$|[\n]\s*$")
_SUPPOSED = re.compile(
    r"(?:如果|假如|假设|比如|例如|要是|若|哪怕|举例|先)[^，。！？；]{0,8}(?:还|拿|付|凑|出|存|留)"
    r"[^，。！？；]{0,4}$"
)
_TELLS_BACK = re.compile(r"您(?:刚才|之前)?(?:说|提|要|想|选|问|办|签|定)[^。]{0,12}$")
_CLAIM = re.compile(r"标的(?:额|金额)?(?:是|为|大约|约)?$")
_BETWEEN_PARTIES = re.compile(r"^(?:位|岁|楼|号楼|号线|个工作日内?(?:给|答复您|回复您))")

MOST_DAYS = 2_000


def clause_of(sentence: str, q: Quantity) -> str:
    """The clause of a sentence in which a figure stands."""
    starts = [m.end() for m in _CLAUSE.finditer(sentence, 0, q.start)]
    after = _CLAUSE.search(sentence, q.end)
    return sentence[starts[-1] if starts else 0 : after.start() if after else len(sentence)]


def is_set_aside(sentence: str, q: Quantity) -> bool:
    """Whether a figure of a sentence is held against nothing."""
    before, after = sentence[: q.start], sentence[q.end :]
    if q.unit in _SMALL and q.high <= 10 and not _HAS_DIGIT.search(q.text):
        return True  # 一件事、两句话
    if q.unit == "times" and q.high <= 2 and not _HAS_DIGIT.search(q.text):
        return True
    if q.high == 1 and q.unit in _SPANS and not _HAS_DIGIT.search(q.text):
        return True  # 早一天、一年两次
    if q.unit == "days" and OF_STAGES.search(sentence) and _is_stage(q, after):
        return True  # 31到60天
    if q.unit == "date" and not _NUMERAL.search(q.text):
        return True  # 明天、下个月
    if "几" in q.text or (q.unit == "hours" and q.low == q.high == 24):
        return True
    if _LABELLED.search(before) or _BETWEEN_PARTIES.match(after):
        return True
    if q.unit == "number" and _LIST_MARK.search(before) and re.match(r"[.、．)）]", after):
        return True
    if q.unit == "periods" and q.text.endswith("期") and not _TELLS_BACK.search(before):
        return True  # of how many payments a plan is proposed is for the agent to say
    if q.unit == "yuan" and (_SUPPOSED.search(before) or _CLAIM.search(before)):
        return True
    if q.unit in ("hours", "date", "days", "weeks", "count", "number", "times", "months"):
        clause = clause_of(sentence, q)
        arranged = _OURS.search(sentence[q.start :]) or _OURS.search(clause)
        return bool(arranged and _WE.search(sentence) and not _RULE.search(sentence))
    return False


def is_phone(sentence: str, q: Quantity) -> bool:
    """Whether it is rung: the 95588 of 客服电话是95588 reads like an amount."""
    if q.unit == "phone":
        return True
    return (
        q.unit in ("yuan", "number")
        and _SHORT_NUMBER.fullmatch(q.text) is not None
        and _RINGS.search(sentence[max(0, q.start - 12) : q.start]) is not None
    )


def _is_stage(q: Quantity, after: str) -> bool:
    """Whether this is where a stage of being late begins and ends."""
    reached = stage(int(q.low)) if 1 <= q.low <= MOST_DAYS else None
    if reached is None:
        return False
    if q.low == q.high:
        return q.low in (reached.low, reached.high) and after.startswith(("以上", "以内", "内"))
    return reached.low == q.low and reached.high == q.high
