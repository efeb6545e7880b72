"""Django's entry to this room: enters its jobs in the timetable."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "thangdo.records.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The jobs of this room and of the ledger."""
        from thangdo.records.notices import jobs

        jobs.enter()
