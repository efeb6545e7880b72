"""What a stranger may do to a publication, and what must then be said: each part, number and signature."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from publications import KEY, OTHER, PUBLIC, changed, parts, publication, sealed, zipped
from thangdo.rules.canonical import canonical
from thangdo.rules.index.publication import archive as archives
from thangdo.rules.index.publication.report import CODES, Report
from thangdo.rules.index.publication.sealing import seal
from thangdo.rules.index.publication.signer import fingerprint, fingerprint_of, key_part, signature_part
from thangdo.rules.index.publication.verifying import verify

WHOLE = sealed()
PARTS = list(parts(WHOLE))
HASHED = [name for name in PARTS if name not in ("manifest.json", "manifest.sig", "key.pub")]


def found(report: Report) -> set[tuple[str, str]]:
    assert all(any(one.code in codes for codes in CODES.values()) for one in report.findings)
    return {(one.code, str(one.facts.get("part", ""))) for one in report.findings}


def codes(content: bytes, key: bytes | None = PUBLIC) -> set[str]:
    return {code for code, _ in found(verify(content, key))}


def resealed(change: Callable[[dict[str, bytes]], object], who: Any = KEY) -> bytes:
    """A publication changed by one who makes all hashes good again and signs with a key."""
    content = parts(WHOLE)
    change(content)
    manifest = json.loads(content["manifest.json"])
    for name in ("manifest.json", "manifest.sig", "key.pub"):
        del content[name]
    manifest["parts"] = [
        {"name": name, "sha256": hashlib.sha256(part).hexdigest(), "bytes": len(part)}
        for name, part in content.items()
    ]
    public = who.public_key().public_bytes_raw()
    manifest["signer"] = f"sha256:{fingerprint(public)}"
    raw = canonical(manifest)
    return zipped(
        {
            **content,
            "manifest.json": raw,
            "manifest.sig": signature_part(who.sign(raw)),
            "key.pub": key_part(public),
        }
    )


def put(part: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], object]:
    def change(content: dict[str, bytes]) -> None:
        assert content[part].count(old) >= 1
        content[part] = content[part].replace(old, new, 1)

    return change


def test_an_untouched_publication_is_good_and_says_whether_the_signer_was_checked() -> None:
    with_key, without = verify(WHOLE, PUBLIC), verify(WHOLE)
    assert (with_key.status, with_key.signer, without.status, without.signer) == (
        "good",
        "checked",
        "good",
        "not-checked",
    )
    assert with_key.fingerprint == without.fingerprint == fingerprint(PUBLIC)
    assert (with_key.units, with_key.numbers, with_key.manifest["revision"]) == (3, 12, 2)


@pytest.mark.parametrize("part", HASHED)
@pytest.mark.parametrize("place", [0, -1])
def test_a_part_changed_by_one_byte_is_named(part: str, place: int) -> None:
    def flip(content: bytes) -> bytes:
        turned = bytearray(content)
        turned[place] ^= 1
        return bytes(turned)

    report = verify(changed(WHOLE, part, flip), PUBLIC)
    assert report.status == "bad" and ("part-changed", part) in found(report)


@pytest.mark.parametrize("part", ["manifest.json", "manifest.sig", "key.pub"])
def test_no_byte_of_the_seal_can_be_changed(part: str) -> None:
    content = parts(WHOLE)
    for place in range(0, len(content[part]), len(content[part]) // 100 + 1):
        turned = bytearray(content[part])
        turned[place] ^= 1
        report = verify(zipped({**content, part: bytes(turned)}), PUBLIC)
        assert report.status != "good", place


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_was_taken_out_is_named(part: str) -> None:
    content = parts(WHOLE)
    del content[part]
    report = verify(zipped(content), PUBLIC)
    assert report.status == "bad" and ("part-missing", part) in found(report)


@pytest.mark.parametrize("part", HASHED)
def test_a_part_taken_out_of_the_zip_and_of_the_list_is_missed_all_the_same(part: str) -> None:
    report = verify(resealed(lambda content: content.pop(part)), PUBLIC)
    assert report.status == "bad"
    assert part == "last_year.csv" or ("part-missing", part) in found(report)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_there_twice_is_named_even_when_both_are_alike(part: str) -> None:
    out = io.BytesIO(WHOLE)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(part, parts(WHOLE)[part])
    report = verify(out.getvalue(), PUBLIC)
    assert report.status == "bad" and ("part-doubled", part) in found(report)


@pytest.mark.parametrize(
    "name", ["notes.docx", "table-x.csv", "Scores.csv", "sub/scores.csv", "scores.csv/", "x/"]
)
def test_a_part_that_was_added_is_named(name: str) -> None:
    assert ("part-added", name) in found(verify(zipped({**parts(WHOLE), name: b""}), PUBLIC))


def test_a_part_that_was_added_and_signed_by_the_signer_is_still_no_part() -> None:
    report = verify(resealed(lambda content: content.update({"macro.js": b"x"})), PUBLIC)
    assert ("part-added", "macro.js") in found(report)


@pytest.mark.parametrize("name", ["../scores.csv", "/etc/x", "C:\\x", "a\\b", "x\x1b[2J", "scores.csv\0.exe"])
def test_a_name_that_would_lead_out_of_the_folder_is_named(name: str) -> None:
    out = io.BytesIO(WHOLE)
    with zipfile.ZipFile(out, "a") as archive:
        info = zipfile.ZipInfo("y" * len(name))
        archive.writestr(info, b"")
    content = out.getvalue().replace(b"y" * len(name), name.encode())
    report = verify(content, PUBLIC)
    assert report.status == "bad" and "unsafe-name" in {code for code, _ in found(report)}
    assert all(str(one.facts).isprintable() for one in report.findings)


def test_lzma_is_refused_for_it_may_ask_for_all_memory() -> None:
    assert "part-damaged" in codes(zipped(parts(WHOLE), zipfile.ZIP_LZMA))


@pytest.mark.parametrize("content", [WHOLE + b"more", b"MZ" + WHOLE])
def test_bytes_around_the_zip_are_said(content: bytes) -> None:
    assert codes(content) in ({"bytes-added"}, {"bytes-added", "other-container"})


def test_a_comment_in_the_zip_is_said() -> None:
    out = io.BytesIO(WHOLE)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"improved"
    assert codes(out.getvalue()) == {"bytes-added"}


def docx() -> bytes:
    return zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"x", "not-a-zip"),
        (b"%PDF-1.7" * 100, "not-a-zip"),
        (WHOLE[:-1], "not-a-zip"),
        (WHOLE[: len(WHOLE) // 2], "not-a-zip"),
        (b"PK\x05\x06" + b"\0" * 18, "not-ours"),
        (b"PK\x05\x06" + b"\xff" * 18, "too-many-members"),
        (docx(), "not-ours"),
        (zipped({f"{n}": b"" for n in range(1001)}), "too-many-members"),
    ],
)
def test_what_is_no_publication_is_unreadable(content: bytes, code: str) -> None:
    report = verify(content, PUBLIC)
    assert (report.status, [one.code for one in report.findings]) == ("unreadable", [code])


def test_a_publication_of_a_later_format_is_not_called_wrong() -> None:
    def later(content: bytes) -> bytes:
        return content.replace(b'"format_version":1', b'"format_version":3')

    report = verify(changed(WHOLE, "manifest.json", later), PUBLIC)
    assert (report.status, report.findings[0].code) == ("unreadable", "unknown-format")


def test_wherever_the_file_is_cut_or_hit_there_is_an_answer_and_never_a_crash() -> None:
    for place in range(0, len(WHOLE), 37):
        assert verify(WHOLE[:place]).status == "unreadable"
        turned = bytearray(WHOLE)
        turned[place] ^= 0xFF
        assert verify(bytes(turned)).status in ("good", "bad", "unreadable")


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = changed(WHOLE, "extra.json", lambda content: b"0" * 30_000_000)
    monkeypatch.setattr(archives, "MOST_UNPACKED", 20_000_000)
    report = verify(bomb, PUBLIC)
    assert (report.status, report.findings[0].code) == ("unreadable", "too-large")


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_said() -> None:
    bomb = changed(WHOLE, "extra.json", lambda content: b"0" * 30_000_000)
    lie = bomb.replace(struct.pack("<L", 30_000_000), struct.pack("<L", 18))
    report = verify(lie, PUBLIC)
    assert report.status == "bad" and ("part-damaged", "extra.json") in found(report)


def test_a_manifest_as_large_as_a_film_is_not_read() -> None:
    assert ("part-damaged", "manifest.json") in found(
        verify(changed(WHOLE, "manifest.json", lambda content: b" " * 2_000_000), PUBLIC)
    )


def test_a_line_without_end_is_not_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LONGEST_LINE", 1000)
    report = verify(changed(WHOLE, "units.csv", lambda content: b"x" * 5_000_000), PUBLIC)
    assert ("part-damaged", "units.csv") in found(report)


def test_a_publication_signed_by_somebody_else_is_not_that_of_the_key() -> None:
    other = seal(publication(), OTHER.sign, OTHER.public_key().public_bytes_raw())
    report = verify(other, PUBLIC)
    assert (report.status, report.signer, found(report)) == ("bad", "other", {("other-signer", "")})
    assert (verify(other).status, verify(other).signer) == ("good", "not-checked")


def test_a_foreign_key_put_beside_the_signature_is_noticed() -> None:
    content = changed(WHOLE, "key.pub", lambda _: key_part(OTHER.public_key().public_bytes_raw()))
    assert codes(content, None) == {"key-differs", "bad-signature"}
    assert verify(content).signer == "invalid"


TURNED = b"C1,,A1,1,ok,,\nC1,,index,1.8,ok,,\n"
NUMBERS = [
    ("scores.csv", b"D1,,A1,6.666666666666667,ok", b"D1,,A1,9.666666666666667,ok", "D1", "A1", "score"),
    ("scores.csv", b"C1,,A2,,not-applicable", b"C1,,A2,0,ok", "C1", "A2", "status"),
    ("ranks.csv", b"D1,district,II", b"D1,district,I", "D1", None, "level"),
    ("ranks.csv", b"C2,commune,I,,8.79,1,0,1", b"C2,commune,I,,8.79,2,0,2", "C2", None, "rank"),
    ("explanations.json", b'"short_by":"0.4"', b'"short_by":"0.1"', "C1", None, "level"),
    ("explanations.json", b'"maximum":"10"', b'"maximum":"11"', "C1", "A1", "maximum"),
]


@pytest.mark.parametrize(("part", "old", "new", "unit", "node", "what"), NUMBERS)
def test_a_number_changed_by_who_can_sign_is_named_with_what_it_should_be(
    part: str, old: bytes, new: bytes, unit: str, node: str | None, what: str
) -> None:
    report = verify(resealed(put(part, old, new)), PUBLIC)
    differ = [one.facts for one in report.findings if one.code == "number-differs"]
    assert report.status == "bad" and {one.code for one in report.findings} == {"number-differs"}
    named = [one for one in differ if one["what"] == what]
    assert len(named) == 1 and named[0]["unit"] == unit and named[0].get("node") == node
    assert named[0]["stated"] != named[0]["recomputed"]


def test_an_answer_changed_afterwards_shows_every_number_that_no_longer_follows() -> None:
    report = verify(resealed(put("answers.csv", b"D1,,trained,2", b"D1,,trained,1")), PUBLIC)
    score = next(one.facts for one in report.findings if one.facts.get("node") == "A1")
    assert (score["stated"], score["recomputed"]) == ("6.666666666666667", "3.333333333333333")
    assert {one.facts["part"] for one in report.findings} == {"scores.csv", "ranks.csv", "explanations.json"}
    assert {one.facts["unit"] for one in report.findings} == {"D1"}


def test_a_weight_or_rule_changed_afterwards_changes_the_numbers() -> None:
    report = verify(resealed(put("edition.json", b'"max":"5"', b'"max":"1"')), PUBLIC)
    assert {one.facts["unit"] for one in report.findings if one.facts.get("node") == "A2"} >= {"C2"}


@pytest.mark.parametrize(
    ("part", "old", "new", "code"),
    [
        ("scores.csv", b"C2,,B1,,not-answered,,\n", b"", "row-missing"),
        ("scores.csv", b"C2,,B1,,not-answered,,\n", b"C2,,B1,,not-answered,,\nC9,,B1,1,ok,,\n", "row-added"),
        ("scores.csv", b"C2,,B1,,not-answered,,\n", b"C2,,B1,,not-answered,,\n" * 2, "row-doubled"),
        ("scores.csv", b"C1,,index,1.8,ok,,\nC1,,A1,1,ok,,\n", TURNED, "rows-reordered"),
        ("scores.csv", b"status", b"state", "part-damaged"),
        ("explanations.json", b'"engine":"2"', b'"engine":"3"', "part-malformed"),
        ("answers.csv", b"D1,,trained,2", b"D9,,trained,2", "part-malformed"),
        ("answers.csv", b"D1,,trained,2", b"D1,,trained,many", "part-malformed"),
        ("answers.csv", b"D1,,trained,2", b"D1,,staff,2", "part-malformed"),
        ("declared.csv", b"trained", b"strength", "part-malformed"),
        ("decisions.csv", b"amended", b"Mr X said so", "part-malformed"),
        ("evidence.csv", b"ab", b"zz", "part-malformed"),
        ("table-pages.csv", b"D1,,2", b"D1,,7", "part-malformed"),
        ("units.csv", b"C2,commune", b"C1,commune", "part-malformed"),
        ("edition.json", b'"version":1', b'"version":1,"version":1', "part-malformed"),
        ("edition.json", b'["trained","staff"]', b'["trained","stuff"]', "number-differs"),
    ],
)
def test_what_is_no_longer_a_publication_is_said_though_hashes_and_signature_are_good(
    part: str, old: bytes, new: bytes, code: str
) -> None:
    assert code in codes(resealed(put(part, old, new)))


def test_a_signed_part_of_foreign_columns_says_which_part() -> None:
    assert ("part-damaged", "offices.csv") in found(
        verify(resealed(put("offices.csv", b"role", b"name")), PUBLIC)
    )


PEM = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
EC = (
    generate_private_key(SECP256R1())
    .public_key()
    .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
)


@pytest.mark.parametrize(
    "given",
    [
        PUBLIC,
        PEM,
        key_part(PUBLIC),
        key_part(PUBLIC).splitlines()[0],
        f"sha256:{fingerprint(PUBLIC)}\n".encode(),
        fingerprint(PUBLIC).upper().encode(),
    ],
)
def test_a_key_may_be_given_in_each_form_that_people_have(given: bytes) -> None:
    assert verify(WHOLE, given).signer == "checked"


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"x" * 20_000,
        b"\xff" * 40,
        EC,
        PEM[:40],
        key_part(PUBLIC).replace(b"sha256:", b"sha256:0")[:-2] + b"\n",
        key_part(PUBLIC).splitlines()[0] + b"\n" + fingerprint(b"other").encode(),
    ],
)
def test_what_is_no_key_is_refused_and_never_taken_for_one(given: bytes) -> None:
    assert fingerprint_of(given) is None
    with pytest.raises(ValueError, match="no public"):
        verify(WHOLE, given)


def test_progress_is_told_from_first_to_last() -> None:
    told: list[tuple[str, int, int]] = []
    verify(WHOLE, PUBLIC, lambda *step: told.append(step))
    assert list(dict.fromkeys(step for step, _, _ in told)) == ["hash", "evaluate", "explanations"]
    assert all(0 <= done <= of for _, done, of in told)
