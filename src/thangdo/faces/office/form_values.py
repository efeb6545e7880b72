"""What stands in a form or an address: texts, days, whole numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse

from thangdo.records.people.acting import Refused

_COMMAED = re.compile(r"[-+]?\d+,\d+")


_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def values(post: QueryDict, names: Iterable[str], prefix: str = "v-") -> dict[str, str]:
    """The values of a form by input; several ticks of a list become one text, a decimal comma a point."""
    found = {}
    for name in names:
        given = [one for one in post.getlist(f"{prefix}{name}") if one.strip()]
        text = "|".join(given).strip()
        found[name] = text.replace(",", ".") if _COMMAED.fullmatch(text) else text
    return found


def day(text: str) -> date | None:
    """A day as a form gives it: 2026-03-23, or as people write it: 23/3/2026. Raises Refused("bad-day")."""
    text = text.strip()
    if not text:
        return None
    try:
        written = _DAY.fullmatch(text)
        if written:
            return date(int(written[3]), int(written[2]), int(written[1]))
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("bad-day", typed=text[:40]) from error


def whole(text: str, otherwise: int) -> int:
    """A whole number of an address or form; `otherwise` where it is none."""
    return int(text) if re.fullmatch(r"\d{1,9}", text.strip()) else otherwise


def posted(request: HttpRequest, name: str) -> str:
    """One text of a form."""
    return str(request.POST.get(name, "")).strip()


def texts(source: Mapping[str, Any], *names: str) -> dict[str, str]:
    """Some texts of an address."""
    return {name: str(source.get(name, "")).strip()[:200] for name in names}


def address(name: str, *args: str) -> str:
    """The address of a page that another room brings; "" while it is not there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
