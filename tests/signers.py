"""A certificate authority of the tests, and PKCS#12 keys of people and bodies that it issued."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY = "Cơ quan chứng thực mẫu"
SECRET = "Mật khẩu 1"
NOW = datetime.now(UTC).replace(microsecond=0)


def _name(common: str, body: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, body),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


@cache
def authority(name: str) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """The key and certificate of an authority."""
    key = rsa.generate_private_key(65537, 2048)
    own = _name(name, "Tỉnh Mẫu")
    made = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(own)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=900))
        .not_valid_after(NOW + timedelta(days=900))
        .add_extension(x509.BasicConstraints(True, None), True)
        .add_extension(_usage(cert=True), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .sign(key, hashes.SHA256())
    )
    return key, made


def root(name: str = AUTHORITY) -> bytes:
    """The certificate of an authority as PEM."""
    return authority(name)[1].public_bytes(Encoding.PEM)


@cache
def key(
    common: str,
    body: str = "Ủy ban nhân dân tỉnh Mẫu",
    days: tuple[float, float] = (-30, 300),
    issuer: str = "",
    stamps: bool = False,
) -> bytes:
    """A PKCS#12 of somebody, valid from so many days after now to so many. stamps: of a time server."""
    authority_key, authority_certificate = authority(issuer or AUTHORITY)
    own = rsa.generate_private_key(65537, 2048)
    begun = (
        x509.CertificateBuilder()
        .subject_name(_name(common, body))
        .issuer_name(authority_certificate.subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=days[0]))
        .not_valid_after(NOW + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(False, None), True)
        .add_extension(_usage(cert=False), True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), False)
    )
    if stamps:
        begun = begun.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
    made = begun.sign(authority_key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(
        common.encode(), own, made, [authority_certificate], BestAvailableEncryption(SECRET.encode())
    )


def _usage(cert: bool) -> x509.KeyUsage:
    return x509.KeyUsage(not cert, not cert, False, False, False, cert, cert, False, False)


def pdfsig(content: bytes, folder: Path) -> list[dict[str, str]]:
    """What poppler says of each signature of a paper: a validator that is not ours."""
    file = folder / "looked-at.pdf"
    file.write_bytes(content)
    done = subprocess.run(
        ["pdfsig", "-nocert", str(file)], capture_output=True, text=True, timeout=60, check=False
    )
    found: list[dict[str, str]] = []
    for line in done.stdout.splitlines():
        if re.match(r"Signature #\d+:", line):
            found.append({})
        elif found and line.strip().startswith("- "):
            name, sign, value = line.strip()[2:].partition(":")
            if sign:
                found[-1][name] = value.strip()
            elif "document signed" in name:
                found[-1]["covers"] = name.strip()
    return found
