"""Whether a signed paper that comes back is the one that was kept, and if not, what differs.

The same first bytes are not enough: what was added between them and the signature may show something else.
A program that saved the file anew instead of adding to it leaves only what can be read to be compared.
"""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from thangdo.records.documents.reader import bounded
from thangdo.records.documents.signing.checked import LARGEST, Checked, Found, looked_at

NUMBER = re.compile(r"Số\s*:\s*(\d+\s*/\s*[\wĐđ]+(?:\s*-\s*[\wĐđ]+)*)")
AROUND = 6  # words on either side of the first difference
LONGEST = 160  # characters of what is told of a page


@dataclass(frozen=True)
class Looked:
    """What a paper that is to be kept is. problem: "" | damaged | locked | too-large | too-long.

    number: that which its first page bears, "" where none was read. signatures: how many it has.
    """

    pages: int = 0
    number: str = ""
    signatures: int = 0
    problem: str = ""


@dataclass(frozen=True)
class Matched:
    """A paper that came back beside the one kept.

    code: same (added to, byte by byte) | saved-anew (other bytes, the same pages) | changed (something was
    added that is no signature) | stripped (it lacks signatures that ours bears) | number (another paper's) |
    other (the first page that differs, with the words about the place) | unsigned (ours as it is).
    """

    code: str
    page: int = 0
    ours: str = ""
    theirs: str = ""
    checked: Checked = field(default_factory=Checked)


def look(pdf: bytes) -> Looked:
    """What a paper is, read in a process of its own."""
    if len(pdf) > LARGEST:
        return Looked(problem="too-large")
    try:
        (said,) = bounded.read("paper", pdf)
    except bounded.Unread as error:
        return Looked(problem=error.code if error.code in ("too-large", "too-long") else "damaged")
    return Looked(**said)


def match(ours: bytes, theirs: bytes, roots: Sequence[bytes] = (), first: bytes = b"") -> Matched:
    """What came back beside ours, and its signatures. first: ours before anybody signed, where it was signed.

    roots: as `checked.check` takes them. Read in a process of its own.
    """
    if theirs == ours:
        return Matched("unsigned")
    if len(theirs) > LARGEST:
        return Matched("other", checked=Checked(problem="too-large"))
    stripped = bool(first) and theirs.startswith(first) and not theirs.startswith(ours)
    head = json.dumps({"roots": [one.hex() for one in roots], "ours": len(ours)}).encode()
    try:
        said, *found = bounded.read("returned", len(head).to_bytes(8, "big") + head + ours + theirs)
    except bounded.Unread as error:
        problem = error.code if error.code in ("too-large", "too-long") else "damaged"
        return Matched("other", checked=Checked(problem=problem))
    signatures = tuple(Found(**one) for one in found)
    read = Checked(signatures, "" if signatures else "no-signature")
    return Matched("stripped", checked=read) if stripped else Matched(**said, checked=read)


def tell_paper(given: bytes, say: Callable[[Any], None]) -> None:
    """What the child process does for `look`."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    logging.disable(logging.CRITICAL)
    try:
        reader = PdfFileReader(io.BytesIO(given), strict=False)
        if reader.encrypted:
            say(asdict(Looked(problem="locked")))
            return
        pages = texts(given)
        say(asdict(Looked(len(pages), numbered(pages[0]), len(list(reader.embedded_signatures)))))
    except Exception as error:  # a file that is no PDF makes the readers say many things
        raise ValueError("damaged") from error


def tell(given: bytes, say: Callable[[Any], None]) -> None:
    """What the child process does for `match`: says how the papers compare, then each signature."""
    logging.disable(logging.CRITICAL)
    size = int.from_bytes(given[:8], "big")
    head = json.loads(given[8 : 8 + size])
    ours = given[8 + size : 8 + size + head["ours"]]
    theirs = given[8 + size + head["ours"] :]
    try:
        found = looked_at(theirs, [bytes.fromhex(one) for one in head["roots"]])
        code = {"code": added(ours, theirs)} if theirs.startswith(ours) else compared(ours, theirs)
    except Exception as error:
        raise ValueError("damaged") from error
    say(code)
    for one in found:
        say(asdict(one))


def added(ours: bytes, theirs: bytes) -> str:
    """ "same", or "changed" where more than signatures and their proofs was written behind ours."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel

    base = PdfFileReader(io.BytesIO(ours), strict=False).xrefs.total_revisions - 1
    reader = PdfFileReader(io.BytesIO(theirs), strict=False)
    signed = [one.signed_revision for one in reader.embedded_signatures if one.signed_revision > base]
    if not signed:
        return "changed"
    start = base
    if "/AcroForm" not in reader.get_historical_resolver(base).root:  # then the policy below has no beginning
        start = min(signed)
        if any(_touched(reader, base, revision) for revision in range(base + 1, start + 1)):
            return "changed"
    result = DEFAULT_DIFF_POLICY.review_file(reader, start)
    fits = isinstance(result, DiffResult) and result.modification_level <= ModificationLevel.FORM_FILLING
    return "same" if fits else "changed"


#: of the catalog, what a signature brings with it
_CATALOG = frozenset({"/AcroForm", "/Extensions", "/DSS", "/Perms", "/Version", "/Metadata"})


def _touched(reader: Any, base: int, revision: int) -> bool:
    """Whether a revision gives anything that stood in the base another content, but for fields to sign in."""
    old, new = reader.get_historical_resolver(base), reader.get_historical_resolver(revision)
    if _but(old.root, _CATALOG) != _but(new.root, _CATALOG):
        return True
    info = old.trailer_view.get_value_as_reference("/Info", optional=True)
    free = {reference for reference in (old.root_ref, info) if reference is not None}
    free |= {one for one in (_reference(old.root, "/Metadata"),) if one is not None}
    free_ids = {(one.idnum, one.generation) for one in free}
    for one in reader.xrefs.explicit_refs_in_revision(revision) | reader.xrefs.refs_freed_in_revision(
        revision
    ):
        if (one.idnum, one.generation) in free_ids or not _stood(old, one):
            continue
        was, now = old.get_object(one), new.get_object(one)
        if isinstance(was, list) and isinstance(now, list):
            if not _only_fields(was, now):
                return True
        elif isinstance(was, dict) and isinstance(now, dict) and was.get("/Type") == "/Page":
            notes = (was.get("/Annots") or (), now.get("/Annots") or ())
            if _but(was, {"/Annots"}) != _but(now, {"/Annots"}) or not _only_fields(*notes):
                return True
        elif _written(was) != _written(now):
            return True
    return False


def _stood(old: Any, reference: Any) -> bool:
    """Whether something stood there."""
    try:
        return old.get_object(reference) is not None and _written(old.get_object(reference)) != b"null"
    except Exception:  # of a number that was not given yet the readers say it in several ways
        return False


def _reference(of: Any, name: str) -> Any:
    """Where a part of a dictionary lies, when it lies elsewhere."""
    raw = of.raw_get(name) if name in of else None
    return getattr(raw, "reference", None)


def _written(one: Any) -> bytes:
    out = io.BytesIO()
    one.write_to_stream(out, None)
    return out.getvalue()


def _but(of: Any, names: frozenset[str] | set[str]) -> dict[str, bytes]:
    return {str(name): _written(of.raw_get(name)) for name in of if name not in names}


def _only_fields(was: Any, now: Any) -> bool:
    """Whether what is laid over a page is what was, and fields that are signed."""
    before = [_written(was.raw_get(place)) for place in range(len(was))]
    after = [_written(now.raw_get(place)) for place in range(len(now))]
    if after[: len(before)] != before:
        return False
    return all(
        now[place].get("/Subtype") == "/Widget" and now[place].get("/FT") == "/Sig"
        for place in range(len(before), len(after))
    )


def compared(ours: bytes, theirs: bytes) -> dict[str, Any]:
    """How two files compare whose bytes differ from the beginning: by what can be read on their pages."""
    mine, other = texts(ours), texts(theirs)
    said, own = (numbered(pages[0]) if pages else "" for pages in (other, mine))
    if said and own and not same_number(said, own):
        return {"code": "number", "page": 1, "ours": own, "theirs": said}
    for place in range(max(len(mine), len(other))):
        left = mine[place].split() if place < len(mine) else []
        right = other[place].split() if place < len(other) else []
        if left != right:
            first = next(n for n in range(len(left) + 1) if left[: n + 1] != right[: n + 1])
            start, end = max(first - AROUND, 0), first + AROUND
            told = (" ".join(words[start:end])[:LONGEST] for words in (left, right))
            return {"code": "other", "page": place + 1, **dict(zip(("ours", "theirs"), told, strict=True))}
    marks = list(zip(_pictured(ours), _pictured(theirs), strict=True))
    unlike = next((place for place, (left, right) in enumerate(marks) if left != right), None)
    return {"code": "saved-anew"} if unlike is None else {"code": "other", "page": unlike + 1}


def numbered(text: str) -> str:
    """The number and symbol that a first page bears; "" where there is none.

    >>> numbered("ỦY BAN NHÂN DÂN Số: 15 /QĐ-UBND Mẫu, ngày 3"), numbered("Số:      /QĐ-UBND")
    ('15/QĐ-UBND', '')
    """
    found = NUMBER.search(text)
    return re.sub(r"\s+", "", found[1]) if found else ""


def same_number(one: str, other: str) -> bool:
    """Whether two numbers with symbols are one: 05/QĐ-UBND is 5/QĐ-UBND.

    >>> same_number("05/QĐ-UBND", "5/qđ-ubnd"), same_number("15/QĐ-UBND", "5/QĐ-UBND")
    (True, False)
    """
    return one.lstrip("0").casefold() == other.lstrip("0").casefold()


def texts(pdf: bytes) -> list[str]:
    """The words of each page, with single spaces."""
    from pypdf import PdfReader

    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def _pictured(pdf: bytes) -> list[tuple[Any, ...]]:
    """Of each page its size, how many pictures it shows, and what was laid over it that is no signature."""
    from pypdf import PdfReader

    found: list[tuple[Any, ...]] = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        laid = [one.get_object() for one in page.get("/Annots") or ()]
        notes = sorted(
            str(one.get("/Subtype")) for one in laid if one.get("/Subtype") not in ("/Widget", "/Link")
        )
        objects = (page.get("/Resources") or {}).get("/XObject") or {}
        pictures = sum(one.get_object().get("/Subtype") == "/Image" for one in objects.values())
        size = (round(float(page.mediabox.width)), round(float(page.mediabox.height)))
        found.append((size, pictures, notes))
    return found
