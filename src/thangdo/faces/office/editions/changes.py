"""What changed in a draft: against what it replaces, from text to text, and who would move by it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from thangdo.faces.look import numbers, result_words, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office.editions.page_frame import EXCEL, frame
from thangdo.faces.office.page_frame import OfficeRequest, office_view
from thangdo.records.people.acting import Refused
from thangdo.work.assessments import simulating, simulating_jobs, simulating_tables
from thangdo.work.editions import actions, drafts

KINDS = {
    "added": gettext_noop("added"),
    "removed": gettext_noop("removed"),
    "moved": gettext_noop("moved"),
    "changed": gettext_noop("changed"),
}
PARTS = {
    "edition": gettext_noop("The document"),
    "input": gettext_noop("What is asked"),
    "table": gettext_noop("Tables of observations"),
    "node": gettext_noop("Criteria"),
    "level": gettext_noop("Levels"),
}
MOVES = {
    "becomes-unranked": gettext_noop("becomes unranked"),
    "gets-ranked": gettext_noop("gets a level"),
    "up": gettext_noop("higher level"),
    "down": gettext_noop("lower level"),
    "same": gettext_noop("same level"),
}
SHOWN = 100  # units on a page; the files hold all


@require_safe
@office_view
def changes(request: OfficeRequest, key: int) -> HttpResponseBase:
    """Every change against the edition that this one replaces, criterion by criterion."""
    version = drafts.one(request.actor, key)
    found = drafts.changes(version)
    parts: list[dict[str, Any]] = []
    for name, title in PARTS.items():
        listed = [one for one in (found[1] if found else []) if one.part == name]
        if listed:
            rows = [{"change": one, "kind": _(KINDS[one.kind])} for one in listed]
            parts.append({"title": _(title), "rows": rows})
    context = {"against": found[0] if found else "", "parts": parts, "has_problems": version.problems}
    return frame(request, version, "edition-changes", "changes", context)


@office_view
def history(request: OfficeRequest, key: int) -> HttpResponseBase:
    """The texts that the draft had; what one of them changed; bringing one back."""
    version = drafts.one(request.actor, key)
    if request.method == "POST":
        typed = request.POST.get("at", "")
        at, seen = numbers.whole(typed), numbers.whole(request.POST.get("seen", ""))
        if at is None or seen is None:
            raise Refused("no-such-text", sequence=typed[:20])
        actions.restore(request.actor, key, at, seen)
        messages.success(request, _("That text is the present one again."))
        return HttpResponseRedirect(reverse("office-edition-history", args=[key]))
    at = numbers.whole(request.GET.get("at", ""))
    context = {
        "texts": drafts.texts(version),
        "at": at,
        "lines": [] if at is None else drafts.step(version, at),
    }
    return frame(request, version, "edition-history", "history", context)


@office_view
def simulate(request: OfficeRequest, key: int) -> HttpResponseBase:
    """Run the draft on answers that were given before: choose them, or see who would move."""
    version = drafts.one(request.actor, key)
    source = request.POST.get("source", "") or request.GET.get("source", "")
    if request.method == "POST":
        started = simulating_jobs.start(request.actor, key, source)
        if isinstance(started, str):
            return HttpResponseRedirect(reverse("office-edition-simulation", args=[key, started]))
        return _result(request, version, source, started)
    return frame(request, version, "edition-simulate", "simulate", _sources(request, source))


def _sources(request: OfficeRequest, chosen: str) -> dict[str, Any]:
    titles = [
        (one.id, one.title_en if language() == "en" and one.title_en else one.title_vi, one.id == chosen)
        for one in simulating.sources(request.actor)
    ]
    return {"sources": titles}


@require_safe
@office_view
def simulation(request: OfficeRequest, key: int, job: str) -> HttpResponseBase:
    """A simulation that the worker runs: how far it is, then its result."""
    job = str(job)
    version = drafts.one(request.actor, key)
    done, found = simulating_jobs.look(request.actor, key, job)
    if found is None:
        context = {"done": done, "of": simulating_jobs.STEPS, "job": job, **_sources(request, "")}
        return frame(request, version, "edition-simulate", "simulate", context)
    source = str((found.get("simulation") or {}).get("source", ""))
    return _result(request, version, source, found, job)


@require_safe
@office_view
def table(request: OfficeRequest, key: int, ending: str) -> HttpResponseBase:
    """The result as CSV or Excel."""
    drafts.one(request.actor, key)
    job, source = request.GET.get("job", ""), request.GET.get("source", "")
    found = (
        simulating_jobs.look(request.actor, key, job)[1]
        if job
        else simulating_jobs.start(request.actor, key, source)
    )
    if not isinstance(found, dict) or "simulation" not in found:
        raise Refused("no-such-simulation")
    if ending == "csv":
        content, kind = simulating_tables.csv(found["simulation"], language()), "text/csv; charset=utf-8"
    else:
        content, kind = simulating_tables.xlsx(found["simulation"], language(), _named), EXCEL
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="simulation-{key}.{ending}"'
    return response


def _named(kind: str, code: str) -> str:
    """A tier, a level or a move in words."""
    if kind == "tier":
        return result_words.tier_name(code, language())
    return result_words.level_name(code, language()) if kind == "level" else _(MOVES[code])


def _result(
    request: OfficeRequest, version: Any, source: str, found: dict[str, Any], job: str = ""
) -> HttpResponse:
    context = _sources(request, source) | {"source": source, "job": job}
    if "refused" in found:
        context["problem"] = wording.refused(str(found["refused"]), found.get("facts", {}))
        return frame(request, version, "edition-simulate", "simulate", context, 400)
    data = found["simulation"]
    titles = data["titles"].get(language(), {})
    moved = [move for move in data["moves"] if move["level"] != "same" or move["places"]]
    every = moved or data["moves"]
    context |= {
        "data": data,
        "moved": len(moved),
        "more": max(0, len(every) - SHOWN),
        "rows": [
            {**move, "said": _(MOVES[move["level"]]), "why": _why(move, titles)} for move in every[:SHOWN]
        ],
        "tiers": [
            {
                "title": result_words.tier_name(tier, language()),
                "levels": [
                    (level, before, after, after - before) for level, (before, after) in rungs.items()
                ],
            }
            for tier, rungs in data["levels"].items()
        ],
        "shifts": [
            {**one, "title": one[f"title_{language()}"] or one["title_vi"]} for one in data["shifts"][:20]
        ],
        "left_out": len(data["left_out"]),
    }
    return frame(request, version, "edition-simulate", "simulate", context)


def _why(move: dict[str, Any], titles: dict[str, str]) -> list[dict[str, Any]]:
    """The criteria and the conditions that make a unit move."""
    gates = [
        {**gate, "title": titles.get(gate["node"], gate["node"])}
        for gate in move["gates"]
        if not gate["holds"]
    ]
    causes = [{**cause, "title": titles.get(cause["code"], cause["code"])} for cause in move["causes"][:3]]
    return [*gates[:2], *causes]


urlpatterns = [
    path("editions/<int:key>/changes/", changes, name="office-edition-changes"),
    path("editions/<int:key>/history/", history, name="office-edition-history"),
    path("editions/<int:key>/simulate/", simulate, name="office-edition-simulate"),
    path("editions/<int:key>/simulate/data.<str:ending>", table, name="office-edition-simulation-table"),
    path("editions/<int:key>/simulate/<uuid:job>/", simulation, name="office-edition-simulation"),
]
