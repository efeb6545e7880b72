"""The Django app of conferences."""

from __future__ import annotations

from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    """Its tables are named after it."""

    name = "thangdo.work.conferences"
    label = "conferences"
    default_auto_field = "django.db.models.BigAutoField"
