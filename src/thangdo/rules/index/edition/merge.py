"""An edition that extends another: the other's content taken over, node by node.

Maps are merged by key and the extending file wins; lists, texts and rules are replaced whole; a key
set to null removes what was there. What names and dates the document itself is never taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from thangdo.rules.index.answers import Problem
from thangdo.rules.index.edition.source import Data, Path, Place, Source, read
from thangdo.rules.index.phrases import Phrase, phrase

#: the text and file of the edition `id`, or of a version that is no longer the latest, `id@version`
Find = Callable[[str], tuple[str | bytes, str] | None]

CHILDREN = ("pillars", "groups", "criteria", "sub_criteria")

# The document's own: never taken over from the edition that it extends.
OWN = {
    "edition",
    "version",
    "status",
    "official",
    "title",
    "summary",
    "note",
    "legal_basis",
    "relates_to",
    "effective",
    "extends",
}
# Maps that say one thing together: replaced whole, so that no half of an old one stays behind.
WHOLE = {"rule", "title", "guidance", "evidence", "basis", "missing", "unit", "choices", "rounding"}
# Maps whose keys an author chooses.
NAMED = {"inputs", "observations", "columns", "averages", "levels", "steps", *CHILDREN}


def none(_edition: str) -> None:
    """Finds no edition.

    >>> none("sample-2019")
    """
    return None


def merged(source: Source, find: Find = none) -> Source:
    r"""`source` with everything it extends; problems of finding and merging are added to its own.

    >>> base = "edition: base\nversion: 1\nties: dense\nindex: {title: {vi: Chỉ số}}\n"
    >>> own = read("edition: own\nextends: {edition: base, version: 1}\n", "own.yaml")
    >>> merged(own, lambda edition: (base, "base.yaml")).data["ties"]
    'dense'
    """
    return _merged(source, find, ())


def _merged(source: Source, find: Find, trail: Sequence[tuple[str, str]]) -> Source:
    extends = source.data.get("extends")
    if not isinstance(extends, dict) or _flat(source.data):
        return source
    wanted = extends.get("edition")
    if not isinstance(wanted, str):
        return source
    version = extends.get("version")
    trail = (*trail, _which(source))
    if _turns(source, (wanted, str(version)), trail):
        return source
    found = find(f"{wanted}@{version}") or find(wanted)
    if found is None:
        _refuse(
            source,
            phrase("extended-unknown", edition=wanted),
            phrase("put-file-beside"),
        )
        return source
    base = read(*found)
    if base.problems:
        source.problems.extend(base.problems)
        return source
    if _turns(source, _which(base), trail):
        return source
    has = base.data.get("version")
    if isinstance(version, Decimal) and isinstance(has, Decimal) and version != has:
        _refuse(
            source,
            phrase("extended-version", version=version, edition=wanted, found=has),
            phrase("check-what-changed"),
        )
    base = _merged(base, find, trail)
    source.problems.extend(p for p in base.problems if p not in source.problems)
    result = _Merge(base, source).done()
    result.problems = source.problems
    return result


def _turns(source: Source, which: tuple[str, str], trail: Sequence[tuple[str, str]]) -> bool:
    """Whether editions extend each other in a circle; says so."""
    if which not in trail:
        return False
    circle = " → ".join(one for one, _ in (*trail[trail.index(which) :], which))
    _refuse(source, phrase("extends-in-circle", circle=circle), phrase("take-extends-out"))
    return True


def _which(source: Source) -> tuple[str, str]:
    return str(source.data.get("edition")), str(source.data.get("version"))


def _flat(data: dict[str, Data]) -> bool:
    """Whether the file already holds everything it extends (as an exported workbook does)."""
    index = data.get("index")
    return isinstance(index, dict) and "origin" in index


def _refuse(source: Source, message: Phrase, mend: Phrase) -> None:
    place = source.place(("extends", "edition"))
    source.problems.append(Problem(place.file, message, place.line, code="extends", mend=mend))


@dataclass
class _Merge:
    """One base and one extending file becoming one."""

    base: Source
    own: Source
    places: dict[Path, Place] = field(default_factory=dict)

    def done(self) -> Source:
        base_id, own_id = (str(source.data.get("edition")) for source in (self.base, self.own))
        data: dict[str, Data] = {}
        self.places[()] = self.own.place(())
        for key, value in self.base.data.items():
            if key not in OWN and key not in self.own.data:
                data[key] = self.take(self.base, (key,), value)
        for key, value in self.own.data.items():
            if key in OWN or key not in self.base.data:
                data[key] = self.take(self.own, (key,), value)
            elif value is None:
                continue
            else:
                data[key] = self.both((key,), self.base.data[key], value)
        ordered = {key: data[key] for key in (*self.base.data, *self.own.data) if key in data}
        index = ordered.get("index")
        if isinstance(index, dict):
            self.originate(index, ("index",), base_id, own_id)
        return Source(self.own.name, ordered, self.places)

    def take(self, source: Source, path: Path, value: Data) -> Data:
        """`value` as it stands in one of the two files, its places noted."""
        if path in source.places:
            self.places[path] = source.places[path]
        if isinstance(value, dict):
            return {key: self.take(source, (*path, key), part) for key, part in value.items()}
        if isinstance(value, list):
            return [self.take(source, (*path, number), part) for number, part in enumerate(value)]
        return value

    def both(self, path: Path, old: Data, new: Data) -> Data:
        """`new` over `old`."""
        whole = path[-1] in WHOLE and not self.is_name(path)
        if whole or not isinstance(old, dict) or not isinstance(new, dict):
            return self.take(self.own, path, new)
        self.places[path] = self.own.place(path)
        result: dict[str, Data] = {}
        for name, value in old.items():
            below = (*path, name)
            if name not in new:
                result[name] = self.take(self.base, below, value)
            elif new[name] is not None:
                result[name] = self.both(below, value, new[name])
        for name, value in new.items():
            if name not in old:
                result[name] = self.take(self.own, (*path, name), value)
        return result

    def is_name(self, path: Path) -> bool:
        """Whether an author chose the last part of `path` (an input called `unit`): it is no key word."""
        return len(path) > 1 and path[-2] in NAMED

    def originate(self, node: dict[str, Data], path: Path, base_id: str, own_id: str) -> None:
        """Write into each node which edition it comes from.

        A node changed here comes from here; one that is only asked of other tiers stays the base's.
        """
        node["origin"] = self.origin(node, path, base_id, own_id)
        for kind in CHILDREN:
            children = node.get(kind)
            if isinstance(children, dict):
                for code, child in children.items():
                    if isinstance(child, dict):
                        self.originate(child, (*path, kind, code), base_id, own_id)

    def origin(self, node: dict[str, Data], path: Path, base_id: str, own_id: str) -> Data:
        before, now = _at(self.base.data, path), _at(self.own.data, path)
        if not isinstance(before, dict):
            return own_id
        if isinstance(now, dict) and any(key not in (*CHILDREN, "tiers") for key in now):
            return own_id
        return before.get("origin") or base_id


def _at(data: Data, path: Path) -> Data:
    for part in path:
        if not isinstance(data, dict) or part not in data:
            return None
        data = data[str(part)]
    return data
