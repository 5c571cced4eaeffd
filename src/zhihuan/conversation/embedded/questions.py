"""The questions in a message, and whether each can be understood without what was said before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhihuan.conversation.vocabulary import products

MAX_QUESTIONS = 3

_PICKS = re.compile(
    "(是|就是|问的是)?(第?(?P<number>[一二三四1-4])(个|件|条|项)?|对|是|是的|对的|嗯+)(吧|的|啊|呀)?"
)
# What is left of a message that only names another product.
_REST = re.compile(
    r"\s*(那|那么|还有|换成|要是|如果是)?\s*(也(一样|是|会|这样|算)?|呢|怎么(算|样|说)|一样|会怎样)?(的话)?(吗|呢|么|嘛)?\s*[？?。]*"
)

_STOPS = re.compile(r"[。！？!?\n；;，,]+|\s+")
# A message that goes on with what was said before.
_GOES_ON = re.compile(
    "^(那|为什么|为啥|凭什么|然后|还有|所以|真的|具体|比如|怎么(说|讲|会|弄|做)|咋|这|它|除了|别的)"
)
_SAYS_ITSELF = re.compile(
    "还(?!有|能|可以|是)|欠|逾期|征信|记录|催|法院|起诉|告我|分期|利息|费|白条|花呗|额度|坐牢|律师|家人"
)
# A clause that speaks of what the clause before it named.
_POINTS_BACK = re.compile("他们|她们|它|这样|这种|那样|这么|这个|那个|这(算|是|合)")
# A clause that asks, and says nothing of what about.
_BARE = re.compile(
    "^(那|那么|我|现在|到底|这|请问|你说|想问|该|应该|要|又|都|真的|这个|这种(情况)?|这样)*"
    "(怎么办|咋办|咋整|怎么弄|怎么搞|如何是好|会怎么?样|会咋样|有什么(后果|影响|办法)|怎么(说|回事)|行吗|可以吗|对吗|是吗|好吗|吗|呢)[啊呀呢吧了么吗]*$"
)
_ASKS = re.compile(
    "吗|呢|嘛|么|怎么|怎样|咋|啥|什么|多少|哪|谁|几(天|号|年|期|次|点)|[mM]几|是几|能不能|会不会|是不是|可不可以|要不要"
    "|有没有|可以.{0,8}(吗|不)|(?P<ask>[一-龥])不(?P=ask)|[谱行好对准真算成用会信能]不$|如何|为何|为啥|行不行|行吗|对吗|(对|是|没错|没事|不[一-龥]{1,4}|[能会可要][^，。]{1,8})吧$|[会能要可][^，。？]{1,8}不$|多久|好不好|该不该|还是.{1,12}$"
)
_MORE_WAYS = re.compile(
    "(还有|有没有|没有).{0,3}(别的|其他|其它|更好的).{0,3}(办法|路|方法|法子|选择|方案)|还能怎么(办|弄)|就没别的"
)
_WHAT_NOW = re.compile(
    "(那|那么|我|现在|到底|这|可)*(怎么办|咋办|咋整|怎么弄|怎么搞|如何是好)[啊呀呢吧了]*"
)
_REACTS = re.compile(
    "^(不行|太[多高贵长难]|还是(不行|太多|还不起)|拿不出|没那么多|做不到|负担不起|受不了|不够)[^？?]{0,8}$"
)
_WHY = re.compile(
    "为什么|为啥|怎么(算|得)(出来|的|来)|怎么来的|凭什么|什么意思|哪来的|(算|数).{0,3}(对|准)(吗|不|么)|(算|数)[^，。]{0,3}(不对|不准|错了?吧)|依据是什么"
)
# Why something is dear is a question about the world, and not about a sum.
_SO_DEAR = re.compile("为(什么|啥|何)[^，。]{0,8}[高贵多]")
# The story told before a question is part of it, up to so many characters.
_STORY = 40
# So short a message says only what its question is about: 晚还了一天 上征信吗.
_ONE_BREATH = 14


def questions_of(text: str) -> tuple[str, ...]:
    """The questions in a message, in order.

    What was told before 「怎么办」 is what it asks about. A story around one question is kept as
    a question of its own, the first: it may say what the question is about. A message without a
    question is one question: what about this?
    """
    pieces = [piece.strip(" 、") for piece in _STOPS.split(text) if piece.strip(" 、")]
    asking: list[str] = []
    told = ""
    for piece in pieces:
        if len(piece) < 3 or not _ASKS.search(piece):
            told = f"{told}，{piece}" if told else piece
            told = told[-_STORY:]
        elif _BARE.search(piece):
            if told:
                asking.append(f"{told}，{piece}")
            told = ""
        else:
            back = told and _POINTS_BACK.search(piece)
            asking.append(f"{told.rpartition('，')[2]}，{piece}" if back else piece)
            told = ""
    if len(asking) >= 2:
        return tuple(asking[:MAX_QUESTIONS])
    whole = text.strip()
    story = len(whole) > _ONE_BREATH and len(whole) > len("".join(asking)) + 4
    return (whole, *asking) if story else (whole,)


def product_alone(text: str) -> str | None:
    """The product of a message that names one and says nothing else: 花呗也一样吗, 那金条呢."""
    named = list(products(text))
    if len(named) != 1:
        return None
    (mention,) = named
    around = text[: mention.start] + text[mention.end :]
    return text[mention.start : mention.end] if _REST.fullmatch(around) else None


def picked(text: str, offered: Sequence[str]) -> str | None:
    """第二个, 对: which of the titles offered is meant; None where the message says more."""
    found = _PICKS.fullmatch(text.strip(" 。！!，,"))
    if not offered or found is None:
        return None
    number = found["number"]
    if number is None:
        return offered[0] if len(offered) == 1 else None
    at = "一二三四".find(number) if number in "一二三四" else int(number) - 1
    return offered[at] if at < len(offered) else None


def goes_on(text: str) -> bool:
    """Whether a short message makes sense only after the one before it."""
    if len(text) > 12 or _SAYS_ITSELF.search(text):
        return False
    return bool(_BARE.search(text) or _GOES_ON.search(text))


def wants_other_ways(text: str) -> bool:
    """还有别的办法吗."""
    return bool(_MORE_WAYS.search(text)) and len(text) <= 20


def asks_what_to_do(text: str) -> bool:
    """那怎么办, and nothing else."""
    return bool(_WHAT_NOW.fullmatch(text.strip(" 。？?！!，,")))


def reacts(text: str) -> bool:
    """不行，太多了: about what was just worked out, and no question."""
    return bool(_REACTS.search(text.replace(" ", "，").strip("，。")))


def asks_why(text: str) -> bool:
    """为什么, 怎么算的: about what was just said."""
    return bool(_WHY.search(text)) and not _SO_DEAR.search(text) and len(text) <= 20


def asks_why_so_dear(text: str) -> bool:
    """为什么年化这么高."""
    return bool(_SO_DEAR.search(text))


def asks_something(text: str) -> bool:
    """Whether the message holds a question at all."""
    return bool(_ASKS.search(text)) or text.rstrip().endswith(("?", "？"))
