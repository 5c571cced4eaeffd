"""The clauses of a sentence, and which of them state something of our field."""

from __future__ import annotations

import re

_OUR_FIELD = re.compile(
    "征信|逾期|起诉|法院|利息|罚息|违约金|滞纳金|服务费|年化|费率|记录|催收|协商|分期|冻结|锁定|额度"
    "|判决|执行|失信|限高|律师|仲裁|调解|时效|投诉|监管|骗|坐牢|犯罪|还清|结清|银行|贷款|账单"
    "|还款|欠款|债|借|利率|费用|手续费|扣款|划走|拍卖|查封|名单|法律|违法|规定|政策|警察|公安|报警|拘留|被抓|抓人|罪"
    "|传票|判|刑|工资|社保|房子|名下|家人|父母|子女|孩子|配偶|老婆|老公|单位|通讯录|上门|平台|京东|白条|花呗|合同|影响"
)
CLAUSE = re.compile(r"[，；：;:]|,(?!\d{3})")  # not the comma of 2,800
QUESTION = re.compile("[？?][”’」』）)]*$")
# 「平台不会起诉，对吗？」 states first and asks after.
TAG = re.compile("^(对|好|是|行|可以)(不(对|好|是|行|可以))?(吗|吧|么|呢)?[？?]$")
_NOT_A_CLAIM = re.compile(
    "^(好|嗯|谢谢|不客气|您好|你好|我在|我听|我明白|我理解|听起来|先别|辛苦|抱歉|对不起|没关系)"
    "|告诉我|跟我说|我(就|来|可以|能|再)?(帮|按|给)您|您(可以)?(告诉|问|说)|要不要|需要我"
    "|我(没有|这里没有|不)(查|找|知|确|能)"
)


def clauses_of(text: str) -> list[str]:
    """A sentence, cut at its commas."""
    return [clause.strip() for clause in CLAUSE.split(text) if clause.strip()]


def claims_in(text: str) -> list[str]:
    """The clauses that state something of our field; a kind word in front changes nothing."""
    clauses = clauses_of(text)
    if QUESTION.search(text) and not (clauses and TAG.match(clauses[-1])):
        return []
    return [c for c in clauses if _OUR_FIELD.search(c) and not _NOT_A_CLAIM.search(c)]
