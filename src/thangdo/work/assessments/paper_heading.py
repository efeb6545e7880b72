"""The frame of a campaign's papers: who issues them, under which symbol and where; names as written there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thangdo.records.documents.official.letter import Letter, Signature
from thangdo.records.units.fold import squeeze
from thangdo.records.units.models import Unit
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.paper_data import Gathered

TIERS = {
    "department": "Sở, ban, ngành",
    "district": "Ủy ban nhân dân cấp huyện",
    "commune": "Ủy ban nhân dân cấp xã",
}


@dataclass(frozen=True)
class Details:
    """What the campaign does not know and a clerk fills in; blanks stay blanks in the document."""

    number: str = ""
    day: date | None = None
    signer: str = ""
    basis: str = ""
    contact: str = ""
    address: str = ""
    parent: str = ""  # the plan with which the annex of weak places goes
    conference: str = ""


def year(campaign: Campaign) -> str:
    """The year that is assessed."""
    return str(campaign.period_to.year)


def subject(campaign: Campaign) -> str:
    """What is assessed: `mức độ chính quyền điện tử năm 2025`, from the edition's title."""
    title = campaign.edition.title_vi.strip()
    for start in ("Bộ tiêu chí mẫu ", "Bộ tiêu chí đánh giá ", "Bộ tiêu chí "):
        title = title.removeprefix(start)
    return f"{lower(title)} năm {year(campaign)}"


def leader(unit: Unit) -> str:
    """Who leads a unit, as a sentence names him: a department has a director."""
    return f"{'Giám đốc' if unit.name_vi.startswith('Sở') else 'Thủ trưởng'} {unit.name_vi}"


def basis(gathered: Gathered) -> str:
    """The edition, where the clerk names no document."""
    return f"{gathered.edition.title.vi}, phiên bản {gathered.edition.version}"


def office(
    campaign: Campaign,
    details: Details,
    kind: str,
    abstract: str,
    to: tuple[str, ...],
    copies: tuple[str, ...],
) -> Letter:
    """The frame of a document of the appraising office."""
    unit = campaign.appraising
    name = initials(unit.name_vi)
    return Letter(
        superior=f"UBND {lower(campaign.authority.name_vi)}".upper(),
        issuer=unit.name_vi.upper(),
        issued_by=unit.name_vi,
        symbol=f"{kind}-{name}" if kind else name,
        place=place(campaign),
        abstract=abstract,
        signature=Signature(
            (), "GIÁM ĐỐC" if unit.name_vi.startswith("Sở") else "THỦ TRƯỞNG", details.signer
        ),
        number=details.number,
        day=details.day,
        addressees=to,
        recipients=copies,
    )


def province(campaign: Campaign, details: Details, symbol: str, abstract: str) -> Letter:
    """The frame of a document of the province's People's Committee."""
    name = people(campaign.authority.name_vi)
    return Letter(
        superior="",
        issuer=name.upper(),
        issued_by=name,
        symbol=symbol,
        place=place(campaign),
        abstract=abstract,
        signature=Signature((), "CHỦ TỊCH", details.signer),
        number=details.number,
        day=details.day,
        grounds=("Căn cứ Luật Tổ chức chính quyền địa phương",),
        proposer=leader(campaign.appraising),
        recipients=("Như trên", f"Thường trực {name}", "Lưu: VT"),
    )


def people(name: str) -> str:
    """`Tỉnh Gia Lai` -> `Ủy ban nhân dân tỉnh Gia Lai`."""
    return f"Ủy ban nhân dân {lower(name)}"


def addressed(unit: Unit) -> str:
    """A unit as a letter addresses it: a district or commune is its People's Committee."""
    return people(unit.name_vi) if unit.tier in ("district", "commune") else unit.name_vi


def lower(name: str) -> str:
    """A name within a sentence."""
    return name[:1].lower() + name[1:]


def place(campaign: Campaign) -> str:
    """Where documents are issued: the name of the province."""
    name = campaign.authority.name_vi
    for start in ("Tỉnh ", "Thành phố "):
        name = name.removeprefix(start)
    return name


def all_of(tier: str) -> str:
    """All units of a tier, as addressees."""
    return {
        "department": "Các sở, ban, ngành",
        "district": "Ủy ban nhân dân các huyện, thị xã, thành phố",
        "commune": "Ủy ban nhân dân các xã, phường, thị trấn",
    }.get(tier, tier)


def initials(name: str) -> str:
    """`Sở Khoa học và Công nghệ` -> `SKHCN`: the abbreviation that the symbols of documents use."""
    words = [word for word in name.split() if squeeze(word) not in ("va", "cua", "thuoc")]
    return "".join(word if word.isdigit() else word[:1].upper() for word in words)
