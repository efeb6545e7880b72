"""Taking a backup back, into either database engine: all of it in one transaction, or nothing.

A restore that is killed leaves the database as empty as it was; files that it had put in place already are
the same files again at the next try.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction

from thangdo.records.backups import age, form, signing, using
from thangdo.records.backups.form import BadBackup
from thangdo.records.backups.writing import Progress
from thangdo.records.files import storage
from thangdo.records.ledger import guards
from thangdo.records.ledger.verify import Report, verify
from thangdo.records.notices.outbox import hold_back
from thangdo.rules import zips
from thangdo.rules.canonical import read

MOST_MANIFEST = 256 << 20
LONGEST_ROW = 512 << 20
_PIECE = 1 << 20
_BATCH = 500
_STORED = re.compile(rf"data/{form.FILES}/([0-9a-f]{{2}})/([0-9a-f]{{62}})")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError)


@dataclass(frozen=True, slots=True)
class Asked:
    """How a backup is to be taken.

    passphrase: what opens a locked one; signer: the fingerprint that its signer must have; unsigned: also one
    that nobody signed, or a signer of whom nothing is known.
    """

    passphrase: str | None = None
    signer: str | None = None
    unsigned: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A backup that was looked at whole. standing: None where nobody signed it."""

    made_at: str
    engine: str
    version: str
    tables: int
    rows: int
    fingerprint: str | None
    standing: signing.Standing | None
    locked: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """What was taken back, and what verifying the ledger then gave. held_back: e-mails that wait no more."""

    made_at: str
    engine: str  # where the backup was made
    tables: int
    rows: int
    files: int
    keys: int
    held_back: int
    ledger: Report
    seen: Seen


def restore(file: Path, progress: Progress | None = None, asked: Asked = Asked()) -> Restored:
    """Take a backup back into an empty installation. Raises BadBackup, then nothing was changed; OSError.

    The backup is checked whole before anything is written, its signer included.
    """
    tell = progress or (lambda what, done, total: None)
    try:
        with using.alone(Path(settings.DATA)), _opened(file, asked) as (archive, said, seen):
            _check(archive, said, tell)
            call_command("migrate", verbosity=0, interactive=False)
            _need_fresh()
            with transaction.atomic():
                _empty()
                rows = _tables(archive, said, tell)
                held = hold_back()
                try:
                    connection.check_constraints()
                except DatabaseError as error:
                    raise BadBackup("dangling", why=type(error).__name__) from error
                files, keys = _files(archive, said, tell)
    except using.InUse as error:
        raise BadBackup("in-use") from error
    if seen.standing == "named" and seen.fingerprint:
        signing.trust(Path(settings.DATA), seen.fingerprint)
    guards.install()
    report = verify(progress=lambda done, total: tell("ledger", done, total))
    return Restored(said.made_at, said.engine, len(said.tables), rows, files, keys, held, report, seen)


def look(file: Path, progress: Progress | None = None, asked: Asked = Asked()) -> Seen:
    """Check a backup whole, and who signed it; nothing is written. Raises BadBackup, OSError."""
    with _opened(file, asked) as (archive, said, seen):
        _check(archive, said, progress or (lambda what, done, total: None))
    return seen


def is_locked(file: Path) -> bool:
    """Whether a passphrase is needed. Raises OSError."""
    with file.open("rb") as stream:
        return age.is_locked(stream.read(len(age.MAGIC)))


@contextmanager
def _opened(file: Path, asked: Asked) -> Iterator[tuple[zipfile.ZipFile, form.Manifest, Seen]]:
    """The zip in a file, unlocked, with what it says and who says so."""
    try:
        with file.open("rb") as stream:
            plain: IO[bytes] = stream
            if locked := is_locked(file):
                if asked.passphrase is None:
                    raise BadBackup("locked")
                plain = cast(IO[bytes], age.unlocked(stream, asked.passphrase))
            with zipfile.ZipFile(plain) as archive:
                said = _manifest(archive)
                fingerprint, standing = _signer(archive, said, asked)
                rows = sum(table.rows for table in said.tables)
                yield (
                    archive,
                    said,
                    Seen(
                        said.made_at,
                        said.engine,
                        said.version,
                        len(said.tables),
                        rows,
                        fingerprint,
                        standing,
                        locked,
                    ),
                )
    except age.WrongPassphrase as error:
        raise BadBackup("wrong-passphrase") from error
    except age.Changed as error:
        raise BadBackup("locked-changed") from error
    except _BROKEN as error:
        raise BadBackup("damaged") from error


def _manifest(archive: zipfile.ZipFile) -> form.Manifest:
    try:
        said = form.manifest(read(_small(archive, form.MANIFEST)))
    except ValueError as error:
        raise BadBackup("not-ours") from error
    if said.migrations != (known := form.migrations_known()):
        newer = [name for name in said.migrations if name not in known]
        raise BadBackup("other-version", version=said.version, newer=bool(newer))
    return said


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        info = archive.getinfo(name)
    except KeyError as error:
        raise BadBackup("not-ours" if name == form.MANIFEST else "signature-missing") from error
    if info.file_size > MOST_MANIFEST:
        raise BadBackup("not-ours")
    return archive.read(info)


def _signer(
    archive: zipfile.ZipFile, said: form.Manifest, asked: Asked
) -> tuple[str | None, signing.Standing | None]:
    """Who signed, and what is known of that; nobody of the first form. Raises BadBackup."""
    if said.form == form.UNSIGNED:
        if not asked.unsigned:
            raise BadBackup("unsigned")
        return None, None
    seals = [_small(archive, name) for name in form.SEALS]
    found = signing.signed_by(*seals)
    if found is None:
        raise BadBackup("bad-signature")
    standing = signing.standing(Path(settings.DATA), found, asked.signer)
    if standing == "unknown" and asked.signer is not None:
        raise BadBackup("other-signer", found=found, expected=asked.signer)
    if standing == "unknown" and not asked.unsigned:
        raise BadBackup("unknown-signer", found=found)
    return found, standing


def _look_around(stream: IO[bytes], archive: zipfile.ZipFile, said: form.Manifest) -> None:
    """Nothing lies between or beside the members, each is packed as the writer does it, in its order."""
    members = [
        zips.Member(
            info.orig_filename,
            zips.STORED if info.orig_filename.startswith("data/") else zips.DEFLATED,
            info.CRC,
            info.compress_size,
            info.file_size,
            info.header_offset,
        )
        for info in archive.infolist()
    ]
    names = [member.name for member in members]
    wanted = [*(part.name for part in said.parts), *form.SEALS]
    if names != wanted and sorted(names) == sorted(wanted):
        raise BadBackup("container", part=next(a for a, b in zip(names, wanted, strict=True) if a != b)[:200])
    odd = zips.strange(stream, members, zips.BACKUP)
    if odd is None:
        ours = (zips.is_ours(stream, member, zips.BACKUP, said.packed_by is None) for member in members)
        odd = next((member.name for member, good in zip(members, ours, strict=True) if not good), None)
    if odd is not None:
        raise BadBackup("container", part=(odd or form.KEY)[:200])


def _check(archive: zipfile.ZipFile, said: form.Manifest, tell: Progress) -> None:
    """Every part is there, once, with its size and hash; and no other part."""
    names = [info.filename for info in archive.infolist()]
    seals = {form.MANIFEST} if said.form == form.UNSIGNED else set(form.SEALS)
    wanted = {part.name for part in said.parts} | seals
    if len(set(names)) != len(names) or set(names) != wanted or len(wanted) != len(said.parts) + len(seals):
        odd = sorted(set(names) ^ wanted) or ["?"]
        raise BadBackup("parts", first=odd[0][:200], count=len(odd))
    tables = {table.part for table in said.tables}
    for part in said.parts:
        data = part.name.removeprefix("data/")
        if part.name not in tables and not (data != part.name and form.may_be_data(data)):
            raise BadBackup("parts", first=part.name[:200], count=1)
    known = {model._meta.label_lower: model for model in form.kept_models()}
    if sorted(table.label for table in said.tables) != sorted(known):
        raise BadBackup("other-tables", table="")
    for table in said.tables:
        form.fields_of(known[table.label], table.fields)
    for number, part in enumerate(said.parts):
        tell("check", number, len(said.parts))
        digest, size = hashlib.sha256(), 0
        with archive.open(part.name) as stream:
            while piece := stream.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                if size > part.size:
                    break
        if (size, digest.hexdigest()) != (part.size, part.sha256):
            raise BadBackup("changed", part=part.name)
    if said.form != form.UNSIGNED:
        _look_around(cast(IO[bytes], archive.fp), archive, said)


def _need_fresh() -> None:
    """Raises BadBackup when there is anything in the database that a restore would mix with."""
    full = [
        model._meta.label_lower
        for model in form.kept_models()
        if model._meta.label_lower not in form.DISPOSABLE and model._base_manager.exists()
    ]
    if full:
        raise BadBackup("not-empty", tables=full)


def _empty() -> None:
    """Take away what a worker that looked at the fresh database has noted."""
    for model in form.kept_models():
        if model._meta.label_lower in form.DISPOSABLE:
            model._base_manager.all().delete()


def _tables(archive: zipfile.ZipFile, said: form.Manifest, tell: Progress) -> int:
    known = {model._meta.label_lower: model for model in form.kept_models()}
    total, done = sum(table.rows for table in said.tables), 0
    for table in said.tables:
        model, count = known[table.label], 0
        fields = form.fields_of(model, table.fields)
        with archive.open(table.part) as stream:
            for rows in _batches(table, fields, stream):
                _insert(model, fields, rows, table.label, count)
                count += len(rows)
                tell(table.label, done + count, total)
        if count != table.rows:
            raise BadBackup("changed", part=table.part)
        done += count
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(known.values())):
            cursor.execute(statement)
    return done


def _batches(
    table: form.Table, fields: list[models.Field[Any, Any]], stream: IO[bytes]
) -> Iterator[list[list[Any]]]:
    rows: list[list[Any]] = []
    number = 0
    while line := stream.readline(LONGEST_ROW):
        number += 1
        try:
            values = json.loads(line)
            rows.append([form.read(field, value) for field, value in zip(fields, values, strict=True)])
        except (ValueError, TypeError, ValidationError) as error:
            raise BadBackup("row", table=table.label, row=number, why=type(error).__name__) from error
        if len(rows) >= _BATCH:
            yield rows
            rows = []
    if rows:
        yield rows


def _insert(
    model: type[models.Model],
    fields: list[models.Field[Any, Any]],
    rows: list[list[Any]],
    label: str,
    before: int,
) -> None:
    """Insert rows as they are: no default, no time of now, no signal."""
    names = [field.attname for field in fields]
    made = [model(**dict(zip(names, row, strict=True))) for row in rows]
    size = max(connection.ops.bulk_batch_size(fields, made), 1)
    queryset: Any = model._base_manager.all()
    try:
        for start in range(0, len(made), size):
            queryset._insert(made[start : start + size], fields=fields, using=connection.alias, raw=True)
    except (DatabaseError, ValueError) as error:
        why = type(error.__cause__ or error).__name__
        raise BadBackup("refused", table=label, row=before + 1, last=before + len(rows), why=why) from error


def _files(archive: zipfile.ZipFile, said: form.Manifest, tell: Progress) -> tuple[int, int]:
    """Put the files and keys in place, each whole, and count both; a key that stood there is kept beside it.

    Evidence goes where this installation keeps it: into its bucket, where it has one. Raises OSError.
    """
    root = Path(settings.DATA)
    members = [part for part in said.parts if part.name.startswith("data/")]
    keys = 0
    for number, part in enumerate(members):
        tell("files", number, len(members))
        target = root / part.name.removeprefix("data/")
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name[:200]}.{os.getpid()}{form.PARTIAL}")
        is_key = target.parent == root
        keys += is_key
        try:
            with (
                archive.open(part.name) as stream,
                os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out,
            ):
                while piece := stream.read(_PIECE):
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            if is_key and target.exists() and target.read_bytes() != partial.read_bytes():
                target.replace(target.with_name(f"{target.name}.before-restore"))
            if settings.S3_URL and (key := _key_of(part.name)):
                _into_bucket(key, partial)
            else:
                partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    return len(members) - keys, keys


def _key_of(name: str) -> str:
    """The hash under which the store knows a part; nothing where it is no stored file."""
    found = _STORED.fullmatch(name)
    return found[1] + found[2] if found else ""


def _into_bucket(key: str, whole: Path) -> None:
    try:
        storage.store().keep(key, whole)
    except OSError:
        raise
    except Exception as error:  # botocore's own, of which this floor knows nothing
        raise form.BucketSilent(type(error).__name__) from error
