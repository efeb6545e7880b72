"""Drafting a directive: the form with its scope looked up before it is kept; nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thangdo.faces.look import numbers, result_words, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import form_values
from thangdo.faces.office.directives.pages import ROOM, choices, crumbs, scope_words, unit_name
from thangdo.faces.office.form_values import whole
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.acts.frame import do
from thangdo.records.ledger.events import Stale
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.units.kinds import TIERS
from thangdo.records.units.models import Unit
from thangdo.work.directives import actions, proposing, scope
from thangdo.work.directives.actions import Draft, Together
from thangdo.work.directives.acts import BATCHES, DIRECTIVES
from thangdo.work.directives.due import due_of
from thangdo.work.directives.naming import ref_of, refs_of
from thangdo.work.directives.queries.one import directive_seen
from thangdo.work.directives.states import STAFF
from thangdo.work.programmes.permissions import programmes_seen

TEXTS = (
    "slug",
    "number",
    "title",
    "title_en",
    "quote",
    "source_title",
    "source_number",
    "source_url",
    "conference",
    "place",
    "product",
    "due_kind",
    "urgency",
)
TYPED = (
    *TEXTS,
    "authority",
    "leading",
    "head",
    "cooperating",
    "source_date",
    "due",
    "due_days",
    "moves",
    "stated_count",
    "within",
    "units",
    "plus",
    "except",
    "condition",
    "c_campaign",
    "c_node",
    "c_input",
    "c_name",
    "c_least",
    "c_most",
    "c_milestone",
)
MOST_OFFERED = 400


@office_view
def write(request: OfficeRequest, slug: str = "") -> HttpResponseBase:
    """A new draft, or a change of one that is not issued; `do=preview` only looks."""
    old = directive_seen(request.actor, slug) if slug else None
    places = _authorities(request.actor)
    if not places:
        raise NotAllowed(STAFF)
    fault, status, preview = "", 200, None
    if request.method == "POST":
        typed = read(request.POST)
        try:
            wanted = draft_of(typed, request.actor, places, old.scope if old else {})
            if "preview" in request.POST:
                preview = _look(wanted, request.actor)
            else:
                return _keep(request, slug, wanted)
        except Refused as error:
            fault, status = wording.refused(error.code, error.facts), 400
        except Stale:
            fault, status = _("Somebody has changed this draft meanwhile. Your text stands below."), 409
    elif old is not None:
        typed = typed_of(actions.draft_of(old))
    else:
        typed = _begun(request, places)
    context = {
        "typed": typed,
        "fault": fault,
        "preview": preview,
        "old": old,
        "seen": old.sequence if old else 0,
        "places": places,
        "offered": _offered(places),
        "tiers": [(tier, result_words.tier_name(tier, language())) for tier in TIERS if tier != "country"],
        "conditions": [
            ("criterion", _("a criterion is answered or reaches a value")),
            ("figure", _("an imported figure reaches a value")),
            ("milestone", _("a unit reaches a milestone of a programme")),
        ],
        "milestones": _milestones(request.actor, str(typed.get("c_milestone", ""))),
        **choices(),
        "language": language(),
    }
    title = _("Change the draft") if slug else _("Draft a directive")
    return show(
        request, "office/directives/write.html", title, context, room=ROOM, crumbs=crumbs(old), status=status
    )


def _keep(request: OfficeRequest, slug: str, wanted: Draft) -> HttpResponseBase:
    if slug:
        seen = whole(str(request.POST.get("seen", "")), 0)
        changed = replace(wanted, slug=slug)
        do(DIRECTIVES, actions.edit, request.actor, (slug,), changed, seen=seen)
    else:
        slug = do(DIRECTIVES, actions.draft, request.actor, (), wanted)["slug"]
    messages.success(request, _("The draft is kept. Look at its units before it is issued."))
    return HttpResponseRedirect(reverse("office-directive", args=[slug]))


def _begun(request: OfficeRequest, places: list[Unit]) -> dict[str, Any]:
    """What an empty form begins with: a marked conclusion, or nothing."""
    conference, number = str(request.GET.get("conference", "")), str(request.GET.get("number", ""))
    if conference and (line := numbers.whole(number)) is not None:
        return typed_of(proposing.from_conclusion(request.actor, conference, line))
    first = places[0]
    empty = Draft(title="", authority=(first.scheme, first.code))
    return typed_of(empty)


def read(post: QueryDict) -> dict[str, Any]:
    """What was typed."""
    typed: dict[str, Any] = {name: str(post.get(name, "")) for name in TYPED}
    typed["tiers"] = [str(one) for one in post.getlist("tiers")]
    typed["official"] = "official" in post
    return typed


def typed_of(one: Draft) -> dict[str, Any]:
    """A draft as the form shows it."""
    rule, condition = one.scope, one.condition or {}
    typed: dict[str, Any] = {name: getattr(one, name) for name in TEXTS}
    typed |= {
        "authority": ":".join(one.authority),
        "leading": _named(one.leading),
        "head": _named(one.head),
        "cooperating": "\n".join(_named(ref) for ref in one.cooperating),
        "source_date": one.source_date.isoformat() if one.source_date else "",
        "due": one.due.isoformat() if one.due else "",
        "due_days": str(one.due_days or ""),
        "moves": ", ".join(one.moves),
        "stated_count": str(one.stated_count or ""),
        "tiers": list(rule.get("tiers", ())),
        "official": one.official,
        "condition": str(condition.get("kind", "")),
        "c_campaign": condition.get("campaign", ""),
        "c_node": condition.get("node", ""),
        "c_input": condition.get("input", ""),
        "c_name": condition.get("name", ""),
        "c_least": condition.get("at_least", ""),
        "c_most": condition.get("at_most", ""),
        "c_milestone": ":".join(condition.get(name, "") for name in ("programme", "milestone")).strip(":"),
    }
    for name in ("within", "units", "plus", "except"):
        refs = [tuple(ref.split(":", 1)) for ref in rule.get(name, ())]
        typed[name] = "\n".join(_names(refs))
    return typed


def draft_of(typed: dict[str, Any], actor: Actor, places: list[Unit], standing: Mapping[str, Any]) -> Draft:
    """The draft that the form means. Raises Refused for what cannot be read.

    standing: the scope as it stands: kinds and scheme of units, which the form does not ask for, are kept.
    """
    authority = next((one for one in places if f"{one.scheme}:{one.code}" == typed["authority"]), None)
    if authority is None:
        raise Refused("no-such-unit", unit=typed["authority"])
    day = actor.day
    rule: dict[str, Any] = {
        name: refs_of(typed[name], authority, day) for name in ("within", "units", "plus", "except")
    }
    rule |= {"tiers": typed["tiers"], **{name: standing.get(name) for name in ("kinds", "scheme")}}
    cooperating = tuple(
        (scheme, code)
        for scheme, _colon, code in (
            ref.partition(":") for ref in refs_of(typed["cooperating"], authority, day)
        )
    )
    return Draft(
        **{name: typed[name].strip() for name in TEXTS},
        authority=(authority.scheme, authority.code),
        leading=ref_of(typed["leading"], authority, day),
        head=ref_of(typed["head"], authority, day),
        cooperating=cooperating,
        source_date=form_values.day(typed["source_date"]),
        due=form_values.day(typed["due"]) if typed["due_kind"] == "date" else None,
        due_days=_whole(typed["due_days"]) if typed["due_kind"] == "working-days" else None,
        moves=tuple(one.strip() for one in typed["moves"].replace(";", ",").split(",") if one.strip()),
        stated_count=_whole(typed["stated_count"]),
        scope={name: value for name, value in rule.items() if value},
        condition=_condition(typed),
        official=bool(typed["official"]),
    )


def _condition(typed: dict[str, Any]) -> dict[str, str] | None:
    kind = typed["condition"]
    if not kind:
        return None
    if kind == "milestone":
        programme, _colon, milestone = typed["c_milestone"].partition(":")
        return {"kind": kind, "programme": programme, "milestone": milestone}
    named = {
        "criterion": {"campaign": "c_campaign", "node": "c_node", "input": "c_input", "at_least": "c_least"},
        "figure": {"name": "c_name", "at_least": "c_least", "at_most": "c_most"},
    }.get(kind, {})
    given = {key: typed[name].strip().replace(",", ".") for key, name in named.items() if typed[name].strip()}
    return {"kind": kind, **given}


def _milestones(actor: Actor, chosen: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Programmes that run with their milestones: title, [(`slug:milestone`, words)]; a chosen one stays."""
    offered = [
        (
            programme.title(language()),
            [
                (f"{programme.slug}:{name}", one.title.in_language(language()))
                for name, one in programme.form.milestones.items()
            ],
        )
        for programme in programmes_seen(actor).filter(state="running").order_by("slug")
    ]
    if chosen and not any(chosen == value for __, steps in offered for value, __ in steps):
        offered.append((_("another programme"), [(chosen, chosen)]))
    return [one for one in offered if one[1]]


def _whole(text: str) -> int | None:
    if not text.strip():
        return None
    return whole(text, 0)


def _look(wanted: Draft, actor: Actor) -> dict[str, Any]:
    """What issuing this would do, before anything is kept. Raises Refused."""
    authority = Unit.objects.get(scheme=wanted.authority[0], code=wanted.authority[1])
    due, fault = None, ""
    try:
        due = due_of(wanted.due_kind, wanted.due, wanted.due_days, actor.day)
    except Refused as error:
        fault = wording.refused(error.code, error.facts)
    expanded = None
    if wanted.scope:
        expanded = scope.expand(wanted.scope, actor.day, stated=wanted.stated_count, authority=authority)
    return {"expanded": expanded, "due": due, "fault": fault, "said": scope_words(dict(wanted.scope))}


def _authorities(actor: Actor) -> list[Unit]:
    """The units in whose name the actor drafts."""
    keys = [held.unit for held in actor.holding(*STAFF)]
    return list(Unit.objects.filter(pk__in=keys).order_by("path"))


def _offered(places: list[Unit]) -> list[str]:
    """Names that the fields for one unit propose: departments and districts under the authorities."""
    under = Q(pk__in=[])
    for place in places:
        under |= Q(path__startswith=place.path)
    rows = Unit.objects.filter(under, tier__in=("department", "district"), valid_to=None)
    return [one.name_vi for one in rows.order_by("sort_key")[:MOST_OFFERED]]


def _named(ref: tuple[str, str] | None) -> str:
    return _names([ref])[0] if ref else ""


def _names(refs: list[Any]) -> list[str]:
    """Units as the form shows them: the code, which is exact, and the name to read."""
    rows = Unit.objects.filter(code__in=[ref[-1] for ref in refs])
    known = {(one.scheme, one.code): unit_name(one) for one in rows}
    return [f"{':'.join(ref)} {known[tuple(ref)]}" if tuple(ref) in known else ":".join(ref) for ref in refs]


@office_view
def from_minutes(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The marked conclusions of a conference: drafted one by one, or all that were given a leading unit."""
    found = proposing.conclusions(request.actor, slug)
    places, fault = _authorities(request.actor), ""
    typed = {name: str(value) for name, value in request.POST.items()}
    rows = [
        (one, typed.get(f"leading-{one.number}", ""), typed.get(f"due-{one.number}", "")) for one in found
    ]
    if request.method == "POST":
        if not places:
            raise NotAllowed(STAFF)
        try:
            given = [
                proposing.Given(one.number, ref, form_values.day(due) if due else None)
                for one, leading, due in rows
                if (ref := ref_of(leading, places[0], request.actor.day)) is not None
            ]
            drafts = proposing.from_conclusions(request.actor, slug, given)
            n = len(proposing.draft_all(request.actor, drafts))
        except Refused as error:
            fault = wording.refused(error.code, error.facts)
        else:
            sentence = ngettext("%(n)s directive is drafted.", "%(n)s directives are drafted.", n)
            messages.success(request, sentence % {"n": n})
            return HttpResponseRedirect(f"{reverse('office-directives')}?conference={slug}")
    context = {
        "rows": rows,
        "drafts": bool(places),
        "left": bool(places) and any(not one.drafted for one in found),
        "offered": _offered(places),
        "fault": fault,
        "conference": slug,
        "language": language(),
    }
    title = _("Directives from the conclusions")
    return show(
        request,
        "office/directives/minutes.html",
        title,
        context,
        room=ROOM,
        crumbs=crumbs(),
        status=400 if fault else 200,
    )


@office_view
def from_weak(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """Weak places as a batch of directives: choose criteria, look, then draft (and issue)."""
    from thangdo.faces.office.assessments.weak_places import field_name
    from thangdo.work.assessments.queries import weak

    nodes = [str(one) for one in request.POST.getlist("node")]
    days = whole(str(request.POST.get("days", "")), 30)
    urgency = str(request.POST.get("urgency", "normal"))
    drafts: list[Draft] = []
    if request.method == "POST":
        drafts = proposing.from_weak(request.actor, slug, nodes, days, urgency)
        if "draft" in request.POST or "issue" in request.POST:
            slugs = proposing.draft_all(request.actor, drafts)
            if "issue" in request.POST:
                key = f"{request.actor.key}:i"[-100:] if request.actor.key else ""
                actor = replace(request.actor, key=key)
                do(BATCHES, actions.issue_many, actor, (), Together(tuple(slugs)))
                messages.success(request, _("Drafted and issued."))
            else:
                messages.success(request, _("Drafted. The head issues them."))
            return HttpResponseRedirect(reverse("office-directives"))
    found = weak.weak(request.actor, slug)
    authority = found.campaign.authority
    context = {
        "campaign": found.campaign,
        "fields": [(field_name(name), criteria) for name, criteria in found.fields.items()],
        "drafts": [(one, len(one.scope["units"])) for one in drafts],
        "nodes": nodes,
        "days": days,
        "urgency": urgency,
        "due": due_of("working-days", None, days, request.actor.day) if drafts else None,
        "issues": request.actor.office_for(authority, "head") is not None,
        **choices(),
        "language": language(),
    }
    title = _("Directives from weak places")
    return show(request, "office/directives/weak.html", title, context, room=ROOM, crumbs=crumbs())


urlpatterns = [
    path("directives/new", write, name="office-directive-new"),
    path("directives/<slug:slug>/edit", write, name="office-directive-edit"),
    path("directives/from-minutes/<slug:slug>/", from_minutes, name="office-directives-minutes"),
    path("directives/from-weak/<slug:slug>/", from_weak, name="office-directives-weak"),
]
