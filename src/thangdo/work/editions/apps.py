"""Django's entry to this room."""

from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "thangdo.work.editions"
    label = "editions"
    default_auto_field = "django.db.models.BigAutoField"
