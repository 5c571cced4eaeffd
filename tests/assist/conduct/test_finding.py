"""What is a breach and what only sounds like one; and where in the draft it stands."""

from __future__ import annotations

import pytest

from tests.assist.conduct.checking import checked, kinds, quotes
from zhihuan.assist.conduct import read_draft


@pytest.mark.parametrize(
    ("draft", "kind"),
    [
        ("再不还钱，我们就让派出所的人去找您。", "threat"),
        ("不还就等着收法院传票吧。", "threat"),
        ("我们会通知您的单位和家人。", "third-party"),
        ("您先让您父母把这笔垫上。", "third-party"),
        ("还清了我就把您的逾期记录删掉。", "promise-deletion"),
        ("我保证给您批下来。", "promise-approval"),
        ("违约金我给您全免。", "promise-reduction"),
        ("我是市中级法院的，您的案子归我负责。", "impersonate-authority"),
        ("把刚收到的验证码发我一下。", "ask-code"),
        ("您先跟朋友借一点，把这边还上。", "urge-borrow"),
        ("有钱买手机，没钱还白条？", "blame"),
        ("打官司您肯定输。", "legal-verdict"),
        ("半夜我也会给您打电话。", "outside-hours"),
    ],
)
def test_what_must_not_be_sent_is_found(draft: str, kind: str) -> None:
    assert kind in kinds(draft)


@pytest.mark.parametrize(
    "draft",
    [
        "我们不会通知您的单位和家人。",
        "您提到对方说要上门抓您，这种话是违规的，可以投诉。",
        "“花钱洗征信”的说法是骗局，别信。",
        "单纯还不上是违约，不会因此坐牢。",
        "如果一直没有还，放款机构可能依法通过诉讼解决。",
        "我不能保证一定批下来，由放款机构决定。",
        "验证码谁来要都别给。",
        "您可以和家人商量一下，再决定每月还多少。",
        "先不急着去别处借钱。",
        "遇到难处不是您的错。",
    ],
)
def test_what_only_sounds_like_it_may_be_sent(draft: str) -> None:
    assert checked(draft).verdict == "pass"


def test_places_count_code_points_of_the_draft_as_it_was_written() -> None:
    draft = "😟您好。\n你再不还， 我 们 就 联系你的单位，好吗？"
    assert quotes(draft, kind="third-party") == ["联系你的单位，"]
    finding = next(f for f in checked(draft).findings if f.kind == "third-party")
    assert (
        draft.encode("utf-32-le")[4 * finding.start : 4 * finding.end]
        .decode("utf-32-le")
        .startswith("联系你的单位")
    )


def test_a_reading_keeps_the_place_of_every_character() -> None:
    draft = "A你 好\u200b，征 信！"
    reading = read_draft(draft)
    assert len(reading.text) == len(reading.places)
    assert "征信" in reading.text and "您好" in reading.text
    at = reading.text.index("征信")
    start, end = reading.span(at, at + 2)
    assert draft[start:end] == "征 信"


def test_letters_in_between_hide_nothing() -> None:
    assert "third-party" in kinds("我们会 联*系 您 的 单_位。")


def test_conditions_are_no_denials() -> None:
    assert "threat" in kinds("您不处理的话，我们马上起诉。")
    assert "third-party" in kinds("我不能保证不会联系您的家人。")


def test_somebody_else_s_debt_is_told_to_nobody() -> None:
    draft = "目前欠款3200元，逾期45天了。"
    assert "third-party" in kinds(draft, "我是他老婆，他欠了你们多少")
    assert "third-party" not in kinds(draft, "我欠3200，逾期45天")
