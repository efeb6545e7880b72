"""What the reader of a result must know beside its numbers: goalposts that lay on the wrong side."""

from __future__ import annotations

from thangdo.rules.exact import Fraction
from thangdo.rules.index.numbers import as_text
from thangdo.rules.index.phrases import Phrase, phrase
from thangdo.rules.index.result import Result, Why


def notices(result: Result) -> list[Phrase]:
    """One phrase for each node whose observed goalpost lay beyond the other, with the number of units.

    >>> from thangdo.rules.index.answers import Status
    >>> from thangdo.rules.index.result import NodeScore
    >>> why = Why("min-max", {"low": Fraction(85), "high": Fraction(80), "crossed": "low"})
    >>> score = NodeScore("A", Fraction(10), Status.OK, Fraction(10), why)
    >>> empty = dict.fromkeys(("units", "levels", "bands", "groups", "places", "reasons"), {})
    >>> [phrase.code for phrase in notices(Result(facets=[""], scores={("a", ""): {"A": score}}, **empty))]
    ['goalposts-turned-low']
    """
    found: dict[tuple[str, str], tuple[Why, int]] = {}
    for scores in result.scores.values():
        for score in scores.values():
            crossed = score.why.facts.get("crossed")
            if crossed is not None:
                key = score.node, str(crossed)
                first, count = found.get(key, (score.why, 0))
                found[key] = first, count + 1
    return [_said(node, crossed, why, count) for (node, crossed), (why, count) in found.items()]


def _said(node: str, crossed: str, why: Why, count: int) -> Phrase:
    facts = {"node": node, "count": count, "low": _number(why, "low"), "high": _number(why, "high")}
    if crossed == "low":
        return phrase("goalposts-turned-low", **facts)
    return phrase("goalposts-turned-high", **facts)


def _number(why: Why, end: str) -> str:
    number = why.facts[end]
    return as_text(number, 6) if isinstance(number, Fraction) else str(number)
