"""What a person says lands in the right field, and what is not about them lands in none."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhihuan.conversation.reading import read_situation
from zhihuan.conversation.situation import Known, Range, Situation, Utterance, changes
from zhihuan.conversation.told import T

TODAY = date(2026, 11, 21)


def told(*texts: str) -> Situation:
    """A conversation; `budget<400` is the answer 400 to a question for the budget."""
    utterances = []
    for text in texts:
        asked, _, answer = text.rpartition("<")
        utterances.append(Utterance(answer, TODAY, asked or None))
    return read_situation(utterances)


def figure(known: Known[Range] | None) -> tuple[str, str] | None:
    return (f"{known.value.low:f}", f"{known.value.high:f}") if known else None


def value(known: Known[T] | None) -> T | None:
    return known.value if known else None


def test_the_conversation_we_aim_at_is_understood() -> None:
    situation = told(
        "我白条欠了3200，逾期45天了，会怎么样",
        "分12期每期多少",
        "我每月最多拿400",
        "说错了，欠的是8200",
    )
    assert value(situation.product) == "baitiao"
    assert figure(situation.amount) == ("8200", "8200")
    assert figure(situation.days_late) == ("45", "45")
    assert value(situation.periods) == 12
    assert figure(situation.budget) == ("400", "400")
    assert situation.amount is not None
    assert (situation.amount.words, situation.amount.turn) == ("8200", 3)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        pytest.param(text, low, high, id=text)
        for text, low, high in [
            ("欠了3200", "3200", "3200"),
            ("还欠两万五", "25000", "25000"),
            ("待还3200", "3200", "3200"),
            ("本期账单3200.55", "3200.55", "3200.55"),
            ("借了两万没还", "20000", "20000"),
            ("我还了500，还剩2700", "2700", "2700"),
            ("花了3000买手机，没还上", "3000", "3000"),
            ("额度一万，用了8000没还", "8000", "8000"),
            ("白条三千多还不上", "3000", "4000"),
            ("欠三四千", "3000", "4000"),
            ("白条3200", "3200", "3200"),
            ("3200分12期每期多少", "3200", "3200"),
            ("白条逾期两个多月，本金3200，违约金80多，利息120", "3200", "3200"),
            ("利息都滚到1200了，本金才3000", "3000", "3000"),
            ("律师函说我欠5,632.18元", "5632.18", "5632.18"),
            ("总共欠了8万，其中白条3200", "3200", "3200"),
            ("不是3200，是8200", "8200", "8200"),
            ("一万二的白条还没还", "12000", "12000"),
            ("刚才说的3200不对，是2300", "2300", "2300"),
            ("amount<3200", "3200", "3200"),
            ("amount<大概两万吧", "20000", "20000"),
        ]
    ],
)
def test_what_they_owe_is_the_amount(text: str, low: str, high: str) -> None:
    assert figure(told(text).amount) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "有人说交2000块能把征信洗白，是真的吗",
        "罚了200",
        "违约金50",
        "最低还款320还不上",
        "额度5000",
        "额度一万",
        "之前额度是2万，被冻结了",
        "花了3000买手机",
        "我还了500",
        "每月要还2000",
        "能不能一次性还2000",
        "一期是400，逾期三期了",
        "想再借5000",
        "每月最多拿400",
        "工资5000",
        "房租1500",
        "打95118",
        "逾期45天",
        "芝麻分650",
    ],
)
def test_money_that_is_not_owed_is_never_the_amount(text: str) -> None:
    assert told(text).amount is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        pytest.param(text, low, high, id=text)
        for text, low, high in [
            ("每月最多拿400", "400", "400"),
            ("一个月能还500", "500", "500"),
            ("每月只能还300", "300", "300"),
            ("月供不超过800", "800", "800"),
            ("顶多三百", "300", "300"),
            ("每个月最多能还五百块", "500", "500"),
            ("我现在每月能拿出来的也就两三百", "200", "300"),
            ("每期285.87我还得起", "285.87", "285.87"),
            ("一个月三百多还行", "300", "400"),
            ("每月剩一千五能还", "1500", "1500"),
            ("budget<四百吧", "400", "400"),
            ("budget<400", "400", "400"),
        ]
    ],
)
def test_what_they_can_pay_is_the_budget_and_never_the_amount(
    text: str, low: str, high: str
) -> None:
    situation = told(text)
    assert figure(situation.budget) == (low, high)
    assert situation.amount is None


def test_income_and_spending_are_told_apart_and_spending_is_summed() -> None:
    situation = told("工资5000，房租1500，生活费1000")
    assert figure(situation.income) == ("5000", "5000")
    assert figure(situation.spending) == ("2500", "2500")
    assert figure(told("income<5000左右").income) == ("5000", "5000")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        pytest.param(text, low, high, id=text)
        for text, low, high in [
            ("逾期45天", "45", "45"),
            ("拖了两个多月", "61", "92"),
            ("M3了", "61", "90"),
            ("超了三天", "3", "3"),
            ("晚了一天", "1", "1"),
            ("一年没还", "365", "365"),
            ("逾期快满三个月了", "77", "90"),
            ("拖了几个月了", "61", "273"),
            ("我欠了3200块已经两个月了", "61", "61"),
            ("从国庆到现在没还", "51", "51"),
            ("上个月15号该还的", "37", "37"),
            ("15号的账单没还", "6", "6"),
            ("昨天到期的忘了还", "1", "1"),
            ("上个月开始没还", "21", "51"),
            ("去年12月就逾期了", "325", "355"),
            ("从今年三月份开始没还", "235", "265"),
            ("还有三天到期", "0", "0"),
            ("25号到期，还不上", "0", "0"),
            ("days<45", "45", "45"),
            ("days<一个半月", "46", "46"),
            ("days<上个月15号", "37", "37"),
        ]
    ],
)
def test_how_late_they_are_is_known_in_days(text: str, low: str, high: str) -> None:
    days = told(text).days_on(TODAY)
    assert days is not None
    assert (f"{days.low:f}", f"{days.high:f}") == (low, high)


@pytest.mark.parametrize(
    ("text", "low", "high"), [("逾期45天", 55, 55), ("上个月15号该还的", 47, 47), ("M2了", 41, 70)]
)
def test_days_late_grow_with_the_calendar(text: str, low: int, high: int) -> None:
    days = told(text).days_on(date(2026, 12, 1))
    assert days is not None
    assert (int(days.low), int(days.high)) == (low, high)


def test_days_late_stop_growing_on_the_day_it_was_settled() -> None:
    situation = told("白条逾期10天了", "今天还清了")
    assert situation.days_on(date(2027, 1, 1)) == Range(Decimal(10), Decimal(10))


def test_a_later_story_of_the_delay_replaces_the_earlier_one() -> None:
    situation = told("上个月15号该还的", "不对，是逾期60天")
    assert situation.due is None
    assert figure(situation.days_late) == ("60", "60")


@pytest.mark.parametrize(
    "text",
    ["逾期几天上征信", "白条可以晚几天还吗", "催收一天打了20个电话", "三天内还清", "免息30天"],
)
def test_a_length_of_time_that_is_not_their_delay_is_left_alone(text: str) -> None:
    assert told(text).days_on(TODAY) is None


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("逾期一天会上征信吗", True),
        ("如果逾期30天会怎么样", True),
        ("白条逾期90天以上会被起诉吗", True),
        ("可以推迟两天还款吗", True),
        ("我逾期了一天会上征信吗", False),
        ("逾期45天了，会怎么样", False),
        ("不小心晚了三天", False),
        ("白条逾期45天", False),
    ],
)
def test_a_delay_only_supposed_is_marked_so(text: str, supposed: bool) -> None:
    days = told(text).days_late
    assert days is not None
    assert days.hypothetical is supposed


def test_a_supposition_never_replaces_a_fact() -> None:
    situation = told("白条逾期45天了", "如果逾期90天会被起诉吗")
    assert figure(situation.days_late) == ("45", "45")
    assert figure(told("逾期一天会怎么样", "我逾期45天了").days_late) == ("45", "45")


@pytest.mark.parametrize(
    ("texts", "field", "value"),
    [
        pytest.param(texts, field, value, id="｜".join(texts))
        for texts, field, value in [
            (("欠了3200", "说错了，欠的是8200"), "amount", "8200"),
            (("欠了3200", "不是3200，是8200"), "amount", "8200"),
            (("欠了3200", "是8200不是3200"), "amount", "8200"),
            (("欠了3200", "更正，8200"), "amount", "8200"),
            (("欠了3200", "8200才对"), "amount", "8200"),
            (("欠了3200", "打错了 8200"), "amount", "8200"),
            (("欠了3200，每月最多拿400", "每月不是400，是600"), "budget", "600"),
            (("欠了3200，每月最多拿400", "打错了，是600"), "budget", "600"),
            (("欠了3200", "每月最多拿400", "不是3200，是8200"), "amount", "8200"),
            (("白条逾期45天", "不对，是60天"), "days_late", "60"),
            (("白条逾期45天", "应该是54天"), "days_late", "54"),
            (("逾期不是45天，是54天，欠的也不是3200是2300",), "days_late", "54"),
            (("逾期不是45天，是54天，欠的也不是3200是2300",), "amount", "2300"),
        ]
    ],
)
def test_a_correction_replaces_the_field_it_means(
    texts: tuple[str, ...], field: str, value: str
) -> None:
    assert figure(getattr(told(*texts), field)) == (value, value)


def test_a_correction_of_the_periods_or_the_product_is_taken() -> None:
    assert value(told("分12期每期多少", "说错了，24期").periods) == 24
    assert value(told("白条逾期了", "不是白条，是金条").product) == "jintiao"


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("分12期每期多少", 12),
        ("那24期呢", 24),
        ("六期的话", 6),
        ("停息挂账分60期", 60),
        ("分10个月还", 10),
        ("periods<12", 12),
        ("periods<12个月", 12),
        ("12期和24期哪个划算", 12),
        ("白条分了12期，还了4期", 12),
    ],
)
def test_the_periods_asked_about_are_known(text: str, periods: int) -> None:
    assert value(told(text).periods) == periods


@pytest.mark.parametrize(
    "text", ["逾期3期了", "已经两期没还了", "还剩6期", "第三期没还", "每一期多少"]
)
def test_periods_already_gone_are_not_the_periods_asked_about(text: str) -> None:
    assert told(text).periods is None


@pytest.mark.parametrize(
    ("text", "field", "fraction"),
    [
        ("每期0.6%", "fee_rate", "0.006"),
        ("手续费0.5%一期", "fee_rate", "0.005"),
        ("fee_rate<0.6", "fee_rate", "0.006"),
        ("fee_rate<0.6%", "fee_rate", "0.006"),
        ("年化18", "annual_rate", "0.18"),
        ("年利率百分之十八", "annual_rate", "0.18"),
        ("月息一分", "annual_rate", "0.12"),
        ("日息万五", "daily_rate", "0.0005"),
        ("每天0.05%", "daily_rate", "0.0005"),
    ],
)
def test_a_rate_becomes_a_fraction_in_its_own_field(text: str, field: str, fraction: str) -> None:
    assert value(getattr(told(text), field)) == Decimal(fraction)


@pytest.mark.parametrize("text", ["一分利", "七日年化收益率2.6%"])
def test_a_rate_that_could_mean_two_things_or_is_not_theirs_is_left_to_be_asked(text: str) -> None:
    situation = told(text)
    assert situation.annual_rate is situation.fee_rate is situation.daily_rate is None


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("京东白条", "baitiao"),
        ("京东百条逾期了", "baitiao"),
        ("jd白条", "baitiao"),
        ("白调", "baitiao"),
        ("小白卡", "baitiao-card"),
        ("白条联名卡", "baitiao-card"),
        ("金条", "jintiao"),
        ("花贝", "huabei"),
        ("借贝", "jiebei"),
        ("微立贷", "weilidai"),
        ("抖音月付", "douyin-pay-later"),
        ("美团月付", "meituan-pay-later"),
        ("信用卡", "credit-card"),
        ("房贷", "mortgage"),
        ("花呗和借呗都逾期了，白条能分期吗", "baitiao"),
        ("白条和花呗都逾期了", "baitiao"),
        ("网贷一堆，白条也逾期了", "baitiao"),
    ],
)
def test_the_product_is_known_by_all_its_names(text: str, product: str) -> None:
    assert value(told(text).product) == product


def test_figures_of_another_product_stay_with_it() -> None:
    situation = told("白条欠3200", "借呗还欠一万，逾期一个月了")
    (other,) = situation.other_debts
    assert figure(situation.amount) == ("3200", "3200")
    assert situation.days_late is None
    assert other.product == "jiebei"
    assert figure(other.amount) == ("10000", "10000")
    assert figure(other.days_late) == ("31", "31")
    assert [known.value for known in situation.other_products] == ["jiebei"]


def test_several_debts_in_one_message_are_told_apart_and_their_total_overwrites_none() -> None:
    situation = told("白条欠了三千二，金条五千，花呗两千，总共一万多")
    assert figure(situation.amount) == ("3200", "3200")
    assert [(d.product, figure(d.amount)) for d in situation.other_debts] == [
        ("jintiao", ("5000", "5000")),
        ("huabei", ("2000", "2000")),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("放款方是盛际小贷", "small-loan-company"),
        ("合同上写的某某银行", "bank"),
        ("资方是马上消费金融", "consumer-finance-company"),
        ("是小贷公司放的", "small-loan-company"),
    ],
)
def test_the_kind_of_lender_follows_from_its_name(text: str, kind: str) -> None:
    assert value(told(text).lender_kind) == kind


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年3月5日结清的", "2026-03-05"),
        ("三月份结清的，哪年能没有记录", "2026-03-31"),
        ("昨天还清了", "2026-11-20"),
        ("两年前还清的", "2024-11-21"),
        ("结清一年多了", "2025-11-21"),
        ("前年10月逾期的，去年还清了", "2025-12-31"),
        ("settled_on<3月5号", "2026-03-05"),
    ],
)
def test_the_day_it_was_settled_is_known(text: str, day: str) -> None:
    assert value(told(text).settled_on) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["3月5号还没还清", "下个月才能还清", "月底可以一次性还清吗"])
def test_what_is_not_paid_off_yet_is_not_settled(text: str) -> None:
    assert told(text).settled_on is None


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("收到律师函了怎么办", "received", "lawyer-letter"),
        ("收到短信说要起诉我", "received", "sms"),
        ("法院传票寄来了", "received", "court-summons"),
        ("昨天有人上门了", "received", "visit"),
        ("天天给我打电话", "received", "call"),
        ("判决下来了", "received", "judgment"),
        ("法院叫我去调解", "received", "mediation"),
        ("收到执行通知书", "received", "enforcement-notice"),
        ("我是大三学生", "about", "student"),
        ("我17岁", "about", "minor"),
        ("失业半年了", "about", "unemployed"),
        ("生病住院了", "about", "ill"),
        ("我怀孕了", "about", "pregnant"),
        ("我是残疾人", "about", "disabled"),
        ("我爸退休了", "about", "elderly"),
        ("我老公白条逾期了", "about", "family-member"),
        ("我爸去世了，他的白条欠了8000", "about", "deceased-debtor"),
        ("会不会坐牢", "fears", "prison"),
        ("会不会告诉我家里人", "fears", "family"),
        ("会上征信吗", "fears", "credit-record"),
        ("会被起诉吗", "fears", "court"),
        ("怕催收", "fears", "collectors"),
        ("怕单位知道", "fears", "job"),
    ],
)
def test_papers_states_and_fears_are_heard(text: str, field: str, value: str) -> None:
    assert value in [known.value for known in getattr(told(text), field)]


def test_a_paper_only_asked_about_is_marked_so() -> None:
    assert told("会上门吗").received[0].hypothetical
    assert not told("会上门吗", "今天上门了").received[0].hypothetical


def test_someone_who_fears_their_family_may_know_is_not_asking_for_them() -> None:
    assert told("怕我爸妈知道我白条逾期").about == ()
    assert told("急死了怎么办").about == ()


def test_changes_name_what_is_new_and_what_was_corrected() -> None:
    before, after = told("白条欠3200"), told("白条欠3200", "说错了，8200，逾期45天")
    assert [(c.field, c.corrected) for c in changes(before, after)] == [
        ("amount", True),
        ("days_late", False),
    ]
    assert changes(after, told("白条欠3200", "说错了，8200，逾期45天", "对，欠8200")) == []


def test_the_situation_is_described_in_chinese() -> None:
    situation = told("白条欠了三四千，逾期45天，花呗欠5000，每月最多拿400", "每期0.6%，分12期")
    assert situation.describe() == [
        ("产品", "京东白条"),
        ("还提到", "花呗"),
        ("欠款", "约 3,000–4,000 元"),
        ("花呗欠款", "5,000 元"),
        ("逾期", "45 天（2026-11-21 说的）"),
        ("想分", "12 期"),
        ("每期费率", "0.6%"),
        ("能还", "每月 400 元"),
    ]


def test_json_keeps_decimals_as_text_and_every_word() -> None:
    told_json = told("白条欠了3,200.50元").to_json()
    assert json.loads(json.dumps(told_json)) == told_json
    assert told_json["amount"]["value"]["low"] == "3200.5"
    assert told_json["amount"]["words"] == "3,200.50元"
    assert told_json["budget"] is None


WORDS = (
    "我 白条 花呗 欠了 还剩 3200 三四千 逾期 45天 两个月 上个月15号 "
    "分12期 每月最多 400 不是 是 说错了 0.6% 吗 ， 。 还清了 M3 "
    "工资 几天 以前 前 还有 到期 99999999999天 如果 "
)
PIECES = st.sampled_from(WORDS.split())
TALK = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=20).map("".join))
ASKED = st.sampled_from(
    [None, "amount", "days", "budget", "fee_rate", "periods", "product", "income", "settled_on"]
)


@given(st.lists(st.tuples(TALK, ASKED), max_size=4))
@settings(max_examples=300)
def test_any_conversation_can_be_read_described_and_kept(
    talk: list[tuple[str, str | None]],
) -> None:
    utterances = [Utterance(text, TODAY, asked) for text, asked in talk]
    situation = read_situation(utterances)
    situation.describe()
    json.dumps(situation.to_json())
    days = situation.days_on(date(2026, 12, 31))
    assert days is None or 0 <= days.low <= days.high
    for known in (situation.amount, situation.budget, situation.days_late):
        if known is not None:
            assert known.value.low <= known.value.high
            assert known.words in utterances[known.turn].text


@given(st.lists(TALK, max_size=3))
def test_reading_the_same_conversation_again_changes_nothing(talk: list[str]) -> None:
    utterances = [Utterance(text, TODAY) for text in talk]
    assert changes(read_situation(utterances), read_situation(utterances)) == []


@pytest.mark.parametrize(
    ("lines", "low"),
    [
        (("白条欠6000想分期，每月能还600", "再少点呢 200"), "200"),
        (("每月能还600", "算错了每月只能还300"), "300"),
        (("每月生活费1500能挤300",), "300"),
    ],
)
def test_another_budget_replaces_the_one_before(lines: tuple[str, ...], low: str) -> None:
    assert figure(told(*lines).budget) == (low, low)


@pytest.mark.parametrize(
    "text",
    ["听说欠1万以上会被起诉是吗", "我朋友欠了两万都没事", "那金额一万二的呢，2023年的"],
)
def test_what_is_heard_of_or_owed_by_others_is_not_what_they_owe(text: str) -> None:
    assert figure(told("白条欠5000逾期20天", text).amount) == ("5000", "5000")


def test_a_figure_looked_up_is_what_is_owed_even_if_a_budget_was_asked_for() -> None:
    situation = told("白条欠三四千", "budget<查了下是3650")
    assert figure(situation.amount) == ("3650", "3650")
    assert situation.budget is None


@pytest.mark.parametrize(("text", "low"), [("看到了 1860", "1860"), ("2300", "2300")])
def test_an_amount_that_stands_alone_is_what_is_owed(text: str, low: str) -> None:
    assert figure(told("白条逾期一个月了", text).amount) == (low, low)


def test_a_corrected_day_is_of_the_kind_that_was_told() -> None:
    situation = told("白条我2025年8月10号还清的", "记错了是2024年8月10号")
    assert value(situation.settled_on) == date(2024, 8, 10)
    situation = told("白条8月10号到期没还", "记错了是9月10号")
    assert value(situation.due) == date(2026, 9, 10)


def test_a_day_still_to_come_settles_nothing() -> None:
    utterance = Utterance("2月10号还清几号不显示", date(2026, 2, 1))
    assert read_situation([utterance]).settled_on is None


def test_a_rate_told_after_a_plan_is_its_fee() -> None:
    assert value(told("3200分12期", "看错了，是0.5%").fee_rate) == Decimal("0.005")
    assert value(told("3200分12期", "1%呢").fee_rate) == Decimal("0.01")
    assert told("白条欠3200", "违约金1%").fee_rate is None


def test_no_amount_is_taken_for_a_fee() -> None:
    assert told("3200分12期", "fee_rate<要是年底多发5000先还上呢").fee_rate is None
    assert told("3200分12期", "fee_rate<0.6是哪来的").fee_rate is None


def test_the_product_that_is_no_more_spoken_of_is_given_up() -> None:
    assert value(told("白条欠2000", "不说白条了，花呗4000逾期30天").product) == "huabei"


def test_what_is_earned_by_the_work_that_is_named_is_income() -> None:
    situation = told("我现在跑外卖 一个月四千 房租八百 吃饭一千")
    assert figure(situation.income) == ("4000", "4000")
    assert figure(situation.spending) == ("1800", "1800")


@pytest.mark.parametrize(
    "text", ["去年11月逾期的8000块现在还清征信就没了吧", "3月5号逾期的现在还清还来得及吗"]
)
def test_a_debt_that_is_settled_now_was_not_settled_when_it_fell_due(text: str) -> None:
    assert told(text).settled_on is None


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("一月能还1千", "1000"),
        ("我一月还500", "500"),
        ("一月最多还八百", "800"),
        ("一个月1500", "1500"),
        ("月还1800", "1800"),
        ("每月500吧", "500"),
        ("想每月还300", "300"),
    ],
)
def test_a_month_is_not_january_and_a_monthly_figure_alone_is_the_budget(
    text: str, budget: str
) -> None:
    assert figure(told("白条欠9000", text).budget) == (budget, budget)
    assert figure(told(f"白条欠9000 {text}").budget) == (budget, budget)


@pytest.mark.parametrize(
    "text",
    [
        "一月还款日是几号",
        "一月还清的",
        "一月份的账单",
        "一月还有一笔",
        "花呗每月600",
        "听说每月500就行",
        "利息每月300",
        "上月还3000",
        "赔偿金还有两万没到账",
        "对方说一次还1万4就结清",
        "budget<手里有5000",
        "budget<赔偿金还有两万没到账",
        "budget<对方说一次还1万4就结清",
        "budget<还是不算利息的四千七",
        "budget<上个月在电话里答应过还100",
    ],
)
def test_what_is_no_offer_of_so_much_a_month_is_no_budget(text: str) -> None:
    assert told("白条欠9000", text).budget is None


@pytest.mark.parametrize(
    "text",
    [
        "上个月在电话里答应过还100",
        "budget<答应了还100",
        "先还100",
        "赔偿金还有两万没到账",
        "上月还3000",
    ],
)
def test_a_promise_or_a_payment_never_replaces_the_debt(text: str) -> None:
    asked, _, answer = text.rpartition("<")
    assert figure(told("白条欠9000", f"{asked}<{answer}").amount) == ("9000", "9000")


@pytest.mark.parametrize("text", ["一万", "8k", "1200块", "大概八千", "days<1200块"])
def test_an_amount_alone_is_kept_where_nothing_is_known_yet(text: str) -> None:
    assert told(text).amount is not None


@pytest.mark.parametrize("text", ["白条欠1万以下", "欠5000块以内"])
def test_a_bound_is_no_figure_to_work_with(text: str) -> None:
    assert told(text).amount is None


@pytest.mark.parametrize(
    "text",
    [
        "昨天到期忘了还 今天早上还进去了",
        "我昨天忘还了 今天还上了",
        "昨天忘还了，今天还了",
        "昨天忘了还款 今早补上了",
    ],
)
def test_a_day_missed_and_made_good_today_is_one_day_late_and_settled(text: str) -> None:
    situation = told(text)
    assert value(situation.settled_on) == TODAY
    assert situation.days_on(date(2026, 12, 31)) == Range(Decimal(1), Decimal(1))
    later = told(text, "就晚了一天 1200块")
    assert figure(later.amount) == ("1200", "1200")
    assert value(later.settled_on) == TODAY


@pytest.mark.parametrize(
    "text",
    ["之前逾期过5天 还清了", "三日内还清13265.4元", "昨天忘还了", "今天还不上了", "今天还了100"],
)
def test_no_day_of_settling_is_made_up(text: str) -> None:
    assert told(text).settled_on is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("白条逾期快三个月了", "77", "90"),
        ("不到三个月没还", "77", "90"),
        ("逾期快一个月了", "16", "30"),
        ("白条逾期两个月了", "61", "61"),
        ("白条逾期俩月了", "61", "61"),
        ("白条逾期2个月了", "61", "61"),
        ("逾期两个多月", "61", "92"),
    ],
)
def test_nearly_so_many_months_are_not_that_many_yet(text: str, low: str, high: str) -> None:
    assert figure(told(text).days_late) == (low, high)


@pytest.mark.parametrize(
    ("texts", "field", "expected"),
    [
        (("白条欠9000", "每月800", "那500呢"), "budget", "500"),
        (("白条欠9000", "每月800", "1500呢"), "budget", "1500"),
        (("白条欠9000", "每月800", "如果每月1000呢"), "budget", "1000"),
        (("白条欠9000", "每月800", "要是每月2000"), "budget", "2000"),
        (("白条欠9000", "每月800", "应该是每月1500"), "budget", "1500"),
        (("白条欠9000", "每月800", "错了 是1500"), "budget", "1500"),
        (("白条欠9000", "每月800", "8000呢"), "amount", "8000"),
        (("白条欠9000", "12000呢"), "amount", "12000"),
        (("白条3200逾期20天", "budget<错了 是8200"), "amount", "8200"),
        (("白条3200逾期20天", "budget<是300"), "budget", "300"),
        (("白条3200", "每月300", "fee_rate<那500呢"), "budget", "500"),
        (("白条8000逾期10天", "20天呢"), "days_late", "20"),
        (("白条8000逾期10天", "要是20天呢"), "days_late", "20"),
        (("白条8000逾期10天", "还能拖20天吗"), "days_late", "10"),
        (("白条8000逾期10天", "20天内要还吗"), "days_late", "10"),
        (("白条9000", "每月800", "500是什么"), "budget", "800"),
        (("白条9000", "每月800", "利息500呢"), "budget", "800"),
    ],
)
def test_another_figure_for_the_same_question_takes_its_place(
    texts: tuple[str, ...], field: str, expected: str
) -> None:
    assert figure(getattr(told(*texts), field)) == (expected, expected)


@pytest.mark.parametrize("text", ["提前8期结清省多少", "比12期贵多少"])
def test_periods_to_compare_with_are_not_the_periods_of_the_plan(text: str) -> None:
    assert value(told("白条9000分24期", text).periods) == 24


@pytest.mark.parametrize(
    ("text", "income", "budget"),
    [
        ("我一个月6000，房租吃饭4200", 6000, None),
        ("一个月4000 房租1500 白条欠8000", 4000, None),
        ("白条欠8000 每月500", None, 500),
        ("工资5000 房租1500 每月500", 5000, 500),
    ],
)
def test_what_comes_in_stands_beside_what_goes_out(
    text: str, income: int | None, budget: int | None
) -> None:
    s = read_situation([Utterance(text, date(2026, 11, 21))])
    assert (s.income.value.low if s.income else None) == income
    assert (s.budget.value.low if s.budget else None) == budget


@pytest.mark.parametrize(
    "text", ["老公一个月给我2000", "我爸妈每个月给我打1500生活费", "家里每月给我2000"]
)
def test_what_the_family_gives_each_month_comes_in(text: str) -> None:
    situation = told(text)
    assert situation.income is not None
    assert situation.amount is None


@pytest.mark.parametrize("text", ["老公欠了2000", "我每个月给我妈2000", "老公一个月还2000"])
def test_what_the_family_owes_or_gets_does_not(text: str) -> None:
    assert told(text).income is None


@pytest.mark.parametrize("text", ["我被列失信了", "卡被法院冻了", "成老赖了", "案子进了执行"])
def test_that_a_court_enforces_is_kept(text: str) -> None:
    (received,) = [k for k in told(text).received if k.value == "enforcement-notice"]
    assert not received.hypothetical


@pytest.mark.parametrize("text", ["会不会被强制执行", "怕以后被限高", "逾期会上老赖名单吗"])
def test_that_it_may_come_to_enforcement_is_only_supposed(text: str) -> None:
    assert all(k.hypothetical for k in told(text).received if k.value == "enforcement-notice")


@pytest.mark.parametrize("text", ["我爸没了 花呗还欠着", "爷爷走了", "奶奶去年不在了"])
def test_a_death_is_read_in_gentler_words(text: str) -> None:
    assert "deceased-debtor" in {known.value for known in told(text).about}


@pytest.mark.parametrize("text", ["我爸没了工作", "我妈走了趟银行", "钱没了"])
def test_what_is_gone_is_not_always_somebody(text: str) -> None:
    assert "deceased-debtor" not in {known.value for known in told(text).about}
