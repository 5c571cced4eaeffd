"""Whether words in a sentence are said, or denied: 一定能恢复 against 没有人能保证一定能恢复.

Chinese denies in front of the words (不, 没有, 别), or behind them (“……”的说法没有依据), or by
naming a speaker and then contradicting him (有人说……，不对). A 不 elsewhere in the sentence
denies nothing: “不用担心，还清一定能恢复” is still a promise, and so is “还不上的都能延期”.
"""

from __future__ import annotations

import re

from zhihuan.library.claims.figures import Figure, figures_of

_QUESTION = re.compile(r"(?:[？?]|[吗么]。?)[”’」）)]*$")
_BREAK = re.compile(r"[，。；！？!?：,;:]|但是?|而是|却")

# Words with 不, 没, 无, 别 or 非 in them that deny nothing of what follows.
_NOT_DENYING = re.compile(
    r"不(?:仅|但|光|只|管|论|少|断|良|久|同|足|还|想还|用[担怕慌急]|[必要][担害怕慌]|按|及时|小心|履行|能按|妨)"
    r"|[还付拿供扛撑凑受来]不[上起了清出住够齐及]|不得不|不能不"
    r"|没(?:关系|事|[有]?按|及时|还|钱)|无(?:论|非|疑|需|抵押)|未(?:还|来|按|能按|结清|及时)"
    r"|别(?:的|人|家|[担怕慌急])|[区级分特性个识]别|非(?:常|银行)"
)
_DENY_IN_FRONT = re.compile(
    r"(?:不|没|无|并非|绝非|别|勿|未|谁|拒绝|避免|警惕|当心|小心|凡是)[^，。；！？!?：]{0,12}$"
)
_DENIAL = re.compile(r"不|没|无|并非|绝非|别|勿|未")
_SPEAKER = re.compile(
    r"有人|有的|网上|传言|谣|传说|传闻|自称|声称|宣称|号称|所谓|以为|误区|吓|套路|骗子|中介|对方|说"
)
_REFUTES = re.compile(
    r"骗|假的|吓唬|谣|误[解会传导区]|错[的误了]|做不到|办不到|别信|不可信|不要(?:轻)?信|不对|不实|"
    r"不准确|不可靠|不成立|不属实|不正确|不是(?:真|这样|事实)|不该|不应|不得|不可以|说法不一|"
    r"(?:没有?|查不到|未见)(?:找到|查到|见到|什么|任何|可靠)*(?:依据|根据|规定|道理|这(?:个|种|回)|的事)"
)
_DENY_BEHIND = re.compile(rf"^[^。！？!?]{{0,24}}?(?:{_REFUTES.pattern})")
_DENY_BEHIND_QUOTE = re.compile(r"^[^“”。]{0,8}”[^，。]{0,6}(?:不|没|假|骗|误|错|谣)")
_DENY_AT_ONCE = re.compile(
    r"^(?:这件事|的事|的)?[都也并，]?(?:不是真|是?假的|是骗|没有?用|不管用|行不通|做不到|不行)"
)
_OF_WHOM_ONE_SAYS = re.compile(r"的?(?:说法|传言|话)|的，?都?是")
_TAKEN_BACK = re.compile(
    r"^(?:[“”]|这(?:个|种|些)?|以上|上面|其实|说法|传言|话|都|并|也|是){0,5}"
    r"(?:不对|不是|不实|没有(?:依据|根据|规定)|假|谣|误|错)"
)


def is_denied(text: str, start: int, end: int, following: str = "") -> bool:
    """Whether what stands at `start:end` of `text` is denied there, or asked rather than said.

    `following` is the next sentence, which may take it back (“……。这个说法不对。”).
    """
    return bool(
        _QUESTION.search(text.strip())
        or _denied_in_front(text, start)
        or _denied_behind(text, start, end)
        or _TAKEN_BACK.search(following.strip())
    )


def has_denial(text: str) -> bool:
    """Whether anything is denied in `text`: 不会坐牢, 没有强制力, 删不掉; not 欠款不还, 不仅."""
    return bool(_DENIAL.search(_NOT_DENYING.sub("＿", text)))


def stated_figures(text: str) -> tuple[Figure, ...]:
    """The figures that `text` tells as true: “逾期按5倍算”的说法是错的 states none."""
    return tuple(f for f in figures_of(text) if not _denied_behind(text, f.start, f.end))


def _denied_in_front(text: str, start: int) -> bool:
    breaks = [m.end() for m in _BREAK.finditer(text, 0, start)]
    clause = text[breaks[-1] if breaks else 0 : start]
    clause = _NOT_DENYING.sub(lambda m: "＿" * len(m[0]), clause)
    return bool(_DENY_IN_FRONT.search(clause))


def _denied_behind(text: str, start: int, end: int) -> bool:
    before, behind = text[:start], text[end:]
    quoted = before.count("“") > before.count("”")
    if _DENY_AT_ONCE.search(behind) or (quoted and _DENY_BEHIND_QUOTE.search(behind)):
        return True
    told = quoted or _SPEAKER.search(before) or _OF_WHOM_ONE_SAYS.search(behind)
    return bool(told and _DENY_BEHIND.search(behind))
