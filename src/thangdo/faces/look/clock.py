"""The moment at which people act: the clock, and in a demonstration the day to which it was moved on."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

KEY = "demonstration-days"
MOST = 400


def now() -> datetime:
    """The time of an act. A demonstration may have been moved on by days, so that its limits can be seen."""
    return timezone.now() + timedelta(days=days_on())


def days_on() -> int:
    """By how many days the demonstration was moved on; always none outside one."""
    return int(cache.get(KEY, 0)) if settings.DEMO else 0


def move_on(days: int) -> int:
    """Move the demonstration on; it never goes back. Returns the days in all."""
    total = min(days_on() + max(days, 0), MOST)
    if settings.DEMO:
        cache.set(KEY, total, timeout=None)
    return total
