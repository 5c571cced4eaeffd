/**
 * One turn over the network: a question goes out, frames come back, each exactly once.
 *
 * A connection that breaks is taken up again with the same `message_id` and the number of the
 * last frame seen, so that nobody is answered twice. Where what came does not fit together, the
 * whole answer is asked for once more: a `start` frame always means that all of it follows. One
 * frame is our own: `waiting`, while the server is still opening.
 */

import { events } from "/static/stream.js";

const PAUSES = [500, 1500, 3000];
const READY_PAUSE = 2000;
const SILENCE = 45_000; // the server pings every 15 s

/** The server said no; `detail` says why, in Chinese. */
export class Refused extends Error {
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** The network went away and did not come back. */
export class Disconnected extends Error {
  constructor() {
    super("网络断开了，您发的话没有丢，网络恢复后可以再试一次");
  }
}

/** The frames of the answer to `question` = { text, message_id, conversation_id, as_of? }. */
export async function* frames(question, signal) {
  const pieces = new Pieces();
  let seen = 0;
  let failures = 0;
  let restarted = false;
  for (;;) {
    let broken = false;
    try {
      for await (const { id, data } of asked(question, seen, signal)) {
        if (data === "[DONE]") break;
        if (id <= seen) continue;
        const frame = JSON.parse(data);
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
        if (error.code !== "turn_in_progress" || failures >= PAUSES.length) throw error;
      }
      broken = true;
    }
    if (!broken && seen > 0 && !restarted) {
      // Ended without an end: this server tells the answer in other frames than the last one.
      restarted = true;
      seen = 0;
      continue;
    }
    if (failures >= PAUSES.length) throw new Disconnected();
    await pause(PAUSES[failures], signal);
    failures += 1;
  }
}

async function* asked(question, seen, signal) {
  const silence = new AbortController();
  const headers = { "Content-Type": "application/json", Accept: "text/event-stream" };
  if (seen > 0) headers["Last-Event-ID"] = String(seen);
  let timer = 0;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE);
  };
  const giveUp = () => silence.abort();
  signal.addEventListener("abort", giveUp);
  alive();
  try {
    const response = await fetch("/v1/chat", {
      method: "POST",
      headers,
      body: JSON.stringify(question),
      signal: silence.signal,
    });
    if (!response.ok) throw await refusal(response);
    yield* events(response.body, alive);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
  }
}

/** Whether the pieces of an answer fit together: no sentence missing, nothing cited unseen. */
class Pieces {
  constructor() {
    this.forget();
  }

  forget() {
    this.claims = 0;
    this.known = new Set();
    this.fit = true;
  }

  take({ type, id, data }) {
    if (type === "start") this.forget();
    if (/^data-(citation|cost|plan|calculation)$/.test(type)) this.known.add(id);
    if (type !== "data-claim") return;
    this.claims += 1;
    const cited = [...(data.sourceIds ?? []), ...(data.calcIds ?? [])];
    if (id !== `s${this.claims}` || cited.some((each) => !this.known.has(each))) this.fit = false;
  }
}

/** What the server said against a request. */
export async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  const detail = problem.detail ?? "现在没法回答，请过一会儿再试";
  return new Refused(response.status, problem.code ?? "", detail);
}

/** Wait until the server has opened everything. */
export async function ready(signal) {
  for (;;) {
    await pause(READY_PAUSE, signal);
    const response = await fetch("/readyz", { signal }).catch(() => null);
    if (response?.ok) return;
    const state = await response?.json().catch(() => ({}));
    if (state?.status === "failed") throw new Refused(503, "failed", state.detail);
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
  });
}
