/** One instalment plan: what a period costs, what all of it costs, every period, and to keep it. */

import { useState } from "preact/hooks";
import { download } from "../api";
import { day, fractionOf, money, nearlySame, percent, yuan } from "../figures";
import { Facts, Fold } from "../parts";
import type { Calculation } from "../wire";
import type { CardProps } from "./card";
import { annual, Headline, isZero } from "./headline";
import { Table } from "./table";

const METHOD: Record<string, string> = {
  flat_fee: "等本等费",
  equal_payment: "等额本息",
  equal_principal: "等额本金",
  interest_only: "先息后本",
  interest_free: "免息",
};
const ROWS_OPEN = 6;

/** What the server works a plan out from. */
export interface PlanRequest {
  principal: string;
  periods: number;
  method?: string;
  fee_rate?: string;
  annual_rate?: string;
  first_due?: string;
}

export function PlanCard({ calculation }: CardProps) {
  return <PlanBody result={calculation.result} request={requestOf(calculation)} />;
}

/** `request` is null where the plan has more to it than we know how to ask for again. */
export function PlanBody({ result, request }: { result: any; request: PlanRequest | null }) {
  const { rows, periods } = result;
  const even = nearlySame(result.first_payment, result.largest_payment, periods);
  const dated = rows.some((row: any) => row.due);
  return (
    <>
      <Headline
        label={even ? `分 ${periods} 期，每期` : `分 ${periods} 期，首期`}
        figure={money(result.first_payment)}
        more={even ? null : `最多的一期 ${money(result.largest_payment)}`}
      />
      <Facts
        pairs={[
          ["本金", money(result.principal)],
          ["还款方式", METHOD[result.method]],
          ["一次性费用", isZero(result.upfront_fee) ? null : money(result.upfront_fee)],
          ["总费用", isZero(result.total_cost) ? "没有费用" : money(result.total_cost)],
          ["一共要还", money(result.total_payment)],
          ["真实年化", annual(result.rate_percent?.simple, percent)],
          ["按复利算", result.rate_percent ? annual(result.rate_percent.effective, percent) : null],
          ["最后一期", result.last_payment === result.first_payment ? null : money(result.last_payment)],
        ]}
      />
      <Fold summary={`看每一期（${periods} 期）`} open={periods <= ROWS_OPEN}>
        <Table
          caption={`${periods} 期还款计划（元）`}
          headings={["期次", dated ? "还款日" : null, "应还", "本金", "费用", "还剩本金"]}
          rows={rows.map((row: any) => [
            String(row.period),
            dated ? day(row.due) : null,
            yuan(row.payment),
            yuan(row.principal),
            yuan(row.cost),
            yuan(row.balance),
          ])}
        />
      </Fold>
      {request && <Exports request={request} />}
    </>
  );
}

const FILES = [
  ["csv", "CSV 表格"],
  ["xlsx", "Excel 表格"],
  ["ics", "日历提醒"],
  ["html", "打印页"],
] as const;

/** Take it away; every file carries the AI label and 以账单为准. */
function Exports({ request }: { request: PlanRequest }) {
  const [said, setSaid] = useState("");
  const [due, setDue] = useState(request.first_due ?? "");
  const save = async (file: string): Promise<void> => {
    if (file === "ics" && !due) return setSaid("放进日历要先选首期还款日。");
    setSaid("");
    const body = { ...request, first_due: due || undefined };
    await download(`v1/repayment/plan/export?format=${file}`, body, `还款计划.${file}`).then(
      () => setSaid("已保存，文件里带有“内容由AI生成”的标识。"),
      (error: Error) => setSaid(error.message),
    );
  };
  return (
    <Fold summary="带走这份计划">
      <label class="field">
        <span>首期还款日（放进日历要选）</span>
        <input type="date" value={due} onInput={(event) => setDue(event.currentTarget.value)} />
      </label>
      <div class="actions">
        {FILES.map(([file, label]) => (
          <button key={file} type="button" class="quiet small" onClick={() => save(file)}>
            {label}
          </button>
        ))}
      </div>
      <p class="note" role="status">
        {said}
      </p>
    </Fold>
  );
}

/** The request that gives this plan again. */
function requestOf({ inputs, result }: Calculation): PlanRequest | null {
  const value = (name: string): string | undefined => inputs.find((each) => each.name === name)?.value;
  const known = ["amount", "periods", "method", "fee_rate", "annual_rate", "first_due"];
  if (inputs.some((each) => !known.includes(each.name))) return null;
  const [fee, yearly] = [value("fee_rate"), value("annual_rate")];
  return {
    principal: result.principal,
    periods: result.periods,
    method: result.method,
    fee_rate: fee && fractionOf(fee),
    annual_rate: yearly && fractionOf(yearly),
    first_due: value("first_due"),
  };
}
