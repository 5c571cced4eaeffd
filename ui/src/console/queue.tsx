/** The queue: who waits, why, how long; danger first. Click looks, Enter takes. */

import { Glyph } from "./glyph";
import type { Desk, Filter } from "./desk";
import { REASONS, waited } from "./said";
import type { Brief } from "./wire";

const FILTERS: [Filter, string][] = [
  ["all", "全部"],
  ["mine", "待接和我的"],
  ["danger", "可能有危险"],
];

export function Queue({ desk }: { desk: Desk }) {
  const { listed } = desk;
  const waiting = desk.queue.filter((each) => each.state === "queued").length;
  return (
    <section class="pane queue" aria-labelledby="queue-title" data-pane="queue" id="pane-queue">
      <div class="pane-head">
        <h2 id="queue-title" tabIndex={-1}>
          队列 <span class="count">{waiting} 位待接</span>
        </h2>
        <div class="segments" role="group" aria-label="筛选">
          {FILTERS.map(([name, label]) => (
            <button
              key={name}
              type="button"
              aria-pressed={desk.filter === name}
              onClick={() => {
                desk.filter = name;
                desk.changed();
              }}
            >
              {label}
            </button>
          ))}
        </div>
        <input
          type="search"
          class="find"
          aria-label="在队列里找"
          placeholder="找：问的话、风险、坐席"
          value={desk.search}
          onInput={(event) => {
            desk.search = event.currentTarget.value;
            desk.changed();
          }}
        />
      </div>
      <ul class="pane-body waiting">
        {listed.map((each) => (
          <Waiting key={each.id} desk={desk} brief={each} />
        ))}
        {!listed.length && (
          <li class="empty">
            {!desk.loaded ? "正在读取…" : desk.queue.length ? "没有符合筛选的" : "现在没有人在等"}
          </li>
        )}
      </ul>
      <p class="pane-foot note for-keys">
        <kbd>J</kbd> <kbd>K</kbd> 上下选 · <kbd>Enter</kbd> 接下 · <kbd>O</kbd> 只看
      </p>
    </section>
  );
}

function Waiting({ desk, brief }: { desk: Desk; brief: Brief }) {
  const passed = (Date.now() - desk.readAt) / 1000;
  const since = brief.waited_seconds === null ? "" : waited(brief.waited_seconds + passed);
  const open = desk.tickets.find((each) => each.id === brief.id);
  const risks = brief.risks.slice(0, 2);
  return (
    <li>
      <button
        type="button"
        class={brief.danger ? "brief endangered" : "brief"}
        data-brief={brief.id}
        aria-current={desk.active?.id === brief.id ? "true" : undefined}
        aria-keyshortcuts="Enter O"
        onClick={() => desk.open(brief)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          void desk.take(brief);
        }}
      >
        <span class="brief-top">
          <span class={brief.danger ? "urgent" : "reason"}>
            {brief.danger && <Glyph name="alert" />}
            {REASONS[brief.reason] ?? brief.reason}
          </span>
          <span class="waited">
            <Glyph name="clock" />
            <span class="visually-hidden">等了</span> {since}
          </span>
        </span>
        <span class="brief-words">{brief.last_asked ?? "（没有留下问题）"}</span>
        {risks.length > 0 && (
          <span class="brief-risks">
            {risks.join(" · ")}
            {brief.risks.length > 2 && ` 等 ${brief.risks.length} 项`}
          </span>
        )}
        <span class="brief-state">
          <Standing desk={desk} brief={brief} />
          {open && open.unread > 0 && <span class="unread">{open.unread} 句新的</span>}
        </span>
      </button>
    </li>
  );
}

function Standing({ desk, brief }: { desk: Desk; brief: Brief }) {
  if (brief.state === "queued") return <span>待接</span>;
  if (desk.isMine(brief)) return <span class="strong">我在接</span>;
  return <span>{brief.desk ?? "别的坐席"} 在接</span>;
}
