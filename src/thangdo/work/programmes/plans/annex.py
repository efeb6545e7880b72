"""Weak places after an appraisal as the annex of a plan, or as a batch of directives to units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from thangdo.records.people.acting import Actor, Refused
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.queries import weak
from thangdo.work.directives import actions as directives
from thangdo.work.directives.actions.drafting import Draft
from thangdo.work.directives.models import Directive
from thangdo.work.programmes.staff.frameworks import Words

#: field of weak places -> the kind of programme that mends it
MENDS = {"infrastructure": "ict-infrastructure", "one-stop": "one-stop", "procedures": "published-procedures"}
TITLES = {
    "staff": Words(vi="Bồi dưỡng cán bộ CNTT ở những nơi còn yếu", en="Train ICT staff where it is weak"),
    "infrastructure": Words(
        vi="Nâng cấp hạ tầng CNTT ở những nơi còn yếu", en="Upgrade ICT where it is weak"
    ),
    "one-stop": Words(vi="Củng cố Bộ phận Một cửa ở những nơi còn yếu", en="Strengthen one-stop desks"),
    "procedures": Words(vi="Công khai thủ tục hành chính ở những nơi còn yếu", en="Publish procedures"),
    "other": Words(vi="Khắc phục các tiêu chí khác còn yếu", en="Mend the other weak criteria"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One field of the annex: its criteria with the units below, how many units are concerned."""

    field: str
    title: Words
    criteria: tuple[weak.Criterion, ...]
    units: tuple[tuple[str, str], ...]  # (scheme:code, name)
    directive: str  # slug of the draft made of it; "" while there is none


@dataclass(frozen=True, slots=True)
class Annex:
    """The annex of a plan after a campaign."""

    campaign: Campaign
    sections: tuple[Section, ...]
    places: int


def annex(actor: Actor, campaign: str) -> Annex:
    """Criterion x unit below its gate by field. Raises NotAllowed, Refused."""
    found = weak.weak(actor, campaign)
    known = set(
        Directive.objects.filter(slug__in=[_slug(campaign, field) for field in TITLES]).values_list(
            "slug", flat=True
        )
    )
    sections = []
    for field, criteria in found.fields.items():
        units = {f"{one.scheme}:{one.code}": one.name_vi for criterion in criteria for one in criterion.below}
        slug = _slug(campaign, field)
        sections.append(
            Section(field, TITLES[field], criteria, tuple(units.items()), slug if slug in known else "")
        )
    return Annex(found.campaign, tuple(sections), found.found)


def to_directives(actor: Actor, campaign: str, fields: Sequence[str]) -> list[str]:
    """Draft one directive for each chosen field, to the units that are weak there; the slugs of the drafts.

    They are drafts: a person reads them, gives the day that is due, and issues them.
    Raises NotAllowed, Refused.
    """
    found = annex(actor, campaign)
    chosen = [one for one in found.sections if one.field in fields]
    if not chosen:
        raise Refused("nothing-chosen")
    authority = found.campaign.authority
    made = []
    for one in chosen:
        slug = _slug(campaign, one.field)
        if one.directive:
            made.append(slug)
            continue
        wanted = Draft(
            title=one.title.vi,
            title_en=one.title.en,
            authority=(authority.scheme, authority.code),
            slug=slug,
            source_title=f"Kết quả thẩm định: {found.campaign.title_vi}",
            place=f"Phụ lục nơi yếu: {one.title.vi}"[:200],
            moves=tuple(criterion.node for criterion in one.criteria),
            scope={"units": [unit for unit, _name in one.units]},
        )
        key = f"{actor.key}:{one.field}"[-100:] if actor.key else ""
        made.append(directives.draft(replace(actor, key=key), wanted))
    return made


def _slug(campaign: str, field: str) -> str:
    return f"weak-{campaign[:28]}-{field}".rstrip("-")
