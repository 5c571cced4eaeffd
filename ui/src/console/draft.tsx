/**
 * The suggested reply, sentence by sentence, each with what it rests on. A sentence from internal
 * articles is advice to the agent: it is marked, and has no button that would put it into the
 * reply.
 */

import { Card } from "../cards/card";
import { CitationView } from "../citation";
import { Part } from "./assist";
import type { Desk } from "./desk";
import { Glyph } from "./glyph";
import { InternalSource } from "./internal-source";
import type { Ticket } from "./ticket";
import type { AgentCitation, Draft, DraftSentence, Tone } from "./wire";

const TONES: [Tone, string][] = [
  ["plain", "平实"],
  ["warmer", "体贴些"],
  ["shorter", "短一些"],
];

export function DraftView({ desk, ticket }: { desk: Desk; ticket: Ticket }) {
  const { assistance } = ticket;
  const aside = (
    <div class="segments" role="group" aria-label="语气">
      {TONES.map(([tone, label]) => (
        <button
          key={tone}
          type="button"
          aria-pressed={assistance.tone === tone}
          onClick={() => void assistance.write(tone)}
        >
          {label}
        </button>
      ))}
    </div>
  );
  return (
    <Part
      title="建议回复"
      id="draft-title"
      asked={assistance.draft}
      aside={aside}
      again={() => void assistance.write()}
    >
      {(draft) => <Sentences desk={desk} ticket={ticket} draft={draft} />}
    </Part>
  );
}

function Sentences({ desk, ticket, draft }: { desk: Desk; ticket: Ticket; draft: Draft }) {
  const { assistance } = ticket;
  const { stale, spent, usable } = assistance;
  const able = usable && ticket.isOpen && !ticket.isOthers;
  const insertable = draft.sentences.some((each) => each.insertable);
  const insert = async (which: number | "all"): Promise<void> => {
    if (!(await ticket.insert(which))) return;
    desk.pane = "talk";
    desk.changed();
    requestAnimationFrame(() => document.querySelector<HTMLElement>("#reply")?.focus());
    desk.announce("已插入，还没有发出");
  };
  return (
    <div class={usable ? "draft" : "draft old"}>
      {(stale || spent) && (
        <div class="stale">
          <p>
            <Glyph name="alert" /> {stale ? "客户又写了一句，重新起草" : "已经回复过了，这份草稿不再插入"}
          </p>
          <button type="button" class="quiet" onClick={() => void assistance.write()}>
            重新起草
          </button>
        </div>
      )}
      {!draft.sentences.length && <p class="note">资料里没有能答这句的。照实说，给官方渠道。</p>}
      <ul class="sentences">
        {grouped(draft.sentences).map((group) =>
          group[0].insertable ? (
            <li key={group[0].at}>
              <Sentence desk={desk} draft={draft} sentence={group[0]} />
              {able && (
                <button
                  type="button"
                  class="quiet small"
                  aria-label={`插入这一句：${[...group[0].text].slice(0, 12).join("")}`}
                  onClick={() => insert(group[0].at)}
                >
                  插入
                </button>
              )}
            </li>
          ) : (
            <li key={group[0].at} class="for-agent">
              <span class="internal-mark">
                <Glyph name="lock" /> 给您看的，不能发给客户
              </span>
              {group.map((each) => (
                <Sentence key={each.at} desk={desk} draft={draft} sentence={each} />
              ))}
            </li>
          ),
        )}
      </ul>
      {insertable && (
        <div class="actions">
          <button
            type="button"
            class="primary"
            aria-disabled={!able}
            data-insert-all
            onClick={() => able && insert("all")}
          >
            整段插入 <kbd>Alt+I</kbd>
          </button>
          {usable && (
            <button type="button" class="quiet" onClick={() => void assistance.write()}>
              重新起草
            </button>
          )}
        </div>
      )}
    </div>
  );
}

type Placed = DraftSentence & { at: number };

/** What may be inserted stands by itself; what is for the agent, together. */
function grouped(sentences: DraftSentence[]): Placed[][] {
  const out: Placed[][] = [];
  sentences.forEach((each, at) => {
    const last = out.at(-1);
    if (last && !each.insertable && !last[0].insertable) last.push({ ...each, at });
    else out.push([{ ...each, at }]);
  });
  return out;
}

function Sentence(props: { desk: Desk; draft: Draft; sentence: DraftSentence }) {
  return (
    <span class="sentence">
      {props.sentence.text}
      <References {...props} />
    </span>
  );
}

function References(props: { desk: Desk; draft: Draft; sentence: DraftSentence }) {
  const { desk, draft, sentence } = props;
  const cited = draft.citations.filter((each) => sentence.citations.includes(each.id));
  const sums = draft.calculations.filter((each) => sentence.calculations.includes(each.id));
  return (
    <>
      {cited.map((each) => (
        <Reference key={each.id} desk={desk} citation={each} claim={sentence.text} asOf={draft.as_of ?? null} />
      ))}
      {sums.map((each) => (
        <button
          key={each.id}
          type="button"
          class="ref"
          aria-haspopup="dialog"
          aria-label={`看测算：${each.name}`}
          onClick={() => desk.sheets.show("测算", <Card calculation={each} product={null} asked={0} />)}
        >
          〔测算〕
        </button>
      ))}
    </>
  );
}

/** [n]: opens the passage, its dates and its sources. */
export function Reference(props: { desk: Desk; citation: AgentCitation; claim: string; asOf: string | null }) {
  const { desk, citation, claim, asOf } = props;
  const kind = citation.internal ? "内部依据" : "依据";
  const body = citation.internal ? (
    <InternalSource citation={citation} />
  ) : (
    <CitationView citation={citation} claim={claim} asOf={asOf} />
  );
  return (
    <button
      type="button"
      class={citation.internal ? "ref internal" : "ref"}
      aria-haspopup="dialog"
      aria-label={`${kind} ${citation.n}：${citation.title}`}
      onClick={() => desk.sheets.show(`${kind} ${citation.n}`, body)}
    >
      {citation.internal && <Glyph name="lock" />}[{citation.n}]
    </button>
  );
}
