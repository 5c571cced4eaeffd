"""What may be said with nothing behind it: a greeting, a kind word, a plain question.

Any other statement could be advice, and advice has a source.
"""

from __future__ import annotations

import re

from zhihuan.conversation.clauses import QUESTION, TAG, clauses_of

_SMALL_TALK = re.compile(
    "^(?:[好嗯哎](?:的|吧|了|啊)?[。！]?$|好(?:一点|些)了|谢谢|多谢|不客气|您好|你好|我在|我听|我明白|我理解|我懂|我知道[您你](?:现在|一定|很|压力|难|不容易|已经|心里)|看得出|听起来|听得出"
    "|先别|别[急怕慌]|别太(?:急|累|担心|自责|责怪)|别担心|不(?:急|着急|用[急怕慌]|用担心)|慢慢|辛苦|抱歉|对不起|没关系|不要紧|不容易|不怪[您你]"
    "|一件|一步|一样一样|一个一个|咱们(?:先把|一件|一起|来|慢慢|从|看)|我们(?:先|一起|一件|一步|慢慢|从)|[您你](?:说|刚|问|告诉|现在(?:一定|肯定|压力|心里|很|最)|这(?:么|段|些天|阵子)|辛苦|不容易|一个人|愿意|已经很|先[别喘歇缓])"
    "|(?:前面|刚才|上面)(?:算|说|那|提)|这.{0,6}(?:不容易|很难|难受|不怪|不好受|很累)|换谁|谁都(?:会|有|不容易)|先(?:喘|歇|缓)(?:口|一|缓|歇)|先(?:从最|把最|说最)"
    "|随时|有新|再见|祝|晚安|早上好|下午好|晚上好|那就好|(?:对|是的)[。！]?$|明白|收到|知道了|当然"
    "|我(?:就|来|可以|能|再|先)?(?:帮|按|给|陪|替)[您你](?:算|看|查|理|列|问|记|解释|一起|慢慢)"
    "|告诉我|跟我说|(?:这[一件]?[点个事]?)?我(?:这里|手上)?(?:没有|不)[查找知确能敢会]|我记下|按.{1,16}算[。！]?$|[您你]知道的话|要是[您你]愿意|如果[您你]愿意)"
)
_BLANKS = re.compile("还空着(?:“[^”]{1,24}”)+")  # of a letter
_INTERROGATIVE = re.compile(
    "[吗呢么吧]|多少|什么|哪|几|是不是|要不要|能不能|好不好|有没有|谁|怎么|多久|还是"
)
# 「花钱就能删掉，对吧？」 without the comma.
_TAGGED = re.compile("(?:[对好行是](?:不[对好行是]|吗|吧|么)|可以吗|可以吧|[您你]说呢|吧)[？?]")
# Statements in the dress of a question: 「您知道花钱就能删掉吗？」「如果藏起来会怎么样？」
_LEADING = re.compile("知道|听说|想过|考虑|试过|试试|如果|要是|假如|为什么不|何不|不如|会怎么?样")
_LONGEST_TALK = 24  # characters of one clause


def is_small_talk(clause: str) -> bool:
    """Whether a clause is a kind word, or says what we are about to do."""
    return len(clause) <= _LONGEST_TALK and _SMALL_TALK.search(clause) is not None


def states_nothing(text: str) -> bool:
    """Whether a sentence with nothing behind it is a question, or small talk."""
    clauses = clauses_of(text)
    if QUESTION.search(text) and clauses and _asks(clauses[-1]):
        clauses.pop()
    return all(
        (len(c) <= _LONGEST_TALK and _SMALL_TALK.search(c)) or _BLANKS.fullmatch(c) for c in clauses
    )


def _asks(clause: str) -> bool:
    """Whether a clause is a plain question, not a statement with 对吧 behind it."""
    plain = TAG.match(clause) or not (_TAGGED.search(clause) or _LEADING.search(clause))
    return bool(plain and len(clause) <= _LONGEST_TALK and _INTERROGATIVE.search(clause))
