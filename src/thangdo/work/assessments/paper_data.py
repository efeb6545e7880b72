"""What the papers of a campaign draw from, gathered once: results, levels, ranks, what was amended."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cached_property

from django.db.models import QuerySet

from thangdo.records.documents.official.requests import AmendedAnswer
from thangdo.records.documents.official.words import NOTHING, number
from thangdo.records.ledger import private
from thangdo.records.ledger.models import Event
from thangdo.records.people.acting import Actor
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers
from thangdo.rules.index.considered import considered, weights_of
from thangdo.rules.index.edition.model import Edition, Input, InputType, NodeKind
from thangdo.rules.index.explain import Explainer
from thangdo.rules.index.levels import UNRANKED
from thangdo.rules.index.numbers import as_text, exact
from thangdo.rules.index.result import NodeScore
from thangdo.work.assessments import scoring
from thangdo.work.assessments.models import SIGNED, Answer, Campaign, Submission
from thangdo.work.assessments.queries import agreement, blind, board, weak
from thangdo.work.assessments.questionnaire import asked
from thangdo.work.assessments.states import Decision

ROMAN = ("I", "II", "III", "IV")
SAID = {"not-applicable": "không áp dụng", "not-measured": "chưa đo"}


@dataclass(frozen=True)
class AmendedOf:
    """An amended answer and the unit that gave it."""

    code: str
    unit: str
    tier: str
    answer: AmendedAnswer


@dataclass
class Gathered:
    """A campaign read for its papers; every part is read when it is first needed, and only once."""

    actor: Actor
    campaign: Campaign
    _texts: dict[str, str] = field(default_factory=dict)
    _ranked: dict[str, int] = field(default_factory=dict)

    @cached_property
    def edition(self) -> Edition:
        """The edition."""
        return scoring.evaluation_of(self.campaign.edition).edition

    @cached_property
    def kept_back(self) -> blind.Owed:
        """The answers of which the reader owes a second opinion: they stand as declared."""
        return blind.owed(self.actor, self.campaign)

    @cached_property
    def final(self) -> scoring.Scored:
        """The result as it counts, without answers and facts: no paper reads them, and they may be many."""
        scored = scoring.score(self.campaign, kept_back=self.kept_back, facts=False)
        return replace(scored, answers=Answers({}, {}))

    @cached_property
    def parts(self) -> dict[str, Submission]:
        """The parts by code of the unit, in the order of tiers and names."""
        rows = Submission.objects.filter(campaign=self.campaign).select_related("unit")
        order = {tier: place for place, tier in enumerate(self.campaign.tiers)}
        listed = sorted(rows.order_by("unit__sort_key"), key=lambda row: order.get(row.tier, len(order)))
        return {row.unit.code: row for row in listed}

    @cached_property
    def tallies(self) -> tuple[board.Tally, ...]:
        """How the units of each tier stand."""
        return board.board(self.actor, self.campaign.slug, size=1).tiers

    @cached_property
    def agreement(self) -> agreement.Report:
        """How far two appraisers agree."""
        return agreement.report(self.actor, self.campaign.slug)

    @cached_property
    def weak(self) -> weak.Weak:
        """What is still weak."""
        return weak.table(self.campaign, self.final)

    @cached_property
    def answers(self) -> QuerySet[Answer]:
        """The answers of the units that signed off; asked for what one needs, for they may be many. Without
        those of which the reader owes a second opinion."""
        signed = Submission.objects.filter(SIGNED, campaign=self.campaign)
        rows = Answer.objects.filter(submission__in=signed).order_by("submission", "place")
        if self.kept_back:
            rows = rows.exclude(pk__in=blind.to_give(self.actor).order_by().values("pk"))
        return rows

    @cached_property
    def amended(self) -> list[AmendedOf]:
        """What the appraisal changed of what units declared."""
        codes = {part.pk: code for code, part in self.parts.items()}
        rows = self.answers.filter(decision=Decision.AMENDED, measured=False)
        chosen = [(codes[row.submission_id], row) for row in rows if is_amended(row)]
        before = self._declared([(code, row.node) for code, row in chosen])
        reasons = private.texts(
            [row.outcome if row.by_council and row.outcome else row.reason for _, row in chosen]
        )
        order = {code: place for place, code in enumerate(self.parts)}
        found = [
            (
                order[code],
                AmendedOf(
                    code,
                    self.parts[code].unit.name_vi,
                    self.parts[code].tier,
                    self._amended(code, row, reason, before[code, row.node]),
                ),
            )
            for (code, row), reason in zip(chosen, reasons, strict=True)
        ]
        return [one for _, one in sorted(found, key=lambda pair: pair[0])]

    def _declared(self, places: list[tuple[str, str]]) -> dict[tuple[str, str], Decimal | None]:
        """The points as declared, of the answers asked for: two whole results are not held at once."""
        if not places:
            return {}
        scores = scoring.score(self.campaign, "declared", facts=False).result.scores
        return {(code, node): points(scores[code, ""].get(node)) for code, node in places}

    def _amended(self, code: str, row: Answer, reason: str, before: Decimal | None) -> AmendedAnswer:
        part = self.parts[code]
        question = asked(self.campaign.edition, part.tier).question(row.node)
        names = [name for name in question.inputs if row.declared.get(name, "") != row.final.get(name, "")]
        return AmendedAnswer(
            row.node,
            question.title.vi,
            self.values(names, row.declared),
            self.values(names, row.final),
            reason,
            before,
            points(self.final.result.scores[code, ""].get(row.node)),
        )

    def values(self, names: list[str], texts: dict[str, str]) -> str:
        """Values in words: `Số cán bộ: 1.434; Trang thông tin: có`."""
        said = []
        for name in names:
            one = self.edition.inputs[name]
            title = one.title.vi if one.title else name
            text = value_in_words(one, texts.get(name, ""))
            said.append(text if len(names) == 1 else f"{title}: {text}")
        return "; ".join(said) or NOTHING

    def level(self, code: str) -> str:
        """I to IV by the order of the edition's levels; "" for the unranked and where there are no levels."""
        outcome = self.final.result.levels.get(code)
        if outcome is None or outcome.level == UNRANKED or not self.edition.levels:
            return ""
        place = list(self.edition.levels).index(outcome.level)
        return ROMAN[min(place, len(ROMAN) - 1)]

    def rank(self, code: str) -> tuple[str, int]:
        """The place of a unit in its group ("" unranked), and how many were ranked there (0: in no group)."""
        return self._ranks.get(code, ("", 0))

    @cached_property
    def _ranks(self) -> dict[str, tuple[str, int]]:
        ranked: dict[str, tuple[str, int]] = {}
        for places in self.final.result.places.values():
            for place in places:
                ranked.setdefault(place.unit, ("" if place.rank is None else str(place.rank), place.of))
        return ranked

    def score(self, code: str) -> Decimal | None:
        """The index of a unit, with the decimals that the edition declares."""
        return points(self._index(code), places_of(self.edition))

    def maximum(self, code: str) -> Decimal | None:
        """The most that the unit could have had."""
        found = self._index(code)
        return None if found is None or found.maximum is None else decimal(found.maximum, 2, bare=True)

    def _index(self, code: str) -> NodeScore | None:
        """The index of a unit; None for one that did not return."""
        return self.final.result.scores.get((code, ""), {}).get("index")

    @cached_property
    def _explainer(self) -> tuple[Explainer, dict[str, Fraction]]:
        return Explainer(self.edition, self.final.result), weights_of(self.edition.model_dump(mode="json"))

    def considered(self, code: str) -> str:
        """`xét 90 trên 100 điểm`, where the score of a unit was scaled; else ""."""
        if (code, "") not in self.final.result.scores:
            return ""
        explainer, weights = self._explainer
        found = considered(explainer.of(code)["nodes"], weights)
        if found is None:
            return ""
        of, whole = (number(decimal(exact(text), 2, bare=True)) for text in found)
        return f"xét {of} trên {whole} điểm"

    def ranked_of(self, code: str) -> int:
        """How many units of the same tier were ranked."""
        tier = self.parts[code].tier
        if tier not in self._ranked:
            places = self.final.result.places.get(tier) or self.final.result.places.get("all", ())
            self._ranked[tier] = sum(place.rank is not None for place in places)
        return self._ranked[tier]

    def why_unranked(self, code: str) -> str:
        """The conditions that failed, in one Vietnamese sentence each; "" for the ranked and for those that
        did not return."""
        outcome = self.final.result.levels.get(code)
        why = self.final.result.reasons.get(code)
        if why is not None and why.code == "own-group":
            return f"thuộc nhóm riêng “{why.facts['vi']}”"
        if outcome is None or outcome.level != UNRANKED:
            return ""
        titles = {
            node: title.vi
            for node, title in asked(self.campaign.edition, self.parts[code].tier).titles.items()
        }
        said = []
        for need in outcome.failed:
            share = need.unit == "share"
            name = titles.get(need.node, need.node)
            needed = _said(need.needed, share)
            had = f"hiện đạt {_said(need.had, share)}" if need.had is not None else "chưa có điểm"
            missing = f"chưa có điểm ở tiêu chí “{name}”"
            said.append(f"{name} cần đạt {needed}, {had}" if need.needed else missing)
        return "; ".join(said)

    def opinions_left_out(self) -> str:
        """Why the council concluded without second opinions that were drawn; "" where it had them all."""
        rows = Event.objects.filter(
            stream=self.campaign.stream, type="campaign.moved", payload__act="conclude"
        )
        last = rows.order_by("-id").values_list("payload", flat=True).first()
        held = last.get("reason") if last and self.campaign.concluded_on else None
        return private.text(held) if held else ""

    def write_offs(self) -> dict[str, str]:
        """Why the appraising office closed the parts that never returned, by the unit's code."""
        rows = Event.objects.filter(
            stream__startswith=f"{self.campaign.stream}/", type="submission.moved", payload__act="write_off"
        ).order_by("id")
        events = list(rows.values_list("stream", "payload"))
        texts = private.texts([payload["reason"] for _, payload in events])
        return {stream.rsplit(":", 1)[-1]: text for (stream, _), text in zip(events, texts, strict=True)}


def is_amended(row: Answer) -> bool:
    """Whether what the unit declared was changed, by the appraiser or the council."""
    return (
        row.decision == Decision.AMENDED
        and not row.measured
        and row.decided is not None
        and row.decided != row.declared
    )


def points(found: NodeScore | None, places: int = 2) -> Decimal | None:
    """Points as documents write them."""
    return None if found is None or found.score is None else decimal(found.score, places)


def decimal(value: Fraction, places: int = 2, bare: bool = False) -> Decimal:
    """An exact number rounded half up; bare: without idle noughts."""
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return Decimal(format(rounded.normalize(), "f")) if bare else rounded


def places_of(edition: Edition) -> int:
    """The decimals of the index that the edition declares; two where it says nothing."""
    return next((rule.places for rule in edition.rounding if NodeKind.INDEX in rule.at), 2)


def value_in_words(one: Input, text: str) -> str:
    """A kept text as a document says it."""
    if not text:
        return "không trả lời"
    if text in SAID:
        return SAID[text]
    if one.type is InputType.YES_NO:
        return "có" if text.lower() in ("yes", "y", "có", "true", "1") else "không"
    if one.type in (InputType.CHOICE, InputType.CHECKLIST):
        titles = {code: (title.vi if title else code) for code, title in (one.choices or {}).items()}
        return ", ".join(titles.get(item.strip(), item.strip()) for item in text.split("|"))
    if one.type is InputType.TEXT:
        return text
    value = scoring.value_of(text, one)
    if not isinstance(value, Fraction):
        return text
    return number(Decimal(as_text(value))) + ("%" if one.type is InputType.PERCENT else "")


def _said(value: Fraction | None, share: bool) -> str:
    if value is None:
        return NOTHING
    return number(decimal(value * 100, 1, bare=True)) + "%" if share else number(decimal(value, 2, bare=True))
