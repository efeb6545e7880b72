"""Administration of people: accounts, offices held, who may do what, from when until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import wraps
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import numbers, wording
from thangdo.faces.office.form_values import day
from thangdo.faces.office.page_frame import OfficeRequest, View, office_view, problem, show
from thangdo.faces.office.people import resetting
from thangdo.records.ledger import events as ledger
from thangdo.records.people import actions, queries, tokens
from thangdo.records.people.acting import Refused
from thangdo.records.people.models import Role
from thangdo.records.units import queries as units
from thangdo.records.units.fold import fold

ROOM = "people"
Crumbs = list[tuple[str, str]]


def of_mine(view: View) -> View:
    """A page of an account; whoever does not administer it learns not even whether it is there."""

    @wraps(view)
    def run(request: OfficeRequest, key: int, **parts: Any) -> HttpResponseBase:
        try:
            queries.person(request.actor, key)
        except Refused as error:
            sentence = wording.refused(error.code, error.facts)
            return problem(request, 404, _("This page does not exist"), [sentence])
        return view(request, key=key, **parts)

    return run


@require_safe
@office_view
def listing(request: OfficeRequest) -> HttpResponseBase:
    """The accounts that the actor administers, by name, unit and state."""
    text, ended = request.GET.get("q", "")[:100], request.GET.get("state") == "ended"
    asked, fault = request.GET.get("unit", "").strip()[:200], ""
    found: list[queries.PersonView] = []
    try:
        found = queries.people(request.actor, text, _unit(asked, request.actor.day) if asked else None, ended)
    except Refused as error:
        fault = wording.refused(error.code, error.facts)
    context = {
        "people": found,
        "query": text,
        "unit": asked,
        "fault": fault,
        "ended": ended,
        "today": request.actor.day,
    }
    return show(request, "office/people/people.html", _("People and offices"), context, room=ROOM)


@office_view
def add(request: OfficeRequest) -> HttpResponseBase:
    """A new account with its first office."""
    typed = _typed(request)
    if request.method == "POST":
        try:
            new = actions.NewAccount(
                login=typed["login"],
                name=typed["name"],
                email=typed["email"],
                role=typed["role"],
                unit=_unit(typed["unit"], day(typed["since"]) or request.actor.day),
                subtree=bool(typed["subtree"]),
                title=typed["title"],
                decision=typed["decision"],
                since=day(typed["since"]),
                until=day(typed["until"]),
            )
            made = actions.add(request.actor, new)
        except Refused as error:
            return _form(request, typed, wording.refused(error.code, error.facts), 400)
        return HttpResponseRedirect(reverse("office-person", args=[made.pk]))
    return _form(request, {**typed, "since": request.actor.day.isoformat()})


def _form(
    request: OfficeRequest, typed: Mapping[str, str], fault: str = "", status: int = 200
) -> HttpResponseBase:
    context = {"typed": typed, "fault": fault, "roles": _roles()}
    return show(
        request,
        "office/people/person_add.html",
        _("New account"),
        context,
        room=ROOM,
        crumbs=_crumbs(),
        status=status,
    )


def _roles() -> list[tuple[str, str]]:
    return [(role, wording.role_name(role)) for role in Role.values]


def _crumbs() -> Crumbs:
    return [(_("People and offices"), reverse("office-people"))]


@require_safe
@office_view
@of_mine
def person(request: OfficeRequest, key: int) -> HttpResponseBase:
    """One account: offices, history, what its administrator can do."""
    found = queries.person(request.actor, key)
    events = ledger.read(f"person:{key}")
    names = queries.names(event.actor for event in events)
    history = [
        {"at": event.at, "who": names.get(event.actor, event.actor), "what": wording.event_line(event)}
        for event in reversed(events)
    ]
    context = {
        "person": found,
        "history": history,
        "day": request.actor.day,
        "tokens": [one for one in tokens.tokens_of(key) if one.is_valid(request.actor.at)],
        "links": SocialAccount.objects.filter(user_id=key).order_by("pk"),
        "service": settings.OIDC_NAME,
        "roles": _roles(),
        "own": request.actor.person == key,
        "link": request.session.pop(f"password-link-{key}", ""),
        "mailed": request.session.pop(f"password-mailed-{key}", False),
    }
    return show(request, "office/people/person.html", found.name, context, room=ROOM, crumbs=_crumbs())


@require_POST
@office_view
@of_mine
def change(request: OfficeRequest, key: int) -> HttpResponseBase:
    """Change name, address, language."""
    form = _typed(request)
    actions.change(request.actor, key, form["name"], form["email"], form["language"])
    return _back(key)


@require_POST
@office_view
@of_mine
def appoint(request: OfficeRequest, key: int) -> HttpResponseBase:
    """Give an office."""
    form = _typed(request)
    since = day(form["since"]) or request.actor.day
    actions.appoint(
        request.actor,
        key,
        form["role"],
        _unit(form["unit"], since),
        since,
        day(form["until"]),
        subtree=bool(form["subtree"]),
        title=form["title"],
        decision=form["decision"],
    )
    return _back(key)


@require_POST
@office_view
@of_mine
def end_office(request: OfficeRequest, key: int, office: int) -> HttpResponseBase:
    """End an office after a day."""
    form = _typed(request)
    actions.end_office(request.actor, office, day(form["until"]) or request.actor.day, form["reason"])
    return _back(key)


@require_POST
@office_view
@of_mine
def act(request: OfficeRequest, key: int, name: str) -> HttpResponseBase:
    """Close, reopen, reset the password or the second factor, end a token or a link."""
    reason = request.POST.get("reason", "")
    if name == "end":
        actions.end(request.actor, key, reason)
    elif name == "reopen":
        actions.reopen(request.actor, key, reason)
    elif name == "second-factor":
        actions.reset_second_factor(request.actor, key, reason)
    elif name == "link":
        link = numbers.whole(str(request.POST.get("number", "")))
        actions.end_link(request.actor, key, -1 if link is None else link, reason)
    elif name == "token":
        number = numbers.whole(str(request.POST.get("number", "")))
        if number not in {one.number for one in tokens.tokens_of(key)}:
            raise Refused("no-such-token", number=str(number))
        tokens.revoke(request.actor, number)
    else:
        with transaction.atomic():
            one = actions.reset_password(request.actor, key)
            mailed = resetting.tell(request.actor, one)
        request.session[f"password-link-{key}"] = request.build_absolute_uri(resetting.path(one))
        request.session[f"password-mailed-{key}"] = mailed
    messages.success(request, _("Done."))
    return _back(key)


def _typed(request: OfficeRequest) -> dict[str, str]:
    names = (
        *("login", "name", "email", "role", "unit", "subtree", "title", "decision", "since", "until"),
        *("reason", "language"),
    )
    return {name: str(request.POST.get(name, "")).strip() for name in names}


def _unit(text: str, day: date) -> tuple[str, str]:
    """A unit as `scheme:code`, or found by its name: the one so called that is there on a day.

    Raises Refused.
    """
    scheme, colon, code = text.partition(":")
    if colon and units.get(scheme.strip(), code.strip()) is not None:
        return scheme.strip(), code.strip()
    found = [one.unit for one in units.search(text, limit=50)]
    found = [unit for unit in found if fold(unit.name_vi) == fold(text)] or found
    if len(found) > 1:
        found = [unit for unit in found if unit.is_valid_on(day)] or found
    if len(found) != 1:
        raise Refused("which-unit" if found else "no-such-unit", unit=text)
    return found[0].scheme, found[0].code


def _back(key: int) -> HttpResponseBase:
    return HttpResponseRedirect(reverse("office-person", args=[key]))


urlpatterns: list[Any] = [
    path("people/", listing, name="office-people"),
    path("people/new/", add, name="office-person-add"),
    path("people/<int:key>/", person, name="office-person"),
    path("people/<int:key>/change/", change, name="office-person-change"),
    path("people/<int:key>/appoint/", appoint, name="office-person-appoint"),
    path("people/<int:key>/offices/<int:office>/end/", end_office, name="office-person-end-office"),
    path("people/<int:key>/<str:name>/", act, name="office-person-act"),
]
