"""The Django app of programmes."""

from __future__ import annotations

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Its tables are named after it."""

    name = "thangdo.work.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The jobs of this room, and the condition that it offers to directives."""
        from thangdo.work.programmes import conditions, jobs

        conditions.enter()
        jobs.enter()
