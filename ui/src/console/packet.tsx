/** What the person agreed to hand over: the facts, then what was asked and answered, in order. */

import { figure, given } from "../figures";
import { Facts, Fold } from "../parts";
import { Glyph } from "./glyph";
import type { Packet } from "./wire";

/** What to know before the first word. Never folded away. */
export function Risks({ packet }: { packet: Packet }) {
  if (!packet.risks.length) return null;
  return (
    <ul class="risks" aria-label="风险">
      {packet.risks.map((each) => (
        <li key={each.id} class={each.kind === "danger" ? "grave" : undefined}>
          <Glyph name="alert" />
          <span>
            <strong>{each.label}</strong>：“{each.words}”
          </span>
        </li>
      ))}
    </ul>
  );
}

export function PacketView({ packet }: { packet: Packet }) {
  const told = packet.situation.map((each): [string, string] => [
    each.label,
    `${each.text}${each.supposed ? "（假设）" : ""}（原话：“${each.words}”）`,
  ]);
  const unknown = packet.unknown.map((each) => each.label).join("、");
  return (
    <div class="packet-view">
      <Fold summary={summaryOf(packet)}>
        <Facts
          pairs={[
            ...told,
            ["还不知道", unknown],
            ["本人补充", packet.added.map((each) => each.text).join(" ")],
            ["整理日期", packet.as_of],
            ["本人删去", packet.struck ? `${packet.struck} 项，不要追问` : ""],
          ]}
        />
        {packet.computed.length > 0 && (
          <>
            <h3>算过的</h3>
            <ul class="plain-list">
              {packet.computed.map((each) => (
                <li key={each.id}>
                  <span class="strong">{each.name}</span>
                  {"："}
                  {each.inputs
                    .filter((one) => one.origin === "user")
                    .map((one) => `${one.label} ${given(one)}`)
                    .join("，")}
                  {" → "}
                  {each.figures
                    .slice(0, 3)
                    .map((one) => `${one.label} ${figure(one)}`)
                    .join("，")}
                </li>
              ))}
            </ul>
          </>
        )}
        {packet.next_steps.length > 0 && (
          <>
            <h3>给本人看过的下一步</h3>
            <ul class="plain-list">
              {packet.next_steps.map((each) => (
                <li key={each.id}>{each.text}</li>
              ))}
            </ul>
          </>
        )}
      </Fold>
    </div>
  );
}

function summaryOf({ situation, computed, next_steps: steps, added, struck }: Packet): string {
  const parts = [
    situation.length && `情况 ${situation.length} 项`,
    computed.length && `测算 ${computed.length} 个`,
    steps.length && `给过的下一步 ${steps.length} 条`,
    added.length && "有补充",
    struck && `删去 ${struck} 项`,
  ].filter(Boolean);
  return ["交接单", parts.join("，")].filter(Boolean).join("：");
}

/** What was asked and answered before the hand-off; what was struck out leaves no trace. */
export function Before({ packet }: { packet: Packet }) {
  const number = (id: string): number => Number(id.split("/")[1]) || 0;
  const turns = [
    ...packet.asked.map((each) => ({ at: number(each.id), order: 0, asked: each, answered: null })),
    ...packet.answered.map((each) => ({ at: number(each.id), order: 1, asked: null, answered: each })),
  ].sort((a, b) => a.at - b.at || a.order - b.order);
  return (
    <>
      {turns.map(({ asked, answered }) =>
        asked ? (
          <article key={asked.id} class="bubble person" aria-label="客户">
            <p class="who">客户</p>
            <p class="words">{asked.text}</p>
          </article>
        ) : (
          answered && <Answered key={answered.id} answered={answered} />
        ),
      )}
    </>
  );
}

function Answered({ answered }: { answered: Packet["answered"][number] }) {
  const sources = [...new Set(answered.sentences.flatMap((each) => each.sources))];
  return (
    <article class="bubble machine" aria-label="助手">
      <p class="who">
        助手 <span class="tag">AI生成</span>
      </p>
      <p class="words">{answered.sentences.map((each) => each.text).join("")}</p>
      {sources.length > 0 && (
        <Fold summary={`依据 ${sources.length} 条`}>
          <ul class="plain-list">
            {sources.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </Fold>
      )}
    </article>
  );
}
