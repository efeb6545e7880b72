"""Conferences as officers see them: the list, the plan, before, during and after, and every act on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.look import wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import form_values
from thangdo.faces.office.assessments.evidence import taken
from thangdo.faces.office.conferences import answers, live
from thangdo.faces.office.conferences import papers as conferences_papers
from thangdo.faces.office.conferences.page_frame import (
    crumbs,
    frame,
    moment,
    must,
    needed,
    number,
    ref,
    units,
)
from thangdo.faces.office.form_values import whole
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.acts.frame import do, ready
from thangdo.records.files.names import clean_name
from thangdo.records.files.receiving import put
from thangdo.records.people.acting import LOCAL, Actor, Refused
from thangdo.records.units.models import Unit
from thangdo.work.conferences import queries, video
from thangdo.work.conferences.actions import meeting, planning, writing
from thangdo.work.conferences.actions.planning import Check, Item, Plan
from thangdo.work.conferences.actions.subject import entry
from thangdo.work.conferences.acts import CONFERENCES
from thangdo.work.conferences.models import Conference
from thangdo.work.conferences.papers import kinds_now
from thangdo.work.conferences.states import DESK


@dataclass(frozen=True)
class Press:
    """What a form of the conference's pages presses. of: the site, or the remark, that the act is about."""

    act: Callable[..., Any]
    given: Any = None
    of: tuple[Any, ...] = ()
    seen: Mapping[str, int] | None = None


def _text(post: QueryDict, name: str) -> str:
    return str(post.get(name, ""))


def _sites(actor: Actor, slug: str, post: QueryDict) -> Press:
    conference = queries.one(actor, slug)
    wanted = [needed(one) for one in post.getlist("units") if one]
    tier = _text(post, "tier")
    if tier:
        wanted += [(unit.scheme, unit.code) for unit in units(conference, (tier,))]
    if not wanted:
        raise Refused("no-such-unit", unit="")
    return Press(planning.invite_sites, planning.Sites(tuple(wanted)))


def _with_file(request: OfficeRequest, slug: str) -> QueryDict:
    """What was posted for an item of the agenda, with the file that came with it among its papers.

    Right and state are looked at before its bytes are taken in.
    """
    sent = request.FILES.get("paper_file")
    if not isinstance(sent, UploadedFile):
        return request.POST
    ready(CONFERENCES, planning.put_agenda, request.actor, (slug,))
    name, title = clean_name(sent.name or ""), _text(request.POST, "paper_title").strip()
    stored = put(cast(BinaryIO, sent.file or sent), name, sent.content_type or "", request.actor.by())
    post = request.POST.copy()
    post.appendlist("papers", "|".join(("file", stored.sha256, title or name)))
    post["paper_title"] = ""  # it named the file
    return post


def _item(post: QueryDict) -> Press:
    paper = {name: _text(post, f"paper_{name}").strip() for name in ("kind", "ref", "title")}
    kept = tuple(
        dict(zip(("kind", "ref", "title"), one.split("|", 2), strict=True))
        for one in post.getlist("papers")
        if one.count("|") == 2
    )
    papers = kept + ((paper,) if paper["ref"] else ())
    given = Item(
        _text(post, "title"),
        _text(post, "presenter"),
        number(post, "minutes") or 0,
        number(post, "place") or 0,
        papers,
        number(post),
    )
    return Press(planning.put_agenda, given, seen=entry("item", given.number, number(post, "seen")))


def _check(post: QueryDict) -> Press:
    ticks = ("answered" in post, "picture" in post, "sound" in post)
    check = Check(*ticks, number(post, "delay_ms"), _text(post, "note"))
    return Press(planning.check_site, check, _site(post))


def _site(post: QueryDict) -> tuple[Any, ...]:
    return (needed(_text(post, "unit")),)


def _came(post: QueryDict) -> bool | None:
    return {"yes": True, "no": False}.get(_text(post, "came"))


def _present(post: QueryDict) -> Press:
    given = meeting.PresentListed(
        _text(post, "office"), _text(post, "name"), _text(post, "instead"), number(post)
    )
    at = ref(_text(post, "unit"))
    return Press(meeting.list_present, given, (at,) if at else ())


def _remark(post: QueryDict) -> Press:
    given = writing.Remark(
        _text(post, "kind"), _text(post, "field"), _text(post, "text"), ref(_text(post, "unit")), number(post)
    )
    return Press(writing.take_remark, given, seen=entry("remark", given.number, number(post, "seen")))


def _answer(post: QueryDict) -> Press:
    of = must(post)
    seen = entry("remark", of, number(post, "seen"))
    return Press(writing.answer, writing.Answer(_text(post, "text")), (of,), seen)


def _sign(post: QueryDict) -> Press:
    acts = {"minutes": meeting.sign_minutes, "conclusions": meeting.sign_conclusions}
    paper = _text(post, "paper")
    if paper not in acts:
        raise Refused("unknown-choice", typed=paper)
    return Press(
        acts[paper], meeting.Signature(_text(post, "paper_number"), form_values.day(_text(post, "on")))
    )


FORMS: dict[str, Callable[[QueryDict], Press]] = {
    "cancel": lambda p: Press(planning.cancel, planning.Why(_text(p, "reason"))),
    "strike-site": lambda p: Press(planning.strike_site, of=_site(p)),
    "describe": lambda p: Press(
        planning.describe_site,
        planning.Room(_text(p, "room"), _text(p, "connection"), _text(p, "contact")),
        _site(p),
    ),
    "check": _check,
    "guest": lambda p: Press(planning.put_guest, planning.Invitation(_text(p, "office"), number(p))),
    "guest-came": lambda p: Press(meeting.mark_guest, meeting.GuestMarked(must(p), _came(p))),
    "item": _item,
    "open": lambda p: Press(meeting.open, meeting.WhyPerhaps(_text(p, "reason"))),
    "close": lambda p: Press(meeting.close),
    "roll": lambda p: Press(
        meeting.call_roll, meeting.RollCalled(_text(p, "roll"), number(p, "people")), _site(p)
    ),
    "present": _present,
    "run": lambda p: Press(meeting.run_agenda, meeting.AgendaRun(must(p), _text(p, "to"))),
    "ask": lambda p: Press(meeting.ask_to_speak, meeting.Subject(_text(p, "subject")), _site(p)),
    "unask": lambda p: Press(meeting.withdraw_request, meeting.Withdrawn(must(p)), _site(p)),
    "floor": lambda p: Press(meeting.give_floor, meeting.Floor(must(p), _text(p, "to"))),
    "first": lambda p: Press(meeting.order_speakers, meeting.Order((must(p),))),
    "chair": lambda p: Press(meeting.take_chair, meeting.Chair(_text(p, "office"), _text(p, "name"))),
    "remark": _remark,
    "attach": lambda p: Press(writing.attach, writing.Attachment(must(p), _text(p, "to"), _text(p, "value"))),
    "ask-answer": lambda p: Press(
        writing.ask_answer, writing.Question(must(p), needed(_text(p, "unit")), number(p, "days") or 0)
    ),
    "answer": _answer,
    "publish": lambda p: Press(writing.publish_answer, writing.Shown(must(p), _text(p, "published") != "no")),
    "sign": _sign,
}


def _press(actor: Actor, slug: str, press: Press) -> Any:
    given = () if press.given is None else (press.given,)
    return do(CONFERENCES, press.act, actor, (slug, *press.of), *given, seen=press.seen)


@require_safe
@office_view
def index(request: OfficeRequest) -> HttpResponseBase:
    """The conferences that the actor sees."""
    context = {
        "rows": list(queries.seen(request.actor)[:200]),
        "plans": bool(request.actor.holding(*DESK)),
        "language": language(),
    }
    return show(request, "office/conferences/list.html", _("Conferences"), context, room="conferences")


_NAMES = (
    "slug",
    "title_vi",
    "title_en",
    "authority",
    "place_vi",
    "day",
    "starts",
    "ends",
    "quorum",
    "campaign",
    "assessment",
    "address",
    "recording",
    "video_kind",
)


@office_view
def plan(request: OfficeRequest, slug: str = "") -> HttpResponseBase:
    """Plan a conference, or change the plan of one that has not begun."""
    found = queries.one(request.actor, slug) if slug else None
    if found is not None:
        request.actor.need(found.authority, *DESK)
    typed = _typed(found) if request.method != "POST" else {n: _text(request.POST, n) for n in _NAMES}
    problem = ""
    if request.method == "POST":
        try:
            wanted, seen = _plan(typed), number(request.POST, "seen")
            do(CONFERENCES, planning.plan, request.actor, (typed["slug"].strip(),), wanted, seen=seen)
        except Refused as error:
            problem = wording.refused(error.code, error.facts)
        else:
            messages.success(request, _("The plan is kept."))
            return HttpResponseRedirect(reverse("office-conference", args=[typed["slug"].strip()]))
    authorities = Unit.objects.filter(pk__in=[held.unit for held in request.actor.holding(*DESK)])
    title = _("Change the plan") if found else _("Plan a conference")
    kinds = [(kind, video.KINDS[kind][language() == "en"]) for kind in video.kinds()]
    context = {
        "typed": typed,
        "problem": problem,
        "old": found,
        "authorities": authorities,
        "language": language(),
        "kinds": kinds,
    }
    return show(
        request,
        "office/conferences/plan.html",
        title,
        context,
        room="conferences",
        crumbs=crumbs(found),
        status=400 if problem else 200,
    )


def _typed(found: Conference | None) -> dict[str, Any]:
    if found is None:
        return {**dict.fromkeys(_NAMES, ""), "quorum": "0", "video_kind": "link"}
    times = {name: getattr(found, name) for name in ("starts", "ends")}
    hour = {name: f"{at.astimezone(LOCAL):%H:%M}" for name, at in times.items() if at}
    settings = queries.video_settings(found)
    same = ("slug", "title_vi", "title_en", "place_vi", "campaign", "assessment", "video_kind")
    return {
        **dict.fromkeys(_NAMES, ""),
        **{name: getattr(found, name) for name in same},
        **hour,
        "authority": f"{found.authority.scheme}:{found.authority.code}",
        "day": found.day.isoformat(),
        "quorum": str(found.quorum),
        "address": settings.get("address", ""),
        "recording": settings.get("recording", ""),
    }


def _plan(typed: dict[str, Any]) -> Plan:
    day = form_values.day(typed["day"])
    if day is None:
        raise Refused("bad-day", typed="")
    return Plan(
        title_vi=typed["title_vi"].strip(),
        title_en=typed["title_en"].strip(),
        authority=needed(typed["authority"]),
        day=day,
        place_vi=typed["place_vi"].strip(),
        starts=moment(day.isoformat(), typed["starts"]),
        ends=moment(day.isoformat(), typed["ends"]),
        quorum=whole(typed["quorum"], 0),
        campaign=typed["campaign"].strip(),
        assessment=typed["assessment"].strip(),
        video_kind=typed["video_kind"] or "link",
        video={name: typed[name] for name in ("address", "recording")},
    )


@require_safe
@office_view
def before(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """What is prepared: sites with their trial, guests, agenda, papers."""
    conference = queries.one(request.actor, slug)
    context = frame(request.actor, conference, "before")
    sites = queries.sites(conference, contacts=context["overseen"])
    context |= {
        "sites": sites,
        "guests": queries.guests(conference),
        "agenda": queries.agenda(conference),
        "call": queries.roll_call(conference, [one.row for one in sites]),
        "units": list(units(conference)[:600]) if "invite_sites" in context["can"] else [],
        "papers": kinds_now(conference),
        **(conferences_papers.offered(request, conference, "invitation") if context["overseen"] else {}),
        **taken(),
        "address": queries.video_settings(conference).get("address", ""),
    }
    return _page(request, "before", conference, context)


@require_safe
@office_view
def during(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """Roll call, agenda, speakers, remarks, as they run."""
    conference = queries.one(request.actor, slug)
    request.actor.need(conference.authority, *queries.OVERSEE)
    return _page(request, "during", conference, live.live(request.actor, conference, "during"))


@require_safe
@office_view
def after(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """Minutes and conclusions to be signed, remarks to be attached, asked, answered, published; papers."""
    conference = queries.one(request.actor, slug)
    request.actor.need(conference.authority, *queries.OVERSEE)
    field = str(request.GET.get("field", ""))
    context = frame(request.actor, conference, "after")
    concluded = ("conclusions",) if queries.conclusions(conference) else ()
    context |= {
        "conclusions": queries.conclusions(conference),
        "marked": queries.marked_in(conference),
        "remarks": queries.remarks(conference, field),
        "field": field,
        "units": list(units(conference, ("department", "district")))
        if "ask_answer" in context["can"]
        else [],
        "papers": kinds_now(conference),
        **conferences_papers.offered(request, conference, "minutes", *concluded),
    }
    return _page(request, "after", conference, context)


def _page(request: OfficeRequest, tab: str, conference: Conference, context: Any) -> HttpResponseBase:
    return show(
        request,
        f"office/conferences/{tab}.html",
        conference.title(language()),
        context,
        room="conferences",
        crumbs=crumbs(conference)[:1],
    )


@require_POST
@office_view
def act(request: OfficeRequest, slug: str, name: str) -> HttpResponseBase:
    """One act, from whichever page it was sent; back to that page."""
    if name == "sites":
        press = _sites(request.actor, slug, request.POST)
    elif name in FORMS:
        press = FORMS[name](_with_file(request, slug) if name == "item" else request.POST)
    else:
        raise Http404
    _press(request.actor, slug, press)
    back = _text(request.POST, "back")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = reverse("office-conference", args=[slug])
    return HttpResponseRedirect(back)


urlpatterns = [
    path("conferences/", index, name="office-conferences"),
    path("conferences/plan/", plan, name="office-conference-new"),
    path("conferences/<slug:slug>/", before, name="office-conference"),
    path("conferences/<slug:slug>/plan/", plan, name="office-conference-plan"),
    path("conferences/<slug:slug>/during/", during, name="office-conference-during"),
    path("conferences/<slug:slug>/after/", after, name="office-conference-after"),
    path("conferences/<slug:slug>/act/<slug:name>/", act, name="office-conference-act"),
    *live.urlpatterns,
    *answers.urlpatterns,
    *conferences_papers.urlpatterns,
]
