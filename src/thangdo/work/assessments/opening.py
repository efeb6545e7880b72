"""The parts of all units and their blank answers, written in bulk when a campaign is dispatched.

The rows are those that `projection` makes of the same events, but the database multiplies the questions by
the units itself: 400,000 answers are never 400,000 objects here.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection

from thangdo.records.ledger.events import EventView
from thangdo.records.units.models import Unit
from thangdo.work.assessments import events
from thangdo.work.assessments.models import Answer, Campaign, Submission
from thangdo.work.assessments.projection import follow_opened
from thangdo.work.assessments.questionnaire import asked

_UNITS = 100  # whose answers are written by one statement
_BY_QUESTION = ("submission", "node", "place", "measured", "sampled", "sequence")


@dataclass(frozen=True)
class _Sheet:
    """What is asked of a tier: the criteria of the units, then those that the office measures."""

    nodes: tuple[str, ...]
    asked: list[str]
    measured: list[str]


def openings(
    campaign: Campaign, units: Sequence[Unit], due: date
) -> list[tuple[Submission, events.SubmissionOpened]]:
    """A new part for each unit, with the event that opens it."""
    sheets = {tier: _sheet(campaign, tier) for tier in dict.fromkeys(unit.tier for unit in units)}
    found = []
    for unit in units:
        sheet, drawn = sheets[unit.tier], sampled(campaign, unit, sheets[unit.tier].nodes)
        opened = events.SubmissionOpened(unit.tier, due, sheet.asked, sheet.measured, drawn)
        found.append((Submission(campaign=campaign, unit=unit, tier=unit.tier), opened))
    return found


def keep(opened: Sequence[tuple[Submission, EventView]]) -> None:
    """New parts as their events opened them, each with a blank answer to each criterion of its tier."""
    for part, event in opened:
        follow_opened(part, event)
    Submission.objects.bulk_create([part for part, _ in opened], batch_size=500)
    by_tier: dict[str, list[tuple[Submission, list[str]]]] = defaultdict(list)
    for part, event in opened:
        by_tier[part.tier].append((part, event.payload["sampled"]))
    for tier, pairs in by_tier.items():
        sheet = _sheet(pairs[0][0].campaign, tier)
        waiting = iter(pairs)
        while batch := list(islice(waiting, _UNITS)):
            _add_answers(sheet, batch)


def sampled(campaign: Campaign, unit: Unit, nodes: Iterable[str]) -> list[str]:
    """Which answers a second appraiser looks at: by a hash that anyone can compute again, not by choice."""
    most = campaign.sample_percent * 100
    start = hashlib.sha256(f"{campaign.slug}|{unit.scheme}:{unit.code}|".encode())
    found = []
    for node in nodes:
        drawn = start.copy()
        drawn.update(node.encode())
        if int.from_bytes(drawn.digest()[:4], "big") % 10_000 < most:
            found.append(node)
    return found


def _sheet(campaign: Campaign, tier: str) -> _Sheet:
    questions = asked(campaign.edition, tier).questions
    return _Sheet(
        tuple(question.node for question in questions),
        [question.node for question in questions if not question.measured],
        [question.node for question in questions if question.measured],
    )


def _add_answers(sheet: _Sheet, batch: Sequence[tuple[Submission, list[str]]]) -> None:
    """A blank answer of each unit to each question, by one statement."""
    blank = Answer()
    fields = {field.name: field for field in Answer._meta.concrete_fields if not field.primary_key}
    varying = [fields.pop(one) for one in _BY_QUESTION]
    same = list(fields.values())
    questions: list[Any] = []
    for place, node in enumerate([*sheet.asked, *sheet.measured]):
        questions += [node, place, place >= len(sheet.asked)]
    drawn: list[Any] = [value for part, some in batch for node in some for value in (part.pk, node)] or [
        0,
        "",
    ]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in (*varying, *same))
    statement = f"""
        WITH question(node, place, measured) AS (VALUES {_marks(len(questions) // 3, 3)}),
             drawn(part, node) AS (VALUES {_marks(len(drawn) // 2, 2)})
        INSERT INTO {Answer._meta.db_table} ({columns})
        SELECT part.id, question.node, question.place, question.measured,
               (part.id, question.node) IN (SELECT part, node FROM drawn), part.sequence
               {", %s" * len(same)}
        FROM {Submission._meta.db_table} AS part CROSS JOIN question
        WHERE part.id IN ({", ".join(["%s"] * len(batch))})
        ORDER BY part.id, question.place
    """
    constants = [field.get_db_prep_save(getattr(blank, field.attname), connection) for field in same]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*questions, *drawn, *constants, *(part.pk for part, _ in batch)])


def _marks(rows: int, columns: int) -> str:
    return ", ".join([f"({', '.join(['%s'] * columns)})"] * rows)
