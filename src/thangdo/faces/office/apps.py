"""Django's entry to this face."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "thangdo.faces.office"
    label = "office"

    def ready(self) -> None:
        """The outbox sends notices in the words of this face."""
        from thangdo.faces.office import notices

        notices.enter()
