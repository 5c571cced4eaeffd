/**
 * One answer, built from checked sentences as they come.
 *
 *     data-claim ──▶ sentence, [n] and 〔测算〕 after it
 *     data-cost, data-plan, data-calculation ──▶ cards, once the text has ended
 *     data-replies, data-handoff ──▶ what can be done next
 *
 * A part with an id that was seen replaces or repeats the earlier one, so nothing is doubled.
 * Parts we do not know draw nothing; the text says it all.
 */

import { card } from "/static/cards.js";
import { openCitation } from "/static/citations.js";
import { handOffCard } from "/static/contacts.js";
import { make } from "/static/element.js";

export const AI_LABEL = "（内容由AI生成，仅供参考，以账单为准）";
const JOINTS = { "": "", line: "\n", paragraph: "\n\n", item: "\n- " };
let count = 0;

export class Answer {
  /** `on` has send(text), crisis(contacts). `asOf` is the day asked about, or null for today. */
  constructor(asOf, on) {
    count += 1;
    this.asOf = asOf;
    this.on = on;
    this.prose = make("div", { class: "prose" });
    this.cards = make("div", { class: "cards" });
    this.more = make("div", { class: "after" });
    const heading = `answer-${count}`;
    this.element = make(
      "article",
      { class: "answer", "aria-labelledby": heading },
      make("h2", { id: heading, class: "speaker" }, "知还 ", make("span", { class: "tag" }, "AI生成")),
      this.prose,
      this.cards,
      this.more,
    );
    this.clear();
  }

  /** Forget everything; the whole answer follows. */
  clear() {
    this.claims = new Map();
    this.citations = new Map();
    this.calculations = new Map();
    this.ended = false;
    this.calm = false;
    [this.prose, this.cards, this.more].forEach((each) => each.replaceChildren());
  }

  /** What was said, as plain text. */
  get text() {
    return [...this.claims.values()]
      .map(({ text, break: joint }, at) => (at || joint === "item" ? JOINTS[joint] ?? "" : "") + text)
      .join("")
      .trim();
  }

  /** One frame of the stream. */
  take({ type, id, data, messageMetadata }) {
    switch (type) {
      case "data-citation":
        this.citations.set(id, data);
        break;
      case "data-cost":
      case "data-plan":
      case "data-calculation":
        this.calculations.set(id, data);
        break;
      case "data-claim":
        this.#say(id, data);
        break;
      case "text-end":
        this.#end();
        break;
      case "data-replies":
        this.offer(data);
        break;
      case "data-handoff":
        this.more.prepend(handOffCard(data.contacts ?? []));
        break;
      case "data-crisis":
        this.calm = true;
        this.on.crisis(data.contacts ?? [], this);
        break;
      case "message-metadata":
        this.asOf = messageMetadata?.as_of ?? this.asOf;
        break;
    }
  }

  /** An answer that was kept, as GET /v1/chat/{id} gives it. */
  restore(kept) {
    kept.citations.forEach((data) => this.take({ type: "data-citation", id: data.id, data }));
    kept.calculations.forEach((data) => this.take({ type: "data-calculation", id: data.id, data }));
    kept.sentences.forEach((sentence, at) => {
      const data = { ...sentence, sourceIds: sentence.citations, calcIds: sentence.calculations };
      this.take({ type: "data-claim", id: `s${at + 1}`, data });
    });
    if (kept.kind === "crisis") this.take({ type: "data-crisis", data: kept });
    this.take({ type: "text-end" });
    if (kept.kind === "handoff") this.take({ type: "data-handoff", data: kept });
    this.take({ type: "message-metadata", messageMetadata: kept });
  }

  /** Say in place what went wrong, with a way to try again. */
  fail(detail, retry) {
    this.more.querySelector(".trouble")?.remove();
    this.more.append(
      make(
        "div",
        { class: "trouble" },
        make("p", {}, detail),
        retry ? make("button", { type: "button", class: "quiet", onclick: retry }, "再试一次") : null,
      ),
    );
  }

  /** Take away what only the newest answer offers. */
  settle() {
    this.more.querySelectorAll(".replies, .trouble").forEach((each) => each.remove());
  }

  #say(id, claim) {
    if (this.claims.has(id)) return;
    // Someone in danger gets one sentence at a time.
    if (this.calm && claim.break !== "item") claim = { ...claim, break: "paragraph" };
    this.claims.set(id, claim);
    const block = this.#block(claim.break);
    if (claim.break === "line" && block.hasChildNodes()) block.append(make("br"));
    // The last character and the first reference stay on one line.
    const [first, ...rest] = this.#references(claim);
    const said = make("span", { class: "said" }, first ? claim.text.slice(0, -1) : claim.text);
    if (first) said.append(make("span", { class: "tied" }, claim.text.slice(-1), first), ...rest);
    block.append(said);
  }

  #block(joint) {
    const last = this.prose.lastElementChild;
    if (joint === "item") {
      const list = last?.tagName === "UL" ? last : make("ul");
      const item = make("li");
      list.append(item);
      if (list !== last) this.prose.append(list);
      return item;
    }
    if (last && joint !== "paragraph") return last.tagName === "UL" ? last.lastElementChild : last;
    const paragraph = make("p");
    this.prose.append(paragraph);
    return paragraph;
  }

  #references({ text, sourceIds = [], calcIds = [] }) {
    const citations = sourceIds.map((id) => this.citations.get(id)).filter(Boolean);
    const calculations = calcIds.map((id) => this.calculations.get(id)).filter(Boolean);
    return [
      ...citations.map((each) => {
        const button = make(
          "button",
          { type: "button", class: "ref", "aria-haspopup": "dialog", "aria-label": `依据 ${each.n}：${each.title}` },
          `[${each.n}]`,
        );
        button.addEventListener("click", () => openCitation(each, text, this.asOf, button));
        return button;
      }),
      ...calculations.map((each) =>
        make(
          "button",
          {
            type: "button",
            class: "ref",
            "aria-label": `看测算：${each.name}`,
            onclick: () => this.#showCard(each.id),
          },
          "〔测算〕",
        ),
      ),
    ];
  }

  #end() {
    if (this.ended) return;
    this.ended = true;
    this.#drawCards();
    const copy = make("button", { type: "button", class: "quiet small" }, "复制");
    copy.addEventListener("click", async () => {
      const done = await copied(`${this.text}\n${AI_LABEL}`);
      copy.textContent = done ? "已复制" : "复制不了，请长按选择";
      setTimeout(() => (copy.textContent = "复制"), 3000);
    });
    this.more.prepend(make("div", { class: "actions" }, copy));
  }

  #drawCards() {
    if (this.calm || this.cards.hasChildNodes()) return;
    this.cards.append(...[...this.calculations.values()].map(card));
  }

  #showCard(id) {
    this.#drawCards();
    const title = [...this.cards.children]
      .find((each) => each.dataset.calculation === id)
      ?.querySelector("h3");
    title?.scrollIntoView({ block: "center" });
    title?.focus({ preventScroll: true });
  }

  /** What the person may want to say next. */
  offer(replies) {
    this.more.querySelector(".replies")?.remove();
    this.more.append(
      make(
        "div",
        { class: "replies", role: "group", "aria-label": "您可能还想问" },
        ...replies
          .slice(0, 4)
          .map(({ label, send }) =>
            make("button", { type: "button", class: "reply", onclick: () => this.on.send(send) }, label),
          ),
      ),
    );
  }
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Clipboards need a secure origin; the old way does not.
    const area = make("textarea", { class: "visually-hidden", "aria-hidden": "true" });
    area.value = text;
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    focused?.focus();
    return done;
  }
}
