"""How a rule turns an answer into points, said in one sentence for the reader of the criteria.

The sentences stand in library/words/rules.yaml; a rule gives the code of its own and what fills the gaps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from thangdo.faces.look import wording
from thangdo.faces.look.numbers import percent, share, short, weight
from thangdo.faces.look.templatetags.look import language, text

NAME = re.compile(r"node\([^()]*\)|[A-Za-z_][A-Za-z0-9_.\-]*")
SIGNS = {">=": "≥", "<=": "≤", "!=": "≠", "==": "=", "*": "×"}
FUNCTIONS = {"min", "max", "abs", "sqrt", "log", "exp", "round"}
FUNCTIONS |= {"sum", "mean", "sd", "low", "high", "count", "norm", "all", "tier", "facets"}  # over all units
DIVIDE = ("Ratio", "Formula", "FormulaPoints", "Observed", "Blend", "Survey")  # may have nothing to divide by
TAKEN = ("mean", "sum", "max", "min", "count", "share", "any", "weighted", "never", "options")
Told = tuple[str, dict[str, str]]  # code of the sentence, what fills its gaps


class Sayer:
    """Says the rules of one edition; knows the words of its inputs."""

    def __init__(
        self, inputs: Mapping[str, Any], tables: Mapping[str, Any], nodes: Mapping[str, str] | None = None
    ) -> None:
        self.nodes = nodes or {}
        self.titles = {name: text(given.title) for name, given in inputs.items() if given.title}
        self.options = {
            name: {code: text(words) for code, words in given.choices.items()}
            for name, given in inputs.items()
            if given.choices
        }
        self.tables = {name: text(table.title) or name for name, table in tables.items()}

    def quantity(self, written: str) -> str:
        """An input by its title, or a formula with the titles in it."""
        if written in self.titles:
            return f"“{self.titles[written]}”"
        for sign, shown in SIGNS.items():
            written = written.replace(sign, shown)
        return NAME.sub(
            lambda found: (
                self.node_score(found.group()[5:-1].strip())
                if found.group().endswith(")")
                else found.group()
                if found.group() in FUNCTIONS
                else f"“{self.titles.get(found.group(), found.group())}”"
            ),
            written,
        )

    def node_score(self, code: str) -> str:
        """The score of another node, by its title."""
        return said("node-score", node=f"“{self.nodes.get(code, code)}”")

    def sentence(self, rule: Any, maximum: Any) -> str:
        """The rule in words; `maximum` is what can be had."""
        tell = RULES.get(type(rule).__name__)
        told = list(tell(self, rule)) if tell else []
        if type(rule).__name__ in DIVIDE:
            told.append((f"empty-{rule.empty}", {}))
        return " ".join(said(code, max=_number(maximum), **facts) for code, facts in told)

    def points_list(self, points: Mapping[str, Any], options: Mapping[str, str]) -> str:
        """Options with their points: A 10; B 5."""
        return "; ".join(
            f"{options.get(code) or self.titles.get(code, code)}: {_number(value)}"
            for code, value in points.items()
        )


def said(code: str, **facts: str) -> str:
    """A sentence of the rules, or a part of one, in the language of the page."""
    return wording.name("rules", code).format(**facts)


def _number(value: Any) -> str:
    return short(value, language(), 4)


def _post(value: Any) -> str:
    if value == "observed":
        return said("observed-post")
    if not hasattr(value, "quantile"):
        return short(value, language(), 6)
    if value.unit is not None:
        post = said("post-of-unit", unit=value.unit)
    elif value.quantile is not None:
        post = said("post-quantile", share=share(value.quantile, language(), 2))
    else:
        post = said("observed-post")
    return post if value.year is None else said("post-in-year", post=post, year=value.year)


def _of(code: str, field: str) -> Callable[[Sayer, Any], Iterator[Told]]:
    """A rule whose sentence needs only the quantity that it is over."""

    def tell(say: Sayer, rule: Any) -> Iterator[Told]:
        yield code, {"what": say.quantity(getattr(rule, field))}

    return tell


def _ratio(say: Sayer, rule: Any) -> Iterator[Told]:
    code = "ratio-down" if str(rule.direction) == "down" else "ratio"
    yield code, {"a": say.quantity(rule.ratio[0]), "b": say.quantity(rule.ratio[1])}
    if rule.full_at is not None and rule.full_at != 1:
        yield "full-from", {"share": share(rule.full_at, language(), 2)}


def _steps(say: Sayer, rule: Any) -> Iterator[Told]:
    rows = "; ".join(
        said("step", bound=_number(row.at_least), points=_number(row.points)) for row in rule.steps
    )
    yield "steps", {"what": say.quantity(rule.of), "rows": rows, "rest": _number(rule.otherwise)}


def _choice(say: Sayer, rule: Any) -> Iterator[Told]:
    yes_no = {answer: wording.name("answers", answer) for answer in ("yes", "no")}
    yield "choice", {"rows": say.points_list(rule.points, say.options.get(rule.choice, yes_no))}


def _checklist(say: Sayer, rule: Any) -> Iterator[Told]:
    rows = say.points_list(rule.points, say.options.get(rule.checklist or "", {}))
    yield "checklist-best" if rule.count == "best" else "checklist", {"rows": rows}
    if rule.base:
        yield "base", {"base": _number(rule.base)}
    if rule.cap is not None:
        yield "cap", {"cap": _number(rule.cap)}


def _best(say: Sayer, rule: Any) -> Iterator[Told]:
    yield "best-down" if str(rule.direction) == "down" else "best", {"what": say.quantity(rule.best)}


def _min_max(say: Sayer, rule: Any) -> Iterator[Told]:
    yield "min-max", {"what": say.quantity(rule.min_max), "low": _post(rule.low), "high": _post(rule.high)}
    if rule.floor is not None:
        yield "floor", {"floor": _number(rule.floor)}


def _rank(say: Sayer, rule: Any) -> Iterator[Told]:
    what = {"what": say.quantity(rule.rank)}
    if rule.from_ is not None:
        yield "rank-points", {**what, "from": str(rule.from_)}
    else:
        yield "percentile" if rule.as_ == "percentile" else "rank", what
    if rule.ties != "high":
        yield f"ties-{rule.ties}", {}
    if rule.floor is not None:
        yield "floor", {"floor": _number(rule.floor)}


def _distance(say: Sayer, rule: Any) -> Iterator[Told]:
    posts = {"start": _post(rule.start), "target": _post(rule.target)}
    yield "distance", {"what": say.quantity(rule.distance), **posts}


def _complement(say: Sayer, rule: Any) -> Iterator[Told]:
    yield "complement", {"sum": " + ".join(say.quantity(part) for part in rule.complement)}


def _scale(say: Sayer, rule: Any) -> Iterator[Told]:
    rows = (
        f"{_number(step.points)}: "
        + (said("and").join(say.quantity(condition) for condition in step.when) or said("otherwise"))
        for step in rule.scale
    )
    yield "scale", {"rows": "; ".join(rows)}


def _gate(say: Sayer, rule: Any) -> Iterator[Told]:
    conditions = "; ".join(say.quantity(condition) for condition in rule.gate)
    yield "gate", {"conditions": conditions, "rest": _number(rule.otherwise)}


def _weighted_sum(say: Sayer, rule: Any) -> Iterator[Told]:
    rows = "; ".join(
        said(
            "for-each" if part.at_most is None else "for-each-capped",
            points=_number(part.points),
            what=say.quantity(part.of),
            cap=_number(part.at_most),
        )
        for part in rule.weighted_sum
    )
    if rule.cap is None:
        yield "weighted-sum", {"rows": rows}
    else:
        yield "weighted-sum-capped", {"rows": rows, "cap": _number(rule.cap)}


def _survey(say: Sayer, rule: Any) -> Iterator[Told]:
    rows = (f"{option} {percent(given * 100, language())}" for option, given in rule.options.items())
    yield "survey", {"rows": "; ".join(rows)}


def _formula(say: Sayer, rule: Any) -> Iterator[Told]:
    yield "formula-share" if rule.as_ == "share" else "formula", {"formula": say.quantity(rule.formula)}


def _observed(say: Sayer, rule: Any) -> Iterator[Told]:
    yield "observed", {"what": _taken(say, rule)}


def _blend(say: Sayer, rule: Any) -> Iterator[Told]:
    yield (
        "blend",
        {"rows": "; ".join(f"{_number(weight(part.weight))} × {_taken(say, part)}" for part in rule.blend)},
    )


def _taken(say: Sayer, part: Any) -> str:
    """What is taken of an observation table."""
    take = part.take
    kind = next((name for name in TAKEN if getattr(take, name, None) is not None), "count")
    chosen = getattr(take, kind, "")
    column = (
        ", ".join(chosen)
        if isinstance(chosen, dict)
        else getattr(chosen, "value", None) or getattr(chosen, "column", chosen)
    )
    where = ", ".join(f"{name} = {_filter(given)}" for name, given in part.where.items())
    table = say.tables.get(part.observations, part.observations)
    words = f"{said(f'take-{kind}', column=str(column))} ({table}"
    return words + (f"; {where})" if where else ")")


def _filter(given: Any) -> str:
    if given.in_ is not None:
        return " / ".join(given.in_)
    parts = [
        f"≥ {given.at_least}" if given.at_least is not None else "",
        f"≤ {given.at_most}" if given.at_most is not None else "",
    ]
    return " ".join(part for part in parts if part)


RULES: dict[str, Callable[[Sayer, Any], Iterator[Told]]] = {
    "Value": _of("value", "value"),
    "Ratio": _ratio,
    "Steps": _steps,
    "Choice": _choice,
    "Checklist": _checklist,
    "Best": _best,
    "MinMax": _min_max,
    "ZScore": _of("z-score", "z_score"),
    "RankPoints": _rank,
    "Distance": _distance,
    "Complement": _complement,
    "ZeroTolerance": _of("zero-tolerance", "zero_tolerance"),
    "Scale": _scale,
    "Gate": _gate,
    "WeightedSum": _weighted_sum,
    "Survey": _survey,
    "FormulaPoints": _formula,
    "Observed": _observed,
    "Blend": _blend,
}
