/**
 * What being late costs, with two what-ifs: waiting longer, and paying a part.
 *
 * The slider answers at once from the daily figures that came with the sum, exactly; the server
 * is asked when the hand rests, and what it says wins.
 */

import { useEffect, useState } from "preact/hooks";
import { json } from "../api";
import { byAmount, day, fractionOf, money, moneyRange, plus, times, typedAmount, yuan } from "../figures";
import { described, Facts, Field, Fold, useName } from "../parts";
import { words } from "../words";
import { CostChart, type Point } from "./chart";
import type { CardProps } from "./card";
import { Headline } from "./headline";
import { Table } from "./table";

const MOST = 90; // days further that the slider looks
const REST = 500;

interface Overdue {
  accrued: { low: string; high: string };
  stage: string;
  report_mark: string;
}

export function CostCard({ calculation, product }: CardProps) {
  const { result, inputs } = calculation;
  const [further, setFurther] = useState(0);
  const days = result.days + further;
  const [confirmed, setConfirmed] = useState<{ days: number; said: Overdue } | null>(null);
  const [announced, setAnnounced] = useState("");
  const stated = inputs.some((each) => each.name === "reading_stated");
  const sure = further > 0 && confirmed && confirmed.days === days ? confirmed.said : null;
  const here = further === 0 ? { low: result.low, high: result.high } : (sure?.accrued ?? local(result, days));
  const total = { low: plus(result.amount, here.low), high: plus(result.amount, here.high) };
  const stage = further === 0 ? result.stage.name : sure?.stage;

  useEffect(() => {
    if (!further) return;
    const timer = setTimeout(async () => {
      const body = {
        amount: result.amount,
        days,
        product: product ?? undefined,
        daily_rate: stated ? statedRate(result) : undefined,
      };
      const said = await json<Overdue>("v1/repayment/overdue", body).catch(() => null);
      if (said) setConfirmed({ days, said });
      const cost = said?.accrued ?? here;
      setAnnounced(`逾期 ${days} 天，费用 ${moneyRange(cost.low, cost.high)}`);
    }, REST);
    return () => clearTimeout(timer);
  }, [days]);

  const late = days > 0;
  const at: Point = { day: days, ...here };
  return (
    <>
      <Headline
        label={further ? `再过 ${further} 天，多出的费用` : late ? "到这一天，多出的费用" : "到这一天，还没有多出费用"}
        figure={late ? moneyRange(here.low, here.high) : null}
        more={`${late ? "每晚" : "往后每晚"}一天多 ${moneyRange(result.per_day_low, result.per_day_high)}`}
      />
      <Facts
        pairs={[
          ["未还金额", money(result.amount)],
          ["逾期天数", `${days} 天${late && stage ? `（${stage}）` : ""}`],
          ["本金加费用", moneyRange(total.low, total.high)],
          ["算到", further ? null : day(result.as_of)],
        ]}
      />
      <Slider further={further} onChange={setFurther} />
      <p class="visually-hidden" role="status">
        {announced}
      </p>
      <CostChart series={result.series} at={at} />
      <Fold summary="看表格">
        <Table
          caption="逾期多少天，费用是多少（元）"
          headings={["逾期天数", "最低", "最高"]}
          rows={result.series.map((point: Point) => [`${point.day} 天`, yuan(point.low), yuan(point.high)])}
        />
      </Fold>
      <Fold
        summary={result.readings.length > 1 ? `为什么是个范围（${result.readings.length} 种收费说法）` : "按哪种收费算的"}
      >
        <Table
          caption="每种收费说法算出来是多少（元）"
          headings={["收费说法", "每天", "到这一天", "把握"]}
          rows={result.readings.map((each: any) => [
            each.label,
            yuan(each.per_day),
            yuan(each.accrued),
            words().confidence[each.confidence] ?? "",
          ])}
          stacks
        />
      </Fold>
      <Fold summary="先还一部分会怎样">
        <PartPayment amount={result.amount} days={result.days} product={product} rate={stated ? statedRate(result) : undefined} />
      </Fold>
    </>
  );
}

/** Waiting longer: a slider, two buttons and a field, for every hand. */
function Slider({ further, onChange }: { further: number; onChange: (days: number) => void }) {
  const id = useName();
  const to = (value: number): void => onChange(Math.min(MOST, Math.max(0, Math.round(value) || 0)));
  return (
    <div class="what-if" role="group" aria-label="如果再过几天">
      <span class="with-unit">
        <label for={id}>如果再过</label>
        <input
          id={id}
          type="text"
          inputMode="numeric"
          size={3}
          value={further}
          onInput={(event) => to(Number(event.currentTarget.value.normalize("NFKC").replace(/\D/g, "")))}
        />
        天
      </span>
      <button type="button" class="quiet square" aria-label="少一天" onClick={() => to(further - 1)}>
        −
      </button>
      <input
        type="range"
        min={0}
        max={MOST}
        value={further}
        aria-label="再过几天"
        aria-valuetext={`再过 ${further} 天`}
        onInput={(event) => to(event.currentTarget.valueAsNumber)}
      />
      <button type="button" class="quiet square" aria-label="多一天" onClick={() => to(further + 1)}>
        ＋
      </button>
    </div>
  );
}

function PartPayment(props: { amount: string; days: number; product: string | null; rate?: string }) {
  const id = useName();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState("");
  const [found, setFound] = useState<any>(null);
  const work = async (event: Event): Promise<void> => {
    event.preventDefault();
    setFound(null);
    const payment = typedAmount(text);
    if (!payment) return setWrong("请写一个金额，比如 1000");
    setWrong("");
    try {
      setFound({
        payment,
        ...(await json<any>("v1/repayment/what-if", {
          amount: props.amount,
          payment,
          on_day: props.days,
          until_day: props.days + 30,
          product: props.product ?? undefined,
          daily_rate: props.rate,
        })),
      });
    } catch (error) {
      setWrong((error as Error).message);
    }
  };
  return (
    <form class="inline-form" noValidate onSubmit={work}>
      <Field id={id} label="今天先还多少元" wrong={wrong}>
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          value={text}
          aria-invalid={wrong ? "true" : undefined}
          aria-describedby={described(id, null, wrong)}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      <button type="submit" class="quiet">
        {words().calculate}
      </button>
      <div role="status">
        {found && (
          <Facts
            pairs={[
              ["30 天里少付的费用", moneyRange(found.saved_low, found.saved_high)],
              ["30 天后还剩（含费用）", moneyRange(found.left_low, found.left_high)],
              ["还了之后每天多", moneyRange(found.per_day_after_low, found.per_day_after_high)],
            ]}
          />
        )}
      </div>
    </form>
  );
}

/** Each reading's own daily charge, over so many days: the lowest and the highest. */
function local(result: any, days: number): { low: string; high: string } {
  const costs = result.readings
    .map((each: { per_day: string }) => times(each.per_day, days))
    .sort(byAmount);
  return { low: costs[0], high: costs.at(-1) };
}

/** The daily rate that the person gave, as a fraction. */
function statedRate(result: any): string {
  return fractionOf(result.readings[0].daily_on_unpaid_percent);
}
