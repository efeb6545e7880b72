"""Finds what stands in library/words by its place, and fills its gaps with facts as a reader writes them.

The language comes as an argument, and nothing here needs Django: commands that only read files use it too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from thangdo.faces.look import numbers, word_files

Pair = tuple[str, str]
Names = Mapping[str, str]
MOST_NAMED = 8  # criteria in one sentence
TYPED = ("typed", "login", "slug")  # facts that are shown as somebody typed them
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].*)?", re.DOTALL)


@lru_cache(maxsize=1)
def everything() -> word_files.Tree:
    """All words: section -> name -> ... -> [vi, en]."""
    return word_files.load()


def pair(*place: str) -> Pair | None:
    """What stands at a place, such as refusals, bad-day: (Vietnamese, English), or None."""
    found: Any = everything()
    for name in place:
        found = found.get(name) if isinstance(found, dict) else None
    return (found[0], found[1]) if isinstance(found, list) else None


def has(*place: str) -> bool:
    """Whether something is said at a place."""
    return pair(*place) is not None


def pick(said: Pair, language: str) -> str:
    """The text of a pair (Vietnamese, English) in a language."""
    return said[1] if language == "en" else said[0]


def name(language: str, *place: str) -> str:
    """What something is called; the last of its names where nothing is said of it."""
    return pick(pair(*place) or (place[-1], place[-1]), language)


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return numbers.NOTHING


def filled(said: Pair, facts: Mapping[str, Any], language: str, titles: Names | None = None) -> str:
    """The sentence with its gaps filled. titles: of criteria and inputs; of units, scheme:code -> name."""
    known = {key: fact(key, value, titles or {}, language) for key, value in facts.items()}
    # title_vi and title_en fill {title}; title_en also where title is there, which is the Vietnamese one
    for key in list(known):
        if language == "en" and key.endswith("_en") and facts[key]:
            known[key[:-3]] = known[key]
        if key.endswith(("_vi", "_en")):
            stem = key[:-3]
            known.setdefault(stem, known.get(f"{stem}_{language}") or known.get(f"{stem}_vi") or known[key])
    return pick(said, language).format_map(_Gaps(known))


def fact(key: str, value: Any, titles: Names, language: str) -> str:
    """A fact as a reader of the language writes it: numbers, days, lists, names of criteria, tiers, roles."""
    if value is None:
        return numbers.NOTHING
    if key == "node":
        return node_name(str(value), titles)
    if key == "role":
        return name(language, "roles", str(value))
    if key in ("tiers", "allowed") and isinstance(value, list):
        return "; ".join(name(language, "tiers", str(one)) for one in value)
    if isinstance(value, list | tuple):
        shown = [node_name(str(one), titles) if key == "nodes" else str(one) for one in value]
        return ", ".join(shown[:MOST_NAMED]) + (" …" if len(shown) > MOST_NAMED else "")
    if isinstance(value, int) and not isinstance(value, bool):
        return numbers.number(value, language)
    text = str(value)
    if text in titles and ":" in text:
        return unit_name(text, titles)
    return numbers.day(text[:10], language) if key not in TYPED and _DAY.fullmatch(text) else text


def node_name(node: str, titles: Names) -> str:
    """A criterion in a sentence: its code, and its title where it is known."""
    title = titles.get(node)
    if title is None:
        return node
    return f"{node} “{title}”"


def unit_name(unit: str, names: Names) -> str:
    """ "Xã Gào (vn-gso:23611)"; the code alone where the name is not known."""
    return f"{names[unit]} ({unit})" if unit in names else unit
