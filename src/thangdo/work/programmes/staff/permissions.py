"""Who sees a person's record: the person, the head of the unit, the training office. Nobody else."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from thangdo.records.people.acting import Actor, Refused
from thangdo.records.people.models import Role
from thangdo.work.programmes.staff.models import Holding, Post


def holdings_seen(actor: Actor) -> QuerySet[Holding]:
    """The records that the actor sees: his own, of the very units that he heads, of his training office.

    A head sees the records of the unit headed and not of units below it.
    """
    heads = [held.unit for held in actor.holding(Role.HEAD)]
    seen = Q(post__unit__in=heads) | actor.scope(Role.TRAINER, unit="post__unit")
    if actor.person is not None:
        seen |= Q(person=actor.person)
    return Holding.objects.select_related("post__unit", "person").filter(seen)


def holding_seen(actor: Actor, key: int) -> Holding:
    """One record. Raises Refused("no-such-record") alike for none and for not seen."""
    found = holdings_seen(actor).filter(pk=key).first()
    if found is None:
        raise Refused("no-such-record")
    return found


def posts_seen(actor: Actor) -> QuerySet[Post]:
    """The posts (not who holds them) of units in which the actor holds an office that oversees or serves."""
    roles = (Role.HEAD, Role.REPORTER, Role.TRAINER, Role.SECRETARY, Role.OBSERVER, Role.ADMINISTRATOR)
    return Post.objects.select_related("unit").filter(actor.scope(*roles))
