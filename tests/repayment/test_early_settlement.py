from decimal import Decimal

import pytest

from zhihuan.repayment import FlatFee, InvalidTerms, Money, Settlement, early_settlement

TERMS = FlatFee(principal=Money.of(12000), periods=12, fee_rate=Decimal("0.006"))


def settled(rule: str, months_after: int = 0, month_days: list[int] | None = None) -> Settlement:
    found = early_settlement(TERMS, 3, months_after=months_after, month_days=month_days)
    assert found.principal_left == Money.of(9000)
    return next(each for each in found.settlements if each.rule == rule)


# dossier, product 5.08; second check 3 for a settlement one month later
@pytest.mark.parametrize(
    ("rule", "cost", "at_once", "month_later"),
    [
        ("waived", "216.00", "7.85", "6.18"),
        ("next_fee", "288.00", "10.44", "8.22"),
        ("all_fees", "864.00", "30.78", "24.14"),
    ],
)
def test_12000_in_12_settled_after_three(
    rule: str, cost: str, at_once: str, month_later: str
) -> None:
    assert str(settled(rule).total_cost) == cost
    assert simple(settled(rule)) == at_once
    assert simple(settled(rule, months_after=1)) == month_later


def test_the_formula_on_daily_balances() -> None:
    # dossier, product 5.09: 643.50 − 216 = 427.50; second check: 23.08% and 499.50 with the next fee
    assert str(settled("daily_balance").extra) == "427.50"
    assert simple(settled("daily_balance")) == "23.08"
    assert str(settled("daily_balance_next_fee").extra) == "499.50"


def test_the_formula_by_actual_days() -> None:
    # second check 3: 31, 30 and 31 days make 657.80 before the 216 already paid
    assert str(settled("daily_balance", month_days=[31, 30, 31]).total_cost) == "657.80"


def test_paying_all_remaining_fees_saves_nothing() -> None:
    assert settled("all_fees").saved == Money(0)
    assert settled("waived").saved == Money.of(648)


@pytest.mark.parametrize("paid", [-1, 12, True])
def test_periods_paid_that_cannot_be_are_refused(paid: int) -> None:
    with pytest.raises(InvalidTerms):
        early_settlement(TERMS, paid)


def simple(found: Settlement) -> str:
    assert found.rate is not None
    return str((found.rate.simple * 100).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP"))
