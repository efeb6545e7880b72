"""The editions there are: those of the library by id, and those in files of one's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from thangdo.records import library
from thangdo.records.documents import tables
from thangdo.rules.index import nodes
from thangdo.rules.index.answers import BadInput, Problem
from thangdo.rules.index.edition.check import Report, examine
from thangdo.rules.index.edition.load import load
from thangdo.rules.index.edition.merge import Find
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.edition.source import LARGEST
from thangdo.rules.index.phrases import phrase
from thangdo.work.editions.workbook_in import import_

FOLDER = "editions"


def edition_ids() -> list[str]:
    """The ids of the editions in the library."""
    return [name for name in names() if "@" not in name]


def versions(edition_id: str) -> list[int]:
    """The versions of an edition in the library, the latest first; none when it is not there."""
    earlier = [name.partition("@") for name in names()]
    found = {int(version) for name, at, version in earlier if at and name == edition_id}
    return sorted(found | {get(edition_id).version}, reverse=True) if edition_id in edition_ids() else []


def named(edition_id: str, version: int | None) -> str:
    """How the library names a version of an edition: its id alone for the latest one."""
    latest = version is None or not (known := versions(edition_id)) or version == known[0]
    return edition_id if latest else f"{edition_id}@{version}"


def names() -> list[str]:
    """The names of all texts in the library: `id`, and `id@version` of those no longer the latest."""
    return library.names(FOLDER, ".yaml")


def source_text(edition_id: str) -> str:
    """The YAML text of an edition of the library, as its authors wrote it. KeyError when there is none."""
    if edition_id not in names():
        raise KeyError(edition_id)
    return library.read_text(FOLDER, f"{edition_id}.yaml")


def get(id_or_path: str | Path) -> Edition:
    """The edition with this id in the library, or in this file (.yaml, .yml, .xlsx). Raises BadInput.

    `id@version`: a version in the library that is no longer the latest.
    """
    name = str(id_or_path)
    if name in names():
        return _of_library(name)
    text, file = _read(name)
    return load(text, file, _finder(Path(name).parent))


def report(id_or_path: str | Path) -> Report:
    """Everything that can be said about an edition: problems, and notes on what may not be meant.

    Raises BadInput when there is no such file.
    """
    name = str(id_or_path)
    if name in names():
        return examine(source_text(name), f"{FOLDER}/{name}.yaml", _finder(None))
    text, file = _read(name)
    return examine(text, file, _finder(Path(name).parent))


def titles(edition: Edition, language: str) -> dict[str, str]:
    """The title of every node by code; the root carries the edition's title."""
    return nodes.titles(edition, language)


@cache
def _of_library(edition_id: str) -> Edition:
    return load(source_text(edition_id), f"{FOLDER}/{edition_id}.yaml", _finder(None))


def _finder(beside: Path | None) -> Find:
    """Finds an edition by its id: first in the folder `beside`, then in the library."""

    def find(edition_id: str) -> tuple[str | bytes, str] | None:
        if beside is not None and Path(edition_id).name == edition_id:
            file = beside / f"{edition_id}.yaml"
            if file.is_file():
                return _bytes(file), str(file)
        if edition_id in names():
            return source_text(edition_id), f"{FOLDER}/{edition_id}.yaml"
        return None

    return find


def _read(name: str) -> tuple[str | bytes, str]:
    file = Path(name)
    if not file.is_file():
        raise BadInput(
            [
                Problem(
                    name,
                    phrase("edition-unknown"),
                    allowed=", ".join(edition_ids()) or None,
                    mend=phrase("write-edition"),
                )
            ]
        )
    if file.suffix.lower() == ".xlsx":
        return import_(_bytes(file, tables.LARGEST), name, _finder(file.parent)), name
    if file.suffix.lower() not in (".yaml", ".yml"):
        message = phrase("edition-file-type", ending=file.suffix)
        raise BadInput([Problem(name, message, allowed=".yaml, .yml, .xlsx")])
    return _bytes(file), name


def _bytes(file: Path, most: int = LARGEST) -> bytes:
    """The file's content; of one that is too large only so much that it is refused for its size."""
    try:
        with file.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as error:
        raise BadInput([Problem(str(file), phrase("file-unreadable-because", why=error.strerror))]) from error
