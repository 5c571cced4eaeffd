/** A passage that was written for agents. It can be read here, and goes nowhere from here. */

import { day } from "../figures";
import { Sources } from "../parts";
import { Glyph } from "./glyph";
import type { AgentCitation } from "./wire";

export function InternalSource({ citation }: { citation: AgentCitation }) {
  return (
    <>
      <p class="caution">
        <Glyph name="lock" /> 内部资料，给您看的，不能原样发给客户。
      </p>
      <h3>{citation.title}</h3>
      {citation.heading && <p class="note">{citation.heading}</p>}
      <blockquote class="quote">
        {citation.quote.split("\n").map((line, at) => (
          <p key={at}>{line.replace(/^- /, "· ")}</p>
        ))}
      </blockquote>
      <p class="note">核对于 {day(citation.reviewed)}</p>
      <h3>出处</h3>
      <Sources sources={citation.sources} />
    </>
  );
}
