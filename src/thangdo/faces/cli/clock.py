"""`thangdo clock`: whether the time is believed, and to say once that a clock that looks wrong is right."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from thangdo.faces.cli.common import FAILED, Language, Tongue, said, say, stop
from thangdo.faces.cli.loading import database_ready

if TYPE_CHECKING:
    from thangdo.records.ledger.clock import Wrong

app = typer.Typer(
    help="The clock: whether its time is believed, and to accept it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def clock_sentence(found: Wrong) -> str:
    """Why a time is not believed, and what to do."""
    from django.utils.translation import override

    from thangdo.faces.look import wording

    refusal = found.refusal()
    with override(said("vi", "en")):
        return wording.refused(refusal.code, refusal.facts)


@app.command("show")
def show(language: Language = Tongue.vi) -> None:
    """Say whether the time is believed. Exit code 1: it is not, nothing is recorded, no job runs."""
    database_ready()
    from thangdo.records.ledger import clock

    now = datetime.now(UTC)
    if found := clock.wrong(now):
        stop(clock_sentence(found), FAILED)
    say(said(f"Đồng hồ đúng: {clock.local(now)}.", f"The clock is right: {clock.local(now)}."))


@app.command("accept")
def accept(language: Language = Tongue.vi) -> None:
    """Say that the clock is right, although it looks wrong: after a long rest, or where it was wrong."""
    database_ready()
    from thangdo.records.ledger import clock

    now = datetime.now(UTC)
    clock.mark(now, accepted=True)
    say(
        said(
            f"Đã chấp nhận giờ {clock.local(now)}; việc được ghi nhận và chạy lại từ nay.",
            f"{clock.local(now)} is accepted; acts are recorded and jobs run again from now on.",
        )
    )
