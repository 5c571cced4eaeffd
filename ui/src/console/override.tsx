/** The way past a block: a supervisor's key, typed for this one reply, and a reason that is kept. */

import { useState } from "preact/hooks";
import { described, Field } from "../parts";
import type { Desk } from "./desk";
import { namesOf } from "./said";
import type { Ticket } from "./ticket";

const LEAST = 10; // characters of a reason

export function Override({ desk, ticket }: { desk: Desk; ticket: Ticket }) {
  const [key, setKey] = useState("");
  const [reason, setReason] = useState("");
  const [wrong, setWrong] = useState({ key: "", reason: "", sent: "" });
  const [busy, setBusy] = useState(false);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const missing = {
      key: key.trim() ? "" : "要主管自己的密钥",
      reason: [...reason.trim()].length < LEAST ? `写明原因，至少 ${LEAST} 个字` : "",
      sent: "",
    };
    setWrong(missing);
    if (missing.key || missing.reason) return;
    setBusy(true);
    const against = await ticket.override(key.trim(), reason.trim());
    setKey("");
    setBusy(false);
    if (against) setWrong({ key: "", reason: "", sent: against });
    else desk.sheets.close();
  };
  const blocks = ticket.checking.findings.filter((each) => each.severity === "block");
  return (
    <form class="inline-form override" noValidate autoComplete="off" onSubmit={send}>
      <p>这条回复有 {blocks.length} 处不能发。主管看过、写明原因，才能照发；谁放行、为什么，都会留下记录。</p>
      <blockquote class="quote">{ticket.checking.text}</blockquote>
      <ul class="plain-list">
        {blocks.map((each, at) => (
          <li key={at}>
            “{each.quote}”：{each.why}
            {each.sources.length > 0 && `（${namesOf(each.sources)}）`}
          </li>
        ))}
      </ul>
      <Field id="supervisor-key" label="主管的密钥" help="只用这一次，不会存下来。" wrong={wrong.key}>
        <input
          id="supervisor-key"
          type="password"
          autoComplete="off"
          value={key}
          aria-invalid={wrong.key ? "true" : undefined}
          aria-describedby={described("supervisor-key", "help", wrong.key)}
          onInput={(event) => setKey(event.currentTarget.value)}
        />
      </Field>
      <Field id="override-reason" label="为什么要照发" wrong={wrong.reason}>
        <textarea
          id="override-reason"
          rows={2}
          maxLength={500}
          value={reason}
          aria-invalid={wrong.reason ? "true" : undefined}
          aria-describedby={described("override-reason", null, wrong.reason)}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </Field>
      <p class="wrong-text" role="alert" hidden={!wrong.sent}>
        {wrong.sent}
      </p>
      <button type="submit" class="primary" aria-disabled={busy}>
        照发，并留下记录
      </button>
    </form>
  );
}
