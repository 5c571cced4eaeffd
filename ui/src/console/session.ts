/**
 * Who sits here: the key and the name shown to customers. Kept in this tab alone
 * (sessionStorage), so that closing it signs out.
 */

import { connect, Refused, refusal, request } from "../api";

const STORE = "zhihuan-console";
const SINGLE_KEYS = "zhihuan-console-single-keys";
/** The name where no key is needed, on one's own machine. */
const LOCAL = "本机客服";

export interface Seat {
  key: string;
  desk: string;
}

let seat: Seat = { key: "", desk: "" };

export function seated(): Seat {
  return seat;
}

export function restore(): void {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORE) ?? "{}");
    seat = { key: String(kept.key ?? ""), desk: String(kept.desk ?? "") };
  } catch {
    seat = { key: "", desk: "" };
  }
  connect({ base: "/", getToken: () => seat.key });
}

export function sit(next: Seat): void {
  seat = next;
  try {
    sessionStorage.setItem(STORE, JSON.stringify(seat));
  } catch {
    // Where nothing can be kept, one signs in again after reloading.
  }
}

export function leave(): void {
  sessionStorage.removeItem(STORE);
  seat = { key: "", desk: "" };
}

/**
 * Whether the server lets us in as we are. Throws Refused where it does not, and whatever `fetch`
 * throws where there is no server.
 */
export async function admitted(): Promise<void> {
  const response = await request("v1/hand-offs?limit=1");
  if (response.status === 503) {
    await new Promise((go) => setTimeout(go, 2000));
    return admitted();
  }
  if (!response.ok) throw await refusal(response);
  if (!seat.desk) sit({ ...seat, desk: LOCAL });
}

/** A key that does not open this (any more), as opposed to some other trouble. */
export function isShut(error: unknown): boolean {
  return error instanceof Refused && (error.status === 401 || error.status === 403);
}

/** Single letters as commands: they can be turned off (WCAG 2.1.4). */
export function singleKeys(): boolean {
  return localStorage.getItem(SINGLE_KEYS) !== "off";
}

export function setSingleKeys(on: boolean): void {
  localStorage.setItem(SINGLE_KEYS, on ? "on" : "off");
}
