/**
 * The one script tag. Draws the launcher, queues what the page asks for, and fetches the widget
 * when it is first wanted.
 *
 *     <script defer src="https://HOST/widget.js" data-key="pk_…" data-lang="zh-CN"></script>
 *     Zhihuan("boot", {…}) · Zhihuan("open", {ask}) · Zhihuan("close")
 *     Zhihuan("update", {…}) · Zhihuan("shutdown")
 */

import type { Config, Widget } from "./widget";
import style from "./launcher.css?inline";

type Command = [name: string, options?: any];

const script = document.currentScript as HTMLScriptElement | null;
const base = new URL(".", script?.src ?? location.href).href;
const scope = window as unknown as { Zhihuan?: { (...command: Command): void; q?: Command[] } };
const queued = [...(scope.Zhihuan?.q ?? [])].map((each) => Array.from(each) as Command);

let config: Config = { base, key: script?.dataset.key, lang: script?.dataset.lang };
let host: HTMLElement | null = null;
let button: HTMLButtonElement;
let widget: Widget | null = null;
let loading: Promise<Widget | null> | null = null;

const english = (): boolean => (config.lang ?? document.documentElement.lang).startsWith("en");

function boot(options: Partial<Config> = {}): void {
  config = { ...config, ...options };
  if (host) return update();
  if (!document.body) {
    addEventListener("DOMContentLoaded", () => boot(), { once: true });
    return;
  }
  host = document.createElement("zhihuan-widget");
  const root = host.attachShadow({ mode: "open" });
  if ("adoptedStyleSheets" in root) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
  }
  button = document.createElement("button");
  button.type = "button";
  button.className = "launcher";
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => open());
  for (const early of ["pointerenter", "focus"]) button.addEventListener(early, () => void load());
  root.append(button);
  document.body.append(host);
  label();
  if (stored("zhihuan.open")) open();
}

function label(text?: string): void {
  button.textContent = text ?? (english() ? "Can't repay? Ask" : "还款遇到难处？");
}

function load(): Promise<Widget | null> {
  const root = host?.shadowRoot;
  if (!root) return Promise.resolve(null);
  loading ??= import(/* @vite-ignore */ `${base}static/widget.js`).then(
    ({ mount }) => {
      if (host?.shadowRoot !== root) return null; // shut down meanwhile
      widget = mount(root, config, closed);
      return widget;
    },
    () => {
      loading = null; // the network may be back at the next press
      label(english() ? "Could not load. Try again" : "没有打开，点这里再试");
      return null;
    },
  );
  return loading;
}

function open(options?: { ask?: string; draft?: string }): void {
  if (!host) boot();
  void load().then((ready) => {
    if (!ready) return;
    label();
    ready.open(options);
    button.setAttribute("aria-expanded", "true");
    host?.toggleAttribute("data-open", true);
  });
}

function closed(): void {
  button.setAttribute("aria-expanded", "false");
  host?.removeAttribute("data-open");
  button.focus();
}

function update(): void {
  label();
  widget?.update(config);
}

function shutdown(): void {
  widget?.shutdown();
  host?.remove();
  host = widget = loading = null;
}

function stored(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function run([name, options]: Command): void {
  if (name === "boot") boot(options);
  else if (name === "open") open(options);
  else if (name === "close") widget?.close();
  else if (name === "shutdown") shutdown();
  else if (name === "update") {
    config = { ...config, ...options };
    if (host) update();
  }
}

scope.Zhihuan = (...command: Command) => run(command);
if (script?.dataset.boot !== "manual") boot();
queued.forEach(run);
