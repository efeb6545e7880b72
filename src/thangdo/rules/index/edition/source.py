"""The text of an edition as plain data: numbers exact as written, and the line of every key.

YAML 1.2 without its traps: no anchors, aliases, tags, duplicate keys or second document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from thangdo.rules.index.answers import Problem
from thangdo.rules.index.phrases import Phrase, phrase
from thangdo.rules.letters import unseen, without

Path = tuple[str | int, ...]
Data = dict[str, "Data"] | list["Data"] | str | Decimal | bool | None

LARGEST = 2_000_000  # bytes
DEEPEST = 40  # maps and lists within each other
DIGITS = 60  # of one number

_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,9})?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|nan)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written; `column` in a sheet of a workbook."""

    file: str
    line: int
    column: str | None = None


@dataclass
class Source:
    """A file as data. `places` knows the line of every key and list item by its path."""

    name: str
    data: dict[str, Data] = field(default_factory=dict)
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """The place of `path`, or of the nearest thing around it that is written somewhere."""
        for end in range(len(path), -1, -1):
            found = self.places.get(path[:end])
            if found is not None:
                return found
        return Place(self.name, 1)


class _Stop(Exception):
    """Reading cannot go on behind this problem."""


def read(text: str | bytes, name: str) -> Source:
    r"""The content of `text` with every problem of its form; `data` holds what could be read.

    >>> source = read("title: {vi: Thử}\ntitle: {vi: Lại}\n", "e.yaml")
    >>> source.data, [problem.line for problem in source.problems]
    ({'title': {'vi': 'Thử'}}, [2])
    """
    source = Source(name)
    decoded = _decoded(text, source)
    if decoded is None:
        return source
    try:
        data = _Builder(source, decoded).build()
    except _Stop:
        return source
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else mark.line + 1
        what = " ".join(str(error.problem or error.context or "").split())
        source.problems.append(
            Problem(
                name,
                phrase("not-yaml", why=what),
                line,
                mend=phrase("check-indentation"),
            )
        )
        return source
    except YAMLError as error:
        what = " ".join(str(error).split())[:200]
        source.problems.append(Problem(name, phrase("not-yaml", why=what), 1))
        return source
    if data is None:
        source.problems.append(_empty(name))
    elif not isinstance(data, dict):
        source.problems.append(
            Problem(
                name,
                phrase("file-no-map"),
                1,
                mend=phrase("begin-with-edition"),
            )
        )
    else:
        source.data = data
    return source


def _empty(name: str) -> Problem:
    return Problem(name, phrase("file-empty"), 1, mend=phrase("copy-an-edition"))


def _decoded(text: str | bytes, source: Source) -> str | None:
    """The characters of the file, or None with the reason among the problems."""
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > LARGEST:
        source.problems.append(
            Problem(
                source.name,
                phrase("file-too-large", size=f"{size:,}"),
                allowed=phrase("at-most-bytes", most=f"{LARGEST:,}"),
                mend=phrase("keep-tables-apart"),
            )
        )
        return None
    if isinstance(text, bytes):
        if text.startswith((b"\xff\xfe", b"\xfe\xff")):
            source.problems.append(Problem(source.name, phrase("utf-16"), 1, mend=phrase("save-as-utf-8")))
            return None
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            byte = error.object[error.start]
            source.problems.append(
                Problem(
                    source.name,
                    phrase("not-utf-8", byte=f"{byte:02X}"),
                    line,
                    mend=phrase("save-as-utf-8-only"),
                )
            )
            return None
    text = text.removeprefix("\ufeff")
    found = False
    for number, line_text in enumerate(text.split("\n"), start=1):
        bad = next((c for c in line_text if not _printable(c)), None)
        if bad is not None:
            found = True
            what = "NUL" if bad == "\0" else f"U+{ord(bad):04X}"
            source.problems.append(
                Problem(
                    source.name, phrase("character-no-text", what=what), number, mend=phrase("take-it-out")
                )
            )
    if found:
        return None
    if not text.strip():
        source.problems.append(_empty(source.name))
        return None
    return unicodedata.normalize("NFC", text)


def _printable(character: str) -> bool:
    code = ord(character)
    if code < 0x20:
        return character in "\t\r"
    return code not in (0x7F, 0xFEFF, 0xFFFE, 0xFFFF) and not (
        (0x80 <= code < 0xA0 and code != 0x85) or 0xD800 <= code < 0xE000
    )


class _Builder:
    """Data built from the parser's events, one after the other."""

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.events: Iterator[Event] = YAML(typ="safe", pure=True).parse(text)

    def problem(self, message: Phrase, line: int, path: Path = (), mend: Phrase | None = None) -> None:
        code = next((str(part) for part in reversed(path) if isinstance(part, str)), None)
        self.source.problems.append(Problem(self.source.name, message, line, code=code, mend=mend))

    def build(self) -> Data:
        """The first document; a second one is a problem."""
        documents = 0
        data: Data = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.problem(
                        phrase("second-document"),
                        event.start_mark.line + 1,
                        mend=phrase("one-file-one-edition"),
                    )
                    break
                self.source.places[()] = Place(self.source.name, 1)
                data = self.value(next(self.events), ())
        return data

    def value(self, event: Event, path: Path) -> Data:
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent):
            self.problem(
                phrase("alias", name=getattr(event, "anchor", "")),
                line,
                path,
                phrase("write-part-out"),
            )
            return None
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.problem(phrase("anchor", name=anchor), line, path, phrase("take-it-out"))
        tag = getattr(event, "tag", None)
        if tag is not None and str(tag) != "!":
            self.problem(phrase("tag", name=tag), line, path, phrase("take-tag-out"))
        if isinstance(event, ScalarEvent):
            return self.scalar(event, path)
        if len(path) >= DEEPEST:
            self.problem(phrase("too-deep", most=DEEPEST), line, path)
            raise _Stop
        if isinstance(event, MappingStartEvent):
            return self.mapping(path)
        return self.sequence(path)

    def mapping(self, path: Path) -> Data:
        data: dict[str, Data] = {}
        first: dict[str, int] = {}
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                return data
            line = event.start_mark.line + 1
            if not isinstance(event, ScalarEvent):
                self.problem(phrase("key-no-word"), line, path)
                self.value(event, (*path, "?"))
                self.value(next(self.events), (*path, "?"))
                continue
            if event.anchor or (event.tag is not None and str(event.tag) != "!"):
                self.problem(phrase("key-with-anchor", key=event.value), line, path, phrase("take-it-out"))
            key = self.words(str(event.value), line, path)
            below = (*path, key)
            if key in first:
                self.problem(
                    phrase("key-twice", key=key, line=first[key]),
                    line,
                    below,
                    phrase("keep-one"),
                )
                self.value(next(self.events), (*path, "?"))
                continue
            first[key] = line
            self.source.places[below] = Place(self.source.name, line)
            data[key] = self.value(next(self.events), below)
        return data

    def sequence(self, path: Path) -> Data:
        data: list[Data] = []
        for event in self.events:
            if isinstance(event, SequenceEndEvent):
                break
            below = (*path, len(data))
            self.source.places[below] = Place(self.source.name, event.start_mark.line + 1)
            data.append(self.value(event, below))
        return data

    def scalar(self, event: ScalarEvent, path: Path) -> Data:
        line = event.start_mark.line + 1
        text = self.words(str(event.value), line, path)
        if len(text) > DIGITS and len(text) < 10_000 and _NUMBER.fullmatch(text.strip()):
            self.problem(phrase("too-many-digits", most=DIGITS), line, path, phrase("round-it"))
            return Decimal(1)
        number = self.number(text, line, path) if _NUMBER.fullmatch(text) else None
        if event.style is not None:
            return text
        if text in _NULL:
            return None
        if text in _TRUE:
            return True
        if text in _FALSE:
            return False
        if _NOT_FINITE.fullmatch(text):
            self.problem(phrase("not-finite", value=text), line, path, phrase("write-a-number"))
            return Decimal(1)
        return text if number is None else number

    def words(self, text: str, line: int, path: Path) -> str:
        """The text as it is seen, also where letters were written as escapes; what is left out is noted."""
        if text.isascii():
            return text
        gone = unseen(text)
        if gone:
            signs = ", ".join(f"U+{ord(sign):04X}" for sign in gone)
            code = next((str(part) for part in reversed(path) if isinstance(part, str)), None)
            said = phrase("edition-letters-unseen", signs=signs)
            self.source.notes.append(Problem(self.source.name, said, line, code=code))
        return without(text, gone)

    def number(self, text: str, line: int, path: Path) -> Decimal:
        value = Decimal(text)
        if value and abs(value.adjusted()) > DIGITS:
            self.problem(phrase("number-out", value=text), line, path)
            return Decimal(1)
        return value or Decimal(0)


def has_key(data: Data, path: Path) -> bool:
    """Whether `path` leads to something in `data`.

    >>> has_key({"index": {"title": None}}, ("index", "title")), has_key({"index": {}}, ("index", "title"))
    (True, False)
    """
    for part in path:
        if isinstance(data, dict) and isinstance(part, str) and part in data:
            data = data[part]
            continue
        if isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data):
            data = data[part]
            continue
        return False
    return True
