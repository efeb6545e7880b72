"""Somebody signed in before the office pages, at a moment of the sample world."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from thangdo.faces.look import clock
from world import World


def at(monkeypatch: pytest.MonkeyPatch, world: World, days: int = 0) -> None:
    """Let the pages think that so many days have passed since the sample world began."""
    monkeypatch.setattr(clock, "now", lambda: world.now + timedelta(days=days))


def signed_in(world: World, who: str) -> Client:
    """A browser of this person, second factor given."""
    client = Client()
    client.force_login(world.people[who])
    session = client.session
    session["second-factor"] = True
    session.save()
    return client


def page(client: Client, path: str, status: int = 200) -> str:
    """A page as text, with single spaces."""
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return re.sub(r"\s+", " ", answer.content.decode())


def send(client: Client, path: str, **values: Any) -> Any:
    """A form sent from a page of the site."""
    return client.post(path, values, headers={"referer": "http://testserver/office/"})
