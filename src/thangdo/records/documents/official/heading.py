"""The head and foot of a paper from what a clerk gives: symbol, number, day, grounds, who signs and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thangdo.records.documents.official.letter import Letter, Signature
from thangdo.records.units.bodies import deputy

#: how one signs (Decree 30/2020, annex I, part II, 7): as the head, in the name of a body, for the head, by
#: his order, by his mandate, as acting head
AUTHORITIES = ("", "TM.", "KT.", "TL.", "TUQ.", "Q.")
BLANK = "…………………"


@dataclass(frozen=True)
class Head:
    """What a clerk fills in of a paper's head and foot; blanks stay blanks in the paper.

    authority: one of AUTHORITIES. title: of who signs, "" for the usual one. drafter: the letters of the
    office that drafts. grounds, recipients: in place of the usual ones.
    """

    number: str = ""
    day: date | None = None
    signer: str = ""
    authority: str = ""
    title: str = ""
    drafter: str = ""
    grounds: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class Issuer:
    """Who issues: as the head has it, as a sentence names it; what its head is called.

    collective: the body in whose name its head signs (“ỦY BAN NHÂN DÂN”), "" where he signs as himself.
    """

    superior: str
    name: str
    in_sentence: str
    place: str
    head: str
    letters: str
    collective: str = ""


def symbol(kind: str, letters: str, drafter: str = "") -> str:
    """The symbol of a named paper, or of an official letter, which also names the office that drafts.

    >>> symbol("QĐ", "UBND", "KGVX"), symbol("", "SKHCN", "CĐS"), symbol("", "SKHCN")
    ('QĐ-UBND', 'SKHCN-CĐS', 'SKHCN')
    """
    return "-".join(part for part in (kind, letters, "" if kind else drafter) if part)


def signature(
    head: str, authority: str = "", title: str = "", name: str = "", collective: str = ""
) -> Signature:
    """The lines above the title, the title and the name of who signs. head: what the head of the body is.

    Raises ValueError for an authority that there is not.

    >>> signature("Giám đốc", "KT.")
    Signature(authority=('KT. GIÁM ĐỐC',), title='PHÓ GIÁM ĐỐC', name='')
    >>> signature("Chủ tịch", "KT.", collective="ỦY BAN NHÂN DÂN").authority
    ('TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH')
    >>> signature("Chủ tịch", "TL.").title, signature("Giám đốc", "Q.").title
    ('CHÁNH VĂN PHÒNG', 'Q. GIÁM ĐỐC')
    """
    if authority not in AUTHORITIES:
        raise ValueError(f"nobody signs as {authority}")
    top, given = head.upper(), title.strip().upper()
    above = (f"TM. {collective}",) if collective else ()
    if authority in ("TL.", "TUQ."):
        usual = "CHÁNH VĂN PHÒNG" if authority == "TL." else BLANK
        return Signature((f"{authority} {top}",), given or usual, name)
    if authority == "KT.":
        return Signature((*above, f"KT. {top}"), given or deputy(head), name)
    if authority == "Q.":
        return Signature(above, f"Q. {(given or top).removeprefix('Q. ')}", name)
    if authority == "TM." and not above:
        above = (f"TM. {BLANK}",)
    return Signature(above, given or top, name)


def letter(
    issuer: Issuer,
    head: Head,
    kind: str,
    abstract: str,
    *,
    to: tuple[str, ...] = (),
    copies: tuple[str, ...] = (),
    grounds: tuple[str, ...] = (),
    proposer: str = "",
) -> Letter:
    """The frame of a paper. kind: its letters (QĐ, BC …), "" for an official letter. copies: who else gets
    it; the line of the archive is put below."""
    kept = ("Lưu: VT", head.drafter, "Hồ sơ" if kind == "BB" else "")
    archive = ", ".join(part for part in kept if part)
    return Letter(
        superior=issuer.superior,
        issuer=issuer.name,
        issued_by=issuer.in_sentence,
        symbol=symbol(kind, issuer.letters, head.drafter),
        place=issuer.place,
        abstract=abstract,
        signature=signature(issuer.head, head.authority, head.title, head.signer, issuer.collective),
        number=head.number,
        day=head.day,
        addressees=to,
        grounds=head.grounds or grounds,
        proposer=proposer,
        recipients=_filed(head.recipients or copies, archive),
    )


def _filed(lines: tuple[str, ...], archive: str) -> tuple[str, ...]:
    """Who gets a paper; the last line is that of the archive, whoever wrote the list."""
    kept = [line for line in lines if line.lower().startswith("lưu")]
    return (*(line for line in lines if line not in kept), *(kept or [archive]))
