"""The app of backups: it has no tables, only a job."""

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    """See the package."""

    name = "thangdo.records.backups"
    label = "backups"

    def ready(self) -> None:
        """The backup of each night."""
        from thangdo.records.backups import jobs

        jobs.enter()
