"""JSON kept as it was written: PostgreSQL's own type sorts the keys, and the order of levels is lost."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class OrderedJSONField(models.JSONField):
    """A JSONField whose mappings come back in the order given, on every database; not for queries into it."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "text"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """The text; None is SQL's NULL."""
        return None if value is None else json.dumps(value, cls=self.encoder, ensure_ascii=False)
