"""Private data is covered before a message is stored, logged or sent to a model.

    我叫张三丰，手机138 0013 8000 → 我叫〔姓名〕，手机〔手机号〕

Covered: resident IDs (GB 11643 check digit), bank cards (Luhn), telephone numbers, e-mail,
one-time codes, passwords, names that are said to be names, addresses with a house number,
licence plates, WeChat and QQ ids. Left alone: amounts, dates, order numbers, hotlines.

What follows a cue (卡号, 身份证号) is covered whatever its check digit says: a mistyped number
is private too. Masking twice changes nothing.

    masking.py          what to cover, and how the person is told
    folding.py          full-width, circled and Chinese digits read as digits, place for place
    numbers.py          IDs, cards and telephones by their shape; check_digits.py proves them
    cued.py             what is said to be a number, a code, a password, an account
    halves.py           a number in two messages
    mail_and_plates.py  addresses.py  names.py
"""

from zhihuan.conversation.privacy.kinds import (
    ADDRESS,
    CARD,
    CODE,
    EMAIL,
    ID,
    LANDLINE,
    MOBILE,
    NAME,
    PASSPORT,
    PASSWORD,
    PLATE,
    QQ,
    WECHAT,
)
from zhihuan.conversation.privacy.masking import Masked, mask, notice

__all__ = [
    "ADDRESS", "CARD", "CODE", "EMAIL", "ID", "LANDLINE", "MOBILE", "NAME", "PASSPORT",
    "PASSWORD", "PLATE", "QQ", "WECHAT", "Masked", "mask", "notice",
]  # fmt: skip
