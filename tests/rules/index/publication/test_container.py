"""One zip and no other: what lies around and between the parts of a publication, how they are packed (W7)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publications import KEY, PUBLIC, member, parts, publication, sealed, zipped
from thangdo.rules import zips
from thangdo.rules.index.publication.sealing import seal
from thangdo.rules.index.publication.signer import is_signed, key_part, signature_part
from thangdo.rules.index.publication.verifying import verify

WHOLE = sealed()
FIRST = "edition.json"
UNICODE_PATH = 0x7075
SYMLINK, SETUID, FOLDER = 0o120777, 0o104755, 0o040755


def rewritten(change: Callable[[zipfile.ZipInfo], object]) -> bytes:
    """The same parts, each with its record changed before it is written."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts(WHOLE).items():
            info = member(name)
            change(info)
            archive.writestr(info, part)
    return out.getvalue()


def swapped(info: zipfile.ZipInfo) -> None:
    """Info-ZIP writes answers under declared and declared under answers."""
    other = {"answers.csv": b"declared.csv", "declared.csv": b"answers.csv"}.get(info.filename)
    if other:
        field = struct.pack("<BL", 1, zlib.crc32(info.filename.encode())) + other
        info.extra = struct.pack("<HH", UNICODE_PATH, len(field)) + field


def with_mode(mode: int) -> Callable[[zipfile.ZipInfo], None]:
    def change(info: zipfile.ZipInfo) -> None:
        info.external_attr = mode << 16

    return change


def attribute(name: str, value: object) -> Callable[[zipfile.ZipInfo], None]:
    return lambda info: setattr(info, name, value)


def spliced(place: int, more: bytes) -> bytes:
    """Bytes pushed into the zip, with every place after them told anew."""
    end = len(WHOLE) - 22
    count, _, start = struct.unpack_from("<HLL", WHOLE, end + 10)
    records, at = b"", start
    for _ in range(count):
        lengths = struct.unpack_from("<3H", WHOLE, at + 28)
        record = bytearray(WHOLE[at : at + 46 + sum(lengths)])
        (local,) = struct.unpack_from("<L", record, 42)
        struct.pack_into("<L", record, 42, local + (len(more) if local >= place else 0))
        records, at = records + bytes(record), at + len(record)
    ending = bytearray(WHOLE[end:])
    struct.pack_into("<L", ending, 16, start + len(more))
    return WHOLE[:place] + more + WHOLE[place:start] + records + bytes(ending)


def local_places() -> list[int]:
    return [info.header_offset for info in zipfile.ZipFile(io.BytesIO(WHOLE)).infolist()]


def hidden() -> bytes:
    """A second, forged part between the others, in no table of contents: a reader of streams sees it."""
    return spliced(local_places()[1], zipped({"scores.csv": b"forged"})[: 30 + 10 + 8])


def data_descriptor() -> bytes:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    out = Pipe()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts(WHOLE).items():
            archive.writestr(member(name), part)
    return out.getvalue()


def wide() -> bytes:
    """Every member says its sizes in 64 bits."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts(WHOLE).items():
            with archive.open(member(name), "w", force_zip64=True) as file:
                file.write(part)
    return out.getvalue()


def wide_end() -> bytes:
    """A second table's end, of 64 bits, before the end that everybody looks at."""
    return WHOLE[:-22] + zips.ending(70_000, 10, 10)[:-22] + WHOLE[-22:]


def local_says(offset: int, value: bytes, which: int = 0) -> bytes:
    place = local_places()[which] + offset
    return WHOLE[:place] + value + WHOLE[place + len(value) :]


def padded(level: int = 6, more: bytes = b"") -> bytes:
    """A part packed in another way, or with bytes behind its stream."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts(WHOLE).items():
            archive.writestr(member(name), part, compresslevel=level)
    if not more:
        return out.getvalue()
    content, place = out.getvalue(), 30 + len(FIRST)
    size = struct.unpack_from("<L", content, 18)[0]
    at = place + size
    grown = bytearray(spliced(at, more))
    struct.pack_into("<L", grown, 18, size + len(more))
    record = grown.index(b"PK\1\2")
    struct.pack_into("<L", grown, record + 20, size + len(more))
    return bytes(grown)


VARIANTS: dict[str, bytes] = {
    "another name for Info-ZIP": rewritten(swapped),
    "a hidden member between": hidden(),
    "bytes between": spliced(local_places()[3], b"\0" * 7),
    "bytes before": spliced(0, b"MZ"),
    "bytes after": WHOLE + b"\0",
    "bytes before the table": spliced(struct.unpack("<L", WHOLE[-6:-2])[0], b"x"),
    "comments": rewritten(attribute("comment", b"see the other file")),
    "a field of another program": rewritten(attribute("extra", struct.pack("<HH", 0xCAFE, 0))),
    "symbolic links": rewritten(with_mode(SYMLINK)),
    "setuid": rewritten(with_mode(SETUID)),
    "executable": rewritten(with_mode(0o100755)),
    "folders": rewritten(with_mode(FOLDER)),
    "of DOS": rewritten(attribute("create_system", 0)),
    "hidden files of DOS": rewritten(attribute("external_attr", 0o100644 << 16 | 2)),
    "called text": rewritten(attribute("internal_attr", 1)),
    "of another day": rewritten(attribute("date_time", (2019, 7, 3, 0, 0, 0))),
    "for a later program": rewritten(attribute("extract_version", 45)),
    "by a later program": rewritten(attribute("create_version", 63)),
    "64 bits": wide(),
    "64 bits at the end": wide_end(),
    "sizes after the data": data_descriptor(),
    "called encrypted": local_says(6, b"\1\0"),
    "called encrypted at both": local_says(6, b"\1\0").replace(
        b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0", 1
    ),
    "another name at the member": local_says(30, b"a"),
    "another method at the member": local_says(8, b"\0\0"),
    "another sum at the member": local_says(14, b"\1\2\3\4"),
    "another size at the member": local_says(22, b"\1\0\0\0"),
    "stored": zipped(parts(WHOLE), zipfile.ZIP_STORED),
    "bzip2": zipped(parts(WHOLE), zipfile.ZIP_BZIP2),
    "packed harder": padded(9),
    "packed lightly": padded(1),
    "bytes behind a stream": padded(more=b"\0\0\0"),
    "another order": zipped(dict(reversed(parts(WHOLE).items()))),
    "two in another order": zipped(
        {name: parts(WHOLE)[name] for name in sorted(parts(WHOLE), key=lambda name: name == FIRST)}
    ),
}


def test_the_helpers_of_these_tests_change_what_they_do_not_mean_to_change() -> None:
    assert rewritten(lambda info: None) == padded() == zipped(parts(WHOLE)) == WHOLE
    assert verify(WHOLE, PUBLIC).status == "good"


@pytest.mark.parametrize("name", VARIANTS)
def test_a_zip_that_other_programs_read_otherwise_is_called_good(name: str) -> None:
    content = VARIANTS[name]
    assert content != WHOLE
    for key in (PUBLIC, None):
        report = verify(content, key)
        assert report.status != "good" and report.findings, name


def test_most_of_these_are_zips_that_give_every_part_as_it_was() -> None:
    """Else the test above would refuse what nobody could have read."""
    readable = [name for name, content in VARIANTS.items() if _reads(content)]
    assert len(readable) > len(VARIANTS) * 2 // 3, readable


def _reads(content: bytes) -> bool:
    try:
        return parts(content) == parts(WHOLE)
    except (zipfile.BadZipFile, RuntimeError, ValueError):
        return False


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_that_was_changed_anywhere_is_called_good(data: st.DataObject) -> None:
    """Every byte counts: one turned, put in, taken out, or a stretch that stands elsewhere as well."""
    place = data.draw(st.integers(0, len(WHOLE) - 1))
    kind = data.draw(st.sampled_from(["turn", "put", "take", "copy"]))
    content = bytearray(WHOLE)
    if kind == "turn":
        content[place] ^= data.draw(st.integers(1, 255))
    elif kind == "put":
        content[place:place] = data.draw(st.binary(min_size=1, max_size=4))
    elif kind == "take":
        del content[place : place + data.draw(st.integers(1, 4))]
    else:
        other, size = data.draw(st.integers(0, len(WHOLE) - 1)), data.draw(st.integers(1, 40))
        content[place : place + size] = WHOLE[other : other + size]
    if bytes(content) != WHOLE:
        assert verify(bytes(content), PUBLIC).status != "good"


def test_the_streams_of_a_signer_who_packs_otherwise_are_taken_as_he_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who seals with zlib-ng says so in the manifest: each stream need then only end with its member."""
    monkeypatch.setattr(zips, "packer", lambda: "1.3.1.zlib-ng")
    own = parts(seal(publication(), KEY.sign, PUBLIC))
    assert b"zlib-ng" in own["manifest.json"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in own.items():
            archive.writestr(member(name), part, compresslevel=9)
    assert verify(out.getvalue(), PUBLIC).status == "good"
    assert verify(out.getvalue() + b"x", PUBLIC).status != "good"


P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
ORDER = 2**252 + 27742317777372353535851937790883648493


def _add(one: tuple[int, int], two: tuple[int, int]) -> tuple[int, int]:
    """RFC 8032, section 5.1.4, in whole numbers."""
    (x1, y1), (x2, y2) = one, two
    k = D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + k, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - k, -1, P) % P


def _small_points() -> set[tuple[int, int]]:
    """All eight: a point times the order of the group, for points enough."""
    found: set[tuple[int, int]] = set()
    for y in range(2, 60):
        square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
        x = pow(square, (P + 3) // 8, P)
        x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
        if x * x % P != square:
            continue
        for point in ((x, y), (P - x, y)):
            total, times = (0, 1), ORDER
            while times:
                total = _add(total, point) if times & 1 else total
                point, times = _add(point, point), times >> 1
            found.add(total)
    return found


def test_a_key_that_fits_every_content_signs_a_publication() -> None:
    """The eight points of small order, every spelling of them; the signature of zeros; R of small order."""
    points = _small_points()
    assert len(points) == 8
    good = KEY.sign(b"x")
    for x, y in points:
        for spelt in {y, y + P} if y + P < 2**255 else {y}:
            for sign in (0, 1):
                point = (spelt | sign << 255).to_bytes(32, "little")
                assert not is_signed(b"x", bytes(64), point), (x, y)
                assert not is_signed(b"x", point + bytes(32), point)
                assert not is_signed(b"x", point + good[32:], PUBLIC)
    assert not is_signed(b"x", bytes(64), PUBLIC)
    assert not is_signed(b"x", good[:32] + bytes(32), PUBLIC)
    assert is_signed(b"x", good, PUBLIC)


def test_a_publication_of_a_key_of_small_order_is_called_consistent() -> None:
    key = b"\1" + bytes(31)  # the neutral point: R = 1 and S = 0 is good for any content in many libraries
    own = parts(seal(publication(), KEY.sign, PUBLIC))
    for signature in (bytes(64), key + bytes(32)):
        forged = {**own, "manifest.sig": signature_part(signature), "key.pub": key_part(key)}
        report = verify(zipped(forged))
        assert report.status == "bad" and "bad-signature" in {one.code for one in report.findings}
