"""An office's own Word template for a paper: taken from the form, tried, and what is wrong with it said."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office.page_frame import OfficeRequest, show
from thangdo.records.documents.official.kinds import check_template
from thangdo.records.documents.official.opening import LARGEST, BadTemplate


def given(request: OfficeRequest, kind: str, form: str) -> bytes | None:
    """The template that came with the form, None without one. Raises BadTemplate where it cannot be used."""
    upload = request.FILES.get("template")
    if upload is None:
        return None
    content: bytes = upload.read(LARGEST + 1)
    found = [one for one in check_template(kind, content) if one.grave or form == "pdf"]
    if found:
        raise BadTemplate(found)
    return content


def refused(
    request: OfficeRequest, bad: BadTemplate, back: str, room: str, crumbs: Sequence[tuple[str, str]] = ()
) -> HttpResponseBase:
    """The page that says what is wrong. back: where one came from."""
    context = {"problems": [one.said(language()) for one in bad.problems], "back": back}
    title, page = _("The template cannot be used"), "office/template_refused.html"
    return show(request, page, title, context, room=room, crumbs=list(crumbs), status=400)
