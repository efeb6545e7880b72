"""Writing a backup: one moment of the database, the files, the keys; the whole file or nothing.

Files that are kept in a bucket are fetched from it, unless they are left out on purpose.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, models, transaction

from thangdo import __version__
from thangdo.records.backups import form
from thangdo.records.files import storage
from thangdo.records.files.models import StoredFile

#: what is being done, how much is done, of how much
Progress = Callable[[str, int, int], None]
_PIECE = 1 << 20
_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Written:
    """What a backup holds. missing: files that the table names and the bucket does not hold."""

    tables: int
    rows: int
    files: int
    keys: int
    size: int  # bytes of the zip
    missing: int = 0


def write(
    file: Path, now: datetime, progress: Progress | None = None, *, with_bucket: bool = True
) -> Written:
    """Write a backup of this installation, readable to its owner only: it holds the keys.

    with_bucket: also what is kept in S3. Writers go on meanwhile; what they write is not in it. Raises
    OSError, also for a bucket that does not answer.
    """
    tell = progress or (lambda what, done, total: None)
    partial = file.with_name(f".{file.name[:200]}.{os.getpid()}{form.PARTIAL}")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
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
                )
                archive.writestr(_info(form.MANIFEST), json.dumps(said.plain(), ensure_ascii=False, indent=1))
            out.flush()
            os.fsync(out.fileno())
        size = partial.stat().st_size
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    keys = sum("/" not in part.name.removeprefix("data/") for part in parts if part.name.startswith("data/"))
    return Written(
        len(tables), sum(table.rows for table in tables), files + fetched - keys, keys, size, missing
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


def _tables(archive: zipfile.ZipFile, parts: list[form.Part], tell: Progress) -> Iterator[form.Table]:
    kept = form.kept_models()
    for number, model in enumerate(kept):
        label = model._meta.label_lower
        tell(label, number, len(kept))
        name = f"tables/{number:03}-{label}.jsonl"
        fields = list(model._meta.local_concrete_fields)
        count = 0
        with _part(archive, name, parts) as put:
            for row in _rows(model, fields):
                put(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                count += 1
        yield form.Table(label, name, tuple(field.attname for field in fields), count)


def _rows(model: type[models.Model], fields: list[models.Field[Any, Any]]) -> Iterator[list[Any]]:
    names = [field.attname for field in fields]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=_ROWS):
        yield [form.written(field, value) for field, value in zip(fields, row, strict=True)]


def _files(archive: zipfile.ZipFile, parts: list[form.Part], tell: Progress) -> int:
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
        with stream, _part(archive, f"data/{path.relative_to(root).as_posix()}", parts) as put:
            while piece := stream.read(_PIECE):
                put(piece)
        count += 1
    return count


def _fetched(
    archive: zipfile.ZipFile, parts: list[form.Part], wanted: Collection[str], tell: Progress
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
            with _part(archive, name, parts) as put:
                while piece := stream.read(_PIECE):
                    put(piece)
        except storage.Missing:
            missing += 1
            continue
        except OSError:
            raise
        except Exception as error:  # botocore's own, of which this floor knows nothing
            raise form.BucketSilent(type(error).__name__) from error
        fetched += 1
    return fetched, missing


@contextmanager
def _part(archive: zipfile.ZipFile, name: str, parts: list[form.Part]) -> Iterator[Callable[[bytes], None]]:
    """A member being written; its size and hash are noted."""
    digest, size = hashlib.sha256(), 0
    stream: IO[bytes]
    with archive.open(_info(name), "w", force_zip64=True) as stream:

        def put(piece: bytes) -> None:
            nonlocal size
            digest.update(piece)
            size += len(piece)
            stream.write(piece)

        yield put
    parts.append(form.Part(name, size, digest.hexdigest()))


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    # Evidence is mostly compressed already: PDF, Word, pictures.
    info.compress_type = zipfile.ZIP_STORED if name.startswith("data/") else zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
