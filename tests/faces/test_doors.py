"""Every door asks the same: a closed account, or one of a demonstration outside one, opens nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
import typer
from allauth.account.models import Login
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.socialaccount.internal.flows.login import complete_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, RequestFactory

import world as sample
from desk import signed_in
from faces.cli.running import run
from thangdo.faces.cli import loading
from thangdo.faces.office.people import resetting
from thangdo.faces.office.people.adapters import Strangers
from thangdo.records.ledger.events import read
from thangdo.records.people import actions, demonstration, tokens
from thangdo.records.people.acting import Refused, actor_of, may_act, system
from thangdo.records.people.models import Person
from thangdo.work.assessments import background_sealing
from world import World

pytestmark = pytest.mark.django_db
PASSWORD = "Mật khẩu mẫu 2026!"
WHO = "reporter"


@pytest.fixture
def world(settings: Any) -> World:
    """A demonstration's account with everything that opens doors, made while there was a demonstration."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DEMO = True
    cache.clear()
    made = sample.build()
    person = made.people[WHO]
    person.is_demo = True
    person.set_password(PASSWORD)
    person.save()
    return made


@pytest.fixture(params=["in earnest", "closed"])
def shut(world: World, settings: Any, request: pytest.FixtureRequest) -> Callable[[], Person]:
    """What shuts the account: the same data served in earnest; or, in a demonstration, an administrator."""

    def shutting() -> Person:
        if request.param == "closed":
            actions.end(world.actor("administrator"), world.people[WHO].pk, "Chuyển công tác")
        else:
            settings.DEMO = False
        return Person.objects.get(login=WHO)

    return shutting


def asking(person: Any = None) -> HttpRequest:
    """A request of a browser that is signed in as nobody."""
    request = RequestFactory().get("/office/signin/")
    request.session = SessionStore()
    request.user = person or AnonymousUser()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def test_one_function_says_who_may_act(world: World, shut: Callable[[], Person]) -> None:
    assert may_act(world.people[WHO])
    assert not may_act(shut())


def test_a_session_still_opens_a_page_of_the_office_or_of_the_second_factor(
    world: World, shut: Callable[[], Person]
) -> None:
    browser = signed_in(world, WHO)
    for path in ("/office/account/", "/office/account/2fa/", "/office/account/password/change/"):
        assert browser.get(path).status_code in (200, 302)
    assert browser.get("/office/account/").status_code == 200
    shut()
    for path in ("/office/account/", "/office/account/2fa/", "/office/account/password/change/"):
        answer = browser.get(path)
        assert answer.status_code == 302 and "/signin/" in answer.headers["Location"], path


def test_the_password_is_asked_again_and_lets_in(world: World, shut: Callable[[], Person]) -> None:
    browser = signed_in(world, WHO)
    shut()
    answer = browser.post("/office/account/reauthenticate/", {"password": PASSWORD})
    assert answer.status_code == 302 and "/signin/" in answer.headers["Location"]


def test_the_password_lets_in(world: World, shut: Callable[[], Person], client: Client) -> None:
    shut()
    answer = client.post("/office/signin/", {"login": WHO, "password": PASSWORD})
    assert answer.headers.get("Location") == "/office/account/inactive/"
    assert "_auth_user_id" not in client.session


def test_a_passkey_lets_in(world: World, shut: Callable[[], Person]) -> None:
    person = shut()
    passkey = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "x"})
    request = asking()
    with request_context(request):
        answer = perform_passwordless_login(request, passkey, Login(user=person))
    assert answer.headers["Location"] == "/office/account/inactive/"
    assert "_auth_user_id" not in request.session


def test_another_service_lets_in_an_account_linked_before(world: World, shut: Callable[[], Person]) -> None:
    SocialAccount.objects.create(user=world.people[WHO], provider="oidc", uid="9")
    shut()
    linking = SocialLogin(user=Person(login="x"), account=SocialAccount(provider="oidc", uid="9"))
    linking.state = {}
    request = asking()
    with request_context(request):
        answer = complete_login(request, linking)
    assert answer.headers["Location"] == "/office/account/inactive/"
    assert "_auth_user_id" not in request.session


def test_another_service_links_an_account_by_its_address(world: World, shut: Callable[[], Person]) -> None:
    from allauth.account.models import EmailAddress
    from allauth.core.exceptions import ImmediateHttpResponse

    person = shut()
    stranger = SocialLogin(
        user=Person(login="x"),
        account=SocialAccount(provider="oidc", uid="9"),
        email_addresses=[EmailAddress(email=person.email, verified=True)],
    )
    request = asking()
    with request_context(request), pytest.raises(ImmediateHttpResponse):
        Strangers().pre_social_login(request, stranger)
    assert not SocialAccount.objects.exists()


def test_a_token_opens_the_interface(world: World, shut: Callable[[], Person], client: Client) -> None:
    made = tokens.create(world.actor(WHO), world.people[WHO], "Phần mềm", 30)
    headers = {"Authorization": f"Bearer {made.text}"}
    assert tokens.holder(made.text, world.now) is not None
    person = shut()
    assert tokens.holder(made.text, world.now) is None
    assert client.get("/api/v1/me", headers=headers).status_code == 401
    with pytest.raises(Refused, match="account-ended"):
        tokens.create(world.actor(WHO), person, "Phần mềm", 30)


def test_a_link_to_choose_a_password_still_works(
    world: World, shut: Callable[[], Person], client: Client
) -> None:
    path = resetting.path(world.people[WHO])
    person = shut()
    page = client.get(path, follow=True)
    assert page.status_code == 200 and "cấp đường dẫn mới" in page.content.decode()
    form = client.post(
        path.replace(path.split("-", 1)[1], "set-password/"), {"password1": "x", "password2": "x"}
    )
    assert form.status_code == 200
    assert Person.objects.get(pk=person.pk).check_password(PASSWORD)
    with pytest.raises(Refused, match=r"account-(has-ended|of-a-demonstration)"):
        actions.reset_password(world.actor("administrator"), person.pk)


def test_a_task_acts_for_somebody_who_may_not(world: World, shut: Callable[[], Person]) -> None:
    assert actor_of(world.people[WHO], world.now).offices
    person = shut()
    assert actor_of(person, world.now).offices == ()
    sample.planned(world)
    background_sealing.seal.func(person.pk, "sample-2025", "k", world.now.isoformat())
    found = background_sealing.progress("sample-2025")
    assert found is not None and (found.state, found.code) == ("failed", "not-allowed")


def test_an_account_of_a_demonstration_is_opened_again_in_earnest(world: World, settings: Any) -> None:
    actions.end(world.actor("administrator"), world.people[WHO].pk, "Chuyển công tác")
    settings.DEMO = False
    with pytest.raises(Refused, match="account-of-a-demonstration"):
        actions.reopen(world.actor("administrator"), world.people[WHO].pk, "làm lại")


def test_the_accounts_of_a_demonstration_stay_open_or_take_their_history_with_them(
    world: World, settings: Any
) -> None:
    signed_in(world, WHO)
    person = world.people[WHO]
    made = tokens.create(world.actor(WHO), person, "Phần mềm", 366)
    Person.objects.filter(login="administrator").update(is_demo=True)
    assert run("user", "remove-demo").code == 2, "a demonstration needs them"
    settings.DEMO = False
    done = run("user", "remove-demo")
    assert done.code == 0 and "2 accounts are closed" in done.out and WHO in done.out
    assert not Person.objects.filter(is_demo=True, is_active=True).exists()
    assert not person.offices.filter(until=None).exists() and person.offices.exists()
    assert not any(one.is_valid(world.now) for one in tokens.tokens_of(person.pk))
    assert not Session.objects.exists()
    kinds = [event.type for event in read(person.ref)]
    assert kinds == ["token.created", "office.ended", "token.revoked", "account.ended"]
    again = run("user", "remove-demo")
    assert again.code == 0 and "No account of a demonstration is open" in again.out
    assert [event.type for event in read(person.ref)] == kinds
    settings.DEMO = True
    assert tokens.holder(made.text, world.now + timedelta(minutes=1)) is None


def test_the_filler_of_an_old_demonstration_stays_open(world: World, settings: Any) -> None:
    Person.objects.create_user("du-lieu-mau", None, name="Dữ liệu mẫu", created_at=world.now)
    Person.objects.create_user("khac", None, name="Người Mẫu", created_at=world.now)
    import_module("thangdo.records.people.migrations.0005_filler_of_the_demonstration").mark(apps, None)
    settings.DEMO = False
    assert [one.login for one in demonstration.end_all(system("test", world.now))] == [WHO, "du-lieu-mau"]


@pytest.mark.parametrize(
    ("production", "demo", "starts"), [(True, False, False), (False, False, True), (False, True, True)]
)
def test_a_server_in_production_starts_with_accounts_that_anybody_may_use(
    world: World,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    production: bool,
    demo: bool,
    starts: bool,
) -> None:
    monkeypatch.setattr(loading, "database_ready", lambda: None)
    monkeypatch.setenv("THANGDO_PRODUCTION", "1" if production else "0")
    settings.DEMO = demo
    if starts:
        loading.ready_to_serve()
        return
    with pytest.raises(typer.Exit):
        loading.ready_to_serve()
    said = capsys.readouterr().err
    assert "thangdo user remove-demo" in said and WHO in said
    demonstration.end_all(system("test", world.now))
    loading.ready_to_serve()
