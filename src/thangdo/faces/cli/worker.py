"""`thangdo worker`, `run` and `migrate`: what runs by itself; server and worker in one; the tables."""

from __future__ import annotations

import ctypes
import logging
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from thangdo.faces.cli.clock import clock_sentence
from thangdo.faces.cli.common import FAILED, Language, Tongue, django_ready, said, say, stop, warn
from thangdo.faces.cli.loading import may_start, need_safety, ready_to_serve, shown_address

STOP_TAKES = 15.0  # seconds until a part that does not end is ended
MOST_DEATHS, WITHIN = 5, 60.0  # a part that ends by itself so often within so many seconds is given up
FIRST_WAIT = 1.0  # seconds until it is started again; twice as long after each further time
REST = 1.0  # seconds between two looks at the queue and the timetable
COMMAND = [sys.executable, "-c", "from thangdo.faces.cli.main import app; app()"]
_PR_SET_PDEATHSIG = 1
log = logging.getLogger(__name__)


def migrate(language: Language = Tongue.vi) -> None:
    """Make or bring up to date the tables of the database, the guards of the ledger included."""
    django_ready()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import Error as DatabaseError

    try:
        settings.DATA.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
    except (DatabaseError, OSError) as error:
        why = " ".join(str(error).split())[:300]
        stop(
            said(f"Không cập nhật được cơ sở dữ liệu ({why}).", f"The database cannot be brought up ({why}).")
        )
    say(said("Cơ sở dữ liệu đã sẵn sàng.", "The database is ready."))


def worker(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then end.")] = False,
    language: Language = Tongue.vi,
) -> None:
    """Do what runs by itself: queued work, reminders, e-mails, the daily digest. Until Ctrl-C."""
    need_safety(said("Tiến trình xử lý việc (worker) không khởi động", "The worker does not start"))
    ready_to_serve()
    worker = Worker()
    if once:
        worker.round()
        worker.gone()
        return
    _in_use()
    say(
        said(
            "Tiến trình xử lý việc (worker) đang chạy (dừng: Ctrl-C)", "The worker is running (stop: Ctrl-C)"
        )
    )
    worker.until_stopped()


def _in_use() -> None:
    from django.conf import settings

    from thangdo.records.backups import using

    try:
        using.hold(settings.DATA)
    except using.InUse:
        stop(
            said(
                "Đang phục hồi bản sao lưu vào hệ thống này; hãy khởi động sau.",
                "A backup is being restored into this installation; start later.",
            )
        )


class Worker:
    """One worker: the queue of django-tasks, the timetable, and a sign of life every few seconds.

    After each task it gives back its memory; what holds more than `THANGDO_MAX_PROCESS_MB` even then begins
    anew between two tasks, as the same process.
    """

    def __init__(self) -> None:
        from django.conf import settings
        from django_tasks_db.management.commands.db_worker import Worker as Tasks

        from thangdo.records import memory

        most = settings.MAX_PROCESS_MB

        class Queue(Tasks):
            """The queue; ends early when a task has left too much behind."""

            held = 0

            def run_task(self, db_task_result: Any) -> None:
                super().run_task(db_task_result)
                self.held = memory.give_back()
                if self.large:
                    self.max_tasks = self._run_tasks

            @property
            def large(self) -> bool:
                return bool(most) and self.held > most

        self.name = f"{os.uname().nodename[:30]}-{os.getpid()}-{secrets.token_hex(6)}"
        self.stopping = False
        self.told = ""  # what was said of the clock
        self.queue = Queue(
            queue_names=["*"],
            interval=REST,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.name,
            excluded_queue_names=[],
        )

    def until_stopped(self) -> None:
        """Round after round. A database that is away for a while is waited for."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        threading.Thread(target=self._beat, daemon=True).start()
        while not self.stopping:
            self._kept_going(self.round)
            if self.queue.large:
                self._begin_anew()
            self._rest(REST)
        self._kept_going(self.gone)

    def _begin_anew(self) -> None:
        """The same command in the same process, without what it holds; no task is in hand."""
        from django.db import connections

        warn(
            said(
                f"Tiến trình xử lý việc (worker) giữ {self.queue.held} MB bộ nhớ: bắt đầu lại.",
                f"The worker holds {self.queue.held} MB of memory: it begins anew.",
            )
        )
        self._kept_going(self.gone)
        connections.close_all()
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(sys.executable, sys.orig_argv)

    def round(self) -> None:
        """What is due in the timetable, then what waits in the queue."""
        from django.db import close_old_connections

        from thangdo.records.ledger import clock
        from thangdo.records.notices import timetable

        close_old_connections()
        if not self._alive():
            return
        for ran in timetable.run_due(self.name, _now, lambda: self.stopping or bool(clock.wrong(_now()))):
            if ran.error:
                warn(
                    said(f"{ran.name}: lỗi {ran.error}, sẽ thử lại", f"{ran.name}: {ran.error}, tried again")
                )
        if not clock.wrong(_now()):
            self.queue.run()

    def _alive(self) -> bool:
        """Say so, and that this is the time; False, with a line once, while the clock cannot be believed."""
        from thangdo.records.ledger import clock
        from thangdo.records.notices import alive

        now = _now()
        found = clock.mark(now)
        if found is None:
            alive.beat(self.name, now)
            self.told = ""
        elif found.code != self.told:
            self.told = found.code
            warn(clock_sentence(found))
        return found is None

    def _kept_going(self, act: Callable[[], None]) -> None:
        from django.db import Error as DatabaseError
        from django.db import connections

        try:
            act()
        except DatabaseError as error:
            log.error("the database does not answer: %s", type(error).__name__)
            connections.close_all()
            self._rest(5)

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < until:
            time.sleep(0.05)

    def gone(self) -> None:
        """The worker ends as it should."""
        from thangdo.records.notices import alive

        alive.gone(self.name)

    def _beat(self) -> None:
        """In a thread of its own, for a task may take minutes."""
        from django.db import Error as DatabaseError
        from django.db import connections

        from thangdo.records.notices import alive

        while not self.stopping:
            self._rest(alive.BEAT.total_seconds())
            try:
                self._alive()
            except DatabaseError:
                connections.close_all()

    def _stop(self, number: int, frame: object) -> None:
        """The work in hand is finished; a second Ctrl-C does not wait for it."""
        if self.stopping:
            os._exit(128 + number)
        self.stopping = True
        self.queue.running = False


def run(
    port: Annotated[
        int, typer.Option("--port", "-p", min=1, max=65535, help="The port to listen on.")
    ] = 8000,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Server processes.")] = 2,
    language: Language = Tongue.vi,
) -> None:
    """Serve the site and run the worker beside it; Ctrl-C stops both. A part that dies is started again."""
    may_start(host, port)
    ready_to_serve()
    _let_go_of_the_database()
    ended: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, frame: ended.append(number))
    server = ["serve", "--port", str(port), "--host", host, "--workers", str(workers)]
    parts = [
        Part(said("máy chủ trang", "the server"), [*server, "--language", language]),
        Part(said("tiến trình xử lý việc", "the worker"), ["worker", "--language", language]),
    ]
    try:
        while not ended and all(part.kept_going() for part in parts):
            time.sleep(0.1)
    finally:
        _end([part.process for part in parts])
    if not ended:
        worst = max(parts, key=lambda part: len(part.deaths))
        stop(
            said(
                f"{shown_address(host, port)}: {worst.name} đã tự dừng {MOST_DEATHS} lần trong "
                f"{WITHIN:.0f} giây (mã {worst.process.returncode}); mọi phần được dừng. Xem các dòng "
                "phía trên, chạy `thangdo check` và `thangdo clock show`, rồi chạy lại.",
                f"{shown_address(host, port)}: {worst.name} ended by itself {MOST_DEATHS} times within "
                f"{WITHIN:.0f} seconds (code {worst.process.returncode}); all was stopped. Read the lines "
                "above, run `thangdo check` and `thangdo clock show`, then start again.",
            ),
            FAILED,
        )


class Part:
    """A part of the site: when it ends by itself it is started again, after a moment that grows."""

    def __init__(self, name: str, arguments: list[str]) -> None:
        self.name, self.arguments = name, arguments
        self.process = _start(*arguments)
        self.deaths: list[float] = []
        self.again_at = 0.0

    def kept_going(self) -> bool:
        """Look after it; False when it died too often to go on."""
        if self.process.poll() is None:
            return True
        now = time.monotonic()
        if self.again_at:
            if now >= self.again_at:
                self.again_at = 0.0
                self.process = _start(*self.arguments)
            return True
        self.deaths = [*(one for one in self.deaths if now - one < WITHIN), now]
        if len(self.deaths) >= MOST_DEATHS:
            return False
        wait = FIRST_WAIT * 2 ** (len(self.deaths) - 1)
        self.again_at = now + wait
        code = self.process.returncode
        warn(
            said(
                f"{self.name} đã tự dừng (mã {code}); khởi động lại sau {wait:.0f} giây.",
                f"{self.name} ended by itself (code {code}); it is started again in {wait:.0f} s.",
            )
        )
        return True


def _let_go_of_the_database() -> None:
    """This process only watches over the parts: it keeps no connection for as long as they run."""
    from django.db import connections

    connections.close_all()


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    """Start a part in a session of its own: Ctrl-C reaches this process alone, which then stops the parts."""
    return subprocess.Popen([*COMMAND, *arguments], start_new_session=True, preexec_fn=_end_with_parent)


def _end(parts: list[subprocess.Popen[bytes]]) -> None:
    """Stop the parts; one that takes too long is killed, and its unfinished task is taken up later."""
    for part in parts:
        if part.poll() is None:
            part.terminate()
    until = time.monotonic() + STOP_TAKES
    for part in parts:
        try:
            part.wait(timeout=max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(part.pid, signal.SIGKILL)
            part.wait()


def _end_with_parent() -> None:
    """In the child, on Linux: end when this process is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _now() -> datetime:
    return datetime.now(UTC)
