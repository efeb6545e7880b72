"""Codes of units: the scheme and code by which one is meant, the organisation code of Decision 20/2020."""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST_ORG = 35
_ORG = re.compile(r"(?:[A-Y]\d\d(?:\.[0-9A-Z]+)*|Z(?!00)\d\d[0-9A-Z.]{0,32})")
_ORG_OLD_ORDER = re.compile(r"(?:[0-9A-Z]+\.)+[A-Y]\d\d")
_GSO = re.compile(r"\d{2}|\d{3}|\d{5}")
_SCHEME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODE = re.compile(r"[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*")
UnitRef = tuple[str, str]  #: a unit as acts, events and addresses name it: scheme, code


class Key(NamedTuple):
    """Which unit is meant: a scheme of codes and the code in it."""

    scheme: str
    code: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code}"

    @property
    def stream(self) -> str:
        """The unit's stream in the ledger."""
        return f"unit:{self}"

    @classmethod
    def read(cls, text: str) -> Key:
        """A key as events and addresses write it. ValueError for anything else.

        >>> Key.read("vn-gso:622").code
        '622'
        """
        scheme, colon, code = text.strip().partition(":")
        if not colon or not scheme or not code:
            raise ValueError(f"{text!r} is no unit: write scheme:code, as vn-gso:622")
        return cls(scheme, code)

    def is_sound(self) -> bool:
        """Whether a new unit may have this key."""
        return (
            _SCHEME.fullmatch(self.scheme) is not None
            and len(self.scheme) <= 40
            and _CODE.fullmatch(self.code) is not None
            and len(self.code) <= 60
        )


def org_code_fault(code: str) -> str:
    """What is wrong with an organisation code: "", "form", "too-long", or "old-order".

    Decision 20/2020/QĐ-TTg: digits, A–Z and dots, groups from left to right, at most 35 characters; the
    first group is a letter A–Y with two digits (H21: a province), or Z01–Z99 for other bodies. The order of
    QCVN 102:2016 (000.00.00.H49) had that group last.

    >>> org_code_fault("H21.14"), org_code_fault("000.00.00.H49"), org_code_fault("h21")
    ('', 'old-order', 'form')
    """
    if len(code) > LONGEST_ORG:
        return "too-long"
    if _ORG.fullmatch(code) and ".." not in code and not code.endswith("."):
        return ""
    return "old-order" if _ORG_OLD_ORDER.fullmatch(code) else "form"


def is_gso_code(code: str) -> bool:
    """Whether it has the form of a statistics-office code: 2 digits (province), 3 (district), 5 (commune).

    >>> is_gso_code("622"), is_gso_code("6220")
    (True, False)
    """
    return _GSO.fullmatch(code) is not None
