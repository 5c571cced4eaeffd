/**
 * The missing-information form: what is still needed for a sum, and why. What is typed goes out
 * as a plain sentence, so it is read as anything else the person says.
 */

import { useRef, useState } from "preact/hooks";
import type { Answer } from "./answer";
import { typedAmount } from "./figures";
import { described, Field, useName } from "./parts";
import { useDesk } from "./sheets";
import { words } from "./words";

interface Wanted {
  label: string;
  help: string;
  mode: "decimal" | "numeric" | "text";
  /** What is typed, as it is said; "" where it cannot be read. */
  say: (typed: string) => string;
  wrong: string;
}

const whole = (typed: string): string => {
  const plain = typed.normalize("NFKC").replace(/[天期\s]/g, "");
  return /^\d{1,4}$/.test(plain) ? String(Number(plain)) : "";
};
const rate = (typed: string): string => {
  const plain = typed.normalize("NFKC").replace(/[%\s]/g, "");
  return /^\d{1,2}(\.\d{1,4})?$/.test(plain) ? plain : "";
};
const day = (typed: string): string => {
  const found = /^(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})日?$/.exec(typed.normalize("NFKC").trim());
  return found ? `${found[1]}年${Number(found[2])}月${Number(found[3])}日` : "";
};
const said = (before: string, read: (typed: string) => string, after: string) => (typed: string) =>
  read(typed) && `${before}${read(typed)}${after}`;

/** What can be asked for, by the names that the server gives. */
const WANTED: Record<string, Wanted> = {
  amount: {
    label: "还欠多少元",
    help: "看 App 账单里的待还金额，大概的数也行",
    mode: "decimal",
    say: said("一共还欠", typedAmount, "元"),
    wrong: "请写一个金额，比如 3200",
  },
  days_late: {
    label: "逾期多少天",
    help: "从还款日的第二天算起；没逾期写 0",
    mode: "numeric",
    say: (typed) => (whole(typed) === "0" ? "还没逾期" : said("逾期", whole, "天")(typed)),
    wrong: "请写天数，比如 45",
  },
  budget: {
    label: "每月能拿出多少元来还",
    help: "留够吃住之后的数",
    mode: "decimal",
    say: said("每月最多还", typedAmount, "元"),
    wrong: "请写一个金额，比如 400",
  },
  periods: {
    label: "想分多少期",
    help: "一期是一个月",
    mode: "numeric",
    say: said("分", whole, "期"),
    wrong: "请写期数，比如 12",
  },
  fee_rate: {
    label: "每期费率是百分之几",
    help: "App 分期确认页上写着，比如 0.6",
    mode: "decimal",
    say: said("每期费率", rate, "%"),
    wrong: "请写百分数，比如 0.6",
  },
  settled_on: {
    label: "哪天全部还清的",
    help: "比如 2026-03-05",
    mode: "text",
    say: said("", day, "全部还清的"),
    wrong: "请写日期，比如 2026-03-05",
  },
};
const ALIASES: Record<string, string> = { days: "days_late" };

/** The names of what an answer closed by asking for. */
export function missingIn(answer: Answer): string[] {
  const asked = answer.form
    ? Object.keys(answer.form.schema?.properties ?? {})
    : [answer.asked ?? ""];
  return asked.map((each) => ALIASES[each] ?? each).filter((each) => each in WANTED);
}

/** A form for `fields`; those that are known come filled in. */
export function MissingForm(props: { fields: string[]; situation: any; title?: string; onDone?: () => void }) {
  const { talk } = useDesk();
  const id = useName();
  const w = words();
  const summary = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState<Record<string, string>>(() => known(props.fields, props.situation));
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [away, setAway] = useState(false);
  if (away) return null;
  const done = (): void => {
    setAway(true);
    props.onDone?.();
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const before = known(props.fields, props.situation);
    const filled = props.fields.filter((name) => typed[name]?.trim());
    const bad = Object.fromEntries(
      filled.filter((name) => !WANTED[name].say(typed[name])).map((name) => [name, WANTED[name].wrong]),
    );
    if (!filled.length) bad[props.fields[0]] = WANTED[props.fields[0]].wrong;
    setWrong(bad);
    if (Object.keys(bad).length) {
      requestAnimationFrame(() => summary.current?.focus());
      return;
    }
    const changed = filled.filter((name) => typed[name] !== before[name]);
    talk.send((changed.length ? changed : filled).map((name) => WANTED[name].say(typed[name])).join("，"));
    if (!talk.hint) done();
  };
  const faults = Object.keys(wrong);
  return (
    <form class="card" noValidate onSubmit={submit} aria-labelledby={`${id}-title`} lang="zh-CN">
      <h3 id={`${id}-title`}>{props.title ?? w.missingTitle(props.fields.length)}</h3>
      {faults.length > 0 && (
        <div class="caution" ref={summary} tabIndex={-1} role="alert">
          <p>{w.fixForm}</p>
          <ul>
            {faults.map((name) => (
              <li key={name}>{WANTED[name].label}：{wrong[name]}</li>
            ))}
          </ul>
        </div>
      )}
      {props.fields.map((name) => {
        const { label, help, mode } = WANTED[name];
        const field = `${id}-${name}`;
        return (
          <Field key={name} id={field} label={label} help={help} wrong={wrong[name]}>
            <input
              id={field}
              inputMode={mode}
              autoComplete="off"
              value={typed[name] ?? ""}
              aria-invalid={wrong[name] ? "true" : undefined}
              aria-describedby={described(field, help, wrong[name])}
              onInput={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
            />
          </Field>
        );
      })}
      <p class="note">{w.missingHelp}</p>
      <div class="actions">
        <button type="submit" class="primary">
          {w.calculate}
        </button>
        <button type="button" class="quiet" onClick={done}>
          {w.skip}
        </button>
      </div>
    </form>
  );
}

/** What was said before, as it would be typed. */
function known(fields: string[], situation: any): Record<string, string> {
  const value = (name: string): string => {
    const found = situation?.[name]?.value;
    const exact = found?.low !== undefined ? found.low === found.high && found.low : found;
    return exact ? String(exact) : "";
  };
  return Object.fromEntries(fields.map((name) => [name, value(name)]).filter(([, text]) => text));
}
