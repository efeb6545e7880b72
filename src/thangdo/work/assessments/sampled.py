"""The answers drawn for a second appraiser, and those of which his opinion is still to be given."""

from __future__ import annotations

from django.db.models import QuerySet

from thangdo.work.assessments.models import SIGNED, Answer, Campaign, Submission
from thangdo.work.assessments.states import Decision

DECIDED = (Decision.ACCEPTED, Decision.AMENDED, Decision.COUNCIL)


def sample_of(campaign: Campaign) -> QuerySet[Answer]:
    """The answers at which a second appraiser looks: the sample, of the units that signed off."""
    signed = Submission.objects.filter(SIGNED, campaign=campaign)
    return Answer.objects.filter(submission__in=signed, sampled=True, measured=False)


def not_given(campaign: Campaign) -> QuerySet[Answer]:
    """Those of the sample that the first appraiser has decided and no second one has."""
    return sample_of(campaign).filter(decision__in=DECIDED, opinions=None)
