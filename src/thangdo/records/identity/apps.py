"""The Django app of the identity."""

from __future__ import annotations

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Its table is named after it."""

    name = "thangdo.records.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"
