"""Who sees what of directives, as conditions of queries."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from thangdo.records.people.acting import Actor
from thangdo.records.people.models import Role
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.directives.states import UNIT
from thangdo.work.directives.states import Directive as State

#: in the issuing unit (or above it) these see the whole directive
OVERSEE = (Role.HEAD, Role.SECRETARY, Role.ADMINISTRATOR, Role.OBSERVER)
#: in a unit these see its own assignments
OWN = (*UNIT, Role.OBSERVER)
ABOVE = 2  # from this step of escalation on, the head above sees the assignment too


def overseen(actor: Actor, to: str = "") -> Q:
    """The condition on directives (or, with `to`, on what belongs to one) that the actor sees whole."""
    return Q() if actor.is_system else actor.scope(*OVERSEE, unit=f"{to}authority")


def own(actor: Actor) -> Q:
    """The condition on assignments that are the actor's by a unit: carried now, or issued to it."""
    risen = Q(level__gte=ABOVE) & actor.scope(Role.HEAD, unit="carrier__parent")
    return actor.scope(*OWN, unit="carrier") | actor.scope(*OWN, unit="unit") | risen


def directives_seen(actor: Actor) -> QuerySet[Directive]:
    """The directives of which the actor sees something; a unit sees no draft."""
    rows = Directive.objects.select_related("authority", "leading", "head")
    ours = Assignment.objects.filter(own(actor)).values("directive")
    known = Q(pk__in=ours) | (actor.scope(*OWN, unit="leading") & ~Q(state=State.DRAFT))
    return rows.filter(overseen(actor) | known)


def assignments_seen(actor: Actor) -> QuerySet[Assignment]:
    """The assignments that the actor sees: all of a directive overseen, else those of the own unit."""
    rows = Assignment.objects.select_related("directive", "unit", "carrier")
    return rows.filter(overseen(actor, "directive__") | own(actor))


def sees_whole(actor: Actor, directive: Directive) -> bool:
    """Whether the actor sees every unit's part of a directive."""
    return Directive.objects.filter(overseen(actor), pk=directive.pk).exists()
