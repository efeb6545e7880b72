"""What the pages of a conference share: the way in, tabs, what stands on the form, unknown addresses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from thangdo.faces.look import numbers, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office.assessments import campaign_pages
from thangdo.records.people.acting import LOCAL, Actor, Refused
from thangdo.records.units.models import Unit
from thangdo.work.conferences import queries
from thangdo.work.conferences.models import Conference
from thangdo.work.conferences.states import SITE

Ref = tuple[str, str]


def frame(actor: Actor, conference: Conference, tab: str) -> dict[str, Any]:
    """What every page of a conference shows around its own."""
    overseen = queries.oversees(actor, conference)
    own = queries.own_sites(actor, conference)
    named: list[tuple[str, str, str]] = []
    slug = conference.slug
    if overseen:
        named += [
            ("before", _("Before"), reverse("office-conference", args=[slug])),
            ("during", _("During"), reverse("office-conference-during", args=[slug])),
            ("after", _("After"), reverse("office-conference-after", args=[slug])),
            ("minutes", _("Minutes"), reverse("office-conference-minutes", args=[slug])),
            ("chair", _("Chair"), reverse("office-conference-chair", args=[slug])),
        ]
    for site in own[:3]:
        where = reverse("office-conference-site", args=[slug, site.unit.scheme, site.unit.code])
        named.append((site.ref, site.unit.name(language()), where))
    if actor.holding(*SITE):
        named.append(("answers", _("Answers asked"), reverse("office-conference-answers", args=[slug])))
    named.append(("projector", _("Projector"), reverse("office-conference-projector", args=[slug])))
    return {
        "conference": conference,
        "tabs": [campaign_pages.Tab(*one) for one in named],
        "tab": tab,
        "can": queries.acts_open(actor, conference),
        "language": language(),
        "overseen": overseen,
        "chair": queries.chair(conference),
        "choices": choices(),
    }


def choices() -> dict[str, list[tuple[str, str]]]:
    """The lists of the forms in words: field, remark, minute, roll, connection."""
    names = ("field", "remark", "minute", "roll", "connection")
    return {name: wording.states(name) for name in names}


def crumbs(conference: Conference | None = None) -> list[tuple[str, str]]:
    """Where the page stands."""
    found = [(_("Conferences"), reverse("office-conferences"))]
    if conference is not None:
        found.append((conference.title(language()), reverse("office-conference", args=[conference.slug])))
    return found


def ref(text: str) -> Ref | None:
    """scheme:code of a form; None for a blank. Refused("no-such-unit") for what is none."""
    text = text.strip()
    if not text:
        return None
    scheme, mark, code = text.partition(":")
    if not mark:
        raise Refused("no-such-unit", unit=text[:80])
    return scheme, code


def needed(text: str) -> Ref:
    """The same where a unit must be named."""
    found = ref(text)
    if found is None:
        raise Refused("no-such-unit", unit="")
    return found


def number(post: QueryDict, name: str = "number") -> int | None:
    """A whole number of a form; None for a blank or for what is none."""
    text = str(post.get(name, "")).strip()
    return numbers.whole(text)


def must(post: QueryDict, name: str = "number") -> int:
    """The same where one must be there."""
    found = number(post, name)
    if found is None:
        raise Refused("no-such-entry", number=str(post.get(name, ""))[:20])
    return found


def moment(day: str, hour: str) -> datetime | None:
    """A day and an hour of a form in local time; None without an hour. Refused("bad-day")."""
    if not hour.strip():
        return None
    try:
        return datetime.fromisoformat(f"{day.strip()}T{hour.strip()}").replace(tzinfo=LOCAL)
    except ValueError as error:
        raise Refused("bad-day", typed=hour[:40]) from error


def units(conference: Conference, tiers: tuple[str, ...] = ()) -> QuerySet[Unit]:
    """The units under the authority that stand on the day of the conference."""
    day = conference.day
    valid = (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gte=day))
    rows = Unit.objects.filter(valid, path__startswith=conference.authority.path)
    if tiers:
        rows = rows.filter(tier__in=tiers)
    return rows.exclude(pk=conference.authority_id).order_by("tier", "sort_key", "place")
