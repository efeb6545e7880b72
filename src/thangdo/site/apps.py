"""Django's entry to the wiring: registers its checks."""

from django.apps import AppConfig
from django.core.checks import register


class SiteConfig(AppConfig):
    """The site as an application, so that its checks run with every command."""

    name = "thangdo.site"
    label = "site"

    def ready(self) -> None:
        """Register the system checks."""
        from thangdo.site import checks

        register(checks.assets_are_there)
