"""The Django app of directives."""

from __future__ import annotations

from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    """Its tables are named after it."""

    name = "thangdo.work.directives"
    label = "directives"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The jobs of this room, and what it counts for criteria."""
        from thangdo.work.directives import jobs
        from thangdo.work.directives.queries import counting

        jobs.enter()
        counting.offer()
