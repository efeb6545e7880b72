"""Signing a paper: a PAdES signature with its mark, added behind what is there, so that others stay whole."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.stamp import StaticStampStyle

from thangdo.records.documents.signing import places
from thangdo.records.documents.signing.loops import apart
from thangdo.records.documents.signing.marks import Mark, drawn
from thangdo.records.documents.signing.timing import NoTime, TimeServer

LARGEST = 50_000_000  # bytes of a paper
PREFIX = {"person": "NguoiKy", "body": "CoQuan", "attached": "VanBanKem"}


class NotSigned(Exception):
    """A paper that was not signed.

    code: paper-too-large | paper-damaged | no-time-from-server | wrong-time-from-server | not-signed.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def named(signer: Signer) -> tuple[str, str]:
    """Who signs and of which body, as the certificate says."""
    certificate = signer.signing_cert
    subject = certificate.subject.native if certificate is not None else {}
    name = subject.get("common_name", "")
    body = subject.get("organization_name", "")
    return str(name), str(body if body != name else "")


def sign(pdf: bytes, signer: Signer, mark: Mark, at: datetime, time_server: str = "") -> bytes:
    """The paper with one more signature; what stood before it is not changed by a byte.

    time_server: the address of an RFC 3161 server: then PAdES B-T, else B-B. Raises NotSigned, BadPicture.
    """
    if len(pdf) > LARGEST:
        raise NotSigned("paper-too-large")
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        fields = [str(name) for name, _, _ in enumerate_sig_fields(writer.prev)]
        place = _place(pdf, mark, writer)
    except NotSigned:
        raise
    except Exception as error:  # pypdf and pyHanko say of a damaged file what they will
        raise NotSigned("paper-damaged") from error
    prefix = PREFIX[mark.role]
    field = next(name for name in (f"{prefix}{n}" for n in range(1, len(fields) + 2)) if name not in fields)
    box = tuple(round(number) for number in (place.left, place.low, place.right, place.high))
    out = io.BytesIO()
    with TemporaryDirectory(prefix="thangdo-mark-") as folder:
        picture = drawn(mark, place, *named(signer), at, Path(folder))
        whole = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins(0, 0, 0, 0))
        style = StaticStampStyle.from_pdf_file(
            str(picture), border_width=0, background_layout=whole, background_opacity=1
        )
        made = PdfSigner(
            PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"),
            signer=signer,
            timestamper=TimeServer(time_server) if time_server else None,
            stamp_style=style,
            new_field_spec=SigFieldSpec(field, on_page=place.page, box=box),  # type: ignore[arg-type]
        )
        try:
            apart(made.sign_pdf, writer, output=out)
        except NoTime as error:
            raise NotSigned(error.code) from error
        except Exception as error:  # the maker's library of a token says it in its own way
            raise NotSigned("not-signed") from error
    return out.getvalue()


def _place(pdf: bytes, mark: Mark, writer: IncrementalPdfFileWriter) -> places.Place:
    """Where the mark stands: a seal over the left third of the last signature of a person."""
    if mark.role == "attached":
        return places.of_attached(pdf)
    if mark.role == "person":
        return places.of_signer(pdf)
    found: Any = writer.prev
    pages = [found.find_page_for_modification(n)[0].idnum for n in range(_count(writer))]
    for name, _value, reference in reversed(list(enumerate_sig_fields(writer.prev))):
        field = reference.get_object()
        if not str(name).startswith(PREFIX["person"]) or "/Rect" not in field or "/P" not in field:
            continue
        left, low, right, high = (float(number) for number in field["/Rect"])
        page = pages.index(field.raw_get("/P").idnum)
        return places.Place(page, left, low, right, high).seal()
    return places.of_signer(pdf).seal()


def _count(writer: IncrementalPdfFileWriter) -> int:
    return int(writer.prev.root["/Pages"]["/Count"])
