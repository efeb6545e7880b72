"""The Django app of programmes."""

from __future__ import annotations

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Its tables are named after it."""

    name = "thangdo.work.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"
