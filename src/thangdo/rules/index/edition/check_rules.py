"""Checks of rules: names and formulas, points against the maximum, steps, options, goalposts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from thangdo.rules.index.edition.check_ignored import check_ignored
from thangdo.rules.index.edition.check_inputs import NUMERIC
from thangdo.rules.index.edition.check_observed import check_blend, check_observed
from thangdo.rules.index.edition.check_posts import check_posts
from thangdo.rules.index.edition.findings import Findings, Spot
from thangdo.rules.index.edition.model import InputType
from thangdo.rules.index.edition.rules import (
    Checklist,
    Choice,
    Common,
    Direction,
    Gate,
    Scale,
    Steps,
    Survey,
    WeightedSum,
    ZScore,
    kind_of,
)
from thangdo.rules.index.edition.source import Path
from thangdo.rules.index.edition.steps import Screen
from thangdo.rules.index.formula import FormulaError, parse, parse_condition
from thangdo.rules.index.phrases import Phrase, phrase

YES_NO = ("yes", "no")


def check_rules(found: Findings) -> None:
    """Every rule of the tree, and what no rule uses."""
    used: set[str] = set()
    for spot in found.spots:
        rule = spot.node.rule
        if rule is None:
            continue
        path = (*spot.path, "rule")
        formulas = list(quantities(rule))
        for place, text, condition in formulas:
            used |= _names(found, (*path, *place), text, condition)
        check_ignored(found, path, rule, [(text, condition) for _, text, condition in formulas])
        check_posts(found, path, spot, rule)
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
        read = (parse_condition if condition else parse)(text)
        names = read.names
        _nodes(found, path, read.nodes)
        if "facets" in read.scopes and found.edition.facets is None:
            found.problem(path, phrase("facets-without-facets"), mend=phrase("use-all"))
    except (FormulaError, RecursionError) as error:
        found.problem(
            path,
            phrase("formula-unreadable", why=error.args[0] if isinstance(error, FormulaError) else error),
            mend=phrase("formula-may-hold"),
        )
        return set()
    inputs = found.edition.inputs
    for name in sorted(names):
        if name in inputs:
            kind = inputs[name].type
            if kind not in NUMERIC and found.untouched(("inputs", name, "type")):
                found.problem(
                    path,
                    phrase("formula-input-no-number", name=name, type=kind),
                    sorted(NUMERIC),
                )
            continue
        hyphen = next((one for one in inputs if "-" in one and name in one.split("-")), None)
        if hyphen is not None:
            found.problem(
                path,
                phrase("input-unknown", name=name),
                mend=phrase("hyphen-is-minus", name=hyphen.replace("-", "_")),
            )
        else:
            found.unknown(path, phrase("input-unknown", name=name), name, inputs)
    return set(names)


def _nodes(found: Findings, path: Path, nodes: Iterable[str]) -> None:
    """The nodes whose scores a formula reads are in the tree."""
    for code in sorted(nodes):
        if code not in found.by_code:
            found.unknown(path, phrase("node-unknown", node=code), code, list(found.by_code)[1:])


def _input(found: Findings, path: Path, name: str, types: Iterable[InputType]) -> bool:
    """Whether `name` is an input of one of the types; says so when it is not."""
    inputs, allowed = found.edition.inputs, list(types)
    if name not in inputs:
        found.unknown(path, phrase("input-unknown", name=name), name, inputs)
        return False
    if not found.untouched(("inputs", name, "type")):
        return False
    if inputs[name].type not in allowed:
        found.problem(
            path,
            phrase("input-of-other-type", name=name, type=inputs[name].type),
            phrase("input-of-two-types", one=allowed[0], other=allowed[1])
            if len(allowed) == 2
            else phrase("input-of-type", type=allowed[0]),
        )
        return False
    return True


def _points(found: Findings, path: Path, points: Decimal, spot: Spot, what: Phrase) -> None:
    """Points are not over the maximum of the criterion."""
    most = spot.node.max
    if most is not None and points > most:
        found.problem(
            path,
            phrase("points-over-maximum", what=what, points=points, node=spot.code, most=most),
            phrase("at-most", most=most),
        )


def _steps(found: Findings, path: Path, spot: Spot, rule: Steps) -> None:
    down = rule.direction is Direction.DOWN
    seen: dict[Decimal, int] = {}
    for number, row in enumerate(rule.steps):
        here = (*path, "steps", number)
        _points(found, (*here, "points"), row.points, spot, phrase("the-step-at", bound=row.at_least))
        if row.at_least in seen:
            found.problem(
                here,
                phrase("steps-begin-together", bound=row.at_least),
                mend=phrase("give-own-bounds"),
            )
        seen.setdefault(row.at_least, number)
    best_first = sorted(seen, reverse=not down)
    for better, worse in itertools.pairwise(best_first):
        high, low = rule.steps[seen[better]].points, rule.steps[seen[worse]].points
        if high < low:
            found.problem(
                (*path, "steps", seen[better]),
                phrase(
                    "steps-overlap",
                    better=better,
                    high=high,
                    worse=worse,
                    low=low,
                    direction=phrase("less") if down else phrase("more"),
                ),
                mend=phrase("correct-points"),
            )
    _points(found, (*path, "otherwise"), rule.otherwise, spot, phrase("otherwise"))
    lowest = min(row.points for row in rule.steps)
    if rule.otherwise > lowest:
        found.problem(
            (*path, "otherwise"),
            phrase("otherwise-over-step", points=rule.otherwise, lowest=lowest),
            phrase("at-most", most=lowest),
        )


def _options(found: Findings, path: Path, name: str, points: Mapping[str, Any]) -> None:
    """The options that have points are those of the input; those without are noted."""
    one = found.edition.inputs[name]
    choices = list(YES_NO) if one.type is InputType.YES_NO else list(one.choices or {})
    for option in points:
        if choices and option not in choices:
            found.unknown(
                (*path, option), phrase("choice-unknown", option=option, name=name), option, choices
            )
    for option in choices:
        if option not in points:
            found.note(path, phrase("choice-gives-nothing", option=option, name=name), phrase("give-zero"))


def _choice(found: Findings, path: Path, spot: Spot, rule: Choice) -> None:
    for option, points in rule.points.items():
        _points(found, (*path, "points", option), points, spot, phrase("the-choice", option=option))
    if _input(found, (*path, "choice"), rule.choice, (InputType.CHOICE, InputType.YES_NO)):
        _options(found, (*path, "points"), rule.choice, rule.points)


def _checklist(found: Findings, path: Path, spot: Spot, rule: Checklist) -> None:
    if rule.checklist is None:
        for item in rule.points:
            _input(found, (*path, "points", item), item, (InputType.YES_NO,))
    elif _input(found, (*path, "checklist"), rule.checklist, (InputType.CHECKLIST,)):
        _options(found, (*path, "points"), rule.checklist, rule.points)
    for item, points in rule.points.items():
        _points(
            found, (*path, "points", item), points + rule.base, spot, phrase("the-item-with-base", item=item)
        )
    if rule.cap is not None:
        _points(found, (*path, "cap"), rule.cap, spot, phrase("the-cap"))
    most, gained = spot.node.max, list(rule.points.values())
    if most is None or not gained:
        return
    earned = rule.base + (max(gained) if rule.count == "best" else sum(gained, Decimal(0)))
    if earned < most:
        found.note(path, phrase("items-give-too-little", earned=earned, most=most, node=spot.code))


def _scale(found: Findings, path: Path, spot: Spot, rule: Scale) -> None:
    for number, step in enumerate(rule.scale):
        here = (*path, "scale", number)
        _points(found, (*here, "points"), step.points, spot, phrase("the-step-of-scale", number=number + 1))
        if not step.when and number < len(rule.scale) - 1 and found.untouched(here):
            found.problem(
                here,
                phrase("step-without-condition", number=number + 1),
                mend=phrase("put-it-last"),
            )


def _gate(found: Findings, path: Path, spot: Spot, rule: Gate) -> None:
    _points(found, (*path, "otherwise"), rule.otherwise, spot, phrase("otherwise"))


def _weighted_sum(found: Findings, path: Path, spot: Spot, rule: WeightedSum) -> None:
    if rule.cap is not None:
        _points(found, (*path, "cap"), rule.cap, spot, phrase("the-cap"))
    for number, part in enumerate(rule.weighted_sum):
        if part.at_most is not None:
            here = (*path, "weighted_sum", number, "at_most")
            _points(found, here, part.at_most, spot, phrase("the-part", number=number + 1))


def _survey(found: Findings, path: Path, _spot: Spot, rule: Survey) -> None:
    for option in rule.survey:
        if option not in rule.options:
            found.unknown(
                (*path, "survey", option),
                phrase("option-without-weight", option=option),
                option,
                rule.options,
            )
    for option, weight in rule.options.items():
        here = (*path, "options", option)
        if not 0 <= weight <= 1:
            found.problem(
                here, phrase("option-weight-out", option=option, weight=weight), phrase("zero-to-one")
            )
        if option not in rule.survey:
            found.unknown(here, phrase("option-not-counted", option=option), option, rule.survey)


def _z_score(found: Findings, path: Path, _spot: Spot, rule: ZScore) -> None:
    if rule.sd <= 0:
        found.problem(
            (*path, "sd"),
            phrase("sd-not-positive", value=rule.sd),
            phrase("more-than", than=0),
            phrase("use-direction"),
        )


def _unused(found: Findings, used: set[str]) -> None:
    edition = found.edition
    for step in edition.treatment:
        used |= set(getattr(step, "denominate", {}).values()) | {str(getattr(step, "by", ""))}
        used |= set(getattr(step, "inputs", ())) if isinstance(step, Screen) else set()
    used |= {one.at_most for one in edition.inputs.values() if one.at_most is not None}
    for name in edition.inputs:
        if name not in used:
            found.note(("inputs", name), phrase("input-unused", name=name), phrase("take-out-or-use"))
    for name in edition.observations:
        if name not in used:
            found.note(("observations", name), phrase("table-unused", table=name), phrase("take-out-or-use"))


_CHECKS: dict[str, Callable[[Findings, Path, Spot, Any], None]] = {
    "steps": _steps,
    "choice": _choice,
    "checklist": _checklist,
    "scale": _scale,
    "gate": _gate,
    "weighted_sum": _weighted_sum,
    "survey": _survey,
    "z_score": _z_score,
    "observations": check_observed,
    "blend": check_blend,
}
