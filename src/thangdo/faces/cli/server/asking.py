"""One question as it comes in over a connection: head and body, gathered while no thread waits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from thangdo.faces.cli.server.aside import Aside

END = b"\r\n\r\n"
MOST_HEAD = 64 << 10  # bytes of a head
IN_MEMORY = 256 << 10  # bytes of a body that are not put into a temporary file
PIECE = 64 << 10
_LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*([^\r]*?)[ \t]*(?=\r\n)", re.I)
_ENCODED = re.compile(rb"\r\ntransfer-encoding[ \t]*:", re.I)
_EXPECTS = re.compile(rb"\r\nexpect[ \t]*:[ \t]*100-continue[ \t]*(?=\r\n)", re.I)


class Refusal(Exception):
    """The question is not read further: `status` is the answer, and the connection ends."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


@dataclass(slots=True)
class Question:
    """What has come of one request so far. `rest` is what came behind it: the beginning of the next one.

    >>> asked = Question(most=100)
    >>> asked.add(b"POST / HTTP/1.1\\r\\nContent-Length: 3\\r\\n\\r\\nab"), asked.whole
    (None, False)
    >>> asked.add(b"cGET"), asked.whole, asked.rest, b"".join(asked.pieces())[-3:]
    (None, True, b'GET', b'abc')
    """

    most: int  # bytes of the largest body that is taken
    rest: bytes = b""
    length: int = -1  # bytes of the body; -1 while the head has not come
    expects: bool = False  # the client waits for "100 Continue" before it sends the body
    _head: bytearray = field(default_factory=bytearray)
    _body: Aside = field(default_factory=lambda: Aside(IN_MEMORY))

    @property
    def begun(self) -> bool:
        return bool(self._head)

    @property
    def whole(self) -> bool:
        return self.length >= 0 and self._body.size == self.length

    def add(self, data: bytes) -> None:
        """Take what came; raises Refusal for what cannot or need not be read to its end."""
        if self.length < 0:
            data = self._add_to_head(data)
        wanted = self.length - self._body.size if self.length >= 0 else 0
        try:
            self._body.add(data[:wanted])
        except OSError as error:
            raise Refusal("507 Insufficient Storage") from error
        self.rest += data[wanted:]

    def pieces(self) -> Iterator[bytes]:
        """Head and body, from the beginning."""
        yield bytes(self._head)
        place = 0
        while piece := self._body.at(place, PIECE):
            yield piece
            place += len(piece)

    def close(self) -> None:
        self._body.close()

    def _add_to_head(self, data: bytes) -> bytes:
        """Up to the end of the head; gives what comes behind it."""
        if not self._head:
            data = data.lstrip(b"\r\n")  # RFC 9112, 2.2: empty lines before a request are ignored
        looked = max(len(self._head) - len(END), 0)
        self._head += data
        end = self._head.find(END, looked)
        if max(end, len(self._head) if end < 0 else 0) > MOST_HEAD:
            raise Refusal("431 Request Header Fields Too Large")
        if end < 0:
            return b""
        behind = bytes(self._head[end + len(END) :])
        del self._head[end + len(END) :]
        self._read_head()
        return behind

    def _read_head(self) -> None:
        """How long the body is. What else is wrong with a head, gunicorn says."""
        if _ENCODED.search(self._head):
            raise Refusal("411 Length Required")  # Django reads no body of unknown length either
        lengths = _LENGTH.findall(self._head)
        if not lengths:
            self.length = 0
            return
        if len(lengths) > 1 or not re.fullmatch(rb"[0-9]{1,15}", lengths[0]):
            raise Refusal("400 Bad Request")
        length = int(lengths[0])
        if length > self.most:
            raise Refusal("413 Content Too Large")
        self.length = length
        self.expects = bool(length and _EXPECTS.search(self._head))
