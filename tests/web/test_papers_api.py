"""Letters, notices and the timeline over HTTP: what comes out, and what is refused."""

from __future__ import annotations

import io
import json
import logging
import re
from typing import Any

import docx
import httpx
import pytest

SECRET = "110101199003077758"
CHINESE = re.compile(r"[一-龥]")
TODAY = "2026-11-21"


def post(site: httpx.Client, path: str, body: Any, status: int = 200) -> Any:
    response = site.post(path, json=body)
    assert response.status_code == status, response.text
    return response.json()


def test_the_letters_are_listed_with_their_blanks(site: httpx.Client) -> None:
    found = site.get("/v1/letters").json()["letters"]
    assert len(found) == 5
    objection = next(each for each in found if each["id"] == "payment-order-objection")
    assert "court" in objection["send_to"]
    blanks = {blank["name"]: blank for blank in objection["blanks"]}
    assert blanks["name"]["by_hand"]
    assert "not-mine" in {option["id"] for option in blanks["ground"]["options"]}


def test_a_letter_comes_filled_with_its_gaps_its_address_and_its_last_day(
    site: httpx.Client,
) -> None:
    body = {"fields": {"received_on": "2026-11-12", "ground": "paid"}, "as_of": TODAY}
    found = post(site, "/v1/letters/payment-order-objection", body)
    assert found["by"]["last_day"] == "2026-11-27"  # 12 November + 15 days
    assert "2026年11月12日" in found["text"]
    assert "［请填：姓名］" in found["text"]
    assert {"name", "court"} <= {gap["name"] for gap in found["gaps"]}
    assert found["send_to"][0]["contact"]["number"] == "12368"
    assert "civil-procedure-227" in {source["id"] for source in found["sources"]}
    assert found["calculation"]["kind"] == "letter"
    assert "AI" in found["label"] and found["label"] in found["fallback"]


def test_the_text_the_page_and_the_document_say_the_same(site: httpx.Client) -> None:
    path = "/v1/letters/negotiate-instalments"
    body = {"fields": {"amount": "3200", "lender": "<b>某某</b>小贷"}, "as_of": TODAY}
    text = site.post(f"{path}?format=text", json=body)
    page = site.post(f"{path}?format=html", json=body)
    document = site.post(f"{path}?format=docx", json=body)
    assert text.headers["content-type"].startswith("text/plain")
    assert "attachment" in document.headers["content-disposition"]
    opened = docx.Document(io.BytesIO(document.content))
    written = "\n".join(paragraph.text for paragraph in opened.paragraphs)
    for told in ("现欠3200元", "［请填：姓名］", "送到哪里"):
        assert told in text.text and told in page.text and told in written
    assert "<b>某某" not in page.text and "&lt;b&gt;某某" in page.text
    assert "<script" not in page.text and "http" not in page.text
    label = "内容由AI生成"
    assert label in text.text and label in page.text
    assert label in opened.sections[0].header.paragraphs[0].text
    assert label in opened.core_properties.comments


def test_who_lends_decides_where_it_goes(site: httpx.Client) -> None:
    found = post(site, "/v1/letters/complaint", {"lender_kind": "bank"})
    numbers = {to["contact"]["number"] for to in found["send_to"] if to["contact"]}
    assert "12378" in numbers and "12345" not in numbers


def test_a_notice_is_read_with_places_reasons_and_sources(site: httpx.Client) -> None:
    text = "我是法院的，今天18点前把钱转到安全账户，不然马上拘留你"
    found = post(site, "/v1/notices/read", {"text": text, "as_of": TODAY})
    assert found["verdict"] == "fraud-marks"
    mark = next(each for each in found["marks"] if each["id"] == "safe-account")
    span = mark["spans"][0]
    assert found["text"][span["start"] : span["end"]] == "安全账户"
    assert mark["group"] == "fraud" and mark["why"][0]["text"]
    assert found["kinds"][0]["id"] == "court"
    assert "12368" in {contact["number"] for contact in found["contacts"]}
    known = {source["id"] for source in found["sources"]}
    assert {key for said in mark["why"] for key in said["sources"]} <= known
    assert found["fallback"]


def test_what_is_pasted_is_covered_and_never_logged(
    site: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        found = post(site, "/v1/notices/read", {"text": f"我是法院的，你身份证{SECRET}涉案"})
    assert SECRET not in json.dumps(found, ensure_ascii=False)
    assert "身份证号" in found["private"] and found["notice"]
    assert SECRET not in caplog.text and "涉案" not in caplog.text


def test_a_timeline_comes_with_its_steps(site: httpx.Client) -> None:
    body = {"due": "2026-10-05", "amount": "3200", "as_of": TODAY,
            "events": [{"kind": "summons", "on": "2026-11-16"}]}  # fmt: skip
    found = post(site, "/v1/timeline", body)
    steps = {each["id"]: each for each in found["steps"]}
    assert found["days_late"] == 47
    assert steps["event-summons"]["until"] == "2026-12-01"
    assert steps["stage-m3"]["on"] == "2026-12-05" and steps["stage-m3"]["state"] == "future"
    assert steps["sued"]["on"] is None and steps["sued"]["certainty"] == "unfixed"
    known = {source["id"] for source in found["sources"]}
    assert all(set(said["sources"]) <= known for each in found["steps"] for said in each["means"])
    assert found["calculation"]["kind"] == "timeline"


BAD: dict[str, tuple[str, Any, int]] = {
    "no such letter": ("/v1/letters/love-letter", {}, 404),
    "a letter with a path": ("/v1/letters/..%2F..%2Fetc", {}, 404),
    "a blank that is none": ("/v1/letters/complaint", {"fields": {"moon": "x"}}, 422),
    "a blank for the pen": ("/v1/letters/complaint", {"fields": {"id_number": SECRET}}, 422),
    "a blank named in Chinese": ("/v1/letters/complaint", {"fields": {"姓名": "x"}}, 422),
    "a secret as a name": ("/v1/letters/complaint", {"fields": {SECRET: "x"}}, 422),
    "fields as a list": ("/v1/letters/complaint", {"fields": []}, 422),
    "a value that is a number": ("/v1/letters/complaint", {"fields": {"facts": 1}}, 422),
    "a value too long": ("/v1/letters/complaint", {"fields": {"facts": "长" * 1201}}, 422),
    "a value of control characters": ("/v1/letters/complaint", {"fields": {"facts": "\x00\x01"}}, 422),
    "an amount that is none": ("/v1/letters/negotiate-instalments", {"fields": {"amount": "NaN"}}, 422),
    "a huge amount": ("/v1/letters/negotiate-instalments", {"fields": {"amount": "9" * 60}}, 422),
    "an unknown lender": ("/v1/letters/complaint", {"lender_kind": "friend"}, 422),
    "an unknown field": ("/v1/letters/complaint", {"model": "x"}, 422),
    "a format that is none": ("/v1/letters/complaint?format=exe", {}, 422),
    "a letter in 2015": ("/v1/letters/payment-order-objection", {"as_of": "2015-01-01"}, 422),
    "no text": ("/v1/notices/read", {}, 422),
    "an empty text": ("/v1/notices/read", {"text": ""}, 422),
    "an unseen text": ("/v1/notices/read", {"text": "\u200b\ufeff \n"}, 422),
    "a text too long": ("/v1/notices/read", {"text": "字" * 4001}, 422),
    "a text that is a list": ("/v1/notices/read", {"text": [SECRET]}, 422),
    "a day that never was": ("/v1/notices/read", {"text": "x", "as_of": "2026-02-30"}, 422),
    "no due date": ("/v1/timeline", {}, 422),
    "a due date in words": ("/v1/timeline", {"due": "上个月"}, 422),
    "a due date in 1900": ("/v1/timeline", {"due": "1900-01-01"}, 422),
    "nothing owed": ("/v1/timeline", {"due": "2026-10-05", "amount": "0"}, 422),
    "an amount as a fraction": ("/v1/timeline", {"due": "2026-10-05", "amount": 3200.5}, 422),
    "an unknown product": ("/v1/timeline", {"due": "2026-10-05", "product": "moon"}, 422),
    "an unknown event": ("/v1/timeline", {"due": "2026-10-05", "events": [{"kind": "moon", "on": TODAY}]}, 422),
    "too many events": ("/v1/timeline", {"due": "2026-10-05", "events": [{"kind": "summons", "on": TODAY}] * 21}, 422),
    "settled before it was due": ("/v1/timeline", {"due": "2026-10-05", "settled": "2026-10-01"}, 422),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_a_problem_in_chinese_that_repeats_nothing(
    site: httpx.Client, name: str
) -> None:
    path, body, status = BAD[name]
    response = site.post(path, json=body)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    found = response.json()
    assert {"type", "title", "status", "detail", "code"} == set(found)
    assert CHINESE.search(found["detail"]), found
    assert SECRET not in response.text and "moon" not in response.text
    for word in ("Traceback", "pydantic", "File ", "Error:"):
        assert word not in found["detail"]
