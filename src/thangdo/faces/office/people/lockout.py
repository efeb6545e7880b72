"""Lock-out: how many wrong passwords are taken from whom, and how long one waits after that.

Each failure takes a place for some minutes; when no place is free, one waits for the first to become free.
The places stand in the cache that all server processes share, and taking one is a single atomic step.
"""

from __future__ import annotations

import hashlib
import math
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

COOKIE = "thangdo_device"
KEPT = 180 * 24 * 3600  # seconds that a browser is known
MOST_KNOWN = 12  # accounts that one browser is known for: a shared computer at a desk


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures in so many seconds."""

    name: str
    most: int
    seconds: int


HERE = Limit("here", 5, 5 * 60)  # one account from one address
DEVICE = Limit("device", 5, 5 * 60)  # one account from a browser in which it was used before
ACCOUNT = Limit("account", 50, 60 * 60)  # one account from everywhere but its own browsers
ADDRESS = Limit("address", 40, 10 * 60)  # one address, whatever accounts it tries
CODES_HERE = Limit("codes-here", 5, 5 * 60)  # codes of the second factor of one account from one address
CODES_HOUR = Limit("codes-hour", 15, 60 * 60)  # the same in an hour: one address cannot use up the next
CODES = Limit("codes", 60, 60 * 60)  # from everywhere but the account's own browsers
CODES_DEVICE = Limit("codes-device", 5, 5 * 60)  # from a browser in which it was used before
Places = list[str]


class Locked(Exception):
    """No more tries for now. wait: seconds until the next one."""

    def __init__(self, wait: float) -> None:
        self.wait = wait
        super().__init__(f"locked for {wait:.0f} s")

    @property
    def minutes(self) -> int:
        """The time left, in whole minutes, at least one."""
        return max(1, math.ceil(self.wait / 60))


def take(login: str, person: int | None, address: str, device: str) -> Places:
    """Take a place for a try, before the password is looked at. Raises Locked.

    device: the id of the browser when it is known for this person (`known`), else "". From a known browser
    only its own failures count: whoever attacks an account from elsewhere does not shut its holder out.
    """
    who = login.strip().casefold() if person is None else f"#{person}"
    if device:
        return _take_all([(DEVICE, f"{who} {device}")])
    return _take_all([(HERE, f"{who} {address}"), (ACCOUNT, who), (ADDRESS, address)])


def take_code(person: int, address: str, device: str) -> Places:
    """The same for a code of the second factor: who has the password shuts the holder out as little."""
    if device:
        return _take_all([(CODES_DEVICE, f"{person} {device}")])
    here = f"{person} {address}"
    return _take_all([(CODES_HERE, here), (CODES_HOUR, here), (CODES, str(person))])


def _take_all(wanted: Sequence[tuple[Limit, str]]) -> Places:
    taken: Places = []
    try:
        for limit, name in wanted:
            taken.append(_take(limit, name))
    except Locked:
        give_back(taken)
        raise
    return taken


def give_back(places: Places) -> None:
    """The password was right: the try does not count."""
    cache.delete_many(places)


def _take(limit: Limit, name: str) -> str:
    root = hashlib.sha256(f"{limit.name} {name}".encode()).hexdigest()[:40]
    places = [f"lockout:{root}:{number}" for number in range(limit.most)]
    now = time.time()
    held = cache.get_many(places)
    for place in places:
        if place not in held and cache.add(place, now + limit.seconds, timeout=limit.seconds):
            return place
    ends = cache.get_many(places).values()
    raise Locked(max(min(ends, default=now) - now, 1))


def known(request: HttpRequest, person: int | None) -> str:
    """The id of this browser when the person has signed in with it before, else ""."""
    device, people = _read(request)
    return device if person is not None and person in people else ""


def remember(request: HttpRequest, response: HttpResponseBase, person: int) -> None:
    """From now on this browser is known for the person. The cookie opens nothing by itself."""
    device, people = _read(request)
    people = [person, *(one for one in people if one != person)][:MOST_KNOWN]
    text = signing.dumps([device or secrets.token_hex(8), people], salt=COOKIE)
    response.set_cookie(
        COOKIE, text, max_age=KEPT, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def _read(request: HttpRequest) -> tuple[str, list[int]]:
    try:
        device, people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=KEPT)
        return str(device), [int(one) for one in people]
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
