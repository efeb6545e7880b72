"""Tags and filters of the pages of a campaign: states in words, its steps, bars, values, heads that sort."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from thangdo.faces.look import icons, numbers, result_words, wording
from thangdo.faces.look.templatetags.look import language, with_query

register = template.Library()
BASES = (("Decision ", "Quyết định "), ("Labour Code ", "Bộ luật Lao động "), ("Article ", "Điều "))
SPECIAL = {"not-applicable", "not-measured"}


@register.filter
def state(code: str, kind: str) -> str:
    """A state in words; kind as `wording.state_name`."""
    return wording.state_name(kind, str(code))


@register.filter
def basis(source: str) -> str:
    """The legal basis of a day off as the calendar's file gives it, in the language of the page."""
    if language() == "en":
        return source
    for english, vietnamese in BASES:
        source = source.replace(english, vietnamese)
    return source


@register.filter
def tier(code: str) -> str:
    """A tier in words."""
    return result_words.tier_name(code, language())


@register.filter
def status(code: str) -> str:
    """A kind of missing in words."""
    return result_words.status_name(code, language())


@register.filter
def absolute(value: int | None) -> int:
    """A count of days without its sign."""
    return abs(value or 0)


@register.filter
def shareof(tally: Any, name: str) -> Any:
    """One count of a tally as a share of its units."""
    return tally.share(name)


@register.filter
def limitname(name: str) -> str:
    """What a limit of the timetable is for."""
    return {
        "return": _("Self-assessment returned"),
        "verify": _("Appraisal"),
        "objection": _("Objections"),
    }[name]


STEPS = ("draft", "running", "objections", "deciding", "concluded", "approved", "published")


@register.filter
def steps(campaign: Any) -> list[tuple[str, bool, date | None, bool]]:
    """The way of a campaign: name, done, day (done on, or due), whether it stands there now."""
    place = STEPS.index(campaign.state) if campaign.state in STEPS else -1
    named = (
        (_("Dispatched"), campaign.dispatched_on, 1),
        (_("Returned by"), campaign.return_by, 1),
        (_("Appraised by"), campaign.verify_by, 2),
        (_("Objections until"), campaign.objection_until, 3),
        (_("Council"), campaign.concluded_on, 4),
        (_("Approved"), campaign.approved_on, 5),
        (_("Published"), campaign.published_on, 6),
    )
    now = {0: 0, 1: 2, 2: 3, 3: 4, 4: 5, 5: 6}.get(place)
    return [(name, place >= least, day, number == now) for number, (name, day, least) in enumerate(named)]


@register.simple_tag
def tallybar(tally: Any) -> SafeString:
    """How a tier stands, as one bar: appraised, returned, overdue, still open, never returned."""
    whole = tally.units or 1
    back = max(tally.returned - tally.appraised, 0)
    parts = (
        ("b-done", tally.appraised, _("appraised")),
        ("b-back", back, _("returned, to be appraised")),
        ("b-open", tally.waiting, _("still open")),
        ("b-late", tally.overdue, _("overdue")),
        ("b-none", tally.missing, _("never returned")),
    )
    drawn, at = [], 0.0
    for name, count, _title in parts:
        width = 100 * count / whole
        drawn.append(f'<rect class="{name}" x="{at:.3f}" width="{width:.3f}" height="10"/>')
        at += width
    said_ = ", ".join(f"{title}: {count}" for _name, count, title in parts if count)
    return format_html(
        '<svg class="tallybar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
        'aria-label="{}">{}</svg>',
        said_,
        mark_safe("".join(drawn)),
    )


@register.simple_tag
def minibar(part: int, whole: int) -> SafeString:
    """How far something is, as a thin bar; the numbers stand beside it."""
    width = 100 * part / whole if whole else 0
    return format_html(
        '<svg class="minibar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="ground" width="100" height="4"/><rect width="{}" height="4"/></svg>',
        f"{width:.2f}",
    )


@register.simple_tag(takes_context=True)
def sorthead(context: template.Context, name: str, title: str, asked: str, kind: str = "") -> SafeString:
    """The head of a column by which the table can be sorted."""
    now = asked or "unit"
    back, own = now.startswith("-"), now.removeprefix("-") == name
    wanted = f"-{name}" if own and not back else name
    order = ("descending" if back else "ascending") if own else "none"
    sign = icons.icon("down" if back else "up") if own else ""
    link = with_query(context, sort=wanted, page="")
    return format_html(
        '<th class="{}" aria-sort="{}"><a href="{}#units">{}{}</a></th>', kind, order, link, title, sign
    )


@register.filter
def value(field: Any) -> str:
    """The value of a field in words: yes, a choice's title, a number as the language writes it."""
    text = field.text
    if not text:
        return numbers.NOTHING
    if text in SPECIAL:
        return result_words.status_name(text, language())
    if field.type == "yes-no":
        return _("yes") if text.lower() in ("yes", "y", "có", "true", "1") else _("no")
    if field.type in ("choice", "checklist"):
        titles = {code: title.in_language(language()) if title else code for code, title in field.choices}
        if text == "none":
            return _("none of them")
        return "; ".join(titles.get(one, one) for one in text.split("|"))
    return plain(text) + ("%" if field.type == "percent" else "")


@register.filter
def plain(text: str) -> str:
    """A kept text as a number of the language where it is one."""
    try:
        return numbers.number(text, language())
    except ValueError:
        return text


@register.filter
def chosen(field: Any, code: str) -> bool:
    """Whether a choice is among the values of a field."""
    return code in str(field.text).split("|")


@register.filter
def typed(field: Any, values: Any) -> Any:
    """The field with what was typed in the place of its text, where something was."""
    from dataclasses import replace

    return replace(field, text=values[field.name]) if values and field.name in values else field


@register.filter
def asinput(field: Any) -> str:
    """The text of a number as people of the language type it."""
    text = str(field.text)
    if field.type in ("count", "number", "percent", "share") and language() == "vi":
        return text.replace(".", ",")
    return text


@register.filter
def decided(code: str) -> bool:
    """Whether a decision has been taken."""
    return code in ("accepted", "amended", "council")
