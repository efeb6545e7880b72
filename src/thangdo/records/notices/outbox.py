"""Sending what waits in the outbox: each message at most once, and again only where it did not go.

A message is marked as being sent, and that is committed, before the server gets it. Whoever dies in between
leaves it so, and it becomes doubtful: an administrator sees it, nobody sends it again. The notice itself
stays in "my tasks" in any case.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

from django.conf import settings

from thangdo.records.notices import smtp
from thangdo.records.notices.models import Outbox, State
from thangdo.records.people.acting import may_act

FIRST_RETRY, LAST_RETRY = timedelta(minutes=1), timedelta(hours=1)
TOO_OLD = timedelta(days=3)
SENDING_TAKES = timedelta(minutes=5)
BATCH = 200
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """What an e-mail says."""

    subject: str
    body: str


#: code, facts, address of the page, language -> the words
Renderer = Callable[[str, Mapping[str, Any], str, str], Words]
_renderers: dict[str, Renderer] = {}


@dataclass(slots=True)
class Sent:
    """What a round of sending gave."""

    sent: int = 0
    failed: int = 0
    later: int = 0
    doubtful: int = 0


def renders(prefix: str, renderer: Renderer) -> None:
    """A face says the notices whose code is this, or begins with this and a dot."""
    if _renderers.setdefault(prefix, renderer) is not renderer:
        raise ValueError(f"another renderer says {prefix}")


def send_pending(now: datetime) -> Sent:
    """Send what is due; ends at the first sign that the server is not there. Safe with several workers."""
    done = Sent()
    done.doubtful = _left_behind(now)
    if not smtp.is_set():
        return done
    waiting = list(
        Outbox.objects.filter(state=State.PENDING, next_try__lte=now)
        .order_by("next_try", "id")
        .values_list("pk", flat=True)[:BATCH]
    )
    if not waiting:
        return done
    try:
        with smtp.connected(smtp.server(settings.SMTP_URL)) as connection:
            for pk in waiting:
                mail = _claim(pk, now)
                if mail is not None and not _send(mail, connection, now, done):
                    break
    except smtp.NotSent as none:
        log.warning("no e-mail was sent: %s", none.code)
        done.later += Outbox.objects.filter(pk__in=waiting, state=State.PENDING).count()
        _put_off(waiting, none.code, now)
    except smtp.BadServer as bad:
        log.error("no e-mail was sent: %s", bad)
    return done


def hold_back() -> int:
    """After a restore: what waited in the backup may have gone out since. Nobody sends it; gives how many."""
    waiting = Outbox.objects.filter(state__in=(State.PENDING, State.SENDING))
    return waiting.update(state=State.DOUBTFUL, reason="restored")


def _claim(pk: int, now: datetime) -> Outbox | None:
    """Mark as being sent, for all to see; None when another worker has it."""
    taken = Outbox.objects.filter(pk=pk, state=State.PENDING).update(state=State.SENDING, tried_at=now)
    return Outbox.objects.select_related("notice", "person").get(pk=pk) if taken else None


def _send(mail: Outbox, connection: Any, now: datetime, done: Sent) -> bool:
    """Send one; whether the connection is still good."""
    mail.attempts += 1
    reason = "not-needed" if mail.notice.done_at else "" if may_act(mail.person) else "account-ended"
    renderer = _renderer_of(mail.notice.code)
    if not reason and not mail.person.email:
        reason = "no-address"
    if reason:
        _end(mail, State.FAILED, reason, done)
        return True
    if renderer is None:
        _retry(mail, "no-words", now, done)
        return True
    try:
        message = _message(mail, renderer, now)
    except Exception as error:
        log.error("e-mail %s cannot be written: %s", mail.pk, type(error).__name__)
        _retry(mail, "no-words", now, done)
        return True
    try:
        smtp.hand_in(connection, message, parseaddr(settings.MAIL_FROM)[1], mail.person.email)
    except smtp.NotSent as refused:
        log.warning("e-mail %s was not taken: %s", mail.pk, refused.code)
        if refused.lasting:
            _end(mail, State.FAILED, refused.code, done)
        else:
            _retry(mail, refused.code, now, done)
        return refused.code != "connection-lost"
    except smtp.Doubtful:
        log.error("e-mail %s may or may not have been taken: it is not sent again", mail.pk)
        _end(mail, State.DOUBTFUL, "connection-lost", done)
        return False
    _end(mail, State.SENT, "", done)
    return True


def _end(mail: Outbox, state: State, reason: str, done: Sent) -> None:
    mail.state, mail.reason = state, reason
    mail.save(update_fields=["state", "reason", "attempts"])
    done.sent += state == State.SENT
    done.failed += state == State.FAILED
    done.doubtful += state == State.DOUBTFUL


def _retry(mail: Outbox, reason: str, now: datetime, done: Sent) -> None:
    """Try again later, at growing intervals; after three days it has failed."""
    if now - mail.created_at > TOO_OLD:
        _end(mail, State.FAILED, reason, done)
        return
    mail.state, mail.reason = State.PENDING, reason
    mail.next_try = now + min(FIRST_RETRY * 2 ** min(mail.attempts - 1, 10), LAST_RETRY)
    mail.save(update_fields=["state", "reason", "attempts", "next_try"])
    done.later += 1


def _put_off(waiting: list[int], reason: str, now: datetime) -> None:
    """There is no server: nothing was tried, all wait; what has waited for three days has failed."""
    still = Outbox.objects.filter(pk__in=waiting, state=State.PENDING)
    still.filter(created_at__lt=now - TOO_OLD).update(state=State.FAILED, reason=reason)
    still.update(next_try=now + FIRST_RETRY, reason=reason)


def _left_behind(now: datetime) -> int:
    """Messages whose worker died while it sent them."""
    return Outbox.objects.filter(state=State.SENDING, tried_at__lt=now - SENDING_TAKES).update(
        state=State.DOUBTFUL, reason="worker-died"
    )


def _renderer_of(code: str) -> Renderer | None:
    while True:
        if code in _renderers:
            return _renderers[code]
        code, dot, _ = code.rpartition(".")
        if not dot:
            return None


def _message(mail: Outbox, renderer: Renderer, now: datetime) -> EmailMessage:
    notice, person = mail.notice, mail.person
    address = f"{settings.SITE_URL}{notice.link}" if notice.link else ""
    words = renderer(notice.code, notice.facts, address, person.language)
    name, sender = parseaddr(settings.MAIL_FROM)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(words.subject.split())
    message["From"] = Address(name, addr_spec=sender)
    message["To"] = Address(addr_spec=person.email)
    message["Date"] = format_datetime(now)
    # The same message again would carry the same name, so that mail servers know it.
    name = hashlib.sha256(
        f"{settings.SITE_URL} {mail.key} {mail.created_at.isoformat()}".encode()
    ).hexdigest()
    message["Message-ID"] = f"<{name[:40]}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = person.language
    message.set_content(words.body, cte="quoted-printable")
    return message
