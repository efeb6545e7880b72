"""The zip as it came: opened with suspicion, its members named, its parts read within limits."""

from __future__ import annotations

import csv
import hashlib
import io
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence

from thangdo.rules import zips
from thangdo.rules.index.publication import model
from thangdo.rules.index.publication.report import Findings, Unreadable

LARGEST = 1 << 30  # bytes of the zip
MOST_UNPACKED = 2 << 30  # bytes of all parts together
MOST_MEMBERS = 1_000
MOST_DIRECTORY = 1 << 20  # bytes of the zip's table of contents
LONGEST_LINE = 32 << 20
SMALL = 1 << 20
MOST_EDITION = 64 << 20

_PIECE = 1 << 20
_END = struct.Struct("<4s4H2LH")
_END_SIGN, _ZIP64_SIGN = b"PK\x05\x06", b"PK\x06\x07"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_OURS = {model.MANIFEST, model.SIGNATURE, model.KEY, model.EDITION, model.EXPLANATIONS}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Damaged(Exception):
    """A part cannot be read."""


class Archive:
    """The zip and its members. Raises Unreadable for what is not ours or too large."""

    def __init__(self, content: bytes, findings: Findings) -> None:
        self.findings = findings
        _look_at_end(content, findings)
        self._file = io.BytesIO(content)
        try:
            self._zip = zipfile.ZipFile(self._file)
        except (*_BROKEN, struct.error, UnicodeError) as error:
            raise Unreadable("not-a-zip") from error
        self.members = {info.filename: info for info in self._zip.infolist()}
        self._examine(self._zip.infolist())

    def _examine(self, infos: Sequence[zipfile.ZipInfo]) -> None:
        if len(infos) > MOST_MEMBERS:
            raise Unreadable("too-many-members", members=len(infos), most=MOST_MEMBERS)
        if len(_OURS & self.members.keys()) < 2:
            raise Unreadable("not-ours")
        unpacked = sum(info.file_size for info in infos)
        if unpacked > MOST_UNPACKED:
            raise Unreadable("too-large", bytes=unpacked, most=MOST_UNPACKED)
        if min(info.header_offset for info in infos) > 0:
            self.findings.add("bytes-added", where="before")
        for info in infos:
            if info.orig_filename != info.filename or _is_unsafe(info.filename):
                self.findings.add("unsafe-name", part=_shown(info.orig_filename))
        for name, times in Counter(info.filename for info in infos).items():
            if times > 1:
                self.findings.add("part-doubled", part=_shown(name), times=times)

    def look_at_packing(self, packed_here: bool) -> None:
        """Find what lies in the zip besides the parts, and parts that are packed in another way than ours.

        packed_here: whether the signer packed as zlib does, so that its streams can be made again.
        """
        members = [
            zips.Member(
                info.orig_filename,
                zips.DEFLATED,
                info.CRC,
                info.compress_size,
                info.file_size,
                info.header_offset,
            )
            for info in self._zip.infolist()
        ]
        odd = zips.strange(self._file, members, zips.PUBLICATION)
        if odd == "":
            self.findings.add("bytes-added", where="after")
        elif odd is not None:
            self.findings.add("other-container", part=_shown(odd))
        else:
            for member in members:
                if not zips.is_ours(self._file, member, zips.PUBLICATION, packed_here):
                    self.findings.add("other-packing", part=_shown(member.name))

    def has(self, part: str) -> bool:
        """Whether there is such a member."""
        return part in self.members

    def pieces(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, a piece at a time. Raises Damaged."""
        info = self.members[part]
        if info.compress_type not in _METHODS:
            raise Damaged("compression")
        try:
            with self._zip.open(info) as file:
                while piece := file.read(_PIECE):
                    yield piece
        except _BROKEN as error:
            raise Damaged(type(error).__name__) from error

    def small(self, part: str, most: int = SMALL) -> bytes:
        """A whole part. Raises Damaged, also for one of more than `most` bytes."""
        if self.members[part].file_size > most:
            raise Damaged("too-large")
        return b"".join(self.pieces(part))

    def digest(self, part: str) -> tuple[str, int]:
        """The SHA-256 of a part's uncompressed bytes, and how many they are. Raises Damaged."""
        digest, size = hashlib.sha256(), 0
        for piece in self.pieces(part):
            digest.update(piece)
            size += len(piece)
        return digest.hexdigest(), size

    def lines(self, part: str) -> Iterator[str]:
        """The lines of a part without their ends. Raises Damaged."""
        rest = b""
        try:
            for piece in self.pieces(part):
                rest += piece
                *whole, rest = rest.split(b"\n")
                if len(rest) > LONGEST_LINE:
                    raise Damaged("too-large")
                if whole:
                    yield from b"\n".join(whole).decode().split("\n")
            if rest:
                yield rest.decode()
        except UnicodeDecodeError as error:
            raise Damaged("not UTF-8") from error

    def rows(self, part: str, columns: Sequence[str]) -> Iterator[list[str]]:
        """The rows of a CSV part below its columns. Raises Damaged where these are others."""
        reader = csv.reader((line + "\n" for line in self.lines(part)), strict=True)
        try:
            if next(reader, None) != list(columns):
                raise Damaged("other columns")
            for row in reader:
                if len(row) != len(columns):
                    raise Damaged(f"line {reader.line_num}: {len(row)} cells")
                yield row
        except csv.Error as error:
            raise Damaged(f"line {reader.line_num}: {error}") from error


def _look_at_end(content: bytes, findings: Findings) -> None:
    """The zip's end record says how large its table of contents is, before anyone reads that."""
    if not content:
        raise Unreadable("empty")
    if len(content) > LARGEST:
        raise Unreadable("too-large", bytes=len(content), most=LARGEST)
    place = len(content) - _END.size
    if place < 0 or content[place : place + 4] != _END_SIGN or content[-2:] != b"\0\0":
        place = content.rfind(_END_SIGN, max(0, len(content) - _END.size - 65535))
    if place < 0 or len(content) < place + _END.size:
        raise Unreadable("not-a-zip")
    _, _, _, _, members, directory, _, comment = _END.unpack_from(content, place)
    if (
        content[max(0, place - 20) :][:4] == _ZIP64_SIGN
        or members > MOST_MEMBERS
        or directory > MOST_DIRECTORY
    ):
        raise Unreadable("too-many-members", members=members, most=MOST_MEMBERS)
    if comment or len(content) > place + _END.size:
        findings.add("bytes-added", where="after")


def _is_unsafe(name: str) -> bool:
    return (
        name.startswith("/")
        or "\\" in name
        or ":" in name
        or ".." in name.split("/")
        or not name.isprintable()
    )


def _shown(name: str) -> str:
    return name.encode("ascii", "backslashreplace").decode()[:200] if not name.isprintable() else name[:200]
