"""What was observed or measured of many units, read from a file and looked at before anything is kept.

The file has a column `unit` with the unit's code, and the columns of an observation table of the edition (one
row per observation) or, for measured values, the inputs that the appraising office answers (a row per unit).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from thangdo.records.acts.frame import entitled, in_state
from thangdo.records.documents.grids import Asked
from thangdo.records.documents.tables import Notice, Table, Wanted, read_table
from thangdo.records.people.acting import Actor, Refused
from thangdo.rules.index.answers import BadInput
from thangdo.rules.index.edition.model import Input, InputType, Text
from thangdo.work.assessments import scoring
from thangdo.work.assessments.actions.answering import BadValues
from thangdo.work.assessments.actions.appraising import observed
from thangdo.work.assessments.actions.subjects import OnePart
from thangdo.work.assessments.acts import OF_PART, PARTS
from thangdo.work.assessments.models import Campaign, Observation, Submission
from thangdo.work.assessments.queries import access
from thangdo.work.assessments.questionnaire import asked
from thangdo.work.assessments.value_check import Fault, faults, kept_words

VALUES = "values"  # the measured values, in the place of a table's name
UNIT = "unit"
Rows = dict[str, list[dict[str, str]]]  # unit's code -> rows


@dataclass(frozen=True, slots=True)
class Choice:
    """A table that can be filled from a file: its columns, and how many units have rows in it."""

    name: str
    columns: tuple[tuple[str, Text | None], ...]
    units: int
    of: int
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with the file: a line (0: the file), a code, facts; or the fault of a cell."""

    line: int
    code: str  # unknown-unit | twice | missing-column | unreadable-file | nothing | a fault's code
    facts: Mapping[str, object] = field(default_factory=dict)
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would put down. rows: by unit; before: how many rows each unit has there now."""

    campaign: Campaign
    table: str
    columns: tuple[str, ...]
    rows: Rows
    names: Mapping[str, str]
    before: Mapping[str, int]
    ignored: tuple[str, ...]  # columns of the file that the table does not know
    troubles: tuple[Trouble, ...]
    source: str = ""  # source:figure, where the system's own records say it
    notices: tuple[Notice, ...] = ()  # how the file was read


def choices(actor: Actor, slug: str) -> tuple[Campaign, list[Choice]]:
    """The tables of the campaign's edition, and the measured values. Raises NotAllowed, Refused."""
    campaign = access.whole(actor, slug)
    entitled(PARTS, OF_PART["observe"], actor, OnePart(campaign, None))
    edition = scoring.evaluation_of(campaign.edition).edition
    units = Submission.objects.filter(campaign=campaign).count()
    found = [
        Choice(
            name,
            tuple((column, one.title) for column, one in table.columns.items()),
            Observation.objects.filter(submission__campaign=campaign, table=name).count(),
            units,
            table.title,
        )
        for name, table in edition.observations.items()
    ]
    inputs = measured_inputs(campaign)
    if inputs:
        titles = tuple((name, edition.inputs[name].title) for name in inputs)
        parts = Submission.objects.filter(campaign=campaign, measured__gt=0)
        done = parts.filter(answers__measured=True, answers__decision="amended").distinct().count()
        found.append(Choice(VALUES, titles, done, parts.count()))
    return campaign, found


def measured_inputs(campaign: Campaign) -> list[str]:
    """The inputs that the appraising office answers, over all tiers."""
    return list(
        dict.fromkeys(
            name
            for tier in campaign.tiers
            for question in asked(campaign.edition, tier).questions
            if question.measured
            for name in question.inputs
        )
    )


def preview(actor: Actor, slug: str, table: str, content: bytes, name: str) -> Preview:
    """What the file says, and everything that is wrong with it. Raises NotAllowed, Refused."""
    campaign, known = choices(actor, slug)
    choice = next((one for one in known if one.name == table), None)
    if choice is None:
        raise Refused("no-such-table", table=table)
    in_state(PARTS, OF_PART["observe"], OnePart(campaign, None))
    columns = tuple(column for column, _ in choice.columns)
    try:
        read = read_table(content, name, (UNIT, *_words(campaign, table)), _wanted(campaign, table))
    except BadInput as error:
        troubles = [Trouble(one.line or 0, "unreadable-file", {"why": one}) for one in error.problems]
        return Preview(campaign, table, columns, {}, {}, {}, (), tuple(troubles))
    return _looked_at(campaign, table, columns, read)


def _wanted(campaign: Campaign, table: str) -> Wanted:
    inputs = _inputs(campaign, table)

    def ask(row: Mapping[str, str], column: str) -> Asked:
        return inputs.get(column)

    return Wanted.of((*inputs, "name"), {UNIT: ("Mã", "Mã đơn vị"), "name": ("Tên", "Tên đơn vị")}, ask)


def _inputs(campaign: Campaign, table: str) -> Mapping[str, Input]:
    edition = scoring.evaluation_of(campaign.edition).edition
    return edition.inputs if table == VALUES else edition.observations[table].columns


def _words(campaign: Campaign, table: str) -> tuple[str, ...]:
    inputs = _inputs(campaign, table)
    kinds = (InputType.TEXT, InputType.CHOICE, InputType.CHECKLIST, InputType.YES_NO)
    return tuple(name for name, one in inputs.items() if one.type in kinds)


def _looked_at(campaign: Campaign, table: str, columns: tuple[str, ...], read: Table) -> Preview:
    parts = {
        part.unit.code: part for part in Submission.objects.filter(campaign=campaign).select_related("unit")
    }
    troubles: list[Trouble] = []
    if UNIT not in read.columns:
        troubles.append(Trouble(read.header, "missing-column", {"column": UNIT}))
    if not any(column in read.columns for column in columns):
        troubles.append(Trouble(read.header, "missing-column", {"column": ", ".join(columns)}))
    rows: Rows = {}
    lines: dict[str, list[int]] = {}
    for line, row in zip(read.lines, read.rows, strict=True) if not troubles else ():
        code = row.get(UNIT, "")
        if code not in parts:
            troubles.append(Trouble(line, "unknown-unit", {"unit": code}))
            continue
        if table == VALUES and code in rows:
            troubles.append(Trouble(line, "twice", {"unit": code}))
            continue
        kept = {column: row.get(column, "") for column in columns if column in read.columns}
        rows.setdefault(code, []).append(kept)
        lines.setdefault(code, []).append(line)
    for code, given in rows.items():
        troubles += _faults(campaign, table, parts[code], given, lines[code])
    if not rows and not troubles:
        troubles.append(Trouble(0, "nothing"))
    before = {
        one.submission.unit.code: len(one.rows)
        for one in Observation.objects.filter(submission__campaign=campaign, table=table).select_related(
            "submission__unit"
        )
    }
    return Preview(
        campaign,
        table,
        columns,
        rows,
        {code: parts[code].unit.name_vi for code in rows},
        before,
        tuple(one for one in read.columns if one != UNIT and one not in columns),
        tuple(sorted(troubles, key=lambda one: one.line)),
        notices=tuple(read.notices),
    )


def _faults(
    campaign: Campaign, table: str, part: Submission, rows: list[dict[str, str]], lines: list[int]
) -> list[Trouble]:
    edition = scoring.evaluation_of(campaign.edition).edition
    if table != VALUES:
        try:
            observed(edition, edition.observations[table], rows)
        except BadValues as bad:
            places = [(one.input.rpartition("@"), one) for one in bad.faults]
            return [
                Trouble(lines[int(number) - 1], one.code, {"column": column}, one)
                for (column, _, number), one in places
            ]
        return []
    found = []
    for node, values in measured_of(campaign, part, rows[0]).items():
        questions = asked(campaign.edition, part.tier)
        read = kept_words(questions, values)
        for one in faults(questions, questions.question(node), read, rows[0]):
            found.append(Trouble(lines[0], one.code, {"column": one.input}, one))
    return found


def measured_of(campaign: Campaign, part: Submission, row: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """A row of measured values by the criteria of the unit's tier; blank cells are left out."""
    found: dict[str, dict[str, str]] = {}
    for question in asked(campaign.edition, part.tier).questions:
        if question.measured:
            values = {name: row[name] for name in question.inputs if row.get(name)}
            if values:
                found[question.node] = values
    return found


def template(campaign: Campaign, choice: Choice) -> tuple[list[str], list[list[str]]]:
    """The head and the units of a file to fill in."""
    rows = Submission.objects.filter(campaign=campaign).order_by("tier", "unit__sort_key")
    listed = [
        [code, name, *("" for _ in choice.columns)]
        for code, name in rows.values_list("unit__code", "unit__name_vi")
    ]
    return [UNIT, "name", *(column for column, _ in choice.columns)], listed
