/**
 * The conversation: what the person does, and what comes of it. Knows nothing of how it looks;
 * whoever draws it listens.
 */

import { Answer } from "./answer";
import { json, isMissing, Refused, request } from "./api";
import * as memory from "./memory";
import { HumanSide } from "./human-side";
import { frames, ready } from "./turn";
import type { Question } from "./wire";
import { words } from "./words";

const LONGEST = 4000;
/** What no answer needs: an identity number, or a card's. The server covers them too. */
const PRIVATE = /(?<![\dXx])(?:\d{17}[\dXx]|\d{15,19})(?!\d)/;

export interface Exchange {
  question: Question;
  answer: Answer;
  /** What went wrong, and whether trying again may help. */
  trouble: { text: string; retry: boolean } | null;
  opening: boolean;
  feedback: "up" | "down" | "sent" | null;
}

export class Conversation {
  exchanges: Exchange[] = [];
  draft = "";
  hint = "";
  /** What is announced to people who listen. */
  announced = "";
  asOf = "";
  offline = !navigator.onLine;
  /** The exchange whose numbers are kept in sight. */
  pinned: Exchange | null = null;
  feedbackWorks = true;
  private running: AbortController | null = null;
  private next: string | null = null;
  private restored: Promise<void> | null = null;

  readonly human: HumanSide;

  constructor(
    private readonly changed: () => void,
    private readonly happened: (name: string) => void,
  ) {
    this.human = new HumanSide(
      (announced) => {
        if (announced) this.announced = announced;
        const newest = this.newest;
        if (newest) newest.answer.version += 1;
        changed();
      },
      () => this.exchanges.length,
    );
  }

  get busy(): boolean {
    return this.running !== null;
  }

  get newest(): Exchange | undefined {
    return this.exchanges.at(-1);
  }

  /** The situation as it was last understood. */
  get situation(): any {
    const told = this.exchanges.filter((each) => each.answer.situation);
    return told.at(-1)?.answer.situation ?? null;
  }

  write(text: string): void {
    this.draft = text;
    this.hint = "";
    this.changed();
  }

  /** Send words; what cannot be sent now says so in `hint`. */
  send(text: string): void {
    const message = text.trim();
    if (!message) return;
    const length = [...message].length;
    if (length > LONGEST) return this.say(words().tooLong(LONGEST, length));
    if (PRIVATE.test(message.normalize("NFKC"))) return this.say(words().privateNumber);
    if (this.running) {
      if (message !== words().humanMessage) return this.say(words().stillAnswering);
      this.next = message;
      return this.say(words().humanNext);
    }
    const question: Question = {
      text: message,
      message_id: memory.newId(),
      conversation_id: memory.conversationId(),
      ...(this.asOf ? { as_of: this.asOf } : {}),
    };
    if (this.draft.trim() === message) this.draft = "";
    memory.setPending(question);
    void this.ask(this.add(question));
  }

  retry(exchange: Exchange): void {
    if (!this.running) void this.ask(exchange);
  }

  /** Bring back what was said before, and what was not yet answered. */
  restore(): Promise<void> {
    this.restored ??= this.bringBack();
    return this.restored;
  }

  /** Read the conversation again: another tab may have gone on with it. */
  async refresh(): Promise<void> {
    if (this.running || !memory.hasConversation()) return;
    const turns = await this.turns();
    if (!turns || this.running) return;
    this.pinned = null;
    this.exchanges = [];
    for (const turn of turns) this.bring(turn);
    this.changed();
  }

  /** Forget it here and on the server. */
  async erase(): Promise<void> {
    if (memory.hasConversation()) {
      const path = `v1/chat/${encodeURIComponent(memory.conversationId())}`;
      await json(path, undefined, "DELETE").catch((error: unknown) => {
        if (!(error instanceof Refused) || error.status !== 404) throw error;
      });
    }
    this.stop();
    this.happened("erased");
    memory.forget();
    this.announce(words().erased);
  }

  /** Let go of everything that is held in memory. */
  stop(): void {
    this.running?.abort();
    this.running = this.next = this.pinned = null;
    this.exchanges = [];
    this.human.forget();
    this.draft = this.hint = "";
    this.changed();
  }

  setOffline(offline: boolean): void {
    this.offline = offline;
    const waiting = this.newest;
    if (!offline && waiting?.trouble?.retry) this.retry(waiting);
    this.changed();
  }

  /** Put the numbers back into the conversation. */
  unpin(): void {
    if (this.pinned) memory.setPutAway(this.pinned.question.message_id);
    this.pinned = null;
    this.changed();
  }

  async rate(exchange: Exchange, verdict: "up" | "down", reason?: string): Promise<void> {
    exchange.feedback = verdict === "down" && !reason ? "down" : "sent";
    this.touch(exchange);
    const { conversation_id, message_id } = exchange.question;
    await json("v1/feedback", { conversation_id, message_id, verdict, reason }).catch((error) => {
      if (isMissing(error)) this.feedbackWorks = false;
      else if (exchange.feedback === "sent") exchange.feedback = null;
    });
    if (exchange.feedback === "sent") this.announce(words().thanks);
    this.touch(exchange);
  }

  announce(text: string): void {
    this.announced = text;
    this.changed();
  }

  touch(exchange: Exchange): void {
    exchange.answer.version += 1;
    this.changed();
  }

  private say(hint: string): void {
    this.hint = hint;
    this.changed();
  }

  private add(question: Question): Exchange {
    const exchange: Exchange = {
      question,
      answer: new Answer(),
      trouble: null,
      opening: false,
      feedback: null,
    };
    const before = this.newest;
    if (before) before.answer.version += 1; // only the newest offers replies
    this.exchanges = [...this.exchanges, exchange];
    return exchange;
  }

  private async ask(exchange: Exchange): Promise<void> {
    const stop = new AbortController();
    const { answer } = exchange;
    this.running = stop;
    this.hint = "";
    exchange.trouble = null;
    answer.version += 1;
    this.announce(words().searching);
    try {
      for await (const frame of frames(exchange.question, stop.signal)) {
        if (frame.type === "error") throw new Error(frame.errorText);
        exchange.opening = frame.type === "waiting";
        answer.take(frame);
        if (frame.type === "data-crisis") this.pin(exchange);
        if (exchange.opening) this.announced = words().opening;
        this.changed();
      }
      memory.setPending(null);
      this.announced = words().answered(answer.text);
      this.happened("answer");
    } catch (error) {
      if (stop.signal.aborted) return;
      const refused = error instanceof Refused && error.status < 500 && error.status !== 409;
      const final = refused && error.status !== 429;
      if (final) {
        memory.setPending(null);
        this.draft ||= exchange.question.text;
      }
      exchange.opening = false;
      exchange.trouble = { text: (error as Error).message, retry: !final };
      answer.version += 1;
      this.announced = `${words().unfinished} ${exchange.trouble.text}`;
    } finally {
      if (this.running === stop) {
        this.running = null;
        const next = this.next;
        this.next = null;
        this.changed();
        if (next) this.send(next);
      }
    }
  }

  private async bringBack(): Promise<void> {
    if (!memory.hasConversation()) return;
    const waiting = memory.pending();
    for (const turn of (await this.turns()) ?? []) {
      this.bring(turn);
      if (turn.message_id === waiting?.message_id) memory.setPending(null);
    }
    // A human may have written since.
    if (this.exchanges.some((each) => each.answer.contacts)) void this.human.look();
    this.changed();
    const unanswered = memory.pending();
    if (unanswered) await this.ask(this.add(unanswered));
  }

  private bring(turn: any): void {
    const question = { ...turn, conversation_id: memory.conversationId() };
    const exchange = this.add(question);
    exchange.answer.restore(turn.answer);
    if (exchange.answer.crisis) this.pin(exchange);
    else this.pinned = null;
  }

  private pin(exchange: Exchange): void {
    if (memory.putAway() !== exchange.question.message_id) this.pinned = exchange;
  }

  /** The kept turns, or null; waits where the server is still opening. */
  private async turns(): Promise<any[] | null> {
    const path = `v1/chat/${encodeURIComponent(memory.conversationId())}`;
    const response = await request(path).catch(() => null);
    if (response?.status === 503) {
      this.announce(words().opening);
      await ready(new AbortController().signal);
      return this.turns();
    }
    if (response?.status === 404) return [];
    if (!response?.ok) return null;
    const { turns } = await response.json();
    return turns.filter((turn: any) => turn.answer?.sentences);
  }
}
