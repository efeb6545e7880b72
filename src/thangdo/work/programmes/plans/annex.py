"""Weak places after an appraisal as the annex of a plan: by field, with the plan that mends each.

The same places become directives in `work/directives/proposing.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from thangdo.records.people.acting import Actor
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.queries import weak
from thangdo.work.programmes.templates import Words

#: field of weak places -> the kind of programme that mends it
MENDS = {
    "staff": "ict-staff",
    "infrastructure": "ict-infrastructure",
    "one-stop": "one-stop",
    "procedures": "published-procedures",
}
TITLES = {
    "staff": Words(vi="Bồi dưỡng cán bộ CNTT ở những nơi còn hạn chế", en="Train ICT staff where it is weak"),
    "infrastructure": Words(
        vi="Nâng cấp hạ tầng CNTT ở những nơi còn hạn chế", en="Upgrade ICT where it is weak"
    ),
    "one-stop": Words(vi="Củng cố Bộ phận Một cửa ở những nơi còn hạn chế", en="Strengthen one-stop desks"),
    "procedures": Words(vi="Công khai thủ tục hành chính ở những nơi còn hạn chế", en="Publish procedures"),
    "other": Words(vi="Khắc phục các tiêu chí khác còn hạn chế", en="Mend the other weak criteria"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One field of the annex: its criteria with the units below; units: scheme:code -> name.

    kind: of the programme that mends it; "" where there is none.
    """

    field: str
    title: Words
    criteria: tuple[weak.Criterion, ...]
    units: dict[str, str]
    kind: str


@dataclass(frozen=True, slots=True)
class Annex:
    """The annex of a plan after a campaign."""

    campaign: Campaign
    sections: tuple[Section, ...]
    places: int


def annex(actor: Actor, campaign: str) -> Annex:
    """Criterion x unit below its gate by field. Raises NotAllowed, Refused, BeingMade as `weak.weak`."""
    return _of(weak.weak(actor, campaign))


def computed(actor: Actor, campaign: str) -> Annex:
    """The same, computed here and now, whatever it costs. Raises NotAllowed, Refused."""
    return _of(weak.computed(actor, campaign))


def _of(found: weak.Weak) -> Annex:
    sections = []
    for field, criteria in found.fields.items():
        units = {f"{one.scheme}:{one.code}": one.name_vi for criterion in criteria for one in criterion.below}
        sections.append(Section(field, TITLES[field], criteria, units, MENDS.get(field, "")))
    return Annex(found.campaign, tuple(sections), found.found)
