"""The Django app of the registers of outgoing papers."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Its tables are named after it."""

    name = "thangdo.work.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
