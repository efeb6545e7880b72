"""Tags and filters of the office pages: roles in words, the key of a form, days and times."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from thangdo.faces.look import numbers, phrasing, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.records.people.acting import LOCAL
from thangdo.records.people.queries import OfficeView

register = template.Library()


@register.filter
def in_words(problem: Any) -> Any:
    """A problem of an edition in the language of the page."""
    return phrasing.in_language(problem, language())


@register.filter
def role(code: str) -> str:
    """A role in words."""
    return wording.role_name(code)


@register.simple_tag
def form_key() -> SafeString:
    """The key by which a form that is sent twice counts once."""
    return format_html('<input type="hidden" name="key" value="{}">', secrets.token_urlsafe(18))


@register.filter
def says(event: Any) -> str:
    """What an event of a story says, without who and when."""
    return wording.event_line(event)


@register.filter
def state_of(code: str, kind: str) -> str:
    """A state in words. kind: as `wording.STATES`."""
    return wording.state_name(kind, str(code))


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in local time: 10:32, 03/07/2019."""
    if value is None:
        return ""
    local = value.astimezone(LOCAL)
    return f"{local:%H:%M}, {numbers.day(local.date(), language())}"


@register.simple_tag(takes_context=True)
def passkeys_why_not(context: template.Context) -> str:
    """Why browsers offer no passkey at this address; empty where they do."""
    from thangdo.faces.office.people import passkeys

    request = context["request"]
    return passkeys.why_not(request.get_host(), request.is_secure())


@register.filter
def held_on(office: OfficeView, day: date) -> bool:
    """Whether an office is held on a day."""
    return office.is_held_on(day)
