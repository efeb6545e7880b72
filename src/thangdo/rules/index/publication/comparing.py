"""The stated numbers beside the recomputed ones, row by row and line by line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from thangdo.rules.index.answers import BadInput
from thangdo.rules.index.evaluate import ENGINE_VERSION, evaluate, grow, walk
from thangdo.rules.index.publication import model
from thangdo.rules.index.publication.archive import Archive, Damaged
from thangdo.rules.index.publication.cells import unguard
from thangdo.rules.index.publication.parts import Progress, explanation_lines, rank_cells, score_cells
from thangdo.rules.index.publication.reading import Content
from thangdo.rules.index.result import Result
from thangdo.rules.index.rows import OF_FIRST, RANKS, SCORES, banded_node, rank_rows

MOST_SCORES = 10_000_000
_SHORT = 200


def recomputed(content: Content, archive: Archive, progress: Progress) -> Result | None:
    """The result of edition and answers; None, with a finding, where they give none."""
    nodes = sum(1 for _ in walk(grow(content.edition)))
    size = len(content.answers.units) * len(content.answers.facets()) * nodes
    if size > MOST_SCORES:
        archive.findings.add("cannot-recompute", why=f"{size} scores are more than {MOST_SCORES}")
        return None
    progress("evaluate", 0, 1)
    try:
        return evaluate(content.edition, content.answers)
    except BadInput as bad:
        archive.findings.add("cannot-recompute", why=bad.problems[0])
    except Exception as error:  # an edition that nobody checked may break any rule of the grammar
        archive.findings.add("cannot-recompute", why=f"{type(error).__name__}: {error}"[:_SHORT])
    finally:
        progress("evaluate", 1, 1)
    return None


def compare(
    content: Content, result: Result, archive: Archive, progress: Progress, engine: str = ENGINE_VERSION
) -> int:
    """Name every score, rank, level and explanation that differs; how many scores were compared.

    engine: which engine sealed it; what the first one did not write is not asked of it.
    """
    first = engine == "1"
    scores, ranks = (OF_FIRST["scores"], OF_FIRST["ranks"]) if first else (SCORES, RANKS)
    ours = score_cells(result, scores, banded_node(content.edition))
    _rows(archive, model.SCORES_PART, scores, 3, ours)
    _rows(archive, model.RANKS_PART, ranks, 2, (rank_cells(row, ranks) for row in rank_rows(result)))
    known = engine if first else ENGINE_VERSION
    _explanations(archive, explanation_lines(content.edition, result, progress, known))
    return sum(len(scores) for scores in result.scores.values())


def _rows(
    archive: Archive, part: str, columns: Sequence[str], keys: int, ours: Iterable[Sequence[str]]
) -> None:
    """Compare a CSV part; its first `keys` columns say of which unit and node a row is."""
    if not archive.has(part):
        return
    theirs, mine = [], []
    try:
        for stated, found in zip_longest(archive.rows(part, columns), ours):
            if stated is None or found is None or tuple(stated) != tuple(found):
                theirs.extend([tuple(stated)] if stated is not None else [])
                mine.extend([tuple(found)] if found is not None else [])
    except Damaged as error:
        archive.findings.add("part-damaged", part=part, why=str(error))
        return
    if theirs or mine:
        _differences(archive, part, columns, keys, theirs, mine)


def _differences(
    archive: Archive,
    part: str,
    columns: Sequence[str],
    keys: int,
    theirs: Sequence[tuple[str, ...]],
    mine: Sequence[tuple[str, ...]],
) -> None:
    findings = archive.findings
    found = {row[:keys]: row for row in mine}
    seen: set[tuple[str, ...]] = set()
    added: dict[tuple[str, ...], dict[str, str]] = {}
    named = False
    for row in theirs:
        key = row[:keys]
        place = {column: unguard(cell)[:_SHORT] for column, cell in zip(columns, key, strict=False)}
        ours = found.get(key)
        if key in seen:
            findings.add("row-doubled", part=part, **place)
            named = True
        elif ours is None:
            added[key] = place
            named = True
        else:
            for column, stated, again in zip(columns[keys:], row[keys:], ours[keys:], strict=True):
                if stated != again:
                    _differs(archive, part, place, column, stated, again)
                    named = True
        seen.add(key)
    for key in found:
        if key not in seen:
            place = {column: unguard(cell)[:_SHORT] for column, cell in zip(columns, key, strict=False)}
            findings.add("row-missing", part=part, **place)
            named = True
    if added:
        times = Counter(key for row in archive.rows(part, columns) if (key := tuple(row[:keys])) in added)
        for key, place in added.items():
            findings.add("row-doubled" if times[key] > 1 else "row-added", part=part, **place)
    if not named:
        findings.add("rows-reordered", part=part)


def _differs(archive: Archive, part: str, place: dict[str, str], what: str, stated: Any, again: Any) -> None:
    archive.findings.add(
        "number-differs", part=part, **place, what=what, stated=_text(stated), recomputed=_text(again)
    )


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return unguard(text)[:_SHORT]


def _explanations(archive: Archive, ours: Iterator[str]) -> None:
    part = model.EXPLANATIONS
    if not archive.has(part):
        return
    try:
        for number, (stated, found) in enumerate(zip_longest(archive.lines(part), ours), 1):
            if stated != found:
                _line(archive, number, stated, found)
    except Damaged as error:
        archive.findings.add("part-damaged", part=part, why=str(error))


def _line(archive: Archive, number: int, stated: str | None, found: str | None) -> None:
    """What differs in one line: of a unit, its level, its places, and node by node."""
    part = model.EXPLANATIONS
    ours, theirs = _object(found), _object(stated)
    if ours is None or theirs is None or theirs.get("unit") != ours.get("unit"):
        if found is None or stated is None:
            archive.findings.add("row-missing" if stated is None else "row-added", part=part, line=number)
        else:
            archive.findings.add("part-malformed", part=part, why=f"line {number}")
        return
    place = {"unit": str(ours["unit"]), "facet": str(ours["facet"])}
    nodes = {str(node["node"]): node for node in ours["nodes"]}
    named = _fields(archive, place, ours, theirs, "nodes")
    for node in theirs["nodes"] if isinstance(theirs.get("nodes"), list) else []:
        code = str(node.get("node")) if isinstance(node, dict) else ""
        mine = nodes.pop(code, None)
        if mine is None:
            archive.findings.add("row-added", part=part, **place, node=code[:_SHORT])
            named = True
        else:
            named = _fields(archive, {**place, "node": code}, mine, node, "") or named
    for code in nodes:
        archive.findings.add("row-missing", part=part, **place, node=code)
        named = True
    if not named:
        archive.findings.add("part-malformed", part=part, why=f"line {number}")


def _fields(
    archive: Archive, place: dict[str, str], ours: dict[str, Any], theirs: dict[str, Any], but: str
) -> bool:
    """Name each field that differs; whether any does."""
    named = False
    for key in sorted({*ours, *theirs} - {but}):
        if ours.get(key) != theirs.get(key) or (key in ours) != (key in theirs):
            _differs(archive, model.EXPLANATIONS, place, key[:_SHORT], theirs.get(key), ours.get(key))
            named = True
    return named


def _object(line: str | None) -> dict[str, Any] | None:
    """The unit in a line; None where it holds none."""
    try:
        found = json.loads((line or "").removesuffix(","))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and "unit" in found else None
