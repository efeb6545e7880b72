"""What the pages of a campaign share: tabs, crumbs, titles of criteria, values from forms, files to save."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from thangdo.faces.look.templatetags.look import language
from thangdo.records.documents.tables import Sheet, csv_bytes, xlsx_bytes
from thangdo.records.people.acting import LOCAL, Actor, Refused
from thangdo.work.assessments import permissions
from thangdo.work.assessments.asked import asked
from thangdo.work.assessments.models import Campaign

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "zip": "application/zip",
}
_COMMAED = re.compile(r"[-+]?\d+,\d+")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True)
class Tab:
    """One page of a campaign in the row of tabs."""

    name: str
    title: str
    address: str


def tabs(actor: Actor, campaign: Campaign) -> list[Tab]:
    """The pages of a campaign that the actor may open."""
    if not permissions.sees_whole(actor, campaign):
        return []
    named = [
        ("board", _("Board"), "office-campaign"),
        ("appraisal", _("Appraisal"), "office-appraisal"),
        ("signals", _("Signals"), "office-signals"),
        ("council", _("Council"), "office-council"),
        ("weak", _("Weak places"), "office-weak"),
        ("papers", _("Documents"), "office-papers"),
        ("publications", _("Publication"), "office-campaign-publications"),
        ("timetable", _("Timetable"), "office-timetable"),
        ("timeline", _("Timeline"), "office-campaign-timeline"),
    ]
    return [Tab(name, title, reverse(address, args=[campaign.slug])) for name, title, address in named]


def frame(actor: Actor, campaign: Campaign, tab: str) -> dict[str, Any]:
    """What every page of a campaign shows around its own."""
    return {"campaign": campaign, "tabs": tabs(actor, campaign), "tab": tab, "language": language()}


def crumbs(campaign: Campaign | None = None, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Where the page stands."""
    found = [(_("Campaigns"), reverse("office-campaigns"))]
    if campaign is not None:
        found.append((campaign.title(language()), reverse("office-campaign", args=[campaign.slug])))
    return [*found, *more]


def titles(campaign: Campaign) -> dict[str, str]:
    """criterion (and table) -> title in the language of the page."""
    found: dict[str, str] = {}
    for tier in campaign.tiers:
        questions = asked(campaign.edition, tier)
        found.update({node: title.in_language(language()) for node, title in questions.titles.items()})
    return found


def input_titles(campaign: Campaign) -> dict[str, str]:
    """input -> title in the language of the page."""
    edition = asked(campaign.edition, campaign.tiers[0]).edition
    return {
        name: one.title.in_language(language()) if one.title else name for name, one in edition.inputs.items()
    }


def address(name: str, *args: str) -> str:
    """The address of a page that another room brings; "" while it is not there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


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


def table(
    name: str, form: str, columns: Sequence[str], rows: Iterable[Sequence[object]], heading: str = ""
) -> HttpResponse:
    """A table to save, as CSV or workbook; Http404 for another form. A text in it is never a formula."""
    if form not in ("csv", "xlsx"):
        raise Http404
    listed = [list(row) for row in rows]
    if form == "csv":
        content = csv_bytes(list(columns), listed)
    else:
        content = xlsx_bytes([Sheet(name[:31], list(columns), listed, heading=(heading,) if heading else ())])
    return file(f"{name}.{form}", content)


def file(name: str, content: bytes) -> HttpResponse:
    """Bytes to save under a name."""
    return HttpResponse(content, headers=_to_save(name))


def _to_save(name: str) -> dict[str, str]:
    return {
        "Content-Type": TYPES[name.rsplit(".", 1)[-1]],
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }


class _Sent(io.RawIOBase):
    """What a zip has written and nobody has sent yet."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        """It takes bytes."""
        return True

    def write(self, content: Any, /) -> int:
        """Keep them until they are sent."""
        self.parts.append(bytes(content))
        return len(content)


def zipped(name: str, parts: Iterable[tuple[str, bytes]]) -> StreamingHttpResponse:
    """Files to save as one zip, sent file by file as they are made: many take longer than one waits."""

    def pieces() -> Iterator[bytes]:
        sent = _Sent()
        with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in parts:
                archive.writestr(part, content)
                yield b"".join(sent.parts)
                sent.parts.clear()
        yield b"".join(sent.parts)

    return StreamingHttpResponse(pieces(), headers=_to_save(name))


def moment_of(value: datetime | None) -> str:
    """A moment for a table, in local time."""
    return "" if value is None else f"{value.astimezone(LOCAL):%Y-%m-%d %H:%M}"


def texts(source: Mapping[str, Any], *names: str) -> dict[str, str]:
    """Some texts of an address."""
    return {name: str(source.get(name, "")).strip()[:200] for name in names}
