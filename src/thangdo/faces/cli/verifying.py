"""`thangdo verify`: whether a sealed publication is whole, who signed it, and whether its numbers follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thangdo.faces.cli.common import BAD, FAILED, Language, Tongue, said, say, stop, warn
from thangdo.faces.cli.terminal import console

if TYPE_CHECKING:
    from thangdo.rules.index.publication.report import Finding, Report

MOST_PRINTED = 200
MOST_NAMED = 20
LARGEST_KEY = 10_000


def verify(
    publication: Annotated[Path, typer.Argument(help="The sealed publication, a zip.")],
    key: Annotated[
        Path | None,
        typer.Option("--key", help="The signer's public key (PEM or key.pub) or its fingerprint, in a file."),
    ] = None,
    language: Language = Tongue.vi,
) -> None:
    """Check a sealed publication and recompute every number.

    Needs no server and no database. Ends with 0 when all is well; with 1 when a part, a number or the
    signature is not; with 2 when the file is no publication.
    """
    from thangdo.rules.index.publication.signer import fingerprint_of
    from thangdo.rules.index.publication.verifying import verify as verified

    wanted = None if key is None else _read(key, LARGEST_KEY)
    if wanted is not None and fingerprint_of(wanted) is None:
        stop(
            said(
                f"{key}: không phải khóa công khai Ed25519 (PEM hoặc key.pub) hay dấu vân tay của khóa.",
                f"{key}: this is no public Ed25519 key (PEM or key.pub) and no fingerprint of one.",
            )
        )
    content = _read(publication)
    with _progress() as progress:
        report = verified(content, wanted, progress)
    if report.status == "unreadable":
        stop(f"{publication}: {sentence(report.findings[0])}")
    _print(report, language)
    if report.status == "bad":
        raise typer.Exit(FAILED)


def _read(file: Path, most: int | None = None) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read() if most is None else stream.read(most + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        stop(said(f"{file}: không đọc được ({why}).", f"{file}: it cannot be read ({why})."), BAD)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal; silence elsewhere."""
    terminal = console(errors=True)
    if not terminal.is_terminal:
        yield lambda step, done, of: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description:<34}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=terminal,
        transient=True,
    ) as bar:
        task = bar.add_task("", total=None)

        def update(step: str, done: int, of: int) -> None:
            bar.update(task, description=_step(step), completed=done, total=of)

        yield update


def _step(step: str) -> str:
    return {
        "hash": said("Kiểm tra từng phần", "Checking each part"),
        "evaluate": said("Tính lại điểm, mức, hạng", "Recomputing scores, levels, ranks"),
        "explanations": said("So sánh từng con số", "Comparing every number"),
    }.get(step, step)


def _print(report: Report, language: str) -> None:
    manifest = report.manifest
    if manifest:
        title = manifest.get("title")
        texts = title if isinstance(title, dict) else {}
        say(printable(texts.get(language) or texts.get("vi") or ""))
        again = printable(manifest.get("replaces") or "")
        number, revision = printable(manifest.get("id")), printable(manifest.get("revision"))
        say(said(f"Mã {number}, lần công bố {revision}", f"{number}, revision {revision}"))
        if again:
            say(said(f"Thay thế: {again}", f"Replaces: {again}"))
    if report.fingerprint:
        say(said("Khóa ký: ", "Signing key: ") + f"sha256:{report.fingerprint}")
    for finding in report.findings[:MOST_PRINTED]:
        warn(sentence(finding))
    hidden = len(report.findings) - MOST_PRINTED + report.more
    if hidden > 0:
        warn(said(f"… và {hidden} chỗ khác nữa.", f"… and {hidden} more."))
    for notice in report.notices:
        warn(sentence(notice))
    if report.status == "bad":
        count = len(report.findings) + report.more
        warn(said(f"KHÔNG ĐÚNG: {count} chỗ sai khác.", f"NOT GOOD: {count} difference{'s' * (count > 1)}."))
    else:
        say(_well(report))
    if report.not_returned:
        say(_silent(report))


def _silent(report: Report) -> str:
    """The units that are named as never signed off: they have no score, and none was recomputed."""
    count = len(report.not_returned)
    named = (f"{name} ({code})" if name else code for code, name in report.not_returned[:MOST_NAMED])
    names = "; ".join(map(printable, named)) + ("; …" if count > MOST_NAMED else "")
    return said(
        f"{count} đơn vị không gửi kết quả tự đánh giá, không tính điểm, không xếp hạng: {names}.",
        f"Did not return, so without score and rank: {count} unit{'s' * (count > 1)}: {names}.",
    )


def _well(report: Report) -> str:
    counted = said(
        f"đã tính lại {report.numbers} điểm số của {report.units} đơn vị.",
        f"{report.numbers} scores of {report.units} units recomputed.",
    )
    if report.signer == "checked":
        return said("ĐÚNG, do khóa đã cho ký; ", "Good, signed by the key given; ") + counted
    return (
        said(
            "Nhất quán, chưa kiểm tra người ký (hãy đối chiếu dấu vân tay của khóa, hoặc dùng --key); ",
            "Consistent, signer not checked (compare the fingerprint, or use --key); ",
        )
        + counted
    )


def sentence(finding: Finding) -> str:
    """A finding in the reader's language."""
    from thangdo.faces.look import phrasing, sentences

    language = said("vi", "en")
    told = {key: phrasing.fact(value, language) for key, value in finding.facts.items()}
    facts = {key: printable(value) for key, value in told.items()} | {"place": _place(finding, language)}
    pair = sentences.pair("findings", finding.code)
    return said(*pair).format(**facts) if pair else f"{finding.code}: {dict(finding.facts)}"


def printable(value: object) -> str:
    """A text of a stranger's file without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in str(value))


def _place(finding: Finding, language: str) -> str:
    """Of whom and of what a finding speaks: “unit 17, node A1”."""
    from thangdo.faces.look import sentences

    told = [
        f"{sentences.name(language, 'places', key)} {printable(value)}"
        for key, value in finding.facts.items()
        if sentences.has("places", key) and value != ""
    ]
    return ", ".join(told)
