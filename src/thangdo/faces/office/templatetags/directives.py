"""Filters of the pages of directives."""

from __future__ import annotations

from typing import Any

from django import template

from thangdo.faces.office.directives import pages as directives

register = template.Library()


@register.filter
def unitname(unit: Any) -> str:
    """A unit's name in the language of the page."""
    return directives.unit_name(unit)
