/** What a sentence rests on: the passage, its dates, its sources, and the whole article. */

import { definitions, make, outward } from "/static/element.js";
import { day } from "/static/figures.js";
import * as sheet from "/static/sheet.js";
import { refusal } from "/static/turn.js";

const STATUS = { current: "现行有效", ended: "已失效", future: "尚未生效" };
const CONFIDENCE = { high: "高", medium: "中", low: "低" };

/** Open a citation. `claim` is the sentence that was pressed, `asOf` the day asked about. */
export function openCitation(citation, claim, asOf, from) {
  sheet.open(`依据 ${citation.n}`, citationNodes(citation, claim, asOf), from);
}

function citationNodes(citation, claim, asOf) {
  const whole = make("button", { type: "button", class: "quiet" }, "看全文");
  const complaint = make("p", { class: "note", role: "status" });
  whole.addEventListener("click", async () => {
    whole.disabled = true;
    complaint.textContent = "正在打开全文…";
    try {
      const article = await fetchArticle(citation.slug, asOf);
      const back = () => sheet.fill(`依据 ${citation.n}`, citationNodes(citation, claim, asOf));
      sheet.fill(article.title, articleNodes(article, back));
    } catch (error) {
      complaint.textContent = error instanceof TypeError ? "网络断开了，请再点一次" : error.message;
      whole.disabled = false;
    }
  });
  return [
    make("h3", { class: "article-title" }, citation.title),
    citation.heading ? make("p", { class: "note" }, citation.heading) : null,
    status(citation),
    make("blockquote", { class: "quote" }, ...passage(citation.quote, claim)),
    make("div", { class: "actions" }, whole),
    complaint,
    make("h3", {}, "出处"),
    sources(citation.sources),
  ].filter(Boolean);
}

async function fetchArticle(slug, asOf) {
  const query = asOf ? `?as_of=${encodeURIComponent(asOf)}` : "";
  const response = await fetch(`/v1/faq/${encodeURIComponent(slug)}${query}`);
  if (!response.ok) throw await refusal(response);
  return response.json();
}

function articleNodes(article, back) {
  return [
    make("div", { class: "actions" }, make("button", { type: "button", class: "quiet", onclick: back }, "回到依据")),
    status(article),
    ...article.sections.flatMap((section) => [
      section.heading ? make("h3", {}, section.heading) : null,
      ...blocks(section.sentences.map(({ text, bullet }) => ({ text, bullet, marked: false }))),
    ]),
    make("h3", {}, "出处"),
    sources(article.sources),
    make("p", { class: "note" }, `文章最后核对：${day(article.reviewed)}`),
  ].filter(Boolean);
}

function status({ status: name, valid_from: from, valid_to: to, reviewed }) {
  const dates = [
    from ? `${day(from)} 起` : null,
    to ? `到 ${day(to)}` : null,
    reviewed ? `核对于 ${day(reviewed)}` : null,
  ].filter(Boolean);
  return make(
    "p",
    { class: "status" },
    make("span", { class: `badge ${name}` }, STATUS[name] ?? "有效期未核实"),
    dates.length ? ` ${dates.join("，")}` : null,
  );
}

function sources(list) {
  if (!list?.length) return make("p", { class: "note" }, "这一段没有单列出处。");
  return make("ul", { class: "sources" }, ...list.map(source));
}

function source(each) {
  const name = [each.name, each.article].filter(Boolean).join(" ");
  return make(
    "li",
    {},
    make("p", { class: "source-name" }, outward(each.url, name)),
    make("p", {}, each.says),
    definitions([
      ["状态", STATUS[each.status]],
      ["发布", each.issuer],
      ["文号", each.number],
      ["施行", each.in_force ? `${day(each.in_force)} 起` : null],
      ["失效", each.ended ? day(each.ended) : null],
      ["核对于", day(each.checked)],
      ["把握", CONFIDENCE[each.confidence]],
    ]),
  );
}

function passage(quote, claim) {
  const lines = quote.split("\n").map((line) => ({
    bullet: line.startsWith("- "),
    sentences: line.replace(/^- /, "").match(/[^。！？；!?]+[。！？；!?]*[”’」）)]*/g) ?? [],
  }));
  const found = cited(lines.flatMap((line) => line.sentences), claim);
  return blocks(
    lines.flatMap(({ bullet, sentences }) =>
      sentences.map((text, at) => ({ text, bullet: bullet && at === 0, marked: found.has(text) })),
    ),
  );
}

/** Which sentences of a passage a claim was made from: the same words, or mostly so. */
function cited(sentences, claim) {
  const scores = sentences.map((text) => likeness(text, claim));
  const line = Math.max(...scores) >= 0.7 ? 0.7 : Math.max(0.4, ...scores);
  return new Set(sentences.filter((_, at) => scores[at] >= line));
}

function likeness(one, other) {
  const [a, b] = [pairs(one), pairs(other)];
  const smaller = Math.min(a.size, b.size);
  return smaller ? [...a].filter((pair) => b.has(pair)).length / smaller : 0;
}

function pairs(text) {
  const letters = [...text.replace(/[\s\p{P}]/gu, "")];
  return new Set(letters.slice(1).map((letter, at) => letters[at] + letter));
}

/** Sentences as paragraphs and lists. */
function blocks(sentences) {
  const out = [];
  for (const { text, bullet, marked } of sentences) {
    const node = marked ? make("mark", {}, text) : document.createTextNode(text);
    const last = out.at(-1);
    if (bullet) {
      const list = last?.tagName === "UL" ? last : make("ul");
      if (list !== last) out.push(list);
      list.append(make("li", {}, node));
    } else if (last?.tagName === "UL") {
      last.lastChild.append(node);
    } else if (last) {
      last.append(node);
    } else {
      out.push(make("p", {}, node));
    }
  }
  return out;
}
