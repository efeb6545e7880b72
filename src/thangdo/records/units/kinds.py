"""The kinds of units, as the law names them and as English pages say them."""

from __future__ import annotations

KINDS: dict[str, str] = {
    "quốc gia": "country",
    "tỉnh": "province",
    "thành phố trực thuộc trung ương": "centrally run city",
    "thành phố": "city",
    "quận": "urban district",
    "thị xã": "town",
    "huyện": "district",
    "phường": "ward",
    "thị trấn": "township",
    "xã": "commune",
    "đặc khu": "special zone",
    "sở": "department",
    "cơ quan": "agency",
    "cơ quan trung ương": "central body in the province",
}


TIERS = ("country", "province", "department", "district", "commune")


def kind_name(kind: str, language: str) -> str:
    """The kind of a unit in `language`.

    >>> kind_name("xã", "vi"), kind_name("xã", "en")
    ('xã', 'commune')
    """
    return KINDS.get(kind, kind) if language == "en" else kind
