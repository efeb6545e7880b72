"""Filters of the edition editor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

from thangdo.faces.look import numbers
from thangdo.faces.look.templatetags.look import language

register = template.Library()


@register.filter
def at(listed: Sequence[Any], place: int) -> Any:
    """The item at a place."""
    return listed[place]


@register.filter
def signed(value: str | int | None) -> str:
    """A difference with its sign, at most two decimals."""
    if value is None:
        return numbers.NOTHING
    short = numbers.short(str(value).lstrip("-"), language(), 2)
    return f"−{short}" if str(value).startswith("-") else f"+{short}"
