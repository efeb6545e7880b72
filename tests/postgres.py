"""A PostgreSQL server of the tests' own: in a temporary folder, on a Unix socket, gone when they end."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

BINARIES = "/usr/lib/postgresql"
MISSING = "PostgreSQL is missing: `make test` installs it as root, else: sudo apt-get install postgresql"
URL = "THANGDO_TEST_POSTGRES"  # names the running server to the workers and their children
# Nothing of a test outlives a power cut, so nothing waits for the disk.
OPTIONS = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    # the table of rights tries each address as each role in one transaction: a savepoint, and its lock, each
    "max_locks_per_transaction=1024",
)
PREFIX, OWNER = "thangdo-pg-", "owner"  # the owner: the process of the tests
DAY = 24 * 3600
_PR_SET_PDEATHSIG = 1


Fill = Callable[[dict[str, Any], Path], None]


class Missing(Exception):
    """There is no PostgreSQL that could be started; says what to install."""


def binaries() -> Path:
    """The folder of the newest PostgreSQL server on this machine. Raises Missing."""
    found = [path.parent for path in Path(BINARIES).glob("*/bin/postgres")]
    if found:
        return max(found, key=lambda path: float(path.parent.name))
    on_path = shutil.which("postgres")
    if on_path is None or shutil.which("initdb") is None:
        raise Missing(MISSING)
    return Path(on_path).resolve().parent


def sweep(folder: Path = Path("/tmp")) -> list[Path]:
    """Remove what killed runs have left: folders of servers whose tests are gone; gives those removed.

    A server whose postgres still ends is left to the next run.
    """
    gone = []
    for left in folder.glob(f"{PREFIX}*"):
        owner, old = 0, False
        try:
            owner = int((left / OWNER).read_text())
        except (OSError, ValueError):  # made a moment ago, or before owners were written down
            with suppress(OSError):
                old = time.time() - left.stat().st_mtime > DAY
        if (old or (owner and not _runs(owner))) and not _has_server(left):
            shutil.rmtree(left, ignore_errors=True)
            gone.append(left)
    return gone


def _has_server(folder: Path) -> bool:
    try:
        return _runs(int((folder / "data" / "postmaster.pid").read_text().split()[0]))
    except (OSError, ValueError, IndexError):
        return False


def _runs(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


class Server:
    """A running server; `stop` ends it and removes its folder. As root it runs as the user postgres."""

    def __init__(self, fill: Fill | None = None) -> None:
        """fill: puts the prepared data of a stopped server into the folder; else they are made by initdb."""
        where = binaries()
        # Not in TMPDIR: the user postgres must get there, and a socket's path is at most 107 bytes long.
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir="/tmp"))
        self.process: subprocess.Popen[bytes] | None = None
        (self.folder / OWNER).write_text(str(os.getpid()))
        account = self._account()
        if account:
            shutil.chown(self.folder, "postgres", "postgres")
        data = self.folder / "data"
        try:
            (fill or self._initdb)(account, self.folder)
            settings = [word for option in OPTIONS for word in ("-c", option)]
            self.log = (self.folder / "log").open("wb")
            self.process = subprocess.Popen(
                [where / "postgres", "-D", data, "-k", self.folder, *settings],
                stdout=self.log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                preexec_fn=_end_with_parent,
                **account,
            )
            self.url = f"postgresql://postgres@{quote(str(self.folder), safe='')}"
            self._wait()
        except subprocess.CalledProcessError as error:
            self.stop()
            raise Missing(f"initdb failed: {error.stderr.decode(errors='replace')}") from error
        except BaseException:
            self.stop()
            raise

    @staticmethod
    def _initdb(account: dict[str, Any], folder: Path) -> None:
        subprocess.run(
            [
                binaries() / "initdb",
                "-D",
                folder / "data",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-A",
                "trust",
                "--no-sync",
            ],
            check=True,
            capture_output=True,
            cwd=folder,
            **account,
        )

    @staticmethod
    def _account() -> dict[str, Any]:
        if os.getuid() != 0:
            return {}
        return {"user": "postgres", "group": "postgres", "extra_groups": []}

    def _wait(self) -> None:
        until = time.monotonic() + 600
        while True:
            try:
                psycopg.connect(f"{self.url}/postgres").close()
                return
            except psycopg.OperationalError:
                assert self.process is not None
                if self.process.poll() is not None or time.monotonic() > until:
                    log = (self.folder / "log").read_text(errors="replace")
                    raise Missing(f"PostgreSQL did not start:\n{log[-2000:]}") from None
                time.sleep(0.05)

    def halt(self) -> None:
        """Stop it and leave its folder. SIGINT: SIGTERM would wait for ever for an open connection."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=600)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(timeout=600)
        if self.process is not None:
            self.log.close()

    def stop(self) -> None:
        """End it and remove its folder."""
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)


_started: list[Server] = []


def start(fill: Fill) -> None:
    """Start the server of this run and name it to Django, to the workers and to their children."""
    import pytest

    sweep()
    try:
        server = Server(fill)
    except Missing as missing:
        pytest.exit(str(missing), returncode=4)
    _started.append(server)
    os.environ[URL] = server.url
    os.environ["THANGDO_DATABASE_URL"] = f"{server.url}/empty"


def stop() -> None:
    """Stop what `start` has started, in the process that started it."""
    while _started:
        _started.pop().stop()


def running() -> str | None:
    """The address of the running server, without a database; None where the tests run on SQLite."""
    return os.environ.get(URL)


def database_of(folder: Path) -> str:
    """The address of the database that belongs to a data folder; made when it is not there."""
    name = name_of(folder)
    create(name)
    return f"{running()}/{name}"


def freeze(folder: Path) -> None:
    """Keep a copy of a folder's database that nobody is connected to, for `copy`."""
    create(f"{name_of(folder)}_frozen", template=name_of(folder))


def copy(source: Path, target: Path) -> None:
    """Give a data folder a copy of another's frozen database."""
    create(name_of(target), template=f"{name_of(source)}_frozen")


def create(name: str, template: str = "template1", server: str | None = None) -> None:
    """Make a database, unless it is there; on this server, or on that of the run."""
    with psycopg.connect(f"{server or running()}/postgres", autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        making = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(making.format(sql.Identifier(name), sql.Identifier(template)))


def name_of(folder: Path) -> str:
    """The name of the database that belongs to a data folder."""
    return f"data_{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}"


def _end_with_parent() -> None:
    """In the child: end as by SIGINT when the tests are killed."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
