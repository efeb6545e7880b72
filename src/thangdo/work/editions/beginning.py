"""What a new draft begins with: an edition of the library, one that is published, a file, or nothing."""

from __future__ import annotations

from decimal import Decimal

from thangdo.records.documents.tables import LARGEST, Notice
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units.models import Unit
from thangdo.rules.index.edition.source import Data, read
from thangdo.work.editions import actions, drafts, queries, tree
from thangdo.work.editions.acts import LARGEST as LARGEST_TEXT
from thangdo.work.editions.acts import next_version
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.states import State
from thangdo.work.editions.stored import find
from thangdo.work.editions.workbook_in import import_

EMPTY = """\
# {id}: what is asked, how an answer becomes points, and which conditions each level needs.
edition: {id}
version: 1
official: false
title: {{vi: '{title}'}}
effective: {{from: {day}}}
tiers: [department, district, commune]
rounding: {{places: 2, mode: half-up, at: [index]}}
index:
  title: {{vi: Chỉ số, en: Index}}
  combine: sum
"""


def from_library(actor: Actor, unit: Unit, edition_id: str, model: str) -> EditionVersion:
    """A draft with the text of an edition of the library. Raises as `begin`; Refused("no-such-edition")."""
    if model not in queries.names():
        raise Refused("no-such-edition", edition=model)
    return _begin(actor, unit, edition_id, queries.source_text(model), f"library:{model}")


def from_published(actor: Actor, unit: Unit, key: int, edition_id: str = "") -> EditionVersion:
    """The next version of a published edition, or (with another id) a new edition of the same text."""
    version = drafts.one(actor, key)
    if version.state != State.PUBLISHED:
        raise Refused("not-published", edition=str(version))
    return _begin(actor, unit, edition_id or version.edition, version.text, f"edition:{version}")


def from_file(
    actor: Actor,
    unit: Unit,
    edition_id: str,
    name: str,
    content: bytes,
    notices: list[Notice] | None = None,
) -> EditionVersion:
    """A draft with the text of an uploaded .yaml or .xlsx file. Raises as `begin`; BadInput, Refused.

    edition_id: empty for the one that the file names itself. notices: where it is said how it was read.
    """
    text = text_of_file(name, content, notices)
    named = read(text, name).data.get("edition")
    wanted = edition_id or (named if isinstance(named, str) else "")
    return _begin(actor, unit, wanted, text, "file")


def empty(actor: Actor, unit: Unit, edition_id: str, title: str) -> EditionVersion:
    """A draft with a head and no criteria yet. Raises as `begin`."""
    quoted = " ".join(title.split()).replace("'", "''") or edition_id
    text = EMPTY.format(id=edition_id, title=quoted, day=actor.day.isoformat())
    return actions.begin(actor, unit, edition_id, text, "empty")


def text_of_file(name: str, content: bytes, notices: list[Notice] | None = None) -> str:
    """The YAML text of an uploaded file. Raises BadInput; Refused: file-empty, file-too-large, file-type."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if not content:
        raise Refused("file-empty")
    if ending == "xlsx":
        if len(content) > LARGEST // 5:
            raise Refused("file-too-large", most=LARGEST // 5)
        return import_(content, name[:80], find, notices)
    if ending not in ("yaml", "yml"):
        raise Refused("file-type", allowed=".yaml, .yml, .xlsx")
    if len(content) > LARGEST_TEXT:
        raise Refused("file-too-large", most=LARGEST_TEXT)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("file-not-utf-8") from error


def _begin(actor: Actor, unit: Unit, edition_id: str, text: str, source: str) -> EditionVersion:
    """Begin with the text under its new name and number, where it can be read."""
    version = next_version(edition_id) if edition_id else 1
    data = read(text, "edition.yaml")
    if not data.problems:
        named: dict[str, Data] = {"edition": edition_id, "version": Decimal(version), "status": None}
        if edition_id:
            text = tree.change(text, (), named)
    return actions.begin(actor, unit, edition_id, text, source)
