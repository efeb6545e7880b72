"""The devices on which one is signed in, and signing out there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.office.page_frame import office_view, show
from thangdo.records.people.models import Person

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("coc_coc_browser", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Device:
    """A browser in which somebody is signed in."""

    id: int
    name: str
    address: str
    since: datetime
    here: bool


def name_of(agent: str) -> str:
    """A browser in words: "Chrome, Windows"."""
    browser = next((name for mark, name in BROWSERS if re.search(rf"\b{mark}\b", agent)), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part) or _("A device that does not say its name")


@require_safe
@office_view
def listing(request: HttpRequest) -> HttpResponseBase:
    """The devices, this one first."""
    sessions = UserSession.objects.purge_and_list(cast(Person, request.user))
    key = request.session.session_key
    found = [
        Device(row.pk, name_of(row.user_agent), row.ip, row.created_at, row.session_key == key)
        for row in sessions
    ]
    found.sort(key=lambda device: device.since, reverse=True)
    found.sort(key=lambda device: not device.here)
    crumbs = [(_("My account"), reverse("office-account"))]
    title = _("Devices on which you are signed in")
    return show(
        request, "office/people/devices.html", title, {"devices": found}, room="account", crumbs=crumbs
    )


@require_POST
@office_view
def end(request: HttpRequest) -> HttpResponseBase:
    """Sign out on one device, or on all but this one. Only one's own."""
    rows = UserSession.objects.filter(user=request.user.pk).exclude(session_key=request.session.session_key)
    wanted = request.POST.get("device", "")
    if wanted != "all":
        rows = rows.filter(pk=int(wanted)) if re.fullmatch(r"\d{1,15}", wanted) else rows.none()
    count = 0
    for row in rows:
        row.end()
        count += 1
    said = ngettext("Signed out on %(n)s device.", "Signed out on %(n)s devices.", count) % {"n": count}
    messages.success(request, said)
    return HttpResponseRedirect(reverse("office-devices"))


urlpatterns: list[URLPattern] = [
    path("account/sessions/", listing, name="office-devices"),
    path("account/sessions/end/", end, name="office-devices-end"),
]
