"""What every office page shares: who acts, the menu, and what is said when an act is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import islice
from typing import Any, cast
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from thangdo import __version__
from thangdo.faces.look import clock, phrasing, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.records.files.kept import AGAIN, BeingMade
from thangdo.records.ledger import clock as whether
from thangdo.records.ledger.events import Stale
from thangdo.records.ledger.once import KeyReused
from thangdo.records.people.acting import Actor, NotAllowed, Refused, actor_of, may_act
from thangdo.records.people.models import Role
from thangdo.rules.index.answers import Problem

View = Callable[..., HttpResponseBase]
Crumbs = Sequence[tuple[str, str]]
NOTICES = 20  # of how a file was read, told on a page
UNSENT = "unsent"  # in the session of somebody whose form came when the session had ended
#: room, title, name of the address, the roles that see it (none: everybody)
MENU: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("tasks", gettext_noop("My tasks"), "office-tasks", ()),
    ("campaigns", gettext_noop("Campaigns"), "office-campaigns", ()),
    (
        "editions",
        gettext_noop("Sets of criteria"),
        "office-editions",
        (Role.AUTHOR, Role.PUBLISHER, Role.COUNCIL, Role.ADMINISTRATOR, Role.OBSERVER),
    ),
    ("conferences", gettext_noop("Conferences"), "office-conferences", ()),
    ("directives", gettext_noop("Directives"), "office-directives", ()),
    ("programmes", gettext_noop("Programmes"), "office-programmes", ()),
    (
        "announcements",
        gettext_noop("Announcements"),
        "office-announcements",
        (Role.PUBLISHER, Role.SECRETARY, Role.HEAD, Role.REPORTER, Role.OBSERVER),
    ),
    (
        "papers",
        gettext_noop("Outgoing papers"),
        "office-books",
        (Role.PUBLISHER, Role.SECRETARY, Role.HEAD, Role.OBSERVER),
    ),
    ("units", gettext_noop("Units"), "office-units", (Role.ADMINISTRATOR,)),
    ("people", gettext_noop("People"), "office-people", (Role.ADMINISTRATOR,)),
    ("identity", gettext_noop("Our authority"), "office-identity", (Role.ADMINISTRATOR,)),
)


class OfficeRequest(HttpRequest):
    """A request of somebody who has signed in."""

    actor: Actor


@dataclass(frozen=True)
class Entry:
    """An entry of the menu."""

    name: str
    title: str
    address: str


def office_view(view: View) -> View:
    """A page for somebody who has signed in; `request.actor` acts, by the key of the form.

    An act that is refused becomes a page (or a message on the page before) that says what to do.
    """

    @wraps(view)
    def run(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not may_act(request.user):
            logout(request)
            return to_sign_in(request)
        if needs_second_factor(request):
            return HttpResponseRedirect(reverse("mfa_index"))
        asked = cast(OfficeRequest, request)
        key = str(request.POST.get("key", "")) or request.headers.get("Idempotency-Key", "")
        asked.actor = actor_of(request.user, clock.now(), key=key[:100])
        if request.method == "GET" and not _by_script(request) and request.session.pop(UNSENT, False):
            messages.warning(request, _("Your session had ended, so nothing was saved. Send it again."))
        try:
            response = view(asked, **parts)
        except NotAllowed as error:
            response = _not_allowed(asked, error)
        except Refused as error:
            response = refused(asked, error)
        except Stale:
            title = _("Somebody has changed this since you opened it")
            told = _(
                "Nothing of yours was saved and nothing of theirs was lost. Open the page again and look."
            )
            response = problem(asked, 409, title, [told])
        except BeingMade as error:
            response = being_made(asked, error)
        except KeyReused:
            title = _("This form was sent before, with other values")
            told = _("The first values count. Open the page again to change them.")
            response = problem(asked, 422, title, [told])
        patch_cache_control(response, private=True, no_store=True)
        return response

    return run


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in page, and from there back: to this page, or to the one on which the form stood."""
    page = request.get_full_path()
    if request.method not in ("GET", "HEAD"):
        before = urlsplit(back(request))
        page = f"{before.path}?{before.query}" if before.query else before.path
        if not _is_ours(before.path):
            page = reverse("office-tasks")
        if not _by_script(request):
            request.session[UNSENT] = True
    return redirect_to_login(page, reverse("office-signin"))


def by_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of a page: what the middleware of django_htmx has read."""
    return bool(request.htmx)  # type: ignore[attr-defined]


def _by_script(request: HttpRequest) -> bool:
    """Whether a script of a page asks, which says itself what became of it."""
    return by_htmx(request) or request.headers.get("Accept", "").startswith("application/json")


def private_pages(get_response: Callable[[HttpRequest], HttpResponseBase]) -> View:
    """Middleware: no page of the office, also none of allauth's, is kept by a browser or on the way."""

    def run(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if _is_ours(request.path):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return run


def _is_ours(path: str) -> bool:
    return path.startswith(("/office/", "/en/office/", "/oidc/"))


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether the person must set up a second factor before anything else: always but in a demonstration."""
    if settings.DEMO or request.session.get("second-factor"):
        return False
    if (
        not Authenticator.objects.filter(user_id=request.user.pk)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    ):
        return True
    request.session["second-factor"] = True
    return False


def say_how(request: OfficeRequest, notices: Iterable[Problem]) -> None:
    """Tell on the next page how a file was read."""
    for notice in islice(notices, NOTICES):
        messages.info(request, phrasing.line(notice, language()))


def show(
    request: HttpRequest,
    template: str,
    title: str,
    context: Mapping[str, Any] | None = None,
    *,
    room: str = "",
    crumbs: Crumbs = (),
    status: int = 200,
) -> HttpResponse:
    """A page with the frame around it. room: the entry of the menu that it belongs to."""
    return render(
        request,
        template,
        {**(context or {}), "title": title, "room": room, "crumbs": crumbs},
        status=status,
    )


def context(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every office page needs (a context processor); nothing for other pages."""
    if getattr(request, "resolver_match", None) is None or not _is_ours(request.path):
        return {}
    actor = getattr(request, "actor", None)
    if actor is None and request.user.is_authenticated:
        actor = cast(OfficeRequest, request).actor = actor_of(request.user, clock.now())
    return {
        "menu": entries(actor) if actor else [],
        "actor": actor,
        "offices": _offices(request) if actor else [],
        "demo": settings.DEMO,
        "moved_on": clock.days_on(),
        "wrong_clock": _wrong_clock() if actor else "",
        "days_at_once": (1, 7, 15, 30),
        "today": clock.now(),
        "version": __version__,
    }


def _wrong_clock() -> str:
    """What is wrong with the server's clock: whoever acts learns it before, the administrator what to do."""
    found = whether.wrong(timezone.now())
    refusal = found and found.refusal()
    return wording.refused(refusal.code, refusal.facts) if refusal else ""


def entries(actor: Actor) -> list[Entry]:
    """The menu: only what the offices held lead to."""
    found = []
    for name, title, address, roles in MENU:
        if roles and not actor.holding(*roles):
            continue
        try:
            found.append(Entry(name, _(title), reverse(address)))
        except NoReverseMatch:
            continue
    return found


def _offices(request: HttpRequest) -> list[dict[str, Any]]:
    """The offices of the person, for the head of the page."""
    from thangdo.records.people.models import Office

    actor = cast(OfficeRequest, request).actor
    rows = Office.objects.select_related("unit").filter(pk__in=[held.id for held in actor.offices])
    return [{"role": row.role, "title": row.title, "unit": row.unit} for row in rows.order_by("unit__path")]


def problem(request: HttpRequest, status: int, title: str, sentences: Sequence[str]) -> HttpResponse:
    """A page that says what happened and what to do next."""
    context = {"sentences": sentences, "back": back(request)}
    return show(request, "office/problem.html", title, context, status=status)


def being_made(request: HttpRequest, error: BeingMade) -> HttpResponse:
    """What the worker computes is not there yet: a page that comes again by itself; 202."""
    if error.code:
        title = _("It could not be computed")
        return problem(
            request, 500, title, [_("Try again in a minute. The administrator finds why in the log.")]
        )
    context = {"back": back(request)}
    response = show(request, "office/being_made.html", _("The system is computing this"), context, status=202)
    response["Refresh"] = str(AGAIN)
    return response


def back(request: HttpRequest) -> str:
    """The page that the person came from, on this very site; else the tasks."""
    before = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(before, {request.get_host()}):
        return before
    return reverse("office-tasks")


def refused(request: HttpRequest, error: Refused) -> HttpResponseBase:
    """An act that does not fit: said on the page it was sent from, or on a page of its own."""
    from thangdo.faces.look import wording

    sentence = wording.refused(error.code, error.facts)
    if request.method == "POST" and request.headers.get("Referer") and not by_htmx(request):
        messages.error(request, sentence)
        return HttpResponseRedirect(back(request))
    if not_there(request, error):
        return problem(request, 404, _("This page does not exist"), [sentence])
    return problem(request, 400, _("This cannot be done now"), [sentence])


#: what people type or choose in a form: not to be found, the form is wrong and not the address
TYPED = {
    *("no-such-unit", "no-such-login", "no-such-field", "no-such-role", "no-such-kind", "no-such-template"),
    *("no-such-move", "no-such-input"),
}


def not_there(request: HttpRequest, error: Refused) -> bool:
    """Whether the thing that the address names is not there, or not for this actor."""
    unknown = error.code.startswith("no-such-") or error.code == "takes-no-part"
    return unknown and (request.method in ("GET", "HEAD") or error.code not in TYPED)


def _not_allowed(request: OfficeRequest, error: NotAllowed) -> HttpResponse:
    from thangdo.faces.look import wording

    roles = ", ".join(wording.role_name(role) for role in error.needs)
    sentence = _("It needs one of these offices: %(roles)s. Ask the administrator of your unit.") % {
        "roles": roles
    }
    return problem(request, 403, _("Your offices do not allow this"), [sentence])
