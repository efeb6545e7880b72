"""The `thangdo` command: its parts are imported only when they run, so that `--help` is there at once."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from thangdo import __version__
from thangdo.faces.cli import (
    backup,
    beginning,
    clock,
    editions,
    explaining,
    ledger,
    loading,
    people,
    reproducing,
    scoring,
    seeding,
    signing,
    tokens,
    units,
    verifying,
    worker,
)
from thangdo.faces.cli.common import BAD, said, warn

TRACE = "THANGDO_TRACE"  # set: show where an unexpected failure came from


class Commands(TyperGroup):
    """The commands. What nobody foresaw is said in a line, with how to report it, and ends with 2."""

    def invoke(self, ctx: Any) -> Any:
        """Run the chosen command."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        if os.environ.get(TRACE):
            return super().invoke(ctx)
        try:
            return super().invoke(ctx)
        except (TyperException, typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except (MemoryError, RecursionError):
            warn(said("Dữ liệu quá lớn hoặc quá nhiều tầng.", "The input is too large or too deep."))
        except Exception as error:
            what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            warn(
                said(
                    f"Lỗi của phần mềm, không phải của dữ liệu: {what}. Đặt {TRACE}=1, chạy lại để xem chi "
                    "tiết rồi báo cho người phát triển.",
                    f"A fault of the software, not of your data: {what}. Set {TRACE}=1, run it again to see "
                    "the details, and report them.",
                )
            )
        raise typer.Exit(BAD)


app = typer.Typer(
    name="thangdo",
    cls=Commands,
    help="Measure, rank and improve public administration; recompute every published number.",
    epilog="Tiếng Việt: score – chấm điểm, xếp hạng; explain – vì sao một đơn vị được điểm như vậy; "
    "reproduce – tính lại chỉ số đã công bố; verify – kiểm tra bộ kết quả công bố; "
    "edition – kiểm tra, so sánh, chuyển bộ tiêu chí; "
    "user – tài khoản, vai trò; units – danh mục đơn vị qua thời gian; "
    "init – bắt đầu một tỉnh; "
    "load – tính và lưu các ví dụ có sẵn; seed – tạo Tỉnh Mẫu để trình diễn; serve – mở trang web; "
    "worker – việc chạy nền, nhắc việc, thư; run – cả hai; migrate – cập nhật cơ sở dữ liệu; "
    "backup, restore – sao lưu, phục hồi; paper – ký số văn bản; "
    "ledger – nhật ký hệ thống; key – khóa ký; clock – đồng hồ; "
    "check – kiểm tra phần mềm đã cài.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # rich takes 0.3 s to load
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("score")(scoring.score)
app.command("explain")(explaining.explain)
app.command("reproduce")(reproducing.reproduce)
app.add_typer(editions.app, name="edition")
app.command("verify")(verifying.verify)
app.add_typer(people.app, name="user")
app.add_typer(tokens.app, name="token")
app.add_typer(units.app, name="units")
app.command("init")(beginning.init)
app.command("load")(loading.load)
app.command("seed")(seeding.seed)
app.command("serve")(loading.serve)
app.command("worker")(worker.worker)
app.command("run")(worker.run)
app.command("migrate")(worker.migrate)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.add_typer(ledger.ledger, name="ledger")
app.add_typer(ledger.key, name="key")
app.add_typer(clock.app, name="clock")
app.add_typer(signing.app, name="paper")
app.command("check")(loading.check)


@app.command()
def version() -> None:
    """Print the version of the software."""
    typer.echo(__version__)
