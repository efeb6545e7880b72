"""Who signed a backup. The key for it is never in a backup: who has one in hand cannot sign another."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from thangdo.records.ledger import keys
from thangdo.rules.index.publication.signer import (
    KEY_BYTES,
    SIGNATURE_BYTES,
    fingerprint,
    is_signed,
    key_part,
    read_part,
    signature_part,
)

NAME = "backup.pem"
TRUSTED = "backup-signers.txt"
#: this installation; one whose backup was taken in before; the one that was named; nobody that is known
Standing = Literal["own", "known", "named", "unknown"]


def own(folder: Path) -> keys.Signer:
    """The key with which this installation signs its backups, made when there is none. Raises BadKey."""
    return keys.kept(folder / NAME)


def signed_by(manifest: bytes, signature: bytes, key: bytes) -> str | None:
    """The fingerprint of the key whose signature over the manifest is good; None where it is not.

    >>> signed_by(b"{}", b"AAAA", b"AAAA") is None
    True
    """
    public, made = read_part(key, KEY_BYTES), read_part(signature, SIGNATURE_BYTES)
    if public is None or made is None or key_part(public) != key or signature_part(made) != signature:
        return None
    return fingerprint(public) if is_signed(manifest, made, public) else None


def standing(folder: Path, found: str, named: str | None) -> Standing:
    """What this installation knows of a signer. named: the fingerprint that whoever restores has kept.

    >>> standing(Path("/nonexistent"), "ab", "ab"), standing(Path("/nonexistent"), "ab", None)
    ('named', 'unknown')
    """
    if named is not None:
        return "named" if named == found else "unknown"
    if (folder / NAME).exists() and own(folder).fingerprint == found:
        return "own"
    trusted = folder / TRUSTED
    if trusted.exists() and found in trusted.read_text(encoding="ascii", errors="replace").split():
        return "known"
    return "unknown"


def trust(folder: Path, found: str) -> None:
    """Know this signer from now on: a backup of it was taken in, and whoever did so had its fingerprint."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    with os.fdopen(os.open(folder / TRUSTED, flags, 0o600), "w", encoding="ascii") as file:
        file.write(found + "\n")
