"""What the pages of one version share: its title, its tabs, its head."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from thangdo.faces.look import wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office.page_frame import OfficeRequest, show
from thangdo.work.editions import drafts
from thangdo.work.editions.models import EditionVersion

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def title_of(version: EditionVersion) -> str:
    """The title of a version in the language of the page; its code where it has none yet."""
    both = {"vi": version.title_vi, "en": version.title_en or version.title_vi}
    return both[language()] or version.edition


def tabs(version: EditionVersion, here: str) -> list[dict[str, Any]]:
    """The pages of one version."""
    listed = [
        ("edition", _("Overview")),
        ("edition-tree", _("Criteria")),
        ("edition-inputs", _("What is asked")),
        ("edition-levels", _("Levels")),
        ("edition-text", _("As text")),
        ("edition-changes", _("Changes")),
        ("edition-history", _("History")),
        ("edition-simulate", _("Try it out")),
    ]
    return [
        {"title": title, "address": reverse(f"office-{name}", args=[version.pk]), "here": name == here}
        for name, title in listed
    ]


def frame(
    request: OfficeRequest,
    version: EditionVersion,
    here: str,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """A page of one version: its head and tabs around `template`."""
    moves = drafts.moves_open(request.actor, version)
    shared = {
        "draft": version,
        "name": title_of(version),
        "state": wording.state_name("edition", version.state),
        "tabs": tabs(version, here),
        "moves": moves,
        "editable": "write" in moves,
    }
    return show(
        request,
        f"office/editions/{template}.html",
        title_of(version),
        {**shared, **context},
        room="editions",
        crumbs=[(_("Sets of criteria"), reverse("office-editions"))],
        status=status,
    )
