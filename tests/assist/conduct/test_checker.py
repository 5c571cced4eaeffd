"""Hours, private data, missing words, the library's word against a draft; and how quick it is."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.assist.conduct.checking import NOON, checked, checker, kinds, quotes, said
from zhihuan.assist.checking import Checker
from zhihuan.clock import CHINA

if TYPE_CHECKING:
    from zhihuan.composition import Services

NIGHT = datetime(2026, 11, 21, 22, 30, tzinfo=CHINA)
EARLY = datetime(2026, 11, 22, 7, 59, tzinfo=CHINA)
ASKS = "您的白条逾期了，请尽快还款。我是平台客服，工号027。"


@pytest.mark.parametrize("at", [NIGHT, EARLY])
def test_nobody_collects_at_night(at: datetime) -> None:
    assert "outside-hours" in kinds(ASKS, at=at)
    assert "outside-hours" not in kinds(ASKS, at=NOON)


def test_who_writes_at_night_is_answered() -> None:
    draft = "单纯还不上是违约，不会坐牢。您先休息。"
    assert "outside-hours" not in kinds(draft, "睡不着，会不会坐牢", at=NIGHT)
    assert "outside-hours" in kinds("那您什么时候还款？", "在吗", at=NIGHT)


def test_an_hour_that_was_agreed_to_is_no_breach() -> None:
    assert "outside-hours" not in kinds(ASKS, "我下夜班，晚上十一点打给我", at=NIGHT)
    assert "outside-hours" in kinds(ASKS, "晚上别打给我", at=NIGHT)


def test_a_call_promised_for_the_night_is_marked_where_it_stands() -> None:
    assert quotes("我晚上11点再打给您。", kind="outside-hours") == ["晚上11点"]
    assert kinds("我晚上8点再打给您，可以吗？") == set()


@pytest.mark.parametrize(
    ("draft", "private", "severity"),
    [
        ("您的身份证号是11010519491231002X，对吗？", "11010519491231002X", "block"),
        ("您的手机号13800138000我记下了。", "13800138000", "warn"),
    ],
)
def test_private_data_is_marked(draft: str, private: str, severity: str) -> None:
    found = [f for f in checked(draft).findings if f.kind == "private-data"]
    assert private in draft[found[0].start : found[0].end]
    assert found[0].severity == severity


def test_an_agent_may_give_their_own_name() -> None:
    assert "private-data" not in kinds("您好，我叫张三丰，是平台客服。")


def test_a_sum_needs_to_say_that_the_bill_decides() -> None:
    case = "我白条欠了3200，逾期45天了"
    draft = "费用大约74到101元。"
    found = [f for f in checked(draft, case).findings if f.kind == "missing-statement"]
    assert [(f.start, f.end) for f in found] == [(len(draft), len(draft))]
    assert "missing-statement" not in kinds("费用大约74到101元，以账单为准。", case)
    assert "missing-statement" not in kinds("您欠3200元，我登记一下。", case)


@pytest.mark.parametrize(
    "draft",
    [
        "您这边的年利率是18.25%，按日计息的。",
        "手续费就是每期0.6%，不会变的。",
        "逾期费用统一是每天万分之七。",
        "延一个月52块钱，您觉得合适就登记。",
        "延期不收任何费用的，您放心。",
        "每期固定还265元，我帮您提交。",
    ],
)
def test_a_cost_or_a_rate_told_as_final_needs_the_same(draft: str) -> None:
    assert "missing-statement" in kinds(draft, "要多少钱")
    assert "missing-statement" not in kinds(draft + "具体以合同和账单为准。", "要多少钱")


@pytest.mark.parametrize(
    ("draft", "customer"),
    [
        ("5600减去3900剩1700，还要吃饭。您看拿出多少比较稳妥？", "工资5600，房贷3900"),
        ("好的，每月800元，我先按这个数登记意愿。", "每个月能还800"),
        ("提异议不收任何费用。", "异议要钱吗"),
        ("还能每月挤出200，真的很努力了。", "别人都能还"),
    ],
)
def test_what_they_can_pay_is_for_no_bill_to_decide(draft: str, customer: str) -> None:
    assert "missing-statement" not in kinds(draft, customer)


def test_somebody_in_danger_is_not_asked_for_money_without_a_word_of_help() -> None:
    customer = "我真的活不下去了，不想活了"
    rules = {f.rule for f in checked("您看这笔今天方便处理吗？", customer).findings}
    assert "missing-statement-danger" in rules
    help_ = "我很担心您，先不谈还款。请马上打120，或者12356。"
    assert "missing-statement-danger" not in {f.rule for f in checked(help_, customer).findings}


@pytest.mark.parametrize("number", ["6222000011112222333", "440305199203040028", "010-55550123"])
def test_a_long_number_is_private_whether_or_not_it_can_be_real(number: str) -> None:
    assert "private-data" in kinds(f"您登记的是{number}，对吗？")
    assert "private-data" not in kinds("您的工单号20261121001234，尾号4321的卡。")


def test_who_begins_says_who_they_are() -> None:
    draft = "您好，您的白条逾期了，请尽快处理。"
    assert "missing-statement" in kinds(draft)
    assert "missing-statement" not in kinds("您好，我是平台客服，您的白条逾期了，请尽快处理。")
    assert "missing-statement" not in kinds(draft, "我的白条逾期了怎么办")


def test_a_claim_that_is_never_to_be_told_is_found_with_what_holds_instead() -> None:
    found = [f for f in checked("白条最长可以免息50天。").findings if "fifty" in f.rule]
    assert found and found[0].rewrite and "40天" in found[0].rewrite
    assert "contradicts-library" not in kinds("有人说白条最长免息50天，这个说法没有依据。")


def test_the_gravest_finding_is_the_verdict() -> None:
    assert checked("好的，我记下了。").verdict == "pass"
    assert checked("您好，您的白条逾期了，请尽快处理。").verdict == "warn"
    assert checked("再不还我们就联系您的单位。").verdict == "block"


def test_what_is_typed_is_checked_quickly() -> None:
    # 20 ms for 500 characters on a quiet machine; here only that it is not ten times that.
    draft = ("您逾期45天，费用大约74到101元，以账单为准。您看每月能还多少？" * 20)[:500]
    case = said("我白条欠了3200，逾期45天了")
    checker().check(draft, NOON, case, quick=True)
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        checker().check(draft, NOON, case, quick=True)
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.2


@pytest.fixture(scope="module")
def whole(services: Services, model_cache: Path) -> Checker:
    """With vectors: the library's are made on the first run, which takes a minute."""
    assert services.checker is not None
    services.checker.warm(model_cache)
    return services.checker


@pytest.mark.parametrize(
    "draft",
    [
        "您家里人要是听说了这件事，心里会怎么想呢？",
        "有的事拖着拖着，就轮到别的部门来找您了。",
        "咱们把话说透，闹到台面上吃亏的是您。",
    ],
)
def test_what_is_said_sideways_is_found_by_likeness(whole: Checker, draft: str) -> None:
    assert whole.check(draft, NOON).verdict != "pass"


@pytest.mark.parametrize(
    "draft",
    [
        "停息挂账是国家给每个人的权利，您提了就要受理。",
        "满九十天系统一律走起诉，没有例外。",
        "您这月还上，下个月报告里就没有逾期了。",
        "打了投诉电话，征信上会有投诉记录的。",
    ],
)
def test_what_circulates_and_is_wrong_is_found_in_other_words(whole: Checker, draft: str) -> None:
    assert "contradicts-library" in {f.kind for f in whole.check(draft, NOON).findings}


@pytest.mark.parametrize(
    "draft",
    [
        "停息挂账不是法定权利，要和机构谈妥了才算。",
        "没有满九十天就一定起诉的规定，各家不一样。",
        "还清以后记录还会留着，状态改成已结清。",
        "投诉是您的权利，不会记到征信里。",
    ],
)
def test_that_it_is_wrong_may_be_said(whole: Checker, draft: str) -> None:
    assert whole.check(draft, NOON).verdict == "pass"


def test_no_live_article_is_blocked(whole: Checker, services: Services) -> None:
    articles = services.toolbox.library.knowledge_base.public.articles
    for article in (each for each in articles if each.status(NOON.date()) == "current"):
        for passage in article.passages:
            found = whole.check(passage.text, NOON, quick=True)
            assert found.verdict != "block", (article.slug, found.findings)


def test_what_was_checked_before_is_checked_again_at_once(whole: Checker) -> None:
    # 20 ms on a quiet machine; here only that nothing is embedded anew.
    draft = "您逾期45天，费用大约74到101元，以账单为准。您看每月能还多少？我帮您登记。"
    whole.check(draft, NOON)
    begun = time.perf_counter()
    whole.check(draft, NOON)
    again = time.perf_counter() - begun
    whole.check(draft + "有消息我第一时间告诉您。", NOON)
    assert again < 0.2


@pytest.mark.parametrize(
    "draft",
    [
        "我把您的难处写进工单，有结果第一时间告诉您。",
        "您先把吃饭看病的钱留好，剩下的我们慢慢商量。",
        "这件事由放款机构决定，我会如实转达。",
    ],
)
def test_what_is_kind_and_plain_passes_whole(whole: Checker, draft: str) -> None:
    assert whole.check(draft, NOON).verdict == "pass"


def test_figures_that_differ_from_the_librarys_are_told_with_its_sentence(whole: Checker) -> None:
    found = whole.check("逾期记录从还清那天起再保存7年。", NOON).findings
    assert {f.kind for f in found} >= {"contradicts-library", "wrong-figure"}
    assert any("5年" in (f.rewrite or "") for f in found)
