"""E-mail against a local mail server: that it arrives once and in the right language, whatever breaks."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.conf import LazySettings

from records.notices.people import NOW, person
from thangdo.records.notices import outbox, smtp
from thangdo.records.notices.models import Outbox
from thangdo.records.notices.outbox import Sent, Words, send_pending
from thangdo.records.notices.telling import ToPerson, finish, notify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]


class Server:
    """What the mail server takes; it refuses some recipients and some contents."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.greylisted = False

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address.startswith("gone"):
            return f"550 5.1.1 no mailbox {address}"
        if self.greylisted:
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        content = cast(bytes, envelope.content)
        if b"breaks" in content:
            server.transport.close()
            return "250 OK"
        self.taken.append(cast(EmailMessage, message_from_bytes(content, policy=default)))
        self.envelopes.append(envelope)
        return "250 OK"


def words(code: str, facts: Mapping[str, Any], link: str, language: str) -> Words:
    if language == "vi":
        return Words(f"Nhắc việc\r\nBcc: x: còn {facts['days']} ngày", f"Đơn vị Đăk Đoa – hồ sơ …\n{link}\n")
    return Words("Reminder", f"{facts['days']} days left\n{link}\n")


@pytest.fixture(scope="module")
def controller() -> Iterator[Controller]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = Controller(Server(), hostname="127.0.0.1", port=port)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def server(controller: Controller, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Server:
    settings.SMTP_URL = f"smtp://127.0.0.1:{controller.port}"
    settings.MAIL_FROM = "Văn phòng Mẫu <van-phong@example.test>"
    settings.SITE_URL = "https://scores.example.test"
    monkeypatch.setattr(outbox, "_renderers", {})
    outbox.renders("due", words)
    controller.handler = Server()
    controller.handler.__init__()  # type: ignore[misc]
    return cast(Server, controller.handler)


def tell(login: str, language: str = "vi", code: str = "due.soon", days: object = 3) -> None:
    to = person(login, language=language)
    notify(ToPerson(to.pk), code, {"days": days}, key=login, now=NOW, link="/office/tasks/")


def states() -> dict[str, tuple[str, str]]:
    return {mail.notice.key: (mail.state, mail.reason) for mail in Outbox.objects.select_related("notice")}


def test_a_mail_is_in_the_wrong_language_or_carries_another_header(server: Server) -> None:
    tell("an")
    tell("ben", "en")
    assert send_pending(NOW) == Sent(sent=2)
    first, second = server.taken
    assert first["Subject"] == "Nhắc việc Bcc: x: còn 3 ngày" and first["Bcc"] is None
    assert first["To"] == "an@example.test" and first["From"] == "Văn phòng Mẫu <van-phong@example.test>"
    assert "Đơn vị Đăk Đoa – hồ sơ …" in first.get_content()
    assert "https://scores.example.test/office/tasks/" in first.get_content()
    assert second["Subject"] == "Reminder" and second["Auto-Submitted"] == "auto-generated"
    assert server.envelopes[0].mail_from == "van-phong@example.test"
    assert send_pending(NOW + timedelta(hours=1)) == Sent()
    assert len(server.taken) == 2


def test_a_server_that_is_down_loses_mails(
    server: Server, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    up = settings.SMTP_URL
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.SMTP_URL = f"smtp://127.0.0.1:{closed.getsockname()[1]}"
        tell("an")
        assert send_pending(NOW) == Sent(later=1)
    assert states() == {"an": ("pending", "server-down")}
    assert "an@example.test" not in caplog.text
    settings.SMTP_URL = up
    assert send_pending(NOW + timedelta(seconds=59)) == Sent()
    assert send_pending(NOW + timedelta(seconds=60)) == Sent(sent=1)


def test_a_mailbox_that_is_gone_holds_up_the_others(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    tell("gone")
    tell("an")
    assert send_pending(NOW) == Sent(sent=1, failed=1)
    assert states() == {"gone": ("failed", "recipient-refused-550"), "an": ("sent", "")}
    assert "example.test" not in caplog.text


def test_a_mailbox_that_says_later_is_given_up_at_once_or_asked_for_ever(server: Server) -> None:
    server.greylisted = True
    tell("an")
    now, tries = NOW, 0
    while states()["an"][0] == "pending":
        now = Outbox.objects.get().next_try
        assert send_pending(now - timedelta(seconds=1)) == Sent()
        send_pending(now)
        tries += 1
    assert states() == {"an": ("failed", "recipient-refused-451")}
    assert timedelta(days=3) < now - NOW < timedelta(days=3, hours=2) and 70 < tries < 90


def test_a_mail_that_may_have_arrived_is_sent_again(server: Server) -> None:
    tell("an", "en", days="breaks")
    tell("ben")
    assert send_pending(NOW) == Sent(doubtful=1)
    assert states() == {"an": ("doubtful", "connection-lost"), "ben": ("pending", "")}
    assert send_pending(NOW + timedelta(hours=1)) == Sent(sent=1)


def test_a_worker_that_died_while_sending_sends_twice(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell("an")

    def dies(*arguments: object) -> None:
        smtp_hand_in(*arguments)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    smtp_hand_in = smtp.hand_in
    monkeypatch.setattr(smtp, "hand_in", dies)
    with pytest.raises(KeyboardInterrupt):
        send_pending(NOW)
    monkeypatch.undo()
    assert len(server.taken) == 1 and states() == {"an": ("sending", "")}
    assert send_pending(NOW + timedelta(minutes=1)) == Sent()
    assert send_pending(NOW + timedelta(minutes=6)) == Sent(doubtful=1)
    assert send_pending(NOW + timedelta(hours=6)) == Sent()
    assert len(server.taken) == 1


def test_a_reminder_goes_out_when_the_work_is_done_or_the_account_has_ended(server: Server) -> None:
    tell("an")
    tell("ben")
    ended = person("c")
    notify(ToPerson(ended.pk), "due", {"days": 1}, key="c", now=NOW)
    ended.is_active = False
    ended.save()
    finish(["an"], NOW)
    assert send_pending(NOW) == Sent(sent=1, failed=2)
    assert states()["an"] == ("failed", "not-needed") and states()["c"] == ("failed", "account-ended")


def test_a_notice_that_no_face_can_say_is_lost(server: Server) -> None:
    tell("an", code="other")
    assert send_pending(NOW) == Sent(later=1)
    outbox.renders("other", words)
    assert send_pending(NOW + timedelta(minutes=2)) == Sent(sent=1)


def test_one_notice_that_cannot_be_said_holds_up_the_others(server: Server) -> None:
    to = person("a")
    notify(ToPerson(to.pk), "due", {}, key="a", now=NOW)
    tell("ben")
    assert send_pending(NOW) == Sent(sent=1, later=1)


@pytest.mark.parametrize("url", ["", "http://x", "smtp://", "smtp://host:port", "smtps:host"])
def test_an_address_that_is_no_mail_server_is_taken(url: str) -> None:
    with pytest.raises(smtp.BadServer, match="THANGDO_SMTP_URL"):
        smtp.server(url)


def test_a_password_is_sent_in_clear_or_shown(controller: Controller) -> None:
    to = smtp.server(f"smtp://user:p%40ss@127.0.0.2:{controller.port}")
    assert to.password == "p@ss" and "p@ss" not in repr(to)
    assert smtp.server("smtps://mail.example.test").port == 465
    there = smtp.MailServer("127.0.0.1", controller.port, False, "user", "wrong")
    with pytest.raises(smtp.NotSent, match=r"server-refused|login-refused"), smtp.connected(there):
        pass
