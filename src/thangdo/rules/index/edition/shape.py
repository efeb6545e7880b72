"""From plain data to an `Edition`: what has the wrong shape, in plain words with line and code.

What is wrong is mended (taken out, or filled in) in a copy, so that the rest can be checked too.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from thangdo.rules.index.answers import Problem
from thangdo.rules.index.edition.base import WEIGHT_WRITTEN
from thangdo.rules.index.edition.hints import STEPS, code_at, keys, listed, meant, model_at, step_kind
from thangdo.rules.index.edition.model import DAY_WRITTEN, Edition, Tier
from thangdo.rules.index.edition.rules import KINDS, kind_of
from thangdo.rules.index.edition.source import Data, Path, Source, has_key
from thangdo.rules.index.phrases import Phrase, phrase
from thangdo.rules.index.phrases import Words as Said

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
_WAYS = {"penalised": "Penalised", "mean_min": "MeanMin"}


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
        if path and path[-1] == "combine" and isinstance(here, dict) and not has_key(here, (part,)):
            meant_by = next((name for key, name in _WAYS.items() if key in here), None)
            if meant_by is not None and isinstance(part, str) and part not in here and part != meant_by:
                return None
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


def _shown(value: Any) -> Said:
    if value is None:
        return phrase("nothing")
    if isinstance(value, dict):
        return phrase("a-map")
    if isinstance(value, list):
        return phrase("a-list")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _problem(source: Source, data: Data, path: Path, faults: list[Fault]) -> Problem:
    place = source.place(path)
    key = str(path[-1]) if path else "edition"
    if path and isinstance(path[-1], int):
        key = f"{path[-2] if len(path) > 1 else 'list'}, item {path[-1] + 1}"
    message, allowed, mend = _words(data, path, key, faults)
    return Problem(place.file, message, place.line, place.column, code_at(path), allowed, mend)


Found = tuple[Phrase, Said | None, Phrase | None]


def _words(data: Data, path: Path, key: str, faults: list[Fault]) -> Found:
    """The message, what is allowed, and how to mend it."""
    fault = faults[0]
    kind = str(fault["type"])
    value = _at(data, path)
    if kind == "extra_forbidden":
        return _unknown(data, path, key)
    if path[:1] == ("treatment",) and len(path) == 2 and step_kind(value) is None:
        return phrase("treatment-without-kind"), listed(STEPS), None
    if kind == "missing":
        return phrase("missing", key=key), None, phrase("add-here", key=key)
    if "[key]" in fault["loc"]:
        return phrase("not-a-code", key=key), _CODE, None
    if kind.startswith("union_tag"):
        return _no_kind(value)
    words_of = [one for one in faults if one["type"] in ("enum", "literal_error")]
    if len(faults) > 1 and isinstance(value, str) and len(words_of) == 1 and words_of[0]["type"] == "enum":
        fault, kind, faults = words_of[0], "enum", words_of
    if kind in _LIMITS and len(faults) > 1:
        faults = [fault]
    elif any(WEIGHT_WRITTEN in str(one.get("ctx", {}).get("error", "")) for one in faults):
        return (
            phrase("cannot-be-because", key=key, value=_quoted(value), why=phrase("weight-written")),
            None,
            None,
        )
    if len(faults) > 1:
        fitting = list(dict.fromkeys(_expected(one) for one in faults))
        return phrase("cannot-be", key=key, value=_quoted(value)), _either(fitting), None
    if kind in ("enum", "literal_error"):
        one_of = str(fault["ctx"]["expected"]).replace(" or ", ", ").replace("'", "")
        words = [word.strip() for word in one_of.split(",")]
        return phrase("cannot-be", key=key, value=_quoted(value)), listed(words), meant(str(value), words)
    if kind == "string_type":
        mend = None if isinstance(value, dict | list) else phrase("write-in-quotes", value=_shown(value))
        return phrase("must-be-text", key=key, value=_quoted(value)), None, mend
    if kind in _LIMITS:
        code, gap = _LIMITS[kind]
        limit = phrase(code, **{gap: next(iter(fault["ctx"].values()))})
        return phrase("out-of-limits", key=key, value=_shown(value)), limit, None
    if kind == "string_pattern_mismatch":
        form = _SLUG if "a-z0-9]+(" in str(fault) else _CODE
        return phrase("cannot-be", key=key, value=_quoted(value)), form, None
    if kind == "too_short":
        return phrase("empty", key=key), phrase("at-least-one-entry"), None
    if kind == "value_error":
        why = str(fault["ctx"]["error"])
        said = phrase("day-written") if why == DAY_WRITTEN else why
        return phrase("cannot-be-because", key=key, value=_quoted(value), why=said), None, None
    expected = _expected(fault)
    return phrase("must-be", key=key, expected=expected, value=_quoted(value)), None, None


def _either(words: list[Said]) -> Said:
    """The one, or the other, or the next."""
    first, *rest = words
    return phrase("either", one=first, other=_either(rest)) if rest else first


_CODE = phrase("form-of-code")
_SLUG = phrase("form-of-slug")
_LIMITS = {
    "greater_than_equal": ("at-least", "least"),
    "greater_than": ("more-than", "than"),
    "less_than_equal": ("at-most", "most"),
    "less_than": ("less-than", "than"),
    "string_too_long": ("characters-at-most", "most"),
    "string_too_short": ("characters-at-least", "least"),
}
_EXPECTED = {
    "decimal": "a-number",
    "finite": "a-number",
    "int": "a-whole-number",
    "bool": "true-or-false",
    "dict": "a-map",
    "model": "a-map",
    "tuple": "a-list",
    "list": "a-list",
    "string": "text",
    "date": "a-day",
}


def _expected(fault: Fault) -> Said:
    kind = str(fault["type"])
    if kind == "literal_error":
        return str(fault["ctx"]["expected"]).replace("'", "")
    if kind == "model_type" and fault["ctx"]["class_name"] == "Text":
        return phrase("text-in-languages")
    code = _EXPECTED.get(kind.split("_")[0])
    return phrase(code) if code else str(fault["msg"]).lower()


def _quoted(value: Any) -> Said:
    shown = _shown(value)
    return shown if isinstance(shown, Phrase) else f"`{shown}`"


def _unknown(data: Data, path: Path, key: str) -> Found:
    model = model_at(data, path[:-1])
    if len(path) > 1 and path[-2] == "rule" and key in KINDS:
        kind = kind_of(_at(data, path[:-1]))
        return (
            phrase("rule-of-two-kinds", kind=kind, key=key),
            None,
            phrase("keep-one-kind"),
        )
    allowed = keys(model) if model is not None else []
    if _at(data, path) is None and " " in key:
        return phrase("unknown-key", key=key), listed(allowed), phrase("comma-in-quotes")
    return phrase("unknown-key", key=key), listed(allowed), meant(key, allowed)


def _no_kind(value: Any) -> Found:
    if not isinstance(value, dict):
        return phrase("rule-no-map", value=_quoted(value)), listed(KINDS), None
    guess = next((found for key in value if (found := meant(str(key), KINDS))), None)
    return phrase("rule-without-kind"), listed(KINDS), guess


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
