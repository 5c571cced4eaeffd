"""What a court awarded comes to one sum, and is paid off without an App's fees."""

from __future__ import annotations

import pytest

from tests.conversation.test_embedded_sums import calls
from tests.conversation.test_situation import figure, told


@pytest.mark.parametrize(
    "text",
    [
        "判决 本金11000 利息2300 诉讼费125", "法院判了，本金11000，利息2300，受理费125",
        "调解书写本金11000元 违约金2300元 诉讼费125元",
    ],
)  # fmt: skip
def test_the_parts_of_an_award_add_up(text: str) -> None:
    assert figure(told(text).amount) == ("13425", "13425")


@pytest.mark.parametrize(
    "text", ["本金11000 利息2300", "白条本金11000 违约金125", "判决 本金11000 每月还1000"]
)
def test_what_is_no_award_stays_the_principal(text: str) -> None:
    assert figure(told(text).amount) == ("11000", "11000")


def test_an_award_is_paid_off_without_a_fee_per_period() -> None:
    found = calls("判决 本金11000 利息2300 诉讼费125 每月1000 要多久")
    assert found["add_up_debts"]["monthly"] == "1000"
    assert not {"compare_plans", "plan_installments"} & set(found)


def test_a_plan_of_an_app_is_made_as_before() -> None:
    assert "compare_plans" in calls("白条欠11000 每月能还1000 分几期")
