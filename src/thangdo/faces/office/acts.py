"""Acts as forms of the office: made from their declaration, sent to one view, faults beside their fields.

A page asks `form` for each act that is open and shows it with `{% include "office/act.html" with form=… %}`;
all of them are sent to a view that calls `sent`. What was typed is never lost: a fault draws the page again
with it (400), also when somebody was faster (409).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from thangdo.faces.look import numbers, wording
from thangdo.faces.office.page_frame import OfficeRequest, problem
from thangdo.records.acts import fields, forms
from thangdo.records.acts.declared import Act, S, Work
from thangdo.records.acts.fields import (
    Choice,
    Data,
    Day,
    Field,
    FileSent,
    Flag,
    Many,
    Moment,
    Named,
    Number,
    Text,
    UnitNamed,
    Whole,
)
from thangdo.records.acts.frame import do, ready
from thangdo.records.files.kept import BeingMade
from thangdo.records.files.store import clean_name, put
from thangdo.records.ledger.events import Stale
from thangdo.records.people.acting import Refused

Options = Sequence[tuple[str, str]]  # value, as it reads
PLAINLY = 5  # rows of a box for a longer text


@dataclass(frozen=True)
class Unsent:
    """What was typed into a form that could not be done: shown again, with the fault of each field."""

    act: str
    where: tuple[Any, ...]
    typed: Mapping[str, str]
    faults: Mapping[str, str]
    message: str = ""
    status: int = 400


@dataclass(frozen=True)
class FormField:
    """One field as a form asks for it. widget: names the piece of `office/act_field.html`."""

    name: str
    widget: str
    label: str
    hint: str
    value: str
    needed: bool
    fault: str = ""
    low: str = ""
    most: str = ""
    rows: int = PLAINLY
    options: Options = ()


@dataclass(frozen=True)
class Form:
    """An act as a form. title: what it is folded behind; without fields and title it is a button alone."""

    name: str
    id: str
    address: str
    button: str
    title: str = ""
    lead: str = ""
    seen: int | None = None
    fields: Sequence[FormField] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    is_open: bool = False
    tone: str = "quiet"

    @property
    def asks(self) -> str:
        """The fields that the form asks for or fixes; all others keep what stands."""
        return " ".join([*(field.name for field in self.fields), *self.fixed])

    @property
    def takes_file(self) -> bool:
        """Whether bytes are sent."""
        return any(field.widget == "file" for field in self.fields)


def form(
    work: Work[S],
    name: str,
    address: str,
    where: tuple[Any, ...],
    *,
    seen: int | None = None,
    choices: Mapping[str, Options] | None = None,
    standing: Any = None,
    unsent: Unsent | None = None,
    only: Sequence[str] | None = None,
    fixed: Mapping[str, str] | None = None,
    tone: str = "quiet",
    folded: bool = True,
) -> Form:
    """The form of an act. choices: of units and words, by field. standing: what the fields begin with.

    only: the fields that are asked for here, in this order. fixed: those that this form does not ask for but
    sends, as where one page has the form for several things. folded: behind its title, where it has one.
    where: what the act is done to, as in `do`; makes the ids of the page's fields differ, and tells which
    form an `unsent` belongs to.
    """
    act, key = work.acts[name], f"{work.name}-{name}"
    fixed = fixed or {}
    mine = unsent if unsent and (unsent.act, unsent.where) == (name, where) else None
    if mine and any(mine.typed.get(key) != value for key, value in fixed.items()):
        mine = None
    asked = tuple(one for one in fields.fields_of(act.takes) if one.name not in fixed) if act.takes else ()
    if only is not None:
        asked = tuple(next(one for one in asked if one.name == wanted) for wanted in only)
    return Form(
        name=name,
        id="-".join([name, *map(_plainly, (*(where[1:] or where), *fixed.values()))]),
        fixed=fixed,
        address=address,
        button=wording.act_text(key, "button") or capfirst(wording.act_name(key)),
        title=wording.act_text(key, "title") if folded else "",
        lead=wording.act_text(key, "lead"),
        seen=seen,
        fields=[_field(one, key, choices or {}, standing, mine) for one in asked],
        fault=mine.message if mine else "",
        is_open=mine is not None,
        tone=tone,
    )


def _plainly(part: Any) -> str:
    """A part of an address as it stands in an id."""
    return "-".join(part) if isinstance(part, tuple) else str(part).replace(":", "-")


def _field(
    asked: Field, key: str, choices: Mapping[str, Options], standing: Any, mine: Unsent | None
) -> FormField:
    begin = getattr(standing, asked.name) if standing is not None else asked.default
    value = mine.typed.get(asked.name, "") if mine else forms.shown(asked, begin)
    widget, more = _widget(asked.kind)
    options = choices.get(asked.name, ())
    if isinstance(asked.kind, Choice) and not options:
        options = [(one, wording.act_choice(key, asked.name, one)) for one in asked.kind.options]
    if isinstance(asked.kind, UnitNamed) and not options:
        widget = "text"
    if not value and not asked.optional and len(options) == 1:
        value = options[0][0]  # where there is one choice it is made
    return FormField(
        name=asked.name,
        widget=widget,
        label=wording.act_field(key, asked.name),
        hint=wording.act_hint(key, asked.name),
        value=value,
        needed=not asked.optional and not isinstance(asked.kind, Flag),
        fault=mine.faults.get(asked.name, "") if mine else "",
        options=options,
        **more,
    )


def _widget(kind: fields.Kind) -> tuple[str, dict[str, Any]]:
    match kind:
        case Text(most=most, lines=lines):
            return ("lines" if lines else "text"), {
                "most": str(most),
                "rows": 14 if most > 20_000 else PLAINLY,
            }
        case Whole(low=low, high=high):
            return "whole", {"low": str(low), "most": str(high)}
        case Number():
            return "text", {}
        case Flag():
            return "flag", {}
        case Day():
            return "day", {}
        case Choice() | UnitNamed():
            return "choice", {}
        case FileSent():
            return "file", {}
        case Moment():
            return "moment", {}
        case Many() | Named() | Data():
            return "lines", {}


def sent(
    request: OfficeRequest,
    work: Work[S],
    name: str,
    where: tuple[Any, ...],
    page: Callable[[Unsent], HttpResponseBase],
    then: str | Callable[[dict[str, Any]], str],
    *,
    standing: Callable[[S], Any] | None = None,
    made: Callable[[], Any] | None = None,
    said: Callable[[dict[str, Any]], str] | None = None,
    does: Callable[..., dict[str, Any]] = do,
) -> HttpResponseBase:
    """Do the act that a form asks for, and go on to `then`; or draw `page` again with what was typed.

    Who may not act, and in which state, is said before any fault of a field, and before a file's bytes are
    taken in. standing: what the fields that the form does not ask for keep. made: makes the input of a form
    by hand; Refused within it is a fault like any. said: the message of success, where it counts something.
    does: what does it, where that may be the worker (BeingMade).
    """
    act = work.acts.get(name)
    if act is None:
        return problem(request, 404, _("This page does not exist"), [])
    typed = {key: str(value) for key, value in request.POST.items()}
    subject = _ready(request, work, act, where)
    try:
        given = None
        if made is not None:
            given = made()
        elif act.takes is not None:
            typed |= _files(request, act)
            asked = typed["asks"].split() if "asks" in typed else None
            stands = standing(subject) if standing and subject is not None else None
            given, faults = forms.read(act.takes, typed, asked, stands)
            if given is None:
                return page(unsent(act, where, typed, faults))
        seen = _seen(typed)
        if act.makes and (subject is None or seen is None):
            seen = 0  # it was thought new
        arguments = () if act.takes is None else (given,)
        done = does(work, act.does, request.actor, where, *arguments, seen=seen)
    except BeingMade:
        messages.info(request, _("There are many units: the system does it now, which takes a while."))
        return HttpResponseRedirect(then if isinstance(then, str) else request.path)
    except Refused as error:
        return page(unsent(act, where, typed, {str(error.facts.get("field", "")): error}))
    except Stale:
        return page(Unsent(name, where, typed, {}, somebody_was_faster(), 409))
    sentence = said(done) if said else wording.act_text(f"{work.name}-{name}", "done")
    messages.success(request, sentence or _("Done."))
    return HttpResponseRedirect(then if isinstance(then, str) else then(done))


def somebody_was_faster() -> str:
    """What is said to who has not seen what stands now."""
    return _("Somebody has changed this meanwhile. What you typed still stands here: compare, send it again.")


def _ready(request: OfficeRequest, work: Work[S], act: Act, where: tuple[Any, ...]) -> S | None:
    """The subject, when the actor may act on it now; None for one that the act is to make."""
    try:
        return ready(work, act.does, request.actor, where)
    except Refused as error:
        if act.makes and error.code.startswith("no-such-"):
            return None
        raise


def unsent(
    act: Act, where: tuple[Any, ...], typed: Mapping[str, str], faults: Mapping[str, Refused]
) -> Unsent:
    """What was typed with its faults in words: beside their fields, or above them all."""
    known = {one.name for one in fields.fields_of(act.takes)} if act.takes else set()
    beside = {
        name: wording.refused(fault.code, fault.facts) for name, fault in faults.items() if name in known
    }
    above = [wording.refused(fault.code, fault.facts) for name, fault in faults.items() if name not in known]
    return Unsent(act.name, where, typed, beside, " ".join(above))


def _seen(typed: Mapping[str, str]) -> int | None:
    """The sequence that the form was made from, where it names one."""
    return numbers.whole(typed.get("seen", ""))


def _files(request: OfficeRequest, act: Act) -> dict[str, str]:
    """The files of a form, stored; by field their hashes, and the title where none was typed."""
    assert act.takes is not None
    stored = {}
    for one in fields.fields_of(act.takes):
        file = request.FILES.get(one.name)
        if isinstance(one.kind, FileSent) and isinstance(file, UploadedFile):
            name = clean_name(file.name or "")
            kept = put(file.file or file, name, file.content_type or "", request.actor.by())
            stored[one.name] = kept.sha256
            if not request.POST.get("title", "").strip():
                stored["title"] = name.rsplit(".", 1)[0]
    return stored
