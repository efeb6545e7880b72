"""How the scores of parts become the score of the whole, and what a part without a score does to it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from thangdo.rules.index.edition.base import Model


class Combine(StrEnum):
    SUM = "sum"
    MEAN = "mean"
    GEOMETRIC = "geometric"
    HARMONIC = "harmonic"
    GENERALISED = "generalised"
    MINIMUM = "minimum"


class Penalised(Model):
    """The mean with a penalty for imbalance, M - S²/M (down) or M + S²/M (up).

    M and S²: weighted mean and variance of the parts. Source: Mazziotta and Pareto (2016), MPI and AMPI.
    """

    penalised: Literal["down", "up"]


class MeanMin(Model):
    """Between the mean (0) and the least (1): M - a x (M - least).

    Source: Casadio Tarabusi and Guarini (2013), the mean-min function with beta 0.
    """

    mean_min: Decimal = Field(ge=0, le=1)


How = Combine | Penalised | MeanMin


def combine_name(how: How) -> str:
    """The word of a way to combine; the code of its sentence.

    >>> combine_name(Combine.MEAN), combine_name(Penalised(penalised="down"))
    ('mean', 'penalised-down')
    """
    if isinstance(how, Combine):
        return how.value
    return f"penalised-{how.penalised}" if isinstance(how, Penalised) else "mean-min"


class MissingRule(StrEnum):
    """What a part without a score does to its parent."""

    RENORMALISE = "renormalise"
    ZERO = "zero"
    PROPAGATE = "propagate"


class MissingRules(Model):
    """The missing-data rule for each of the three kinds of missing."""

    not_applicable: MissingRule = Field(default=MissingRule.RENORMALISE, alias="not-applicable")
    not_answered: MissingRule = Field(default=MissingRule.ZERO, alias="not-answered")
    not_measured: MissingRule = Field(default=MissingRule.RENORMALISE, alias="not-measured")


def _missing(value: object) -> object:
    """One word stands for all three kinds of missing."""
    if isinstance(value, str):
        return {"not-applicable": value, "not-answered": value, "not-measured": value}
    return value


_word_or_map = BeforeValidator(_missing, json_schema_input_type=MissingRule | MissingRules)
Missing = Annotated[MissingRules, _word_or_map]
_PARTS = ("pillars", "groups", "criteria", "sub_criteria")
_KINDS = ("not-applicable", "not-answered", "not-measured")


def with_missing(data: object) -> object:
    """An edition as written, with the head's `missing` in every node with parts that says less.

    Anything but a map is given back as it is, and so is an edition whose head says nothing that can be used.

    >>> tree = {"criteria": {"A": {}}}
    >>> with_missing({"missing": {"not-answered": "propagate"}, "index": tree})["index"]["missing"]
    {'not-answered': 'propagate'}
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("index"), Mapping):
        return data
    head = _missing(data.get("missing"))
    words = set(MissingRule)
    if not isinstance(head, Mapping) or not all(k in _KINDS and v in words for k, v in head.items()):
        return data
    return {**data, "index": _filled(data["index"], head)}


def _filled(node: Mapping[str, Any], head: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(node)
    for key in _PARTS:
        if isinstance(node.get(key), Mapping):
            parts = node[key]
            made[key] = {
                code: _filled(part, head) if isinstance(part, Mapping) else part
                for code, part in parts.items()
            }
            own = _missing(node.get("missing"))
            if own is None or isinstance(own, Mapping):
                made["missing"] = {**head, **(own or {})}
    return made
