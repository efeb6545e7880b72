"""Observations and measured values, from a file or from the system's own records: looked at, then kept."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from thangdo.faces.look import numbers, phrasing, wording
from thangdo.faces.look.templatetags.look import language, text
from thangdo.faces.office import downloads
from thangdo.faces.office.assessments import campaign_pages
from thangdo.faces.office.assessments.answer_form import plain_shown
from thangdo.faces.office.form_values import posted
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.people.acting import Refused
from thangdo.work.assessments import sources
from thangdo.work.assessments.actions import observing as putting
from thangdo.work.assessments.queries import observing, values_from_records
from thangdo.work.assessments.queries.observing import Preview, Trouble

LARGEST = 10_000_000  # bytes of a file
KEPT = 3600  # seconds that a file waits for its confirmation
RECORDED = "recorded"  # in the place of a table's name: figures of the system, as they were seen
SHOWN = 50  # faults, and units, that a preview lists


@office_view
def observe(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """The tables, and the way to fill them from a file."""
    campaign, choices = observing.choices(request.actor, slug)
    if request.method == "POST":
        if request.POST.get("token"):
            return _apply(request, slug)
        if "figure" in request.POST:
            return _recorded(request, slug)
        return _preview(request, slug)
    context = {
        **campaign_pages.frame(request.actor, campaign, "appraisal"),
        "choices": [(one, text(one.title) or table_name(one.name)) for one in choices],
        "offer": _offer(request, slug),
    }
    return show(
        request,
        "office/assessments/campaign_observing.html",
        _("Observations and measured values"),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(campaign),
    )


def table_name(name: str) -> str:
    """A table in words."""
    return _("Measured values") if name == observing.VALUES else name


def _offer(request: OfficeRequest, slug: str) -> dict[str, Any]:
    """The inputs and the figures of the form, each with whether it is chosen at first."""
    found = values_from_records.offer(request.actor, slug)
    first = next(iter(found.fits), "")
    return {
        "inputs": [(name, text(title) or name, name == first) for name, title in found.inputs],
        "figures": [
            (one.key, sources.title_of(one.key, language()), one.key == found.fits.get(first))
            for one in found.figures
        ],
    }


def _recorded(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """What the records say, unit by unit, before anything is kept."""
    name, key = posted(request, "input"), posted(request, "figure")
    figures = values_from_records.figures_of(request.actor, slug, key)
    return _seen(request, slug, name, key, figures)


def _seen(
    request: OfficeRequest, slug: str, name: str, key: str, figures: dict[str, str]
) -> HttpResponseBase:
    found = values_from_records.look(request.actor, slug, name, key, figures)
    bad = bool(found.preview.troubles)
    token = ""
    if found.lines and not bad:
        token = secrets.token_urlsafe(24)
        cache.set(_key(request, token), (slug, RECORDED, name, key, figures), KEPT)
    context = {
        **campaign_pages.frame(request.actor, found.campaign, "appraisal"),
        "found": found,
        "input": text(found.title) or name,
        "figure": sources.title_of(key, language()),
        "lines": [(one.name, plain_shown(one.now), plain_shown(one.then)) for one in found.lines[:SHOWN]],
        "more": max(0, len(found.lines) - SHOWN),
        "troubles": [_trouble(one) for one in found.preview.troubles[:SHOWN]],
        "token": token,
    }
    return show(
        request,
        "office/assessments/campaign_recorded.html",
        _("What the system's records say"),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(found.campaign),
        status=400 if bad else 200,
    )


def _preview(request: OfficeRequest, slug: str) -> HttpResponseBase:
    table = posted(request, "table")
    upload = request.FILES.get("file")
    if upload is None:
        raise Refused("nothing-chosen")
    if (upload.size or 0) > LARGEST:
        raise Refused("file-too-large", most=LARGEST)
    content = upload.read()
    found = observing.preview(request.actor, slug, table, content, str(upload.name))
    token = ""
    if not found.troubles:
        token = secrets.token_urlsafe(24)
        cache.set(_key(request, token), (slug, table, content, str(upload.name)), KEPT)
    return _shown(request, found, token)


def _shown(request: OfficeRequest, found: Preview, token: str) -> HttpResponseBase:
    rows = [
        (found.names[code], len(given), found.before.get(code, 0), given[0])
        for code, given in list(found.rows.items())[:SHOWN]
    ]
    context = {
        **campaign_pages.frame(request.actor, found.campaign, "appraisal"),
        "found": found,
        "table": table_name(found.table),
        "rows": rows,
        "more": max(0, len(found.rows) - SHOWN),
        "lines": sum(len(given) for given in found.rows.values()),
        "notices": [phrasing.line(one, language()) for one in found.notices[:SHOWN]],
        "troubles": [(one.line, _trouble(one)) for one in found.troubles[:SHOWN]],
        "more_troubles": max(0, len(found.troubles) - SHOWN),
        "token": token,
    }
    return show(
        request,
        "office/assessments/campaign_observed.html",
        _("What the file would put down"),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(found.campaign),
        status=400 if found.troubles else 200,
    )


def _trouble(one: Trouble) -> str:
    """What is wrong, and what to do."""
    facts: dict[str, Any] = {key: phrasing.fact(value, language()) for key, value in one.facts.items()}
    if one.fault is not None:
        return _("Column %(column)s: %(what)s") % {
            "column": facts["column"],
            "what": wording.fault(one.fault),
        }
    sentence = {
        "unknown-unit": _("No unit with the code “%(unit)s” takes part in this campaign. Correct the code."),
        "twice": _("The unit “%(unit)s” stands here twice. Leave one row for each unit."),
        "missing-column": _("The column %(column)s is missing. Begin from the file to fill in."),
        "unreadable-file": _("The file cannot be read: %(why)s"),
        "nothing": _("The file holds no row."),
    }
    return sentence[one.code] % facts


def _apply(request: OfficeRequest, slug: str) -> HttpResponseBase:
    kept = cache.get(_key(request, posted(request, "token")))
    if kept is None or kept[0] != slug:
        messages.error(request, _("The file waited too long and was let go. Choose it again."))
        return HttpResponseRedirect(reverse("office-observing", args=[slug]))
    if kept[1] == RECORDED:
        found = values_from_records.look(request.actor, slug, *kept[2:]).preview
        if found.troubles:
            return _seen(request, slug, *kept[2:])
    else:
        found = observing.preview(request.actor, slug, *kept[1:])
        if found.troubles:
            return _shown(request, found, "")
    done = putting.put(request.actor, found)["units"]
    messages.success(
        request,
        ngettext("Kept for %(n)s unit.", "Kept for %(n)s units.", done)
        % {"n": numbers.number(done, language())},
    )
    return HttpResponseRedirect(reverse("office-observing", args=[slug]))


def _key(request: OfficeRequest, token: str) -> str:
    return f"observed:{request.actor.person}:{token[:60]}"


@require_safe
@office_view
def blank(request: OfficeRequest, slug: str, table: str, form: str) -> HttpResponseBase:
    """A file to fill in: a row for each unit."""
    campaign, choices = observing.choices(request.actor, slug)
    choice = next((one for one in choices if one.name == table), None)
    if choice is None:
        raise Refused("no-such-table", table=table)
    columns, rows = observing.template(campaign, choice)
    return downloads.table(
        f"{slug}-{table}", form, columns, rows, text(choice.title) if choice.title else table
    )


urlpatterns = [
    path("campaigns/<slug:slug>/observing", observe, name="office-observing"),
    path("campaigns/<slug:slug>/observing/<str:table>.<str:form>", blank, name="office-observing-file"),
]
