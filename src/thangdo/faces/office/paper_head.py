"""What a clerk types for the head of a paper: number, day, grounds, signer and authority, recipients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thangdo.faces.office import form_values
from thangdo.records.documents.official.heading import AUTHORITIES
from thangdo.records.people.acting import Refused

MOST = 30  # lines of a list
LONGEST = 400


def lines(source: Mapping[str, object], name: str) -> tuple[str, ...]:
    """The lines of a field, blank ones and bullets off."""
    typed = str(source.get(name, ""))[: MOST * LONGEST].splitlines()
    found = (line.strip().removeprefix("- ").strip()[:LONGEST] for line in typed)
    return tuple(line for line in found if line)[:MOST]


def read(source: Mapping[str, object]) -> dict[str, Any]:
    """The fields of a `Head` as they were typed. Raises Refused("bad-form")."""
    texts = {
        name: str(source.get(name, "")).strip()[:LONGEST] for name in ("number", "signer", "title", "drafter")
    }
    authority = str(source.get("authority", "")).strip()
    if authority not in AUTHORITIES:
        raise Refused("bad-form", field="authority", typed=authority[:20])
    return {
        **texts,
        "day": form_values.day(str(source.get("day", ""))),
        "authority": authority,
        "grounds": lines(source, "grounds"),
        "recipients": lines(source, "recipients"),
    }
