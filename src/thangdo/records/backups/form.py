"""The form of a backup: what is in it, how a value is written, and what makes a zip no backup of ours.

tables/*.jsonl  a table each, one JSON list of values a row
data/…          the folders of files, and the keys
manifest.json   form, version, time, migrations, every part with its SHA-256 and size
manifest.sig    the signature of this installation over the manifest (form 2)
key.pub         the public key that made it (form 2)

The members stand in this order, written as `rules/zips.py` has it; nothing else is taken. With a passphrase
the zip is locked as a whole (`age.py`).
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

FORM = "thangdo-backup/2"
UNSIGNED = "thangdo-backup/1"
MANIFEST, SIGNATURE, KEY = "manifest.json", "manifest.sig", "key.pub"
SEALS = (MANIFEST, SIGNATURE, KEY)
FILES = "files"
FOLDERS = (FILES, "publications")  # of the data folder
KEYS = ("signing*.pem", "secret.key")
PARTIAL = ".partial"
#: made anew by every migration, or of the moment only (the product uses no groups of Django's)
LEFT_OUT = frozenset(
    {
        "auth.group",
        "auth.group_permissions",
        "auth.permission",
        "contenttypes.contenttype",
        "ledger.clockmark",
        "notices.alive",
        "sessions.session",
        "usersessions.usersession",
    }
)
#: what a database may hold and still be fresh: a worker may have looked at it
DISPOSABLE = frozenset({"notices.run"})


class BadBackup(Exception):
    """The file is no backup, or cannot be used here. `code` with facts, for the faces to say."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code, self.facts = code, facts
        super().__init__(f"{code} {facts}" if facts else code)


class BucketSilent(OSError):
    """S3 did not answer, or refused. `code`: the kind of the fault."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"S3: {code}")


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the backup. fields: in the order of a row's values."""

    label: str  # ledger.event
    part: str
    fields: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Part:
    """A member of the zip."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the backup says of itself."""

    made_at: str
    version: str
    engine: str
    migrations: tuple[str, ...]
    tables: tuple[Table, ...]
    parts: tuple[Part, ...]
    form: str = FORM
    packed_by: str | None = None  # where not by zlib itself: see rules/zips.py

    def plain(self) -> dict[str, Any]:
        """As it is written."""
        return {
            "form": self.form,
            "version": self.version,
            "made_at": self.made_at,
            "engine": self.engine,
            "migrations": list(self.migrations),
            "tables": [
                {"label": t.label, "part": t.part, "fields": list(t.fields), "rows": t.rows}
                for t in self.tables
            ],
            "parts": [{"name": p.name, "size": p.size, "sha256": p.sha256} for p in self.parts],
            **({} if self.packed_by is None else {"packed_by": self.packed_by}),
        }


def manifest(said: Any) -> Manifest:
    """A manifest as read. Raises BadBackup."""
    if not isinstance(said, dict) or "form" not in said:
        raise BadBackup("not-ours")
    if said["form"] not in (FORM, UNSIGNED):
        raise BadBackup("other-form", form=str(said["form"])[:60], needed=FORM)
    try:
        return Manifest(
            str(said["made_at"]),
            str(said["version"]),
            str(said["engine"]),
            tuple(str(name) for name in said["migrations"]),
            tuple(
                Table(str(t["label"]), str(t["part"]), tuple(map(str, t["fields"])), int(t["rows"]))
                for t in said["tables"]
            ),
            tuple(Part(str(p["name"]), int(p["size"]), str(p["sha256"])) for p in said["parts"]),
            str(said["form"]),
            str(said["packed_by"])[:60] if "packed_by" in said else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadBackup("not-ours") from error


def kept_models() -> list[type[models.Model]]:
    """The models whose rows are kept, each after those it refers to where that is possible."""
    every = {
        model._meta.label_lower: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    }
    ordered: list[str] = []

    def place(label: str, waiting: frozenset[str]) -> None:
        if label in ordered or label in waiting or label not in every:
            return
        for field in every[label]._meta.local_concrete_fields:
            if isinstance(field.remote_field, models.ManyToOneRel):
                place(field.remote_field.model._meta.label_lower, waiting | {label})
        ordered.append(label)

    for label in sorted(every):
        place(label, frozenset())
    return [every[label] for label in ordered]


def migrations_known() -> tuple[str, ...]:
    """Every migration that this software brings."""
    return tuple(sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations))


def is_safe(name: str) -> bool:
    """Whether a member's path stays in the folder it is unpacked to."""
    path = PurePosixPath(name)
    return (
        name == str(path)
        and not path.is_absolute()
        and ".." not in path.parts
        and "\\" not in name
        and "\0" not in name
    )


def may_be_data(name: str) -> bool:
    """Whether the data folder may get a file of this name (without `data/`)."""
    path = PurePosixPath(name)
    if not is_safe(name):
        return False
    if len(path.parts) == 1:
        return any(path.match(pattern) for pattern in KEYS)
    return path.parts[0] in FOLDERS


def written(field: models.Field[Any, Any], value: Any) -> Any:
    """A value as JSON holds it. Raises TypeError for a kind that has no such form."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, str | int | float):
        return value
    raise TypeError(f"{field} holds a {type(value).__name__}")


def read(field: models.Field[Any, Any], value: Any) -> Any:
    """The value again. Raises ValueError, TypeError or ValidationError for what is none."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.DurationField):
        return timedelta(microseconds=value)
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value, validate=True)
    return field.to_python(value)


def fields_of(model: type[models.Model], names: Iterable[str]) -> list[models.Field[Any, Any]]:
    """The fields of a model by name. Raises BadBackup unless these are all of them."""
    by_name = {field.attname: field for field in model._meta.local_concrete_fields}
    wanted = list(names)
    if sorted(wanted) != sorted(by_name):
        raise BadBackup("other-tables", table=model._meta.label_lower)
    return [by_name[name] for name in wanted]
