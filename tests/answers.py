"""Answers as tests type them: each with the sequence that stood on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Actor
from thangdo.work.assessments.actions import answering
from thangdo.work.assessments.acts import PARTS


@dataclass(frozen=True)
class Given:
    """What is typed for one criterion. seen: the sequence of the answer that was on the screen."""

    node: str
    values: Mapping[str, str]
    seen: int
    not_applicable: bool = False
    na_reason: str = ""
    comment: str = ""


def answer(actor: Actor, slug: str, unit: tuple[str, str], *given: Given, offline: bool = False) -> Any:
    """Save answers, all or none."""
    rows = tuple(
        answering.Given(one.node, one.values, one.not_applicable, one.na_reason, one.comment) for one in given
    )
    seen = {one.node: one.seen for one in given}
    return do(PARTS, answering.answer, actor, (slug, unit), answering.Answers(rows, offline), seen=seen)
