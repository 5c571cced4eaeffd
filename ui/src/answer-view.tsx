/** One exchange on the screen: what the person said, and the answer with all that belongs to it. */

import { Component, type ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Card } from "./cards/card";
import { CitationView } from "./citation";
import type { Exchange } from "./conversation";
import { day } from "./figures";
import { HandOff } from "./hand-off";
import { MissingForm, missingIn } from "./missing-form";
import { Contacts, copied, Doing } from "./parts";
import { useDesk } from "./sheets";
import type { Claim } from "./wire";
import { words } from "./words";

interface Props {
  exchange: Exchange;
  newest: boolean;
  busy: boolean;
  /** Its numbers stand at the top of the panel, and so not here. */
  pinned: boolean;
  version: number;
}

/** Drawn again only where something changed. */
export class ExchangeView extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    return (Object.keys(next) as (keyof Props)[]).some((name) => next[name] !== this.props[name]);
  }

  override render() {
    return <Exchanged {...this.props} />;
  }
}

function Exchanged({ exchange, newest, busy, pinned }: Props) {
  const { talk, sheets } = useDesk();
  const { answer, question, trouble } = exchange;
  const [shownCard, showCard] = useState({ id: "", count: 0 });
  const w = words();
  const heading = `answer-${question.message_id}`;
  const calm = answer.crisis !== null;
  const done = answer.ended && !(newest && busy);
  const missing = newest && done && !calm ? missingIn(answer) : [];
  return (
    <>
      <article class="said-by-you" aria-label={w.you}>
        <p>{question.text}</p>
      </article>
      <article class="answer" aria-labelledby={heading}>
        <h2 id={heading} class="speaker">
          {w.name} <span class="tag">{w.tag}</span>
        </h2>
        {newest && busy && !answer.claims.length && <Steps steps={answer.steps} opening={exchange.opening} />}
        {answer.notices.map((each) => (
          <p class="caution" key={each}>
            {each}
          </p>
        ))}
        <div class="prose" lang="zh-CN">
          {paragraphs(answer.claims, calm).map(({ list, items }, at) =>
            list ? (
              <ul key={at}>
                {items.map((claims) => (
                  <li key={claims[0].id}>{claims.map(sentence)}</li>
                ))}
              </ul>
            ) : (
              <p key={at}>{items[0].map(sentence)}</p>
            ),
          )}
        </div>
        {calm && !pinned && <CrisisNumbers contacts={answer.crisis ?? []} />}
        {done && !calm && (
          <>
            {[...answer.calculations.values()].map((each) => (
              <Card
                key={each.id}
                calculation={each}
                product={answer.situation?.product?.value ?? null}
                asked={shownCard.id === each.id ? shownCard.count : 0}
              />
            ))}
            {answer.contacts && <HandOff contacts={answer.contacts} live={newest} />}
            {missing.length > 0 && <MissingForm fields={missing} situation={answer.situation} />}
            {answer.claims.length > 0 && <Footer exchange={exchange} />}
            {newest && answer.replies.length > 0 && (
              <div class="chips" role="group" aria-label={w.repliesLabel} lang="zh-CN">
                {answer.replies.map(({ label, send }) => (
                  <button key={send} type="button" class="reply" onClick={() => talk.send(send)}>
                    {label}
                  </button>
                ))}
              </div>
            )}
          </>
        )}
        {trouble && (
          <div class="trouble">
            <p>{trouble.text}</p>
            {trouble.retry && (
              <button type="button" class="quiet" onClick={() => talk.retry(exchange)}>
                {w.retry}
              </button>
            )}
          </div>
        )}
      </article>
    </>
  );

  function sentence(claim: Claim, at: number): ComponentChildren {
    const references = referencesOf(claim);
    // The last character and the first reference stay on one line.
    const split = references.length ? claim.text.length - 1 : claim.text.length;
    return (
      <span class="said" key={claim.id}>
        {claim.break === "line" && at > 0 && <br />}
        {claim.text.slice(0, split)}
        {references.length > 0 && (
          <span class="tied">
            {claim.text.slice(split)}
            {references[0]}
          </span>
        )}
        {references.slice(1)}
      </span>
    );
  }

  function referencesOf(claim: Claim): ComponentChildren[] {
    const citations = claim.sourceIds.map((id) => answer.citations.get(id)).filter((each) => !!each);
    const sums = claim.calcIds.map((id) => answer.calculations.get(id)).filter((each) => !!each);
    return [
      ...citations.map((each) => (
        <button
          key={each.id}
          type="button"
          class="ref"
          aria-haspopup="dialog"
          aria-label={w.sourceTitle(each.n, each.title)}
          onClick={() =>
            sheets.show(
              w.source(each.n),
              <CitationView citation={each} claim={claim.text} asOf={answer.asOf} />,
            )
          }
        >
          [{each.n}]
        </button>
      )),
      ...(calm ? [] : sums).map((each) => (
        <button
          key={each.id}
          type="button"
          class="ref"
          aria-label={w.sumTitle(each.name)}
          onClick={() => showCard({ id: each.id, count: shownCard.count + 1 })}
        >
          {w.sum}
        </button>
      )),
    ];
  }
}

interface Block {
  list: boolean;
  items: Claim[][];
}

/** Claims as paragraphs and lists. Someone in danger gets one sentence at a time. */
function paragraphs(claims: Claim[], calm: boolean): Block[] {
  const out: Block[] = [];
  for (const claim of claims) {
    const item = claim.break === "item";
    const last = out.at(-1);
    const apart = claim.break === "paragraph" || calm;
    if (item && last?.list) last.items.push([claim]);
    else if (item || !last || apart) out.push({ list: item, items: [[claim]] });
    else last.items.at(-1)?.push(claim);
  }
  return out;
}

/** What is being done, named as it is done. The live region says it to those who listen. */
export function Steps({ steps, opening }: { steps: string[]; opening: boolean }) {
  const w = words();
  const shown = opening ? [w.opening] : steps.length ? steps : [w.looking];
  return (
    <ol class="steps" aria-hidden="true">
      {shown.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ol>
  );
}

/** What it rests on; to take it along; whether it helped. */
function Footer({ exchange }: { exchange: Exchange }) {
  const { talk } = useDesk();
  const { answer, feedback } = exchange;
  const w = words();
  const rests = [
    w.rests(answer.citations.size, answer.calculations.size),
    answer.asOf && w.asOfRules(day(answer.asOf)),
  ];
  return (
    <div class="footer">
      <p class="note">{rests.filter(Boolean).join(" · ")}</p>
      <div class="actions">
        <Doing label={w.copy} done={w.copied} act={() => copied(`${answer.text}\n${w.copied_label}`)} />
        {talk.feedbackWorks && feedback === null && (
          <>
            <button type="button" class="quiet small" onClick={() => talk.rate(exchange, "up")}>
              {w.useful}
            </button>
            <button type="button" class="quiet small" onClick={() => talk.rate(exchange, "down")}>
              {w.useless}
            </button>
          </>
        )}
      </div>
      {talk.feedbackWorks && feedback === "down" && (
        <div class="chips" role="group" aria-label={w.whyUseless}>
          <span class="note">{w.whyUseless}</span>
          {w.reasons.map(([code, label]) => (
            <button key={code} type="button" class="reply small" onClick={() => talk.rate(exchange, "down", code)}>
              {label}
            </button>
          ))}
        </div>
      )}
      {feedback === "sent" && <p class="note">{w.thanks}</p>}
    </div>
  );
}

function CrisisNumbers(props: { contacts: Parameters<typeof Contacts>[0]["contacts"] }) {
  return (
    <div class="card crisis" role="group" aria-label={words().crisisLabel}>
      <Contacts contacts={props.contacts} />
    </div>
  );
}
