"""A file's name as it may be kept and offered: without folders, signs that mislead, and excess."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from thangdo.records.units.fold import fold

LONGEST = 120  # characters, the ending included
NAMELESS = "tai-lieu"
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean_name(declared: str) -> str:
    r"""The name without what a folder, a control sign or a turned reading direction would do.

    Composed letters (NFC), at most LONGEST characters.

    >>> clean_name("..\\..\\Báo cáo\u202efdp.exe"), clean_name("con.txt")
    ('Báo cáofdp.exe', '_con.txt')
    """
    text = unicodedata.normalize("NFC", declared.replace("\\", "/")).rsplit("/", 1)[-1]
    kept = "".join(" " if unicodedata.category(char) in ("Zs", "Zl", "Zp") else char for char in text)
    kept = "".join(char for char in kept if unicodedata.category(char)[0] != "C")
    kept = " ".join(_FORBIDDEN.sub("-", kept).split()).rstrip(". ")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        stem, ending = kept, ""
    stem = stem.strip(". ") or NAMELESS
    ending = ending[:12]
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    stem = stem[: LONGEST - len(ending) - 1].rstrip(". ")
    return f"{stem}.{ending}" if ending else stem


def ending_of(name: str) -> str:
    """The ending of a cleaned name, small; nothing without one.

    >>> ending_of("Ảnh.JPEG"), ending_of("README")
    ('jpeg', '')
    """
    return name.rpartition(".")[2].casefold() if "." in name else ""


def disposition(name: str) -> str:
    r"""The Content-Disposition that offers the file under this name and never shows it in the page.

    >>> disposition("Báo cáo.pdf")
    'attachment; filename="bao cao.pdf"; filename*=UTF-8\'\'B%C3%A1o%20c%C3%A1o.pdf'
    """
    safe = clean_name(name)
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", fold(safe))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"
