"""The explanation of a unit as one line of canonical JSON, written without the data between them.

Keys are sorted, nothing is escaped but what JSON must; `json.dumps` of `Explainer.of` gives the same line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any

from thangdo.rules.exact import Fraction, Rational
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.evaluate import ENGINE_VERSION
from thangdo.rules.index.explain import Explainer, plain
from thangdo.rules.index.numbers import as_text
from thangdo.rules.index.result import NodeScore, Result, Why

_MOST_KEPT = 100_000  # reasons that are kept as text: those of wholes and of equal numbers come again


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
        return f'"{as_text(value)}"'  # type: ignore[arg-type]
    if kind is str:
        return encode_basestring(value)  # type: ignore[arg-type]
    if value is None:
        return "null"
    if kind is dict:
        items = sorted(value.items())  # type: ignore[attr-defined]
        return "{" + ",".join([f"{encode_basestring(key)}:{_fact(item)}" for key, item in items]) + "}"
    if kind is tuple:
        return "[" + ",".join([_fact(item) for item in value]) + "]"  # type: ignore[attr-defined]
    return _ENCODER.encode(plain(value))


class Lines:
    """The lines of one result."""

    def __init__(self, edition: Edition, result: Result, engine: str = ENGINE_VERSION) -> None:
        self.explainer = Explainer(edition, result, engine)
        self.plain = engine == "1"
        self.kept: dict[int, tuple[Why, str]] = {}
        self.before = {}
        for told in self.explainer.told:
            middle = f'"node":{json.dumps(told.code)},"parent":{json.dumps(told.parent)},"score":'
            self.before[told.code] = f'{{"kind":"{told.kind}","lost":', middle, told

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
        start, middle, told = self.before[score.node]
        points, maximum = score.score, score.maximum
        share = lost = "null"
        if points is not None and maximum is not None:
            share = f'"{as_text(points / maximum)}"' if maximum else "null"
            lost = f'"{as_text(maximum - points)}"' if told.counts else "null"
        return (
            f'{start}{lost},"maximum":{self._number(maximum)},{middle}{self._number(points)},"share":{share},'
            f'"status":"{score.status.value}","weight":"{told.weight}",'
            f'"why":{self._why(score.why)}}}'
        )

    def _number(self, number: Fraction | None) -> str:
        return "null" if number is None else f'"{as_text(number)}"'

    def _why(self, why: Why) -> str:
        found = self.kept.get(id(why))
        if found is not None:
            return found[1]
        text = f'{{"code":"{why.code}","facts":{_fact(dict(why.facts))}}}'
        if len(self.kept) < _MOST_KEPT:
            self.kept[id(why)] = why, text
        return text
