"""Reading the YAML of the knowledge base: safely, quickly, and with line numbers.

Aliases are refused: none is needed, and nested ones can swell to gigabytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from zhihuan.library.problems import Problem

_MAX_BYTES = 2_000_000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NoAliases(_Loader):  # type: ignore[misc]  # the C loader has no types
    """The safe loader, without aliases; a date that is none is an error with a line."""

    def construct_document(self, node: Any) -> Any:
        _refuse_aliases(node)
        return super().construct_document(node)

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            problem = f"{str(node.value)[:20]} 不是一个存在的日期或数"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from error


def _refuse_aliases(top: Any) -> None:
    """Raise where a node hangs in two places: the C loader resolves aliases out of our sight."""
    seen: set[int] = set()
    nodes = [top]
    while nodes:
        node = nodes.pop()
        if id(node) in seen:
            problem = "这里的内容被别名（*…）引用，请在用到的地方写全"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            nodes += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            nodes += node.value


def load_mapping(path: Path) -> tuple[dict[str, tuple[int, Mapping[str, Any]]], list[Problem]]:
    """The top-level entries of a file, each with its line; a broken file gives none."""
    try:
        text = _read(path)
        top = yaml.compose(text, Loader=NoAliases)
        data = yaml.load(text, Loader=NoAliases)  # noqa: S506 - a subclass of the safe loader
    except (OSError, ValueError, yaml.YAMLError) as error:
        return {}, [Problem(path, line_of(error), f"读不出来：{words_of(error)}")]
    if not isinstance(data, dict) or not isinstance(top, yaml.MappingNode):
        return {}, [Problem(path, 0, "应当是一层“名字: 内容”的结构")]
    lines = {key.value: key.start_mark.line + 1 for key, _ in top.value}
    problems = [
        Problem(path, lines.get(str(key), 0), f"{key} 下面应当是“名字: 内容”")
        for key, entry in data.items()
        if not isinstance(entry, dict)
    ]
    if len(lines) != len(top.value):
        names = [key.value for key, _ in top.value]
        twice = sorted({name for name in names if names.count(name) > 1})
        problems += [Problem(path, lines[name], f"{name} 出现了两次") for name in twice]
    return {
        str(key): (lines.get(str(key), 0), entry)
        for key, entry in data.items()
        if isinstance(entry, dict)
    }, problems


def load_document(path: Path) -> tuple[Mapping[str, Any], list[Problem]]:
    """A whole file that is one mapping."""
    try:
        data = yaml.load(_read(path), Loader=NoAliases)  # noqa: S506 - a safe loader
    except (OSError, ValueError, yaml.YAMLError) as error:
        return {}, [Problem(path, line_of(error), f"读不出来：{words_of(error)}")]
    if not isinstance(data, dict):
        return {}, [Problem(path, 0, "应当是一层“名字: 内容”的结构")]
    return data, []


def take_text(entry: Mapping[str, Any], key: str) -> str:
    """The text under `key`; ValueError, in Chinese, where there is none."""
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"缺 {key}，或者它不是文字")
    return value.strip()


def take_date(entry: Mapping[str, Any], key: str) -> date | None:
    """The day under `key`, None where it is empty; ValueError, in Chinese, for anything else."""
    value = entry.get(key)
    if value is None:
        return None
    if type(value) is date:
        return value
    raise ValueError(f"{key} 应当写成 2026-11-21 这样的日期，不加引号")


def _read(path: Path) -> str:
    if path.stat().st_size > _MAX_BYTES:
        raise ValueError(f"文件超过 {_MAX_BYTES // 1_000_000} MB")
    return path.read_text(encoding="utf-8")


def line_of(error: Exception) -> int:
    """The line that a reader's error points at, 0 where it points at none."""
    mark = getattr(error, "problem_mark", None)
    return int(mark.line) + 1 if mark is not None else 0


def words_of(error: Exception) -> str:
    """What a reader's error says, without the folders of this machine."""
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 编码，请另存为 UTF-8"
    if isinstance(error, OSError):
        return error.strerror or "打不开文件"
    return str(getattr(error, "problem", None) or error)
