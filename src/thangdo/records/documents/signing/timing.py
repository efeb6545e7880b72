"""The time of a signature from a time server (RFC 3161): asked within bounds, its answer looked at."""

from __future__ import annotations

import base64
import socket
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event, Timer
from typing import Any
from urllib.parse import unquote, urlsplit

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

STEP = 5.0  # seconds for connecting, and for which the server may say nothing
PATIENCE = 15.0  # seconds for a whole answer
LARGEST = 100_000  # bytes of an answer
FAR = timedelta(days=1)  # between the server's time and ours
REPLY = "application/timestamp-reply"
DOWN, WRONG = "no-time-from-server", "wrong-time-from-server"


class NoTime(TimestampRequestError):
    """A time server that gave no time. code: no-time-from-server | wrong-time-from-server."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TimeServer(TimeStamper):
    """A time server by its address, http:// or https://, where it asks for one with user:password@.

    pyHanko's own client waits as long as a server goes on saying a little, needs an exact Content-Type, does
    not compare what was stamped, and falls over a wrong nonce.
    """

    def __init__(self, address: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._address = address

    async def async_request_tsa_response(self, req: Any) -> Any:
        """The answer to a request. Raises NoTime."""
        return tsp.TimeStampResp.load(posted(self._address, req.dump()))

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """The stamp of a digest: of this one, by today's time. Raises NoTime."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            told = token["content"]["encap_content_info"]["content"].parsed
            same = told["message_imprint"]["hashed_message"].native == message_digest
            near = abs(told["gen_time"].native - datetime.now(UTC)) < FAR
        except NoTime:
            raise
        except Exception as error:  # an answer that is none makes the readers say many things
            raise NoTime(WRONG) from error
        if not (same and near):
            raise NoTime(WRONG)
        return token

    async def async_dummy_response(self, md_algorithm: str) -> Any:
        """A stamp to measure by. Raises NoTime."""
        try:
            return await super().async_dummy_response(md_algorithm)
        except NoTime:
            raise
        except Exception as error:  # certificates that cannot be read
            raise NoTime(WRONG) from error


def posted(address: str, body: bytes) -> bytes:
    """What a time server answers to a request. Raises NoTime.

    >>> posted("ftp://somewhere/", b"")
    Traceback (most recent call last):
        ...
    thangdo.records.documents.signing.timing.NoTime: no-time-from-server
    """
    try:
        parts = urlsplit(address)
        kind = {"http": HTTPConnection, "https": HTTPSConnection}[parts.scheme]
        connection = kind(parts.hostname or "", parts.port, timeout=STEP)
    except (KeyError, ValueError, HTTPException) as error:
        raise NoTime(DOWN) from error
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Content-Type": "application/timestamp-query", "Accept": REPLY}
    if parts.username is not None:
        secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(secret).decode()}"
    end: Timer | None = None
    late = Event()
    try:
        connection.connect()
        end = Timer(PATIENCE, _cut, [connection.sock, late])
        end.daemon = True
        end.start()
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        content = bytes(answer.read(LARGEST + 1))
    except (OSError, HTTPException, ValueError) as error:
        raise NoTime(DOWN) from error
    finally:
        if end is not None:
            end.cancel()
        connection.close()
    if late.is_set() or (answer.length and len(content) <= LARGEST):
        raise NoTime(DOWN)
    said = answer.headers.get_content_type()
    if answer.status != 200 or said != REPLY or not 0 < len(content) <= LARGEST:
        raise NoTime(WRONG)
    return content


def _cut(line: socket.socket, late: Event) -> None:
    """End what is being read: whoever reads is told."""
    late.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
