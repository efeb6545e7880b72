"""The workbook in which a unit fills in its self-assessment offline: one sheet per pillar, answers unlocked.

Two sheets nobody sees carry what the way back needs: whose workbook it is, and what stood in it when it was
downloaded, criterion by criterion.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter

from thangdo.rules.index.edition.model import Input, InputType, Text
from thangdo.work.assessments.number_input import NUMERIC
from thangdo.work.assessments.offline_words import COLUMNS, WIDTHS, YES_NO, Pair, said
from thangdo.work.assessments.queries.forms import Entry, Form, Item
from thangdo.work.assessments.questionnaire import Question
from thangdo.work.assessments.sheet_lines import Line, lines
from thangdo.work.assessments.value_check import NOT_MEASURED

FORMAT = "1"
HIDDEN, LISTS = "thang-do", "danh-muc"


@dataclass(frozen=True)
class Where:
    """Which workbook it is: whose, of which edition, in which language, made when."""

    campaign: str
    unit: str
    edition: str
    sha256: str
    language: str
    at: str


def where_of(form: Form, language: str, at: datetime.datetime) -> Where:
    """The workbook of a form."""
    version, unit = form.campaign.edition, form.part.unit
    ref = f"{unit.scheme}:{unit.code}"
    return Where(
        form.campaign.slug, ref, str(version), version.sha256, language, at.isoformat(timespec="seconds")
    )


class _Book:
    """A workbook being written."""

    def __init__(self, language: str) -> None:
        self.out = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.book = xlsxwriter.Workbook(self.out, options)
        self.language = language
        self.taken: set[str] = set()
        self.lists: list[list[str]] = []
        base = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#D9E0E5"}
        form = self.book.add_format
        self.title = form({"bold": True, "font_size": 14})
        self.soft = form({"font_color": "#4B5A66"})
        self.wrap = form({"valign": "top", "text_wrap": True})
        self.head = form({**base, "bold": True, "bg_color": "#E9EEF3"})
        self.cell = form(base)
        self.code = form({**base, "font_color": "#9AA7B1", "font_size": 7})
        self.grey = form({**base, "font_color": "#4B5A66", "italic": True, "bg_color": "#F4F7F8"})
        answer = {**base, "locked": False, "bg_color": "#FFF9E0"}
        self.text = form({**answer, "num_format": "@"})
        self.choice = form(answer)
        self.count = form({**answer, "num_format": "#,##0"})
        self.number = form({**answer, "num_format": "#,##0.##########"})
        self.percent = form(answer)  # where somebody types 85%, Excel then says so in the format

    def pick(self, pair: Pair) -> str:
        return pair[self.language == "en"]

    def sheet_name(self, name: str) -> str:
        clean = re.sub(r"[\[\]:*?/\\]", " ", name).strip(" '")[:31] or "sheet"
        found, number = clean, 2
        while found.casefold() in self.taken:
            tail = f" ({number})"
            found, number = clean[: 31 - len(tail)] + tail, number + 1
        self.taken.add(found.casefold())
        return found


def book(pages: Iterable[Form], where: Where, due: str) -> bytes:
    """The workbook of a unit: every page of its form as it stands. due: the day, written."""
    forms = list(pages)
    made = _Book(where.language)
    made.book.set_properties({"created": datetime.datetime(2000, 1, 1)})
    made.taken |= {HIDDEN, LISTS}
    _guide(made, forms[0], due)
    for form in forms:
        _page(made, form)
    _hidden(made, forms, where)
    made.book.close()
    return made.out.getvalue()


def _guide(made: _Book, form: Form, due: str) -> None:
    page = made.book.add_worksheet(made.sheet_name(said("guide", made.language)))
    unit = form.part.unit
    name = unit.name(made.language)
    page.set_column(0, 0, 100)
    page.write_string(0, 0, said("title", made.language, unit=name), made.title)
    page.write_string(1, 0, form.campaign.title(made.language), made.wrap)
    page.write_string(2, 0, said("due", made.language, due=due), made.wrap)
    page.write_string(4, 0, said("how", made.language), made.wrap)
    page.write_string(5, 0, said("back", made.language), made.wrap)
    page.set_row(4, 48)
    page.set_row(5, 48)
    page.protect()


def _page(made: _Book, form: Form) -> None:
    title = form.mark.title.in_language(made.language)
    page = made.book.add_worksheet(made.sheet_name(f"{form.page} {title}"))
    page.write_string(0, 0, title, made.title)
    page.write_string(1, 0, said("how", made.language), made.soft)
    top = 3
    for place, (key, pair) in enumerate(COLUMNS.items()):
        page.set_column(place, place, WIDTHS[key])
        page.write_string(top, place, made.pick(pair), made.head)
    page.freeze_panes(top + 1, 2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    row = top + 1
    for item in form.items:
        row = _criterion(made, page, form, item, row)
    page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})


def _criterion(made: _Book, page: Any, form: Form, item: Item, row: int) -> int:
    """The rows of one criterion; gives the row after them."""
    question, first = item.question, row
    entries = {entry.name: entry for entry in item.entries}
    for line in lines(form.questions, question):
        if line.elsewhere:
            _line(made, page, item, row, f"{question.node}/" if first == row else "", first == row)
            _put(made, page, row, "asked", line.title.in_language(made.language))
            _put(made, page, row, "unit", _unit(made, line))
            note = said("elsewhere", made.language, node=line.elsewhere)
            _put(made, page, row, "answer", note, made.grey)
            row += 1
        elif line.several:
            for code, title in line.choices:
                _line(made, page, item, row, f"{question.node}/{line.name}:{code}", first == row)
                row = _answer(made, page, form, item, entries[line.name], line, row, (code, title))
        else:
            _line(made, page, item, row, f"{question.node}/{line.name}", first == row)
            row = _answer(made, page, form, item, entries[line.name], line, row)
    if row == first:
        _line(made, page, item, row, "" if question.measured else f"{question.node}/", True)
        if question.measured:
            _put(made, page, row, "answer", said("measured", made.language), made.grey)
        row += 1
    return row


def _place(key: str) -> int:
    return list(COLUMNS).index(key)


def _put(made: _Book, page: Any, row: int, key: str, text: str, style: Any = None) -> None:
    page.write_string(row, _place(key), text[:32000], style or made.cell)


def _unit(made: _Book, line: Line) -> str:
    return line.unit.in_language(made.language) if line.unit else ""


def _line(made: _Book, page: Any, item: Item, row: int, code: str, first: bool) -> None:
    """What every row of a criterion shows; its words, the reason and the comment on the first."""
    question = item.question
    for key in COLUMNS:
        page.write_blank(row, _place(key), None, made.cell)
    _put(made, page, row, "code", code, made.code)
    if not first:
        return
    most = f" ({said('points', made.language, most=question.maximum)})" if question.maximum else ""
    name = f"{question.node}. {question.title.in_language(made.language)}{most}"
    _put(made, page, row, "criterion", name)
    _put(made, page, row, "guide", "\n".join(_help(made, question)))
    if question.measured:
        return
    open_ = made.text if item.editable else made.grey
    _put(made, page, row, "na", item.na_reason, made.grey if question.follows else open_)
    _put(made, page, row, "comment", item.comment, open_)


def _help(made: _Book, question: Question) -> Iterable[str]:
    if question.among_peers:
        yield said("peers", made.language)
    if question.guidance:
        yield question.guidance.in_language(made.language)
    if question.evidence:
        yield said("evidence", made.language, what=question.evidence.in_language(made.language))


def _answer(
    made: _Book,
    page: Any,
    form: Form,
    item: Item,
    entry: Entry,
    line: Line,
    row: int,
    choice: tuple[str, Text] | None = None,
) -> int:
    """The row of an answer, or of one choice of a list to be ticked; gives the row after it."""
    one = form.questions.input(entry.name)
    title, tick = line.title.in_language(made.language), choice[0] if choice else ""
    if choice:
        title = f"{title}: {choice[1].in_language(made.language)}"
    _put(made, page, row, "asked", title)
    _put(made, page, row, "unit", _unit(made, line))
    _put(made, page, row, "limits", limits(entry, one, made.language))
    _put(made, page, row, "last", _plain(entry.last))
    place, kept = _place("answer"), _shown(made, entry, one, tick)
    style = made.grey if not item.editable else _style(made, one)
    if isinstance(kept, float):
        page.write_number(row, place, kept, style)
    elif kept:
        page.write_string(row, place, kept, style)
    else:
        page.write_blank(row, place, None, style)
    if item.editable:
        _validate(made, page, row, entry, one, tick)
    return row + 1


def _plain(text: str) -> str:
    return text[:200]


def _style(made: _Book, one: Input) -> Any:
    if one.type is InputType.COUNT:
        return made.count
    if one.type is InputType.PERCENT:
        return made.percent
    if one.type in NUMERIC:
        return made.number
    return made.text if one.type is InputType.TEXT else made.choice


def _shown(made: _Book, entry: Entry, one: Input, tick: str) -> str | float:
    """A kept value as its cell shows it; a number as a number where the cell loses no digit of it."""
    kept = entry.kept
    if not kept:
        return ""
    if kept == NOT_MEASURED:
        return said("not-measured", made.language)
    if tick:
        return made.pick(YES_NO["yes" if tick in kept.split("|") else "no"])
    if one.type is InputType.YES_NO:
        return made.pick(YES_NO[kept]) if kept in YES_NO else kept
    if one.type is InputType.CHOICE:
        return option(entry, kept, made.language)
    if one.type in NUMERIC:
        try:
            number = Decimal(kept)
        except ArithmeticError:
            return kept
        near = float(number)
        return near if Decimal(f"{near:.15g}") == number else kept
    return kept


def option(entry: Entry, code: str, language: str) -> str:
    """A choice as the list of the cell shows it."""
    title = dict(entry.choices).get(code)
    return title.in_language(language) if title else code


def _validate(made: _Book, page: Any, row: int, entry: Entry, one: Input, tick: str) -> None:
    place = _place("answer")
    if tick or one.type is InputType.YES_NO:
        source: Any = [made.pick(YES_NO["yes"]), made.pick(YES_NO["no"])]
        page.data_validation(row, place, row, place, {"validate": "list", "source": source})
    elif one.type is InputType.CHOICE:
        made.lists.append([option(entry, code, made.language) for code, _title in entry.choices])
        column, last = xlsxwriter.utility.xl_col_to_name(len(made.lists) - 1), len(made.lists[-1])
        source = f"='{LISTS}'!${column}$1:${column}${last}"
        page.data_validation(row, place, row, place, {"validate": "list", "source": source})
    elif one.type in NUMERIC:
        low, high = entry.limits["low"], entry.limits["high"]
        rule: dict[str, Any] = {
            "validate": "integer" if one.type is InputType.COUNT else "decimal",
            "criteria": "between",
            "minimum": float(low) if low is not None else -1e15,
            "maximum": float(high) if high is not None else 1e15,
            "error_message": limits(entry, one, made.language)[:250],
        }
        if one.type is InputType.COUNT:
            rule["minimum"], rule["maximum"] = int(rule["minimum"]), int(rule["maximum"])
        page.data_validation(row, place, row, place, rule)


def limits(entry: Entry, one: Input, language: str) -> str:
    """What an input allows, in a few words."""
    parts = []
    low, high = entry.limits["low"], entry.limits["high"]
    if one.type is InputType.COUNT:
        parts.append(said("whole", language))
    if one.type in NUMERIC:
        if low is not None and high is not None:
            parts.append(said("from-to", language, low=_form(low, language), high=_form(high, language)))
        elif low is not None:
            parts.append(said("from", language, low=_form(low, language)))
        elif high is not None:
            parts.append(said("to", language, high=_form(high, language)))
    elif one.type is InputType.TEXT:
        parts.append(said("text", language))
    else:
        parts.append(said("list", language))
    if entry.at_most is not None:
        name, title = entry.at_most
        parts.append(said("at-most", language, of=title.in_language(language) if title else name))
    return ", ".join(parts)


def _form(number: str, language: str) -> str:
    return number if language == "en" else number.replace(".", ",")


def _hidden(made: _Book, forms: Iterable[Form], where: Where) -> None:
    """What stood in the workbook when it was made: nobody edits it, the way back compares with it."""
    page = made.book.add_worksheet(HIDDEN)
    rows: list[tuple[str, ...]] = [("format", FORMAT), *vars(where).items()]
    for form in forms:
        for item in form.items:
            if item.question.measured:
                continue
            node = item.question.node
            rows.append(("seen", node, str(item.sequence)))
            rows.append(("words", node, item.na_reason, item.comment))
            rows += [("base", node, entry.name, entry.kept) for entry in item.entries]
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            page.write_string(number, place, text[:32000], made.wrap)
    page.protect()
    page.very_hidden()
    lists = made.book.add_worksheet(LISTS)
    for place, options in enumerate(made.lists):
        lists.write_column(0, place, options)
    lists.protect()
    lists.very_hidden()
