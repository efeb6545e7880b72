"""Office documents are archives: measured without unpacking more than a limit, whatever they claim."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from thangdo.records.people.acting import Refused

MOST_PARTS = 10_000
UNPACKED = 300_000_000  # bytes
_BLOCK = 1 << 18
_LOCAL = struct.Struct("<4s5H3I2H")
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    LookupError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
)
_MACROS = ("vbaproject.bin", "vbadata.xml")


def examine(path: Path, parts: Mapping[str, str]) -> str:
    """The type of the archive: by `parts` (part → type), or as an OpenDocument says itself.

    "application/zip" for any other. Raises Refused: damaged, archive-bomb, macros, password-protected.
    """
    if _heads(path) > MOST_PARTS:
        raise Refused("archive-bomb", parts=MOST_PARTS + 1, most=MOST_PARTS)
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as stream:
            members = archive.infolist()
            _measure(stream, members, path.stat().st_size)
            names = {member.filename for member in members}
            if "mimetype" in names:
                return _open_document(archive, names)
            if "[Content_Types].xml" not in names:
                return "application/zip"
            found = next((kind for part, kind in parts.items() if part in names), "application/zip")
            if any(name.rpartition("/")[2].casefold() in _MACROS for name in names):
                raise Refused("macros")
            if b"macroenabled" in archive.read("[Content_Types].xml").lower():
                raise Refused("macros")
            return found
    except _DAMAGED as error:
        raise Refused("damaged", type="zip") from error


def _heads(path: Path) -> int:
    """How many parts an archive can list: counted before a list of them is made."""
    found, tail = 0, b""
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            found += (tail + block).count(b"PK\x01\x02")
            tail = block[-3:]
    return found


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> str:
    kind = archive.read("mimetype")[:200].decode("ascii", "replace").strip()
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Refused("macros")
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Refused("password-protected")
    if "content.xml" not in names:
        raise Refused("damaged", type=kind)
    return kind


def _measure(stream: BinaryIO, members: list[zipfile.ZipInfo], size: int) -> None:
    """Unpack every part into nothing, counting; a part that is longer than it says is a trap."""
    if len(members) > MOST_PARTS:
        raise Refused("archive-bomb", parts=len(members), most=MOST_PARTS)
    if len({member.filename for member in members}) != len(members):
        raise Refused("damaged", type="zip")
    if sum(member.compress_size for member in members) > size:
        raise Refused("archive-bomb")  # parts that share their bytes
    claimed = sum(member.file_size for member in members)
    if claimed > UNPACKED:
        raise Refused("archive-bomb", unpacked=claimed, most=UNPACKED)
    for member in members:
        if member.flag_bits & 1:
            raise Refused("password-protected")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("damaged", type="zip")
        _unpack(stream, member)


def _unpack(stream: BinaryIO, member: zipfile.ZipInfo) -> None:
    stream.seek(member.header_offset)
    local = _LOCAL.unpack(stream.read(_LOCAL.size))
    if local[0] != b"PK\x03\x04":
        raise Refused("damaged", type="zip")
    stream.seek(local[9] + local[10], 1)
    if member.compress_type == zipfile.ZIP_STORED:
        if member.compress_size != member.file_size:
            raise Refused("damaged", type="zip")
        return
    inflate, left, got = zlib.decompressobj(-15), member.compress_size, 0
    pending = b""
    while not inflate.eof:
        if not pending:
            pending = stream.read(min(_BLOCK, left))
            left -= len(pending)
            if not pending:
                break
        got += len(inflate.decompress(pending, _BLOCK))
        pending = inflate.unconsumed_tail
        if got > member.file_size:
            raise Refused("archive-bomb", part=member.filename[:100])
    if got != member.file_size:
        raise Refused("damaged", type="zip")
