"""Sealed publications: what was published, how anybody verifies it, and the keys that signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thangdo.faces.look.numbers import day
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.public.pages import Column, Page, Table
from thangdo.work.assessments.queries import published
from thangdo.work.assessments.queries.published import PublicationView

SAMPLE = ("tinh-mau",)  # schemes of units that are made up
YEAR = 365 * 24 * 3600


def listing(request: HttpRequest) -> Page:
    """Every publication, the latest first."""
    every = published.every()
    context = {"publications": [_entry(one) for one in every]}
    title = _("Sealed publications")
    table = _table(every)
    return Page(
        "public/assessments/publications.html",
        title,
        "assessments",
        context,
        [table],
        crumbs=[(_("Results"), reverse("assessments"))],
        name="publications",
    )


def latest(request: HttpRequest, slug: str) -> Page:
    """The publication of a campaign that counts now."""
    return _page(_one(slug))


def one(request: HttpRequest, slug: str, revision: int) -> Page:
    """A certain publication, also one that was replaced: it says so."""
    return _page(_one(slug, revision))


def _one(slug: str, revision: int | None = None) -> PublicationView:
    try:
        return published.one(slug, revision)
    except published.NotPublished as problem:
        raise Http404(_("What you asked for has not been published here.")) from problem


def _page(found: PublicationView) -> Page:
    every = published.of_campaign(found.slug)
    title = found.title(language())
    context = {
        "found": found,
        "title": title,
        "authority": found.authority(language()),
        "earlier": [_entry(one) for one in every if one.revision != found.revision],
        "replaced": found.latest != found.revision,
        "sample": is_sample(found.scheme),
        "successors": found.passed_into,
        "download": reverse("publication-file", args=[found.slug, found.revision]),
        "key_address": reverse("key", args=[found.key]),
        "command": f"thangdo verify {found.file} --key {found.key[:16]}.pem",
    }
    source = " – ".join(part for part in (found.decision, day(found.approved, language())) if part)
    return Page(
        "public/assessments/publication.html",
        title,
        "assessments",
        context,
        [_table(every)],
        crumbs=[
            (_("Results"), reverse("assessments")),
            (_("Sealed publications"), reverse("publications")),
        ],
        source=source,
        name=f"publication-{found.slug}-{found.revision}",
    )


def is_sample(scheme: str) -> bool:
    """Whether units of this scheme are made up for the demonstration."""
    return scheme in SAMPLE


def _entry(found: PublicationView) -> dict[str, Any]:
    return {
        "title": found.title(language()),
        "authority": found.authority(language()),
        "address": reverse("publication-revision", args=[found.slug, found.revision]),
        "found": found,
        "replaced": found.latest != found.revision,
    }


def _table(every: Sequence[PublicationView]) -> Table:
    columns = [
        Column("campaign", _("Code")),
        Column("revision", _("Publication"), "integer"),
        Column("title", _("Title")),
        Column("published", _("Published")),
        Column("decision", _("Decision")),
        Column("approved", _("Date of the decision")),
        Column("replaces", _("Replaces"), "integer"),
        Column("replaced_by", _("Replaced by"), "integer"),
        Column("units", _("Units"), "integer"),
        Column("file", _("File")),
        Column("sha256", _("SHA-256 of the file")),
        Column("manifest", _("SHA-256 of the manifest")),
        Column("key", _("Fingerprint of the key")),
    ]
    rows = [
        {
            "campaign": one.slug,
            "revision": str(one.revision),
            "title": one.title(language()),
            "published": one.published.isoformat(),
            "decision": one.decision,
            "approved": one.approved.isoformat() if one.approved else None,
            "replaces": None if one.replaces is None else str(one.replaces),
            "replaced_by": None if one.replaced_by is None else str(one.replaced_by),
            "units": str(one.units),
            "file": one.file,
            "sha256": one.sha256,
            "manifest": one.manifest,
            "key": one.key,
        }
        for one in every
    ]
    return Table("publications", _("Sealed publications"), columns, rows)


@require_safe
def file(request: HttpRequest, slug: str, revision: int) -> HttpResponseBase:
    """The sealed file itself. It never changes, so it may be kept for ever."""
    found = _one(slug, revision)
    try:
        content = published.path_of(found).open("rb")
    except (published.NotPublished, OSError) as problem:
        raise Http404(_("The file of this publication is not on this server.")) from problem
    response = FileResponse(content, content_type="application/zip", as_attachment=True, filename=found.file)
    response["Content-Encoding"] = "identity"  # it is compressed already
    response["ETag"] = f'"{found.sha256}"'
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response


def keys(request: HttpRequest) -> Page:
    """The public keys: the one in use and those before it."""
    known = published.known_keys()
    columns = [
        Column("fingerprint", _("Fingerprint of the key")),
        Column("since", _("In use from")),
        Column("until", _("until")),
        Column("pem", _("Key (PEM)")),
    ]
    rows = [
        {
            "fingerprint": one.fingerprint,
            "since": one.since.isoformat(),
            "until": one.until.isoformat() if one.until else None,
            "pem": one.pem,
        }
        for one in known
    ]
    title = _("The keys that sign publications")
    table = Table("keys", title, columns, rows)
    crumbs = [(_("Results"), reverse("assessments")), (_("Sealed publications"), reverse("publications"))]
    return Page(
        "public/assessments/keys.html",
        title,
        "assessments",
        {"keys": known},
        [table],
        crumbs=crumbs,
        name="keys",
    )


@require_safe
def key(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """One public key as PEM."""
    try:
        found = published.key(fingerprint)
    except published.NotPublished as problem:
        raise Http404(_("No key of this fingerprint has signed here.")) from problem
    response = HttpResponse(found.pem, content_type="application/x-pem-file")
    response["Content-Disposition"] = f'attachment; filename="{fingerprint[:16]}.pem"'
    patch_cache_control(response, public=True, max_age=60)
    return response
