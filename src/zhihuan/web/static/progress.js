/**
 * The one line that says what is going on, and, once, that the answer is there.
 *
 * It is the page's only live region: steps while an answer is made, its text when it is done.
 */

import { make } from "/static/element.js";

const line = document.getElementById("status");
let steps = new Set();

export function begin() {
  steps = new Set();
  show(make("span", { class: "step" }, "正在看您的话"));
}

/** A named step has begun. */
export function step(label) {
  if (steps.size === 0) show();
  if (steps.has(label)) return;
  steps.add(label);
  if (steps.size > 1) line.append(make("span", { class: "arrow", "aria-hidden": "true" }, " → "));
  line.append(make("span", { class: "step" }, label));
}

export function say(text) {
  show(make("span", { class: "step" }, text));
  steps = new Set();
}

/** Announce the end once; nothing is left to see. */
export function end(text) {
  line.className = "visually-hidden";
  line.replaceChildren(text);
}

function show(...nodes) {
  line.className = "status-line";
  line.replaceChildren(...nodes);
}
