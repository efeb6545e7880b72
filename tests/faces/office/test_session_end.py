"""A form that comes when the session has ended: said, and led back to where it stood; addresses by hand."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

import world as sample
from faces.rights import routes
from thangdo.records.people.models import Office
from world import World

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
PASSWORD = "Mật khẩu mẫu 2026!"


@pytest.fixture
def world(settings: Any) -> World:
    settings.DEMO = True  # no second factor on the way
    made = sample.build()
    made.people["administrator"].set_password(PASSWORD)
    made.people["administrator"].save()
    return made


def text_of(answer: Any) -> str:
    return unescape(" ".join(answer.content.decode().split()))


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        (f"{SITE}/en/office/people/?unit=sample:X1", "/en/office/people/?unit=sample:X1"),
        (f"{SITE}/en/", "/en/office/"),
        ("https://elsewhere.example/office/people/", "/en/office/"),
        ("", "/en/office/"),
    ],
)
def test_after_signing_in_one_meets_405_and_thinks_that_it_was_saved(
    world: World, referer: str, back: str
) -> None:
    client = Client()
    path = f"/en/office/people/{world.people['reporter'].pk}/appoint/"
    sent = {"role": "head", "unit": "sample:X2"}
    answer = client.post(path, sent, headers={"referer": referer} if referer else {})
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"])
    assert "nothing was saved" in text_of(page)
    done = client.post(answer.headers["Location"], {"login": "administrator", "password": PASSWORD})
    assert done.headers["Location"] == back
    shown = text_of(client.get(back))
    assert "nothing was saved. Send it again." in shown
    assert "nothing was saved" not in text_of(client.get(back)), "it is said once"
    assert not Office.objects.filter(person=world.people["reporter"], role="head").exists()


def test_a_script_that_says_itself_what_became_of_it_makes_the_next_page_say_it_too(world: World) -> None:
    client = Client()
    for more in ({"accept": "application/json"}, {"hx-request": "true"}):
        client.post(f"/office/people/{world.people['reporter'].pk}/appoint/", headers=more)
    client.force_login(world.people["administrator"])
    assert "nothing was saved" not in text_of(client.get("/en/office/people/"))


def test_an_address_typed_with_a_stroke_too_few_or_too_many_leads_nowhere(world: World) -> None:
    """Each page of the office, in each language; what takes a form only is not typed by anybody."""
    client = Client()
    client.force_login(world.people["administrator"])
    person = world.people["reporter"]
    found = [
        route.path
        for route in routes(str(person.pk), "1", str(person.offices.get().pk))
        if route.path.startswith(("/office/", "/en/office/"))
        and route.name not in ("office-tasks", "office-without-stroke", "office-paper-check")
    ]
    assert len(found) > 80
    wrong = []
    for path in found:
        other, status = (path.removesuffix("/"), 301) if path.endswith("/") else (f"{path}/", 302)
        if other.endswith("/") and resolve(other).url_name != "office-without-stroke":
            continue  # a page of its own: `new` may be the name of a campaign
        answer = client.get(f"{other}?q=1")
        if (answer.status_code, answer.headers.get("Location")) != (status, f"{path}?q=1"):
            wrong.append((path, answer.status_code, answer.headers.get("Location")))
    assert wrong == []
    for path in ("/office/nothing", "/office/nothing/", "/office/nothing//", "/office//"):
        assert client.get(path, follow=True).status_code == 404, path


def test_two_pages_of_the_office_share_an_address_or_a_name() -> None:
    names: dict[str, set[str]] = {}

    def walk(resolver: URLResolver, before: str) -> None:
        for one in resolver.url_patterns:
            here = before + str(one.pattern)
            if isinstance(one, URLResolver):
                walk(one, here)
            elif isinstance(one, URLPattern) and "office/" in here and one.name:
                names.setdefault(one.name, set()).add(here)

    walk(get_resolver(), "")
    assert {name: found for name, found in names.items() if len(found) > 1} == {}
