"""A call promised for the night is found however the hour is written, and nothing else is."""

from __future__ import annotations

import pytest

from tests.assist.conduct.checking import kinds
from zhihuan.assist.checking.clock import hours_named


@pytest.mark.parametrize(
    ("text", "before", "hour"),
    [
        ("今晚十点半", "", 22),
        ("晚上11点", "", 23),
        ("夜里十二点", "", 0),
        ("凌晨五点", "", 5),
        ("明早七点", "", 7),
        ("明晨6时许", "", 6),
        ("22:40", "", 22),
        ("6:40", "", 6),
        ("PM 10:50", "", 22),
        ("下午三点", "", 15),
        ("中午12点", "", 12),
        ("十一点左右", "孩子睡了才有空", 23),
        ("十一点左右", "上午方便", 11),
        ("三点左右", "", 15),
    ],
)
def test_an_hour_of_the_day_is_read(text: str, before: str, hour: int) -> None:
    assert [each.hour for each in hours_named(text, before)] == [hour]


@pytest.mark.parametrize("text", ["点击确认", "早点休息", "三点建议", "先还一点", "2点击这里"])
def test_not_every_dot_is_an_hour(text: str) -> None:
    assert hours_named(text) == []


@pytest.mark.parametrize(
    ("draft", "customer"),
    [
        ("今晚十点半我给您去个电话。", "白天上班"),
        ("明早七点我再打给您。", "在开会"),
        ("23:00我这边再联系您一次。", "晚点再说"),
        ("夜里十二点前后我把方案发给您。", "微信联系吧"),
        ("等娃睡踏实了，十一点左右我再来打扰您。", "孩子睡了才有空"),
        ("同事后天早上六点半到您楼下。", "什么时候上门"),
        ("天不亮我就给您打电话。", "在忙"),
        ("22点半我回拨您。", "在高铁上"),
        ("凌晨五点您赶飞机前给您打一个。", "出差"),
        ("明晨6时许电联，烦请接听。", "明天再说"),
    ],
)
def test_a_call_for_the_night_is_found(draft: str, customer: str) -> None:
    assert "outside-hours" in kinds(draft, customer)


@pytest.mark.parametrize(
    ("draft", "customer"),
    [
        ("晚上十点以后我们不会打扰您。", "别大半夜打我电话"),
        ("我明天上午十点给您回电。", "孩子睡了才有空"),
        ("今天下午4点或者晚上7点，哪个时间方便接电话？", "刚才忙"),
        ("您在今晚24点前还进来都算当天的。", "几点前还算今天的"),
        ("我晚上8点到9点之间联系您。", "白天忙"),
        ("晚上11点打电话是不应该的，我登记核查。", "昨晚11点有人打给我"),
        ("人工客服每天9:00到21:00都在。", "你们几点上班"),
        ("半夜打给您的不是我们，您可以投诉。", "半夜有人打给我"),
    ],
)
def test_a_call_for_the_day_is_none(draft: str, customer: str) -> None:
    assert "outside-hours" not in kinds(draft, customer)


def test_the_evening_that_was_asked_for_is_not_the_night() -> None:
    assert "outside-hours" in kinds("好的，23:10我再给您打电话。", "晚上再联系吧")
    assert "outside-hours" not in kinds("好的，23:10我给您打电话。", "夜里十一点以后再打给我")
