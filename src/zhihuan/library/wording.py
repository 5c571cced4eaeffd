"""One name for one thing, in what people ask: 蚂蚁花呗 is 花呗, bt is 白条.

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
)
_LETTERS = re.compile(
    r"(?<![a-z])(" + "|".join(sorted(_INITIALS, key=len, reverse=True)) + r")(?![a-z])"
)


def one_wording(text: str) -> str:
    """A normalised question with the usual names."""
    for pattern, name in _NAMES:
        text = pattern.sub(name, text)
    return _LETTERS.sub(lambda found: _INITIALS[found[1]], text)
