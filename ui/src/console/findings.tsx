/** What is wrong with the reply, one by one: where, why, what rule stands behind it, what to say. */

import { offset } from "./checking";
import type { Desk } from "./desk";
import { Glyph } from "./glyph";
import { Grounds } from "./grounds";
import type { Ticket } from "./ticket";
import type { Finding } from "./wire";

const SEVERITY = { block: "不能发", warn: "提醒" };

export function Findings({ desk, ticket }: { desk: Desk; ticket: Ticket }) {
  const { checking } = ticket;
  if (!checking.findings.length) return null;
  return (
    <ol class="findings" aria-label="要改的地方">
      {checking.findings.map((each, at) => (
        <li key={at} class={each.severity} aria-current={desk.finding === at ? "true" : undefined}>
          <p class="finding-what">
            <span class="severity">
              <Glyph name={each.severity === "block" ? "block" : "alert"} />
              {SEVERITY[each.severity]}
            </span>
            <button type="button" class="finding-quote" onClick={() => goTo(desk, ticket, at)}>
              {each.quote ? `“${each.quote}”` : "少了一句"}
            </button>
            <span>{each.why}</span>
          </p>
          {each.rewrite && (
            <p class="finding-rewrite">
              <span>
                {each.start === each.end ? "补上" : "改为"}：{each.rewrite}
              </span>
              <button type="button" class="quiet small" onClick={() => replace(desk, ticket, each)}>
                {each.start === each.end ? "补上" : "替换"}
              </button>
            </p>
          )}
          <p class="note">
            规则 {each.rule}
            {each.sources.length > 0 && " · "}
            <Grounds desk={desk} sources={each.sources} />
          </p>
        </li>
      ))}
    </ol>
  );
}

/** Select the words of a finding in the reply. */
export function goTo(desk: Desk, ticket: Ticket, at: number): void {
  const finding = ticket.checking.findings[at];
  const area = document.querySelector<HTMLTextAreaElement>("#reply");
  if (!finding || !area) return;
  const { text, findings } = ticket.checking;
  desk.finding = at;
  area.focus();
  area.setSelectionRange(offset(text, finding.start), offset(text, finding.end));
  const what = finding.quote ? `“${finding.quote}”` : "少了一句";
  desk.announce(`第 ${at + 1} 处，共 ${findings.length} 处，${SEVERITY[finding.severity]}：${what}，${finding.why}`);
}

/** The next or the one before, round and round. */
export function stepThrough(desk: Desk, step: number): void {
  const ticket = desk.active;
  const count = ticket?.checking.findings.length ?? 0;
  if (!ticket || !count) return desk.announce("没有要改的地方");
  const from = desk.finding < 0 && step < 0 ? 0 : desk.finding;
  goTo(desk, ticket, (from + step + count) % count);
}

function replace(desk: Desk, ticket: Ticket, finding: Finding): void {
  desk.finding = -1;
  ticket.checking.replace(finding);
  document.querySelector<HTMLElement>("#reply")?.focus();
  desk.announce("已替换，正在重新核对");
}
