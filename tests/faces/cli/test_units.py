"""`thangdo units`: an operator at the machine enters decisions and lists, and is never surprised."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from faces.cli.running import rows, run
from records.units.province import begin
from thangdo.records.units import queries
from thangdo.records.units.models import Unit

pytestmark = pytest.mark.django_db
WHEN = ("--on", "2026-07-01", "--decision", "NQ 12/2026")


@pytest.fixture(autouse=True)
def sample() -> None:
    begin()


def test_a_merger_is_done_without_being_shown_first() -> None:
    command = ("units", "merge", "mau:x2", "mau:x4", "--into", "mau:x9", "--name", "Xã Hợp Nhất", *WHEN)
    shown = run(*command, language="vi")
    assert shown.code == 0
    assert "Xã Mẫu 2 (mau:x2) kết thúc sau ngày 30/06/2026, chuyển vào Xã Hợp Nhất (mau:x9)." in shown.out
    assert "Thêm --yes" in shown.out
    assert not Unit.objects.filter(code="x9").exists()
    assert run(*command, "--yes").code == 0
    assert [link.unit.code for link in queries.successors("mau", "x2")] == ["x9"]


def test_a_mistake_cannot_be_taken_back_from_the_machine() -> None:
    done = run("units", "rename", "mau:x1", "Phường Mới", "--kind", "phường", *WHEN, "--yes")
    key = re.search(r"undo (\w+)", done.out)
    assert key is not None
    assert Unit.objects.get(code="x1").name_vi == "Phường Mới"
    assert run("units", "undo", key[1], "--reason", "nhầm").code == 0
    assert Unit.objects.get(code="x1").name_vi == "Xã Mẫu 1"
    assert run("units", "undo", key[1], "--reason", "nhầm").code == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_stands_against_a_decision_is_a_code_that_nobody_understands(language: str) -> None:
    ran = run("units", "dissolve", "mau:h1", "--into", "mau:h2", *WHEN, "--yes", language=language)
    assert ran.code == 1
    assert ("còn đơn vị cấp dưới" if language == "vi" else "still has units below it") in ran.err
    assert "has-sub-units" not in ran.err
    assert Unit.objects.get(code="h1").valid_to is None
    ran = run(
        "units",
        "dissolve",
        "mau:h1",
        "--into",
        "mau:h2",
        "--children-to",
        "mau:h2",
        *WHEN,
        "--yes",
        language=language,
    )
    assert ran.code == 0, ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("rename", "x1", "A", *WHEN),
        ("rename", "mau:x1", "A", "--on", "01/07/2026", "--decision", "1"),
        ("export", "units.pdf"),
        ("import", "nothing.csv"),
    ],
)
def test_a_wrong_argument_ends_in_a_traceback(arguments: tuple[str, ...]) -> None:
    ran = run("units", *arguments)
    assert ran.code == 2 and ran.err


def test_split_move_and_found_are_out_of_reach() -> None:
    split = ("units", "split", "mau:x1", "--part", "mau:x8=Xã Một", "--part", "mau:x9=Xã Hai", *WHEN, "--yes")
    assert run(*split).code == 0
    assert run("units", "move", "mau:x2", "--under", "mau:h2", *WHEN, "--yes").code == 0
    found = (
        "units",
        "found",
        "mau:s1",
        "Sở Mẫu",
        "--under",
        "mau:tinh",
        "--kind",
        "sở",
        "--tier",
        "department",
    )
    assert run(*found, "--org-code", "A99.01", *WHEN, "--yes").code == 0
    assert Unit.objects.get(code="s1").org_code == "A99.01"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_register_does_not_come_back_from_a_file(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"units.{ending}"
    assert run("units", "export", file, "--scheme", "mau").code == 0
    back = run("units", "import", file)
    assert back.code == 0 and "what the list says" in back.out


def test_a_list_is_applied_before_its_differences_are_seen(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    run("units", "export", file, "--scheme", "mau", "--on", "2026-11-24")
    assert len(rows(file)) == 7
    file.write_text(file.read_text().replace("Xã Mẫu 4", "Xã Mẫu Bốn"))
    shown = run("units", "import", file)
    assert "Xã Mẫu 4 -> Xã Mẫu Bốn" in shown.out and "--yes" in shown.out
    assert Unit.objects.get(code="x4").name_vi == "Xã Mẫu 4"
    assert run("units", "import", file, "--yes").code == 0
    assert Unit.objects.get(code="x4").name_vi == "Xã Mẫu Bốn"


def test_a_name_that_is_alike_is_decided_by_the_machine(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text(
        "scheme,code,name_vi,kind,tier,parent_scheme,parent_code\nmau,x9,Xa Mau 1,xã,commune,mau,h1\n"
    )
    asked = run("units", "import", file, "--yes")
    assert asked.code == 1 and "mau:x1 Xã Mẫu 1" in asked.err
    assert not Unit.objects.filter(code="x9").exists()
    assert run("units", "import", file, "--as-new", "mau:x9", "--yes").code == 0


def test_a_name_spelt_otherwise_leads_nowhere() -> None:
    assert "mau:x1" in run("units", "propose", "Xa Mau 1").out
    assert run("units", "propose", "Hồng Kông").code == 1
