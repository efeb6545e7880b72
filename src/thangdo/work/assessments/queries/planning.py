"""What a campaign can be planned with: editions, authorities, appraising offices, assessments before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Role
from thangdo.records.results import queries as results
from thangdo.records.results.views import AssessmentView
from thangdo.records.units.models import Unit
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.states import State
from thangdo.work.editions.stored import edition_of

OFFICES = ("department",)


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of the form. tiers: edition's key -> the tiers that it knows."""

    editions: tuple[EditionVersion, ...]
    tiers: Mapping[int, tuple[str, ...]]
    authorities: tuple[Unit, ...]
    offices: tuple[Unit, ...]
    before: tuple[AssessmentView, ...]

    @property
    def every_tier(self) -> tuple[str, ...]:
        """All tiers of all editions, each once."""
        return tuple(dict.fromkeys(tier for tiers in self.tiers.values() for tier in tiers))


def options(actor: Actor) -> Options:
    """What the actor, as publisher, may choose from; empty for who publishes nowhere."""
    held = [office.unit for office in actor.holding(Role.PUBLISHER)]
    authorities = tuple(Unit.objects.filter(pk__in=held).order_by("sort_key"))
    offices: list[Unit] = []
    for authority in authorities:
        below = Unit.objects.filter(path__startswith=authority.path, valid_to=None)
        offices += below.filter(tier__in=OFFICES).order_by("sort_key")
    editions = tuple(
        EditionVersion.objects.filter(state=State.PUBLISHED)
        .defer("text", "frozen")
        .order_by("edition", "-version")
    )
    tiers = {one.pk: tuple(tier.value for tier in edition_of(one).tiers) for one in editions}
    return Options(editions, tiers, authorities, tuple(offices), tuple(results.assessments("named")))
