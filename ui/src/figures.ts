/**
 * Figures as people read them. Every figure arrives as a decimal string and stays exact: what is
 * worked out here (the slider, before the server confirms it) is worked out on whole numbers.
 */

import { words } from "./words";

/** "3219.2" → "3,219.20 元" */
export function money(text: string): string {
  return words().yuan(yuan(text));
}

/** "3219.2" → "3,219.20", for a table that names its unit once. */
export function yuan(text: string): string {
  return rounded(text, 2).replace(/\B(?=(\d{3})+\.)/g, ",");
}

/** "74.16", "100.8" → "74.16 到 100.80 元"; one amount where both are the same. */
export function moneyRange(low: string, high: string): string {
  return yuan(low) === yuan(high) ? money(low) : words().range(yuan(low), money(high));
}

/** "13.034221" → "13.03%" */
export function percent(text: string): string {
  return `${rounded(text, 2)}%`;
}

/** "2026-03-05" → "2026年3月5日" */
export function day(iso: string | null | undefined): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso ?? "");
  return parts ? words().day(parts[1], Number(parts[2]), Number(parts[3])) : (iso ?? "");
}

/** A figure of a calculation. */
export function figure({ value, unit }: { value: string; unit: string }): string {
  switch (unit) {
    case "yuan":
      return money(value);
    case "percent":
      return percent(value);
    case "date":
      return day(value.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3"));
    case "days":
      return `${value} 天`;
    case "periods":
      return `${value} 期`;
    case "year":
      return `${value} 年`;
    default:
      return value;
  }
}

/** What went into a calculation; its unit is in Chinese. */
export function given({ value, unit }: { value: string; unit: string }): string {
  if (unit === "元") return money(value);
  if (unit === "日期") return day(value);
  if (unit === "%") return value.replace(/\d+(\.\d+)?/g, "$&%");
  return unit ? `${value} ${unit}` : value;
}

/** Half up, to so many decimals, on the digits themselves. What is no number is left alone. */
export function rounded(text: string | null | undefined, places: number): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text ?? "");
  if (!parts) return text ?? "";
  const [, sign, whole, fraction = ""] = parts;
  const kept = BigInt(whole + fraction.padEnd(places, "0").slice(0, places));
  const digits = String(fraction[places] >= "5" ? kept + 1n : kept).padStart(places + 1, "0");
  const shown = digits.slice(0, digits.length - places);
  return sign + (places ? `${shown}.${digits.slice(-places)}` : shown);
}

/** Whether two amounts differ by no more than so many fen: what rounding leaves over. */
export function nearlySame(one: string, other: string, fen: number): boolean {
  const apart = fenOf(one) - fenOf(other);
  return apart <= BigInt(fen) && -apart <= BigInt(fen);
}

/** "1.648" × 45 → "74.16": exact, rounded once, at the end. */
export function times(perDay: string, days: number): string {
  const [whole, fraction = ""] = perDay.split(".");
  const digits = String(BigInt(whole + fraction) * BigInt(days)).padStart(fraction.length + 1, "0");
  const at = digits.length - fraction.length;
  return rounded(fraction ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits, 2);
}

/** "3200" + "74.16" → "3274.16" */
export function plus(one: string, other: string): string {
  const sum = String(fenOf(one) + fenOf(other)).padStart(3, "0");
  return `${sum.slice(0, -2)}.${sum.slice(-2)}`;
}

/** "0.6" % → "0.006" */
export function fractionOf(percentText: string): string {
  const [whole, fraction = ""] = percentText.split(".");
  const digits = whole.padStart(3, "0") + fraction;
  const at = digits.length - fraction.length - 2;
  return `${digits.slice(0, at)}.${digits.slice(at)}`;
}

/** Amounts in order; for drawing and for lowest and highest, never for showing. */
export function byAmount(one: string, other: string): number {
  return Number(one) - Number(other);
}

/** "１，２００ 元" as somebody typed it → "1200", or "" where it is no amount. */
export function typedAmount(text: string): string {
  const plain = text.normalize("NFKC").replace(/[,\s元¥块]/g, "");
  return /^\d{1,8}(\.\d{1,2})?$/.test(plain) && Number(plain) > 0 ? plain : "";
}

function fenOf(text: string): bigint {
  return BigInt(rounded(text, 2).replace(".", ""));
}
