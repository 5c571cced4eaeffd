/** The desk as it is laid out: three panes side by side, or one at a time behind tabs. */

import { useEffect, useState } from "preact/hooks";
import { DeskContext, SheetView, type Desk as SheetDesk } from "../sheets";
import { Assist } from "./assist";
import type { Desk, Pane } from "./desk";
import { Glyph } from "./glyph";
import { showHelp } from "./keyboard";
import { Queue } from "./queue";
import { seated } from "./session";
import { Talk } from "./talk";

const NARROW = "(max-width: 63.99em)";
const PANES: [Pane, string][] = [
  ["queue", "队列"],
  ["talk", "会话"],
  ["assist", "助手"],
];

interface Props {
  desk: Desk;
  onName: (name: string) => void;
  onLeave: () => void;
}

export function DeskView({ desk, onName, onLeave }: Props) {
  const narrow = useNarrow();
  const { sheets } = desk;
  const covered = sheets.open.length > 0;
  const shows = (pane: Pane): boolean => !narrow || desk.pane === pane;
  return (
    // The widget's sheets, cards and sources ask their surroundings for the sheets alone.
    <DeskContext.Provider value={{ sheets } as SheetDesk}>
      <div class="desk" inert={covered}>
        <Header desk={desk} onName={onName} onLeave={onLeave} />
        {desk.offline && (
          <p class="caution offline">
            <Glyph name="alert" /> 连不上服务器，正在重试。写好的话还在。
          </p>
        )}
        {narrow && <PaneTabs desk={desk} />}
        <main class="panes">
          {shows("queue") && <Queue desk={desk} />}
          {shows("talk") && <Talk desk={desk} />}
          {shows("assist") && <Assist desk={desk} />}
        </main>
      </div>
      {covered && (
        <div class="drawer">
          <div class="drawer-behind" onClick={() => sheets.close()} />
          {sheets.open.map((sheet, at) => (
            <SheetView key={at} sheet={sheet} covered={at < sheets.open.length - 1} />
          ))}
        </div>
      )}
      <p class="visually-hidden live" role="status" aria-atomic="true">
        {desk.announced}
      </p>
    </DeskContext.Provider>
  );
}

function Header({ desk, onName, onLeave }: Props) {
  const waiting = desk.queue.filter((each) => each.state === "queued");
  const danger = waiting.filter((each) => each.danger).length;
  return (
    <header class="desk-head">
      <h1>知还坐席台</h1>
      <p class="note">
        <span class="waiting-count">{waiting.length} 位待接</span>
        {danger > 0 && (
          <span class="urgent">
            <Glyph name="alert" /> {danger} 位可能有危险
          </span>
        )}
      </p>
      <div class="actions">
        <Name desk={desk} onName={onName} />
        <button type="button" class="quiet" aria-haspopup="dialog" onClick={() => showHelp(desk)}>
          快捷键
        </button>
        {seated().key && (
          <button type="button" class="quiet" onClick={onLeave}>
            退出
          </button>
        )}
      </div>
    </header>
  );
}

/** The name that customers see. It stays as long as a customer is being served under it. */
function Name({ desk, onName }: Omit<Props, "onLeave">) {
  const [writing, setWriting] = useState<string | null>(null);
  const write = (): void => {
    if (desk.queue.some((each) => desk.isMine(each))) desk.announce("手上还有会话，结束或放回以后再改称呼");
    else setWriting(seated().desk);
  };
  if (writing === null)
    return (
      <button type="button" class="quiet" onClick={write}>
        <span class="visually-hidden">称呼：</span>
        {seated().desk}
      </button>
    );
  const keep = (event: Event): void => {
    event.preventDefault();
    const name = writing.replace(/\s+/g, " ").trim();
    if (name) onName(name);
    setWriting(null);
  };
  return (
    <form class="name-form" onSubmit={keep}>
      <input
        aria-label="客户看到的称呼"
        maxLength={40}
        autoFocus
        value={writing}
        onInput={(event) => setWriting(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          setWriting(null);
        }}
      />
      <button type="submit" class="quiet">
        改好
      </button>
    </form>
  );
}

function PaneTabs({ desk }: { desk: Desk }) {
  const unread = desk.tickets.reduce((sum, each) => sum + each.unread, 0);
  const to = (pane: Pane): void => {
    desk.pane = pane;
    desk.changed();
  };
  return (
    <nav class="pane-tabs" aria-label="看哪一块">
      {PANES.map(([pane, label]) => (
        <button
          key={pane}
          type="button"
          aria-current={desk.pane === pane ? "page" : undefined}
          onClick={() => to(pane)}
        >
          {label}
          {pane === "talk" && unread > 0 && <span class="unread">{unread}</span>}
        </button>
      ))}
    </nav>
  );
}

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const ear = (): void => setNarrow(query.matches);
    query.addEventListener("change", ear);
    return () => query.removeEventListener("change", ear);
  }, []);
  return narrow;
}
