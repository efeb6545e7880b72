"""The signing key (Ed25519): outside the database, readable by its owner only, and rotated without loss."""

from __future__ import annotations

import base64
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from thangdo.records.ledger.models import PublicKey
from thangdo.rules.index.publication.signer import fingerprint

NAME = "signing.pem"


class BadKey(Exception):
    """The signing key cannot be used; says why and what to do."""


@dataclass(frozen=True, slots=True)
class Signer:
    """The key in use."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The public half, 32 bytes."""
        return self.private.public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public)

    def sign(self, content: bytes) -> bytes:
        """The signature, 64 bytes."""
        return self.private.sign(content)


@dataclass(frozen=True, slots=True)
class KeyView:
    """A public key that signed, or signs."""

    fingerprint: str
    public: str  # base64 of the 32 bytes
    since: datetime


def signer(folder: Path, now: datetime) -> Signer:
    """The key of the installation, made when there is none; its public half is registered.

    Raises BadKey for a file that others may read or that holds no Ed25519 key.
    """
    found = kept(folder / NAME)
    if not PublicKey.objects.filter(fingerprint=found.fingerprint).exists():
        public = base64.b64encode(found.public).decode()
        PublicKey.objects.create(fingerprint=found.fingerprint, public=public, since=now)
    return found


def kept(path: Path) -> Signer:
    """The key in a file, made when there is none.

    Raises BadKey for a file that others may read or that holds no Ed25519 key.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     kept(Path(folder) / "a.pem").public == kept(Path(folder) / "a.pem").public
    True
    """
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise BadKey(f"{path.name} is readable by others; run: chmod 600 {path}")
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise BadKey(f"{path.name} holds no private key: {error}") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise BadKey(f"{path.name} holds a key of another kind; Ed25519 is needed")
    return Signer(private)


def rotate(folder: Path, now: datetime) -> Signer:
    """A new key from now on; the old one is kept beside it, and its public half stays registered."""
    old = signer(folder, now)
    path = folder / NAME
    kept = folder / f"signing-{old.fingerprint[:16]}.pem"
    if not kept.exists():
        os.link(path, kept)
    _write(folder / f".{NAME}.new", Ed25519PrivateKey.generate())
    (folder / f".{NAME}.new").replace(path)
    return signer(folder, now)


def known_keys() -> list[KeyView]:
    """Every public key, the latest first."""
    return [KeyView(key.fingerprint, key.public, key.since) for key in PublicKey.objects.order_by("-since")]


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    _write(draft, Ed25519PrivateKey.generate())
    # Linking fails when another process was first: its key is then the key.
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _write(path: Path, private: Ed25519PrivateKey) -> None:
    content = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
