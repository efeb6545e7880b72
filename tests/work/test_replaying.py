"""Somebody with the database in hand changes what the ledger says: rights, answers, words, files, units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.conf import settings

import played
import world as sample
from stages import announcements, assessments, editions, identity, papers
from thangdo.records.files.store import put
from thangdo.records.identity.models import Identity
from thangdo.records.ledger.models import Private
from thangdo.records.people import actions as people
from thangdo.records.people.acting import Refused, system
from thangdo.records.people.models import Office, Person, Role
from thangdo.records.units.codes import Key
from thangdo.records.units.models import Unit
from thangdo.records.units.operations import carry_out
from thangdo.records.units.planning import Act, Operation
from thangdo.work import replaying
from thangdo.work.announcements.models import Announcement
from thangdo.work.assessments import sealing
from thangdo.work.assessments.models import Answer, Campaign, Evidence
from thangdo.work.editions.models import EditionVersion
from thangdo.work.papers.models import Paper
from world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """An approved campaign, a notice, an edition in draft, a file, an account, a renamed unit."""
    made = sample.build()
    assessments.approved(made)
    announcements.play(made, "withdraw")
    papers.play(made, "mend")
    identity.play(made, "remove_arms")
    editions.play(made, "write")
    at = system("test", made.now)
    new = people.NewAccount("moi", "Người Mẫu", "", Role.REPORTER, made.ref("commune"), since=made.now.date())
    people.add(at, new)
    put(BytesIO(b"a,b\n1,2\n"), "bang.csv", "text/csv", at.by())
    unit = made.units["department"]
    day = made.now.date() - timedelta(days=1)
    named = Operation(Act.RENAME, day, "Nghị quyết mẫu", (Key(unit.scheme, unit.code),), name_vi="Sở Đổi Tên")
    carry_out(named, at.by())
    return made


def found() -> set[tuple[str, str]]:
    return set(replaying.differences())


def answers_emptied() -> None:
    Answer.objects.filter(measured=False).update(declared={})


def a_decision_changed() -> None:
    answer = Answer.objects.exclude(decided=None).first() or Answer.objects.all()[0]
    Answer.objects.filter(pk=answer.pk).update(decided={"staff": "999"})


def evidence_exchanged() -> None:
    campaign = Campaign.objects.get()
    Evidence.objects.create(
        submission=campaign.submissions.all()[0],
        number=77,
        kind="link",
        title={},
        link={},
        added_at=campaign.created_at,
        added_by="person:1",
    )


def made_administrator() -> None:
    Office.objects.filter(person__login="moi").update(role=Role.ADMINISTRATOR, subtree=True)


def an_office_out_of_nothing() -> None:
    office = Office.objects.get(person__login="moi")
    Office.objects.create(person=office.person, unit=office.unit, role=Role.HEAD, since=date(2020, 1, 1))


def a_closed_account_reopened() -> None:
    Person.objects.filter(login="moi").update(is_active=False)


def words_changed() -> None:
    Private.objects.filter(destroyed_at=None).exclude(text="").update(text="Chữ khác")


def words_gone() -> None:
    Private.objects.all().delete()


def a_notice_rewritten() -> None:
    Announcement.objects.update(views_before=4321)


def a_file_exchanged() -> None:
    for file in (settings.DATA / "files").rglob("*"):
        if file.is_file():
            file.chmod(0o600)
            file.write_bytes(b"other")


def a_draft_rewritten() -> None:
    EditionVersion.objects.filter(state="draft").update(text="edition: other\n")


def the_house_renamed() -> None:
    Identity.objects.update(name_vi="Tỉnh Khác")


def a_number_exchanged() -> None:
    Paper.objects.filter(number=1).update(symbol="99/QĐ-UBND")


def a_unit_renamed() -> None:
    Unit.objects.filter(name_vi="Sở Đổi Tên").update(name_vi="Sở Khác")


def the_campaign_moved_on() -> None:
    Campaign.objects.update(state="published")


TAMPERINGS: dict[str, list[Callable[[], None]]] = {
    "assessments": [answers_emptied, a_decision_changed, evidence_exchanged, the_campaign_moved_on],
    "people": [made_administrator, an_office_out_of_nothing, a_closed_account_reopened],
    "texts": [words_changed, words_gone],
    "announcements": [a_notice_rewritten],
    "papers": [a_number_exchanged],
    "identity": [the_house_renamed],
    "files": [a_file_exchanged],
    "editions": [a_draft_rewritten],
    "units": [a_unit_renamed],
}


@pytest.mark.parametrize(
    ("kind", "tamper"), [(kind, one) for kind, every in TAMPERINGS.items() for one in every]
)
def test_nobody_is_told_that_the_database_was_changed(
    world: World, kind: str, tamper: Callable[[], None]
) -> None:
    before = found()
    assert {what for what, _ in before} <= {"people"}  # the offices of the test's own world
    tamper()
    news = found() - before
    assert {what for what, _ in news} == {kind}, news


@pytest.mark.parametrize("tamper", [answers_emptied, a_decision_changed])
def test_what_was_changed_in_the_database_is_sealed(world: World, tamper: Callable[[], None]) -> None:
    campaign = Campaign.objects.get(slug=played.SLUG)
    assert sealing.sealed(campaign, world.now).units > 0
    tamper()
    with pytest.raises(Refused, match="tables-differ"):
        sealing.sealed(campaign, world.now)
