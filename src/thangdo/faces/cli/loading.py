"""`thangdo load`, `serve` and `check`: compute the bundled examples, and show them on a site of one's own."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thangdo.faces.cli.common import (
    FAILED,
    Language,
    django_ready,
    language_of,
    problems_as_a_list,
    say,
    stop,
    table,
)

if TYPE_CHECKING:
    from thangdo.work.reproductions.actions import LoadedEverything


def load(language: Language = "vi") -> None:
    """Compute every bundled example and keep the results.

    From raw data, with a progress bar; can be run again.
    """
    language = language_of(language)
    django_ready()
    from django.core.management import call_command
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from thangdo.faces.cli.common import console
    from thangdo.work.reproductions.actions import load_everything

    _data_folder()
    call_command("migrate", verbosity=0, interactive=False)
    bar = Progress(
        TextColumn("{task.description:<44}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console(),
    )
    with problems_as_a_list(), bar:
        task = bar.add_task("", total=None)

        def progress(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        loaded = load_everything(progress)
    _print(loaded, language)
    if not all(outcome.ok for outcome in loaded.outcomes):
        stop("A published index was not reproduced; `thangdo reproduce` says what differs.", FAILED)


def _data_folder() -> Path:
    """The folder of THANGDO_DATA, made when it is not there."""
    from django.conf import settings

    folder = Path(settings.DATA)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop(f"{folder}: the data folder cannot be made ({error.strerror}); set THANGDO_DATA to another.")
    return folder


def _print(loaded: LoadedEverything, language: str) -> None:
    from thangdo.faces.look.words import level_name, tier_name
    from thangdo.records.results import queries

    vi = language == "vi"
    overview = queries.overview("gia-lai-2019")
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


def serve(
    port: Annotated[
        int, typer.Option("--port", "-p", min=1, max=65535, help="The port to listen on.")
    ] = 8000,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Server processes.")] = 2,
) -> None:
    """Serve the site until Ctrl-C."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            stop(
                f"Port {port} on {host} cannot be used ({error.strerror}); choose another: --port {port + 1}."
            )
    django_ready()
    from django.core.management import call_command

    if not (_data_folder() / "thangdo.sqlite3").exists():
        stop("There is nothing to show yet: run `thangdo load` first (`make run` does both).")
    call_command("check", fail_level="ERROR")
    shown = f"[{host}]" if ":" in host else host
    say(f"Thang Đo: http://{shown}:{port}/  (Ctrl-C: stop)")
    from gunicorn.app.wsgiapp import WSGIApplication

    class Site(WSGIApplication):
        """gunicorn with our settings, not those of its command line."""

        def init(self, parser: object, opts: object, args: object) -> None:
            return None

        def load_config(self) -> None:
            self.cfg.set("bind", f"{shown}:{port}")
            self.cfg.set("workers", workers)
            self.cfg.set("loglevel", "warning")
            self.app_uri = "thangdo.site.wsgi:application"

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thangdo.site.settings")
    Site("%(prog)s").run()


def check() -> None:
    """Check the installation: settings, assets, database."""
    django_ready()
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        call_command("check")
    except SystemCheckError as error:
        stop(str(error), FAILED)
