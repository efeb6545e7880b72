"""An edition as an Excel workbook: a sheet each for the head, the inputs, the criteria, the levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from thangdo.records.documents.tables import Sheet, xlsx_bytes
from thangdo.rules.index.edition.findings import laid_out
from thangdo.rules.index.edition.load import load
from thangdo.rules.index.edition.merge import Find, none
from thangdo.rules.index.edition.model import Edition, Input, MissingRules, Node, Text
from thangdo.rules.index.edition.text import flow, plain
from thangdo.work.editions.workbook_columns import (
    BANDS,
    COLUMNS,
    CRITERIA,
    DOCUMENTS,
    EDITION,
    INPUTS,
    LEVELS,
    TABLES,
    UNITS,
)
from thangdo.work.editions.workbook_in import import_

__all__ = ["export", "import_"]

_WIDTHS = {
    "title vi": 45,
    "title en": 45,
    "guidance vi": 60,
    "guidance en": 60,
    "evidence vi": 40,
    "evidence en": 40,
    "basis vi": 40,
    "basis en": 40,
    "rule": 60,
    "choices": 60,
    "vi": 60,
    "en": 60,
    "value": 40,
    "note vi": 45,
    "note en": 45,
    "tiers": 28,
    "input": 28,
    "name vi": 30,
    "name en": 30,
}

#: What the sheet of the head holds besides names, texts and days, where it is not left at its default.
HEAD = (
    *("extends", "rounding", "ties", "tie_breakers", "ranking", "facets", "treatment", "groups"),
    *("missing", "missing_words", "weights"),
)

Cells = Sequence[object]


def export(edition: Edition | str, find: Find = none) -> bytes:
    """The edition, with everything it extends, as a workbook that stands alone.

    edition: as loaded, or its YAML text (then `find` finds what it extends). Raises BadInput.
    """
    if isinstance(edition, str):
        edition = load(edition, "edition", find)
    return xlsx_bytes(
        [
            _sheet("edition", EDITION, list(_head(edition))),
            _sheet("documents", DOCUMENTS, list(_documents(edition))),
            _sheet("inputs", INPUTS, [(name, *_asked(one)) for name, one in edition.inputs.items()]),
            _sheet("observations", TABLES, list(_observations(edition))),
            _sheet(
                "columns",
                COLUMNS,
                [
                    (name, column, *_asked(one))
                    for name, table in edition.observations.items()
                    for column, one in table.columns.items()
                ],
            ),
            _sheet("criteria", CRITERIA, list(_criteria(edition))),
            _sheet("levels", LEVELS, list(_levels(edition))),
            _sheet("bands", BANDS, list(_bands(edition))),
            _sheet("units", UNITS, list(_units(edition))),
        ]
    )


def _sheet(name: str, columns: Sequence[str], rows: Sequence[Cells]) -> Sheet:
    return Sheet(
        name,
        columns,
        rows,
        {key: _WIDTHS[key] for key in columns if key in _WIDTHS},
        wrap=True,
        exchanged=True,
    )


def _two(text: Text | None) -> tuple[str | None, str | None]:
    return (None, None) if text is None else (text.vi, text.en)


def _flow(value: Any) -> str | None:
    """A value on one line; nothing where there is nothing."""
    return None if value is None or value == () or value == {} else flow(plain(value))


def _words(words: Sequence[str] | None) -> str | None:
    return ", ".join(words) if words else None


def _head(edition: Edition) -> Iterator[Cells]:
    for key in ("edition", "version", "status", "official"):
        yield key, flow(plain(getattr(edition, key))), None, None
    for key in ("title", "summary", "note"):
        text = getattr(edition, key)
        if text is not None:
            yield key, None, *_two(text)
    yield "effective", _flow(edition.effective), None, None
    yield "tiers", _flow(edition.tiers), None, None
    for key in HEAD:
        value = getattr(edition, key)
        if value is not None and value != type(edition).model_fields[key].default:
            yield key, _flow(value), None, None
    if edition.bands is not None:
        yield "bands", flow({"node": edition.bands.node, "as": edition.bands.as_}), None, None


def _documents(edition: Edition) -> Iterator[Cells]:
    for name in ("legal_basis", "relates_to"):
        for one in getattr(edition, name):
            day = None if one.date is None else one.date.isoformat()
            yield name, one.number, day, *_two(one.title), *_two(one.note)


def _asked(one: Input) -> Cells:
    return (
        one.type.value,
        *_two(one.title),
        *_two(one.unit),
        one.min,
        one.max,
        one.at_most,
        _flow(one.choices),
        _flow(one.not_applicable),
    )


def _observations(edition: Edition) -> Iterator[Cells]:
    for name, table in edition.observations.items():
        yield name, *_two(table.title), table.unit_column, _flow(table.facet_columns)


def _criteria(edition: Edition) -> Iterator[Cells]:
    depths: dict[str, int] = {}
    for spot in laid_out(edition):
        above = None if spot.above is None else spot.above.code
        depths[spot.code] = 0 if above is None else depths[above] + 1
        yield depths[spot.code], spot.code, above, spot.kind.value, *_node(spot.node, edition.missing)


def _node(node: Node, head: MissingRules | None) -> Cells:
    basis = (node.basis, None) if isinstance(node.basis, str) else _two(node.basis)
    default = type(node).model_fields["missing"].default
    return (
        *_two(node.title),
        *_two(node.guidance),
        None if node.weight == 1 else node.weight,
        _flow(node.combine),
        node.power,
        node.floor,
        node.weights_sum,
        _missing(node.missing, head or default) if node.children else None,
        node.coverage,
        node.max,
        _flow(node.rule),
        _words(node.tiers),
        None if node.data is None else node.data.value,
        node.field,
        *_two(node.evidence),
        *basis,
        node.origin,
    )


def _missing(rules: MissingRules, usual: MissingRules) -> str | None:
    """What a node says of missing parts, in full where the head speaks; nothing where both say the same."""
    if rules == usual:
        return None
    return _flow(rules) if usual == MissingRules() else flow(rules.model_dump(mode="json", by_alias=True))


def _levels(edition: Edition) -> Iterator[Cells]:
    for name, level in (edition.levels or {}).items():
        for need in level.needs:
            yield (
                name,
                *_two(level.title),
                need.node,
                need.share,
                need.points,
                need.must,
                _words(need.tiers),
                need.not_applicable,
                *_two(need.own_group),
            )


def _bands(edition: Edition) -> Iterator[Cells]:
    if edition.bands is not None:
        for name, band in edition.bands.steps.items():
            yield name, *_two(band.title), band.at_least


def _units(edition: Edition) -> Iterator[Cells]:
    for unit in edition.units or ():
        yield unit.unit, None if unit.tier is None else unit.tier.value, *_two(unit.name)
