/** Ways to reach a human: the card for someone in danger, and the one for a hand-off. */

import { make, outward } from "/static/element.js";
import { day } from "/static/figures.js";

/** For someone who may be in danger: the numbers, large, and nothing about money. */
export function crisisCard(contacts, { onHuman, onAway }) {
  return make(
    "section",
    { class: "card crisis", "aria-label": "紧急电话" },
    make("h2", {}, "先顾人。现在就可以打："),
    make("ul", { class: "calls" }, ...contacts.map(call)),
    make(
      "div",
      { class: "actions" },
      make("button", { type: "button", class: "quiet", onclick: onHuman }, "找真人"),
      make("button", { type: "button", class: "quiet", onclick: onAway }, "收到对话里"),
    ),
  );
}

/** Whom to turn to for everything else. */
export function handOffCard(contacts) {
  return make(
    "section",
    { class: "card handoff", "aria-label": "找真人" },
    make("h3", {}, "找真人"),
    contacts.length
      ? make("ul", { class: "contacts" }, ...contacts.map(contact))
      : make("p", {}, "请打账单或合同上写的客服电话。"),
  );
}

function call(each) {
  return make(
    "li",
    {},
    telephone(each.number, make("strong", {}, each.number), make("span", {}, each.name)) ??
      outward(each.url, each.name),
    each.hours ? make("span", { class: "note" }, each.hours) : null,
  );
}

function contact(each) {
  return make(
    "li",
    {},
    make("p", { class: "source-name" }, each.name),
    telephone(each.number, `打 ${each.number}`),
    each.url ? make("p", {}, outward(each.url, "打开官方页面")) : null,
    make("p", {}, each.for),
    each.not_for ? make("p", { class: "note" }, `不归它管：${each.not_for}`) : null,
    each.hours ? make("p", { class: "note" }, `时间：${each.hours}`) : null,
    make("p", { class: "note" }, `核对于 ${day(each.verified)}`),
  );
}

function telephone(number, ...words) {
  const digits = (number ?? "").replace(/[^\d+]/g, "");
  return digits ? make("a", { class: "call", href: `tel:${digits}` }, ...words) : null;
}
