"""Replies to our own question that give no figure: 不想说, 不知道, 不记得多少了, 没有.

Whoever does not know is told where it stands; whoever has nothing to pay with, what to do then;
whoever would rather not say is not asked again.
"""

from __future__ import annotations

import re

_WONT_SAY = re.compile(
    "^(我|这个|先)*(不想|不愿意?|不方便|不太想|不便|懒得)(说|讲|告诉|回答|透露|提)[^？?]{0,6}$"
    "|^(别问了?|不告诉你|保密|问这(个|么多)干(嘛|什么|啥))[^？?]{0,6}$"
)
_DONT_KNOW = re.compile(
    "^(我|这个|具体|也|真|都)*(不知道|不清楚|不记得|记不[清得]|忘了?|没数|说不[准好清]|不晓得|没算过|不确定)"
    "[^？?]{0,8}$"
)
_NOTHING = re.compile(
    "^(我|现在|真的?|一点|一分钱?|都|也)*(没有|没钱|没|拿不出|0(?![.0-9])|零)[^？?]{0,4}$"
)
# 没有, and nothing that is not there: 没工作 and 没逾期 say something.
_NO = re.compile("^(我|现在|真的?|都|也|还)*(没有?|无|零|0)(了|啊|呀|呢|吧|的|哦|诶)*$")

# Where to find what was asked for.
_WHERE = {
    "amount": "怎么查自己欠多少",
    "days": "怎么查自己欠多少",
    "fee_rate": "综合融资成本明示表怎么看",
    "budget": "每月拿多少钱还债才撑得住",
    "settled_on": "怎么免费查自己的信用报告",
}
_WITHOUT_MEANS = "一分钱也拿不出来，怎么办"


# Private data that was masked, and the words in which numbers are handed over.
_COVERED = re.compile("〔[^〕]*〕")
_HANDED_OVER = re.compile(
    "身份证|银行卡|校验码|动态码|[0-9一二三五十]+分钟内有效|手机|电话|号码|姓名|名字|地址|邮箱|微信|验证码|密码|卡号|尾号|一半|一部分|前面|后面|剩下|前后"
    "|[0-9a-zA-Z：:，,。.、\\s\\-！!]"
    "|[号为我的前后先再发给你您是就还有半几位这那个在住叫了吧啊呢好和跟也]"
)


def is_only_private(text: str) -> bool:
    """Whether nothing is left of a message without the private data that was covered in it."""
    return "〔" in text and not _HANDED_OVER.sub("", _COVERED.sub("", text))


def wont_say(text: str) -> bool:
    """不想说."""
    return bool(_WONT_SAY.search(text.strip(" 。！!，,")))


def look_up_instead(text: str, asked: str | None) -> str | None:
    """What to look up for someone who could not answer; None for any other reply."""
    bare = text.strip(" 。！!，,")
    if asked == "budget" and _NOTHING.search(bare):
        return _WITHOUT_MEANS
    if asked and _DONT_KNOW.search(bare):
        return _WHERE.get(asked)
    return None


def says_nothing(text: str) -> bool:
    """不知道, 没有: a reply that holds neither a question nor a figure."""
    bare = text.strip(" 。！!，,")
    return bool(_DONT_KNOW.fullmatch(bare) or _NO.fullmatch(bare)) and len(bare) <= 6
