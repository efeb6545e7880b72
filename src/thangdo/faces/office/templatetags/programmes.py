"""Tags of the pages of programmes: names in the page's language, bars by status, a burn-down as a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from thangdo.faces.look import numbers, wording
from thangdo.faces.look.level_scale import step
from thangdo.faces.look.templatetags.look import either, language, text
from thangdo.records.units.models import Unit
from thangdo.work.programmes.queries.pace import Burn
from thangdo.work.programmes.queries.tables import Tally
from thangdo.work.programmes.templates import UNKNOWN, Figure, Template

register = template.Library()


@register.filter
def at_key(value: Mapping[Any, Any] | None, key: Any) -> Any:
    """One entry of a mapping with keys that are no text; an empty list when it is not there."""
    return () if value is None else value.get(key, ())


@register.filter
def attr_title(value: Any) -> str:
    """The title of a part of a template."""
    return text(value.title) if value is not None else ""


@register.filter
def typed_number(value: str) -> str:
    """A number as one types it in the language of the page."""
    return value.replace(".", ",") if language() == "vi" else value


@register.simple_tag
def status_name(forms: Mapping[int, Template], key: int, status: str) -> str:
    """A status of one of several templates."""
    return status_title(forms[key], status)


@register.filter
def status_title(form: Template, status: str) -> str:
    """A status of a template in words; that there is no information for UNKNOWN."""
    return _("No information") if status == UNKNOWN else text(form.statuses[status].title)


@register.filter
def step_of(form: Template, status: str) -> str:
    """The step of a status on the scale, as the class of a tile."""
    return step(form.statuses, status)


@register.simple_tag
def part_url(slug: str, unit: str) -> str:
    """The page of a unit's part; unit: scheme:code."""
    scheme, _colon, code = unit.partition(":")
    return reverse("office-programme-part", args=[slug, scheme, code])


@register.simple_tag
def office_words(office: str) -> str:
    """An office as events name it, in words: Phụ trách báo cáo, Sở Mẫu 1."""
    role, _at, ref = office.partition("@")
    scheme, _colon, code = ref.partition(":")
    unit = Unit.objects.filter(scheme=scheme, code=code).first()
    return f"{wording.role_name(role)}, {either(unit.name_vi, unit.name_en)}" if unit else ""


@register.simple_tag
def status_bar(form: Template, tally: Tally | None) -> SafeString | str:
    """Units by status, from none to done, as one bar; the numbers stand beside it."""
    if not tally or not tally.units:
        return ""
    parts = []
    left = 0.0
    steps = list(form.statuses)
    for name in steps:
        width = tally.statuses.get(name, 0) / tally.units * 100  # a drawing, not a number to read
        if width:
            parts.append((f"s-{step(steps, name)}", f"{left:.2f}", f"{width:.2f}"))
        left += width
    drawn = format_html_join("", '<rect class="{}" x="{}" width="{}" height="6"/>', parts)
    return format_html(
        '<svg class="statusbar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        drawn,
    )


@register.simple_tag
def ideal(burn: Burn, day: Any, figure: Figure) -> str:
    """Where the straight line stands on a day."""
    found = burn.ideal(day, figure.to)
    return numbers.number(found, language(), 0) if found is not None else numbers.NOTHING


@register.simple_tag
def burn_chart(burn: Burn, figure: Figure) -> SafeString | str:
    """What is left by day, with the straight line to the day that is due; the table stands below it."""
    if len(burn.days) < 2:
        return ""
    first, last = burn.days[0][0], max(burn.days[-1][0], burn.due or burn.days[-1][0])
    span, most = max(1, (last - first).days), max(1, *(left for _day, left, _units in burn.days))

    def x(day: Any) -> float:
        return (day - first).days / span * 600 + 5

    def y(count: float) -> float:
        return 165 - count / most * 155

    line = " ".join(f"{x(day):.1f},{y(left):.1f}" for day, left, _units in burn.days)
    goal = ""
    if burn.frozen is not None and burn.since and burn.due:
        goal = f"{x(burn.since):.1f},{y(burn.frozen):.1f} {x(burn.due):.1f},{y(figure.to):.1f}"
    title = _("%(what)s left, from %(first)s to %(last)s") % {
        "what": text(figure.title),
        "first": numbers.day(first, language()),
        "last": numbers.day(last, language()),
    }
    return format_html(
        '<svg class="burn" viewBox="0 0 610 175" role="img" aria-label="{}">'
        '<polyline class="goal" points="{}"/>'
        '<polyline class="line" points="{}"/></svg>',
        title,
        goal,
        line,
    )
