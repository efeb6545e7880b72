"""What a reporter typed for one criterion: read from the form, shown back, merged with what others saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from thangdo.faces.look import numbers
from thangdo.faces.look import wording as words
from thangdo.faces.look.templatetags.look import language, text
from thangdo.work.assessments import number_input
from thangdo.work.assessments.actions.answering import Given
from thangdo.work.assessments.queries.forms import Entry, Item
from thangdo.work.assessments.queries.forms import entry as blank
from thangdo.work.assessments.questionnaire import Asked, Question
from thangdo.work.assessments.value_check import NOT_MEASURED, Fault, kept_word

NUMERIC = frozenset(kind.value for kind in number_input.NUMERIC)
NA, NM, NA_REASON, COMMENT = "na", "nm", "na_reason", "comment"
MINE, THEIRS = "mine", "theirs"


@dataclass
class Filled:
    """One criterion as typed: raw texts by input, what they were read as, and what cannot be read.

    seen: the sequence of the answer that was on the page.
    exact: the reading that was chosen for a text; base: what stood on the page before it was typed over.
    """

    given: Given
    seen: int
    raw: Mapping[str, str]
    exact: Mapping[str, str]
    base: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One value of a merge: mine beside theirs, as a reader sees them, and which of the two is proposed."""

    name: str
    title: str
    mine: str
    theirs: str
    pick: str


@dataclass(frozen=True)
class Merge:
    """Somebody saved this criterion since: both sides in full, and the values on which they differ."""

    rows: tuple[Row, ...]
    mine: Mapping[str, str]
    exact: Mapping[str, str]
    theirs: Mapping[str, str]
    seen: int
    who: str
    at: object


def shown(entry: Entry, kept: str | None = None) -> str:
    """A kept value as the input of the form shows it."""
    kept = entry.kept if kept is None else kept
    if kept == NOT_MEASURED:
        return ""
    if kept and entry.type in NUMERIC:
        return plain_shown(kept)
    return kept


def plain_shown(kept: str) -> str:
    """A kept number in the form of the page; anything else as it is."""
    try:
        numbers.exact(kept)
    except ValueError:
        return kept
    return numbers.number(kept, language()).replace(numbers.MINUS, "-")


def said(entry: Entry, kept: str) -> str:
    """A value as one reads it: the title of a choice, yes or no, the ticked items."""
    if not kept:
        return _("blank")
    if kept == NOT_MEASURED:
        return _("not measured yet")
    titles = {code: text(title) or code for code, title in entry.choices}
    if entry.type == "yes-no":
        return {"yes": _("yes"), "no": _("no")}.get(kept, kept)
    if entry.type == "choice":
        return titles.get(kept, kept)
    if entry.type == "checklist":
        if kept == "none":
            return _("none of these")
        return "; ".join(titles.get(code, code) for code in kept.split("|"))
    return shown(entry, kept)


def exact_of(entry: Entry, kept: str | None = None) -> str:
    """The reading that belongs to the text on the page: "plain|shown"."""
    kept = entry.kept if kept is None else kept
    return f"{kept}|{shown(entry, kept)}" if kept and entry.type in NUMERIC else ""


def read(post: QueryDict, questions: Asked, question: Question) -> Filled:
    """The form of one criterion, or the choice made in a merge of it."""
    seen = str(post.get("seen", ""))
    raw: dict[str, str] = {}
    exact: dict[str, str] = {}
    values: dict[str, str] = {}
    faults: list[Fault] = []
    merging = str(post.get("merge", ""))
    for name in question.inputs:
        entry = blank(questions, name, "")
        if merging and _side(post, merging, name) == THEIRS:
            values[name] = _clean(post, f"t:{name}")
            raw[name], exact[name] = shown(entry, values[name]), exact_of(entry, values[name])
            continue
        raw[name] = _clean(post, f"m:{name}") if merging else _typed(post, entry)
        exact[name] = _clean(post, f"{'mx' if merging else 'x'}:{name}")
        word = kept_word(questions.edition, questions.input(name), raw[name])
        if word != raw[name].strip():  # by which the edition says that something is missing
            values[name] = word
            continue
        found = number_input.read(name, raw[name], questions.input(name), language(), exact[name])
        if isinstance(found, Fault):
            faults.append(found)
        else:
            values[name] = found
    names = [*raw, NA, NM, NA_REASON, COMMENT]
    base = {name: _clean(post, f"b:{name}") for name in names}
    not_applicable = _word(post, merging, NA) == "1"
    if not_applicable and all(text == base[name] for name, text in values.items()):
        values = {}  # what stood there before goes with the tick; what was typed beside it is asked about
    elif not not_applicable and _word(post, merging, NM) == "1":
        values, faults = dict.fromkeys(question.inputs, NOT_MEASURED), []
    given = Given(
        question.node,
        values,
        not_applicable,
        _word(post, merging, NA_REASON),
        _word(post, merging, COMMENT),
    )
    before = numbers.sequence(seen)
    return Filled(given, before, raw, exact, base, [] if given.not_applicable else faults)


def _clean(post: QueryDict, name: str) -> str:
    """A text of the form, with the ends of lines as they are kept."""
    return str(post.get(name, "")).replace("\r\n", "\n").strip()


def _typed(post: QueryDict, entry: Entry) -> str:
    given = [one.replace("\r\n", "\n").strip() for one in post.getlist(f"v:{entry.name}") if one]
    if entry.type == "checklist":
        items = [one for one in given if one != "none"]
        return "|".join(items) if items else ("none" if given else "")
    return given[-1] if given else ""


def _side(post: QueryDict, merging: str, name: str) -> str:
    if merging in (MINE, THEIRS):
        return merging
    return THEIRS if post.get(f"p:{name}") == THEIRS else MINE


def _word(post: QueryDict, merging: str, name: str) -> str:
    if not merging:
        return _clean(post, name)
    return _clean(post, f"{'m' if _side(post, merging, name) == MINE else 't'}:{name}")


def unmeasured(values: Mapping[str, str]) -> str:
    """ "1" where the values say that the criterion is not measured yet, as the form's tick does."""
    return "1" if values and set(values.values()) == {NOT_MEASURED} else ""


def merge(mine: Filled, item: Item) -> Merge:
    """Mine beside what is kept now. Proposed: mine where I changed the value, theirs where I did not."""
    texts = {
        NA: ("1" if mine.given.not_applicable else "", "1" if item.not_applicable else ""),
        NM: (unmeasured(mine.given.values), unmeasured({one.name: one.kept for one in item.entries})),
        NA_REASON: (mine.given.na_reason, item.na_reason),
        COMMENT: (mine.given.comment, item.comment),
    }
    my_side = {name: one[0] for name, one in texts.items()}
    their_side = {name: one[1] for name, one in texts.items()}
    rows = []
    for entry in item.entries:
        name = entry.name
        my_side[name], their_side[name] = mine.raw.get(name, ""), entry.kept
        read_as = mine.given.values.get(name)
        if (read_as if read_as is not None else my_side[name]) == entry.kept:
            continue
        changed = mine.base.get(name, "") != (read_as if read_as is not None else my_side[name])
        mine_said = said(entry, read_as) if read_as is not None else my_side[name]
        rows.append(Row(name, text(entry.title) or name, mine_said, said(entry, entry.kept), _pick(changed)))
    titles = {
        NA: _("Not applicable"),
        NM: _("Not measured yet"),
        NA_REASON: _("Why it does not apply"),
        COMMENT: _("Comment"),
    }
    for name, (one, other) in texts.items():
        if one != other:
            show = (
                (lambda word: _("yes") if word else _("no"))
                if name in (NA, NM)
                else (lambda w: w or _("blank"))
            )
            changed = mine.base.get(name, "") != one
            rows.append(Row(name, titles[name], show(one), show(other), _pick(changed)))
    return Merge(
        tuple(rows), my_side, mine.exact, their_side, item.sequence, item.changed_by, item.changed_at
    )


def _pick(changed: bool) -> str:
    return MINE if changed else THEIRS


@dataclass(frozen=True)
class Box:
    """One input as the page shows it."""

    entry: Entry
    text: str
    exact: str
    base: str
    limits: str
    fault: str = ""
    readings: tuple[tuple[str, str], ...] = ()  # "plain|typed" -> as said
    options: tuple[tuple[str, str, bool], ...] = ()
    says: str = ""  # what is kept, to be read

    @property
    def numeric(self) -> bool:
        """Whether a number is typed."""
        return self.entry.type in NUMERIC

    @property
    def kept(self) -> str:
        """What is kept, as one reads it."""
        return said(self.entry, self.entry.kept)

    @property
    def last(self) -> str:
        """What counted in the campaign before, as one reads it; "" for nothing."""
        return said(self.entry, self.entry.last) if self.entry.last else ""


def box(entry: Entry, typed_now: Filled | None, titles: Mapping[str, str]) -> Box:
    """An input with what was typed (else what is kept) and its fault."""
    raw = typed_now.raw.get(entry.name, "") if typed_now else None
    found = typed_now.faults if typed_now else ()
    fault = next((one for one in found if one.input == entry.name), None)
    readings: tuple[tuple[str, str], ...] = ()
    if fault is not None and fault.code == "ambiguous":
        readings = tuple(
            (f"{fault.facts[key]}|{raw or ''}", words.ungrouped(str(fault.facts[key])))
            for key in ("first", "second")
        )
    ticked = frozenset(raw.split("|")) if raw is not None else entry.items
    choices = [(code, text(title) or code) for code, title in entry.choices]
    if entry.type == "yes-no":
        choices = [("yes", _("Yes")), ("no", _("No"))]
    if entry.type == "checklist":
        choices.append(("none", _("none of these")))
    return Box(
        entry,
        shown(entry) if raw is None else raw,
        typed_now.exact.get(entry.name, "") if typed_now else exact_of(entry),
        typed_now.base.get(entry.name, "") if typed_now else entry.kept,
        words.limits(entry.limits) if entry.type in NUMERIC else "",
        "" if fault is None else words.fault(fault, titles),
        readings,
        tuple((code, title, code in ticked) for code, title in choices),
        said(entry, entry.kept),
    )
