/** Several plans side by side: a table, a drawing, and the schedule of any of them. */

import { useState } from "preact/hooks";
import { json } from "../api";
import { fractionOf, money, nearlySame, percent, yuan } from "../figures";
import type { CardProps } from "./card";
import { PlanBars } from "./chart";
import { Headline } from "./headline";
import { PlanBody, type PlanRequest } from "./plan";
import { Table } from "./table";

interface Option {
  label: string;
  periods: number;
  first_payment: string;
  largest_payment: string;
  total_cost: string;
  rate_percent: { simple: string } | null;
  fits: boolean;
}

export function ComparisonCard({ calculation }: CardProps) {
  const { budget, picked, request, options, principal } = calculation.result;
  const said = budget !== null;
  const [order, setOrder] = useState<"periods" | "cost">("periods");
  const [chosen, setChosen] = useState(-1);
  const places: number[] = options.map((_: Option, at: number) => at);
  if (order === "cost") places.sort((a, b) => Number(options[a].total_cost) - Number(options[b].total_cost));
  const fee = (at: number): string | undefined =>
    calculation.inputs.find((each) => each.name === `fee_rate_${at + 1}` && each.unit === "%")?.value;
  const cheapest = places.reduce((a, b) => (Number(options[b].total_cost) < Number(options[a].total_cost) ? b : a));
  return (
    <>
      {said ? (
        <Headline label="您说每月能还" figure={money(budget)} more={verdict(picked, options)} />
      ) : (
        <Headline label={`${options.length} 种分法，本金`} figure={money(principal)} />
      )}
      <Table
        caption="几种分法放在一起看（元，年化是约数）"
        headings={["期数", "每期", "总费用", "年化", said ? "超出吗" : null]}
        marked={picked === null ? null : places.indexOf(picked)}
        stacks
        rows={places.map((at) => {
          const each: Option = options[at];
          return [
            <span>
              {each.label}
              {at === picked && <strong class="pick">合适</strong>}
            </span>,
            nearlySame(each.first_payment, each.largest_payment, each.periods)
              ? yuan(each.first_payment)
              : `${yuan(each.first_payment)} 起，最多 ${yuan(each.largest_payment)}`,
            <span>
              {yuan(each.total_cost)}
              {at === cheapest && <span class="aside">最少</span>}
            </span>,
            each.rate_percent ? percent(each.rate_percent.simple) : "0%",
            said ? (each.fits ? "没超出" : "超出") : null,
          ];
        })}
      />
      <label class="order">
        排序{" "}
        <select value={order} onChange={(event) => setOrder(event.currentTarget.value as typeof order)}>
          <option value="periods">按期数</option>
          <option value="cost">按总费用</option>
        </select>
      </label>
      <PlanBars
        principal={principal}
        plans={places.map((at) => ({ label: options[at].label, cost: options[at].total_cost }))}
      />
      {request && (
        <p>
          去协商时可以这样提：每月 {money(request.per_month)}，分 {request.periods} 期（只按本金算，没有算费用）。
        </p>
      )}
      {options.every((_: Option, at: number) => fee(at)) && (
        <div class="schedule">
          <div class="chips" role="group" aria-label="看哪一种的还款计划">
            {options.map((each: Option, at: number) => (
              <button
                key={at}
                type="button"
                class="reply"
                aria-pressed={chosen === at}
                onClick={() => setChosen(chosen === at ? -1 : at)}
              >
                {each.label}的计划表
              </button>
            ))}
          </div>
          {chosen >= 0 && (
            <Schedule
              key={chosen}
              request={{
                principal,
                periods: options[chosen].periods,
                method: "flat_fee",
                fee_rate: fractionOf(fee(chosen) ?? "0"),
              }}
            />
          )}
        </div>
      )}
    </>
  );
}

function Schedule({ request }: { request: PlanRequest }) {
  const [found, setFound] = useState<any>(null);
  const [said, setSaid] = useState("正在算…");
  const [asked, setAsked] = useState(false);
  if (!asked) {
    setAsked(true);
    json<any>("v1/repayment/plan", request).then(
      (plan) => {
        setFound(plan.calculation.result);
        setSaid("");
      },
      (error: Error) => setSaid(error.message),
    );
  }
  return (
    <div class="nested">
      <p class="note" role="status">
        {said}
      </p>
      {found && <PlanBody result={found} request={request} />}
    </div>
  );
}

function verdict(picked: number | null, options: Option[]): string {
  return picked === null
    ? "这几种分法每期都超出这个数"
    : `${options[picked].label}在这个数以内，期数最短`;
}
