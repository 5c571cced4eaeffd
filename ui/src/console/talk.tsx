/** The conversation in front: tabs of those that are open, the packet, the thread, the reply. */

import { Composer } from "./composer";
import type { Desk } from "./desk";
import { Glyph } from "./glyph";
import { Risks } from "./packet";
import { REASONS, waited } from "./said";
import { Presence, Thread } from "./thread";
import type { Ticket } from "./ticket";

export function Talk({ desk }: { desk: Desk }) {
  const { active } = desk;
  return (
    <section class="pane talk" aria-labelledby="talk-title" data-pane="talk" id="pane-talk">
      {desk.tickets.length > 1 && <Tabs desk={desk} />}
      {active ? (
        <Conversation key={active.id} desk={desk} ticket={active} />
      ) : (
        <div class="nobody">
          <h2 id="talk-title" tabIndex={-1}>
            还没有打开的会话
          </h2>
          <p>从队列里选一位。点一下只看，按 Enter 接下。</p>
          <p class="note">
            按 <kbd>?</kbd> 看全部快捷键。
          </p>
        </div>
      )}
    </section>
  );
}

/** Several conversations at once; the arrows move between them. */
function Tabs({ desk }: { desk: Desk }) {
  const keys = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    turn(desk, step);
    document.querySelector<HTMLElement>("[role=tab][data-ticket][aria-selected=true]")?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="打开的会话" onKeyDown={keys}>
      {desk.tickets.map((each) => (
        <button
          key={each.id}
          type="button"
          role="tab"
          data-ticket={each.id}
          aria-selected={desk.active === each}
          aria-controls="conversation"
          tabIndex={desk.active === each ? 0 : -1}
          onClick={() => desk.bringForward(each)}
        >
          {each.now.danger && (
            <>
              <Glyph name="alert" />
              <span class="visually-hidden">可能有危险：</span>
            </>
          )}
          <span class="tab-name">{nameOf(each, 9)}</span>
          {each.unread > 0 && <span class="unread">{each.unread}</span>}
        </button>
      ))}
    </div>
  );
}

/** The tab beside the one in front. */
export function turn(desk: Desk, step: number): void {
  const at = desk.active ? desk.tickets.indexOf(desk.active) : -1;
  const next = desk.tickets[(at + step + desk.tickets.length) % desk.tickets.length];
  if (next) desk.bringForward(next);
}

function nameOf({ now }: Ticket, most: number): string {
  const letters = [...(now.last_asked ?? "没有留下问题")];
  return letters.length > most ? `${letters.slice(0, most).join("")}…` : letters.join("");
}

function Conversation({ desk, ticket }: { desk: Desk; ticket: Ticket }) {
  const { now, shown, trouble } = ticket;
  return (
    <div
      class="conversation"
      role={desk.tickets.length > 1 ? "tabpanel" : "group"}
      id="conversation"
      aria-labelledby="talk-title"
    >
      <Head desk={desk} ticket={ticket} />
      {shown?.packet && <Risks packet={shown.packet} />}
      {trouble && <p class="caution">{trouble}</p>}
      <Thread ticket={ticket} />
      <Presence ticket={ticket} />
      {ticket.isOpen && !ticket.isOthers && <Composer desk={desk} ticket={ticket} />}
      {ticket.isOthers && (
        <p class="held-by">
          <Glyph name="lock" /> {now.desk ?? "别的坐席"} 在接这位客户。两个人不会同时回复。
        </p>
      )}
    </div>
  );
}

function Head({ desk, ticket }: { desk: Desk; ticket: Ticket }) {
  const { now } = ticket;
  const since = (Date.now() - new Date(now.created).getTime()) / 1000;
  const act = async (what: "take" | "release" | "close"): Promise<void> => {
    await ticket.act(what);
    void desk.readQueue().catch(() => {});
    if (what === "take") document.querySelector<HTMLElement>("#reply")?.focus();
    else document.querySelector<HTMLElement>("#talk-title")?.focus();
  };
  return (
    <div class="talk-head">
      <div class="talk-name">
        <h2 id="talk-title" tabIndex={-1}>
          {now.danger && (
            <span class="urgent">
              <Glyph name="alert" /> 可能有危险
            </span>
          )}{" "}
          {nameOf(ticket, 40)}
        </h2>
        <p class="note">
          {REASONS[now.reason] ?? now.reason} · {standing(ticket)}
          {ticket.isOpen && ` · ${now.state === "queued" ? "等了" : "转来"} ${waited(since)}`}
        </p>
      </div>
      <div class="actions">
        {now.state === "queued" && (
          <button type="button" class="primary" onClick={() => act("take")}>
            接下
          </button>
        )}
        {ticket.isMine && (
          <>
            <button type="button" class="quiet" onClick={() => act("release")}>
              放回队列
            </button>
            <button type="button" class="quiet" onClick={() => act("close")}>
              结束
            </button>
          </>
        )}
        <button type="button" class="plain" aria-label="收起这个会话" onClick={() => desk.putAway(ticket)}>
          <Glyph name="close" />
        </button>
      </div>
      {ticket.refused && <p class="caution talk-refused">{ticket.refused}</p>}
    </div>
  );
}

function standing(ticket: Ticket): string {
  const { now } = ticket;
  if (now.state === "queued") return "没有人接";
  if (ticket.isMine) return "我在接";
  if (ticket.isOpen) return `${now.desk ?? "别的坐席"} 在接`;
  return { closed: "已经结束", withdrawn: "本人撤回了", failed: "没有交到" }[now.state] ?? now.state;
}
