"""What every act of every kind of work keeps to, written once: a new act is in it by being declared.

No right; somebody else's; not there; a wrong state; a stale screen; the same request twice; another with the
same key; an office that ended while the act waited; killed at each statement; two at once; the tables as the
ledger says them; its words. Kinds of work bring their stages (tests/stages/).
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import override

import dying
import emptying
import stages
import thangdo.records
import thangdo.work
import world as sample
from stages import (
    Kind,
    Stage,
    announcements,
    assessments,
    conferences,
    directives,
    editions,
    identity,
    papers,
    programmes,
)
from thangdo.faces.look import wording
from thangdo.records.acts import fields
from thangdo.records.acts.declared import Act, On, Work
from thangdo.records.acts.frame import do, in_state
from thangdo.records.ledger.events import Stale, head
from thangdo.records.ledger.models import Event
from thangdo.records.ledger.once import KeyReused
from thangdo.records.people.acting import Actor, NotAllowed, Refused, system
from thangdo.records.people.models import Office
from world import World

KINDS: list[Kind] = [
    announcements.KIND,
    papers.KIND,
    identity.KIND,
    conferences.KIND,
    *directives.KINDS,
    editions.KIND,
    *programmes.KINDS,
    *assessments.KINDS,
]
EVERY = [
    pytest.param(kind, name, id=f"{kind.work.name}-{name}")
    for kind in KINDS
    for name in kind.work.acts
    if name not in kind.not_staged
]


@dataclasses.dataclass
class Scene:
    """An act on the stage, with what one needs to do it in every wrong way."""

    world: World
    kind: Kind
    act: Act
    stage: Stage

    @classmethod
    def of(cls, kind: Kind, name: str) -> Scene:
        world = sample.build()
        stage = kind.play(world, name)
        act = kind.work.acts[name]
        if act.takes is not None and stage.given is None:
            stage.given = stages.fitting(act.takes)
        return cls(world, kind, act, stage)

    def actor(self, key: str = "") -> Actor:
        if self.stage.who is None:
            assert self.stage.system is not None
            return dataclasses.replace(self.stage.system, key=key)
        return self.world.actor(self.stage.who, timedelta(minutes=5), key)

    def subject(self) -> Any:
        return self.kind.work.find(self.stage.where, self.act, self.stage.given, lock=False)

    @property
    def seen(self) -> Any:
        return self.kind.seen(self.subject())

    def do(self, actor: Actor, **more: Any) -> Any:
        work = more.pop("work", self.kind.work)
        where = more.pop("where", self.stage.where)
        seen = more.pop("seen", self.seen if self.act.seen == "must" and where == self.stage.where else None)
        if self.act.seen == "must" and seen is None:
            seen = 1
        given = () if self.act.takes is None else (self.stage.given,)
        return do(work, self.act.does, actor, where, *given, seen=seen)


def events() -> int:
    return Event.objects.count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_an_act_keeps_to_its_contract(kind: Kind, name: str) -> None:
    """Seconds for some: all is asked of one scene, and each question but the last leaves it as it was."""
    scene = Scene.of(kind, name)
    for asked in (
        who_may_not_act_leaves_nothing,
        in_any_other_state_it_is_refused,
        the_same_request_twice_is_one_act,
        an_office_that_ended_while_the_act_waited_does_nothing,
    ):
        with transaction.atomic():
            asked(scene)
            transaction.set_rollback(True)
    killed_at_any_statement_it_is_done_whole_or_not_at_all(scene)


def who_may_not_act_leaves_nothing(scene: Scene) -> None:
    before = events()
    if scene.act.by:
        with pytest.raises(NotAllowed):
            scene.do(scene.world.actor(scene.stage.stranger))
    if not scene.act.makes and scene.kind.work.where:
        with pytest.raises(Refused, match=r"no-such|takes-no-part"):
            scene.do(scene.actor(), where=scene.kind.nowhere(scene.stage.where))
    with pytest.raises(Stale):
        scene.do(scene.actor(), seen=99)
    assert events() == before


def in_any_other_state_it_is_refused(scene: Scene) -> None:
    before = events()
    for what, allowed in scene.act.when.items():
        if not any(allowed):
            continue
        every = type(next(state for state in allowed if state))
        for state in set(every) - set(allowed):  # type: ignore[call-overload]
            find = standing(scene.kind.work, what, state)
            with pytest.raises(Refused, match="wrong-state"):
                scene.do(scene.actor(), work=dataclasses.replace(scene.kind.work, find=find))
    assert events() == before


def standing(work: Work[Any], what: str, state: str) -> Callable[..., Any]:
    """`find` of a kind of work, whose subject stands in another state."""

    def find(where: Any, act: Act, given: Any, lock: bool) -> Any:
        subject = work.find(where, act, given, lock)
        states = {**subject.states(), what: state}
        return Standing(subject, states)

    return find


class Standing:
    """A subject in another state than it is in."""

    def __init__(self, subject: Any, states: dict[str, str]) -> None:
        self._subject, self._states = subject, states

    def states(self) -> dict[str, str]:
        return self._states

    def __getattr__(self, name: str) -> Any:
        return getattr(self._subject, name)


def the_same_request_twice_is_one_act(scene: Scene) -> None:
    seen = scene.seen if scene.act.seen == "must" else None
    first = scene.do(scene.actor("once"), seen=seen)
    after = events()
    assert scene.do(scene.actor("once"), seen=seen) == first and events() == after
    if scene.kind.work.where:
        with pytest.raises(KeyReused):
            scene.do(scene.actor("once"), where=scene.kind.nowhere(scene.stage.where))
    assert scene.kind.differences() == []


def an_office_that_ended_while_the_act_waited_does_nothing(scene: Scene) -> None:
    if not scene.act.by or scene.stage.who is None:
        return
    actor, seen = scene.actor(), scene.seen
    Office.objects.filter(person=scene.world.people[scene.stage.who]).update(
        until=scene.world.now.date() - timedelta(days=30)
    )
    before = events()
    with pytest.raises(NotAllowed):
        scene.do(actor, seen=seen)
    assert events() == before


def killed_at_any_statement_it_is_done_whole_or_not_at_all(scene: Scene) -> None:
    before, act = events(), partial(scene.do, scene.actor("k"), seen=scene.seen)
    assert dying.killed_before_commit(act), "it commits nothing"
    assert (events(), scene.kind.differences()) == (before, [])
    statements, early = dying.watched(act)
    if early:  # another process of the server may have; what an act commits by itself it commits again
        emptying.empty()
        scene = Scene.of(scene.kind, scene.act.name)
        statements, early = dying.watched(partial(scene.do, scene.actor("k"), seen=scene.seen))
    assert statements and early == [], "killed at these statements it leaves a part"
    assert events() > before, "it appended nothing"
    assert scene.kind.differences() == []


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_its_words_are_there_in_both_languages(kind: Kind, name: str) -> None:
    act, key = kind.work.acts[name], f"{kind.work.name}-{name}"
    asked = fields.fields_of(act.takes) if act.takes else ()
    for language in ("vi", "en"):
        with override(language):
            assert wording.act_name(key) != key
            unnamed = [field.name for field in asked if wording.act_field(key, field.name) == field.name]
            assert unnamed == [], f"{key} has no label for {unnamed} ({language})"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.work.name)
def test_two_acts_at_once_end_as_one_after_the_other(kind: Kind) -> None:
    """Every pair that is open on the same subject, by two processes: the tables are as the ledger says."""
    names = kind.rivals or tuple(name for name in kind.work.acts if name not in kind.not_staged)
    for place, name in enumerate(names):
        scene = Scene.of(kind, name)
        others = [one for one in names[place:] if _is_open(kind.work, kind.work.acts[one], scene)]
        for other in others[: kind.beside]:
            second = kind.work.acts[other]
            stage = dataclasses.replace(scene.stage, given=_given(kind, second, scene))
            rival, seen = Scene(scene.world, kind, second, stage), scene.seen
            both = [
                partial(scene.do, scene.actor(), seen=seen),
                partial(rival.do, rival.actor(), seen=seen if second.seen == "must" else None),
            ]
            dying.at_once(both)
            assert kind.differences() == [], f"{name} and {other}"
            sequence_is_whole()
            emptying.empty()
            scene = Scene.of(kind, name)
        emptying.empty()


def _is_open(work: Work[Any], act: Act, scene: Scene) -> bool:
    """Whether the states of a scene's subject allow another act too."""
    subject = scene.subject()
    try:
        in_state(work, act, subject)
    except Refused:
        return False
    return act.when.keys() <= subject.states().keys()


def _given(kind: Kind, act: Act, scene: Scene) -> Any:
    if act is scene.act:
        return scene.stage.given
    return None if act.takes is None else stages.fitting(act.takes)


def sequence_is_whole() -> None:
    """No stream has a gap or a number twice."""
    for stream in Event.objects.values_list("stream", flat=True).distinct():
        numbers = list(
            Event.objects.filter(stream=stream).order_by("sequence").values_list("sequence", flat=True)
        )
        assert numbers == list(range(1, head(stream) + 1)), stream


def test_every_kind_of_work_that_declares_acts_is_on_the_stage() -> None:
    found = set()
    rooms = [thangdo.work, thangdo.records]
    modules = [one for room in rooms for one in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]
    for module in modules:
        if module.name.endswith((".actions", ".acts")) or ".actions." in module.name:
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, Work):
                    found.add(value.name)
    assert found == {kind.work.name for kind in KINDS}


def test_every_act_is_a_function_of_its_declared_input() -> None:
    for kind in KINDS:
        for act in kind.work.acts.values():
            parameters = list(inspect.signature(act.does).parameters)
            assert len(parameters) == (1 if act.takes is None else 2), act.name
            hints = inspect.get_annotations(act.does, eval_str=True)
            if act.takes is not None:
                assert hints[parameters[1]] is act.takes, act.name


def test_the_system_does_only_what_a_kind_of_work_lets_it(db: None) -> None:
    world = sample.build()
    stage = announcements.play(world, "publish")
    with pytest.raises(NotAllowed):
        do(
            announcements.NOTICES,
            announcements.actions.publish,
            system("seed", world.now),
            stage.where,
            seen=1,
        )


def test_an_act_under_way_says_who_acts() -> None:
    on: On[Any] = On(None, system("seed", sample.MORNING))  # type: ignore[type-var]
    assert (on.by.actor, on.by.office) == ("system:seed", "")
