"""The keys that sign papers: a PKCS#12 file given for one signing, or a key kept by a setting (PKCS#11)."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from pyhanko.sign.signers import Signer, SimpleSigner

LARGEST = 100_000  # bytes of a PKCS#12 file
_token = threading.Lock()  # a token lets a process sign in once at a time


class BadKey(Exception):
    """A key that cannot be used.

    code: key-too-large | key-not-opened | no-token-library | token-not-opened | key-not-in-token.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Token:
    """A token or HSM: the maker's library, the token's label, the labels of key and certificate, the PIN."""

    library: str
    label: str
    certificate: str
    pin: str


def of_pkcs12(content: bytes, passphrase: str) -> Signer:
    """The signer of a PKCS#12 file. Raises BadKey."""
    if len(content) > LARGEST:
        raise BadKey("key-too-large")
    try:
        found = SimpleSigner.load_pkcs12_data(content, (), passphrase=passphrase.encode())
    except Exception as error:  # whatever a file that is no PKCS#12 makes the readers say
        raise BadKey("key-not-opened") from error
    if found is None or found.signing_cert is None:
        raise BadKey("key-not-opened")
    signer: Signer = found
    return signer


@contextmanager
def of_token(token: Token) -> Iterator[Signer]:
    """The signer of a token while it is open. Raises BadKey."""
    try:
        pkcs11: Any = importlib.import_module("pyhanko.sign.pkcs11")
        wanted = importlib.import_module("pyhanko.config.pkcs11").TokenCriteria(label=token.label)
    except ImportError as error:
        raise BadKey("no-token-library") from error
    with _token:
        try:
            session = pkcs11.open_pkcs11_session(
                token.library, token_criteria=wanted, user_pin=token.pin or None
            )
        except Exception as error:  # the maker's library says it in its own way
            raise BadKey("token-not-opened") from error
        try:
            signer = pkcs11.PKCS11Signer(session, cert_label=token.certificate)
            try:
                found = signer.signing_cert  # read from the token the first time
            except Exception as error:
                raise BadKey("key-not-in-token") from error
            if found is None:
                raise BadKey("key-not-in-token")
            yield signer
        finally:
            session.close()


@contextmanager
def kept() -> Iterator[Signer]:
    """The key of the body that the installation keeps (docs/signing.md). Raises BadKey."""
    if settings.PKCS11_LIBRARY:
        label, certificate = settings.PKCS11_TOKEN, settings.PKCS11_CERTIFICATE
        pin = _secret(settings.PKCS11_PIN_FILE)
        with of_token(Token(settings.PKCS11_LIBRARY, label, certificate, pin)) as signer:
            yield signer
        return
    try:
        content = Path(settings.SEAL_PKCS12).read_bytes()
        secret = _secret(settings.SEAL_PKCS12_PASSPHRASE_FILE)
    except OSError as error:
        raise BadKey("key-not-opened") from error
    yield of_pkcs12(content, secret)


def is_kept() -> bool:
    """Whether the installation keeps the key of a body."""
    return bool(settings.PKCS11_LIBRARY or settings.SEAL_PKCS12)


def _secret(file: str) -> str:
    return Path(file).read_text(encoding="utf-8").strip("\r\n") if file else ""
