"""A unit's part built again from the ledger alone, and where the tables differ from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from thangdo.records.ledger import events as ledger
from thangdo.work.assessments.models import Answer, Evidence, EvidenceUse, Observation, Opinion, Submission
from thangdo.work.assessments.projection import Part

_NOT_COMPARED = {"id", "submission", "campaign", "unit", "answer"}


def rebuilt(submission: Submission) -> Part:
    """The part as its events say, in memory."""
    part = Part(Submission(campaign=submission.campaign, unit=submission.unit))
    for event in ledger.read(submission.stream):
        part.apply(event)
    return part


def differences(submission: Submission) -> list[str]:
    """Where the tables say something else than the ledger; empty when all is well."""
    part = rebuilt(submission)
    found = list(_differ("submission", part.submission, submission))
    answers = {answer.node: answer for answer in Answer.objects.filter(submission=submission)}
    found += _pairs("answer", part.answers, answers)
    evidences = {one.number: one for one in Evidence.objects.filter(submission=submission)}
    found += _pairs("evidence", part.evidences, evidences)
    tables = {one.table: one for one in Observation.objects.filter(submission=submission)}
    found += _pairs("observation", part.observations, tables)
    given = Opinion.objects.filter(answer__submission=submission).select_related("answer")
    found += _pairs("opinion", part.opinions, {(one.answer.node, one.by): one for one in given})
    uses = EvidenceUse.objects.filter(answer__submission=submission)
    kept = set(uses.values_list("evidence__number", "answer__node"))
    found += [f"use of evidence {pair}" for pair in sorted(part.uses ^ kept)]
    return found


def _pairs(what: str, said: dict[Any, Any], kept: dict[Any, Any]) -> Iterator[str]:
    for key in sorted(said.keys() | kept.keys(), key=str):
        if key not in said or key not in kept:
            yield f"{what} {key}: only {'in the ledger' if key in said else 'in the tables'}"
        else:
            yield from _differ(f"{what} {key}", said[key], kept[key])


def _differ(what: str, said: Model, kept: Model) -> Iterator[str]:
    for field in said._meta.concrete_fields:
        if field.name in _NOT_COMPARED:
            continue
        one, other = getattr(said, field.attname), getattr(kept, field.attname)
        if one != other and str(one) != str(other):
            yield f"{what}: {field.name} is {other!r}, the ledger says {one!r}"
