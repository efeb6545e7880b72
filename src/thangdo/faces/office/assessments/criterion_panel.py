"""The criteria of a page as the template shows them: inputs, points with their reason, evidence, merges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from thangdo.faces.look import reasons, result_words, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.look.titles import edition_titles
from thangdo.faces.office.assessments import answer_form
from thangdo.faces.office.assessments.answer_form import COMMENT, NA, NA_REASON, NM, Box, Filled, Merge, box
from thangdo.work.assessments.models import Submission
from thangdo.work.assessments.queries.forms import Form, Item, Worth
from thangdo.work.assessments.queries.items import Proof
from thangdo.work.assessments.questionnaire import asked
from thangdo.work.editions.models import EditionVersion


@dataclass(frozen=True)
class Panel:
    """One criterion on the page."""

    item: Item
    boxes: tuple[Box, ...]
    shared: tuple[Box, ...]
    not_applicable: bool
    not_measured: bool
    na_reason: str
    comment: str
    seen: int  # the sequence on which a save is sent
    base: Mapping[str, str]  # what stood on the page: not applicable, why, comment
    why: str
    points_status: str  # why there are no points, in a word
    status: str
    others: tuple[Proof, ...]  # evidence given for other criteria, to be used here too
    problem: str = ""
    merge: Merge | None = None

    @property
    def faulty(self) -> bool:
        """Whether something that was typed is not kept."""
        return bool(self.problem or self.merge or any(one.fault for one in self.boxes))


def panels(
    found: Form, typed: dict[str, Filled] | None = None, more: dict[str, Any] | None = None
) -> list[Panel]:
    """The criteria of a page. typed: what somebody just sent, by criterion; more: fields of its panel."""
    typed, more = typed or {}, more or {}
    nodes = [item.question.node for item in found.items]
    return [
        panel(found, item, typed.get(node), **more.get(node, {}))
        for node, item in zip(nodes, found.items, strict=True)
    ]


def panel(
    found: Form, item: Item, typed: Filled | None = None, problem: str = "", merge: Merge | None = None
) -> Panel:
    """One criterion."""
    titles = titles_of(found.part)
    not_measured = answer_form.unmeasured({one.name: one.kept for one in item.entries})
    kept = {
        NA: "1" if item.not_applicable else "",
        NM: not_measured,
        NA_REASON: item.na_reason,
        COMMENT: item.comment,
    }
    serves = {proof.number for proof in item.proofs}
    return Panel(
        item,
        tuple(box(entry, typed, titles) for entry in item.entries),
        tuple(box(entry, None, titles) for entry in item.shared),
        typed.given.not_applicable if typed else item.not_applicable,
        bool(answer_form.unmeasured(typed.given.values) if typed else not_measured),
        typed.given.na_reason if typed else item.na_reason,
        typed.given.comment if typed else item.comment,
        typed.seen if typed else item.sequence,
        typed.base if typed else kept,
        why(item.worth, titles),
        result_words.status_name(item.worth.point.status, language()) if item.worth else "",
        wording.state_name("declared", item.status),
        tuple(proof for proof in found.proofs if proof.number not in serves),
        problem,
        merge,
    )


def why(worth: Worth | None, titles: dict[str, str]) -> str:
    """How the points came about, or why there are none yet."""
    if worth is None:
        return ""
    if worth.why:
        return reasons.sentence(worth.why, language(), titles)
    return result_words.status_name(worth.point.status, language())


def titles_of(part: Submission) -> dict[str, str]:
    """Titles of nodes, inputs and options in the language of the page."""
    version = part.campaign.edition
    return _titles(version.pk, version.sha256, part.tier, language())


@lru_cache(maxsize=32)
def _titles(key: int, sha256: str, tier: str, named_in: str) -> dict[str, str]:
    version = EditionVersion.objects.get(pk=key)
    return edition_titles(asked(version, tier).edition.model_dump(mode="json", by_alias=True), named_in)
