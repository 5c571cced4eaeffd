"""What a thief asks for, told in people's own words; and what only sounds like it."""

from __future__ import annotations

import pytest

from zhihuan.conversation.demands import demands_in, gave_code, gave_money, kept_it, nothing_lost


def demanded(text: str) -> list[str]:
    return [name for name, _ in demands_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "微信上那个借呗客服说交300押金才给办",
        "他让我加微信转账",
        "要我先打一笔保证金",
        "中介说交3000服务费包停息挂账",
        "催收叫我把钱转给他个人",
        "警官要我把存款转到安全账户",
        "贷款经理叫我刷流水",
        "理赔要我开借呗把钱转过去",
        "有人加我 要我交撤案费",
    ],
)
def test_money_wanted_before_anything_is_done_is_a_demand(text: str) -> None:
    assert demanded(text) == ["money-demand"]


@pytest.mark.parametrize(
    "text", ["客服要我报验证码", "叫我下载会议软件投屏", "让我共享屏幕看额度", "他要我银行卡密码"]
)
def test_a_code_a_password_or_the_screen_is_a_demand(text: str) -> None:
    assert demanded(text) == ["code-demand"]
    assert not gave_code(text)


@pytest.mark.parametrize(
    "text", ["验证码给他了", "把验证码念给那人听了", "我把动态码告诉客服了", "已经共享了屏幕"]
)
def test_a_code_that_was_given_is_told_from_one_that_is_wanted(text: str) -> None:
    assert gave_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "提前还款要交手续费吗",
        "客服说提前还要交手续费",
        "交了手续费才发现年化高",
        "法院让我交诉讼费",
        "房东让我先交押金",
        "我妈让我转钱给她",
        "让我转人工",
        "客服会让我共享屏幕吗",
        "支付密码输错了",
        "我忘了密码",
        "平台让我下载app还款",
        "还款的时候要输验证码",
        "保证金能退吗",
        "平台让我先还一半才给分期",
        "我把钱转给他了他不还",
    ],
)
def test_fees_courts_the_family_and_ones_own_code_are_none(text: str) -> None:
    assert demanded(text) == []


@pytest.mark.parametrize("text", ["没交", "还没打呢", "钱没转", "幸好没给他", "验证码还没念"])
def test_what_was_kept_is_read(text: str) -> None:
    assert kept_it(text)


@pytest.mark.parametrize("text", ["交了", "没交会怎样", "没给我回电话怎么投诉", "没人理我"])
def test_what_was_given_or_is_asked_was_not_kept(text: str) -> None:
    assert not kept_it(text)


@pytest.mark.parametrize("text", ["没扣钱呢还", "卡里的钱还在", "余额没少", "暂时没扣"])
def test_that_nothing_is_lost_yet_is_read(text: str) -> None:
    assert nothing_lost(text)


@pytest.mark.parametrize("text", ["钱没了", "扣了两千", "为什么没扣款成功"])
def test_a_loss_and_a_payment_that_failed_are_something_else(text: str) -> None:
    assert not nothing_lost(text)


@pytest.mark.parametrize(
    "text",
    [
        "已经转了600 能追回来不",
        "把钱转到了一个安全账户 一万二",
        "我交了2000保证金",
        "刚把一万多打过去了",
        "按他说的汇给他了",
        "钱付给他了",
    ],
)
def test_money_that_went_out_is_told(text: str) -> None:
    assert gave_money(text)


@pytest.mark.parametrize(
    "text",
    [
        "还没转",
        "他让我转过去",
        "他说交了500就给办",
        "要是转了会怎样",
        "转了会怎么样",
        "打了110",
        "打了个电话问",
        "要转到哪里",
    ],
)
def test_money_that_is_only_wanted_or_supposed_did_not_go_out(text: str) -> None:
    assert not gave_money(text)
