"""Published editions in the database: frozen, found by those that extend them, refused when tampered with."""

from __future__ import annotations

import pytest

import world as sample
from thangdo.records.sealed import Sealed
from thangdo.work.editions import stored
from thangdo.work.editions.models import EditionVersion
from world import EDITION, World

EXTENDING = """\
edition: sample-more
version: 1
official: false
title: {vi: Thêm}
effective: {from: 2026-01-01}
extends: {edition: sample-level, version: 1}
tiers: [department, commune]
index: {pillars: {A: {criteria: {A1: {max: 25}}}}}
"""


@pytest.fixture
def world(db: None) -> World:
    return sample.build()


def test_a_published_edition_is_read_back_as_it_was_frozen(world: World) -> None:
    version = sample.publish_edition(world)
    edition = stored.edition_of(version)
    assert (edition.edition, edition.version, edition.status) == ("sample-level", 1, "published")
    assert edition.index.children["A"].children["A1"].max == 20


def test_a_published_edition_cannot_be_edited_even_by_the_program(world: World) -> None:
    version = sample.publish_edition(world)
    version.text = EDITION + "# more\n"
    with pytest.raises(Sealed):
        version.save()


def test_an_edition_changed_behind_the_program_s_back_is_not_scored_with(world: World) -> None:
    version = sample.publish_edition(world)
    EditionVersion.objects.filter(pk=version.pk).update(frozen=version.frozen.replace("20", "21"))
    stored._thawed.cache_clear()
    with pytest.raises(stored.Damaged):
        stored.edition_of(version)


def test_a_draft_is_not_taken_for_a_published_edition(world: World) -> None:
    version = sample.editions.begin(world.actor("author"), world.units["province"], "sample-level", EDITION)
    with pytest.raises(ValueError, match="not published"):
        stored.edition_of(version)
    assert stored.find("sample-level") is None
    assert stored.find("gia-lai-2019") is not None


def test_an_edition_may_extend_one_that_is_published_here(world: World) -> None:
    sample.publish_edition(world)
    report = stored.examined(EXTENDING, "sample-more.yaml")
    assert report.problems == []
    assert report.edition is not None and report.edition.index.children["A"].children["A1"].max == 25
