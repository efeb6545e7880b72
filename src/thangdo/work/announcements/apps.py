"""The Django app of announcements."""

from __future__ import annotations

from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    """Its tables are named after it."""

    name = "thangdo.work.announcements"
    label = "announcements"
    default_auto_field = "django.db.models.BigAutoField"
