/**
 * Figures as people read them. Every figure arrives as a decimal string and stays a string:
 * nothing is computed here, and no amount ever passes through a floating-point number.
 */

/** "3219.2" → "3,219.20 元" */
export function money(text) {
  return `${yuan(text)} 元`;
}

/** "3219.2" → "3,219.20", for a table that names its unit once. */
export function yuan(text) {
  return rounded(text, 2).replace(/\B(?=(\d{3})+\.)/g, ",");
}

/** "74.16", "100.8" → "74.16 到 100.80 元"; one amount where both are the same. */
export function moneyRange(low, high) {
  return yuan(low) === yuan(high) ? money(low) : `${yuan(low)} 到 ${yuan(high)} 元`;
}

/** "13.034221" → "13.03%" */
export function percent(text) {
  return `${rounded(text, 2)}%`;
}

/** "2026-03-05" → "2026年3月5日" */
export function day(iso) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso ?? "");
  return parts ? `${parts[1]}年${Number(parts[2])}月${Number(parts[3])}日` : (iso ?? "");
}

/** A figure of a calculation: { value, unit }. */
export function figure({ value, unit }) {
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

/** What went into a calculation: { value, unit }, where the unit is in Chinese. */
export function given({ value, unit }) {
  if (unit === "元") return money(value);
  if (unit === "日期") return day(value);
  if (unit === "%") return value.replace(/\d+(\.\d+)?/g, "$&%");
  return unit ? `${value} ${unit}` : value;
}

/** Half up, to so many decimals, on the digits themselves. What is no number is left alone. */
export function rounded(text, places) {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text ?? "");
  if (!parts) return text ?? "";
  const [, sign, whole, fraction = ""] = parts;
  const kept = BigInt(whole + fraction.padEnd(places, "0").slice(0, places));
  const digits = String(fraction[places] >= "5" ? kept + 1n : kept).padStart(places + 1, "0");
  const shown = digits.slice(0, digits.length - places);
  return sign + (places ? `${shown}.${digits.slice(-places)}` : shown);
}

/** Whether two amounts differ by no more than so many fen: what rounding leaves over. */
export function nearlySame(one, other, fen) {
  const [a, b] = [one, other].map((text) => BigInt(rounded(text, 2).replace(".", "")));
  return a - b <= BigInt(fen) && b - a <= BigInt(fen);
}
