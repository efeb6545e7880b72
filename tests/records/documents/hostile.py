"""Files that nobody should send: bombs, far cells, lying sizes, deep nesting, entities, wrong zips, loops.

Each is made by a function without arguments; the name says what would go wrong.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from books import MAIN, PACKAGE, Parts, parts, raw, relations, word_parts, zipped

FAULTY = Path(__file__).parents[2] / "data" / "faulty"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
DEEP = 100_000
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 50}">' for n in range(10))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def with_part(name: str, part: str | bytes, **more: str) -> bytes:
    """A workbook of one cell, one of whose parts is this."""
    return zipped({**parts(ONE, **more), name: part})


def patched(content: bytes, name: str, size: int | None = None, flags: int | None = None) -> bytes:
    """An archive that says something else of a part in both of its heads: its size, or its flags."""
    found = bytearray(content)
    for sign, flag_at, size_at, name_at in ((b"PK\x03\x04", 6, 22, 30), (b"PK\x01\x02", 8, 24, 46)):
        at = found.find(sign)
        while at >= 0:
            if found[at + name_at : at + name_at + len(name)] == name.encode():
                if size is not None:
                    struct.pack_into("<I", found, at + size_at, size)
                if flags is not None:
                    struct.pack_into("<H", found, at + flag_at, flags)
            at = found.find(sign, at + 4)
    return bytes(found)


def many_parts(count: int) -> bytes:
    """A workbook among a crowd of parts."""
    return zipped({**parts(ONE), **{f"x/{number}": b"" for number in range(count)}}, kind=zipfile.ZIP_STORED)


def twice_named() -> bytes:
    """Two parts of one name, by capital letters."""
    found = parts(ONE)
    return zipped({**found, "XL/Worksheets/Sheet1.xml": found["xl/worksheets/sheet1.xml"]})


def overlapping() -> bytes:
    """A hundred parts that are the same compressed bytes."""
    content = zipped({**parts(ONE), "xl/a.bin": bytes(2_000_000)})
    end = content.rfind(b"PK\x05\x06")
    count, size, start = struct.unpack_from("<HII", content, end + 10)
    heads = content[start:end]
    at = heads.rfind(b"PK\x01\x02")
    more = b"".join(
        heads[at:].replace(b"xl/a.bin", f"xl/{number:03}.bi".encode()[:8]) for number in range(100)
    )
    tail = struct.pack("<4s4HIIH", b"PK\x05\x06", 0, 0, count + 100, count + 100, size + len(more), start, 0)
    return content[:start] + heads + more + tail


def wrong_checksum() -> bytes:
    """A stored part one letter of which was changed."""
    content = zipped(parts(ONE), kind=zipfile.ZIP_STORED)
    return content.replace(b"<v>1</v>", b"<v>9</v>")


def sheet(body: str) -> bytes:
    """A workbook whose sheet is this."""
    return with_part("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}">{body}</worksheet>')


def book(body: str) -> bytes:
    """A workbook whose first part is this."""
    return with_part("xl/workbook.xml", body)


def strings(body: str) -> bytes:
    """A workbook with these shared texts."""
    return raw('<row><c t="s"><v>0</v></c></row>', strings=f'<sst xmlns="{MAIN}">{body}</sst>')


def styles(body: str) -> bytes:
    """A workbook with these styles."""
    return raw(ONE, styles=f'<styleSheet xmlns="{MAIN}">{body}</styleSheet>')


def cells(*references: str) -> bytes:
    """A row 1 with these cells."""
    return raw('<row r="1">' + "".join(f'<c r="{one}"><v>1</v></c>' for one in references) + "</row>")


def word(body: str = "", rels: str = "", **more: str | bytes) -> bytes:
    """A Word file; more: parts by their names with __ for the slash."""
    found: Parts = word_parts(body, rels)
    return zipped({**found, **{name.replace("__", "/"): part for name, part in more.items()}})


def of_word(name: str, part: str | bytes) -> bytes:
    """A Word file one of whose parts is this."""
    return zipped({**word_parts("<w:p/>"), name: part})


def field(code: str) -> str:
    """A paragraph with a field."""
    return f"<w:p><w:r><w:instrText>{code}</w:instrText></w:r></w:p>"


BOOKS: dict[str, Callable[[], bytes]] = {
    # bombs and lying sizes
    "a text of 250 MB": lambda: strings("<si><t>" + " " * 250_000_000 + "</t></si>"),
    "a text of 9 MB": lambda: strings("<si><t>" + "a" * 9_000_000 + "</t></si>"),
    "blanks between rows, 310 MB": lambda: sheet("<sheetData>" + " " * 310_000_000 + "</sheetData>"),
    "a part that says 1,000 bytes": lambda: patched(
        sheet("<sheetData>" + " " * 60_000_000 + "</sheetData>"), "xl/worksheets/sheet1.xml", 1000
    ),
    "a part that says 3 GB": lambda: patched(raw(ONE), "xl/worksheets/sheet1.xml", 3_000_000_000),
    "parts that share their bytes": overlapping,
    "six thousand parts": lambda: many_parts(6000),
    "a name twice": twice_named,
    "a wrong checksum": wrong_checksum,
    "an encrypted part": lambda: patched(raw(ONE), "xl/worksheets/sheet1.xml", flags=1),
    "bzip2": lambda: zipped(parts(ONE), kind=zipfile.ZIP_BZIP2),
    "lzma": lambda: zipped(parts(ONE), kind=zipfile.ZIP_LZMA),
    "half an archive": lambda: raw(ONE)[:700],
    "an archive without parts": lambda: b"PK\x05\x06" + bytes(18),
    "only the sign of an archive": lambda: b"PK\x03\x04",
    # wrong zips
    "a Word file": lambda: word("<w:p/>"),
    "a zip of notes": lambda: zipped({"a.txt": "x"}),
    "an OpenDocument": lambda: zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
    ),
    "a binary workbook": lambda: zipped({"xl/workbook.bin": b"x"}),
    "an old workbook": lambda: OLE + bytes(600),
    "a password": lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    "a path out of the archive": lambda: zipped({"../../etc/passwd": "x", "/xl/workbook.xml": "x"}),
    # references to elsewhere
    "a sheet on the web": lambda: with_part(
        "xl/_rels/workbook.xml.rels",
        relations(("worksheet", "http://127.0.0.1/x"), outside="http://127.0.0.1/x"),
    ),
    "a sheet in /etc": lambda: with_part(
        "xl/_rels/workbook.xml.rels", relations(("worksheet", "../../../../etc/passwd"))
    ),
    "a workbook that is its own sheet": lambda: with_part(
        "xl/_rels/workbook.xml.rels", relations(("worksheet", "workbook.xml"))
    ),
    "a sheet without relation": lambda: with_part("xl/_rels/workbook.xml.rels", relations()),
    "a hundred thousand relations": lambda: with_part(
        "xl/_rels/workbook.xml.rels", relations(*[("x", "y")] * 100_000)
    ),
    "relations that do not close": lambda: with_part(
        "xl/_rels/workbook.xml.rels",
        f'<Relationships xmlns="{PACKAGE}/relationships">' + "<Relationship " * 20_000 + "</Relationships>",
    ),
    "ten thousand sheets": lambda: book(
        f'<workbook xmlns="{MAIN}"><sheets>' + '<sheet name="a"/>' * 10_000 + "</sheets></workbook>"
    ),
    # cells
    "the last cell of a sheet": lambda: (FAULTY / "hostile-far-cell.xlsx").read_bytes(),
    "row 200,000, column ZZ": lambda: raw(ONE + '<row r="200000"><c r="ZZ200000"><v>1</v></c></row>'),
    "the last row, column Z": lambda: raw(ONE + '<row r="1048576"><c r="Z1048576"><v>1</v></c></row>'),
    "a cell beyond the last row": lambda: raw('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
    "a column beyond the last": lambda: cells("XFE1"),
    "a column of four letters": lambda: cells("AAAA1"),
    "row nought": lambda: cells("A0"),
    "a row of eleven digits": lambda: cells("A99999999999"),
    "a reference without row": lambda: cells("A"),
    "a reference in another script": lambda: cells("A١"),
    "a cell twice": lambda: cells("A1", "A1"),
    "cells from right to left": lambda: cells("B1", "A1"),
    "a cell of another row": lambda: cells("A7"),
    "a row twice": lambda: raw(ONE + ONE),
    "a row number that is a word": lambda: raw('<row r="x"><c><v>1</v></c></row>'),
    "a kind of cell that is none": lambda: raw('<row><c t="zz"><v>1</v></c></row>'),
    "a style that is a word": lambda: raw('<row><c s="zz"><v>1</v></c></row>'),
    "a text that is not there": lambda: raw(
        '<row><c t="s"><v>7</v></c></row>', strings=f'<sst xmlns="{MAIN}"/>'
    ),
    "a text before the first": lambda: raw(
        '<row><c t="s"><v>-1</v></c></row>', strings=f'<sst xmlns="{MAIN}"/>'
    ),
    "a value of a megabyte": lambda: raw("<row><c><v>" + "9" * 1_000_000 + "</v></c></row>"),
    "a text of 300,000 letters": lambda: raw(
        '<row><c t="inlineStr"><is><t>' + "a" * 300_000 + "</t></is></c></row>"
    ),
    "one long text in 2,000 cells": lambda: raw(
        "".join('<row><c t="s"><v>0</v></c></row>' for _ in range(2000)),
        strings=f'<sst xmlns="{MAIN}"><si><t>{"a" * 32_000}</t></si></sst>',
    ),
    "a merge turned over": lambda: raw(ONE, after='<mergeCells><mergeCell ref="B2:A1"/></mergeCells>'),
    "a merge of nothing": lambda: raw(ONE, after='<mergeCells><mergeCell ref=""/></mergeCells>'),
    "300,000 merges": lambda: raw(
        ONE, after="<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 300_000 + "</mergeCells>"
    ),
    # nesting
    "a sheet without bottom": lambda: sheet("<a>" * DEEP),
    "a cell without bottom": lambda: raw("<row><c><is>" + "<r>" * DEEP),
    "texts without bottom": lambda: strings("<si>" * DEEP),
    "styles without bottom": lambda: styles("<a>" * DEEP),
    "a workbook without bottom": lambda: book("<workbook>" + "<sheets>" * DEEP),
    # entities
    **{
        f"{what} in {name}": (
            lambda name=name, doctype=doctype: with_part(
                name,
                f'<?xml version="1.0"?><!DOCTYPE x [{doctype}]><x xmlns="{MAIN}">&l9;</x>',
                strings=f'<sst xmlns="{MAIN}"/>',
            )
        )
        for what, doctype in {
            "laughs": LAUGHS,
            "a file of the machine": '<!ENTITY l9 SYSTEM "file:///etc/passwd">',
            "one long entity": f'<!ENTITY l9 "{"a" * 100_000}">',
        }.items()
        for name in ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "_rels/.rels")
    },
    "a document type on the web": lambda: (
        sheet("").replace(b"x", b"x")
        and with_part("xl/worksheets/sheet1.xml", '<!DOCTYPE w SYSTEM "http://127.0.0.1/x"><worksheet/>')
    ),
    # XML
    "elements that do not close": lambda: sheet("<sheetData><row><c>"),
    "elements that cross": lambda: sheet("<sheetData><row></sheetData></row>"),
    "a NUL": lambda: sheet("<sheetData>\x00</sheetData>"),
    "an encoding that is none": lambda: with_part(
        "xl/worksheets/sheet1.xml", '<?xml version="1.0" encoding="x-none"?><worksheet/>'
    ),
    "an empty sheet file": lambda: with_part("xl/worksheets/sheet1.xml", b""),
    "a page of the web": lambda: with_part("xl/worksheets/sheet1.xml", "<html><body>x</body></html>"),
    "an attribute of 12 MB": lambda: sheet(f'<sheetData a="{"a" * 12_000_000}"/>'),
    "a name of 12 MB": lambda: sheet("<" + "a" * 12_000_000 + "/>"),
    "an attribute twice": lambda: sheet('<sheetData a="1" a="2"/>'),
    # styles
    "a million styles": lambda: styles("<cellXfs>" + '<xf numFmtId="0"/>' * 1_000_000 + "</cellXfs>"),
    "ten thousand formats": lambda: styles(
        "<numFmts>"
        + "".join(f'<numFmt numFmtId="{n}" formatCode="0"/>' for n in range(10_000))
        + "</numFmts>"
    ),
}

WORDS: dict[str, Callable[[], bytes]] = {
    "paragraphs that do not close": lambda: (FAULTY / "hostile-paragraphs.docx").read_bytes(),
    "fifty thousand open paragraphs": lambda: word("<w:p >" * 50_000),
    "tables without bottom": lambda: word("<w:tbl><w:tr><w:tc>" * 50_000),
    "laughs": lambda: of_word("word/document.xml", f"<!DOCTYPE x [{LAUGHS}]><x>&l9;</x>"),
    "a file of the machine": lambda: of_word(
        "word/document.xml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    ),
    "a body of 7 MB": lambda: word("<w:p><w:r><w:t>" + " " * 7_000_000 + "</w:t></w:r></w:p>"),
    "a picture of 100 MB": lambda: of_word("word/media/a.png", bytes(100_000_000)),
    "a body that says 100 bytes": lambda: patched(word("<w:p/>" + " " * 5_000_000), "word/document.xml", 100),
    "three thousand parts": lambda: zipped(
        {**word_parts("<w:p/>"), **{f"x/{number}.xml": "<a/>" for number in range(3000)}}
    ),
    "a template from elsewhere": lambda: word(
        "<w:p/>", relations(("attachedTemplate", "http://127.0.0.1/x"), outside="http://127.0.0.1/x")
    ),
    "a picture from elsewhere": lambda: word(
        "<w:p/>", relations(("image", "http://127.0.0.1/x"), outside="http://127.0.0.1/x")
    ),
    "an object by another name": lambda: word("<w:p/>", relations(("oleObject", "media/a.bin"))),
    "another document inside": lambda: word("<w:p/>", relations(("aFChunk", "a.htm"))),
    "a program": lambda: word("<w:p/>", word__vbaProject=b"x").replace(b"vbaProject", b"vbaProject"),
    "a field that runs": lambda: word(field('DDEAUTO c:\\\\x "a"')),
    "a field in two runs": lambda: word(
        "<w:p><w:r><w:instrText>INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT x</w:instrText></w:r></w:p>"
    ),
    "a field over two paragraphs": lambda: word(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>INCLUDE</w:instrText></w:r></w:p><w:p><w:r>'
        '<w:instrText>PICTURE x</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ),
    "a simple field": lambda: word('<w:p><w:fldSimple w:instr="IMPORT x"/></w:p>'),
    "a workbook": lambda: raw(ONE),
    "a macro template": lambda: of_word(
        "[Content_Types].xml",
        f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/word/document.xml" ContentType='
        '"application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
    ),
}


def quadratic() -> dict[str, bytes]:
    """Word files that are sound, and on which the patterns of a template's library run long."""
    bodies = {
        "braces": "<w:p><w:r><w:t>" + "{" * 300_000 + "</w:t></w:r></w:p>",
        "cells": "<w:tbl>"
        + "<w:tr><w:tc><w:p><w:r><w:t>{%</w:t></w:r></w:p></w:tc></w:tr>" * 5000
        + "</w:tbl>",
        "tags": "<w:p>" + "<w:r><w:t>{</w:t></w:r>" * 20_000 + "</w:p>",
        "vm": "<w:p>" + "<w:r><w:t>{{a</w:t></w:r>" * 10_000 + "</w:p>",
    }
    return {name: word(body) for name, body in bodies.items()}


def spaced(content: bytes) -> int:
    """How many bytes the parts of an archive say they have."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(item.file_size for item in archive.infolist())
    except Exception:
        return len(content)
