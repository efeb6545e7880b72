"""`thangdo user`: accounts and offices held, from the machine itself; also the first administrator."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from thangdo.faces.cli.common import Language, Tongue, django_ready, said, say, stop
from thangdo.faces.cli.terminal import table

if TYPE_CHECKING:
    from thangdo.records.people.acting import Actor
    from thangdo.records.people.models import Person

app = typer.Typer(help="Accounts and the offices that people hold.", no_args_is_help=True)
Login = Annotated[str, typer.Argument(help="The account's name.")]


def the_system() -> Actor:
    """Who acts from the machine itself; Django is made ready."""
    django_ready()
    from django.utils import timezone

    from thangdo.records.people.acting import system

    return system("command-line", timezone.now())


def _unit(text: str) -> tuple[str, str]:
    scheme, colon, code = text.partition(":")
    if not colon:
        stop(said(f"{text}: hãy ghi đơn vị dạng sổ:mã, ví dụ vn-org:H21.", f"{text}: write register:code."))
    return scheme, code


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        stop(said(f"{text}: ngày viết dạng 2026-03-02.", f"{text}: a day is written as 2026-03-02."))


def account(login: str) -> Person:
    """The account of that name, or the end of the command."""
    from thangdo.records.people.models import Person

    found = Person.objects.filter(login=login).first()
    if found is None:
        stop(said(f"Không có tài khoản {login}.", f"There is no account {login}."))
    return found


@contextmanager
def refusals() -> Iterator[None]:
    """What cannot be done is said, and ends the command with the code for bad input."""
    from django.utils import translation

    from thangdo.faces.look.wording import refused
    from thangdo.records.people.acting import Refused

    try:
        yield
    except Refused as error:
        with translation.override(said("vi", "en")):
            stop(refused(error.code, error.facts))


def _new_password(person: Person) -> str:
    """A password for the person, which nobody else has."""
    password = secrets.token_urlsafe(12)
    person.set_password(password)
    person.save(update_fields=["password"])
    return password


@app.command("add")
def add(
    login: Login,
    name: Annotated[str, typer.Option("--name", help="Full name.")],
    role: Annotated[str, typer.Option("--role", help="administrator, author, reporter, head, appraiser …")],
    unit: Annotated[str, typer.Option("--unit", help="register:code of the unit, e.g. vn-org:H21.")],
    email: Annotated[str, typer.Option("--email", help="E-mail address.")] = "",
    subtree: Annotated[bool, typer.Option("--subtree", help="Also for every unit below it.")] = False,
    since: Annotated[str | None, typer.Option("--since", help="First day; today when not given.")] = None,
    language: Language = Tongue.vi,
) -> None:
    """Make an account with its first office; prints a password to be changed."""
    actor = the_system()
    from thangdo.records.people import actions

    new = actions.NewAccount(login, name, email, role, _unit(unit), subtree, since=_day(since))
    with refusals():
        password = _new_password(actions.add(actor, new))
    say(
        said(
            f"Đã tạo tài khoản {login}. Mật khẩu, chỉ hiện một lần: {password}",
            f"The account {login} is made. Its password, shown once: {password}",
        )
    )


@app.command("list")
def listing(language: Language = Tongue.vi) -> None:
    """List the accounts with the offices held today."""
    actor = the_system()
    from thangdo.records.people.models import Office, Person

    rows = []
    for person in Person.objects.order_by("login"):
        offices = Office.objects.select_related("unit").filter(person=person, since__lte=actor.day)
        held = [o for o in offices if o.until is None or o.until >= actor.day]
        named = "; ".join(f"{o.role} {o.unit.scheme}:{o.unit.code}{'/…' if o.subtree else ''}" for o in held)
        rows.append([person.login, said("mở", "open") if person.is_active else said("đóng", "closed"), named])
    heads = [said("tài khoản", "account"), said("trạng thái", "state"), said("vai trò", "offices")]
    table(said("Tài khoản", "Accounts"), heads, rows)


@app.command("appoint")
def appoint(
    login: Login,
    role: Annotated[str, typer.Option("--role", help="The role.")],
    unit: Annotated[str, typer.Option("--unit", help="register:code of the unit.")],
    since: Annotated[str | None, typer.Option("--since", help="First day; today when not given.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Last day.")] = None,
    subtree: Annotated[bool, typer.Option("--subtree", help="Also for every unit below it.")] = False,
    decision: Annotated[str, typer.Option("--decision", help="Number of the decision.")] = "",
    language: Language = Tongue.vi,
) -> None:
    """Give a person an office."""
    actor = the_system()
    from thangdo.records.people import actions

    with refusals():
        actions.appoint(
            actor,
            account(login).pk,
            role,
            _unit(unit),
            _day(since) or actor.day,
            _day(until),
            subtree=subtree,
            decision=decision,
        )
    say(said("Đã giao nhiệm vụ.", "The office is given."))


@app.command("end")
def end(
    login: Login,
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
    language: Language = Tongue.vi,
) -> None:
    """Close an account and sign it out everywhere."""
    actor = the_system()
    from thangdo.records.people import actions

    with refusals():
        actions.end(actor, account(login).pk, reason)
    say(said(f"Đã đóng tài khoản {login}.", f"The account {login} is closed."))


@app.command("remove-demo")
def remove_demo(language: Language = Tongue.vi) -> None:
    """Close the accounts of a demonstration: offices, tokens and sessions end, what they did stays."""
    actor = the_system()
    from django.conf import settings

    from thangdo.records.people import demonstration

    if settings.DEMO:
        stop(
            said(
                "THANGDO_DEMO=1: đây là bản trình diễn và cần các tài khoản đó. Hãy bỏ THANGDO_DEMO trước.",
                "THANGDO_DEMO=1: this is a demonstration and lives by these accounts. Unset it first.",
            )
        )
    ended = demonstration.end_all(actor)
    if not ended:
        say(said("Không còn tài khoản trình diễn nào đang mở.", "No account of a demonstration is open."))
        return
    heads = [
        said("tài khoản", "account"),
        said("nhiệm vụ đã kết thúc", "offices ended"),
        said("mã truy cập đã thu hồi", "tokens revoked"),
    ]
    rows = [[one.login, str(one.offices), str(one.tokens)] for one in ended]
    table(
        said("Tài khoản trình diễn đã đóng", "Accounts of the demonstration closed"),
        heads,
        rows,
        right=(1, 2),
    )
    say(
        said(
            f"Đã đóng {len(ended)} tài khoản; những gì đã làm vẫn còn trong nhật ký. Nếu chưa có quản trị "
            "viên thật: thangdo user add … --role administrator --subtree.",
            f"{len(ended)} accounts are closed; what they did stays in the ledger. Where there is no real "
            "administrator yet: thangdo user add … --role administrator --subtree.",
        )
    )


@app.command("reset")
def reset(
    login: Login,
    second: Annotated[
        bool, typer.Option("--second-factor", help="Take the second factors away too.")
    ] = False,
    language: Language = Tongue.vi,
) -> None:
    """Give a new password, printed once."""
    actor = the_system()
    from thangdo.records.people import actions

    with refusals():
        person = actions.reset_password(actor, account(login).pk)
        if second:
            why = said("theo yêu cầu tại máy chủ", "asked for at the server")
            actions.reset_second_factor(actor, person.pk, why)
    password = _new_password(person)
    actions.end_sessions(person.pk)
    say(said(f"Mật khẩu mới, chỉ hiện một lần: {password}", f"The new password, shown once: {password}"))
