/** Everything that is not the conversation itself: tools, choices, and what can be taken away. */

import { useState } from "preact/hooks";
import { save } from "./api";
import * as memory from "./memory";
import { MissingForm } from "./missing-form";
import { printed } from "./printing";
import { useDesk, type Desk } from "./sheets";
import { words } from "./words";

interface Tool {
  title: string;
  text: string;
  open: () => void;
}

/** Tools that are fetched when they are first opened. */
export function tools({ sheets, letters }: Desk): Tool[] {
  const w = words();
  const fetched = (title: string, load: () => Promise<{ default: () => preact.JSX.Element }>) => () =>
    load().then(
      ({ default: View }) => sheets.show(title, <View />),
      () => sheets.show(title, <p class="caution">{w.disconnected}</p>),
    );
  const all: Tool[] = [
    {
      title: w.timeline,
      text: w.timelineText,
      open: fetched(w.timeline, () => import("./tools/timeline")),
    },
    { title: w.letters, text: w.lettersText, open: fetched(w.letters, () => import("./tools/letters")) },
    { title: w.real, text: w.realText, open: fetched(w.real, () => import("./tools/real")) },
  ];
  return letters ? all : [];
}

export function Menu() {
  const desk = useDesk();
  const { talk, sheets } = desk;
  const w = words();
  const [keeps, setKeeps] = useState(memory.keepsOnDevice());
  const mine: Tool = {
    title: w.mine,
    text: w.mineText,
    open: () =>
      sheets.show(
        w.mine,
        <MissingForm
          title={w.mine}
          fields={["amount", "days_late", "budget", "fee_rate"]}
          situation={talk.situation}
          onDone={() => sheets.closeAll()}
        />,
      ),
  };
  return (
    <>
      <ul class="menu">
        {[...tools(desk), mine].map(({ title, text, open }) => (
          <li key={title}>
            <button type="button" class="item" onClick={open}>
              <span class="strong">{title}</span>
              <span class="note">{text}</span>
            </button>
          </li>
        ))}
      </ul>
      <div class="field">
        <label for="zhihuan-as-of">{w.rulesDay}</label>
        <p class="note" id="zhihuan-as-of-help">
          {w.rulesDayHelp}
        </p>
        <input
          id="zhihuan-as-of"
          type="date"
          min="2000-01-01"
          max="2099-12-31"
          aria-describedby="zhihuan-as-of-help"
          value={talk.asOf}
          onInput={(event) => {
            talk.asOf = event.currentTarget.value;
            talk.write(talk.draft);
          }}
        />
      </div>
      <div class="field">
        <label class="check">
          <input
            type="checkbox"
            checked={keeps}
            onChange={(event) => {
              memory.setKeepsOnDevice(event.currentTarget.checked);
              setKeeps(event.currentTarget.checked);
            }}
          />
          <span>{w.keep}</span>
        </label>
        <p class="note">{w.keepHelp}</p>
      </div>
      <div class="actions">
        <button
          type="button"
          class="quiet"
          disabled={!talk.exchanges.length}
          onClick={() => {
            sheets.closeAll();
            printed(desk.root.host as HTMLElement);
          }}
        >
          {w.print}
        </button>
        <button
          type="button"
          class="quiet"
          disabled={!talk.exchanges.length}
          onClick={() => save(new Blob([transcript(desk)], { type: "text/plain;charset=utf-8" }), "知还对话.txt")}
        >
          {w.saveText}
        </button>
        <button type="button" class="quiet" onClick={() => sheets.show(w.eraseAsk, <Erase />)}>
          {w.erase}
        </button>
      </div>
    </>
  );
}

function Erase() {
  const { talk, sheets } = useDesk();
  const w = words();
  const [said, setSaid] = useState("");
  const erase = async (): Promise<void> => {
    try {
      await talk.erase();
      sheets.closeAll();
    } catch (error) {
      setSaid((error as Error).message);
    }
  };
  return (
    <>
      <p>{w.eraseText}</p>
      <div class="actions">
        <button type="button" class="primary" onClick={erase}>
          {w.eraseYes}
        </button>
        <button type="button" class="quiet" onClick={() => sheets.close()}>
          {w.eraseNo}
        </button>
      </div>
      <p class="note" role="status">
        {said}
      </p>
    </>
  );
}

/** The conversation as text; what AI wrote says so. */
function transcript({ talk }: Desk): string {
  const w = words();
  const parts = talk.exchanges.map(({ question, answer }) => {
    const cards = [...answer.calculations.values()].map((each) => each.fallback ?? each.name);
    const sources = [...answer.citations.values()].map((each) => `[${each.n}] ${each.title}`);
    return [
      `${w.you}：${question.text}`,
      `${w.name}（${w.tag}）：${answer.text}`,
      ...cards,
      ...sources,
    ].join("\n");
  });
  return [w.copied_label, ...parts, w.copied_label].join("\n\n");
}
