"""The addresses of the office: each file of this face brings its own."""

from __future__ import annotations

from importlib import import_module

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import Resolver404, URLPattern, URLResolver, path, resolve
from django.views.decorators.http import require_safe

MODULES: tuple[str, ...] = (
    "people.signin",
    "people.account",
    "people.devices",
    "people.together",
    "people.coming",
    "people.administration",
    "units.register",
    "identity.pages",
    "editions.versions",
    "editions.editor",
    "editions.changes",
    "tasks",
    "assessments.campaigns",
    "assessments.appraisal",
    "assessments.appraisal_checks",
    "assessments.weak_places",
    "assessments.council",
    "assessments.publications",
    "assessments.observations",
    "assessments.papers",
    "assessments.selfassessment",
    "announcements.pages",
    "papers.signing",
    "papers.pages",
    "conferences.pages",
    "conferences.room",
    "directives.chairman",
    "directives.draft",
    "directives.figures",
    "directives.pages",
    "directives.part",
    "programmes.plans",
    "programmes.staff",
    "programmes.assets",
    "programmes.cards",
    "programmes.conduct",
    "programmes.pages",
    "programmes.part",
)


@require_safe
def without_stroke(request: HttpRequest, rest: str) -> HttpResponseBase:
    """An address with a stroke at its end that has none; Django itself adds one where one is missing."""
    address = request.path.removesuffix("/")
    try:
        resolve(address)
    except Resolver404 as error:
        raise Http404 from error
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"{address}?{query}" if query else address)


urlpatterns: list[URLPattern | URLResolver] = [
    *(pattern for name in MODULES for pattern in import_module(f"thangdo.faces.office.{name}").urlpatterns),
    path("<path:rest>/", without_stroke, name="office-without-stroke"),
]
