"""A small installation with a ledger, people, tasks, files and keys, for the tests of backups."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import forking
from serving import environment
from thangdo.rules import zips
from thangdo.rules.index.publication.signer import key_part, signature_part

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
FILL = """
import django, sys
django.setup()
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from django.conf import settings
from thangdo.records.ledger import digest, keys, private
from thangdo.records.ledger.events import By, New, append
from thangdo.records.ledger.models import Receipt
from thangdo.records.notices.models import Notice, Outbox
from thangdo.records.notices.telling import ToPerson, notify
from thangdo.records.people import actions
from thangdo.records.people.acting import system
from thangdo.records.people.models import Person
from thangdo.records.units.models import Unit
from thangdo.records.units.register import load_units
NOW = datetime(2026, 11, 24, 8, 0, 0, 123456, tzinfo=UTC)
load_units()
person = Person.objects.create_user("an", "p", name="Nguyễn Thị Ân – Đăk Đoa", email="an@example.test",
                                    created_at=NOW)
unit = Unit.objects.order_by("-pk")[0]
actions.appoint(system("test", NOW), person.pk, "head", (unit.scheme, unit.code), date(2025, 1, 1))
settings.SMTP_URL = "smtp://localhost:1"
notify(ToPerson(person.pk), "due", {"z": 1, "a": [True, None, "é"]}, key="k", now=NOW, link="/x")
for number in range(30):
    append(f"stream:{number % 7}", [New("x", {"n": number, "text": private.keep(f"Ý kiến {number}")})],
           By(person.ref, NOW, "head@a:b", f"key-{number}"))
Receipt.objects.create(key="r", request="0" * 64, answer={"é": [1, "2"]}, at=NOW)
digest.make(keys.signer(settings.DATA, NOW), NOW)
append("stream:0", [New("x", {"n": 99})], By(person.ref, NOW))
files = Path(settings.DATA) / "files" / "ab"
files.mkdir(parents=True)
(files / "cdef").write_bytes(bytes(range(256)) * 9000)
(files / ".half.partial").write_bytes(b"half")
(Path(settings.DATA) / "publications").mkdir()
(Path(settings.DATA) / "publications" / "p.zip").write_bytes(b"zip")
settings.SECRET_KEY + ""
"""
#: every row of every table, as data that both engines give alike
SHOW = """
import django, json, sys, hashlib
django.setup()
from pathlib import Path
from django.conf import settings
from thangdo.records.backups import form
for model in form.kept_models():
    if model._meta.label_lower in ("notices.run", "notices.outbox"): continue
    fields = list(model._meta.local_concrete_fields)
    for row in model._base_manager.order_by("pk").values_list(*[f.attname for f in fields]):
        values = [form.written(f, v) for f, v in zip(fields, row)]
        print(model._meta.label_lower, json.dumps(values, ensure_ascii=False, sort_keys=True))
for path in sorted(Path(settings.DATA).rglob("*")):
    name = path.relative_to(settings.DATA).as_posix()
    if path.is_file() and form.may_be_data(name) and ".partial" not in name:
        print(name, hashlib.sha256(path.read_bytes()).hexdigest())
"""
NEXT = """
import django
django.setup()
from datetime import UTC, datetime
from thangdo.records.ledger import guards
from thangdo.records.ledger.events import By, New, append
from thangdo.records.people.models import Person
event = append("stream:0", [New("x", {"n": 100})], By("person:1", datetime.now(UTC)))[0]
person = Person.objects.create_user("new", name="x", created_at=datetime.now(UTC))
print(event.sequence, person.pk, guards.missing())
"""


COMMAND = [sys.executable, "-c", "from thangdo.faces.cli.main import app; app()"]


def thangdo(data: Path, *arguments: object, engine: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command over a data folder, in a forked process."""
    return forking.run(
        [*COMMAND, *map(str, arguments), "-l", "en"],
        env=environment(data, engine),
        capture_output=True,
        text=True,
        timeout=600,
    )


def python(code: str, data: Path, engine: str | None = None) -> str:
    """What the code prints in a process with this data folder."""
    done = forking.run(
        [sys.executable, "-c", code],
        env=environment(data, engine),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


SEVERAL = """
import contextlib, io, json, sys
import django
django.setup()
from typer.testing import CliRunner
from thangdo.faces.cli.main import app
said = []
for step in json.loads(sys.stdin.read()):
    if isinstance(step, str):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(step, {"__name__": "step"})
        said.append([0, out.getvalue(), ""])
        continue
    done = CliRunner(env={"THANGDO_LANGUAGE": "en", "COLUMNS": "200"}).invoke(app, step)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    said.append([done.exit_code, done.stdout, done.stderr])
print(json.dumps(said))
"""


def several(data: Path, *steps: str | list[object], engine: str | None = None) -> list[tuple[int, str, str]]:
    """One process that runs code (a text) and `thangdo` commands (a list) one after another.

    Gives exit code, output and errors of each; a traceback fails. To start a process takes seconds.
    """
    plain = [step if isinstance(step, str) else [str(word) for word in step] for step in steps]
    done = forking.run(
        [sys.executable, "-c", SEVERAL],
        env=environment(data, engine),
        input=json.dumps(plain),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return [(code, out, errors) for code, out, errors in json.loads(done.stdout.splitlines()[-1])]


STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SEALS = ["manifest.json", "manifest.sig", "key.pub"]


def signer(file: Path) -> str:
    """The fingerprint in a backup that is not locked."""
    return zipfile.ZipFile(file).read("key.pub").split()[1].decode()


def changed(file: Path, target: Path, change: Callable[[dict[str, bytes]], None], sign: bool = True) -> Path:
    """A copy of a backup with changed members, written as the product does it; sign: by a stranger."""
    source = zipfile.ZipFile(file)
    members = {name: source.read(name) for name in source.namelist()}
    change(members)
    if "manifest.json" not in members:
        members.pop("manifest.sig", None), members.pop("key.pub", None)
    elif sign:
        members["manifest.sig"] = signature_part(STRANGER.sign(members["manifest.json"]))
        members["key.pub"] = key_part(STRANGER.public_key().public_bytes_raw())
    names = [name for name in members if name not in SEALS] + [name for name in SEALS if name in members]
    with target.open("wb") as out, zips.Writer(out) as writer:
        for name in names:
            method = zips.STORED if name.startswith("data/") else zips.DEFLATED
            writer.add(name, [members[name]], method)
    return target
