"""What was typed wrongly, told in one Chinese line instead of a page of English."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from zhihuan.repayment import InvalidTerms


class ChineseGroup(TyperGroup):
    """A group of commands whose usage errors are InvalidTerms, like every other refusal."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except TyperException as error:
            said = _told(error)
            if said is None:
                raise
            raise InvalidTerms(said) from None


def _told(error: TyperException) -> str | None:
    """None for what is no mistake: a group named alone shows its help."""
    kind = type(error).__name__
    name = _name_of(error)
    if kind == "NoArgsIsHelpError":
        return None
    if kind == "MissingParameter":
        return f"还要写上{name}，写法见 --help"
    if kind == "NoSuchOption":
        return f"没有 {getattr(error, 'option_name', '')} 这个选项，能用的见 --help"
    if isinstance(error, typer.BadParameter):
        return f"{name}写得不对，要写成整数，范围见 --help"
    if kind in ("BadOptionUsage", "BadArgumentUsage"):
        return f"{getattr(error, 'option_name', '选项')} 后面要写一个值，写法见 --help"
    if "command" in str(error).lower():
        return "没有这个命令，能用的见 --help"
    return "多写了几个词，或者有空格的没有用引号括起来，写法见 --help"


def _name_of(error: TyperException) -> str:
    """What a person calls the argument or option."""
    param = getattr(error, "param", None)
    if param is None:
        return "这一项"
    options = [each for each in getattr(param, "opts", []) if each.startswith("--")]
    return f" {options[0]} " if options else str(getattr(param, "metavar", None) or param.name)
