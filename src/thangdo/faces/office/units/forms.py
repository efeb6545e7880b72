"""Decisions on units as forms: what is typed becomes an operation; what cannot is said beside the field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from thangdo.faces.look.result_words import tier_name
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office.form_values import day as read_day
from thangdo.records.people.acting import Refused
from thangdo.records.units import queries
from thangdo.records.units.codes import Key
from thangdo.records.units.fold import squeeze
from thangdo.records.units.kinds import KINDS, TIERS, kind_name
from thangdo.records.units.planning import Act, NewUnit, Operation

ROWS = 4  # empty lines of a list of units
MOST_ROWS = 60
_ONE = ("decision", "day", "into", "default", "parent", "children_to", "remains")
_NEW = (
    "new_code",
    "new_name",
    "new_name_en",
    "new_kind",
    "new_tier",
    "new_parent",
    "new_org_code",
    "new_gso_code",
)


@dataclass
class Form:
    """What was typed for one act, the faults found in it by field, and the operation when there are none."""

    act: Act
    typed: dict[str, str] = field(default_factory=dict)
    units: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    part_names: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    operation: Operation | None = None

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The lines of the parts: code and name."""
        return list(zip(self.parts, self.part_names, strict=True))

    @property
    def many(self) -> bool:
        """Whether several units can be named."""
        return self.act is Act.MERGE


def empty(act: Act, unit: str, today: date) -> Form:
    """The form as it is opened, perhaps from the page of a unit."""
    form = Form(act, {"day": today.isoformat()}, [unit] if unit else [])
    known = _known(unit)
    if act is Act.RENAME and known is not None:
        form.typed |= {"name_vi": known.name_vi, "name_en": known.name_en, "kind": known.kind}
    return _with_lines(form)


def read(act: Act, post: QueryDict) -> Form:
    """The form as it was sent."""
    names = (*_ONE, *_NEW, "name_vi", "name_en", "kind")
    form = Form(
        act,
        {name: str(post.get(name, "")).strip()[:300] for name in names},
        [text.strip()[:200] for text in post.getlist("unit") if text.strip()][:MOST_ROWS],
        [text.strip()[:200] for text in post.getlist("part")][:MOST_ROWS],
        [text.strip()[:200] for text in post.getlist("part_name")][:MOST_ROWS],
    )
    size = max(len(form.parts), len(form.part_names))
    form.parts += [""] * (size - len(form.parts))
    form.part_names += [""] * (size - len(form.part_names))
    lines = [pair for pair in form.pairs if any(pair)]
    form.parts, form.part_names = [code for code, _name in lines], [name for _code, name in lines]
    if "more" not in post:
        form.operation = _operation(form)
    return _with_lines(form)


def choices() -> dict[str, Sequence[tuple[str, str]]]:
    """Kinds and tiers to choose from, in words."""
    kinds = [(kind, kind_name(kind, language())) for kind in KINDS if kind != "quốc gia"]
    tiers = [(tier, tier_name(tier, language())) for tier in TIERS if tier != "country"]
    return {"kinds": kinds, "tiers": tiers}


def _operation(form: Form) -> Operation | None:
    typed, act = form.typed, form.act
    day = date.min
    try:
        day = read_day(typed["day"]) or date.min
    except Refused:
        form.faults["day"] = _("This is no day.")
    if day == date.min:
        form.faults.setdefault("day", _("Write the day from which it holds."))
    units = [key for text in form.units if (key := _unit(form, "unit", text))]
    if act is not Act.FOUND and not form.units:
        form.faults["unit"] = _("Name the unit.")
    into: list[Key] = []
    new: list[NewUnit] = []
    scheme = units[0].scheme if units else ""
    if act in (Act.MERGE, Act.FOUND) and (typed["new_name"] or typed["new_code"] or act is Act.FOUND):
        new = [one for one in (_new(form, scheme),) if one]
    elif act in (Act.MERGE, Act.DISSOLVE):
        into = [key for text in (typed["into"],) if text and (key := _unit(form, "into", text))]
    for code, name in form.pairs if act is Act.SPLIT else ():
        if name:
            key = _new_key(form, "part", code, scheme)
            new += [NewUnit(key, name)] if key else []
        elif found := _unit(form, "part", code):
            into.append(found)
    default = _new_key(form, "default", typed["default"], scheme) if typed["default"] else None
    parent = _unit(form, "parent", typed["parent"]) if typed["parent"] else None
    below = _new_key(form, "children_to", typed["children_to"], scheme) if typed["children_to"] else None
    if form.faults:
        return None
    form.units = [str(key) for key in units]
    form.typed |= {"into": str(into[0])} if into and act is not Act.SPLIT else {}
    form.typed |= {"parent": str(parent)} if parent else {}
    return Operation(
        act,
        day,
        typed["decision"],
        tuple(units),
        tuple(into),
        tuple(new),
        default,
        bool(typed["remains"]),
        parent,
        below,
        typed["name_vi"],
        typed["name_en"],
        typed["kind"],
    )


def _new(form: Form, scheme: str) -> NewUnit | None:
    typed = form.typed
    key = _new_key(form, "new_code", typed["new_code"], scheme)
    parent = _unit(form, "new_parent", typed["new_parent"]) if typed["new_parent"] else None
    if key is None:
        return None
    typed |= {"new_parent": str(parent)} if parent else {}
    return NewUnit(
        key,
        typed["new_name"],
        typed["new_name_en"],
        typed["new_kind"],
        typed["new_tier"],
        parent,
        org_code=typed["new_org_code"],
        gso_code=typed["new_gso_code"],
    )


def _new_key(form: Form, name: str, text: str, scheme: str) -> Key | None:
    """A code that need not be there yet; without a scheme, in the scheme of the first unit."""
    if text and ":" not in text and scheme:
        return Key(scheme, text)
    try:
        return Key.read(text)
    except ValueError:
        form.faults[name] = _("Write the code, with its register before it: vn-gso-2025:23614.")
        return None


def _unit(form: Form, name: str, text: str) -> Key | None:
    """A unit by register:code, or by its whole name when only one standing unit has it.

    The preview then shows its code, and the code is what is confirmed. Other names are only proposed.
    """
    if ":" in text:
        scheme, _colon, code = text.partition(":")
        code = code.split()[0] if code.split() else ""
        if queries.get(scheme.strip(), code) is not None:
            return Key(scheme.strip(), code)
    else:
        found = [one.unit for one in queries.search(text, 6) if one.unit.valid_to is None]
        named = [unit for unit in found if squeeze(text) in (squeeze(unit.name_vi), squeeze(unit.name_en))]
        if len(named) == 1:
            return Key(named[0].scheme, named[0].code)
        if found:
            likely = "; ".join(f"{unit.name_vi} ({unit.scheme}:{unit.code})" for unit in found)
            form.faults[name] = _("“%(text)s” may be: %(likely)s. Write the code.") % {
                "text": text,
                "likely": likely,
            }
            return None
    form.faults[name] = _("The register has no “%(text)s”. Look up its code.") % {"text": text}
    return None


def _known(text: str) -> queries.UnitView | None:
    try:
        return queries.get(*Key.read(text))
    except ValueError:
        return None


def _with_lines(form: Form) -> Form:
    """Some empty lines more, to write in."""
    if form.many:
        form.units += [""] * max(ROWS - len(form.units), 2)
    elif not form.units:
        form.units = [""]
    if form.act is Act.SPLIT:
        spare = max(ROWS - len(form.parts), 2)
        form.parts += [""] * spare
        form.part_names += [""] * spare
    return form
