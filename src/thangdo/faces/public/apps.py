"""Django's entry to this room."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "thangdo.faces.public"
    label = "public"
    default_auto_field = "django.db.models.BigAutoField"
