"""`thangdo paper`: sign a paper with a key, and check the signatures of one that comes back."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from thangdo.faces.cli.common import FAILED, Language, Tongue, said, say, stop, write_file

app = typer.Typer(help="Sign papers (PDF) and check their signatures.", no_args_is_help=True)


class Role(StrEnum):
    """As whom a paper is signed."""

    person = "person"
    body = "body"
    attached = "attached"


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        stop(said(f"Không đọc được tệp {file}.", f"The file {file} cannot be read."))
        raise AssertionError from error


@app.command()
def sign(
    paper: Annotated[Path, typer.Argument(help="The paper, a PDF.")],
    out: Annotated[Path, typer.Argument(help="The signed PDF to write.")],
    key: Annotated[
        Path | None, typer.Option(help="The signer's key (.p12, .pfx); default: the key of the settings.")
    ] = None,
    passphrase_file: Annotated[Path | None, typer.Option(help="A file with the key's passphrase.")] = None,
    as_: Annotated[
        Role, typer.Option("--as", help="person: who signs; body: its seal; attached: a paper with another.")
    ] = Role.person,
    picture: Annotated[Path | None, typer.Option(help="The picture of the signature or seal (PNG).")] = None,
    number: Annotated[str, typer.Option(help="Number and symbol, for --as attached.")] = "",
    language: Language = Tongue.vi,
) -> None:
    """Sign a paper: the mark between title and name, the seal over its left third (Decree 30/2020/NĐ-CP)."""
    from django.conf import settings

    from thangdo.faces.look.signature_words import refused
    from thangdo.records.documents.official.pictures import BadPicture
    from thangdo.records.documents.signing import keys, signing
    from thangdo.records.documents.signing.marks import Mark

    content = _read(paper)
    shown = picture or (Path(settings.SEAL_PICTURE) if as_ is Role.body and settings.SEAL_PICTURE else None)
    mark = Mark(as_.value, _read(shown) if shown else b"", number)
    at, server = datetime.now(UTC), settings.TIME_SERVER
    try:
        if key is not None:
            secret = _read(passphrase_file).decode("utf-8").strip("\r\n") if passphrase_file else ""
            made = signing.sign(content, keys.of_pkcs12(_read(key), secret), mark, at, server)
        elif keys.is_kept():
            with keys.kept() as signer:
                made = signing.sign(content, signer, mark, at, server)
        else:
            stop(said("Cho biết khóa ký: --key.", "Name the key to sign with: --key."))
    except (keys.BadKey, signing.NotSigned) as error:
        stop(said(refused(error.code, "vi"), refused(error.code, "en")))
    except BadPicture:
        stop(said(refused("bad-picture", "vi"), refused("bad-picture", "en")))
    write_file(out, made)
    say(said(f"Đã ký: {out}", f"Signed: {out}"))


@app.command()
def check(
    paper: Annotated[Path, typer.Argument(help="The signed PDF.")],
    roots: Annotated[
        str, typer.Option(help="Certificates that are trusted: a file or folder; default: of the settings.")
    ] = "",
    language: Language = Tongue.vi,
) -> None:
    """Say of each signature whose it is, whether it holds, and whether the paper was changed after it.

    Ends with 1 where one does not hold, is from nobody known, or there is none.
    """
    from django.conf import settings

    from thangdo.faces.look.signature_words import problem, sentence
    from thangdo.records.documents.signing import checked

    found = checked.check(_read(paper), checked.roots_in(roots or settings.SIGN_ROOTS))
    if found.problem:
        say(said(problem(found.problem, "vi"), problem(found.problem, "en")))
    for one in found.signatures:
        say(f"{one.field}: " + said(sentence(one, "vi"), sentence(one, "en")))
    if not found.sound:
        raise typer.Exit(FAILED)
