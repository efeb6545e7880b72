"""Writing a backup: one moment of the database, the files, the keys; the whole file or nothing.

Files that are kept in a bucket are fetched from it, unless they are left out on purpose.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.db import connection, models, transaction

from thangdo import __version__
from thangdo.records.backups import age, form, signing
from thangdo.records.files import storage
from thangdo.records.files.models import StoredFile
from thangdo.rules import zips
from thangdo.rules.index.publication.signer import key_part, signature_part

#: what is being done, how much is done, of how much
Progress = Callable[[str, int, int], None]
_PIECE = 1 << 20
_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Written:
    """What a backup holds.

    missing: files that the table names and the bucket does not hold; fingerprint: of the key that signed.
    """

    tables: int
    rows: int
    files: int
    keys: int
    size: int  # bytes of the file
    missing: int = 0
    fingerprint: str = ""
    locked: bool = False


def write(
    file: Path,
    now: datetime,
    progress: Progress | None = None,
    *,
    with_bucket: bool = True,
    passphrase: str | None = None,
) -> Written:
    """Write a backup of this installation, signed, readable to its owner only: it holds the keys.

    with_bucket: also what is kept in S3; passphrase: what locks it. Writers go on meanwhile; what they write
    is not in it. Raises OSError, also for a bucket that does not answer; BadKey.
    """
    tell = progress or (lambda what, done, total: None)
    signer = signing.own(settings.DATA)
    partial = file.with_name(f".{file.name[:200]}.{os.getpid()}{form.PARTIAL}")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            with ExitStack() as stack:
                into: IO[bytes] = out
                if passphrase is not None:
                    into = cast(IO[bytes], stack.enter_context(age.Locking(out, passphrase)))
                archive = stack.enter_context(zips.Writer(into))
                parts: list[form.Part] = []
                wanted: list[str] = []
                with _one_moment():
                    tables = list(_tables(archive, parts, tell))
                    if settings.S3_URL and with_bucket:
                        living = StoredFile.objects.filter(destroyed_at=None).order_by("sha256")
                        wanted += living.values_list("sha256", flat=True)
                files = _files(archive, parts, tell)
                fetched, missing = _fetched(archive, parts, wanted, tell)
                said = form.Manifest(
                    now.astimezone(UTC).isoformat(timespec="seconds"),
                    __version__,
                    connection.vendor,
                    form.migrations_known(),
                    tuple(tables),
                    tuple(parts),
                    packed_by=zips.packer(),
                )
                manifest = json.dumps(said.plain(), ensure_ascii=False, indent=1).encode()
                archive.add(form.MANIFEST, [manifest])
                archive.add(form.SIGNATURE, [signature_part(signer.sign(manifest))])
                archive.add(form.KEY, [key_part(signer.public)])
            out.flush()
            os.fsync(out.fileno())
        size = partial.stat().st_size
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    keys = sum("/" not in part.name.removeprefix("data/") for part in parts if part.name.startswith("data/"))
    return Written(
        len(tables),
        sum(table.rows for table in tables),
        files + fetched - keys,
        keys,
        size,
        missing,
        signer.fingerprint,
        passphrase is not None,
    )


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that sees one moment of the database and holds up no writer."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            if not connection.savepoint_ids:  # a transaction of ours, not of a test around it
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    connection.ensure_connection()
    mode = getattr(connection, "transaction_mode", None)
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = mode  # type: ignore[attr-defined]


def _tables(archive: zips.Writer, parts: list[form.Part], tell: Progress) -> Iterator[form.Table]:
    kept = form.kept_models()
    for number, model in enumerate(kept):
        label = model._meta.label_lower
        tell(label, number, len(kept))
        name = f"tables/{number:03}-{label}.jsonl"
        fields = list(model._meta.local_concrete_fields)
        lines = _Counted(_lines(model, fields))
        _add(archive, name, iter(lines), parts)
        yield form.Table(label, name, tuple(field.attname for field in fields), lines.count)


class _Counted:
    """Lines, and how many they were."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines, self.count = lines, 0

    def __iter__(self) -> Iterator[bytes]:
        for line in self._lines:
            self.count += 1
            yield line


def _lines(model: type[models.Model], fields: list[models.Field[Any, Any]]) -> Iterator[bytes]:
    for row in _rows(model, fields):
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _rows(model: type[models.Model], fields: list[models.Field[Any, Any]]) -> Iterator[list[Any]]:
    names = [field.attname for field in fields]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=_ROWS):
        yield [form.written(field, value) for field, value in zip(fields, row, strict=True)]


def _files(archive: zips.Writer, parts: list[form.Part], tell: Progress) -> int:
    """The folders of files, then the keys. A file is the same for ever or gone; one that goes is left out."""
    root = Path(settings.DATA)
    found = [
        path
        for folder in form.FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
        if not path.name.endswith(form.PARTIAL)
    ]
    found += [path for pattern in form.KEYS for path in sorted(root.glob(pattern)) if path.is_file()]
    count = 0
    for number, path in enumerate(found):
        tell("files", number, len(found))
        try:
            stream = path.open("rb")
        except FileNotFoundError:
            continue
        with stream:
            _add(archive, f"data/{path.relative_to(root).as_posix()}", _pieces(stream), parts)
        count += 1
    return count


def _fetched(
    archive: zips.Writer, parts: list[form.Part], wanted: Collection[str], tell: Progress
) -> tuple[int, int]:
    """What lies in the bucket, as if it lay in the folder; how many were fetched, how many are not there."""
    here = {part.name for part in parts}
    fetched = missing = 0
    for number, key in enumerate(wanted):
        tell("files", number, len(wanted))
        name = f"data/{form.FILES}/{key[:2]}/{key[2:]}"
        if name in here:
            continue
        try:
            stream = storage.store().open(key)
            _add(archive, name, _pieces(stream), parts)
        except storage.Missing:
            missing += 1
            continue
        except OSError:
            raise
        except Exception as error:  # botocore's own, of which this floor knows nothing
            raise form.BucketSilent(type(error).__name__) from error
        fetched += 1
    return fetched, missing


def _pieces(stream: Any) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece


def _add(archive: zips.Writer, name: str, chunks: Iterator[bytes], parts: list[form.Part]) -> None:
    """Write a member; its size and hash are noted. Evidence is mostly compressed already: it is stored."""
    method = zips.STORED if name.startswith("data/") else zips.DEFLATED
    digest, size = archive.add(name, chunks, method)
    parts.append(form.Part(name, size, digest))
