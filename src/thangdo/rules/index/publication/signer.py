"""Who signed: the public key as a part, its fingerprint, and the keys that people hand to `--key`."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

KEY_BYTES, SIGNATURE_BYTES = 32, 64
_FINGERPRINT = re.compile(r"(?:sha256:)?([0-9a-f]{64})", re.IGNORECASE | re.ASCII)
_MOST = 10_000
_P = 2**255 - 19
_EIGHTH = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7  # y of the points of order eight
#: y of the eight points whose order divides eight
_SMALL_Y = frozenset({0, 1, _P - 1, _EIGHTH, _P - _EIGHTH})


def fingerprint(public: bytes) -> str:
    """SHA-256 of the 32 bytes of a public key, as hexadecimal text.

    >>> fingerprint(bytes(32))[:16]
    '66687aadf862bd77'
    """
    return hashlib.sha256(public).hexdigest()


def is_signed(content: bytes, signature: bytes, public: bytes) -> bool:
    """Whether the signature is this key's over this content.

    >>> from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    >>> key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    >>> public, signature = key.public_key().public_bytes_raw(), key.sign(b"manifest")
    >>> is_signed(b"manifest", signature, public), is_signed(b"another", signature, public)
    (True, False)

    Keys and signatures that fit any content are refused: those of small order (RFC 8032 leaves that open;
    libsodium refuses them), also in their second spelling, and a signature of zeros.
    """
    if len(signature) != SIGNATURE_BYTES or _is_small(public) or _is_small(signature[:KEY_BYTES]):
        return False
    if not any(signature[KEY_BYTES:]):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_small(point: bytes) -> bool:
    """Whether a point of the curve, 32 bytes, has an order below nine, or is written with y of p or more."""
    y = int.from_bytes(point, "little") & ((1 << 255) - 1)
    return y >= _P or y in _SMALL_Y


def key_part(public: bytes) -> bytes:
    """The content of `key.pub`: the key in base64, and its fingerprint in the line below.

    >>> key_part(bytes(32)).splitlines()[0]
    b'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
    """
    return base64.b64encode(public) + f"\nsha256:{fingerprint(public)}\n".encode()


def signature_part(signature: bytes) -> bytes:
    """The content of `manifest.sig`: the signature in base64.

    >>> read_part(signature_part(bytes(64)), SIGNATURE_BYTES) == bytes(64)
    True
    """
    return base64.b64encode(signature) + b"\n"


def read_part(content: bytes, size: int) -> bytes | None:
    """The `size` bytes in the first line of a key or signature part; None where there are none.

    >>> read_part(key_part(bytes(32)), KEY_BYTES) == bytes(32), read_part(b"nothing", KEY_BYTES)
    (True, None)
    """
    try:
        found = base64.b64decode(content[:_MOST].split(b"\n", 1)[0].strip(), validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if len(found) == size else None


def fingerprint_of(given: bytes) -> str | None:
    """The fingerprint that a file of a key says: 32 bytes, PEM, `key.pub`, or the fingerprint alone.

    None where it says none. A `key.pub` whose two lines disagree says none either.

    >>> fingerprint_of(key_part(bytes(32))) == fingerprint_of(bytes(32)) == fingerprint(bytes(32))
    True
    """
    if len(given) == KEY_BYTES:
        return fingerprint(given)
    if len(given) > _MOST:
        return None
    if b"-----BEGIN" in given:
        return _of_pem(given)
    lines = given.decode("ascii", "replace").split()
    said = [match[1].lower() for line in lines if (match := _FINGERPRINT.fullmatch(line))]
    held = read_part(lines[0].encode(), KEY_BYTES) if lines else None
    found = {*said, *([fingerprint(held)] if held is not None else [])}
    return found.pop() if len(found) == 1 and len(lines) <= 2 else None


def _of_pem(given: bytes) -> str | None:
    try:
        key = load_pem_public_key(given)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return fingerprint(key.public_bytes_raw()) if isinstance(key, Ed25519PublicKey) else None
