"""What each unit had of the most it could have at a criterion; of a large campaign, found by the worker."""

from __future__ import annotations

import json

from django_tasks import task

from thangdo.records.files import kept
from thangdo.rules.exact import Fraction
from thangdo.rules.index.numbers import as_text, exact
from thangdo.work.assessments import scoring
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.queries import large
from thangdo.work.assessments.queries.weak import RENEWED

#: (scheme, code) -> share of the maximum; None where there is no score
Shares = dict[tuple[str, str], Fraction | None]


def shares(campaign: Campaign, node: str) -> Shares:
    """The units that have signed off, as their answers count. Whoever calls asks who may see it.

    Of a large campaign the worker computes them, then they are shown for five minutes. Raises BeingMade.
    """
    if not large.is_large(campaign):
        return _computed(campaign, node)
    if node not in {branch.code for branch in scoring.evaluation_of(campaign.edition).order}:
        return {}  # nothing is computed for a name that anybody may write into the address
    name = _name(campaign, node)
    found = kept.find(name, large.mark(campaign))
    if found is None or (not found.current and found.age > RENEWED):
        kept.ask(name, lambda: compute.enqueue(campaign.slug, node))
    if found is None:
        raise kept.BeingMade(kept.why(name))
    rows = json.loads(found.path.read_bytes())
    return {(scheme, code): None if text is None else exact(text) for scheme, code, text in rows}


@task()
def compute(slug: str, node: str) -> None:
    """Compute the shares of a campaign at a criterion and keep them."""
    campaign = Campaign.objects.select_related("edition").get(slug=slug)
    mark = large.mark(campaign)
    rows = [
        (scheme, code, None if share is None else as_text(share))
        for (scheme, code), share in _computed(campaign, node).items()
    ]
    kept.keep(_name(campaign, node), mark, "shares.json", json.dumps(rows).encode())


def _computed(campaign: Campaign, node: str) -> Shares:
    scored = scoring.score(campaign, facts=False)
    return {
        (scored.schemes[code], code): nodes[node].share if node in nodes else None
        for (code, facet), nodes in scored.result.scores.items()
        if not facet
    }


def _name(campaign: Campaign, node: str) -> str:
    return f"shares:{campaign.slug}:{node}"
