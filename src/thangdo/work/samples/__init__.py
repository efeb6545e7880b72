"""The sample province of a demonstration: units, people, a campaign, and what was ordered; plainly sample."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

#: the rooms beside the campaign, each with `seed(cast, now) -> int`, those needed by others first
MORE = ("conferences", "directives", "programmes", "announcements", "papers")


def more(now: datetime) -> int:
    """What Tỉnh Mẫu has beside its campaign, where it is not there yet; how many things were made."""
    from thangdo.work.samples.province import people, units

    cast = people(units(), now)
    return sum(int(import_module(f"{__name__}.{name}").seed(cast, now)) for name in MORE)
