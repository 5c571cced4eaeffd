"""Claims that circulate about 白条 and debt, and that we must not tell as true.

The oracle is the project's fact dossier: product.md §7 (7.01–7.22) and law.md §7 (X1–X21), 43
claims in all. For each entry of `never_say.yaml` stand sentences that make the claim, in words
of our own, and sentences that refute it or say what is true of the same thing.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhihuan.library.check import check_knowledge_base
from zhihuan.library.claims.never_say import read_never_say
from zhihuan.library.knowledge_base import open_knowledge_base

OURS = Path(__file__).parents[2] / "knowledge_base"
BASE = open_knowledge_base(OURS)
CLAIMS, PROBLEMS = read_never_say(OURS / "never_say.yaml", BASE.sources)
BY_ID = {claim.id: claim for claim in CLAIMS}

MADE = {
    "project-finance": [
        "从项目融资的角度看白条。",
        "站在项目融资的立场，个人逾期是一种典型风险。",
        "白条其实就是企业贷款的一种。",
    ],
    "invented-case": [
        "小王有350元额度。",
        "孙先生的信用记录后来得到了恢复。",
        "张先生结清之后，征信记录就修复好了。",
    ],
    "fifty-days-free": [
        "白条最长可享50天免息。",
        "买东西之后有五十天不收利息，免息期一共五十天。",
        "免息期最多能有50天，比信用卡还长。",
    ],
    "free-within-the-term": [
        "分期付款，在一定期限内完成还款即可享受免息优惠。",
        "白条说到底就是免息赊账。",
        "只要在规定时间内还清，就不收利息。",
    ],
    "late-fee-called-by-another-name": [
        "逾期会产生罚息和滞纳金。",
        "晚一天就要交滞纳金。",
        "白条的滞纳金按日计算。",
    ],
    "penalty-interest-of-baitiao": [
        "白条逾期会产生罚息。",
        "逾期会产生高额罚息。",
        "没有按时还的，要面临高昂的违约金。",
    ],
    "score-drops": [
        "第一次逾期后，信用评分会立即下降。",
        "晚还一次，您的征信分就会被扣。",
        "逾期会拉低个人信用等级。",
    ],
    "score-comes-back": [
        "及时还款，信用评分就能慢慢回升。",
        "保持良好习惯有助于重建您的信用分数。",
        "只有无不良记录，才能恢复信用。",
    ],
    "credit-blacklist": [
        "严重的会列入黑名单。",
        "欠久了会上央行征信黑名单。",
        "一旦进了平台的黑名单就出不来了。",
    ],
    "days-until-reported": [
        "逾期3天就会上报征信。",
        "逾期信息会实时同步到央行。",
        "白条逾期超过一个月上征信。",
    ],
    "takes-money-elsewhere": [
        "平台会扣除支付宝、钱包里的资金。",
        "还不上的话，微信零钱会被自动划走。",
        "平台不经您同意就能从余额宝扣款。",
    ],
    "linked-products-suffer": [
        "支付宝借呗、微粒贷等关联产品会受影响。",
        "白条一逾期，花呗跟着就被降额了。",
        "还会连累您的借呗。",
    ],
    "paying-repairs-the-record": [
        "还清后，信用记录得到修复。",
        "把欠款补上，征信就恢复了。",
        "一次结清，逾期记录马上消除。",
    ],
    "paying-lessens-the-harm": [
        "立即还款可有效降低逾期对征信的负面影响。",
        "早点还，能减轻对信用记录的损害。",
        "提前处理可以把征信上的不良影响降低。",
    ],
    "lower-rate-longer-grace": [
        "平台可以降低分期费率、延长宽限期。",
        "客服会帮您调低手续费。",
        "打个电话，就会给您放宽宽限期。",
    ],
    "judged-by-what-they-post": [
        "系统会分析用户的社交媒体评估还款意愿。",
        "平台可以看您的朋友圈来判断信用。",
        "各家机构之间共享逾期名单。",
    ],
    "locked-for-ever": [
        "账户可能被永久锁定。",
        "逾期久了，白条一辈子都用不了。",
        "系统会把账号封掉，永远不解。",
    ],
    "borrow-to-repay": [
        "可以申请小额贷款、信用卡分期来周转。",
        "不妨去借一笔新的贷款，把白条先补上。",
        "套现周转一下就能挺过去。",
    ],
    "jobs-homes-and-travel": [
        "逾期会影响求职、租房和出行。",
        "有不良记录的人没法坐高铁。",
        "找工作会受影响，租房也会被拒。",
    ],
    "right-to-defer": [
        "您有权要求平台给您办延期和分期。",
        "还不上的都可以申请延期还款来缓解压力。",
        "平台必须同意您的分期方案。",
    ],
    "judgment-procedure": [
        "平台会启动逾期判决流程。",
        "超过三个月就进入判决程序。",
        "白条逾期判决下来以后，要尽快处理。",
    ],
    "seizure-as-a-matter-of-course": [
        "判决后会直接查封财产、冻结账户。",
        "再不还就冻结您的银行卡。",
        "一起诉，房子就会被拍卖。",
    ],
    "jd-finance-sues": [
        "京东金融会向法院提起诉讼。",
        "欠了三个月，就会被京东起诉。",
        "这类案子一般由京东集团作为原告。",
    ],
    "courts-work-with-the-platform": [
        "平台与司法机关建立长期合作关系，批量诉讼。",
        "法院和平台早就联手了。",
        "他们一次批量立案几百个人。",
    ],
    "limited-by-privacy-policy": [
        "因个人信息保护政策，白条服务可能受到限制。",
        "为了遵守隐私保护的新规定，部分用户的白条被暂停。",
        "白条用不了，是因为个人信息保护。",
    ],
    "double-eleven": [
        "双十一期间系统故障是常见原因。",
        "618的时候人太多，白条会付不出去。",
        "购物高峰里网络拥堵，白条就不能用了。",
    ],
    "approval-rate-falls": [
        "房贷车贷的审批通过率显著降低。",
        "以后贷款被拒的可能性会大幅增加。",
        "有了逾期，拒贷率上升一倍。",
    ],
    "refused-everywhere": [
        "网贷会直接拒贷，长期失去融资能力。",
        "征信花了就无法申请信用卡。",
        "有逾期的，房贷就别想了。",
    ],
    "dialling-machines": [
        "建立自动拨号系统和多层次催收。",
        "可以用自动外呼提高回款。",
        "平台要加大催收力度。",
    ],
    "law-is-missing": [
        "监管法律尚不健全。",
        "网贷这一块基本无法可依。",
        "相关立法还有待完善，条款也很模糊。",
    ],
    "pay-someone-to-repair": [
        "可以寻求专业机构帮助修复信用。",
        "找律师处理一下征信逾期就行。",
        "花钱就能消除不良记录。",
        "真实的逾期记录，花钱也能删除。",
    ],
}

HONEST = {
    "project-finance": ["白条不是项目融资。", "有人把它当成项目融资来讲，这是不对的。"],
    "invented-case": [
        "网上有个350元额度的例子，是编的，不是真的。",
        "有人说李先生还清后信用就修复了，不对，记录还要再保存5年。",
    ],
    "fifty-days-free": ["“50天免息”没有找到依据。", "有人说最长免息50天，这个说法没有依据。"],
    "free-within-the-term": [
        "不是只要期限内还完就免息。",
        "有人说分期都是免息的，不对。",
        "免息只限特定商品和券。",
    ],
    "late-fee-called-by-another-name": [
        "白条没有滞纳金这一项。",
        "网上说的“滞纳金”不是白条的收费名目。",
    ],
    "penalty-interest-of-baitiao": [
        "白条是服务费加违约金，不是罚息。",
        "有人说白条逾期会产生高额罚息，这种说法没有依据。",
        "借呗逾期按合同利率的1.5倍收罚息。",
    ],
    "score-drops": [
        "征信没有给个人看的分数，也就没有评分下降这回事。",
        "“逾期一次信用分就掉”的说法不对。",
    ],
    "score-comes-back": [
        "不存在信用评分恢复这回事。",
        "有人说按时还就能恢复信用评分，这没有依据。",
    ],
    "credit-blacklist": ["征信里没有“黑名单”。", "有人说会进央行黑名单，这是误传。"],
    "days-until-reported": [
        "没有逾期3天就上报征信的规定。",
        "网上有1天、3天、31天几种说法，互相对不上。",
        "有人说逾期超过30天才上征信，没有依据。",
    ],
    "takes-money-elsewhere": [
        "平台没有权利扣您支付宝里的钱。",
        "有人说会扣微信零钱，这不是真的。",
    ],
    "linked-products-suffer": [
        "白条逾期不会连带影响借呗、微粒贷。",
        "有人说花呗会被关闭，没有依据。",
    ],
    "paying-repairs-the-record": [
        "还清不会马上恢复征信，记录再保存5年。",
        "还清以后逾期记录不会消失。",
        "有人说结清就能消除记录，不对。",
    ],
    "paying-lessens-the-harm": [
        "已经形成的记录，早还也不能减轻对征信的影响。",
        "“马上还就能降低征信影响”的说法没有依据。",
    ],
    "lower-rate-longer-grace": [
        "没有规定可以降低分期费率。",
        "有人说打电话就能延长宽限期，没有依据。",
        "能不能降低费率，要放款方同意。",
    ],
    "judged-by-what-they-post": [
        "没有人可以拿您的朋友圈来评估信用。",
        "有人说平台会分析社交媒体来打分，没有依据。",
    ],
    "locked-for-ever": [
        "白条不会永久锁定。",
        "“永久锁定”没有见到可靠依据。",
        "有人说账号会被永久封掉，没有查到依据。",
    ],
    "borrow-to-repay": [
        "不要去申请小额贷款来还白条。",
        "有人劝您借一笔新的贷款来周转，别信。",
        "不能靠借新还旧来周转。",
    ],
    "jobs-homes-and-travel": [
        "逾期本身不会影响坐高铁。",
        "有人说逾期就没法找工作，这种说法不对。",
        "限制坐飞机、高铁只来自法院的限制消费令。",
    ],
    "right-to-defer": [
        "没有人人都可以申请延期还款的权利。",
        "您可以申请延期还款，放款方同意了才能延。",
        "有人说平台必须同意分期，没有这个规定。",
    ],
    "judgment-procedure": ["没有所谓的“逾期判决流程”。", "有人说会启动判决程序，不对。"],
    "seizure-as-a-matter-of-course": [
        "判决后不会马上就查封财产。",
        "有人说再不还就冻结银行卡，这是吓唬人的，不对。",
        "冻结、划拨存款要由法院来做，生活必需的要保留。",
    ],
    "jd-finance-sues": [
        "起诉您的不一定是京东金融，要看起诉状上的原告。",
        "有人说京东会起诉您，这个说法不准确，原告要看合同。",
    ],
    "courts-work-with-the-platform": [
        "法院不会和哪家平台合作。",
        "有人说平台和法院有合作，这是假的。",
    ],
    "limited-by-privacy-policy": [
        "白条不会因为个人信息保护的规定就用不了。",
        "有人说是隐私政策限制了白条，没有依据。",
    ],
    "double-eleven": [
        "没有依据说双十一会让白条用不了。",
        "有人说是购物高峰的缘故，没有依据。",
    ],
    "approval-rate-falls": [
        "没有规定说审批通过率会降低多少。",
        "有人说通过率会大幅降低，这个说法没有依据。",
    ],
    "refused-everywhere": [
        "没有规定有逾期就必然拒绝贷款，各家自己决定。",
        "有人说有逾期就无法申请信用卡，不对。",
        "逾期不会让您失去贷款资格。",
    ],
    "dialling-machines": [
        "不应当用自动拨号没完没了地打。",
        "有人说自动外呼是正当的催收，这种说法不对。",
    ],
    "law-is-missing": [
        "这方面不是无法可依。",
        "有人说相关法律不健全，这个说法不对，规定已经有了。",
    ],
    "pay-someone-to-repair": [
        "不要找中介修复征信。",
        "说花钱就能消除记录的，是骗子。",
        "没有哪家公司能帮您消除真实的逾期记录。",
    ],
}


def test_the_file_is_sound() -> None:
    assert PROBLEMS == []


def test_all_43_listed_claims_are_held_against_the_base() -> None:
    product = {f"7.{n:02}" for n in range(1, 23)}
    law = {f"X{n}" for n in range(1, 22)}
    assert {number for claim in CLAIMS for number in claim.listed_as} == product | law
    assert len(product | law) == 43


def test_every_entry_has_sentences_that_make_it_and_sentences_that_do_not() -> None:
    assert MADE.keys() == HONEST.keys() == BY_ID.keys()


@pytest.mark.parametrize(
    ("claim", "sentence"), [(key, text) for key, texts in MADE.items() for text in texts]
)
def test_a_sentence_that_makes_the_claim_is_caught(claim: str, sentence: str) -> None:
    assert BY_ID[claim].made_in(sentence)


@pytest.mark.parametrize(
    ("claim", "sentence"), [(key, text) for key, texts in HONEST.items() for text in texts]
)
def test_a_sentence_that_refutes_the_claim_is_not(claim: str, sentence: str) -> None:
    assert [other.id for other in CLAIMS if other.made_in(sentence)] == []


def test_a_claim_that_the_next_sentence_takes_back_is_not_made() -> None:
    claim = BY_ID["credit-blacklist"]
    assert claim.made_in("有人说逾期会进黑名单。", "每个月都要按时还。")
    assert claim.made_in("有人说逾期会进黑名单。", "这个说法不对。") is None


def test_asking_is_not_claiming() -> None:
    assert BY_ID["credit-blacklist"].made_in("逾期会进黑名单吗？") is None


def test_nothing_we_tell_makes_one_of_them() -> None:
    findings = check_knowledge_base(OURS, date(2026, 11, 21))[1]
    assert [f.text(OURS) for f in findings if f.rule == "never-say"] == []
