"""`thangdo backup` and `restore`: an installation in one file, and back into either database engine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thangdo.faces.cli.common import (
    FAILED,
    Language,
    Tongue,
    django_ready,
    not_written,
    said,
    say,
    stop,
    tidied_when_ended,
    warn,
)
from thangdo.faces.cli.ledger import print_differences, print_report
from thangdo.faces.cli.loading import database_ready
from thangdo.faces.cli.terminal import shown_progress

if TYPE_CHECKING:
    from thangdo.records.backups.form import BadBackup
    from thangdo.records.backups.restoring import Seen

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", help="A file, readable to you only, whose first line is the passphrase."
    ),
]


def backup(
    file: Annotated[Path, typer.Argument(help="The backup to write: a zip.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    without_s3: Annotated[
        bool, typer.Option("--without-s3", help="Leave out the files that are kept in S3.")
    ] = False,
    encrypt: Annotated[bool, typer.Option("--encrypt", help="Ask for a passphrase and lock it.")] = False,
    passphrase_file: PassphraseFile = None,
    language: Language = Tongue.vi,
) -> None:
    """Write database, files and keys into one file, signed; with a passphrase it is encrypted.

    The site may be in use meanwhile. Keep the file as safe as the installation: it holds the private keys.
    """
    database_ready()
    from django.conf import settings

    from thangdo.faces.cli.passphrases import to_lock
    from thangdo.records.backups.form import BucketSilent
    from thangdo.records.backups.writing import write
    from thangdo.records.ledger.keys import BadKey

    if file.is_dir() or (file.exists() and not force):
        stop(
            said(
                f"{file}: đã có; hãy chọn tên khác hoặc dùng --force.",
                f"{file}: it is there already; choose another name, or use --force.",
            )
        )
    passphrase = to_lock(passphrase_file, encrypt)
    try:
        with tidied_when_ended(), shown_progress() as progress:
            done = write(file, datetime.now(UTC), progress, with_bucket=not without_s3, passphrase=passphrase)
    except BadKey as bad:
        stop(said(f"Khóa ký bản sao lưu: {bad}.", f"The key that signs backups: {bad}."))
    except BucketSilent as silent:
        stop(
            said(
                f"Không đọc được tài liệu kiểm chứng trên S3 ({silent.code}); không ghi gì. Hãy chạy lại, "
                "hoặc dùng --without-s3 và sao lưu vùng lưu trữ đó riêng.",
                f"The files kept in S3 cannot be read ({silent.code}); nothing was written. Run it again, or "
                "use --without-s3 and back up the bucket by itself.",
            )
        )
    except OSError as error:
        not_written(file, error)
    if settings.S3_URL and without_s3:
        warn(
            said(
                "Tài liệu trên S3 không có trong bản sao lưu này; hãy sao lưu vùng lưu trữ đó riêng.",
                "The files kept in S3 are not in this backup; back up the bucket by itself.",
            )
        )
    if done.missing:
        warn(
            said(
                f"{done.missing} tệp có trong sổ nhưng không có trên S3; bản sao lưu thiếu các tệp đó.",
                f"{done.missing} files that the register names are not in S3; the backup lacks them.",
            )
        )
    say(
        said(
            f"{file}: {done.rows} dòng của {done.tables} bảng, {done.files} tệp, {done.keys} khóa, "
            f"{done.size} byte. Trong đó có khóa bí mật: hãy cất giữ như chính hệ thống.",
            f"{file}: {done.rows} rows of {done.tables} tables, {done.files} files, {done.keys} keys, "
            f"{done.size} bytes. It holds private keys: keep it as safe as the installation.",
        )
    )
    say(
        said(
            f"Ký bằng khóa sha256:{done.fingerprint}; hãy ghi dấu vân tay này ở nơi khác, "
            "khi phục hồi cần đến.",
            f"Signed by key sha256:{done.fingerprint}; write this fingerprint down elsewhere: "
            "a restore needs it.",
        )
    )
    if not done.locked:
        warn(
            said(
                "Bản sao lưu không được mã hóa; dùng --encrypt hoặc --passphrase-file để mã hóa.",
                "The backup is not encrypted; --encrypt or --passphrase-file does so.",
            )
        )


def restore(
    file: Annotated[Path, typer.Argument(help="The backup to take back.")],
    signer: Annotated[
        str | None,
        typer.Option("--signer", help="The fingerprint of the key that must have signed it."),
    ] = None,
    unsigned: Annotated[
        bool, typer.Option("--unsigned", help="Take it though nobody known has signed it.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Only check the file; write nothing.")] = False,
    passphrase_file: PassphraseFile = None,
    language: Language = Tongue.vi,
) -> None:
    """Take a backup back into an empty installation, on SQLite or PostgreSQL, and verify its ledger.

    Stop server and worker first. What is not a whole backup of this version, signed by a key that is known
    here or named, changes nothing.
    """
    django_ready()
    from django.conf import settings
    from django.db import Error as DatabaseError

    from thangdo.faces.cli.passphrases import to_open
    from thangdo.records.backups import restoring, using
    from thangdo.records.backups.form import BadBackup

    try:
        Path(settings.DATA).mkdir(parents=True, exist_ok=True)
        asked = restoring.Asked(
            to_open(passphrase_file) if restoring.is_locked(file) else None,
            None if signer is None else _fingerprint(signer),
            unsigned,
        )
        if check:
            with shown_progress() as progress:
                _say_seen(restoring.look(file, progress, asked))
            return
        if others := using.others():
            warn(
                said(
                    f"Có {others} kết nối khác tới cơ sở dữ liệu; hãy dừng máy chủ và tiến trình xử lý việc "
                    "trước.",
                    f"{others} others are connected to the database; stop server and worker first.",
                )
            )
        with tidied_when_ended(), shown_progress() as progress:
            done = restoring.restore(file, progress, asked)
    except BadBackup as bad:
        stop(f"{file}: {_why(bad)} {said('Không thay đổi gì.', 'Nothing was changed.')}")
    except (OSError, DatabaseError) as error:
        code = getattr(error, "code", "")
        why = getattr(error, "strerror", None) or (f"S3: {code}" if code else type(error).__name__)
        stop(
            said(
                f"{file}: không phục hồi được ({why}). Cơ sở dữ liệu vẫn trống; có thể chạy lại.",
                f"{file}: it cannot be restored ({why}). The database is still empty; run it again.",
            )
        )
    say(
        said(
            f"Đã phục hồi {done.rows} dòng của {done.tables} bảng, {done.files} tệp, {done.keys} khóa "
            f"từ bản sao lưu lúc {done.made_at} ({done.engine}).",
            f"Restored {done.rows} rows of {done.tables} tables, {done.files} files, {done.keys} keys "
            f"from the backup of {done.made_at} ({done.engine}).",
        )
    )
    _say_seen(done.seen)
    if done.held_back:
        say(
            said(
                f"{done.held_back} thư đang chờ gửi lúc sao lưu không được gửi nữa (có thể đã gửi rồi).",
                f"{done.held_back} e-mails that waited at the time of the backup are not sent (they may have "
                "gone out since).",
            )
        )
    whole = print_report(done.ledger)
    if not print_differences() or not whole:
        raise typer.Exit(FAILED)


def _fingerprint(given: str) -> str:
    from thangdo.rules.index.publication.signer import fingerprint_of

    found = fingerprint_of(given.encode())
    if found is None:
        stop(said(f"{given}: không phải dấu vân tay của khóa.", f"{given}: this is no fingerprint of a key."))
    return found


def _say_seen(seen: Seen) -> None:
    """What the backup is, and who signed it."""
    say(
        said(
            f"Bản sao lưu lúc {seen.made_at} ({seen.engine}, phiên bản {seen.version}): {seen.rows} dòng của "
            f"{seen.tables} bảng, {'có' if seen.locked else 'không'} mã hóa, đủ và không bị sửa.",
            f"Backup of {seen.made_at} ({seen.engine}, version {seen.version}): {seen.rows} rows of "
            f"{seen.tables} tables, {'encrypted' if seen.locked else 'not encrypted'}, whole and unchanged.",
        )
    )
    if seen.standing is None:
        warn(
            said(
                "CẢNH BÁO: bản sao lưu không có chữ ký; không biết ai lập và có bị sửa hay không.",
                "WARNING: nobody signed the backup; who made it and whether it was changed is not known.",
            )
        )
        return
    texts = {
        "own": ("khóa của chính hệ thống này", "the key of this installation"),
        "known": ("khóa đã biết từ lần phục hồi trước", "a key known from a restore before"),
        "named": ("đúng khóa đã nêu", "the key that was named"),
        "unknown": ("CẢNH BÁO: khóa chưa biết", "WARNING: an unknown key"),
    }
    (warn if seen.standing == "unknown" else say)(
        said("Người ký: ", "Signed by ") + f"{said(*texts[seen.standing])} (sha256:{seen.fingerprint})."
    )


def _why(bad: BadBackup) -> str:
    facts = bad.facts
    if bad.code == "not-empty":
        tables = facts["tables"]
        assert isinstance(tables, list)
        some = ", ".join(tables[:5]) + (" …" if len(tables) > 5 else "")
        return said(
            f"cơ sở dữ liệu đích đã có dữ liệu ({some}); hãy phục hồi vào một cơ sở dữ liệu trống.",
            f"the database is not empty ({some}); restore into an empty one.",
        )
    if bad.code == "other-version":
        if facts["newer"]:
            return said(
                f"bản sao lưu của phiên bản mới hơn ({facts['version']}); hãy cài phiên bản đó rồi phục hồi.",
                f"the backup is of a newer version ({facts['version']}); install that version and restore.",
            )
        return said(
            f"bản sao lưu của phiên bản cũ hơn ({facts['version']}): hãy phục hồi bằng phiên bản đó, "
            "cập nhật phần mềm rồi chạy `thangdo migrate`.",
            f"the backup is of an older version ({facts['version']}): restore it with that version, update, "
            "then run `thangdo migrate`.",
        )
    texts = {
        "locked": ("bản sao lưu được mã hóa; cần mật khẩu.", "it is encrypted; its passphrase is needed."),
        "wrong-passphrase": ("mật khẩu không đúng.", "the passphrase is wrong."),
        "locked-changed": (
            "bản mã hóa bị cắt cụt hoặc đã bị sửa.",
            "the encrypted file is cut short or was changed.",
        ),
        "unsigned": (
            "bản sao lưu kiểu cũ, không có chữ ký. Nếu chắc chắn về nguồn gốc, hãy thêm --unsigned.",
            "a backup of the old form, which nobody signed. If you are sure where it comes from, add "
            "--unsigned.",
        ),
        "signature-missing": ("thiếu chữ ký.", "its signature is missing."),
        "bad-signature": (
            "chữ ký không khớp: bảng kê (manifest.json), chữ ký hoặc khóa đã bị sửa.",
            "the signature is not good: the manifest, the signature or the key was changed.",
        ),
        "unknown-signer": (
            "do khóa chưa biết ký: sha256:{found}. Hãy so với dấu vân tay đã ghi lúc sao lưu; nếu đúng, "
            "chạy lại với --signer {found}.",
            "signed by an unknown key: sha256:{found}. Compare it with the fingerprint written down at the "
            "backup; if it is that, run again with --signer {found}.",
        ),
        "other-signer": (
            "do khóa khác ký: sha256:{found}, không phải sha256:{expected}.",
            "signed by another key: sha256:{found}, not sha256:{expected}.",
        ),
        "container": (
            "tệp zip không đúng như phần mềm ghi, ở phần {part}.",
            "the zip is not as this software writes it, at {part}.",
        ),
        "in-use": (
            "máy chủ hoặc tiến trình xử lý việc đang chạy trên thư mục này; hãy dừng trước.",
            "the server or the worker runs on this folder; stop it first.",
        ),
        "damaged": ("tệp zip hỏng hoặc bị cắt cụt.", "the zip is damaged or cut short."),
        "not-ours": ("không phải bản sao lưu của Thang Đo.", "this is no backup of Thang Đo."),
        "other-form": ("dạng bản sao lưu khác: {form}; cần {needed}.", "form {form}; {needed} is needed."),
        "parts": (
            "thiếu hoặc thừa {count} phần, trước hết là {first}.",
            "{count} parts are missing or too many, the first is {first}.",
        ),
        "changed": ("phần {part} đã bị thay đổi.", "the part {part} has been changed."),
        "other-tables": ("các bảng không khớp {table}.", "the tables do not fit {table}."),
        "row": (
            "bảng {table}, dòng {row}: không đọc được ({why}).",
            "table {table}, row {row} cannot be read ({why}).",
        ),
        "refused": (
            "bảng {table}, dòng {row}–{last}: cơ sở dữ liệu từ chối ({why}).",
            "table {table}, rows {row}–{last}: the database refuses them ({why}).",
        ),
        "dangling": (
            "có dòng trỏ tới dòng không tồn tại ({why}).",
            "a row refers to one that is not there ({why}).",
        ),
    }
    return said(*texts[bad.code]).format(**facts)
