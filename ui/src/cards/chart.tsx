/**
 * Drawings: how a cost grows by the day, and what each plan is made of.
 *
 * Labels are HTML around the drawing, so that they grow with the text; only the places of lines
 * are worked out here, never a figure that is shown.
 */

import { moneyRange, yuan } from "../figures";

const WIDTH = 600;
const HEIGHT = 150;

export interface Point {
  day: number;
  low: string;
  high: string;
}

/** Lowest and highest reading by the day, and the band between them; `at` is marked. */
export function CostChart({ series, at }: { series: Point[]; at: Point }) {
  const last = series.at(-1);
  if (!last || series.length < 2 || !(Number(last.high) > 0)) return null;
  const end = Math.max(last.day, at.day);
  const top = Math.max(Number(last.high), Number(at.high));
  const points = at.day > last.day ? [...series, at] : series;
  const x = (point: Point): string => ((point.day / end) * WIDTH).toFixed(1);
  const y = (value: string): string => (HEIGHT - 4 - (Number(value) / top) * (HEIGHT - 16)).toFixed(1);
  const highs = points.map((point) => `${x(point)},${y(point.high)}`);
  const lows = points.map((point) => `${x(point)},${y(point.low)}`);
  const text =
    `费用随逾期天数按天增加：第 ${at.day} 天 ${moneyRange(at.low, at.high)}` +
    (at.day === end ? "。" : `，第 ${end} 天 ${moneyRange(last.low, last.high)}。`);
  return (
    <figure class="chart">
      <div class="plot">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={text}>
          <polygon class="band" points={[...highs, ...[...lows].reverse()].join(" ")} />
          <polyline class="high" points={highs.join(" ")} />
          <polyline class="low" points={lows.join(" ")} />
          <line class="axis" x1={0} x2={WIDTH} y1={HEIGHT - 3} y2={HEIGHT - 3} />
          <line class="today" x1={x(at)} x2={x(at)} y1={0} y2={HEIGHT - 3} />
        </svg>
      </div>
      <div class="days" aria-hidden="true">
        <span>还款日</span>
        <span>第 {end} 天</span>
      </div>
      <figcaption>
        {text}虚线是算到的这一天。
        {last.low !== last.high && "上面的线按最高的说法，下面的线按最低的说法。"}
      </figcaption>
    </figure>
  );
}

/** Each plan's principal and cost as one bar: how much of what is paid back is cost. */
export function PlanBars(props: { principal: string; plans: { label: string; cost: string }[] }) {
  const totals = props.plans.map(({ cost }) => Number(props.principal) + Number(cost));
  const widest = Math.max(...totals);
  const text = props.plans.map(({ label, cost }) => `${label}费用 ${yuan(cost)} 元`).join("，");
  return (
    <figure class="chart bars" aria-label="几种分法的本金和费用">
      {props.plans.map(({ label, cost }, at) => {
        const principal = (Number(props.principal) / widest) * WIDTH;
        const extra = (Number(cost) / widest) * WIDTH;
        return (
          <div class="bar-row" key={at} aria-hidden="true">
            <span class="bar-label">{label}</span>
            <svg viewBox={`0 0 ${WIDTH} 24`} preserveAspectRatio="none">
              <rect class="principal" x={0} y={1} width={principal} height={22} />
              <rect class="cost" x={principal} y={1} width={extra} height={22} />
            </svg>
            <span class="bar-label">+{yuan(cost)}</span>
          </div>
        );
      })}
      <figcaption>
        <span class="key principal" aria-hidden="true" /> 本金
        <span class="key cost" aria-hidden="true" /> 费用
        <span class="visually-hidden">。{text}</span>
      </figcaption>
    </figure>
  );
}
