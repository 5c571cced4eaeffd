"""What a thief asks for, as people tell of it: 交500保证金就能分期, 让我加微信转账, 验证码给他了.

A demand is told as it was made; whether it was met is read from the words too (`is_given`). What a
court, an app or the family asks for in the open is none.
"""

import re
from collections.abc import Iterator

_ORDERS = "(?:让|叫|要求?|催|逼|教|喊|非要)(?:我|俺|咱)"
_SAYS = "(?:说|让|叫|要求|必须|先)"
_HANDS = "(?:交|付|缴|转|打|汇|充)"
_DEPOSIT = (
    "保证金|押金|解冻费|诚意金|认证金|工本费|激活费|撤案费|撤诉费|担保金|前期费|材料费|定金|包装费"
)
_MONEY = re.compile(
    f"{_ORDERS}[^，。！？!?,]{{0,12}}?(?:转账|转钱|转款|打钱|打款|汇款|汇钱|转给|转到|转他|打给|打到|汇到|转过去|转出[去来]|转走|刷流水|扫码(?:付|还|转)|扫他)"
    f"|(?:{_ORDERS}|{_SAYS})[^，。！？!?,]{{0,10}}?{_HANDS}[^，。！？!?,]{{0,8}}?(?:{_DEPOSIT})"
    f"|{_HANDS}[^，。！？!?,]{{0,8}}?(?:{_DEPOSIT})[^。！？!?]{{0,4}}?(?:才(?!发现|知道)|就)"
    # a fee of an instalment is charged in the open, one for a promise is not
    f"|{_HANDS}[^，。！？!?,]{{0,8}}?(?:服务费|手续费|代办费|会员费)[^。！？!?]{{0,4}}?(?:包|帮|才给|才能(?:放款|办|谈|撤|消)|就给|就能(?:消|撤|放款))"
    "|安全账户"
)
_CODE_WORD = "(?:验证码|动态码|校验码|支付密码|银行卡?密码|卡密码)"
_CODE = re.compile(
    f"{_ORDERS}[^，。！？!?,]{{0,12}}?(?:{_CODE_WORD}|密码|(?:共享|分享)[^，。！？!?,]{{0,4}}屏幕?|屏幕共享|开屏幕|投屏|远程|会议软件)"
    f"|(?P<given>{_CODE_WORD}[^，。！？!?,]{{0,6}}?(?:给|告诉|念|说|发|报)[^，。！？!?,]{{0,6}}了"
    f"|(?:给|告诉|念|发|报)(?:过|了)?[^，。！？!?,]{{0,6}}{_CODE_WORD}[^，。！？!?,]{{0,2}}了?$"
    f"|(?:给|告诉|念|发|报)(?:过|了)[^，。！？!?,]{{0,6}}{_CODE_WORD}"
    f"|把[^，。！？!?,]{{0,4}}{_CODE_WORD}[^，。！？!?,]{{0,2}}(?:给|告诉|念|说|发|报)"
    "|(?:共享|分享)(?:过|了)[^，。！？!?,]{0,4}屏幕?|(?:共享|屏幕)[^，。！？!?,]{0,4}(?:开|共享|给他看)(?:过|了))"
)
# Who asks in the open, and what only sounds like it.
_OPEN = re.compile(
    "会不?会?(?:让|叫|要)我|网点|柜台|转人工|反诈|(?:老公|老婆|爱人|媳妇|我爸|我妈|爸妈|爸爸|妈妈|儿子|女儿|朋友|同事|同学|房东|哥|姐|弟|妹|亲戚|男友|女友|对象)[^，。]{0,4}(?:让|叫|要)我"
    "|诉讼费|上诉费|受理费|忘记?了?密码|密码(?:输错|忘)"
)
_NAMES = (("money-demand", _MONEY), ("code-demand", _CODE))
_KEPT = re.compile(
    "^(?:我|还|都|钱|码|验证码|没有?|可|幸好|幸亏|暂时|目前|[，,\\s])*(?:没|还没|未|没有)(?:有)?(?:交|转|给|付|打|汇|填|点|说|念|发|告诉)"
    "[^，。？?会怎吗]{0,6}$"
)
# 转了600, 把钱转到了安全账户; 说交了500就给办 is a promise, 打了110 a call.
_HANDED = re.compile(
    "(?<![没未别要让叫会能敢想该说果是])(?:转|打|汇|付|交|充)"
    "(?:(?:到|给)?了(?![会怎没吗]|[^，。？?]{0,8}(?:就|才)(?:能|给|会|可以|放|办|有)|个?电话|客服|110|96110|95118|12378)"
    "|(?:过去|出去|进去|走|到|给)[^，。？?]{0,10}了)"
)
_SUPPOSED = re.compile("如果|要是|万一|会不会|会怎|(?:没|还没|没有)(?:转|打|汇|付|交|充|给)")
_STILL_THERE = re.compile(
    "(?:没|还没|未|没有|暂时没)[^，。？?]{0,2}(?:扣|少|丢|转走|动)(?!款)[^，。？?]{0,6}$|(?:钱|余额)[^，。？?]{0,4}(?:还在|没动|没少)"
)


def demands_in(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Each demand that the text tells of: (a key of `RECEIVED`, where it stands)."""
    if _OPEN.search(text):
        return
    for name, pattern in _NAMES:
        if match := pattern.search(text):
            yield name, match


def gave_code(text: str) -> bool:
    """Whether a code was given, or the screen shown."""
    return any(name == "code-demand" and match["given"] for name, match in demands_in(text))


def gave_money(text: str) -> bool:
    """Whether money went out, to whomever: 已经转了600. Who got it, the talk has to say."""
    return _HANDED.search(text) is not None and not _SUPPOSED.search(text)


def kept_it(text: str) -> bool:
    """没交, 还没转呢: what was asked for was not given."""
    return _KEPT.search(text.strip(" 。！!呢啊呀吧的")) is not None


def nothing_lost(text: str) -> bool:
    """没扣钱呢还, 卡里的钱还在."""
    return _STILL_THERE.search(text.strip(" 。！!")) is not None
