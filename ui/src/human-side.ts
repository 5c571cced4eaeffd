/** The human side of a conversation: how a hand-off stands, and what humans wrote. */

import { isMissing, json } from "./api";
import * as memory from "./memory";
import type { Contact } from "./wire";

export interface HumanMessage {
  number: number;
  desk: string | null;
  text: string;
  at: string;
  /** How many exchanges there were when it came: where it stands in the conversation. */
  after: number;
}

export interface Standing {
  available: boolean;
  state: string;
  say: string;
  hours: { text: string; open_now: boolean } | null;
  contacts?: Contact[];
  packet?: any;
  seen?: string | null;
  sent?: boolean;
}

const OPEN = ["queued", "closed-hours", "taken", "answered"];

export class HumanSide {
  messages: HumanMessage[] = [];
  standing: Standing | null = null;
  /** False where the server knows no hand-offs. */
  works = true;
  private next = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly changed: (announced?: string) => void,
    private readonly count: () => number,
  ) {}

  get isOpen(): boolean {
    return OPEN.includes(this.standing?.state ?? "");
  }

  /** What would be handed over, and how things stand. */
  async look(): Promise<void> {
    try {
      this.standing = await json<Standing>(path("hand-off"));
      if (this.isOpen) this.poll(0);
    } catch (error) {
      this.works = !isMissing(error);
    }
    this.changed();
  }

  /** Hand over, less what was struck out. Throws what the server said against it. */
  async send(messageId: string, struck: string[], added: string): Promise<void> {
    const seen = this.standing?.seen ?? undefined;
    const body = { message_id: messageId, struck, added, seen };
    this.standing = await json<Standing>(path("hand-off"), body);
    this.changed(this.standing.say);
    if (this.isOpen) this.poll(0);
  }

  async withdraw(): Promise<void> {
    clearTimeout(this.timer);
    await json(path("hand-off"), undefined, "DELETE");
    await this.look();
  }

  forget(): void {
    clearTimeout(this.timer);
    this.messages = [];
    this.standing = null;
    this.next = 0;
  }

  /** Ask for what humans wrote, and again for as long as somebody may write. */
  poll(seconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const found = await json<any>(`${path("messages")}?after=${this.next}`).catch(() => null);
      if (!found) return this.poll(15);
      const fresh = found.messages.filter(
        (each: any) => each.from === "human" && each.number > this.next,
      );
      this.next = found.next;
      const stood = this.standing?.state;
      this.standing = { ...this.standing, ...found };
      this.messages = [
        ...this.messages,
        ...fresh.map((each: any) => ({ ...each, after: this.count() })),
      ];
      const news = fresh.map((each: any) => `${each.desk ?? ""}：${each.text}`).join(" ");
      this.changed(news || (stood !== found.state ? found.say : undefined));
      if (found.poll_after_seconds) this.poll(found.poll_after_seconds);
    }, seconds * 1000);
  }
}

function path(what: string): string {
  return `v1/conversations/${encodeURIComponent(memory.conversationId())}/${what}`;
}
