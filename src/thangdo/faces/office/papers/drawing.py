"""An outgoing paper drawn up from what it belongs to: number, day and signer as the register says."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from thangdo.faces.look import wording
from thangdo.faces.office import paper_head
from thangdo.faces.office.assessments import papers as campaigns
from thangdo.faces.office.programmes.plans import in_vietnamese
from thangdo.records.documents.official.heading import Head
from thangdo.records.people.acting import Actor, Refused
from thangdo.work.assessments import papers as campaign_papers
from thangdo.work.assessments.queries import access, large
from thangdo.work.conferences import papers as conferences
from thangdo.work.conferences import queries as conference_queries
from thangdo.work.directives import proposing
from thangdo.work.papers.queries import PaperLine
from thangdo.work.programmes import papers as programmes
from thangdo.work.programmes.plans.queries import plan as plan_of

#: what a paper was drawn from -> the address where it is drawn up, and how many parts of the source it names
ROUTES = {
    "campaign": ("office-paper", 2),
    "conference": ("office-conference-paper", 2),
    "plan": ("office-plan-file", 3),
    "roadmap": ("office-assets-roadmap-paper", 0),
}


def files(found: PaperLine) -> list[tuple[str, str]]:
    """Where the paper is drawn up with this number, where it was drawn from something: form, address."""
    room, _colon, rest = found.source.partition(":")
    parts, more = rest.split(":"), {"entry": f"{found.book}/{found.number}"}
    if room == "campaign" and len(parts) > 3:
        more["unit"] = parts[3]
    route, count = ROUTES.get(room, ("", 0))
    if not route or len(parts) < count:
        return []
    try:
        return [
            (form, f"{reverse(route, args=[*parts[:count], form])}?{urlencode(more)}")
            for form in ("docx", "pdf")
        ]
    except NoReverseMatch:  # a source that somebody typed
        return []


def draw(actor: Actor, found: PaperLine) -> bytes:
    """The paper as a PDF. Raises NotAllowed, Refused; Refused("nothing-to-draw") for one entered by hand."""
    room, *parts = found.source.split(":")
    if not files(found):
        raise Refused("nothing-to-draw")
    head = {name: text for name, text in paper_head.entered(found).items() if text}
    with override("vi"):
        if room == "campaign":
            return _of_campaign(actor, parts, head)
        if room == "conference":
            return _of_conference(actor, parts[0], parts[1], head)
        read = Head(**paper_head.read(head))
        if room == "plan":
            plan = plan_of(actor, parts[0], (parts[1], parts[2]))
            return programmes.plan(plan, in_vietnamese(plan.part), "pdf", read)[1]
        return programmes.roadmap(actor, wording.state_name, "pdf", read)[1]


def _of_campaign(actor: Actor, parts: list[str], head: dict[str, str]) -> bytes:
    campaign = access.whole(actor, parts[0])
    campaign_papers.may_be_made(campaign, parts[1])
    if large.is_large(campaign):
        raise Refused("draw-large")
    unit = {"unit": parts[3]} if len(parts) > 3 else {}
    return campaigns.paper_file(actor, parts[0], {**head, **unit, "kind": parts[1], "form": "pdf"})[1]


def _of_conference(actor: Actor, slug: str, kind: str, head: dict[str, str]) -> bytes:
    if kind not in conferences.AFTER:
        raise Refused("nothing-to-draw")
    conference = conference_queries.one(actor, slug)
    actor.need(conference.authority, *conference_queries.OVERSEE)
    charged = proposing.charged(conference) if kind == "conclusions" else ()
    details = conferences.Details(**paper_head.read(head))
    return conferences.document(conference, kind, "pdf", details, charged)[1]
