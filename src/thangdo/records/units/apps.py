"""Django's entry to this room."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "thangdo.records.units"
    label = "units"
    default_auto_field = "django.db.models.BigAutoField"
