/**
 * One answer, built from frames as they come.
 *
 *     data-claim ──▶ sentence, [n] and 〔测算〕 after it
 *     data-cost, data-plan, data-calculation ──▶ cards, once the text has ended
 *     data-replies, data-handoff, data-form ──▶ what can be done next
 *
 * A part with an id that was seen replaces or repeats the earlier one, so nothing is doubled.
 * Parts we do not know draw nothing; the text says it all.
 */

import type { Calculation, Citation, Claim, Contact, Frame, Reply } from "./wire";

const JOINTS = { "": "", line: "\n", paragraph: "\n\n", item: "\n- " };

export class Answer {
  claims: Claim[] = [];
  citations = new Map<string, Citation>();
  calculations = new Map<string, Calculation>();
  steps: string[] = [];
  replies: Reply[] = [];
  notices: string[] = [];
  form: any = null;
  /** Numbers to dial where somebody may be in danger. */
  crisis: Contact[] | null = null;
  /** Whom to turn to, where a human was asked for. */
  contacts: Contact[] | null = null;
  kind = "";
  asOf: string | null = null;
  asked: string | null = null;
  situation: any = null;
  ended = false;
  /** Counts changes, so that what did not change is not drawn again. */
  version = 0;

  /** Forget everything; the whole answer follows. */
  clear(): void {
    const version = this.version + 1;
    Object.assign(this, new Answer(), { version });
  }

  /** What was said, as plain text. */
  get text(): string {
    return this.claims
      .map(({ text, break: joint }, at) => (at || joint === "item" ? (JOINTS[joint] ?? "") : "") + text)
      .join("")
      .trim();
  }

  take({ type, id = "", data, messageMetadata }: Frame): void {
    this.version += 1;
    switch (type) {
      case "start":
        this.clear();
        break;
      case "data-progress":
        if (!this.steps.includes(data.label)) this.steps.push(data.label);
        break;
      case "data-citation":
        this.citations.set(id, data);
        break;
      case "data-cost":
      case "data-plan":
      case "data-calculation":
        this.calculations.set(id, data);
        break;
      case "data-claim":
        if (!this.claims.some((each) => each.id === id)) this.claims.push({ ...data, id });
        break;
      case "text-end":
        this.ended = true;
        break;
      case "data-replies":
        this.replies = data.slice(0, 4);
        break;
      case "data-form":
        this.form = data;
        break;
      case "data-notice":
        this.notices.push(data.text);
        break;
      case "data-handoff":
        this.contacts = data.contacts ?? [];
        break;
      case "data-crisis":
        this.crisis = data.contacts ?? [];
        break;
      case "message-metadata":
        this.kind = messageMetadata?.kind ?? this.kind;
        this.asOf = messageMetadata?.as_of ?? this.asOf;
        this.situation = messageMetadata?.situation ?? this.situation;
        this.asked = messageMetadata?.asked ?? this.asked;
        break;
      case "finish":
        this.ended = true;
        break;
    }
  }

  /** An answer that was kept, as GET /v1/chat/{id} gives it. */
  restore(kept: any): void {
    this.clear();
    for (const data of kept.citations ?? []) this.take({ type: "data-citation", id: data.id, data });
    for (const data of kept.calculations ?? [])
      this.take({ type: "data-calculation", id: data.id, data });
    (kept.sentences ?? []).forEach((sentence: any, at: number) => {
      const data = { ...sentence, sourceIds: sentence.citations, calcIds: sentence.calculations };
      this.take({ type: "data-claim", id: `s${at + 1}`, data });
    });
    if (kept.kind === "crisis") this.take({ type: "data-crisis", data: kept });
    if (kept.kind === "handoff") this.take({ type: "data-handoff", data: kept });
    const replies = (kept.replies ?? []).map((each: string) => ({ label: each, send: each }));
    this.take({ type: "data-replies", data: replies });
    this.take({ type: "message-metadata", messageMetadata: kept });
    this.ended = true;
  }
}
