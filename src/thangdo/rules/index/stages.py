"""Runs the declared data treatment of an edition over the answers, keeping each stage side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import BadInput, Problem, Status, Value
from thangdo.rules.index.edition.model import Edition, Node
from thangdo.rules.index.edition.rules import Common
from thangdo.rules.index.edition.steps import Denominate, Impute, Log, Screen, Winsorise
from thangdo.rules.index.formula import FormulaError, parse
from thangdo.rules.index.numbers import ONE, as_text, exact, logarithm
from thangdo.rules.index.phrases import phrase
from thangdo.rules.index.result import Why
from thangdo.rules.index.treatment import between_quantiles, denominated, fenced, imputed, winsorised

Columns = dict[str, dict[str, Fraction | None]]
Stage = Mapping[str, Mapping[str, Fraction | None]]


class Treated(NamedTuple):
    """Values after all steps, the stages (unit -> input -> number), why units are not scored."""

    values: dict[str, Mapping[str, Value]]
    stages: dict[str, Stage]
    screened: dict[str, Why]


def treat(edition: Edition, values: Mapping[str, Mapping[str, Value]]) -> Treated:
    """The values after all steps (None = missing in a stage).

    What does not apply to a unit is not imputed. A number without a denominator is not measured. A unit that
    is screened out has no numbers in what follows. values: unit -> input -> value. Stages are denominated,
    logged, screened, imputed, treated in the order of the steps. BadInput for a number without a logarithm.

    >>> from thangdo.rules.index.edition.model import Input
    >>> index = Node(title={"vi": "Chỉ số"}, max=5, rule={"value": "score"})
    >>> inputs, steps = {"score": Input(type="number")}, (Impute(impute="mean"),)
    >>> edition = Edition.model_construct(inputs=inputs, treatment=steps, index=index)
    >>> given = {"a": {"score": Fraction(1)}, "b": {"score": Fraction(3)}, "c": {}}
    >>> values, stages, _ = treat(edition, given)
    >>> str(values["c"]["score"]), list(stages)
    ('2', ['imputed'])
    """
    scored = scored_inputs(edition)
    names = scored | {name for step in edition.treatment for name in _named(step)}
    columns: Columns = {
        name: {unit: _number(row.get(name)) for unit, row in values.items()} for name in names
    }
    stages: dict[str, Stage] = {}
    screened: dict[str, Why] = {}
    for step in edition.treatment:
        if isinstance(step, Denominate):
            before = dict(columns)
            for name, below in step.denominate.items():
                columns[name] = denominated(before[name], before[below])
            stages["denominated"] = _by_unit(columns, scored, values)
            continue
        if isinstance(step, Log):
            _logged(step, columns)
            stages["logged"] = _by_unit(columns, scored, values)
            continue
        chosen = step.inputs or tuple(sorted(scored))
        if isinstance(step, Screen):
            screened |= _screened(step, chosen, columns, values)
            for column in columns.values():
                column.update(dict.fromkeys(screened))
            stages["screened"] = _by_unit(columns, scored, values)
        elif isinstance(step, Impute):
            groups = {unit: str(row.get(step.by, "")) if step.by else "" for unit, row in values.items()}
            for name in chosen:
                filled = imputed(columns[name], groups, step.impute)
                columns[name] = {
                    unit: None if row.get(name) is Status.NOT_APPLICABLE or unit in screened else filled[unit]
                    for unit, row in values.items()
                }
            stages["imputed"] = _by_unit(columns, scored, values)
        else:
            for name in chosen:
                columns[name] = _winsorised(step, columns[name])
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
        treated[unit] = {} if unit in screened else new
    return Treated(treated, stages, screened)


def _winsorised(step: Winsorise, column: Mapping[str, Fraction | None]) -> dict[str, Fraction | None]:
    if step.winsorise == "skewness-kurtosis":
        return winsorised(column, exact(step.skewness), exact(step.kurtosis), step.at_most)[0]
    if step.winsorise == "iqr":
        return fenced(column, exact(step.times))
    return between_quantiles(column, exact(step.low), exact(step.high))


def _logged(step: Log, columns: Columns) -> None:
    problems = []
    for name in step.log:
        wrong = [
            (unit, number) for unit, number in columns[name].items() if number is not None and number <= 0
        ]
        if wrong:
            unit, number = wrong[0]
            shown = phrase("log-of-none", name=name, value=as_text(number, 6), unit=unit, count=len(wrong))
            problems.append(Problem("answers", shown, code=name, mend=phrase("no-log-or-no-number")))
            continue
        columns[name] = {
            unit: None if number is None else logarithm(number) for unit, number in columns[name].items()
        }
    if problems:
        raise BadInput(problems)


def _screened(
    step: Screen, chosen: Sequence[str], columns: Columns, values: Mapping[str, Mapping[str, Value]]
) -> dict[str, Why]:
    """The units with too small a share of the inputs that apply to them."""
    needed = exact(step.screen.share)
    found: dict[str, Why] = {}
    for unit, row in values.items():
        asked = [name for name in chosen if row.get(name) is not Status.NOT_APPLICABLE]
        share = Fraction(sum(columns[name][unit] is not None for name in asked), len(asked)) if asked else ONE
        if share < needed:
            found[unit] = Why("screened", {"coverage": share, "needed": needed})
    return found


def _named(step: object) -> set[str]:
    if isinstance(step, Denominate):
        return set(step.denominate) | set(step.denominate.values())
    return {*getattr(step, "inputs", ()), *getattr(step, "log", ())}


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
