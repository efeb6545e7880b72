"""Imported figures by unit: what a condition over data can be held against until measures compute it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from thangdo.records.ledger import private
from thangdo.records.ledger.events import append
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units.models import Unit
from thangdo.work.directives import events
from thangdo.work.directives.actions.common import Json, UnitRef, may, unit_named
from thangdo.work.directives.conditions import number
from thangdo.work.directives.models import Figure

NAME = r"[a-z0-9]+(-[a-z0-9]+)*"
MOST = 20_000


def import_figures(
    actor: Actor, authority: UnitRef, name: str, day: date, values: Mapping[UnitRef, str], source: str
) -> Json:
    """Take figures in: unit -> the number in plain digits with a point; {"name", "units"}.

    All or none: Refused names the first unit or number that cannot be. Raises NotAllowed, KeyReused.
    """

    def run() -> Json:
        top = unit_named(authority)
        held = may(actor, "draft", top)
        if not re.fullmatch(NAME, name) or len(name) > 60:
            raise Refused("bad-directive-slug", slug=name)
        if not 0 < len(values) <= MOST:
            raise Refused("nothing-chosen")
        rows = Unit.objects.filter(code__in={code for _scheme, code in values}, path__startswith=top.path)
        units = {(row.scheme, row.code): row for row in rows}
        for ref, text in values.items():
            if ref not in units:
                raise Refused("no-such-unit", unit=":".join(ref))
            if number(text) is None:
                raise Refused("bad-number", value=text[:40])
        texts = {":".join(ref): text for ref, text in sorted(values.items())}
        happened = events.FiguresImported(day, texts, private.keep(source))
        append(f"figures:{name}", [happened.new()], actor.by(held))
        Figure.objects.filter(name=name, day=day, unit__in=[units[ref].pk for ref in values]).delete()
        Figure.objects.bulk_create(
            [Figure(name=name, unit=units[ref], day=day, value=text) for ref, text in values.items()],
            batch_size=1000,
        )
        return {"name": name, "units": len(values)}

    texts = {":".join(ref): text for ref, text in values.items()}
    request = {
        "act": "import_figures", "authority": list(authority), "name": name, "day": day.isoformat(),
        "values": texts, "source": source,
    }  # fmt: skip
    answer: Json = once(actor.by(), request, run)
    return answer
