"""`thangdo reproduce`: every index by its name, and no name that leads nowhere."""

from __future__ import annotations

import csv

import pytest

from thangdo.work.editions import queries as editions
from thangdo.work.reproductions import names, reproduce


def test_every_name_is_the_id_of_an_edition_and_gia_lai_comes_first() -> None:
    assert names()[0] == "gia-lai-2019"
    assert len(names()) == 10
    ids = editions.edition_ids()
    assert all(any(one == name or one.startswith(f"{name}-") for one in ids) for name in names())


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        reproduce("gia-lai-2040")


@pytest.mark.parametrize("name", [name for name in names() if not name.startswith("eu-")])
def test_every_index_can_be_written_to_a_file(name: str) -> None:
    outcome = reproduce(name)
    assert outcome.name == name
    written = list(csv.DictReader(outcome.csv().splitlines()))
    assert len(written) == len(outcome.rows) > 0
    assert tuple(written[0]) == outcome.columns
