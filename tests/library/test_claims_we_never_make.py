"""Claims that circulate about 白条 and debt, and that we must not tell as true.

The oracle is the project's fact dossier: product.md §7 (7.x) and law.md §7 (X…). Each claim
stands with the words in which it circulates, which its pattern must catch, and with what an
honest sentence that mentions it says beside it. Questions (titles, asks, headings) claim
nothing and are not searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from zhihuan.library.knowledge_base import open_knowledge_base
from zhihuan.library.yaml_file import load_document

OURS = Path(__file__).parents[2] / "knowledge_base"


@dataclass(frozen=True)
class Claim:
    """`told` finds it; a sentence with `honest` in it does not tell it as true."""

    told: str
    circulates_as: str
    honest: str = r"(?!)"  # nothing excuses it

    def is_made_in(self, sentence: str) -> bool:
        return bool(re.search(self.told, sentence)) and not re.search(self.honest, sentence)


CLAIMS = {
    "7.02 fifty days free of interest": Claim(
        r"(?<![\d–-])(50|五十)天", "白条最长可享50天免息。", r"没有找到(50天的)?依据"
    ),
    "7.03 滞纳金 as a charge of 白条": Claim(
        r"滞纳金", "逾期会产生罚息和滞纳金。", r"不包括|不是|不叫|另一个说法|以前叫"
    ),
    "7.03 罚息 as a charge of 白条": Claim(
        r"白条[^。；]*罚息", "白条逾期会产生罚息。", r"不是这种罚息|不是罚息|不叫"
    ),
    "7.04 X4 a score that drops": Claim(
        r"(信用|征信)(评)?分[^。；]{0,8}(下?降|扣|低|恢复|上升)",
        "第一次逾期后，信用评分会立即下降。",
    ),
    "7.04 X5 a blacklist": Claim(
        r"黑名单", "严重的会列入黑名单。", r"没有(所谓的)?“黑名单”|“黑名单”(逼|吓)"
    ),
    "7.05 X3 so many days until it is reported": Claim(
        r"逾期[^。；]{0,4}[\d一二三四五六七八九十]+天[^。；]{0,6}(上报|上征信|报送|报到)",
        "逾期3天就会上报征信。",
        r"说法不一|没有(找到|查到)",
    ),
    "7.06 X7 money taken from 支付宝 or 微信": Claim(
        r"扣[^。；]{0,12}(支付宝|微信|钱包)|(支付宝|微信|钱包)[^。；]{0,12}扣",
        "平台会扣除支付宝、钱包里的资金。",
        r"没有权利|扣不(了|到)|不能扣",
    ),
    "7.07 X8 借呗 and 微粒贷 suffer with it": Claim(
        r"(借呗|微粒贷|花呗)[^。；]{0,15}(受影响|关闭|降额|连带|关联|一起)",
        "支付宝借呗、微粒贷等关联产品会受影响。",
    ),
    "7.08 7.09 X1 X2 paying repairs the record": Claim(
        r"(还清|还款|结清|付清)[^。；]{0,15}(修复|恢复)[^。；]{0,8}(信用|征信|记录|评分)"
        r"|(信用|征信|记录)[^。；]{0,6}(得到|可以|就能|就会)(了)?(修复|恢复)"
        r"|降低[^。；]{0,8}征信[^。；]{0,8}影响",
        "还清后，李先生的信用记录得到修复。",
    ),
    "7.08 paying lessens the harm to the record": Claim(
        r"(降低|减轻|减少)[^。；]{0,10}征信[^。；]{0,8}影响",
        "立即还款可有效降低逾期对征信的负面影响。",
    ),
    "7.10 X20 a limit of 350 yuan": Claim(r"(?<!\d)350元", "小王有350元额度。"),
    "7.11 lower rates and longer grace": Claim(
        r"(可以|能|会|给)[^。；]{0,8}(降低[^。；]{0,4}费率|(延长|给)[^。；]{0,3}宽限期)",
        "平台可以降低分期费率、延长宽限期。",
        r"没有",
    ),
    "7.12 X17 judging people by what they post": Claim(
        r"社交媒体|朋友圈", "系统会分析用户的社交媒体评估还款意愿。"
    ),
    "7.13 X18 locked for ever": Claim(
        r"永久|永远", "账户可能被永久锁定。", r"没有见到可靠依据|不是永远|也不会永远"
    ),
    "7.14 X11 borrowing to repay": Claim(
        r"(可以|建议|不妨|考虑|能)[^。；]{0,10}(申请|借|办)[^。；]{0,8}"
        r"(小额贷款|网贷|信用卡分期|消费贷|现金贷|新的贷款|一笔新)|套现[^。；]{0,4}周转",
        "可以申请小额贷款、信用卡分期来周转。",
        r"不建议|不要|别|不得|不能",
    ),
    "7.15 X21 jobs, homes and trains": Claim(
        r"(逾期|征信)[^。；]{0,12}(影响|不能|不了|没法)[^。；]{0,8}(求职|找工作|租房|出行|高铁|飞机)",
        "逾期会影响求职、租房和出行。",
        r"不会|不影响|只来自法院",
    ),
    "7.16 a right to instalments or deferral": Claim(
        r"(有权|必须|应当|一定要)[^。；]{0,6}(给|同意|办|要求)[^。；]{0,10}(分期|延期|展期|减免|停息)",
        "您有权要求平台给您办延期和分期。",
        r"没有|不能|不是",
    ),
    "7.17 X9 free of interest if paid within the term": Claim(
        r"(期限|期)内[^。；]{0,8}(还款|还清)[^。；]{0,8}免息",
        "分期付款，在一定期限内完成还款即可享受免息优惠。",
    ),
    "7.18 X13 a procedure called 逾期判决流程": Claim(
        r"判决流程|判决程序", "平台会启动逾期判决流程。", r"没有"
    ),
    "7.18 X13 property seized as a matter of course": Claim(
        r"(判决|逾期|起诉)[^。；]{0,8}(就|会|直接|将)[^。；]{0,6}(查封|冻结|拍卖)",
        "判决后会直接查封财产、冻结账户。",
        r"不会|不等于|不得",
    ),
    "7.18 X15 京东金融 as the plaintiff": Claim(
        r"京东(金融|平台|商城|集团)[^。；]{0,6}(起诉|诉讼|原告|告您|告你)",
        "京东金融会向法院提起诉讼。",
        r"不是|不一定",
    ),
    "7.19 X14 courts that work with the platform": Claim(
        r"(法院|司法机关)[^。；]{0,10}合作|批量诉讼", "平台与司法机关建立长期合作关系，批量诉讼。"
    ),
    "7.20 services limited by the protection of personal data": Claim(
        r"个人信息保护[^。；]{0,12}(限制|不可用|用不了)",
        "因个人信息保护政策，白条服务可能受到限制。",
    ),
    "7.21 双十一 as the reason": Claim(r"双(十一|11)", "双十一期间系统故障是常见原因。"),
    "7.22 X6 refused everywhere": Claim(
        r"通过率|(直接|一律|都会|肯定)[^。；]{0,3}拒贷|无法申请|失去融资",
        "网贷会直接拒贷，长期失去融资能力。",
    ),
    "X10 charges said to be high": Claim(r"高额(罚息|违约金|利息|费用)", "逾期会产生高额罚息。"),
    "X12 a dialling machine as good practice": Claim(
        r"自动拨号|多层次催收", "建立自动拨号系统和多层次催收。"
    ),
    "X16 law that is said to be missing": Claim(
        r"(法律|监管|法规)[^。；]{0,6}(不健全|缺失|空白|滞后)", "监管法律尚不健全。"
    ),
    "X19 a professional who repairs the record": Claim(
        r"(找|寻求|请|委托)[^。；]{0,8}(专业|机构|中介|律师|公司)[^。；]{0,10}(修复|消除|洗|处理)[^。；]{0,4}"
        r"(信用|征信|记录)",
        "可以寻求专业机构帮助修复信用。",
        r"不用|不需要|别|骗",
    ),
    "7.01 X20 project finance": Claim(r"项目融资", "从项目融资的角度看白条。"),
}


@cache
def told() -> tuple[tuple[str, str], ...]:
    """Every sentence that anybody is told, and where it stands."""
    base = open_knowledge_base(OURS)
    found = [
        (article.slug, sentence.text)
        for article in base.articles
        for passage in article.passages
        for sentence in passage.sentences
    ]
    found += [
        (f"source {source.id}", text) for source in base.sources.values() for text in [source.says]
    ]
    for contact in base.contacts.values():
        found += [
            (f"contact {contact.id}", text) for text in (contact.good_for, contact.not_for) if text
        ]
    for path in sorted((OURS / "products").glob("*.yaml")):
        document, _ = load_document(path)
        words = {key: value for key, value in document.items() if key != "aliases"}
        found += [(f"product {path.stem}", text) for text in _texts(words)]
    return tuple(
        (place, part) for place, text in found for part in re.findall(r"[^。；]+[。；]?", text)
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS.keys())
def test_nowhere_is_told_as_true(claim: Claim) -> None:
    assert [where for where in told() if claim.is_made_in(where[1])] == []


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS.keys())
def test_the_claim_is_recognised_as_it_circulates(claim: Claim) -> None:
    assert claim.is_made_in(claim.circulates_as)


def test_there_is_something_to_search() -> None:
    assert len(told()) > 1000
    assert len({place for place, _ in told()}) > 100
