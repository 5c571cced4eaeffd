/** Talking to the server: where it is, who we are, and what it said against a request. */

import { words } from "./words";

export interface Access {
  /** Ends in a slash. */
  base: string;
  /** A publishable key, if the server has keys. */
  key?: string;
  /** A short-lived token that the host's own server signed for this person. */
  getToken?: () => Promise<string> | string;
}

let access: Access = { base: "/" };

export function connect(to: Access): void {
  access = to;
}

/** The server said no; `message` says why, for people. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly retryAfter = 0,
  ) {
    super(detail);
  }
}

/** The network went away and did not come back. */
export class Disconnected extends Error {
  constructor() {
    super(words().disconnected);
  }
}

/** A request with our headers; a refusal is not thrown. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const token = (await access.getToken?.()) || access.key;
  if (token) headers.set("Authorization", `Bearer ${token}`);
  if (init.body) headers.set("Content-Type", "application/json");
  // No cookies: the widget stands on other people's pages.
  return fetch(access.base + path, { ...init, headers, credentials: "omit" });
}

/** GET or POST, answered in JSON. Throws Refused or Disconnected. */
export async function json<T>(path: string, body?: unknown, method?: string): Promise<T> {
  const response = await answered(path, body, method);
  return response.status === 204 ? (undefined as T) : response.json();
}

/** POST, answered with a file, which is then saved. */
export async function download(path: string, body: unknown, name: string): Promise<void> {
  save(await (await answered(path, body)).blob(), name);
}

/** Offer a file to keep. */
export function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** What the server said against a request. */
export async function refusal(response: Response): Promise<Refused> {
  const problem = await response.json().catch(() => ({}));
  const detail = typeof problem.detail === "string" ? problem.detail : words().cannotAnswer;
  const wait = Number(response.headers.get("Retry-After")) || 0;
  return new Refused(response.status, problem.code ?? "", detail, wait);
}

/** Whether a thing is simply not there on this server. */
export function isMissing(error: unknown): boolean {
  if (!(error instanceof Refused) || error.code === "unknown_conversation") return false;
  return error.status === 404 || error.status === 405;
}

async function answered(path: string, body?: unknown, method?: string): Promise<Response> {
  const response = await request(path, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch(() => {
    throw new Disconnected();
  });
  if (!response.ok) throw await refusal(response);
  return response;
}
