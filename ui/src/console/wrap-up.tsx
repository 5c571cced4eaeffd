/** For the record: what was said, what was agreed, when to come back to it. */

import { copied, Doing, Facts } from "../parts";
import { Part } from "./assist";
import { dayOf, lineOf } from "./said";
import type { Ticket } from "./ticket";
import type { WrapUp } from "./wire";

export function WrapUpView({ ticket }: { ticket: Ticket }) {
  const { assistance } = ticket;
  return (
    <Part title="收尾" id="wrap-up-title" asked={assistance.wrapUp} lead={<Form ticket={ticket} />}>
      {(found) => (
        <div class="wrap-up">
          <p class="summary">{found.summary}</p>
          <Facts pairs={pairs(found)} />
          <div class="actions">
            <Doing label="复制小结" done="已复制" act={() => copied(text(found))} />
          </div>
        </div>
      )}
    </Part>
  );
}

/** What was agreed, and the button that makes the summary. */
function Form({ ticket }: { ticket: Ticket }) {
  const { assistance } = ticket;
  return (
    <form
      class="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        void assistance.finish();
      }}
    >
      <label for="agreed">和客户说好了什么（可以不写）</label>
      <input
        id="agreed"
        maxLength={500}
        autoComplete="off"
        value={assistance.agreed}
        onInput={(event) => {
          assistance.agreed = event.currentTarget.value;
        }}
      />
      <button type="submit" class="quiet">
        {assistance.wrapUp.value ? "重新整理小结" : "整理小结"}
      </button>
    </form>
  );
}

function pairs({ facts, agreed, follow_up, disposition, lacked }: WrapUp): [string, string][] {
  return [
    ["结果", disposition?.label ?? ""],
    ["事实", facts.map(lineOf).join("；")],
    ["说好的", agreed.map(lineOf).join("；")],
    ["跟进", follow_up ? `${dayOf(follow_up.date)}：${follow_up.why}` : ""],
    ["资料里缺的", lacked.map(lineOf).join("；")],
  ];
}

function text(found: WrapUp): string {
  const lines = pairs(found).filter(([, value]) => value);
  return [found.summary, ...lines.map(([label, value]) => `${label}：${value}`), "（AI整理，客服核对）"].join("\n");
}
