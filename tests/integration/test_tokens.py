"""The key of the body lies in a token (PKCS#11): SoftHSM, which `make token` installs."""

from __future__ import annotations

import importlib
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

import signers
from records.documents.signing.test_signing import OFFICE, paper
from signers import pdfsig, root
from thangdo.records.documents.signing import checked, keys, signing
from thangdo.records.documents.signing.marks import Mark

PLACES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
LIBRARY = next((place for place in PLACES if Path(place).exists()), "")
AT = datetime(2026, 12, 1, 1, 2, 3, tzinfo=UTC)
LABEL, CERTIFICATE, PIN = "Con dấu", "Dấu UBND", "1234"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A token that holds a key and its certificate."""
    pkcs11: Any = importlib.import_module("pkcs11")
    assert LIBRARY, "SoftHSM is missing: `make token` installs it"
    (tmp_path / "tokens").mkdir()
    (tmp_path / "conf").write_text(f"directories.tokendir = {tmp_path}/tokens\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "conf"))
    made = ["softhsm2-util", "--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", "5678"]
    subprocess.run(made, check=True, capture_output=True, timeout=30)
    key, certificate, _ = pkcs12.load_key_and_certificates(signers.key(OFFICE), signers.SECRET.encode())
    assert key is not None and certificate is not None
    rsa: Any = importlib.import_module("pkcs11.util.rsa")
    der = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    is_a = pkcs11.Attribute
    named = {is_a.TOKEN: True, is_a.LABEL: CERTIFICATE, is_a.ID: b"1"}
    held = {
        **named,
        is_a.CLASS: pkcs11.ObjectClass.CERTIFICATE,
        is_a.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
        is_a.VALUE: certificate.public_bytes(Encoding.DER),
        is_a.SUBJECT: certificate.subject.public_bytes(),
    }
    known = pkcs11.lib(LIBRARY)
    known.reinitialize()
    with known.get_token(token_label=LABEL).open(user_pin=PIN, rw=True) as session:
        session.create_object({**rsa.decode_rsa_private_key(der), **named})
        session.create_object(held)
    yield LIBRARY


def test_a_key_that_stays_in_its_token_does_not_sign(library: str, tmp_path: Path, settings: Any) -> None:
    settings.PKCS11_LIBRARY, settings.PKCS11_TOKEN, settings.PKCS11_CERTIFICATE = library, LABEL, CERTIFICATE
    (tmp_path / "pin").write_text(f"{PIN}\n")
    settings.PKCS11_PIN_FILE = str(tmp_path / "pin")
    content, made = paper(), []

    def sign() -> None:
        with keys.kept() as signer:
            made.append(signing.sign(content, signer, Mark("body"), AT))

    threads = [Thread(target=sign) for _ in range(2)]  # a token lets a process in once at a time
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert len(made) == 2
    (said,) = pdfsig(made[0], tmp_path)
    assert said["Signature Validation"] == "Signature is Valid."
    found = checked.check(made[1], [root()])
    assert found.sound and found.signatures[0].signer == OFFICE


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"label": "Khác"}, "token-not-opened"),
        ({"pin": "0000"}, "token-not-opened"),
        ({"library": "/nowhere.so"}, "token-not-opened"),
        ({"certificate": "Khác"}, "key-not-in-token"),
    ],
)
def test_a_token_that_is_not_as_it_is_set_is_a_fault_of_the_server(
    library: str, change: dict[str, str], code: str
) -> None:
    told = {"library": library, "label": LABEL, "certificate": CERTIFICATE, "pin": PIN, **change}
    with pytest.raises(keys.BadKey, match=code), keys.of_token(keys.Token(**told)):
        pass
