"""The addresses: Vietnamese pages at the root, English ones under /en/."""

from contextlib import suppress

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import index, sitemap
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from thangdo.faces.public.indexing import SITEMAPS, robots
from thangdo.records.ledger import clock


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the server answers; a second line where its clock is wrong: then nothing is recorded."""
    found = None
    with suppress(DatabaseError):
        found = clock.wrong(timezone.now())
    return HttpResponse(f"ok\n{found.code}\n" if found else "ok\n", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        require_safe(index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap-section"),
    *i18n_patterns(path("", include("thangdo.faces.api.pages_urls")), prefix_default_language=False),
    path("api/v1/", include("thangdo.faces.api.urls")),
    path("", include("thangdo.faces.office.people.oidc_urls")),
    *i18n_patterns(
        path("office/", include("thangdo.faces.office.urls")),
        path("", include("thangdo.faces.public.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "thangdo.faces.public.errors.unreadable"
handler403 = "thangdo.faces.public.errors.forbidden"
handler404 = "thangdo.faces.public.errors.not_found"
handler500 = "thangdo.faces.public.errors.server_error"
