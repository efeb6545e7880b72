"""From plain data to an `Edition`: what has the wrong shape, in plain words with line and code.

What is wrong is mended (taken out, or filled in) in a copy, so that the rest can be checked too.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from thangdo.rules.index.answers import Problem
from thangdo.rules.index.edition.hints import STEPS, code_at, keys, listed, meant, model_at, step_kind
from thangdo.rules.index.edition.model import Edition, Tier
from thangdo.rules.index.edition.rules import KINDS, kind_of
from thangdo.rules.index.edition.source import Data, Path, Source, has_key

ROUNDS = 25

# What stands in for a key that is missing, so that checking can go on.
_STAND_IN: dict[str, Data] = {
    "edition": "unnamed",
    "version": "1",
    "official": False,
    "title": {"vi": "?"},
    "reason": {"vi": "?"},
    "vi": "?",
    "number": "?",
    "unit": "?",
    "effective": {"from": "2000-01-01"},
    "from": "2000-01-01",
    "type": "number",
    "columns": {},
    "steps": {},
    "needs": [],
    "facets": [],
    "at_least": "0",
    "node": "index",
}


def shaped(source: Source) -> tuple[Edition | None, list[Problem], set[Path]]:
    """The edition (mended where it had to be), the problems, and the paths that were mended.

    The edition is None when not even mending gives one.
    """
    data: Any = copy.deepcopy(source.data)
    problems: list[Problem] = []
    mended: set[Path] = set()
    for _ in range(ROUNDS):
        try:
            return Edition.model_validate(data), problems, mended
        except ValidationError as error:
            found = _faults(data, error)
        if not found or () in mended:
            break
        for path, faults in found.items():
            if not any(path[:end] in mended for end in range(len(path) + 1)):
                problems.append(_problem(source, data, path, faults))
        for path, faults in found.items():
            mended.add(_mend(data, path, faults[0]["type"] == "missing"))
    return None, problems, mended


Fault = Mapping[str, Any]


def _faults(data: Data, error: ValidationError) -> dict[Path, list[Fault]]:
    """What is wrong by the path where it is wrong; the several ways to fail a choice of types in one."""
    found: dict[Path, list[Fault]] = {}
    for item in error.errors(include_url=False):
        located = _located(data, item)
        if located is not None:
            found.setdefault(located, []).append(item)
    deeper = [path for path in found if any(path != other and other == path[: len(other)] for other in found)]
    for path in deeper:
        for end in range(len(path)):
            alternatives = found.get(path[:end])
            if alternatives and all(fault["type"] == "literal_error" for fault in alternatives):
                del found[path[:end]]
    return found


def _located(data: Data, item: Mapping[str, Any]) -> Path | None:
    """Where in the data an error stands; None for errors of an alternative that was not meant."""
    path: Path = ()
    here: Any = data
    kind = False  # whether the kind of a rule has just been passed
    for position, part in enumerate(item["loc"]):
        if path and path[-1] == "rule" and not kind and part in KINDS:
            kind = True
            continue
        if len(path) == 2 and path[0] == "treatment" and isinstance(part, str) and part[0].isupper():
            if step_kind(here) is None:
                return path
            if part.lower() != step_kind(here):
                return None
            continue
        last = position == len(item["loc"]) - 1
        if has_key(here, (part,)):
            here, path, kind = here[part], (*path, part), False
        elif last and item["type"] == "missing":
            return (*path, part)
    return path


def _at(data: Any, path: Path) -> Any:
    for part in path:
        if not has_key(data, (part,)):
            return None
        data = data[part]
    return data


def _shown(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    if isinstance(value, dict):
        text = "a map of keys"
    elif isinstance(value, list):
        text = "a list"
    elif isinstance(value, bool):
        text = str(value).lower()
    return text if len(text) <= 60 else text[:59] + "…"


def _problem(source: Source, data: Data, path: Path, faults: list[Fault]) -> Problem:
    place = source.place(path)
    key = str(path[-1]) if path else "edition"
    if path and isinstance(path[-1], int):
        key = f"{path[-2] if len(path) > 1 else 'list'}, item {path[-1] + 1}"
    message, allowed, mend = _words(data, path, key, faults)
    return Problem(place.file, message, place.line, place.column, code_at(path), allowed, mend)


Words = tuple[str, str | None, str | None]


def _words(data: Data, path: Path, key: str, faults: list[Fault]) -> Words:
    """The message, what is allowed, and how to mend it."""
    fault = faults[0]
    kind = str(fault["type"])
    value = _at(data, path)
    if kind == "extra_forbidden":
        return _unknown(data, path, key)
    if path[:1] == ("treatment",) and len(path) == 2 and step_kind(value) is None:
        return "a step of the treatment has none of its kinds.", listed(STEPS), None
    if kind == "missing":
        return f"`{key}` is missing.", None, f"Add `{key}:` here."
    if "[key]" in fault["loc"]:
        return f"`{key}` is not a code.", _CODE, None
    if kind.startswith("union_tag"):
        return _no_kind(value)
    if len(faults) > 1:
        allowed = ", or ".join(dict.fromkeys(_expected(one) for one in faults))
        return f"`{key}` cannot be {_quoted(value)}.", allowed, None
    if kind in ("enum", "literal_error"):
        expected = str(fault["ctx"]["expected"]).replace(" or ", ", ").replace("'", "")
        words = [word.strip() for word in expected.split(",")]
        return f"`{key}` cannot be {_quoted(value)}.", listed(words), meant(str(value), words)
    if kind == "string_type":
        mend = None if isinstance(value, dict | list) else f"Write it in quotes: '{_shown(value)}'."
        return f"`{key}` must be text, not {_quoted(value)}.", None, mend
    if kind in _LIMITS:
        limit = next(iter(fault["ctx"].values()))
        return f"`{key}` is {_shown(value)}.", f"{_LIMITS[kind]} {limit}", None
    if kind == "string_pattern_mismatch":
        return f"`{key}` cannot be {_quoted(value)}.", _SLUG if "a-z0-9]+(" in str(fault) else _CODE, None
    if kind == "too_short":
        return f"`{key}` is empty.", "at least one entry", None
    if kind == "value_error":
        return f"`{key}` cannot be {_quoted(value)}: {fault['ctx']['error']}.", None, None
    expected = _expected(fault)
    return f"`{key}` must be {expected}, not {_quoted(value)}.", None, None


_CODE = "a letter first, then letters without marks, digits, `_`, `.` and `-`; at most 60"
_SLUG = "small letters without marks and digits, in words joined by `-`; at most 80"
_LIMITS = {
    "greater_than_equal": "at least",
    "greater_than": "more than",
    "less_than_equal": "at most",
    "less_than": "less than",
    "string_too_long": "characters: at most",
    "string_too_short": "characters: at least",
}
_EXPECTED = {
    "decimal": "a number",
    "finite": "a number",
    "int": "a whole number",
    "bool": "true or false",
    "dict": "a map of keys",
    "model": "a map of keys",
    "tuple": "a list",
    "list": "a list",
    "string": "text",
    "date": "a day such as 2019-07-03",
}


def _expected(fault: Fault) -> str:
    kind = str(fault["type"])
    if kind == "literal_error":
        return str(fault["ctx"]["expected"]).replace("'", "")
    if kind == "model_type" and fault["ctx"]["class_name"] == "Text":
        return "a text {vi: …, en: …}"
    return _EXPECTED.get(kind.split("_")[0], str(fault["msg"]).lower())


def _quoted(value: Any) -> str:
    shown = _shown(value)
    return shown if value is None or isinstance(value, dict | list) else f"`{shown}`"


def _unknown(data: Data, path: Path, key: str) -> Words:
    model = model_at(data, path[:-1])
    if len(path) > 1 and path[-2] == "rule" and key in KINDS:
        kind = kind_of(_at(data, path[:-1]))
        return (
            f"a rule has one kind, and here are two: `{kind}` and `{key}`.",
            None,
            "Keep one, or make two sub-criteria.",
        )
    allowed = keys(model) if model is not None else []
    if _at(data, path) is None and " " in key:
        mend = "In {…} a text that holds a comma stands in quotes: {vi: '…, …'}."
        return f"unknown key `{key}`.", listed(allowed), mend
    return f"unknown key `{key}`.", listed(allowed), meant(key, allowed)


def _no_kind(value: Any) -> Words:
    if not isinstance(value, dict):
        return f"a rule must be a map of keys, not {_quoted(value)}.", listed(KINDS), None
    guess = next((found for key in value if (found := meant(str(key), KINDS))), None)
    return "the rule has none of the kinds.", listed(KINDS), guess


def _mend(data: Any, path: Path, missing: bool) -> Path:
    """Take out what is wrong at `path` (or fill in what is missing); the path that was touched."""
    inside = next((end for end, part in enumerate(path) if part == "rule" and end > 0), None)
    if inside is not None and (missing or len(path) > inside + 2 or not has_key(data, path)):
        path, missing = path[: inside + 1], False
    if missing:
        key = str(path[-1])
        stand_in = [tier.value for tier in Tier] if key == "tiers" else _STAND_IN.get(key)
        parent = _at(data, path[:-1])
        if stand_in is not None and isinstance(parent, dict):
            parent[key] = copy.deepcopy(stand_in)
            return path
        path = path[:-1]
    while path and (isinstance(path[-1], int) or not has_key(data, path)):
        path = path[:-1]
    if path:
        del _at(data, path[:-1])[path[-1]]
    return path
