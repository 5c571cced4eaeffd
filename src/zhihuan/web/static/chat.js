/** The page: what the person does, and what is shown for it. */

import { Answer } from "/static/answer.js";
import { crisisCard } from "/static/contacts.js";
import { make } from "/static/element.js";
import { day } from "/static/figures.js";
import * as follow from "/static/follow.js";
import * as memory from "/static/memory.js";
import * as progress from "/static/progress.js";
import * as sheet from "/static/sheet.js";
import { frames, ready, refusal, Refused } from "/static/turn.js";

const LONGEST = 4000;
const HUMAN = "转人工";

const log = document.getElementById("log");
const welcome = document.getElementById("welcome");
const pinned = document.getElementById("pinned");
const form = document.getElementById("composer");
const text = document.getElementById("text");
const hint = document.getElementById("hint");
const asOf = document.getElementById("as-of");
const asOfNote = document.getElementById("as-of-note");
const more = document.getElementById("more");

let running = null; // what stops the turn that is under way
let newest = null; // the newest answer, which alone offers replies
let next = null; // a request for a human that waits for the turn to end

function send(words) {
  const message = words.trim();
  if (!message) return;
  if ([...message].length > LONGEST) {
    hint.textContent = `最多 ${LONGEST} 字，现在 ${[...message].length} 字，请分几次发。`;
    return;
  }
  if (running) {
    if (message === HUMAN) {
      next = message;
      progress.say("这一句答完，马上帮您转人工");
    } else {
      hint.textContent = "上一句还在回答，答完就可以发。";
    }
    return;
  }
  const question = {
    text: message,
    message_id: memory.newId(),
    conversation_id: memory.conversationId(),
    ...(asOf.value ? { as_of: asOf.value } : {}),
  };
  if (text.value.trim() === message) {
    text.value = "";
    fit();
  }
  memory.setPending(question);
  ask(question);
}

function ask(question) {
  newest?.settle();
  const asked = say(question.text);
  newest = answerTo(question);
  follow.from(asked);
  answer(question, newest);
}

/** Stream one answer; called again with the same question to try again. */
async function answer(question, shown) {
  const stop = new AbortController();
  running = stop;
  log.setAttribute("aria-busy", "true");
  progress.begin();
  hint.textContent = "";
  try {
    for await (const frame of frames(question, stop.signal)) {
      if (frame.type === "error") throw new Error(frame.errorText);
      if (frame.type === "start") shown.clear(); // all of it follows
      else if (frame.type === "waiting") progress.say("正在准备，好了会自动回答您");
      else if (frame.type === "data-progress") progress.step(frame.data.label);
      else shown.take(frame);
      follow.keepUp();
    }
    memory.setPending(null);
    progress.end(`回答完成：${shown.text}`);
  } catch (error) {
    if (stop.signal.aborted) return;
    progress.end("没有答完");
    const final = error instanceof Refused && error.status < 500 && error.status !== 409;
    if (final) {
      memory.setPending(null);
      if (!text.value) text.value = question.text;
      fit();
    }
    shown.fail(
      error.message,
      final
        ? null
        : () => {
            shown.settle();
            answer(question, shown);
          },
    );
  } finally {
    if (running === stop) {
      running = null;
      log.removeAttribute("aria-busy");
      follow.keepUp();
      if (next) send(next);
      next = null;
    }
  }
}

function say(words) {
  welcome.hidden = true;
  const said = make(
    "article",
    { class: "said-by-you", "aria-label": "您说" },
    make("p", {}, words),
  );
  log.append(said);
  return said;
}

function answerTo(question) {
  const shown = new Answer(question.as_of ?? null, {
    send,
    crisis: (contacts, from) => pin(contacts, from, question.message_id),
  });
  log.append(shown.element);
  return shown;
}

/** The crisis card stays in sight until it is put back into the conversation. */
function pin(contacts, from, messageId) {
  const away = () => {
    memory.setPutAway(messageId);
    from.cards.replaceChildren(...pinned.childNodes);
    from.cards.querySelector(".actions")?.lastElementChild?.remove();
    pinned.hidden = true;
  };
  const onAway = () => {
    away();
    from.cards.querySelector("a")?.focus({ preventScroll: true });
  };
  pinned.replaceChildren(crisisCard(contacts, { onHuman: () => send(HUMAN), onAway }));
  pinned.hidden = false;
  if (memory.putAway() === messageId) away();
}

async function restore() {
  if (!memory.hasConversation()) return;
  const id = memory.conversationId();
  const waiting = memory.pending();
  const response = await history(id).catch(() => null);
  if (response?.ok) {
    let replies = [];
    for (const turn of (await response.json()).turns) {
      say(turn.text);
      newest?.settle();
      newest = answerTo(turn);
      newest.restore(turn.answer);
      replies = turn.answer.replies ?? [];
      if (turn.message_id === waiting?.message_id) memory.setPending(null);
    }
    newest?.offer(replies.map((each) => ({ label: each, send: each })));
    if (newest) follow.toLatest();
  }
  const unanswered = memory.pending();
  if (unanswered) ask(unanswered);
}

/** The kept conversation; waits where the server is still opening. */
async function history(id) {
  const response = await fetch(`/v1/chat/${encodeURIComponent(id)}`);
  if (response.status !== 503) return response;
  progress.say("正在准备，好了会接着显示");
  await ready(new AbortController().signal);
  progress.end("");
  return history(id);
}

function confirmErase() {
  const complaint = make("p", { class: "note", role: "status" });
  const yes = make("button", { type: "button", class: "primary" }, "清除");
  yes.addEventListener("click", async () => {
    yes.disabled = true;
    try {
      await erase();
      sheet.close();
    } catch (error) {
      complaint.textContent = error instanceof TypeError ? "网络断开了，还没有清除，请再点一次" : error.message;
      yes.disabled = false;
    }
  });
  sheet.open("清除这段对话？", [
    make("p", {}, "这里和服务器上的都会删掉，找不回来。"),
    make(
      "div",
      { class: "actions" },
      yes,
      make("button", { type: "button", class: "quiet", onclick: sheet.close }, "先不清除"),
    ),
    complaint,
  ], more.querySelector("summary"));
}

async function erase() {
  if (memory.hasConversation()) {
    const response = await fetch(`/v1/chat/${encodeURIComponent(memory.conversationId())}`, {
      method: "DELETE",
    });
    if (!response.ok && response.status !== 404) throw await refusal(response);
  }
  running?.abort();
  memory.forget();
  running = newest = next = null;
  log.replaceChildren();
  log.removeAttribute("aria-busy");
  pinned.replaceChildren();
  pinned.hidden = true;
  welcome.hidden = false;
  progress.end("记录已清除");
  follow.keepUp();
}

function fit() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

function noteDay() {
  asOfNote.hidden = !asOf.value;
  asOfNote.firstElementChild.textContent = `按 ${day(asOf.value)} 的规则回答`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send(text.value);
});
text.addEventListener("keydown", (event) => {
  // While characters are being composed, Enter picks one of them.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  send(text.value);
});
text.addEventListener("input", () => {
  hint.textContent = "";
  fit();
});
document.getElementById("human").addEventListener("click", () => send(HUMAN));
document.getElementById("erase").addEventListener("click", () => {
  more.open = false;
  confirmErase();
});
welcome.addEventListener("click", (event) => {
  if (event.target.closest(".reply")) send(event.target.closest(".reply").textContent);
});
asOf.addEventListener("change", noteDay);
document.getElementById("today").addEventListener("click", () => {
  asOf.value = "";
  noteDay();
  text.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && more.open) {
    more.open = false;
    more.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  if (more.open && !more.contains(event.target)) more.open = false;
});

addEventListener("resize", fit);

noteDay();
restore();
