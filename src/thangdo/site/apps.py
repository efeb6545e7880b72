"""Django's entry to the wiring: registers its checks, and keeps the table of the shared counters."""

import io
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import register
from django.core.management import call_command
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    """The site as an application, so that its checks run with every command."""

    name = "thangdo.site"
    label = "site"

    def ready(self) -> None:
        """Register the system checks; the cache table is made with the other tables."""
        from thangdo.site import checks

        register(checks.assets_are_there)
        # The signal is sent for apps with models only; this one has none, the ledger is always there.
        ledger = apps.get_app_config("ledger")
        post_migrate.connect(_cache_table, sender=ledger, dispatch_uid="site-cache-table")


def _cache_table(using: str, **kwargs: Any) -> None:
    """Make the table of CACHES; leaves one that is there."""
    call_command("createcachetable", database=using, verbosity=0, stdout=io.StringIO())
