/**
 * What is remembered: which conversation, a question not yet answered, and the person's choices.
 * Never what was said: that is asked for again from the server.
 *
 * Kept until the tab is closed, or on this device for 30 days, as the person chooses. Works,
 * forgetfully, where storage is forbidden.
 */

import type { Question } from "./wire";

const NAMES = ["conversation", "pending", "calm", "open", "kept"] as const;
type Name = (typeof NAMES)[number];
const ON_DEVICE: readonly Name[] = ["conversation", "kept"];
const KEPT_MILLISECONDS = 30 * 24 * 3600 * 1000;
const fallback = new Map<string, string>();

/** Whether the conversation is kept on this device after the tab is closed. */
export function keepsOnDevice(): boolean {
  const until = Number(stored(local, "zhihuan.kept"));
  if (until && until < Date.now()) ON_DEVICE.forEach((name) => put(local, name, null));
  return until > Date.now();
}

export function setKeepsOnDevice(keeps: boolean): void {
  const id = read("conversation");
  ON_DEVICE.forEach((name) => put(local, name, null));
  if (keeps) put(local, "kept", String(Date.now() + KEPT_MILLISECONDS));
  put(session, "conversation", keeps ? null : id);
  if (keeps) put(local, "conversation", id);
}

/** The conversation; made up here, so that a retry of the first message is the same turn. */
export function conversationId(): string {
  const known = read("conversation");
  if (known) return known;
  const fresh = newId();
  write("conversation", fresh);
  return fresh;
}

export function hasConversation(): boolean {
  return read("conversation") !== null;
}

/** A question on its way, or null. */
export function pending(): Question | null {
  try {
    return JSON.parse(read("pending") ?? "null");
  } catch {
    return null;
  }
}

export function setPending(question: Question | null): void {
  write("pending", question && JSON.stringify(question));
}

/** The crisis card that was put away, by the message it came with. */
export const putAway = (): string | null => read("calm");
export const setPutAway = (messageId: string): void => write("calm", messageId);

/** Whether the panel was open: a reload opens it again. */
export const setOpen = (open: boolean): void => write("open", open ? "1" : null);

export function forget(): void {
  NAMES.forEach((name) => name !== "open" && name !== "kept" && write(name, null));
}

/** Everything, choices too: somebody else may sit down here. */
export function forgetAll(): void {
  NAMES.forEach((name) => [session, local].forEach((where) => put(where, name, null)));
}

/** 128 random bits; randomUUID is only there on secure origins. */
export function newId(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const session = (): Storage => sessionStorage;
const local = (): Storage => localStorage;

function place(name: Name): () => Storage {
  return ON_DEVICE.includes(name) && keepsOnDevice() ? local : session;
}

function read(name: Name): string | null {
  return stored(place(name), `zhihuan.${name}`);
}

function write(name: Name, value: string | null): void {
  put(place(name), name, value);
}

function stored(where: () => Storage, key: string): string | null {
  try {
    return where().getItem(key);
  } catch {
    return fallback.get(key) ?? null;
  }
}

function put(where: () => Storage, name: Name, value: string | null): void {
  const key = `zhihuan.${name}`;
  try {
    if (value === null) where().removeItem(key);
    else where().setItem(key, value);
  } catch {
    if (value === null) fallback.delete(key);
    else fallback.set(key, value);
  }
}
