"""The Django app of conferences: enters its jobs in the timetable."""

from __future__ import annotations

from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    """Its tables are named after it."""

    name = "thangdo.work.conferences"
    label = "conferences"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The jobs of this room."""
        from thangdo.work.conferences.video import following

        following.enter()
