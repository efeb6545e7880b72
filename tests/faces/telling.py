"""What every address answers a person, and whether he can tell two courses of a campaign apart by it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from unittest.mock import patch

from django.db import transaction
from django.test import Client
from django.utils.translation import override

import desk
import played
from faces import rights
from programs import BASE, Program
from world import World

#: what changes from one request to the next: tokens of forms, keys of requests, nonces
_FLEETING = re.compile(rb"[A-Za-z0-9_-]{22,}")


#: what an address of a campaign and of what hangs on it has in its pattern
AROUND = ("campaign", "my/", "plans", "needs", "tasks", "assessments", "publications", "results", "staff")


def paths(world: World) -> Iterator[str]:
    """Every address of a campaign, a part, an answer, and of one's own work; each file in each form."""
    key, edition = str(world.people["reporter"].pk), str(world.campaign().edition_id)
    office = str(world.people["reporter"].offices.get().pk)
    found = {}
    for form, kind in (("csv", "report"), ("xlsx", "decision"), ("docx", "weak-places")):
        filled = {"form": form, "ending": form, "kind": kind, "unit": "sample:X1", "campaign": played.SLUG}
        with patch.dict(rights.BLANKS, filled), override("vi"):
            for route in rights.routes(key, edition, office):
                named = any(word in route.pattern for word in AROUND)
                apart = route.path.startswith("/en/") or route.path.endswith("/my/tokens")  # the test's own
                if named and not route.act and not apart:
                    found[route.path] = None
    yield from ("/", "/office/", *found)


def bytes_for(world: World, who: str, asked: Iterable[str]) -> dict[str, bytes]:
    """What addresses answer a person, without what is new with every request; b"" where he gets nothing."""
    browser, program = Client(), {}
    if who != "nobody":
        browser = desk.signed_in(world, who)
        program = {"HTTP_AUTHORIZATION": f"Bearer {Program(world, world.now).token(who)}"}
    found = {}
    for path in asked:
        sid = transaction.savepoint()
        reply: Any = Client().get(path, **program) if path.startswith(BASE) else browser.get(path)
        content = b"".join(reply.streaming_content) if reply.streaming else reply.content
        transaction.savepoint_rollback(sid)
        assert reply.status_code < 500, (path, content[:2000])
        found[path] = _plain(content) if reply.status_code == 200 else b""
    return found


def _plain(content: bytes) -> bytes:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            names = sorted(name for name in file.namelist() if not name.endswith("core.xml"))
            return b"".join(name.encode() + file.read(name) for name in names)
    return _FLEETING.sub(b"", content)


def told(
    world: World, asking: Mapping[str, Sequence[str]], acts: Sequence[Callable[[World], None]]
) -> dict[str, set[str]]:
    """Of each person the addresses at which he can tell the acts apart, each done on the same campaign.

    asking: person -> the addresses that he asks. What refuses him after the first act is not asked again.
    """
    seen: list[dict[str, dict[str, bytes]]] = []
    for act in acts:
        sid = transaction.savepoint()
        act(world)
        again = (
            {who: [path for path, got in seen[0][who].items() if got] for who in asking} if seen else asking
        )
        seen.append({who: bytes_for(world, who, again[who]) for who in asking})
        transaction.savepoint_rollback(sid)
    return {
        who: {path for path, got in one.items() if any(other[who][path] != got for other in seen)}
        for who, one in seen[-1].items()
    }


def _again(first: Mapping[str, Mapping[str, bytes]] | None, who: str, every: Sequence[str]) -> Sequence[str]:
    return every if first is None else [path for path, got in first[who].items() if got]
