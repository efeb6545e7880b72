"""The passphrase of a backup: from a file, from the environment, or typed; never on the command line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from thangdo.faces.cli.common import said, stop

VARIABLE = "THANGDO_BACKUP_PASSPHRASE"


def to_lock(file: Path | None, typed: bool) -> str | None:
    """The passphrase that locks a backup; None where none is asked for."""
    found = _given(file, typed)
    if found is None and typed:
        return _good(
            typer.prompt(
                said("Mật khẩu bảo vệ bản sao lưu", "Passphrase of the backup"),
                hide_input=True,
                confirmation_prompt=said("Nhập lại mật khẩu", "The passphrase again"),
                err=True,
            )
        )
    return found


def to_open(file: Path | None) -> str:
    """The passphrase of a backup that is locked."""
    found = _given(file, False)
    if found is not None:
        return found
    if not sys.stdin.isatty():
        stop(
            said(
                "Bản sao lưu được mã hóa: hãy cho mật khẩu bằng --passphrase-file TỆP hoặc biến môi trường "
                f"{VARIABLE}.",
                f"The backup is encrypted: give its passphrase by --passphrase-file FILE or {VARIABLE}.",
            )
        )
    return str(
        typer.prompt(said("Mật khẩu của bản sao lưu", "Passphrase of the backup"), hide_input=True, err=True)
    )


def _given(file: Path | None, typed: bool) -> str | None:
    from django.conf import settings

    from thangdo.records.backups.jobs import BadPassphrase, passphrase_in

    try:
        if file is not None:
            return passphrase_in(file)
        if typed:
            return None
        if os.environ.get(VARIABLE):
            return _good(os.environ[VARIABLE])
        if settings.BACKUP_PASSPHRASE_FILE:
            return passphrase_in(Path(settings.BACKUP_PASSPHRASE_FILE))
    except BadPassphrase as bad:
        _bad(bad.code, str(bad.where))
    return None


def _good(text: str) -> str:
    from thangdo.records.backups.jobs import LEAST

    if len(text) < LEAST:
        _bad("short", VARIABLE)
    return text


def _bad(code: str, where: str) -> None:
    from thangdo.records.backups.jobs import LEAST

    texts = {
        "short": (
            f"mật khẩu phải có ít nhất {LEAST} ký tự.",
            f"a passphrase has at least {LEAST} characters.",
        ),
        "unreadable": ("không đọc được tệp mật khẩu.", "the file of the passphrase cannot be read."),
        "open": (
            "người khác đọc được tệp mật khẩu; hãy chạy chmod 600.",
            "others can read the file of the passphrase; run chmod 600.",
        ),
    }
    stop(f"{where}: {said(*texts[code])}")
