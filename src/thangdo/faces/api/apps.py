"""Django's entry to this face."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "thangdo.faces.api"
    label = "api"
