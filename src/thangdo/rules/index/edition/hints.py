"""What may stand at a place of an edition, and what the author probably meant."""

from __future__ import annotations

import itertools
import types
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from thangdo.rules.index.edition.merge import NAMED
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.edition.rules import KINDS, kind_of
from thangdo.rules.index.edition.source import Data, Path
from thangdo.rules.index.edition.steps import Denominate, Impute, Log, Screen, Winsorise
from thangdo.rules.index.phrases import Phrase, Words, phrase

STEPS: dict[str, type[BaseModel]] = {
    "denominate": Denominate,
    "impute": Impute,
    "winsorise": Winsorise,
    "log": Log,
    "screen": Screen,
}


def meant(word: str, allowed: Iterable[str]) -> Phrase | None:
    """“Did you mean …?” when one of the allowed words is much like `word`.

    >>> str(meant("departement", ["department", "commune"])), meant("x", ["commune"])
    ('did-you-mean (word: department)', None)
    """
    words = list(allowed)
    lower = {one.lower(): one for one in reversed(words)}
    close = get_close_matches(word.lower(), lower, n=1, cutoff=0.6)
    return phrase("did-you-mean", word=lower[close[0]]) if close else None


def listed(words: Iterable[str], most: int = 40) -> Words | None:
    """The words for a message, the first `most` of them; None when there are none.

    >>> listed(["ratio", "steps"]), str(listed("abcd", most=2))
    ('ratio, steps', 'and-more (first: a, b, count: 2)')
    """
    every = list(words)
    if not every:
        return None
    first = ", ".join(every[:most])
    return phrase("and-more", first=first, count=len(every) - most) if len(every) > most else first


def step_kind(value: Data) -> str | None:
    """The kind of a treatment step by its key.

    >>> step_kind({"impute": "mean"})
    'impute'
    """
    if not isinstance(value, dict):
        return None
    return next((key for key in STEPS if key in value), None)


def keys(model: type[BaseModel]) -> list[str]:
    """The keys of a map, as they are written in the file.

    >>> keys(Impute)
    ['impute', 'by', 'inputs']
    """
    return [field.alias or name for name, field in model.model_fields.items() if name != "origin"]


def model_at(data: Data, path: Path) -> type[BaseModel] | None:
    """The model of the map at `path`; None where no map of fixed keys stands.

    >>> model_at({"index": {"title": {"vi": "Chỉ số"}}}, ("index", "title")).__name__
    'Text'
    """
    annotation: Any = Edition
    here: Data = data
    for part in path:
        model = _model(annotation, here)
        if model is None:
            annotation = _item(annotation)
        else:
            field = next((f for n, f in model.model_fields.items() if part in (n, f.alias)), None)
            if field is None:
                return None
            annotation = field.annotation
        if isinstance(here, dict) and isinstance(part, str):
            here = here.get(part)
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            here = here[part]
        else:
            here = None
        if part == "rule" and model is not None:
            annotation = KINDS.get(kind_of(here) or "")
    return _model(annotation, here)


def _options(annotation: Any) -> list[Any]:
    """The alternatives of a type, with `Annotated` and `None` taken off."""
    if get_origin(annotation) is Annotated:
        return _options(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [one for part in get_args(annotation) for one in _options(part)]
    return [] if annotation is type(None) else [annotation]


def _model(annotation: Any, here: Data) -> type[BaseModel] | None:
    options = _options(annotation)
    models = [one for one in options if isinstance(one, type) and issubclass(one, BaseModel)]
    if Denominate in models:
        return STEPS.get(step_kind(here) or "")
    return models[0] if models else None


def _item(annotation: Any) -> Any:
    """The type of what stands in a list or in a map of names."""
    for one in _options(annotation):
        arguments = get_args(one)
        if get_origin(one) is dict:
            return arguments[1]
        if get_origin(one) in (tuple, list):
            return arguments[0]
    return None


def code_at(path: Path) -> str | None:
    """The code of the criterion (or input, level …) that `path` leads into; else its first key.

    >>> code_at(("index", "pillars", "A", "criteria", "A1", "rule")), code_at(("title",))
    ('A1', 'title')
    """
    named = [str(part) for before, part in itertools.pairwise(path) if before in NAMED]
    return named[-1] if named else (str(path[0]) if path else None)
