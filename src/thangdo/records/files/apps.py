"""Django's entry to this room: enters its jobs in the timetable."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "thangdo.records.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Scanning what waits, and sweeping up."""
        from thangdo.records.files import jobs

        jobs.enter()
