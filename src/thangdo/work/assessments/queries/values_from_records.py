"""What the system's own records say of a measured input, for all units, looked at before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from thangdo.records.people.acting import Actor, Refused
from thangdo.rules.index.edition.model import Text
from thangdo.work.assessments import scoring, sources
from thangdo.work.assessments.acts import OF_PART
from thangdo.work.assessments.models import Answer, Campaign, Submission
from thangdo.work.assessments.number_input import NUMERIC
from thangdo.work.assessments.queries import observing
from thangdo.work.assessments.queries.observing import VALUES, Preview, Trouble
from thangdo.work.assessments.questionnaire import Asked, Question, asked
from thangdo.work.assessments.value_check import faults


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a source, as an appraiser chooses it."""

    source: str
    name: str
    source_title: sources.Titles
    title: sources.Titles

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.source}:{self.name}"


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be filled, and from what; fits: inputs with the figure of the same name."""

    inputs: tuple[tuple[str, Text | None], ...]
    figures: tuple[Figure, ...]
    fits: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A unit: the value that counts now ("" for none) and what the records say, as text."""

    code: str
    name: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What would be put down. closed: units that cannot be measured now; without: those without a figure."""

    campaign: Campaign
    input: str
    title: Text | None
    figure: Figure
    lines: tuple[Line, ...]
    closed: tuple[str, ...]
    without: tuple[str, ...]
    preview: Preview


def offer(actor: Actor, slug: str) -> Offer:
    """The measured inputs that are numbers, and the figures there are. Raises NotAllowed, Refused."""
    campaign, _ = observing.choices(actor, slug)
    inputs = _inputs(campaign)
    figures = tuple(
        Figure(one.name, name, one.title, title)
        for one in sources.sources()
        for name, title in one.figures.items()
    )
    alike = {figure.name.replace("-", "_"): figure.key for figure in figures}
    fits = {name: alike[name.replace("-", "_")] for name in inputs if name.replace("-", "_") in alike}
    return Offer(tuple(inputs.items()), figures, fits)


def figures_of(actor: Actor, slug: str, key: str) -> dict[str, str]:
    """unit's code -> its figure over the campaign's period, as text. Raises NotAllowed, Refused."""
    campaign, _ = observing.choices(actor, slug)
    source, _, name = key.partition(":")
    _figure(key)
    units = [part.unit for part in Submission.objects.filter(campaign=campaign).select_related("unit")]
    found = sources.source(source).compute(units, campaign.period_from, campaign.period_to)
    return {
        unit.code: _text(found[unit.pk][name])
        for unit in units
        if unit.pk in found and name in found[unit.pk]
    }


def look(actor: Actor, slug: str, name: str, key: str, figures: Mapping[str, str]) -> Recorded:
    """What keeping these figures (unit's code -> text) as an input's values would put down, and its faults.

    Other values of the same criterion stay as they are. Raises NotAllowed, Refused.
    """
    campaign, _ = observing.choices(actor, slug)
    inputs = _inputs(campaign)
    if name not in inputs:
        raise Refused("no-such-input", input=name)
    figure = _figure(key)
    rows: observing.Rows = {}
    lines: list[Line] = []
    closed: list[str] = []
    without: list[str] = []
    troubles: list[Trouble] = []
    parts = Submission.objects.filter(campaign=campaign).select_related("unit")
    for part in parts.order_by("unit__sort_key"):
        questions = asked(campaign.edition, part.tier)
        question = next((one for one in questions.questions if one.measured and name in one.inputs), None)
        if question is None:
            continue
        code = part.unit.code
        if code not in figures:
            without.append(part.unit.name_vi)
        elif part.state not in OF_PART["amend"].when["submission"]:
            closed.append(part.unit.name_vi)
        else:
            now = _counting(part, questions, question)
            row = {**{one: now.get(one, "") for one in question.inputs}, name: figures[code]}
            given = {one: value for one, value in row.items() if value}
            for fault in faults(questions, question, given, now):
                troubles.append(Trouble(0, fault.code, {"column": fault.input, "unit": code}, fault))
            rows[code] = [row]
            lines.append(Line(code, part.unit.name_vi, now.get(name, ""), figures[code]))
    names = {one.code: one.name for one in lines}
    preview = Preview(campaign, VALUES, (name,), rows, names, {}, (), tuple(troubles), key)
    return Recorded(
        campaign, name, inputs[name], figure, tuple(lines), tuple(closed), tuple(without), preview
    )


def _counting(part: Submission, questions: Asked, question: Question) -> dict[str, str]:
    """The values that count now: of the criterion, and of those that limit it or that it limits."""
    near = set(question.inputs)
    for name, one in questions.edition.inputs.items():
        if one.at_most is not None and {name, one.at_most} & set(question.inputs):
            near |= {name, one.at_most}
    nodes = {questions.owner[name] for name in near if name in questions.owner}
    values: dict[str, str] = {}
    for row in Answer.objects.filter(submission=part, node__in=nodes):
        values.update(row.final)
    return values


def _inputs(campaign: Campaign) -> dict[str, Text | None]:
    edition = scoring.evaluation_of(campaign.edition).edition
    return {
        name: edition.inputs[name].title
        for name in observing.measured_inputs(campaign)
        if edition.inputs[name].type in NUMERIC
    }


def _figure(key: str) -> Figure:
    source, _, name = key.partition(":")
    try:
        one = sources.source(source)
        return Figure(source, name, one.title, one.figures[name])
    except KeyError as error:
        raise Refused("no-such-figure", figure=key) from error


def _text(number: Decimal) -> str:
    """The number in plain digits, without zeros that say nothing."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
