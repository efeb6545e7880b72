"""Units as officers type them: a code, or a name without marks; nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from thangdo.records.units.fold import bare, fold
from thangdo.records.units.models import Unit

SEPARATORS = "\n;"


def refs_of(text: str, authority: Unit, day: date) -> list[str]:
    """Each line as scheme:code, where one unit of the day under the authority has this code or name.

    A line that none or several have stays as it was typed: the scope then says that it is unknown.
    """
    lines = [line.strip() for line in text.replace(";", "\n").split("\n") if line.strip()]
    if not lines:
        return []
    rows = Unit.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_to=None) | Q(valid_to__gte=day),
        path__startswith=authority.path,
    )
    units = list(rows.only("scheme", "code", "name_vi", "name_en", "name_fold"))
    return list(dict.fromkeys(_ref(line, units) for line in lines))


def ref_of(text: str, authority: Unit, day: date) -> tuple[str, str] | None:
    """One unit as (scheme, code); None for an empty text. What is unknown stays as typed."""
    found = refs_of(text, authority, day)
    if not found:
        return None
    scheme, _colon, code = found[0].partition(":")
    return scheme, code


def _ref(line: str, units: Sequence[Unit]) -> str:
    typed = line.partition(" ")[0] if ":" in line.partition(" ")[0] else line
    for found in (
        [one for one in units if typed in (f"{one.scheme}:{one.code}", one.code)],
        [one for one in units if fold(line) == one.name_fold],
        [one for one in units if bare(line) in (bare(one.name_vi), bare(one.name_en))],
    ):
        if len(found) == 1:
            return f"{found[0].scheme}:{found[0].code}"
    return line
