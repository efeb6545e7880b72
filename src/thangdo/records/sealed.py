"""What has been published is never edited: rows that can be added and read, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, NoReturn, Self, TypeVar

from django.db import models, transaction

Row = TypeVar("Row", bound=models.Model)


class Sealed(Exception):
    """Somebody tried to change or remove what has been published."""


def _refuse(what: str) -> NoReturn:
    raise Sealed(
        f"{what} is published and cannot be changed or removed. "
        "Store a corrected result: it becomes a new version that names the one it replaces."
    )


class SealedQuerySet(models.QuerySet[Row]):
    """Reads and adds; refuses to change or remove."""

    def update(self, **values: Any) -> int:
        _refuse(self.model.__name__)

    def delete(self) -> tuple[int, dict[str, int]]:
        _refuse(self.model.__name__)

    def bulk_update(self, objs: Iterable[Row], fields: Iterable[str], batch_size: int | None = None) -> int:
        _refuse(self.model.__name__)

    def bulk_create(self, objs: Iterable[Row], *args: Any, **options: Any) -> list[Row]:
        if options.get("update_conflicts") or options.get("ignore_conflicts"):
            _refuse(self.model.__name__)
        return super().bulk_create(objs, *args, **options)


class SealedModel(models.Model):
    """A row that is written once."""

    objects = SealedQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            _refuse(str(self))
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        _refuse(str(self))

    @classmethod
    def add_all(cls, rows: Iterable[Self]) -> None:
        """Add many rows at once, all or none; of those that are made on the way only some are held."""
        coming = iter(rows)
        with transaction.atomic():
            while some := list(islice(coming, 200)):
                cls._default_manager.bulk_create(some)
