/**
 * Sheets: what opens over the conversation, inside the panel, one above the other.
 *
 * The newest has the focus on its heading; Esc or 返回 closes it and gives the focus back to what
 * opened it. What lies beneath is inert meanwhile (see panel.tsx).
 */

import type { ComponentChildren } from "preact";
import { createContext } from "preact";
import { useContext, useEffect, useRef } from "preact/hooks";
import type { Conversation } from "./conversation";
import { words } from "./words";

export interface Sheet {
  title: string;
  body: ComponentChildren;
  opener: HTMLElement | null;
}

export class Sheets {
  open: Sheet[] = [];

  constructor(
    /** Draws at once, so that the focus finds its place. */
    private readonly changed: () => void,
    private readonly root: ShadowRoot,
  ) {}

  show(title: string, body: ComponentChildren): void {
    const opener = this.root.activeElement as HTMLElement | null;
    this.open = [...this.open, { title, body, opener }];
    this.changed();
  }

  close(): void {
    const gone = this.open.at(-1);
    this.open = this.open.slice(0, -1);
    this.changed();
    if (gone?.opener?.isConnected) gone.opener.focus();
    else this.root.querySelector<HTMLElement>(".sheet h2, textarea")?.focus();
  }

  closeAll(): void {
    const [first] = this.open;
    if (!first) return;
    this.open = [first];
    this.close();
  }
}

export interface Desk {
  talk: Conversation;
  sheets: Sheets;
  root: ShadowRoot;
  letters: boolean;
}

export const DeskContext = createContext<Desk>(null as unknown as Desk);

export function useDesk(): Desk {
  return useContext(DeskContext);
}

export function SheetView({ sheet, covered }: { sheet: Sheet; covered: boolean }) {
  const { sheets } = useDesk();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div
      class="sheet"
      role="dialog"
      aria-modal="true"
      aria-label={sheet.title}
      inert={covered}
    >
      <div class="sheet-head">
        <button type="button" class="quiet" onClick={() => sheets.close()}>
          <Icon name="back" /> {words().back}
        </button>
        <h2 ref={heading} tabIndex={-1}>
          {sheet.title}
        </h2>
      </div>
      <div class="sheet-body">{sheet.body}</div>
    </div>
  );
}

const PATHS = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  wider: "M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7",
  more: "M4 7h16M4 12h16M4 17h16",
  phone: "M6 3h4l1.5 5-2.500 1.500a12 12 0 0 0 5.500 5.500l1.500-2.500 5 1.500v4a2 2 0 0 1-2 2A17 17 0 0 1 4 5a2 2 0 0 1 2-2z",
  down: "M12 5v14M5 12l7 7 7-7",
  human: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c1-4 4-6 8-6s7 2 8 6",
  check: "M5 12.500l4.500 4.500L19 7.500",
};

/** A line drawing beside words; alone it needs a label on its button. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
