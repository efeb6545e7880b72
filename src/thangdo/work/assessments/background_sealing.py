"""Sealing a large campaign in the worker: enqueued by a face, safe to run twice, its state read back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from thangdo.records.acts.declared import Act, Json, Where
from thangdo.records.acts.frame import do, ready
from thangdo.records.ledger.models import Receipt
from thangdo.records.people.acting import Actor, NotAllowed, Refused, actor_of
from thangdo.records.people.models import Person
from thangdo.work.assessments import sealing
from thangdo.work.assessments.actions import publishing
from thangdo.work.assessments.actions.subjects import OneCampaign
from thangdo.work.assessments.acts import CAMPAIGNS
from thangdo.work.assessments.models import Submission
from thangdo.work.assessments.queries import large

KEPT = 86_400  # seconds that the state of the work can be read


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the sealing has come: state is waiting | running | done | failed; code: why it failed."""

    state: str
    what: str = ""
    done: int = 0
    total: int = 0
    code: str = ""


def is_large(slug: str) -> bool:
    """Whether a campaign is sealed by the worker."""
    return Submission.objects.filter(campaign__slug=slug).count() > large.LARGE


def publish(actor: Actor, slug: str, progress: sealing.Progress | None = None) -> Json:
    """Seal the approved result and publish it. Gives {"revision", "sha256", "sequence"}.

    The work of sealing holds no lock. Raises NotAllowed, Refused, BadInput, BadKey.
    """
    key = f"{actor.ref} {actor.key}"
    if actor.key and Receipt.objects.filter(key=key).exists():
        return do(CAMPAIGNS, publishing.publish, actor, (slug,))  # the first answer: nothing is sealed again
    campaign = ready(CAMPAIGNS, publishing.publish, actor, (slug,)).row
    sealed = sealing.sealed(campaign, actor.at, progress)

    def find(where: Where, act: Act, given: Any, lock: bool) -> OneCampaign:
        return replace(CAMPAIGNS.find(where, act, given, lock), sealed=sealed)

    return do(replace(CAMPAIGNS, find=find), publishing.publish, actor, (slug,))


def publish_later(actor: Actor, slug: str) -> None:
    """Let the worker seal and publish; right and state are looked at now and again then.

    Raises NotAllowed, Refused.
    """
    campaign = ready(CAMPAIGNS, publishing.publish, actor, (slug,)).row
    key = actor.key or f"publish {slug} {campaign.sequence}"
    _tell(slug, Progress("waiting"))
    assert actor.person is not None  # only a person may publish
    seal.enqueue(actor.person, slug, key, actor.at.isoformat())


@task()
def seal(person: int, slug: str, key: str, at: str) -> None:
    """Seal and publish as this person; the key makes a second run one and the same act."""
    found = Person.objects.filter(pk=person).first()
    if found is None:
        _tell(slug, Progress("failed", code="no-such-account"))
        return
    actor = actor_of(found, datetime.fromisoformat(at), key=key)
    try:
        publish(actor, slug, lambda what, done, total: _tell(slug, Progress("running", what, done, total)))
    except Refused as error:
        _tell(slug, Progress("failed", code=error.code))
    except NotAllowed:
        _tell(slug, Progress("failed", code="not-allowed"))
    else:
        _tell(slug, Progress("done"))


def progress(slug: str) -> Progress | None:
    """How far the worker is; None when nothing was begun lately."""
    found: Progress | None = cache.get(_key(slug))
    if found is not None and found.state in ("waiting", "running"):
        waiting = DBTaskResult.objects.filter(task_path=seal.module_path).exclude(
            status__in=(TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
        )
        if not waiting.exists():
            return Progress("failed", code="worker-gave-up")
    return found


def _tell(slug: str, said: Progress) -> None:
    cache.set(_key(slug), said, KEPT)


def _key(slug: str) -> str:
    return f"sealing:{slug}"
