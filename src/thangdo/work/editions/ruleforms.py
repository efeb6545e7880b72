"""Rules, inputs and levels as forms: the fields of each common kind, from data to fields and back.

Fields are text as typed; numbers stay as they were written. Refused: bad-number, rule-unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from thangdo.records.people.acting import Refused
from thangdo.rules.index.edition.rules import KINDS, kind_of
from thangdo.rules.index.edition.source import Data, read
from thangdo.rules.index.edition.text import block, flow

EMPTY = ("", "full", "zero", "not-applicable", "last-year")
DIRECTION = ("", "up", "down")
AMONG = ("", "tier", "all")
BLANK_ROWS = 2
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_COMMA = re.compile(r"-?\d+,\d+", re.ASCII)

Given = Mapping[str, Sequence[str]]  # field -> what was typed, a list for rows


@dataclass(frozen=True, slots=True)
class Field:
    """One field. type: quantity | number | word | choice | rows; columns: of rows, name and type."""

    name: str
    type: str
    choices: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()


_COMMON = (Field("empty", "choice", EMPTY), Field("direction", "choice", DIRECTION))
_POINTS = Field("points", "rows", columns=(("option", "word"), ("points", "number")))
#: the kinds that have a form; every kind can be written as text
FORMS: dict[str, tuple[Field, ...]] = {
    "ratio": (
        Field("part", "quantity"),
        Field("whole", "quantity"),
        Field("full_at", "number"),
        *_COMMON,
    ),
    "steps": (
        Field("of", "quantity"),
        Field("steps", "rows", columns=(("at_least", "number"), ("points", "number"))),
        Field("otherwise", "number"),
        _COMMON[0],
    ),
    "choice": (Field("choice", "word"), _POINTS),
    "checklist": (
        Field("checklist", "word"),
        _POINTS,
        Field("count", "choice", ("", "sum", "best")),
        Field("cap", "number"),
    ),
    "value": (Field("value", "quantity"),),
    "best": (Field("best", "quantity"), Field("among", "choice", AMONG), *_COMMON),
    "min_max": (
        Field("min_max", "quantity"),
        Field("low", "word"),
        Field("high", "word"),
        Field("among", "choice", AMONG),
        *_COMMON,
    ),
    "zero_tolerance": (Field("zero_tolerance", "quantity"),),
}
KIND_NAMES = tuple(KINDS)


@dataclass(frozen=True, slots=True)
class Filled:
    """A field with what stands in it: one text, or rows of texts with blank ones at the end."""

    field: Field
    value: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def form_of(rule: Data) -> str:
    """The kind whose form can show this rule whole; empty where only the text can."""
    kind = kind_of(rule)
    if kind not in FORMS or not isinstance(rule, dict):
        return ""
    known = {"ratio", *(field.name for field in FORMS[kind])}
    return kind if rule.keys() <= known and rule_from(kind, typed(fill(kind, rule))) == rule else ""


def typed(fields: Sequence[Filled]) -> dict[str, list[str]]:
    """The fields as a form sends them: rows by column under `field-column`."""
    sent: dict[str, list[str]] = {}
    for one in fields:
        if one.field.type != "rows":
            sent[one.field.name] = [one.value]
            continue
        for number, (column, _) in enumerate(one.field.columns):
            sent[f"{one.field.name}-{column}"] = [row[number] for row in one.rows]
    return sent


def fill(kind: str, rule: Data, options: Sequence[str] = ()) -> list[Filled]:
    """The form of a kind, filled from a rule of the same kind; `options`: those of the chosen input."""
    data = rule if isinstance(rule, dict) and kind_of(rule) == kind else {}
    filled = []
    for field in FORMS[kind]:
        value = data.get(field.name)
        if kind == "ratio" and field.name in ("part", "whole"):
            pair = data.get("ratio")
            both = pair if isinstance(pair, list) and len(pair) == 2 else ["", ""]
            value = both[0 if field.name == "part" else 1]
        if field.type == "rows":
            filled.append(Filled(field, rows=(*_rows(field, value, options), *[_blank(field)] * BLANK_ROWS)))
        else:
            filled.append(Filled(field, text_of(value)))
    return filled


def _blank(field: Field) -> tuple[str, ...]:
    return ("",) * len(field.columns)


def _rows(field: Field, value: Data, options: Sequence[str]) -> Sequence[tuple[str, ...]]:
    if isinstance(value, dict):
        rows = [(str(key), text_of(one)) for key, one in value.items()]
        return rows + [(option, "") for option in options if option not in value]
    if isinstance(value, list):
        return [
            tuple(text_of(item.get(column)) for column, _ in field.columns)
            for item in value
            if isinstance(item, dict)
        ]
    return [(option, "") for option in options] if field.name == "points" else []


def text_of(value: Data) -> str:
    """A scalar as it stands in a field."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None or isinstance(value, dict | list) else str(value)


def rule_from(kind: str, given: Given) -> dict[str, Data]:
    """The rule that a filled form says. Raises Refused: bad-number, no-such-kind."""
    if kind not in FORMS:
        raise Refused("no-such-kind", kind=kind)
    rule: dict[str, Data] = {}
    if kind == "ratio":
        rule["ratio"] = [quantity(_first(given, "part")), quantity(_first(given, "whole"))]
    for field in FORMS[kind]:
        if kind == "ratio" and field.name in ("part", "whole"):
            continue
        if field.type == "rows":
            rule[field.name] = _from_rows(field, given)
        elif (text := _first(given, field.name)) or field.name == kind:
            rule[field.name] = _typed(text, field.type)
    return rule


def _from_rows(field: Field, given: Given) -> Data:
    columns = [given.get(f"{field.name}-{column}", ()) for column, _ in field.columns]
    rows = [tuple(cell.strip() for cell in row) for row in zip(*columns, strict=False)]
    filled = [row for row in rows if all(row)]
    half = next((row for row in rows if any(row) and not all(row)), None)
    if field.name == "points":
        return {name: number(points) for name, points in filled}
    if half is not None:
        raise Refused("bad-number", value="")
    names = [column for column, _ in field.columns]
    return [{name: number(cell) for name, cell in zip(names, row, strict=True)} for row in filled]


def _typed(text: str, kind: str) -> Data:
    if kind == "number":
        return number(text)
    return quantity(text) if kind in ("quantity", "word") else text


def _first(given: Given, name: str) -> str:
    values = given.get(name) or [""]
    return values[0].strip()


def quantity(text: str) -> Data:
    """The name of an input, a formula, or a number."""
    return Decimal(text) if _NUMBER.fullmatch(text) else text


def number(text: str) -> Decimal:
    """A number as typed, with a point or a Vietnamese comma. Raises Refused("bad-number")."""
    clean = text.strip()
    if _COMMA.fullmatch(clean):
        clean = clean.replace(",", ".")
    if not _NUMBER.fullmatch(clean) or len(clean) > 40:
        raise Refused("bad-number", value=text[:40])
    return Decimal(clean)


def rule_text(rule: Data) -> str:
    """A rule as YAML, for the field in which every kind can be written."""
    if not isinstance(rule, dict):
        return "" if rule is None else flow(rule) + "\n"
    return block(rule)


def rule_of(text: str) -> Data:
    """The rule written as YAML; None for an empty text. Raises Refused("rule-unreadable")."""
    return _part(text, "rule-unreadable")


def _part(text: str, refused: str) -> Data:
    clean = text.replace("\r\n", "\n").strip("\n")
    if not clean.strip():
        return None
    source = read("part:\n" + "".join(f"  {line}\n" for line in clean.split("\n")), "text")
    if source.problems:
        raise Refused(refused, problem=source.problems[0].message)
    return source.data.get("part")


def choices_text(choices: Data) -> str:
    """The choices of an input, one a line: `code = Vietnamese | English`."""
    if isinstance(choices, list):
        return "".join(f"{text_of(one)}\n" for one in choices)
    lines = []
    for code, words in (choices or {}).items() if isinstance(choices, dict) else ():
        title = words if isinstance(words, dict) else {"vi": words}
        both = [text_of(title.get(language)) for language in ("vi", "en")]
        lines.append(f"{code} = " + " | ".join(one for one in both if one))
    return "".join(f"{line}\n" for line in lines)


def choices_of(text: str) -> Data:
    """The choices written one a line; None where there are none."""
    found: dict[str, Data] = {}
    for line in text.replace("\r\n", "\n").split("\n"):
        code, _, words = line.partition("=")
        if not code.strip():
            continue
        vi, _, en = words.partition("|")
        title: dict[str, Data] = {"vi": vi.strip() or code.strip()}
        if en.strip():
            title["en"] = en.strip()
        found[code.strip()] = title
    return found or None


def needs_of(rows: Sequence[Mapping[str, str]]) -> list[Data]:
    """The needs of a level from rows of node, kind (share, points, full, any), amount, tiers; and for units
    to which the node does not apply na (fails, left-out, own-group), group_vi, group_en.

    A share is typed in percent. Raises Refused("bad-number").
    """
    needs: list[Data] = []
    for row in rows:
        node = row.get("node", "").strip()
        if not node:
            continue
        kind = row.get("kind", "share")
        need: dict[str, Data] = {"node": node}
        if kind == "share":
            need["share"] = _share(number(row.get("amount", "")))
        elif kind == "points":
            need["points"] = number(row.get("amount", ""))
        else:
            need["must"] = kind
        tiers = [tier for tier in row.get("tiers", "").split(" ") if tier]
        if tiers:
            need["tiers"] = list(tiers)
        if row.get("na") in ("fails", "left-out"):
            need["not-applicable"] = row["na"]
        elif row.get("na") == "own-group":
            texts = {language: row.get(f"group_{language}", "").strip() for language in ("vi", "en")}
            need["own_group"] = {language: text for language, text in texts.items() if text}
        needs.append(need)
    return needs


def _share(percent: Decimal) -> Decimal:
    """A percentage as a share, in as few digits as it takes."""
    share = format((percent / 100).normalize(), "f")
    return Decimal(share)


def need_row(need: Mapping[str, Data]) -> dict[str, str]:
    """A need as a row of the form."""
    must = need.get("must")
    share, points = need.get("share"), need.get("points")
    kind = str(must) if must else "points" if points is not None else "share"
    amount = text_of(points)
    if isinstance(share, Decimal):
        amount = format((share * 100).normalize(), "f")
    tiers = need.get("tiers")
    listed = " ".join(str(one) for one in tiers) if isinstance(tiers, list) else ""
    group = need.get("own_group")
    texts = group if isinstance(group, dict) else {}
    return {
        "node": text_of(need.get("node")),
        "kind": kind,
        "amount": amount,
        "tiers": listed,
        "na": "own-group" if texts else text_of(need.get("not-applicable", need.get("not_applicable"))),
        "group_vi": text_of(texts.get("vi")),
        "group_en": text_of(texts.get("en")),
    }
