/**
 * What an agent has typed, checked: while typing, when the hand rests, and whole before it goes
 * out. What the server said holds only for the very text it was asked about.
 */

import { json } from "../api";
import type { Finding, Verdict } from "./wire";

const REST = 600; // milliseconds

export class Checking {
  text = "";
  /** What is wrong with `text`; null while that is not known. */
  verdict: Verdict | null = null;
  /** The last verdict, shown greyed while a newer one is awaited. */
  last: Verdict | null = null;
  busy = false;
  /** Why it could not be checked. */
  trouble = "";
  private asked = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly handOffId: string,
    private readonly changed: () => void,
  ) {}

  write(text: string): void {
    this.text = text;
    this.verdict = null;
    this.trouble = "";
    clearTimeout(this.timer);
    this.asked += 1;
    this.busy = false;
    if (text.trim()) this.timer = setTimeout(() => void this.check(true), REST);
    else this.last = null;
    this.changed();
  }

  /**
   * Ask now; `quick`: what can be told while somebody types. Null where the server cannot say; it
   * checks again before it passes anything on.
   */
  async check(quick = false): Promise<Verdict | null> {
    clearTimeout(this.timer);
    const { text } = this;
    this.asked += 1;
    const turn = this.asked;
    this.busy = true;
    this.changed();
    let found: Verdict | null = null;
    let trouble = "";
    try {
      found = await json<Verdict>("v1/assist/check", { hand_off_id: this.handOffId, draft: text, quick });
    } catch (error) {
      trouble = (error as Error).message;
    }
    if (turn !== this.asked) return null;
    this.busy = false;
    this.trouble = trouble;
    if (found) this.say(found);
    else this.changed();
    return found;
  }

  /** What the server says of the text as it stands. */
  say(verdict: Verdict): void {
    this.verdict = this.last = verdict;
    this.changed();
  }

  /** Put the proposed words in the place of the wrong ones; at the end where some are missing. */
  replace(finding: Finding): void {
    const letters = [...this.text];
    const missing = finding.start === finding.end;
    const before = letters.slice(0, finding.start).join("");
    const joint = missing && before && !/[\s。！？]$/.test(before) ? "。" : "";
    this.write(before + joint + (finding.rewrite ?? "") + letters.slice(finding.end).join(""));
  }

  /** The findings in the order in which they stand in the text. */
  get findings(): Finding[] {
    return [...(this.verdict?.findings ?? [])].sort((a, b) => a.start - b.start || a.end - b.end);
  }
}

/** A place in code points as a place in the UTF-16 of a text area. */
export function offset(text: string, codePoints: number): number {
  return [...text].slice(0, codePoints).join("").length;
}

export interface Stretch {
  text: string;
  severity: "block" | "warn" | null;
}

/** A text cut at the ends of its findings; where two overlap, the graver one shows. */
export function stretches(text: string, findings: Finding[]): Stretch[] {
  const letters = [...text];
  const cuts = new Set([0, letters.length]);
  for (const { start, end } of findings) {
    cuts.add(start);
    cuts.add(end);
  }
  const ends = [...cuts].filter((cut) => cut <= letters.length).sort((a, b) => a - b);
  return ends.slice(1).map((end, at) => {
    const start = ends[at];
    const over = findings.filter((each) => each.start <= start && each.end >= end);
    const block = over.some((each) => each.severity === "block");
    return {
      text: letters.slice(start, end).join(""),
      severity: block ? "block" : over.length ? "warn" : null,
    };
  });
}
