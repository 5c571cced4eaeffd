"""The words that name a product, a lender, a paper received, a person's state, a fear.

All patterns read folded text (`numerals.fold`). Names cover how people misspell them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from zhihuan.library.wording import right_characters


class Mention(NamedTuple):
    """An id from the tables of `situation`, and the offsets of the words that named it."""

    id: str
    start: int
    end: int


# 抖音那个, 美团1万, 美团逾期了: the company stands for its product where a debt is spoken of. What
# follows is no part of the name.
_OF_DEBT = (
    "(?=的?[那这](?:个|笔|边|家)|的?(?:还|也|都|就)?(?:欠|逾期|没还|晚了|拖了)|的?(?:大概|差不多|是|有)?"
    "[0-9一二两三四五六七八九]+[0-9.]*(?:万|千|百|[wWkK]|块|元|[0-9]{2})"
    "|的?(?:年化|年利率|利率|利息)?(?:是|大概)?[0-9.]+\\s?(?:%|％|个点))"
)
#: Lenders and products that people name beside ours: id, how it is shown, how it is written. Of
#: these no terms are known to us.
OTHERS: dict[str, tuple[str, str]] = {
    "wangshang": ("网商贷", "网商贷|网商银行贷款?"),
    "fenqile": ("分期乐", "分期乐|乐花借钱|乐花"),
    "paipaidai": ("拍拍贷", "拍拍贷"),
    "jietiao-360": ("360借条", "360(?:借条|数科|贷款)"),
    "duxiaoman": ("度小满", "度小满|有钱花"),
    "anyihua": ("安逸花", "安逸花"),
    "zhaolian": ("招联", "招联(?:金融|消费金融)?|招联好期贷|好期贷"),
    "mashang": ("马上消费", "马上(?:消费金融|金融|消费(?=的|欠|逾期|借|贷|还|[0-9]))"),
    "huanbei": ("还呗", "还呗"),
    "shengbei": ("省呗", "省呗"),
    "yangxiaomie": ("羊小咩", "羊小咩"),
    "fenfu": ("微信分付", "(?:微信)?分付"),
    "weipinhua": ("唯品花", "唯品花"),
    "renxingfu": ("任性付", "任性[付贷]"),
    "didi": ("滴滴", "滴滴(?:贷|金融|月付)|滴水贷"),
    "xiaomi": ("小米贷款", "小米(?:贷款|金融)|天星金融"),
    "nishuodai": ("你我贷", "你我贷"),
    "yixianghua": ("宜享花", "宜享花"),
    "jiexin": ("捷信", "捷信"),
}
_OTHER_NAMES = "".join(
    f"|(?P<o_{name.replace('-', '_')}>{words})" for name, (_, words) in OTHERS.items()
)
_PRODUCT = re.compile(
    "(?P<baitiao_card>白条联名(?:信用)?卡|小白(?:信用)?卡|白条信用卡|白条闪付卡|联名卡)"
    "|(?P<baitiao>(?:京东|京冻|[jJ][dD])?(?:白条儿?)|打白条)"
    "|(?P<jintiao>(?:京东|[jJ][dD])?(?:金条|金调|今条)|京东借款)"
    "|(?P<huabei>(?:蚂蚁)?(?:花呗|花贝|花被|花吧呗|花坝|huabei))"
    "|(?P<jiebei>(?:蚂蚁)?(?:借呗|借贝|借被|借钡|jiebei))"
    "|(?P<weilidai>微粒贷|微立贷|微利贷|微力贷|威力贷|微信贷款|微粒代|微粒货)"
    f"|(?P<douyin_pay_later>(?<![跑做在])(?:抖音|dou音|斗音)(?:(?:的)?(?:月付|月支付|先用后付)|{_OF_DEBT})|放心借)"
    f"|(?P<meituan_pay_later>(?<![跑送干做在])美团(?:(?:的)?(?:月付|买单|生活费)|{_OF_DEBT})|美团借钱)"
    "|(?P<credit_card>信用卡|信用咔)"
    "|(?P<mortgage>房贷|按揭)|(?P<car_loan>车贷)"
    "|(?P<online_loan>网贷|网络贷款|小贷平台|借贷平台|网上借的|贷款平台|别的平台|其他平台)"
    + _OTHER_NAMES
)
#: Named beside a product of its own name, these are company for it and not the subject.
GENERIC = frozenset({"online-loan", "mortgage", "car-loan"})

_BANKS = (
    "工商|建设|农业|中国|交通|招商|浦发|中信|光大|民生|平安|兴业|广发|华夏|邮储|邮政储蓄|微众"
    "|网商|新网|苏商"
    "|百信|亿联|众邦|北京|上海|江苏|宁波|南京|杭州|江西|广州|哈尔滨|盛京|徽商|中原|某某"
)
_NAME = (
    "[^\\W\\d_a-zA-Z的了是在和跟被把给说叫这那个有从向找用还欠借放我你他她它们家哪几某到不没吗呢什么"
    "为与及或由让其正规小]"
)
_LENDER = re.compile(
    rf"(?P<bank>(?:{_BANKS})银行(?!卡))"
    rf"|(?P<small>{_NAME}{{2,6}}?小(?:额)?贷(?:款)?(?:有限)?(?:公司)?)"
    rf"|(?P<consumer>{_NAME}{{2,6}}?(?:消费金融|消金)(?:有限)?(?:公司)?)"
)
_KIND = re.compile(
    "(?P<small>小额贷款公司|小贷公司|小额贷款|小贷)|(?P<consumer>消费金融|消金公司|消金)"
    "|(?P<bank>银行)(?!卡|流水|账户|客服|还款|代扣)"
)
_KIND_SAID = re.compile(
    r"(?:放款|出借|贷款人|资方|资金方|合同|借据|出资|提供方|债权人)[^，。！？!?,;；]{0,10}$"
    r"|(?<!不)(?:是|由)[^，。！？!?,;；不]{0,6}$"
)
_KIND_IDS = {
    "small": "small-loan-company",
    "bank": "bank",
    "consumer": "consumer-finance-company",
}

RECEIVED: dict[str, re.Pattern[str]] = {
    "enforcement-notice": re.compile(
        "执行通知|强制执行|限高|限制高消费|限制消费令|失信被执行|被执行人|执行局|执行立案"
        "|(?:列|上|进|入|挂)[了上进入为成]*(?:失信|老赖)|失信名单|成了?老赖|(?:我|都|已经?)(?:是|变)老赖"
        "|(?:法院|司法)[^，。！？!?]{0,4}(?:冻|查封|执行)|进(?:入)?了?执行|执行法官"
    ),
    "judgment": re.compile("判决|判了|败诉|缺席审理"),
    "court-summons": re.compile(
        "传票|开庭|应诉通知|法院[^，。！？!?]{0,6}(?:短信|电话|通知|文书|材料)|已?立案"
    ),
    "mediation": re.compile("调解"),
    "lawyer-letter": re.compile("律师函|律师信|律师事务所|律所"),
    "visit": re.compile("上门(?!取)|找到(?:我)?家|来(?:了)?(?:我)?家里"),
    "sms": re.compile("短信|信息(?=说|催)|彩信"),
    "call": re.compile(
        "(?:催收|打|接到?|来|轰炸)[^，。！？!?]{0,8}电话|电话[^，。！？!?]{0,6}(?:催|轰炸|骚扰"
        "|打)|爆通讯录|[0-9几十两三四五六七八九]+[通个]电话"
    ),
}
RECEIVED_FOR_SURE = re.compile(
    "收到|接到|来了|发了|发来|发我|给我[发打寄]|寄来|寄了|打来|打了|天天|每天|一直|老是|总是|不停"
    "|轰炸|已经|今天|昨天|前天|上了门|上门了|判了|下来了|了一[个张封份条]|被(?:起诉|限高|执行"
    "|强制|列|法院冻|司法冻)了?|让我|叫我|通知我"
)

ABOUT: dict[str, re.Pattern[str]] = {
    "student": re.compile("学生|上大学|在读|上学|大[一二三四](?![行家])|研究生|还在念书|读书呢"),
    "minor": re.compile(
        "未成年|没成年|没满(?:18|十八)|不满(?:18|十八)|(?<![0-9])1[0-7]岁|十[一二三四五六七]岁"
    ),
    "unemployed": re.compile(
        "失业|没(?:有)?工作|没了工作|丢了工作|下岗|被裁|裁员|刚离职|离职了|待业|没(?:有)?收入"
        "|断了收入|没活干|找不到工作"
    ),
    "ill": re.compile("生病|住院|癌|手术|重病|大病|化疗|尿毒症|抑郁症|病了|看病|脑梗|心脏病|确诊"),
    "elderly": re.compile(
        "退休|[6-9][0-9]岁|[六七八九]十[一二三四五六七八九多几]*岁|老年人|年纪大了"
    ),
    "pregnant": re.compile("怀孕|孕妇|产假|哺乳|坐月子|怀着|孕期|待产"),
    "disabled": re.compile("残疾|残障|瘫痪|失明|聋哑"),
    "deceased-debtor": re.compile(
        "去世|过世|离世|身故|病逝|不在人世|人没了|走了好?几?[年个]"
        "|(?:[爸妈爷奶公婆哥姐弟妹]|父亲|母亲|老人|老伴|本人|借款人|他|她|人)(?:已经|都|就|前年|去年|今年)*死了"
        "|(?:爸爸?|妈妈?|爷爷?|奶奶?|外公|外婆|姥姥|姥爷|父亲|母亲|老人|老伴|公公|婆婆)(?:已经|都|就|前年|去年|今年|上个?月)*"
        "(?:没了|不在了|走了)(?![^，。！？!?\\s])"
    ),
    # 我用我妈的手机借的, 帮他用我的身份证借的: done by oneself, or for somebody
    "misused": re.compile(
        "(?<![怕会])(?<!怕被)(?<!会被)冒[用名](?!公安|法院|警察|司法|国家|客服)|被[^，。？?]{0,4}盗[刷用]|盗[刷用]我"
        "|(?<![我俺帮替给])(?<![帮替给].)(?<![帮替给]..)(?<![帮替给]...)(?:用|拿|偷用|偷拿)(?:了|着|走)?(?:我|俺|她|他|我?(?:妈|爸|奶奶|爷爷|老婆|老公|老人))(?:的|家)?"
        "(?:身份证?|手机|信息|人脸)[^，。？?]{0,8}(?:开|借|贷|办|套|刷)"
        "|不是(?:我|俺|她|他)?(?:本人|自己)(?:办|借|开|签)"
        "|(?:字|签名|名字)(?:也|都|根本)*不是(?:我|俺|她|他)(?:本人|自己)?(?:签|写)"
    ),
    "defrauded": re.compile(
        "(?<![怕会])(?:被|让)[^，。？?]{0,3}骗(?!子)|骗了我|骗走|受骗|上当了?|刷单|杀猪盘|遭[^，。？?]{0,3}诈骗"
    ),
    "guarantor": re.compile(
        "(?:我|俺)(?:只是|就是|是|当时|以前)*[^，。？?要找]{0,5}担保人(?!吗)|当了?(?:别人|他|她)?的?担保人"
        "|(?:给|替|帮|为)[^，。？?我]{1,6}(?:做|当|作)?(?:了|的|过)?担保(?!费)|(?:给|替|帮|为)[^，。？?我]{1,6}签[^，。？?]{0,4}担保"
    ),
}
_KIN = (
    "爸爸?|妈妈?|父亲|母亲|爸妈|父母|老公|丈夫|老婆|妻子|媳妇|弟弟?|哥哥?|姐姐?|妹妹?|儿子|女儿"
    "|孩子|男朋友|女朋友|男友|女友|对象"
    "|爷爷|奶奶|外婆|外公|姥姥|岳父|岳母|公公|婆婆|前夫|前妻|亲戚|表[哥弟姐妹]|堂[哥弟姐妹]"
)
FAMILY_DEBTOR = re.compile(
    rf"(?:^|我|俺|替|帮|家里?|问|[，。,])(?:的|家)?(?:{_KIN})(?!知道|发现|打电话|催"
    rf"|说)(?:背着我|瞒着我)?[^，。！？!?,;；我]{{0,10}}?(?:欠|逾期|借了|贷|白条|金条|花呗|借呗|信用卡|还不|去世"
    rf"|过世)"
)
FAMILY_ASKED_FOR = re.compile(rf"(?:替|帮|给)(?:我)?(?:家|的)?(?:{_KIN})(?:来)?问")
FAMILY_TOLD = re.compile("打给|打到|骚扰|通知|告诉|联系|找我|会不会知道|发现")

FEARS: dict[str, re.Pattern[str]] = {
    "prison": re.compile(
        "坐牢|判刑|被抓|抓我|抓人|抓走|拘留|犯法|犯罪|违法|刑事|蹲监|[会要抓]进去|警察|公安"
        "|诈骗罪|牢"
    ),
    "family": re.compile(
        f"(?:家人|家里|家属|{_KIN})[^，。！？!?]{{0,6}}(?:知道|发现)|(?:通知|告诉|联系|打给"
        f"|打电话给|骚扰|找|影响|连累|牵连)[^，。！？!?]{{0,4}}(?:家|{_KIN})|通讯录|联系人|父债子"
    ),
    "credit-record": re.compile("征信|黑名单|信用记录|黑户|花户|失信|老赖|影响信用"),
    "court": re.compile("起诉|法院|告我|打官司|传票|开庭|诉讼|仲裁|立案"),
    "collectors": re.compile("催收|上门|爆通讯录|骚扰|恐吓|威胁|轰炸|催我|催债"),
    "job": re.compile(
        "单位|同事|政审|考公|考编|公务员|丢(?:了)?工作|开除|领导|老板|影响[^，。！？!?]{0,4}工作"
        "|(?:告诉|打到|找|联系|知道)[^，。！？!?]{0,3}公司"
    ),
}


_MISSPELT = {
    "正信": "征信", "征兴": "征信", "证信": "征信", "崔收": "催收", "摧收": "催收", "利西": "利息",
    "力息": "利息", "坐劳": "坐牢", "座牢": "坐牢", "余期": "逾期", "愈期": "逾期", "越期": "逾期",
    "还宽": "还款", "还请": "还清", "斜商": "协商", "分其": "分期", "起速": "起诉",
}  # fmt: skip
_MISSPELT_WORD = re.compile("|".join(_MISSPELT))


def spelt(text: str) -> str:
    """The text with the misspellings of our field put right, which keep its length."""
    return _MISSPELT_WORD.sub(lambda found: _MISSPELT[found[0]], right_characters(text))


def products(text: str) -> Iterator[Mention]:
    """Products named in folded text, in order."""
    for match in _PRODUCT.finditer(right_characters(text)):
        name = (match.lastgroup or "").removeprefix("o_").replace("_", "-")
        yield Mention(name, match.start(), match.end())


def lender(text: str) -> tuple[str, str] | None:
    """(name, kind) of the first lender named: 盛际小贷 → ("盛际小贷", "small-loan-company")."""
    match = _LENDER.search(text)
    return (match[0], _KIND_IDS[match.lastgroup or ""]) if match else None


def lender_kind(text: str) -> tuple[str, str] | None:
    """(words, kind) where the text says what sort of company lent the money."""
    for match in _KIND.finditer(text):
        if _KIND_SAID.search(text, max(0, match.start() - 16), match.start()):
            return match[0], _KIND_IDS[match.lastgroup or ""]
    return None
