/**
 * How a cost grows by the day: lowest and highest reading, and the band between them.
 *
 * Labels are HTML around the drawing, so that they grow with the text; only the places of the
 * lines are worked out here, never a figure that is shown.
 */

import { draw, make } from "/static/element.js";
import { moneyRange } from "/static/figures.js";

const WIDTH = 600;
const HEIGHT = 160;

/** A figure for `series` = [{ day, low, high }], with today's day marked. */
export function chart(series, today) {
  const last = series.at(-1);
  const top = Number(last.high);
  if (series.length < 2 || !(top > 0)) return null;
  const x = (point) => (point.day / last.day) * WIDTH;
  const y = (value) => HEIGHT - 4 - (Number(value) / top) * (HEIGHT - 12);
  const line = (points) => points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(" ");
  const highs = series.map((point) => [x(point), y(point.high)]);
  const lows = series.map((point) => [x(point), y(point.low)]);
  const now = series.find((point) => point.day === today);
  const words =
    `费用随逾期天数按天增加：` +
    (now ? `第 ${now.day} 天 ${moneyRange(now.low, now.high)}，` : "") +
    `第 ${last.day} 天 ${moneyRange(last.low, last.high)}。`;
  return make(
    "figure",
    { class: "chart" },
    draw(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": words },
      draw("polygon", { class: "band", points: line([...highs, ...lows.toReversed()]) }),
      draw("polyline", { class: "high", points: line(highs) }),
      draw("polyline", { class: "low", points: line(lows) }),
      draw("line", { class: "axis", x1: 0, x2: WIDTH, y1: HEIGHT - 3, y2: HEIGHT - 3 }),
      now ? draw("line", { class: "today", x1: x(now), x2: x(now), y1: 0, y2: HEIGHT - 3 }) : null,
    ),
    make(
      "div",
      { class: "days", "aria-hidden": "true" },
      make("span", {}, "还款日"),
      make("span", {}, `第 ${last.day} 天`),
    ),
    make(
      "figcaption",
      {},
      words,
      now ? "虚线是算到的这一天。" : "",
      last.low === last.high ? "" : "上面的线按最高的说法，下面的线按最低的说法。",
    ),
  );
}
