/** The desk: the queue, the conversations that are open, and keeping both up to date. */

import { json } from "../api";
import type { Sheets } from "../sheets";
import { isShut, seated } from "./session";
import { Ticket } from "./ticket";
import type { Brief } from "./wire";

const BEAT = 3_000; // milliseconds
/** Every so many beats; a page that is not looked at asks less often. */
const EVERY = { queue: 2, presence: 2, others: 3, hidden: 4 };

export type Filter = "mine" | "danger" | "all";
export type Pane = "queue" | "talk" | "assist";

export class Desk {
  queue: Brief[] = [];
  total = 0;
  /** When the queue was read, to go on counting what people wait. */
  readAt = Date.now();
  loaded = false;
  filter: Filter = "all";
  search = "";
  tickets: Ticket[] = [];
  active: Ticket | null = null;
  /** What is in front where there is no room for three panes. */
  pane: Pane = "queue";
  announced = "";
  offline = false;
  /** Which finding of the reply was gone to last. */
  finding = -1;
  sheets!: Sheets;
  private beats = 0;
  private stopped = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private endangered = new Set<string>();

  constructor(
    readonly changed: () => void,
    private readonly shut: (error: unknown) => void,
  ) {}

  start(): void {
    void this.beat();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.tickets = [];
    this.active = null;
    this.queue = [];
  }

  announce(text: string): void {
    this.announced = text;
    this.changed();
  }

  /** Those of the queue that the filter and the words let through, in the queue's own order. */
  get listed(): Brief[] {
    const words = this.search.trim().toLowerCase();
    return this.queue.filter((each) => {
      if (this.filter === "danger" && !each.danger) return false;
      if (this.filter === "mine" && each.state !== "queued" && !this.isMine(each)) return false;
      const text = [each.last_asked, each.desk, ...each.risks].join(" ").toLowerCase();
      return !words || text.includes(words);
    });
  }

  isMine(brief: Brief): boolean {
    return brief.state !== "queued" && brief.desk === seated().desk;
  }

  /** Look at one; it stays open as a tab. */
  open(brief: Brief): Ticket {
    let ticket = this.tickets.find((each) => each.id === brief.id);
    if (!ticket) {
      ticket = new Ticket(brief, this.changed, (text) => this.announce(text));
      this.tickets = [...this.tickets, ticket];
      void this.reading(ticket.refresh());
      void ticket.assistance.look();
    }
    this.bringForward(ticket);
    return ticket;
  }

  bringForward(ticket: Ticket): void {
    this.active = ticket;
    this.pane = "talk";
    this.finding = -1;
    ticket.unread = 0;
    void ticket.present();
    this.changed();
  }

  async take(brief: Brief): Promise<void> {
    const ticket = this.open(brief);
    if (await ticket.act("take")) this.announce("已接下，可以回复了");
    void this.readQueue();
  }

  /** Away from the desk; what is kept of it here goes too. */
  putAway(ticket: Ticket): void {
    const at = this.tickets.indexOf(ticket);
    this.tickets = this.tickets.filter((each) => each !== ticket);
    if (this.active === ticket) this.active = this.tickets[at] ?? this.tickets[at - 1] ?? null;
    if (!this.active) this.pane = "queue";
    this.changed();
  }

  async readQueue(): Promise<void> {
    const found = await json<{ hand_offs: Brief[]; total: number }>("v1/hand-offs?limit=200");
    this.queue = found.hand_offs;
    this.total = found.total;
    this.readAt = Date.now();
    const fresh = this.queue.filter((each) => each.danger && !this.endangered.has(each.id));
    for (const each of fresh) this.endangered.add(each.id);
    if (this.loaded && fresh.length) this.announced = "队列里有人可能有危险，排在最前面";
    this.loaded = true;
    this.changed();
  }

  private async beat(): Promise<void> {
    const due = (every: number): boolean => this.beats % every === 0;
    const { active } = this;
    if (!document.hidden || due(EVERY.hidden)) {
      const others = due(EVERY.others) ? this.tickets.filter((each) => each !== active) : [];
      const refreshed = [active, ...others].map(async (each) => {
        if (each?.isOpen) await each.refresh();
        if (each && each === this.active && !document.hidden) each.unread = 0;
      });
      const queue = due(EVERY.queue) ? [this.readQueue()] : [];
      if (due(EVERY.presence)) void active?.present();
      await this.reading(Promise.all([...queue, ...refreshed]));
    }
    this.beats += 1;
    if (!this.stopped) this.timer = setTimeout(() => void this.beat(), BEAT);
  }

  /** Whatever is read: a lost connection is shown, a key that no longer opens signs out. */
  private async reading(work: Promise<unknown>): Promise<void> {
    const failed = await work.then(
      () => null,
      (error: unknown) => error,
    );
    if (failed && isShut(failed)) return this.shut(failed);
    if (this.offline !== (failed !== null)) {
      this.offline = failed !== null;
      this.announce(this.offline ? "连不上服务器，正在重试" : "已经重新连上");
    }
  }
}
