/** A reply on its way out: put together from a draft, delivered, or held back by the server. */

import { refusal, request } from "../api";
import type { DraftSentence, Verdict } from "./wire";

/** A supervisor lets out what was blocked: with a key of their own, for this one request. */
export interface Override {
  key: string;
  reason: string;
}

interface Against {
  why: string;
  /** What is wrong with it, where that is the reason. */
  blocked: Verdict | null;
}

const JOINTS = { "": "", line: "\n", paragraph: "\n", item: "\n" };

/** Sentences of a draft as one text. */
export function joined(sentences: DraftSentence[]): string {
  return sentences.map((each, at) => (at ? JOINTS[each.break ?? ""] : "") + each.text).join("");
}

/** Post it; what the server said against it, or null. */
export async function deliver(path: string, reply: object, override?: Override): Promise<Against | null> {
  const body = JSON.stringify(override ? { ...reply, override: { reason: override.reason } } : reply);
  let response: Response;
  try {
    response = override
      ? await overriding(path, body, override.key)
      : await request(path, { method: "POST", body });
  } catch {
    return { why: "网络断开了，这条没有发出去。连上以后再发，不会重复。", blocked: null };
  }
  if (response.ok) return null;
  const problem = await response.clone().json().catch(() => ({}));
  const blocked = problem.code === "reply_blocked" && Array.isArray(problem.findings);
  return {
    why: (await refusal(response)).message,
    blocked: blocked ? { verdict: "block", findings: problem.findings } : null,
  };
}

function overriding(path: string, body: string, key: string): Promise<Response> {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  return fetch(`/${path}`, { method: "POST", body, headers, credentials: "omit" });
}
