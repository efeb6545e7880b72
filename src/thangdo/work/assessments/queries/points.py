"""What answers are worth: as declared and as they count, among peers, and in the year before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Max, Q
from django_tasks import task

from thangdo.records.files import kept
from thangdo.records.results.models import UnitResult
from thangdo.records.results.peers import stats
from thangdo.records.results.views import PeerStats
from thangdo.rules.index.answers import Answers, Unit, Value
from thangdo.rules.index.numbers import as_text
from thangdo.rules.index.result import NodeScore
from thangdo.work.assessments import scoring
from thangdo.work.assessments.models import SIGNED, Answer, Campaign, Observation, Submission
from thangdo.work.assessments.queries import large
from thangdo.work.assessments.scoring import Which
from thangdo.work.assessments.states import Submission as State

KEPT = 3600  # seconds that the peers of a campaign stand


@dataclass(frozen=True, slots=True)
class Point:
    """Points of one criterion: exact text, None where there are none (then `status` says why)."""

    score: str | None
    maximum: str | None
    status: str
    share: str | None = None


def point(found: NodeScore) -> Point:
    """A node's score as plain data."""
    return Point(
        None if found.score is None else as_text(found.score),
        None if found.maximum is None else as_text(found.maximum),
        found.status.value,
        None if found.share is None else as_text(found.share),
    )


def of_part(
    part: Submission,
    which: Which = "declared",
    instead: Mapping[str, str] | None = None,
    rows: Iterable[Answer] | None = None,
    measured: bool = True,
) -> dict[str, Point]:
    """The points of one unit by node, scored by itself: where points hang on other units' answers they are
    not the last word (`Question.among_peers`).

    instead: values that take the place of those kept, to see what a change would give. rows: the answers as
    the asker may see them; None: as they are kept. measured: False leaves out what the office measured and
    observed, which is not told yet.
    """
    evaluation = scoring.evaluation_of(part.campaign.edition)
    reader = scoring.Reader(evaluation.edition)
    code = part.unit.code
    values: dict[str, Value] = {}
    for answer in Answer.objects.filter(submission=part) if rows is None else rows:
        if answer.measured and not measured:
            continue
        texts = answer.final if which == "final" or answer.measured else answer.declared
        values.update(reader.values(texts))
    if instead is not None:
        values.update(reader.values(instead))
    seen = Observation.objects.filter(submission=part) if measured else ()
    tables = scoring.observed(evaluation.edition, seen, {part.pk: code})
    taking = {code: Unit(code, part.tier, part.unit.name_vi)}
    result = evaluation.run(Answers(taking, {(code, ""): values}, tables))
    return {node: point(found) for node, found in result.scores[code, ""].items()}


def peers(campaign: Campaign, tier: str, at: datetime) -> dict[str, PeerStats]:
    """Each node over the units of the tier that have returned, as declared; kept for the hour of `at`, and
    made anew when a unit returns; of a large campaign by the worker."""
    said = Submission.objects.filter(campaign=campaign).aggregate(
        units=Count("pk", filter=SIGNED),
        last=Max("returned_on"),
        asked=Count("pk", filter=Q(state=State.ASKED)),
    )
    mark = f"{said['units']}-{said['last']}-{said['asked']}-{at:%Y%m%d%H}"
    key = f"peers:{campaign.pk}:{campaign.edition_id}:{mark}"
    found: dict[str, dict[str, PeerStats]] | None = cache.get(key)
    if found is None and large.is_large(campaign):
        kept.ask(f"peers:{campaign.pk}", lambda: compare.enqueue(campaign.slug, key))
        found = cache.get(f"peers:{campaign.pk}") or {}
    elif found is None:
        found = _peers(campaign)
        cache.set(key, found, KEPT)
    return found.get(tier, {})


@task()
def compare(slug: str, key: str) -> None:
    """Compute the peers of a large campaign and keep them under this key; until then those before stand."""
    campaign = Campaign.objects.select_related("edition").get(slug=slug)
    latest = f"peers:{campaign.pk}"
    found = _peers(campaign)
    cache.set_many({key: found, latest: found}, KEPT)
    kept.done(latest)


def _peers(campaign: Campaign) -> dict[str, dict[str, PeerStats]]:
    scored = scoring.score(campaign, "declared", facts=False)
    by_tier: dict[str, list[dict[str, list[str | None]]]] = {}
    for (code, facet), nodes in scored.result.scores.items():
        if facet:
            continue
        by_tier.setdefault(scored.result.units[code].tier or "", []).append(
            {
                node: [None if one.score is None else as_text(one.score), one.status.value]
                for node, one in nodes.items()
            }
        )
    return {tier: stats(units) for tier, units in by_tier.items()}


def last_year(campaign: Campaign, scheme: str, code: str) -> dict[str, Point]:
    """The unit's points in the assessment that the campaign follows; empty when there is none. One query."""
    if not campaign.follows:
        return {}
    found = (
        UnitResult.objects.filter(
            assessment__slug=campaign.follows,
            assessment__superseded_by=None,
            facet="",
            code=code,
            unit__scheme=scheme,
        )
        .values_list("explanation", flat=True)
        .first()
    )
    if found is None:
        return {}
    return {
        str(node["node"]): Point(node["score"], node.get("maximum"), node["status"], node.get("share"))
        for node in found["nodes"]
    }


def last_values(campaign: Campaign, scheme: str, code: str) -> dict[str, dict[str, str]]:
    """The values that counted in the campaign before, by criterion; empty when it was not run here, or when
    the unit never signed off then."""
    if not campaign.follows:
        return {}
    parts = Submission.objects.filter(
        SIGNED, campaign__slug=campaign.follows, unit__scheme=scheme, unit__code=code
    )
    rows = Answer.objects.filter(submission__in=parts)
    return {row.node: row.final for row in rows}
