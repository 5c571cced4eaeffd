import csv
import io
import re
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import numpy_financial
import pytest

from zhihuan.repayment import (
    AI_LABEL,
    Details,
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
    assert text.endswith("\r\nEND:VCALENDAR\r\n")
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


def short_plan() -> InstallmentPlan:
    """By hand: 300 in 3 at 1%: 100.00 + 3.00 each month."""
    return installment_plan(
        Money.of(300), 3, fee_rate=Decimal("0.01"), first_due=date(2026, 12, 31)
    )


def test_one_event_is_written_as_the_standard_asks() -> None:
    # RFC 5545 3.6.1 and 3.6.6: an all-day event ends the day after; 9:00 is 15 hours into the
    # second day before, and 9 hours into the day itself
    plan = short_plan()
    unfolded = plan_calendar(plan, stamp=STAMP, title="白条").replace("\r\n ", "")
    head, first = unfolded.split("BEGIN:VEVENT\r\n")[:2]
    note = f"内容由AI生成，仅供参考。{plan.calculation.assumptions[-1]}"
    assert head.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//zhihuan//repayment//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:白条",
        f"X-WR-CALDESC:{note}",
        "",
    ]
    uid, *rest = first.split("\r\n")
    assert re.fullmatch(r"UID:[0-9a-f]{32}@zhihuan", uid)
    summary = "白条 103.00 元（第 1/3 期）"
    alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:{}", f"DESCRIPTION:{summary}", "END:VALARM"]
    assert rest == [
        "DTSTAMP:20261121T000000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        f"SUMMARY:{summary}",
        f"DESCRIPTION:本金 100.00 元，费用 3.00 元。\\n{note}",
        "TRANSP:TRANSPARENT",
        *(line.format("-P2DT15H") for line in alarm),
        *(line.format("PT9H") for line in alarm),
        "END:VEVENT",
        "",
    ]


def test_a_plan_of_one_payment_has_a_calendar_of_one_event() -> None:
    one = installment_plan(Money.of(300), 1, fee_rate=Decimal("0.01"), first_due=date(2026, 12, 31))
    assert plan_calendar(one, stamp=STAMP).count("BEGIN:VEVENT") == 1


def test_a_calendar_is_named_and_dated() -> None:
    assert "X-WR-CALNAME:还款\r\n" in plan_calendar(short_plan(), stamp=STAMP)
    assert "X-WR-CALNAME:还\r\n" in plan_calendar(short_plan(), stamp=STAMP, title="还")
    for title in ("", "还" * 61):
        with pytest.raises(InvalidTerms, match="1 到 60 个字"):
            plan_calendar(short_plan(), stamp=STAMP, title=title)
    with pytest.raises(InvalidTerms, match="生成日期"):
        plan_calendar(short_plan(), stamp="2026-11-21")  # type: ignore[arg-type]
    with pytest.raises(InvalidTerms, match="先填首期还款日"):
        plan_calendar(plan(None), stamp=STAMP)


def test_a_line_is_folded_only_when_it_must_be_and_as_late_as_it_can() -> None:
    # RFC 5545 3.1: at most 75 octets, the blank that begins a folded line among them
    assert list(fold("x" * 75)) == ["x" * 75]
    assert list(fold("x" * 76)) == ["x" * 75, " x"]
    assert [len(part) for part in fold("x" * 150)] == [75, 75, 2]


def test_control_characters_do_not_reach_a_calendar() -> None:
    assert escape("a\r\nb\rc\td\x1f e") == "a\\nb\\ncd e"


def test_the_whole_table_row_by_row() -> None:
    plan = short_plan()
    rows = list(csv.reader(io.StringIO(plan_csv(plan).decode("utf-8-sig"))))
    assert rows[0] == [
        "期数", "还款日", "应还（元）", "其中本金（元）", "其中费用（元）", "剩余本金（元）",
    ]  # fmt: skip
    assert rows[1:7] == [
        ["1", "2026-12-31", "103.00", "100.00", "3.00", "200.00"],
        ["2", "2027-01-31", "103.00", "100.00", "3.00", "100.00"],
        ["3", "2027-02-28", "103.00", "100.00", "3.00", "0.00"],
        [],
        ["总还款", "", "309.00"],
        ["总费用", "", "9.00"],
    ]
    # numpy-financial: irr of −300, 103, 103, 103
    monthly = numpy_financial.irr([-300, 103, 103, 103])
    assert rows[7] == ["真实年化（单利）", "", f"{1200 * monthly:.4f}%"]
    assert rows[8] == ["真实年化（复利）", "", f"{100 * ((1 + monthly) ** 12 - 1):.4f}%"]
    said = [AI_LABEL, *plan.calculation.assumptions, f"测算编号 {plan.calculation.id}"]
    assert rows[9:] == [[each] for each in said]


def test_a_table_tells_a_fee_up_front_and_no_rate_where_there_is_no_cost() -> None:
    front = installment_plan(
        Money.of(300), 3, fee_rate=Decimal("0.01"), details=Details(fee_timing="up_front")
    )
    assert "办理时一次收,,9.00\r\n" in plan_csv(front).decode("utf-8-sig")
    assert "办理时一次收 9.00 元" in plan_page(front)
    free = installment_plan(Money.of(300), 3, "interest_free")
    assert "1,,100.00,100.00,0.00,200.00\r\n" in plan_csv(free).decode("utf-8-sig")
    for text in (plan_csv(free).decode("utf-8-sig"), plan_page(free)):
        assert "真实年化" not in text
        assert "办理时一次收" not in text


def test_the_page_s_text_is_the_plan() -> None:
    plan = short_plan()
    page = plan_page(plan)
    rate = numpy_financial.irr([-300, 103, 103, 103])
    for words in (
        '<meta name="AIGC" content="内容由AI生成，仅供参考">',
        "<title>还款计划</title>",
        "<h1>还款计划</h1>",
        '<p class="label">内容由AI生成，仅供参考</p>',
        "本金：300.00元；期数：3期；还款方式：等本等费；每期费率：1%；首期还款日：2026-12-31</p>",
        "<p>总还款 309.00 元；总费用 9.00 元；"
        f"真实年化（单利）{1200 * rate:.2f}%；真实年化（复利）{100 * ((1 + rate) ** 12 - 1):.2f}%</p>",
        "<table><thead><tr><th>期数</th><th>还款日</th><th>应还</th><th>本金</th><th>费用</th><th>剩余本金</th></tr></thead>"
        "<tbody><tr><td>1</td><td>2026-12-31</td>",
        "<tr><td>3</td><td>2027-02-28</td><td>103.00</td><td>100.00</td><td>3.00</td><td>0.00</td></tr>",
        f"<p>测算编号 {plan.calculation.id}</p></body></html>\n",
        *(f"<li>{each}</li>" for each in plan.calculation.assumptions),
    ):
        assert words in page
    assert page.startswith('<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">')


def test_every_tag_of_the_page_is_closed() -> None:
    class Tags(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.open: list[str] = []

        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag != "meta":
                self.open.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag

    parser = Tags()
    parser.feed(plan_page(short_plan(), title="<b>&"))
    assert parser.open == []
    assert "<b>" not in plan_page(short_plan(), title="<b>&")
