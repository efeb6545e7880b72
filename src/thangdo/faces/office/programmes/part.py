"""A unit's part in a programme: its fields, milestones with proof, cost, counts, the task force."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look.download import to_save
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import acts
from thangdo.faces.office.acts import Form, Unsent
from thangdo.faces.office.form_values import posted, values
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.faces.office.programmes.page_frame import (
    ROOM,
    crumbs,
    done,
    forecast_words,
    frame,
    money,
    named,
    seen,
    story,
    units_under,
)
from thangdo.records.acts.declared import Json
from thangdo.records.acts.frame import do, entitled, open_acts, ready
from thangdo.records.files.models import StoredFile
from thangdo.records.files.store import allowed, clean_name, most_bytes, put
from thangdo.records.people.acting import Refused
from thangdo.work.programmes.actions import parts
from thangdo.work.programmes.actions.common import Task
from thangdo.work.programmes.acts import PROGRAMMES
from thangdo.work.programmes.projection import Whole
from thangdo.work.programmes.queries import access, history, pace

Where = tuple[str, tuple[str, str]]  # a programme, and a unit as scheme and code


@require_safe
@office_view
def part(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """One unit's part, with what the actor can do."""
    return _page(request, slug, (scheme, code))


def _page(
    request: OfficeRequest, slug: str, unit: tuple[str, str], unsent: Unsent | None = None
) -> HttpResponseBase:
    actor = request.actor
    found = access.part(actor, slug, unit)
    programme = found.part.programme
    can = open_acts(PROGRAMMES, actor, Task(programme, Whole(found.part)))
    form = programme.form
    under = units_under([programme.authority], actor.day) if "pass_to" in can else []
    choices = [(f"{one.scheme}:{one.code}", named(one)) for one in under]

    def form_of(name: str, **more: Any) -> Form | None:
        """The form of an act, where it is open."""
        if name not in can:
            return None
        address = reverse("office-programme-part-act", args=[slug, *unit, name])
        return acts.form(
            PROGRAMMES, name, address, (slug, unit), seen=found.part.sequence, unsent=unsent, **more
        )

    authority = (
        form_of("pass_to", choices={"to": choices}),
        form_of("drop", tone="danger"),
        form_of("restore"),
    )
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
        "steps": [(step, _step_forms(form_of, step, actor.ref)) for step in found.steps],
        "member_form": form_of("member"),
        "members": [
            (one, None if one.left_on else form_of("left", fixed={"number": str(one.number)}))
            for one in found.members
        ],
        "forms": [form for form in authority if form is not None],
        "fields": [(name, field, found.values.get(name, "")) for name, field in form.fields.items()],
        "burns": burns,
        "events": story(history.of_part(actor, found.part)),
        "accept": sorted(f".{one}" for one in allowed()),
        "most": most_bytes() // 1_000_000,
    }
    return show(
        request,
        "office/programmes/part.html",
        named(found.part.carrier),
        context,
        room=ROOM,
        crumbs=crumbs((programme.title(language()), reverse("office-programme", args=[slug]))),
        status=unsent.status if unsent else 200,
    )


def _step_forms(form_of: Callable[..., Form | None], step: access.Step, me: str) -> dict[str, Form | None]:
    """For a milestone that is entered: to say that its proof does not hold, and to take it back."""
    if step.row is None:
        return {}
    fixed = {"milestone": step.name}
    refuses = None if step.row.by == me else form_of("check", fixed={**fixed, "holds": ""})
    return {"check": refuses, "undo": form_of("undo", fixed=fixed)}


def _reach(request: OfficeRequest, where: Where) -> Json:
    """A milestone with its proof; a file is taken in once the right was looked at."""
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        return done(request, PROGRAMMES, parts.reach, where, seen(request))
    task = ready(PROGRAMMES, parts.reach, request.actor, where)
    held = entitled(PROGRAMMES, PROGRAMMES.act(parts.reach), request.actor, task)
    name = clean_name(upload.name or "")
    stored = put(upload.file or upload, name, upload.content_type or "", request.actor.by(held))
    return done(request, PROGRAMMES, parts.reach, where, seen(request), sha256=stored.sha256, title=name)


def _values(request: OfficeRequest, where: Where) -> Json:
    fields = access.part(request.actor, *where).part.programme.form.fields
    given = values(request.POST, fields)
    for name, field in fields.items():
        if field.type in ("text", "date"):
            given[name] = posted(request, f"v-{name}")
    said = parts.Values(tuple(parts.Value(name, text) for name, text in given.items()))
    return do(PROGRAMMES, parts.set_values, request.actor, where, said, seen=seen(request))


def _cost(request: OfficeRequest, where: Where) -> Json:
    planned, spent = money(posted(request, "planned")), money(posted(request, "spent"))
    return done(request, PROGRAMMES, parts.cost, where, seen(request), planned=planned, spent=spent)


def _count(request: OfficeRequest, where: Where) -> Json:
    return done(request, PROGRAMMES, parts.count, where, seen(request))


def _holds(request: OfficeRequest, where: Where) -> Json:
    return done(request, PROGRAMMES, parts.check, where, seen(request), holds="1")


#: acts whose form stands in the template
BY_HAND: dict[str, Callable[[OfficeRequest, Where], Json]] = {
    "set": _values,
    "reach": _reach,
    "cost": _cost,
    "count": _count,
    "holds": _holds,
}
FORMS = ("check", "undo", "member", "left", "drop", "restore", "pass_to")


@require_POST
@office_view
def act(request: OfficeRequest, slug: str, scheme: str, code: str, name: str) -> HttpResponseBase:
    """One act on a unit's part."""
    unit = (scheme, code)
    access.part(request.actor, slug, unit)
    here = reverse("office-programme-part", args=[slug, scheme, code])
    if name in FORMS:
        page = partial(_page, request, slug, unit)
        return acts.sent(request, PROGRAMMES, name, (slug, unit), page, here)
    if name not in BY_HAND:
        raise Refused("no-such-part", unit=":".join(unit), slug=slug)
    BY_HAND[name](request, (slug, unit))
    messages.success(request, _("It is kept."))
    return HttpResponseRedirect(here)


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
