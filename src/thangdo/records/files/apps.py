"""Django's entry to this room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "thangdo.records.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
