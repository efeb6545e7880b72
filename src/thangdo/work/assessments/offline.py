"""A self-assessment filled in offline: the workbook to download, and what an uploaded one would change.

Nothing is applied here: `preview` says criterion by criterion what would change, what is faulty and what
others have changed since the download; the face then lets the chosen ones be answered, `offline`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from thangdo.records.acts.frame import ready
from thangdo.records.documents.reader.formats import Shown, hundredfold
from thangdo.records.documents.reader.workbook import Cell as Stood
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units import letters
from thangdo.records.units.codes import UnitRef
from thangdo.records.units.fold import fold
from thangdo.rules.index.edition.model import Input, InputType, Text
from thangdo.rules.index.phrases import Phrase, phrase
from thangdo.rules.index.values import TICKS
from thangdo.rules.letters import unseen
from thangdo.work.assessments import number_input, value_check
from thangdo.work.assessments.actions import answering
from thangdo.work.assessments.actions.answering import Given
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.offline_book import Where, book, where_of
from thangdo.work.assessments.offline_sheets import (
    LARGEST,
    Cell,
    Kept,
    Line,
    Reading,
    opened,
    same_workbook,
)
from thangdo.work.assessments.offline_words import SAID, YES_NO
from thangdo.work.assessments.queries import forms
from thangdo.work.assessments.queries.forms import Entry, Form, Item
from thangdo.work.assessments.value_check import Fault

REASON, COMMENT = "na_reason", "comment"
NOT_MEASURED_WORDS = {fold(word) for word in (*SAID["not-measured"], value_check.NOT_MEASURED)}
__all__ = ["LARGEST", "Cell", "Change", "Difference", "Preview", "preview", "workbook"]


@dataclass(frozen=True, slots=True)
class Change:
    """One value that would change. name: an input, na_reason, comment. conflict: others changed it too."""

    name: str
    entry: Entry | None
    old: str
    new: str
    cell: Cell | None
    conflict: bool
    formula: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One criterion that the workbook would change, or in which it is faulty."""

    node: str
    title: Text
    changes: tuple[Change, ...]
    faults: tuple[tuple[Cell | None, Fault], ...]
    moved: bool  # somebody saved the criterion since the download
    given: Given
    seen: int

    @property
    def conflict(self) -> bool:
        """Whether the workbook and somebody else changed the same value."""
        return any(change.conflict for change in self.changes)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an uploaded workbook would do. notices: what was left aside, is missing, or was read how."""

    where: Where
    differences: tuple[Difference, ...]
    notices: tuple[Phrase, ...]
    same: int  # criteria in which nothing changes


def workbook(actor: Actor, slug: str, unit: UnitRef, language: str, due: str) -> bytes:
    """The unit's form as a workbook. due: the day of return as it is written. Raises Refused."""
    first = forms.form(actor, slug, unit)
    pages = [first, *(forms.form(actor, slug, unit, mark.code) for mark in first.marks[1:])]
    return book(pages, where_of(first, language, actor.at), due)


def preview(actor: Actor, slug: str, unit: UnitRef, content: bytes, name: str) -> Preview:
    """What the workbook would change. Changes nothing.

    Who may not answer, or no longer, is told so before the file is opened. Raises NotAllowed; Refused:
    wrong-state, file-empty, file-too-large, type-not-taken, old-office, macros, archive-bomb, damaged,
    password-protected, type-mismatch, workbook-not-ours, workbook-of-another, workbook-no-answers,
    workbook-not-read.
    """
    first = forms.form(actor, slug, unit)
    ready(PARTS, answering.answer, actor, (slug, unit))
    sheets = opened(content, name)
    kept = Kept(sheets)
    same_workbook(kept.where, where_of(first, kept.where.language, actor.at))
    pages = [first, *(forms.form(actor, slug, unit, mark.code) for mark in first.marks[1:])]
    items = {item.question.node: item for page in pages for item in page.items}
    read = Reading(kept.where.language)
    for sheet in sheets:
        read.sheet(sheet)
    if not read.found:
        raise Refused("workbook-no-answers")
    everything = {entry.name: entry.kept for item in items.values() for entry in item.entries if entry.kept}
    differences, same = [], 0
    for node, item in items.items():
        if item.question.measured or node not in kept.seen:
            continue
        missing = _missing(item, read)
        if missing:
            read.notices.append(phrase("offline-rows-missing", node=node, rows=", ".join(missing)))
        one = _Criterion(first, item, kept, read, node)
        everything.update({name: text for name, text in one.values.items() if text})
        read.notices += one.notices
        if one.changes or one.faults:
            differences.append(one)
        elif not missing:
            same += 1
    for one in differences:
        one.examine(first, everything)
    known = {key for key in read.cells if key.partition("/")[0] in items}
    for key in read.cells.keys() - known:
        place = read.cells[key].answer[0]
        read.notices.append(phrase("offline-row-unknown", sheet=place.sheet, row=place.row, code=key))
    return Preview(kept.where, tuple(one.difference() for one in differences), tuple(read.notices), same)


def _missing(item: Item, read: Reading) -> list[str]:
    """The codes of the rows of a criterion that have not come back; [] of one that asks nothing itself."""
    node = item.question.node
    codes = [
        code
        for entry in item.entries
        for code in (
            [f"{node}/{entry.name}:{tick}" for tick, _ in entry.choices]
            if entry.type == InputType.CHECKLIST.value
            else [f"{node}/{entry.name}"]
        )
    ]
    return [code for code in codes or [f"{node}/"] if code not in read.cells]


class _Criterion:
    """One criterion of the workbook beside what stood in it and what is kept now."""

    def __init__(self, form: Form, item: Item, kept: Kept, read: Reading, node: str) -> None:
        self.item, self.node, self.language = item, node, kept.where.language
        self.changes: list[Change] = []
        self.faults: list[tuple[Cell | None, Fault]] = []
        self.values: dict[str, str] = {}
        self.places: dict[str, Cell] = {}
        self.notices: list[Phrase] = []
        lines = {key: line for key, line in read.cells.items() if key.partition("/")[0] == node}
        for line in lines.values():
            self.faults += line.faults
        for entry in item.entries:
            self._entry(form, entry, kept.base.get((node, entry.name), ""), lines)
        self._words(kept.words.get(node, ("", "")), lines)
        self.moved = item.sequence != kept.seen[node]
        if self.changes and not item.editable:
            self.faults.append((self.changes[0].cell, Fault("", "cell-locked")))

    def _entry(self, form: Form, entry: Entry, base: str, lines: Mapping[str, Line]) -> None:
        """One input: what the cells say against what they said at the download."""
        found = self._ticks(entry, lines) if entry.type == InputType.CHECKLIST.value else None
        if found is None:
            line = lines.get(f"{self.node}/{entry.name}")
            if line is None or entry.type == InputType.CHECKLIST.value:
                self.values[entry.name] = entry.kept
                return
            place, stood = line.answer
            if self._is_faulty(place):
                self.values[entry.name] = entry.kept
                return
            found = (place, self._value(form, entry, place, stood), stood.formula)
        cell, text, formula = found
        self.places[entry.name] = cell
        if isinstance(text, Fault):
            self.faults.append((cell, text))
            self.values[entry.name] = entry.kept
            return
        if _alike(text, base, form, entry) or _alike(text, entry.kept, form, entry):
            self.values[entry.name] = entry.kept
            return
        self.values[entry.name] = text
        conflict = not _alike(base, entry.kept, form, entry)
        self.changes.append(Change(entry.name, entry, entry.kept, text, cell, conflict, formula))

    def _is_faulty(self, place: Cell) -> bool:
        """Whether a fault of the cell has been told: it proposes nothing."""
        return any(place == cell for cell, _ in self.faults)

    def _value(self, form: Form, entry: Entry, place: Cell, stood: Stood) -> str | Fault:
        """A cell as a text that can be kept."""
        one = form.questions.input(entry.name)
        text = unicodedata.normalize("NFC", stood.text.strip())
        if stood.kind == "logical":
            text = "yes" if text == "true" else "no"
        if not text:
            return ""
        word = value_check.kept_word(form.questions.edition, one, text)
        if word in ("", value_check.NOT_APPLICABLE):
            return word
        if word == value_check.NOT_MEASURED or fold(text) in NOT_MEASURED_WORDS:
            may = self.item.question.may_be_unmeasured
            return value_check.NOT_MEASURED if may else Fault(entry.name, "not-measured-not-here")
        if one.type is not InputType.TEXT and (gone := unseen(text)):
            signs = ", ".join(f"U+{ord(sign):04X}" for sign in gone)
            self.notices.append(phrase("offline-letters-unseen", cell=_at(place), signs=signs))
            text = letters.seen(text).strip()
        if one.type is InputType.YES_NO:
            return self._yes_no(entry.name, place, text)
        if one.type is InputType.CHOICE:
            return _choice(entry, text)
        if one.type in number_input.NUMERIC:
            return self._number(entry, place, stood, text, one)
        return text

    def _number(self, entry: Entry, place: Cell, stood: Stood, text: str, one: Input) -> str | Fault:
        if stood.kind == "text":
            return number_input.read(entry.name, text, one, self.language)
        if stood.shown is Shown.PERCENT and one.type is not InputType.SHARE:
            times = hundredfold(text)
            if one.type is not InputType.PERCENT:
                said = {"typed": f"{times}%", "first": text, "second": times}
                return Fault(entry.name, "ambiguous", said)
            self.notices.append(phrase("offline-percent-read", cell=_at(place), value=times))
            return times
        if one.type is InputType.PERCENT and "." in text and Decimal(text) < 1:
            self.notices.append(
                phrase("offline-percent-small", cell=_at(place), value=text, times=hundredfold(text))
            )
        return text

    def _yes_no(self, name: str, place: Cell, text: str) -> str | Fault:
        if text.casefold() in TICKS:
            self.notices.append(phrase("offline-tick-read", cell=_at(place), typed=text))
            return "yes"
        return _yes_no(name, text)

    def _ticks(self, entry: Entry, lines: Mapping[str, Line]) -> tuple[Cell, str | Fault, bool] | None:
        """A checklist: yes or no beside each item; all blank is not answered, a blank among others is no."""
        said: dict[str, str] = {}
        cell, formula = None, False
        for code, _title in entry.choices:
            line = lines.get(f"{self.node}/{entry.name}:{code}")
            if line is None:
                continue
            place, stood = line.answer
            cell = cell or place
            if self._is_faulty(place):
                return place, entry.kept, formula
            formula |= stood.formula
            text = letters.seen(stood.text).strip()
            if stood.kind == "logical":
                text = "yes" if text == "true" else "no"
            word = self._yes_no(entry.name, place, text) if text else ""
            if isinstance(word, Fault):
                return place, word, formula
            said[code] = word
        if cell is None:
            return None
        if len(said) < len(entry.choices):
            return cell, entry.kept, formula
        ticked = [code for code, word in said.items() if word == "yes"]
        return cell, "|".join(ticked) or ("none" if any(said.values()) else ""), formula

    def _words(self, base: tuple[str, str], lines: Mapping[str, Line]) -> None:
        """The reason why it does not apply, and the comment."""
        now = {REASON: self.item.na_reason, COMMENT: self.item.comment}
        self.words = dict(now)
        for key, was, pick in ((REASON, base[0], "na"), (COMMENT, base[1], "comment")):
            cells = [getattr(line, pick) for line in lines.values() if getattr(line, pick)]
            written = [one for one in cells if one[1].text.strip()]
            if not cells:
                continue
            cell, stood = (written or cells)[0]
            formula = stood.formula
            text = unicodedata.normalize("NFC", stood.text.strip())
            if text in (was.strip(), now[key].strip()):
                continue
            self.words[key] = text
            self.changes.append(Change(key, None, now[key], text, cell, was != now[key], formula))
            self.places[key] = cell

    @property
    def not_applicable(self) -> bool:
        """Whether a reason stands there for the whole criterion, and not for one value that is missing."""
        unmeasured = value_check.NOT_MEASURED in self.values.values()
        some = any(change.entry and change.new == value_check.NOT_APPLICABLE for change in self.changes)
        return bool(self.words[REASON]) and not unmeasured and not some

    def examine(self, form: Form, everything: Mapping[str, str]) -> None:
        """What is wrong with the values once all of the workbook is known."""
        typed_now = [change for change in self.changes if change.entry is not None and change.new]
        if self.not_applicable:
            if typed_now:
                self.faults.append((typed_now[0].cell, Fault(typed_now[0].name, "not-applicable-and-values")))
            elif not value_check.is_reason(self.words[REASON]):
                said = Fault("", "no-reason", {"typed": self.words[REASON][:40]})
                self.faults.append((self.places.get(REASON), said))
            return
        given = {name: text for name, text in self.values.items() if text}
        for fault in value_check.unreasoned(self.item.question, given, False, self.words[REASON]):
            self.faults.append((self.places.get(fault.input), fault))
        others = {name: text for name, text in everything.items() if name not in self.values}
        for fault in value_check.faults(form.questions, self.item.question, given, others):
            self.faults.append((self.places.get(fault.input), fault))

    def difference(self) -> Difference:
        """What the face shows and, when chosen, applies."""
        given = Given(
            self.node,
            {} if self.not_applicable else {name: text for name, text in self.values.items() if text},
            self.not_applicable,
            self.words[REASON],
            self.words[COMMENT],
        )
        title = self.item.question.title
        changes, faults = tuple(self.changes), tuple(self.faults)
        return Difference(self.node, title, changes, faults, self.moved, given, self.item.sequence)


def _at(place: Cell) -> str:
    return f"{place.sheet}!{place.column}{place.row}"


def _alike(one: str, other: str, form: Form, entry: Entry) -> bool:
    """Whether two texts say the same: 0.680 is 0.68, and the items of a checklist stand in any order."""
    if one == other:
        return True
    if not one or not other:
        return False
    asked = form.questions.input(entry.name)
    if asked.type is InputType.CHECKLIST:
        return sorted(one.split("|")) == sorted(other.split("|"))
    return (
        value_check.value_of(one, asked) == value_check.value_of(other, asked)
        and asked.type in number_input.NUMERIC
    )


def _yes_no(name: str, text: str) -> str | Fault:
    folded = fold(text)
    for code, pair in YES_NO.items():
        if folded in (code, *(fold(word) for word in pair)):
            return code
    return Fault(name, "unreadable", {"type": "yes-no"})


def _choice(entry: Entry, text: str) -> str | Fault:
    """A choice by its code, or by its title in either language."""
    folded = fold(text)
    for code, title in entry.choices:
        titles = [] if title is None else [title.vi, *([title.en] if title.en else [])]
        if text == code or folded in [fold(one) for one in titles]:
            return code
    return Fault(entry.name, "unreadable", {"type": "choice"})
