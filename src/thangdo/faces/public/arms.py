"""The arms of the authority by their hash: a picture that runs nothing, loads nothing and never changes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thangdo.records.identity import queries

YEAR = 31_536_000
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
def arms(request: HttpRequest, sha256: str) -> HttpResponse:
    """The picture whose hash is asked for, where it is the one that stands now."""
    found = queries.arms(sha256)
    if found is None:
        raise Http404(_("There is no such picture here."))
    response = HttpResponse(found[1], content_type=found[0])
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
