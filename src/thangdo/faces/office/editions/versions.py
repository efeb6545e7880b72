"""Sets of criteria in the office: the list, beginning a draft, one version with its steps and files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import wording
from thangdo.faces.look.templatetags.look import text
from thangdo.faces.office.editions.page_frame import EXCEL, frame, title_of
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.work.editions import actions, beginning, drafts, queries
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.stored import BadInput, examined


@require_safe
@office_view
def listing(request: OfficeRequest) -> HttpResponseBase:
    """Every edition with its versions; a draft first."""
    groups: dict[str, dict[str, Any]] = {}
    for version in drafts.listed(request.actor):
        group = groups.setdefault(version.edition, {"edition": version.edition, "versions": []})
        group["versions"].append(
            {
                "version": version,
                "title": title_of(version),
                "state": wording.state_name("edition", version.state),
            }
        )
    for group in groups.values():
        group["title"] = group["versions"][0]["title"]
    context = {
        "groups": sorted(groups.values(), key=lambda one: str(one["title"])),
        "may_begin": bool(request.actor.holding(Role.AUTHOR)),
    }
    return show(request, "office/editions/list.html", _("Sets of criteria"), context, room="editions")


@office_view
def begin(request: OfficeRequest) -> HttpResponseBase:
    """Begin a draft: from the library, from a published version, from a file, or empty."""
    units = drafts.may_begin(request.actor)
    if not units:
        raise NotAllowed((Role.AUTHOR,))
    typed = {name: request.POST.get(name, "").strip() for name in ("edition", "title", "unit")}
    typed["source"] = request.POST.get("source", "") or request.GET.get("source", "")
    problem, problems = "", []
    if request.method == "POST":
        try:
            version = _begun(request, units, typed)
        except Refused as error:
            problem = wording.refused(error.code, error.facts)
        except BadInput as error:
            problem, problems = _("The file cannot be used as it is."), error.problems
        else:
            messages.success(request, _("The draft has begun."))
            return HttpResponseRedirect(reverse("office-edition-tree", args=[version.pk]))
    published = [one for one in drafts.listed(request.actor) if one.state == "published"]
    context = {
        "units": units,
        "typed": typed,
        "problem": problem,
        "problems": problems,
        "library": [(name, text(queries.get(name).title)) for name in queries.edition_ids()],
        "published": [(one.pk, f"{title_of(one)} ({one.edition}, {one.version})") for one in published],
    }
    crumbs = [(_("Sets of criteria"), reverse("office-editions"))]
    return show(
        request, "office/editions/begin.html", _("Begin a draft"), context, room="editions", crumbs=crumbs,
        status=400 if problem else 200,
    )  # fmt: skip


def _begun(request: OfficeRequest, units: list[Any], typed: dict[str, str]) -> EditionVersion:
    unit = next((one for one in units if str(one.pk) == typed["unit"]), units[0])
    kind, _sep, name = typed["source"].partition(":")
    actor = request.actor
    if kind == "library":
        return beginning.from_library(actor, unit, typed["edition"] or name, name)
    if kind == "published" and name.isdigit():
        return beginning.from_published(actor, unit, int(name), typed["edition"])
    if kind == "file":
        file = request.FILES.get("file")
        if file is None:
            raise Refused("file-empty")
        if (file.size or 0) > actions.LARGEST * 10:
            raise Refused("file-too-large", most=actions.LARGEST * 10)
        return beginning.from_file(actor, unit, typed["edition"], file.name or "", file.read())
    return beginning.empty(actor, unit, typed["edition"], typed["title"])


@require_safe
@office_view
def one(request: OfficeRequest, key: int) -> HttpResponseBase:
    """One version: where it stands, what is wrong, what can be done next."""
    version = drafts.one(request.actor, key)
    report = examined(version.text, f"{version.edition}.yaml")
    story = [{"moment": each, "line": wording.event_line(each)} for each in drafts.story(version)[:60]]
    context = {"problems": report.problems, "notes": report.notes, "story": story}
    return frame(request, version, "edition", "version", context)


ACTS: dict[str, Callable[[Actor, int, int, str], EditionVersion]] = {
    "publish": lambda actor, key, seen, reason: actions.publish(actor, key, seen),
    **{
        name: lambda actor, key, seen, reason, name=name: actions.move(actor, key, name, seen, reason)  # type: ignore[misc]
        for name in ("submit", "send_back", "take_back", "withdraw")
    },
}


@require_POST
@office_view
def act(request: OfficeRequest, key: int) -> HttpResponseBase:
    """Submit, send back, take back, withdraw, publish."""
    name, seen = request.POST.get("act", ""), request.POST.get("seen", "")
    if name not in ACTS or not seen.isdigit():
        raise Refused("no-such-move", move=name)
    drafts.one(request.actor, key)
    try:
        ACTS[name](request.actor, key, int(seen), request.POST.get("reason", ""))
    except BadInput as error:
        messages.error(
            request,
            _("The text still has %(count)s problems. Mend them first.") % {"count": len(error.problems)},
        )
    else:
        done = {
            "submit": _("Submitted for review."),
            "send_back": _("Sent back to its author."),
            "take_back": _("Taken back; you can go on editing."),
            "withdraw": _("Withdrawn."),
            "publish": _("Published. From now on nobody can change it."),
        }
        messages.success(request, done[name])
    return HttpResponseRedirect(reverse("office-edition", args=[key]))


@require_safe
@office_view
def source(request: OfficeRequest, key: int) -> HttpResponseBase:
    """The text as a file."""
    version = drafts.one(request.actor, key)
    response = HttpResponse(version.text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.edition}-{version.version}.yaml"'
    return response


@require_safe
@office_view
def workbook(request: OfficeRequest, key: int) -> HttpResponseBase:
    """The same as an Excel workbook, which can be uploaded again."""
    version = drafts.one(request.actor, key)
    response = HttpResponse(drafts.workbook(version), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{version.edition}-{version.version}.xlsx"'
    return response


urlpatterns = [
    path("editions/", listing, name="office-editions"),
    path("editions/begin/", begin, name="office-edition-begin"),
    path("editions/<int:key>/", one, name="office-edition"),
    path("editions/<int:key>/act/", act, name="office-edition-act"),
    path("editions/<int:key>/edition.yaml", source, name="office-edition-yaml"),
    path("editions/<int:key>/edition.xlsx", workbook, name="office-edition-xlsx"),
]
