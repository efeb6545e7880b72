"""Django's entry to this room."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "thangdo.work.assessments"
    label = "assessments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The jobs of this room, and what it asks of the register."""
        from thangdo.work.assessments import ended_units, jobs

        jobs.enter()
        ended_units.enter()
