"""Signing in: who gets in, who does not, and what an attacker or a lost phone would do."""

from __future__ import annotations

import re
import time
from datetime import date
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

import world as sample
from thangdo.faces.office.people import lockout, passkeys
from thangdo.records.ledger import events as ledger
from thangdo.records.people import actions
from thangdo.records.people.models import Person
from world import World

pytestmark = pytest.mark.django_db
PASSWORD = "Mật khẩu mẫu 2026!"
SIGN_IN = "/office/signin/"


@pytest.fixture
def world(settings) -> World:  # type: ignore[no-untyped-def]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    world = sample.build()
    for person in world.people.values():
        person.set_password(PASSWORD)
        person.save()
    return world


def sign_in(client: Client, login: str, password: str = PASSWORD, path: str = SIGN_IN) -> str:
    """Where one comes to, or the page that is shown again."""
    answer = client.post(path, {"login": login, "password": password})
    return answer.headers.get("Location", "") or answer.content.decode()


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_a_reader_of_results_gets_a_cookie(client: Client) -> None:
    for path in ("/", "/assessments/", "/data/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_stranger_sees_a_page_of_the_office(client: Client, world: World) -> None:
    answer = client.get("/office/account/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/office/signin/?next=/office/account/"
    assert "no-store" in client.get(SIGN_IN).headers["Cache-Control"]


def test_somebody_works_without_a_second_factor(client: Client, world: World) -> None:
    sign_in(client, "reporter")
    assert client.get("/office/people/").headers["Location"] == "/office/account/2fa/"


def set_up_totp(client: Client) -> str:
    page = client.get("/office/account/2fa/totp/activate/").content.decode()
    found = re.search(r'class="key">([A-Z2-7]{32})<', page)
    assert found, "the page shows the secret for those who cannot scan"
    secret = found.group(1)
    client.post("/office/account/2fa/totp/activate/", {"code": code_of(secret)})
    return secret


def test_the_second_factor_is_asked_for_at_the_next_sign_in(client: Client, world: World) -> None:
    sign_in(client, "administrator")
    secret = set_up_totp(client)
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).count() == 1
    assert client.get("/office/people/").status_code == 200
    client.post("/office/signout/")
    assert sign_in(client, "administrator") == "/office/account/2fa/authenticate/"
    assert client.get("/office/people/").status_code == 302, "the password alone opens nothing"
    wrong = client.post("/office/account/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    cache.clear()  # the code of this half minute was used
    time.sleep(0.01)
    answer = client.post("/office/account/2fa/authenticate/", {"code": code_of(secret)})
    assert answer.status_code == 302
    assert client.get("/office/people/").status_code == 200


def test_the_pages_of_the_second_factor_speak_vietnamese(client: Client, world: World) -> None:
    sign_in(client, "administrator")
    for path, words in (
        ("/office/account/2fa/", "Ứng dụng xác thực"),
        ("/office/account/2fa/totp/activate/", "quét mã QR"),
        ("/office/account/sessions/", "Các thiết bị đang đăng nhập"),
        ("/office/account/password/change/", "Mật khẩu hiện tại"),
    ):
        if "sessions" in path:
            set_up_totp(client)
        page = client.get(path).content.decode()
        assert words in page, path
        assert "Two-Factor" not in page and "Change Password" not in page
    assert "Authenticator app" in client.get("/en/office/account/2fa/").content.decode()


def test_an_attacker_guesses_a_password_for_ever(client: Client, world: World) -> None:
    for _ in range(5):
        assert "không đúng" in sign_in(client, "head", "sai mật khẩu")
    page = sign_in(client, "head", PASSWORD, "/en/office/signin/")
    assert "Too many wrong passwords. Try again in 5 minutes." in page
    assert sign_in(client, "reporter").startswith("/office/"), "others are not locked out with him"


def test_whoever_is_attacked_from_elsewhere_gets_in_from_his_own_browser(
    client: Client, world: World
) -> None:
    assert sign_in(client, "head").startswith("/office/")
    client.post("/office/signout/")
    attackers = Client(REMOTE_ADDR="203.0.113.7")
    for address in range(12):
        attackers.defaults["REMOTE_ADDR"] = f"203.0.113.{address}"
        for _ in range(5):
            sign_in(attackers, "head", "sai mật khẩu")
    assert "Too many" in sign_in(Client(REMOTE_ADDR="203.0.113.99"), "head", path="/en/office/signin/")
    assert sign_in(client, "head").startswith("/office/"), "his browser has failures of its own alone"


CODE = "/office/account/2fa/authenticate/"


def test_wrong_codes_of_somebody_else_lock_the_holder_out(client: Client, world: World) -> None:
    """Whoever has the password, at another address, or at the holder's own in another browser."""
    sign_in(client, "administrator")
    secret = set_up_totp(client)
    client.post("/office/signout/")
    for attacker in (Client(REMOTE_ADDR="203.0.113.7"), Client()):
        sign_in(attacker, "administrator")
        said = [attacker.post(CODE, {"code": "000000"}).content.decode() for _ in range(7)]
        assert "quá nhiều" in said[-1], "guessed for ever"
    assert sign_in(client, "administrator") == CODE
    with mock.patch("allauth.mfa.totp.internal.auth.TOTP._mark_code_used", return_value=True):
        assert client.post(CODE, {"code": code_of(secret)}).status_code == 302
        elsewhere = Client(REMOTE_ADDR="198.51.100.4")
        sign_in(elsewhere, "administrator")
        assert elsewhere.post(CODE, {"code": code_of(secret)}).status_code == 302


def test_codes_are_guessed_from_many_addresses_for_ever(client: Client, world: World) -> None:
    sign_in(client, "administrator")
    set_up_totp(client)
    tried = 0
    for number in range(16):
        attacker = Client(REMOTE_ADDR=f"203.0.113.{number}")
        sign_in(attacker, "administrator")
        for _ in range(6):
            if "quá nhiều" in attacker.post(CODE, {"code": "000000"}).content.decode():
                break
            tried += 1
    assert tried == lockout.CODES.most


def test_a_forged_cookie_makes_a_browser_known(client: Client, world: World) -> None:
    client.cookies[lockout.COOKIE] = "W1wieFwiLFsxXV0:1abc:forged"
    for _ in range(5):
        sign_in(client, "head", "sai mật khẩu")
    assert "Too many" in sign_in(client, "head", path="/en/office/signin/")


def test_somebody_is_signed_in_on_a_device_he_lost(client: Client, world: World, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = True
    lost, other = Client(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130"}), Client()
    for browser, login in ((client, "head"), (lost, "head"), (other, "reporter")):
        sign_in(browser, login)
    page = client.get("/office/account/sessions/").content.decode()
    assert "Chrome, Android" in page
    foreign = UserSession.objects.get(user=world.people["reporter"])
    client.post("/office/account/sessions/end/", {"device": str(foreign.pk)})
    assert other.get("/office/account/").status_code == 200, "nobody ends what is another's"
    client.post("/office/account/sessions/end/", {"device": "all"})
    assert lost.get("/office/account/").status_code == 302
    assert client.get("/office/account/").status_code == 200


def test_the_provider_is_down(client: Client, world: World, settings) -> None:  # type: ignore[no-untyped-def]
    assert client.get("/oidc/oidc/login/").status_code == 404, "without a provider there is no such page"
    settings.OIDC_ISSUER = "http://localhost:9"
    app = {
        "provider_id": "oidc",
        "name": "x",
        "client_id": "x",
        "secret": "x",
        "settings": {"server_url": settings.OIDC_ISSUER},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    assert client.get("/oidc/oidc/login/?process=connect").status_code == 404, "joins no open account"
    answer = client.get("/oidc/oidc/login/?next=/en/office/tasks/", follow=True)
    assert answer.status_code == 502 and "did not work" in answer.content.decode()


def test_an_account_that_was_closed_stays_signed_in(client: Client, world: World) -> None:
    sign_in(client, "reporter")
    assert client.get("/office/account/2fa/").status_code == 200
    actions.end(world.actor("administrator"), world.people["reporter"].pk, "Chuyển công tác")
    assert client.get("/office/account/2fa/").status_code == 302
    page = client.post(SIGN_IN, {"login": "reporter", "password": PASSWORD}, follow=True).content.decode()
    assert "không đúng" in page or "đã đóng" in page


def test_a_demonstration_account_opens_a_real_office(client: Client, world: World, settings) -> None:  # type: ignore[no-untyped-def]
    Person.objects.filter(login="reporter").update(is_demo=True)
    assert "2fa" not in sign_in(client, "reporter")
    assert client.get("/office/account/2fa/").status_code == 302
    assert client.post("/office/signin/demo/", {"login": "reporter"}).status_code == 404
    assert "can-bo" not in client.get(SIGN_IN).content.decode()
    settings.DEMO = True
    assert client.post("/office/signin/demo/", {"login": "reporter"}).status_code == 302
    assert client.get("/office/account/").status_code == 200, "no second factor in a demonstration"
    settings.DEMO = False
    assert client.get("/office/account/").status_code == 302, "the session of a demonstration ends with it"


def test_somebody_makes_an_account_for_himself(client: Client) -> None:
    page = client.get("/office/account/signup/").content.decode()
    assert "Quản trị viên của đơn vị tạo tài khoản" in page
    assert client.post("/office/account/signup/", {"username": "x", "password1": PASSWORD}).status_code == 403
    assert not Person.objects.exists()


def test_a_new_person_cannot_choose_a_password(client: Client, world: World) -> None:
    administrator = Client()
    sign_in(administrator, "administrator")
    set_up_totp(administrator)
    new = {
        "login": "moi",
        "name": "Người Mẫu Mới",
        "email": "moi@example.test",
        "role": "reporter",
        "unit": "sample:X1",
        "since": "2020-01-01",
    }
    made = administrator.post("/office/people/new/", new)
    person = Person.objects.get(login="moi")
    assert made.headers["Location"] == f"/office/people/{person.pk}/"
    administrator.post(f"/office/people/{person.pk}/password/")
    page = administrator.get(f"/office/people/{person.pk}/").content.decode()
    link = re.search(r"http://testserver(/\S+?)</code>", page)
    assert link, "the link is shown"
    assert link.group(1) not in administrator.get(f"/office/people/{person.pk}/").content.decode(), "once"
    form = client.get(link.group(1), follow=True)
    path = form.redirect_chain[-1][0]
    weak = client.post(path, {"password1": "12345678", "password2": "12345678"})
    assert weak.status_code == 200, "a weak password is refused"
    client.post(path, {"password1": PASSWORD, "password2": PASSWORD})
    assert sign_in(client, "moi").startswith("/office/")
    again = Client().get(link.group(1), follow=True).content.decode()
    assert "cấp đường dẫn mới" in again


def test_a_passkey_is_offered_where_browsers_refuse_it() -> None:
    assert passkeys.why_not("localhost:8000", False) == ""
    assert passkeys.why_not("thangdo.example", True) == ""
    assert passkeys.why_not("thangdo.example", False)
    for host in ("127.0.0.1:8000", "10.0.0.5", "[::1]:8000"):
        assert passkeys.why_not(host, True), host


def test_names_of_people_stand_in_the_ledger(world: World) -> None:
    new = actions.NewAccount(
        "moi", "Người Mẫu Kín", "kin@example.test", "reporter", ("sample", "X1"), since=date(2026, 1, 1)
    )
    person = actions.add(world.actor("administrator"), new)
    actions.end(world.actor("administrator"), person.pk, "Nghỉ hưu vì lý do riêng")
    said = str([event.payload for event in ledger.read(f"person:{person.pk}")])
    assert "Kín" not in said and "kin@" not in said and "riêng" not in said
