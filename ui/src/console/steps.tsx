/** What to do next for this customer, to be ticked off; with the official deadlines. */

import { Part } from "./assist";
import type { Desk } from "./desk";
import { Reference } from "./draft";
import { dayOf } from "./said";
import type { Ticket } from "./ticket";

export function StepsView({ desk, ticket }: { desk: Desk; ticket: Ticket }) {
  const { assistance } = ticket;
  const tick = (id: string, done: boolean): void => {
    if (done) assistance.done.add(id);
    else assistance.done.delete(id);
    desk.changed();
  };
  return (
    <Part title="下一步" id="steps-title" asked={assistance.steps}>
      {(steps) =>
        steps.length ? (
          <ol class="checklist">
            {steps.map((each) => (
              <li key={each.id}>
                <label class="check">
                  <input
                    type="checkbox"
                    checked={assistance.done.has(each.id)}
                    onChange={(event) => tick(each.id, event.currentTarget.checked)}
                  />
                  <span>{each.text}</span>
                </label>
                <div class="step-why">
                  {each.due && (
                    <p class="due">
                      <time dateTime={each.due}>{dayOf(each.due)}</time> 前
                      {each.counted_from && `（从${each.counted_from}起算）`}
                    </p>
                  )}
                  {each.why && <span class="aside">{each.why}</span>}
                  {each.citations.map((cited) =>
                    typeof cited === "string" ? null : (
                      <Reference key={cited.id} desk={desk} citation={cited} claim={each.text} asOf={null} />
                    ),
                  )}
                </div>
              </li>
            ))}
          </ol>
        ) : (
          <p class="note">没有要按规定做的步骤。</p>
        )
      }
    </Part>
  );
}
