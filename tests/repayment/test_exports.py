import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest

from zhihuan.repayment import (
    AI_LABEL,
    InstallmentPlan,
    InvalidTerms,
    Money,
    installment_plan,
    plan_calendar,
    plan_csv,
    plan_page,
)
from zhihuan.repayment.export_calendar import escape, fold
from zhihuan.repayment.export_csv import cell

STAMP = date(2026, 11, 21)


def plan(first_due: date | None = date(2026, 12, 31)) -> InstallmentPlan:
    return installment_plan(Money.of(3200), 12, fee_rate=Decimal("0.006"), first_due=first_due)


def test_the_label_and_the_bill_travel_with_every_file() -> None:
    unfolded = plan_calendar(plan(), stamp=STAMP).replace("\r\n ", "")
    for text in (plan_csv(plan()).decode("utf-8-sig"), unfolded, plan_page(plan())):
        assert "内容由AI生成，仅供参考" in text
        assert "以账单为准" in text
    assert AI_LABEL == "内容由AI生成，仅供参考"


def test_the_table_opens_in_a_spreadsheet_as_numbers() -> None:
    content = plan_csv(plan())
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    # the field notes: 285.87 a month, 230.40 in fees
    assert rows[1] == ["1", "2026-12-31", "285.87", "266.67", "19.20", "2933.33"]
    assert ["总费用", "", "230.40"] in rows


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1"])
def test_no_cell_is_run_as_a_formula(start: str) -> None:
    assert cell(start).startswith("'")


def test_the_calendar_folds_at_75_octets_and_ends_lines_with_crlf() -> None:
    # RFC 5545 3.1
    text = plan_calendar(plan(), stamp=STAMP, title="还" * 60)
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
    assert f"X-WR-CALNAME:{'还' * 60}" in text.replace("\r\n ", "")


def test_each_payment_has_one_event_and_two_alarms() -> None:
    text = plan_calendar(plan(), stamp=STAMP)
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 12
    assert text.count("BEGIN:VALARM") == 24
    assert "DTSTART;VALUE=DATE:20270228" in text


def test_the_same_plan_imported_again_replaces_itself() -> None:
    def uids(text: str) -> list[str]:
        return re.findall(r"^UID:(.+)\r$", text, re.MULTILINE)

    once = uids(plan_calendar(plan(), stamp=STAMP))
    assert once == uids(plan_calendar(plan(), stamp=date(2027, 1, 1), title="白条"))
    assert len(set(once)) == 12
    assert not set(once) & set(uids(plan_calendar(plan(date(2027, 1, 31)), stamp=STAMP)))


def test_a_title_cannot_add_lines_to_the_calendar() -> None:
    text = plan_calendar(plan(), stamp=STAMP, title="x\r\nBEGIN:VEVENT\r\nUID:1")
    assert text.count("\r\nBEGIN:VEVENT") == 12
    assert escape("a,b;c\\d\ne\x00") == "a\\,b\\;c\\\\d\\ne"


def test_folding_never_splits_a_character() -> None:
    line = "DESCRIPTION:" + "账单😀" * 40
    parts = list(fold(line))
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line


def test_without_dates_there_is_no_calendar() -> None:
    with pytest.raises(InvalidTerms):
        plan_calendar(plan(None), stamp=STAMP)


def test_the_page_runs_nothing_and_loads_nothing() -> None:
    page = plan_page(plan(), title='<script>alert(1)</script>"')
    assert "<script" not in page
    assert not re.search(r"(src|href)=|https?:|@import|url\(", page)
    assert page.count("<tr>") == 13
    assert "13.03%" in page
