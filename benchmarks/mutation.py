"""Which slips of the pen in `repayment` would no test of `tests/repayment` notice?

    nice python benchmarks/mutation.py [--modules money,schedule] [--share 0.25] [--texts]
                                       [--report FILE]

One small change at a time: an operator, a comparison, a constant, a condition turned round, an
argument dropped, a `raise` left out, a key or a name in the result. Each is tried in a process
of its own against the tests that reach it; a change that no test notices survives. The changed
code takes the place of the old one, under its decorators; only what makes a class is imported
afresh.

Two classes are counted apart. `code` is everything that computes, decides, names or is read by
a program, and every number, also those inside sentences. `text` is the wording of Chinese
labels, notes and messages: a changed word is no wrong sum, and to repeat each word in a test
would test nothing. It is tried only with --texts. Not tried: annotations, names of types,
imports, `__all__` and docstrings.

Hypothesis draws few, fixed examples here, so the run repeats exactly; a share below 1 takes a
seeded sample. What survives and why it may is in mutation_survivors.md.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).parents[1]
FOLDER = REPOSITORY / "src/zhihuan/repayment"
PACKAGE = "zhihuan.repayment"
TESTS = "tests/repayment"
SEED = 20261121
EXAMPLES = 12
PATIENCE = 4
"""Processor seconds of tests for one change, the quickest first. More could only notice more."""
LIMIT = 60
"""Seconds after which a changed program counts as noticed: it no longer ends."""

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_DIGITS = re.compile(r"[0-9]+")
_EXAMPLE = re.compile(r"例如 .*")
"""What follows 例如 in a message shows a form; any number would do."""
_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
_NAMES = {
    "max": "min", "min": "max", "any": "all", "all": "any",
    "ROUND_HALF_UP": "ROUND_HALF_DOWN", "ROUND_DOWN": "ROUND_UP",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """The `choice`-th change of the `node`-th node of a module.

    `inside` is the outermost function whose body it is in, and the line where that begins; None
    for what runs on import. `of_class` there is what makes a class.
    """

    module: str
    node: int
    choice: int
    line: int
    what: str
    text: bool
    inside: tuple[str, int] | None
    of_class: bool

    @property
    def where(self) -> str:
        return f"{self.module}.py:{self.line}"


Change = tuple[str, bool, Callable[[Any], ast.AST]]


def changes(node: ast.AST) -> Iterator[Change]:
    """Each way to change one node: what it is, whether it is wording alone, and the new node."""
    if isinstance(node, ast.BinOp) and type(node.op) in _SWAPS and not _joins_text(node):
        yield f"{_sign(node.op)} → {_sign(_SWAPS[type(node.op)]())}", False, _with_operator
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield "| right side dropped", False, lambda n: n.left
    elif isinstance(node, ast.AugAssign) and type(node.op) in _SWAPS:
        yield f"{_sign(node.op)}= changed", False, _with_operator
    elif isinstance(node, ast.BoolOp):
        yield f"{_sign(node.op)} changed", False, _with_operator
    elif isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            yield f"{_sign(operator)} changed", False, _compare(index)
    elif isinstance(node, ast.UnaryOp):
        yield f"{_sign(node.op)} dropped", False, lambda n: n.operand
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)):
        yield "condition turned round", False, _turned
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield "condition of a comprehension dropped", False, _without_condition
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.Name) and node.id in _NAMES:
        yield f"{node.id} → {_NAMES[node.id]}", False, _renamed
    elif isinstance(node, ast.Call):
        for index, keyword in enumerate(node.keywords):
            if keyword.arg and not isinstance(keyword.value, ast.Constant):
                yield f"{keyword.arg}= dropped", False, _without_keyword(index)
        if len(node.args) > 1 and not isinstance(node.args[-1], ast.Starred):
            yield "last argument dropped", False, _without_last
    elif isinstance(node, (ast.Return, ast.Raise)) or (
        isinstance(node, ast.Expr) and isinstance(node.value, (ast.Call, ast.Yield))
    ):
        kind = type(node.value if isinstance(node, ast.Expr) else node).__name__.lower()
        yield f"{kind} left out", False, lambda n: ast.copy_location(ast.Pass(), n)
    elif isinstance(node, ast.FunctionDef) and _is_exact(node):
        yield "@exact() dropped", False, _undecorated


def _constants(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield f"{value} → {not value}", False, _constant(not value)
    elif isinstance(value, int):
        yield f"{value} → {value + 1}", False, _constant(value + 1)
    elif isinstance(value, str):
        wording = bool(_CHINESE.search(value)) or not re.search(r"\w", value)
        for found in _DIGITS.finditer(_EXAMPLE.sub(lambda e: "#" * len(e[0]), value)):
            other = value[: found.end() - 1] + str((int(found[0][-1]) + 1) % 10)
            yield f"number in {value!r}", False, _constant(other + value[found.end() :])
        if not re.fullmatch(r"-?[0-9.E-]+|[.,0-9]*[fdYm%]+", value):
            yield f"{value!r} → ?{value!r}", wording, _constant(f"?{value}")


def _constant(value: object) -> Callable[[Any], ast.AST]:
    return lambda node: ast.copy_location(ast.Constant(value), node)


def _with_operator(node: Any) -> ast.AST:
    node.op = _SWAPS[type(node.op)]()
    return node


def _compare(index: int) -> Callable[[Any], ast.AST]:
    def change(node: Any) -> ast.AST:
        node.ops[index] = _SWAPS[type(node.ops[index])]()
        return node

    return change


def _turned(node: Any) -> ast.AST:
    node.test = ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test)
    return node


def _without_condition(node: Any) -> ast.AST:
    node.ifs = []
    return node


def _renamed(node: Any) -> ast.AST:
    node.id = _NAMES[node.id]
    return node


def _without_keyword(index: int) -> Callable[[Any], ast.AST]:
    def change(node: Any) -> ast.AST:
        del node.keywords[index]
        return node

    return change


def _without_last(node: Any) -> ast.AST:
    del node.args[-1]
    return node


def _undecorated(node: Any) -> ast.AST:
    node.decorator_list = [each for each in node.decorator_list if not _is_exact_call(each)]
    return node


def _is_exact(node: ast.FunctionDef) -> bool:
    return any(_is_exact_call(each) for each in node.decorator_list)


def _is_exact_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "exact"


def _joins_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(each, ast.JoinedStr)
        or (isinstance(each, ast.Constant) and isinstance(each.value, str))
        for each in ast.walk(node)
    )


def _sign(operator: ast.AST) -> str:
    return type(operator).__name__


def mutants(module: str) -> list[Mutant]:
    """Every change of one module, in the order of its text."""
    tree = ast.parse(_path(module).read_text(encoding="utf-8"))
    made = [each for each in tree.body if isinstance(each, ast.ClassDef)]
    classes = {id(node) for each in made for node in ast.walk(each)}
    return [
        Mutant(module, index, choice, _line(node), what, text, inside, id(node) in classes)
        for index, (node, _, inside) in enumerate(_walk(tree))
        for choice, (what, text, _) in enumerate(changes(node))
    ]


def mutated(mutant: Mutant) -> tuple[ast.Module, ast.stmt]:
    """The whole module with the one change in it, and the statement of it that has changed."""
    tree = ast.parse(_path(mutant.module).read_text(encoding="utf-8"))
    node, parent, _ = list(_walk(tree))[mutant.node]
    place = next(i for i, each in enumerate(tree.body) if node in ast.walk(each))
    change = list(changes(node))[mutant.choice][2]
    copied = change(copy.deepcopy(node))
    for name, value in ast.iter_fields(parent):
        if value is node:
            setattr(parent, name, copied)
        elif isinstance(value, list):
            setattr(parent, name, [copied if each is node else each for each in value])
    ast.fix_missing_locations(tree)
    return tree, tree.body[place]


def compiled(module: str, body: Sequence[ast.stmt]) -> CodeType:
    whole = ast.Module(list(body), [])
    flag = annotations.compiler_flag
    return compile(whole, str(_path(module)), "exec", flags=flag, dont_inherit=True)


def _path(module: str) -> Path:
    return FOLDER / f"{module}.py"


def _walk(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.AST, tuple[str, int] | None]]:
    """Nodes that run, with their parent and the outermost function whose body they are in."""

    def visit(
        node: ast.AST, inside: tuple[str, int] | None, path: str
    ) -> Iterator[tuple[ast.AST, ast.AST, tuple[str, int] | None]]:
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "type_params"):
                continue
            here, prefix = inside, path
            if isinstance(node, ast.FunctionDef) and name == "body" and inside is None:
                first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
                here = (f"{path}{node.name}", first)
            if isinstance(node, ast.ClassDef) and name == "body":
                prefix = f"{path}{node.name}."
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not _never_runs(child, node):
                    yield child, node, here
                    yield from visit(child, here, prefix)

    return visit(tree, None, "")


def _never_runs(node: ast.AST, parent: ast.AST) -> bool:
    """Imports, docstrings, names of types, and the list of what is public."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(parent, ast.Module) and isinstance(node, ast.Assign):
        named = getattr(node.targets[0], "id", "")
        kind = node.value
        types = isinstance(kind, ast.BinOp) and isinstance(kind.op, ast.BitOr)
        return named == "__all__" or types or isinstance(kind, ast.Subscript)
    return False


def _line(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 0) or node.target.lineno)  # type: ignore[attr-defined]


class Changed(importlib.machinery.SourceFileLoader, importlib.abc.MetaPathFinder):
    """Imports one module with other code, and all others as they are."""

    def __init__(self, module: str, body: Sequence[ast.stmt]) -> None:
        self.whole = f"{PACKAGE}.{module}"
        self.code = compiled(module, body)
        super().__init__(self.whole, str(_path(module)))

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> Any:
        if name != self.whole:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def get_code(self, fullname: str) -> CodeType:
        return self.code


def in_a_child(work: Callable[[], bool]) -> bool:
    """Whether `work` noticed the change. A child that dies or never ends has noticed."""
    child = os.fork()
    if child == 0:
        signal.alarm(LIMIT)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        noticed = True
        try:
            noticed = work()
        finally:
            os._exit(1 if noticed else 0)
    return os.waitpid(child, 0)[1] != 0


def afresh(module: str, body: Sequence[ast.stmt]) -> bool:
    """Forget the library and its tests, import them with other code, and run the tests."""
    for name in list(sys.modules):
        if name.split(".")[0] in ("zhihuan", "tests", "conftest"):
            del sys.modules[name]
    sys.meta_path.insert(0, Changed(module, body))
    return whole_run(module)


def whole_run(module: str) -> bool:
    """Whether a test fails, those of `module` first. What cannot be imported fails too."""
    run = OneRun(module)
    return pytest.main([*OPTIONS, TESTS], plugins=[run]) != 0 or run.failed


class OneRun:
    """A plugin that runs the tests of one module first, and the random ones last."""

    def __init__(self, module: str) -> None:
        self.own = f"test_{module}.py"
        self.failed = False

    def pytest_runtestloop(self, session: Any) -> bool:
        def late(item: Any) -> tuple[bool, bool]:
            return getattr(item.obj, "is_hypothesis_test", False), item.path.name != self.own

        until = time.process_time() + PATIENCE
        for item in sorted(session.items, key=late):
            self.failed = self.failed or fails(item)
            if self.failed or time.process_time() > until:
                break
        return True


OPTIONS = [
    "-q", "-s", "--tb=no", "--hypothesis-profile=mutation", "--no-header",
    "-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin", "-p", "pytest_timeout",
    "-W", "ignore::pytest.PytestAssertRewriteWarning",
    *(f"--deselect={TESTS}/{each}" for each in (
        "test_annual_rate.py::test_ten_thousand_random_plans_agree_with_pyxirr_and_numpy_financial",
        "test_bounds.py::test_whatever_is_asked_is_answered_or_refused_in_chinese",
    )),
]  # fmt: skip


def fails(item: Any) -> bool:
    """Whether one test fails, called as it is: these tests need no fixtures but parameters."""
    given = item.callspec.params if hasattr(item, "callspec") else {}
    try:
        item.obj(**given)
    except BaseException:  # a test fails in many ways, and a changed program in more
        return True
    return False


class InPlace:
    """A plugin that runs the tests once, notes what each reaches, and then tries the changes."""

    def __init__(self, tried: Sequence[Mutant], done: Callable[[Mutant, bool], None]) -> None:
        self.tried = tried
        self.done = done
        self.all: list[tuple[float, Any]] = []
        self.reached: dict[tuple[str, int], list[tuple[float, Any]]] = {}

    def pytest_runtestloop(self, session: Any) -> bool:
        for item in session.items:
            self._note(item)
        untouched = ast.parse(_path("money").read_text(encoding="utf-8"))
        if in_a_child(partial(afresh, "money", untouched.body)):
            raise SystemExit("the tests fail, imported afresh, before anything is changed")
        for mutant in self.tried:
            change, found = self._change(mutant)
            items = quickest(found, f"test_{mutant.module}.py")
            noticed = bool(items) and in_a_child(partial(_noticed, change, items))
            if not noticed and mutant.inside is None:  # what was made of it on import stayed
                noticed = in_a_child(partial(afresh, mutant.module, mutated(mutant)[0].body))
            self.done(mutant, noticed)
        return True

    def _change(self, mutant: Mutant) -> tuple[Callable[[], None], list[tuple[float, Any]]]:
        """How to put the change in place, and the tests that reach it."""
        if mutant.inside is None:
            return in_its_place(mutant), [] if mutant.of_class else self.all
        function, code = original(mutant), replacement(mutant)
        known = (str(_path(mutant.module)), mutant.inside[1])
        return partial(setattr, function, "__code__", code), self.reached.get(known, [])

    def _note(self, item: Any) -> None:
        codes: set[tuple[str, int]] = set()
        folder = str(FOLDER)

        def called(frame: Any, event: str, _: object) -> None:
            if event == "call" and frame.f_code.co_filename.startswith(folder):
                codes.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

        start = time.process_time()
        sys.setprofile(called)
        failed = fails(item)
        sys.setprofile(None)
        if failed:
            raise SystemExit(f"{item.nodeid} fails before anything is changed")
        took = (time.process_time() - start, item)
        self.all.append(took)
        for each in codes:
            self.reached.setdefault(each, []).append(took)


def _noticed(change: Callable[[], None], items: Sequence[Any]) -> bool:
    change()
    return any(fails(item) for item in items)


def quickest(found: list[tuple[float, Any]], own: str) -> list[Any]:
    """As many tests as our patience lasts for, those of the module itself first; at least one."""
    spent, items = 0.0, []
    for seconds, item in sorted(found, key=lambda each: (each[1].path.name != own, each[0])):
        if items and spent > PATIENCE:
            break
        items.append(item)
        spent += seconds
    return items


def in_its_place(mutant: Mutant) -> Callable[[], None]:
    """Run one changed statement of a module again, and hand its names on to who imported them."""
    code = compiled(mutant.module, [mutated(mutant)[1]])
    module = sys.modules[f"{PACKAGE}.{mutant.module}"]

    def change() -> None:
        before = dict(vars(module))
        exec(code, vars(module))
        for name, value in vars(module).items():
            if name in before and before[name] is not value:
                for other in list(sys.modules.values()):
                    if other and getattr(other, "__dict__", {}).get(name) is before[name]:
                        setattr(other, name, value)

    return change


def original(mutant: Mutant) -> FunctionType:
    """The function to change, under its decorators; whoever imported it has the change at once."""
    assert mutant.inside is not None
    function: Any = sys.modules[f"{PACKAGE}.{mutant.module}"]
    for part in mutant.inside[0].split("."):
        function = vars(function)[part]
    function = getattr(function, "fget", None) or getattr(function, "__func__", function)
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    assert isinstance(function, FunctionType)
    return function


def replacement(mutant: Mutant) -> CodeType:
    assert mutant.inside is not None
    return _found(compiled(mutant.module, mutated(mutant)[0].body), mutant.inside[0])


def _found(code: CodeType, name: str) -> CodeType:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            if each.co_qualname == name:
                return each
            if name.startswith(f"{each.co_qualname}."):
                return _found(each, name)
    raise LookupError(name)


def main() -> None:
    asked = argparse.ArgumentParser(description="Mutation run over repayment.")
    asked.add_argument("--modules", default="", help="names without .py, with commas")
    asked.add_argument("--share", type=float, default=1.0, help="of the changes to try")
    asked.add_argument("--texts", action="store_true", help="also change wording")
    asked.add_argument("--report", type=Path, help="write every survivor here")
    given = asked.parse_args()
    os.chdir(REPOSITORY)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.path.insert(0, str(REPOSITORY))
    settings.register_profile(
        "mutation", max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    modules = given.modules.split(",") if given.modules else [
        each.stem for each in sorted(FOLDER.glob("*.py")) if each.stem != "__init__"
    ]  # fmt: skip
    tried = [each for name in modules for each in mutants(name) if given.texts or not each.text]
    whole = len(tried)
    if given.share < 1:
        tried = random.Random(SEED).sample(tried, round(whole * given.share))
    counted: Counter[tuple[bool, bool]] = Counter()
    survivors: list[Mutant] = []
    start = time.monotonic()

    def done(mutant: Mutant, noticed: bool) -> None:
        counted[mutant.text, noticed] += 1
        if not noticed:
            survivors.append(mutant)
            print(f"{'text' if mutant.text else 'code'}  {mutant.where}  {mutant.what}", flush=True)

    if pytest.main([*OPTIONS, TESTS], plugins=[InPlace(tried, done)]) != 0:
        raise SystemExit("the run did not end")
    print(f"{len(tried)} of {whole} changes tried in {time.monotonic() - start:.0f} s, seed {SEED}")
    for text, label in ((False, "code"), (True, "text")):
        alive, sum_of = counted[text, False], counted[text, False] + counted[text, True]
        if sum_of:
            print(f"{label}: {alive} of {sum_of} survive, {alive / sum_of:.1%}")
    if given.report:
        told = [f"{each.where}  {each.what}" for each in sorted(survivors, key=lambda m: m.where)]
        given.report.write_text("\n".join(told) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
