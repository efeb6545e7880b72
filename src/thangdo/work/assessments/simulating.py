"""A draft run on last year's answers: who would move, by what, before it is signed. Exact, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from thangdo.records.people.acting import Actor, Refused
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, Row, Status, Value
from thangdo.rules.index.edition.model import Edition, Input
from thangdo.rules.index.evaluate import Evaluation
from thangdo.rules.index.levels import UNRANKED
from thangdo.rules.index.nodes import nodes, titles
from thangdo.rules.index.numbers import as_text
from thangdo.rules.index.publication.cells import read_cell, value_text
from thangdo.rules.index.result import Place, Result
from thangdo.rules.index.values import Refused as Unreadable
from thangdo.work.assessments import bundled, permissions, scoring
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.states import Campaign as State
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.stored import edition_of, examined

CAUSES = 5  # criteria named for a unit
FINAL = (State.CONCLUDED, State.APPROVED, State.PUBLISHED)  # the answers of these count
Progress = Callable[[int, int], None]  # steps done, of how many
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """Answers on which a draft can be run. id: campaign:<slug> or bundled:<id>."""

    id: str
    title_vi: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit stands with one edition. Numbers as text; None where there is none."""

    score: str | None
    status: str
    level: str
    rank: int | None
    of: int | None
    label: str


@dataclass(frozen=True, slots=True)
class Cause:
    """A criterion that makes a difference to a unit. before, after: None where it has no such criterion."""

    code: str
    before: str | None
    after: str | None
    change: str


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition of a level that holds with one edition and not with the other, or only there."""

    level: str
    node: str
    unit: str  # share | points
    needed: str | None
    had: str | None
    holds: bool  # with the draft


@dataclass(frozen=True, slots=True)
class Move:
    """One unit before and after.

    level: up | down | same | becomes-unranked | gets-ranked. places: ranks won (+) or lost (-).
    """

    code: str
    name: str
    tier: str
    before: Standing
    after: Standing
    level: str
    places: int | None
    change: str | None
    causes: Sequence[Cause] = ()
    gates: Sequence[Gate] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """A criterion over all units: how many win and lose by it, and the sum of the differences."""

    code: str
    title_vi: str
    title_en: str
    most_before: str | None
    most_after: str | None
    up: int
    down: int
    total: str


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
    sides = _Side.of(old, before), _Side.of(new, after)
    moves = [_move(code, *sides) for code in carried.answers.units]
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
        levels=_distribution(moves, sides[0].levels, sides[1].levels),
        counts=_counts(moves),
        moves=sorted(moves, key=_order),
        shifts=_shifts(_all_differences(carried.answers.units, *sides), old, new, named),
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


@dataclass(frozen=True)
class _Side:
    """One edition with its result: its levels from the lowest, its leaves, the place of each unit."""

    result: Result
    levels: Sequence[str]
    leaves: frozenset[str]
    places: Mapping[str, Place]

    @classmethod
    def of(cls, edition: Edition, result: Result) -> _Side:
        """Made ready, once for all units. The place is that in the unit's own tier where there is one."""
        places: dict[str, Place] = {}
        for group, listed in result.places.items():
            for place in listed:
                if place.unit not in places or result.units[place.unit].tier == group:
                    places[place.unit] = place
        leaves = frozenset(code for code, node, _, _ in nodes(edition) if not node.children)
        return cls(result, list(edition.levels or {}), leaves, places)

    def standing(self, code: str) -> Standing:
        """Where the unit stands."""
        score = self.result.scores[code, ""]["index"]
        outcome, place = self.result.levels.get(code), self.places.get(code)
        return Standing(
            _text(score.score),
            score.status.value,
            outcome.level if outcome else "",
            place.rank if place else None,
            place.of if place else None,
            place.label if place else "",
        )

    def leaf(self, code: str, node: str) -> Fraction | None:
        """The points of a unit in a criterion; None where it has none or there is no such criterion."""
        score = self.result.scores[code, ""].get(node)
        return score.score if score is not None and node in self.leaves else None


def _move(code: str, old: _Side, new: _Side) -> Move:
    first, then = old.standing(code), new.standing(code)
    a, b = (side.result.scores[code, ""]["index"].score for side in (old, new))
    unit = new.result.units[code]
    largest = sorted(_differences(code, old, new), key=lambda one: -abs(one[3]))[:CAUSES]
    return Move(
        code,
        unit.name or code,
        unit.tier or "",
        first,
        then,
        _level_move(first.level, then.level, old.levels, new.levels),
        None if first.rank is None or then.rank is None else first.rank - then.rank,
        None if a is None or b is None else as_text(b - a),
        [Cause(node, _text(had), _text(has), as_text(change)) for node, had, has, change in largest],
        _gates(code, old.result, new.result) if first.level != then.level else [],
    )


def _level_move(before: str, after: str, old: Sequence[str], new: Sequence[str]) -> str:
    """How the level changed; levels are compared by their step, counted from the lowest."""
    if before == after or not before or not after:
        return "same"
    if after == UNRANKED:
        return "becomes-unranked"
    if before == UNRANKED:
        return "gets-ranked"
    first, then = old.index(before), new.index(after)
    return "same" if first == then else "up" if then > first else "down"


def _differences(
    code: str, old: _Side, new: _Side
) -> Iterator[tuple[str, Fraction | None, Fraction | None, Fraction]]:
    """The criteria whose points differ: code, before, after, difference. No points count as none."""
    for node in dict.fromkeys((*new.result.scores[code, ""], *old.result.scores[code, ""])):
        had, has = old.leaf(code, node), new.leaf(code, node)
        change = (has or Fraction(0)) - (had or Fraction(0))
        if change:
            yield node, had, has, change


def _all_differences(codes: Iterable[str], old: _Side, new: _Side) -> Iterator[tuple[str, Fraction]]:
    """Every difference of every unit: criterion and points."""
    for code in codes:
        for node, _, _, change in _differences(code, old, new):
            yield node, change


def _gates(code: str, before: Result, after: Result) -> list[Gate]:
    """The conditions that now hold and did not, or now fail and did not (or were not there)."""
    if code not in after.levels:
        return []
    needs = before.levels[code].needs if code in before.levels else ()
    had = {(need.level, need.node, need.unit): need.holds for need in needs}
    return [
        Gate(need.level, need.node, need.unit, _text(need.needed), _text(need.had), need.holds)
        for need in after.levels[code].needs
        if need.holds is not None and had.get((need.level, need.node, need.unit), True) != need.holds
    ]


def _shifts(
    changes: Iterable[tuple[str, Fraction]],
    old: Edition,
    new: Edition,
    named: Mapping[str, Mapping[str, str]],
) -> list[Shift]:
    up: dict[str, int] = {}
    down: dict[str, int] = {}
    total: dict[str, Fraction] = {}
    weight: dict[str, Fraction] = {}
    for code, change in changes:
        (up if change > 0 else down)[code] = (up if change > 0 else down).get(code, 0) + 1
        total[code] = total.get(code, Fraction(0)) + change
        weight[code] = weight.get(code, Fraction(0)) + abs(change)
    had, has = _maxima(old), _maxima(new)
    order = {code: i for i, code in enumerate((*has, *had))}
    return [
        Shift(
            code,
            named["vi"].get(code, code),
            named["en"].get(code, code),
            had.get(code),
            has.get(code),
            up.get(code, 0),
            down.get(code, 0),
            as_text(total[code]),
        )
        for code in sorted(weight, key=lambda one: (-weight[one], order.get(one, 0)))
    ]


def _maxima(edition: Edition) -> dict[str, str]:
    return {code: format(node.max, "f") for code, node, _, _ in nodes(edition) if node.max is not None}


def _distribution(
    moves: Sequence[Move], old: Sequence[str], new: Sequence[str]
) -> dict[str, dict[str, list[int]]]:
    if not old and not new:
        return {}
    rungs = [*dict.fromkeys([*reversed(new), *reversed(old)]), UNRANKED]
    found: dict[str, dict[str, list[int]]] = {}
    for move in moves:
        tier = found.setdefault(move.tier, {rung: [0, 0] for rung in rungs})
        for side, level in enumerate((move.before.level, move.after.level)):
            if level:
                tier[level][side] += 1
    return found


def _counts(moves: Sequence[Move]) -> dict[str, int]:
    counts = dict.fromkeys(("up", "down", "becomes-unranked", "gets-ranked", "same"), 0)
    for move in moves:
        counts[move.level] += 1
    counts["rank-up"] = sum(1 for move in moves if (move.places or 0) > 0)
    counts["rank-down"] = sum(1 for move in moves if (move.places or 0) < 0)
    counts["score"] = sum(1 for move in moves if move.before.score != move.after.score)
    counts["moved"] = sum(1 for move in moves if has_moved(move))
    return counts


def has_moved(move: Move) -> bool:
    """Whether level or rank differ."""
    return (
        move.level != "same" or move.before.level != move.after.level or move.before.rank != move.after.rank
    )


_FIRST = ("becomes-unranked", "down", "gets-ranked", "up", "same")


def _order(move: Move) -> tuple[int, int, str]:
    """Those whose level moves first, then the largest changes of rank."""
    return _FIRST.index(move.level), -abs(move.places or 0), move.code


def _text(number: Fraction | None) -> str | None:
    return None if number is None else as_text(number)
