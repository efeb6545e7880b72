"""Django's entry to this room."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "thangdo.faces.look"
    label = "look"
    default_auto_field = "django.db.models.BigAutoField"
