"""Signing an outgoing paper in the office: keep it, sign it, seal it, take it back; check any signed PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thangdo.faces.look import numbers, signature_words, wording
from thangdo.faces.look.download import to_save
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office import acts, form_values
from thangdo.faces.office.acts import Form, Unsent
from thangdo.faces.office.page_frame import OfficeRequest, office_view, show
from thangdo.faces.office.papers import drawing
from thangdo.records.acts.frame import ready
from thangdo.records.documents.signing import checked
from thangdo.records.documents.signing.checked import Checked
from thangdo.records.files.store import put
from thangdo.records.ledger.once import answered
from thangdo.records.people.acting import Actor, Refused
from thangdo.work.papers import examining, queries, signing
from thangdo.work.papers.actions import CLERKS, PAPERS
from thangdo.work.papers.queries import CopyLine, PaperLine

ROOM = "papers"
LARGEST_KEY, LARGEST_PICTURE, LARGEST_PAPER = 100_000, 2_000_000, 50_000_000
GOOD = ("trusted", "no-roots")
Draw = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Shown:
    """A signature as an official reads it. who: "" where the certificate names nobody. notes: what is odd."""

    who: str
    body: str
    role: str
    when: str
    sound: bool
    state: str
    trust: str
    certificate: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A file of a paper on the page: its signatures, what can be done with it, what is next."""

    copy: CopyLine
    marks: tuple[Shown, ...]
    forms: dict[str, Form]
    roles: tuple[tuple[str, str], ...]
    seals: bool
    next: str


def context(request: OfficeRequest, found: PaperLine, unsent: Unsent | None, fault: str) -> dict[str, Any]:
    """What the page of a paper shows of its files. fault: why it could not be signed just now."""
    keeps = request.actor.office_for(queries.unit_of(found.book), *signing.SEALERS) is not None
    parts = tuple(_part(request.actor, found, one, keeps, unsent) for one in found.copies)
    more = max((one.part for one in found.copies), default=0) + 1
    forms = {}
    if "keep" in found.can and not any(one.part == 0 for one in found.copies):
        forms["keep"] = _form(found, "keep", 0, unsent, ("file",))
    if found.copies and found.state == "issued" and _clerk(request.actor, found) and more <= signing.PARTS:
        forms["attach"] = _form(found, "keep", more, unsent, ("file", "title"))
    return {
        "parts": parts,
        "keep_forms": forms,
        "drawn": bool(drawing.files(found)) and "keep" in found.can,
        "sign_fault": fault,
        "has_key": bool(settings.PKCS11_LIBRARY or settings.SEAL_PKCS12),
    }


def _clerk(actor: Actor, found: PaperLine) -> bool:
    return actor.office_for(queries.unit_of(found.book), *CLERKS) is not None


def _form(found: PaperLine, name: str, part: int, unsent: Unsent | None, only: tuple[str, ...]) -> Form:
    return acts.form(
        PAPERS,
        name,
        reverse("office-paper-act", args=[found.book, found.number, name]),
        (found.book, found.number),
        unsent=unsent,
        only=only,
        fixed={"part": str(part)},
        tone="danger" if name == "withdraw" else "" if name == "keep" and not part else "quiet",
        folded=not (name == "keep" and not part),
    )


def _part(actor: Actor, found: PaperLine, copy: CopyLine, keeps: bool, unsent: Unsent | None) -> Part:
    forms = {}
    if "keep" in copy.can:
        forms["keep"] = _form(found, "keep", copy.part, unsent, ("file", "title") if copy.part else ("file",))
        forms["keep"] = _retitled(forms["keep"])
    if "bring_back" in copy.can:
        only = ("file", "role", "alone", "resaved") if keeps else ("file", "resaved")
        forms["bring_back"] = _form(found, "bring_back", copy.part, unsent, only)
    if "withdraw" in copy.can:
        forms["withdraw"] = _form(found, "withdraw", copy.part, unsent, ("reason",))
    roles: list[str] = []
    if "sign" in copy.can:
        sealing = (signing.ATTACHED if copy.part else signing.BODY,) if keeps else ()
        roles = [signing.PERSON, *sealing] if copy.state == "kept" else [*sealing, signing.PERSON]
    return Part(
        copy,
        tuple(_shown(one, found, language()) for one in copy.marks),
        forms,
        tuple((role, wording.state_name("role", role)) for role in roles),
        keeps and "sign" in copy.can,
        _next(copy, found),
    )


def _retitled(form: Form) -> Form:
    return replace(form, title=_("Keep another file in its place"))


def _next(copy: CopyLine, found: PaperLine) -> str:
    """What is to be done now, in a sentence."""
    if found.state == "void":
        return _("The paper is cancelled; its file stays as a record.")
    if copy.state == "sealed":
        return _("Signed and sealed: it can be sent to the recipients.")
    if copy.state == "signed":
        return _("Next: the clerk puts the seal of the body.")
    if copy.part:
        return _("Next: the body signs in the upper right corner of the first page.")
    return _("Next: the competent person signs.")


def _shown(one: Any, found: PaperLine | None, tongue: str) -> Shown:
    """A signature, of the register or as it was just found."""
    notes = []
    if found is not None and not one.named:
        notes.append(
            _("The register names another signer: %(name)s.") % {"name": found.signer or "–"}
            if one.role == signing.PERSON
            else _("The certificate names another body than that of this register.")
        )
    if found is not None and not one.here:
        notes.append(_("Signed elsewhere and brought back."))
    until = numbers.day(date.fromisoformat(one.valid_to), tongue)
    certificate = _("issued by %(issuer)s, valid until %(until)s, serial %(serial)s") % {
        "issuer": one.issuer,
        "until": until,
        "serial": one.serial,
    }
    return Shown(
        one.signer,
        one.body if one.body != one.signer else "",
        wording.state_name("role", one.role) if found is not None else "",
        signature_words.when(one, tongue),
        one.state == "sound" and one.trust in GOOD,
        signature_words.STATES[one.state][tongue == "en"],
        signature_words.TRUST[one.trust][tongue == "en"],
        certificate,
        tuple(notes),
    )


def _upload(request: OfficeRequest, name: str, most: int, code: str) -> bytes:
    """The bytes of a file of the form, in memory. Raises Refused(code) for one that is too large."""
    file = request.FILES.get(name)
    if not isinstance(file, UploadedFile):
        return b""
    if (file.size or 0) > most:
        raise Refused(code, field=name)
    return bytes(file.read(most + 1))


@sensitive_post_parameters("passphrase")
@require_POST
@office_view
@sensitive_variables("key", "passphrase")
def sign_here(request: OfficeRequest, slug: str, number: int) -> HttpResponseBase:
    """Sign with a key file, which is used once and kept nowhere; or put the seal that is kept here."""
    queries.one(request.actor, slug, number)
    then = reverse("office-outgoing", args=[slug, number]) + "#signing"
    if answered(request.actor.by()):
        return HttpResponseRedirect(then)  # sent twice: it is signed
    from thangdo.work.papers import sealing  # a paper that is signed brings much along

    role: Any = form_values.posted(request, "role")
    part = form_values.whole(form_values.posted(request, "part"), 0)
    alone = form_values.posted(request, "alone") == "1"
    where = (slug, number)
    try:
        ready(PAPERS, signing.sign, request.actor, where)
        if role not in (signing.PERSON, signing.BODY, signing.ATTACHED):
            raise Refused("no-such-choice", field="role", typed=str(role)[:20])
        sealing.next_for(request.actor, where, role, part, alone)
        if form_values.posted(request, "key_kept") == "1":
            sealing.with_kept_key(request.actor, where, role, part, alone)
        else:
            key = _upload(request, "keyfile", LARGEST_KEY, "key-too-large")
            if not key:
                raise Refused("key-missing", field="keyfile")
            passphrase = str(request.POST.get("passphrase", ""))
            picture = _upload(request, "picture", LARGEST_PICTURE, "bad-picture")
            sealing.with_file(request.actor, where, role, part, alone, key, passphrase, picture)
    except Refused as refused:
        from thangdo.faces.office.papers.pages import one_paper

        return one_paper(request, slug, number, fault=wording.refused(refused.code, refused.facts))
    messages.success(request, wording.act_text("papers-sign", "done"))
    return HttpResponseRedirect(then)


@require_POST
@office_view
def draw(request: OfficeRequest, slug: str, number: int) -> HttpResponseBase:
    """Keep for signing the PDF that the system draws up with this number."""
    found = queries.one(request.actor, slug, number)
    then = reverse("office-outgoing", args=[slug, number]) + "#signing"
    if answered(request.actor.by()):
        return HttpResponseRedirect(then)
    try:
        ready(PAPERS, signing.keep, request.actor, (slug, number))
        content = drawing.draw(request.actor, found)
        stored = put([content], "van-ban.pdf", "application/pdf", request.actor.by())
        signing.done(PAPERS, signing.keep, request.actor, (slug, number), signing.Kept(stored.sha256))
    except Refused as refused:
        from thangdo.faces.office.papers.pages import one_paper

        return one_paper(request, slug, number, fault=wording.refused(refused.code, refused.facts))
    messages.success(request, wording.act_text("papers-keep", "done"))
    return HttpResponseRedirect(then)


@require_safe
@office_view
def copy(request: OfficeRequest, slug: str, number: int, part: int, which: str) -> HttpResponseBase:
    """The file of a paper to save: as it is now, or as it was to be signed."""
    if which not in ("signed", "original"):
        raise Http404
    return to_save(request, *queries.copy_file(request.actor, slug, number, part, which == "original"))


@require_safe
@office_view
def again(request: OfficeRequest, slug: str, number: int, part: int) -> HttpResponseBase:
    """The signatures of a kept file as they stand today."""
    stored, name = queries.copy_file(request.actor, slug, number, part)
    found = examining.signatures(stored.sha256)
    return _checked(request, found, name, [(slug, number, queries.one(request.actor, slug, number).symbol)])


@require_http_methods(["GET", "HEAD", "POST"])
@office_view
def check(request: OfficeRequest) -> HttpResponseBase:
    """Check the signatures of any PDF; it is read in a process with bounds, and kept nowhere."""
    if request.method != "POST":
        return _checked(request, None, "", [])
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _checked(request, None, "", [], _("Choose the PDF that is to be checked."))
    if (file.size or 0) > LARGEST_PAPER:
        return _checked(request, Checked(problem="too-large"), file.name or "", [])
    content = file.read()
    found = checked.check(content, examining.roots())
    return _checked(request, found, file.name or "", queries.holding(request.actor, content))


def _checked(
    request: OfficeRequest,
    found: Checked | None,
    name: str,
    held: queries.Held,
    fault: str = "",
) -> HttpResponseBase:
    context = {
        "found": found,
        "file": name,
        "fault": fault,
        "held": held,
        "problem": signature_words.problem(found.problem, language()) if found and found.problem else "",
        "marks": [_shown(cast(Any, one), None, language()) for one in found.signatures] if found else [],
        "rooted": bool(examining.roots()),
    }
    template = "office/papers/check.html"
    crumbs = [(_("Outgoing papers"), reverse("office-books"))]
    title = _("Check the signatures of a paper")
    return show(request, template, title, context, room=ROOM, crumbs=crumbs, status=400 if fault else 200)


_ONE = "papers/<slug:slug>/<int:number>"
urlpatterns = [
    path("signatures/", check, name="office-signatures"),
    path(f"{_ONE}/sign-here/", sign_here, name="office-paper-sign"),
    path(f"{_ONE}/draw/", draw, name="office-paper-draw"),
    path(f"{_ONE}/copies/<int:part>/check/", again, name="office-paper-check"),
    path(f"{_ONE}/copies/<int:part>/<slug:which>", copy, name="office-paper-copy"),
]
