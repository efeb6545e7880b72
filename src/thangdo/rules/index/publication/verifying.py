"""Verifying a publication: every part against its hash, the signature, and every number recomputed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from thangdo.rules.canonical import canonical, read
from thangdo.rules.index.evaluate import ENGINE_VERSION
from thangdo.rules.index.publication import model
from thangdo.rules.index.publication.archive import Archive, Damaged
from thangdo.rules.index.publication.comparing import compare, recomputed
from thangdo.rules.index.publication.model import FORMAT, KEY, MANIFEST, READ_VERSIONS, SIGNATURE
from thangdo.rules.index.publication.parts import Progress, silent
from thangdo.rules.index.publication.reading import Reader
from thangdo.rules.index.publication.report import Finding, Findings, Report, Unreadable
from thangdo.rules.index.publication.signer import (
    KEY_BYTES,
    SIGNATURE_BYTES,
    fingerprint,
    fingerprint_of,
    is_signed,
    key_part,
    read_part,
    signature_part,
)

Signer = Literal["checked", "not-checked", "other", "invalid"]
_SEALS = (MANIFEST, SIGNATURE, KEY)


def verify(content: bytes, key: bytes | None = None, progress: Progress = silent) -> Report:
    """Recompute everything that the zip says.

    key: what `fingerprint_of` can read (32 bytes, PEM, `key.pub` or a fingerprint); with None the signature
    is checked against the key inside, and who that is stays open. Raises ValueError for a key that cannot be
    read; never for the zip.

    >>> [finding.code for finding in verify(b"no zip").findings]
    ['not-a-zip']
    """
    wanted = None
    if key is not None:
        wanted = fingerprint_of(key)
        if wanted is None:
            raise ValueError("this is no public Ed25519 key and no fingerprint")
    findings = Findings()
    try:
        return _verify(Archive(content, findings), findings, wanted, progress)
    except Unreadable as error:
        return Report("unreadable", "invalid", (error.finding,))


def _verify(archive: Archive, findings: Findings, wanted: str | None, progress: Progress) -> Report:
    raw = _seal_part(archive, MANIFEST)
    manifest = _manifest(raw, findings)
    public, signer = _signer(archive, raw, manifest, wanted, findings)
    notices = []
    if manifest.get("engine") not in (None, ENGINE_VERSION):
        notices.append(Finding("other-engine", {"stated": manifest["engine"], "ours": ENGINE_VERSION}))
    reader = Reader(archive)
    archive.look_at_packing("packed_by" not in manifest)
    if manifest:
        _parts(archive, manifest, progress)
    read = reader.content()
    expected = set(_SEALS) | {str(part["name"]) for part in manifest.get("parts", ())}
    if read is not None:
        required = model.part_names(
            read.edition, archive.has(model.LAST_YEAR), archive.has(model.NOT_RETURNED)
        )
        for part in required:
            if not archive.has(part):
                findings.add("part-missing", part=part)
            elif manifest and part not in expected:
                findings.add("part-added", part=part)
        for part in sorted(expected - {*required, *_SEALS}):
            findings.add("part-added", part=part[:200])
        listed = [part["name"] for part in manifest.get("parts", ())]
        whole = {*required, *_SEALS} == set(archive.members) and set(listed) == set(required)
        if whole and (listed != required or list(archive.members) != [*required, *_SEALS]):
            findings.add("parts-reordered")
    numbers = 0
    if read is not None and (result := recomputed(read, archive, progress)) is not None:
        numbers = compare(read, result, archive, progress, str(manifest.get("engine", ENGINE_VERSION)))
    elif not findings.kept:
        findings.add("cannot-recompute", why="the parts cannot be read")
    return Report(
        "bad" if findings.kept else "good",
        signer,
        tuple(findings.kept),
        tuple(notices),
        manifest,
        None if public is None else fingerprint(public),
        0 if read is None else len(read.answers.units),
        numbers,
        findings.more,
        () if read is None else read.not_returned,
    )


def _seal_part(archive: Archive, part: str) -> bytes | None:
    """The bytes of the manifest, signature or key; None, with a finding, where they cannot be had."""
    if not archive.has(part):
        archive.findings.add("part-missing", part=part)
        return None
    try:
        return archive.small(part)
    except Damaged as error:
        archive.findings.add("part-damaged", part=part, why=str(error))
        return None


def _manifest(raw: bytes | None, findings: Findings) -> Mapping[str, Any]:
    """The manifest; {}, with a finding, where it is none. Raises Unreadable for a format of another time."""
    if raw is None:
        return {}
    try:
        found = read(raw)
        sound = isinstance(found, dict) and canonical(found) == raw
    except (ValueError, RecursionError):
        sound = False
    version = found.get("format_version") if sound else None
    if sound and found.get("format") == FORMAT and version not in READ_VERSIONS:
        raise Unreadable("unknown-format", stated=str(version)[:40], ours=max(READ_VERSIONS))
    if not sound or found.get("format") != FORMAT or not _lists_parts(found.get("parts")):
        findings.add("part-malformed", part=MANIFEST, why="not a manifest as it is sealed")
        return {}
    return dict(found)


def _lists_parts(parts: Any) -> bool:
    return (
        isinstance(parts, list)
        and all(
            isinstance(part, dict)
            and set(part) == {"name", "sha256", "bytes"}
            and isinstance(part["name"], str)
            and isinstance(part["sha256"], str)
            and isinstance(part["bytes"], int)
            for part in parts
        )
        and len({part["name"] for part in parts}) == len(parts)
    )


def _signer(
    archive: Archive,
    raw: bytes | None,
    manifest: Mapping[str, Any],
    wanted: str | None,
    findings: Findings,
) -> tuple[bytes | None, Signer]:
    """The public key inside, and whether its signature over the manifest is good and its own the wanted."""
    sealed, given = _seal_part(archive, SIGNATURE), _seal_part(archive, KEY)
    public = None if given is None else read_part(given, KEY_BYTES)
    signature = None if sealed is None else read_part(sealed, SIGNATURE_BYTES)
    if given is not None and (public is None or key_part(public) != given):
        findings.add("part-malformed", part=KEY, why="not a key and its fingerprint")
    if sealed is not None and (signature is None or signature_part(signature) != sealed):
        findings.add("part-malformed", part=SIGNATURE, why="not a signature")
    if public is not None and manifest and manifest.get("signer") != f"sha256:{fingerprint(public)}":
        findings.add("key-differs", stated=str(manifest.get("signer"))[:80], found=fingerprint(public))
    signer: Signer = "invalid"
    if raw is not None and public is not None and signature is not None:
        if is_signed(raw, signature, public):
            signer = "not-checked"
        else:
            findings.add("bad-signature", part=SIGNATURE)
    if wanted is not None and public is not None and signer != "invalid":
        signer = "checked" if fingerprint(public) == wanted else "other"
    if wanted is not None and public is not None and fingerprint(public) != wanted:
        findings.add("other-signer", expected=wanted, found=fingerprint(public))
    return public, signer


def _parts(archive: Archive, manifest: Mapping[str, Any], progress: Progress) -> None:
    """Every part against what the manifest says of it; what it does not name was added."""
    findings, listed = archive.findings, manifest["parts"]
    for number, part in enumerate(listed):
        progress("hash", number, len(listed))
        name = part["name"]
        if not archive.has(name):
            findings.add("part-missing", part=name[:200])
            continue
        try:
            digest, size = archive.digest(name)
        except Damaged as error:
            findings.add("part-damaged", part=name, why=str(error))
            continue
        if (digest, size) != (part["sha256"], part["bytes"]):
            findings.add("part-changed", part=name, stated=part["sha256"], found=digest)
    progress("hash", len(listed), len(listed))
    known = {*_SEALS, *(part["name"] for part in listed)}
    for name in archive.members:
        if name not in known:
            findings.add("part-added", part=name[:200])
