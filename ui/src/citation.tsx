/** What a sentence rests on: the passage, its dates, its sources, and the whole article. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { json } from "./api";
import { day } from "./figures";
import { Sources } from "./parts";
import { useDesk } from "./sheets";
import type { Citation, Source } from "./wire";
import { words } from "./words";

interface Article {
  title: string;
  status: string;
  valid_from: string | null;
  valid_to: string | null;
  reviewed: string;
  sources: Source[];
  sections: { heading: string; sentences: { text: string; bullet: boolean }[] }[];
}

/** `claim` is the sentence that was pressed, `asOf` the day asked about. */
export function CitationView(props: { citation: Citation; claim: string; asOf: string | null }) {
  const { citation } = props;
  const { sheets } = useDesk();
  const [said, setSaid] = useState("");
  const w = words();
  const openWhole = async (): Promise<void> => {
    setSaid(w.openingArticle);
    try {
      const query = props.asOf ? `?as_of=${encodeURIComponent(props.asOf)}` : "";
      const article = await json<Article>(`v1/faq/${encodeURIComponent(citation.slug)}${query}`);
      setSaid("");
      sheets.show(article.title, <ArticleView article={article} />);
    } catch (error) {
      setSaid((error as Error).message);
    }
  };
  return (
    <>
      <h3>{citation.title}</h3>
      {citation.heading && <p class="note">{citation.heading}</p>}
      <Status of={citation} />
      <blockquote class="quote" lang="zh-CN">
        {blocks(passage(citation.quote, props.claim))}
      </blockquote>
      <div class="actions">
        <button type="button" class="quiet" onClick={openWhole}>
          {w.whole}
        </button>
      </div>
      <p class="note" role="status">
        {said}
      </p>
      <h3>{w.sources}</h3>
      <Sources sources={citation.sources} />
    </>
  );
}

function ArticleView({ article }: { article: Article }) {
  return (
    <>
      <Status of={article} />
      {article.sections.map((section) => (
        <div class="section" lang="zh-CN" key={section.heading}>
          {section.heading && <h3>{section.heading}</h3>}
          {blocks(section.sentences.map((each) => ({ ...each, marked: false })))}
        </div>
      ))}
      <h3>{words().sources}</h3>
      <Sources sources={article.sources} />
      <p class="note">{words().reviewed(day(article.reviewed))}</p>
    </>
  );
}

function Status(props: { of: Pick<Article, "status" | "valid_from" | "valid_to" | "reviewed"> }) {
  const { status, valid_from, valid_to, reviewed } = props.of;
  const w = words();
  const dates = [
    valid_from && w.since(day(valid_from)),
    valid_to && w.until(day(valid_to)),
    reviewed && w.checkedOn(day(reviewed)),
  ].filter(Boolean);
  return (
    <>
      <p class="status">
        <span class={`badge ${status}`}>{w.status[status] ?? w.unknownStatus}</span>{" "}
        {dates.join(" · ")}
      </p>
      {status === "ended" && <p class="caution">{w.endedNotice}</p>}
    </>
  );
}

interface Sentence {
  text: string;
  bullet: boolean;
  marked: boolean;
}

function passage(quote: string, claim: string): Sentence[] {
  const lines = quote.split("\n").map((line) => ({
    bullet: line.startsWith("- "),
    sentences: line.replace(/^- /, "").match(/[^。！？；!?]+[。！？；!?]*[”’」）)]*/g) ?? [],
  }));
  const found = cited(
    lines.flatMap((line) => [...line.sentences]),
    claim,
  );
  return lines.flatMap(({ bullet, sentences }) =>
    sentences.map((text, at) => ({ text, bullet: bullet && at === 0, marked: found.has(text) })),
  );
}

/** Which sentences of a passage a claim was made from: the same words, or mostly so. */
function cited(sentences: string[], claim: string): Set<string> {
  const scores = sentences.map((text) => likeness(text, claim));
  const line = Math.max(...scores) >= 0.7 ? 0.7 : Math.max(0.4, ...scores);
  return new Set(sentences.filter((_, at) => scores[at] >= line));
}

function likeness(one: string, other: string): number {
  const [a, b] = [pairs(one), pairs(other)];
  const smaller = Math.min(a.size, b.size);
  return smaller ? [...a].filter((pair) => b.has(pair)).length / smaller : 0;
}

function pairs(text: string): Set<string> {
  const letters = [...text.replace(/[\s\p{P}]/gu, "")];
  return new Set(letters.slice(1).map((letter, at) => letters[at] + letter));
}

/** Sentences as paragraphs and lists. */
function blocks(sentences: Sentence[]): ComponentChildren {
  const out: { list: boolean; items: ComponentChildren[][] }[] = [];
  for (const { text, bullet, marked } of sentences) {
    const node = marked ? <mark>{text}</mark> : text;
    const last = out.at(-1);
    if (bullet && last?.list) last.items.push([node]);
    else if (bullet || !last) out.push({ list: bullet, items: [[node]] });
    else last.items.at(-1)?.push(node);
  }
  return out.map(({ list, items }, at) =>
    list ? (
      <ul key={at}>
        {items.map((item, number) => (
          <li key={number}>{item}</li>
        ))}
      </ul>
    ) : (
      <p key={at}>{items[0]}</p>
    ),
  );
}
