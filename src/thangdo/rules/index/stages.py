"""Runs the declared data treatment of an edition over the answers, keeping each stage side by side."""

from __future__ import annotations

from collections.abc import Mapping

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Status, Value
from thangdo.rules.index.edition.model import Denominate, Edition, Impute, Node
from thangdo.rules.index.edition.rules import Common
from thangdo.rules.index.formula import FormulaError, parse
from thangdo.rules.index.numbers import exact
from thangdo.rules.index.treatment import denominated, imputed, winsorised

Columns = dict[str, dict[str, Fraction | None]]
Stage = Mapping[str, Mapping[str, Fraction | None]]


def treat(
    edition: Edition, values: Mapping[str, Mapping[str, Value]]
) -> tuple[dict[str, Mapping[str, Value]], dict[str, Stage]]:
    """The values after all steps, and every stage as unit -> input -> number (None = missing).

    What does not apply to a unit is not imputed. A number without a denominator is not measured.
    values: unit -> input -> value. Stages are named denominated, imputed, treated in the order of the steps.

    >>> from thangdo.rules.index.edition.model import Input
    >>> index = Node(title={"vi": "Chỉ số"}, max=5, rule={"value": "score"})
    >>> inputs, steps = {"score": Input(type="number")}, (Impute(impute="mean"),)
    >>> edition = Edition.model_construct(inputs=inputs, treatment=steps, index=index)
    >>> values, stages = treat(edition, {"a": {"score": Fraction(1)}, "b": {"score": Fraction(3)}, "c": {}})
    >>> str(values["c"]["score"]), list(stages)
    ('2', ['imputed'])
    """
    scored = scored_inputs(edition)
    names = scored | {name for step in edition.treatment for name in _named(step)}
    columns: Columns = {
        name: {unit: _number(row.get(name)) for unit, row in values.items()} for name in names
    }
    stages: dict[str, Stage] = {}
    for step in edition.treatment:
        if isinstance(step, Denominate):
            before = dict(columns)
            for name, below in step.denominate.items():
                columns[name] = denominated(before[name], before[below])
            stages["denominated"] = _by_unit(columns, scored, values)
            continue
        chosen = step.inputs or tuple(sorted(scored))
        if isinstance(step, Impute):
            groups = {unit: str(row.get(step.by, "")) if step.by else "" for unit, row in values.items()}
            for name in chosen:
                filled = imputed(columns[name], groups, step.impute)
                columns[name] = {
                    unit: None if row.get(name) is Status.NOT_APPLICABLE else filled[unit]
                    for unit, row in values.items()
                }
            stages["imputed"] = _by_unit(columns, scored, values)
        else:
            for name in chosen:
                columns[name], _ = winsorised(
                    columns[name], exact(step.skewness), exact(step.kurtosis), step.at_most
                )
            stages["treated"] = _by_unit(columns, scored, values)
    treated: dict[str, Mapping[str, Value]] = {}
    for unit, row in values.items():
        new = dict(row)
        for name, column in columns.items():
            number = column[unit]
            if number is not None:
                new[name] = number
            elif isinstance(row.get(name), Fraction):
                new[name] = Status.NOT_MEASURED
        treated[unit] = new
    return treated, stages


def _named(step: object) -> set[str]:
    if isinstance(step, Denominate):
        return set(step.denominate) | set(step.denominate.values())
    return set(getattr(step, "inputs", ()))


def _number(value: Value | None) -> Fraction | None:
    return value if isinstance(value, Fraction) else None


def _by_unit(columns: Columns, names: set[str], units: Mapping[str, object]) -> Stage:
    return {unit: {name: columns[name][unit] for name in sorted(names)} for unit in units}


def scored_inputs(edition: Edition) -> set[str]:
    """The numeric inputs that a rule of the tree uses.

    >>> from thangdo.rules.index.edition.model import Input
    >>> inputs = {"late": Input(type="count"), "spare": Input(type="count")}
    >>> index = Node(title={"vi": "Chỉ số"}, max=5, rule={"zero_tolerance": "late"})
    >>> scored_inputs(Edition.model_construct(inputs=inputs, index=index))
    {'late'}
    """
    found: set[str] = set()

    def visit(node: Node) -> None:
        if node.rule is not None:
            found.update(name for name in names_in(node.rule) if name in edition.inputs)
        for child in node.children.values():
            visit(child)

    visit(edition.index)
    return {name for name in found if edition.inputs[name].type not in ("text", "choice", "checklist")}


def names_in(rule: Common) -> set[str]:
    """The names in every quantity of a rule (found by trying each text as a formula)."""
    found: set[str] = set()

    def visit(value: object) -> None:
        if isinstance(value, str):
            try:
                found.update(parse(value).names)
            except FormulaError:
                return
        elif isinstance(value, list | tuple):
            for item in value:
                visit(item)
        elif isinstance(value, dict):
            for item in value.values():
                visit(item)

    visit(rule.model_dump(mode="python"))
    return found
