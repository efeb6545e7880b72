"""A simulation over many units as a job of the worker, with its progress; a small one at once."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.cache import cache
from django_tasks import TaskContext, TaskResult, TaskResultStatus, default_task_backend, task
from django_tasks.exceptions import TaskResultDoesNotExist

from thangdo.records.people.acting import Actor, Refused
from thangdo.rules.index.answers import BadInput
from thangdo.work.assessments import simulating
from thangdo.work.editions import drafts
from thangdo.work.editions.models import EditionVersion

AT_ONCE = 500  # units; more become a job
STEPS = 4
KEPT = 3600  # seconds that a job's progress is remembered

Json = dict[str, Any]


@task(takes_context=True)
def run(context: TaskContext, key: int, sequence: int, source: str) -> Json:
    """Simulate the version as it is when the job runs. Gives {"simulation"} or {"refused", "facts"}."""
    name = progress_key(str(context.task_result.id))

    def tell(done: int, of: int) -> None:
        cache.set(name, done, KEPT)

    return result_of(EditionVersion.objects.get(pk=key), source, tell)


def result_of(version: EditionVersion, source: str, tell: simulating.Progress | None = None) -> Json:
    """The simulation as plain data, or why there is none."""
    try:
        return {"simulation": simulating.simulate(version, source, tell).as_data()}
    except Refused as error:
        return {"refused": error.code, "facts": {key: str(one) for key, one in error.facts.items()}}
    except BadInput as error:
        return {"refused": "cannot-evaluate", "facts": {"problem": asdict(error.problems[0])}}


def start(actor: Actor, key: int, source: str) -> Json | str:
    """Simulate at once, or give the id of the job that does. Raises Refused."""
    version = drafts.one(actor, key)
    simulating.allowed(actor, source)
    simulating.draft_of(version)
    if simulating.size_of(source) <= AT_ONCE:
        return result_of(version, source)
    return str(run.enqueue(version.pk, version.sequence, source).id)


def look(actor: Actor, key: int, job: str) -> tuple[int, Json | None]:
    """How many of STEPS are done, and the result when it is there. Raises Refused("no-such-simulation")."""
    drafts.one(actor, key)
    try:
        found: TaskResult = default_task_backend.get_result(job)
    except (TaskResultDoesNotExist, ValueError) as error:
        raise Refused("no-such-simulation") from error
    if found.task.func is not run.func or not found.args or found.args[0] != key:
        raise Refused("no-such-simulation")
    simulating.allowed(actor, str(found.args[2]))
    if found.status == TaskResultStatus.SUCCESSFUL:
        return STEPS, dict(found.return_value)  # type: ignore[arg-type]
    if found.status == TaskResultStatus.FAILED:
        return STEPS, {"refused": "simulation-failed", "facts": {}}
    return int(cache.get(progress_key(job), 0)), None


def progress_key(job: str) -> str:
    """Under which the steps done of a job are kept."""
    return f"simulation-{job}"
