"""What is acted on in an assessment: the campaign as a whole, or a unit's part in it with its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from thangdo.records.acts.declared import Json
from thangdo.records.ledger.events import EventView
from thangdo.records.people.acting import Refused
from thangdo.records.units.models import Unit
from thangdo.work.assessments import campaign_projection, opening
from thangdo.work.assessments.models import Answer, Campaign, Submission
from thangdo.work.assessments.projection import Part
from thangdo.work.assessments.questionnaire import Asked, Question, asked
from thangdo.work.assessments.sealing import Sealed
from thangdo.work.assessments.states import NEW


@dataclass
class OneCampaign:
    """A campaign. parts: those that the act opens or moves along with it; sealed: what was sealed before."""

    row: Campaign
    parts: list[Submission] = field(default_factory=list)
    sealed: Sealed | None = None

    @property
    def stream(self) -> str:
        return self.row.stream

    def streams(self) -> Mapping[str, int]:
        return {self.row.stream: self.row.sequence, **{part.stream: part.sequence for part in self.parts}}

    def states(self) -> Mapping[str, str]:
        return {"campaign": self.row.state if self.row.sequence else NEW}

    def place(self, name: str) -> Unit:
        return self.row.appraising if name == "appraising" else self.row.authority

    def follow(self, events: Sequence[EventView]) -> None:
        parts = {part.stream: part for part in self.parts}
        for event in events:
            if event.stream == self.row.stream:
                campaign_projection.apply(self.row, event)
        self.row.save()
        new = [(parts[event.stream], event) for event in events if event.type == "submission.opened"]
        opening.keep(new)
        moved = [(parts[event.stream], event) for event in events if event.type == "submission.moved"]
        for part, event in moved:
            Part(part).apply(event)
        fields = ["state", "sequence", "changed_at"]
        Submission.objects.bulk_update([part for part, _ in moved], fields, batch_size=200)

    def answer(self) -> Json:
        return {"sequence": self.row.sequence}


@dataclass
class OnePart:
    """A unit's part. nodes: the criteria that the act is about; without a part: what is open to all parts."""

    campaign: Campaign
    part: Part | None
    nodes: tuple[str, ...] = ()

    @property
    def row(self) -> Submission:
        return self.inside.submission

    @property
    def inside(self) -> Part:
        """The part in memory."""
        assert self.part is not None, "the address names a part"
        return self.part

    @property
    def stream(self) -> str:
        return self.row.stream

    def streams(self) -> Mapping[str, int]:
        return {self.stream: self.row.sequence}

    def states(self) -> Mapping[str, str | Sequence[str]]:
        states: dict[str, str | Sequence[str]] = {"campaign": self.campaign.state}
        if self.part is not None:
            states["submission"] = self.row.state
        if self.nodes:
            rows = [self.one(node) for node in self.nodes]
            states |= {"answer": [row.decision for row in rows], "objection": [row.objection for row in rows]}
        return states

    def place(self, name: str) -> Unit | None:
        if name == "unit":
            return None if self.part is None else self.row.unit
        return self.campaign.appraising if name == "appraising" else self.campaign.authority

    def follow(self, events: Sequence[EventView]) -> None:
        for event in events:
            self.inside.apply(event)
        self.inside.save()

    def answer(self) -> Json:
        return {
            "sequence": self.row.sequence,
            "answers": {node: self.one(node).sequence for node in self.nodes},
        }

    @property
    def asked(self) -> Asked:
        """What the edition asks of the unit's tier."""
        return asked(self.campaign.edition, self.row.tier)

    def one(self, node: str) -> Answer:
        """One answer; Refused for a criterion that is not asked of the unit."""
        if node not in self.inside.answers:
            raise Refused("no-such-criterion", node=node)
        return self.inside.answers[node]

    @property
    def node(self) -> str:
        """The criterion that the address names."""
        return self.nodes[0]

    @property
    def only(self) -> Answer:
        """The answer to it."""
        return self.one(self.node)

    @property
    def question(self) -> Question:
        """What is asked by it."""
        return self.asked.question(self.node)
