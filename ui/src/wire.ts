/** What comes over the wire. Amounts and rates are decimal strings. */

export interface Question {
  text: string;
  message_id: string;
  conversation_id: string;
  as_of?: string;
}

export interface Frame {
  type: string;
  id?: string;
  data?: any;
  messageMetadata?: any;
  errorText?: string;
}

export interface Source {
  id: string;
  name: string;
  issuer: string | null;
  number: string | null;
  article: string | null;
  in_force: string | null;
  ended: string | null;
  status: string;
  url: string | null;
  confidence: string;
  checked: string;
  says: string;
}

export interface Citation {
  id: string;
  n: number;
  slug: string;
  title: string;
  heading: string;
  quote: string;
  status: string;
  valid_from: string | null;
  valid_to: string | null;
  reviewed: string;
  sources: Source[];
}

export interface Input {
  name: string;
  label: string;
  value: string;
  unit: string;
  origin: string;
  source: string | null;
}

export interface Calculation {
  id: string;
  name: string;
  kind: string;
  inputs: Input[];
  formula: string;
  assumptions: string[];
  result: any;
  figures: { value: string; unit: string; label: string }[];
  fallback?: string;
}

export type Break = "" | "line" | "paragraph" | "item";

export interface Claim {
  id: string;
  text: string;
  break: Break;
  sourceIds: string[];
  calcIds: string[];
}

export interface Contact {
  id: string;
  name: string;
  number: string | null;
  url: string | null;
  hours: string | null;
  for: string;
  not_for: string | null;
  verified: string;
}

export interface Reply {
  label: string;
  send: string;
}

/** A sentence that rests on sources. */
export interface Statement {
  text: string;
  sources: string[];
}
