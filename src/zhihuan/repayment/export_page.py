"""A repayment schedule as a page to print: one HTML file, no script, nothing loaded.

Everything is escaped. The AI label stands above the table and is repeated in the page's
metadata; the assumptions, 以账单为准 among them, stand below it.
"""

from __future__ import annotations

from html import escape

from zhihuan.repayment.calculation import AI_LABEL, percent_text
from zhihuan.repayment.installment import InstallmentPlan

_STYLE = (
    "body{font:14px/1.6 sans-serif;margin:2em;color:#111}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #999;padding:.3em .6em;text-align:right}"
    "thead{display:table-header-group}tr{break-inside:avoid}"
    ".label{border:1px solid #111;padding:.2em .6em;display:inline-block}"
)


def plan_page(plan: InstallmentPlan, title: str = "还款计划") -> str:
    rows = "".join(
        _row(
            "td",
            row.period,
            row.due or "",
            row.payment.text(),
            row.principal.text(),
            row.cost.text(),
            row.balance.text(),
        )
        for row in plan.schedule.rows
    )
    totals = [f"总还款 {plan.total_payment.text()} 元", f"总费用 {plan.total_cost.text()} 元"]
    if plan.schedule.upfront:
        totals.append(f"其中办理时一次收 {plan.schedule.upfront.text()} 元")
    if plan.rate is not None:
        totals.append(f"真实年化（单利）{percent_text(plan.rate.simple)}")
        totals.append(f"真实年化（复利）{percent_text(plan.rate.effective)}")
    given = [
        f"{each.label}：{each.value}{'' if each.unit == '日期' else each.unit}"
        for each in plan.calculation.inputs
    ]
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta name="generator" content="zhihuan"><meta name="AIGC" content="{AI_LABEL}">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f'<h1>{escape(title)}</h1><p class="label">{AI_LABEL}</p>'
        f"<p>{escape('；'.join(given))}</p><p>{escape('；'.join(totals))}</p>"
        f"<table><thead>{_row('th', '期数', '还款日', '应还', '本金', '费用', '剩余本金')}</thead>"
        f"<tbody>{rows}</tbody></table>"
        f"<ul>{''.join(f'<li>{escape(each)}</li>' for each in plan.calculation.assumptions)}</ul>"
        f"<p>测算编号 {plan.calculation.id}</p></body></html>\n"
    )


def _row(kind: str, *cells: object) -> str:
    return f"<tr>{''.join(f'<{kind}>{escape(str(each))}</{kind}>' for each in cells)}</tr>"
