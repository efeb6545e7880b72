"""A signed paper that comes back: whose signatures it bears, whether they hold, what changed after them.

A file of people is read in a process of its own (`records/documents/reader/bounded`).
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from thangdo.records.documents.reader import bounded
from thangdo.records.documents.signing.loops import apart

LARGEST = 50_000_000  # bytes


@dataclass(frozen=True)
class Found:
    """One signature of a paper. state: sound | changed-after | broken.

    trust: trusted | unknown (no root of ours issued it) | expired (when it signed) | lapsed (since, and no
    time server that is trusted says when it signed) | no-roots (none is configured).
    at: the signer's own time, or (timestamped) that of a trusted time server, ISO 8601; "" for none.
    """

    field: str
    signer: str
    body: str
    issuer: str
    serial: str
    valid_from: str
    valid_to: str
    at: str
    timestamped: bool
    whole: bool  # it covers the file to its last byte
    state: str
    trust: str


@dataclass(frozen=True)
class Checked:
    """What a check found. problem: "" | no-signature | damaged | too-large | too-long."""

    signatures: tuple[Found, ...] = ()
    problem: str = ""

    @property
    def sound(self) -> bool:
        """Whether every signature holds, nothing was changed after one, and each is from a root of ours."""
        held = all(one.state == "sound" and one.trust == "trusted" for one in self.signatures)
        return bool(self.signatures) and not self.problem and held


def roots_in(place: str) -> list[bytes]:
    """The certificates (PEM or DER) of a file or folder; none for ""."""
    if not place:
        return []
    path = Path(place)
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [file.read_bytes() for file in files if file.suffix in (".pem", ".crt", ".cer", ".der")]


def check(pdf: bytes, roots: Sequence[bytes] = ()) -> Checked:
    """Every signature of a paper. roots: certificates that are trusted, PEM (several in one) or DER."""
    if len(pdf) > LARGEST:
        return Checked(problem="too-large")
    head = json.dumps([one.hex() for one in roots]).encode()
    try:
        said = list(bounded.read("signatures", len(head).to_bytes(8, "big") + head + pdf))
    except bounded.Unread as error:
        return Checked(problem=error.code if error.code in ("too-large", "too-long") else "damaged")
    found = tuple(Found(**one) for one in said)
    return Checked(found, "" if found else "no-signature")


def tell(given: bytes, say: Callable[[Any], None]) -> None:
    """What the child process does: says each signature."""
    logging.disable(logging.CRITICAL)
    size = int.from_bytes(given[:8], "big")
    roots = [bytes.fromhex(one) for one in json.loads(given[8 : 8 + size])]
    try:
        found = looked_at(given[8 + size :], roots)
    except Exception as error:  # a file that is no PDF makes the readers say many things
        raise ValueError("damaged") from error
    for one in found:
        say(asdict(one))


def looked_at(pdf: bytes, roots: Sequence[bytes], now: datetime | None = None) -> list[Found]:
    """Every signature of a paper, in this process. Raises what the readers raise for a damaged file.

    now: the moment (aware) at which it is asked, default the clock's.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    trusted = [certificate for one in roots for certificate in _certificates(one)]
    signatures = list(reader.embedded_regular_signatures)
    now = now or datetime.now(UTC)
    return [_found(one, trusted, one is signatures[-1], now) for one in signatures]


def _certificates(content: bytes) -> list[Any]:
    from asn1crypto import pem, x509

    if not pem.detect(content):
        return [x509.Certificate.load(content)]
    return [
        x509.Certificate.load(der) for kind, _, der in pem.unarmor(content, multiple=True) if "CERT" in kind
    ]


def _found(signature: Any, trusted: list[Any], last: bool, now: datetime) -> Found:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    certificate = signature.signer_cert
    subject, issuer = certificate.subject.native, certificate.issuer.native
    validity = certificate["tbs_certificate"]["validity"].native

    def judged(moment: datetime) -> Any:
        context = ValidationContext(
            trust_roots=trusted, allow_fetching=False, revocation_mode="soft-fail", moment=moment
        )
        return apart(validate_pdf_signature, signature, signer_validation_context=context)

    lapsed = False
    try:
        status = judged(now)
        at, stamp = status.signer_reported_dt, status.timestamp_validity
        told = stamp.timestamp if stamp is not None and stamp.intact else at
        if not status.trusted and validity["not_after"] < now and told is not None and told < now:
            then = judged(told)  # in force when it signed, if that time is to be believed
            stamp = then.timestamp_validity
            lapsed = then.trusted and not (stamp is not None and stamp.trusted)
            status = status if lapsed else then
        held = status.intact and status.valid
        level = status.modification_level
        later = level is not None and level.value > ModificationLevel.FORM_FILLING.value
        part = status.coverage in (
            SignatureCoverageLevel.UNCLEAR,
            SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START,
        )
        whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        # bytes behind the last signature that are neither a form nor a proof of a time server
        part = part or (last and not whole and level in (None, ModificationLevel.NONE))
        state = "broken" if not held else "changed-after" if later or part else "sound"
        stamped = stamp is not None and stamp.intact and stamp.valid and (stamp.trusted or not trusted)
        at = stamp.timestamp if stamped and stamp is not None else at
        trust = "lapsed" if lapsed else "trusted" if status.trusted else "unknown"
    except Exception:  # a signature that cannot be read as one holds nothing
        state, trust, at, stamped, whole = "broken", "unknown", None, False, False
    if not trusted:
        trust = "no-roots"
    elif trust == "unknown" and at is not None and not validity["not_before"] <= at <= validity["not_after"]:
        trust = "expired"
    return Found(
        signature.field_name,
        str(subject.get("common_name", "")),
        str(subject.get("organization_name", "")),
        str(issuer.get("common_name", issuer.get("organization_name", ""))),
        f"{certificate.serial_number:X}",
        validity["not_before"].date().isoformat(),
        validity["not_after"].date().isoformat(),
        at.isoformat(timespec="seconds") if at is not None else "",
        stamped,
        whole,
        state,
        trust,
    )
