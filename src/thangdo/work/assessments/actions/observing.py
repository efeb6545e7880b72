"""Putting down what was observed or measured of many units at once, all or none."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from thangdo.records.acts.declared import Json
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units.codes import UnitRef
from thangdo.work.assessments.actions.appraising import Measured, Observed, measure, observe, undo
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.models import Answer, Submission
from thangdo.work.assessments.queries.observing import VALUES, Preview, measured_of
from thangdo.work.assessments.states import Decision


def put(actor: Actor, seen: Preview) -> Json:
    """Keep what a preview shows. Gives {"units": how many}. Raises NotAllowed, Refused, BadValues, Stale.

    Of measured values, those already entered and unchanged are left as they are.
    """
    if seen.troubles:
        raise Refused("file-has-faults", count=len(seen.troubles))
    scheme = seen.campaign.authority.scheme
    with transaction.atomic():
        for code, rows in seen.rows.items():
            one, unit = _keyed(actor, code), (scheme, code)
            if seen.table == VALUES:
                _measure(one, seen, unit, rows[0])
            else:
                do(PARTS, observe, one, (seen.campaign.slug, unit), Observed(seen.table, rows))
    return {"units": len(seen.rows)}


def _measure(actor: Actor, seen: Preview, unit: UnitRef, row: dict[str, str]) -> None:
    slug = seen.campaign.slug
    part = Submission.objects.get(campaign=seen.campaign, unit__scheme=unit[0], unit__code=unit[1])
    given = measured_of(seen.campaign, part, row)
    rows = {one.node: one for one in Answer.objects.filter(submission=part, node__in=given)}
    for node in list(given):
        if rows[node].decided == given[node]:
            del given[node]
        elif rows[node].decision != Decision.PENDING:
            do(PARTS, undo, _keyed(actor, node), (slug, unit, node), seen=rows[node].sequence)
    if given:
        now = dict(Answer.objects.filter(submission=part, node__in=given).values_list("node", "sequence"))
        do(PARTS, measure, actor, (slug, unit), Measured(given, seen.source), seen=now)


def _keyed(actor: Actor, part: str) -> Actor:
    """The same actor with a key for a part of the request."""
    return replace(actor, key=f"{actor.key[:60]}:{part}"[:100]) if actor.key else actor
