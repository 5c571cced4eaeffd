/** The agents' console: signing in, then the desk. */

import { render } from "preact";
import "../style.css";
import { Sheets } from "../sheets";
import "./console.css";
import { Desk } from "./desk";
import { DeskView } from "./desk-view";
import { onKey } from "./keyboard";
import { admitted, isShut, leave, restore, seated, sit, type Seat } from "./session";
import { SignIn } from "./sign-in";

const root = document.getElementById("console") as HTMLElement;
const RETRY = 3_000; // milliseconds
let desk: Desk | null = null;
let wrong = "";
let opening = true;
let waiting = false;

function draw(): void {
  waiting = false;
  const unread = desk?.tickets.reduce((sum, each) => sum + each.unread, 0) ?? 0;
  document.title = `${unread ? `(${unread}) ` : ""}知还坐席台`;
  if (desk) return render(<DeskView desk={desk} onName={rename} onLeave={signOut} />, root);
  if (opening) return render(<p class="opening" role="status">{wrong || "正在打开…"}</p>, root);
  render(<SignIn desk={seated().desk} wrong={wrong} onSeat={signIn} />, root);
}

function changed(): void {
  if (waiting) return;
  waiting = true;
  queueMicrotask(draw);
}

/** In, if the server lets us; where it cannot be reached, again and again. */
async function enter(): Promise<void> {
  try {
    await admitted();
  } catch (error) {
    if (!isShut(error)) {
      wrong = "连不上服务器，正在重试…";
      setTimeout(() => void enter(), RETRY);
      return draw();
    }
    // Nothing was typed yet: there is nothing wrong to speak of.
    wrong = seated().key ? (error as Error).message : "";
    opening = false;
    if (seated().key) sit({ ...seated(), key: "" });
    return draw();
  }
  opening = false;
  wrong = "";
  const opened = new Desk(changed, shut);
  // A document is asked for the same two things as a shadow root.
  opened.sheets = new Sheets(draw, document as unknown as ShadowRoot);
  desk = opened;
  opened.start();
  draw();
}

async function signIn(seat: Seat): Promise<void> {
  sit(seat);
  await enter();
}

function rename(name: string): void {
  sit({ ...seated(), desk: name });
  changed();
}

/** The key was revoked, or the server wants one now. */
function shut(error: unknown): void {
  desk?.stop();
  desk = null;
  wrong = (error as Error).message;
  sit({ ...seated(), key: "" });
  draw();
}

function signOut(): void {
  desk?.stop();
  desk = null;
  wrong = "";
  leave();
  opening = true;
  void enter();
}

restore();
document.addEventListener("keydown", (event) => desk && onKey(desk, event));
draw();
void enter();
