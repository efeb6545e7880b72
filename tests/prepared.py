"""Worlds that are made once and copied: the migrated database, the register, the loaded site, static files.

Each lies in `var/test/<kind>-<hash of what it is made from>`, is made under a lock by the first process that
needs it, and is never changed: tests get copies. What fails half-way leaves nothing. On PostgreSQL the world
is a stopped server's folder in a tar file; its database `empty` is the template of all others.
`tests/site/test_prepared.py` migrates from zero on each engine and compares.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import postgres

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "thangdo"
FILE = "thangdo.sqlite3"
KEPT = 3  # worlds of a kind: a change of branch and back makes nothing anew
EMPTY = "empty"  # PostgreSQL's template: migrated, without a row of ours

# What a world is made from. A schema: migrations, models, what runs after a migration, the packages' own
# migrations. The register and the loaded site: besides, the code that loads them and the library.
SCHEMA = [
    "**/migrations/*.py",
    "**/models.py",
    "**/models/**/*.py",
    "**/apps.py",
    "records/ledger/guards.py",
    "records/jsontext.py",
    "work/*/states.py",
    "site/settings.py",
]
REGISTER = [*SCHEMA, "records/units/**/*.py", "records/library.py", "library/units/*"]
SITE = ["rules/**/*.py", "records/**/*.py", "work/**/*.py", "site/*.py", "library/**/*"]

_RUN = "import django\ndjango.setup()\nfrom django.core.management import call_command\n"
_MIGRATE = f"{_RUN}call_command('migrate', verbosity=0)\n"
_LOAD_REGISTER = f"{_RUN}from thangdo.records.units.register import load_units\nload_units()\n"
_LOAD_SITE = (
    f"{_RUN}from django.utils import timezone\n"
    "from thangdo.work.reproductions.actions import load_everything\n"
    "from thangdo.work.samples import house\n"
    "load_everything()\nhouse.say(timezone.now())\n"
)


def home() -> Path:
    """The folder of all worlds."""
    return Path(os.environ.get("THANGDO_TEST_WORLDS") or ROOT / "var" / "test")


@cache
def digest(*patterns: str) -> str:
    """The hash of the files that a world is made from, and of the packages and the program that make it."""
    files = {path for pattern in patterns for path in SOURCE.glob(pattern) if path.is_file()}
    out = hashlib.sha256(sys.version.encode())
    made_by = (ROOT / "requirements.lock", ROOT / "requirements-test.lock", Path(__file__))
    for path in [*made_by, *sorted(path for path in files if "__pycache__" not in path.parts)]:
        out.update(f"\0{path.relative_to(ROOT)}\0".encode())
        out.update(path.read_bytes())
    return out.hexdigest()[:16]


def world(kind: str, key: str, make: Callable[[Path], None]) -> Path:
    """The folder of a world: there, or made now; two that need it at once make it once."""
    home().mkdir(parents=True, exist_ok=True)
    place = home() / f"{kind}-{key}"
    if not place.exists():
        with _lock(kind):
            if not place.exists():
                _make(place, make)
                _sweep(kind, place)
    os.utime(place)
    return place


@contextmanager
def _lock(name: str) -> Iterator[None]:
    with (home() / f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(place: Path, make: Callable[[Path], None]) -> None:
    """Nobody sees a world that is not whole; what a killed preparation has left goes with the next one."""
    for left in home().glob(f".{place.name.rpartition('-')[0]}-making-*"):
        shutil.rmtree(left, ignore_errors=True)
    making = Path(tempfile.mkdtemp(prefix=f".{place.name.rpartition('-')[0]}-making-", dir=home()))
    try:
        make(making)
        making.rename(place)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def _sweep(kind: str, place: Path) -> None:
    """Of older worlds keep those used last."""
    others = [path for path in home().glob(f"{kind}-*") if path != place]
    for old in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def run(code: str, data: Path, url: str = "") -> None:
    """Run code in a process whose data lie there, on SQLite or under this address. Raises with its errors."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("THANGDO_")}
    env |= {"THANGDO_DATA": str(data), "DJANGO_SETTINGS_MODULE": "thangdo.site.settings"}
    if url:
        env["THANGDO_DATABASE_URL"] = url
    env["PYTHONPATH"] = str(SOURCE.parent)
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise RuntimeError(f"a prepared world could not be made:\n{done.stderr}")


# ---- on SQLite: a file, or a data folder


def empty() -> Path:
    """A data folder with a migrated database and nothing else."""
    return world("empty", digest(*SCHEMA), _empty)


def _empty(folder: Path) -> None:
    run(_MIGRATE, folder)
    for other in folder.iterdir():
        if other.name != FILE:
            shutil.rmtree(other) if other.is_dir() else other.unlink()


def with_register() -> Path:
    """The same with the register in it."""
    return world("register", digest(*REGISTER), lambda folder: _after(_LOAD_REGISTER, folder))


def loaded() -> Path:
    """A data folder in which every bundled example is computed and stored, on SQLite."""
    return world("site", digest(*SITE), lambda folder: _after(_LOAD_SITE, folder))


def _after(code: str, folder: Path) -> None:
    shutil.copyfile(empty() / FILE, folder / FILE)
    run(code, folder)


def begin(data: Path, engine: str) -> None:
    """Give a data folder that has no database yet a migrated one; the folder is made."""
    data.mkdir(parents=True, exist_ok=True)
    if engine == "postgresql":
        postgres.create(postgres.name_of(data), template=EMPTY)
    elif not (data / FILE).exists():
        shutil.copyfile(empty() / FILE, data / FILE)


def site(data: Path) -> Path:
    """Fill an empty data folder with the loaded site, on the engine of this run."""
    if not postgres.running():
        return shutil.copytree(loaded(), data, dirs_exist_ok=True)
    kept = Path(os.environ["THANGDO_TEST_SHARED"]) / "site"
    with (kept.parent / "site.lock").open("w") as lock:  # one worker loads, for all
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            making = kept.parent / "site-making"
            begin(making, "postgresql")
            run(_LOAD_SITE, making, f"{postgres.running()}/{postgres.name_of(making)}")
            postgres.create("site", template=postgres.name_of(making))
            making.rename(kept)
    postgres.create(postgres.name_of(data), template="site")
    return shutil.copytree(kept, data, dirs_exist_ok=True)


# ---- the database of the tests' own process


def connect() -> None:
    """Give this process a database of its own, a copy of the prepared one; tests are held to it by Django."""
    from django.conf import settings
    from django.db import connection

    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    if connection.vendor == "postgresql":
        name = f"test_{worker}_{os.getpid()}"
        postgres.create(name, template=EMPTY)
    else:
        name = str(settings.DATA / f"test-{worker}.sqlite3")
        shutil.copyfile(empty() / FILE, name)
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name
    connection.ensure_connection()


#: in the order in which rows may be inserted
_REGISTER_MODELS = ("Unit", "UnitPast", "UnitLink", "UnitName")


def load_register() -> None:
    """What `load_units` leaves in a database without units, in a hundredth of a second, not half of one."""
    from django.core.management.color import no_style
    from django.db import connection
    from django.db.models import Model

    from thangdo.records.units import models
    from thangdo.records.units.register import load_units

    if models.Unit.objects.exists():
        load_units()
        return
    kinds: list[type[Model]] = [getattr(models, name) for name in _REGISTER_MODELS]
    for model in kinds:
        columns, rows = _rows(model._meta.db_table)
        table, quoted = connection.ops.quote_name, ", ".join(map(connection.ops.quote_name, columns))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                raw: Any = cursor.cursor
                with raw.copy(f"COPY {table(model._meta.db_table)} ({quoted}) FROM STDIN") as copying:
                    for row in rows:
                        copying.write_row(row)
            elif rows:
                marks = ", ".join("?" * len(columns))
                insert = f"INSERT INTO {table(model._meta.db_table)} ({quoted}) VALUES ({marks})"
                raw = connection.connection
                raw.executemany(insert, rows)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kinds):
            cursor.execute(statement)
        if (
            connection.vendor == "postgresql"
        ):  # without figures of the tables it plans for empty ones: minutes
            for model in kinds:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


@cache
def _rows(table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns and rows of a table of the prepared register, as SQLite keeps them."""
    with closing(sqlite3.connect(with_register() / FILE)) as database:
        found = database.execute(f'SELECT * FROM "{table}" ORDER BY id')
        return [column[0] for column in found.description], found.fetchall()


# ---- on PostgreSQL: a stopped server


def server(account: dict[str, Any], folder: Path) -> None:
    """Unpack the prepared server's data into `folder/data`; makes it when it is not there."""
    key = hashlib.sha256(f"{digest(*SCHEMA)} {postgres.binaries()}".encode()).hexdigest()[:16]
    with (world("postgresql", key, _server) / "data.tar").open("rb") as kept:
        subprocess.run(["tar", "-xf", "-", "-C", folder], stdin=kept, check=True, cwd=folder, **account)


def _server(place: Path) -> None:
    made = postgres.Server()
    try:
        postgres.create(EMPTY, server=made.url)
        run(_MIGRATE, place, f"{made.url}/{EMPTY}")
        for left in place.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        made.halt()
        with tarfile.open(place / "data.tar", "w") as tar:
            tar.add(made.folder / "data", arcname="data")
    finally:
        made.stop()


# ---- static files


def static_files() -> Path:
    """The folder where the static files of these sources are collected, by whoever needs them first."""
    from thangdo.site.static import sources

    return world("static", sources()[:16], lambda folder: None)


def main() -> None:
    """Make every world that is missing: `make test` does so while types and style are looked at."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "thangdo.site.settings"
    sys.path.insert(0, str(SOURCE.parent))
    with tempfile.TemporaryDirectory() as data:
        os.environ["THANGDO_DATA"] = data
        import django

        django.setup()
        from django.conf import settings

        from thangdo.site.static import collect

        settings.STATIC_ROOT = static_files()
        collect()
    with_register()
    loaded()
    try:
        postgres.Server(server).stop()
    except postgres.Missing as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    main()
