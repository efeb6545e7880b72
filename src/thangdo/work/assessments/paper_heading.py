"""The frame of a campaign's papers: who issues them, on which grounds, to whom; names as written there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thangdo.records.documents.official.heading import Head, Issuer
from thangdo.records.documents.official.heading import letter as framed
from thangdo.records.documents.official.letter import Letter, law_of_local_government
from thangdo.records.identity import queries as identity
from thangdo.records.units import bodies
from thangdo.records.units.bodies import TIERS, initials, lower
from thangdo.records.units.models import Unit
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.paper_data import Gathered

DOTS = "số ……… ngày …… tháng …… năm ……"


@dataclass(frozen=True)
class Details(Head):
    """What the campaign does not know and a clerk fills in; blanks stay blanks in the document."""

    basis: str = ""  # the decision that issued the criteria
    plan: str = ""  # the plan by which the campaign is held
    submission: str = ""  # the submission on which a decision is taken, with number and day
    contact: str = ""
    address: str = ""
    parent: str = ""  # the plan with which the annex of weak places goes
    conference: str = ""
    causes: tuple[str, ...] = ()  # of what is still weak
    proposals: tuple[str, ...] = ()


def year(campaign: Campaign) -> str:
    """The year that is assessed."""
    return str(campaign.period_to.year)


def subject(campaign: Campaign) -> str:
    """What is assessed: `mức độ chính quyền điện tử năm 2025`, from the edition's title."""
    title = campaign.edition.title_vi.strip()
    for start in ("Bộ tiêu chí mẫu ", "Bộ tiêu chí đánh giá ", "Bộ tiêu chí "):
        title = title.removeprefix(start)
    return f"{lower(title)} năm {year(campaign)}"


def across(campaign: Campaign) -> str:
    """The same where a paper of the province names it: with the tiers and the province."""
    what, _, when = subject(campaign).rpartition(" năm ")
    return f"{what} các cấp trên địa bàn {area(campaign)} năm {when}"


def leader(unit: Unit) -> str:
    """Who leads a unit, as a sentence names him."""
    return bodies.head_of(unit.name_vi, unit.tier)


def basis(gathered: Gathered, details: Details) -> str:
    """By what the campaign is held: the decision that issued the criteria, and the plan. A version of an
    edition has no force; where the clerk names no decision, a blank is left for it."""
    decided = details.basis or (
        f"Quyết định {DOTS} của {people(gathered.campaign)} ban hành {criteria(gathered.campaign)}"
    )
    return "; ".join(part.rstrip(" .;") for part in (decided, details.plan) if part)


def criteria(campaign: Campaign) -> str:
    """The edition within a sentence: a set of criteria is named with a capital."""
    title = campaign.edition.title_vi.strip()
    return title if title.lower().startswith("bộ tiêu chí") else f"Bộ tiêu chí {lower(title)}"


def named(gathered: Gathered, code: str) -> str:
    """A unit as papers name it, by its code."""
    return bodies.of(gathered.parts[code].unit)


def office(
    campaign: Campaign,
    details: Details,
    kind: str,
    abstract: str,
    to: tuple[str, ...],
    copies: tuple[str, ...],
    grounds: tuple[str, ...] = (),
) -> Letter:
    """The frame of a document of the appraising office."""
    unit = campaign.appraising
    name = bodies.of(unit)
    issuer = Issuer(
        superior="" if unit.tier == "province" else bodies.short_of(campaign.authority).upper(),
        name=name.upper(),
        in_sentence=name,
        place=place(campaign),
        head=bodies.head_title(unit.name_vi, unit.tier),
        letters=initials(name),
        collective=bodies.COMMITTEE.upper() if unit.tier in bodies.GOVERNED else "",
    )
    return framed(issuer, details, kind, abstract, to=to, copies=copies, grounds=grounds)


def province(campaign: Campaign, details: Details, kind: str, abstract: str) -> Letter:
    """The frame of a decision of the Chairman of the province's People's Committee."""
    name = people(campaign)
    issuer = Issuer("", name.upper(), f"Chủ tịch {name}", place(campaign), "Chủ tịch", bodies.SHORT)
    return framed(
        issuer,
        details,
        kind,
        abstract,
        copies=(
            "Như Điều 3",
            f"Chủ tịch, các Phó Chủ tịch {bodies.SHORT} {bodies.level(campaign.authority)}",
        ),
        grounds=grounds(campaign, details),
        proposer=f"{leader(campaign.appraising)} tại {details.submission or _submitted(campaign)}",
    )


def grounds(campaign: Campaign, details: Details) -> tuple[str, ...]:
    """The grounds of a decision where the clerk gives no others: the law of the day, criteria, plan."""
    day = details.day or campaign.concluded_on or campaign.period_to
    decided = details.basis or (f"Quyết định {DOTS} của {people(campaign)} ban hành {criteria(campaign)}")
    said = (*law_of_local_government(day), decided, details.plan)
    return tuple(f"Căn cứ {one.rstrip(' .;')}" for one in said if one)


def _submitted(campaign: Campaign) -> str:
    return f"Tờ trình số ………/TTr-{initials(campaign.appraising.name_vi)} ngày …… tháng …… năm ……"


def reported_to(campaign: Campaign) -> str:
    """The province, as who gets a copy."""
    return f"{bodies.SHORT} {bodies.level(campaign.authority)} (b/c)"


def people(campaign: Campaign) -> str:
    """The People's Committee that approves: `Ủy ban nhân dân Tỉnh Mẫu`."""
    return identity.body_of(campaign.authority)


def area(campaign: Campaign) -> str:
    """`tỉnh Mẫu`."""
    return bodies.area(campaign.authority.name_vi, campaign.authority.kind)


def addressed(unit: Unit) -> str:
    """A unit as a letter addresses it: a district or commune is its People's Committee."""
    return bodies.of(unit)


def place(campaign: Campaign) -> str:
    """Where documents are issued: as the identity says, else the name of the province."""
    return identity.place_of(campaign.authority)


def all_of(tier: str, day: date) -> str:
    """All units of a tier, as addressees on a day."""
    return bodies.all_of(tier, day)


__all__ = ["TIERS", "initials"]
