"""What search engines read first: which pages they may read, and which there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from thangdo.faces.look import clock
from thangdo.faces.public.menu import entries
from thangdo.records.people.acting import LOCAL
from thangdo.records.results import queries as results
from thangdo.records.results import series_queries as series
from thangdo.records.units.models import Unit
from thangdo.records.units.queries import NUMBERED
from thangdo.work.announcements import queries as announcements
from thangdo.work.assessments.queries import published as publications
from thangdo.work.conferences import queries as conferences
from thangdo.work.directives import published as directives
from thangdo.work.editions import published as editions
from thangdo.work.programmes.queries import published as programmes

Address = tuple[str, tuple[str, ...]]  # name of the route, its parts
_CLOSED = ("/office/", "/en/office/", "/api/", "/en/api/", "/compare/", "/en/compare/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be read by machines; desks and the interface for programs are nothing to search."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


class Pages(Sitemap[Address]):
    """The pages of one kind, in both languages, each naming the other."""

    i18n, alternates, x_default, limit = True, True, True, 2000

    def __init__(self, found: Callable[[], Iterable[Address]]) -> None:
        self.found = found

    def items(self) -> list[Address]:
        return list(self.found())

    def location(self, item: Address) -> str:
        return reverse(item[0], args=item[1])


def _rooms() -> Iterable[Address]:
    return ((name, ()) for name in ("home", *(entry.name for entry in entries()), "methods", "about", "data"))


def _results() -> Iterable[Address]:
    for one in results.assessments():
        yield "assessment", (one.id,)
        yield from (("assessed", (one.id, row.code)) for row in results.overview(one.id).rows)
    yield from (("publication", (one.slug,)) for one in publications.every())
    yield from (("series-one", (card.id,)) for card in series.series_list())
    yield from (("edition", (one,)) for one in editions.ids())


def _works() -> Iterable[Address]:
    yield from (("conference", (one.slug,)) for one in conferences.public()[:1000])
    yield from (("directive", (one.directive.slug,)) for one in directives.every())
    yield from (
        ("programme", (one.programme.slug,)) for one in programmes.every(clock.now().astimezone(LOCAL).date())
    )
    yield from (("announcement", (one.slug,)) for one in announcements.published()[:1000])


def _units() -> Iterable[Address]:
    rows = Unit.objects.filter(valid_to=None).exclude(scheme__in=NUMBERED).order_by("scheme", "place")
    return (("unit", key) for key in rows.values_list("scheme", "code"))


SITEMAPS = {"rooms": Pages(_rooms), "results": Pages(_results), "work": Pages(_works), "units": Pages(_units)}
