/**
 * The reply. What is wrong with it is marked in the text, listed below it, and said once in a
 * status; what must not go out keeps it from going out, and the way past that is a supervisor's.
 */

import { useEffect, useRef } from "preact/hooks";
import { stretches } from "./checking";
import type { Desk } from "./desk";
import { Findings, goTo } from "./findings";
import { Glyph } from "./glyph";
import { Override } from "./override";
import type { Ticket } from "./ticket";

export function Composer({ desk, ticket }: { desk: Desk; ticket: Ticket }) {
  const { checking } = ticket;
  const { text } = checking;
  const area = useRef<HTMLTextAreaElement>(null);
  const marks = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const it = area.current;
    if (!it) return;
    it.style.height = "auto";
    it.style.height = `${it.scrollHeight + 2}px`;
    follow();
  }, [text]);
  /** The marks lie under the text and scroll with it. */
  const follow = (): void => {
    if (marks.current && area.current) marks.current.scrollTop = area.current.scrollTop;
  };
  const send = async (): Promise<void> => {
    desk.finding = -1;
    const sent = await ticket.send();
    if (!sent && checking.verdict?.verdict === "block") goTo(desk, ticket, 0);
    // Whoever has gone elsewhere meanwhile is left there.
    else if (document.activeElement?.matches("body, .reply-form *")) area.current?.focus();
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    void send();
  };
  const { held } = ticket;
  const blocked = checking.verdict?.verdict === "block";
  return (
    <form
      class="reply-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="writing">
        <div class="marks" ref={marks} aria-hidden="true">
          {stretches(text, checking.findings).map((each, at) =>
            each.severity ? (
              <mark key={at} class={each.severity}>
                {each.text}
              </mark>
            ) : (
              each.text
            ),
          )}
          {"\n"}
        </div>
        <textarea
          id="reply"
          ref={area}
          rows={3}
          aria-label="回复"
          placeholder={ticket.now.state === "queued" ? "写下就等于接下。先看一遍，再回。" : "写给客户的话"}
          autoComplete="off"
          spellcheck={false}
          aria-describedby="verdict send-hint"
          value={text}
          onScroll={follow}
          onInput={(event) => ticket.write(event.currentTarget.value)}
          onKeyDown={keys}
        />
      </div>
      <div class="reply-bar">
        <Status ticket={ticket} />
        <span class="note" id="send-hint" hidden={blocked}>
          Ctrl+Enter 发送
        </span>
        {blocked && (
          <button
            type="button"
            class="quiet"
            aria-haspopup="dialog"
            onClick={() => desk.sheets.show("请主管放行", <Override desk={desk} ticket={ticket} />)}
          >
            请主管放行
          </button>
        )}
        <button type="submit" class="primary" aria-disabled={Boolean(held) || ticket.sending}>
          {ticket.sending ? "正在发…" : "发送"}
        </button>
      </div>
      <Findings desk={desk} ticket={ticket} />
    </form>
  );
}

/** One line, said once when it changes. */
function Status({ ticket }: { ticket: Ticket }) {
  const { verdict, busy, trouble, text } = ticket.checking;
  const count = (severity: string): number =>
    verdict?.findings.filter((each) => each.severity === severity).length ?? 0;
  const [blocks, warns] = [count("block"), count("warn")];
  const [glyph, words, look]: ["block" | "alert" | "check" | null, string, string] = !verdict
    ? [null, busy ? "正在核对…" : trouble ? "现在查不了，发出前服务端还会再查" : "", ""]
    : verdict.verdict === "block"
      ? ["block", `有 ${blocks} 处不能发，改了才能发${warns ? `；另有 ${warns} 处提醒` : ""}。F8 逐处看`, "block"]
      : warns
        ? ["alert", `可以发，有 ${warns} 处提醒。F8 逐处看`, "warn"]
        : ["check", "核对过，可以发", "pass"];
  return (
    <p class={`verdict ${look}`} id="verdict" role="status">
      {text.trim() && glyph && <Glyph name={glyph} />}
      {text.trim() ? words : ""}
    </p>
  );
}
