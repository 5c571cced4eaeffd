"""What may be shown, and what is held back, against evidence made by hand."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhihuan.conversation.evidence import Evidence
from zhihuan.conversation.gate import Gate, Held, Shown
from zhihuan.conversation.phrases import phrase
from zhihuan.conversation.rules import rules
from zhihuan.conversation.sentences import SentenceStream
from zhihuan.library.article import Passage, Sentence
from zhihuan.library.sources import Source
from zhihuan.repayment import Calculation, LateReading, Money, installment_plan, overdue_cost

TODAY = date(2026, 11, 21)

KEPT = "从还清那天起再保存5年，到期就会删掉。"
OBJECTION = "记录有错的，可以提异议，20日内要书面答复您。"
MARKS = "逾期31到60天，征信报告上的标记是“2”。"
RELIEF = "一次性信用修复已在2026年3月31日结束，只管单笔不超过1万元的逾期。"
SERVICE = "可以打95118，说明困难，问能不能重新安排还款，记下工单号。"
NO_PRISON = "这是欠款纠纷，不会因为还不上就坐牢。"
CAP = "逾期的年化超过24%的部分，可以请求减少。"
TEXTS = (KEPT, OBJECTION, MARKS, RELIEF, SERVICE, NO_PRISON, CAP)


def passage(number: int, text: str) -> Passage:
    source = Source(
        "credit-reporting-16", "征信业管理条例", None, None, "第十六条", "regulation", None, None,
        ("any",), None, "high", TODAY, "不良信息自终止之日起保存5年",
    )  # fmt: skip
    return Passage(f"a#{number}", "a", "标题", "小标题", (Sentence(text, (source,), 1),), 1)


def cost() -> Calculation:
    """3,200 yuan, 45 days: 74.88 to 100.80, from 1.664 to 2.24 a day."""
    readings = [
        LateReading("low", "服务费", Decimal("0.00052"), Decimal(0), None, "medium"),
        LateReading("high", "违约金", Decimal("0.0007"), Decimal(0), None, "low"),
    ]
    return overdue_cost(
        amount=Money.parse("3200"), days=45, readings=readings, as_of=TODAY
    ).calculation


def plan() -> Calculation:
    """3,200 yuan in 12 at 0.6%: 285.87 each, 230.40 in all, 13.03% a year."""
    return installment_plan(Money.parse("3200"), 12, fee_rate=Decimal("0.006")).calculation


def evidence(*said: str, sums: bool = True) -> Evidence:
    made = Evidence(TODAY, said)
    for number, text in enumerate(TEXTS, 1):
        made.passages[f"P{number}"] = passage(number, text)
    if sums:
        made.add_calculation(cost())
        made.add_calculation(plan())
    return made


def judged_by(gate: Gate, written: str) -> list[Shown | Held]:
    stream = SentenceStream()
    return [gate.check(sentence) for sentence in (*stream.feed(written), *stream.flush())]


def judged(written: str, *said: str) -> list[Shown | Held]:
    return judged_by(Gate(evidence(*said)), written)


def verdict(written: str, *said: str) -> Shown | Held:
    (only,) = judged(written, *said)
    return only


def held(written: str, *said: str) -> str:
    found = verdict(written, *said)
    assert isinstance(found, Held), f"shown: {found.text}"
    return found.rule


def shown(written: str, *said: str) -> Shown:
    found = verdict(written, *said)
    assert isinstance(found, Shown), f"held by {found.rule}: {found.why}"
    return found


@pytest.mark.parametrize("text", TEXTS)
def test_a_sentence_of_a_cited_passage_is_shown_word_for_word(text: str) -> None:
    number = TEXTS.index(text) + 1
    assert shown(f"{text}[P{number}]").passages[0].id == f"a#{number}"


INVENTED = (
    "到今天的费用是 88.00 元。[C1]",
    "到今天的费用是88元。[C1]",
    "到今天的费用是八十八块。[C1]",
    "到今天的费用是八十八元六毛。[C1]",
    "到今天的费用是¥88。[C1]",
    "到今天的费用是８８元。[C1]",
    "到今天的费用大约是五百多块。[C1]",
    "每期要还 300 元。[C2]",
    "一共多付 1.2 万元。[C2]",
    "一共多付一万二。[C2]",
    "真实年化是 15.4%。[C2]",
    "真实年化是百分之十五。[C2]",
    "真实年化是15个点。[C2]",
    "日费率是万分之六。[C1]",
    "记录会从还清那天起保存七年。[P1]",
    "记录会从还清那天起保存7年。[P1]",
    "记录有错的，可以提异议，30日内要书面答复您。[P2]",
    "记录有错的，可以提异议，三十天内要书面答复您。[P2]",
    "记录有错的，可以提异议，一个月内要书面答复您。[P2]",
    "一次性信用修复已在2027年3月31日结束。[P4]",
    "一次性信用修复已在2026年6月30日结束。[P4]",
    "一次性信用修复只管单笔不超过五万元的逾期。[P4]",
    "可以打95508，说明困难。[P5]",
    "可以打400-123-4567，说明困难。[P5]",
    "可以打13912345678，说明困难。[P5]",
    "按照第28条，记录到期就会删掉。[P1]",
    "按照第二十八条，记录到期就会删掉。[P1]",
    "逾期91到120天，征信报告上的标记是“4”。[P3]",
    "现在处在逾期第四个阶段，也就是M4。[P3]",
    "逾期的年化超过36%的部分，可以请求减少。[P7]",
    "逾期的年化超过百分之三十六的部分，可以请求减少。[P7]",
    "分 18 期来还。[C2]",
    "分十八期来还。[C2]",
    "这样多付的是原来的三倍。[C2]",
    "费用会翻一番。[C1]",
    "现在处在逾期的M8。[P3]",
    "到第90天还不上就坐牢。[P6]",
    "从第三个月起就会坐牢。[P6]",
)


@pytest.mark.parametrize("written", INVENTED)
def test_a_figure_that_stands_nowhere_is_held(written: str) -> None:
    assert held(written) == "3"


@pytest.mark.parametrize("written", INVENTED)
def test_a_figure_is_no_truer_for_standing_in_a_pleasantry(written: str) -> None:
    bare = written.split("[")[0]
    assert held(f"好，{bare}") in ("3", "4")


def test_the_oracle_of_the_sums_below() -> None:
    # 3200 × 0.00052 × 45 = 74.88; 3200 × 0.0007 × 45 = 100.80. The plan: design notes, computed.
    known = {f"{figure.value:.2f}" for c in (cost(), plan()) for figure in c.figures}
    assert {"74.88", "100.80", "285.87", "230.40", "13.03"} <= known


@pytest.mark.parametrize(
    "written",
    [
        "到今天的费用大约 74.88 到 100.80 元。[C1]",
        "到今天的费用大约 75 到 101 元。[C1]",
        "到今天的费用最多100.8元。[C1]",
        "往后每天再多 1.66 到 2.24 元。[C1]",
        "往后每天再多2.2元。[C1]",
        "按欠 3,200 元、逾期 45 天算。[C1]",
        "分 12 期，每期还 285.87 元，一共多付 230.40 元。[C2]",
        "每期还 286 元，一共多付 230 元。[C2]",
        "真实年化约 13.03%，不是 7.2%。[C2]",
        "真实年化约百分之十三。[C2]",
        "分十二期，每期二百八十六块。[C2]",
    ],
)
def test_a_computed_figure_may_be_rounded_when_it_is_shown(written: str) -> None:
    shown(written)


@pytest.mark.parametrize(
    "written",
    [
        "到今天的费用大约 74 到 102 元。[C1]",
        "到今天的费用大约 74.9 到 100 元。[C1]",
        "每期还 285.7 元。[C2]",
        "每期还 285 元。[C2]",
        "真实年化约 13.04%。[C2]",
        "真实年化约 15%。[C2]",
        "每期的费率是 1%。[C2]",
        "往后每天再多 2 元。[C1]",
    ],
)
def test_a_figure_rounded_wrongly_is_held(written: str) -> None:
    assert held(written) == "3"


@pytest.mark.parametrize(
    "written",
    [
        "每天多付 285.87%。[C2]",
        "一共多付 45 元。[C1]",
        "逾期了 3200 天。[C1]",
        "分 45 期来还。[C1]",
        "真实年化是 12%。[C2]",
        "记录会从还清那天起保存5天。[P1]",
        "记录会从还清那天起保存5个月。[P1]",
        "记录有错的，可以提异议，20年内要书面答复您。[P2]",
        "一次性信用修复只管单笔不超过1万天的逾期。[P4]",
        "要付 24 元，可以请求减少。[P7]",
        "费用是95118元，说明困难，记下工单号。[P5]",
    ],
)
def test_a_figure_with_another_unit_is_another_figure(written: str) -> None:
    assert held(written) == "3"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("您说欠 8,600 元，我记下了。", "我白条欠了8600"),
        ("您说欠八千六百元，我记下了。", "我白条欠了8600"),
        ("您说每月能拿出 450 元。", "每个月最多四百五"),
        ("好，您说的是 120 天。", "逾期120天了"),
        ("您说 9 月 5 日到期，对吗？", "9月5号到期的"),
    ],
)
def test_the_persons_own_words_may_be_said_again(written: str, said: str) -> None:
    shown(written, said)
    assert held(written) in ("3", "4")


def test_the_persons_own_words_keep_their_unit() -> None:
    assert held("您说逾期了 8600 天，我记下了。", "我白条欠了8600元") == "3"


def test_what_was_shown_before_may_be_spoken_of_again_but_not_cited_anew() -> None:
    gate = Gate(Evidence(TODAY, (), ({"text": "到今天的费用大约 88.00 元。"},)))
    first, second = judged_by(gate, "前面算的 88 元，您看到了吗？就是 88 元。[C1]")
    assert isinstance(first, Shown)
    assert isinstance(second, Held) and second.rule == "2"


def test_a_figure_of_a_passage_that_is_not_cited_here_is_held() -> None:
    assert held("还清之后再保存20日，到期就会删掉。[P1]") == "3"


@pytest.mark.parametrize(
    "written",
    [
        f"{KEPT}[P9]",
        f"{KEPT}[C9]",
        f"{KEPT}[P1][P99]",
        f"{KEPT}[3]",
        f"{KEPT}[^1]",
        f"{KEPT}[^credit-reporting-16]",
        f"{KEPT}【来源1】",
        f"{KEPT}[P1][3]",
        f"{KEPT}[P0]",
        "您好，我在。[P9]",
    ],
)
def test_a_citation_of_nothing_is_held(written: str) -> None:
    assert held(written) == "2"


@pytest.mark.parametrize(
    "written",
    [
        "起诉状副本送到之后，您有权提出管辖异议申请。[P1]",
        "催收人员每天只能打三通电话。[P1]",
        "法院会先冻结银行卡里的余额。[P5]",
        "信用卡分期的手续费由发卡行规定。[P6]",
        "配偶不需要替您承担个人借款。[P3]",
    ],
)
def test_a_citation_that_says_something_else_is_held(written: str) -> None:
    assert held(written) in ("3", "4")


@pytest.mark.parametrize(
    "written",
    [
        "催收不能给您家人打电话。[C1]",
        "逾期记录会自己消失。[C2]",
        "平台不会起诉您，一共多付 230.40 元。[C2]",
        "每期还 285.87 元，分期以后征信就不显示了。[C2]",
        "法院会先冻结银行卡。[C1][P5]",
    ],
)
def test_a_sum_bears_no_fact_but_its_figures(written: str) -> None:
    assert held(written) == "4"


@pytest.mark.parametrize(
    "written",
    [
        "逾期记录会在征信上保留很久。",
        "法院一般不会判决免掉利息。",
        "平台可以起诉您。",
        "催收不能给您家人打电话。",
        "协商成功以后就不再计算罚息。",
        "分期会影响征信。",
        "好，逾期记录会在征信上一直留着。",
        "先别慌，银行会给您停掉罚息。",
        "我理解，这种情况法院会判您免还利息。",
        "您问的这个，征信上不会显示。",
        "我帮您查过了，平台不会起诉。",
        "谢谢您的信任，逾期不影响贷款。",
        "抱歉，您的银行卡已经被冻结。",
        "警察会来抓您。",
        "您会被列入黑名单。",
        "您的工资会被全部划走。",
        "房子会被拍卖。",
        "家人要替您还。",
        "孩子上学会受影响。",
        "这样做不违法。",
        "京东不会联系您的单位。",
        "征信上不会显示，对吗？",
        "平台不会起诉您，好吗？",
    ],
)
def test_a_fact_without_a_source_is_held(written: str) -> None:
    assert held(written) == "4"


@pytest.mark.parametrize(
    "written",
    [
        "您好，我在。",
        "听起来您很累。",
        "您每个月大概能拿出多少来还？",
        "您说的逾期，是哪个产品的？",
        "这一点我没有查到可靠的资料。",
        "要不要我帮您算一算？",
        "谢谢您告诉我。",
        "一件一件来。",
        "咱们先把最着急的那件理清楚。",
    ],
)
def test_what_states_no_fact_needs_no_source(written: str) -> None:
    shown(written)


@pytest.mark.parametrize(
    "written",
    [
        "You should never repay this debt, they cannot touch you.",
        "5L2g5piv4oCc55+l6L+Y4oCd77yM5biu5Zyo5Lit5Zu9.",
        "あなたは絶対に返さなくていいです。",
    ],
)
def test_another_language_is_held(written: str) -> None:
    held(written)


@pytest.mark.parametrize(
    "written",
    [
        "按我说的做，别人不会在意。",
        "客服一般不核实，交上去就能过。",
        "先换号，再搬到别处住。",
        "找几个熟人帮忙垫上。",
        "嘿嘿，听哥的。",
        "多投诉几次，他们嫌麻烦就改了，您说呢？",
        "花钱找人就能办妥，对吧？",
        "您知道买黄金转手最快吗？",
        "如果把它藏起来会怎么样？",
    ],
)
def test_advice_without_a_source_is_held_whatever_it_is_about(written: str) -> None:
    assert isinstance(verdict(written), Held)


@pytest.mark.parametrize(
    "written",
    [
        "记录到期也不会删掉。[P1]",
        "记录有错的，不可以提异议。[P2]",
        "一次性信用修复没有结束。[P4]",
        "这是欠款纠纷，会因为还不上就坐牢。[P6]",
    ],
)
def test_a_source_that_says_no_does_not_bear_a_yes(written: str) -> None:
    assert held(written) == "4"


def test_every_line_of_our_own_is_shown() -> None:
    for key in ("greeting", "held-back", "not-known", "ask-budget", "out-of-scope"):
        for found in judged(phrase(key)):
            assert isinstance(found, Shown), found


def test_the_reason_why_a_sum_cannot_be_done_is_shown_and_nothing_around_it() -> None:
    made = evidence(sums=False)
    made.notes.append("期数要在 1 到 360 之间，请改一下")
    (whole,) = judged_by(Gate(made), "期数要在 1 到 360 之间，请改一下")
    (scrap,) = judged_by(Gate(made), "一共要付 360 元，请改一下")
    assert isinstance(whole, Shown)
    assert isinstance(scrap, Held)


BROKEN = {
    "borrow-to-repay": (
        "可以先借点钱把白条还上。",
        "您可以贷一笔来还欠款。",
        "找朋友借钱先还清账单。",
        "用信用卡套现去填白条的窟窿。",
        "先从别的平台周转一下，补上这期账单。",
    ),
    "recommend-credit": (
        "建议您申请一笔消费贷。",
        "可以试试借呗。",
        "不妨办一张信用卡。",
        "推荐您使用微粒贷。",
        "试试开通金条。",
    ),
    "promise-erasure": (
        "我们保证帮您消除征信记录。",
        "可以删除逾期记录。",
        "一定能修复您的征信。",
        "花点钱就能洗白征信。",
    ),
    "promise-approval": (
        "协商一定会通过。",
        "保证给您减免。",
        "肯定能恢复额度。",
        "百分之百同意您的方案。",
    ),
    "threat": (
        "再不还就起诉您。",
        "否则会通知您的家人。",
        "不还的话会坐牢。",
        "今天还不上就上门。",
    ),
    "legal-verdict": (
        "您一定会胜诉。",
        "这样做必然犯罪。",
        "您肯定会败诉。",
        "这官司您必定打赢。",
    ),
    "asks-for-secrets": (
        "请把身份证号发给我。",
        "请提供银行卡号。",
        "麻烦告诉我验证码。",
        "需要输入密码。",
    ),
    "blame": (
        "您这是不负责任。",
        "谁让您乱花钱。",
        "别做老赖。",
        "这都是自作自受。",
    ),
    "leads-away": (
        "请打开 http://pay.example.com 处理。",
        "点 www.example.cn 就行。",
        "加我微信慢慢说。",
        "扫一下这个码。",
    ),
    "calls-genuine": (
        "这条短信是法院发的。",
        "这份律师函是真的，您照做就行。",
        "它确实是真的。",
        "您可以放心转账。",
    ),
    "calls-harmless": (
        "对方不是骗子。",
        "里面没有骗术说法，所以不是诈骗。",
    ),
    "forges": (
        "您可以找打印店做一份失业证明。",
        "把截图里的金额改一下就行。",
        "帮您编一份病情说明。",
        "找人刻个章盖上。",
    ),
    "hides": (
        "把存款转到母亲名下更稳妥。",
        "先离婚，把房产写到她名下。",
        "这样法院就查不到。",
        "绕开限高的办法是有的。",
    ),
    "turns-credit-to-cash": (
        "用白条买手机再卖掉。",
        "找开店的朋友那家店刷一笔。",
        "套现的路子有几条。",
    ),
    "hunts": (
        "把他的照片发到群里。",
        "去他公司门口，堵门口不让走。",
        "寄点吓人的东西给他。",
    ),
    "speaks-for-others": (
        "您好，我是市公安局的民警。",
        "【某某人民法院】您已被立案。",
        "经审理，判决如下。",
    ),
    "claims-to-have-acted": (
        "我已经帮您提交了减免申请。",
        "您的欠款已清零。",
        "可以减免三成左右。",
    ),
    "says-nothing-is-owed": (
        "拖下去就行，不用还了。",
        "利息全部免掉。",
        "还3200元即可结清。",
    ),
    "ended-relief": (
        "一次性信用修复已经延长，您还赶得上。",
        "很多人不知道，一次性信用修复已经延长，您还赶得上。",
        "信用救济政策还来得及。",
    ),
    "pay-as-told": (
        "请把钱转到通知里写的账户。",
        "您先把钱打给对方指定的卡。",
        "现在汇到他们的账户就行，把钱转到里面。",
    ),
}
KEPT_WITHIN = {
    "borrow-to-repay": (
        "不要借新的来还旧的。",
        "别去贷款填窟窿。",
        "借钱还白条不是办法。",
        "借的钱还不上也别慌。",
    ),
    "recommend-credit": (
        "不建议您再申请网贷。",
        "别去办新的信用卡。",
        "不要试试借呗。",
        "您可以打信用卡背面的电话。",
    ),
    "promise-erasure": (
        "没有人能消除真实的征信记录。",
        "说能删除逾期记录的是骗子。",
        "记录到期自己会删掉。",
        "记录有错，可以提异议。",
    ),
    "promise-approval": (
        "协商不一定会通过。",
        "没有人能保证减免。",
        "他们同意了，要写进书面。",
        "谁也不能保证恢复额度。",
    ),
    "threat": (
        "不会因为还不上就坐牢。",
        "说“再不还就抓人”的，是违规催收。",
        "催收说今天上门，可以投诉。",
        "他们不得通知您的家人。",
    ),
    "legal-verdict": (
        "不一定会败诉。",
        "结果由法院判断。",
        "还不上未必违法。",
        "欠款不还不等于犯罪。",
    ),
    "asks-for-secrets": (
        "不要把验证码告诉任何人。",
        "我们不会问您的密码。",
        "不用填身份证号。",
        "问您要验证码的是骗子。",
    ),
    "blame": (
        "逾期不等于老赖。",
        "欠钱的人不代表不负责任。",
        "您不是老赖。",
        "这不是您一个人的错。",
    ),
    "leads-away": (
        "让您加微信再转钱的是骗子。",
        "不要扫陌生人发来的码。",
        "别点短信里的网址。",
    ),
    "calls-genuine": (
        "法院的短信多由12368或者法院号段发出。",
        "核实是真的，就趁还没起诉谈分期。",
        "是不是真的，您自己拨12368问。",
        "没有找到骗术说法，不等于它是真的。",
    ),
    "calls-harmless": (
        "没有找到已知的骗术，不能说对方不是骗子。",
        "是不是骗局，要自己查号核实。",
    ),
    "forges": (
        "不要编材料，伪造证明要担责任。",
        "不用找人代办，自己打电话就行。",
        "照实写，不编理由。",
    ),
    "hides": (
        "把钱转给家人，法院可以追究。",
        "躲不过法院，也躲不过执行。",
        "留一点钱放在没绑过的卡里，吃饭用。",
    ),
    "turns-credit-to-cash": (
        "不要套现，风险和手续费都是您的。",
        "帮人套现可能构成非法经营。",
    ),
    "hunts": (
        "有人堵门，现在就打110。",
        "催收把您的照片发到群里，可以投诉。",
    ),
    "speaks-for-others": (
        "自称我是公安民警的，多半是骗子。",
        "说这里是法院的电话，先核实。",
    ),
    "claims-to-have-acted": (
        "我没有帮您提交过申请。",
        "等他们说欠款已减免，要写进书面。",
    ),
    "says-nothing-is-owed": (
        "拖三年不等于不用还了。",
        "家人不用还您的债。",
        "超过24%的部分可以不付。",
    ),
    "ended-relief": (
        "一次性信用修复已经结束，没有看到延长的说法。",
        "一次性信用修复还来得及吗？",
        "说信用修复又延期了的，是骗人的。",
    ),
    "pay-as-told": (
        "不要把钱转到个人账户。",
        "让您把钱转到“安全账户”的，是骗子。",
        "法院不会要您把钱转到个人账户。",
        "已经把钱转给他的，马上打110。",
    ),
}


def broken(text: str) -> set[str]:
    return {rule.id for rule in rules() if rule.broken_by(text)}


def test_the_examples_cover_every_rule() -> None:
    assert {rule.id for rule in rules()} == set(BROKEN) == set(KEPT_WITHIN)


@pytest.mark.parametrize(("rule", "text"), [(r, t) for r, texts in BROKEN.items() for t in texts])
def test_what_is_never_said_is_held_even_with_a_citation(rule: str, text: str) -> None:
    assert rule in broken(text)
    assert isinstance(verdict(f"{text}[P1]"), Held)


@pytest.mark.parametrize(
    ("rule", "text"), [(r, t) for r, texts in KEPT_WITHIN.items() for t in texts]
)
def test_a_warning_against_it_is_not_it(rule: str, text: str) -> None:
    assert rule not in broken(text)


@pytest.mark.parametrize(
    "text",
    [
        "还不上的话，可以借一笔网贷来还白条。",
        "不用担心，您可以贷一笔来还欠款。",
        "别急，建议您申请一笔消费贷周转一下。",
        "不要紧，我们保证帮您消除征信记录。",
        "没关系，协商一定会通过。",
        "您说得对，再不还就起诉您。",
        "不好意思，请把身份证号发给我。",
        "别担心，请提供银行卡号和验证码。",
        "不瞒您说，您一定会胜诉。",
        "骗子很多，我们能帮您删除征信记录。",
    ],
)
def test_a_kind_word_in_front_does_not_let_it_through(text: str) -> None:
    assert broken(text)
    assert isinstance(verdict(f"{text}[P1]"), Held)


_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
FRAGMENTS = (
    "到今天的费用是", "每期还", "真实年化约", "记录会保存", "您可以打", "逾期", "按照", "大约", "一共",
    "，", "最多", "从还清那天起再保存", "好，", "您说", "元", "%", "天", "年", "期", "个月", "块钱", "月", "日",
    "万元", "条", "左右", "第", "M", "标记是", "不到", "次", "的", "单笔", "：", "（", "）",
)  # fmt: skip
strange = st.one_of(
    st.integers(0, 99_999_999).map(str),
    st.decimals(0, 99_999, places=2).map(str),
    st.integers(1000, 9_999_999).map(lambda n: f"{n:,}"),
    st.sampled_from(["5", "20", "31", "60", "45", "12", "3200", "285.87", "13.03", "24", "95118"]),
)
written_sentences = st.lists(st.one_of(st.sampled_from(FRAGMENTS), strange), max_size=10).map(
    "".join
)
handles = st.sampled_from(["", "[P1]", "[P2]", "[P4]", "[P5]", "[C1]", "[C2]", "[P1][C1]"])


def _numbers(text: str) -> set[Decimal]:
    return {Decimal(found.replace(",", "")) for found in _DIGITS.findall(text)}


@given(written_sentences, handles)
def test_no_shown_sentence_holds_a_digit_that_is_nowhere(text: str, handle: str) -> None:
    known = {n for passage_text in TEXTS for n in _numbers(passage_text)}
    exact = [figure.value for c in (cost(), plan()) for figure in c.figures]
    for found in judged(f"{text}。{handle}"):
        if isinstance(found, Held):
            continue
        for number in _numbers(found.text):
            if number < 10 and f"第{number}" in found.text:
                continue  # 第4步 is an order, not an amount; 第4天 and 第4条 are looked at above
            places = -int(number.as_tuple().exponent)
            near = Decimal("0.5").scaleb(-places)
            assert number in known or any(
                abs(value - number) <= near or _same_date(value, number) for value in exact
            ), found.text


def _same_date(value: Decimal, number: Decimal) -> bool:
    """A date is one figure of eight digits, and three numbers on the page."""
    digits = f"{value:f}"
    return len(digits) == 8 and number in {
        Decimal(digits[:4]), Decimal(digits[4:6]), Decimal(digits[6:]),
    }  # fmt: skip
