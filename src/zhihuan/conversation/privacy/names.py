"""Names, where they are said to be names: 我叫…, 姓名：…, 我是…。

What a Chinese name looks like, and which words only look like one, is in `names.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from zhihuan.conversation.privacy.kinds import NAME, Span

_ENDS = (
    r"(?=$|[^\w〔]|[0-9A-Za-z〔]|身份|手机|电话|今年|男|女|来自"
    r"|的(?:老公|老婆|妻子|丈夫|爸|妈|父|母|儿子|女儿|朋友|家|账|白条))"
)
_LOOSE_ENDS = (
    rf"(?:{_ENDS}|(?=[，。是在的了吗有想要欠住我你他她您没不被]|白条|逾期|一直|现在|因为))"
)
_WHO = (
    "我|他|她|本人|老公|老婆|妻子|丈夫|爸|妈|父亲|母亲|儿子|女儿"
    "|朋友|同事|对象|男友|女友|哥|姐|弟|妹"
)


@dataclass(frozen=True, slots=True)
class _NameWords:
    cued: tuple[re.Pattern[str], ...]
    ordinary: frozenset[str]
    not_names: re.Pattern[str]


@lru_cache(maxsize=1)
def _name_words() -> _NameWords:
    text = files("zhihuan.conversation.privacy").joinpath("names.yaml").read_text("utf-8")
    words = {key: str(value).split() for key, value in yaml.safe_load(text).items()}
    given = rf"[^\W\d_a-zA-Z{''.join(words['never_in_a_given_name'])}]{{1,2}}"
    surname = f"(?:{'|'.join(words['compound_surnames'])}|[{''.join(words['surnames'])}])"
    name = f"({surname}{given})"
    return _NameWords(
        cued=(
            re.compile(
                r"(?:姓名|名字|真名|本名|实名|户名|收款人|持卡人|开户人|开户名|联系人|客户名|户主)"
                rf"(?:是|为|叫|:|：|[ ]){{1,3}}{name}{_LOOSE_ENDS}"
            ),
            re.compile(
                rf"(?<![催称喊大])(?:{_WHO}|姓[\u4e00-\u9fff]{{1,2}}[，, ]?|名|全名|大名)(?:的名字)?叫(?:做|作)?[ ]?"
                rf"{name}{_LOOSE_ENDS}"
            ),
            # 古丽·阿依: the dot has been read as a dash.
            re.compile(
                r"(?:姓名|名字|我叫|他叫|她叫|叫做|我是|本人)(?:是|为|:|：|[ ]){0,3}"
                r"([\u4e00-\u9fff]{2,6}(?:-[\u4e00-\u9fff]{1,6}){1,3})"
            ),
            # 我是 introduces anything, so what follows must end like a name.
            re.compile(rf"(?:我是|本人是?|我就是|这里是|我系|借款人|担保人)[ :：]?{name}{_ENDS}"),
        ),
        ordinary=frozenset(words["ordinary_words"]),
        not_names=re.compile("|".join(words["not_names"])),
    )


def names(text: str) -> Iterator[Span]:
    """Names that are said to be names."""
    words = _name_words()
    for pattern in words.cued:
        for found in pattern.finditer(text):
            name = found.group(1)
            if name[:2] not in words.ordinary and not words.not_names.search(name):
                yield found.start(1), found.end(1), NAME
