"""Names of people and of accounts, and addresses, as they are kept: cleaned, or refused with the reason."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from thangdo.records.people.acting import Refused
from thangdo.rules.letters import tidy

LOGIN = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")


def check_login(login: str, typed: str = "") -> None:
    """Raises Refused("bad-login") for what is no name of an account."""
    if not LOGIN.fullmatch(login) or len(login) > 60:
        raise Refused("bad-login", login=typed or login)


def clean_name(text: str) -> str:
    """A person's name as it is kept. Raises Refused("name-needed")."""
    name = tidy(text)
    if not name or len(name) > 200 or any(unicodedata.category(char) == "Cc" for char in name):
        raise Refused("name-needed")
    return name


def clean_email(text: str) -> str:
    """An address as it is kept; "" for none. Raises Refused("bad-email")."""
    email = text.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise Refused("bad-email") from error
    return email
