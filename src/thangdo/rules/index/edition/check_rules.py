"""Checks of rules: names and formulas, points against the maximum, steps, options, goalposts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from thangdo.rules.index.edition.check_inputs import NUMERIC
from thangdo.rules.index.edition.check_observed import check_blend, check_observed
from thangdo.rules.index.edition.findings import Findings, Spot
from thangdo.rules.index.edition.model import InputType
from thangdo.rules.index.edition.rules import (
    Checklist,
    Choice,
    Common,
    Direction,
    Distance,
    Gate,
    MinMax,
    Scale,
    Steps,
    Survey,
    WeightedSum,
    ZScore,
    kind_of,
)
from thangdo.rules.index.edition.source import Path
from thangdo.rules.index.formula import FormulaError, parse, parse_condition

YES_NO = ("yes", "no")


def check_rules(found: Findings) -> None:
    """Every rule of the tree, and what no rule uses."""
    used: set[str] = set()
    for spot in found.spots:
        rule = spot.node.rule
        if rule is None:
            continue
        path = (*spot.path, "rule")
        for place, text, condition in quantities(rule):
            used |= _names(found, (*path, *place), text, condition)
        used |= named(rule)
        check = _CHECKS.get(kind_of(rule) or "")
        if check is not None:
            check(found, path, spot, rule)
    if not found.mended:
        _unused(found, used)


def quantities(rule: Common) -> Iterator[tuple[Path, str, bool]]:
    """Every formula of a rule: where it stands, its text, and whether it is a condition."""
    kind = kind_of(rule) or ""
    value = getattr(rule, kind, None)
    if isinstance(rule, Steps):
        yield ("of",), rule.of, False
    elif isinstance(rule, Scale):
        for number, step in enumerate(rule.scale):
            for place, condition in enumerate(step.when):
                yield ("scale", number, "when", place), condition, True
    elif isinstance(rule, Gate):
        for number, condition in enumerate(rule.gate):
            yield ("gate", number), condition, True
    elif isinstance(rule, WeightedSum):
        for number, part in enumerate(rule.weighted_sum):
            yield ("weighted_sum", number, "of"), part.of, False
    elif isinstance(rule, Survey):
        for option, text in rule.survey.items():
            yield ("survey", option), text, False
    elif kind in ("ratio", "complement"):
        for number, text in enumerate(value or ()):
            yield (kind, number), text, False
    elif isinstance(value, str) and kind not in ("choice", "checklist", "observations"):
        yield (kind,), value, False


def named(rule: Common) -> set[str]:
    """The inputs and tables that a rule names outside of formulas."""
    if isinstance(rule, Choice):
        return {rule.choice}
    if isinstance(rule, Checklist):
        return set(rule.points) if rule.checklist is None else {rule.checklist}
    table = getattr(rule, "observations", None)
    return {table} if isinstance(table, str) else {part.observations for part in getattr(rule, "blend", ())}


def _names(found: Findings, path: Path, text: str, condition: bool) -> set[str]:
    try:
        names = (parse_condition if condition else parse)(text).names
    except (FormulaError, RecursionError) as error:
        found.problem(
            path, f"the formula cannot be read: {error}.", mend="Names of inputs, numbers, + - * / ^ ( )."
        )
        return set()
    inputs = found.edition.inputs
    for name in sorted(names):
        if name in inputs:
            kind = inputs[name].type
            if kind not in NUMERIC and found.untouched(("inputs", name, "type")):
                found.problem(
                    path,
                    f"`{name}` is of the type `{kind}`, and a formula needs numbers.",
                    sorted(NUMERIC),
                )
            continue
        hyphen = next((one for one in inputs if "-" in one and name in one.split("-")), None)
        if hyphen is not None:
            found.problem(
                path,
                f"`{name}` is no input.",
                mend=f"In a formula `-` is a minus: name the input `{hyphen.replace('-', '_')}`.",
            )
        else:
            found.unknown(path, f"`{name}` is no input.", name, inputs)
    return set(names)


def _input(found: Findings, path: Path, name: str, types: Iterable[InputType]) -> bool:
    """Whether `name` is an input of one of the types; says so when it is not."""
    inputs, allowed = found.edition.inputs, list(types)
    if name not in inputs:
        found.unknown(path, f"`{name}` is no input.", name, inputs)
        return False
    if not found.untouched(("inputs", name, "type")):
        return False
    if inputs[name].type not in allowed:
        found.problem(
            path,
            f"`{name}` is of the type `{inputs[name].type}`.",
            "an input of the type " + " or ".join(allowed),
        )
        return False
    return True


def _points(found: Findings, path: Path, points: Decimal, spot: Spot, what: str) -> None:
    """Points are not over the maximum of the criterion."""
    most = spot.node.max
    if most is not None and points > most:
        found.problem(
            path, f"{what}: {points} points, and `{spot.code}` has at most {most}.", f"at most {most}"
        )


def _steps(found: Findings, path: Path, spot: Spot, rule: Steps) -> None:
    down = rule.direction is Direction.DOWN
    seen: dict[Decimal, int] = {}
    for number, row in enumerate(rule.steps):
        here = (*path, "steps", number)
        _points(found, (*here, "points"), row.points, spot, f"the step at {row.at_least}")
        if row.at_least in seen:
            found.problem(
                here,
                f"two steps begin at {row.at_least}: they overlap.",
                mend="Give each step a bound of its own.",
            )
        seen.setdefault(row.at_least, number)
    best_first = sorted(seen, reverse=not down)
    for better, worse in itertools.pairwise(best_first):
        high, low = rule.steps[seen[better]].points, rule.steps[seen[worse]].points
        if high < low:
            found.problem(
                (*path, "steps", seen[better]),
                f"the steps overlap: {better} gives {high} points and {worse} gives {low}, "
                f"where {'less' if down else 'more'} is better.",
                mend="Correct the points, or `direction`.",
            )
    _points(found, (*path, "otherwise"), rule.otherwise, spot, "otherwise")
    lowest = min(row.points for row in rule.steps)
    if rule.otherwise > lowest:
        found.problem(
            (*path, "otherwise"),
            f"a unit that reaches no step has {rule.otherwise} points, and one that reaches a step {lowest}.",
            f"at most {lowest}",
        )


def _options(found: Findings, path: Path, name: str, points: Mapping[str, Any]) -> None:
    """The options that have points are those of the input; those without are noted."""
    one = found.edition.inputs[name]
    choices = list(YES_NO) if one.type is InputType.YES_NO else list(one.choices or {})
    for option in points:
        if choices and option not in choices:
            found.unknown((*path, option), f"`{option}` is no choice of `{name}`.", option, choices)
    for option in choices:
        if option not in points:
            found.note(path, f"the choice `{option}` of `{name}` gives nothing.", "Give it 0 to say so.")


def _choice(found: Findings, path: Path, spot: Spot, rule: Choice) -> None:
    for option, points in rule.points.items():
        _points(found, (*path, "points", option), points, spot, f"the choice `{option}`")
    if _input(found, (*path, "choice"), rule.choice, (InputType.CHOICE, InputType.YES_NO)):
        _options(found, (*path, "points"), rule.choice, rule.points)


def _checklist(found: Findings, path: Path, spot: Spot, rule: Checklist) -> None:
    if rule.checklist is None:
        for item in rule.points:
            _input(found, (*path, "points", item), item, (InputType.YES_NO,))
    elif _input(found, (*path, "checklist"), rule.checklist, (InputType.CHECKLIST,)):
        _options(found, (*path, "points"), rule.checklist, rule.points)
    for item, points in rule.points.items():
        _points(found, (*path, "points", item), points + rule.base, spot, f"the item `{item}` with the base")
    if rule.cap is not None:
        _points(found, (*path, "cap"), rule.cap, spot, "the cap")
    most, gained = spot.node.max, list(rule.points.values())
    if most is None or not gained:
        return
    earned = rule.base + (max(gained) if rule.count == "best" else sum(gained, Decimal(0)))
    if earned < most:
        found.note(path, f"all items together give {earned} of the {most} points of `{spot.code}`.")


def _scale(found: Findings, path: Path, spot: Spot, rule: Scale) -> None:
    for number, step in enumerate(rule.scale):
        here = (*path, "scale", number)
        _points(found, (*here, "points"), step.points, spot, f"step {number + 1} of the scale")
        if not step.when and number < len(rule.scale) - 1 and found.untouched(here):
            found.problem(
                here,
                f"step {number + 1} has no condition, so that no later step is ever reached.",
                mend="Put it last.",
            )


def _gate(found: Findings, path: Path, spot: Spot, rule: Gate) -> None:
    _points(found, (*path, "otherwise"), rule.otherwise, spot, "otherwise")


def _weighted_sum(found: Findings, path: Path, spot: Spot, rule: WeightedSum) -> None:
    if rule.cap is not None:
        _points(found, (*path, "cap"), rule.cap, spot, "the cap")
    for number, part in enumerate(rule.weighted_sum):
        if part.at_most is not None:
            here = (*path, "weighted_sum", number, "at_most")
            _points(found, here, part.at_most, spot, f"part {number + 1}")


def _survey(found: Findings, path: Path, _spot: Spot, rule: Survey) -> None:
    for option in rule.survey:
        if option not in rule.options:
            found.unknown(
                (*path, "survey", option), f"the option `{option}` has no weight.", option, rule.options
            )
    for option, weight in rule.options.items():
        here = (*path, "options", option)
        if not 0 <= weight <= 1:
            found.problem(here, f"the weight of the option `{option}` is {weight}.", "0 to 1")
        if option not in rule.survey:
            found.unknown(here, f"nothing counts the option `{option}`.", option, rule.survey)


def _min_max(found: Findings, path: Path, _spot: Spot, rule: MinMax) -> None:
    if isinstance(rule.low, Decimal) and isinstance(rule.high, Decimal) and rule.low >= rule.high:
        found.problem(
            (*path, "low"),
            f"the low goalpost {rule.low} is not below the high one {rule.high}.",
            mend="Swap them; for less-is-better write `direction: down`.",
        )


def _z_score(found: Findings, path: Path, _spot: Spot, rule: ZScore) -> None:
    if rule.sd <= 0:
        found.problem(
            (*path, "sd"), f"`sd` is {rule.sd}.", "more than 0", "Use `direction: down` to turn it."
        )


def _distance(found: Findings, path: Path, _spot: Spot, rule: Distance) -> None:
    if isinstance(rule.start, Decimal):
        wrong = rule.target >= rule.start if rule.direction is Direction.DOWN else rule.target <= rule.start
        if wrong:
            found.problem(
                (*path, "target"),
                f"the target {rule.target} lies on the wrong side of the start {rule.start}.",
                mend="More is better unless `direction: down` says otherwise.",
            )


def _unused(found: Findings, used: set[str]) -> None:
    edition = found.edition
    for step in edition.treatment:
        used |= set(getattr(step, "denominate", {}).values()) | {str(getattr(step, "by", ""))}
    used |= {one.at_most for one in edition.inputs.values() if one.at_most is not None}
    for name in edition.inputs:
        if name not in used:
            found.note(("inputs", name), f"no rule uses the input `{name}`.", "Take it out, or use it.")
    for name in edition.observations:
        if name not in used:
            found.note(("observations", name), f"no rule uses the table `{name}`.", "Take it out, or use it.")


_CHECKS: dict[str, Callable[[Findings, Path, Spot, Any], None]] = {
    "steps": _steps,
    "choice": _choice,
    "checklist": _checklist,
    "scale": _scale,
    "gate": _gate,
    "weighted_sum": _weighted_sum,
    "survey": _survey,
    "min_max": _min_max,
    "z_score": _z_score,
    "distance": _distance,
    "observations": check_observed,
    "blend": check_blend,
}
