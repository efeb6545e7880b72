"""The states of a register and of a paper in it; the kinds of papers with their letters."""

from __future__ import annotations

from enum import StrEnum


class Book(StrEnum):
    """A register of outgoing papers (sổ đăng ký văn bản đi) of one year."""

    OPEN = "open"
    CLOSED = "closed"


class Paper(StrEnum):
    """A paper that has a number."""

    ISSUED = "issued"
    VOID = "void"  # its number stays, and is given to no other


class Copy(StrEnum):
    """The file of a paper, or of one that goes with it."""

    KEPT = "kept"  # as it is to be signed
    SIGNED = "signed"  # by the competent person
    SEALED = "sealed"  # by the body: it can be sent out


NEW = ""  # of a register that is only being begun; of a file that is not there yet
ALL = "all"  # a register of all kinds that have none of their own
#: kind -> its letters in a symbol (Decree 30/2020/NĐ-CP, annex III, part I); "" for an official letter
KINDS: dict[str, str] = {
    "letter": "",
    "decision": "QĐ",
    "notice": "TB",
    "report": "BC",
    "submission": "TTr",
    "plan": "KH",
    "invitation": "GM",
    "minutes": "BB",
    "directive": "CT",
    "resolution": "NQ",
    "programme": "CTr",
    "guidance": "HD",
    "rules": "QC",
    "regulation": "QyĐ",
    "scheme": "ĐA",
    "telegram": "CĐ",
    "introduction": "GGT",
    "mandate": "GUQ",
}
B, P, C = Book, Paper, Copy
