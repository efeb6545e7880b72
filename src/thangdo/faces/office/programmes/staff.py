"""ICT staff: posts, a person's record (seen by few), courses, gaps from weak criteria, whether they rose."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.office import acts
from thangdo.faces.office.acts import Form, Unsent
from thangdo.faces.office.assessments import campaign_pages
from thangdo.faces.office.form_values import posted, texts, whole
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.faces.office.programmes.page_frame import (
    ROOM,
    authorities,
    crumbs,
    done,
    frame,
    options,
    ref,
)
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Refused
from thangdo.records.people.models import Role
from thangdo.work.assessments.permissions import campaigns_seen, parts_seen
from thangdo.work.programmes.staff import actions, frameworks, queries
from thangdo.work.programmes.staff.models import Post
from thangdo.work.programmes.staff.permissions import holding_seen
from thangdo.work.programmes.states import UNIT


def _crumbs() -> list[tuple[str, str]]:
    return crumbs((_("ICT staff"), reverse("office-staff")))


@require_safe
@office_view
def index(request: OfficeRequest) -> HttpResponseBase:
    """The posts of the units that the actor sees, his own records, the courses."""
    return _index(request)


def _index(request: OfficeRequest, unsent: Unsent | None = None) -> HttpResponseBase:
    actor = request.actor
    trains = authorities(actor, Role.TRAINER)
    own = authorities(actor, Role.HEAD, Role.TRAINER)
    opening = partial(acts.form, actions.POSTS, "open_post", _address("open"))
    context = {
        **frame("staff"),
        "posts": [
            (one, _changes(one.post, unsent) if one.post.unit in own else ())
            for one in queries.posts(actor, str(request.GET.get("q", "")))[:1000]
        ],
        "q": str(request.GET.get("q", "")),
        "mine": queries.mine(actor),
        "courses": queries.courses(actor),
        "trains": trains,
        "open": opening(unsent.where if unsent else (), unsent=unsent, tone="") if own else None,
        "whose": [] if trains else options(own),
        "chosen": unsent.typed.get("unit", "") if unsent else "",
        "frameworks": [frameworks.load(name) for name in frameworks.names()] if trains else [],
        "weak_in": list(
            parts_seen(actor)
            .filter(actor.scope(*UNIT))
            .exclude(campaign__state__in=("draft", "cancelled"))[:10]
        ),
    }
    status = unsent.status if unsent else 200
    return show(request, "office/programmes/staff.html", _("ICT staff"), context, room=ROOM, status=status)


def _address(name: str) -> str:
    return reverse("office-staff-act", args=[name])


def _changes(post: Post, unsent: Unsent | None) -> list[Form]:
    """What the unit, or the training office, can change of a post: who is in charge, that it is no more."""
    unit = (post.unit.scheme, post.unit.code)
    return [
        acts.form(
            actions.POSTS,
            name,
            _address(name),
            (unit, post.number),
            fixed={"unit": ":".join(unit), "number": str(post.number)},
            unsent=unsent,
            tone=tone,
            folded=False,
        )
        for name, tone in (("take", ""), ("end", "quiet small"))
    ]


@require_safe
@office_view
def record(request: OfficeRequest, key: int) -> HttpResponseBase:
    """A person's record, for the person, the head of the unit and the training office."""
    actor = request.actor
    found = queries.record(actor, key)
    unit = found.holding.post.unit
    sides = []
    if found.holding.person_id is not None and found.holding.person_id == actor.person:
        sides.append(("self", _("Assess myself")))
    else:
        if actor.office_for(unit, Role.HEAD):
            sides.append(("superior", _("Assess as the superior")))
        if actor.office_for(unit, Role.TRAINER):
            sides.append(("test", _("Enter the result of a test")))
    context = {
        **frame("staff"),
        "found": found,
        "unit": unit,
        "sides": sides if found.framework else [],
        "leads": actor.office_for(unit, Role.HEAD, Role.TRAINER) is not None,
        "courses": [one for one in queries.courses(actor) if one.until >= actor.day],
    }
    title = found.name or _("Record")
    return show(request, "office/programmes/staff_record.html", title, context, room=ROOM, crumbs=_crumbs())


@require_safe
@office_view
def needs(request: OfficeRequest, slug: str, scheme: str, code: str) -> HttpResponseBase:
    """What a unit's staff should learn, from its weak criteria in a campaign."""
    found = queries.needs(request.actor, slug, (scheme, code))
    campaign = campaigns_seen(request.actor).get(slug=slug)
    context = {
        **frame("staff"),
        "needs": found,
        "campaign": campaign,
        "titles": campaign_pages.titles(campaign),
    }
    return show(
        request,
        "office/programmes/staff_needs.html",
        _("What the staff should learn"),
        context,
        room=ROOM,
        crumbs=_crumbs(),
    )


@require_safe
@office_view
def course(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """A course: who was there, what came of it, and whether the criterion rose in the next campaign."""
    actor = request.actor
    found, lines = queries.course(actor, slug)
    trains = actor.office_for(found.authority, Role.TRAINER) is not None
    asked = texts(request.GET, "node", "before", "after")
    compared = queries.rose(actor, slug, **asked) if all(asked.values()) else []
    there = {row.holding_id for row, _name, _result in lines}
    context = {
        **frame("staff"),
        "course": found,
        "lines": lines,
        "trains": trains,
        "asked": asked,
        "compared": compared,
        "campaigns": queries.campaigns_for(actor, found.authority) if trains else [],
        "free": [one for one in queries.posts(actor) if one.holding and one.holding.pk not in there]
        if trains or actor.holding(Role.HEAD)
        else [],
    }
    return show(
        request, "office/programmes/staff_course.html", found.title, context, room=ROOM, crumbs=_crumbs()
    )


@require_POST
@office_view
def act(request: OfficeRequest, name: str) -> HttpResponseBase:
    """One act on posts, records or courses."""
    if name in POST_ACTS:
        return _on_post(request, name)
    if name not in ACTS:
        raise Refused("no-such-record")
    target = ACTS[name](request)
    messages.success(request, _("It is kept."))
    return HttpResponseRedirect(target)


def _adopt(request: OfficeRequest) -> str:
    where = (ref(posted(request, "authority")), posted(request, "framework"))
    done(request, actions.FRAMEWORKS, actions.adopt, where)
    return reverse("office-staff")


#: the address of an act on a post -> the act
POST_ACTS = {"open": "open_post", "take": "take", "end": "end"}


def _on_post(request: OfficeRequest, name: str) -> HttpResponseBase:
    unit, page = ref(posted(request, "unit")), partial(_index, request)
    where: tuple[Any, ...] = (unit,) if name == "open" else (unit, _whole(request, "number"))

    def then(made: dict[str, Any]) -> str:
        if name == "take":
            return reverse("office-staff-record", args=[made["record"]])
        return reverse("office-staff")

    return acts.sent(request, actions.POSTS, POST_ACTS[name], where, page, then)


def _rate(request: OfficeRequest) -> str:
    key, side = _whole(request, "holding"), posted(request, "side")
    holding_seen(request.actor, key)
    if side not in actions.SIDES:
        raise Refused("bad-side", kind=side, known=list(actions.SIDES))
    levels = tuple(
        actions.Level(name.removeprefix("l-"), whole(str(value), 100))
        for name, value in request.POST.items()
        if name.startswith("l-")
    )
    do(actions.RECORDS, actions.SIDES[side], request.actor, (key,), actions.Levels(levels))
    return reverse("office-staff-record", args=[key])


def _plan(request: OfficeRequest) -> str:
    slug = posted(request, "slug")
    taught = "\n".join(request.POST.getlist("competence"))
    done(request, actions.COURSES, actions.plan, (slug,), competences=taught)
    return reverse("office-staff-course", args=[slug])


def _enrol(request: OfficeRequest) -> str:
    slug, record = posted(request, "course"), _whole(request, "holding")
    holding_seen(request.actor, record)
    do(actions.COURSES, actions.enrol, request.actor, (slug,), actions.Enrol(record))
    return reverse("office-staff-course", args=[slug])


def _attend(request: OfficeRequest) -> str:
    passed = {"passed": True, "failed": False}.get(posted(request, "result"))
    given = actions.Attend(_whole(request, "holding"), _whole(request, "sessions"), passed)
    do(actions.COURSES, actions.attend, request.actor, (posted(request, "course"),), given)
    return reverse("office-staff-course", args=[posted(request, "course")])


def _whole(request: OfficeRequest, name: str) -> int:
    return whole(posted(request, name), 0)


ACTS: dict[str, Any] = {
    "adopt": _adopt,
    "rate": _rate,
    "plan": _plan,
    "enrol": _enrol,
    "attend": _attend,
}


urlpatterns = [
    path("programmes/staff/", index, name="office-staff"),
    path("programmes/staff/record/<int:key>/", record, name="office-staff-record"),
    path("programmes/staff/course/<slug:slug>/", course, name="office-staff-course"),
    path("programmes/staff/needs/<slug:slug>/<str:scheme>/<str:code>/", needs, name="office-staff-needs"),
    path("programmes/staff/do/<slug:name>", act, name="office-staff-act"),
]
