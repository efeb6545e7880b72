"""Directives and figures built again from the ledger alone, and where the tables differ from it."""

from __future__ import annotations

from thangdo.records.acts import replay
from thangdo.records.ledger.events import read
from thangdo.work.directives.actions.figures import keep
from thangdo.work.directives.models import Directive, Figure
from thangdo.work.directives.projection import differences


def every() -> list[str]:
    """Where the tables of directives say something else than the ledger; none when all is well."""
    return [f"{one.slug}: {line}" for one in Directive.objects.all() for line in differences(one)]


def figures() -> list[str]:
    """The same of the figures of days."""
    return replay.again(_figures, _rebuild)


def _figures() -> replay.Tables:
    more = ("unit__scheme", "unit__code")
    return {"figures": replay.plain_rows(Figure.objects.all(), frozenset({"id", "unit"}), more)}


def _rebuild() -> None:
    names = set(Figure.objects.values_list("name", flat=True))
    Figure.objects.all().delete()
    for name in names:
        for event in read(f"figures:{name}"):
            keep(name, event)
