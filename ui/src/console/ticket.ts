/** One hand-off that is open here: the packet, the thread, the reply being written. */

import { isMissing, json, Refused } from "../api";
import { newId } from "../memory";
import { Assistance } from "./assistance";
import { Checking } from "./checking";
import { deliver, joined, type Override } from "./reply";
import { seated } from "./session";
import type { Brief, HandOff } from "./wire";

export const OPEN = ["queued", "taken", "answered"];
const TYPING = 6_000; // milliseconds after the last key
const MOST = 2_000; // characters of a reply

export interface Other {
  desk: string;
  typing: boolean;
}

export class Ticket {
  shown: HandOff | null = null;
  others: Other[] = [];
  /** Why it cannot be read (any more). */
  trouble = "";
  /** Why the last thing that was done to it was refused. */
  refused = "";
  unread = 0;
  sending = false;
  readonly checking: Checking;
  readonly assistance: Assistance;
  private reply = { text: "", id: "" };
  /** Of the draft that words were taken from, for whoever learns from what agents change. */
  private draftId: string | null = null;
  private typedAt = 0;
  private presenceWorks = true;

  constructor(
    readonly brief: Brief,
    private readonly changed: () => void,
    /** Says something to people who listen. */
    private readonly announce: (text: string) => void,
  ) {
    this.checking = new Checking(brief.id, changed);
    this.assistance = new Assistance(brief.id, changed);
  }

  get id(): string {
    return this.brief.id;
  }

  get now(): Brief {
    return this.shown ?? this.brief;
  }

  get isOpen(): boolean {
    return OPEN.includes(this.now.state);
  }

  get isMine(): boolean {
    return this.isOpen && this.now.state !== "queued" && this.now.desk === seated().desk;
  }

  get isOthers(): boolean {
    return this.isOpen && this.now.state !== "queued" && this.now.desk !== seated().desk;
  }

  /** Why nothing can be sent now; empty where it can. */
  get held(): string {
    const { text, verdict } = this.checking;
    const blocks = verdict?.findings.filter((each) => each.severity === "block").length ?? 0;
    if (!text.trim()) return "还没有写";
    const length = [...text].length;
    if (length > MOST) return `一次最多 ${MOST} 个字，现在 ${length} 个`;
    if (verdict?.verdict === "block") return `有 ${blocks} 处不能发，改了才能发`;
    return "";
  }

  /** Read it again. What is no longer there is forgotten here too. */
  async refresh(): Promise<void> {
    let next: HandOff;
    try {
      next = await json<HandOff>(this.path(""));
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 404) throw error;
      this.forget("这张交接单没有了：本人可能已经清除了这段对话");
      return;
    }
    const before = this.shown;
    this.shown = next;
    if (next.state === "withdrawn") return this.forget("本人已经撤回，交接单收回去了");
    const known = before?.messages.at(-1)?.number ?? 0;
    const fresh = next.messages.filter((each) => each.number > known && each.from === "person");
    if (before && fresh.length) {
      this.unread += fresh.length;
      this.assistance.outdate();
      this.announce(`客户：${fresh.map((each) => each.text).join(" ")}`);
    }
    this.changed();
  }

  /** Take it, put it back, or end it. */
  async act(what: "take" | "release" | "close"): Promise<boolean> {
    this.refused = "";
    try {
      await json(this.path(`/${what}`), { desk: seated().desk });
    } catch (error) {
      this.refused = (error as Error).message;
      this.announce(this.refused);
    }
    await this.refresh().catch(() => {});
    this.changed();
    return !this.refused;
  }

  write(text: string): void {
    if (text !== this.checking.text) this.typedAt = Date.now();
    this.refused = "";
    this.checking.write(text);
  }

  /**
   * Put words of the draft into the reply; `all` of it, or one sentence. First the thread is read
   * again, so that a draft to which the customer has added something since is never used.
   */
  async insert(sentence: number | "all"): Promise<boolean> {
    const draft = this.assistance.draft.value;
    await this.refresh().catch(() => this.announce("连不上服务器，没有插入"));
    if (!draft || draft !== this.assistance.draft.value || !this.assistance.usable) {
      this.announce("客户又写了一句，这份草稿不能用了，请重新起草");
      return false;
    }
    const chosen = draft.sentences.filter(
      (each, at) => each.insertable && (sentence === "all" || sentence === at),
    );
    if (!chosen.length) return false;
    const { text } = this.checking;
    const joint = !text || /\n$/.test(text) ? "" : sentence === "all" ? "\n" : "";
    this.write(text + joint + joined(chosen));
    this.draftId = draft.evidence_id ?? null;
    return true;
  }

  /** Check it whole, then send. What is wrong stays in the composer, and why. */
  async send(): Promise<boolean> {
    if (this.sending || this.isOthers || !this.isOpen) return false;
    if (this.held) {
      this.announce(this.held);
      return false;
    }
    this.sending = true;
    await this.checking.check();
    const sent = !this.held && (await this.post());
    this.sending = false;
    if (this.held && !sent) this.announce(this.held);
    this.changed();
    return sent;
  }

  /**
   * Send it all the same, with a supervisor's key. The key is used for this one request and kept
   * nowhere. Returns what the server said against it, or nothing.
   */
  async override(key: string, reason: string): Promise<string> {
    this.sending = true;
    this.changed();
    const sent = await this.post({ key, reason });
    this.sending = false;
    this.changed();
    return sent ? "" : this.refused || this.held || "没有发出去";
  }

  /** Tell the others that we look, and whether we type; learn who else does. */
  async present(): Promise<void> {
    if (!this.presenceWorks || !this.isOpen) return;
    const typing = Boolean(this.checking.text) && Date.now() - this.typedAt < TYPING;
    try {
      const said = await json<{ others: Other[] }>(this.path("/presence"), {
        desk: seated().desk,
        typing,
      });
      this.others = said.others;
      this.changed();
    } catch (error) {
      this.presenceWorks = !isMissing(error);
    }
  }

  private async post(override?: Override): Promise<boolean> {
    const { text } = this.checking;
    // The same words again, after a lost connection, are the same reply.
    if (this.reply.text !== text) this.reply = { text, id: newId() };
    this.refused = "";
    const body = { reply_id: this.reply.id, desk: seated().desk, text, draft_id: this.draftId };
    const said = await deliver(this.path("/replies"), body, override);
    if (said) {
      if (said.blocked) this.checking.say(said.blocked);
      this.refused = said.why;
      return false;
    }
    this.reply = { text: "", id: "" };
    this.draftId = null;
    this.checking.write("");
    this.assistance.spend();
    await this.refresh().catch(() => {});
    this.announce("已经发出");
    return true;
  }

  private forget(why: string): void {
    this.shown = { ...this.now, state: "withdrawn", packet: null, messages: [], risks: [], last_asked: null };
    Object.assign(this.brief, { last_asked: null, risks: [] });
    this.trouble = why;
    this.checking.write("");
    Object.assign(this.assistance, new Assistance(this.id, this.changed));
    this.changed();
  }

  private path(what: string): string {
    return `v1/hand-offs/${encodeURIComponent(this.id)}${what}`;
  }
}
