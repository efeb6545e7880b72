"""Signals in words: what each one is, from which value on it shows, and what it says of one answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thangdo.faces.look import numbers, sentences, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.work.assessments.queries.signals import DEFINITIONS, Signal

SHARES = ("before", "now", "share", "tier")
AMOUNTS = ("declared", "computed")
MOST_UNITS = 4


@dataclass(frozen=True)
class Explained:
    """A signal with its name and its definition, its threshold filled in."""

    id: str
    name: str
    definition: str


def name(code: str) -> str:
    """What a signal is called."""
    return wording.name("signals", code, "name")


def definition(code: str) -> str:
    """What a signal means, with its threshold."""
    rule = DEFINITIONS[code]
    return _said(
        code,
        "definition",
        {
            "n": numbers.number(rule.threshold, language(), 0),
            "share": numbers.share(rule.threshold, language()),
            "least": rule.at_least,
            "deviations": rule.deviations,
        },
    )


def all_of_them() -> list[Explained]:
    """Every signal, in its order."""
    return [Explained(code, name(code), definition(code)) for code in DEFINITIONS]


def sentence(one: Signal, units: dict[str, str], inputs: dict[str, str]) -> str:
    """What a signal says of this unit and answer. units: code -> name; inputs: name -> title."""
    facts = {key: _fact(key, value, inputs) for key, value in one.facts.items()}
    facts["nodes"] = ", ".join(one.nodes)
    named = [units.get(code, code) for code in one.units]
    facts["units"] = ", ".join(named[:MOST_UNITS]) + (" …" if len(named) > MOST_UNITS else "")
    return _said(one.id, "one-day" if one.facts.get("days") == 1 else "says", facts)


def _said(code: str, part: str, facts: Mapping[str, Any]) -> str:
    return sentences.filled(sentences.pair("signals", code, part) or ("", ""), facts, language())


def _fact(key: str, value: Any, inputs: Mapping[str, str]) -> Any:
    if key in SHARES:
        return numbers.share(_fraction(value), language())
    if key == "points":
        return numbers.number(_fraction(value), language(), 2, sign=True)
    if key in AMOUNTS:
        return numbers.short(_fraction(value), language())
    if key == "one_in":
        return _about(int(value))
    return inputs.get(str(value), str(value)) if key == "input" else value


def _about(number: int) -> int:
    """A large number with two figures that count."""
    places = max(len(str(number)) - 2, 0)
    return number // 10**places * 10**places


def _fraction(text: object) -> str:
    """An exact fraction as its text `3/10`, as decimals."""
    above, _slash, below = str(text).partition("/")
    if not below:
        return above
    scaled = int(above) * 10**12 // int(below)
    sign = "-" if scaled < 0 else ""
    whole, rest = divmod(abs(scaled), 10**12)
    return f"{sign}{whole}.{rest:012d}"
