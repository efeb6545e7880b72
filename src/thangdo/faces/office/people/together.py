"""People together: a list with its preview, whom the units lack, one undo, offices ended in bulk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import numbers, phrasing, sentences, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office.downloads import file as as_file
from thangdo.faces.office.form_values import day
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.faces.office.people import coming, resetting
from thangdo.records.people import actions, bulk, bulk_plan, invitations, queries
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.records.people.models import Brought, Person, Role
from thangdo.rules.index.answers import BadInput
from thangdo.work.registry import people_lists

ROOM = "people"
SALT = "people.list"
KEPT = 86_400  # seconds for which a preview can be agreed to
LARGEST = 5_000_000  # bytes of a list
SHOWN = 300  # lines of a preview


@office_view
def bring(request: OfficeRequest) -> HttpResponseBase:
    """A list of people, or everybody whom the units lack: shown, then made."""
    _need(request)
    if request.method != "POST":
        return _page(request)
    if "do" in request.POST:
        rows, lines = _held(request)
        try:
            done = bulk.bring(request.actor, rows, str(request.POST.get("seen", "")), lines)
        except Refused as error:
            if error.code not in ("people-changed-meanwhile", "people-list-faulty"):
                raise
            found = bulk_plan.plan(request.actor, rows, lines)
            sentence = wording.refused(error.code, error.facts)
            return _page(request, found, rows, lines, faults=[sentence], status=409)
        messages.success(
            request,
            ngettext("%(n)s account is made.", "%(n)s accounts are made.", len(done.people))
            % {"n": len(done.people)},
        )
        return HttpResponseRedirect(reverse("office-people-list", args=[done.key]))
    try:
        rows, lines, notices = _given(request)
        found = bulk_plan.plan(request.actor, rows, lines)
    except BadInput as bad:
        return _page(
            request, faults=[phrasing.line(one, language()) for one in bad.problems[:20]], status=400
        )
    except Refused as error:
        return _page(request, faults=[wording.refused(error.code, error.facts)], status=400)
    return _page(request, found, rows, lines, notices, status=400 if found.problems else 200)


@require_safe
@office_view
def to_fill_in(request: OfficeRequest, ending: str) -> HttpResponseBase:
    """The units that lack a reporter or a head, as a list to fill in."""
    _need(request)
    if ending not in ("csv", "xlsx"):
        raise Http404
    rows = bulk_plan.missing(
        request.actor, _roles_asked(request.GET.getlist("role")), request.GET.getlist("tier")
    )
    names = {code: wording.role_name(code) for code in Role.values}
    content = people_lists.to_fill_in(rows, ending, _("People"), language(), names)
    return as_file(f"people.{ending}", content)


@require_safe
@office_view
def brought(request: OfficeRequest, key: str) -> HttpResponseBase:
    """What a list has brought: who has come, who has a code that works."""
    batch = _batch(request, key)
    people = [one for one in queries.people(request.actor) if one.id in set(batch.people)]
    waits = invitations.waiting(batch.people, request.actor.at)
    lines = [{"person": one, "invited": waits.get(one.id)} for one in people]
    context = {
        "batch": batch,
        "lines": lines,
        "came": sum(one.last_login is not None for one in people),
        "waiting": sum(one.last_login is None for one in people),
        "given": len(batch.offices),
        "today": request.actor.day,
    }
    return show(
        request,
        "office/people/brought.html",
        _("People brought together"),
        context,
        room=ROOM,
        crumbs=_crumbs(),
    )


@require_POST
@office_view
def undo(request: OfficeRequest, key: str) -> HttpResponseBase:
    """Take a list back."""
    _batch(request, key)
    _done, came = bulk.undo(request.actor, key, str(request.POST.get("reason", "")))
    messages.success(request, _("Taken back."))
    if came:
        told = ngettext(
            "%(n)s account stays: its holder has come.", "%(n)s accounts stay: their holders have come.", came
        )
        messages.warning(request, told % {"n": came})
    return HttpResponseRedirect(reverse("office-people"))


@require_POST
@office_view
def slips(request: OfficeRequest) -> HttpResponseBase:
    """Codes for those who have not come, as a page of slips to print; shown once."""
    _need(request)
    keys = [number for text in request.POST.getlist("person") if (number := numbers.whole(text)) is not None]
    if batch := str(request.POST.get("batch", "")):
        keys = list(_batch(request, batch).people)
    mine = set(queries.administered(request.actor).filter(pk__in=keys).values_list("pk", flat=True))
    made = invitations.invite(request.actor, mine)
    if not made:
        raise Refused("people-nobody-to-invite")
    offices = {one.id: one.offices for one in queries.people(request.actor)}
    found = [coming.slip(request, one, offices.get(one.person.pk, ())) for one in made]
    context = {"slips": found, "expires": made[0].expires, "address": coming.address(request)}
    return show(
        request, "office/people/slips.html", _("Invitations to print"), context, room=ROOM, crumbs=_crumbs()
    )


@require_POST
@office_view
def mail(request: OfficeRequest, key: str) -> HttpResponseBase:
    """A link by e-mail to those of a list who have not come and have an address."""
    batch = _batch(request, key)
    waiting = [one for one in Person.objects.filter(pk__in=batch.people).exclude(email="").order_by("pk")]
    sent = 0
    with transaction.atomic():
        for person in waiting:
            if invitations.may_come(person):
                actions.reset_password(request.actor, person.pk)
                sent += resetting.tell(request.actor, person, resetting.INVITATION)
        if not sent:
            raise Refused("people-nobody-by-mail")
    messages.success(request, ngettext("%(n)s e-mail goes out.", "%(n)s e-mails go out.", sent) % {"n": sent})
    return HttpResponseRedirect(reverse("office-people-list", args=[key]))


@require_POST
@office_view
def end_offices(request: OfficeRequest) -> HttpResponseBase:
    """End the chosen people's offices after a day."""
    _need(request)
    chosen = [
        number for text in request.POST.getlist("office") if (number := numbers.whole(text)) is not None
    ]
    until = day(str(request.POST.get("until", ""))) or request.actor.day
    count = bulk.end_offices(request.actor, chosen, until, str(request.POST.get("reason", "")))
    messages.success(
        request, ngettext("%(n)s office is ended.", "%(n)s offices are ended.", count) % {"n": count}
    )
    return HttpResponseRedirect(reverse("office-people"))


def _need(request: OfficeRequest) -> None:
    if not request.actor.holding(Role.ADMINISTRATOR):
        raise NotAllowed((Role.ADMINISTRATOR,))


def _batch(request: OfficeRequest, key: str) -> Brought:
    found = Brought.objects.filter(key=key).first()
    if found is None or not bulk.may_see(request.actor, found):
        raise Refused("no-such-list")
    return found


def _roles_asked(asked: Sequence[str]) -> list[str]:
    return [role for role in asked if role in Role.values] or [
        str(role) for role in bulk_plan.ROLES_OF_A_UNIT
    ]


def _given(request: OfficeRequest) -> tuple[list[dict[str, str]], list[int], list[str]]:
    """The rows of a file, or of the units that lack somebody. Raises BadInput, Refused."""
    if "everybody" in request.POST:
        asked = _roles_asked(request.POST.getlist("role"))
        rows = bulk_plan.missing(request.actor, asked, request.POST.getlist("tier"))
        if not rows:
            raise Refused("people-nobody-lacks")
        named = [
            {**row, "name": f"{wording.role_name(row['role']).capitalize()} – {row['unit_name']}"}
            for row in rows
        ]
        return named, list(range(1, len(rows) + 1)), []
    upload = request.FILES.get("file")
    if upload is None:
        raise Refused("people-file-needed")
    if (upload.size or 0) > LARGEST:
        raise Refused("people-list-too-long", most=bulk_plan.MOST)
    listed = people_lists.read(upload.read(), upload.name or "", _roles())
    return list(listed.rows), list(listed.lines), [phrasing.line(one, language()) for one in listed.notices]


def _roles() -> dict[str, str]:
    """What roles are called, in both languages and as codes -> the code."""
    found = {str(code): str(code) for code in Role.values}
    for code in Role.values:
        found |= dict.fromkeys(sentences.pair("roles", code) or (), str(code))
    return found


def _held(request: OfficeRequest) -> tuple[list[dict[str, str]], list[int]]:
    """The rows that a preview has shown, which came back with it. Raises Refused."""
    try:
        data = signing.loads(str(request.POST.get("held", "")), salt=SALT, max_age=KEPT)
    except signing.BadSignature as error:
        raise Refused("people-file-needed") from error
    if data["actor"] != request.actor.ref:
        raise Refused("people-file-needed")
    return data["rows"], data["lines"]


def _page(
    request: OfficeRequest,
    found: bulk_plan.Plan | None = None,
    rows: Sequence[Mapping[str, str]] = (),
    lines: Sequence[int] = (),
    notices: Sequence[str] = (),
    faults: Sequence[str] = (),
    status: int = 200,
) -> HttpResponseBase:
    context: dict[str, Any] = {
        "found": found,
        "faults": faults,
        "notices": notices,
        "batches": bulk.batches(request.actor)[:10],
        "lacking": _lacking(request),
    }
    if found is not None:
        kept = [{column: row.get(column, "") for column in bulk_plan.COLUMNS} for row in rows]
        held = {"actor": request.actor.ref, "rows": kept, "lines": list(lines)}
        context |= {
            "held": signing.dumps(held, salt=SALT, compress=True),
            "problems": [
                _("Line %(line)s: ") % {"line": one.line} + wording.refused(one.code, one.facts)
                for one in found.problems[:SHOWN]
            ],
            "lines": found.lines[:SHOWN],
            "more": max(len(found.lines) - SHOWN, 0),
            "same": sum(one.does == "nothing" for one in found.lines),
        }
    return show(
        request,
        "office/people/together.html",
        _("Bring people together"),
        context,
        room=ROOM,
        crumbs=_crumbs(),
        status=status,
    )


def _lacking(request: OfficeRequest) -> list[tuple[str, str, int]]:
    """The two roles that every unit needs: code, name, how many units lack it."""
    rows = bulk_plan.missing(request.actor)
    return [
        (str(role), wording.role_name(role), sum(row["role"] == role for row in rows))
        for role in bulk_plan.ROLES_OF_A_UNIT
    ]


def _crumbs() -> list[tuple[str, str]]:
    return [(_("People and offices"), reverse("office-people"))]


urlpatterns: list[Any] = [
    path("people/together/", bring, name="office-people-bring"),
    path("people/together/people.<str:ending>", to_fill_in, name="office-people-to-fill-in"),
    path("people/together/slips/", slips, name="office-people-slips"),
    path("people/together/end/", end_offices, name="office-people-end-offices"),
    path("people/together/<str:key>/", brought, name="office-people-list"),
    path("people/together/<str:key>/mail/", mail, name="office-people-mail"),
    path("people/together/<str:key>/undo/", undo, name="office-people-undo"),
]
