"""What a publication says: the edition, the final answers, how each was decided, by which offices."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from thangdo.rules.index.answers import Answers, Value
from thangdo.rules.index.edition.model import Edition, InputType, Text

FORMAT = "thangdo-publication"
FORMAT_VERSION = 1
#: of a publication that names units that did not return: a reader of version 1 would call that part added
WITH_NOT_RETURNED = 2
READ_VERSIONS = (FORMAT_VERSION, WITH_NOT_RETURNED)

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]*", re.ASCII)

MANIFEST, SIGNATURE, KEY = "manifest.json", "manifest.sig", "key.pub"
EDITION, UNITS, ANSWERS, LAST_YEAR = "edition.json", "units.csv", "answers.csv", "last_year.csv"
DECLARED, DECISIONS, EVIDENCE, OFFICES = "declared.csv", "decisions.csv", "evidence.csv", "offices.csv"
NOT_RETURNED = "not_returned.csv"
SCORES_PART, RANKS_PART, EXPLANATIONS, EXTRA = "scores.csv", "ranks.csv", "explanations.json", "extra.json"

UNIT_COLUMNS = ("scheme", "code", "tier", "name")
ANSWER_COLUMNS = ("unit", "facet", "input", "value")
LAST_YEAR_COLUMNS = ("unit", "facet", "node", "score")
DECISION_COLUMNS = ("unit", "criterion", "decided")
EVIDENCE_COLUMNS = ("unit", "criterion", "kind", "sha256", "effective")
OFFICE_COLUMNS = ("role", "unit")


class Decision(NamedTuple):
    """How the answer to a criterion became final: a word (`accepted`, `amended`, `council` …), never text."""

    unit: str
    criterion: str
    decided: str


class Evidence(NamedTuple):
    """One document behind an answer: its kind and, for a file, the SHA-256 of its content."""

    unit: str
    criterion: str
    kind: str
    sha256: str = ""
    effective: date | None = None


class Office(NamedTuple):
    """An office that took part: the role and the unit in which it is held; never a person."""

    role: str
    unit: str


class Silent(NamedTuple):
    """A unit that was asked and never signed off: it has no answers, no score and no rank."""

    scheme: str
    code: str
    tier: str
    name: str


@dataclass(frozen=True)
class Publication:
    """Everything that is sealed. Scores, ranks and explanations are computed from it, never given.

    id: a slug, the same for all revisions; replaces: what this one corrects (`id` and revision, or the
    SHA-256 of its manifest). schemes: unit -> the register in which its code stands. declared: what the units
    said of themselves, (unit, facet) -> input -> value. not_returned: units that were asked and never signed
    off; they are none of `answers.units`. extra: plain JSON, numbers as text, nothing personal.
    """

    id: str
    revision: int
    title: Text
    edition: Edition
    answers: Answers
    replaces: str | None = None
    schemes: Mapping[str, str] = field(default_factory=dict)
    declared: Mapping[tuple[str, str], Mapping[str, Value]] = field(default_factory=dict)
    decisions: Sequence[Decision] = ()
    evidence: Sequence[Evidence] = ()
    offices: Sequence[Office] = ()
    rule_versions: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    not_returned: Sequence[Silent] = ()


def table_part(name: str) -> str:
    """The name of the part that holds an observation table.

    >>> table_part("websites")
    'table-websites.csv'
    """
    return f"table-{name}.csv"


def part_names(edition: Edition, last_year: bool, not_returned: bool = False) -> list[str]:
    """The parts that a manifest lists, in their fixed order.

    >>> [name for name in part_names(Edition.model_construct(), last_year=True) if name.endswith("year.csv")]
    ['last_year.csv']
    """
    tables = [table_part(name) for name in edition.observations]
    return [
        EDITION,
        UNITS,
        *([NOT_RETURNED] if not_returned else []),
        ANSWERS,
        *tables,
        *([LAST_YEAR] if last_year else []),
        DECLARED,
        DECISIONS,
        EVIDENCE,
        OFFICES,
        SCORES_PART,
        RANKS_PART,
        EXPLANATIONS,
        EXTRA,
    ]


def words_of_rules(edition: Edition) -> frozenset[str]:
    """Every word that a rule or a treatment mentions: whatever it reads is among them."""
    found: set[str] = set()
    todo: list[object] = [step.model_dump(mode="json") for step in edition.treatment]
    nodes = [edition.index]
    while nodes:
        node = nodes.pop()
        nodes.extend(node.children.values())
        if node.rule is not None:
            todo.append(node.rule.model_dump(mode="json"))
    while todo:
        part = todo.pop()
        if isinstance(part, Mapping):
            todo.extend([*part.keys(), *part.values()])
        elif isinstance(part, list):
            todo.extend(part)
        elif isinstance(part, str):
            found.add(part)
            found.update(_WORD.findall(part))
    return frozenset(found)


def columns_of(edition: Edition, table: str) -> list[str]:
    """The columns of an observation table that are published: all but free text that no rule reads.

    >>> from thangdo.rules.index.edition.model import Input, Node, ObservationTable
    >>> table = ObservationTable(columns={"late": Input(type="yes-no"), "remark": Input(type="text")})
    >>> edition = Edition.model_construct(observations={"t": table}, index=Node(title={"vi": "Chỉ số"}))
    >>> columns_of(edition, "t")
    ['late']
    """
    read = words_of_rules(edition)
    columns = edition.observations[table].columns
    return [name for name, one in columns.items() if one.type is not InputType.TEXT or name in read]


def asked(edition: Edition) -> list[str]:
    """The inputs whose answers are published: all but free text.

    >>> from thangdo.rules.index.edition.model import Input
    >>> asked(Edition.model_construct(inputs={"late": Input(type="count"), "remark": Input(type="text")}))
    ['late']
    """
    return [name for name, one in edition.inputs.items() if one.type is not InputType.TEXT]


def text_that_rules_read(edition: Edition) -> list[str]:
    """Free-text inputs that a rule or a treatment reads: without them nothing can be recomputed.

    >>> from thangdo.rules.index.edition.model import Impute, Input, Node
    >>> inputs = {"zone": Input(type="text"), "remark": Input(type="text")}
    >>> by_zone, index = Impute(impute="mean", by="zone"), Node(title={"vi": "Chỉ số"})
    >>> edition = Edition.model_construct(inputs=inputs, treatment=(by_zone,), index=index)
    >>> text_that_rules_read(edition)
    ['zone']
    """
    read = words_of_rules(edition)
    return [name for name, one in edition.inputs.items() if one.type is InputType.TEXT and name in read]
