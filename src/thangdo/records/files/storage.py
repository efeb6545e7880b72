"""Where the bytes lie: a folder (ab/cdef… by hash), or a bucket that speaks S3."""

from __future__ import annotations

import fcntl
import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

PARTIAL = ".partial"


class Missing(Exception):
    """The store does not hold the bytes that the table says it holds."""


class Store(Protocol):
    """What a store can do. Keys are SHA-256 in hexadecimal."""

    def keep(self, key: str, whole: Path) -> None:
        """Put the finished temporary file in its place, as one step; what stood there is the same bytes."""

    def open(self, key: str) -> BinaryIO:
        """The bytes. Raises Missing."""

    def has(self, key: str) -> bool:
        """Whether the bytes are there."""

    def stamp(self, key: str) -> str:
        """What changes when the bytes are put there again; nothing when they are not there."""

    def remove(self, key: str, stamp: str) -> bool:
        """Remove the bytes unless they were put there again since `stamp` was taken."""

    def keys(self, before: datetime) -> Iterator[tuple[str, str]]:
        """The keys put there before that time, each with its stamp."""


def folder() -> Path:
    """Where files are received, and kept when there is no bucket."""
    return Path(settings.DATA) / "files"


def store() -> Store:
    """The store of this installation."""
    url = str(getattr(settings, "S3_URL", ""))
    return _bucket(url) if url else Folder(folder())


class Folder:
    """Files on the local disk."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / key[2:]

    def keep(self, key: str, whole: Path) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._locked():
            os.utime(whole)
            whole.replace(path)
            _sync(path.parent)

    def open(self, key: str) -> BinaryIO:
        try:
            return self._path(key).open("rb")
        except FileNotFoundError as error:
            raise Missing(key) from error

    def has(self, key: str) -> bool:
        return self._path(key).is_file()

    def stamp(self, key: str) -> str:
        try:
            found = self._path(key).stat()
        except FileNotFoundError:
            return ""
        return f"{found.st_ino}-{found.st_mtime_ns}"

    def remove(self, key: str, stamp: str) -> bool:
        with self._locked():
            if not stamp or self.stamp(key) != stamp:
                return False
            self._path(key).unlink()
            return True

    def keys(self, before: datetime) -> Iterator[tuple[str, str]]:
        limit = before.timestamp()
        for path in sorted(self.root.glob("[0-9a-f][0-9a-f]/*")):
            with suppress(FileNotFoundError):
                found = path.stat()
                if len(path.name) == 62 and found.st_mtime < limit:
                    yield path.parent.name + path.name, f"{found.st_ino}-{found.st_mtime_ns}"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Putting and removing take turns, across processes."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Bucket:
    """Files in a bucket. A PUT shows the whole object or nothing."""

    def __init__(self, client: Any, name: str, prefix: str) -> None:
        self.client, self.name, self.prefix = client, name, prefix

    def _key(self, key: str) -> str:
        return f"{self.prefix}{key[:2]}/{key[2:]}"

    def keep(self, key: str, whole: Path) -> None:
        with whole.open("rb") as body:
            self.client.put_object(
                Bucket=self.name, Key=self._key(key), Body=body, ContentLength=whole.stat().st_size
            )
        whole.unlink(missing_ok=True)

    def open(self, key: str) -> BinaryIO:
        try:
            got = self.client.get_object(Bucket=self.name, Key=self._key(key))
        except self.client.exceptions.ClientError as error:
            if _absent(error):
                raise Missing(key) from error
            raise
        return cast(BinaryIO, got["Body"])

    def has(self, key: str) -> bool:
        return bool(self.stamp(key))

    def stamp(self, key: str) -> str:
        try:
            found = self.client.head_object(Bucket=self.name, Key=self._key(key))
        except self.client.exceptions.ClientError as error:
            if _absent(error):
                return ""
            raise
        return f"{found['LastModified'].isoformat()}"

    def remove(self, key: str, stamp: str) -> bool:
        if not stamp or self.stamp(key) != stamp:
            return False
        self.client.delete_object(Bucket=self.name, Key=self._key(key))
        return True

    def keys(self, before: datetime) -> Iterator[tuple[str, str]]:
        for page in self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.name, Prefix=self.prefix
        ):
            for item in page.get("Contents", ()):
                key = item["Key"].removeprefix(self.prefix).replace("/", "")
                if len(key) == 64 and item["LastModified"] < before.astimezone(UTC):
                    yield key, item["LastModified"].isoformat()


@lru_cache(maxsize=4)
def _bucket(url: str) -> Bucket:
    """https://key:secret@host/bucket/folder?region=… ; boto3 is needed only here."""
    parts = urlsplit(url)
    name, _, prefix = parts.path.strip("/").partition("/")
    if not parts.hostname or not name:
        raise ValueError("THANGDO_S3_URL is https://key:secret@host/bucket?region=…")
    try:
        boto3 = importlib.import_module("boto3")
    except ImportError as error:
        raise ValueError("THANGDO_S3_URL needs the package boto3: install thangdo[s3]") from error
    config = importlib.import_module("botocore.config").Config
    client = boto3.client(
        "s3",
        endpoint_url=f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else ""),
        aws_access_key_id=unquote(parts.username or ""),
        aws_secret_access_key=unquote(parts.password or ""),
        region_name=parse_qs(parts.query).get("region", ["us-east-1"])[0],
        config=config(
            s3={"addressing_style": "path"},
            connect_timeout=10,
            read_timeout=60,
            retries={"max_attempts": 3, "mode": "standard"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )
    return Bucket(client, name, f"{prefix}/" if prefix else "")


def _absent(error: Any) -> bool:
    return str(error.response.get("Error", {}).get("Code")) in ("404", "NoSuchKey", "NotFound")


def _sync(directory: Path) -> None:
    """Make a renaming last through a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
