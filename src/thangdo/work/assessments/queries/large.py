"""A large campaign: what concerns all of its units is computed by the worker and kept.

At 5,259 units on 50 criteria the table of weak places takes a processor four seconds, signals and peers
thirteen, the results workbook twenty: too long for a page. A small campaign is computed where it is asked.
"""

from __future__ import annotations

from django.db.models import Count, Sum

from thangdo.work.assessments.models import Campaign, Submission

LARGE = 500  # units: from here on the worker computes and seals


def is_large(campaign: Campaign) -> bool:
    """Whether the worker computes what concerns all units of a campaign."""
    return Submission.objects.filter(campaign=campaign).count() > LARGE


def mark(campaign: Campaign) -> str:
    """What stands in a campaign, as a short text: it changes with each act on it or on one of its parts."""
    parts = Submission.objects.filter(campaign=campaign).aggregate(units=Count("pk"), acts=Sum("sequence"))
    return f"{campaign.sequence}.{parts['units']}.{parts['acts']}"
