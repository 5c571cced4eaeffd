"""What follows a cue: 卡号…, 身份证号…, 微信号…, 密码是…, 验证码…"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhihuan.conversation.privacy.kinds import (
    CARD,
    CODE,
    ID,
    PASSPORT,
    PASSWORD,
    QQ,
    WECHAT,
    Span,
)

_GAP = r"[ \t\-.]{0,3}"
_IS = r"[ \t]{0,2}(?:号码?|是|为|=|:|：|[ \t]|[(（]|了|叫|就是){0,4}[ \t]{0,2}"
_LONG = rf"[0-9](?:{_GAP}[0-9]){{%d,%d}}"
_CUED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (ID, re.compile(rf"(?:身份证|证件|身份)号?码?{_IS}((?:{_LONG % (13, 17)})[Xx]?)(?![0-9])")),
    (
        ID,
        re.compile(
            r"(?:身份证|证件)号?[后末尾]?(?:[后末尾])[四4六6]位?(?:数)?"
            r"(?:是|为|:|：|[ ]){0,3}([0-9]{3,5}[0-9Xx])(?![0-9])"
        ),
    ),
    (
        CARD,
        re.compile(
            rf"(?:卡号|银行卡|储蓄卡|借记卡|卡(?=[：:])|账号|帐号|户号){_IS}((?:{_LONG % (11, 19)}))(?![0-9])"
        ),
    ),
    (PASSPORT, re.compile(r"护照号?码?(?:是|为|:|：|[ ]){0,3}([A-Za-z]{1,2}[0-9]{7,8})(?![0-9])")),
    (
        WECHAT,
        re.compile(
            r"(?:微信|[vV][xX]|wx|WX|weixin|wechat|WeChat|薇信|威信|[vV]信)(?:号|[ ]?[iI][dD])?"
            r"(?:是|为|:|：|[ ]|加){0,3}([A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_-])"
        ),
    ),
    (
        QQ,
        re.compile(
            r"(?:[qQ]{2}|扣扣|企鹅)(?:群)?(?:号码?)?(?:是|为|:|：|[ ]|加){0,3}"
            r"([1-9](?:[ -]?[0-9]){4,11})(?![0-9.]|[ ]?(?:元|块|万|年|月))"
        ),
    ),
    (
        PASSWORD,
        re.compile(
            r"(?:密码|口令|password|passwd|pwd|PIN码?)[ ]{0,2}"
            r"(?:是|为|:|：|=|改成|改为|设成|设为|设置为|就是|叫)[ ]{0,2}"
            r"([!-'*-~]{4,32})",
            re.IGNORECASE,
        ),
    ),
    (
        PASSWORD,
        re.compile(
            r"(?:密码|password|pwd)[ ]{0,2}"
            r"((?=[!-~]{0,31}[0-9])[A-Za-z0-9!@#$%^&*_.-]{6,32})(?![A-Za-z0-9年月])",
            re.IGNORECASE,
        ),
    ),
)
_PRODUCT_WORDS = re.compile(r"^(?:wechat|weixin|alipay|pay|app|http|www|mini)", re.IGNORECASE)


def after_cues(text: str) -> Iterator[Span]:
    """What is said to be a number, an account or a password, whatever its check digit says."""
    for kind, pattern in _CUED:
        for found in pattern.finditer(text):
            value = found.group(1)
            if kind == WECHAT and _PRODUCT_WORDS.match(value):
                continue
            if kind in (CARD, ID) and is_hotline(re.sub(r"\D", "", value)):
                continue
            yield found.start(1), found.end(1), kind


_CODE_WORDS = r"(?:验证码|校验码|动态码|动态密码|短信码|确认码|登录码|授权码|verification code)"
_CODE = re.compile(
    rf"{_CODE_WORDS}(?:[^0-9A-Za-z，。,\n〔]{{0,8}}|[，,](?:就?是|为|说是|码是)[：:]?)"
    r"((?:[0-9][ -]?){3,7}[0-9]|(?=[A-Z]{0,7}[0-9])[A-Z0-9]{4,8})"
    r"(?![0-9A-Za-z]|[ ]?(?:年|月|元|块|次|天|分钟|位|秒|:|-[0-9]|/[0-9]))",
    re.IGNORECASE,
)
_CODE_FIRST = re.compile(
    r"(?<![0-9.])([0-9]{4,8})(?![0-9])[ ]?[(（]?[ ]?(?:是|为|就是)?"
    rf"[^0-9，。\n〔]{{0,6}}{_CODE_WORDS}",
    re.IGNORECASE,
)


def codes(text: str) -> Iterator[Span]:
    """One-time codes."""
    for pattern in (_CODE, _CODE_FIRST):
        for found in pattern.finditer(text):
            digits = re.sub(r"[ -]", "", found.group(1))
            if len(digits) == 6 or not is_hotline(digits):  # 96xxxx is as likely a code
                yield found.start(1), found.end(1), CODE


def is_hotline(digits: str) -> bool:
    """Numbers that everybody may know: 110, 95xxx, 12xxx, 400- and 800-numbers."""
    return bool(re.fullmatch(r"1[0-2][0-9]|9[56][0-9]{3,4}|12[0-9]{3}|[48]00[0-9]{7}", digits))
