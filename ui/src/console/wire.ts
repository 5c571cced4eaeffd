/** What comes over the wire to a desk: hand-offs, and what assists their answering. */

import type { Break, Calculation, Citation } from "../wire";

/** One line of the queue. */
export interface Brief {
  id: string;
  state: string;
  reason: string;
  danger: boolean;
  risks: string[];
  last_asked: string | null;
  desk: string | null;
  created: string;
  changed: string;
  waited_seconds: number | null;
}

export interface Message {
  number: number;
  from: "person" | "human";
  desk: string | null;
  text: string;
  at: string;
}

export interface Packet {
  as_of: string;
  struck: number;
  risks: { id: string; kind: string; label: string; words: string }[];
  situation: { id: string; label: string; text: string; words: string; supposed: boolean }[];
  unknown: { id: string; label: string }[];
  asked: { id: string; text: string }[];
  answered: { id: string; kind: string; titles: string[]; sentences: Statement[] }[];
  computed: {
    id: string;
    name: string;
    inputs: { label: string; value: string; unit: string; origin: string }[];
    figures: { label: string; value: string; unit: string }[];
  }[];
  next_steps: ({ id: string } & Statement)[];
  added: { id: string; text: string }[];
}

interface Statement {
  text: string;
  sources: string[];
}

export interface HandOff extends Brief {
  packet: Packet | null;
  messages: Message[];
}

/** A source as it is named beside a statement: by its name, or as an entry of the library. */
export type Named = string | { id?: string; name?: string; title?: string; article?: string | null; url?: string | null };

export interface Case {
  situation: { key: string; label: string; value: string; quote: string | null }[];
  stage: { label: string; mark: string | number | null; days: number | string | null } | null;
  next_dates: { date: string; label: string; what: string; sources: Named[] }[];
  said: { text: string; sources: Named[] }[];
  computed: Calculation[];
  promised: { text: string; by: string }[];
  risks: { kind: string; label: string; severity: string; words: string }[];
  unknown: { key: string; label: string; why: string }[];
  version: string;
}

export type Tone = "plain" | "warmer" | "shorter";

export interface DraftSentence {
  text: string;
  break?: Break;
  citations: string[];
  calculations: string[];
  insertable: boolean;
}

export interface AgentCitation extends Citation {
  internal: boolean;
}

export interface Draft {
  kind: string;
  as_of?: string;
  sentences: DraftSentence[];
  citations: AgentCitation[];
  calculations: Calculation[];
  version: string;
  evidence_id?: string | null;
}

export interface Finding {
  rule: string;
  severity: "block" | "warn";
  /** In code points of the draft. */
  start: number;
  end: number;
  quote: string;
  why: string;
  rewrite: string | null;
  sources: Named[];
}

export interface Verdict {
  verdict: "pass" | "warn" | "block";
  findings: Finding[];
}

export interface Step {
  id: string;
  text: string;
  why: string | null;
  due: string | null;
  /** The event that the days of `due` are counted from. */
  counted_from?: string | null;
  citations: (AgentCitation | string)[];
  done_hint: boolean;
}

/** A line of a summary: plain, or with what it is about and who said it. */
export type Line = string | { label?: string; value?: string; text?: string; by?: string; quote?: string };

export interface WrapUp {
  summary: string;
  facts: Line[];
  agreed: Line[];
  follow_up: { date: string; why: string } | null;
  disposition: { code: string; label: string };
  lacked: Line[];
}
