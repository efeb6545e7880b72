"""What the projector shows, slide by slide: from the campaign's live results or the published assessment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from thangdo.faces.look import result_words, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.results import queries as results
from thangdo.rules.exact import Fraction
from thangdo.work.assessments import papers
from thangdo.work.conferences import queries
from thangdo.work.conferences.models import Conference
from thangdo.work.conferences.states import Line

ON_ONE = 11  # rows of a table that are read from the back of a hall
LEVELS = ("unranked", "I", "II", "III", "IV")


@dataclass(frozen=True)
class Line_:
    """A unit in a table."""

    code: str
    name: str
    tier: str
    rank: str
    level: str
    score: Fraction | None


@dataclass(frozen=True)
class Slide:
    """One picture on the wall. kind: title | ladder | table | unit | remarks | lines."""

    kind: str
    title: str
    note: str = ""
    steps: tuple[dict[str, Any], ...] = ()
    rows: tuple[Line_, ...] = ()
    lines: tuple[queries.Told, ...] = ()
    unit: Line_ | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def slides(actor: Actor, conference: Conference, fld: str = "", unit: str = "") -> list[Slide]:
    """Every slide in order. fld: only remarks of this field; unit: the code of a unit to show first."""
    rows, note = _rows(actor, conference)
    found = []
    chosen = next((row for row in rows if row.code == unit), None)
    if chosen is not None:
        found.append(Slide("unit", chosen.name, note, unit=chosen))
    found.append(Slide("title", conference.title(language()), conference.place_vi))
    for tier in dict.fromkeys(row.tier for row in rows):
        found += _tier(tier, [row for row in rows if row.tier == tier], note)
    told = queries.remarks(conference, fld)
    title = _("Difficulties, good practice, proposals")
    if fld:
        title += f": {wording.state_name('field', fld)}"
    found += [
        Slide("remarks", title, lines=tuple(told[at : at + 3]), facts={"field": fld})
        for at in range(0, max(len(told), 1), 3)
    ]
    for kind, name in ((Line.RESULT, _("Results as presented")), (Line.CONCLUSION, _("Conclusions"))):
        lines = queries.minutes(conference, kind)
        found += [Slide("lines", name, lines=tuple(lines[at : at + 3])) for at in range(0, len(lines), 3)]
    return found


def _tier(tier: str, rows: list[Line_], note: str) -> list[Slide]:
    name = result_words.tier_name(tier, language())
    name = name[:1].upper() + name[1:]
    found = []
    if any(row.level for row in rows):
        steps = []
        counts = {level: sum((row.level or "unranked") == level for row in rows) for level in LEVELS}
        for level, count in counts.items():
            share = Fraction(count, len(rows))
            height = int(Fraction(count, max(counts.values())) * 360) + (3 if count else 0)
            steps.append(
                {"level": level, "count": count, "share": share, "height": height, "y": 440 - height}
            )
        found.append(Slide("ladder", name, note, steps=tuple(steps)))
    pages = [rows[at : at + ON_ONE] for at in range(0, len(rows), ON_ONE)]
    facts = {
        "pages": len(pages),
        "ranked": any(row.rank for row in rows),
        "scored": any(row.score is not None for row in rows),
    }
    found += [
        Slide("table", name, note, rows=tuple(page), facts=facts | {"page": place})
        for place, page in enumerate(pages, start=1)
    ]
    return found


def _rows(actor: Actor, conference: Conference) -> tuple[list[Line_], str]:
    """The units of the live campaign where the actor sees it, else of the published assessment; a note."""
    if conference.campaign:
        try:
            gathered = papers.gather(actor, conference.campaign)
        except (NotAllowed, Refused):
            pass
        else:
            live = []
            for code, part in gathered.parts.items():
                rank, _of = gathered.rank(code)
                score = gathered.score(code)
                live.append(
                    Line_(
                        code,
                        _name(part.unit),
                        part.tier,
                        rank or "",
                        gathered.level(code) or "unranked",
                        None if score is None else Fraction(score),
                    )
                )
            order = {tier: place for place, tier in enumerate(gathered.campaign.tiers)}
            live.sort(key=lambda row: (order[row.tier], not row.rank, int(row.rank or 0), row.name))
            return live, gathered.campaign.title(language())
    if not conference.assessment:
        return [], ""
    try:
        overview = results.overview(conference.assessment)
    except results.NotFound:
        return [], ""
    rows = [
        Line_(
            row.code,
            row.name(language()),
            row.tier,
            "" if row.rank is None else str(row.rank),
            row.level or "",
            None if row.score is None else Fraction(row.score),
        )
        for row in overview.rows
    ]
    best = {level: place for place, level in enumerate(("IV", "III", "II", "I"))}
    rows.sort(key=lambda row: (best.get(row.level, 9), int(row.rank or 0)))
    tiers = ("department", "district", "commune")
    rows.sort(key=lambda row: tiers.index(row.tier) if row.tier in tiers else 9)
    return rows, overview.assessment.title(language())


def _name(unit: Any) -> str:
    return str(unit.name_en) if language() == "en" and unit.name_en else str(unit.name_vi)
