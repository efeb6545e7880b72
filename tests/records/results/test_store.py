"""A published result is never edited: the same again changes nothing, another one is a new version."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest

from records.results.sample import CODES, EDITION, HEADER, NOW, SCHEME, explained, rows_of
from thangdo.records.results import queries
from thangdo.records.results.models import Assessment, EditionSnapshot, UnitResult
from thangdo.records.results.store import Header, Row, UnknownUnits, store
from thangdo.records.sealed import Sealed
from thangdo.records.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]

ROWS = rows_of(CODES[:20])


def counts() -> tuple[int, int, int]:
    return EditionSnapshot.objects.count(), Assessment.objects.count(), UnitResult.objects.count()


def test_storing_the_same_result_again_changes_nothing() -> None:
    assert store(HEADER, EDITION, ROWS, NOW) is True
    before = counts()
    assert store(HEADER, copy.deepcopy(EDITION), rows_of(CODES[:20])) is False
    assert counts() == before == (1, 1, 20)


def test_a_changed_score_becomes_a_new_version_and_the_old_one_stays_readable() -> None:
    store(HEADER, EDITION, ROWS, NOW)
    changed = [Row(SCHEME, explained(CODES[0], "55", 1, "I")), *ROWS[1:]]
    assert store(HEADER, EDITION, changed, NOW) is True
    assert queries.assessment(HEADER.id).revision == 2
    assert queries.unit(HEADER.id, CODES[0]).row.score == "55"
    assert [version.revision for version in queries.versions(HEADER.id)] == [2, 1]
    old = UnitResult.objects.get(assessment__revision=1, code=CODES[0])
    assert (old.score, old.level) == ("100", "IV")
    assert Assessment.objects.get(revision=2).supersedes == Assessment.objects.get(revision=1)


def test_going_back_to_an_earlier_result_is_a_version_of_its_own() -> None:
    store(HEADER, EDITION, ROWS, NOW)
    store(HEADER, EDITION, ROWS[:19], NOW)
    assert store(HEADER, EDITION, ROWS, NOW) is True
    assert queries.assessment(HEADER.id).revision == 3


@pytest.mark.parametrize(
    "change", [{"engine": "2"}, {"inputs_hash": "1" * 64}, {"note_vi": "Đính chính"}, {"kind": "published"}]
)
def test_another_engine_other_answers_or_another_note_is_a_new_version(
    header: Callable[..., Header], change: dict[str, str]
) -> None:
    store(HEADER, EDITION, ROWS, NOW)
    assert store(header(**change), EDITION, ROWS, NOW) is True
    assert counts() == (1, 2, 40)


def test_a_changed_edition_is_kept_beside_the_one_that_older_results_used() -> None:
    store(HEADER, EDITION, ROWS, NOW)
    assert store(HEADER, {**EDITION, "version": 2}, ROWS, NOW) is True
    assert queries.assessment(HEADER.id).edition_version == 2
    assert queries.edition("sample").version == 2
    assert queries.edition("sample", 1).data["version"] == 1


def test_the_name_of_the_day_stays_when_the_register_is_mended() -> None:
    store(HEADER, EDITION, [Row(SCHEME, explained(CODES[0], "1", 1), "Sở Nội vụ cũ")], NOW)
    assert queries.unit(HEADER.id, CODES[0]).row.name("vi") == "Sở Nội vụ cũ"
    assert queries.unit(HEADER.id, CODES[0]).unit.name("vi") == "Cơ quan số 01"


def test_units_that_the_register_does_not_know_are_all_named_and_nothing_is_stored() -> None:
    strangers = [Row(SCHEME, explained(code, "1", 1)) for code in ("department-98", "department-99")]
    with pytest.raises(UnknownUnits) as raised:
        store(HEADER, EDITION, [*ROWS, *strangers], NOW)
    assert raised.value.units == [(SCHEME, "department-98"), (SCHEME, "department-99")]
    assert counts() == (0, 0, 0)


def test_a_unit_that_keeps_a_wrong_code_as_its_key_is_found_by_the_statistics_offices_code() -> None:
    """An office named it by the wrong code before that was put right; a source has the right one."""
    Unit.objects.filter(scheme=SCHEME, code=CODES[0]).update(gso_code="23938")
    store(HEADER, EDITION, [Row(SCHEME, explained("23938", "1", 1))], NOW)
    assert queries.unit(HEADER.id, CODES[0]).row.score == "1"


def test_two_results_of_one_unit_are_refused_and_nothing_is_stored() -> None:
    with pytest.raises(ValueError, match="two results for unit 'department-01'"):
        store(HEADER, EDITION, [ROWS[0], ROWS[0]], NOW)
    assert counts() == (0, 0, 0)


def test_a_score_of_fifty_digits_is_kept_digit_for_digit() -> None:
    exact = "62.62" + "0" * 30 + "1"
    told = explained(CODES[0], None)
    told["nodes"][0] |= {"score": exact, "status": "ok"}
    store(HEADER, EDITION, [Row(SCHEME, told)], NOW)
    assert queries.unit(HEADER.id, CODES[0]).row.score == exact


@pytest.mark.parametrize("model", [EditionSnapshot, Assessment, UnitResult])
def test_nobody_can_change_or_remove_what_is_published(
    model: type[EditionSnapshot] | type[Assessment] | type[UnitResult],
) -> None:
    store(HEADER, EDITION, ROWS, NOW)
    found = model.objects.all()[0]
    for forbidden in (
        found.save,
        found.delete,
        lambda: found.save(update_fields=["pk"]),
        lambda: model.objects.all().update(pk=1),
        lambda: model.objects.all().delete(),
        lambda: model.objects.filter(pk=found.pk).update(pk=found.pk),
        lambda: model.objects.bulk_update([found], ["pk"]),
        lambda: model.objects.bulk_create([found], ignore_conflicts=True),
        lambda: model._base_manager.all().delete(),
    ):
        with pytest.raises(Sealed, match="cannot be changed or removed"):
            forbidden()
    assert counts() == (1, 1, 20)


def test_a_unit_with_results_cannot_disappear_from_the_register() -> None:
    from django.db.models import ProtectedError

    from thangdo.records.units.models import Unit

    store(HEADER, EDITION, ROWS, NOW)
    with pytest.raises(ProtectedError):
        Unit.objects.filter(code=CODES[0]).delete()
