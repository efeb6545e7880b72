"""Coming in for the first time, by the code of a slip or an e-mail: one's name, one's address, a password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import segno
from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from thangdo.faces.look import clock, wording
from thangdo.faces.office.page_frame import show
from thangdo.faces.office.people import adapters, lockout
from thangdo.records.people import invitations
from thangdo.records.people.acting import Refused
from thangdo.records.people.models import Person
from thangdo.records.people.queries import OfficeView


@dataclass(frozen=True, slots=True)
class SlipShown:
    """A slip as it is printed: who, which office, the account, the code, and the picture of its address."""

    name: str
    offices: tuple[OfficeView, ...]
    login: str
    code: str
    picture: SafeString


class Coming(forms.Form):
    """What somebody says who comes in for the first time."""

    name = forms.CharField(max_length=200, label=gettext_lazy("Full name"))
    email = forms.EmailField(max_length=254, required=False, label=gettext_lazy("E-mail"))
    password1 = forms.CharField(widget=forms.PasswordInput, max_length=256, strip=False)
    password2 = forms.CharField(widget=forms.PasswordInput, max_length=256, strip=False)

    def __init__(self, person: Person, *parts: object, **more: object) -> None:
        super().__init__(*parts, **more)  # type: ignore[arg-type]
        self.person = person

    def clean(self) -> dict[str, str]:
        """Both passwords alike, and good enough."""
        found: dict[str, str] = super().clean() or {}
        first, second = found.get("password1"), found.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        elif first:
            try:
                validate_password(first, self.person)
            except ValidationError as error:
                self.add_error("password1", error)
        return found


def address(request: HttpRequest, code: str = "") -> str:
    """Where one comes in; the code stands behind the `#`, so that no server or log on the way sees it."""
    return request.build_absolute_uri(reverse("office-come")) + (f"#{code}" if code else "")


def slip(request: HttpRequest, made: invitations.Slip, offices: Sequence[OfficeView]) -> SlipShown:
    """A slip to print."""
    picture = segno.make(address(request, made.code), error="m")
    drawn = picture.svg_inline(scale=3, border=2, omitsize=False)
    return SlipShown(
        made.person.name,
        tuple(offices),
        made.person.login,
        made.code,
        mark_safe(drawn),
    )


@never_cache
@sensitive_post_parameters("code", "password1", "password2")
def come(request: HttpRequest) -> HttpResponseBase:
    """A code, then who one is and a password. Wrong codes are counted as wrong passwords are."""
    code = invitations.plain(str(request.POST.get("code", "")))
    if request.method != "POST":
        return _page(request)
    try:
        places = lockout.take(f"code:{code[:4]}", None, _client(request), "")
    except lockout.Locked as locked:
        return _page(request, fault=adapters.wait(locked.minutes), status=429)
    try:
        person = invitations.of_code(code, clock.now())
    except Refused as error:
        return _page(request, fault=wording.refused(error.code, error.facts), status=400)
    lockout.give_back(places)
    if "password1" not in request.POST:
        return _page(request, person, Coming(person, initial={"email": person.email}), code)
    form = Coming(person, request.POST)
    if not form.is_valid():
        return _page(request, person, form, code, status=400)
    given = form.cleaned_data
    try:
        invitations.accept(code, given["password1"], clock.now(), given["name"], given["email"])
    except Refused as error:
        return _page(request, person, form, code, wording.refused(error.code, error.facts), 400)
    told = _("Your password is kept. Sign in as %(login)s.") % {"login": person.login}
    messages.success(request, told)
    return HttpResponseRedirect(reverse("office-signin"))


def _client(request: HttpRequest) -> str:
    return str(adapters.Accounts().get_client_ip(request))


def _page(
    request: HttpRequest,
    person: Person | None = None,
    form: Coming | None = None,
    code: str = "",
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"person": person, "form": form, "code": invitations.shown(code), "fault": fault}
    return show(request, "office/people/come.html", _("Come in for the first time"), context, status=status)


urlpatterns = [path("come/", come, name="office-come")]
