"""A site of a few lines for the tests of the server: it says what it was sent, and sends much when asked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from typing import Any

PIECE = b"0123456789abcdef" * 4096  # 64 kB


def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """/big/N: N pieces. /unread: the body stays unread. Else: the hash and the length of the body."""
    path = environ["PATH_INFO"]
    if path.startswith("/big/"):
        count = int(path[5:])
        start("200 OK", [("Content-Length", str(count * len(PIECE)))])
        return (PIECE for _ in range(count))
    length = 0 if path == "/unread" else int(environ.get("CONTENT_LENGTH") or 0)
    body = environ["wsgi.input"].read(length)
    said = f"{len(body)} {hashlib.sha256(body).hexdigest()}".encode()
    start("200 OK", [("Content-Length", str(len(said))), ("X-Process", str(os.getpid()))])
    return [said]
