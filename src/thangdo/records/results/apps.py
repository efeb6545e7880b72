"""Django's entry to this room."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "thangdo.records.results"
    label = "results"
    default_auto_field = "django.db.models.BigAutoField"
