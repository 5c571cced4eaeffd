"""Published terms: what a product becomes, and how it is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.library.small_knowledge_base import SOURCES
from zhihuan.library.problems import Problem
from zhihuan.library.products import (
    Product,
    PublishedMultiple,
    PublishedYuan,
    read_products,
)
from zhihuan.library.sources import read_sources

BAITIAO = """\
name: 京东白条
aliases: [白条, 白调]
kind: pay-later
lender: 以合同写明的为准
late_readings:
  - id: on-unpaid
    label: 按没还的算
    daily_on_unpaid: "0.0005"
    source: law
    confidence: medium
minimum_share: {value: "0.10", source: law, confidence: medium}
installment:
  terms: [3, 12]
  fee_rate_low: {value: "0.005", source: law, confidence: high}
  fee_rate_high: {value: null}
where_to_look: 账单
contact: jd-finance
"""


def read(folder: Path, content: str) -> tuple[dict[str, Product], list[Problem]]:
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    sources, _ = read_sources(folder / "sources.yaml")
    (folder / "products").mkdir()
    (folder / "products" / "baitiao.yaml").write_text(content, encoding="utf-8")
    return read_products(folder / "products", sources)


def test_published_terms_are_exact_and_what_is_not_published_is_none(tmp_path: Path) -> None:
    products, problems = read(tmp_path, BAITIAO)
    assert problems == []
    baitiao = products["baitiao"]
    assert baitiao.aliases == ("白条", "白调")
    assert baitiao.late_charges[0].on_unpaid == Decimal("0.0005")
    assert baitiao.late_charges[0].on_shortfall == 0
    assert baitiao.minimum_share is not None
    assert baitiao.minimum_share.value == Decimal("0.1")
    assert baitiao.instalment_terms == (3, 12)
    assert baitiao.fee_rate_low is not None
    assert (baitiao.fee_rate_high, baitiao.fee_rate_assumed) == (None, None)


PENALTIES = """\
name: 某贷
kind: cash-loan
lender: 某银行
late_readings:
  - id: card
    label: 日息，另有违约金
    daily_on_unpaid: "0.0005"
    once_on_shortfall: "0.05"
    source: law
    confidence: medium
penalty_multiple: {low: "1.3", high: "1.5", source: law, confidence: medium}
penalty_on_minimum_shortfall: {value: "0.05", source: law, confidence: high}
minimum_fee_daily: {value: "0.0005", source: law, confidence: high}
pay_all_under: {yuan: 300, source: law, confidence: low}
where_to_look: 合同
"""


def test_penalties_that_are_not_by_the_day_are_read_too(tmp_path: Path) -> None:
    products, problems = read(tmp_path, PENALTIES)
    assert problems == []
    loan = products["baitiao"]
    assert loan.late_charges[0].once_on_shortfall == Decimal("0.05")
    assert loan.penalty_multiple == PublishedMultiple(
        Decimal("1.3"), Decimal("1.5"), "law", "medium"
    )
    assert loan.penalty_once is not None
    assert loan.penalty_once.value == Decimal("0.05")
    assert loan.minimum_fee_daily is not None
    assert loan.pay_all_under == PublishedYuan(300, "law", "low")
    assert loan.bill_service_daily is None


def test_one_multiple_is_both_ends_and_none_is_none(tmp_path: Path) -> None:
    one = PENALTIES.replace('low: "1.3", high: "1.5"', 'value: "1.5"')
    products, _ = read(tmp_path, one)
    found = products["baitiao"].penalty_multiple
    assert found is not None
    assert (found.low, found.high) == (Decimal("1.5"), Decimal("1.5"))
    assert products["baitiao"].late_charges[0].on_shortfall == 0


FILES = {
    "a multiple below one": (PENALTIES.replace('low: "1.3"', 'low: "0.9"'), "在 1 到 2 之间"),
    "a multiple above two": (PENALTIES.replace('high: "1.5"', 'high: "2.5"'), "在 1 到 2 之间"),
    "multiples the wrong way round": (
        PENALTIES.replace('low: "1.3"', 'low: "1.6"'),
        "小的写在前面",
    ),
    "half a range": (PENALTIES.replace(', high: "1.5"', ""), "倍数 None 要加引号"),
    "a multiple that is a binary fraction": (
        PENALTIES.replace('"1.3"', "1.3"),
        "倍数 1.3 要加引号",
    ),
    "a multiple nobody vouches for": (
        PENALTIES.replace('high: "1.5", source: law, confidence: medium', 'high: "1.5"'),
        "缺 confidence",
    ),
    "yuan that are a text": (PENALTIES.replace("yuan: 300", 'yuan: "300"'), "大于 0 的整数元"),
    "no yuan": (PENALTIES.replace("yuan: 300", "yuan: 0"), "大于 0 的整数元"),
    "a share once a bill that is no fraction": (
        PENALTIES.replace('once_on_shortfall: "0.05"', 'once_on_shortfall: "5%"'),
        "写成小数文字",
    ),
    "a rate that is a binary fraction": (BAITIAO.replace('"0.0005"', "0.0005"), "要加引号"),
    "a rate in percent": (BAITIAO.replace('"0.0005"', '"0.05%"'), "写成小数文字"),
    "a rate of one and more": (BAITIAO.replace('"0.10"', '"10"'), "0 到 1 之间"),
    "a rate below nothing": (BAITIAO.replace('"0.10"', '"-0.1"'), "0 到 1 之间"),
    "a rate that is no number": (BAITIAO.replace('"0.10"', '"NaN"'), "写成小数文字"),
    "a rate without bounds": (BAITIAO.replace('"0.10"', '"Infinity"'), "写成小数文字"),
    "a late charge without its rate": (
        BAITIAO.replace('    daily_on_unpaid: "0.0005"\n', ""),
        "要加引号",
    ),
    "a late charge that is one text": (
        BAITIAO.replace(
            "late_readings:\n  - id: on-unpaid\n", "late_readings: 每日\nx:\n  - id: a\n"
        ),
        "late_readings 应当是一个列表",
    ),
    "late charges that are texts": (
        BAITIAO.replace(
            "late_readings:\n  - id: on-unpaid\n", "late_readings: [每日]\nx:\n  - id: a\n"
        ),
        "late_readings 下面应当是",
    ),
    "aliases that are one text": (
        BAITIAO.replace("[白条, 白调]", "白条"),
        "aliases 应当是一个列表",
    ),
    "terms that are one number": (BAITIAO.replace("[3, 12]", "12"), "terms 应当是一个列表"),
    "half a period": (BAITIAO.replace("[3, 12]", "[3.5]"), "期数 3.5"),
    "no period": (BAITIAO.replace("[3, 12]", "[0]"), "期数 0"),
    "instalments that are a text": (
        BAITIAO.split("installment:")[0] + "installment: 有\n",
        "installment",
    ),
    "a confidence of no kind": (BAITIAO.replace("medium}", "sure}"), "high、medium、low 之一"),
    "no lender": (BAITIAO.replace("lender: 以合同写明的为准\n", ""), "缺 lender"),
    "nowhere to look": (BAITIAO.replace("where_to_look: 账单\n", ""), "缺 where_to_look"),
    "an alias of YAML": (BAITIAO.replace("[白条, 白调]", "&x [白条]") + "notes: *x\n", "别名"),
    "a list": ("- 京东白条\n", "应当是一层"),
}


@pytest.mark.parametrize(("content", "words"), FILES.values(), ids=FILES.keys())
def test_a_product_is_refused_with(tmp_path: Path, content: str, words: str) -> None:
    products, problems = read(tmp_path, content)
    assert products == {}
    assert [problem.path.name for problem in problems] == ["baitiao.yaml"]
    assert words in problems[0].what


def test_a_source_that_is_not_there_is_named_however_deep_it_is_cited(tmp_path: Path) -> None:
    deep = BAITIAO.replace("    source: law", "    source: rumour")
    _, problems = read(tmp_path, deep)
    assert [problem.what for problem in problems] == ["依据 rumour 在 sources.yaml 里没有"]
