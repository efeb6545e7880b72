"""Where a unit stands criterion by criterion, and where it would stand if its plan were met: by the engine.

The plan is met when each planned criterion has its expected points; everything above (groups, pillars, gates,
levels) is computed by the engine on the campaign's own edition. Other units stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, Status, Unit
from thangdo.rules.index.evaluate import Branch, Evaluation
from thangdo.rules.index.numbers import exact
from thangdo.rules.index.result import LevelOutcome, NodeScore, Result, Why
from thangdo.rules.index.scoring.base import Case
from thangdo.rules.index.scoring.base import Outcome as Scored
from thangdo.work.assessments import scoring
from thangdo.work.assessments.models import Observation, Submission
from thangdo.work.assessments.queries import drafts
from thangdo.work.assessments.questionnaire import asked
from thangdo.work.assessments.states import Campaign as State
from thangdo.work.editions.stored import edition_of

_PLANNED = "planned:"  # no input of an edition has a colon in its name
#: before these the unit sees what it declared, from these on what counts
_TOLD = (State.OBJECTIONS, State.DECIDING, State.CONCLUDED, State.APPROVED, State.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Stands:
    """A criterion of the unit: points, maximum, whether it applies, and why it is not full."""

    node: str
    score: Fraction | None
    maximum: Fraction | None
    status: str

    @property
    def full(self) -> bool:
        """Full marks, or nothing to win here."""
        if self.status == Status.NOT_APPLICABLE or not self.maximum:
            return True
        return self.score is not None and self.score >= self.maximum


@dataclass(frozen=True, slots=True)
class Outcome:
    """Score of the index and level; failed: of the next level's conditions (node, needed, had, unit)."""

    score: Fraction | None
    maximum: Fraction | None
    level: str
    next_level: str | None
    failed: tuple[tuple[str, Fraction | None, Fraction | None, str], ...]


def standing(part: Submission, kept_back: scoring.KeptBack = scoring.NOTHING) -> dict[str, Stands]:
    """Every criterion asked of a unit (`_TOLD`: as it counts, else as declared, without what the office
    measured). kept_back: what counts as declared, since the reader is not told the decision."""
    scores = _run(part, {}, kept_back).scores[part.unit.code, ""]
    return {
        one.node: Stands(
            one.node, scores[one.node].score, scores[one.node].maximum, scores[one.node].status.value
        )
        for one in asked(part.campaign.edition, part.tier).questions
        if one.node in scores
    }


def outcome(
    part: Submission,
    planned: Mapping[str, str] | None = None,
    kept_back: scoring.KeptBack = scoring.NOTHING,
) -> Outcome:
    """The unit's score and level; with `planned` (criterion -> expected points) as if they were had."""
    result = _run(part, planned or {}, kept_back)
    index: NodeScore = result.scores[part.unit.code, ""]["index"]
    found: LevelOutcome | None = result.levels.get(part.unit.code)
    failed = () if found is None else tuple((one.node, one.needed, one.had, one.unit) for one in found.failed)
    return Outcome(
        index.score, index.maximum, found.level if found else "", found.next_level if found else None, failed
    )


def _run(part: Submission, planned: Mapping[str, str], kept_back: scoring.KeptBack) -> Result:
    answers = _answers(part, kept_back)
    if not planned:
        return scoring.evaluation_of(part.campaign.edition).run(answers)
    evaluation = Evaluation(edition_of(part.campaign.edition))
    evaluation.tree = _with(evaluation.tree, frozenset(planned))
    code = part.unit.code
    own = {
        **answers.values.get((code, ""), {}),
        **{_PLANNED + node: exact(text) for node, text in planned.items()},
    }
    return evaluation.run(replace(answers, values={**answers.values, (code, ""): own}))


def _with(branch: Branch, nodes: frozenset[str]) -> Branch:
    """The tree in which these criteria take their points from the plan, where there is one."""
    if branch.code not in nodes or branch.score is None:
        return replace(branch, children=tuple(_with(child, nodes) for child in branch.children))
    own, key = branch.score, _PLANNED + branch.code

    def score(case: Case) -> Scored:
        points = case.values.get(key)
        if isinstance(points, Fraction):
            return Scored(points, Status.OK, Why("value", {"value": points}))
        return own(case)

    return replace(branch, score=score)


def _answers(part: Submission, kept_back: scoring.KeptBack) -> Answers:
    """The unit's answers, none declared where it never signed off; with those of all units where points hang
    on others'."""
    campaign = part.campaign
    told = campaign.state in _TOLD
    which: scoring.Which = "final" if told else "declared"
    everybody = any(one.among_peers for one in asked(campaign.edition, part.tier).questions)
    if everybody and part.is_signed:
        return scoring.answers_of(campaign, which, kept_back, told)[0]
    edition = edition_of(campaign.edition)
    reader = scoring.Reader(edition)
    values = {}
    for answer in drafts.counting(part):
        if answer.measured and not told:
            continue
        final = (which == "final" or answer.measured) and answer.node not in kept_back.get(part.pk, ())
        values.update(reader.values(answer.final if final else answer.declared))
    seen = Observation.objects.filter(submission=part) if told else ()
    tables = scoring.observed(edition, seen, {part.pk: part.unit.code})
    code = part.unit.code
    own = Answers({code: Unit(code, part.tier, part.unit.name_vi)}, {(code, ""): values}, tables)
    return _beside(scoring.answers_of(campaign, which, kept_back, told)[0], own) if everybody else own


def _beside(others: Answers, own: Answers) -> Answers:
    """A unit that is no part of the result, beside those that are."""
    tables = {
        name: {**others.tables.get(name, {}), **own.tables.get(name, {})}
        for name in {*others.tables, *own.tables}
    }
    values = {**others.values, **own.values}
    return replace(others, units={**others.units, **own.units}, values=values, tables=tables)
