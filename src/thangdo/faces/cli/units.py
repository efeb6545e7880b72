"""`thangdo units`: the register through time, from the machine itself: decisions, lists, likely names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from thangdo.faces.cli import unit_lists
from thangdo.faces.cli.common import FAILED, Language, Tongue, django_ready, said, say, stop, warn
from thangdo.faces.cli.terminal import table, wrapped
from thangdo.faces.cli.unit_arguments import Yes, day, key, say_done, say_how, system, unfit_as_a_list

if TYPE_CHECKING:
    from thangdo.records.units.planning import NewUnit, Operation

app = typer.Typer(help="Agencies and places through time.", no_args_is_help=True)
app.command("import")(unit_lists.import_)
app.command("export")(unit_lists.export)

One = Annotated[str, typer.Argument(help="The unit, as scheme:code (vn-gso-2025:23614).")]
On = Annotated[str, typer.Option("--on", help="The day from which it holds, as 2026-07-01.")]
Decision = Annotated[str, typer.Option("--decision", help="The number of the decision.")]
KindOption = Annotated[str, typer.Option("--kind", help="xã, phường, sở …; as before when not given.")]
English = Annotated[str, typer.Option("--name-en", help="The English name.")]
Below = Annotated[str, typer.Option("--children-to", help="Where the units below it belong then.")]
Part = Annotated[
    list[str], typer.Option("--part", help="A part: scheme:code, or scheme:code=Name for a new one.")
]
Default = Annotated[str, typer.Option("--default", help="The part for addresses of which no more is known.")]
Code = Annotated[str, typer.Option("--org-code", help="Organisation code of a new unit (H21.65).")]


@app.command()
def merge(
    units: Annotated[list[str], typer.Argument(help="The units that merge, each as scheme:code.")],
    into: Annotated[str, typer.Option("--into", help="The successor: an existing unit, or a new code.")],
    on: On,
    decision: Decision,
    name: Annotated[str, typer.Option("--name", help="The name of a new successor.")] = "",
    name_en: English = "",
    kind: KindOption = "",
    parent: Annotated[str, typer.Option("--parent", help="To which unit a new successor belongs.")] = "",
    org_code: Code = "",
    children_to: Below = "",
    yes: Yes = False,
    language: Language = Tongue.vi,
) -> None:
    """Merge units into a new one (with --name) or into one that is there."""
    django_ready()
    from thangdo.records.units.planning import Act, NewUnit, Operation

    heir = key(into)
    new: tuple[NewUnit, ...] = ()
    if name:
        above = key(parent) if parent else None
        new = (NewUnit(heir, name, name_en, kind, parent=above, org_code=org_code),)
    operation = Operation(
        Act.MERGE,
        day(on),
        decision,
        tuple(map(key, units)),
        () if new else (heir,),
        new,
        children_to=key(children_to) if children_to else None,
    )
    _carry_out(operation, yes, language)


@app.command()
def split(
    unit: One,
    part: Part,
    on: On,
    decision: Decision,
    default: Default = "",
    remains: Annotated[bool, typer.Option("--remains", help="The unit goes on existing.")] = False,
    children_to: Below = "",
    yes: Yes = False,
    language: Language = Tongue.vi,
) -> None:
    """Split a unit, or take parts from one that remains."""
    django_ready()
    from thangdo.records.units.planning import Act, NewUnit, Operation

    named = [text.partition("=") for text in part]
    operation = Operation(
        Act.SPLIT,
        day(on),
        decision,
        (key(unit),),
        tuple(key(code) for code, equals, _ in named if not equals),
        tuple(NewUnit(key(code), name) for code, equals, name in named if equals),
        key(default) if default else None,
        remains,
        children_to=key(children_to) if children_to else None,
    )
    _carry_out(operation, yes, language)


@app.command()
def rename(
    unit: One,
    name: Annotated[str, typer.Argument(help="The new name.")],
    on: On,
    decision: Decision,
    name_en: English = "",
    kind: KindOption = "",
    yes: Yes = False,
    language: Language = Tongue.vi,
) -> None:
    """Give a unit another name from a day on; what is shown of earlier days keeps the earlier name."""
    django_ready()
    from thangdo.records.units.planning import Act, Operation

    operation = Operation(
        Act.RENAME, day(on), decision, (key(unit),), name_vi=name, name_en=name_en, kind=kind
    )
    _carry_out(operation, yes, language)


@app.command()
def move(
    unit: One,
    parent: Annotated[str, typer.Option("--under", help="To which unit it belongs from that day on.")],
    on: On,
    decision: Decision,
    yes: Yes = False,
    language: Language = Tongue.vi,
) -> None:
    """Put a unit under another from a day on."""
    django_ready()
    from thangdo.records.units.planning import Act, Operation

    _carry_out(Operation(Act.MOVE, day(on), decision, (key(unit),), parent=key(parent)), yes, language)


@app.command()
def found(
    unit: One,
    name: Annotated[str, typer.Argument(help="Its name.")],
    parent: Annotated[str, typer.Option("--under", help="To which unit it belongs.")],
    kind: Annotated[str, typer.Option("--kind", help="xã, phường, sở …")],
    tier: Annotated[str, typer.Option("--tier", help="department, district or commune.")],
    on: On,
    decision: Decision,
    name_en: English = "",
    org_code: Code = "",
    yes: Yes = False,
    language: Language = Tongue.vi,
) -> None:
    """Found a unit that comes from no other."""
    django_ready()
    from thangdo.records.units.planning import Act, NewUnit, Operation

    new = NewUnit(key(unit), name, name_en, kind, tier, key(parent), org_code=org_code)
    _carry_out(Operation(Act.FOUND, day(on), decision, new=(new,)), yes, language)


@app.command()
def dissolve(
    unit: One,
    on: On,
    decision: Decision,
    into: Annotated[
        list[str] | None, typer.Option("--into", help="A unit that takes over its tasks.")
    ] = None,
    children_to: Below = "",
    yes: Yes = False,
    language: Language = Tongue.vi,
) -> None:
    """End a unit; its results stay with it."""
    django_ready()
    from thangdo.records.units.planning import Act, Operation

    operation = Operation(
        Act.DISSOLVE,
        day(on),
        decision,
        (key(unit),),
        tuple(map(key, into or ())),
        children_to=key(children_to) if children_to else None,
    )
    _carry_out(operation, yes, language)


@app.command()
def undo(
    operation: Annotated[str, typer.Argument(help="The operation, as it was named when it was entered.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it was a mistake.")],
    language: Language = Tongue.vi,
) -> None:
    """Take back an operation that was entered by mistake, while nothing stands on it."""
    actor = system()
    from thangdo.work.registry import actions

    with unfit_as_a_list(language):
        done = actions.undo(actor, operation, reason)
    say(said(f"Đã hủy {done.key}.", f"{done.key} is taken back."))


@app.command()
def propose(
    name: Annotated[str, typer.Argument(help="A name as somebody wrote it: Chư Pah, Đak Đoa.")],
    scheme: Annotated[str, typer.Option("--scheme", help="Only in this scheme of codes.")] = "",
    language: Language = Tongue.vi,
) -> None:
    """Units that a name spelt otherwise may mean. Only a person decides."""
    django_ready()
    from thangdo.records.units import queries

    likely = queries.propose(name, scheme or None, 10)
    if not likely:
        stop(said(f"Không có đơn vị nào giống “{name}”.", f"No unit is like “{name}”."), FAILED)
    heads = {"vi": ["mã", "tên", "cấp trên", "giống"], "en": ["unit", "name", "belongs to", "likeness"]}
    rows = [
        [
            f"{one.unit.scheme}:{one.unit.code}",
            one.unit.name(language),
            one.unit.parent_name(language),
            f"{one.likeness} %",
        ]
        for one in likely
    ]
    table(None, heads[language], rows, right=(3,))


def _carry_out(operation: Operation, yes: bool, language: str) -> None:
    """Show what the operation does; with `yes`, do exactly that."""
    actor = system()
    from thangdo.faces.look import wording
    from thangdo.work.registry import actions, queries

    with unfit_as_a_list(language):
        plan = actions.preview(actor, operation)
    mentioned = {str(step.key) for step in plan.steps} | {str(key) for key in operation.into}
    mentioned |= {str(key) for key in (operation.parent, operation.children_to) if key}
    names = queries.names(mentioned, language) | {str(one.key): one.name_vi for one in operation.new}
    for step in plan.steps:
        payload = step.happening.new().payload
        sentence = wording.unit_event(step.happening.TYPE, str(step.key), payload, names, language)
        say(wrapped(f"- {sentence}"))
    for one in plan.asked:
        warn(wording.unit_problem(one.code, one.unit, one.facts, names, language))
    if not yes:
        say_how()
        return
    with unfit_as_a_list(language):
        done = actions.carry_out(actor, operation, plan.hash)
    say_done(done)
