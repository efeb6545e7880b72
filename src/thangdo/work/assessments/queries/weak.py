"""Weak places: after the appraisal, each criterion with the units that lie below its gate, by field.

The rule (`RULE`): the gate of a criterion is the share of its maximum that the lowest level of the edition
needs of this very criterion; a criterion that no level names has the gate of one half. A unit is below when
its share is smaller, or when it has no answer; a criterion that does not apply to a unit is left out.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import overload

from django_tasks import task

from thangdo.records.files import kept
from thangdo.records.people.acting import Actor
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Status
from thangdo.rules.index.edition.model import Edition, Need, Text
from thangdo.rules.index.numbers import as_text, exact
from thangdo.rules.index.result import NodeScore
from thangdo.work.assessments import scoring
from thangdo.work.assessments.models import Campaign, Submission
from thangdo.work.assessments.queries import access, blind, large
from thangdo.work.assessments.questionnaire import asked

RENEWED = timedelta(minutes=5)  # a kept table is shown for at least so long before it is computed anew
RULE = {"default": Fraction(1, 2), "from": "the lowest level that names the criterion"}
FIELDS = ("staff", "infrastructure", "one-stop", "procedures", "other")
_FIELD = {
    "staff": "staff",
    "infrastructure": "infrastructure",
    "one-stop": "one-stop",
    "procedures": "procedures",
}


@dataclass(frozen=True, slots=True)
class Gate:
    """What a criterion needs: a share of its maximum, and the level that says so ("" where none does)."""

    share: str
    level: str


@dataclass(frozen=True, slots=True)
class Below:
    """A unit below the gate of a criterion. share, score: None without an answer (then `status` says why)."""

    scheme: str
    code: str
    name_vi: str
    name_en: str
    tier: str
    status: str
    score: str | None
    maximum: str | None
    share: str | None

    def name(self, language: str) -> str:
        """The unit's name."""
        return self.name_en if language == "en" and self.name_en else self.name_vi


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with the units below its gate, the weakest first, and how many were looked at."""

    node: str
    title: Text
    field: str
    gate: Gate
    below: Sequence[Below]
    units: int

    @property
    def share(self) -> Fraction:
        """Units below, of those to which the criterion applies."""
        return Fraction(len(self.below), self.units) if self.units else Fraction(0)


@dataclass(frozen=True, slots=True)
class Weak:
    """All weak places of a campaign by field; `counted` has units below and units looked at by criterion.

    at: when it was computed, where that was before (a large campaign); None: now.
    """

    campaign: Campaign
    fields: Mapping[str, tuple[Criterion, ...]]
    units: int
    counted: Mapping[tuple[str, str], tuple[int, int]]  # (criterion, tier) -> (below, units)
    at: datetime | None = None

    @property
    def found(self) -> int:
        """Pairs of criterion and unit."""
        return sum(len(one.below) for some in self.fields.values() for one in some)


def weak(actor: Actor, slug: str, *, tier: str = "", field: str = "", unit: str = "") -> Weak:
    """The weak places as the answers count now. A few queries.

    Of a large campaign: as the worker computed them last; `at` says when. Raises NotAllowed, Refused,
    BeingMade.
    """
    campaign = access.whole(actor, slug)
    if not large.is_large(campaign):
        return computed(actor, slug, tier=tier, field=field, unit=unit)
    name = _name(campaign)
    found = kept.find(name, large.mark(campaign))
    if found is None or (not found.current and found.age > RENEWED):
        kept.ask(name, lambda: compute.enqueue(slug))
    if found is None:
        raise kept.BeingMade(kept.why(name))
    whole = _read(campaign, found.path.read_bytes())
    if kept_back := blind.owed(actor, campaign):
        whole = _without(whole, kept_back)
    return replace(_narrowed(whole, tier, field, unit), at=None if found.current else found.made)


def computed(actor: Actor, slug: str, *, tier: str = "", field: str = "", unit: str = "") -> Weak:
    """The same, computed here and now, whatever it costs. Raises NotAllowed, Refused."""
    campaign = access.whole(actor, slug)
    scored = scoring.score(campaign, kept_back=blind.owed(actor, campaign), facts=False)
    return table(campaign, scored, tier=tier, field=field, unit=unit)


@task()
def compute(slug: str) -> None:
    """Compute the weak places of a campaign and keep them."""
    campaign = Campaign.objects.select_related("edition").get(slug=slug)
    mark = large.mark(campaign)  # before the reading: what comes meanwhile makes it old
    found = table(campaign, scoring.score(campaign, facts=False))
    kept.keep(_name(campaign), mark, "weak.json.gz", _written(found))


def _without(found: Weak, kept_back: blind.Owed) -> Weak:
    """A kept table without the answers of which the reader owes a second opinion, whatever they are."""
    codes = dict(Submission.objects.filter(pk__in=kept_back).values_list("unit__code", "pk"))
    fields = {}
    for name, some in found.fields.items():
        rows = []
        for one in some:
            below = (row for row in one.below if one.node not in kept_back.get(codes.get(row.code, 0), ()))
            rows.append(replace(one, below=tuple(below)))
        fields[name] = tuple(one for one in rows if one.below)
    return replace(found, fields={name: some for name, some in fields.items() if some})


def _name(campaign: Campaign) -> str:
    return f"weak:{campaign.slug}"


def _written(found: Weak) -> bytes:
    """A table as gzipped JSON: each unit once, and of each criterion the units below."""
    units: dict[str, tuple[str, str, str, str]] = {}
    criteria = []
    for some in found.fields.values():
        for one in some:
            for row in one.below:
                units[row.code] = (row.scheme, row.name_vi, row.name_en, row.tier)
            below = [(row.code, row.status, row.score, row.maximum, row.share) for row in one.below]
            gate = (one.gate.share, one.gate.level)
            criteria.append((one.node, one.title.model_dump(), one.field, gate, below, one.units))
    counted = [(node, tier, *numbers) for (node, tier), numbers in found.counted.items()]
    content = {"units": units, "criteria": criteria, "all": found.units, "counted": counted}
    return gzip.compress(json.dumps(content, ensure_ascii=False).encode(), 1)


def _read(campaign: Campaign, content: bytes) -> Weak:
    held = json.loads(gzip.decompress(content))
    units = held["units"]
    fields: dict[str, tuple[Criterion, ...]] = {}
    for node, title, field, gate, below, of in held["criteria"]:
        one = Criterion(node, Text.model_validate(title), field, Gate(*gate), _Rows(units, below), of)
        fields[field] = (*fields.get(field, ()), one)
    counted = {(node, tier): (below, of) for node, tier, below, of in held["counted"]}
    return Weak(campaign, fields, held["all"], counted)


class _Rows(Sequence[Below]):
    """The units below a gate as they are kept; each is made when it is looked at, for a page shows a few."""

    def __init__(self, units: Mapping[str, list[str]], rows: list[list[str]]) -> None:
        self._units, self._rows = units, rows

    def __len__(self) -> int:
        return len(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, place: int) -> Below: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Below]: ...

    def __getitem__(self, place: int | slice) -> Below | Sequence[Below]:
        if isinstance(place, slice):
            return _Rows(self._units, self._rows[place])
        row = self._rows[place]
        return _below(self._units[row[0]], *row)


def _below(unit: list[str], code: str, status: str, *numbers: str | None) -> Below:
    scheme, name_vi, name_en, tier = unit
    score, maximum, share = numbers
    return Below(scheme, code, name_vi, name_en, tier, status, score, maximum, share)


def _narrowed(found: Weak, tier: str, field: str, unit: str) -> Weak:
    """The same as `table` gives for a tier, a field, a unit."""
    fields: dict[str, tuple[Criterion, ...]] = {}
    for name, some in found.fields.items():
        for one in some if not field or name == field else ():
            below = one.below
            if tier or unit:
                below = tuple(row for row in below if tier in ("", row.tier) and unit in ("", row.code))
            looked = [
                of for (node, at), (_, of) in found.counted.items() if node == one.node and tier in ("", at)
            ]
            if below:
                units = 1 if unit else sum(looked)
                fields[name] = (*fields.get(name, ()), replace(one, below=below, units=units))
    counted = {key: one for key, one in found.counted.items() if tier in ("", key[1]) and not unit}
    return replace(found, fields=fields, counted=counted)


def of_part(part: Submission, measured: bool = True) -> list[tuple[str, Gate, NodeScore]]:
    """The weak places of one unit, scored by itself: criterion, gate, score; none before it signs off.

    measured: False for who is not told yet what the office measured: then only what follows from what the
    unit declared.
    """
    if not part.is_signed:
        return []
    edition = scoring.evaluation_of(part.campaign.edition).edition
    scores = scoring.live(part, measured)
    gates = gates_of(edition, part.tier)
    questions = asked(part.campaign.edition, part.tier)
    return [
        (question.node, gates[question.node], scores[question.node])
        for question in questions.questions
        if question.node in scores
        and (measured or questions.is_declared(question))
        and is_below(scores[question.node], gates[question.node])
    ]


def table(
    campaign: Campaign, scored: scoring.Scored, *, tier: str = "", field: str = "", unit: str = ""
) -> Weak:
    """The same over a campaign that is evaluated already."""
    names = {
        row[0]: row[1:]
        for row in Submission.objects.filter(campaign=campaign).values_list(
            "unit__code", "unit__scheme", "unit__name_vi", "unit__name_en"
        )
    }
    below: dict[str, list[Below]] = {}
    looked: dict[str, int] = {}
    meant: dict[str, tuple[Text, str, Gate]] = {}
    counted: dict[tuple[str, str], tuple[int, int]] = {}
    for name in campaign.tiers:
        if tier and name != tier:
            continue
        gates = gates_of(scored.edition, name)
        questions = asked(campaign.edition, name).questions
        codes = [code for code, one in scored.result.units.items() if one.tier == name]
        for question in questions:
            meant.setdefault(
                question.node, (question.title, _FIELD.get(question.field, "other"), gates[question.node])
            )
            for code in codes:
                found = scored.result.scores[code, ""].get(question.node)
                if found is None or found.status is Status.NOT_APPLICABLE or (unit and code != unit):
                    continue
                looked[question.node] = looked.get(question.node, 0) + 1
                had, of = counted.get((question.node, name), (0, 0))
                weak_here = is_below(found, gates[question.node])
                counted[question.node, name] = had + weak_here, of + 1
                if weak_here:
                    scheme, vi, en = names[code]
                    below.setdefault(question.node, []).append(
                        Below(
                            scheme,
                            code,
                            vi,
                            en,
                            name,
                            found.status.value,
                            _text(found.score),
                            _text(found.maximum),
                            _text(found.share),
                        )
                    )
    fields: dict[str, list[Criterion]] = {}
    for node, (title, where, gate) in meant.items():
        if node in below and (not field or where == field):
            rows = sorted(below[node], key=lambda one: (one.share is not None, exact(one.share or "0")))
            fields.setdefault(where, []).append(
                Criterion(node, title, where, gate, tuple(rows), looked[node])
            )
    ordered = {name: tuple(fields[name]) for name in FIELDS if name in fields}
    return Weak(campaign, ordered, len(scored.result.units), counted)


def gates_of(edition: Edition, tier: str) -> dict[str, Gate]:
    """The gate of every node for a tier, by the rule of this file."""
    named: dict[str, Gate] = {}
    for level, gate in edition.levels.items() if edition.levels else ():
        for need in gate.needs:
            if need.tiers is not None and tier not in {one.value for one in need.tiers}:
                continue
            share = _share(need, edition)
            if share is not None and need.node not in named:
                named[need.node] = Gate(as_text(share), level)
    return _Gates(named)


class _Gates(dict[str, Gate]):
    def __missing__(self, node: str) -> Gate:
        return Gate(as_text(RULE["default"]), "")  # type: ignore[arg-type]


def _share(need: Need, edition: Edition) -> Fraction | None:
    """What a condition asks for as a share of the maximum; None where that cannot be said."""
    if need.share is not None:
        return exact(need.share)
    if need.must == "full":
        return Fraction(1)
    if need.points is not None:
        most = _maximum(edition, need.node)
        return exact(need.points) / most if most else None
    return None


def _maximum(edition: Edition, node: str) -> Fraction | None:
    waiting = [edition.index]
    while waiting:
        one = waiting.pop()
        for code, child in one.children.items():
            if code == node:
                return None if child.max is None else exact(child.max)
            waiting.append(child)
    return None


def is_below(score: NodeScore, gate: Gate) -> bool:
    """Whether a score lies below a gate; no answer and nothing measured lie below every gate."""
    if score.status is Status.NOT_APPLICABLE:
        return False
    if score.share is None:
        return score.status in (Status.NOT_ANSWERED, Status.NOT_MEASURED, Status.BELOW_COVERAGE)
    return score.share < exact(gate.share)


@lru_cache(maxsize=8192)  # thousands of units share some hundred numbers, and then also their texts
def _text(number: Fraction | None) -> str | None:
    return None if number is None else as_text(number)


def lines(found: Weak) -> Iterable[tuple[Criterion, Below]]:
    """The table flat: criterion and unit, in the order of the page."""
    for some in found.fields.values():
        for criterion in some:
            for one in criterion.below:
                yield criterion, one
