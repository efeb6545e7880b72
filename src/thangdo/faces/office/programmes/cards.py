"""Knowing the indices: the card of each, its short quiz, and the share of officers by unit."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thangdo.faces.look.templatetags.look import text
from thangdo.faces.office import downloads
from thangdo.faces.office.form_values import posted
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.faces.office.programmes.page_frame import ROOM, crumbs, frame, named
from thangdo.records.acts.frame import do
from thangdo.work.programmes.cards import actions, queries
from thangdo.work.programmes.cards.texts import card, cards


@require_safe
@office_view
def index(request: OfficeRequest) -> HttpResponseBase:
    """One's own cards, and the share of officers by unit."""
    mine = queries.mine(request.actor)
    context = {
        **frame("cards"),
        "mine": mine,
        "known": sum(1 for _card, day in mine if day),
        "lines": queries.by_unit(request.actor),
        "cards": list(cards().values()),
    }
    return show(request, "office/programmes/cards.html", _("Knowing the indices"), context, room=ROOM)


@office_view
def one(request: OfficeRequest, name: str) -> HttpResponseBase:
    """One card to read; with the quiz answered rightly it is confirmed."""
    found = card(name)
    wrong: list[int] = []
    given: dict[int, str] = {}
    if request.method == "POST":
        given = {n: posted(request, f"q-{n}") for n in range(len(found.quiz))}
        answers = actions.Answers.of(posted(request, "sha256"), given)
        done = do(actions.CARDS, actions.confirm, request.actor, (name,), answers)
        if done["passed"]:
            messages.success(request, _("You know this index. It is written down with your office."))
            return HttpResponseRedirect(reverse("office-cards"))
        wrong = done["wrong"]
    known = dict((one.name, day) for one, day in queries.mine(request.actor)).get(name)
    quiz = [(n, question, given.get(n, ""), n in wrong) for n, question in enumerate(found.quiz)]
    context = {**frame("cards"), "card": found, "quiz": quiz, "known": known, "wrong": wrong}
    return show(
        request,
        "office/programmes/card.html",
        text(found.title),
        context,
        room=ROOM,
        crumbs=crumbs((_("Knowing the indices"), reverse("office-cards"))),
        status=400 if wrong else 200,
    )


@require_safe
@office_view
def save(request: OfficeRequest, form: str) -> HttpResponseBase:
    """The share by unit as CSV or workbook; nobody is named."""
    columns = [_("Unit code"), _("Unit"), _("Officers"), *(text(one.title) for one in cards().values())]
    rows = [
        (
            f"{line.unit.scheme}:{line.unit.code}",
            named(line.unit),
            line.officers,
            *(line.confirmed.get(name, 0) for name in cards()),
        )
        for line in queries.by_unit(request.actor)
    ]
    return downloads.table("knowing-the-indices", form, columns, rows, _("Knowing the indices"))


urlpatterns = [
    path("programmes/cards/", index, name="office-cards"),
    path("programmes/cards/by-unit.<str:form>", save, name="office-cards-file"),
    path("programmes/cards/c/<slug:name>/", one, name="office-card"),
]
