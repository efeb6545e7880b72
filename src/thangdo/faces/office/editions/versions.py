"""Sets of criteria in the office: the list, beginning a draft, one version with its steps and files."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import numbers, wording
from thangdo.faces.look.templatetags.look import text
from thangdo.faces.office import acts
from thangdo.faces.office.acts import Unsent
from thangdo.faces.office.editions.page_frame import EXCEL, frame, title_of
from thangdo.faces.office.page_frame import OfficeRequest, office_view, say_how, show
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.rules.index.answers import Problem
from thangdo.work.editions import beginning, drafts, queries
from thangdo.work.editions.acts import EDITIONS, LARGEST
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
        request,
        "office/editions/begin.html",
        _("Begin a draft"),
        context,
        room="editions",
        crumbs=crumbs,
        status=400 if problem else 200,
    )


def _begun(request: OfficeRequest, units: list[Any], typed: dict[str, str]) -> EditionVersion:
    unit = next((one for one in units if str(one.pk) == typed["unit"]), units[0])
    kind, _sep, name = typed["source"].partition(":")
    actor = request.actor
    if kind == "library":
        return beginning.from_library(actor, unit, typed["edition"] or name, name)
    if kind == "published" and (number := numbers.whole(name)) is not None:
        return beginning.from_published(actor, unit, number, typed["edition"])
    if kind == "file":
        file = request.FILES.get("file")
        if file is None:
            raise Refused("file-empty")
        if (file.size or 0) > LARGEST * 10:
            raise Refused("file-too-large", most=LARGEST * 10)
        how: list[Problem] = []
        version = beginning.from_file(actor, unit, typed["edition"], file.name or "", file.read(), how)
        say_how(request, how)
        return version
    return beginning.empty(actor, unit, typed["edition"], typed["title"])


@require_safe
@office_view
def one(request: OfficeRequest, key: int) -> HttpResponseBase:
    """One version: where it stands, what is wrong, what can be done next."""
    return _page(request, key)


#: the acts of the page, in their order, and how their buttons look
ACTS = {"submit": "", "publish": "", "send_back": "quiet", "take_back": "quiet", "withdraw": "danger"}
NEED_A_GOOD_TEXT = ("submit", "publish")


def _page(request: OfficeRequest, key: int, unsent: Unsent | None = None) -> HttpResponseBase:
    version = drafts.one(request.actor, key)
    report = examined(version.text, f"{version.edition}.yaml")
    story = [{"moment": each, "line": wording.event_line(each)} for each in drafts.story(version)[:60]]
    address, open_now = reverse("office-edition-act", args=[key]), drafts.moves_open(request.actor, version)
    forms = [
        acts.form(EDITIONS, name, address, (key,), seen=version.sequence, unsent=unsent, tone=tone)
        for name, tone in ACTS.items()
        if name in open_now and not (name in NEED_A_GOOD_TEXT and version.problems)
    ]
    context = {"problems": report.problems, "notes": report.notes, "story": story, "forms": forms}
    return frame(request, version, "edition", "version", context, unsent.status if unsent else 200)


@require_POST
@office_view
def act(request: OfficeRequest, key: int) -> HttpResponseBase:
    """Submit, send back, take back, withdraw, publish."""
    name, then = request.POST.get("act", ""), reverse("office-edition", args=[key])
    if name not in ACTS:
        raise Refused("no-such-move", move=name)
    drafts.one(request.actor, key)
    try:
        return acts.sent(request, EDITIONS, name, (key,), partial(_page, request, key), then)
    except BadInput as error:
        count = {"count": len(error.problems)}
        messages.error(request, _("The text still has %(count)s problems. Mend them first.") % count)
        return HttpResponseRedirect(then)


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
