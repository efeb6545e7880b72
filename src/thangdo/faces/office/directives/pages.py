"""Directives as officers see them: the list, one directive with all its units, every step of its life."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import result_words, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import acts, downloads
from thangdo.faces.office.acts import Unsent
from thangdo.faces.office.form_values import posted, texts, whole
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Refused
from thangdo.records.people.models import Role
from thangdo.work.directives import actions, queries
from thangdo.work.directives.actions import Draft, Together
from thangdo.work.directives.actions.issuing import charged
from thangdo.work.directives.acts import BATCHES, DIRECTIVES
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.permissions import OVERSEE
from thangdo.work.directives.queries.assignments_of_unit import Line as AssignmentLine
from thangdo.work.directives.queries.history import of_directive
from thangdo.work.directives.queries.listing import Filters, Line, every
from thangdo.work.directives.queries.one import directive_seen, lines_of
from thangdo.work.directives.states import STAFF
from thangdo.work.programmes.conditions import titles

ROOM = "directives"
ASKED = ("q", "state", "urgency", "only", "unit", "conference", "sort")
ON_PAGE = ("issue", "discard", "close", "withdraw")


@require_safe
@office_view
def index(request: OfficeRequest) -> HttpResponseBase:
    """The directives that the actor sees; drafts that can be issued together carry a box."""
    asked = texts(request.GET, *ASKED)
    found = queries.listing(request.actor, _filters(asked, request.GET.get("page", "1")))
    issues = request.actor.holding(Role.HEAD)
    context = {
        "found": found,
        "asked": asked,
        "drafts": bool(request.actor.holding(*STAFF)),
        "issuable": {
            line.directive.slug
            for line in found.lines
            if line.directive.state == "draft"
            and any(h.covers(line.directive.authority_id, line.directive.authority.path) for h in issues)
        },
        **choices(),
        "oversees": bool(request.actor.holding(*OVERSEE)),
        "language": language(),
    }
    return show(request, "office/directives/list.html", _("Directives"), context, room=ROOM)


def choices() -> dict[str, Any]:
    """What the lists of the forms offer, in words."""
    return {
        "states": [
            (one, wording.state_name("directive", one)) for one in ("draft", "issued", "closed", "withdrawn")
        ],
        "urgencies": [
            (one, wording.state_name("urgency", one))
            for one in ("normal", "urgent", "very-urgent", "express")
        ],
        "onlies": [
            ("overdue", _("overdue")),
            ("waiting", _("reported, to be accepted")),
            ("extension", _("asking for more time")),
            ("unknown", _("no information")),
        ],
    }


def _filters(asked: dict[str, str], page: str = "1") -> Filters:
    return Filters(
        asked["q"],
        asked["state"],
        asked["urgency"],
        asked["only"],
        asked["unit"],
        asked["conference"],
        asked["sort"] or "-issued",
        whole(page, 1),
    )


@require_safe
@office_view
def save_list(request: OfficeRequest, form: str) -> HttpResponseBase:
    """The list as CSV or workbook, with the filters of the page."""
    lines = every(request.actor, _filters(texts(request.GET, *ASKED)), request.actor.day)
    columns: downloads.Columns[Line] = {
        _("Directive"): lambda one: one.directive.name(language()),
        _("Number"): lambda one: one.directive.number,
        _("State"): lambda one: wording.state_name("directive", one.directive.state),
        _("Urgency"): lambda one: wording.state_name("urgency", one.directive.urgency),
        _("Issued on"): lambda one: one.directive.issued_on,
        _("To be done by"): lambda one: one.directive.due or due_words(one.directive),
        _("Leading unit"): lambda one: unit_name(one.directive.leading),
        _("Units"): lambda one: one.tally.units,
        _("Done"): lambda one: one.tally.done,
        _("Overdue"): lambda one: one.tally.overdue,
        _("Waiting for acceptance"): lambda one: one.tally.waiting,
        _("No information"): lambda one: one.tally.unknown,
        _("Source"): lambda one: one.directive.source_title,
    }
    return downloads.view("directives", form, columns, lines, _("Directives"))


def unit_name(unit: Any) -> str:
    """A unit's name in the language of the page."""
    if unit is None:
        return ""
    return unit.name(language())


def due_words(directive: Directive) -> str:
    """When a directive is due where no day stands yet."""
    if directive.due_kind == "none":
        return _("not stated")
    if directive.due_kind == "working-days" and directive.due_days:
        n = directive.due_days
        return ngettext("%(n)s working day after issue", "%(n)s working days after issue", n) % {"n": n}
    return ""


@require_safe
@office_view
def one(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """One directive: what is ordered, and where each unit stands; a draft with what issuing it would do."""
    return _page(request, slug)


def _page(request: OfficeRequest, slug: str, unsent: Unsent | None = None) -> HttpResponseBase:
    asked = texts(request.GET, "q", "only")
    found = queries.one(
        request.actor, slug, text=asked["q"], only=asked["only"], page=whole(request.GET.get("page", "1"), 1)
    )
    directive = found.directive
    context = {
        "found": found,
        "directive": directive,
        "asked": asked,
        "due_words": due_words(directive),
        "events": of_directive(request.actor, directive, found.whole),
        "onlies": [
            ("overdue", _("overdue")),
            ("waiting", _("reported, to be accepted")),
            ("extension", _("asking for more time")),
            ("issued", _("not acknowledged")),
            ("acknowledged", _("under way")),
            ("returned", _("to be done again")),
            ("done", _("done or closed")),
            ("unknown", _("no information")),
        ],
        "condition": condition_words(directive),
        "forms": {
            name: acts.form(
                DIRECTIVES,
                name,
                reverse("office-directive-act", args=[slug, name]),
                (slug,),
                seen=directive.sequence,
                unsent=unsent,
                tone="" if name == "close" else "danger",
            )
            for name in found.can.intersection(("discard", "close", "withdraw"))
        },
        "unsent": unsent,
        "language": language(),
    }
    if directive.state == "draft":
        context["preview"] = queries.preview(request.actor, slug)
        context["scope_said"] = scope_words(directive.scope)
    title = directive.name(language())
    template, status = "office/directives/one.html", unsent.status if unsent else 200
    return show(request, template, title, context, room=ROOM, crumbs=crumbs(), status=status)


def condition_words(directive: Directive) -> str:
    """The condition over data in a sentence."""
    one = directive.condition
    if not one:
        return ""
    if one["kind"] == "criterion":
        if "at_least" in one:
            return _("criterion %(node)s of “%(campaign)s” reaches %(least)s") % {
                "node": one["node"],
                "campaign": one["campaign"],
                "least": one["at_least"],
            }
        return _("criterion %(node)s of “%(campaign)s” is answered") % {
            "node": one["node"],
            "campaign": one["campaign"],
        }
    if one["kind"] == "figure":
        limits = [f"≥ {one['at_least']}"] if "at_least" in one else []
        limits += [f"≤ {one['at_most']}"] if "at_most" in one else []
        return _("imported figure “%(name)s” %(limits)s") % {"name": one["name"], "limits": ", ".join(limits)}
    if one["kind"] == "milestone":
        programme, milestone = titles(one, language())
        return _("milestone “%(milestone)s” of the programme “%(programme)s” is reached") % {
            "milestone": milestone,
            "programme": programme,
        }
    return " ".join(f"{key} {value}" for key, value in one.items())


def scope_words(rule: dict[str, Any]) -> str:
    """A rule of scope in a few words: its tiers and kinds."""
    tiers = ", ".join(result_words.tier_name(tier, language()) for tier in rule.get("tiers", ()))
    kinds = ", ".join(rule.get("kinds", ()))
    return "; ".join(part for part in (tiers, kinds) if part)


def crumbs(directive: Directive | None = None, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Where the page stands."""
    found = [(_("Directives"), reverse("office-directives"))]
    if directive is not None:
        found.append((directive.name(language()), reverse("office-directive", args=[directive.slug])))
    return [*found, *more]


def _carried_by(part: Assignment) -> str:
    """The unit that carries another's part; "" where it is its own."""
    return unit_name(part.carrier) if part.carrier_id != part.unit_id else ""


@require_safe
@office_view
def save_units(request: OfficeRequest, slug: str, form: str) -> HttpResponseBase:
    """The units of a directive as CSV or workbook; of a draft, the units that it would charge."""
    directive = directive_seen(request.actor, slug)
    if directive.state == "draft":
        units = charged(directive, request.actor.day).units
        return downloads.table(
            f"{slug}-units",
            form,
            [_("Code"), _("Unit"), _("Tier")],
            [(one.code, unit_name(one), result_words.tier_name(one.tier, language())) for one in units],
            _("Units"),
        )
    asked = texts(request.GET, "q", "only")
    lines = lines_of(request.actor, slug, asked["q"], asked["only"])
    columns: downloads.Columns[AssignmentLine] = {
        _("Code"): lambda line: line.part.unit.code,
        _("Unit"): lambda line: unit_name(line.part.unit),
        _("Carried by"): lambda line: _carried_by(line.part),
        _("State"): lambda line: state_words(line.part),
        _("To be done by"): lambda line: line.part.due,
        _("Days overdue"): lambda line: -line.days if line.overdue and line.days else "",
        _("Progress %"): lambda line: line.part.progress,
        _("Acknowledged on"): lambda line: line.part.acknowledged_on,
        _("Reported on"): lambda line: line.part.reported_on,
        _("Done on"): lambda line: line.part.done_on,
        _("Known"): lambda line: _("yes") if line.part.known else _("no information"),
    }
    return downloads.view(f"{slug}-units", form, columns, lines, _("Units"), directive.name(language()))


def state_words(part: Any) -> str:
    """The state of a unit's part in words; where nothing is known, that."""
    if not part.known:
        return _("no information")
    return wording.state_name("assignment", part.state)


@require_POST
@office_view
def act(request: OfficeRequest, slug: str, name: str) -> HttpResponseBase:
    """One step of a directive."""
    directive = directive_seen(request.actor, slug)
    if name not in (*ON_PAGE, "take"):
        raise Refused("no-such-directive", slug=slug)
    takes = name == "take"
    then = reverse("office-directives") if name == "discard" else reverse("office-directive", args=[slug])
    return acts.sent(
        request,
        DIRECTIVES,
        "edit" if takes else name,
        (slug,),
        partial(_page, request, slug),
        then,
        made=partial(_taken, request, directive) if takes else None,
        said=_issued if name == "issue" else None,
    )


def _taken(request: OfficeRequest, directive: Directive) -> Draft:
    """The draft with one of the suggested scopes."""
    suggestions = charged(directive, request.actor.day).suggestions
    place = whole(posted(request, "suggestion"), -1)
    if not 0 <= place < len(suggestions):
        raise Refused("nothing-chosen")
    return replace(actions.draft_of(directive), scope=suggestions[place].rule)


def _issued(done: dict[str, Any]) -> str:
    n = int(done["units"])
    return ngettext("Issued to %(n)s unit.", "Issued to %(n)s units.", n) % {"n": n}


@require_POST
@office_view
def issue_many(request: OfficeRequest) -> HttpResponseBase:
    """Issue the drafts that were ticked, all or none."""
    slugs = [str(one) for one in request.POST.getlist("slug")]
    for slug in slugs:
        directive_seen(request.actor, slug)
    n = len(do(BATCHES, actions.issue_many, request.actor, (), Together(tuple(slugs)))["issued"])
    messages.success(request, ngettext("%(n)s directive issued.", "%(n)s directives issued.", n) % {"n": n})
    return HttpResponseRedirect(reverse("office-directives"))


urlpatterns = [
    path("directives/", index, name="office-directives"),
    path("directives/list.<str:form>", save_list, name="office-directives-file"),
    path("directives/issue", issue_many, name="office-directives-issue"),
    path("directives/<slug:slug>/", one, name="office-directive"),
    path("directives/<slug:slug>/units.<str:form>", save_units, name="office-directive-file"),
    path("directives/<slug:slug>/act/<slug:name>", act, name="office-directive-act"),
]
