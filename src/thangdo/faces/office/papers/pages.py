"""The registers of outgoing papers as clerks keep them: list, search, take a number, put right, export."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import acts, downloads, form_values
from thangdo.faces.office.acts import Options, Unsent
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.faces.office.papers import drawing, signing
from thangdo.records.people.acting import Actor
from thangdo.records.units import bodies
from thangdo.records.units.models import Unit
from thangdo.work.papers import queries
from thangdo.work.papers import signing as of_files
from thangdo.work.papers.actions import CLERKS, PAPERS, Entry, Mending
from thangdo.work.papers.queries import PaperLine
from thangdo.work.papers.states import KINDS

ROOM = "papers"
FILES = of_files.NAMES
ASKED = (
    *("kind", "abstract", "day", "drafter", "signer", "authority", "post", "recipients", "basis", "grounds"),
    *("symbol", "number", "note"),
)
TYPED = ("kind", "abstract", "drafter", "signer", "authority", "post", "recipients", "basis", "grounds")


@require_safe
@office_view
def listing(request: OfficeRequest) -> HttpResponseBase:
    """The registers that the actor keeps or oversees."""
    return _listing(request)


def _listing(request: OfficeRequest, unsent: Unsent | None = None) -> HttpResponseBase:
    units = _units(request.actor)
    form = None
    if units:
        form = acts.form(
            PAPERS,
            "begin",
            reverse("office-book-begin"),
            unsent.where if unsent else ("",),
            seen=0,
            choices={"unit": units},
            unsent=unsent,
        )
    context = {
        "rows": queries.books(request.actor),
        "form": form,
        "slug": unsent.typed.get("slug", "") if unsent else "",
    }
    status = unsent.status if unsent else 200
    return show(request, "office/papers/list.html", _("Outgoing papers"), context, room=ROOM, status=status)


@require_POST
@office_view
def begin(request: OfficeRequest) -> HttpResponseBase:
    """Begin a register."""
    slug = str(request.POST.get("slug", "")).strip()
    return acts.sent(
        request, PAPERS, "begin", (slug,), partial(_listing, request), lambda done: _address(slug)
    )


@require_safe
@office_view
def one(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """One register: its papers with search and filters, a form for the next number."""
    return _one(request, slug)


def _one(request: OfficeRequest, slug: str, unsent: Unsent | None = None) -> HttpResponseBase:
    book = queries.book(request.actor, slug)
    asked = form_values.texts(request.GET, "q", "kind", "state", "from", "to")
    page, lines = queries.paged(
        _found(request.actor, slug, asked), slug, form_values.whole(request.GET.get("page", ""), 1)
    )
    forms = {}
    if "issue" in book.can:
        forms["issue"] = acts.form(
            PAPERS,
            "issue",
            reverse("office-book-act", args=[slug, "issue"]),
            (slug,),
            standing=_begun(request),
            unsent=unsent,
            only=ASKED,
            fixed={"source": (unsent.typed if unsent else request.GET).get("source", "")[:200]},
            tone="",
            folded=not request.GET.get("abstract"),
        )
    if "close" in book.can:
        forms["close"] = acts.form(
            PAPERS,
            "close",
            reverse("office-book-act", args=[slug, "close"]),
            (slug,),
            seen=book.sequence,
            unsent=unsent,
            tone="danger",
        )
    context = {
        "book": book,
        "page": page.number,
        "pages": page.pages,
        "total": page.total,
        "lines": lines,
        "forms": forms,
        "asked": asked,
        "kinds": [(kind, wording.state_name("kind", kind)) for kind in KINDS],
        "query": urlencode({name: text for name, text in asked.items() if text}),
        "events": queries.timeline(slug)[:50],
    }
    status = unsent.status if unsent else 200
    template = "office/papers/book.html"
    return show(request, template, book.title, context, room=ROOM, crumbs=_crumbs(), status=status)


def _found(actor: Actor, slug: str, asked: dict[str, str]) -> Any:
    days = [form_values.day(asked[name]) for name in ("from", "to")]
    return queries.papers_of(actor, slug, asked["q"], asked["kind"], asked["state"], *days)


def _begun(request: OfficeRequest) -> Entry:
    """What the form begins with: as the address says it, where a paper is drawn from something."""
    typed: dict[str, Any] = {name: str(request.GET.get(name, ""))[:4000] for name in TYPED}
    day = form_values.day(str(request.GET.get("day", ""))) or request.actor.day
    return Entry(**{**typed, "kind": typed["kind"] or "letter"}, day=day)


@require_POST
@office_view
def act(request: OfficeRequest, slug: str, name: str) -> HttpResponseBase:
    """Take a number, close the register."""
    queries.book(request.actor, slug)

    def said(done: dict[str, Any]) -> str:
        if "symbol" in done:
            return _("The paper has the number %(symbol)s.") % {"symbol": done["symbol"]}
        return wording.act_text(f"papers-{name}", "done")

    return acts.sent(request, PAPERS, name, (slug,), partial(_one, request, slug), _address(slug), said=said)


@require_safe
@office_view
def paper(request: OfficeRequest, slug: str, number: int) -> HttpResponseBase:
    """One paper: all that the register says of it; put it right, cancel it."""
    return one_paper(request, slug, number)


def one_paper(
    request: OfficeRequest, slug: str, number: int, unsent: Unsent | None = None, fault: str = ""
) -> HttpResponseBase:
    """The page of a paper. fault: why it could not be signed just now."""
    found = queries.one(request.actor, slug, number)
    standing = Mending(
        found.abstract, "", found.signer, found.authority, found.post, found.recipients, found.note
    )
    forms = {
        name: acts.form(
            PAPERS,
            name,
            reverse("office-paper-act", args=[slug, number, name]),
            (slug, number),
            standing=standing if name == "mend" else None,
            unsent=unsent,
            tone="danger" if name == "void" else "quiet",
        )
        for name in ("mend", "void")
        if name in found.can
    }
    context = {
        "paper": found,
        "forms": forms,
        "files": drawing.files(found),
        **signing.context(request, found, unsent, fault),
    }
    crumbs = [*_crumbs(), (queries.book(request.actor, slug).title, _address(slug))]
    status = unsent.status if unsent else 400 if fault else 200
    template = "office/papers/paper.html"
    return show(request, template, found.symbol, context, room=ROOM, crumbs=crumbs, status=status)


@require_POST
@office_view
def paper_act(request: OfficeRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """Put the entry right, cancel the paper; keep its file, take it back signed, withdraw it."""
    queries.one(request.actor, slug, number)
    if name == "sign":  # has a page of its own: the file is made here
        raise Http404
    then = reverse("office-outgoing", args=[slug, number]) + ("#signing" if name in FILES else "")
    draw = partial(one_paper, request, slug, number)
    return acts.sent(request, PAPERS, name, (slug, number), draw, then, does=of_files.done)


@require_safe
@office_view
def table(request: OfficeRequest, slug: str, form: str) -> HttpResponseBase:
    """The register, as it is filtered, to save: numbers are numbers, days are days."""
    book = queries.book(request.actor, slug)
    asked = form_values.texts(request.GET, "q", "kind", "state", "from", "to")
    rows = queries.lines(_found(request.actor, slug, asked), slug)
    columns: downloads.Columns[PaperLine] = {
        _("Number"): lambda one: one.number,
        _("Symbol"): lambda one: one.symbol,
        _("Day"): lambda one: _day(one.day, form),
        _("Kind"): lambda one: wording.state_name("kind", one.kind),
        _("Abstract"): lambda one: one.abstract,
        _("Signed by"): lambda one: " ".join(part for part in (one.authority, one.signer) if part),
        _("Recipients"): lambda one: one.recipients,
        _("Drafting unit"): lambda one: one.drafter,
        _("Note"): lambda one: one.note,
        _("State"): lambda one: wording.state_name("paper", one.state),
        _("Reason"): lambda one: one.reason,
    }
    return downloads.view(slug, form, columns, reversed(rows), book.title)


def _day(day: date, form: str) -> object:
    return day.isoformat() if form == "csv" else day


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Outgoing papers"), reverse("office-books"))]


def _address(slug: str) -> str:
    return reverse("office-book", args=[slug])


def _units(actor: Actor) -> Options:
    """The bodies whose registers the actor may begin: his own, and those below that he serves."""
    found = Q(pk__in=[])
    for held in actor.holding(*CLERKS):
        found |= Q(path__startswith=held.path) if held.subtree else Q(pk=held.unit)
    rows = Unit.objects.filter(found, valid_to=None)
    return [
        (f"{unit.scheme}:{unit.code}", bodies.of(unit) if language() != "en" else unit.name("en"))
        for unit in rows.order_by("path")[:600]
    ]


urlpatterns = [
    path("papers/", listing, name="office-books"),
    path("papers/begin/", begin, name="office-book-begin"),
    path("papers/<slug:slug>/", one, name="office-book"),
    path("papers/<slug:slug>/register.<str:form>", table, name="office-book-file"),
    path("papers/<slug:slug>/act/<slug:name>/", act, name="office-book-act"),
    path("papers/<slug:slug>/<int:number>/", paper, name="office-outgoing"),
    path("papers/<slug:slug>/<int:number>/<slug:name>/", paper_act, name="office-paper-act"),
]
