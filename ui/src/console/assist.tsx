/** The assist pane: the case at a glance, the draft, the next steps, the wrap-up. */

import type { ComponentChildren } from "preact";
import { Glyph } from "./glyph";
import { CaseView } from "./case";
import type { Asked } from "./assistance";
import type { Desk } from "./desk";
import { DraftView } from "./draft";
import { StepsView } from "./steps";
import { WrapUpView } from "./wrap-up";

export function Assist({ desk }: { desk: Desk }) {
  const { active } = desk;
  return (
    <section class="pane assist" aria-labelledby="assist-title" data-pane="assist" id="pane-assist">
      <div class="pane-head">
        <h2 id="assist-title" tabIndex={-1}>
          助手 <span class="tag">AI起草，您来定</span>
        </h2>
      </div>
      <div class="pane-body" tabIndex={0} role="group" aria-label="助手的内容">
        {active ? (
          <div key={active.id} class="assist-parts">
            <CaseView desk={desk} ticket={active} />
            <DraftView desk={desk} ticket={active} />
            <StepsView desk={desk} ticket={active} />
            <WrapUpView ticket={active} />
          </div>
        ) : (
          <p class="empty">打开一个会话，这里会有：情况、建议的回复和依据、下一步、收尾小结。</p>
        )}
      </div>
    </section>
  );
}

/** One part of it, while it is awaited and where it cannot be had. */
export function Part<T>(props: {
  title: string;
  id: string;
  asked: Asked<T>;
  aside?: ComponentChildren;
  /** Asks again, where it could not be had. */
  again?: () => void;
  /** What stands before it, whether it is there or not. */
  lead?: ComponentChildren;
  children: (value: T) => ComponentChildren;
}) {
  const { asked, id } = props;
  return (
    <section class="part" aria-labelledby={id} aria-busy={asked.busy}>
      <div class="part-head">
        <h3 id={id}>{props.title}</h3>
        {props.aside}
      </div>
      {props.lead}
      {asked.value !== null && props.children(asked.value)}
      {asked.value === null && asked.busy && <p class="note">正在整理…</p>}
      {asked.trouble && (
        <p class="caution">
          <Glyph name="alert" /> {asked.trouble}
        </p>
      )}
      {asked.trouble && props.again && (
        <div class="actions">
          <button type="button" class="quiet small" onClick={props.again}>
            再试一次
          </button>
        </div>
      )}
    </section>
  );
}
