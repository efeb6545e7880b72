"""A link with which somebody chooses a new password: shown to the administrator, and sent by e-mail.

The link itself is kept nowhere: it is made when the page is shown, and again when the e-mail goes out.
"""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from thangdo.records.notices import smtp, telling
from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Person

CODE = "people.password-link"
INVITATION = "people.invitation"  # the same link, to somebody who has never been here


def path(person: Person) -> str:
    """Where the person chooses a password, from the root; it works once and for three days."""
    token = default_token_generator.make_token(person)
    parts = {"uidb36": user_pk_to_url_str(person), "key": token}
    return reverse("account_reset_password_from_key", kwargs=parts)


def address(person: int, language: str) -> str:
    """The same as a whole address, for an e-mail in that language."""
    with translation.override(language):
        return f"{settings.SITE_URL}{path(Person.objects.get(pk=person))}"


def tell(actor: Actor, person: Person, code: str = CODE) -> bool:
    """Tell the person by e-mail that a link was given out, with one; whether an e-mail goes out.

    What waits from before is not sent any more. code: CODE or INVITATION.
    """
    about = f"{CODE}:{person.pk}:"
    telling.finish_under(about, actor.at)
    key = f"{about}{actor.key or actor.at.isoformat()}"
    telling.notify(telling.ToPerson(person.pk), code, {"person": person.pk}, key=key, now=actor.at)
    return bool(person.email) and smtp.is_set()
