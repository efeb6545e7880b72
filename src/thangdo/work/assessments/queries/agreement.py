"""How far two appraisers agree on the sample that both looked at, and the second appraiser's own list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from thangdo.records.ledger import events as ledger
from thangdo.records.people.acting import Actor
from thangdo.rules.canonical import sha256
from thangdo.rules.index.agreement import Agreement, cohen_kappa, krippendorff_alpha, percentage
from thangdo.work.assessments.acts import OF_PART
from thangdo.work.assessments.models import Answer, Campaign, Opinion
from thangdo.work.assessments.queries import access, blind
from thangdo.work.assessments.questionnaire import asked
from thangdo.work.assessments.sampled import not_given, sample_of
from thangdo.work.assessments.states import Decision

FIRST = ("answer.decided", "answers.accepted")


@dataclass(frozen=True, slots=True)
class Pair:
    """One answer that two appraisers decided: what each decided, and under which values."""

    scheme: str
    unit: str
    name_vi: str
    node: str
    page: str  # the pillar
    first: str
    second: str
    same_values: bool
    name_en: str = ""
    part: int = 0  # the key of the unit's part

    @property
    def same(self) -> bool:
        """The same decision with the same values."""
        return self.first == self.second and self.same_values


@dataclass(frozen=True, slots=True)
class Statistics:
    """The coefficients over some pairs; `part` is a pillar, "" for all.

    same: the share of answers with the same decision and the same values; kappa and alpha compare the
    decisions (accepted, amended, left to the council).
    """

    part: str
    pairs: int
    units: int
    agreed: int
    same: Agreement
    kappa: Agreement
    alpha: Agreement


@dataclass(frozen=True, slots=True)
class Report:
    """Statistics of a campaign: all, by pillar, and the answers on which the two differ."""

    campaign: Campaign
    sampled: int
    decided: int  # of the sample, by the first appraiser
    open: int  # of these, without a second opinion
    whole: Statistics
    parts: tuple[Statistics, ...]
    differ: tuple[Pair, ...]


def report(actor: Actor, slug: str) -> Report:
    """Raises NotAllowed, Refused."""
    campaign = access.whole(actor, slug)
    sample = sample_of(campaign)
    pairs, kept_back = pairs_of(campaign), blind.owed(actor, campaign)
    pages: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        pages[pair.page].append(pair)
    return Report(
        campaign,
        sample.count(),
        sample.filter(decision__in=OF_PART["second"].when["answer"]).count(),
        not_given(campaign).count(),
        statistics("", pairs),
        tuple(statistics(page, pages[page]) for page in _pages(campaign) if page in pages),
        tuple(one for one in pairs if not one.same and one.node not in kept_back.get(one.part, ())),
    )


def statistics(part: str, pairs: Sequence[Pair]) -> Statistics:
    """The coefficients over these pairs."""
    ratings = [(pair.first, pair.second) for pair in pairs]
    alike = [(pair.first, pair.second if pair.same else f"{pair.second} otherwise") for pair in pairs]
    return Statistics(
        part,
        len(pairs),
        len({pair.unit for pair in pairs}),
        sum(pair.same for pair in pairs),
        percentage(alike),
        cohen_kappa(ratings),
        krippendorff_alpha([list(pair) for pair in ratings]),
    )


def pairs_of(campaign: Campaign) -> list[Pair]:
    """Every second opinion beside the first appraiser's own decision.

    Where the council has decided since, the first decision is read from the ledger.
    """
    rows = (
        Opinion.objects.filter(answer__submission__campaign=campaign)
        .select_related("answer__submission__unit", "answer__submission__campaign")
        .order_by("answer__submission__unit__sort_key", "answer__place", "at")
    )
    page = {
        (tier, question.node): question.page
        for tier in campaign.tiers
        for question in asked(campaign.edition, tier).questions
    }
    found = []
    for row in rows:
        answer = row.answer
        first = _first(answer)
        if first is None:
            continue
        decision, values = first
        mine = answer.declared if row.values is None else row.values
        unit = answer.submission.unit
        found.append(
            Pair(
                unit.scheme,
                unit.code,
                unit.name_vi,
                answer.node,
                page.get((answer.submission.tier, answer.node), ""),
                decision,
                row.decision,
                sha256(answer.declared if values is None else values) == sha256(mine),
                unit.name_en,
                answer.submission_id,
            )
        )
    return found


def _first(answer: Answer) -> tuple[str, Mapping[str, str] | None] | None:
    """What the first appraiser decided; None when nothing is decided."""
    if not answer.by_council:
        decided = answer.decision in (Decision.ACCEPTED, Decision.AMENDED, Decision.COUNCIL)
        return (answer.decision, answer.decided) if decided else None
    first: tuple[str, Mapping[str, str] | None] | None = None
    for event in ledger.read(answer.submission.stream):
        said = event.payload
        if event.type == "answers.accepted" and answer.node in said["nodes"]:
            first = (Decision.ACCEPTED, None)
        elif event.type == "answer.decided" and said["node"] == answer.node and not said["by_council"]:
            first = (said["decision"], said["values"])
    return first


def _pages(campaign: Campaign) -> Iterable[str]:
    return dict.fromkeys(page for tier in campaign.tiers for page, _ in asked(campaign.edition, tier).pages)
