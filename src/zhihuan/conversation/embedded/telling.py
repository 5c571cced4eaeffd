"""What a message that tells a figure says besides, and how it is taken.

本金4800                      a figure and nothing else
有人拿我身份证开的白条 欠了6200    a figure, and what happened: that is answered
欠了十一万, after 睡不着         noted kindly, and nothing is asked
"""

from __future__ import annotations

import re
from datetime import date

from zhihuan.conversation.danger.script import first_line
from zhihuan.conversation.quantities import find_quantities
from zhihuan.conversation.vocabulary import products, spelt

# After these fixed words the first ordinary answer begins gently.
CRISES = ("self", "minor", "someone-else", "threatened", "harm-others", "still-there")

# The words in which figures are told: they say nothing of what happened.
_WORDS_OF_FIGURES = re.compile(
    r"每个?月|一个?月|工资|收入|到手|房租|开销|生活费|吃饭|账单|本金|本期|最低|还款额?|应还|待还|金额|余额|网贷|平台"
    r"|逾期|欠款?|拖欠?|晚|没还|未还|还不[上起]|一共|总共|合计|加起来|大概|大约|差不多|左右|现在|目前|今天|已经|其实"
    r"|年化|利率|费率|手续费|分期|每期|左右|可以|最多|只能|的样子|每[家笔个]|应该|可能|记得|好像|刚刚?|查了?下?|看了?下?"
    r"|[我也还欠了款着的是有就都快能只拿给出多吧嗯哦好这那笔个在要得钱上到共呢啊呀和跟加月日号天期分块元再先才共各为按说错不对]"
)
_LEFT = re.compile(r"[\u4e00-\u9fff]")
# So many characters more tell of something.
_A_STORY = 4


def tells_more(text: str, as_of: date) -> bool:
    """Whether a message with a figure in it says something beside the figure."""
    plain = spelt(text)
    spans = [(q.start, q.end) for q in find_quantities(plain, today=as_of)]
    spans += [(mention.start, mention.end) for mention in products(plain)]
    for start, end in sorted(spans, reverse=True):
        plain = plain[:start] + " " + plain[end:]
    return len(_LEFT.findall(_WORDS_OF_FIGURES.sub(" ", plain))) >= _A_STORY


def answers_a_crisis(answer: str) -> bool:
    """Whether an answer was one of the fixed ones for somebody in danger."""
    return any(first_line(script) in answer for script in CRISES)
