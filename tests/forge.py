"""The process that `forking.py` starts: imports everything once, then forks a child for each order.

A child is handed to the process of the tests: the process between them ends at once, and the tests take in
its orphan. Run as `python forge.py SOCKET`.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
import tempfile
import threading
import traceback
import types
from contextlib import suppress
from typing import Any

_LIMIT = 1 << 18


def ready() -> None:
    """Import what children need; nothing here may look into a database or an environment that is theirs."""
    for name in [name for name in os.environ if name.startswith("THANGDO_")]:
        del os.environ[name]
    os.environ["DJANGO_SETTINGS_MODULE"] = "thangdo.site.settings"
    with tempfile.TemporaryDirectory() as nowhere:
        os.environ["THANGDO_DATA"] = nowhere
        import django

        django.setup()
        for module in (
            "thangdo.site.urls",
            "thangdo.faces.cli.main",
            "thangdo.work.reproductions.actions",
            "django.test.signals",
            "typer.testing",
            "gunicorn.app.wsgiapp",
            "gunicorn.workers.sync",
            "gunicorn.workers.gthread",
        ):
            importlib.import_module(module)
    assert threading.active_count() == 1
    gc.collect()
    gc.freeze()


def serve(orders: socket.socket) -> None:
    """Fork a child for each order, until the tests are gone."""
    orders.send(b"ready")
    while True:
        words, files, _, _ = socket.recv_fds(orders, _LIMIT, 3)
        if not words:
            return
        told, tells = os.pipe()
        between = os.fork()
        if between == 0:
            child = os.fork()
            if child == 0:
                become(json.loads(words), files)
            os.write(tells, b"%d" % child)
            os._exit(0)
        for file in (*files, tells):
            os.close(file)
        os.waitpid(between, 0)
        orders.send(os.read(told, 32))
        os.close(told)


def become(order: dict[str, Any], files: list[int]) -> None:
    """Be the process that was ordered: its files, its environment, its settings, its code; then end."""
    code = 1
    try:
        if order["session"]:
            os.setsid()
        for place, file in enumerate(files):
            os.dup2(file, place)
        os.closerange(3, 1024)
        sys.stdin, sys.stdout = os.fdopen(0, closefd=False), os.fdopen(1, "w", closefd=False)
        sys.stderr = os.fdopen(2, "w", 1, errors="backslashreplace", closefd=False)
        os.environ.clear()
        os.environ.update(order["env"])
        os.chdir(order["cwd"])
        sys.path[0] = ""
        settle()
        code = play(order["argv"])
    except BaseException:
        traceback.print_exc()
    finally:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def settle() -> None:
    """Read the settings anew from the environment, and forget what stood on the old ones."""
    from asgiref.local import Local
    from django.conf import Settings, settings
    from django.core.signals import setting_changed
    from django.db import connections

    module = os.environ["DJANGO_SETTINGS_MODULE"]
    before: Any = settings._wrapped
    importlib.reload(sys.modules[module])
    now = Settings(module)
    settings._wrapped = now
    connections.__dict__.pop("settings", None)
    connections._settings = None
    connections._connections = Local(connections.thread_critical)
    for name in dir(now):
        if name.isupper() and name not in ("DATABASES", "SECRET_KEY"):
            value = getattr(now, name)
            if value != getattr(before, name, None):
                setting_changed.send(sender=Settings, setting=name, value=value, enter=True)


def play(argv: list[str]) -> int:
    """Run `-c CODE` or `-m MODULE` as Python would; the exit code."""
    main: Any = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    try:
        if argv[1] == "-c":
            sys.argv = ["-c", *argv[3:]]
            exec(compile(argv[2], "<string>", "exec"), main.__dict__)
        else:
            sys.argv = argv[2:]
            runpy.run_module(argv[2], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    return 0


if __name__ == "__main__":
    ready()
    serve(socket.socket(fileno=int(sys.argv[1])))
