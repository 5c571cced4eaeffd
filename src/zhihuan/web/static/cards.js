/** Calculations as something to look at: what it comes to, then how, then every row. */

import { chart } from "/static/chart.js";
import { definitions, make } from "/static/element.js";
import { day, figure, given, money, moneyRange, nearlySame, percent, yuan } from "/static/figures.js";

const ORIGIN = { user: "您说的", product: "公开资料", default: "通常情况", derived: "推算的" };
const CONFIDENCE = { high: "高", medium: "中", low: "低" };
const METHOD = {
  flat_fee: "等本等费",
  equal_payment: "等额本息",
  equal_principal: "等额本金",
  interest_only: "先息后本",
  interest_free: "免息",
};
const ROWS_OPEN = 6;

/** The card of any calculation. */
export function card(calculation) {
  const bodies = { overdue_cost: cost, installment_plan: plan, compare_plans: comparison };
  let body;
  try {
    body = (bodies[calculation.kind] ?? list)(calculation);
  } catch {
    // A newer server's shape: the words that come with every card still stand.
    body = [make("p", {}, calculation.fallback ?? calculation.formula)];
  }
  return make(
    "section",
    { class: "card", "aria-label": calculation.name, "data-calculation": calculation.id },
    make("h3", { tabindex: "-1" }, calculation.name),
    ...body.filter(Boolean),
    method(calculation),
    make("p", { class: "note" }, "这是估算，以账单和合同为准。"),
  );
}

function cost({ result }) {
  const { days, stage } = result;
  const late = days > 0;
  return [
    headline(
      late ? "到这一天，多出的费用" : "到这一天，还没有多出费用",
      late ? moneyRange(result.low, result.high) : null,
      `${late ? "每晚" : "往后每晚"}一天多 ${moneyRange(result.per_day_low, result.per_day_high)}`,
    ),
    definitions([
      ["未还金额", money(result.amount)],
      ["逾期天数", `${days} 天${late ? `（${stage.name}）` : ""}`],
      ["本金加费用", moneyRange(result.total_low, result.total_high)],
      ["算到", day(result.as_of)],
    ]),
    chart(result.series, days),
    fold(
      "看表格",
      table(
        "逾期多少天，费用是多少（元）",
        ["逾期天数", "最低", "最高"],
        result.series.map((point) => [`${point.day} 天`, yuan(point.low), yuan(point.high)]),
      ),
    ),
    fold(
      result.readings.length > 1 ? `为什么是个范围（${result.readings.length} 种收费说法）` : "按哪种收费算的",
      table(
        "每种收费说法算出来是多少（元）",
        ["收费说法", "每天", "到这一天", "把握"],
        result.readings.map((each) => [
          each.label,
          yuan(each.per_day),
          yuan(each.accrued),
          CONFIDENCE[each.confidence] ?? "未知",
        ]),
      ),
    ),
  ];
}

function plan({ result }) {
  const { rows, periods } = result;
  const even = nearlySame(result.first_payment, result.largest_payment, periods);
  const dated = rows.some((row) => row.due);
  const free = isZero(result.total_cost);
  return [
    headline(
      even ? `分 ${periods} 期，每期` : `分 ${periods} 期，首期`,
      money(result.first_payment),
      even ? null : `最多的一期 ${money(result.largest_payment)}`,
    ),
    definitions([
      ["本金", money(result.principal)],
      ["还款方式", METHOD[result.method]],
      ["一次性费用", isZero(result.upfront_fee) ? null : money(result.upfront_fee)],
      ["总费用", free ? "没有费用" : money(result.total_cost)],
      ["一共要还", money(result.total_payment)],
      ["真实年化", annual(result.rate_percent?.simple)],
      ["按复利算", result.rate_percent ? annual(result.rate_percent.effective) : null],
      ["最后一期", result.last_payment === result.first_payment ? null : money(result.last_payment)],
    ]),
    fold(
      `看每一期（${periods} 期）`,
      table(
        `${periods} 期还款计划（元）`,
        ["期次", dated ? "还款日" : null, "应还", "本金", "费用", "还剩本金"],
        rows.map((row) => [
          String(row.period),
          dated ? day(row.due) : null,
          yuan(row.payment),
          yuan(row.principal),
          yuan(row.cost),
          yuan(row.balance),
        ]),
      ),
      periods <= ROWS_OPEN,
    ),
  ];
}

function comparison({ result }) {
  const { budget, picked, request, options } = result;
  const said = budget !== null;
  return [
    said
      ? headline("您说每月能还", money(budget), verdict(result))
      : headline(`${options.length} 种分法，本金`, money(result.principal), null),
    table(
      "几种分法放在一起看",
      ["期数", "每期", "总费用", "真实年化", said ? "在您说的数以内吗" : null],
      options.map((each, at) => [
        at === picked ? make("span", {}, `${each.label} `, make("strong", {}, "合适")) : each.label,
        nearlySame(each.first_payment, each.largest_payment, each.periods)
          ? money(each.first_payment)
          : `首期 ${money(each.first_payment)}，最多 ${money(each.largest_payment)}`,
        money(each.total_cost),
        annual(each.rate_percent?.simple),
        said ? (each.fits ? "在以内" : "超出") : null,
      ]),
      { stacks: true, marked: picked },
    ),
    request
      ? make(
          "p",
          {},
          `去协商时可以这样提：每月 ${money(request.per_month)}，分 ${request.periods} 期（只按本金算，没有算费用）。`,
        )
      : null,
  ];
}

function verdict({ picked, options }) {
  return picked === null
    ? "这几种分法每期都超出这个数"
    : `${options[picked].label}在这个数以内，期数最短`;
}

function list({ figures }) {
  return [definitions(figures.map((each) => [each.label, figure(each)]))];
}

function annual(rate) {
  return rate ? `约 ${percent(rate)}` : "0%";
}

function isZero(text) {
  return /^0(\.0*)?$/.test(text);
}

function headline(label, figureText, more) {
  return make(
    "p",
    { class: "headline" },
    make("span", {}, label),
    figureText ? make("strong", {}, ` ${figureText}`) : null,
    more ? make("span", { class: "more" }, more) : null,
  );
}

function method({ formula, assumptions, inputs }) {
  return fold(
    "怎么算的",
    make("p", {}, formula),
    definitions(inputs.map((each) => [each.label, `${given(each)}（${ORIGIN[each.origin] ?? each.origin}）`])),
    make("ul", {}, ...assumptions.map((each) => make("li", {}, each))),
  );
}

function fold(summary, ...nodes) {
  const open = nodes.at(-1) === true;
  const content = nodes.filter((node) => typeof node !== "boolean");
  return make("details", { open }, make("summary", {}, summary), ...content);
}

/**
 * A table in a region of its own that scrolls and can be reached by keyboard. Columns without a
 * heading are left out. One that `stacks` becomes a list of small cards where there is no room;
 * the roles are spelt out because such a layout would take them away.
 */
function table(caption, headings, rows, { stacks = false, marked = null } = {}) {
  const shown = headings.map((heading, at) => [heading, at]).filter(([heading]) => heading !== null);
  const cell = (row, heading, at, first) =>
    make(
      first ? "th" : "td",
      { scope: first ? "row" : null, role: first ? "rowheader" : "cell", "data-label": heading },
      row[at],
    );
  return make(
    "div",
    { class: stacks ? "region stacks" : "region", role: "region", tabindex: "0", "aria-label": caption },
    make(
      "table",
      { role: "table" },
      make("caption", {}, caption),
      make(
        "thead",
        { role: "rowgroup" },
        make(
          "tr",
          { role: "row" },
          ...shown.map(([heading]) => make("th", { scope: "col", role: "columnheader" }, heading)),
        ),
      ),
      make(
        "tbody",
        { role: "rowgroup" },
        ...rows.map((row, number) =>
          make(
            "tr",
            { role: "row", class: number === marked ? "marked" : null },
            ...shown.map(([heading, at], place) => cell(row, heading, at, place === 0)),
          ),
        ),
      ),
    ),
  );
}
