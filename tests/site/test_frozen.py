"""A change of the code changes what programs, spreadsheets and archives outside rely on, and nobody notices.

What is frozen stands in `tests/data/frozen/`. More may come; what is there stays equal.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

import frozen
import played
import programme_world
from thangdo.records.people.models import Person
from thangdo.work import samples

FOLDER = Path(__file__).parents[1] / "data" / "frozen"
NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
RENEW = (
    "these were frozen; if the change is meant: run `python scripts/freeze.py`, read what "
    "`git diff tests/data/frozen` shows, and name the change in the commit and in the changelog"
)


@pytest.fixture(autouse=True)
def in_vietnamese() -> Iterator[None]:
    """Whatever the test before has left: addresses and sample texts are those of the Vietnamese pages."""
    with translation.override("vi"):
        yield


def same(name: str, now: Any) -> None:
    """Everything that the file holds is still there and equal. Under WRITE_FROZEN: write the file."""
    file = FOLDER / name
    lines = isinstance(now, list)
    if "WRITE_FROZEN" in os.environ:
        text = "\n".join(now) if lines else json.dumps(now, ensure_ascii=False, indent=1, sort_keys=True)
        file.write_text(text + "\n", encoding="utf-8")
        return
    text = file.read_text(encoding="utf-8")
    lost = _lines_lost(text.splitlines(), now) if lines else _differences(json.loads(text), now, "")
    assert list(lost) == [], f"{file.name}: {RENEW}"


def _lines_lost(before: list[str], now: list[str]) -> Iterator[str]:
    """The lines that are gone. Their order is not compared: where it matters, a page is not found."""
    yield from (f"gone: {line}" for line in before if line not in set(now))


def _differences(before: Any, now: Any, place: str) -> Iterable[str]:
    if isinstance(before, dict) and isinstance(now, dict):
        for name, value in before.items():
            if name in now:
                yield from _differences(value, now[name], f"{place}/{name}")
            else:
                yield f"{place}/{name} is gone"
    elif place.endswith("/required") and isinstance(
        before, list
    ):  # a set: JSON Schema gives its order no meaning
        yield from _differences({one: True for one in before}, {one: True for one in now}, place)
    elif before != now:
        yield f"{place} was {before!r:.300}, is {now!r:.300}"


def test_a_program_that_was_written_for_the_interface_no_longer_works() -> None:
    from thangdo.faces.api.api import api
    from thangdo.faces.api.openapi import describe

    described = describe(api, "en")
    del described["info"]["version"]
    same("openapi.json", described)


def test_a_bookmark_or_a_link_of_a_paper_no_longer_leads_to_its_page() -> None:
    same("routes.txt", frozen.addresses())


def test_old_events_of_the_loaded_examples_can_no_longer_be_read_back(site_data: Path) -> None:
    same("ledger_examples.json", frozen.payloads(frozen.ledger_of(site_data)))


@pytest.mark.django_db
def test_a_spreadsheet_or_an_old_event_is_written_otherwise_than_before(site_url: str, settings: Any) -> None:
    """Takes seconds: a campaign, conferences, orders and programmes are played to their end."""
    settings.DEMO = True  # the sample's secretary may sign in
    world = programme_world.build()
    played.published(world)
    samples.more(NOW)
    world.people["thu-ky"] = Person.objects.get(login="thu-ky")
    same("ledger_samples.json", frozen.payloads(frozen.ledger_here()))
    heads = [*frozen.examples(site_url), *frozen.played(world), *frozen.written_files()]
    same("csv_headers.txt", sorted(heads))
