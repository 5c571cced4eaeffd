from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.repayment.told import figures_of, inputs_of
from tests.repayment.told import lines as told
from zhihuan.repayment import (
    LPR_ONE_YEAR,
    AnnualRate,
    InvalidTerms,
    Money,
    cap_amount,
    check_lines,
    four_times_lpr,
    line_table,
    lines,
    lpr_one_year,
)


# second check 4.09: the fourfold of the one-year LPR by the day the contract was made
@pytest.mark.parametrize(
    ("contract", "fourfold"),
    [
        (date(2020, 4, 20), "15.4"),
        (date(2021, 12, 20), "15.2"),
        (date(2022, 1, 20), "14.8"),
        (date(2022, 8, 22), "14.6"),
        (date(2023, 6, 20), "14.2"),
        (date(2023, 8, 21), "13.8"),
        (date(2024, 7, 22), "13.4"),
        (date(2024, 10, 21), "12.4"),
        (date(2025, 5, 20), "12.0"),
        (date(2025, 5, 19), "12.4"),
        (date(2026, 9, 20), "12.0"),
    ],
)
def test_four_times_lpr_by_the_day_of_the_contract(contract: date, fourfold: str) -> None:
    assert four_times_lpr(contract) * 100 == Decimal(fourfold)


def test_steps_nobody_confirmed_say_so() -> None:
    # second check 4.08, 4.09: two steps are background knowledge, October 2026 was not seen
    assert not lpr_one_year(date(2021, 12, 20)).confirmed
    assert not lpr_one_year(date(2022, 8, 21)).confirmed
    assert lpr_one_year(date(2022, 8, 22)).confirmed
    assert lpr_one_year(date(2026, 9, 20)).confirmed
    assert not lpr_one_year(date(2026, 11, 21)).confirmed


def test_before_the_table_begins_nothing_is_guessed() -> None:
    with pytest.raises(InvalidTerms):
        lpr_one_year(date(2020, 4, 19))


def test_each_line_says_whom_it_binds() -> None:
    found = {each.id: each for each in lines(date(2026, 11, 21))}
    assert found["court-24"].rate == Decimal("0.24")
    assert "主动提出" in found["court-24"].how
    # dossier, product 4.04: in force from 1 October 2025
    assert "2025-10-01 起新办的" in found["facilitation-24"].binds
    assert "不适用于银行、消费金融公司和小额贷款公司" in found["private-4lpr"].binds
    assert "2027 年底" in found["small-loan-4lpr"].binds


def test_an_old_contract_is_not_measured_with_newer_lines() -> None:
    assert [each.id for each in lines(date(2025, 9, 30))] == ["court-24", "private-4lpr"]
    assert [each.id for each in lines(date(2020, 8, 19))] == ["court-24"]


def test_a_contract_older_than_the_table_still_meets_the_court_s_line() -> None:
    assert [each.id for each in lines(date(2019, 1, 1))] == ["court-24"]


def test_between_simple_and_compound_a_rate_may_stand_on_both_sides_of_a_line() -> None:
    # dossier, product §2A: 12 periods at 1.0% are 21.4572% simple and 23.6984% compound; at 1.2%
    # 3 periods are 21.4731% and 23.7177%, 6 periods 24.2805% and 27.1734%
    below = check_lines(AnnualRate.from_monthly(Decimal("0.01788099")), date(2026, 1, 1))
    above = check_lines(AnnualRate.from_monthly(Decimal("0.02023375")), date(2026, 1, 1))
    between = check_lines(AnnualRate.from_monthly(Decimal("0.0190")), date(2026, 1, 1))
    assert not below.against[0].effective_above
    assert above.against[0].simple_above
    assert (between.against[0].simple_above, between.against[0].effective_above) == (False, True)


@pytest.mark.parametrize(
    ("rate", "days_in_year", "amount"),
    # dossier, product §2A: 5,000 yuan, 180 days
    [("0.24", 365, "591.78"), ("0.24", 360, "600.00"), ("0.12", 365, "295.89")],
)
def test_the_most_a_line_allows(rate: str, days_in_year: int, amount: str) -> None:
    found = cap_amount(
        principal=Money.of(5000), days=180, rate=Decimal(rate), days_in_year=days_in_year
    )
    assert found.calculation.result["amount"] == amount


NOW = date(2026, 9, 20)
# dossier, product 4.01-4.06 and second check: rate, source, whether anybody confirmed it
KNOWN = [
    ("court-24", "24", "court-finance-opinion-2"),
    ("facilitation-24", "24", "loan-facilitation-notice-2025"),
    ("small-loan-24", "24", "small-loan-cost-guideline-2025"),
    ("small-loan-4lpr", "12", "small-loan-cost-guideline-2025"),
    ("private-4lpr", "12", "private-lending-25"),
]


def test_every_line_is_told_with_its_rate_and_where_it_stands() -> None:
    found = line_table(NOW).calculation
    assert [
        (each["id"], each["percent"], each["source"]) for each in found.result["lines"]
    ] == KNOWN
    assert all(each["confirmed"] for each in found.result["lines"])
    assert {each["id"]: (each["binds"], each["how"]) for each in found.result["lines"]} == {
        each.id: (each.binds, each.how) for each in lines(NOW)
    }
    assert inputs_of(found) == told("""
        contract 合同成立日 2026-09-20 日期 user
        lpr 一年期 LPR 3 % default lpr-2025-05
    """)
    assert figures_of(found)[:7] == told("""
        LPR 倍数 4 ratio
        一年期 LPR 的四倍 12 percent
        court-24 24 percent
        facilitation-24 24 percent
        small-loan-24 24 percent
        small-loan-4lpr 12 percent
        private-4lpr 12 percent
    """)
    assert found.formula.startswith("4 倍 LPR = 合同成立日一年期 LPR × 4")
    assert line_table(NOW).lines == lines(NOW)


@pytest.mark.parametrize(
    ("since", "before"),
    [
        (date(2025, 10, 1), "facilitation-24"),
        (date(2025, 12, 1), "small-loan-24"),
        (date(2025, 12, 1), "small-loan-4lpr"),
        (date(2020, 8, 20), "private-4lpr"),
    ],
)
def test_a_line_begins_on_its_day(since: date, before: str) -> None:
    # dossier, product 4.01, 4.04, 4.06
    assert before in [each.id for each in lines(since)]
    assert before not in [each.id for each in lines(since - timedelta(days=1))]


def test_a_contract_older_than_the_lpr_table_names_no_lpr() -> None:
    for day, named in ((date(2020, 4, 19), False), (date(2020, 4, 20), True)):
        for found in (
            line_table(day).calculation,
            check_lines(AnnualRate.from_monthly(Decimal("0.01")), day).calculation,
        ):
            assert any(each.name == "lpr" for each in found.inputs) is named
    assert LPR_ONE_YEAR[0].since == date(2020, 4, 20)


def test_a_step_nobody_confirmed_is_told_as_such() -> None:
    for day, doubted in ((NOW, False), (NOW + timedelta(days=1), True)):
        table = line_table(day).calculation
        check = check_lines(AnnualRate.from_monthly(Decimal("0.01")), day).calculation
        for found in (table, check):
            assert ("没有核到公告" in "".join(found.assumptions)) is doubted
            confirmed = {each["id"]: each["confirmed"] for each in found.result["lines"]}
            assert confirmed["private-4lpr"] is not doubted
            assert confirmed["small-loan-4lpr"] is not doubted
            assert confirmed["court-24"]
    assert lpr_one_year(NOW + timedelta(days=1)).source == "lpr-2026-09"
    assert lpr_one_year(NOW + timedelta(days=1)).since == date(2025, 5, 20)


@pytest.mark.parametrize(
    ("day", "source"),
    [
        (date(2020, 4, 20), "lpr-history"),
        (date(2021, 12, 20), "lpr-history-2021-2022"),
        (date(2022, 1, 20), "lpr-history-2021-2022"),
        (date(2022, 8, 22), "lpr-history"),
        (date(2023, 6, 20), "lpr-history"),
        (date(2023, 8, 21), "lpr-history"),
        (date(2024, 7, 22), "lpr-history"),
        (date(2024, 10, 21), "lpr-history"),
        (date(2025, 5, 20), "lpr-2025-05"),
    ],
)
def test_each_step_of_the_lpr_has_its_source(day: date, source: str) -> None:
    assert (lpr_one_year(day).since, lpr_one_year(day).source) == (day, source)


def test_a_rate_is_told_against_each_line_in_both_kinds() -> None:
    # by hand: 1% a month is 12% simple and 12.6825% compound (dossier, product §2A); 4 × LPR is 12%
    found = check_lines(AnnualRate.from_monthly(Decimal("0.01")), NOW)
    calculation = found.calculation
    assert [
        (each["id"], each["percent"], each["source"], each["simple_above"], each["effective_above"])
        for each in calculation.result["lines"]
    ] == [(*known, False, known[1] == "12") for known in KNOWN]
    assert inputs_of(calculation) == told("""
        contract 合同成立日 2026-09-20 日期 user
        simple 真实年化（单利） 12 % derived
        effective 真实年化（复利） 12.682503013197 % derived
        lpr 一年期 LPR 3 % default lpr-2025-05
    """)
    assert figures_of(calculation)[:6] == told("""
        LPR 倍数 4 ratio
        court-24 24 percent
        facilitation-24 24 percent
        small-loan-24 24 percent
        small-loan-4lpr 12 percent
        private-4lpr 12 percent
    """)
    assert all(each["binds"] and each["how"] for each in calculation.result["lines"])
    exactly = check_lines(AnnualRate.from_monthly(Decimal("0.02")), NOW)
    assert not exactly.against[0].simple_above  # 24% is not above 24%


def test_the_old_rule_for_older_private_loans_is_told() -> None:
    # second check, product 0.6: contracts made before 2020-08-20
    rate = AnnualRate.from_monthly(Decimal("0.01"))
    for day, told_of in ((date(2020, 8, 19), True), (date(2020, 8, 20), False)):
        said = "".join(check_lines(rate, day).calculation.assumptions)
        assert ("2020-08-20 以前成立的民间借贷合同" in said) is told_of


def test_every_number_of_a_cap_is_named() -> None:
    # dossier, product §2A: 591.78
    found = cap_amount(principal=Money.of(5000), days=180).calculation
    assert inputs_of(found) == told("""
        amount 本金 5000.00 元 user
        days 天数 180 天 user
        rate 年化线 24 % default
        days_in_year 一年按多少天 365 天 default
    """)
    assert float(figures_of(found)[0].split()[1]) == pytest.approx(5000 * 0.24 * 180 / 365)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"principal": Money(0)}, "本金"),
        ({"days": -1}, "天数"),
        ({"rate": Decimal(11)}, "年化"),
        ({"days_in_year": 364}, "360 天或 365 天"),
    ],
)
def test_what_is_wrong_with_a_cap_is_named(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidTerms, match=words):
        cap_amount(**{"principal": Money.of(1), "days": 1, **wrong})  # type: ignore[arg-type]


def test_a_contract_needs_a_day() -> None:
    with pytest.raises(InvalidTerms, match="合同成立日"):
        lines("2026-01-01")  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match="2020-04-20 以后"):
        lpr_one_year(date(2020, 4, 19))
    with pytest.raises(InvalidTerms, match="日期要写成"):
        lpr_one_year("2026-01-01")  # type: ignore[arg-type]
