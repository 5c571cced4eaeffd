/** Letters: choose one, fill in what is known, take it away. What is missing stays a visible gap. */

import { useState } from "preact/hooks";
import { download, json } from "../api";
import { copied, described, Doing, Field, Fold, Sources, Telephone, useName } from "../parts";
import { useDesk } from "../sheets";
import type { Contact, Source, Statement } from "../wire";
import { words } from "../words";

interface Blank {
  name: string;
  label: string;
  kind: string;
  by_hand: boolean;
  hint: string | null;
  options: { id: string; text: string }[];
}

interface Template {
  id: string;
  title: string;
  for: string;
  blanks: Blank[];
}

interface Letter {
  label: string;
  title: string;
  lines: { kind: string; text: string }[];
  gaps: { label: string; by_hand: boolean }[];
  send_to: { contact: Contact | null; says: Statement[] }[];
  attach?: Statement[];
  mind?: Statement[];
  sources: Source[];
  fallback: string;
}

export default function LettersTool() {
  const { sheets } = useDesk();
  const [known, setKnown] = useState<Template[] | null>(null);
  const [said, setSaid] = useState("");
  const [asked, setAsked] = useState(false);
  if (!asked) {
    setAsked(true);
    json<{ letters: Template[] }>("v1/letters").then(
      ({ letters }) => setKnown(letters),
      (error: Error) => setSaid(error.message),
    );
  }
  return (
    <>
      <p class="note" role="status">
        {said}
      </p>
      <ul class="menu" lang="zh-CN">
        {known?.map((each) => (
          <li key={each.id}>
            <button
              type="button"
              class="item"
              onClick={() => sheets.show(each.title, <Writing template={each} />)}
            >
              <span class="strong">{each.title}</span>
              <span class="note">{each.for}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Writing({ template }: { template: Template }) {
  const { talk, sheets } = useDesk();
  const id = useName();
  const typed = template.blanks.filter((each) => !each.by_hand);
  const pen = template.blanks.filter((each) => each.by_hand);
  const [fields, setFields] = useState<Record<string, string>>(() => prefilled(typed, talk.situation));
  const [wrong, setWrong] = useState("");
  const set = (name: string, value: string): void => setFields({ ...fields, [name]: value });
  const write = async (event: Event): Promise<void> => {
    event.preventDefault();
    const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim()));
    const body = { fields: filled, as_of: talk.asOf || undefined };
    const path = `v1/letters/${encodeURIComponent(template.id)}`;
    setWrong("");
    await json<Letter>(path, body).then(
      (letter) => sheets.show(letter.title, <Written letter={letter} path={path} body={body} />),
      (error: Error) => setWrong(error.message),
    );
  };
  return (
    <form class="inline-form" noValidate onSubmit={write} lang="zh-CN">
      <p class="note">{template.for} 不知道的可以空着，信里会留出空格。</p>
      {typed.map((blank) => {
        const field = `${id}-${blank.name}`;
        return (
          <Field key={blank.name} id={field} label={blank.label} help={blank.hint}>
            {blank.options.length > 0 ? (
              <select
                id={field}
                value={fields[blank.name] ?? ""}
                aria-describedby={described(field, blank.hint)}
                onChange={(event) => set(blank.name, event.currentTarget.value)}
              >
                <option value="">先空着</option>
                {blank.options.map((each) => (
                  <option key={each.id} value={each.id}>
                    {each.text}
                  </option>
                ))}
              </select>
            ) : (
              <Typed
                id={field}
                kind={blank.kind}
                value={fields[blank.name] ?? ""}
                describedBy={described(field, blank.hint)}
                onInput={(value) => set(blank.name, value)}
              />
            )}
          </Field>
        );
      })}
      {pen.length > 0 && (
        <p class="note">打印以后自己手写：{pen.map((each) => each.label).join("、")}。这里不收。</p>
      )}
      <p class="hint" role="alert">
        {wrong}
      </p>
      <button type="submit" class="primary">
        写出来看看
      </button>
    </form>
  );
}

/** The field for a kind of blank. */
function Typed(props: {
  id: string;
  kind: string;
  value: string;
  describedBy: string | undefined;
  onInput: (value: string) => void;
}) {
  const { id, kind, value, describedBy } = props;
  const common = { id, value, "aria-describedby": describedBy };
  const take = (event: { currentTarget: { value: string } }): void => props.onInput(event.currentTarget.value);
  if (kind === "date") return <input {...common} type="date" onInput={take} />;
  if (kind === "long") return <textarea {...common} rows={3} onInput={take} />;
  const mode = kind === "text" ? "text" : kind === "yuan" ? "decimal" : "numeric";
  return <input {...common} inputMode={mode} autoComplete="off" onInput={take} />;
}

function Written({ letter, path, body }: { letter: Letter; path: string; body: unknown }) {
  const w = words();
  const [said, setSaid] = useState("");
  const save = (file: string): Promise<void> =>
    download(`${path}?format=${file}`, body, `${letter.title}.${file}`).then(
      () => setSaid("已保存。"),
      (error: Error) => setSaid(error.message),
    );
  return (
    <>
      <p class="caution">{letter.label}</p>
      <div class="letter" lang="zh-CN">
        {letter.lines.map((each, at) => (
          <p key={at} class={each.kind}>
            {each.text}
          </p>
        ))}
      </div>
      <div class="actions">
        <Doing label={w.copy} done={w.copied} act={() => copied(letter.fallback)} />
        <button type="button" class="quiet small" onClick={() => save("docx")}>
          Word 文档
        </button>
        <button type="button" class="quiet small" onClick={() => save("html")}>
          打印页
        </button>
      </div>
      <p class="note" role="status">
        {said}
      </p>
      <h3>送到哪里</h3>
      <ul class="contacts" lang="zh-CN">
        {letter.send_to.map(({ contact, says }, at) => (
          <li key={at}>
            <p>{says.map((each) => each.text).join("")}</p>
            {contact && <Telephone number={contact.number}>{`${contact.name} ${contact.number}`}</Telephone>}
          </li>
        ))}
      </ul>
      <Statements title="随信附上" of={letter.attach} />
      <Statements title="要留意" of={letter.mind} />
      <Fold summary={`${w.sources}（${letter.sources.length}）`}>
        <Sources sources={letter.sources} />
      </Fold>
    </>
  );
}

function Statements({ title, of }: { title: string; of?: Statement[] }) {
  if (!of?.length) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul lang="zh-CN">
        {of.map((each) => (
          <li key={each.text}>{each.text}</li>
        ))}
      </ul>
    </>
  );
}

/** What was said in the conversation, where a blank of that name takes it as it is. */
function prefilled(blanks: Blank[], situation: any): Record<string, string> {
  const value = (name: string): string => {
    const found = situation?.[name]?.value;
    const plain = found?.low !== undefined ? found.low === found.high && found.low : found;
    return typeof plain === "string" ? plain : "";
  };
  const names = ["amount", "budget", "due", "settled_on"];
  return Object.fromEntries(
    blanks.filter((each) => names.includes(each.name)).map((each) => [each.name, value(each.name)]),
  );
}
