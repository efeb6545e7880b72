"""How a rule turns an answer into points, said in one sentence for the reader of the criteria."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from thangdo.faces.look.numbers import percent, share, short
from thangdo.faces.look.templatetags.look import language, text

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*")
SIGNS = {">=": "≥", "<=": "≤", "!=": "≠", "==": "=", "*": "×"}
FUNCTIONS = {"min", "max", "abs", "sqrt", "log", "exp", "round"}


class Sayer:
    """Says the rules of one edition; knows the words of its inputs."""

    def __init__(self, inputs: Mapping[str, Any], tables: Mapping[str, Any]) -> None:
        self.titles = {name: text(given.title) for name, given in inputs.items() if given.title}
        self.options = {
            name: {code: text(words) for code, words in given.choices.items()}
            for name, given in inputs.items()
            if given.choices
        }
        self.tables = {name: text(table.title) or name for name, table in tables.items()}

    def quantity(self, formula: str) -> str:
        """An input by its title, or a formula with the titles in it."""
        if formula in self.titles:
            return f"«{self.titles[formula]}»"
        for sign, shown in SIGNS.items():
            formula = formula.replace(sign, shown)
        return NAME.sub(
            lambda found: (
                found.group()
                if found.group() in FUNCTIONS
                else f"«{self.titles.get(found.group(), found.group())}»"
            ),
            formula,
        )

    def sentence(self, rule: Any, maximum: Any) -> str:
        """The rule in words; `maximum` is what can be had."""
        say: Callable[[Sayer, Any, str], str] | None = SENTENCES.get(type(rule).__name__)
        words = say(self, rule, short(maximum, language(), 4)) if say else ""
        return " ".join(part for part in (words, self.emptiness(rule)) if part)

    def emptiness(self, rule: Any) -> str:
        """What happens where there is nothing to divide by."""
        if type(rule).__name__ not in ("Ratio", "Formula", "FormulaPoints", "Observed", "Blend", "Survey"):
            return ""
        return {
            "full": _("Nothing to count: full points."),
            "zero": _("Nothing to count: no points."),
            "not-applicable": _("Nothing to count: not applicable."),
            "last-year": _("Nothing to count: the score of the year before."),
        }[str(rule.empty)]

    def points_list(self, points: Mapping[str, Any], options: Mapping[str, str]) -> str:
        """Options with their points: A 10; B 5."""
        return "; ".join(
            f"{options.get(code) or self.titles.get(code, code)}: {short(value, language(), 4)}"
            for code, value in points.items()
        )


def _value(say: Sayer, rule: Any, top: str) -> str:
    return _("The points are imported as they were published: %(what)s.") % {"what": say.quantity(rule.value)}


def _ratio(say: Sayer, rule: Any, top: str) -> str:
    facts = {"a": say.quantity(rule.ratio[0]), "b": say.quantity(rule.ratio[1]), "max": top}
    words = (
        _("(1 − %(a)s / %(b)s) × %(max)s points.")
        if str(rule.direction) == "down"
        else _("%(a)s / %(b)s × %(max)s points.")
    ) % facts
    if rule.full_at is not None and rule.full_at != 1:
        words += " " + _("Full points from %(share)s on.") % {"share": share(rule.full_at, language(), 2)}
    return words


def _steps(say: Sayer, rule: Any, top: str) -> str:
    rows = "; ".join(
        _("from %(from)s: %(points)s")
        % {"from": short(row.at_least, language(), 4), "points": short(row.points, language(), 4)}
        for row in rule.steps
    )
    return _("Points by %(what)s: %(rows)s; otherwise %(rest)s.") % {
        "what": say.quantity(rule.of),
        "rows": rows,
        "rest": short(rule.otherwise, language(), 4),
    }


def _choice(say: Sayer, rule: Any, top: str) -> str:
    options = say.options.get(rule.choice, {"yes": _("yes"), "no": _("no")})
    return _("Points by what is chosen: %(rows)s.") % {"rows": say.points_list(rule.points, options)}


def _checklist(say: Sayer, rule: Any, top: str) -> str:
    rows = say.points_list(rule.points, say.options.get(rule.checklist or "", {}))
    words = (
        _("The best item counts: %(rows)s.") if rule.count == "best" else _("The items add up: %(rows)s.")
    ) % {"rows": rows}
    if rule.base:
        words += " " + _("%(base)s points as soon as there is one.") % {
            "base": short(rule.base, language(), 4)
        }
    if rule.cap is not None:
        words += " " + _("At most %(cap)s.") % {"cap": short(rule.cap, language(), 4)}
    return words


def _best(say: Sayer, rule: Any, top: str) -> str:
    down = str(rule.direction) == "down"
    return (
        _("Lowest value among the units / %(what)s × %(max)s points.")
        if down
        else _("%(what)s / highest value among the units × %(max)s points.")
    ) % {"what": say.quantity(rule.best), "max": top}


def _min_max(say: Sayer, rule: Any, top: str) -> str:
    return _("%(what)s between the lowest (%(low)s) and the highest (%(high)s), × %(max)s points.") % {
        "what": say.quantity(rule.min_max),
        "low": _post(rule.low),
        "high": _post(rule.high),
        "max": top,
    }


def _post(value: Any) -> str:
    return _("as observed") if value == "observed" else short(value, language(), 6)


def _z_score(say: Sayer, rule: Any, top: str) -> str:
    return _("Distance of %(what)s from the mean, in standard deviations.") % {
        "what": say.quantity(rule.z_score)
    }


def _rank(say: Sayer, rule: Any, top: str) -> str:
    words = (
        _("Points by percentile of %(what)s, at most %(max)s.")
        if rule.as_ == "percentile"
        else _("Points by rank in %(what)s, at most %(max)s.")
    )
    return words % {"what": say.quantity(rule.rank), "max": top}


def _distance(say: Sayer, rule: Any, top: str) -> str:
    return _("Way covered by %(what)s from %(start)s to the target %(target)s, × %(max)s points.") % {
        "what": say.quantity(rule.distance),
        "start": _post(rule.start),
        "target": short(rule.target, language(), 4),
        "max": top,
    }


def _complement(say: Sayer, rule: Any, top: str) -> str:
    return _("(1 − (%(sum)s)) × %(max)s points, not under zero.") % {
        "sum": " + ".join(say.quantity(part) for part in rule.complement),
        "max": top,
    }


def _zero_tolerance(say: Sayer, rule: Any, top: str) -> str:
    return _("%(max)s points when %(what)s is zero in the whole period, otherwise none.") % {
        "what": say.quantity(rule.zero_tolerance),
        "max": top,
    }


def _scale(say: Sayer, rule: Any, top: str) -> str:
    rows = "; ".join(
        f"{short(step.points, language(), 4)}: "
        + (_(" and ").join(say.quantity(condition) for condition in step.when) or _("otherwise"))
        for step in rule.scale
    )
    return _("A scale, the first that holds: %(rows)s.") % {"rows": rows}


def _gate(say: Sayer, rule: Any, top: str) -> str:
    return _("%(max)s points when all hold: %(conditions)s; otherwise %(rest)s.") % {
        "max": top,
        "conditions": "; ".join(say.quantity(condition) for condition in rule.gate),
        "rest": short(rule.otherwise, language(), 4),
    }


def _weighted_sum(say: Sayer, rule: Any, top: str) -> str:
    rows = "; ".join(
        _("%(points)s for each %(what)s")
        % {"points": short(part.points, language(), 4), "what": say.quantity(part.of)}
        + (
            _(" (at most %(cap)s)") % {"cap": short(part.at_most, language(), 4)}
            if part.at_most is not None
            else ""
        )
        for part in rule.weighted_sum
    )
    cap = top if rule.cap is None else short(rule.cap, language(), 4)
    return _("Added up: %(rows)s; together at most %(cap)s.") % {"rows": rows, "cap": cap}


def _survey(say: Sayer, rule: Any, top: str) -> str:
    rows = "; ".join(
        f"{option} {percent(weight * 100, language())}" for option, weight in rule.options.items()
    )
    return _("Mean of the answers to the survey (%(rows)s) × %(max)s points.") % {"rows": rows, "max": top}


def _formula(say: Sayer, rule: Any, top: str) -> str:
    words = (
        _("Share of %(max)s points by the formula %(formula)s.")
        if rule.as_ == "share"
        else _("Points by the formula %(formula)s, at most %(max)s.")
    )
    return words % {"formula": say.quantity(rule.formula), "max": top}


def _observed(say: Sayer, rule: Any, top: str) -> str:
    return _("%(what)s, at most %(max)s points.") % {"what": _taken(say, rule), "max": top}


def _blend(say: Sayer, rule: Any, top: str) -> str:
    rows = "; ".join(f"{short(part.weight, language(), 4)} × {_taken(say, part)}" for part in rule.blend)
    return _("Weighted mean of the parts that are present: %(rows)s; at most %(max)s points.") % {
        "rows": rows,
        "max": top,
    }


def _taken(say: Sayer, part: Any) -> str:
    """What is taken of an observation table."""
    take = part.take
    kinds = {
        "mean": _("mean of %(column)s"),
        "sum": _("sum of %(column)s"),
        "max": _("highest %(column)s"),
        "min": _("lowest %(column)s"),
        "count": _("number of rows"),
        "share": _("share with %(column)s"),
        "any": _("at least one with %(column)s"),
        "weighted": _("weighted mean of %(column)s"),
        "never": _("share that were never late in the period"),
        "options": _("mean of the answers in %(column)s"),
    }
    kind = next((name for name in kinds if getattr(take, name, None) is not None), "count")
    chosen = getattr(take, kind, "")
    column = (
        ", ".join(chosen)
        if isinstance(chosen, dict)
        else getattr(chosen, "value", None) or getattr(chosen, "column", chosen)
    )
    where = ", ".join(f"{name} = {_filter(given)}" for name, given in part.where.items())
    words = f"{kinds[kind] % {'column': column}} ({say.tables.get(part.observations, part.observations)}"
    return words + (f"; {where})" if where else ")")


def _filter(given: Any) -> str:
    if given.in_ is not None:
        return " / ".join(given.in_)
    parts = [
        f"≥ {given.at_least}" if given.at_least is not None else "",
        f"≤ {given.at_most}" if given.at_most is not None else "",
    ]
    return " ".join(part for part in parts if part)


SENTENCES: dict[str, Callable[[Sayer, Any, str], str]] = {
    "Value": _value,
    "Ratio": _ratio,
    "Steps": _steps,
    "Choice": _choice,
    "Checklist": _checklist,
    "Best": _best,
    "MinMax": _min_max,
    "ZScore": _z_score,
    "RankPoints": _rank,
    "Distance": _distance,
    "Complement": _complement,
    "ZeroTolerance": _zero_tolerance,
    "Scale": _scale,
    "Gate": _gate,
    "WeightedSum": _weighted_sum,
    "Survey": _survey,
    "FormulaPoints": _formula,
    "Observed": _observed,
    "Blend": _blend,
}
