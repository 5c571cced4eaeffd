"""What somebody told once, under which every later question of theirs is judged.

in enforcement   能坐高铁吗 asks what the court forbids, and not what being late does
before a thief   没交, 真的客服呢: the warning stays ahead of everything else
owes it himself  她的工资卡会被冻吗 is asked by the debtor, and not by his wife
name misused     先报警还是先还: whose debt it is comes before how it is paid
a guarantor      能不还吗 is asked of what was signed, not of a telephone number
"""

from __future__ import annotations

import re

from zhihuan.conversation.situation import Situation

# The question is also looked up behind these words.
_IN_ENFORCEMENT = "法院强制执行以后，"
_OF_THE_LIST, _ON_THE_LIST = re.compile("失信|老赖"), "被列失信名单以后，"
_OF_LIMITS, _UNDER_LIMITS = re.compile("限高|限制|限消"), "被限制消费以后，"
_OWN_DEBT = "我自己欠的钱，"
_SAYS_COURT = re.compile("法院|法官|执行|判决|失信|限高|限消|限制消费|老赖|终本|起诉|开庭|和解")
_SHORTEST, _SHORT = 5, 30
_DEMANDS = frozenset(("money-demand", "code-demand"))
# How much an article of a folder, or one by its slug, gains in log odds.
_COURT = (("court", 2.0), ("being-late", -0.5), ("using-baitiao", -0.5))
_SCAM = (("scams", 1.5), ("pay-first-to-talk", 1.5), ("deducted-in-advance", 0.5))
_NOT_THE_SPOUSE = ("spouse-debt", -3.0)
_THE_FAMILY = ("spouse-and-parents", 2.5)
_NOT_THE_GUARANTOR = ("emergency-contact-guarantor", -2.5)
# What is told of oneself, and which articles are likelier and less likely for it.
_FOR_ABOUT = {
    "misused": (("used-in-my-name", 1.5), ("spouse-debt", -2.0), ("settled-certificate", -1.5)),
    "guarantor": (("emergency-contact-guarantor", 1.5), ("spouse-and-parents", -1.0)),
}
_KIN = "老公|丈夫|老婆|妻子|媳妇|爱人|配偶|对象|爸爸?|妈妈?|父母|父亲|母亲|爷爷|奶奶|哥哥?|姐姐?|弟弟?|妹妹?|儿子|女儿|孩子|他|她"
_OTHERS_DEBT = re.compile(
    rf"(?:{_KIN})(?:背着我|瞒着我|偷偷|在外面|自己|又|也|都|的|用我)*(?:欠|逾期|借(?!给)|贷|网贷|白条|花呗|借呗|信用卡)"
    "|我[给替帮][^，。？?]{0,6}担保|[给替帮](?:他|她|人|朋友|别人|同事|亲戚)[^，。？?]{0,6}(?:担保|签|还|借)|联系人|前夫|前妻"
)
_GUARANTEED_FOR_ME = re.compile(
    f"(?:{_KIN}|家里人?|家人)[^，。？?]{{0,3}}[给替帮]我[^，。？?]{{0,8}}(?:担保|签)"
)
_NAMES_KIN = re.compile(f"{_KIN}|家人|家里")
_OWES_SELF = re.compile(
    "(?<![帮替给让问着])我(?:自己|本人|现在|一共|总共|也|还|真的|确实|就|在外面|偷偷)*(?:欠|逾期|借了|贷了|还不[上起])"
    "|不知道我(?:欠|借|逾期|贷)|瞒着(?:老公|老婆|爱人|媳妇|家里|家人|爸妈|父母)"
)
_THEIR_THINGS = re.compile(
    f"(?:{_KIN}|家人|家里人|婚前|共同|父母)[^，。？?]{{0,10}}(?:工资|卡|房|存款|钱|车|账户|名下|财产|退休金|养老金)"
    f"|(?:房子?|车|存款|卡)[^，。？?]{{0,6}}(?:{_KIN}|家人|婚前)"
)


def in_enforcement(s: Situation) -> bool:
    """Whether a court is enforcing against them; what is only feared does not count."""
    return any(k.value == "enforcement-notice" and not k.hypothetical for k in s.received)


def was_asked_for_money(s: Situation) -> bool:
    """Whether somebody who may be a thief has asked for money, a code or the screen."""
    return any(known.value in _DEMANDS for known in s.received)


def owes_it_himself(s: Situation, said: tuple[str, ...]) -> bool:
    """Whether who speaks is the debtor: he says so, or tells of a debt that is nobody else's."""
    if any(_OWES_SELF.search(text) for text in said):
        return True
    of_others = any(known.value in ("family-member", "deceased-debtor") for known in s.about)
    told = s.amount or s.days_late or s.due
    return bool(told) and not of_others and not any(_OTHERS_DEBT.search(text) for text in said)


def also_behind(query: str, s: Situation, *, debtor: bool) -> str | None:
    """The question as it is meant by somebody in that position; itself, where it says so already.

    None for a question that is about something else, or too short to be about anything.
    """
    if not _SHORTEST <= len(query) <= _SHORT:
        return None
    if in_enforcement(s):
        return query if _SAYS_COURT.search(query) else _stage(s) + query
    if debtor and _THEIR_THINGS.search(query) and not _OTHERS_DEBT.search(query):
        return _OWN_DEBT + query
    return None


def leanings(s: Situation, query: str, *, debtor: bool) -> tuple[tuple[str, float], ...]:
    """What speaks for an article and against it, by its folder or its slug, in log odds."""
    court = _COURT if in_enforcement(s) else ()
    scam = _SCAM if was_asked_for_money(s) else ()
    told = {known.value for known in s.about}
    about = tuple(lean for name, found in _FOR_ABOUT.items() if name in told for lean in found)
    own: tuple[tuple[str, float], ...] = ()
    if _GUARANTEED_FOR_ME.search(query):
        own = (_THE_FAMILY, _NOT_THE_GUARANTOR)
    elif debtor and _NAMES_KIN.search(query) and not _OTHERS_DEBT.search(query):
        own = (_NOT_THE_SPOUSE, *((_THE_FAMILY,) if _THEIR_THINGS.search(query) else ()))
    return (*court, *scam, *about, *own)


def _stage(s: Situation) -> str:
    """What the court has done, as they told it."""
    words = next(k.words for k in s.received if k.value == "enforcement-notice")
    if _OF_THE_LIST.search(words):
        return _ON_THE_LIST
    return _UNDER_LIMITS if _OF_LIMITS.search(words) else _IN_ENFORCEMENT
