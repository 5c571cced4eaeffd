/** Times, names and lines as an agent reads them. */

import type { Line, Named } from "./wire";

export const REASONS: Record<string, string> = {
  danger: "人可能有危险",
  unhelped: "连着两次没答上来",
  asked: "要求找真人",
};

/** 42 → "42 秒", 250 → "4 分", 4000 → "1 时 6 分" */
export function waited(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} 秒`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} 分`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} 时 ${minutes % 60} 分`;
  return `${Math.floor(minutes / 1440)} 天`;
}

/** "2026-11-21T10:02:00+08:00" → "10:02"; another day with its date. */
export function clock(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const time = at.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const today = new Date().toDateString() === at.toDateString();
  return today ? time : `${at.getMonth() + 1}月${at.getDate()}日 ${time}`;
}

/** "2026-12-06" or a moment of it → "12月6日"; another year with its number. */
export function dayOf(iso: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  if (!parts) return iso;
  const year = Number(parts[1]) === new Date().getFullYear() ? "" : `${parts[1]}年`;
  return `${year}${Number(parts[2])}月${Number(parts[3])}日`;
}

/** How a source is called: 《征信业管理条例》第十六条, or as it came. */
export function nameOf(source: Named): string {
  if (typeof source === "string") return source;
  const name = source.name ?? source.title ?? source.id ?? "";
  return name + (source.article ? ` ${source.article}` : "");
}

export function namesOf(sources: Named[] | undefined): string {
  return [...new Set((sources ?? []).map(nameOf))].filter(Boolean).join("；");
}

const SAID_BY: Record<string, string> = {
  customer: "客户说",
  agent: "客服说",
  assistant: "助手说",
  computed: "测算",
};

/** One line of a summary. */
export function lineOf(line: Line): string {
  if (typeof line === "string") return line;
  const text = line.text ?? [line.label, line.value].filter(Boolean).join("：");
  return line.by ? `${text}（${SAID_BY[line.by] ?? line.by}）` : text;
}
