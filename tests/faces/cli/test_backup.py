"""`thangdo backup` and `restore`: nothing lost, nothing mixed, on either engine, whatever the file is."""

from __future__ import annotations

import hashlib
import json
import signal
import stat
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import forking
from faces.cli.installation import (
    COMMAND,
    FILL,
    NEXT,
    SHOW,
    changed,
    python,
    several,
    signer,
    thangdo,
)
from serving import copy_of, environment, freeze, ready

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of an installation with something of everything."""
    data = tmp_path_factory.mktemp("full")
    python(FILL, ready(data))
    freeze(data)
    return data


@pytest.fixture(scope="module")
def saved(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its backup."""
    file = tmp_path_factory.mktemp("saved") / "backup.zip"
    done = thangdo(full, "backup", file)
    assert done.returncode == 0, done.stderr
    assert "2 files, 2 keys" in done.stdout
    return file


def test_a_backup_lies_open_to_others_or_is_written_over(full: Path, saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [path.name for path in saved.parent.iterdir()] == ["backup.zip"]
    names = zipfile.ZipFile(saved).namelist()
    assert "data/files/ab/cdef" in names and not any("partial" in name for name in names)
    there, nowhere = several(full, ["backup", saved], ["backup", saved.parent / "none" / "x.zip"])
    assert there[0] == 2 and "--force" in there[2]
    assert nowhere[0] == 2


def test_a_row_a_file_or_a_key_is_lost_on_the_way(full: Path, saved: Path, tmp_path: Path) -> None:
    restoring = ["restore", saved, "--signer", signer(saved)]
    done, shown, after, again = several(tmp_path / "new", restoring, SHOW, NEXT, restoring)
    assert done[0] == 0, done
    assert "32 events in 8 streams, 1 digests; 0 findings" in done[1]
    assert "1 events are not covered" in done[1] and "1 e-mails" in done[1]
    assert shown[1] == python(SHOW, full)
    assert stat.S_IMODE((tmp_path / "new" / "signing.pem").stat().st_mode) == 0o600
    for path in (tmp_path / "new").rglob("*"):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
    assert after[1] == "7 2 []\n"
    assert again[0] == 2 and "not empty" in again[2]


@pytest.mark.postgresql
@pytest.mark.parametrize("there", ["sqlite", "postgresql"])
def test_the_other_engine_gives_other_data(tmp_path: Path, there: str) -> None:
    here = {"sqlite": "postgresql", "postgresql": "sqlite"}[there]
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    _, shown, made = several(ready(tmp_path / "here", here), FILL, SHOW, ["backup", first], engine=here)
    assert made[0] == 0, made
    verifying = ["ledger", "verify"]
    moved = several(
        ready(tmp_path / "there", there),
        ["restore", first, "--signer", signer(first)],
        verifying,
        SHOW,
        ["backup", second],
        NEXT,
        engine=there,
    )
    taking = ["restore", second, "--signer", signer(second)]
    back = several(ready(tmp_path / "back", here), taking, verifying, SHOW, engine=here)
    for done, verified, then, *_ in (moved, back):
        assert done[0] == 0 and "32 events in 8 streams, 1 digests; 0 findings" in done[1], done
        assert verified[0] == 0, verified
        assert then[1] == shown[1]
    assert moved[3][0] == 0 and moved[4][1] == "7 2 []\n"


def told(members: dict[str, bytes], **facts: object) -> None:
    said = json.loads(members["manifest.json"])
    said.update(facts)
    members["manifest.json"] = json.dumps(said).encode()


def slipped(members: dict[str, bytes], name: str) -> None:
    """Another part, rightly entered in the manifest."""
    members[name] = b"x"
    parts = json.loads(members["manifest.json"])["parts"]
    told(members, parts=[*parts, {"name": name, "size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}])


def forged(members: dict[str, bytes], label: str, change: Callable[[bytes], bytes]) -> None:
    """A changed table, rightly entered in the manifest."""
    (name,) = [name for name in members if name.endswith(f"-{label}.jsonl")]
    members[name] = content = change(members[name])
    parts = json.loads(members["manifest.json"])["parts"]
    for part in parts:
        if part["name"] == name:
            part.update(size=len(content), sha256=hashlib.sha256(content).hexdigest())
    told(members, parts=parts)


BAD: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "of another program": (lambda m: m.clear(), "no backup of"),
    "of another form": (lambda m: told(m, form="thangdo-backup/9"), "thangdo-backup/9"),
    "of a newer version": (lambda m: told(m, version="9.9", migrations=["x.0001"]), "newer version (9.9)"),
    "of an older version": (lambda m: told(m, version="0.1", migrations=[]), "older version (0.1)"),
    "without a file": (lambda m: m.pop("data/files/ab/cdef") and None, "data/files/ab/cdef"),
    "with another file": (lambda m: m.update({"data/files/x": b""}), "data/files/x"),
    "with a changed file": (lambda m: m.update({"data/files/ab/cdef": b"x"}), "has been changed"),
    "that climbs out": (lambda m: slipped(m, "data/../../evil"), "evil"),
    "that brings a program": (lambda m: slipped(m, "data/thangdo.sqlite3"), "thangdo.sqlite3"),
    "with a broken row": (lambda m: forged(m, "people.person", lambda c: c[:-9] + b"\n"), "people.person"),
    "with a row twice": (lambda m: forged(m, "people.person", lambda c: c + c), "people.person"),
    "with dangling rows": (
        lambda m: forged(m, "people.office", lambda c: c.replace(b"[1,1,", b"[1,77,")),
        "not",
    ),
    "without a manifest": (lambda m: m.pop("manifest.json") and None, "no backup of"),
    "with an odd manifest": (lambda m: m.update({"manifest.json": b"[1]"}), "no backup of"),
}


#: tries each file in one process; says why each is refused, and how many rows there are then
TRY = """
import json, sys, django
django.setup()
from pathlib import Path
from thangdo.faces.cli.backup import _why
from thangdo.faces.cli.common import _Reader
from thangdo.records.backups import form
from thangdo.records.backups.restoring import Asked, restore
_Reader.language = "en"
for name in sys.argv[1:]:
    try:
        restore(Path(name), asked=Asked(unsigned=True))
        said = "restored"
    except form.BadBackup as bad:
        said = _why(bad)
    rows = sum(model._base_manager.count() for model in form.kept_models())
    print(json.dumps([Path(name).stem, said, rows]))
"""


def test_a_bad_or_truncated_backup_is_half_restored(saved: Path, tmp_path: Path) -> None:
    """Into a database that is ready and empty; a worker has been there."""
    data = ready(tmp_path / "data")
    assert [code for code, _, _ in several(data, ["worker", "--once"])] == [0]
    expected = {name: said for name, (_, said) in BAD.items()}
    for name, (change, _) in BAD.items():
        changed(saved, tmp_path / f"{name}.zip", change)
    content = saved.read_bytes()
    for kept in (0, 1000, len(content) // 2, len(content) - 9):
        (tmp_path / f"cut {kept}.zip").write_bytes(content[:kept])
        expected[f"cut {kept}"] = "damaged or cut short"
    tried = forking.run(
        [COMMAND[0], "-c", TRY, *(str(tmp_path / f"{name}.zip") for name in expected)],
        env=environment(data),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert tried.returncode == 0, tried.stderr
    found = [json.loads(line) for line in tried.stdout.splitlines()]
    assert [(name, said) for name, said, _ in found if expected[name] not in said] == []
    assert {rows for _, _, rows in found} == {found[0][2]} and found[0][2] < 20  # the worker's own notes
    assert not (tmp_path / "evil").exists() and not (data / "files").exists()
    cut, none, whole = several(
        data,
        ["restore", tmp_path / "cut 1000.zip"],
        ["restore", tmp_path / "none.zip"],
        ["restore", saved, "--signer", signer(saved)],
    )
    assert (cut[0], none[0], whole[0]) == (2, 2, 0), (cut, none, whole)


def test_a_killed_restore_leaves_half_an_installation(saved: Path, tmp_path: Path) -> None:
    data = ready(tmp_path / "new")
    code = f"""
import os, signal, django
django.setup()
from thangdo.records.backups import restoring
from thangdo.faces.cli.main import app
rows = restoring._insert
def killed(model, fields, batch, label, before):
    rows(model, fields, batch, label, before)
    if label == "notices.notice":
        os.kill(os.getpid(), signal.SIGKILL)
restoring._insert = killed
app(["restore", {str(saved)!r}, "--signer", {signer(saved)!r}])
"""
    done = forking.run(
        [COMMAND[0], "-c", code], env=environment(data), capture_output=True, text=True, timeout=600
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    shown, again, after = several(data, SHOW, ["restore", saved, "--signer", signer(saved)], NEXT)
    assert "people.person" not in shown[1]
    assert again[0] == 0, again
    assert after[1] == "7 2 []\n"


def test_a_backup_of_a_busy_site_mixes_two_moments_or_holds_up_the_writers(
    full: Path, tmp_path: Path
) -> None:
    """A writer appends an event and its receipt together, time after time: the backup holds both or none."""
    data = copy_of(full, tmp_path / "data")
    code = """
import django, time, sys
django.setup()
from datetime import UTC, datetime
from thangdo.records.ledger.events import By, New, append
from thangdo.records.ledger.once import once
longest = 0.0
number = 0
print("ready", flush=True)
while number < 400:
    number += 1
    begun = time.monotonic()
    by = By("person:1", datetime.now(UTC), key=f"busy-{number}")
    once(by, {}, lambda: append(f"busy:{number}", [New("x", {})], by)[0].sequence)
    longest = max(longest, time.monotonic() - begun)
    time.sleep(0.005)
print(longest)
"""
    writer = forking.Child([COMMAND[0], "-c", code], env=environment(data), stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None and writer.stdout.readline() == "ready\n"
    try:
        made = thangdo(data, "backup", tmp_path / "busy.zip")
        assert made.returncode == 0, made.stderr
    finally:
        longest, _ = writer.communicate(timeout=600)
    assert writer.returncode == 0 and float(longest) < 300  # for as long as a backup of a province takes
    archive = zipfile.ZipFile(tmp_path / "busy.zip")
    rows = {
        name.partition("-")[2]: archive.read(name).decode().splitlines()
        for name in archive.namelist()
        if "ledger" in name
    }
    events = {
        line.split('"busy:')[1].split('"')[0] for line in rows["ledger.event.jsonl"] if '"busy:' in line
    }
    receipts = {
        line.split(" busy-")[1].split('"')[0] for line in rows["ledger.receipt.jsonl"] if "busy-" in line
    }
    assert events == receipts


def test_a_stopped_backup_leaves_half_a_file(full: Path, tmp_path: Path) -> None:
    code = """
import os, signal, django
django.setup()
from thangdo.records.backups import writing
from thangdo.faces.cli.main import app
files = writing._files
def slow(*arguments):
    os.kill(os.getpid(), signal.SIGTERM)
    return files(*arguments)
writing._files = slow
app(["backup", "half.zip"])
"""
    done = forking.run(
        [COMMAND[0], "-c", code], env=environment(full), cwd=tmp_path, capture_output=True, timeout=600
    )
    assert done.returncode == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []
