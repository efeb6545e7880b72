"""Django's entry to this face."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "thangdo.faces.office"
    label = "office"
