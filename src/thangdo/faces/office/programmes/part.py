"""A unit's part in a programme: its fields, milestones with proof, cost, counts, the task force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look.download import to_save
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office.form_values import posted, values, whole
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.faces.office.programmes.page_frame import (
    ROOM,
    crumbs,
    forecast_words,
    frame,
    money,
    named,
    needed_day,
    ref,
    seen,
    story,
    units_under,
)
from thangdo.records.files.models import StoredFile
from thangdo.records.files.store import allowed, clean_name, most_bytes, put
from thangdo.records.people.acting import Refused
from thangdo.work.programmes import permissions
from thangdo.work.programmes.actions import parts, programmes
from thangdo.work.programmes.actions.common import may
from thangdo.work.programmes.actions.parts import Proof
from thangdo.work.programmes.queries import access, history, pace

UnitRef = tuple[str, str]
OPEN_TO = ("set", "reach", "undo", "check", "cost", "count", "member", "drop", "restore", "pass")


@require_safe
@office_view
def part(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """One unit's part, with what the actor can do."""
    actor, unit = request.actor, (scheme, code)
    found = access.part(actor, slug, unit)
    programme = found.part.programme
    can = {name for name in OPEN_TO if permissions.can(actor, f"programme-{name}", programme, found.part)}
    form = programme.form
    burns = []
    for name, figure in form.figures.items():
        burn = pace.burn(actor, slug, name, unit)
        burns.append((name, figure, burn, forecast_words(burn.forecast)))
    context = {
        **frame("programmes"),
        "found": found,
        "part": found.part,
        "programme": programme,
        "form": form,
        "can": can,
        "me": actor.ref,
        "fields": [(name, field, found.values.get(name, "")) for name, field in form.fields.items()],
        "burns": burns,
        "events": story(history.of_part(actor, found.part)),
        "accept": sorted(f".{one}" for one in allowed()),
        "most": most_bytes() // 1_000_000,
        "choices": units_under([programme.authority], actor.day) if "pass" in can else [],
    }
    return show(
        request, "office/programmes/part.html", named(found.part.carrier), context, room=ROOM,
        crumbs=crumbs((programme.title(language()), reverse("office-programme", args=[slug]))),
    )  # fmt: skip


def _proof(request: OfficeRequest, slug: str, unit: UnitRef) -> Proof:
    """The proof of a form; a file is taken in once the right was looked at."""
    upload = request.FILES.get("file")
    link, words = posted(request, "link"), posted(request, "text")
    if not isinstance(upload, UploadedFile):
        return Proof(link=link, text=words)
    found = access.part(request.actor, slug, unit).part
    held = may(request.actor, "programme-reach", found.programme, found.carrier)
    name = clean_name(upload.name or "")
    stored = put(upload.file or upload, name, upload.content_type or "", request.actor.by(held))
    return Proof(sha256=stored.sha256, title=name, link=link, text=words)


def _reach(request: OfficeRequest, slug: str, unit: UnitRef) -> Any:
    step = posted(request, "milestone")
    day, proof = needed_day(request, "on"), _proof(request, slug, unit)
    return parts.reach(request.actor, slug, unit, step, day, proof, seen(request))


def _values(request: OfficeRequest, slug: str, unit: UnitRef) -> Any:
    fields = access.part(request.actor, slug, unit).part.programme.form.fields
    given = values(request.POST, fields)
    for name, field in fields.items():
        if field.type in ("text", "date"):
            given[name] = posted(request, f"v-{name}")
    return parts.set_values(request.actor, slug, unit, given, seen(request))


ACTS: dict[str, Callable[[OfficeRequest, str, UnitRef], Any]] = {
    "set": _values,
    "reach": _reach,
    "undo": lambda request, slug, unit: parts.undo(
        request.actor, slug, unit, posted(request, "milestone"), posted(request, "reason"),
        seen(request),
    ),
    "check": lambda request, slug, unit: parts.check(
        request.actor, slug, unit, posted(request, "milestone"),
        posted(request, "holds") == "yes", posted(request, "reason"), seen(request),
    ),
    "cost": lambda request, slug, unit: parts.cost(
        request.actor, slug, unit, money(posted(request, "planned")),
        money(posted(request, "spent")), seen(request),
    ),
    "count": lambda request, slug, unit: parts.count(
        request.actor, slug, unit, posted(request, "figure"), needed_day(request, "on"),
        whole(posted(request, "count"), -1), bool(posted(request, "frozen")),
        seen(request),
    ),
    "member": lambda request, slug, unit: parts.name_member(
        request.actor, slug, unit, posted(request, "post"), posted(request, "name"),
        bool(posted(request, "leads")), seen(request),
    ),
    "left": lambda request, slug, unit: parts.member_left(
        request.actor, slug, unit, whole(posted(request, "number"), 0), seen(request)
    ),
    "drop": lambda request, slug, unit: programmes.drop(
        request.actor, slug, unit, posted(request, "reason")
    ),
    "restore": lambda request, slug, unit: programmes.restore(request.actor, slug, unit),
    "pass": lambda request, slug, unit: programmes.pass_to(
        request.actor, slug, unit, ref(posted(request, "to"))
    ),
}  # fmt: skip


@require_POST
@office_view
def act(request: OfficeRequest, slug: str, scheme: str, code: str, name: str) -> HttpResponseBase:
    """One act on a unit's part."""
    unit = (scheme, code)
    access.part(request.actor, slug, unit)
    if name not in ACTS:
        raise Refused("no-such-part", unit=":".join(unit), slug=slug)
    ACTS[name](request, slug, unit)
    messages.success(request, _("It is kept."))
    return HttpResponseRedirect(reverse("office-programme-part", args=[slug, scheme, code]))


@require_safe
@office_view
def file(request: OfficeRequest, slug: str, scheme: str, code: str, milestone: str) -> HttpResponseBase:
    """The file that proves a milestone, as something to save."""
    found = access.part(request.actor, slug, (scheme, code))
    step = next((one for one in found.steps if one.name == milestone and one.row), None)
    digest = step.row.proof.get("sha256", "") if step and step.row else ""
    stored = StoredFile.objects.filter(sha256=digest).first() if digest else None
    if step is None or stored is None:
        raise Refused("no-such-milestone", milestone=milestone)
    return to_save(request, stored, step.text or milestone)


_PART = "programmes/p/<slug:slug>/unit/<str:scheme>/<str:code>"
urlpatterns = [
    path(f"{_PART}/", part, name="office-programme-part"),
    path(f"{_PART}/do/<slug:name>", act, name="office-programme-part-act"),
    path(f"{_PART}/proof/<slug:milestone>", file, name="office-programme-proof"),
]
