"""Messages that need no library: greetings, thanks, anger, the wish for a human.

Anger is told from a question asked in anger: who writes 「什么破利息，越滚越多」 wants the
interest explained, not their mood.
"""

from __future__ import annotations

import re
from typing import Literal

Talk = Literal[
    "greeting", "thanks", "goodbye", "who-are-you", "doubt", "charges", "anger", "assent", "human",
    "none",
]  # fmt: skip

_LONGEST = 40

_TALK: tuple[tuple[Talk, re.Pattern[str]], ...] = (
    (
        "who-are-you",
        re.compile(
            "^(请问)?(你|您)(到底)?(是谁|是什么|叫什么|(是不是|是)(一?个)?(真人|活人|机器人|机器|人工智能|AI|ai|人)(吗|么|吧|啊|$|？|\\?))"
        ),
    ),
    (
        "charges",
        re.compile("^(请问)?(你|你们|您|您们|问你|跟你聊|用这个|这个|咨询)(这里?|这边)?(要|还)?(收费|收钱|要钱|花钱|免费)(的)?(吗|么|不|多少|怎么收|$|？|\\?)"),
    ),
    (
        "human",
        re.compile(
            "转人工|人工(客服|服务)?$|(找|要|换|叫|喊|接)(一?个)?(你们)?(的)?(真人|人工|客服|活人)|真人(客服)?"
            "|^人工|不要机器人|跟人(说|聊|谈)|人工.{0,2}(来|接|在)"
        ),
    ),
    ("doubt", re.compile("^(你|你们|您|您们|这)(不?会?)?(是不是|都?是)?(骗子|骗人|骗局|诈骗)|^(你|你们|这)?(靠谱|可信|可靠)(吗|不|么)")),
    ("greeting", re.compile("^(你好|您好|hi|hello|在吗|在不在|有人吗|嗨|哈喽|早上好|晚上好|在么)+[呀啊吗?？!！~。,，]*$", re.I)),
    ("thanks", re.compile("^(好的?|嗯+|行|ok)?[，,。\\s]*(非常|太|多)?(谢谢|感谢|多谢|谢了|辛苦)[^?？]{0,8}$|^(你|您)?(说话|讲|说)(得|的)?(挺|真|很|还挺|好)?(好听|好|清楚|明白|在理|有道理|贴心|暖心)[了呀啊的呢。!！~]*$", re.I)),
    ("goodbye", re.compile("^(再见|拜拜|bye|88|先这样|没(有)?(别的|其他)?(问题|事)了)[^?？]{0,6}$", re.I)),
    ("assent", re.compile("^(好|好的|嗯+|行|可以|ok|知道了|明白了?|懂了|收到|哦+|噢|是的|对)[呀啊吧了。!！~，,]*$", re.I)),
)  # fmt: skip
_ANGER = re.compile(
    "傻[逼比b叉]|煞笔|sb(?![a-z])|垃圾(?!短信|电话|信息|邮件)|废物|(^|[，。！!\\s])滚(?!雪球|利|动|越|的|起|了|多|得|大)"
    "|滚(蛋|犊子|出去|开)|妈的|tmd|操你|什么玩意|智障|没用的东西|狗屁|放屁|去死吧|气死|恶心死|有病吧",
    re.I,
)
# Words of our field, or a figure: there is something to answer beneath the anger.
_OUR_FIELD = re.compile(
    "[0-9]|还款|还钱|还不|欠|逾期|征信|记录|催|法院|起诉|告我|分期|利息|罚息|违约金|费|白条|花呗|额度|坐牢"
    "|律师|家人|短信|电话|合同|银行|协商|上门|债|贷|账单|传票|执行|冻结|减免|投诉|客服|通讯录|找(我|到)?(家里?人?|单位|公司|学校)"
)


def talk_of(text: str) -> Talk:
    """Small talk, if that is what the message is."""
    bare = text.strip()
    if len(bare) > _LONGEST:
        return "none"
    found = next((talk for talk, pattern in _TALK if pattern.search(bare)), None)
    if found is not None:
        return found
    return "anger" if is_angry(bare) and not _OUR_FIELD.search(bare) else "none"


def is_angry(text: str) -> bool:
    """Whether the message swears, whatever else it says."""
    return _ANGER.search(text) is not None
