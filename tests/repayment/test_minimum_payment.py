from decimal import Decimal

import pytest

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
