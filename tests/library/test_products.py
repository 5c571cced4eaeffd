"""Published terms: what a product becomes, and how it is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.library.small_knowledge_base import SOURCES
from zhihuan.library.problems import Problem
from zhihuan.library.products import Product, read_products
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


FILES = {
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
