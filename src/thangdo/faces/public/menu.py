"""The menu: what citizens and heads come for; checks, comparison and open data stand at the foot."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Entry:
    """One entry: the room's name, its title and address."""

    name: str
    title: str
    address: str


def entries() -> list[Entry]:
    """The entries of the menu in their order."""
    found = [
        ("assessments", _("Results")),
        ("series", _("Index series")),
        ("units", _("Agencies and places")),
        ("editions", _("Criteria")),
        ("conferences", _("Conferences")),
        ("directives", _("Directives")),
        ("programmes", _("Programmes")),
        ("announcements", _("Announcements")),
    ]
    return [Entry(name, title, reverse(name)) for name, title in found]
