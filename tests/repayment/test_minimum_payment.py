from decimal import Decimal

import pytest

from tests.repayment.told import figures_of, inputs_of, lines
from zhihuan.repayment import InvalidTerms, Money, minimum_only


@pytest.mark.parametrize(
    ("balance", "fee_before_first", "rounded", "months", "fees"),
    [
        # dossier, product 5.07 and the second check, 0.8, which names each convention
        (10_000, True, False, 35, "1462.45"),
        (10_000, True, True, 35, "1462.44"),
        (10_000, False, False, 35, "1312.45"),
        (3_000, True, False, 23, "410.12"),
        (3_000, True, True, 23, "410.09"),
        (3_000, False, False, 23, "365.12"),
    ],
)
def test_only_ever_paying_the_minimum(
    balance: int, fee_before_first: bool, rounded: bool, months: int, fees: str
) -> None:
    found = minimum_only(Money.of(balance), fee_before_first=fee_before_first, rounded=rounded)
    assert len(found.months) == months
    assert str(Money.rounded(found.total_fee)) == fees
    assert found.months[-1].balance == 0


def test_the_convention_is_told() -> None:
    said = "".join(minimum_only(Money.of(3000), fee_before_first=True).calculation.assumptions)
    assert "先收一个月费用" in said


def test_a_minimum_that_never_ends_is_refused() -> None:
    with pytest.raises(InvalidTerms):
        minimum_only(Money.of(3000), share=Decimal("0.01"), pay_all_under=Money.of("0.01"))
    with pytest.raises(InvalidTerms):
        minimum_only(Money.of(3000), share=Decimal(0))


def test_every_number_is_named_and_says_whose_it_is() -> None:
    # by hand, half of it a month: 500; 250 + 500 × 0.05% × 30 = 257.50; then 250 + 3.75
    found = minimum_only(Money.of(1000), share=Decimal("0.5")).calculation
    assert inputs_of(found) == lines("""
        amount 欠款金额 1000.00 元 user
        daily_rate 日服务费率 0.05 % product
        minimum_share 最低还款比例 50 % product
        pay_all_under 低于多少一次还清 300.00 元 product
        convention 口径 第一次还款前没有费用 default
        rounding 舍入 每月到分 default
    """)
    assert figures_of(found)[:5] == lines("""
        要还多少个月 3 periods
        费用一共 11.25 yuan
        一共要还 1011.25 yuan
        第一次还 500 yuan
        日服务费率折年 18.25 percent
    """)
    assert found.result == {
        "months": 3,
        "total_fee": "11.25",
        "first_payment": "500.00",
        "rows": [
            {"month": 1, "fee": "0.00", "payment": "500.00", "balance": "500.00"},
            {"month": 2, "fee": "7.50", "payment": "257.50", "balance": "250.00"},
            {"month": 3, "fee": "3.75", "payment": "253.75", "balance": "0.00"},
        ],
    }
    assert "× 30；" in found.formula
    assert "每月按 30 天" in "".join(found.assumptions)


def test_a_fee_before_the_first_payment_is_in_it() -> None:
    # by hand: 500 + 1,000 × 0.05% × 30
    found = minimum_only(Money.of(1000), share=Decimal("0.5"), fee_before_first=True, rounded=False)
    assert found.calculation.result["first_payment"] == "515.00"
    assert inputs_of(found.calculation)[4:] == lines("""
        convention 口径 先收一个月费用再还第一次 default
        rounding 舍入 不舍入 default
    """)
    assert [each.number for each in found.months] == [1, 2, 3]


def test_what_is_just_at_the_line_is_not_yet_paid_off_at_once() -> None:
    # "below": 300.00 is not below 300
    def months(yuan: str) -> int:
        return len(minimum_only(Money.of(yuan), share=Decimal("0.5")).months)

    assert (months("299.99"), months("300"), months("0.50")) == (1, 2, 1)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"balance": Money(0)}, "欠款金额"),
        ({"daily_rate": Decimal(1)}, "日服务费率"),
        ({"share": Decimal(1)}, "最低还款比例"),
        ({"share": Decimal("0.0099")}, "至少写 1%"),
        ({"pay_all_under": Money(0)}, "一次还清的界线要大于 0 元"),
        ({"share": Decimal("0.01"), "pay_all_under": Money(1)}, "一直还不清"),
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidTerms, match=words):
        minimum_only(**{"balance": Money.of(3000), **wrong})  # type: ignore[arg-type]


def test_a_share_of_one_percent_is_slow_but_ends() -> None:
    # by hand: 301 falls below 300 with the first 1%, 3.01
    found = minimum_only(Money.of(301), share=Decimal("0.01"))
    assert [str(Money.rounded(each.balance)) for each in found.months] == ["297.99", "0.00"]
