"""A timeline as it is answered: each event with the sentence that says it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from thangdo.faces.api import pages
from thangdo.faces.look import wording
from thangdo.work.assessments.queries.timeline import Timeline


def moments(request: HttpRequest, response: HttpResponse, found: Timeline) -> dict[str, Any]:
    """A page of a timeline."""
    rows = [
        {
            "sequence": one.sequence,
            "type": one.type,
            "at": one.at,
            "said": wording.event_line(one),
            "who": one.who,
            "system": one.system,
            "role": one.role,
            "unit": one.unit,
            "part": ":".join(one.part) if one.part else None,
            "node": one.node,
            "values": dict(one.values),
            "why": dict(one.why),
        }
        for one in found.moments
    ]
    return pages.page(request, response, rows, None if found.before is None else str(found.before))
