"""`zhihuan letter`, `zhihuan real` and `zhihuan timeline`.

They read the rules and templates of the knowledge base, and wait for no index and no model.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhihuan.cli_plan import asked
from zhihuan.cli_plan.asked import AsOf, Json, Product
from zhihuan.conversation.calculators.typed import day_of, parts_of
from zhihuan.repayment import InvalidTerms

if TYPE_CHECKING:
    from zhihuan.library.contacts import Contact
    from zhihuan.library.letters import LetterTemplate
    from zhihuan.library.sources import Source

_FORMATS = {".txt": "text", ".docx": "docx", ".html": "html"}


def letter(
    which: Annotated[str, typer.Argument(metavar="哪一种", help="写 list 就列出能写的")],
    amount: Annotated[str | None, typer.Option(metavar="金额", help="现在欠多少元")] = None,
    due: Annotated[str | None, typer.Option(metavar="日期", help="还款日")] = None,
    product: Annotated[str | None, typer.Option(metavar="名称", help="产品，如 京东白条")] = None,
    lender: Annotated[str | None, typer.Option(metavar="名称", help="放款机构的全称")] = None,
    budget: Annotated[str | None, typer.Option(metavar="金额", help="每月最多能还多少元")] = None,
    periods: Annotated[str | None, typer.Option(metavar="期数", help="想分几期")] = None,
    fields: Annotated[
        list[str] | None, typer.Option("--set", metavar="名字=内容", help="别的空格，可以写几次")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="文件", help="存成 .txt、.docx 或 .html")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """写信：协商分期、征信异议、个人声明、投诉、支付令异议。不知道的留着空，姓名和身份证号您自己手写。

    例：[bold]zhihuan letter list[/bold]

    例：[bold]zhihuan letter negotiate-instalments --amount 3200 --due 2026-10-05 --budget 400[/bold]

    例：[bold]zhihuan letter payment-order-objection --set received_on=2026-11-12 --out 异议书.docx[/bold]
    """
    from zhihuan.conversation.letters import write_letter
    from zhihuan.exports.letters import export_letter
    from zhihuan.library.letters import UnknownLetter

    letters = _letters()
    if which == "list":
        _list(letters, as_json)
        return
    if which not in letters:
        raise UnknownLetter(letters)
    options = {"amount": amount, "due": due, "product": product, "lender": lender,
               "budget": budget, "periods": periods}  # fmt: skip
    added = {name: value for name, value in options.items() if value is not None}
    added |= dict(_field(each) for each in fields or ())
    sources, contacts = _references()
    written = write_letter(
        letters[which],
        as_of=asked.day_or_today(as_of),
        sources=sources,
        contacts=contacts,
        added=added,
    )
    if out is not None:
        if out.suffix not in _FORMATS:
            raise InvalidTerms(f"文件名要以 {'、'.join(_FORMATS)} 结尾")
        try:
            out.write_bytes(export_letter(written, _FORMATS[out.suffix]).content)
        except OSError as error:
            raise InvalidTerms(f"存不了这个文件：{error.strerror}") from None
        typer.echo(f"写好了：{out}")
    elif as_json:
        _print_json(written.to_json())
    else:
        typer.echo(written.text())


def real(
    text: Annotated[
        str | None, typer.Argument(metavar="文字", help="收到的那段话；不写就从标准输入读")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """这是真的吗：短信、传票、律师函、催收的话里，有没有骗术和越线的说法，怎么自己核实。

    例：[bold]zhihuan real "我是法院的，今天18点前把钱转到安全账户"[/bold]
    """
    from zhihuan.conversation.notices import read_notice

    if text is None:
        if sys.stdin.isatty():
            typer.echo("把收到的那段话贴在这里，按 Ctrl-D 结束：")
        text = sys.stdin.read()
    sources, contacts = _references()
    day = asked.day_or_today(as_of)
    reading = read_notice(text, as_of=day, sources=sources, contacts=contacts)
    if as_json:
        _print_json(reading.to_json())
    else:
        typer.echo(reading.text_of())


def timeline(
    due: Annotated[str, typer.Option(metavar="日期", help="还款日，如 2026-10-05")],
    amount: Annotated[str | None, typer.Option(metavar="金额", help="还欠多少元")] = None,
    product: Product = None,
    settled: Annotated[
        str | None, typer.Option(metavar="日期", help="全部还清的那天；没还清就不写")
    ] = None,
    event: Annotated[
        list[str] | None,
        typer.Option(metavar="种类:日期", help="收到的文书，如 summons:2026-11-16，可以写几次"),
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """我的时间线：从还款日到今天，再到以后，每一步是哪天、能做什么。

    例：[bold]zhihuan timeline --due 2026-10-05 --amount 3200 --event payment_order:2026-11-12[/bold]
    """
    from zhihuan.conversation.timeline import timeline as draw

    sums = asked.calculators()
    sources, _ = _references()
    drawn = draw(
        sums,
        due=day_of(due, "还款日"),
        as_of=asked.day_or_today(as_of),
        sources=sources,
        amount=asked.amount(amount, "金额"),
        product=sums.check_product(product),
        settled=asked.day(settled, "还清那天"),
        events=[_event(each) for each in event or ()],
    )
    if as_json:
        _print_json(drawn.to_json())
    else:
        typer.echo(drawn.text())


def _list(letters: dict[str, LetterTemplate], as_json: bool) -> None:
    if as_json:
        _print_json([_described(each) for each in letters.values()])
        return
    for each in letters.values():
        typer.echo(f"{each.id}  {each.title}")
        typer.echo(f"  {each.purpose}")
        for blank in each.blanks.values():
            if not blank.by_hand:
                choose = "、".join(choice.id for choice in blank.choices)
                typer.echo(
                    f"    --set {blank.name}=…  {blank.label}{f'：{choose}' if choose else ''}"
                )


def _described(letter: LetterTemplate) -> dict[str, Any]:
    return {
        "id": letter.id,
        "title": letter.title,
        "for": letter.purpose,
        "blanks": {name: blank.label for name, blank in letter.blanks.items()},
    }


def _letters() -> dict[str, LetterTemplate]:
    from zhihuan.library.letters import open_letters
    from zhihuan.settings import Settings

    return open_letters(Settings().knowledge_base)


def _references() -> tuple[dict[str, Source], dict[str, Contact]]:
    """The sources and contacts alone: reading all the articles would take seconds."""
    from zhihuan.library.contacts import read_contacts
    from zhihuan.library.sources import read_sources
    from zhihuan.settings import Settings

    folder = Settings().knowledge_base
    return read_sources(folder / "sources.yaml")[0], read_contacts(folder / "contacts.yaml")[0]


def _field(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise InvalidTerms("--set 后面要写成 名字=内容，名字见 zhihuan letter list")
    return name.strip(), value.strip()


def _event(text: str) -> tuple[str, date]:
    parts = parts_of(text, ":")
    if len(parts) != 2:
        raise InvalidTerms("收到的文书要写成 种类:日期，比如 summons:2026-11-16")
    return parts[0], day_of(parts[1], "收到文书的日期")


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
