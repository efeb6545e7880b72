"""The parts of a publication as bytes: fixed order, one text for the same data, written as they are made."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

from thangdo.rules.canonical import canonical, read
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, BadInput, Problem, Status, Value
from thangdo.rules.index.edition.model import Edition, Input
from thangdo.rules.index.evaluate import ENGINE_VERSION
from thangdo.rules.index.explain import head
from thangdo.rules.index.explained_text import Lines, line_of
from thangdo.rules.index.publication import model
from thangdo.rules.index.publication.cells import alike, csv_chunks, guard, number_text, read_cell, value_text
from thangdo.rules.index.publication.model import Publication
from thangdo.rules.index.result import Result
from thangdo.rules.index.rows import RANKS, SCORES, WORDS, banded_node, rank_rows, score_rows

#: step, how much is done, of how much.
Progress = Callable[[str, int, int], None]
_UNITS_AT_ONCE = 50


def silent(step: str, done: int, of: int) -> None:
    """Nobody watches."""


def edition_bytes(edition: Edition) -> bytes:
    """`edition.json`: the keys in the edition's own order, which is the order of criteria and levels."""
    data = edition.model_dump(mode="json", by_alias=True)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def read_edition(content: bytes) -> Edition:
    """The edition in `edition.json`. Raises ValueError."""
    return Edition.model_validate(read(content))


class ValueWriter:
    """Answers as text; each distinct one is read back once, so that what is sealed can be read."""

    def __init__(self, part: str) -> None:
        self.part = part
        self._kinds: dict[str, Hashable] = {}
        self._texts: dict[tuple[Hashable, Value], str] = {}

    def text(self, name: str, value: Value, one: Input) -> str:
        """The text of an answer. Raises BadInput for a value that the input does not allow."""
        kind = self._kinds.get(name)
        if kind is None:
            kind = self._kinds[name] = alike(name, one)
        found = self._texts.get((kind, value))
        if found is None:
            found = value_text(value)
            back = read_cell(found, one)
            if type(back) is not type(value) or back != value:
                raise _bad(self.part, f"`{found[:40]}` is no answer to `{name}`", name)
            found = self._texts[kind, value] = guarded(self.part, found)
        return found


def guarded(part: str, text: str) -> str:
    """A word as a cell. Raises BadInput for control characters."""
    try:
        return guard(text)
    except ValueError as error:
        raise _bad(part, str(error)) from error


def _bad(part: str, message: str, code: str | None = None) -> BadInput:
    return BadInput([Problem(part, message + ".", code=code)])


def unit_rows(publication: Publication) -> Iterator[Sequence[str]]:
    """A row per unit, by code."""
    for code in sorted(publication.answers.units):
        unit = publication.answers.units[code]
        words = (publication.schemes.get(code, ""), code, unit.tier or "", unit.name or "")
        yield [guarded(model.UNITS, word) for word in words]


def answer_rows(
    part: str, edition: Edition, values: Mapping[tuple[str, str], Mapping[str, Value]]
) -> Iterator[Sequence[str]]:
    """A row per unit, facet and answered input, by code and in the order of the edition; no free text.

    A facet in which nothing was answered is a row without an input.
    """
    writer = ValueWriter(part)
    inputs = {name: edition.inputs[name] for name in model.asked(edition)}
    for unit, facet in sorted(values):
        given = values[unit, facet]
        start = guarded(part, unit), guarded(part, facet)
        some = False
        for name, one in inputs.items():
            value = given.get(name)
            if value is not None and value is not Status.NOT_ANSWERED:
                some = True
                yield *start, name, writer.text(name, value, one)
        if not some and facet:
            yield *start, "", ""


def table_rows(edition: Edition, answers: Answers, name: str) -> Iterator[Sequence[str]]:
    """The rows of an observation table by unit and facet; row 0 says that a table was given and is empty."""
    part, table = model.table_part(name), answers.tables.get(name, {})
    columns = {
        column: edition.observations[name].columns[column] for column in model.columns_of(edition, name)
    }
    writer = ValueWriter(part)
    for unit, facet in sorted(table):
        start = guarded(part, unit), guarded(part, facet)
        if not table[unit, facet]:
            yield *start, "0", *("" for _ in columns)
        for number, row in enumerate(table[unit, facet], 1):
            cells = (
                writer.text(column, row.get(column, Status.NOT_ANSWERED), one)
                for column, one in columns.items()
            )
            yield *start, str(number), *cells


def last_year_rows(last_year: Mapping[tuple[str, str, str], Fraction]) -> Iterator[Sequence[str]]:
    """Last year's scores by unit, facet and node."""
    for unit, facet, node in sorted(last_year):
        words = (guarded(model.LAST_YEAR, word) for word in (unit, facet, node))
        yield *words, number_text(last_year[unit, facet, node])


def rank_cells(row: Mapping[str, str], columns: Sequence[str] = RANKS) -> Sequence[str]:
    """A row of ranks as cells; reasons and codes are words, in one line each.

    >>> from thangdo.rules.index.rows import RANKS
    >>> rank_cells(dict.fromkeys(RANKS, "") | {"unit": "a", "peer_group": "commune", "label": "1="})
    ['a', 'commune', '', '', '', '', '', '1=', '', '', '']
    """
    return [
        guarded(model.RANKS_PART, " ".join(row[name].split()) if name == "reason" else row[name])
        if name in WORDS
        else row[name]
        for name in columns
    ]


def score_cells(
    result: Result, columns: Sequence[str] = SCORES, banded: str = "index"
) -> Iterator[Sequence[str]]:
    """The rows of scores as cells. banded: the node that the bands are of.

    >>> from thangdo.rules.index.result import NodeScore, Why
    >>> score = NodeScore("index", Fraction(1, 2), Status.OK, Fraction(1), Why("sum"))
    >>> empty = dict.fromkeys(("units", "levels", "bands", "groups", "places", "reasons"), {})
    >>> list(score_cells(Result(facets=[""], scores={("a", ""): {"index": score}}, **empty)))
    [('a', '', 'index', '0.5', 'ok', '', '')]
    """
    words: dict[str, str] = {}
    size = len(columns)
    for unit, facet, node, score, status, band, group in score_rows(result, banded):
        for word in (unit, facet, band, group):
            if word not in words:
                words[word] = guarded(model.SCORES_PART, word)
        yield (words[unit], words[facet], node, score, status, words[band], words[group])[:size]


def explanation_lines(
    edition: Edition, result: Result, progress: Progress = silent, engine: str = ENGINE_VERSION
) -> Iterator[str]:
    """The lines of `explanations.json`: keys sorted, a line for each unit and facet."""
    said = {key: value for key, value in head(edition, engine).items() if key < "units"}
    after = {key: value for key, value in head(edition, engine).items() if key > "units"}
    yield line_of(said)[:-1] + ',"units":['
    of = len(result.scores)
    last = ""
    lines = Lines(edition, result, engine)
    for number, (unit, facet) in enumerate(sorted(result.scores)):
        if last:
            yield last + ","
        last = lines.of(unit, facet)
        if number % _UNITS_AT_ONCE == 0:
            progress("explanations", number, of)
    if last:
        yield last
    yield "]," + line_of(after)[1:]
    progress("explanations", of, of)


def contents(
    publication: Publication, result: Result, progress: Progress = silent
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every part but the manifest, its signature and the key: name and bytes, in the fixed order."""
    edition, answers = publication.edition, publication.answers
    made: dict[str, Iterator[bytes]] = {
        model.EDITION: iter([edition_bytes(edition)]),
        model.UNITS: csv_chunks(model.UNIT_COLUMNS, unit_rows(publication)),
        model.NOT_RETURNED: csv_chunks(
            model.UNIT_COLUMNS, _sorted(model.NOT_RETURNED, publication.not_returned)
        ),
        model.ANSWERS: csv_chunks(model.ANSWER_COLUMNS, answer_rows(model.ANSWERS, edition, answers.values)),
        model.LAST_YEAR: csv_chunks(model.LAST_YEAR_COLUMNS, last_year_rows(answers.last_year)),
        model.DECLARED: csv_chunks(
            model.ANSWER_COLUMNS, answer_rows(model.DECLARED, edition, publication.declared)
        ),
        model.DECISIONS: csv_chunks(model.DECISION_COLUMNS, _sorted(model.DECISIONS, publication.decisions)),
        model.EVIDENCE: csv_chunks(
            model.EVIDENCE_COLUMNS,
            _sorted(
                model.EVIDENCE,
                [
                    (*one[:4], one.effective.isoformat() if one.effective else "")
                    for one in publication.evidence
                ],
            ),
        ),
        model.OFFICES: csv_chunks(model.OFFICE_COLUMNS, _sorted(model.OFFICES, publication.offices)),
        model.SCORES_PART: csv_chunks(SCORES, score_cells(result, SCORES, banded_node(edition))),
        model.RANKS_PART: csv_chunks(RANKS, map(rank_cells, rank_rows(result))),
        model.EXPLANATIONS: (line.encode() + b"\n" for line in explanation_lines(edition, result, progress)),
        model.EXTRA: iter([canonical(dict(publication.extra)) + b"\n"]),
    }
    for name in edition.observations:
        columns = ("unit", "facet", "row", *model.columns_of(edition, name))
        made[model.table_part(name)] = csv_chunks(columns, table_rows(edition, answers, name))
    for part in model.part_names(edition, bool(answers.last_year), bool(publication.not_returned)):
        yield part, made[part]


def _sorted(part: str, rows: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    return ([guarded(part, cell) for cell in row] for row in sorted(set(map(tuple, rows))))
