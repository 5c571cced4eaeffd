"""One name for one thing, in what people ask: 蚂蚁花呗 is 花呗, bt and 拜条 are 白条.

Only questions are changed, never what is quoted.
"""

from __future__ import annotations

import re

# First letters that people type for a whole word, where no other letter stands beside them.
_INITIALS = {
    "bt": "白条",
    "jt": "金条",
    "hb": "花呗",
    "jb": "借呗",
    "wld": "微粒贷",
    "xyk": "信用卡",
    "zx": "征信",
    "yq": "逾期",
    "cs": "催收",
    "hk": "还款",
    "fq": "分期",
    "wyj": "违约金",
    "lx": "利息",
}
_NAMES = (
    (re.compile("蚂蚁(?=花呗|借呗)|支付宝(?:的)?(?=花呗|借呗)|微信(?:的)?(?=微粒贷)"), ""),
    (re.compile("京东(?:的)?(?=白条|金条)"), ""),
    (re.compile("打白条"), "白条"),
    # 天天打老子电话: who swears is no father; 我老子 and 他老子 are.
    (re.compile("(?<![我你他她的家])老子(?!娘|爹)"), "我"),
)
# Wrong characters that sound right, where they can mean nothing else: 几百条短信 is no 白条, and
# 超预期了 is not late. The length stays.
_WRONG = (
    (
        re.compile(
            "拜条|摆条|白调(?![查整理节])|白跳(?![槽楼舞绳])"
            "|(?<![0-9一二两三四五六七八九十几数好上多])百条(?!短|信|消|记|微|语)"
        ),
        "白条",
    ),
    (
        re.compile(
            "逾其|(?<!超)预期(?=了(?!解|半天)|过了?$|[0-9一二两三四五六七八九十几半]+(?:多)?(?:天|个?月|年))"
            "|(?<=白条|花呗|借呗|金条|月付|网贷)预期(?!利率|年化|收益|费率)"
        ),
        "逾期",
    ),
)
_LETTERS = re.compile(
    r"(?<![a-z])(" + "|".join(sorted(_INITIALS, key=len, reverse=True)) + r")(?![a-z])"
)


def right_characters(text: str) -> str:
    """The text with 白条 and 逾期 for what sounds like them, each character in its place."""
    for pattern, right in _WRONG:
        text = pattern.sub(right, text)
    return text


def one_wording(text: str) -> str:
    """A normalised question with the usual names."""
    text = right_characters(text)
    for pattern, name in _NAMES:
        text = pattern.sub(name, text)
    return _LETTERS.sub(lambda found: _INITIALS[found[1]], text)
