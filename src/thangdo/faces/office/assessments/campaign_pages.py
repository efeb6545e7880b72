"""What the pages of a campaign share: tabs, crumbs, titles of criteria."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from thangdo.faces.look import wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import acts
from thangdo.faces.office.acts import Form, Unsent
from thangdo.records.people.acting import Actor
from thangdo.work.assessments import large_acts, permissions
from thangdo.work.assessments.acts import CAMPAIGNS
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.queries import timeline
from thangdo.work.assessments.questionnaire import asked


@dataclass(frozen=True)
class Tab:
    """One page of a campaign in the row of tabs."""

    name: str
    title: str
    address: str


def tabs(actor: Actor, campaign: Campaign) -> list[Tab]:
    """The pages of a campaign that the actor may open."""
    if not permissions.sees_whole(actor, campaign):
        return []
    named = [
        ("board", _("Board"), "office-campaign"),
        ("appraisal", _("Appraisal"), "office-appraisal"),
        ("signals", _("Signals"), "office-signals"),
        ("council", _("Council"), "office-council"),
        ("weak", _("Weak places"), "office-weak"),
        ("papers", _("Documents"), "office-papers"),
        ("publications", _("Publication"), "office-campaign-publications"),
        ("timetable", _("Timetable"), "office-timetable"),
        ("timeline", _("Timeline"), "office-campaign-timeline"),
    ]
    return [Tab(name, title, reverse(address, args=[campaign.slug])) for name, title, address in named]


def frame(actor: Actor, campaign: Campaign, tab: str) -> dict[str, Any]:
    """What every page of a campaign shows around its own."""
    under_way = large_acts.doing(campaign)
    told = None if under_way else large_acts.refusal(campaign)
    return {
        "campaign": campaign,
        "tabs": tabs(actor, campaign),
        "tab": tab,
        "language": language(),
        "doing": wording.act_name(f"campaign-{under_way}") if under_way else "",
        "not_done": wording.refused(*told) if told else "",
    }


def crumbs(campaign: Campaign | None = None, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Where the page stands."""
    found = [(_("Campaigns"), reverse("office-campaigns"))]
    if campaign is not None:
        found.append((campaign.title(language()), reverse("office-campaign", args=[campaign.slug])))
    return [*found, *more]


def titles(campaign: Campaign) -> dict[str, str]:
    """criterion (and table) -> title in the language of the page."""
    found: dict[str, str] = {}
    for tier in campaign.tiers:
        questions = asked(campaign.edition, tier)
        found.update({node: title.in_language(language()) for node, title in questions.titles.items()})
    return found


def input_titles(campaign: Campaign) -> dict[str, str]:
    """input -> title in the language of the page."""
    edition = asked(campaign.edition, campaign.tiers[0]).edition
    return {
        name: one.title.in_language(language()) if one.title else name for name, one in edition.inputs.items()
    }


TONES = {
    **dict.fromkeys(("dispatch", "notify", "close_window", "conclude", "approve"), ""),
    **dict.fromkeys(("cancel", "revoke", "correct"), "danger"),
}


def forms(
    found: Campaign, names: Iterable[str], unsent: Unsent | None = None, standing: Any = None
) -> dict[str, Form]:
    """The forms of acts on a campaign. standing: what the form of the dispatch begins with."""
    return {
        name: acts.form(
            CAMPAIGNS,
            name,
            reverse("office-campaign-act", args=[found.slug, name]),
            (found.slug,),
            seen=found.sequence,
            unsent=unsent,
            tone=TONES.get(name, "quiet"),
            standing=standing if name == "dispatch" else None,
        )
        for name in names
    }


def moments(found: Campaign, shown: timeline.Timeline) -> dict[str, Any]:
    """A timeline for the template: each moment with its line in words."""
    titles_of = titles(found)
    lines = [(one, wording.event_line(one, titles_of)) for one in shown.moments]
    return {"lines": lines, "before": shown.before}
