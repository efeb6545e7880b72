"""The kinds of files that are taken as evidence, and how the bytes are asked which kind they are."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

import filetype  # type: ignore[import-untyped]

from thangdo.records.files import archives
from thangdo.records.people.acting import Refused

HEAD = 8192
_BLOCK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(rb"^\s*(?:<!doctype|<html|<head|<body|<script|<svg|<\?xml|<iframe)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-download"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind: its type, its endings, and by which other types programs call it."""

    type: str
    endings: tuple[str, ...]
    aliases: frozenset[str] = frozenset()
    part: str = ""  # of an archive: the part that makes it this kind


KINDS = (
    Kind("application/pdf", ("pdf",), frozenset({"application/x-pdf"})),
    Kind(f"{_OFFICE}wordprocessingml.document", ("docx",), part="word/document.xml"),
    Kind(f"{_OFFICE}spreadsheetml.sheet", ("xlsx",), part="xl/workbook.xml"),
    Kind(f"{_OPEN}text", ("odt",)),
    Kind(f"{_OPEN}spreadsheet", ("ods",)),
    Kind("image/jpeg", ("jpg", "jpeg"), frozenset({"image/jpg", "image/pjpeg"})),
    Kind("image/png", ("png",), frozenset({"image/x-png"})),
    Kind("image/webp", ("webp",)),
    Kind(
        "text/csv",
        ("csv",),
        frozenset({"text/plain", "application/csv", "application/vnd.ms-excel", "text/x-csv"}),
    ),
    Kind("text/plain", ("txt",)),
)
ENDINGS = {ending: kind for kind in KINDS for ending in kind.endings}
OLD = {"doc": "docx", "xls": "xlsx", "ppt": "pdf", "rtf": "docx", "bmp": "png", "tif": "pdf", "tiff": "pdf"}
MACROS = frozenset({"docm", "xlsm", "xlsb", "dotm", "xltm"})


def allowed() -> str:
    """The endings that are taken, for messages and for the `accept` of a form.

    >>> allowed().split(", ")[:3]
    ['.pdf', '.docx', '.xlsx']
    """
    return ", ".join(f".{ending}" for ending in ENDINGS)


def recognise(path: Path, ending: str, declared: str) -> Kind:
    """The kind of the file at `path`, which calls itself `.ending` and of type `declared`.

    Raises Refused: type-not-taken, old-office, type-mismatch, damaged, password-protected, macros,
    archive-bomb, not-text, not-utf8, markup.
    """
    said = declared.partition(";")[0].strip().casefold()
    if ending in OLD:
        raise Refused("old-office", ending=ending, save_as=OLD[ending])
    if ending in MACROS:
        raise Refused("macros", ending=ending)
    kind = ENDINGS.get(ending)
    if kind is None:
        raise Refused("type-not-taken", ending=ending, allowed=allowed())
    found = _found(path, kind)
    if found != kind.type:
        raise Refused("type-mismatch", ending=ending, found=found)
    if said not in UNSAID and said != kind.type and said not in kind.aliases:
        raise Refused("type-mismatch", ending=ending, found=found, declared=said[:100])
    return kind


def _found(path: Path, kind: Kind) -> str:
    """What the bytes are; raises Refused when they are nothing that is taken, or broken."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if head.startswith(_OLE):
        raise _of_old_office(path)
    if head.startswith(b"PK"):
        return archives.examine(path, {each.part: each.type for each in KINDS if each.part})
    if head.startswith(b"%PDF-"):
        return _of_pdf(path)
    guess = filetype.guess(head)
    if guess is not None:
        return str(guess.mime)
    if not kind.type.startswith("text/"):
        return "text/html" if _MARKUP.match(head) else "application/octet-stream"
    _of_text(path, head)
    return kind.type


def _of_old_office(path: Path) -> Refused:
    """Word and Excel of before 2007, or a new file behind a password: both in the same container."""
    with path.open("rb") as stream:
        sealed = "EncryptedPackage".encode("utf-16-le") in stream.read(4 * _BLOCK)
    return Refused("password-protected") if sealed else Refused("old-office", save_as="docx, xlsx")


def _of_pdf(path: Path) -> str:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 4096))
        if b"%%EOF" not in stream.read():
            raise Refused("damaged", type="application/pdf")
    return "application/pdf"


def _of_text(path: Path, head: bytes) -> None:
    """Text in UTF-8 without control signs, and no page that a browser would run."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("not-utf8")
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise Refused("markup")
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        try:
            while block := stream.read(_BLOCK):
                if _CONTROL.search(decoder.decode(block)):
                    raise Refused("not-text")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            raise Refused("not-utf8") from error
