/** Signing in: the key once, and the name that customers will see. */

import { useState } from "preact/hooks";
import { described, Field } from "../parts";
import type { Seat } from "./session";

export function SignIn(props: {
  desk: string;
  /** What the server said against the last attempt. */
  wrong: string;
  onSeat: (seat: Seat) => Promise<void>;
}) {
  const [key, setKey] = useState("");
  const [desk, setDesk] = useState(props.desk);
  const [missing, setMissing] = useState({ key: "", desk: "" });
  const [busy, setBusy] = useState(false);
  const enter = async (event: Event): Promise<void> => {
    event.preventDefault();
    const name = desk.replace(/\s+/g, " ").trim();
    const wrong = { key: key.trim() ? "" : "请粘贴密钥", desk: name ? "" : "请写称呼，客户会看到" };
    setMissing(wrong);
    if (wrong.key || wrong.desk || busy) return;
    setBusy(true);
    await props.onSeat({ key: key.trim(), desk: name });
    setBusy(false);
  };
  return (
    <main class="sign-in">
      <form class="card" noValidate onSubmit={enter} aria-labelledby="sign-in-title">
        <h1 id="sign-in-title">知还坐席台</h1>
        <p class="wrong-text" role="alert" hidden={!props.wrong}>
          {props.wrong}
        </p>
        <Field
          id="agent-key"
          label="坐席密钥"
          help="粘贴一次。只留在这个标签页里，关掉就没有了。"
          wrong={missing.key}
        >
          <input
            id="agent-key"
            type="password"
            autoComplete="off"
            autoFocus
            value={key}
            aria-invalid={missing.key ? "true" : undefined}
            aria-describedby={described("agent-key", "help", missing.key)}
            onInput={(event) => setKey(event.currentTarget.value)}
          />
        </Field>
        <Field id="desk-name" label="您的称呼" help="客户会看到，比如：客服小李 001" wrong={missing.desk}>
          <input
            id="desk-name"
            maxLength={40}
            autoComplete="off"
            value={desk}
            aria-invalid={missing.desk ? "true" : undefined}
            aria-describedby={described("desk-name", "help", missing.desk)}
            onInput={(event) => setDesk(event.currentTarget.value)}
          />
        </Field>
        <button type="submit" class="primary" aria-disabled={busy}>
          {busy ? "正在登录…" : "登录"}
        </button>
      </form>
    </main>
  );
}
