/** What was said: handed over, and since. */

import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Glyph } from "./glyph";
import { Before, PacketView } from "./packet";
import { clock } from "./said";
import type { Ticket } from "./ticket";
import type { Message } from "./wire";

/** What was said, the newest in sight; somebody who scrolled up is left there. */
export function Thread({ ticket }: { ticket: Ticket }) {
  const { shown } = ticket;
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const height = useRef(0);
  const count = shown?.messages.length ?? -1;
  const toEnd = (): void => {
    if (!box.current) return;
    height.current = box.current.clientHeight;
    if (atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  };
  useLayoutEffect(toEnd, [count]);
  // The reply and its findings grow and shrink beneath it.
  useEffect(() => {
    const watch = new ResizeObserver(toEnd);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, [shown === null]);
  const scrolled = (): void => {
    const it = box.current;
    // What moves because it was resized was not moved by anybody.
    if (it && it.clientHeight === height.current)
      atEnd.current = it.scrollHeight - it.clientHeight - it.scrollTop < 60;
  };
  if (!shown) return <p class="thread note">正在打开…</p>;
  return (
    <div class="thread" ref={box} onScroll={scrolled} tabIndex={0} role="group" aria-label="会话内容">
      {shown.packet && <PacketView packet={shown.packet} />}
      <div class="bubbles" role="log" aria-live="off" aria-label="说过的话">
        {shown.packet && <Before packet={shown.packet} />}
        <p class="divider">
          <span>转人工 {clock(shown.created)}</span>
        </p>
        {shown.messages.map((each) => (
          <Bubble key={each.number} message={each} />
        ))}
      </div>
    </div>
  );
}

function Bubble({ message }: { message: Message }) {
  const human = message.from === "human";
  const who = human ? (message.desk ?? "客服") : "客户";
  return (
    <article class={human ? "bubble agent" : "bubble person"} aria-label={who}>
      <p class="who">
        {who} {human && <span class="tag">真人</span>} <time dateTime={message.at}>{clock(message.at)}</time>
      </p>
      <p class="words">{message.text}</p>
    </article>
  );
}

/** Who else has it before them, so that two do not answer at once. */
export function Presence({ ticket }: { ticket: Ticket }) {
  const { others } = ticket;
  if (!others.length) return null;
  return (
    <p class="presence">
      <Glyph name="eye" />
      {others.map((each) => `${each.desk} ${each.typing ? "正在输入" : "也在看"}`).join("，")}
    </p>
  );
}
