"""Messages that need no library: greetings, thanks, anger, the wish for a human.

Anger is told from a question asked in anger: who writes 「什么破利息，越滚越多」 wants the
interest explained, not their mood.
"""

from __future__ import annotations

import re
from typing import Literal

Talk = Literal[
    "greeting", "thanks", "goodbye", "who-are-you", "doubt", "charges", "anger", "assent", "human",
    "whose", "abilities", "useless", "certain", "secret", "settled", "good-night", "go-ahead",
    "urgent", "topic-alone", "denial", "unclear", "none",
]  # fmt: skip

_LONGEST = 40

_JD = "(京东|jd|白条)"
_US = "(你|您)(们)?(这里|这边|这个(平台)?)?"
# Behind a kind word, or another one: 多谢啦，不过…
_AFTER = "(^|^[^？?]{0,8}[，,。！!\\s])(那|那么|不过|可是?|但是?|我(说|问你)?|请问)*"
_END = "[呀啊吗嘛呢吧哈的了？?！!~。，,\\s]*$"

_TALK: tuple[tuple[Talk, re.Pattern[str]], ...] = (
    (
        "who-are-you",
        re.compile(
            "^(请问)?(你|您)(到底)?(是谁|是什么|叫什么|(是不是|是)(一?个)?(真人|活人|机器人|机器|人工智能|AI|ai|人)(吗|么|吧|啊|$|？|\\?))"
        ),
    ),
    (
        "charges",
        re.compile(
            "^(请问)?(你|你们|您|您们|问你|跟你聊|用这个|这个|咨询)(这里?|这边)?(要|还)?(收费|收钱|要钱|花钱|免费)(的)?(吗|么|不|多少|怎么收|$|？|\\?)"
            f"|^(了解一下|请问|想问下?|我?问一?下)?[，,\\s]*{_US}这?(多少钱|怎么收费|收多少(钱)?|收不收(费|钱)|要(多少|交)钱)[^，。]{{0,6}}$"
            f"|^(了解一下|请问|想问下?|我?问一?下){_US}[，,\\s]*(多少钱|收费|收钱|免费)[^，。]{{0,4}}$"
        ),
    ),
    (
        "human",
        re.compile(
            "转人工|人工(客服|服务)?$|(找|要|换|叫|喊|接)(一?个)?(你们)?(的)?(真人|人工|客服|活人)|真人(客服)?"
            "|^人工|不要机器人|跟人(说|聊|谈)|人工.{0,2}(来|接|在)"
        ),
    ),
    (
        "whose",
        re.compile(
            f"^(请问|所以|那)*{_US}(到底|究竟)?(是|不是|是不是)({_JD}(金融|客服|官方|公司|平台|催收|那边)?|官方|平台|银行|催收|放款方|放贷)(的)?(人|客服|公司)?{_END}"
        ),
    ),
    (
        "abilities",
        re.compile(
            f"^(请问|那|所以)*{_US}(都|还|到底)?(会|能|可以)(干|做|帮|解决|回答|处理)?(我)?(干|做|解决)?(嘛|吗|啥|什么|些什么|点啥|哪些事?)(事|忙|问题)?{_END}"
            f"|^(请问|那)*{_US}(有什么|有啥|有哪些)(功能|本事|能力)?{_END}|^(这个|这|你)怎么用{_END}"
        ),
    ),
    (
        "useless",
        re.compile(
            f"{_AFTER}(你|您|你们|这|要你|问你)[^，。？?]{{0,6}}(有啥用|有什么用|有屁用|有毛用|没(啥|什么|屁|毛|个)?用|废话|白说|白问|说了等于没说|屁用){_END}"
            f"|^(全是|都是|尽是|净是|净说|尽说)?(些)?废话{_END}|^(没帮助|没(什么|啥)帮助|等于没说|说了等于没说){_END}"
        ),
    ),
    (
        "doubt",
        re.compile(
            "^(你|你们|您|您们|这)(不?会?)?(是不是|都?是)?(骗子|骗人|骗局|诈骗)|^(你|你们|这)?(靠谱|可信|可靠)(吗|不|么)"
            f"|^(我看|原来|所以|哼|呵呵|[，,\\s])*(你|您)们?(就|肯定|不会|该不会|都|全|和|跟|他们|催收|骗子|京东|那些人|那帮人)*是?(不是)?(一伙|一路|一起|串通好?|一丘之貉)的?(吧|吗|么|啊)?[，,。！!\\s]*(都是)?(骗子|骗人的)?{_END}"
            f"|^(骗子|骗人的?|都是骗子)[，,。！!\\s]*(你|您)们?(就|都)*是?一伙的?{_END}"
            f"|{_AFTER}({_US}|这个?)?(到底|究竟|真的?)?(是不是|不会是|是)?(靠谱|可信|可靠|骗子|骗人|骗局|诈骗|不是骗子)(的)?(吗|吧|不|么|嘛){_END}"
        ),
    ),
    (
        "certain",
        re.compile(
            f"^(你|您)?(真的?)?(确定|肯定|能保证|没骗我|没说错|没搞错|没算错)(吗|么|不|吧|[？?]){_END}"
            f"|^(你|您)(说|讲|告诉我)的(这些|话|都|这个)*(是|准|对|靠谱|可信)(不是)?(真|准|对)?(的)?(吗|么|不|吧)"
            f"|^(真的假的|真假|当真)[吗么？?]*{_END}|^我?(不太|有点不|不敢|不)(相)?信(你|你说的)?{_END}"
            f"|(你|您)[^，。]{{0,3}}算(的|得)?(好像|是不是|有点|都)?(不对|错了?|不准|有问题)(吧|啊|了|呀)?{_END}"
        ),
    ),
    (
        "secret",
        re.compile(
            f"^(那|求|拜托|请)*(你|您|你们)?(可|千万)*(别|不要|不会|不能|会不会|会|能不能不)(把这(个|事|些))?(告诉|说给|跟|和|透露给|泄露)(给)?(我)?(别人|其他人|外人|任何人|家里?人?|家人|老婆|老公|爸妈|父母|平台|公司|单位|催收|京东|他们)(知道|说|讲|听)?{_END}"
            f"|^(我(在这)?(说|聊|问|打)的(这些|话)?|聊天(记录|内容)|这里的(聊天|对话))[^，。]{{0,4}}(会|能|有人|别人|谁)[^，。]{{0,8}}(知道|看到|看见|泄露|保密|公开){_END}"
            f"|^(你|您|你们|这里|这)?(会|能|能不能|会不会)(帮我|替我)?保密{_END}"
        ),
    ),
    (
        "settled",
        re.compile(
            "^(我|都|已经|全部?|终于|钱|白条|花呗|债|欠款)*(还清|结清|还完|还掉)(了|啦)[，,。！!\\s]*(太|非常|多)?(谢|感谢|辛苦|好了|开心|高兴|没事了)[^？?怎啥什哪多几吗么能会]{0,8}$"
        ),
    ),
    ("greeting", re.compile("^(你好|您好|hi|hello|哈喽|在吗|在不在|在不|在嘛|在没|有人吗|有人么|有人在吗|嗨|早上好|下午好|晚上好|中午好|早|在么)+[呀啊吗?？!！~。,，\\s]*$", re.I)),
    (
        "thanks",
        re.compile(
            "^((好|行|嗯+|那|ok|可以|知道|明白|懂|收到)(的|吧|了|啦)*[，,。\\s]*)*(非常|太|多)?(谢谢|感谢|多谢|谢了|辛苦|谢啦)[^?？]{0,8}$"
            "|^(你|您)?(说话|讲|说)(得|的)?(挺|真|很|还挺|好)?(好听|好|清楚|明白|在理|有道理|贴心|暖心)[了呀啊的呢。!！~]*$"
            "|^(你|您)(人|这个?人?)?(还是|真的?|挺|太|还挺|很|蛮|好)(好|不错|棒|厉害|有用|贴心|耐心|善良|温柔|懂我)(了|的|呀|啊|呢|哈|[。!！~])*$",
            re.I,
        ),
    ),
    (
        "unclear",
        re.compile(
            f"^(可是?|但是?|那|这|我|还是|真的?|完全|根本|你说的|[，,\\s])*(没太?|不太?|不大|不怎么|听不|看不|搞不|弄不|没听|没看|有点不|有点没)(懂|明白|听懂|看懂|理解|搞懂){_END}"
            f"|^(我|还是|真的?|有点|[，,\\s])*(云里雾里|一头雾水|一脸懵|懵了|听糊涂了|糊涂了|绕晕了){_END}"
        ),
    ),
    ("good-night", re.compile(f"^(好|行|嗯+|那|我|谢谢|先|就|不早了|太晚了|[，,\\s])*(晚安|(去)?睡了|睡觉(去)?了|去睡觉|明天再(说|聊|问)|改天再(说|聊)){_END}")),
    (
        "goodbye",
        re.compile(
            "^(再见|拜拜|bye|88|先这样|没(有)?(别的|其他)?(问题|事)了)[^?？]{0,6}$"
            "|^(好的?|行|嗯|哎|唉|那|还是|就|[吧，,。\\s])*(算了|不问了|不聊了|不说了)(吧|啦|哈|[，,。！!~\\s])*"
            f"(不问了|不聊了|不说了|就这样|先这样|改天再说|再说吧|我自己想办法|谢谢?你?|谢了|多谢|打扰了|麻烦了?|再见|拜拜|[，,\\s])*{_END}",
            re.I,
        ),
    ),
    (
        "go-ahead",
        re.compile(
            "^(那个|你好|您好|请问|哎|嗯|就是|我|就|还|也|有点儿?|是|[，,。….\\s])*(想|要|来|能|可以|可不可以|能不能)?(跟|向|找)?(你|您|你们)?(问|咨询|请教|打听|了解|说|聊聊?)(一)?(下|问|些|点|个|件|几个|哈|你|您)*(事|事儿|事情|问题|东西|情况)?(想|要)?(问|说|请教|咨询|打听)?(你|您)?(一下|下)?"
            "([，,。\\s]*(不知道|也不知道|不晓得)(该不该|能不能|可不可以|怎么|从哪)(说|问|讲|开口|问起|说起))?[吗么行可以不好]*[呀啊呢吧哈了？?！!~。，,…\\s]*$"
            "|^(那个|[，,。….\\s])*我?有(点|些|个|件)?(事|事儿|事情|问题)(儿)?(想|要)?(问|说|请教|咨询|打听)?(一下|下|你|您)*([，,。\\s]*(不知道|也不知道)(该不该|能不能|怎么|从哪)(说|问|讲|开口))?[呀啊呢吧哈？?！!~。，,…\\s]*$"
        ),
    ),
    ("urgent", re.compile("^(我|现在|真的?|很|特别|非常|比较|太|好|十万火|在线等|[，,\\s])*(急+|着急|紧急|救急|在线等|急事|快点|赶紧)(了|啊|求助|帮忙|帮帮我|在线等|死了|[，,\\s])*[呀啊的呢吧？?！!~。，,…\\s]*$")),
    ("denial", re.compile(f"^(可|但|可是|但是|其实|我|也|根本|从来?|真|就)*(没有?|不是)(逾期|超期|到期|同意|答应|签(字|过)?|授权|承诺|迟到|晚还)(过)?{_END}")),
    (
        "assent",
        re.compile(
            "^((好的?|嗯|行|可以|ok|我?(大概|差不多|都|全|终于)?(知道|明白|清楚|了解|懂|听懂|看懂)了|明白|收到|哦|噢|是的|对)[呀啊吧了哈嘞。!！~，,\\s]*)+$",
            re.I,
        ),
    ),
)  # fmt: skip
# 报警还是找客服, 找客服有用吗: what customers' service is good for, and no wish for a human here.
_WEIGHS = re.compile(
    "还是(先|去|要|直接|再)*(找|打|问|联系)|(找|要找)[^，。]{0,4}客服(?=[^，。]{0,4}(还是|有用|没用|有没有用|管用|管不管|没人|不理|不管|能解决|会不会|要不要|怎么说))"
)
# One word of our field, and nothing before it: what about it?
_TOPIC = re.compile(
    f"^(我|就是|关于|[，,\\s])*(逾期|欠款|欠钱|欠债|还款|债务|网贷|负债)(的事|的事情|的问题|那点事)?{_END}"
)
# Somebody who is no part of this talk, and may be the one who is doubted.
_THIRD_PARTY = re.compile(
    "他们?(说|让|要|叫|能|是)|有人|对方|中介|机构|公司|律师|法务|代理|顾问|老师|大师|群里|加我|微信|短信|来电|打电话|客服(说|打|让)|自称|广告|网上|朋友说|同事说|催收|骗子"
    "|征信修复|洗白|铲单|停息挂账|债务优化|退息|包过"
)
_ANGER = re.compile(
    "傻[逼比b叉]|煞笔|sb(?![a-z])|垃圾(?!短信|电话|信息|邮件)|废物|(^|[，。！!\\s])滚(?!雪球|利|动|越|的|起|了|多|得|大)"
    "|滚(蛋|犊子|出去|开)|(?<![我她爸妈老姨姑舅婶大干公婆])妈的|tmd|操你|什么玩意|智障|没用的东西|狗屁|放屁|去死吧|恶心死|有病吧"
    # 怕他气死, 我妈会气死的: somebody else will be angry, and not at us
    "|(?<![会得要被怕别爸妈公婆他她])气死(?!了?(他|她|我[爸妈老]))|气死我了",
    re.I,
)
_SAYS_YOU = re.compile("你|您")
_WHOSE_FIRST = re.compile(
    f"^(请问|那)*{_US}(是|不是|是不是){_JD}(金融|客服|官方|公司)?(的)?(人|客服)?[呀啊吗么吧]*[？?，,。\\s]+(?=[^\\s])"
)
_AS_THE_LENDER = re.compile(
    "你们(?!说)[^，。！？!?]{0,6}(客服|电话|热线|催|吸血鬼|利息|罚息|违约金|扣|放贷|放高利贷|减免|少收|起诉|告我|上征信|报征信)|你们(这帮|这些|这群)"
)
_LEND_US = re.compile(
    "^(请问|那|求你?|你|您|[，,\\s])*(能不能|可不可以|可以|能)(先|再|也)?借(给)?我[^，。？?]{0,8}(钱|块|元|[百千万]|[0-9])"
    "|(你|您)(们)?(这里|这边|这儿)?(能不能|可不可以|可以|能|会|肯)?(不?给我|借给?我|帮我)(再)?(先|也)?(借|贷|放|垫|周转)?[^，。？?]{0,4}(钱|款|几[百千万]|[0-9]+)[^，。]{0,4}(吗|么|不|嘛|吧|呗|[？?])"
    "|^(你|您)(们)?(这里|这边|这儿)(能不能|可不可以|能|可以)借到?(钱|款)"
    "|(跟|向|找|在)(你|您)(们)?(这里|这边|这儿)?(能|可以|可不可以|能不能)?(借|贷)[^，。？?给]{0,6}(钱|款|[0-9]+)"
)
# Words of our field, or a figure: there is something to answer beneath the anger.
_OUR_FIELD = re.compile(
    "[0-9]|还款|还钱|还不|欠|逾期|征信|记录|催|法院|起诉|告我|分期|利息|罚息|违约金|费|白条|花呗|额度|坐牢"
    "|律师|家人|短信|电话|合同|银行|协商|上门|债|贷|账单|传票|执行|冻结|减免|投诉|客服|通讯录|找(我|到)?(家里?人?|单位|公司|学校)"
)


def talk_of(text: str, before: str | None = None) -> Talk:
    """Small talk, if that is what the message is. `before`: the message that went before it.

    Whether something can be relied on is asked of us, unless a third party was just spoken of.
    """
    bare = text.strip()
    if len(bare) > _LONGEST:
        return "none"
    found = next((talk for talk, pattern in _TALK if pattern.search(bare)), None)
    if found == "human" and _WEIGHS.search(bare):
        return "none"
    if found == "doubt" and not _SAYS_YOU.search(bare) and _speaks_of_a_third_party(before):
        return "none"
    if found is None and before is None and _TOPIC.search(bare):
        return "topic-alone"
    if found is not None:
        return found
    return "anger" if is_angry(bare) and not _OUR_FIELD.search(bare) else "none"


def _speaks_of_a_third_party(text: str | None) -> bool:
    return text is not None and talk_of(text) == "none" and bool(_THIRD_PARTY.search(text))


def without_whose(text: str) -> str:
    """The message without 「你们是京东的吗」 at its head, where more is said after it."""
    return _WHOSE_FIRST.sub("", text, count=1) or text


def takes_us_for_the_lender(text: str) -> bool:
    """Whether we are spoken to as if we were the lender, or its collectors."""
    return bool(_WHOSE_FIRST.match(text) or _AS_THE_LENDER.search(text))


def asks_us_to_lend(text: str) -> bool:
    """Whether we are asked for money: 你能借我点钱吗."""
    return _LEND_US.search(text) is not None


def is_angry(text: str) -> bool:
    """Whether the message swears, whatever else it says."""
    return _ANGER.search(text) is not None
