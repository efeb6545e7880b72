"""Filters that say a unit of the register in the reader's language."""

from __future__ import annotations

from django import template

from thangdo.faces.look.templatetags.look import language
from thangdo.faces.public import labels
from thangdo.faces.public.units import register as units
from thangdo.records.results.views import EditionView, RowView
from thangdo.records.units.queries import LinkView, UnitView

register = template.Library()


@register.filter
def name(unit: UnitView) -> str:
    """Its name."""
    return unit.name(language())


@register.filter
def kind(unit: UnitView) -> str:
    """What kind of unit it is, as a heading."""
    words = unit.kind_name(language())
    return words[:1].upper() + words[1:]


@register.filter
def belongs(unit: UnitView) -> str:
    """The name of the unit it belongs to."""
    return unit.parent_name(language())


@register.filter
def note(unit: UnitView) -> str:
    """What one should know about it."""
    return unit.note(language())


@register.filter
def life(unit: UnitView) -> str:
    """From when to when it existed."""
    return units.life(unit)


@register.filter
def how(link: LinkView) -> str:
    """How a unit passed into another."""
    return labels.link_kind(link.kind)


@register.filter
def region(unit: UnitView) -> str:
    """The region it lies in."""
    return labels.region(unit.region)


@register.filter
def row_name(row: RowView) -> str:
    """A unit's name as it was at the time."""
    return row.name(language())


@register.filter
def edition_title(edition: EditionView) -> str:
    """The title of a set of criteria."""
    return edition.title(language())
