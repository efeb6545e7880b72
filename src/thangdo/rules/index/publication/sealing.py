"""Sealing: the result is computed from edition and answers, every part is hashed, the manifest is signed."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from thangdo import __version__
from thangdo.rules import zips
from thangdo.rules.canonical import canonical
from thangdo.rules.index.answers import Answers, BadInput, Problem
from thangdo.rules.index.evaluate import ENGINE_VERSION, evaluate, grow, walk
from thangdo.rules.index.given import exactly
from thangdo.rules.index.publication import model
from thangdo.rules.index.publication.model import FORMAT, FORMAT_VERSION, SHA256, SLUG, Publication
from thangdo.rules.index.publication.parts import Progress, contents, edition_bytes, read_edition, silent
from thangdo.rules.index.publication.signer import (
    KEY_BYTES,
    fingerprint,
    is_signed,
    key_part,
    signature_part,
)


def seal(
    publication: Publication,
    sign: Callable[[bytes], bytes],
    public_key: bytes,
    progress: Progress = silent,
) -> bytes:
    """The sealed zip. The same publication and key give the same bytes (with the same zlib).

    sign: gives the Ed25519 signature (64 bytes) over the manifest; public_key: its 32 bytes.
    Raises BadInput for what cannot be published or recomputed; ValueError when the key did not sign.
    """
    if len(public_key) != KEY_BYTES:
        raise ValueError(f"a public key has {KEY_BYTES} bytes")
    publication = _exact(publication)
    _examine(publication)
    progress("evaluate", 0, 1)
    result = evaluate(publication.edition, publication.answers)
    progress("evaluate", 1, 1)
    out = io.BytesIO()
    listed = []
    with zipfile.ZipFile(out, "w") as archive:
        for name, chunks in contents(publication, result, progress):
            digest, size = _write(archive, name, chunks)
            listed.append({"name": name, "sha256": digest, "bytes": size})
        manifest = canonical(
            {
                "format": FORMAT,
                "format_version": model.WITH_NOT_RETURNED if publication.not_returned else FORMAT_VERSION,
                "id": publication.id,
                "revision": publication.revision,
                "replaces": publication.replaces,
                "title": publication.title.model_dump(mode="json"),
                "edition": {"edition": publication.edition.edition, "version": publication.edition.version},
                "engine": ENGINE_VERSION,
                "software": __version__,
                "rules": dict(publication.rule_versions),
                "signer": f"sha256:{fingerprint(public_key)}",
                "parts": listed,
                **({} if (packer := zips.packer()) is None else {"packed_by": packer}),
            }
        )
        signature = sign(manifest)
        if not is_signed(manifest, signature, public_key):
            raise ValueError("the signature is not that of the public key")
        _write(archive, model.MANIFEST, [manifest])
        _write(archive, model.SIGNATURE, [signature_part(signature)])
        _write(archive, model.KEY, [key_part(public_key)])
    return out.getvalue()


def _exact(publication: Publication) -> Publication:
    """The publication with every answer as the engine's own kind. Raises BadInput (see `given.exactly`)."""
    edition = publication.edition
    declared = exactly(edition, Answers(publication.answers.units, publication.declared)).values
    return replace(publication, answers=exactly(edition, publication.answers), declared=declared)


def _write(archive: zipfile.ZipFile, name: str, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write one part; its SHA-256 and its size before compression."""
    info = zipfile.ZipInfo(name, zips.FIRST_DAY)
    info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, zips.UNIX
    info.external_attr = zips.PUBLICATION.mode << 16
    digest, size = hashlib.sha256(), 0
    with archive.open(info, "w") as file:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
    return digest.hexdigest(), size


def _examine(publication: Publication) -> None:
    problems = [Problem("publication", message, code=code) for message, code in _wrong(publication)]
    if problems:
        raise BadInput(problems)


def _wrong(publication: Publication) -> Iterator[tuple[str, str | None]]:
    """What cannot be sealed: a message and the code concerned."""
    edition, answers = publication.edition, publication.answers
    if not SLUG.fullmatch(publication.id) or len(publication.id) > 80:
        yield "the id is no slug of at most 80 characters.", publication.id[:80]
    if publication.revision < 1:
        yield "the revision is no number above 0.", str(publication.revision)
    if not answers.units:
        yield "no unit takes part.", None
    for code, unit in answers.units.items():
        if not code or code != unit.code:
            yield "the unit stands under another code.", code
    if read_edition(edition_bytes(edition)) != edition:
        yield "the edition cannot be read back from its own data.", edition.edition
    for name in model.text_that_rules_read(edition):
        yield "a rule reads this free text, which is never published; make it a choice.", name
    yield from _strangers(publication)
    yield from _beside(publication)


def _strangers(publication: Publication) -> Iterator[tuple[str, str | None]]:
    """Answers of units, to inputs or in tables that there are not."""
    edition, answers = publication.edition, publication.answers
    units, inputs, tables = set(answers.units), set(edition.inputs), set(edition.observations)
    silent = [one.code for one in publication.not_returned]
    for code in sorted({code for code in silent if code in units or silent.count(code) > 1}):
        yield "the unit did not return and takes part, or did not return twice.", code
    keys = {*answers.values, *publication.declared, *(key[:2] for key in answers.last_year)}
    for name, table in answers.tables.items():
        keys.update(table)
        if name not in tables:
            yield "the edition has no such table.", name
    for unit in sorted({unit for unit, _ in keys} - units):
        yield "the unit does not take part and has answers.", unit
    for values in (answers.values, publication.declared):
        for name in sorted({name for given in values.values() for name in given} - inputs):
            yield "the edition has no such input.", name


def _beside(publication: Publication) -> Iterator[tuple[str, str | None]]:
    """Decisions, evidence and offices that say what they may not."""
    units = set(publication.answers.units)
    nodes = {branch.code for branch in walk(grow(publication.edition))}
    rows: list[model.Decision | model.Evidence] = [*publication.decisions, *publication.evidence]
    for row in rows:
        if row.unit not in units or row.criterion not in nodes:
            yield (
                "a decision or a document is of a unit or criterion that there is not.",
                f"{row[0]}, {row[1]}",
            )
    decided = [(one.unit, one.criterion) for one in publication.decisions]
    if len(set(decided)) < len(set(publication.decisions)):
        yield "a criterion of a unit was decided in two ways.", None
    words = [
        *(row.decided for row in publication.decisions),
        *(row.kind for row in publication.evidence),
        *(row.role.replace("_", "-") for row in publication.offices),
    ]
    for word in sorted(set(words)):
        if not SLUG.fullmatch(word):
            yield "a way of deciding, a kind of evidence or a role is one word of small letters.", word[:80]
    for one in publication.evidence:
        if one.sha256 and not SHA256.fullmatch(one.sha256):
            yield "a SHA-256 has 64 hexadecimal digits.", one.sha256[:80]
