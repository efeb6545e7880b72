"""An Office file is an archive of XML: opened by what it holds and not by what it claims, in bounded steps.

Only the child process of `bounded` imports this: nothing here is known to be harmless until it has been read.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Protocol

from lxml import etree  # type: ignore[import-untyped]

PARTS = 5_000
UNPACKED = 300_000_000  # bytes, of all parts that are read together
SMALL = 6_000_000  # bytes of a part that is no sheet
DEEPEST = 200
ELEMENTS = 12_000_000
BLOCK = 1 << 16
OLE = b"\xd0\xcf\x11\xe0"

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    etree.XMLSyntaxError,
)


class NotRead(Exception):
    """A file that is not read: a code of `bounded`, and facts."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, {name: str(fact) for name, fact in facts.items()}


class Target(Protocol):
    """What is told of the elements of a part, one by one; no tree of them is made."""

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Letters within an element, perhaps not all at once."""


class Package:
    """An archive: its parts by name, each read once or more, and all of them counted.

    Raises NotRead: damaged, locked, too-large, too-many-parts.
    """

    def __init__(self, content: bytes, unpacked: int = UNPACKED, parts: int = PARTS) -> None:
        if content.startswith(OLE):
            raise NotRead("locked" if "EncryptedPackage".encode("utf-16-le") in content else "old")
        if not content.startswith(b"PK"):
            raise NotRead("damaged")
        if content.count(b"PK\x01\x02") > parts:
            raise NotRead("too-many-parts", most=parts)
        self.left = unpacked
        self.most = unpacked
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(content))
        except DAMAGED as error:
            raise NotRead("damaged") from error
        items = self.archive.infolist()
        self.parts: dict[str, zipfile.ZipInfo] = {}
        for item in items:
            name = item.filename.replace("\\", "/").lstrip("/").casefold()
            if name in self.parts:
                raise NotRead("damaged")
            if item.flag_bits & 1:
                raise NotRead("locked")
            if item.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise NotRead("damaged")
            self.parts[name] = item
        if sum(item.compress_size for item in items) > len(content):
            raise NotRead("damaged")  # parts that share their bytes
        claimed = sum(item.file_size for item in items)
        if claimed > unpacked:
            raise NotRead("too-large", size=f"{claimed:,}", most=f"{unpacked:,}")

    def names(self) -> list[str]:
        """The names of all parts, in small letters."""
        return list(self.parts)

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name.casefold() in self.parts

    def blocks(self, name: str, most: int | None = None) -> Iterator[bytes]:
        """A part piece by piece; `most`: bytes that it may have. Raises NotRead."""
        got = 0
        try:
            with self.archive.open(self.parts[name.casefold()]) as stream:
                while block := stream.read(BLOCK):
                    got += len(block)
                    self.left -= len(block)
                    if self.left < 0 or (most is not None and got > most):
                        raise NotRead("too-large", size=f"> {got:,}", most=f"{most or self.most:,}")
                    yield block
        except DAMAGED as error:
            raise NotRead("damaged") from error

    def walk(self, name: str, target: Target, most: int | None = None) -> None:
        """Tell `target` of every element of a part. Raises NotRead."""
        parser = etree.XMLParser(
            target=_Guard(target), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            for block in self.blocks(name, most):
                parser.feed(block)
            parser.close()
        except etree.XMLSyntaxError as error:
            raise NotRead("damaged") from error

    def tree(self, name: str) -> Any:
        """A small part as a tree of elements. Raises NotRead."""
        self.walk(name, _Nothing(), SMALL)  # no tree is made of what has a DTD or no bottom
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(b"".join(self.blocks(name, SMALL)), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise NotRead("damaged") from error

    def relations(self, part: str) -> list[Relation]:
        """What a part refers to; "" for the package itself."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(rels):
            return []
        found = []
        for one in self.tree(rels):
            if local(one.tag) != "Relationship":
                continue
            target = one.get("Target", "")
            outside = one.get("TargetMode", "").casefold() == "external"
            where = target if outside else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.append(Relation(one.get("Id", ""), one.get("Type", "").rpartition("/")[2], where, outside))
        return found


class Relation:
    """A reference of a part: its id, the last word of its type, the part that it means."""

    __slots__ = ("id", "kind", "outside", "part")

    def __init__(self, id_: str, kind: str, part: str, outside: bool) -> None:
        self.id, self.kind, self.part, self.outside = id_, kind, part, outside


def local(tag: object) -> str:
    """The name of an element or attribute without its namespace, whatever prefix a program gives it."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class _Guard:
    """Between the parser and a target: no document type, no bottomless nesting, no endless list."""

    def __init__(self, target: Target) -> None:
        self.start_, self.end_, self.data = target.start, target.end, target.data
        self.depth = self.count = 0

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > DEEPEST or self.count > ELEMENTS:
            raise NotRead("damaged" if self.depth > DEEPEST else "too-many-cells")
        self.start_(tag, attrib)

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.end_(tag)

    def doctype(self, *_: object) -> None:
        raise NotRead("damaged")

    def comment(self, text: str) -> None:
        """Comments say nothing."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Instructions are not followed."""

    def close(self) -> None:
        """Nothing is made."""


class _Nothing:
    """A target that only lets itself be told."""

    def start(self, tag: str, attrib: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def data(self, text: str) -> None: ...
