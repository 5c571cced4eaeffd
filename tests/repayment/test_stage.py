import pytest

from zhihuan.repayment import InvalidTerms, stage


# dossier, law F1 (stages) and C14 (marks)
@pytest.mark.parametrize(
    ("name", "mark", "first", "last"),
    [
        ("M1", "1", 1, 30),
        ("M2", "2", 31, 60),
        ("M3", "3", 61, 90),
        ("M4", "4", 91, 120),
        ("M5", "5", 121, 150),
        ("M6", "6", 151, 180),
    ],
)
def test_each_stage_has_its_days_and_its_mark(name: str, mark: str, first: int, last: int) -> None:
    for days in (first, last):
        found = stage(days)
        assert (found.name, found.mark, found.low, found.high) == (name, mark, first, last)


@pytest.mark.parametrize("days", [181, 3650, 36_500])
def test_the_last_stage_has_no_end(days: int) -> None:
    assert (stage(days).name, stage(days).mark, stage(days).high) == ("M7", "7", None)


def test_on_the_due_date_nothing_is_late() -> None:
    assert stage(0).mark == "N"


@pytest.mark.parametrize("days", [-1, True, 36_501, 1.0])
def test_days_out_of_bounds_are_refused(days: int) -> None:
    with pytest.raises(InvalidTerms):
        stage(days)


def test_a_stage_tells_its_days() -> None:
    assert stage(45).days_text == "31–60 天"
    assert stage(400).days_text == "180 天以上"


def test_the_stage_of_a_day_that_is_not_late_has_no_days() -> None:
    assert stage(0).name == "未逾期"
    assert (stage(0).low, stage(0).high, stage(0).days_text) == (0, 0, "0 天")
    with pytest.raises(InvalidTerms, match="逾期天数"):
        stage(-1)
    # law F1: M7 is day 181 and after
    assert stage(181).low == 181
