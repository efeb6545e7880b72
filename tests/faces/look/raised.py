"""What the source raises, found by reading it: codes of refusals and faults, and their facts."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import thangdo

SRC = Path(thangdo.__file__).parent


@dataclass(frozen=True)
class Raised:
    """One place in the source that gives a code. facts: None where they are not written out there."""

    code: str
    facts: frozenset[str] | None
    place: str


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the product, by its path."""
    files = [path for path in sorted(SRC.rglob("*.py")) if "migrations" not in path.parts]
    return {path.relative_to(SRC).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in files}


@cache
def texts() -> frozenset[str]:
    """Every text that stands in the source as a constant."""
    return frozenset(
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def raised(name: str, everywhere: bool = False) -> list[Raised]:
    """Every call of `name`, an exception or a fault, with each code that it may be given."""
    found = []
    for path, tree in trees().items():
        if path.startswith("rules/") and not everywhere:
            continue  # what the rules call Refused holds a phrase of theirs
        for node, within in _calls(tree, name):
            for code in _codes(tree, node.args, within):
                found.append(Raised(code, _facts(node), f"{path}:{node.lineno}"))
    return found


KINDS = "records/acts/fields.py"


@cache
def of_fields() -> list[Raised]:
    """What the kinds of fields refuse: the code that an input names for one, with the facts of the kind."""
    gives: dict[tuple[str, str], frozenset[str]] = {}  # (kind, its attribute) -> facts
    usual: list[Raised] = []
    for kind in (node for node in trees()[KINDS].body if isinstance(node, ast.ClassDef)):
        for call in (node for node in ast.walk(kind) if isinstance(node, ast.Call)):
            code = call.args[0] if call.args else None
            if isinstance(code, ast.IfExp):
                code = code.body if isinstance(code.body, ast.Attribute) else code.orelse
            if ast.unparse(call.func) == "Refused" and ast.unparse(code or call).startswith("self."):
                assert isinstance(code, ast.Attribute)
                facts = (_facts(call) or frozenset()) | {"field"}
                at = (kind.name, code.attr)
                gives[at] = gives.get(at, facts) & facts  # a sentence may count on what every place gives
        for line in kind.body:
            if isinstance(line, ast.AnnAssign) and isinstance(line.value, ast.Constant):
                at = (kind.name, ast.unparse(line.target))
                if at in gives:
                    usual.append(Raised(str(line.value.value), gives[at], f"{KINDS}:{line.lineno}"))
    named = [
        Raised(
            str(keyword.value.value),
            gives[kind, keyword.arg or ""] | _names(tree, call, "typed" in gives[kind, keyword.arg or ""]),
            f"{path}:{call.lineno}",
        )
        for path, tree in trees().items()
        for kind in {kind for kind, _attribute in gives}
        for call, _within in _calls(tree, kind)
        for keyword in call.keywords
        if (kind, keyword.arg) in gives and isinstance(keyword.value, ast.Constant)
    ]
    return usual + named


@cache
def _fields(tree: ast.Module) -> dict[int, str]:
    """The calls that stand in the annotation of a field -> the field's name."""
    return {
        id(call): ast.unparse(line.target)
        for line in ast.walk(tree)
        if isinstance(line, ast.AnnAssign)
        for call in ast.walk(line.annotation)
    }


def _names(tree: ast.Module, call: ast.Call, typed: bool) -> set[str]:
    """Facts that come with the name of the field, and with the name that tells several of a kind apart."""
    several = {
        str(keyword.value.value)
        for other, _within in _calls(tree, "Many")
        for keyword in other.keywords
        if keyword.arg == "named" and isinstance(keyword.value, ast.Constant)
    }
    return several | ({_fields(tree).get(id(call), "field")} if typed else set())


def by_code(name: str, everywhere: bool = False) -> dict[str, list[Raised]]:
    """What `raised` finds, by code."""
    found: dict[str, list[Raised]] = defaultdict(list)
    for one in raised(name, everywhere):
        found[one.code].append(one)
    return found


@cache
def _every_call(tree: ast.Module) -> dict[str, list[tuple[ast.Call, ast.FunctionDef | None]]]:
    """The calls of a module with the function round each, by the last name of what is called."""
    found: dict[str, list[tuple[ast.Call, ast.FunctionDef | None]]] = defaultdict(list)

    def walk(node: ast.AST, within: ast.FunctionDef | None) -> None:
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found[name].append((node, within))
        for below in ast.iter_child_nodes(node):
            walk(below, node if isinstance(node, ast.FunctionDef) else within)

    walk(tree, None)
    return found


def _calls(tree: ast.Module, name: str) -> list[tuple[ast.Call, ast.FunctionDef | None]]:
    return _every_call(tree).get(name, [])


def _codes(tree: ast.Module, args: list[ast.expr], within: ast.FunctionDef | None) -> Iterator[str]:
    """The codes that a call may be given: a text; a choice of two; what the callers of its function give."""
    given = [one for one in args if isinstance(one, ast.Constant) and _is_code(one.value)]
    if given:
        yield from (str(one.value) for one in given[:1])
        return
    for one in args:
        if isinstance(one, ast.IfExp):
            yield from _codes(tree, [one.body], within)
            yield from _codes(tree, [one.orelse], within)
        elif isinstance(one, ast.JoinedStr):
            yield "".join(p.value if isinstance(p, ast.Constant) else "*" for p in one.values)
        elif isinstance(one, ast.Name) and within is not None:
            names = [argument.arg for argument in within.args.args]
            if one.id in names:
                for call, outer in _calls(tree, within.name):
                    at = names.index(one.id)
                    yield from _codes(tree, call.args[at : at + 1], outer)


def _is_code(value: object) -> bool:
    return isinstance(value, str) and value != "" and value.replace("-", "").isalnum() and value.islower()


def _facts(node: ast.Call) -> frozenset[str] | None:
    named = {keyword.arg for keyword in node.keywords}
    if None in named:
        return None
    for one in node.args:
        if isinstance(one, ast.Dict):
            named |= {key.value for key in one.keys if isinstance(key, ast.Constant)}
        elif isinstance(one, ast.Call | ast.Name) and one is not node.args[0]:
            return None
    return frozenset(str(name) for name in named)
