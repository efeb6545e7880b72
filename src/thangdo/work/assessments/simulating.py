"""A draft run on last year's answers: who would move, by what, before it is signed. Exact, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from thangdo.records.people.acting import Actor, Refused
from thangdo.rules.index.answers import Answers, Row, Status, Value
from thangdo.rules.index.edition.model import Edition, Input
from thangdo.rules.index.evaluate import Evaluation
from thangdo.rules.index.nodes import titles
from thangdo.rules.index.publication.cells import read_cell, value_text
from thangdo.rules.index.values import Refused as Unreadable
from thangdo.work.assessments import bundled, permissions, scoring
from thangdo.work.assessments.edition_shift import (
    Move,
    Shift,
    Side,
    all_differences,
    counts_of,
    distribution,
    in_order,
    move_of,
    shifts_of,
)
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.states import Campaign as State
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.stored import edition_of, examined

FINAL = (State.CONCLUDED, State.APPROVED, State.PUBLISHED)  # the answers of these count
Progress = Callable[[int, int], None]  # steps done, of how many
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """Answers on which a draft can be run. id: campaign:<slug> or bundled:<id>."""

    id: str
    title_vi: str
    title_en: str


@dataclass(frozen=True)
class Simulation:
    """Everything that a simulation shows. new, gone, changed: inputs by name; left_out: units by code.

    levels: tier -> level -> [before, after], the best level first, unranked last.
    """

    source: str
    before: str
    after: str
    units: int
    new: Sequence[str]
    gone: Sequence[str]
    changed: Mapping[str, int]  # inputs whose old answers cannot be read any more -> how many
    tables_gone: Sequence[str]
    left_out: Sequence[str]
    levels: Mapping[str, Mapping[str, Sequence[int]]]
    counts: Mapping[str, int]
    moves: Sequence[Move]
    shifts: Sequence[Shift]
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def as_data(self) -> Json:
        """The same as JSON can keep it."""
        return asdict(self)


def sources(actor: Actor) -> list[Source]:
    """The answers that the actor may use: campaigns that he sees whole, and assessments of the package."""
    found = [
        Source(f"campaign:{one.slug}", one.title_vi, one.title_en)
        for one in permissions.campaigns_seen(actor).filter(state__in=FINAL)
        if permissions.sees_whole(actor, one)
    ]
    for assessment in bundled.bundled():
        if assessment.about.answers:
            title = assessment.about.title
            found.append(Source(f"bundled:{assessment.id}", title.vi, title.en or ""))
    return found


def size_of(source: str) -> int:
    """How many units take part, found cheaply; 0 for a bundled assessment that is read quickly."""
    kind, _, name = source.partition(":")
    return Campaign.objects.get(slug=name).submissions.count() if kind == "campaign" else 0


def allowed(actor: Actor, source: str) -> None:
    """Raises Refused("no-such-source") for answers that are not there or not the actor's to see."""
    if all(one.id != source for one in sources(actor)):
        raise Refused("no-such-source", source=source)


def simulate(version: EditionVersion, source: str, progress: Progress | None = None) -> Simulation:
    """Run an edition on the answers of `source`. Raises Refused: has-problems, no-such-source; BadInput."""
    tell = progress or (lambda done, of: None)
    tell(0, 4)
    new = draft_of(version)
    old, answers = answers_from(source)
    tell(1, 4)
    return compare(old, new, answers, source, lambda done: tell(done + 1, 4))


def draft_of(version: EditionVersion) -> Edition:
    """The edition of a draft, or the published one. Raises Refused("has-problems")."""
    if version.sha256:
        return edition_of(version)
    report = examined(version.text, f"{version.edition}.yaml")
    if report.edition is None:
        raise Refused("has-problems", count=len(report.problems))
    return report.edition


def answers_from(source: str) -> tuple[Edition, Answers]:
    """The final answers and the edition to which they were given. Raises Refused("no-such-source")."""
    kind, _, name = source.partition(":")
    if kind == "campaign":
        campaign = Campaign.objects.select_related("edition").filter(slug=name, state__in=FINAL).first()
        if campaign is not None:
            return edition_of(campaign.edition), scoring.answers_of(campaign)[0]
    elif kind == "bundled":
        try:
            one = bundled.get(name)
            return one.load_edition(), one.answers()
        except (KeyError, ValueError):
            pass
    raise Refused("no-such-source", source=source)


def compare(
    old: Edition,
    new: Edition,
    answers: Answers,
    source: str = "",
    tell: Callable[[int], None] = lambda done: None,
) -> Simulation:
    """Both editions on the same answers. Raises BadInput where one cannot be evaluated."""
    carried = carry(old, new, answers)
    before = Evaluation(old).run(answers)
    tell(1)
    after = Evaluation(new).run(carried.answers)
    tell(2)
    named = {language: {**titles(old, language), **titles(new, language)} for language in ("vi", "en")}
    sides = Side.of(old, before), Side.of(new, after)
    moves = [move_of(code, *sides) for code in carried.answers.units]
    found = Simulation(
        source=source,
        before=f"{old.edition}, {old.version}",
        after=f"{new.edition}, {new.version}",
        units=len(moves),
        new=[name for name in new.inputs if name not in old.inputs],
        gone=[name for name in old.inputs if name not in new.inputs],
        changed=carried.unreadable,
        tables_gone=[name for name in old.observations if name not in new.observations],
        left_out=carried.left_out,
        levels=distribution(moves, sides[0].levels, sides[1].levels),
        counts=counts_of(moves),
        moves=sorted(moves, key=in_order),
        shifts=shifts_of(all_differences(carried.answers.units, *sides), old, new, named),
        titles=named,
    )
    tell(3)
    return found


@dataclass(frozen=True)
class Carried:
    """The old answers as answers to the new edition."""

    answers: Answers
    unreadable: dict[str, int]
    left_out: list[str]


def carry(old: Edition, new: Edition, answers: Answers) -> Carried:
    """Answers by the name of their input; what the new edition cannot read counts as not answered.

    Units of a tier that the new edition does not know are left out.
    """
    tiers = {tier.value for tier in new.tiers}
    units = {code: unit for code, unit in answers.units.items() if unit.tier is None or unit.tier in tiers}
    unreadable: dict[str, int] = {}

    def read(name: str, value: Value, was: Input | None, now: Input) -> Value:
        if was == now or isinstance(value, Status):
            return value
        found = read_cell(value_text(value), now)
        if isinstance(found, Unreadable):
            unreadable[name] = unreadable.get(name, 0) + 1
            return Status.NOT_ANSWERED
        return found

    values = {
        key: {
            name: read(name, value, old.inputs.get(name), new.inputs[name])
            for name, value in given.items()
            if name in new.inputs
        }
        for key, given in answers.values.items()
        if key[0] in units
    }
    tables: dict[str, dict[tuple[str, str], list[Row]]] = {}
    for name, table in answers.tables.items():
        if name not in new.observations:
            continue
        columns = new.observations[name].columns
        had = old.observations[name].columns if name in old.observations else {}
        tables[name] = {
            key: [
                {
                    column: read(
                        f"{name}.{column}", row.get(column, Status.NOT_ANSWERED), had.get(column), one
                    )
                    for column, one in columns.items()
                }
                for row in rows
            ]
            for key, rows in table.items()
            if key[0] in units
        }
    left = sorted(set(answers.units) - set(units))
    return Carried(Answers(units, values, tables, answers.last_year), unreadable, left)
