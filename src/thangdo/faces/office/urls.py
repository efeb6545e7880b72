"""The addresses of the office: each file of this face brings its own."""

from __future__ import annotations

from importlib import import_module

from django.urls import URLPattern, URLResolver

MODULES: tuple[str, ...] = (
    "signin",
    "account",
    "devices",
    "people",
    "units",
    "editions",
    "tasks",
    "campaigns",
    "appraisal",
    "appraisal_checks",
    "weak",
    "council",
    "publications",
    "observing",
    "papers",
    "selfassessment",
    "announcements",
)
urlpatterns: list[URLPattern | URLResolver] = [
    pattern for name in MODULES for pattern in import_module(f"thangdo.faces.office.{name}").urlpatterns
]
