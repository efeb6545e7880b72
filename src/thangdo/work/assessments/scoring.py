"""From what stands in a campaign to scores, levels and ranks: as declared, as it counts, live."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from django.db.models import TextField
from django.db.models.functions import Cast

from thangdo.records.results import queries as results
from thangdo.records.results.numbers import number
from thangdo.rules.canonical import canonical
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, Row, Status, Unit, Value
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.evaluate import Evaluation
from thangdo.rules.index.explain import Explainer
from thangdo.rules.index.result import NodeScore, Result
from thangdo.work.assessments.models import SIGNED, Answer, Campaign, Observation, Submission
from thangdo.work.assessments.value_check import value_of
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.stored import edition_of

Which = Literal["declared", "final"]
Values = dict[tuple[str, str], dict[str, Value]]
_READY: dict[tuple[int, str], Evaluation] = {}
_AT_ONCE = 5000  # answers
_NOTHING = (None, "null")


@dataclass(frozen=True)
class Scored:
    """A campaign evaluated: the edition, the answers and the result; the scheme of each unit's code."""

    edition: Edition
    answers: Answers
    result: Result
    schemes: Mapping[str, str]


KeptBack = Mapping[int, Collection[str]]
NOTHING: KeptBack = {}


class Reader:
    """Kept texts as values; each text of an input is read once."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.known: dict[tuple[str, str], Value] = {}

    def values(self, texts: Mapping[str, str]) -> dict[str, Value]:
        """The values of one answer; names that the edition does not know are left out."""
        found = {}
        for key in texts.items():
            value = self.known.get(key)
            if value is None:
                one = self.edition.inputs.get(key[0])
                if one is None:
                    continue
                value = self.known[key] = value_of(key[1], one)
            found[key[0]] = value
        return found


def evaluation_of(version: EditionVersion) -> Evaluation:
    """The edition ready to evaluate, kept for the life of the process."""
    key = (version.pk, version.sha256)
    if key not in _READY:
        if len(_READY) > 8:
            _READY.clear()
        _READY[key] = Evaluation(edition_of(version))
    return _READY[key]


def score(
    campaign: Campaign, which: Which = "final", kept_back: KeptBack = NOTHING, *, facts: bool = True
) -> Scored:
    """The whole campaign. A few queries whatever its size. Raises BadInput as `evaluate`.

    kept_back: part -> criteria that count as declared, because the reader is not told what was decided.
    facts: as in `Evaluation.run`.
    """
    answers, schemes = answers_of(campaign, which, kept_back)
    evaluation = evaluation_of(campaign.edition)
    return Scored(evaluation.edition, answers, evaluation.run(answers, facts=facts), schemes)


def answers_of(
    campaign: Campaign, which: Which = "final", kept_back: KeptBack = NOTHING, measured: bool = True
) -> tuple[Answers, dict[str, str]]:
    """The answers of the units that signed off (`SIGNED`), and the scheme of each unit's code.

    Whoever never did has no answers, no score and no rank, and others are not compared with it.
    declared: as the units said, and as measured where the office measures. final: as it counts. measured:
    False leaves out what the office measured and observed.
    """
    edition = edition_of(campaign.edition)
    reader = Reader(edition)
    units: dict[str, Unit] = {}
    codes: dict[int, str] = {}
    schemes: dict[str, str] = {}
    rows = Submission.objects.filter(SIGNED, campaign=campaign).order_by("unit__sort_key")
    for key, tier, code, scheme, name in rows.values_list(
        "pk", "tier", "unit__code", "unit__scheme", "unit__name_vi"
    ):
        units[code], codes[key], schemes[code] = Unit(code, tier, name), code, scheme
    values: Values = {(code, ""): {} for code in units}
    for key, texts in _kept(campaign, which, kept_back, measured):
        values[codes[key], ""].update(reader.values(texts))
    signed = Submission.objects.filter(SIGNED, campaign=campaign)
    seen = Observation.objects.filter(submission__in=signed) if measured else ()
    tables = observed(edition, seen, codes)
    last_year = {key: score for key, score in last_year_of(campaign, edition).items() if key[0] in units}
    return Answers(units, values, tables, last_year), schemes


def not_returned(campaign: Campaign) -> list[Submission]:
    """The parts that are no result: never signed off, or taken back; with their units, by tier and name."""
    rows = Submission.objects.filter(campaign=campaign).exclude(SIGNED).select_related("unit")
    order = {tier: place for place, tier in enumerate(campaign.tiers)}
    return sorted(rows.order_by("unit__sort_key", "pk"), key=lambda part: order.get(part.tier, len(order)))


def _kept(
    campaign: Campaign, which: Which, kept_back: KeptBack, measured_too: bool
) -> Iterator[tuple[int, dict[str, str]]]:
    """Part and texts of each answer that says something; the JSON of thousands is read in one go."""
    declared, decided = Cast("declared", TextField()), Cast("decided", TextField())
    signed = Submission.objects.filter(SIGNED, campaign=campaign)
    rows = Answer.objects.filter(submission__in=signed).order_by()
    if not measured_too:
        rows = rows.filter(measured=False)
    columns = ("submission_id", "node", "measured", declared, decided)
    found = rows.values_list(*columns).iterator(chunk_size=_AT_ONCE)
    while some := list(islice(found, _AT_ONCE)):
        texts = [
            said
            if counted in _NOTHING
            or (which == "declared" and not measured)
            or node in kept_back.get(part, ())
            else counted
            for part, node, measured, said, counted in some
        ]
        for (key, *_), values in zip(some, json.loads(f"[{','.join(texts)}]"), strict=True):
            if values:
                yield key, values


def observed(
    edition: Edition, observations: Iterable[Observation], codes: Mapping[int, str]
) -> dict[str, dict[tuple[str, str], list[Row]]]:
    """The observation tables: name -> (unit, "") -> rows."""
    tables: dict[str, dict[tuple[str, str], list[Row]]] = {}
    for one in observations:
        columns = edition.observations[one.table].columns
        rows: list[Row] = [
            {
                name: value_of(row[name], column) if name in row else Status.NOT_ANSWERED
                for name, column in columns.items()
            }
            for row in one.rows
        ]
        tables.setdefault(one.table, {})[codes[one.submission_id], ""] = rows
    return tables


def last_year_of(campaign: Campaign, edition: Edition) -> dict[tuple[str, str, str], Fraction]:
    """The scores of the assessment that the campaign follows, where a rule falls back on them."""
    if not campaign.follows or not _falls_back(edition):
        return {}
    try:
        _, rows = results.scores(campaign.follows)
    except results.NotFound:
        return {}
    return {
        (row.code, "", node): number(score)
        for row, nodes in rows
        for node, (score, _status) in nodes.items()
        if score is not None
    }


def _falls_back(edition: Edition) -> bool:
    return '"empty":"last-year"' in edition.model_dump_json()


def live(submission: Submission, measured: bool = True) -> dict[str, NodeScore]:
    """The scores of one unit as far as it has declared; the points of criteria that hang on others' answers
    are those of the unit alone (`Question.among_peers`). measured: as in `answers_of`."""
    campaign = submission.campaign
    evaluation = evaluation_of(campaign.edition)
    reader = Reader(evaluation.edition)
    code = submission.unit.code
    values: dict[str, Value] = {}
    for answer in Answer.objects.filter(submission=submission):
        if answer.measured and not measured:
            continue
        values.update(reader.values(answer.final if answer.measured else answer.declared))
    seen = Observation.objects.filter(submission=submission) if measured else ()
    tables = observed(evaluation.edition, seen, {submission.pk: code})
    unit = Unit(code, submission.tier, submission.unit.name_vi)
    result = evaluation.run(Answers({code: unit}, {(code, ""): values}, tables))
    return dict(result.scores[code, ""])


def results_hash(campaign: Campaign) -> str:
    """The hash of every explanation, by which one sees that nothing moved between notice and publication."""
    scored = score(campaign)
    explainer = Explainer(scored.edition, scored.result)
    out = hashlib.sha256()
    for explanation in explainer.every():
        out.update(canonical(explanation) + b"\n")
    return out.hexdigest()
