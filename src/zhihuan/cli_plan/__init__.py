"""`zhihuan plan …`: the calculators on the command line.

    plans.py      installments
    comparing.py  compare
    rates.py      rate · interest · fee-rate · lines · cap
    lateness.py   overdue · what-if · late-fee · stage
    debts.py      afford · total · debts · minimum · early-settlement · left
    law.py        record · relief · deadlines · court-costs · delay-interest
    papers.py     not sums, and named at the top: zhihuan letter · real · timeline

`asked.py` reads what was typed, `shown.py` shows what came out, `speaking.py` turns what was
typed wrongly into one Chinese line. The sums are `zhihuan.conversation.calculators`'.
"""

from __future__ import annotations

from collections.abc import Callable

import typer

from zhihuan.cli_plan import comparing, debts, lateness, law, plans, rates
from zhihuan.cli_plan.speaking import ChineseGroup

__all__ = ["plan_app"]

_HELP = """算账，精确到分：分期、对比、逾期费用、能还多少、先还哪笔、哪天到期。

金额写元：3200 或 3,200.50。费率按百分数写：0.6% 就写 0.6%（或 0.6）。日期写 2026-11-21。
没说的数用公开过的资料或示例值，并说明是谁的、有多可信；一切以账单和合同为准。

先看这几个：

  [bold]zhihuan plan overdue 3200 --days 45[/bold]                 逾期到今天多出多少
  [bold]zhihuan plan what-if 3200 1000 --on-day 45[/bold]          先还 1000 能省多少
  [bold]zhihuan plan compare 3200 --budget 400[/bold]              每月 400 元，选哪种分期
  [bold]zhihuan plan installments 12000 12 --fee-rate 0.6% --first-due 2026-12-31 --export 还款.ics[/bold]
  [bold]zhihuan plan afford 6000 4200 --other-debts 600[/bold]     每月能还多少
  [bold]zhihuan plan deadlines appeal 2026-11-16[/bold]            上诉最后一天

每个命令都有 --help 和 --json。
"""

plan_app = typer.Typer(
    cls=ChineseGroup, help=_HELP, no_args_is_help=True, rich_markup_mode="rich"
)  # fmt: skip

_PANELS: dict[str, dict[str, Callable[..., None]]] = {
    "分期和年化": {
        "installments": plans.installments,
        "compare": comparing.compare,
        "rate": rates.rate,
        "interest": rates.interest,
        "fee-rate": rates.fee_rate,
        "lines": rates.lines,
        "cap": rates.cap,
    },
    "逾期": {
        "overdue": lateness.overdue,
        "what-if": lateness.what_if,
        "stage": lateness.stage,
    },
    "能还多少、怎么还": {
        "afford": debts.afford,
        "total": debts.together,
        "debts": debts.debts,
        "minimum": debts.minimum,
        "early-settlement": debts.early_settlement,
        "left": debts.left,
    },
    "记录、期限和法院": {
        "record": law.record,
        "relief": law.relief,
        "deadlines": law.deadlines,
        "court-costs": law.court_costs,
        "delay-interest": law.delay_interest,
    },
}
for _panel, _commands in _PANELS.items():
    for _name, _command in _commands.items():
        plan_app.command(_name, rich_help_panel=_panel)(_command)
plan_app.add_typer(lateness.late_fee_app, name="late-fee", rich_help_panel="逾期")
