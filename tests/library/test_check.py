"""What a careful editor would change is found, and our own knowledge base has none of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.library.small_knowledge_base import (
    TODAY,
    article_text,
    write_article,
    write_knowledge_base,
)
from zhihuan.library.check import Finding, check_knowledge_base

OURS = Path(__file__).parents[2] / "knowledge_base"
ASKS = [f"第{n}种问法" for n in "一二三四五六七八"]
NEXT = "\n\n## 现在可以做什么\n您先看账单。"


def found(
    folder: Path,
    lead: str = "晚一天也算逾期。[^law]",
    *,
    asks: list[str] = ASKS,
    rest: str = NEXT,
    more: str = "",
    day: date = TODAY,
) -> list[Finding]:
    """The findings in an article with this lead; those about other files are left out."""
    text = article_text(asks=asks, body=lead + rest, more=more)
    _, findings = check_knowledge_base(write_knowledge_base(folder, {"one": text}), day)
    return [finding for finding in findings if finding.path.name == "one.md"]


def findings(folder: Path, *given: str, **more: object) -> list[tuple[int, str]]:
    return [(f.line, f.what) for f in found(folder, *given, **more)]  # type: ignore[arg-type]


def test_our_own_knowledge_base_has_no_errors() -> None:
    _, problems = check_knowledge_base(OURS, TODAY)
    assert [p.text(OURS) for p in problems if p.severity == "error"] == []


def test_a_careful_article_has_no_findings(tmp_path: Path) -> None:
    assert findings(tmp_path) == []


def test_an_article_named_like_a_kind_of_question_that_is_not_ours_is_an_error(
    tmp_path: Path,
) -> None:
    write_knowledge_base(tmp_path, {"weather": article_text(asks=ASKS), "late": article_text()})
    (tmp_path / "not_ours.yaml").write_text("weather:\n  asks: [明天下雨吗]\n", encoding="utf-8")
    _, problems = check_knowledge_base(tmp_path, TODAY)
    (problem,) = [p for p in problems if "not_ours.yaml" in p.what]
    assert (problem.path.name, problem.line, problem.severity) == ("weather.md", 1, "error")
    assert "换个名字" in problem.what


@pytest.mark.parametrize(
    "lead",
    ["每天收0.05%。", "要收５元。", "大约百分之五。", "最长三十天。", "分十二期。", "罚到两千元。"],
)
def test_a_figure_without_a_source_is_found(tmp_path: Path, lead: str) -> None:
    ((line, what),) = findings(tmp_path, lead)
    assert line == 15
    assert "加脚注" in what


@pytest.mark.parametrize(
    "lead", ["比如1000元，一天5角。", "先看第二期账单。", "一次也没还。", "最后一天也行。"]
)
def test_examples_and_ordinals_need_no_source(tmp_path: Path, lead: str) -> None:
    assert findings(tmp_path, lead) == []


@pytest.mark.parametrize(
    "lead",
    [
        "还清一定能恢复。[^law]",
        "我们保证会通过。[^law]",
        "绝对安全。[^law]",
        "还清马上恢复。[^law]",
        # A 不 elsewhere in the sentence denies nothing.
        "不用担心，还清一定能恢复。[^law]",
        "还不上的也保证能通过。[^law]",
        "不管欠多少，绝对没事。[^law]",
        "没有别的办法，交了钱马上恢复。[^law]",
    ],
)
def test_a_promise_is_found(tmp_path: Path, lead: str) -> None:
    ((line, what),) = findings(tmp_path, lead)
    assert line == 15
    assert "像是保证" in what


@pytest.mark.parametrize(
    "lead",
    [
        "没有人能保证会通过。[^law]",
        "说一定能消除的是骗子。[^law]",
        "还清了不一定能恢复。[^law]",
        "“交钱马上恢复”的说法没有依据。[^law]",
        "不要信“保证通过”的广告。[^law]",
    ],
)
def test_warning_of_a_promise_is_no_promise(tmp_path: Path, lead: str) -> None:
    assert findings(tmp_path, lead) == []


def test_a_source_that_has_ended_is_found(tmp_path: Path) -> None:
    lead = "到三月为止。[^law][^old-rule]"
    assert findings(tmp_path, lead) == [(15, "依据 old-rule 在 2026-03-31 已失效，换新的依据")]
    assert findings(tmp_path, lead, day=date(2026, 3, 31)) == []


def test_an_article_of_the_past_may_rest_on_what_held_then(tmp_path: Path) -> None:
    more = "valid_from: 2026-01-01\nvalid_to: 2026-03-31"
    assert findings(tmp_path, "到三月为止。[^old-rule]", more=more) == []


def test_few_asks_are_found_where_they_begin(tmp_path: Path) -> None:
    assert findings(tmp_path, asks=ASKS[:7]) == [(3, "问法只有 7 条，至少写 8 条")]


def test_a_missing_next_step_is_found(tmp_path: Path) -> None:
    assert findings(tmp_path, rest="") == [(0, "缺“现在可以做什么”这一节")]


def test_a_next_step_that_is_not_last_is_found(tmp_path: Path) -> None:
    ((_, what),) = findings(tmp_path, rest=NEXT + "\n\n## 另外\n还有一句。")
    assert "最后一节" in what


def test_a_lead_too_long_to_be_quoted_is_found(tmp_path: Path) -> None:
    ((line, what),) = findings(tmp_path, "一句。两句。三句。四句。")
    assert (line, "开头有 4 句" in what) == (15, True)


def test_an_article_is_read_again_once_a_year(tmp_path: Path) -> None:
    assert findings(tmp_path, day=date(2027, 11, 21)) == []
    ((line, what),) = findings(tmp_path, day=date(2027, 11, 22))
    assert (line, "重新核对" in what) == (13, True)


def test_what_makes_a_file_unusable_is_found_too(tmp_path: Path) -> None:
    assert any("[^lawn]" in what for _, what in findings(tmp_path, "晚一天。[^lawn]"))


def test_an_unlisted_telephone_number_is_found(tmp_path: Path) -> None:
    ((line, what),) = findings(tmp_path, "打4008888888问一问。[^law]")
    assert (line, "4008888888" in what) == (15, True)


def test_a_long_sentence_is_found(tmp_path: Path) -> None:
    assert findings(tmp_path, "慢" * 49 + "。") == []
    ((line, what),) = findings(tmp_path, "慢" * 50 + "。")
    assert (line, "51 个字" in what) == (15, True)


def test_a_word_of_the_law_needs_a_plain_one_beside_it(tmp_path: Path) -> None:
    ((line, what),) = findings(tmp_path, "到期前可以申请展期。")
    assert (line, "“展期”不好懂" in what) == (15, True)
    assert findings(tmp_path, "到期前可以申请展期，也就是晚一些再还。") == []
    assert findings(tmp_path, "可以申请往后延，书面上叫展期。") == []


def test_people_of_the_trade_know_its_words(tmp_path: Path) -> None:
    more = "applies_to: [institution]"
    assert findings(tmp_path, "到期前可以申请展期。", more=more) == []


def test_a_whole_article_that_is_hard_to_read_is_found(tmp_path: Path) -> None:
    lead = "债权人申请强制执行，被执行人提出执行异议，法院作出复议决定并采取财产保全。"
    rest = "\n\n## 现在可以做什么\n债务人向申请执行人提出执行和解，约定代偿、抵充和展期的办法。"
    assert any("整篇偏难" in what for _, what in findings(tmp_path, lead, rest=rest))


def test_errors_stop_and_warnings_do_not(tmp_path: Path) -> None:
    (warning,) = found(tmp_path, "到期前可以申请展期。")
    (error,) = found(tmp_path, "还清一定能恢复。")
    assert (warning.severity, error.severity) == ("warning", "error")
    assert error.text(tmp_path).startswith("articles/late/one.md:15: 错误：像是保证")
    assert json.dumps(error.to_json(tmp_path))


def base_with(folder: Path, one: str, other: str, **more: str) -> list[Finding]:
    """The findings about a base of two articles with these leads, in the second article."""
    write_knowledge_base(folder, {"one": article_text("第一题", ASKS, one + NEXT)})
    asks = [f"另外{ask}" for ask in ASKS]
    text = article_text("第二题", asks, other + NEXT.replace("看账单", "打电话"), **more)
    write_article(folder, "other", text)
    _, findings = check_knowledge_base(folder, TODAY)
    return [finding for finding in findings if finding.rule == "contradiction"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("逾期记录从还清那天起保存5年。[^law]", "还清那天起，逾期记录会保存3年。[^law]"),
        ("提了异议，20日内要答复您。[^law]", "提了异议以后，15日内要答复您。[^law]"),
        ("花呗每日收0.05%。[^law]", "花呗每天收0.07%。[^law]"),
        ("晚上22:00以后不应催收。[^law]", "晚上21:00以后不应催收。[^law]"),
    ],
)
def test_two_articles_with_different_figures_for_one_thing_are_found(
    tmp_path: Path, one: str, other: str
) -> None:
    (finding,) = base_with(tmp_path, one, other)
    assert (finding.path.name, finding.line, finding.severity) == ("other.md", 15, "error")
    assert "one 第 15 行" in finding.what


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("逾期记录保存5年。[^law]", "逾期记录保存五年。[^law]"),
        ("没还1000元，晚30天多出15元。[^law]", "没还1000元，晚60天多出30元。[^law]"),
        ("逾期1–30天，叫M1。[^law]", "逾期31–60天，叫M2。[^law]"),
        ("提了异议，20日内要答复您。[^law]", "收到支付令，15日内可以不认。[^law]"),
        ("借呗按合同利率的1.5倍收。[^law]", "“借呗按合同利率的5倍收”的说法是错的。[^law]"),
        ("每年可以免费查2次报告。[^law]", "比如每年免费查报告3次。[^law]"),
    ],
)
def test_other_cases_and_refuted_figures_are_no_contradiction(
    tmp_path: Path, one: str, other: str
) -> None:
    assert base_with(tmp_path, one, other) == []


def test_an_article_of_the_past_contradicts_nothing(tmp_path: Path) -> None:
    write_knowledge_base(
        tmp_path,
        {
            "one": article_text(
                "第一题", ASKS, "记录保存5年。[^law]" + NEXT, more="valid_to: 2026-03-31"
            ),
            "other": article_text(
                "第二题", ASKS, "记录保存3年。[^law]" + NEXT, more="valid_from: 2026-04-01"
            ),
        },
    )
    _, findings = check_knowledge_base(tmp_path, TODAY)
    assert [f.rule for f in findings if f.rule in ("contradiction", "ask-claimed")] == []


def with_sources(folder: Path, says: str, lead: str) -> list[Finding]:
    write_knowledge_base(folder, {"one": article_text(asks=ASKS, body=lead + NEXT)})
    path = folder / "sources.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("一句话。", says), encoding="utf-8")
    _, findings = check_knowledge_base(folder, TODAY)
    return [finding for finding in findings if finding.rule == "figure-unlike-source"]


def test_a_figure_unlike_its_source_is_found(tmp_path: Path) -> None:
    (finding,) = with_sources(tmp_path, "应当在20日内答复。", "15日内会答复您。[^law]")
    assert finding.line == 15
    assert "15日" in finding.what


@pytest.mark.parametrize(
    "lead",
    [
        "20天之内会答复您。[^law]",
        "比如15日内答复，就算快的。[^law]",
        "要交10元。[^law]",
        "从2013年3月起就是这样。[^law]",
    ],
)
def test_what_a_source_says_or_does_not_measure_passes(tmp_path: Path, lead: str) -> None:
    assert with_sources(tmp_path, "应当在20日内答复。", lead) == []


def test_an_ask_that_two_articles_claim_is_found_whatever_its_spelling(tmp_path: Path) -> None:
    write_knowledge_base(
        tmp_path,
        {
            "one": article_text("第一题", [*ASKS, "白条能不能分期呀"], "答。" + NEXT),
            "other": article_text(
                "第二题", [f"另外{a}" for a in ASKS] + ["白条 可不可以分期？"], "答。" + NEXT
            ),
        },
    )
    _, findings = check_knowledge_base(tmp_path, TODAY)
    (claimed,) = [finding for finding in findings if finding.rule == "ask-claimed"]
    assert (claimed.path.name, claimed.line) == ("other.md", 12)


def test_an_ask_that_repeats_the_title_or_another_ask_is_found(tmp_path: Path) -> None:
    asks = [*ASKS, "晚了一天会怎么样呢", "第一种  问法"]
    whats = [what for _, what in findings(tmp_path, asks=asks)]
    assert len(whats) == 2
    assert "和标题一样" in whats[0] + whats[1]


def test_unused_sources_and_contacts_are_found(tmp_path: Path) -> None:
    folder = write_knowledge_base(
        tmp_path, {"one": article_text(asks=ASKS, body="晚一天也算逾期。[^law]" + NEXT)}
    )
    (folder / "contacts.yaml").write_text(
        'somebody:\n  name: 某处\n  number: "12345"\n  for: 问事。\n  verified: 2026-11-21\n',
        encoding="utf-8",
    )
    _, findings = check_knowledge_base(folder, TODAY)
    assert [(f.rule, f.line) for f in findings if f.rule.endswith("-unused")] == [
        ("contact-unused", 1),
        ("source-unused", 14),
        ("source-unused", 22),
    ]


def test_what_nobody_has_looked_at_for_long_is_found(tmp_path: Path) -> None:
    folder = write_knowledge_base(tmp_path, {"one": article_text(asks=ASKS)})
    rules = {f.rule for f in check_knowledge_base(folder, date(2027, 11, 22))[1]}
    assert "source-unchecked" in rules
    assert "source-unchecked" not in {f.rule for f in check_knowledge_base(folder, TODAY)[1]}


def test_a_claim_that_is_never_to_be_told_is_found_wherever_people_read_it(tmp_path: Path) -> None:
    folder = write_knowledge_base(
        tmp_path, {"one": article_text(asks=ASKS, body="会进黑名单。[^law]" + NEXT)}
    )
    path = folder / "sources.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("一句话。", "会进黑名单。", 1), encoding="utf-8"
    )
    (folder / "products" / "it.yaml").write_text("lender: 会进黑名单。\n", encoding="utf-8")
    (folder / "never_say.yaml").write_text(
        "blacklist:\n  wrong: 有黑名单。\n  why: 没有。\n  instead: 没有黑名单。\n"
        '  sources: [law]\n  patterns: ["黑名单"]\n',
        encoding="utf-8",
    )
    _, findings = check_knowledge_base(folder, TODAY)
    assert [(f.path.name, f.line) for f in findings if f.rule == "never-say"] == [
        ("one.md", 15),
        ("it.yaml", 1),
        ("sources.yaml", 1),
    ]


def test_a_claim_that_the_next_sentence_takes_back_is_no_finding(tmp_path: Path) -> None:
    lead = "有人说会进黑名单。[^law] 这个说法不对。[^law]"
    folder = write_knowledge_base(tmp_path, {"one": article_text(asks=ASKS, body=lead + NEXT)})
    (folder / "never_say.yaml").write_text(
        "blacklist:\n  wrong: 有黑名单。\n  why: 没有。\n  instead: 没有黑名单。\n"
        '  sources: [law]\n  patterns: ["黑名单"]\n',
        encoding="utf-8",
    )
    _, findings = check_knowledge_base(folder, TODAY)
    assert [f.rule for f in findings if f.rule == "never-say"] == []


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("x:\n  why: 一\n  instead: 二\n  patterns: ['三']\n", "缺 wrong"),
        ("x:\n  wrong: 零\n  why: 一\n  instead: 二\n", "缺 patterns"),
        ("x:\n  wrong: 零\n  why: 一\n  instead: 二\n  patterns: ['(']\n", "x："),
        (
            "x:\n  wrong: 零\n  why: 一\n  instead: 二\n  patterns: ['三']\n  sources: [none-such]\n",
            "依据 none-such 在 sources.yaml 里没有",
        ),
    ],
)
def test_a_mistake_in_the_list_of_claims_is_named(
    tmp_path: Path, entry: str, complaint: str
) -> None:
    folder = write_knowledge_base(tmp_path, {"one": article_text(asks=ASKS)})
    (folder / "never_say.yaml").write_text(entry, encoding="utf-8")
    _, findings = check_knowledge_base(folder, TODAY)
    assert any(f.path.name == "never_say.yaml" and complaint in f.what for f in findings)
