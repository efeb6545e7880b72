"""`thangdo token`: what programs act with, made, listed and ended from the machine itself."""

from __future__ import annotations

from typing import Annotated

import typer

from thangdo.faces.cli.common import Language, Tongue, said, say
from thangdo.faces.cli.people import Login, account, refusals, the_system
from thangdo.faces.cli.terminal import table

app = typer.Typer(help="Tokens with which programs act for a person.", no_args_is_help=True)


@app.command("create")
def create(
    login: Login,
    label: Annotated[str, typer.Option("--label", help="What the token is for.")],
    days: Annotated[int, typer.Option("--days", help="For how many days, at most 366.")] = 30,
    roles: Annotated[
        str, typer.Option("--roles", help="Only these roles of the person, with commas; all without it.")
    ] = "",
    write: Annotated[bool, typer.Option("--write", help="It may also change things.")] = False,
    language: Language = Tongue.vi,
) -> None:
    """Make a token and print it on a line of its own: it is not shown again."""
    actor = the_system()
    from thangdo.records.people import tokens

    wanted = [role.strip() for role in roles.split(",") if role.strip()] if roles else None
    with refusals():
        made = tokens.create(actor, account(login), label, days, wanted, write)
    typer.echo(
        said(
            f"Mã truy cập số {made.token.number}; hãy cất giữ, mã không hiện lại:",
            f"Token number {made.token.number}; keep it, it is not shown again:",
        ),
        err=True,
    )
    say(made.text)


@app.command("list")
def list_(login: Login, language: Language = Tongue.vi) -> None:
    """List a person's tokens; never their texts."""
    actor = the_system()
    from thangdo.records.people import tokens

    rows = [
        [
            str(one.number),
            one.label,
            ", ".join(one.roles) if one.roles is not None else said("mọi vai trò", "all roles"),
            said("đọc và ghi", "reads and writes") if one.writes else said("chỉ đọc", "reads"),
            f"{one.expires_at:%Y-%m-%d}",
            f"{one.used_at:%Y-%m-%d}" if one.used_at else "–",
            said("còn hiệu lực", "valid") if one.is_valid(actor.at) else said("đã hết", "ended"),
        ]
        for one in tokens.tokens_of(account(login).pk)
    ]
    heads = [
        said("Số", "Number"),
        said("Dùng để", "For"),
        said("Vai trò", "Roles"),
        said("Quyền", "Scope"),
        said("Hết hạn", "Expires"),
        said("Dùng lần cuối", "Last used"),
        said("Tình trạng", "State"),
    ]
    table(None, heads, rows)


@app.command("revoke")
def revoke(
    number: Annotated[int, typer.Argument(help="The token's number.")], language: Language = Tongue.vi
) -> None:
    """End a token now."""
    actor = the_system()
    from thangdo.records.people import tokens

    with refusals():
        tokens.revoke(actor, number)
    say(said(f"Đã thu hồi mã truy cập số {number}.", f"Token number {number} is revoked."))
