/** Small things that many views are made of. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { day } from "./figures";
import { Icon } from "./sheets";
import type { Contact, Source } from "./wire";
import { words } from "./words";

/** A link that leaves the page, or plain text where the address is not http(s). */
export function Outward({ url, children }: { url: string | null; children: ComponentChildren }) {
  if (!/^https?:\/\//i.test(url ?? "")) return <span>{children}</span>;
  return (
    <a href={url ?? undefined} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

type Pair = [string, ComponentChildren];

/** Terms and what is said of them; pairs without a value are left out. */
export function Facts({ pairs }: { pairs: Pair[] }) {
  const told = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return (
    <dl class="facts">
      {told.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Something to open; what is in it is made when it is opened. */
export function Fold(props: { summary: string; open?: boolean; children: ComponentChildren }) {
  const [open, setOpen] = useState(props.open ?? false);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{props.summary}</summary>
      {open && props.children}
    </details>
  );
}

/** A button that says for a while what came of it. */
export function Doing(props: { label: string; done: string; act: () => Promise<boolean> }) {
  const [said, setSaid] = useState("");
  const act = async (): Promise<void> => {
    setSaid((await props.act()) ? props.done : words().notCopied);
    setTimeout(() => setSaid(""), 3000);
  };
  return (
    <button type="button" class="quiet small" onClick={act}>
      {said || props.label}
    </button>
  );
}

/** Put text on the clipboard; false where that is forbidden. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Clipboards need a secure origin; the old way does not.
    const take = (event: ClipboardEvent): void => {
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    document.addEventListener("copy", take, { capture: true, once: true });
    const done = document.execCommand("copy");
    document.removeEventListener("copy", take, { capture: true });
    return done;
  }
}

export function Telephone(props: { number: string | null; children: ComponentChildren }) {
  const digits = (props.number ?? "").replace(/[^\d+]/g, "");
  if (!digits) return null;
  return (
    <a class="call" href={`tel:${digits}`}>
      <Icon name="phone" />
      {props.children}
    </a>
  );
}

export function Contacts({ contacts }: { contacts: Contact[] }) {
  const w = words();
  if (!contacts.length) return <p>{w.noContacts}</p>;
  return (
    <ul class="contacts">
      {contacts.map((each) => (
        <li key={each.id}>
          <p class="strong">{each.name}</p>
          <Telephone number={each.number}>{w.call(each.number ?? "")}</Telephone>
          {each.url && (
            <p>
              <Outward url={each.url}>{w.officialPage}</Outward>
            </p>
          )}
          <p>{each.for}</p>
          {each.not_for && <p class="note">{w.notFor(each.not_for)}</p>}
          {each.hours && <p class="note">{w.hours(each.hours)}</p>}
          <p class="note">{w.checkedOn(day(each.verified))}</p>
        </li>
      ))}
    </ul>
  );
}

export function Sources({ sources }: { sources: Source[] }) {
  const w = words();
  if (!sources?.length) return <p class="note">{w.noSources}</p>;
  return (
    <ul class="sources">
      {sources.map((each) => (
        <li key={each.id}>
          <p class="strong">
            <Outward url={each.url}>{[each.name, each.article].filter(Boolean).join(" ")}</Outward>
          </p>
          <p>{each.says}</p>
          <Facts
            pairs={[
              [w.facts.status, w.status[each.status]],
              [w.facts.issuer, each.issuer],
              [w.facts.number, each.number],
              [w.facts.from, each.in_force && w.since(day(each.in_force))],
              [w.facts.to, each.ended && day(each.ended)],
              [w.facts.checked, day(each.checked)],
              [w.facts.confidence, w.confidence[each.confidence]],
            ]}
          />
        </li>
      ))}
    </ul>
  );
}

let named = 0;

/** An id of its own. Preact's useId gives the same one twice in lists that grow. */
export function useName(): string {
  const [name] = useState(() => `zhihuan-${(named += 1)}`);
  return name;
}

/** The label and its field, with help and with what is wrong. */
export function Field(props: {
  id: string;
  label: string;
  help?: string | null;
  wrong?: string;
  children: ComponentChildren;
}) {
  return (
    <div class={props.wrong ? "field wrong" : "field"}>
      <label for={props.id}>{props.label}</label>
      {props.help && (
        <p class="note" id={`${props.id}-help`}>
          {props.help}
        </p>
      )}
      {props.wrong && (
        <p class="wrong-text" id={`${props.id}-wrong`}>
          {props.wrong}
        </p>
      )}
      {props.children}
    </div>
  );
}

/** What describes a field, for its `aria-describedby`. */
export function described(id: string, help?: string | null, wrong?: string): string | undefined {
  return [help && `${id}-help`, wrong && `${id}-wrong`].filter(Boolean).join(" ") || undefined;
}
