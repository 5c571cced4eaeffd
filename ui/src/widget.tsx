/**
 * The widget itself, fetched when it is first opened. The loader has made the host element, its
 * shadow root and the launcher; here the panel is put beside the launcher.
 */

import { render } from "preact";
import { connect, json } from "./api";
import { Conversation } from "./conversation";
import * as memory from "./memory";
import { Panel } from "./panel";
import { Sheets, type Desk } from "./sheets";
import style from "./style.css?inline";
import { speak, words } from "./words";

export interface Config {
  base: string;
  key?: string;
  lang?: string;
  getToken?: () => Promise<string> | string;
  asOf?: string;
}

export interface Widget {
  open: (options?: { ask?: string; draft?: string }) => void;
  close: () => void;
  update: (config: Config) => void;
  shutdown: () => void;
}

const NARROW = matchMedia("(max-width: 600px)");

/** Put the panel into `root`. `onClose` gives the focus back. */
export function mount(root: ShadowRoot, config: Config, onClose: () => void): Widget {
  const host = root.host as HTMLElement;
  const stage = document.createElement("dialog");
  stage.className = "stage";
  root.append(stage);
  adopt(root, stage);
  configure(config);

  const channel = "BroadcastChannel" in window ? new BroadcastChannel("zhihuan") : null;
  let version = 0;
  let waiting = false;
  const draw = (): void => {
    waiting = false;
    if (!stage.isConnected) return;
    stage.setAttribute("aria-label", words().open.replace(/^打开|^Open the /, ""));
    render(<Panel desk={desk} version={version} onClose={close} />, stage);
  };
  const now = (): void => {
    version += 1;
    draw();
  };
  const changed = (): void => {
    version += 1;
    if (waiting) return;
    waiting = true;
    queueMicrotask(draw);
  };
  const happened = (name: string): void => {
    if (name === "answer" || name === "erased") channel?.postMessage(memory.conversationId());
    // Names of things that happened, for the host's own statistics; never what was said.
    host.dispatchEvent(new CustomEvent(`zhihuan:${name}`, { bubbles: true }));
  };
  const talk = new Conversation(changed, happened);
  const desk: Desk = { talk, sheets: new Sheets(now, root), root, letters: false };
  talk.asOf = config.asOf ?? "";

  function open(options: { ask?: string; draft?: string } = {}): void {
    if (!stage.open) {
      // On a phone it is all there is, so the page behind must not be reached.
      if (NARROW.matches) stage.showModal();
      else stage.show();
      memory.setOpen(true);
      happened("open");
      fit();
    }
    if (options.draft) talk.write(options.draft);
    void talk.restore().then(() => options.ask && talk.send(options.ask));
    requestAnimationFrame(() => {
      // The keyboard of a phone would cover what there is to read.
      if (!NARROW.matches) root.querySelector<HTMLElement>("textarea")?.focus();
    });
  }
  function close(): void {
    if (!stage.open) return;
    stage.close();
    memory.setOpen(false);
    happened("close");
    onClose();
  }
  /** Phones shrink only what is visible when the keyboard opens. */
  function fit(): void {
    const view = window.visualViewport;
    if (!view || !stage.open) return;
    stage.style.setProperty("--view-height", `${Math.round(view.height)}px`);
    stage.style.setProperty("--view-top", `${Math.round(view.offsetTop)}px`);
  }
  const crossing = (): void => {
    if (!stage.open) return;
    stage.close();
    if (NARROW.matches) stage.showModal();
    else stage.show();
    fit();
  };
  const copying = (event: ClipboardEvent): void => {
    const chosen = selectionIn(root);
    const from = event.composedPath().find((each) => each instanceof Element) as Element | undefined;
    if (!chosen || !from || from.closest("textarea, input")) return;
    event.clipboardData?.setData("text/plain", `${chosen}\n${words().copied_label}`);
    event.preventDefault();
  };
  const elsewhere = (event: MessageEvent): void => {
    // Another tab went on with a conversation that both have.
    if (memory.hasConversation() && event.data === memory.conversationId()) void talk.refresh();
  };
  const online = (): void => talk.setOffline(false);
  const offline = (): void => talk.setOffline(true);

  const ears: [EventTarget, string, (event: any) => void][] = [
    [stage, "cancel", (event: Event) => event.preventDefault()],
    [root, "copy", copying],
    [window, "online", online],
    [window, "offline", offline],
    [NARROW, "change", crossing],
  ];
  if (channel) ears.push([channel, "message", elsewhere]);
  if (window.visualViewport) {
    ears.push([window.visualViewport, "resize", fit], [window.visualViewport, "scroll", fit]);
  }
  ears.forEach(([where, name, ear]) => where.addEventListener(name, ear));
  void json("v1/letters").then(
    () => {
      desk.letters = true;
      changed();
    },
    () => {},
  );
  draw();

  return {
    open,
    close,
    update(next) {
      configure(next);
      changed();
    },
    shutdown() {
      ears.forEach(([where, name, ear]) => where.removeEventListener(name, ear));
      channel?.close();
      talk.stop();
      memory.forgetAll();
      render(null, stage);
      stage.remove();
    },
  };
}

function configure(config: Config): void {
  connect(config);
  speak(config.lang ?? document.documentElement.lang);
}

/**
 * Lengths follow the reader's own text size, not the host page's: `rem` would shrink on a page
 * whose root is set to 62.5%.
 */
function adopt(root: ShadowRoot, stage: HTMLElement): void {
  const css = style.replace(/(-?[\d.]+)rem\b/g, "calc($1 * var(--rem))");
  if ("adoptedStyleSheets" in root) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } else {
    const old = document.createElement("style");
    old.textContent = css;
    (root as ShadowRoot).append(old);
  }
  stage.style.setProperty("--rem", getComputedStyle(root.host).fontSize);
}

function selectionIn(root: ShadowRoot): string {
  const own = (root as { getSelection?: () => Selection | null }).getSelection?.();
  return (own ?? document.getSelection())?.toString() ?? "";
}
