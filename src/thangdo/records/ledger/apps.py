"""Django's entry to this room: installs the guards after every migration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "thangdo.records.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The guards are put back after each migration, and a check looks for them."""
        from thangdo.records.ledger import guards

        def install(using: str, **kwargs: Any) -> None:
            guards.install(using)

        post_migrate.connect(install, sender=self, weak=False, dispatch_uid="ledger-guards")
        register(guards.guards_are_there, Tags.database)
