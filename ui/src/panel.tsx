/** The panel: header, conversation, composer, and the sheets above them. */

import { Fragment } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ExchangeView } from "./answer-view";
import { Contacts, Telephone } from "./parts";
import { day } from "./figures";
import type { HumanMessage } from "./human-side";
import { Menu, tools } from "./menu";
import { DeskContext, Icon, SheetView, useDesk, type Desk } from "./sheets";
import { words } from "./words";

const NARROW = "(max-width: 600px)";

export interface PanelProps {
  desk: Desk;
  /** Counts changes of the conversation. */
  version: number;
  onClose: () => void;
}

export function Panel({ desk, onClose }: PanelProps) {
  const { talk, sheets } = desk;
  const [wide, setWide] = useState(false);
  const covered = sheets.open.length > 0;
  const w = words();
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    if (covered) sheets.close();
    else onClose();
  };
  return (
    <DeskContext.Provider value={desk}>
      <div class={wide ? "panel wide" : "panel"} lang={w.lang} onKeyDown={keys}>
        <div class="main" inert={covered}>
          <Header wide={wide} onWide={() => setWide(!wide)} onClose={onClose} />
          <Log />
          <Composer />
        </div>
        {sheets.open.map((sheet, at) => (
          <SheetView key={at} sheet={sheet} covered={at < sheets.open.length - 1} />
        ))}
        <p class="visually-hidden live" role="status" aria-atomic="true">
          {talk.announced}
        </p>
      </div>
    </DeskContext.Provider>
  );
}

function Header(props: { wide: boolean; onWide: () => void; onClose: () => void }) {
  const { talk, sheets } = useDesk();
  const w = words();
  return (
    <div class="head">
      <div class="bar">
        <p class="title" id="zhihuan-title">
          {w.name}
        </p>
        <button type="button" class="quiet" onClick={() => talk.send(w.humanMessage)}>
          <Icon name="human" /> {w.human}
        </button>
        <button
          type="button"
          class="plain"
          aria-label={w.more}
          aria-haspopup="dialog"
          onClick={() => sheets.show(w.menu, <Menu />)}
        >
          <Icon name="more" />
        </button>
        <button
          type="button"
          class="plain widen"
          aria-label={props.wide ? w.narrower : w.wider}
          aria-pressed={props.wide}
          onClick={props.onWide}
        >
          <Icon name="wider" />
        </button>
        <button type="button" class="plain" aria-label={w.close} onClick={props.onClose}>
          <Icon name="close" />
        </button>
      </div>
      <p class="label">{w.label}</p>
      <Pinned />
    </div>
  );
}

/** For someone who may be in danger: the numbers, large, and nothing about money. */
function Pinned() {
  const { talk } = useDesk();
  const w = words();
  if (!talk.pinned) return null;
  const contacts = talk.pinned.answer.crisis ?? [];
  return (
    <section class="card crisis" aria-label={w.crisisLabel}>
      <p class="strong">{w.crisis}</p>
      {contacts.length ? (
        <ul class="calls">
          {contacts.map((each) => (
            <li key={each.id}>
              <Telephone number={each.number}>
                <strong>{each.number}</strong> <span>{each.name}</span>
              </Telephone>
              {each.hours && <span class="note">{each.hours}</span>}
            </li>
          ))}
        </ul>
      ) : (
        <Contacts contacts={contacts} />
      )}
      <div class="actions">
        <button type="button" class="quiet" onClick={() => talk.send(w.humanMessage)}>
          {w.crisisHuman}
        </button>
        <button type="button" class="quiet" onClick={() => talk.unpin()}>
          {w.crisisAway}
        </button>
      </div>
    </section>
  );
}

/**
 * The conversation. The view follows a growing answer until its question has reached the top,
 * and stops as soon as the person scrolls.
 */
function Log() {
  const { talk, root } = useDesk();
  const w = words();
  const scroller = useRef<HTMLDivElement>(null);
  const following = useRef(false);
  const placed = useRef(0);
  const [below, setBelow] = useState(false);
  const count = talk.exchanges.length;

  const look = (): void => {
    const box = scroller.current;
    if (box) setBelow(box.scrollHeight - box.clientHeight - box.scrollTop > 120);
  };
  useLayoutEffect(() => {
    following.current = true;
    // The button that was pressed may be gone: nobody shall be put back to the top of the page.
    if (!count || document.activeElement !== document.body) return;
    const typing = !matchMedia(NARROW).matches && root.querySelector<HTMLElement>("textarea");
    (typing || scroller.current)?.focus();
  }, [count]);
  useLayoutEffect(() => {
    const box = scroller.current;
    const questions = box?.querySelectorAll<HTMLElement>(".said-by-you");
    const last = questions?.[questions.length - 1];
    if (box && last && following.current) {
      const top = last.offsetTop - box.offsetTop - 12;
      box.scrollTop = Math.min(top, box.scrollHeight - box.clientHeight);
      placed.current = box.scrollTop;
    }
    look();
  });
  const scrolled = (): void => {
    if (Math.abs((scroller.current?.scrollTop ?? 0) - placed.current) > 8) following.current = false;
    look();
  };
  const latest = (): void => {
    const box = scroller.current;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    following.current = false;
    box?.scrollTo({ top: box.scrollHeight, behavior: still ? "instant" : "smooth" });
  };
  return (
    <div class="middle">
      <div class="scroller" ref={scroller} onScroll={scrolled} tabIndex={-1}>
        {count === 0 && <Welcome />}
        <div class="log" role="log" aria-live="off" aria-label={w.log} aria-busy={talk.busy}>
          {talk.exchanges.map((exchange, at) => (
            <Fragment key={exchange.question.message_id}>
              <ExchangeView
                exchange={exchange}
                newest={at === count - 1}
                busy={at === count - 1 && talk.busy}
                pinned={talk.pinned === exchange}
                version={exchange.answer.version}
              />
              {talk.human.messages
                .filter((each) => each.after === at + 1)
                .map((each) => (
                  <HumanSays key={each.number} message={each} />
                ))}
            </Fragment>
          ))}
        </div>
      </div>
      {below && (
        <button type="button" class="jump" onClick={latest}>
          {w.latest} <Icon name="down" />
        </button>
      )}
    </div>
  );
}

function HumanSays({ message }: { message: HumanMessage }) {
  const name = message.desk ?? words().human;
  return (
    <article class="answer by-human" aria-label={name}>
      <h2 class="speaker">
        {name} <span class="tag">{words().humanTag}</span>
      </h2>
      <p class="said">{message.text}</p>
      <p class="note">{new Date(message.at).toLocaleTimeString(words().lang, { timeStyle: "short" })}</p>
    </article>
  );
}

function Welcome() {
  const desk = useDesk();
  const w = words();
  return (
    <section class="welcome" aria-labelledby="zhihuan-welcome">
      <h2 id="zhihuan-welcome">{w.welcome}</h2>
      <p>{w.welcomeText}</p>
      <p class="note">{w.welcomeMore}</p>
      <div class="chips column" role="group" aria-label={w.examplesLabel} lang="zh-CN">
        {w.examples.map((each) => (
          <button key={each} type="button" class="reply" onClick={() => desk.talk.send(each)}>
            {each}
          </button>
        ))}
      </div>
      <div class="chips" role="group" aria-label={w.more}>
        {tools(desk).map(({ title, open }) => (
          <button key={title} type="button" class="quiet small" onClick={open}>
            {title}
          </button>
        ))}
      </div>
    </section>
  );
}

function Composer() {
  const { talk } = useDesk();
  const w = words();
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [talk.draft]);
  const keys = (event: KeyboardEvent): void => {
    // While characters are being composed, Enter picks one of them.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    talk.send(talk.draft);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    talk.send(talk.draft);
    if (!matchMedia(NARROW).matches) box.current?.focus();
  };
  return (
    <div class="foot">
      {talk.offline && <p class="caution">{w.offline}</p>}
      {talk.asOf && (
        <p class="note">
          {w.asOfRules(day(talk.asOf))}{" "}
          <button
            type="button"
            class="quiet small"
            onClick={() => {
              talk.asOf = "";
              talk.write(talk.draft);
            }}
          >
            {w.today}
          </button>
        </p>
      )}
      <form class="composer" onSubmit={submit}>
        <label for="zhihuan-text" class="visually-hidden">
          {w.write}
        </label>
        <textarea
          ref={box}
          id="zhihuan-text"
          rows={1}
          placeholder={w.placeholder}
          enterkeyhint="send"
          autoComplete="off"
          aria-describedby="zhihuan-privacy"
          value={talk.draft}
          onInput={(event) => talk.write(event.currentTarget.value)}
          onKeyDown={keys}
        />
        <button type="submit" class="primary">
          {w.send}
        </button>
      </form>
      <p class="hint" role="alert">
        {talk.hint}
      </p>
      <p class="note" id="zhihuan-privacy">
        {w.privacy}
      </p>
    </div>
  );
}
