"""From approval to the sealed publication: sealing, the file with its hash, corrections, the list of all."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thangdo.faces.office.acts import Unsent
from thangdo.faces.office.assessments import campaign_pages
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.records.ledger import private
from thangdo.records.people.acting import Refused
from thangdo.work.assessments import background_sealing, permissions, sealing
from thangdo.work.assessments.models import Publication
from thangdo.work.assessments.queries import access


@require_safe
@office_view
def of_campaign(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """Approval and publication of a campaign."""
    return page(request, slug)


def page(request: OfficeRequest, slug: str, unsent: Unsent | None = None) -> HttpResponseBase:
    """The way to the publication; with what was typed into a form of it that could not be done."""
    campaign = access.campaign(request.actor, slug)
    rows = list(campaign.publications.select_related("replaces").order_by("-revision"))
    reasons = private.texts([row.reason for row in rows])
    steps = ("approve", "reopen", "revoke", "correct", "publish")
    can = [name for name in steps if permissions.can(request.actor, name, campaign)]
    progress = background_sealing.progress(slug)
    context = {
        **campaign_pages.frame(request.actor, campaign, "publications"),
        "rows": [
            (row, reason, sealing.path_of(row.sha256).exists())
            for row, reason in zip(rows, reasons, strict=True)
        ],
        "can": can,
        "forms": campaign_pages.forms(campaign, [name for name in can if name != "publish"], unsent),
        "progress": progress,
        "working": progress is not None and progress.state in ("waiting", "running"),
        "large": background_sealing.is_large(slug),
        "correction": private.text(campaign.correction),
    }
    return show(
        request,
        "office/assessments/publication.html",
        _("Approval and publication"),
        context,
        room="campaigns",
        crumbs=campaign_pages.crumbs(campaign),
        status=unsent.status if unsent else 200,
    )


@require_POST
@office_view
def publish(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """Seal and publish: at once, or by the worker where there are many units."""
    if background_sealing.is_large(slug):
        background_sealing.publish_later(request.actor, slug)
        messages.success(request, _("The result is being sealed. This page shows how far it is."))
    else:
        background_sealing.publish(request.actor, slug)
        messages.success(request, _("Sealed, signed and published."))
    return HttpResponseRedirect(reverse("office-campaign-publications", args=[slug]))


@require_safe
@office_view
def download(request: OfficeRequest, slug: str, revision: int) -> HttpResponseBase:
    """The sealed file itself."""
    campaign = access.campaign(request.actor, slug)
    found = campaign.publications.filter(revision=revision).first()
    if found is None or not sealing.path_of(found.sha256).exists():
        raise Refused("bytes-missing", sha256=found.sha256 if found else "")
    name = f"{slug}-{revision}.zip"
    response = FileResponse(
        sealing.path_of(found.sha256).open("rb"),
        as_attachment=True,
        filename=name,
        content_type="application/zip",
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@office_view
def every(request: OfficeRequest) -> HttpResponseBase:
    """All sealed publications of the campaigns that the actor sees."""
    seen = permissions.campaigns_seen(request.actor)
    rows = (
        Publication.objects.filter(campaign__in=seen)
        .select_related("campaign")
        .order_by("-published_at", "-pk")
    )
    return show(
        request,
        "office/assessments/publications.html",
        _("Sealed publications"),
        {"rows": rows},
        room="campaigns",
        crumbs=campaign_pages.crumbs(),
    )


urlpatterns = [
    path("publications/", every, name="office-publications"),
    path("campaigns/<slug:slug>/publications", of_campaign, name="office-campaign-publications"),
    path("campaigns/<slug:slug>/publish", publish, name="office-publish"),
    path("campaigns/<slug:slug>/publications/<int:revision>.zip", download, name="office-publication-file"),
]
