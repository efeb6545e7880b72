"""A stream locked with a passphrase, in the form of age: what is written here `age` opens, and back.

Source: https://age-encryption.org/v1 (C2SP, "The age file encryption format"): scrypt wraps a key for this
file; the content follows in pieces of 64 KiB, each sealed by ChaCha20-Poly1305 with its number and whether it
is the last, so that none can be changed, moved, added or cut off. Memory stays at one piece.
"""

from __future__ import annotations

import base64
import binascii
import io
import os
import re
import secrets
from typing import IO

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"age-encryption.org/v1\n"
WORK = 17  # 2 to the power of it: 128 MB and about half a second for each try of a passphrase
MOST_WORK = 20
PIECE = 1 << 16
_TAG, _NONCE, _SALT, _KEY = 16, 16, 16, 16
_SEALED = PIECE + _TAG
_HEADER = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n([A-Za-z0-9+/]{43})\n"
    rb"---(?: ([A-Za-z0-9+/]{43})\n)"
)
_MOST_HEADER = 1024


class WrongPassphrase(Exception):
    """The passphrase does not open the file."""


class Changed(Exception):
    """The file is cut short or was changed, or is locked in another way than by a passphrase."""


def is_locked(start: bytes) -> bool:
    """Whether a file that begins so is of this form.

    >>> is_locked(MAGIC + b"-> scrypt"), is_locked(b"PK")
    (True, False)
    """
    return start.startswith(MAGIC)


class Locking(io.RawIOBase):
    """Writes into `out` what is written here, locked; `close` ends the stream and leaves `out` open.

    >>> out = io.BytesIO()
    >>> with Locking(out, "mật khẩu mẫu", work=2) as locking:
    ...     _ = locking.write(b"content")
    >>> unlocked(out, "mật khẩu mẫu").read()
    b'content'
    """

    def __init__(self, out: IO[bytes], passphrase: str, work: int = WORK) -> None:
        self._out, self._held, self._number = out, bytearray(), 0
        key, salt = secrets.token_bytes(_KEY), secrets.token_bytes(_SALT)
        wrapped = ChaCha20Poly1305(_wrapping(passphrase, salt, work)).encrypt(bytes(12), key, None)
        header = MAGIC + b"-> scrypt %s %d\n%s\n---" % (_text(salt), work, _text(wrapped))
        out.write(header + b" " + _text(_mac(key, header).finalize()) + b"\n")
        nonce = secrets.token_bytes(_NONCE)
        out.write(nonce)
        self._cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, content: object) -> int:
        """Lock some bytes; the last piece waits for `close`."""
        data = bytes(content)  # type: ignore[call-overload]
        self._held += data
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def close(self) -> None:
        """Write the last piece."""
        if not self.closed:
            self._put(bytes(self._held), last=True)
        super().close()

    def _put(self, piece: bytes, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_numbered(self._number, last), piece, None))
        self._number += 1


class _Unlocked(io.RawIOBase):
    """The content of a locked file, to be read at any place."""

    def __init__(self, file: IO[bytes], start: int, cipher: ChaCha20Poly1305) -> None:
        self._file, self._start, self._cipher = file, start, cipher
        sealed = file.seek(0, os.SEEK_END) - start
        self._pieces = max(-(-sealed // _SEALED), 1)
        self._size = sealed - self._pieces * _TAG
        last = sealed - (self._pieces - 1) * _SEALED
        if last < _TAG or (last == _TAG and self._pieces > 1):  # only an empty file ends with an empty piece
            raise Changed
        self._place, self._kept, self._piece = 0, -1, b""
        self._load(self._pieces - 1)  # a file that was cut off has no last piece

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        if base + place < 0:
            raise OSError("before the beginning")
        self._place = base + place
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, into: object) -> int:
        view = memoryview(into).cast("B")  # type: ignore[arg-type]
        if self._place >= self._size:
            return 0
        number, within = divmod(self._place, PIECE)
        self._load(number)
        some = self._piece[within : within + len(view)]
        view[: len(some)] = some
        self._place += len(some)
        return len(some)

    def _load(self, number: int) -> None:
        if number == self._kept:
            return
        self._file.seek(self._start + number * _SEALED)
        try:
            sealed = self._file.read(_SEALED)
            self._piece = self._cipher.decrypt(_numbered(number, number == self._pieces - 1), sealed, None)
        except (InvalidTag, ValueError) as error:
            raise Changed from error
        self._kept = number


def unlocked(file: IO[bytes], passphrase: str) -> io.BufferedReader:
    """The content of a locked file, which can be read at any place. Raises WrongPassphrase, Changed.

    Reading raises Changed where a piece was changed.

    >>> unlocked(io.BytesIO(MAGIC + b"-> X25519 abc"), "x")
    Traceback (most recent call last):
        ...
    thangdo.records.backups.age.Changed
    """
    file.seek(0)
    found = _HEADER.match(file.read(_MOST_HEADER))
    if found is None:
        raise Changed
    try:
        salt, wrapped, stated = (_bytes(found[number]) for number in (1, 3, 4))
    except binascii.Error as error:
        raise Changed from error
    work = int(found[2])
    if work > MOST_WORK:
        raise Changed
    try:
        key = ChaCha20Poly1305(_wrapping(passphrase, salt, work)).decrypt(bytes(12), wrapped, None)
    except InvalidTag as error:
        raise WrongPassphrase from error
    header = found[0][: found.start(4) - found.start() - 1]
    try:
        _mac(key, header).verify(stated)
    except InvalidSignature as error:
        raise Changed from error
    file.seek(found.end())
    nonce = file.read(_NONCE)
    cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))
    return io.BufferedReader(_Unlocked(file, found.end() + _NONCE, cipher), PIECE)


def _wrapping(passphrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(b"age-encryption.org/v1/scrypt" + salt, 32, 1 << work, 8, 1).derive(passphrase.encode())


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(key)


def _mac(key: bytes, header: bytes) -> HMAC:
    made = HMAC(_derived(key, b"", b"header"), SHA256())
    made.update(header)
    return made


def _numbered(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _text(content: bytes) -> bytes:
    return base64.b64encode(content).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    found = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    if _text(found) != text:
        raise binascii.Error("another spelling")
    return found
