/**
 * One turn over the network: a question goes out, frames come back, each exactly once.
 *
 * A connection that breaks is taken up again with the same `message_id` and the number of the
 * last frame seen, so that nobody is answered twice. Where what came does not fit together, the
 * whole answer is asked for once more: a `start` frame always means that all of it follows. One
 * frame is our own: `waiting`, while the server is still opening.
 */

import { Disconnected, Refused, refusal, request } from "./api";
import { events, type Received } from "./sse";
import type { Frame, Question } from "./wire";

const PAUSES = [500, 1500, 3000];
const READY_PAUSE = 2000;
const SILENCE = 45_000; // the server pings every 15 s

/** The frames of the answer. Throws Refused, Disconnected, or the reason of `signal`. */
export async function* frames(question: Question, signal: AbortSignal): AsyncGenerator<Frame> {
  const pieces = new Pieces();
  let seen = 0;
  let failures = 0;
  let restarted = false;
  for (;;) {
    let broken = false;
    let wait = 0;
    try {
      for await (const { id, data } of asked(question, seen, signal)) {
        if (data === "[DONE]") break;
        if (id <= seen) continue;
        const frame: Frame = JSON.parse(data);
        pieces.take(frame);
        if (!pieces.fit && !restarted) break;
        seen = id;
        failures = 0;
        yield frame;
        if (frame.type === "finish" || frame.type === "error") return;
      }
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof Refused) {
        if (error.code === "not_ready") {
          yield { type: "waiting" };
          await ready(signal);
          continue;
        }
        const passes = error.code === "turn_in_progress" || error.status === 429;
        if (!passes || failures >= PAUSES.length) throw error;
        wait = Math.min(error.retryAfter, 20) * 1000;
      }
      broken = true;
    }
    if (!broken && seen > 0 && !restarted) {
      // Ended without an end: this server tells the answer in other frames than the last one.
      restarted = true;
      seen = 0;
      continue;
    }
    if (failures >= PAUSES.length || !navigator.onLine) throw new Disconnected();
    await pause(Math.max(PAUSES[failures], wait), signal);
    failures += 1;
  }
}

async function* asked(
  question: Question,
  seen: number,
  signal: AbortSignal,
): AsyncGenerator<Received> {
  const silence = new AbortController();
  const headers: Record<string, string> = { Accept: "text/event-stream" };
  if (seen > 0) headers["Last-Event-ID"] = String(seen);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE);
  };
  const giveUp = (): void => silence.abort();
  signal.addEventListener("abort", giveUp);
  alive();
  try {
    const response = await request("v1/chat", {
      method: "POST",
      headers,
      body: JSON.stringify(question),
      signal: silence.signal,
    });
    if (!response.ok) throw await refusal(response);
    if (response.body) yield* events(response.body, alive);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
  }
}

/** Whether the pieces of an answer fit together: no sentence missing, nothing cited unseen. */
class Pieces {
  fit = true;
  private claims = 0;
  private known = new Set<string>();

  take({ type, id = "", data }: Frame): void {
    if (type === "start") {
      this.fit = true;
      this.claims = 0;
      this.known = new Set();
    }
    if (/^data-(citation|cost|plan|calculation)$/.test(type)) this.known.add(id);
    if (type !== "data-claim") return;
    this.claims += 1;
    const cited: string[] = [...(data.sourceIds ?? []), ...(data.calcIds ?? [])];
    if (id !== `s${this.claims}` || cited.some((each) => !this.known.has(each))) this.fit = false;
  }
}

/** Wait until the server has opened everything. */
export async function ready(signal: AbortSignal): Promise<void> {
  for (;;) {
    await pause(READY_PAUSE, signal);
    const response = await request("readyz", { signal }).catch(() => null);
    if (response?.ok) return;
    const state = await response?.json().catch(() => ({}));
    if (state?.status === "failed") throw new Refused(503, "failed", state.detail);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
  });
}
