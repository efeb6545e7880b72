"""The explanation of a unit as one line of canonical JSON, written without the data between them.

Keys are sorted, nothing is escaped but what JSON must; `json.dumps` of `Explainer.of` gives the same line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any

from thangdo.rules.exact import Fraction, Rational
from thangdo.rules.index.answers import Status
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.evaluate import ENGINE_VERSION
from thangdo.rules.index.explain import Explainer, plain
from thangdo.rules.index.numbers import as_text
from thangdo.rules.index.result import NodeScore, Result, Why

_MOST_KEPT = 100_000  # reasons kept as text: those of wholes and of one number come again


def line_of(data: Mapping[str, Any]) -> str:
    """Data as one line of JSON with sorted keys.

    >>> line_of({"b": "xã", "a": None})
    '{"a":null,"b":"xã"}'
    """
    return _ENCODER.encode(data)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _fact(value: object) -> str:
    """A fact of a reason as JSON; `line_of(plain(value))`."""
    kind = value.__class__
    if kind is Rational:
        return _number(value)  # type: ignore[arg-type]
    if kind is str:
        return encode_basestring(value)  # type: ignore[arg-type]
    if value is None:
        return "null"
    if kind is dict:
        return _facts(value)  # type: ignore[arg-type]
    if kind is tuple:
        return "[" + ",".join([_fact(item) for item in value]) + "]"  # type: ignore[attr-defined]
    return _ENCODER.encode(plain(value))


def _facts(facts: Mapping[str, object]) -> str:
    """A map of facts by key. The same keys come again with every unit: their order is kept."""
    keys = tuple(facts)
    order = _orders.get(keys)
    if order is None:
        if len(_orders) >= _MOST_KEPT:
            _orders.clear()
        order = _orders[keys] = [(key, encode_basestring(key) + ":") for key in sorted(keys)]
    return (
        "{"
        + ",".join(
            [
                start + (_number(fact) if (fact := facts[key]).__class__ is Rational else _fact(fact))
                for key, start in order
            ]
        )
        + "}"
    )


_orders: dict[tuple[str, ...], list[tuple[str, str]]] = {}


def _number(number: Fraction) -> str:
    above, below = number.as_integer_ratio()
    return f'"{above}"' if below == 1 else f'"{as_text(number)}"'


_STATUS = {status: status.value for status in Status}


class Lines:
    """The lines of one result."""

    def __init__(self, edition: Edition, result: Result, engine: str = ENGINE_VERSION) -> None:
        self.explainer = Explainer(edition, result, engine)
        self.plain = engine == "1"
        self.kept: dict[int, tuple[Why, str]] = {}
        self.before = {}
        for told in self.explainer.told:
            middle = f'"node":{json.dumps(told.code)},"parent":{json.dumps(told.parent)},"score":'
            last = f',"weight":"{told.weight}","why":'
            self.before[told.code] = f'{{"kind":"{told.kind}","lost":', middle, last, told.counts

    def of(self, unit: str, facet: str) -> str:
        """The line of a unit and facet. KeyError when there is none."""
        if self.plain:
            return line_of(self.explainer.of(unit, facet))
        told = self.explainer.about(unit, facet)
        first = line_of({key: value for key, value in told.items() if key < "nodes"})
        last = line_of({key: value for key, value in told.items() if key > "nodes"})
        scores = self.explainer.result.scores[unit, facet]
        nodes = [self._node(scores[code]) for code in self.before if code in scores]
        return f'{first[:-1]},"nodes":[{",".join(nodes)}],{last[1:]}'

    def _node(self, score: NodeScore) -> str:
        start, middle, last, counts = self.before[score.node]
        points, maximum = score.score, score.maximum
        share = lost = "null"
        if points is not None and maximum is not None:
            share = _number(points / maximum) if maximum else "null"
            lost = _number(maximum - points) if counts else "null"
        most = "null" if maximum is None else _number(maximum)
        shown = "null" if points is None else _number(points)
        return (
            f'{start}{lost},"maximum":{most},{middle}{shown},"share":{share},'
            f'"status":"{_STATUS[score.status]}"{last}{self._why(score.why)}}}'
        )

    def _why(self, why: Why) -> str:
        found = self.kept.get(id(why))
        if found is not None:
            return found[1]
        text = f'{{"code":"{why.code}","facts":{_facts(why.facts)}}}'
        inputs = why.facts.get("inputs", ())
        if len(inputs) < 2 and len(self.kept) < _MOST_KEPT:  # type: ignore[arg-type]
            self.kept[id(why)] = why, text
        return text
