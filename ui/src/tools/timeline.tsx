/** My timeline: from the due date to today to what may follow, each step with what can be done. */

import { useState } from "preact/hooks";
import { json } from "../api";
import { day, typedAmount } from "../figures";
import { copied, described, Doing, Field, Fold, Sources, useName } from "../parts";
import { useDesk } from "../sheets";
import type { Source, Statement } from "../wire";
import { words } from "../words";

interface Step {
  id: string;
  title: string;
  certainty: string;
  on: string | null;
  until: string | null;
  state: string;
  figures: string;
  means: Statement[];
  do: Statement[];
}

interface Timeline {
  days_late: number;
  steps: Step[];
  notes: string[];
  fallback: string;
  sources: Source[];
}

const PAPERS = [
  ["summons", "法院传票"],
  ["payment_order", "支付令"],
  ["judgment", "判决书"],
  ["arbitration_award", "仲裁裁决"],
] as const;
const CERTAINTY: Record<string, string> = { possible: "可能", unfixed: "没有规定哪天" };

export default function TimelineTool() {
  const { talk } = useDesk();
  const id = useName();
  const [due, setDue] = useState<string>(talk.situation?.due?.value ?? "");
  const [owed, setOwed] = useState<string>(talk.situation?.amount?.value?.low ?? "");
  const [paper, setPaper] = useState("");
  const [arrived, setArrived] = useState("");
  const [wrong, setWrong] = useState("");
  const [found, setFound] = useState<Timeline | null>(null);
  const draw = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!due) return setWrong("请选还款日");
    if (owed && !typedAmount(owed)) return setWrong("欠款请写一个金额，比如 3200，不知道可以空着");
    if (paper && !arrived) return setWrong("请选收到文书的那天");
    setWrong("");
    const body = {
      due,
      amount: typedAmount(owed) || undefined,
      events: paper ? [{ kind: paper, on: arrived }] : [],
      as_of: talk.asOf || undefined,
    };
    await json<Timeline>("v1/timeline", body).then(setFound, (error: Error) => setWrong(error.message));
  };
  return (
    <>
      <form class="inline-form" noValidate onSubmit={draw}>
        <Field id={`${id}-due`} label="还款日（没还上的那一期）" wrong={wrong}>
          <input
            id={`${id}-due`}
            type="date"
            value={due}
            aria-describedby={described(`${id}-due`, null, wrong)}
            onInput={(event) => setDue(event.currentTarget.value)}
          />
        </Field>
        <Field id={`${id}-owed`} label="还欠多少元（可以不填）">
          <input
            id={`${id}-owed`}
            inputMode="decimal"
            value={owed}
            onInput={(event) => setOwed(event.currentTarget.value)}
          />
        </Field>
        <Field id={`${id}-paper`} label="收到过什么文书（可以不选）">
          <select id={`${id}-paper`} value={paper} onChange={(event) => setPaper(event.currentTarget.value)}>
            <option value="">没有收到</option>
            {PAPERS.map(([kind, label]) => (
              <option key={kind} value={kind}>
                {label}
              </option>
            ))}
          </select>
        </Field>
        {paper && (
          <Field id={`${id}-arrived`} label="哪天收到的">
            <input
              id={`${id}-arrived`}
              type="date"
              value={arrived}
              onInput={(event) => setArrived(event.currentTarget.value)}
            />
          </Field>
        )}
        <button type="submit" class="primary">
          {words().calculate}
        </button>
      </form>
      <p class="visually-hidden" role="status">
        {found ? `时间线有 ${found.steps.length} 步` : ""}
      </p>
      {found && <Drawn {...found} />}
    </>
  );
}

function Drawn({ steps, notes, fallback, sources }: Timeline) {
  const w = words();
  const past = steps.filter((each) => each.state === "past");
  return (
    <>
      <h3>
        从还款日起 <span class="tag">{w.tag}</span>
      </h3>
      {past.length > 0 && (
        <Fold summary={`已经过去的 ${past.length} 步`}>
          <Steps steps={past} />
        </Fold>
      )}
      <Steps steps={steps.filter((each) => each.state !== "past")} />
      <Fold summary="这张时间线的前提">
        <ul>
          {notes.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      </Fold>
      <Fold summary={`${w.sources}（${sources.length}）`}>
        <Sources sources={sources} />
      </Fold>
      <div class="actions">
        <Doing label={w.copy} done={w.copied} act={() => copied(fallback)} />
      </div>
    </>
  );
}

function Steps({ steps }: { steps: Step[] }) {
  return (
    <ol class="timeline" lang="zh-CN">
      {steps.map((step) => (
        <li key={step.id} class={step.state} aria-current={step.state === "now" ? "step" : undefined}>
          <p class="note">{when(step)}</p>
          <p class="strong">{step.title}</p>
          {step.figures && <p>{step.figures}</p>}
          {step.means.length > 0 && <p>{step.means.map((each) => each.text).join("")}</p>}
          {step.do.length > 0 && (
            <p>
              <span class="strong">可以做的：</span>
              {step.do.map((each) => each.text).join("")}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function when({ on, until, state, certainty }: Step): string {
  const now = state === "now" ? "现在 · " : state === "past" ? "已过 · " : "";
  const days = on ? day(on) + (until ? ` 到 ${day(until)}` : "") : CERTAINTY.unfixed;
  return now + days + (on && certainty === "possible" ? `（${CERTAINTY.possible}）` : "");
}
