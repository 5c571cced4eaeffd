"""Whose money is it: what is owed, what they can pay, earn or spend, or none of these.

The cue nearest before the figure decides; what follows it decides when nothing stands before.
"""

import re
from typing import Literal, NamedTuple

from zhihuan.conversation.expenses_told import expense_kind, is_owed
from zhihuan.conversation.incomes_told import is_in_household, is_only_own
from zhihuan.conversation.quantities import Quantity
from zhihuan.conversation.said import Said, is_question
from zhihuan.conversation.vocabulary import Mention

MoneyField = Literal["amount", "budget", "income", "spending", "other_payments"]
MONEY_FIELDS: tuple[MoneyField, ...] = (
    "amount", "budget", "income", "spending", "other_payments",
)  # fmt: skip


class Role(NamedTuple):
    """The field a figure belongs to; `sure` if its words say so, not only its place."""

    field: MoneyField
    sure: bool
    supposed: bool = False


_CUE = re.compile(
    # not theirs to pay back, whatever follows
    r"(?P<never>违约金|罚息|利息|手续费|服务费|滞纳金|逾期费|费用|最低(?:还款|应还)?额?|额度|限额"
    r"|罚款?了?|被骗|骗|中介|代办|洗白"
    r"|律师费|诉讼费|优惠|券|余额|存款|押金|首付|红包|积分|奖|到账|冻结|年薪|年收入|芝麻|一次性"
    r"|有人说|听说"
    r"|答应|承诺|保证|说好|约好|一次还|一次性?付"
    r"|每个?月(?:都|就)?(?:要|得|需要?|应该?|该)还|一个?月(?:要|得)还|(?:每一?|一)期(?:还|要还"
    r"|应还|是)?|先还|(?:能|可以|再|想|要|准备|可)[借贷](?!呗|贝|条)|最多[借贷])"
    r"|(?P<income>工资|月入|月收入|收入|月薪|薪水|薪资|到手|底薪|退休金|养老金|低保|赚|挣|进账"
    r"|提成|跑了$|跑外卖|送外卖|跑滴滴|打零?工|摆摊|搬砖"
    # what the family gives each month comes in
    r"|(?:老公|丈夫|老婆|爱人|爸妈?|妈妈?|父母|家里|儿子|女儿|孩子|男友|对象)(?:每个?月|一个?月|月月)[^，。0-9还]{0,3}(?:给|打|转|寄)我?(?:们)?(?:生活费|家用|零花钱?)?)"
    r"|(?P<spending>房租|租金|开销|花销|支出|生活费|伙食费?|吃饭|吃住|吃喝|吃穿|学费|奶粉钱?|水电费?|花费|药费"
    r"|医药费|抚养费|开支|补课费?|赡养费?)"
    r"|(?P<budget>(?:最多|顶多|最高|撑死了?|顶天|只能|只够|也就能?|勉强能?)(?:还|拿|出|给|承受|凑|挤)?得?出?"
    r"|能拿|拿得出|拿出来?|还得起|承受|能[挤凑]|挤得?出来?|凑得?出来?|预算|每个?月我?(?:先|想|打算"
    r"|准备)?还(?!款|有|剩|欠|差|得(?!起)|要|需)|一月我?(?:先|想|打算|准备)?还(?!款|有|剩|欠|差|得(?!起)|要|需)"
    r"|(?<![上下个这本])月还(?!款|有|剩|欠|差|得(?!起)|要|需)"
    r"|(?:每个?月|一个?月)[^，。0-9欠]{0,4}(?:只有|就有|才有|只剩|还?能?剩下?个?|结余|余个?))"
    r"|(?P<maybe_budget>能还|可以还|能给|控制在|不超过|别超过|不能超过|不要超过|以内|低于|还个)"
    r"|(?P<owed>还?欠(?:了|款|着|的)?|还剩|剩下?|待还|未还|没还上?的?|没还清|账单|金额|应还|该还"
    r"|要还(?!款日)|一共|总共|合计|总额|本金|负债|外债|尾款|还差|逾期(?:金额)?"
    r"|借[了的款过](?!呗)|[贷][了款的]|用了|透支)"
    r"|(?P<spent>花[了掉]|买了?|消费了?|充了?|转了?|赔|扣了?|收了?|存了?|交了?|付了?|刷了?|退款?"
    r"|涨|降|提了?)"
    r"|(?P<repaid>已还|已经还|还[了过掉]|还完|还清)"
    r"|(?P<maybe>借(?!呗|贝|条|钱呗)|贷(?!款)|还款|还(?!是|有))"
)
# Between a product and what is owed on it: 花呗其实是1万2, 金条一共3000.
_IS_OWED = re.compile(
    r"(?:其实|本来|原来|原本|之前|应该|现在|目前|大概|大约|差不多|一共|总共|就|是|有|还|欠了?|为|这?边|里头?|那个?|那?笔|还是|有个|\s)*"
)
_LENT = re.compile("借|贷|合同|放款|下款")
_LIMIT = re.compile("额度|限额|一次性")
_BEARABLE = re.compile("[^，。]{0,3}(?:还得起|还行|没问题|能承受|拿得出|能还|可以还)")
_OWED_AFTER = re.compile(
    r"[^，,。0-9]{0,6}?(?:没还|还没还|未还|还不[上起了出]|没能还|没钱还|没结清|没还清|拖着|没还上"
    r"|没付|未付|没交)|的?欠款|的?账单|的?债|\s?(?:的)?逾期|都?逾期"
)
_OWED_LATER = re.compile(
    r"[^。0-9]{0,10}?(?:没还|未还|还不[上起了出]|没能还|没结清|拖着|没付|没交)"
)
_BUDGET_AFTER = re.compile(
    r"(?:以内|左右)?(?:一个?月|每个?月|/月)[^。]{0,6}?(?:还|可以|能|行|没问题|拿)"
    r"|[^，。]{0,3}(?:极限|上限|顶天|封顶)|以内"
)
_BUDGET_OF_MONTH = re.compile(
    r"(?:左右|上下|吧|的话|[，, ])*(?:一个?月|每个?月|/月)[^。，,！？?!0-9]{0,4}?(?:能|可以|还得|没问题|拿得|行)"
    r"(?:还|拿|给|出|付|起|凑|挤)*(?![不没还拿给出付起凑挤]|\s?[0-9一二两三四五六七八九十])"
)
_OTHER_AFTER = re.compile(
    r"(?:的)?(?:额度|利息|手续费|违约金|罚息|服务费|优惠|红包|押金|滞纳金|罚款|课|手机|东西|衣服)"
)
_INCOME_AFTER = re.compile(r"(?:的)?(?:工资|月薪|收入|底薪|退休金|低保)")
_PLAN_AFTER = re.compile(
    r"(?:的话)?[^，。]{0,3}?(?:分|怎么还|利息|一天|一个月|期|能分|可以分|罚息|本金)|\s*$"
)
_MONTHLY = re.compile(r"每个?月|一个?月|月月|月供|每期")
# 白条欠3000 每月500: nothing but the month stands with the figure.
_MONTH_ALONE = re.compile(
    r"(?:^|[，,\s]|(?<=[了的是])|要是|如果|那|应该是|就|换成|改成)(?:我)?(?:每个?月|一个?月)(?:我|就|大概|大约|差不多|是|:|\s)*$"
)
_NOTHING_ELSE = re.compile(
    r"(?:块|元|左右|上下|吧|的话|呢|行吗|可以吗|够吗|够不够|怎么样|[？?！!。，,\s])*(?:$|(?<=[。，,？?！!\s]))"
)
# A sum that lies ready, is awaited or is asked for once: nothing that is paid each month.
_LUMP = re.compile(
    "到账|能动的|能动用|动得了|赔偿|补偿|一次(?:性)?(?:还|付|给)|(?:就|算|给)结清|手[里头上](?:还|就|只|现在|一共|总共|目前)*(?:有|剩|(?=[0-9一二两三四五六七八九]))|存款|存了|攒了"
    "|还是|答应|承诺|年终奖|公积金|退税|押金"
)
# 一次性还1万2 我只能拿出8000: what is put against an offer to settle at once.
_ONE_OFF = re.compile(
    r"一次性?(?:付清|结清|还清|还完|还|付|给|拿|交)|一笔(?:结清|还清|付清)|打[一二三四五六七八九0-9]?折|减免[^，。]{0,6}结清|就(?:算|给我?)?结清|全款"
)
_GOES_OUT = re.compile("房租|租金|吃饭|吃住|吃喝|伙食|生活费|开销|花销|支出|学费|奶粉|水电")
_PAYS_OFF = re.compile("工资|收入|薪|挣|赚")
_OFFERS = re.compile("想|能|打算|希望|准备|可以")
_MUST = re.compile("要|得|需|该|月供|都|也")
_MOST_PAYMENT = 30_000
_DUE_MONTHLY = re.compile(r"(?:每个?月|一个?月|月供)(?:都|就|也)?(?:要|得|需要?|应该?|该)?还?\s?$")


# What is heard of, or asked about (金额一万二的呢), is not what this person owes.
_HEARSAY = re.compile(
    r"听说|据说|网上说|(?:以上|以下|以内|超过[^，。]{0,8})(?:就|才|都)?(?:会|要|能)|的(?:呢|话呢?)[？?，,。]?$"
)
_LENGTH_BEHIND = re.compile(r"(?:块钱?|元)?\s?[0-9一二两三四五六七八九十]+(?:天|个月|周)")
_DUE_WORDS = re.compile(r"(?:到期日?|还款日?|该还|逾期|截止|是|的|,|，|\s)*")
_AT_MOST = re.compile(r"(?:块钱?|元)?(?:以下|之下|以内|之内)")
_IS_LATE = re.compile("逾期|没还|[晚超]了")
_TOTAL = re.compile("总共|一共|合计|总额|加起来|加一起|全部")


_OF_FAMILY = re.compile(
    r"老[婆公]|媳妇|爱人|对象|丈夫|妻子|另一半|我?[爸妈](?:妈|爸)?|父母|儿子|女儿"
)
_COUNTED_IN = re.compile(r"算上|算进|加上|加起来|加一起|一起算|合起来|也能用|都拿来")
_OF_OTHERS = re.compile(
    r"(?:朋友|同事|同学|邻居|室友|网友|别人|人家|有的人|有人)[^，。我]{0,6}(?:欠|借|逾期|拖)"
)


def is_one_off(said: Said) -> bool:
    """Whether all that is spoken of is to be paid at once: 一次性还1万2 我只能拿出8000."""
    return _ONE_OFF.search(said.text) is not None


def is_of_others(said: Said, q: Quantity) -> bool:
    """What somebody else owes, told beside one's own debt: 我朋友欠了两万都没事."""
    return _OF_OTHERS.search(said.clause_text(q)) is not None


def is_of_family(said: Said, q: Quantity) -> bool:
    """老婆工资6000: what another of the family earns."""
    return _OF_FAMILY.search(said.before(q)) is not None


def is_counted_in(said: Said, q: Quantity) -> bool:
    """老婆工资6000也算上: it pays for the same household."""
    return _COUNTED_IN.search(said.clause_text(q)) is not None


def is_at_most(said: Said, q: Quantity) -> bool:
    """The 1万 of 1万以下: a bound, and no figure."""
    return _AT_MOST.match(said.after(q)) is not None


def is_total(said: Said, q: Quantity) -> bool:
    """A sum over several debts: 总共, 加起来."""
    return _TOTAL.search(said.before(q)) is not None


def money_role(said: Said, q: Quantity) -> Role | None:
    """Which field the amount `q` fills, or None where it is nobody's field."""
    before, after = said.before_unnamed(q)[-16:], said.after(q)
    cue = next(iter([*_CUE.finditer(before)][::-1]), None)
    kind = cue.lastgroup if cue and len(before) - cue.end() <= 8 else None
    if cue and kind == "budget" and len(before) - cue.end() > 3:
        kind = None
    if is_in_household(said, q) or is_only_own(said, q):
        return Role("income", True)
    if _BEARABLE.match(after) and _MONTHLY.search(before):
        return Role("budget", True)
    if kind in ("maybe", "spent") and _LIMIT.search(before):
        return None
    if expense_kind(said, q) not in (None, "mortgage", "car-loan"):
        return Role("spending", True)
    clause, asked = said.clause_text(q), said.utterance.asked
    supposed = said.if_only(q) or _HEARSAY.search(clause) is not None
    creditor = said.product_of(q)
    own = creditor is None or _told_apart(said, q, creditor)
    if kind is None and own and _MONTH_ALONE.search(f" {before}") and _NOTHING_ELSE.match(after):
        # 我一个月6000，房租吃饭4200: what comes in stands beside what goes out.
        comes_in = _GOES_OUT.search(said.text) and not _PAYS_OFF.search(said.text)
        return Role("income" if comes_in else "budget", True)
    due_monthly = _DUE_MONTHLY.search(before)
    if due_monthly and (_OFFERS.search(before) or (own and not _MUST.search(due_monthly[0]))):
        due_monthly = None
    if (
        creditor
        and creditor.id not in ("mortgage", "car-loan")
        and kind not in ("income", "spending")
        and due_monthly
    ):
        return Role("other_payments", True)
    if kind == "never" or (kind is None and _OTHER_AFTER.match(after)):
        return None
    if kind is None and _INCOME_AFTER.match(after):
        return Role("income", True)
    if kind == "income" and cue and cue[0] == "到手" and _LENT.search(clause):
        return None  # 合同写借一万，到手九千二
    if kind == "income":
        return Role("income", True)
    if creditor and creditor.id in ("mortgage", "car-loan") and kind not in ("owed", "income"):
        if q.low >= _MOST_PAYMENT and not _MONTHLY.search(before):
            return None  # 房贷50万: what is owed on it, and no payment
        return Role("spending", True)
    if kind == "spending" and not (is_owed(said, q) or re.search("[欠剩]|一共|总共", before)):
        return Role("spending", True)
    monthly = _MONTHLY.search(clause) is not None
    if kind in ("budget", "maybe_budget") and not _MONTHLY.search(said.text) and is_one_off(said):
        return None
    if kind == "budget" or (kind == "maybe_budget" and (monthly or asked == "budget")):
        return None if re.search("[能可想再]借|额度", before) else Role("budget", True)
    # The month is a figure too, and ends what stands after this one: 1200块一个月能还.
    of_month = _BUDGET_OF_MONTH.match(said.text, q.end)
    if kind in (None, "budget", "maybe_budget") and (
        (of_month or _BUDGET_AFTER.match(after)) and (monthly or kind is None)
    ):
        return Role("budget", not after.startswith("以内") or monthly)
    if kind in ("owed", "spending"):
        return Role("amount", True, supposed)
    if kind in ("spent", "repaid"):
        owed = kind == "spent" and _OWED_LATER.match(said.after(q, past_comma=True))
        return Role("amount", True, supposed) if owed else None
    if _OWED_AFTER.match(after):
        return Role("amount", True, supposed)
    return _by_place(said, q, kind, before, supposed)


def _due_between(said: Said, mention: Mention, q: Quantity) -> bool:
    """白条到期15号 1860元: nothing but the day it was due between a product and its sum."""
    between = said.text[mention.end : q.start]
    days = [o for o in said.quantities if mention.end <= o.start < q.start]
    for day in days:
        between = between.replace(said.text[day.start : day.end], "")
    dated = bool(days) and all(o.unit == "date" for o in days)
    return dated and q.unit == "yuan" and _DUE_WORDS.fullmatch(between) is not None


def _told_apart(said: Said, q: Quantity, creditor: Mention) -> bool:
    """Whether another figure is the product's own: the 500 of 白条欠3000 每月500, not of 花呗每月600."""
    return any(
        creditor.end <= other.start < q.start and other.unit in ("yuan", "number")
        for other in said.quantities
    )


def _by_place(
    said: Said, q: Quantity, kind: str | None, before: str, supposed: bool
) -> Role | None:
    """No word says what it is: the product before it, the question we asked, or its place."""
    asked = said.utterance.asked
    lump = _LUMP.search(said.clause_text(q)) is not None
    mention = said.product_of(q)
    if mention and mention.end == q.start and _LENGTH_BEHIND.match(said.text, q.end):
        return Role("amount", True, supposed)  # 美团月付800 10天, whatever was asked
    if mention and mention.end < q.start and _due_between(said, mention, q):
        return Role("amount", False, supposed)
    for name in MONEY_FIELDS:
        if asked == name and not (lump and name != "amount"):
            return Role(name, False, supposed)
    limit = _LIMIT.search(said.clause_text(q))
    if mention and (
        0 <= q.start - mention.end <= 2
        or (mention.end <= q.start and _IS_OWED.fullmatch(said.text, mention.end, q.start))
        or (0 <= mention.start - q.end <= 1 and not limit)
    ):
        return Role("amount", True, supposed)
    if lump:
        return None
    if kind == "maybe":
        asks = is_question(said.clause_text(q)) or is_question(said.after(q, past_comma=True))
        return Role("amount", False, supposed or asks)
    late = _IS_LATE.search(said.text) is not None
    following = said.text[q.end : q.end + 8]
    if len(before) <= 6 and ((_PLAN_AFTER.match(following) and following.strip()) or late):
        return Role("amount", False, supposed)
    return None
