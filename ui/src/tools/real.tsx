/** Is this real? Paste what was received: marks in it, what it cannot show, how to check. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { json } from "../api";
import { Contacts, copied, Doing, Field, Fold, Sources, useName } from "../parts";
import { useDesk } from "../sheets";
import type { Contact, Source, Statement } from "../wire";
import { words } from "../words";

interface Mark {
  id: string;
  group: string;
  label: string;
  spans: { start: number; end: number; quote: string }[];
  why: Statement[];
}

interface Reading {
  kinds: { id: string; label: string }[];
  said: Statement[];
  marks: Mark[];
  not_known: Statement[];
  checks: Statement[][];
  next_step: Statement[];
  if_lost: Statement[];
  contacts: Contact[];
  text: string;
  notice: string | null;
  sources: Source[];
  fallback: string;
}

export default function RealTool() {
  const { talk } = useDesk();
  const id = useName();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState("");
  const [found, setFound] = useState<Reading | null>(null);
  const read = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!text.trim()) return setWrong("请把收到的文字贴进来");
    setWrong("");
    await json<Reading>("v1/notices/read", { text, as_of: talk.asOf || undefined }).then(
      setFound,
      (error: Error) => setWrong(error.message),
    );
  };
  return (
    <>
      <form class="inline-form" noValidate onSubmit={read}>
        <Field
          id={id}
          label="收到的短信、传票、律师函或者催收的话"
          help="原样贴上就行。里面的号码会先遮住，看完不留。"
          wrong={wrong}
        >
          <textarea
            id={id}
            rows={5}
            value={text}
            aria-describedby={`${id}-help`}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </Field>
        <button type="submit" class="primary">
          看一看
        </button>
      </form>
      <div role="status">{found && <p class="strong">{told(found.said)}</p>}</div>
      {found && <Read {...found} />}
    </>
  );
}

function Read(found: Reading) {
  const w = words();
  return (
    <>
      {found.notice && <p class="note">{found.notice}</p>}
      <p class="note">
        它自称或者看起来是：{found.kinds.map((each) => each.label).join("、")}{" "}
        <span class="tag">{w.tag}</span>
      </p>
      <p class="caution">
        <span class="strong">现在先做这一件：</span>
        {told(found.next_step)}
      </p>
      <div class="pasted" lang="zh-CN">
        {highlighted(found.text, found.marks)}
      </div>
      {found.marks.length > 0 && (
        <ul class="sources" lang="zh-CN">
          {found.marks.map((each) => (
            <li key={each.id}>
              <p class="strong">
                {each.group === "fraud" ? "骗子常用的说法" : "越线的话"}：{each.label}
              </p>
              <p class="note">“{each.spans[0]?.quote}”</p>
              <p>{told(each.why)}</p>
            </li>
          ))}
        </ul>
      )}
      <h3>不知道的</h3>
      <p>{told(found.not_known)}</p>
      <h3>怎么自己核实</h3>
      <ul>
        {found.checks.map((each, at) => (
          <li key={at}>{told(each)}</li>
        ))}
      </ul>
      {found.if_lost.length > 0 && (
        <>
          <h3>如果已经给了</h3>
          <p>{told(found.if_lost)}</p>
        </>
      )}
      <Contacts contacts={found.contacts} />
      <Fold summary={`${w.sources}（${found.sources.length}）`}>
        <Sources sources={found.sources} />
      </Fold>
      <div class="actions">
        <Doing label={w.copy} done={w.copied} act={() => copied(found.fallback)} />
      </div>
    </>
  );
}

function told(statements: Statement[]): string {
  return statements.map((each) => each.text).join("");
}

/** The text with its marks shown. Places count characters, not UTF-16 units. */
function highlighted(text: string, marks: Mark[]): ComponentChildren {
  const letters = [...text];
  const spans = marks.flatMap((each) => each.spans).sort((a, b) => a.start - b.start);
  const out: ComponentChildren[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    if (start < at) continue;
    out.push(letters.slice(at, start).join(""));
    out.push(<mark key={start}>{letters.slice(start, end).join("")}</mark>);
    at = end;
  }
  return [...out, letters.slice(at).join("")];
}
