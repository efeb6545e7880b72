"""The zip that this software writes, byte by byte: whoever takes one of ours takes that and no other.

A zip says everything twice, at each member and in its table of contents, and leaves room between and beside
them: programs that read it in different ways can be shown different contents. So a reader here asks for the
bytes that the writer would have written around the parts, and for the deflate stream that it would have made.

Source of the records: PKWARE's APPNOTE.TXT, version 6.3.10, sections 4.3.7 to 4.3.16 and 4.5.3.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

STORED, DEFLATED = 0, 8
UNIX = 3
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
#: of 32-bit fields; above it, as Python's zipfile has it, the wide ones are used
WIDE = (1 << 31) - 1
MOST_NARROW = (1 << 16) - 1  # members

_PLAIN, _WITH_WIDE = 20, 45  # versions needed to unpack
_DAY = 1 << 5 | 1  # 1 January 1980
_FOLLOWS, _UTF8 = 0x08, 0x800
_FULL = 0xFFFFFFFF
_PIECE = 1 << 18
#: SHA-256 of what zlib makes of `_known`: the same in all versions seen of zlib, another in its replacements
_CLASSIC = "7bb6917e9ab9d69925722772db7bee7b32940d7d92b4fcd1aaeda4a2f8ff60b1"


@dataclass(frozen=True, slots=True)
class Member:
    """One member. packed, size: bytes with and without compression; place: where its local header begins."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    place: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """How a kind of file is written. mode: `st_mode` of the members; streamed: sizes stand after the data."""

    mode: int
    streamed: bool = False


PUBLICATION, BACKUP = Shape(0o100644), Shape(0o100600, streamed=True)


def before(member: Member, shape: Shape) -> bytes:
    """What stands before the data of a member.

    >>> before(Member("units.csv", DEFLATED, 7, 3, 5), PUBLICATION)[:4]
    b'PK\\x03\\x04'
    >>> len(before(Member("é", STORED, 0, 0, 0), BACKUP))
    52
    """
    name, flags = _named(member.name)
    version, extra, numbers = _PLAIN, b"", (member.crc, min(member.packed, _FULL), min(member.size, _FULL))
    if shape.streamed:
        version, extra, numbers = _WITH_WIDE, struct.pack("<HHQQ", 1, 16, 0, 0), (0, _FULL, _FULL)
        flags |= _FOLLOWS
    head = struct.pack(
        "<4s5H3L2H", b"PK\3\4", version, flags, member.method, 0, _DAY, *numbers, len(name), len(extra)
    )
    return head + name + extra


def after(member: Member, shape: Shape) -> bytes:
    """What stands after the data of a member.

    >>> after(Member("a", STORED, 0, 0, 0), PUBLICATION), len(after(Member("a", STORED, 0, 0, 0), BACKUP))
    (b'', 24)
    """
    if not shape.streamed:
        return b""
    return struct.pack("<4sLQQ", b"PK\7\x08", member.crc, member.packed, member.size)


def listed(member: Member, shape: Shape) -> bytes:
    """The record of a member in the table of contents.

    >>> listed(Member("a", STORED, 0, 0, 0), PUBLICATION)[:4]
    b'PK\\x01\\x02'
    """
    name, flags = _named(member.name)
    flags |= _FOLLOWS if shape.streamed else 0
    wide: list[int] = []
    packed, size, place = member.packed, member.size, member.place
    if packed > WIDE or size > WIDE:
        wide += [size, packed]
        packed = size = _FULL
    if place > WIDE:
        wide.append(place)
        place = _FULL
    extra = struct.pack(f"<HH{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    version = _WITH_WIDE if wide or shape.streamed else _PLAIN
    return (
        struct.pack(
            "<4s2B5H3L5H2L",
            b"PK\1\2",
            version,
            UNIX,
            version,
            flags,
            member.method,
            0,
            _DAY,
            member.crc,
            packed,
            size,
            len(name),
            len(extra),
            0,
            0,
            0,
            shape.mode << 16,
            place,
        )
        + name
        + extra
    )


def ending(count: int, size: int, place: int) -> bytes:
    """What ends the zip, after a table of contents of `size` bytes for `count` members at `place`.

    >>> len(ending(1, 47, 31)), len(ending(70_000, 47, 31))
    (22, 98)
    """
    wide = b""
    if count > MOST_NARROW or size > WIDE or place > WIDE:
        wide = struct.pack(
            "<4sQ2H2L4Q", b"PK\6\6", 44, _WITH_WIDE, _WITH_WIDE, 0, 0, count, count, size, place
        ) + struct.pack("<4sLQL", b"PK\6\7", 0, place + size, 1)
    few = min(count, MOST_NARROW)
    return wide + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, few, few, min(size, _FULL), min(place, _FULL), 0)


def _named(name: str) -> tuple[bytes, int]:
    try:
        return name.encode("ascii"), 0
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape"), _UTF8


def strange(file: IO[bytes], members: Sequence[Member], shape: Shape) -> str | None:
    """The first member around which other bytes stand than ours; "" for the end; None where there is none.

    members: as the table of contents has them, in its order.

    >>> import io
    >>> out = io.BytesIO()
    >>> with Writer(out) as writer:
    ...     _ = writer.add("a.txt", [b"one"])
    >>> members = writer.members
    >>> strange(out, members, BACKUP), strange(io.BytesIO(out.getvalue() + b"x"), members, BACKUP)
    (None, '')
    """
    place = 0
    for member in members:
        head, tail = before(member, shape), after(member, shape)
        if member.place != place or _at(file, place, len(head)) != head:
            return member.name
        place += len(head) + member.packed
        if _at(file, place, len(tail)) != tail:
            return member.name
        place += len(tail)
    start = place
    for member in members:
        record = listed(member, shape)
        if _at(file, place, len(record)) != record:
            return member.name
        place += len(record)
    end = ending(len(members), place - start, start)
    return None if _at(file, place, len(end) + 1) == end else ""


def is_ours(file: IO[bytes], member: Member, shape: Shape, packed_here: bool) -> bool:
    """Whether the data of a member is the one stream that the writer makes of its content.

    The stream must end where the member ends and give `size` bytes; with packed_here (and zlib itself, see
    `is_classic`) it must also be what zlib makes of these bytes. The bytes around it are taken as looked at.

    >>> import io
    >>> member = Member("a", DEFLATED, zlib.crc32(b"one"), 5, 3)
    >>> def wrapped(data: bytes) -> io.BytesIO:
    ...     return io.BytesIO(before(member, PUBLICATION) + data)
    >>> made = b"".join(deflated([b"one"]))
    >>> [is_ours(wrapped(data), member, PUBLICATION, True) for data in (made, made[:-1] + b"x")]
    [True, False]
    """
    file.seek(member.place + len(before(member, shape)))
    if member.method == STORED:
        return member.packed == member.size
    if member.method != DEFLATED:
        return False
    compare = packed_here and is_classic()
    ours = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    given, made = hashlib.sha256(), hashlib.sha256()
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    left, size, check = member.packed, 0, 0
    try:
        while left:
            block = file.read(min(_PIECE, left))
            if not block or inflate.eof:
                return False
            left -= len(block)
            given.update(block)
            while block:
                piece = inflate.decompress(block, _PIECE)
                block = inflate.unconsumed_tail
                size += len(piece)
                if size > member.size or inflate.unused_data:
                    return False
                check = zlib.crc32(piece, check)
                if compare:
                    made.update(ours.compress(piece))
    except zlib.error:
        return False
    if not inflate.eof or size != member.size or check != member.crc:
        return False
    made.update(ours.flush())
    return not compare or given.digest() == made.digest()


def deflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The stream that every deflated member of ours has: zlib at its default level, no head, no check.

    >>> zlib.decompress(b"".join(deflated([b"one", b" two"])), -zlib.MAX_WBITS)
    b'one two'
    """
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    for chunk in chunks:
        if made := packer.compress(chunk):
            yield made
    yield packer.flush()


@lru_cache(maxsize=1)
def is_classic() -> bool:
    """Whether this Python packs as zlib itself does: zlib-ng and others make other streams."""
    made = hashlib.sha256()
    for piece in deflated([_known()]):
        made.update(piece)
    return made.hexdigest() == _CLASSIC


def packer() -> str | None:
    """What is to be said of who packs, where that is not zlib itself: a reader cannot make these streams.

    >>> packer() is None or packer() == zlib.ZLIB_RUNTIME_VERSION
    True
    """
    return None if is_classic() else zlib.ZLIB_RUNTIME_VERSION


def _known() -> bytes:
    return "\n".join(f"{n},{n * n % 9973},{n * 7919 % 104729:x}" for n in range(20_000)).encode()


def _at(file: IO[bytes], place: int, size: int) -> bytes:
    file.seek(place)
    return file.read(size)


class Writer:
    """Writes a zip of the shape BACKUP into a stream that need not be able to go back.

    >>> import io, zipfile
    >>> out = io.BytesIO()
    >>> with Writer(out) as writer:
    ...     _ = writer.add("a.txt", [b"one", b" two"])
    ...     _ = writer.add("é.pdf", [b"three"], STORED)
    >>> archive = zipfile.ZipFile(out)
    >>> archive.testzip(), [(info.filename, archive.read(info)) for info in archive.infolist()]
    (None, [('a.txt', b'one two'), ('é.pdf', b'three')])
    """

    def __init__(self, out: IO[bytes]) -> None:
        self.members: list[Member] = []
        self._write: Callable[[bytes], object] = out.write
        self._place = 0

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            start = self._place
            for member in self.members:
                self._put(listed(member, BACKUP))
            self._put(ending(len(self.members), self._place - start, start))

    def add(self, name: str, chunks: Iterable[bytes], method: int = DEFLATED) -> tuple[str, int]:
        """Write a member; the SHA-256 of its content and its size."""
        place, digest, size, check = self._place, hashlib.sha256(), 0, 0
        self._put(before(Member(name, method, 0, 0, 0), BACKUP))

        def noted() -> Iterator[bytes]:
            nonlocal size, check
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                check = zlib.crc32(chunk, check)
                yield chunk

        begin = self._place
        for piece in noted() if method == STORED else deflated(noted()):
            self._put(piece)
        member = Member(name, method, check, self._place - begin, size, place)
        self._put(after(member, BACKUP))
        self.members.append(member)
        return digest.hexdigest(), size

    def _put(self, piece: bytes) -> None:
        self._write(piece)
        self._place += len(piece)
