/** What the keyboard does, wherever the focus is. Single letters never while somebody types. */

import type { Desk, Pane } from "./desk";
import { stepThrough } from "./findings";
import { Help } from "./help";
import { singleKeys } from "./session";
import { turn } from "./talk";

const PANES: Pane[] = ["queue", "talk", "assist"];

export function onKey(desk: Desk, event: KeyboardEvent): void {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  if (desk.sheets.open.length) {
    if (event.key === "Escape") done(event, () => desk.sheets.close());
    return;
  }
  const target = event.target as HTMLElement;
  const typing = target.matches("input:not([type=checkbox]), textarea, select");
  if (event.key === "F6") return done(event, () => changePane(desk, event.shiftKey ? -1 : 1));
  if (event.key === "F8") return done(event, () => stepThrough(desk, event.shiftKey ? -1 : 1));
  // Where Alt makes another character of it, its place on the keyboard still says I.
  if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyI")
    return done(event, () => document.querySelector<HTMLElement>("[data-insert-all]")?.click());
  if (event.key === "Escape" && typing)
    return done(event, () => document.querySelector<HTMLElement>("#talk-title")?.focus());
  if (typing || event.altKey || event.ctrlKey || event.metaKey || !singleKeys()) return;
  const command = single(desk, event.key);
  if (command) done(event, command);
}

function single(desk: Desk, key: string): (() => void) | null {
  const { active } = desk;
  switch (key.toLowerCase()) {
    case "j":
      return () => moveInQueue(desk, 1);
    case "k":
      return () => moveInQueue(desk, -1);
    case "o": {
      const brief = desk.queue.find((each) => each.id === focused()?.dataset.brief);
      return brief ? () => void desk.open(brief) : null;
    }
    case "r":
      return () => {
        desk.pane = "talk";
        desk.changed();
        requestAnimationFrame(() => document.querySelector<HTMLElement>("#reply")?.focus());
      };
    case "d":
      return active ? () => void active.assistance.write() : null;
    case "[":
    case "【":
      return () => turn(desk, -1);
    case "]":
    case "】":
      return () => turn(desk, 1);
    case "x":
      return active ? () => desk.putAway(active) : null;
    case "?":
    case "？":
      return () => showHelp(desk);
  }
  return null;
}

export function showHelp(desk: Desk): void {
  desk.sheets.show("快捷键", <Help />);
}

/** To the next one of the queue, from where the focus is or was last. */
function moveInQueue(desk: Desk, step: number): void {
  desk.pane = "queue";
  desk.changed();
  requestAnimationFrame(() => {
    const all = [...document.querySelectorAll<HTMLElement>("[data-brief]")];
    const here = focused() ?? document.querySelector<HTMLElement>("[data-brief][aria-current=true]");
    const at = here ? all.indexOf(here) : step > 0 ? -1 : all.length;
    all[Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
  });
}

function changePane(desk: Desk, step: number): void {
  const here = document.activeElement?.closest<HTMLElement>("[data-pane]")?.dataset.pane as Pane | undefined;
  const at = here ? PANES.indexOf(here) : step > 0 ? -1 : 0;
  desk.pane = PANES[(at + step + PANES.length) % PANES.length];
  desk.changed();
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-pane=${desk.pane}] h2`)?.focus());
}

function focused(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>("[data-brief]") ?? null;
}

function done(event: KeyboardEvent, command: () => void): void {
  event.preventDefault();
  command();
}
