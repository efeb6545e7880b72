"""Reads library/words, what is said of each kind of work in both languages, and makes one file of it.

Reading the YAML costs half a second, the file made of it two milliseconds: so hatch_build.py makes it beside
the catalogues, for the wheel too, and a checkout whose words are newer than the file makes it again.
hatch_build.py loads this module by its path: it imports nothing of thangdo (docs/decisions/words-as-data.md).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

WORDS = Path(__file__).resolve().parents[2] / "library" / "words"
COMPILED = WORDS / "compiled.json"
LANGUAGES = ("vi", "en")
Tree = dict[str, Any]  # names down to pairs [vi, en]


class BadWords(Exception):
    """The words cannot be used: which file, which entry, why."""


def sources(folder: Path = WORDS) -> list[Path]:
    """The files of words, one for each kind of work."""
    return sorted(folder.glob("*.yaml"))


def compiled(folder: Path = WORDS) -> Tree:
    """Section -> name -> ... -> [vi, en], of all files together. BadWords where one name stands twice."""
    every: Tree = {}
    for path in sources(folder):
        read = _yaml(path)
        prefix = str(read.pop("prefix", ""))  # of the acts: `ask` of this file is known as announcement-ask
        for section, words in read.items():
            if section == "acts":
                words = {prefix + name: said for name, said in words.items()}
            _merge(every, {section: words}, (path.name,))
    return every


def _yaml(path: Path) -> Tree:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        read = YAML(typ="safe", pure=True).load(path)
    except YAMLError as error:  # a key that stands twice as well
        raise BadWords(f"{path.name}: {error}") from error
    if not isinstance(read, dict):
        raise BadWords(f"{path.name}: holds no sections")
    return read


def _merge(into: Tree, more: Tree, place: tuple[str, ...]) -> None:
    for key, value in more.items():
        here = (*place, str(key))
        if not isinstance(key, str) or not isinstance(value, dict):
            raise BadWords(f"{': '.join(here)}: neither names nor {{vi: …, en: …}}")
        if value.keys() & set(LANGUAGES):
            if key in into:
                raise BadWords(f"{': '.join(here)}: said in another place as well")
            into[key] = _pair(value, here)
        elif isinstance(into.setdefault(key, {}), list):
            raise BadWords(f"{': '.join(here)}: said in another place as well")
        else:
            _merge(into[key], value, here)


def _pair(value: Tree, place: tuple[str, ...]) -> list[str]:
    if tuple(value) != LANGUAGES or not all(isinstance(text, str) for text in value.values()):
        raise BadWords(f"{': '.join(place)}: needs vi and en, both as texts, and nothing else")
    return list(value.values())


def pairs(tree: Tree, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Every (where it stands, Vietnamese, English) of compiled words."""
    for key, value in tree.items():
        if isinstance(value, list):
            yield (*place, key), value[0], value[1]
        else:
            yield from pairs(value, (*place, key))


def is_fresh(folder: Path = WORDS, target: Path = COMPILED) -> bool:
    """Whether the file is there and no words are newer. A wheel carries the file alone."""
    made = target.stat().st_mtime_ns if target.exists() else -1
    return made >= max((path.stat().st_mtime_ns for path in [*sources(folder), Path(__file__)]), default=0)


def load(folder: Path = WORDS, target: Path = COMPILED) -> Tree:
    """All words, from the file; made anew, and kept where that can be written, when words are newer."""
    if not is_fresh(folder, target) and sources(folder):
        with suppress(OSError):
            make(folder, target)
            return compiled_file(target)
        return compiled(folder)
    return compiled_file(target)


def compiled_file(target: Path) -> Tree:
    """What the file made of the words holds."""
    read: Tree = json.loads(target.read_text(encoding="utf-8"))
    return read


def make(folder: Path = WORDS, target: Path = COMPILED) -> None:
    """Write the file anew, whole or not at all."""
    text = json.dumps(compiled(folder), ensure_ascii=False, separators=(",", ":"))
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(target)
