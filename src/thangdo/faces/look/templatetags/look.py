"""Tags and filters of all pages: numbers in the reader's language, level badges, icons, squares, bars."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from thangdo.faces.look import cells, icons, numbers

register = template.Library()
LEVELS = ("I", "II", "III", "IV", "unranked")


def language() -> str:
    """The language of the page: "vi" or "en"."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


@register.filter
def either(vi: str, en: str) -> str:
    """The Vietnamese or the English of a name, in the language of the page."""
    return en if language() == "en" and en else vi


@register.filter
def num(value: numbers.Exact | None, places: int | None = None) -> str:
    """A number as the language writes it."""
    return numbers.number(value, language(), places)


@register.filter
def cell(value: str | None) -> str:
    """A cell of a reproduction's table: its word, or its number as the language writes it."""
    return cells.cell(value or "", language())


@register.filter
def short(value: numbers.Exact | None, places: int = 2) -> str:
    """A number with at most so many decimals."""
    return numbers.short(value, language(), places)


@register.filter
def percent(value: numbers.Exact | None, places: int = 2) -> str:
    """A percentage."""
    return numbers.percent(value, language(), places)


@register.filter
def share(value: numbers.Exact | None, places: int = 1) -> str:
    """A share 0..1 as a percentage."""
    return numbers.share(value, language(), places)


@register.filter
def day(value: date | str | None) -> str:
    """A date."""
    return numbers.day(value, language())


@register.filter
def cited(order: Any) -> str:
    """The document from which an order is taken: its title, number and day."""
    return ", ".join(filter(None, (order.source_title, order.source_number, day(order.source_date))))


@register.filter
def rank(label: str | None) -> str:
    """A rank with its tie mark: =17."""
    return numbers.rank_label(label)


@register.filter
def text(value: Any) -> str:
    """A text kept in both languages, in the page's own; Vietnamese where English is missing."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return str(value.get(language()) or value.get("vi") or "")
    if hasattr(value, "in_language"):
        return str(value.in_language(language()))
    return str(value)


@register.filter
def get(value: Mapping[str, Any] | None, key: str) -> Any:
    """One entry of a mapping; None when it is not there."""
    return None if value is None else value.get(key)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An SVG icon."""
    return icons.icon(name)


@register.simple_tag
def level(code: str | None, size: str = "") -> SafeString | str:
    """A level badge: the numeral on its step of the scale, or the outline of the unranked."""
    if not code:
        return ""
    words = _("unranked") if code == "unranked" else code
    said = "" if code == "unranked" else format_html('<span class="hidden">{} </span>', _("level"))
    return format_html('<span class="level l-{} {}">{}{}</span>', code, size, said, words)


@register.simple_tag
def squares(count: int, code: str, most: int) -> SafeString:
    """One square for each unit on a rung; `most` is the longest rung of the ladder, which sets the size."""
    side, gap, across = (16, 5, 8) if most <= 40 else (7, 3, 18)
    step = side + gap
    rows = max(1, -(-count // across))
    parts = [
        f'<rect x="{i % across * step + 1}" y="{i // across * step + 1}" '
        f'width="{side}" height="{side}" rx="1.5"/>'
        for i in range(count)
    ]
    width, height = across * step, rows * step
    return format_html(
        '<svg viewBox="0 0 {} {}" width="{}" height="{}" class="s-{}" stroke-width="1.3" aria-hidden="true">'
        "{}</svg>",
        width,
        height,
        width,
        height,
        code,
        mark_safe("".join(parts)),
    )


@register.simple_tag
def bar(share_of_longest: numbers.Exact | None) -> SafeString | str:
    """A bar in a table's cell, 0..1 of the longest; the number stands beside it."""
    if share_of_longest is None:
        return ""
    width = format(float(numbers.exact(share_of_longest)) * 100, ".2f")  # a drawing, not a number to read
    return format_html(
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="b" width="{}" height="6"/></svg>',
        width,
    )


@register.simple_tag(takes_context=True)
def here_in(context: template.Context, code: str) -> str:
    """The address of this very page in another language."""
    path = context["request"].get_full_path()
    plain = path[3:] if path.startswith("/en/") else path
    return f"/en{plain}" if code == "en" else plain


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: str) -> str:
    """The page's query with some values changed; empty ones are left out; nothing when none is left."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value in ("", None):
            query.pop(key, None)
        else:
            query[key] = value
    return "?" + query.urlencode() if query else ""
