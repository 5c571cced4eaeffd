/**
 * What the assistant lays before the agent: the case at a glance, a draft, next steps, a wrap-up.
 *
 * A draft belongs to what had been said when it was asked for. Once the customer has written
 * again it is stale: it is shown greyed, and nothing of it can be put into the reply.
 */

import { isMissing, json, Refused } from "../api";
import type { Case, Draft, Step, Tone, WrapUp } from "./wire";

/** One thing that is asked for: what came of it, or why nothing did. */
export interface Asked<T> {
  value: T | null;
  busy: boolean;
  trouble: string;
}

export class Assistance {
  case: Asked<Case> = nothing();
  draft: Asked<Draft> = nothing();
  steps: Asked<Step[]> = nothing();
  wrapUp: Asked<WrapUp> = nothing();
  tone: Tone = "plain";
  /** Steps that the agent ticked off. */
  done = new Set<string>();
  agreed = "";
  /** The draft was for an earlier point of the conversation. */
  stale = false;
  /** A reply went out since the draft was made. */
  spent = false;
  private drafts = 0;

  constructor(
    private readonly handOffId: string,
    private readonly changed: () => void,
  ) {}

  /** Everything, as the conversation stands now. */
  async look(): Promise<void> {
    await Promise.all([this.lookAtCase(), this.write()]);
  }

  /** The case and the steps, as the conversation stands now. */
  async lookAtCase(): Promise<void> {
    await Promise.all([
      this.ask(this.case, "case", {}),
      this.ask<{ steps: Step[] }>(nothing(), "steps", {}).then((found) => {
        this.steps = { ...found, value: found.value?.steps ?? null };
        for (const step of this.steps.value ?? []) if (step.done_hint) this.done.add(step.id);
        this.changed();
      }),
    ]);
  }

  /** A new draft. What was shown before goes at once: nobody takes it for the new one. */
  async write(tone: Tone = this.tone): Promise<void> {
    this.drafts += 1;
    const turn = this.drafts;
    this.tone = tone;
    this.stale = this.spent = false;
    this.draft = { value: null, busy: true, trouble: "" };
    this.changed();
    const found = await this.ask<Draft>(nothing(), "draft", { tone });
    if (turn !== this.drafts) return;
    this.draft = found;
    this.changed();
  }

  async finish(): Promise<void> {
    const agreed = this.agreed.trim();
    this.wrapUp = { value: null, busy: true, trouble: "" };
    this.changed();
    this.wrapUp = await this.ask(nothing(), "wrapup", agreed ? { agreed } : {});
    this.changed();
  }

  /** The customer wrote again. What had been drafted with those very words in view still holds. */
  outdate(): void {
    if (this.draft.busy) void this.write();
    const { value } = this.draft;
    this.stale = value !== null;
    this.changed();
    void this.lookAtCase().then(() => {
      const seen = this.case.value?.version;
      if (value && value === this.draft.value && value.version === seen) this.stale = false;
      this.changed();
    });
  }

  /** A reply went out: the draft has served, and is no answer to what comes next. */
  spend(): void {
    this.spent = this.draft.value !== null;
    void this.lookAtCase();
  }

  /** Whether the draft may be put into the reply. */
  get usable(): boolean {
    return this.draft.value !== null && !this.stale && !this.spent;
  }

  private async ask<T>(into: Asked<T>, what: string, more: object): Promise<Asked<T>> {
    into.busy = true;
    this.changed();
    try {
      into.value = await json<T>(`v1/assist/${what}`, { hand_off_id: this.handOffId, ...more });
      into.trouble = "";
    } catch (error) {
      into.trouble = told(error);
    }
    into.busy = false;
    this.changed();
    return into;
  }
}

function nothing<T>(): Asked<T> {
  return { value: null, busy: false, trouble: "" };
}

function told(error: unknown): string {
  if (isMissing(error)) return "这台服务器没有这一项";
  if (error instanceof Refused && error.code === "stale_draft") return "客户又写了一句，重新起草";
  return (error as Error).message;
}
