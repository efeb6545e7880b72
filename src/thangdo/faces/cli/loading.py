"""`thangdo load`, `serve` and `check`: compute the bundled examples, and show them on a site of one's own."""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thangdo.faces.cli.common import (
    FAILED,
    Language,
    Tongue,
    django_ready,
    problems_as_a_list,
    said,
    say,
    stop,
    warn,
)
from thangdo.faces.cli.safety import unsafe
from thangdo.faces.cli.terminal import console, table

if TYPE_CHECKING:
    from thangdo.work.assessments.loading import Progress
    from thangdo.work.reproductions.actions import LoadedEverything


def load(language: Language = Tongue.vi) -> None:
    """Compute every bundled example and keep the results.

    From raw data, with a progress bar; can be run again.
    """
    django_ready()
    from django.core.management import call_command
    from django.db import Error as DatabaseError

    from thangdo.work.reproductions.actions import load_everything

    folder = _data_folder()
    try:
        call_command("migrate", verbosity=0, interactive=False)
        with problems_as_a_list(), shown_progress() as progress:
            loaded = load_everything(progress)
        _print(loaded, language)
    except (DatabaseError, OSError) as error:
        why = getattr(error, "strerror", None) or str(error)
        stop(
            said(
                f"{folder}: không lưu được kết quả ({why}). Hãy kiểm tra quyền ghi và dung lượng đĩa, "
                "hoặc đặt THANGDO_DATA sang thư mục khác.",
                f"{folder}: the results cannot be kept ({why}). Check the right to write and the space on "
                "the disk, or set THANGDO_DATA to another folder.",
            )
        )
    if not all(outcome.ok for outcome in loaded.outcomes):
        stop(
            said(
                "Có chỉ số đã công bố chưa tính lại được đúng; `thangdo reproduce` cho biết khác ở đâu.",
                "A published index was not reproduced; `thangdo reproduce` says what differs.",
            ),
            FAILED,
        )


_STEPS = {
    "units": ("đơn vị", "units"),
    "series": ("chuỗi chỉ số", "index series"),
    "charts": ("biểu đồ", "charts"),
    "sample": ("Tỉnh Mẫu", "Sample Province"),
}


def _step(what: str) -> str:
    """What is being done, in the reader's words."""
    if what.startswith("reproduce "):
        name = what.removeprefix("reproduce ")
        return said(f"tính lại {name}", f"recompute {name}")
    return said(*_STEPS.get(what, (what, what)))


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """A bar on a terminal; elsewhere (a log) a line for each step."""
    terminal = console(errors=True)
    if not terminal.is_terminal:

        def line(what: str, done: int, total: int) -> None:
            if what:
                warn(f"[{done + 1}/{total}] {_step(what)}")

        yield line
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<38}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=terminal, transient=True) as bar:
        task = bar.add_task("", total=None)

        def update(what: str, done: int, total: int) -> None:
            bar.update(task, description=_step(what), completed=done, total=total)

        yield update


def _data_folder() -> Path:
    """The folder of THANGDO_DATA, made when it is not there."""
    from django.conf import settings

    folder = Path(settings.DATA)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror
        stop(
            said(
                f"{folder}: không tạo được thư mục dữ liệu ({why}); hãy đặt THANGDO_DATA sang thư mục khác.",
                f"{folder}: the data folder cannot be made ({why}); set THANGDO_DATA to another.",
            )
        )
    return folder


def _print(loaded: LoadedEverything, language: str) -> None:
    from thangdo.faces.look.result_words import level_name, tier_name
    from thangdo.records.results import queries
    from thangdo.records.results.examples import examples

    vi = language == "vi"
    overview = queries.overview(examples().assessments[0])
    rows = [
        [
            tier_name(tier.tier, language),
            str(tier.units),
            *(str(found.count) for found in tier.levels),
        ]
        for tier in overview.tiers
    ]
    levels = [level_name(found.level, language) for found in overview.tiers[0].levels]
    title = overview.assessment.title_vi if vi else overview.assessment.title_en
    table(title, ["cấp" if vi else "tier", "đơn vị" if vi else "units", *levels], rows, right=range(1, 9))
    heads = ["chỉ số", "so sánh", "khớp", "kết quả"] if vi else ["index", "compared", "equal", "result"]
    met = ("đạt", "không đạt") if vi else ("met", "not met")
    table(
        "Tính lại các chỉ số đã công bố" if vi else "Published indices recomputed",
        heads,
        [[o.name, str(o.compared), str(o.equal), met[0] if o.ok else met[1]] for o in loaded.outcomes],
        right=(1, 2),
    )
    new, every = sum(one.stored for one in loaded.assessments), len(loaded.assessments)
    say(
        said(
            f"{every} kỳ đánh giá: {new} kết quả mới được lưu, {every - new} không đổi.",
            f"{every} assessments: {new} results newly kept, {every - new} unchanged.",
        )
    )


def serve(
    port: Annotated[
        int, typer.Option("--port", "-p", min=1, max=65535, help="The port to listen on.")
    ] = 8000,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Server processes.")] = 2,
    language: Language = Tongue.vi,
) -> None:
    """Serve the site until Ctrl-C."""
    may_start(host, port)
    ready_to_serve()
    _look_at_the_clock()
    shown = f"[{host}]" if ":" in host else host
    say(f"Thang Đo: {shown_address(host, port)}  ({said('dừng: Ctrl-C', 'stop: Ctrl-C')})")
    from django.conf import settings
    from gunicorn.app.wsgiapp import WSGIApplication

    from thangdo.faces.cli.server.patient import LONGEST

    class Site(WSGIApplication):
        """gunicorn with our settings, not those of its command line."""

        def init(self, parser: object, opts: object, args: object) -> None:
            return None

        def load_config(self) -> None:
            self.cfg.set("bind", f"{shown}:{port}")
            self.cfg.set("workers", workers)
            self.cfg.set("worker_class", "thangdo.faces.cli.server.patient.Patient")
            self.cfg.set("threads", settings.THREADS)
            self.cfg.set("sendfile", False)
            self.cfg.set("preload_app", True)
            self.cfg.set("pre_fork", _before_fork)
            self.cfg.set("post_fork", _after_fork)
            self.cfg.set("graceful_timeout", 5)
            self.cfg.set("timeout", LONGEST)
            self.cfg.set("loglevel", "warning")
            self.app_uri = "thangdo.site.wsgi:application"

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thangdo.site.settings")
    Site("%(prog)s").run()


def _look_at_the_clock() -> None:
    """From now on it is watched; while it cannot be right, pages are served and nothing is recorded."""
    from datetime import UTC, datetime

    from django.db import OperationalError

    from thangdo.faces.cli.clock import clock_sentence
    from thangdo.records.ledger import clock

    with suppress(OperationalError):  # a full disk: reading needs no writing
        if found := clock.mark(datetime.now(UTC)):
            warn(clock_sentence(found))
    clock.forget()


def _before_fork(arbiter: object, worker: object) -> None:
    """Before a process of the server is made, also in place of one that died: nothing is open to inherit.

    Two processes on one connection read each other's rows: people got other people's names and rights.
    """
    from django.db import connections

    connections.close_all()


def _after_fork(arbiter: object, worker: object) -> None:
    """In the new process: forget what it might have inherited all the same, without a word on its wire.

    Closing it would end the connection for the process that opened it. The state of `random` is renewed by
    Python at a fork, that of OpenSSL by OpenSSL; no thread is started before.
    """
    from django.db import connections

    for inherited in connections.all(initialized_only=True):
        del connections[inherited.alias]


def shown_address(host: str, port: int) -> str:
    """The address as a browser takes it."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def may_start(host: str, port: int) -> None:
    """End with the reasons when a server must not, or cannot, listen there."""
    need_safety(said("Máy chủ không khởi động", "The server does not start"), host)
    _port_is_free(host, port)


def need_safety(what: str, host: str | None = None) -> None:
    """End with what is missing, where the settings are not those of use; host: where one would listen."""
    reasons = unsafe(os.environ, host)
    if reasons:
        lines = "\n".join(f"- {said(*reason)}" for reason in reasons)
        stop(f"{what}:\n{lines}")


def database_ready(guarded: bool = True) -> None:
    """End with one line when the database is not there, cannot be reached, or is of another version.

    guarded: also when a guard of the ledger is missing.
    """
    django_ready()
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError
    from django.db import Error as DatabaseError
    from django.db import OperationalError, connection

    if not settings.DATABASE_URL and not Path(settings.DATABASE).is_file():
        stop(
            said(
                f"Chưa có gì để hiển thị trong {settings.DATA}: hãy chạy `thangdo load` trước (`make run` "
                "làm cả hai việc).",
                f"There is nothing to show yet in {settings.DATA}: run `thangdo load` first (`make run` "
                "does both).",
            )
        )
    where = connection.settings_dict
    name = f"{where['HOST']}/{where['NAME']}" if settings.DATABASE_URL else str(settings.DATABASE)
    try:
        call_command("check", fail_level="ERROR", stdout=io.StringIO())
        call_command("migrate", check_unapplied=True, verbosity=0, stdout=io.StringIO())
        if guarded:
            call_command("check", databases=["default"], fail_level="ERROR", stdout=io.StringIO())
    except SystemCheckError as error:
        stop(str(error), FAILED)
    except OperationalError as error:
        why = " ".join(str(error).split())[:200]
        stop(
            said(
                f"{name}: không kết nối được cơ sở dữ liệu ({why}).",
                f"{name}: the database cannot be reached ({why}).",
            )
        )
    except (SystemExit, DatabaseError):
        stop(
            said(
                f"{name}: cơ sở dữ liệu không dùng được với phiên bản phần mềm này; hãy chạy "
                "`thangdo migrate` hoặc `thangdo load`.",
                f"{name}: this database does not serve this version of the software; run `thangdo migrate` "
                "or `thangdo load`.",
            )
        )


def ready_to_serve() -> None:
    """The same for what acts for people; in production also while accounts of a demonstration are open."""
    database_ready()
    from django.conf import settings

    from thangdo.records.people.demonstration import open_accounts

    if os.environ.get("THANGDO_PRODUCTION") != "1" or settings.DEMO:
        return
    if open_ones := open_accounts():
        some = ", ".join(open_ones[:3]) + (" …" if len(open_ones) > 3 else "")
        stop(
            said(
                f"THANGDO_PRODUCTION=1: còn {len(open_ones)} tài khoản trình diễn đang mở ({some}). Hãy đóng "
                "bằng lệnh: thangdo user remove-demo",
                f"THANGDO_PRODUCTION=1: {len(open_ones)} accounts of a demonstration are open ({some}). "
                "Close them with: thangdo user remove-demo",
            )
        )


def _port_is_free(host: str, port: int) -> None:
    """End with one line when nobody can listen there."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "?"
        other = port + 1 if port < 65535 else 8000
        stop(
            said(
                f"Không dùng được cổng {port} tại {host} ({why}); hãy chọn cổng khác: --port {other}.",
                f"Port {port} on {host} cannot be used ({why}); choose another: --port {other}.",
            )
        )


def check(language: Language = Tongue.vi) -> None:
    """Check the installation: settings, assets, and the database with the guards of its ledger."""
    django_ready()
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError
    from django.db import OperationalError

    there = bool(settings.DATABASE_URL) or Path(settings.DATABASE).is_file()
    try:
        call_command("check", databases=["default"] if there else [], stdout=io.StringIO())
    except SystemCheckError as error:
        stop(str(error), FAILED)
    except OperationalError as error:
        why = " ".join(str(error).split())[:200]
        stop(said(f"Không kết nối được cơ sở dữ liệu ({why}).", f"The database cannot be reached ({why})."))
    say(said("Phần mềm được cài đầy đủ.", "The installation is complete."))
