from decimal import Decimal

import numpy_financial
import pytest

from tests.repayment.told import figures_of, inputs_of, lines
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


WORDS = {
    "waived": "只还剩余本金，不再收费",
    "next_fee": "再收一期分期费",
    "all_fees": "剩下各期的分期费全收",
    "daily_balance": "按每日本金余额补算服务费",
    "daily_balance_next_fee": "按每日本金余额补算服务费，再收一期分期费",
}
# dossier, product 5.08, 5.09 and second check 3: extra, to pay, total cost, saved of 864
RULED = {
    "waived": ("0.00", "9000.00", "216.00", "648.00"),
    "next_fee": ("72.00", "9072.00", "288.00", "576.00"),
    "all_fees": ("648.00", "9648.00", "864.00", "0.00"),
    "daily_balance": ("427.50", "9427.50", "643.50", "220.50"),
    "daily_balance_next_fee": ("499.50", "9499.50", "715.50", "148.50"),
}


def test_every_rule_is_told_with_all_its_numbers() -> None:
    found = early_settlement(TERMS, 3).calculation
    result = found.result
    assert (result["principal_left"], result["kept_to_the_end"]) == ("9000.00", "864.00")
    assert result["ask_first"][0] == "剩余本金是多少？"
    assert len(result["ask_first"]) == 5  # dossier, product 5.10
    keys = ("extra", "to_pay", "total_cost", "saved")
    assert {
        each["rule"]: tuple(each[key] for key in keys) for each in result["settlements"]
    } == RULED
    assert {each["rule"]: each["label"] for each in result["settlements"]} == WORDS
    for each in result["settlements"]:
        flows = [-12_000, 1072, 1072, 1072 + float(each["to_pay"])]
        monthly = numpy_financial.irr(flows)
        told = {key: float(value) / 100 for key, value in each["rate_percent"].items()}
        assert told == pytest.approx(
            {"monthly": monthly, "simple": 12 * monthly, "effective": (1 + monthly) ** 12 - 1},
            rel=1e-9,
        )
    assert inputs_of(found) == lines("""
        amount 分期本金 12000.00 元 user
        periods 期数 12 期 user
        fee_rate 每期费率 0.6 % user
        paid_periods 已还期数 3 期 user
        months_after 最后一次还款后几个月结清 0 个月 default
        daily_rate 补算用的日费率 0.065 % product
    """)
    figures = figures_of(found)
    assert figures[:4] == lines("""
        剩余本金 9000 yuan
        已付费用 216 yuan
        还满的总费用 864 yuan
        剩余期数 9 periods
    """)
    for rule, numbers in RULED.items():
        told_as = ("还要收", "结清要付", "总费用", "省下或多付")
        for what, number in zip(told_as, numbers, strict=True):
            assert f"{WORDS[rule]}：{what} {Decimal(number).normalize():f} yuan" in figures
    simple_rate = next(
        each for each in figures if each.startswith("只还剩余本金，不再收费：真实年化（单利）")
    )
    assert simple_rate.split()[1].startswith("7.85")
    assert sum("真实年化（复利）" in each for each in figures) == 5


def test_what_costs_more_than_keeping_it_is_told_as_more() -> None:
    # by hand: 990,000 × 0.2% − 216 = 1,764 extra; 1,980 in all is 1,116 above 864
    found = early_settlement(TERMS, 3, daily_rate=Decimal("0.002"))
    dear = next(each for each in found.settlements if each.rule == "daily_balance")
    assert dear.saved == Money.of(-1116)
    told = figures_of(found.calculation)
    assert "按每日本金余额补算服务费：省下或多付 1116 yuan" in told


def test_fees_already_paid_are_never_given_back() -> None:
    # by hand: 990,000 × 0.01% = 99, less than the 216 already paid
    found = early_settlement(TERMS, 3, daily_rate=Decimal("0.0001"))
    assert [each.extra for each in found.settlements if each.rule == "daily_balance"] == [Money(0)]


def test_settled_before_the_first_payment_there_is_no_rate() -> None:
    found = early_settlement(TERMS, 0)
    assert found.principal_left == Money.of(12_000)
    assert [each.rate for each in found.settlements] == [None] * 5
    assert [each["rate_percent"] for each in found.calculation.result["settlements"]] == [None] * 5
    a_month_later = early_settlement(TERMS, 0, months_after=1)
    waived, next_fee = a_month_later.settlements[:2]
    assert waived.rate is None  # nothing is charged
    # by hand: 12,072 after one month is 0.6% a month
    assert next_fee.rate is not None
    assert next_fee.rate.monthly == Decimal("0.006")
    # by hand: 12,000 × 30 × 0.065% = 234
    assert a_month_later.settlements[3].extra == Money.of(234)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"paid_periods": -1}, "已还期数"),
        ({"paid_periods": 12}, "比总期数少"),
        ({"months_after": 2}, "还款当天，或者再过一个月"),
        ({"daily_rate": Decimal(1)}, "日费率"),
        ({"month_days": [30, 30]}, "要写 3 个，各在 1 到 62 之间"),
        ({"month_days": [30, 0, 30]}, "1 到 62"),
        ({"month_days": [30, 63, 30]}, "1 到 62"),
        ({"terms": FlatFee(principal=Money.of(12000), periods=12, fee_rate=Decimal("0.006"),
                           fee_timing="first_period")}, "每期收费"),
        ({"terms": FlatFee(principal=Money.of(12000), periods=12, fee_rate=Decimal("0.006"),
                           upfront_fee=Money(1))}, "每期收费"),
        ({"terms": None}, "每期收费"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidTerms, match=words):
        early_settlement(**{"terms": TERMS, "paid_periods": 3, **wrong})  # type: ignore[arg-type]


def test_the_shortest_and_longest_month_are_taken() -> None:
    # by hand: 12,000 × 62 + 11,000 + 10,000 × 30 = 1,055,000; × 0.065% = 685.75
    assert str(settled("daily_balance", month_days=[62, 1, 30]).total_cost) == "685.75"


def test_the_last_period_may_be_settled_too() -> None:
    # by hand: 1,000 and the last fee of 72 are left
    found = early_settlement(TERMS, 11)
    assert [str(each.to_pay) for each in found.settlements[:3]] == ["1000.00", "1072.00", "1072.00"]
