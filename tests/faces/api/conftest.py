"""The sample province with a program, at an hour of its own."""

from __future__ import annotations

import pytest

import world as sample
from programs import Program
from thangdo.faces.look import clock
from world import World


@pytest.fixture
def world(db: None, collected_static_files: None) -> World:
    return sample.build()


@pytest.fixture
def program(world: World, monkeypatch: pytest.MonkeyPatch) -> Program:
    found = Program(world, world.now)
    monkeypatch.setattr(clock, "now", lambda: found.now)
    return found
