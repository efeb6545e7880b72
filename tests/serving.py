"""A server as in production, for the tests that need one; and the environment of processes beside them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import postgres
import prepared
from forking import Child


def environment(data: Path, engine: str | None = None) -> dict[str, str]:
    """The environment of another process that keeps its data there.

    engine: "sqlite" or "postgresql"; None: that of this run. On PostgreSQL each folder has its own database.
    """
    found = {**os.environ, "THANGDO_DATA": str(data), "DJANGO_SETTINGS_MODULE": "thangdo.site.settings"}
    found.pop("THANGDO_DATABASE_URL", None)
    _share_static_files(data)
    if (engine or ("postgresql" if postgres.running() else "sqlite")) == "postgresql":
        found["THANGDO_DATABASE_URL"] = postgres.database_of(data)
    return found


def ready(data: Path, engine: str | None = None) -> Path:
    """Make a data folder whose database is migrated and empty, as a copy of the prepared one."""
    prepared.begin(data, engine or ("postgresql" if postgres.running() else "sqlite"))
    return data


def _share_static_files(data: Path) -> None:
    """A server over this folder finds the static files of the tests; collecting them takes seconds."""
    from django.conf import settings

    shared, here = Path(settings.STATIC_ROOT).resolve(), data / "static"
    if data.is_dir() and not here.is_symlink() and not here.exists():
        shared.mkdir(parents=True, exist_ok=True)
        here.symlink_to(shared)


def freeze(data: Path) -> None:
    """From now on the folder can be copied with its database, whoever is connected to it."""
    if postgres.running():
        postgres.freeze(data)


def copy_of(data: Path, target: Path) -> Path:
    """Copy a frozen data folder (such as that of the fixture `site_data`) with its database."""
    shutil.copytree(data, target, symlinks=True)
    if postgres.running():
        postgres.copy(data, target)
    return target


_BESIDE = """
import json, os, sys, django
django.setup()
from django.db import connections
connections["default"].settings_dict.update(json.loads(os.environ["THANGDO_TEST_DATABASE"]))
"""
_TOGETHER = "print('ready', flush=True); sys.stdin.readline()\n"


def beside(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Run Python code in another process on the database of this (transactional) test; Django is set up.

    Its standard input and output are pipes.
    """
    from django.db import connection

    kept = {key: str(connection.settings_dict[key]) for key in ("NAME", "HOST", "USER")}
    env = {**os.environ, "THANGDO_TEST_DATABASE": json.dumps(kept)}
    return Child(
        [sys.executable, "-c", _BESIDE + code, *arguments],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def together(*codes: str, timeout: float = 60) -> list[str]:
    """Run several pieces of code at the same moment, each `beside` the test; gives what each printed."""
    processes = [beside(_TOGETHER + code) for code in codes]
    try:
        for process in processes:
            assert process.stdout is not None and process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [process.communicate(timeout=timeout)[0] for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert [process.returncode for process in processes] == [0] * len(codes)
    return said


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


class serve:
    """gunicorn over a data folder, on a free port (or the one given), until the block ends.

    workers: processes, each with so many threads. more: further names of the environment, e.g. THANGDO_DEMO.
    """

    def __init__(self, data: Path, port: int = 0, *, workers: int = 1, threads: int = 4, **more: str) -> None:
        self.data, self.port, self.more = data, port, more
        self.size = ["--workers", str(workers), "--threads", str(threads)]

    def __enter__(self) -> str:
        port = self.port or free_port()
        command = [
            "-m",
            "gunicorn",
            *self.size,
            "--worker-class",
            "thangdo.faces.cli.server.patient.Patient",
            "--no-sendfile",
            "--bind",
            f"127.0.0.1:{port}",
            "--log-level",
            "warning",
            "thangdo.site.wsgi:application",
        ]
        self.process = Child([sys.executable, *command], env={**environment(self.data), **self.more})
        url, until = f"http://127.0.0.1:{port}", time.monotonic() + 600
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with code {self.process.returncode}")
            try:
                with urllib.request.urlopen(f"{url}/healthz", timeout=5):
                    return url
            except OSError:
                time.sleep(0.1)
        self.__exit__()
        raise RuntimeError("the server did not answer within ten minutes")

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=600)
