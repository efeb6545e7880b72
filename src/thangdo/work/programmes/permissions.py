"""Who sees what of programmes, as conditions of queries."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Role
from thangdo.work.programmes.models import Part, Programme

#: in the authority these see the whole programme
OVERSEE = (Role.HEAD, Role.SECRETARY, Role.PUBLISHER, Role.ADMINISTRATOR, Role.OBSERVER)
#: in a unit these see its own part
OWN = (Role.REPORTER, Role.HEAD, Role.OBSERVER)


def whole(actor: Actor, to: str = "") -> Q:
    """The condition under which the actor sees every part: overseers and the leading unit."""
    return actor.scope(*OVERSEE, unit=f"{to}authority") | actor.scope(*OWN, unit=f"{to}leading")


def programmes_seen(actor: Actor) -> QuerySet[Programme]:
    """The programmes of which the actor sees something."""
    own = Part.objects.filter(actor.scope(*OWN, unit="carrier") | actor.scope(*OWN)).values("programme")
    rows = Programme.objects.select_related("authority", "leading")
    return rows.filter(whole(actor) | Q(pk__in=own))


def parts_seen(actor: Actor) -> QuerySet[Part]:
    """The parts that the actor sees: all of a programme that he oversees or leads, else his units'."""
    rows = Part.objects.select_related("unit", "carrier", "programme__authority", "programme__leading")
    return rows.filter(whole(actor, "programme__") | actor.scope(*OWN, unit="carrier") | actor.scope(*OWN))


def sees_whole(actor: Actor, programme: Programme) -> bool:
    """Whether the actor sees every unit's part."""
    return Programme.objects.filter(whole(actor), pk=programme.pk).exists()
