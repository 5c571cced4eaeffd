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
_RINGS = re.compile(r"电话|号码|热线|客服|拨打|拨|打(?:给)?$|打(?:1[12]0)?(?:或者?|、)$")
_SMALL = frozenset({"count", "number"})

_OURS = re.compile(
    r"回电|回复|答复|联系您|联系你|给您打|给你打|打给您|来电|去电|致电|回访|跟进|反馈|再聊|再谈|再说|再约|约在|约好"
    r"|方便吗|可以吗|行吗|好吗|您看呢|接通|稍等|等我|提交|处理完|处理好|结果|审核|审批|告诉您|通知您|提醒|短信"
    r"|发给您|办公时间|工作时间|在线|上班|接听|沟通|耽误您|占用您|给我|聊|方便|都可以|都行|回您|回你|邮箱"
)
_WE = re.compile(
    r"我|这边|专员|同事|给您|给你|帮您|您看|您方便|为您|提醒您|通知|客服|人工|结果|审核|审批|发到"
)
_RULE = re.compile(
    r"征信|异议|法院|上诉|答辩|起诉|不应|不得|催收|催款|规定|时效|保存|删除|免息|免费查|支付令|判决|投诉|书面"
)
_DURATION = re.compile(r"小时|钟头|分")
_SPANS = frozenset({"days", "weeks", "months", "years", "hours", "periods"})
_LABELLED = re.compile(
    r"(?:工单号?|单号|编号|工号|尾号|订单号?|流水号|合同号|热线编号|版本|第|No\.?|#|案号|房间?|层|楼)"
    r"(?:是|为|：|:)?\s*$"
)
_LIST_MARK = re.compile(r"(?:^|[：:；;。，,、\s])\s*$")
_AFTER_MARK = re.compile(r"[.．](?!\d)|[、)）]")
# 一分钱不收, 这一两天: said so, and no number.
_IDIOM = re.compile(r"一(?:分|毛)钱?$")
_VAGUE = re.compile(r"(?:一|三)$")
_SUPPOSED = re.compile(
    r"(?:如果|假如|假设|比如|例如|要是|若|哪怕|举例|先)[^，。！？；]{0,8}(?:还|拿|付|凑|出|存|留)"
    r"[^，。！？；]{0,4}$"
)
_AS_EXAMPLE = re.compile(
    r"(?:如果|假如|假设|要是)[^，。]{0,4}(?:按|是|以)[^，。]{0,4}$|(?:比如|例如|举例)(?:说|按|是|以|，)?$"
)
_ASKED_BACK = re.compile(
    r"[^。！？?\n，]{0,4}(?:对吧|对吗|是吧|是吗|没错吧)|，[^。！？?\n，]{0,10}对吧"
)
# A number of days or payments that can be counted.
COUNTED_DOWN = re.compile(r"(?:还有|还剩|只剩|剩下|正好)(?:大概|大约|正好)?$")
# What makes a date a claim: a last day, or until when something holds.
_UNTIL_WHEN = re.compile(
    r"最晚|最迟|截止|截至|最后|期限|到期|保存|保留|留到|答复|上诉|答辩|异议|开庭|生效|窗口|结束|还款日|账单日|出账"
    r"|施行|实施|政策|发布|时效|逾期|消除|删除|规定"
)
_TELLS_BACK = re.compile(r"您(?:刚才|之前)?(?:说|提|要|想|选|问|办|签|定)[^。]{0,12}$")
_CLAIM = re.compile(r"标的(?:额|金额)?(?:是|为|大约|约)?$")
_BETWEEN_PARTIES = re.compile(
    r"^(?:位|岁|楼|号楼|号线|步|分钟|点(?!钱)|个工作日内?(?:给|答复您|回复您))"
)

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
    if q.unit == "number" and _LIST_MARK.search(before) and _AFTER_MARK.match(after):
        return True
    if _IDIOM.fullmatch(q.text) or (q.text[0] in "两五" and _VAGUE.search(before)):
        return True
    if q.unit == "date" and not _UNTIL_WHEN.search(sentence):
        return True  # what is agreed upon, or told back
    if (
        q.unit == "periods"
        and q.text.endswith("期")
        and not (_TELLS_BACK.search(before) or before.endswith("剩"))
    ):
        return True  # of how many payments a plan is proposed is for the agent to say
    if q.unit in ("yuan", "number") and _ASKED_BACK.match(after):
        return True
    if q.unit == "percent" and _AS_EXAMPLE.search(before):
        return True
    if q.unit == "yuan" and (_SUPPOSED.search(before) or _CLAIM.search(before)):
        return True
    if is_clock(q) and not _RULE.search(sentence):
        return True
    if q.unit in ("hours", "date", "days", "weeks", "count", "number", "times", "months"):
        clause = clause_of(sentence, q)
        arranged = _OURS.search(sentence[q.start :]) or _OURS.search(clause)
        ours = arranged and _WE.search(sentence) and not _RULE.search(sentence)
        return bool(ours and not COUNTED_DOWN.search(before))
    return False


def is_clock(q: Quantity) -> bool:
    """Whether it is an hour of the day: when somebody is rung, or the desk is there."""
    return q.unit == "hours" and not _DURATION.search(q.text)


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
