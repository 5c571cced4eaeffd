/** The case at a glance: who it is, where it stands, what comes next, what to mind. */

import { Card } from "../cards/card";
import { figure, moneyRange } from "../figures";
import { Facts, Fold } from "../parts";
import type { Calculation } from "../wire";
import { Part } from "./assist";
import type { Desk } from "./desk";
import { Glyph } from "./glyph";
import { Grounds } from "./grounds";
import { dayOf, namesOf } from "./said";
import type { Ticket } from "./ticket";

import type { Case } from "./wire";

const SPEAKER: Record<string, string> = { agent: "客服", assistant: "助手", customer: "客户" };

export function CaseView({ desk, ticket }: { desk: Desk; ticket: Ticket }) {
  return (
    <Part
      title="一眼看清"
      id="case-title"
      asked={ticket.assistance.case}
      again={() => void ticket.assistance.lookAtCase()}
    >
      {(found) => <Glance desk={desk} found={found} />}
    </Part>
  );
}

/** What a sum comes to, in a few words. */
function outcome({ kind, result, figures: [first] }: Calculation): string {
  if (kind === "overdue_cost") return `：${moneyRange(result.low, result.high)}`;
  // Of several plans beside each other, no single figure tells anything.
  return first && kind !== "compare_plans" ? `：${first.label} ${figure(first)}` : "";
}

function Glance({ desk, found }: { desk: Desk; found: Case }) {
  const { stage, next_dates: dates, situation, unknown, risks, computed, promised, said } = found;
  const nothing = !stage && !situation.length && !risks.length && !dates.length;
  return (
    <>
      {risks.length > 0 && (
        <ul class="risks compact">
          {risks.map((each, at) => (
            <li key={at} class={each.kind === "danger" || each.severity === "high" ? "grave" : undefined}>
              <Glyph name="alert" />
              <span>
                <strong>{each.label}</strong>：“{each.words}”
              </span>
            </li>
          ))}
        </ul>
      )}
      {nothing && <p class="note">客户还没有说到金额、日期这些。</p>}
      {stage && (
        <p class="stage-line">
          <strong>{stage.label}</strong>
          {stage.days !== null && <span>逾期 {stage.days} 天</span>}
          {stage.mark !== null && stage.mark !== undefined && <span>征信标记 {stage.mark}</span>}
        </p>
      )}
      <dl class="told">
        {situation.map((each, at) => (
          <div key={at}>
            <dt>{each.label}</dt>
            <dd>
              {each.value}
              {each.quote && <span class="aside">“{each.quote}”</span>}
            </dd>
          </div>
        ))}
      </dl>
      {dates.length > 0 && (
        <ul class="dates">
          {dates.slice(0, 3).map((each, at) => (
            <li key={at}>
              <time dateTime={each.date}>{dayOf(each.date)}</time>
              <span>
                <strong>{each.label}</strong> {each.what} <Grounds desk={desk} sources={each.sources} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {unknown.length > 0 && (
        <Fold summary={`还不知道 ${unknown.length} 项：${unknown.map((each) => each.label).join("、")}`}>
          <Facts pairs={unknown.map((each) => [each.label, each.why])} />
        </Fold>
      )}
      {computed.length > 0 && (
        <div class="chips">
          {computed.map((each) => (
            <button
              key={each.id}
              type="button"
              class="reply small"
              aria-haspopup="dialog"
              onClick={() => desk.sheets.show("测算", <Card calculation={each} product={null} asked={0} />)}
            >
              {each.name}
              {outcome(each)}
            </button>
          ))}
        </div>
      )}
      {promised.length > 0 && (
        <Fold summary={`答应过的 ${promised.length} 件`} open>
          <ul class="plain-list">
            {promised.map((each, at) => (
              <li key={at}>
                “{each.text}”（{SPEAKER[each.by] ?? each.by}）
              </li>
            ))}
          </ul>
        </Fold>
      )}
      {said.length > 0 && (
        <Fold summary={`已经告诉过的 ${said.length} 句`}>
          <ul class="plain-list">
            {said.map((each, at) => (
              <li key={at}>
                {each.text}
                {namesOf(each.sources) && <span class="aside">{namesOf(each.sources)}</span>}
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </>
  );
}
