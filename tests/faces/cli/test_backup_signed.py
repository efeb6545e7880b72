"""Who signed a backup, what was changed in it, who may open it: a changed one came back as genuine (W6)."""

from __future__ import annotations

import io
import json
import stat
import subprocess
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import LazySettings

import forking
from faces.cli.installation import COMMAND, FILL, SEALS, STRANGER, changed, several, signer
from serving import environment, ready
from thangdo.records.backups import age, form, jobs, writing
from thangdo.records.notices import timetable
from thangdo.rules import zips
from thangdo.rules.index.publication.signer import fingerprint

pytestmark = pytest.mark.database
WORDS = "bốn từ để thử nghiệm"
UNKNOWN = fingerprint(STRANGER.public_key().public_bytes_raw())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a backup, a locked one, and what was said when they were made."""
    folder = tmp_path_factory.mktemp("made")
    data, words = ready(folder / "data"), folder / "words"
    words.write_text(WORDS + "\n", encoding="utf-8")
    words.chmod(0o600)
    steps: list[str | list[object]] = [
        FILL,
        ["backup", folder / "plain.zip"],
        ["backup", folder / "locked.age", "--passphrase-file", words],
        ["key", "show"],
    ]
    _, plain, locked, shown = several(data, *steps)
    assert plain[0] == locked[0] == shown[0] == 0, (plain, locked, shown)
    own = signer(folder / "plain.zip").removeprefix("sha256:")
    for said in (plain, locked, shown):
        assert own in said[1], said
    assert "not encrypted" in plain[2] and "not encrypted" not in locked[2]
    return folder


def bare(file: Path, target: Path, change: Callable[[dict[str, bytes]], None], sign: bool = False) -> Path:
    return changed(file, target, change, sign)


def entered(members: dict[str, bytes], name: str, content: bytes) -> None:
    """A changed part, rightly entered in the manifest."""
    members[name] = content
    said = json.loads(members["manifest.json"])
    for part in said["parts"]:
        if part["name"] == name:
            part.update(size=len(content), sha256=sha256(content).hexdigest())
    members["manifest.json"] = json.dumps(said).encode()


def promoted(members: dict[str, bytes]) -> None:
    """The head becomes administrator of everything; W6, with all hashes made anew."""
    (name,) = [name for name in members if name.endswith("-people.office.jsonl")]
    entered(members, name, members[name].replace(b'"head"', b'"administrator"'))


def test_a_backup_is_taken_from_anybody(made: Path, tmp_path: Path) -> None:
    """The signer is named, known from before, or this installation itself; all else is refused."""
    plain = made / "plain.zip"
    own = signer(plain)
    refused, other, checked, done = several(
        tmp_path / "new",
        ["restore", plain],
        ["restore", plain, "--signer", UNKNOWN],
        ["restore", plain, "--signer", own, "--check"],
        ["restore", plain, "--signer", own],
    )
    assert refused[0] == 2 and own in refused[2] and "--signer" in refused[2], refused
    assert other[0] == 2 and "another key" in other[2], other
    assert checked[0] == 0 and "whole and unchanged" in checked[1] and "named" in checked[1], checked
    assert done[0] == 0 and "Signed by the key that was named" in done[1], done
    for key, said in (("backup-signers.txt", "known"), ("backup.pem", "this installation")):
        again = ready(tmp_path / key)
        source = tmp_path / "new" if key == "backup-signers.txt" else made / "data"
        (again / key).write_bytes((source / key).read_bytes())
        (again / key).chmod(0o600)
        (taken,) = several(again, ["restore", plain])
        assert taken[0] == 0 and said in taken[1], taken


def test_the_key_that_signs_backups_lies_in_a_backup(made: Path) -> None:
    """Else whoever has one in hand could sign a changed one."""
    key = (made / "data" / "backup.pem").read_bytes()
    archive = zipfile.ZipFile(made / "plain.zip")
    assert "data/signing.pem" in archive.namelist()
    assert all(key not in archive.read(name) for name in archive.namelist())


TAMPERED: dict[str, tuple[Callable[[dict[str, bytes]], None], bool, str]] = {
    "rows changed, hashes made anew": (promoted, False, "the signature is not good"),
    "rows changed, signed anew": (promoted, True, "unknown key"),
    "a file exchanged": (lambda m: m.update({"data/files/ab/cdef": b"x"}), False, "data/files/ab/cdef"),
    "a file exchanged, hashes made anew": (
        lambda m: entered(m, "data/files/ab/cdef", b"x"),
        False,
        "the signature is not good",
    ),
    "the signature taken out": (lambda m: m.pop("manifest.sig") and None, False, "signature is missing"),
    "the key exchanged": (
        lambda m: m.update({"key.pub": b"A" * 43 + b"=\n"}),
        False,
        "the signature is not good",
    ),
    "called of the old form": (
        lambda m: m.update(
            {"manifest.json": m["manifest.json"].replace(form.FORM.encode(), form.UNSIGNED.encode())}
        ),
        False,
        "nobody signed",
    ),
}


def test_a_changed_backup_is_restored_as_genuine(made: Path, tmp_path: Path) -> None:
    own = signer(made / "plain.zip")
    steps: list[list[object]] = []
    for name, (change, sign, _) in TAMPERED.items():
        bare(made / "plain.zip", tmp_path / f"{name}.zip", change, sign)
        named = [] if sign else ["--signer", own]
        steps.append(["restore", tmp_path / f"{name}.zip", *named])
    done = several(tmp_path / "new", *steps)
    for (name, (_, _, said)), (code, _, error) in zip(TAMPERED.items(), done, strict=True):
        assert code == 2 and said in error and "Nothing was changed" in error, (name, error)


def test_rights_changed_in_a_backup_stand_after_it_though_the_ledger_says_otherwise(
    made: Path, tmp_path: Path
) -> None:
    """Somebody takes a stranger's backup on purpose: the restore ends with 1 and names what differs."""
    forged = bare(made / "plain.zip", tmp_path / "forged.zip", promoted, sign=True)
    (done,) = several(tmp_path / "new", ["restore", forged, "--unsigned"])
    assert done[0] == 1 and "WARNING: an unknown key" in done[2], done
    assert "administrator" in done[2] and "the ledger says" in done[2], done


def old(members: dict[str, bytes]) -> None:
    members["manifest.json"] = members["manifest.json"].replace(form.FORM.encode(), form.UNSIGNED.encode())
    members.pop("manifest.sig"), members.pop("key.pub")


def test_an_unsigned_backup_of_before_comes_back_only_on_demand(made: Path, tmp_path: Path) -> None:
    before = bare(made / "plain.zip", tmp_path / "before.zip", old)
    with zipfile.ZipFile(tmp_path / "by-zipfile.zip", "w") as archive:  # as earlier releases wrote it
        for name in zipfile.ZipFile(before).namelist():
            archive.writestr(name, zipfile.ZipFile(before).read(name))
    refused, done = several(
        tmp_path / "new",
        ["restore", tmp_path / "by-zipfile.zip"],
        ["restore", tmp_path / "by-zipfile.zip", "--unsigned"],
    )
    assert refused[0] == 2 and "--unsigned" in refused[2], refused
    assert done[0] == 0 and "WARNING: nobody signed" in done[2], done


def test_another_zip_with_the_same_signed_parts_is_taken(made: Path, tmp_path: Path) -> None:
    """W7 for backups: what lies between or beside the members, is packed or stands otherwise."""
    plain = (made / "plain.zip").read_bytes()
    own, files = signer(made / "plain.zip"), {}
    source = zipfile.ZipFile(io.BytesIO(plain))
    with zipfile.ZipFile(out := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name))
    files["by another program"] = out.getvalue()
    files["with bytes behind"] = plain + b"\0"
    files["with bytes before"] = b"\0" + plain
    with zipfile.ZipFile(out := io.BytesIO(plain), "a") as archive:
        archive.comment = b"see the other"
    files["with a comment"] = out.getvalue()
    names = source.namelist()
    names[0], names[1] = names[1], names[0]
    with zips.Writer(out := io.BytesIO()) as writer:
        for name in names:
            writer.add(name, [source.read(name)], zips.STORED if name.startswith("data/") else zips.DEFLATED)
    files["in another order"] = out.getvalue()
    mode = plain.rindex(b"\0\0\x80\x81")
    files["as symbolic link"] = plain[:mode] + b"\0\0\xff\xa1" + plain[mode + 4 :]
    steps: list[list[object]] = []
    for name, content in files.items():
        (tmp_path / f"{name}.zip").write_bytes(content)
        steps.append(["restore", tmp_path / f"{name}.zip", "--signer", own, "--check"])
    for name, (code, _, error) in zip(files, several(tmp_path / "new", *steps), strict=True):
        assert code == 2 and ("as this software writes it" in error or "damaged" in error), (name, error)


def test_a_locked_backup_is_opened_without_its_passphrase(made: Path, tmp_path: Path) -> None:
    locked, own = made / "locked.age", signer(made / "plain.zip")
    content = locked.read_bytes()
    assert b"Nguy\xe1\xbb\x85n" not in content and not zipfile.is_zipfile(locked)
    wrong, short, cut, turned = (tmp_path / name for name in ("wrong", "short", "cut", "turned"))
    for file, text in ((wrong, WORDS + "."), (short, "short")):
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
    cut.write_bytes(content[:-1])
    turned.write_bytes(content[: len(content) // 2] + b"\0\0\0\0" + content[len(content) // 2 + 4 :])
    words = ["--signer", own, "--passphrase-file"]
    done = several(
        tmp_path / "new",
        ["restore", locked, "--signer", own],
        ["restore", locked, *words, wrong],
        ["restore", locked, *words, short],
        ["restore", cut, *words, made / "words"],
        ["restore", turned, *words, made / "words"],
        ["restore", locked, *words, made / "words"],
    )
    for (code, _, error), said in zip(
        done[:5],
        ("passphrase-file", "passphrase is wrong", "12 characters", "cut short", "cut short"),
        strict=True,
    ):
        assert code == 2 and said in error, error
    assert done[5][0] == 0 and "encrypted, whole" in done[5][1], done[5]
    inside = zipfile.ZipFile(age.unlocked(io.BytesIO(content), WORDS))
    assert inside.namelist()[-3:] == SEALS and inside.testzip() is None


def test_a_passphrase_from_the_environment_locks_and_opens(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THANGDO_BACKUP_PASSPHRASE", WORDS)
    (done,) = several(
        tmp_path / "new", ["restore", made / "locked.age", "--check", "--signer", signer(made / "plain.zip")]
    )
    assert done[0] == 0, done
    public = made / "open"
    public.write_text(WORDS)
    public.chmod(0o644)
    (refused,) = several(
        ready(tmp_path / "there"), ["backup", tmp_path / "b.zip", "--passphrase-file", public]
    )
    assert refused[0] == 2 and "chmod 600" in refused[2], refused


def test_a_backup_is_restored_under_a_running_server(made: Path, tmp_path: Path) -> None:
    data = ready(tmp_path / "data")
    code = """
import django, sys
django.setup()
from django.conf import settings
from thangdo.records.backups import using
using.hold(settings.DATA)
print("ready", flush=True)
sys.stdin.readline()
"""
    running = forking.Child(
        [COMMAND[0], "-c", code],
        env=environment(data),
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None and running.stdout.readline() == "ready\n"
    asked = ["restore", made / "plain.zip", "--signer", signer(made / "plain.zip")]
    try:
        (refused,) = several(data, asked)
        assert refused[0] == 2 and "stop it first" in refused[2], refused
    finally:
        running.communicate("\n", timeout=60)
    (done,) = several(data, asked)
    assert done[0] == 0, done


@pytest.mark.django_db
def test_no_backup_is_made_at_night_or_all_are_kept(
    made: Path, tmp_path: Path, settings: LazySettings
) -> None:
    night = datetime(2026, 12, 1, 19, tzinfo=UTC)  # 2 o'clock on the second, in Gia Lai
    assert "backups.nightly" in {job.name for job in timetable.jobs()} and jobs.nightly(night) is None
    settings.BACKUP_FOLDER, settings.BACKUP_KEEP = str(tmp_path), 2
    (tmp_path / "thangdo-notes.zip").write_bytes(b"not ours")
    for number in range(3):
        settings.BACKUP_PASSPHRASE_FILE = str(made / "words") if number == 2 else ""
        done = jobs.nightly(night + timedelta(days=number))
        assert done is not None and done.locked is (number == 2)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["thangdo-2026-12-03.zip", "thangdo-2026-12-04.zip.age", "thangdo-notes.zip"]
    assert stat.S_IMODE((tmp_path / names[1]).stat().st_mode) == 0o600
    settings.BACKUP_PASSPHRASE_FILE = str(tmp_path / "none")
    with pytest.raises(jobs.BadPassphrase):
        jobs.nightly(night)


@pytest.mark.django_db
def test_memory_grows_with_the_files(tmp_path: Path, settings: LazySettings) -> None:
    """Files go through in pieces, locked or not."""
    sizes: list[int] = []
    kept = age.Locking.write

    def noted(self: age.Locking, content: object) -> int:
        sizes.append(len(content))  # type: ignore[arg-type]
        return kept(self, content)

    large = Path(settings.DATA) / "files" / "aa" / "bb"
    large.parent.mkdir(parents=True, exist_ok=True)
    large.write_bytes(bytes(9 << 20))
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(age.Locking, "write", noted)
            writing.write(tmp_path / "b.age", datetime.now(UTC), passphrase=WORDS)
    finally:
        large.unlink()
    assert max(sizes) <= 1 << 20
