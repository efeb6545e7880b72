"""Django's entry to this room."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "thangdo.work.assessments"
    label = "assessments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The jobs of this room."""
        from thangdo.work.assessments import jobs

        jobs.enter()
