"""Putting down what was observed or measured of many units at once, all or none."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from thangdo.records.people.acting import Actor, Refused
from thangdo.work.assessments.actions import appraising
from thangdo.work.assessments.actions.common import Json, campaign_of, submission_of
from thangdo.work.assessments.models import Answer
from thangdo.work.assessments.queries.observing import VALUES, Preview, measured_of
from thangdo.work.assessments.states import Decision


def put(actor: Actor, seen: Preview) -> Json:
    """Keep what a preview shows. Gives {"units": how many}. Raises NotAllowed, Refused, BadValues, Stale.

    Of measured values, those already entered and unchanged are left as they are.
    """
    if seen.troubles:
        raise Refused("file-has-faults", count=len(seen.troubles))
    slug = seen.campaign.slug
    scheme = seen.campaign.authority.scheme
    with transaction.atomic():
        for code, rows in seen.rows.items():
            one = replace(actor, key=f"{actor.key[:60]}:{code}"[:100] if actor.key else "")
            if seen.table == VALUES:
                _measure(one, slug, (scheme, code), rows[0], seen.source)
            else:
                appraising.observe(one, slug, (scheme, code), seen.table, rows)
    return {"units": len(seen.rows)}


def _measure(actor: Actor, slug: str, unit: tuple[str, str], row: dict[str, str], source: str) -> None:
    campaign = campaign_of(slug)
    part = submission_of(campaign, unit)
    given = measured_of(campaign, part, row)
    rows = {one.node: one for one in Answer.objects.filter(submission=part, node__in=given)}
    for node in list(given):
        if rows[node].decided == given[node]:
            del given[node]
        elif rows[node].decision != Decision.PENDING:
            appraising.undo(
                replace(actor, key=f"{actor.key[:90]}-{node}"[:100] if actor.key else ""),
                slug, unit, node, rows[node].sequence,
            )  # fmt: skip
    if given:
        now = dict(Answer.objects.filter(submission=part, node__in=given).values_list("node", "sequence"))
        appraising.measure(actor, slug, unit, given, now, source)
