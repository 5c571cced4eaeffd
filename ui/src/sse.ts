/**
 * Server-Sent Events over fetch (EventSource cannot POST).
 *
 *     bytes ──▶ text (a character may be split between chunks) ──▶ lines ──▶ { id, data }
 */

export interface Received {
  id: number;
  data: string;
}

/** The events of a response body, until it ends. Comments such as pings give nothing. */
export async function* events(
  body: ReadableStream<Uint8Array>,
  alive: () => void = () => {},
): AsyncGenerator<Received> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let id = 0;
  let data: string[] = [];
  try {
    for (;;) {
      const { value, done } = await reader.read();
      alive();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      // A lone CR at the end may be the first half of CRLF.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "") {
          if (data.length) yield { id, data: data.join("\n") };
          id = 0;
          data = [];
          continue;
        }
        const colon = line.indexOf(":");
        if (colon === 0) continue;
        const name = colon < 0 ? line : line.slice(0, colon);
        const text = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (name === "data") data.push(text);
        if (name === "id" && /^\d+$/.test(text)) id = Number(text);
      }
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
