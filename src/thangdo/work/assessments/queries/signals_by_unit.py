"""The signals of a campaign by unit and criterion: `signals.py` run over its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.core.cache import cache
from django.db.models import Sum
from django_tasks import task

from thangdo.records.files import kept
from thangdo.records.people.acting import LOCAL, Actor
from thangdo.records.results.models import UnitResult
from thangdo.records.results.numbers import number
from thangdo.rules.exact import Fraction
from thangdo.rules.index.edition.model import Edition, InputType
from thangdo.rules.index.steps import steps_of
from thangdo.rules.index.worth import worth_of
from thangdo.work.assessments import scoring
from thangdo.work.assessments.models import SIGNED, Answer, Campaign, EvidenceUse, Observation, Submission
from thangdo.work.assessments.queries import access, large, signals
from thangdo.work.assessments.queries.signals import FileUse, Signal, Told
from thangdo.work.assessments.questionnaire import asked
from thangdo.work.assessments.states import Declared
from thangdo.work.assessments.value_check import value_of

KEPT = 600  # seconds
MOST_READY = 8  # campaigns that a process holds: no page reads the signals of all units for those of one
_READY: dict[str, dict[str, list[Signal]]] = {}
COUNTED = (InputType.COUNT, InputType.NUMBER)
FEWEST_STEPS = 5  # scores that a criterion can give: with fewer, one step is a jump for everyone


@dataclass(frozen=True, slots=True)
class Signalled:
    """A unit with its signals."""

    scheme: str
    code: str
    name_vi: str
    name_en: str
    tier: str
    signals: tuple[Signal, ...]

    def name(self, language: str) -> str:
        """The unit's name."""
        return self.name_en if language == "en" and self.name_en else self.name_vi


def by_unit(actor: Actor, slug: str, kind: str = "", tier: str = "") -> list[Signalled]:
    """The units with signals, most first. Raises NotAllowed, Refused."""
    campaign = access.whole(actor, slug)
    found: dict[str, list[Signal]] = defaultdict(list)
    for one in every(campaign):
        if not kind or one.id == kind:
            found[one.unit].append(one)
    rows = Submission.objects.filter(campaign=campaign, unit__code__in=found).select_related("unit")
    if tier:
        rows = rows.filter(tier=tier)
    listed = [
        Signalled(
            row.unit.scheme,
            row.unit.code,
            row.unit.name_vi,
            row.unit.name_en,
            row.tier,
            tuple(found[row.unit.code]),
        )
        for row in rows.order_by("unit__sort_key")
    ]
    return sorted(listed, key=lambda one: -len({signal.id for signal in one.signals}))


def counts(actor: Actor, slug: str) -> dict[str, int]:
    """How many units show each signal. Raises NotAllowed, Refused."""
    found: dict[str, set[str]] = {name: set() for name in signals.DEFINITIONS}
    for one in every(access.whole(actor, slug)):
        found[one.id].add(one.unit)
    return {name: len(units) for name, units in found.items()}


def of_unit(campaign: Campaign, code: str) -> dict[str, list[Signal]]:
    """The signals of one unit by criterion; those of the unit as a whole under ""."""
    found: dict[str, list[Signal]] = defaultdict(list)
    for one in _kept(campaign).get(code, ()):
        found[one.node].append(one)
    return dict(found)


def awaited(campaign: Campaign) -> bool:
    """Whether the worker has yet to find the first signals of a large campaign: none that show is no sign."""
    if not large.is_large(campaign) or not Submission.objects.filter(SIGNED, campaign=campaign).exists():
        return False
    name = cache.get(_key(campaign)) or cache.get(_latest(campaign))
    return name is None or (name not in _READY and cache.get(name) is None)


def every(campaign: Campaign) -> list[Signal]:
    """All signals of the units that have returned."""
    return [one for some in _kept(campaign).values() for one in some]


def _kept(campaign: Campaign) -> dict[str, list[Signal]]:
    """The signals by unit, kept until a unit that has returned says something else: decisions move none.

    Of a large campaign the worker finds them; until then those found before stand, at first none.
    """
    name: str | None = cache.get(_key(campaign))
    ready = None if name is None else _READY.get(name) or cache.get(name)
    if ready is None and large.is_large(campaign):
        kept.ask(_latest(campaign), lambda: find.enqueue(campaign.slug))
        name = cache.get(_latest(campaign))
        return {} if name is None else _READY.get(name) or cache.get(name) or {}
    if ready is None:
        name, ready = _found(campaign)
    assert name is not None
    if name not in _READY and len(_READY) >= MOST_READY:
        _READY.clear()
    _READY[name] = ready
    return ready


@task()
def find(slug: str) -> None:
    """Find the signals of a large campaign and keep them."""
    campaign = Campaign.objects.select_related("edition").get(slug=slug)
    _found(campaign)
    kept.done(_latest(campaign))


def _found(campaign: Campaign) -> tuple[str, dict[str, list[Signal]]]:
    key, name = _key(campaign), f"signals:{uuid4()}"
    found: dict[str, list[Signal]] = defaultdict(list)
    for one in _every(campaign):
        found[one.unit].append(one)
    cache.set_many({name: dict(found), key: name, _latest(campaign): name}, KEPT)
    return name, dict(found)


def _key(campaign: Campaign) -> str:
    mark = Submission.objects.filter(campaign=campaign).aggregate(sum=Sum("signal_sequence"))["sum"]
    return f"signals:{campaign.pk}:{mark}"


def _latest(campaign: Campaign) -> str:
    return f"signals:{campaign.pk}"


def _every(campaign: Campaign) -> Iterator[Signal]:
    parts = list(
        Submission.objects.filter(SIGNED, campaign=campaign).values_list("pk", "unit__code", "tier", "due")
    )
    codes = {key: code for key, code, _, _ in parts}
    tiers = {code: tier for _, code, tier, _ in parts}
    due = {code: day for _, code, _, day in parts if day}
    uses = list(_uses(campaign, codes))
    yield from signals.same_file(uses)
    yield from signals.file_for_many(uses)
    yield from signals.late_files(uses, due)
    yield from signals.many_not_applicable(_not_applicable(campaign, codes), tiers)
    told = list(_told(campaign, codes, tiers))
    yield from signals.round_numbers(told)
    yield from signals.whole_percentages(told)
    yield from signals.far_from_computed(told, computed(campaign, codes))
    before = _shares_before(campaign)
    if before:
        yield from signals.jumps(_shares_now(campaign, set(tiers)), before, tiers, worths(campaign))


def _uses(campaign: Campaign, codes: Mapping[int, str]) -> Iterator[FileUse]:
    rows = EvidenceUse.objects.filter(answer__submission__campaign=campaign, evidence__kind="file")
    for key, node, number_, sha256, added in rows.order_by("answer__submission", "answer__place").values_list(
        "answer__submission_id", "answer__node", "evidence__number", "evidence__sha256", "evidence__added_at"
    ):
        if key in codes:
            yield FileUse(codes[key], node, number_, sha256, added.astimezone(LOCAL).date())


def _not_applicable(campaign: Campaign, codes: Mapping[int, str]) -> dict[str, dict[str, bool]]:
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    rows = Answer.objects.filter(submission__campaign=campaign, measured=False).order_by("place")
    for key, node, status in rows.values_list("submission_id", "node", "status"):
        if key in codes:
            found[codes[key]][node] = status == Declared.NOT_APPLICABLE
    return found


def _told(campaign: Campaign, codes: Mapping[int, str], tiers: Mapping[str, str]) -> Iterator[Told]:
    """Every number that was typed, with the number that limits it."""
    edition = scoring.evaluation_of(campaign.edition).edition
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    rows = Answer.objects.filter(submission__campaign=campaign, measured=False).exclude(declared={})
    for key, declared in rows.values_list("submission_id", "declared").iterator(chunk_size=5000):
        if key in codes:
            texts[codes[key]].update(declared)
    for code, values in texts.items():
        owner = asked(campaign.edition, tiers[code]).owner
        numbers = dict(_numbers(edition, values))
        for name, found in numbers.items():
            most = edition.inputs[name].at_most
            yield Told(code, owner.get(name, ""), name, found, numbers.get(most or ""), values[name])


def _numbers(edition: Edition, values: Mapping[str, str]) -> Iterator[tuple[str, Fraction]]:
    for name, text in values.items():
        one = edition.inputs.get(name)
        if one is not None and one.type in COUNTED:
            value = value_of(text, one)
            if isinstance(value, Fraction):
                yield name, value


def computed(campaign: Campaign, codes: Mapping[int, str]) -> dict[tuple[str, str], Fraction]:
    """Numbers from records: the column of an observation table that is named as an input, where a unit has
    one row in that table (an import from a register or a portal)."""
    edition = scoring.evaluation_of(campaign.edition).edition
    wanted = {
        name: [column for column in table.columns if column in edition.inputs]
        for name, table in edition.observations.items()
    }
    tables = [name for name, columns in wanted.items() if columns]
    found: dict[tuple[str, str], Fraction] = {}
    for key, table, rows in Observation.objects.filter(
        submission__campaign=campaign, table__in=tables
    ).values_list("submission_id", "table", "rows"):
        if key not in codes or len(rows) != 1:
            continue
        for column in wanted[table]:
            value = value_of(rows[0].get(column, ""), edition.observations[table].columns[column])
            if isinstance(value, Fraction):
                found[codes[key], column] = value
    return found


def _shares_now(campaign: Campaign, units: set[str]) -> dict[str, dict[str, Fraction]]:
    scored = scoring.score(campaign, "declared", facts=False)
    leaves = {
        question.node
        for tier in campaign.tiers
        for question in asked(campaign.edition, tier).questions
        if not question.measured
    }
    return {
        code: {node: one.share for node, one in nodes.items() if node in leaves and one.share is not None}
        for (code, facet), nodes in scored.result.scores.items()
        if not facet and code in units
    }


def worths(campaign: Campaign) -> dict[tuple[str, str], Fraction]:
    """(tier, criterion) -> what it is worth of 100 points; without those that can give few scores only."""
    evaluation = scoring.evaluation_of(campaign.edition)
    few = {node for node, count in steps_of(evaluation.edition).items() if count < FEWEST_STEPS}
    return {
        (tier, node): points
        for tier in campaign.tiers
        for node, points in worth_of(evaluation.tree, tier).items()
        if node not in few
    }


def _shares_before(campaign: Campaign) -> dict[str, dict[str, Fraction]]:
    """Last year's shares of the maximum by unit and node, from the stored results."""
    if not campaign.follows:
        return {}
    rows = UnitResult.objects.filter(
        assessment__slug=campaign.follows, assessment__superseded_by=None, facet=""
    )
    return {
        code: {
            str(node["node"]): number(node["share"])
            for node in said["nodes"]
            if node.get("share") is not None
        }
        for code, said in rows.values_list("code", "explanation").iterator(chunk_size=500)
    }
