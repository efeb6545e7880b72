"""The assessments that come with the package: their description, edition and answers, ready to evaluate."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from thangdo.records import library
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, BadInput, Problem, Unit, Value
from thangdo.rules.index.edition.model import Edition, Input
from thangdo.rules.index.edition.source import read as read_yaml
from thangdo.rules.index.numbers import exact
from thangdo.rules.index.values import Refused, read_value
from thangdo.work.assessments.descriptor import (
    Descriptor,
    Long,
    Published,
    PublishedTall,
    Rows,
    Tall,
    Wide,
    Words,
)
from thangdo.work.editions import answers as answer_files
from thangdo.work.editions import queries as editions

FOLDER = "assessments"


@dataclass(frozen=True, slots=True)
class PublishedLevel:
    """The published level of one unit, beside its real name; `level` "unranked" is a result too."""

    scheme: str
    unit: str
    tier: str
    name: str
    level: str
    source: str


@dataclass(frozen=True, slots=True)
class PublishedValue:
    """What was printed for one unit: scores by node, and the rank (None: not ranked)."""

    unit: str
    scores: Mapping[str, Fraction]
    rank: int | None


@dataclass(frozen=True)
class Bundled:
    """One bundled assessment."""

    about: Descriptor

    @property
    def id(self) -> str:
        return self.about.id

    def load_edition(self) -> Edition:
        """The edition that the assessment uses."""
        return editions.get(editions.named(self.about.edition, self.about.version))

    def files(self) -> list[Path]:
        """Every file whose content makes the result, in the order of the description."""
        about = self.about
        named = [layout.file for layout in about.answers]
        named += [about.units.file] if about.units.file else []
        named += [about.levels.file] if about.levels else []
        return [library.path(name) for name in named]

    def inputs_hash(self) -> str:
        """SHA-256 over the files of answers: the same answers, the same hash."""
        out = hashlib.sha256()
        for file in self.files():
            content = file.read_bytes()
            out.update(f"{file.name}\0{len(content)}\0".encode() + content)
        return out.hexdigest()

    def answers(self) -> Answers:
        """The answers of all units. Raises BadInput; ValueError where only levels were published."""
        about = self.about
        if not about.answers:
            raise ValueError(f"{self.id}: levels were published, answers were not")
        edition = self.load_edition()
        units: dict[str, Unit] = {}
        values: dict[tuple[str, str], dict[str, Value]] = {}
        files = [library.path(part.file) for part in about.answers if isinstance(part, Long | Rows)]
        if files:
            register = library.path(about.units.file) if about.units.file else None
            read, _ = answer_files.read(edition, files, register)
            if about.units.file is None:
                tier = about.units.tier
                with_tier = {code: Unit(code, tier, unit.name) for code, unit in read.units.items()}
                return Answers(with_tier, read.values, read.tables, read.last_year)
            return read
        for part in about.answers:
            if isinstance(part, Wide):
                self._wide(part, edition, units, values)
            elif isinstance(part, Tall):
                self._tall(part, edition, units, values)
        return Answers(units, values)

    def _wide(
        self,
        part: Wide,
        edition: Edition,
        units: dict[str, Unit],
        values: dict[tuple[str, str], dict[str, Value]],
    ) -> None:
        for row in records(part.file, part.only, part.leave_out):
            code = self.code(row[part.unit])
            name = row[part.name] if part.name else row[part.unit] if self.about.units.names else None
            units[code] = Unit(code, self.about.units.tier, name)
            given = values.setdefault((code, ""), {})
            for name_of_input, declared in edition.inputs.items():
                column = part.columns.get(name_of_input, name_of_input)
                if column in row:
                    given[name_of_input] = _value(part.file, row[column], declared)

    def _tall(
        self,
        part: Tall,
        edition: Edition,
        units: dict[str, Unit],
        values: dict[tuple[str, str], dict[str, Value]],
    ) -> None:
        variables = part.variables or {
            declared.title.en or "": name for name, declared in edition.inputs.items() if declared.title
        }
        for row in records(part.file, part.only):
            code = self.code(row[part.unit])
            printed = row[part.unit] if self.about.units.names else None
            units.setdefault(code, Unit(code, self.about.units.tier, printed))
            name = variables.get(row[part.variable])
            if name is not None:
                values.setdefault((code, ""), {})[name] = _value(
                    part.file, row[part.value], edition.inputs[name]
                )

    def code(self, written: str) -> str:
        """The register's code of a unit as the file calls it. BadInput for a name that nobody has decided.

        A code that is known to be wrong in sources of its day means the right one.
        """
        if not self.about.units.names:
            return _corrected().get((self.about.units.scheme, written), written)
        code = _names().get((self.about.units.scheme, written.strip()))
        if code is None:
            message = f"the name {written} is not decided for {self.about.units.scheme}."
            raise BadInput([Problem(self.id, message, mend="Add it to library/units/names.csv.")])
        return code

    def published(self) -> list[PublishedValue]:
        """The values that were published, in the order of the files."""
        return [value for part in self.about.published for value in self._published(part)]

    def _published(self, part: Published | PublishedTall) -> Iterator[PublishedValue]:
        if isinstance(part, PublishedTall):
            found: dict[str, dict[str, Fraction]] = {}
            for row in records(part.file, part.only):
                scores = found.setdefault(self.code(row[part.unit]), {})
                if row[part.value].strip():
                    scores[part.nodes[row[part.variable]]] = exact(row[part.value])
            yield from (PublishedValue(code, scores, None) for code, scores in found.items())
            return
        for row in records(part.file, part.only, part.leave_out):
            scores = {node: exact(row[column]) for node, column in part.scores.items() if row[column].strip()}
            rank = row[part.rank].strip() if part.rank else ""
            yield PublishedValue(self.code(row[part.unit]), scores, int(rank) if rank else None)

    def levels(self) -> list[PublishedLevel]:
        """The levels that were published unit by unit; empty for an assessment with answers."""
        if self.about.levels is None:
            return []
        return [
            PublishedLevel(
                row["scheme"], row["unit"], row["tier"], row["name"], row["level"], row.get("source", "")
            )
            for row in records(self.about.levels.file)
        ]


def bundled() -> list[Bundled]:
    """Every bundled assessment in the order in which the site shows them."""
    found = [get(name) for name in library.names(FOLDER, ".yaml")]
    return sorted(found, key=lambda one: (one.about.place, one.id))


@cache
def get(assessment_id: str) -> Bundled:
    """The bundled assessment with this id. KeyError when there is none; BadInput when its file is wrong."""
    if assessment_id not in library.names(FOLDER, ".yaml"):
        raise KeyError(assessment_id)
    name = f"{FOLDER}/{assessment_id}.yaml"
    source = read_yaml(library.read_text(FOLDER, f"{assessment_id}.yaml"), name)
    if source.problems:
        raise BadInput(source.problems)
    try:
        about = Descriptor.model_validate(source.data)
    except ValidationError as error:
        raise BadInput(
            [
                Problem(name, item["msg"], column=".".join(str(part) for part in item["loc"]))
                for item in error.errors()
            ]
        ) from error
    if about.id != assessment_id:
        raise BadInput([Problem(name, f"the id is {about.id}.", mend=f"Call the file {about.id}.yaml.")])
    return Bundled(about)


def records(
    file: str, only: Mapping[str, Words] | None = None, leave_out: Mapping[str, Words] | None = None
) -> Iterator[dict[str, str]]:
    """The rows of a CSV file of the library. Lines that begin with # say the source and are not rows."""
    with library.path(file).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(line for line in stream if not line.startswith("#")):
            kept = all(row[column] in words for column, words in (only or {}).items())
            if kept and not any(row[column] in words for column, words in (leave_out or {}).items()):
                yield row


def _value(file: str, text: str, declared: Input) -> Value:
    """The value of a cell. Raises BadInput for one that the input does not allow."""
    value = read_value(text, declared)
    if isinstance(value, Refused):
        raise BadInput([Problem(file, value.message, allowed=value.allowed, mend=value.mend)])
    return value


@cache
def _corrected() -> Mapping[tuple[str, str], str]:
    """(scheme, wrong code) -> right code, as the register's corrections say."""
    return {(row["scheme"], row["code"]): row["right_code"] for row in records("units/corrections.csv")}


@cache
def _names() -> Mapping[tuple[str, str], str]:
    """(scheme, printed name) -> code, as decided by people; nothing is guessed."""
    return {(row["scheme"], row["name"]): row["code"] for row in records("units/names.csv")}
