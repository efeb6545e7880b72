"""The mail server of the installation, and handing it one message so that one knows what became of it."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from django.conf import settings

TIMEOUT = 20  # seconds
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class NotSent(Exception):
    """The message was certainly not taken. code: what happened; lasting: trying again is of no use."""

    def __init__(self, code: str, lasting: bool = False) -> None:
        self.code, self.lasting = code, lasting
        super().__init__(code)


class Doubtful(Exception):
    """The connection broke while the server held the message: it may have been taken."""


class BadServer(Exception):
    """THANGDO_SMTP_URL cannot be used; says why."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail is handed in."""

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port})"


def is_set() -> bool:
    """Whether this installation sends e-mail."""
    return bool(settings.SMTP_URL)


def server(url: str) -> MailServer:
    """The server of smtp://user:password@host:port or smtps://… Raises BadServer.

    >>> to = server("smtp://post:secret@mail.example.vn:587")
    >>> to.host, to.port, to.user
    ('mail.example.vn', 587, 'post')
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadServer("the port of THANGDO_SMTP_URL is no number") from error
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadServer("THANGDO_SMTP_URL is smtp://user:password@host:port or smtps://…")
    tls = parts.scheme == "smtps"
    return MailServer(
        parts.hostname,
        port or (465 if tls else 25),
        tls,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


@contextmanager
def connected(to: MailServer) -> Iterator[smtplib.SMTP]:
    """A connection, encrypted where the server can; a password goes over an encrypted one only.

    Raises NotSent when there is none to be had.
    """
    context = ssl.create_default_context()
    try:
        smtp = (
            smtplib.SMTP_SSL(to.host, to.port, timeout=TIMEOUT, context=context)
            if to.tls
            else smtplib.SMTP(to.host, to.port, timeout=TIMEOUT)
        )
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent("server-down") from error
    try:
        try:
            smtp.ehlo_or_helo_if_needed()
            if not to.tls and smtp.has_extn("starttls"):
                smtp.starttls(context=context)
                smtp.ehlo()
            elif not to.tls and to.user and to.host not in LOOPBACK:
                raise NotSent("no-encryption")
            if to.user:
                smtp.login(to.user, to.password)
        except smtplib.SMTPAuthenticationError as error:
            raise NotSent("login-refused") from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent("server-refused") from error
        yield smtp
    finally:
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()


def hand_in(smtp: smtplib.SMTP, message: EmailMessage, sender: str, recipient: str) -> None:
    """Give the server one message. Raises NotSent when it certainly did not take it, Doubtful otherwise."""
    try:
        code, _ = smtp.mail(sender)
        if code != 250:
            smtp.rset()
            raise NotSent(f"sender-refused-{code}", lasting=500 <= code < 600)
        code, _ = smtp.rcpt(recipient)
        if code not in (250, 251):
            smtp.rset()
            raise NotSent(f"recipient-refused-{code}", lasting=500 <= code < 600)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent("connection-lost") from error
    try:
        code, _ = smtp.data(message.as_bytes())
    except smtplib.SMTPDataError as error:
        raise NotSent(f"message-refused-{error.smtp_code}", lasting=error.smtp_code >= 500) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Doubtful from error
    if code != 250:
        raise NotSent(f"message-refused-{code}", lasting=500 <= code < 600)
