"""Names of bodies as papers write them: a commune is its People's Committee; who leads; its initials."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from thangdo.records.units.fold import squeeze

if TYPE_CHECKING:
    from thangdo.records.units.models import Unit

TWO_TIERS_SINCE = date(2025, 7, 1)  # no districts from then on; communes, wards and special zones (đặc khu)
COMMITTEE, SHORT = "Ủy ban nhân dân", "UBND"
GOVERNED = ("province", "district", "commune")  # units whose body is a People's Committee
TIERS = {
    "department": "Sở, ban, ngành",
    "district": "Ủy ban nhân dân cấp huyện",
    "commune": "Ủy ban nhân dân cấp xã",
}
_SMALL = ("va", "cua", "thuoc")
# How the head of a body is called, by how its name begins; the longer beginning first.
_HEADS = (
    ("Ủy ban nhân dân", "Chủ tịch"),
    ("Văn phòng", "Chánh Văn phòng"),
    ("Thanh tra", "Chánh Thanh tra"),
    ("Ban", "Trưởng Ban"),
    ("Bộ Chỉ huy", "Chỉ huy trưởng"),
    ("Chi cục", "Chi cục trưởng"),
    ("Cục", "Cục trưởng"),
    ("Phòng", "Trưởng Phòng"),
    ("Trường", "Hiệu trưởng"),
    *((start, "Giám đốc") for start in ("Sở", "Trung tâm", "Công an", "Bảo hiểm xã hội", "Kho bạc", "Viện")),
)


def lower(name: str) -> str:
    """A name within a sentence, where it begins with a common noun.

    >>> lower("Tỉnh Mẫu")
    'tỉnh Mẫu'
    """
    return name[:1].lower() + name[1:]


def area(name: str, kind: str = "") -> str:
    """A province, district or commune within a sentence, with its kind, which the register may leave out.

    >>> area("Tỉnh Mẫu", "tỉnh"), area("Hà Tĩnh", "tỉnh"), area("Cần Thơ", "thành phố trực thuộc trung ương")
    ('tỉnh Mẫu', 'tỉnh Hà Tĩnh', 'thành phố Cần Thơ')
    """
    kind = kind.removesuffix(" trực thuộc trung ương")
    starts = ("tỉnh ", "thành phố ", "huyện ", "thị xã ", "thị trấn ", "quận ", "xã ", "phường ", "đặc khu ")
    return lower(name) if name.lower().startswith(starts) or not kind else f"{kind} {name}"


def committee(name: str, kind: str = "") -> str:
    """The People's Committee of a province, district or commune, however its name is given.

    >>> committee("Mẫu", "tỉnh"), committee("UBND xã Mẫu 1")
    ('Ủy ban nhân dân tỉnh Mẫu', 'Ủy ban nhân dân xã Mẫu 1')
    """
    for start in (COMMITTEE, SHORT):
        name = name.removeprefix(start).strip()
    return f"{COMMITTEE} {area(name, kind)}"


def body(name: str, tier: str, kind: str = "") -> str:
    """A unit as a paper names it: its People's Committee, or its own name.

    >>> body("Xã Mẫu 007", "commune"), body("Văn phòng UBND tỉnh", "department")
    ('Ủy ban nhân dân xã Mẫu 007', 'Văn phòng Ủy ban nhân dân tỉnh')
    """
    return committee(name, kind) if tier in GOVERNED else name.replace(f"{SHORT} ", f"{COMMITTEE} ")


def of(unit: Unit) -> str:
    """A unit of the register as a paper names it."""
    return body(unit.name_vi, unit.tier, unit.kind)


def level(unit: Unit) -> str:
    """What a province is within its own papers: `tỉnh`, `thành phố`."""
    return "thành phố" if area(unit.name_vi, unit.kind).startswith("thành phố") else "tỉnh"


def short_of(unit: Unit) -> str:
    """The same where there is little room: UBND xã Mẫu 007."""
    return of(unit).replace(COMMITTEE, SHORT)


def all_of(tier: str, day: date) -> str:
    """All bodies of a tier as addressees; which kinds there are hangs on the day.

    >>> all_of("commune", date(2019, 7, 3))
    'Ủy ban nhân dân các xã, phường, thị trấn'
    >>> all_of("commune", date(2026, 7, 3))
    'Ủy ban nhân dân các xã, phường, đặc khu'
    """
    last = "đặc khu" if day >= TWO_TIERS_SINCE else "thị trấn"
    return {
        "department": "Các sở, ban, ngành",
        "district": f"{COMMITTEE} các huyện, thị xã, thành phố",
        "commune": f"{COMMITTEE} các xã, phường, {last}",
    }.get(tier, tier)


def scope(tiers: tuple[str, ...], day: date) -> str:
    """The tiers below the province in words; a district is named only until 30 June 2025.

    >>> scope(("district", "commune"), date(2019, 7, 3)), scope(("district", "commune"), date(2026, 7, 3))
    ('cấp huyện, cấp xã', 'cấp xã')
    """
    named = {"district": "cấp huyện", "commune": "cấp xã"}
    gone = {"district"} if day >= TWO_TIERS_SINCE else set()
    return ", ".join(named[tier] for tier in tiers if tier in named and tier not in gone)


def head_title(name: str, tier: str = "department") -> str:
    """What the head of a body is.

    >>> head_title("Sở Y tế"), head_title("Văn phòng UBND tỉnh"), head_title("Xã Mẫu 1", "commune")
    ('Giám đốc', 'Chánh Văn phòng', 'Chủ tịch')
    >>> head_title("Ban Dân tộc"), head_title("Thanh tra tỉnh"), head_title("Liên hiệp Mẫu")
    ('Trưởng Ban', 'Chánh Thanh tra', 'Thủ trưởng')
    """
    named = f"{body(name, tier)} "
    return next((title for start, title in _HEADS if named.startswith(f"{start} ")), "Thủ trưởng")


def head_of(name: str, tier: str = "department") -> str:
    """The head of a body as a sentence names him.

    >>> head_of("Sở Y tế"), head_of("Ban Dân tộc"), head_of("Văn phòng UBND tỉnh")
    ('Giám đốc Sở Y tế', 'Trưởng Ban Dân tộc', 'Chánh Văn phòng Ủy ban nhân dân tỉnh')
    """
    title, named = head_title(name, tier), body(name, tier)
    words = title.split()
    for start in range(1, len(words)):  # Chánh Văn phòng, Trưởng Ban: the name goes on where the title ends
        if f"{named} ".startswith(f"{' '.join(words[start:])} "):
            return f"{' '.join(words[:start])} {named}"
    return f"{title} {named}"


def deputy(title: str) -> str:
    """The deputy of a head, in capitals as titles of signers are.

    >>> deputy("Giám đốc"), deputy("Chánh Văn phòng")
    ('PHÓ GIÁM ĐỐC', 'PHÓ CHÁNH VĂN PHÒNG')
    """
    return f"PHÓ {title.upper()}"


def initials(name: str) -> str:
    """The letters that stand for a body in the symbol of its papers.

    >>> initials("Sở Khoa học và Công nghệ"), initials("Ban Quản lý Khu kinh tế tỉnh")
    ('SKHCN', 'BQLKKT')
    >>> initials("Văn phòng UBND tỉnh"), initials("Thanh tra tỉnh"), initials("Ủy ban nhân dân xã Ia Mơ")
    ('VP', 'TTr', 'UBND')
    """
    if name.startswith((COMMITTEE, SHORT)):
        return SHORT
    if name.startswith("Văn phòng"):
        return "VP"
    if name.startswith("Thanh tra"):
        return "TTr"
    words = [
        word for word in re.findall(r"\w+", name.replace(SHORT, COMMITTEE)) if squeeze(word) not in _SMALL
    ]
    if len(words) > 2 and words[-1] == "tỉnh":
        words = words[:-1]
    return "".join(word if word.isdigit() else word[:1].upper() for word in words)
