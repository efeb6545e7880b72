"""Fetching a page of the running site without a browser."""

from __future__ import annotations

import gzip
import urllib.error
import urllib.request
from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


def fetch(address: str, **headers: str) -> Reply:
    """One request; an answer of 304, 404 or 500 is an answer too."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=600) as reply:
            status, given, body = reply.status, dict(reply.headers), reply.read()
    except urllib.error.HTTPError as error:
        status, given, body = error.code, dict(error.headers), error.read()
    if given.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return Reply(status, given, body)
