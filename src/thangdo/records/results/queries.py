"""Reading what has been published. The number of database queries never grows with the units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Count, QuerySet

from thangdo.records.results.examples import is_example
from thangdo.records.results.models import Assessment, EditionSnapshot, UnitResult
from thangdo.records.results.numbers import number
from thangdo.records.results.order import (
    bands_best_first,
    distribution,
    levels_best_first,
    matches,
    sorted_rows,
)
from thangdo.records.results.peers import among_peers, stats
from thangdo.records.results.store import NOT_RETURNED, said_considered
from thangdo.records.results.tree import Branch, branches, groups_of
from thangdo.records.results.views import (
    AssessmentView,
    Cell,
    Change,
    Comparison,
    EditionView,
    HistoryItem,
    Json,
    NodeLine,
    NodeTable,
    Overview,
    RowView,
    UnitPage,
)
from thangdo.records.units.models import Unit
from thangdo.records.units.queries import predecessors, successors, view
from thangdo.rules.index.considered import weights_of
from thangdo.rules.index.numbers import as_text

MOST_COMPARED = 6


class NotFound(Exception):
    """No such assessment, unit, node or edition."""


def assessments(section: str | None = None) -> list[AssessmentView]:
    """The assessments that count now, in the order of pages; one query."""
    found = _current().order_by("place", "slug")
    if section:
        found = found.filter(section=section)
    return [_assessment(assessment) for assessment in found]


def assessment(slug: str) -> AssessmentView:
    """One assessment; one query. Raises NotFound."""
    return _assessment(_one(slug))


def versions(slug: str) -> list[AssessmentView]:
    """Every version of an assessment that was ever published, the latest first; one query."""
    every = Assessment.objects.select_related("edition").defer("edition__data")
    return [_assessment(found) for found in every.filter(slug=slug).order_by("-revision")]


def overview(
    slug: str,
    tier: str | None = None,
    text: str = "",
    sort: str = "rank",
    level: str | None = None,
    facet: str = "",
) -> Overview:
    """Distribution and table of an assessment. Raises NotFound.

    text: part of a name, marks do not count. sort: rank, name, score, level, code or place, with "-"
    before it for the other way round. Three queries, five where there is an assessment before.
    """
    found = _one(slug, with_data=True)
    rows = _with_changes(found, [_row(result) for result in _results(found).filter(facet=facet)], facet)
    levels = levels_best_first(found.edition.data)
    assessed = [row for row in rows if row.status != NOT_RETURNED]
    wanted = [row for row in rows if matches(row, tier, text, level)]
    return Overview(
        _assessment(found),
        distribution(assessed, levels, bands_best_first(found.edition.data)),
        _facets(found),
        levels,
        tuple(dict.fromkeys(row.peer_group for row in rows if row.peer_group)),
        tuple(sorted_rows(wanted, sort, levels)),
        len(assessed),
        tuple(row for row in rows if row.status == NOT_RETURNED),
    )


def unit(slug: str, code: str) -> UnitPage:
    """A unit's page: result, reasons, place among its peers, facets, history. Raises NotFound.

    Ten queries at most, whatever the number of units.
    """
    found = _one(slug)
    own = list(UnitResult.objects.select_related("unit__parent").filter(assessment=found, code=code))
    main = next((result for result in own if result.facet == ""), None)
    if main is None:
        raise NotFound(f"{slug} has no unit {code}")
    of_tier = UnitResult.objects.filter(assessment=found, facet="", tier=main.tier).exclude(
        status=NOT_RETURNED
    )
    peers = [_row(result) for result in _results(found, of_tier)]
    (row,) = _with_changes(found, [_row(main)], "")
    before, after = _neighbours(peers, row)
    nodes_of_tier = list(of_tier.values_list("nodes", flat=True))
    snapshot = EditionSnapshot.objects.get(pk=found.edition_id)
    if not row.considered:  # of a result stored before this was kept
        row = replace(row, considered=said_considered(main.explanation["nodes"], weights_of(snapshot.data)))
    subject = view(main.unit)
    return UnitPage(
        _assessment(found),
        subject,
        row,
        main.explanation,
        tuple(sorted((_row(result) for result in own if result.facet), key=lambda part: part.facet)),
        before,
        after,
        stats(nodes_of_tier),
        len(peers),
        tuple(successors(subject.scheme, subject.code)),
        tuple(predecessors(subject.scheme, subject.code)),
        tuple(history(subject.scheme, subject.code)),
        _edition(snapshot),
        among_peers(main.nodes, nodes_of_tier, groups_of(snapshot.data)),
    )


def history(scheme: str, code: str) -> list[HistoryItem]:
    """Every assessment that counts in which the unit took part, the latest first; one query."""
    found = (
        _without_reasons(UnitResult.objects.select_related("unit", "assessment__edition"))
        .defer("assessment__edition__data", "explanation", "nodes")
        .filter(unit__scheme=scheme, unit__code=code, facet="", assessment__superseded_by=None)
    )
    items = [HistoryItem(_assessment(result.assessment), _row(result)) for result in found]
    return sorted(items, key=lambda item: (str(item.assessment.date or ""), item.assessment.id), reverse=True)


def explanations(slug: str) -> list[Json]:
    """The explanation of every unit assessed and facet, in the order given; two queries. Raises NotFound."""
    found = UnitResult.objects.filter(assessment=_one(slug)).exclude(status=NOT_RETURNED).order_by("place")
    return list(found.values_list("explanation", flat=True))


def compare(slug: str, codes: Sequence[str], facet: str = "") -> Comparison:
    """Two to six units side by side, node by node. Two queries. Raises NotFound, or ValueError."""
    wanted = list(dict.fromkeys(codes))
    if not 2 <= len(wanted) <= MOST_COMPARED:
        raise ValueError(f"two to {MOST_COMPARED} units can be compared, not {len(wanted)}")
    found = _one(slug, with_data=True)
    results = {
        result.code: result
        for result in UnitResult.objects.select_related("unit").filter(
            assessment=found, code__in=wanted, facet=facet
        )
    }
    missing = [code for code in wanted if code not in results]
    if missing:
        raise NotFound(f"{slug} has no unit {', '.join(missing)}")
    chosen = [results[code] for code in wanted]
    cells = [_cells(result) for result in chosen]
    lines = tuple(
        _line(branch, [of_unit.get(branch.node) for of_unit in cells])
        for branch in branches(found.edition.data)
        if any(branch.node in of_unit for of_unit in cells)
    )
    one_tier = len({result.tier for result in chosen}) == 1
    return Comparison(_assessment(found), tuple(_row(result) for result in chosen), lines, one_tier)


def node(slug: str, code: str, facet: str = "", tier: str | None = None) -> NodeTable:
    """One node for every unit to which it applies, best first. Two queries. Raises NotFound."""
    found = _one(slug, with_data=True)
    branch = next((branch for branch in branches(found.edition.data) if branch.node == code), None)
    if branch is None:
        raise NotFound(f"{slug} has no criterion {code}")
    results = (
        UnitResult.objects.select_related("unit").defer("explanation").filter(assessment=found, facet=facet)
    )
    if tier:
        results = results.filter(tier=tier)
    rows = [
        (_row(result), Cell(*result.nodes[code]))
        for result in results.order_by("place")
        if code in result.nodes
    ]
    rows.sort(key=lambda pair: (pair[1].score is None, -number(pair[1].score or "0")))
    by_tier: dict[str, list[dict[str, list[str | None]]]] = {}
    for row, cell in rows:
        by_tier.setdefault(row.tier, []).append({code: [cell.score, cell.status]})
    return NodeTable(
        _assessment(found),
        code,
        branch.title_vi,
        branch.title_en,
        tuple(rows),
        {name: of_tier[code] for name, units in by_tier.items() if (of_tier := stats(units))},
    )


def scores(slug: str, facet: str = "") -> tuple[tuple[Branch, ...], tuple[tuple[RowView, Json], ...]]:
    """Every score: the nodes, and for each unit node → [score or None, status]. Two queries."""
    found = _one(slug, with_data=True)
    results = UnitResult.objects.select_related("unit").defer("explanation")
    of_facet = results.filter(assessment=found, facet=facet).order_by("place")
    return tuple(branches(found.edition.data)), tuple((_row(result), result.nodes) for result in of_facet)


def edition(edition_id: str, version: int | None = None) -> EditionView:
    """An edition with which something was computed, the latest unless one is named. Raises NotFound."""
    found = EditionSnapshot.objects.filter(edition=edition_id).order_by("-version", "-stored_at", "-pk")
    if version is not None:
        found = found.filter(version=version)
    latest = found.first()
    if latest is None:
        raise NotFound(f"nothing was computed with {edition_id}")
    return _edition(latest)


def assessments_with(edition_id: str) -> list[AssessmentView]:
    """The assessments that count and were computed with an edition; one query."""
    return [_assessment(found) for found in _current().filter(edition__edition=edition_id).order_by("place")]


def assessments_of(codes: Sequence[str]) -> list[AssessmentView]:
    """The assessments that count in which every one of these units takes part; one query."""
    wanted = set(codes)
    taking_part = UnitResult.objects.filter(facet="", code__in=wanted).values("assessment")
    with_all = taking_part.annotate(units=Count("pk")).filter(units=len(wanted)).values("assessment")
    return [_assessment(one) for one in _current().filter(pk__in=with_all).order_by("place", "slug")]


def _current() -> QuerySet[Assessment]:
    latest = Assessment.objects.filter(superseded_by=None)
    return latest.select_related("edition").defer("edition__data")


def _one(slug: str, with_data: bool = False) -> Assessment:
    current = _current()
    if with_data:
        current = Assessment.objects.filter(superseded_by=None).select_related("edition")
    found = current.filter(slug=slug).first()
    if found is None:
        raise NotFound(f"no assessment {slug}")
    return found


def _without_reasons(results: QuerySet[UnitResult]) -> QuerySet[UnitResult]:
    return results.defer("explanation", "nodes")


def _results(found: Assessment, rows: QuerySet[UnitResult] | None = None) -> QuerySet[UnitResult]:
    wanted = UnitResult.objects.filter(assessment=found) if rows is None else rows
    return _without_reasons(wanted).select_related("unit").order_by("place")


def _facets(found: Assessment) -> tuple[str, ...]:
    named = UnitResult.objects.filter(assessment=found).exclude(facet="").values_list("facet", flat=True)
    return tuple(named.distinct().order_by("facet"))


def _with_changes(found: Assessment, rows: list[RowView], facet: str) -> list[RowView]:
    """The rows with what changed since the assessment before, where there was one."""
    if not found.follows:
        return rows
    earlier = Assessment.objects.filter(superseded_by=None, slug=found.follows)
    results = _without_reasons(UnitResult.objects.filter(assessment__in=earlier, facet=facet))
    before = {(result.unit_id, result.facet): result for result in results}
    keys = {
        unit.code: unit.pk for unit in Unit.objects.filter(pk__in=[key for key, _ in before]).only("code")
    }
    return [
        replace(row, change=_change(row, then))
        if (then := before.get((keys.get(row.code, 0), facet))) is not None
        and NOT_RETURNED not in (row.status, then.status)
        else row
        for row in rows
    ]


def _change(now: RowView, then: UnitResult) -> Change:
    score = None
    if now.score is not None and then.score:
        score = as_text(number(now.score) - number(then.score))
    places = then.rank - now.rank if then.rank is not None and now.rank is not None else None
    return Change(score, places, then.level)


def _neighbours(peers: Sequence[RowView], row: RowView) -> tuple[RowView | None, RowView | None]:
    """The units on the next better and the next worse rank of the same peer group (the first of equals)."""
    ranked = [peer for peer in peers if peer.rank is not None and peer.peer_group == row.peer_group]
    if row.rank is None:
        return None, None
    better = [peer for peer in ranked if (peer.rank or 0) < row.rank]
    worse = [peer for peer in ranked if (peer.rank or 0) > row.rank]
    return (
        max(better, key=lambda peer: (peer.rank or 0, -peer.place), default=None),
        min(worse, key=lambda peer: (peer.rank or 0, peer.place), default=None),
    )


def _cells(result: UnitResult) -> dict[str, Cell]:
    return {
        str(node["node"]): Cell(node["score"], node["status"], node.get("maximum"))
        for node in result.explanation["nodes"]
    }


def _line(branch: Branch, cells: Sequence[Cell | None]) -> NodeLine:
    return NodeLine(
        branch.node, branch.kind, branch.parent, branch.depth, branch.title_vi, branch.title_en, tuple(cells)
    )


def _assessment(found: Assessment) -> AssessmentView:
    snapshot = found.edition
    return AssessmentView(
        id=found.slug,
        revision=found.revision,
        kind=found.kind,
        section=found.section,
        place=found.place,
        title_vi=found.title_vi,
        title_en=found.title_en,
        date=found.date,
        period=found.period,
        publisher_vi=found.publisher_vi,
        publisher_en=found.publisher_en,
        source=found.source,
        note_vi=found.note_vi,
        note_en=found.note_en,
        follows=found.follows,
        edition=snapshot.edition,
        edition_version=snapshot.version,
        edition_title_vi=snapshot.title_vi,
        edition_title_en=snapshot.title_en,
        official=snapshot.official,
        engine=found.engine,
        inputs_hash=found.inputs_hash,
        result_hash=found.result_hash,
        stored_at=found.stored_at,
        example=is_example(found.slug),
    )


def _row(result: UnitResult) -> RowView:
    return RowView(
        code=result.code,
        scheme=result.unit.scheme,
        name_vi=result.name,
        name_en=result.unit.name_en,
        tier=result.tier,
        facet=result.facet,
        place=result.place,
        status=result.status,
        score=result.score or None,
        maximum=result.maximum or None,
        considered=result.considered,
        level=result.level,
        band=result.band,
        group=result.group,
        peer_group=result.peer_group,
        rank=result.rank,
        of=result.of,
        tied=result.tied,
        label=result.label,
        reason=result.reason,
    )


def _edition(snapshot: EditionSnapshot) -> EditionView:
    return EditionView(
        snapshot.edition,
        snapshot.version,
        snapshot.sha256,
        snapshot.official,
        snapshot.status,
        snapshot.title_vi,
        snapshot.title_en,
        snapshot.data,
        snapshot.stored_at,
    )
