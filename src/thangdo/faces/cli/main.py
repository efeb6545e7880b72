"""The `thangdo` command: its parts are imported only when they run, so that `--help` is there at once."""

from __future__ import annotations

import typer

from thangdo import __version__
from thangdo.faces.cli import editions, loading, reproducing, scoring

app = typer.Typer(
    name="thangdo",
    help="Measure, rank and improve public administration; recompute every published number.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # rich takes 0.3 s to load
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(editions.app, name="edition")
app.command("score")(scoring.score)
app.command("explain")(scoring.explain)
app.command("reproduce")(reproducing.reproduce)
app.command("load")(loading.load)
app.command("serve")(loading.serve)
app.command("check")(loading.check)


@app.command()
def version() -> None:
    """Print the version of the software."""
    typer.echo(__version__)
