"""The examples in the docstrings of rules and records are true, and no public function of rules lacks one."""

from __future__ import annotations

import ast
import doctest
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"

#: What has no example of its own, and why: a module, or one function of it.
WITHOUT = {
    "thangdo.rules.index.edition.check_ignored": "a step of `check`",
    "thangdo.rules.index.edition.check_means": "a step of `check`",
    "thangdo.rules.index.edition.check_posts": "a step of `check`",
    "thangdo.rules.index.edition.check_head": "a step of `check`, which has an example",
    "thangdo.rules.index.edition.check_inputs": "a step of `check`",
    "thangdo.rules.index.edition.check_levels": "a step of `check`",
    "thangdo.rules.index.edition.check_observed": "a step of `check`",
    "thangdo.rules.index.edition.check_rules": "a step of `check`",
    "thangdo.rules.index.edition.check_tree": "a step of `check`",
    "thangdo.rules.index.edition.shape.shaped": "a step of `check`",
    "thangdo.rules.index.explain.explanation": "takes a whole result; its shape is a schema",
    "thangdo.rules.index.passing.score_all": "a step of `evaluate`, which has an example",
    "thangdo.rules.index.publication.comparing": "two steps of `verify`, which has an example",
    "thangdo.rules.index.publication.parts.contents": "takes a whole publication: a step of `seal`",
    "thangdo.rules.index.publication.parts.edition_bytes": "takes a whole edition: a step of `seal`",
    "thangdo.rules.index.publication.parts.explanation_lines": "takes a whole result: a step of `seal`",
    "thangdo.rules.index.publication.parts.read_edition": "takes a whole edition: a step of `verify`",
    "thangdo.rules.index.publication.parts.silent": "does nothing",
    "thangdo.rules.index.publication.sealing.seal": "takes a whole publication",
    "thangdo.rules.index.steps.steps_of": "takes a whole edition",
    "thangdo.rules.index.worth.worth_of": "takes a whole tree",
}


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def files(*floors: str) -> list[Path]:
    return [
        file
        for floor in floors
        for file in sorted((SRC / "thangdo" / floor).rglob("*.py"))
        if "migrations" not in file.parts
    ]


def examples(file: Path) -> int:
    """How many docstrings of a file hold an example."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    nodes = [node for node in ast.walk(tree(file)) if isinstance(node, kinds)]
    return sum(">>> " in (ast.get_docstring(node) or "") for node in nodes)


@pytest.mark.parametrize("floor", ["rules", "records"])
def test_an_example_in_a_docstring_says_what_is_not_so(floor: str) -> None:
    wrong, told = [], 0
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner(verbose=False)
    for file in files(floor):
        wanted = examples(file)
        if not wanted:
            continue
        found = [test for test in finder.find(importlib.import_module(module_of(file))) if test.examples]
        assert len(found) == wanted, f"{file}: {wanted} docstrings with examples, {len(found)} are run"
        for test in found:
            told += 1
            out: list[str] = []
            if runner.run(test, out=out.append).failed:
                wrong.append("".join(out))
    assert told and not wrong, "\n".join(wrong)


def used() -> set[str]:
    """What modules take from each other, as `module.name`."""
    taken: set[str] = set()
    for file in files("."):
        names: dict[str, str] = {}
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("thangdo"):
                names |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
        taken.update(names.values())
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                taken.add(f"{names.get(node.value.id)}.{node.attr}")
    return taken


def public() -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions of rules that another module uses."""
    taken = used()
    for file in files("rules"):
        module = module_of(file)
        for node in tree(file).body:
            if isinstance(node, ast.FunctionDef) and f"{module}.{node.name}" in taken:
                yield f"{module}.{node.name}", node


def test_a_rule_that_others_use_has_no_example() -> None:
    functions = dict(public())
    silent = {name for name, node in functions.items() if ">>> " not in (ast.get_docstring(node) or "")}
    excused = {name for name in silent if {name, name.rpartition(".")[0]} & set(WITHOUT)}
    assert silent == excused, "\n".join(sorted(silent - excused))
    needless = set(WITHOUT) - {part for name in silent for part in (name, name.rpartition(".")[0])}
    assert not needless, f"these have an example, or are gone: {sorted(needless)}"
