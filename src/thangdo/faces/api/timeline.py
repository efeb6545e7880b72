"""A timeline as it is answered, page by page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from thangdo.faces.api import pages
from thangdo.work.assessments.queries.timeline import Timeline


def moments(request: HttpRequest, response: HttpResponse, found: Timeline) -> dict[str, Any]:
    """A page of a timeline."""
    before = None if found.before is None else str(found.before)
    return pages.page(request, response, found.moments, before)
