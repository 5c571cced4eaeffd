/**
 * Server-Sent Events over fetch (EventSource cannot POST).
 *
 *     bytes ──▶ text (a character may be split between chunks) ──▶ lines ──▶ { id, data }
 */

/** The events of a response body, until it ends. Comments such as pings give nothing. */
export async function* events(body, alive = () => {}) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let event = { id: 0, data: [] };
  try {
    for (;;) {
      const { value, done } = await reader.read();
      alive();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      // A lone CR at the end may be the first half of CRLF.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        if (line === "") {
          if (event.data.length) yield { id: event.id, data: event.data.join("\n") };
          event = { id: 0, data: [] };
        } else {
          take(line, event);
        }
      }
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function take(line, event) {
  const colon = line.indexOf(":");
  if (colon === 0) return;
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
  if (name === "data") event.data.push(value);
  if (name === "id" && /^\d+$/.test(value)) event.id = Number(value);
}
