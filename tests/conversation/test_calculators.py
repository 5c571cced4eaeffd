"""Published terms in the sums: what is used, whose it is said to be, and how sure we are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from zhihuan.conversation.calculators import Calculators
from zhihuan.library.knowledge_base import open_products
from zhihuan.library.sources import read_sources
from zhihuan.repayment import Calculation, InvalidTerms, Money, Purchase

KNOWLEDGE_BASE = Path(__file__).parents[2] / "knowledge_base"
PRODUCTS = open_products(KNOWLEDGE_BASE)
SUMS = Calculators(lambda: PRODUCTS)
SURE = {"high": "高", "medium": "中", "low": "低"}
RATE = Decimal("0.18")
BILL = [Purchase(Money.of(1200), 35), Purchase(Money.of(800), 20)]


def published_terms() -> Iterator[tuple[str, Any]]:
    """Every term with a source, of every product."""
    for product in PRODUCTS.values():
        for field in fields(product):
            value = getattr(product, field.name)
            for each in value if isinstance(value, tuple) else (value,):
                if is_dataclass(each):
                    yield f"{product.id}.{field.name}", each


def test_no_term_is_surer_than_the_source_it_comes_from() -> None:
    sources, _ = read_sources(KNOWLEDGE_BASE / "sources.yaml")
    order = ["low", "medium", "high"]
    found = dict(published_terms())
    assert len(found) > 15
    for name, term in found.items():
        source = sources[term.source]
        assert order.index(term.confidence) <= order.index(source.confidence), name


# what is assumed when it is not said: the sum, the input, and the published term behind it
ASSUMED: list[tuple[Callable[[Calculators], Any], str, str, str]] = [
    (lambda s: s.bill_late_cost(purchases=BILL, days=10, paid=Money(0)),
     "service_daily", "baitiao", "bill_service_daily"),
    (lambda s: s.bill_late_cost(purchases=BILL, days=10, paid=Money(0)),
     "penalty_daily", "baitiao", "bill_penalty_daily"),
    (lambda s: s.card_late_fee(minimum=Money.of(1000), paid=Money.of(300)),
     "rate", "credit-card", "penalty_once"),
    (lambda s: s.minimum_payment(balance=Money.of(1000)),
     "daily_rate", "baitiao", "minimum_fee_daily"),
    (lambda s: s.minimum_payment(balance=Money.of(1000)),
     "pay_all_under", "baitiao", "pay_all_under"),
    (lambda s: s.minimum_payment(balance=Money.of(1000)),
     "minimum_share", "baitiao", "minimum_share"),
    (lambda s: s.early_settlement(principal=Money.of(12000), periods=12,
                                  fee_rate=Decimal("0.006"), paid_periods=3),
     "daily_rate", "baitiao", "early_settlement_daily"),
    (lambda s: s.contract_late_fee(unpaid=Money.of(10_000), annual_rate=RATE, days=30),
     "multiples", "bank-loan", "penalty_multiple"),
    (lambda s: s.contract_late_fee(unpaid=Money.of(10_000), annual_rate=RATE, days=30,
                                   product="jiebei"),
     "multiples", "jiebei", "penalty_multiple"),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "name", "product", "term"), ASSUMED)
@pytest.mark.parametrize("confidence", ["high", "medium", "low"])
def test_what_was_not_said_names_its_source_and_how_sure_the_file_is(
    ask: Callable[[Calculators], Any], name: str, product: str, term: str, confidence: str
) -> None:
    published = replace(getattr(PRODUCTS[product], term), confidence=confidence)
    changed = PRODUCTS | {product: replace(PRODUCTS[product], **{term: published})}
    found: Calculation = ask(Calculators(lambda: changed)).calculation
    used = next(each for each in found.inputs if each.name == name)
    assert used.source == published.source
    assert used.origin == ("default" if product == "bank-loan" else "product")
    said = "".join(found.assumptions)
    assert f"{published.source}（可信度{SURE[confidence]}）" in said
    assert "不是您的合同" in said or product == "credit-card"


@pytest.mark.parametrize(
    ("ask", "name", "product", "term"), [each for each in ASSUMED if each[2] != "jiebei"]
)
def test_where_nothing_is_published_it_is_asked_for_and_not_made_up(
    ask: Callable[[Calculators], Any], name: str, product: str, term: str
) -> None:
    bare = PRODUCTS | {product: replace(PRODUCTS[product], **{term: None})}
    with pytest.raises(InvalidTerms, match="没有查到"):
        ask(Calculators(lambda: bare))


def test_the_values_are_those_of_the_dossier() -> None:
    # dossier, product 1.17, 1.33, 5.07, §6; law of the products' own files for the multiples
    baitiao = PRODUCTS["baitiao"]
    assert baitiao.bill_service_daily is not None
    assert baitiao.bill_penalty_daily is not None
    assert baitiao.early_settlement_daily is not None
    assert (baitiao.bill_service_daily.value, baitiao.bill_penalty_daily.value) == (
        Decimal("0.0005"), Decimal("0.00015"),
    )  # fmt: skip
    assert baitiao.early_settlement_daily.value == Decimal("0.00065")
    # by hand: 10,000 × 18% ÷ 365 × 30 = 147.945…; × 1.3, × 1.5
    usual = SUMS.contract_late_fee(unpaid=Money.of(10_000), annual_rate=RATE, days=30)
    assert [str(Money.rounded(each)) for each in (usual.low, usual.high)] == ["192.33", "221.92"]
    jiebei = SUMS.contract_late_fee(
        unpaid=Money.of(10_000), annual_rate=RATE, days=30, product="jiebei"
    )
    assert jiebei.low == jiebei.high == usual.high
    assert "借呗公开过的资料" in jiebei.calculation.assumptions[0]
    assert "银行贷款的惯例" in usual.calculation.assumptions[0]


def test_what_was_said_is_the_person_s_and_nothing_is_noted() -> None:
    said = SUMS.contract_late_fee(
        unpaid=Money.of(10_000), annual_rate=RATE, days=30, multiples=[Decimal("1.5")]
    ).calculation
    assert next(each for each in said.inputs if each.name == "multiples").origin == "user"
    assert "依据" not in "".join(said.assumptions)
    bill = SUMS.bill_late_cost(
        purchases=BILL, days=10, paid=Money(0), service_daily=Decimal("0.0005"),
        penalty_daily=Decimal(0),
    ).calculation  # fmt: skip
    assert {each.origin for each in bill.inputs if each.name.endswith("_daily")} == {"user"}
    assert "依据" not in "".join(bill.assumptions)


def test_a_card_s_penalty_once_a_bill_is_told_with_its_share() -> None:
    # the product's file: 5% of what the minimum lacks, once
    found = SUMS.overdue_cost(
        amount=Money.of(3200), as_of=date(2026, 11, 21), days=45, product="credit-card"
    ).calculation
    assert any(
        "违约金，是最低还款额没还够部分的 5%，一期只收一次，这里没有算进去" in each
        for each in found.assumptions
    )
    plain = SUMS.overdue_cost(amount=Money.of(3200), as_of=date(2026, 11, 21), days=45).calculation
    assert not any("一期只收一次" in each for each in plain.assumptions)
