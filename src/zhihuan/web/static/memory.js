/**
 * What this tab remembers until it is closed: which conversation, and a question that was sent
 * and not yet answered. Works, forgetfully, where storage is forbidden.
 */

const NAMES = { conversation: "zhihuan.conversation", pending: "zhihuan.pending", calm: "zhihuan.calm" };
const fallback = new Map();

/** The conversation of this tab; made up here, so that a retry of the first message is the same turn. */
export function conversationId() {
  const known = read(NAMES.conversation);
  if (known) return known;
  const fresh = newId();
  write(NAMES.conversation, fresh);
  return fresh;
}

/** Whether there is a conversation to come back to. */
export function hasConversation() {
  return read(NAMES.conversation) !== null;
}

/** A question on its way, or null. */
export function pending() {
  try {
    return JSON.parse(read(NAMES.pending) ?? "null");
  } catch {
    return null;
  }
}

export function setPending(question) {
  write(NAMES.pending, question ? JSON.stringify(question) : null);
}

/** The crisis card that was put away, by the message it came with. */
export function putAway() {
  return read(NAMES.calm);
}

export function setPutAway(messageId) {
  write(NAMES.calm, messageId);
}

export function forget() {
  Object.values(NAMES).forEach((name) => write(name, null));
}

/** 128 random bits; randomUUID is only there on secure origins. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return fallback.get(name) ?? null;
  }
}

function write(name, value) {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, value);
  } catch {
    if (value === null) fallback.delete(name);
    else fallback.set(name, value);
  }
}
