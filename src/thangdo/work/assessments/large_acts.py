"""Acts that read or write all units of a campaign: of a large one the worker does them.

To ask 5,259 units writes 263,000 answers, to notify, conclude or approve explains every score anew: six to
eight seconds of a processor under the lock of the campaign. The act is the same, by the same key and office:
what it answers is its receipt, and who asks again with that key gets it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django_tasks import task

from thangdo.records.acts import frame
from thangdo.records.acts.declared import Json, Work
from thangdo.records.acts.fields import Day, fields_of
from thangdo.records.files import kept
from thangdo.records.ledger.event_type import plain
from thangdo.records.ledger.events import Stale
from thangdo.records.ledger.models import Receipt
from thangdo.records.people.acting import Actor, NotAllowed, Refused, actor_of
from thangdo.records.people.models import Person
from thangdo.work.assessments.actions.campaigns import units_of
from thangdo.work.assessments.acts import CAMPAIGNS
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.queries import large
from thangdo.work.assessments.states import Campaign as State

HEAVY = ("dispatch", "notify", "close_window", "conclude", "approve")
KEPT = 3600  # seconds for which one is told why an act was not done


def do(
    work: Work[Any],
    act: Callable[..., Any],
    actor: Actor,
    where: tuple[Any, ...],
    given: Any = None,
    *,
    seen: int | Mapping[str, int] | None = None,
) -> Json:
    """As `frame.do`; of a large campaign the worker does it. Raises BeingMade besides, until it is done."""
    name = work.act(act).name
    campaign = Campaign.objects.filter(slug=str(where[0])).first() if name in HEAVY else None
    if campaign is None or actor.person is None or not _is_large(campaign, actor):
        return frame.do(work, act, actor, where, given, seen=seen)
    if actor.key and Receipt.objects.filter(key=f"{actor.ref} {actor.key}").exists():
        return frame.do(work, act, actor, where, given, seen=seen)
    under_way = _under_way(campaign, name)
    if (told := cache.get(_refusal(under_way))) is not None:
        cache.delete(_refusal(under_way))
        raise Refused(told["code"], **told["facts"])
    frame.ready(work, act, actor, where, given)
    if isinstance(seen, int) and seen != campaign.sequence:
        raise Stale(campaign.stream, seen, campaign.sequence)
    person, key = actor.person, actor.key or f"{name} {campaign.slug} {campaign.sequence}"
    sent = None if given is None else plain(asdict(given))
    order = {"act": name, "slug": campaign.slug, "given": sent, "sequence": campaign.sequence}
    kept.ask(under_way, lambda: do_it.enqueue(person, key, actor.at.isoformat(), order))
    raise kept.BeingMade


def doing(campaign: Campaign) -> str:
    """The act on all units that the worker does or has before it; "" for none."""
    acts = {_under_way(campaign, name): name for name in HEAVY}
    return next((acts[one] for one in kept.under_way(acts)), "")


def refusal(campaign: Campaign) -> tuple[str, dict[str, Any]] | None:
    """Why the worker did not do the last act asked for: code and facts; told until the campaign moves on."""
    told = cache.get_many([_refusal(_under_way(campaign, name)) for name in HEAVY])
    return next(((one["code"], one["facts"]) for one in told.values()), None)


@task()
def do_it(person: int, key: str, at: str, order: dict[str, Any]) -> None:
    """Do an act as this person; the key makes a second run one and the same act."""
    act = CAMPAIGNS.acts[order["act"]]
    campaign = Campaign.objects.get(slug=order["slug"])
    under_way = f"act:{order['slug']}:{order['act']}:{order['sequence']}"
    found = Person.objects.filter(pk=person).first()
    try:
        if found is None:
            raise Refused("no-such-account")
        given = None if act.takes is None else _read(act.takes, order["given"])
        actor = actor_of(found, datetime.fromisoformat(at), key=key)
        frame.do(CAMPAIGNS, act.does, actor, (campaign.slug,), given, seen=order["sequence"])
    except NotAllowed:
        cache.set(_refusal(under_way), {"code": "not-allowed", "facts": {}}, KEPT)
    except Stale:
        pass  # somebody else moved the campaign on: the page shows where it stands
    except Refused as error:
        cache.set(_refusal(under_way), {"code": error.code, "facts": plain(error.facts)}, KEPT)
    finally:
        kept.done(under_way)


def _is_large(campaign: Campaign, actor: Actor) -> bool:
    if campaign.state == State.DRAFT:
        return len(units_of(campaign, actor.day)) > large.LARGE
    return large.is_large(campaign)


def _read(takes: type, sent: dict[str, Any]) -> Any:
    days = {one.name for one in fields_of(takes) if isinstance(one.kind, Day)}
    return takes(
        **{
            name: date.fromisoformat(value) if name in days and value else value
            for name, value in sent.items()
        }
    )


def _under_way(campaign: Campaign, act: str) -> str:
    return f"act:{campaign.slug}:{act}:{campaign.sequence}"


def _refusal(under_way: str) -> str:
    return f"refused:{under_way}"
