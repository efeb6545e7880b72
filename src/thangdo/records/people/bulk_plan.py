"""What a list of people would do: each row understood, or told by its line why it is not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from thangdo.records.people import actions, names
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.people.models import Office, Person, Role
from thangdo.records.people.queries import administered
from thangdo.records.units.fold import fold
from thangdo.records.units.models import Unit
from thangdo.rules.canonical import sha256

MOST = 2_000  # rows of one list
ROLES_OF_A_UNIT = (Role.REPORTER, Role.HEAD)  # whom an assessment needs in every unit
ENDINGS = {"reporter": "daumoi", "head": "lanhdao"}  # of an account's name by office
COLUMNS = ("unit", "role", "name", "login", "email", "title")
NEEDED = ("unit", "role", "name")


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands against a row. code and facts: of a refusal, or `unknown-column` and the like."""

    line: int
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """What a row does. does: account (a new one with its office) | office (one more) | nothing (holds it)."""

    line: int
    does: str
    unit: Unit
    role: str
    name: str
    login: str
    email: str
    title: str
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a list would do; it does nothing while there are problems."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]

    @property
    def new(self) -> tuple[Line, ...]:
        """The rows that make an account."""
        return tuple(line for line in self.lines if line.does == "account")

    @property
    def offices(self) -> tuple[Line, ...]:
        """The rows that give somebody who is there one more office."""
        return tuple(line for line in self.lines if line.does == "office")

    @property
    def hash(self) -> str:
        """What a person agrees to."""
        told = [
            [one.line, one.does, one.unit.pk, one.role, one.name, one.login, one.email, one.title, one.person]
            for one in self.lines
        ]
        return sha256({"lines": told, "problems": [[one.line, one.code] for one in self.problems]})


def administered_units(actor: Actor, day: date) -> list[Unit]:
    """The units of a day that the actor administers, by tier and name."""
    rows = Unit.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    rows = rows.filter(Q(valid_from=None) | Q(valid_from__lte=day))
    if not actor.is_system:
        inside = Q(pk__in=[])
        for held in actor.holding(Role.ADMINISTRATOR):
            inside |= Q(path__startswith=held.path) if held.subtree else Q(pk=held.unit)
        rows = rows.filter(inside)
    return list(rows.order_by("tier", "sort_key", "pk"))


def missing(
    actor: Actor, roles: Collection[str] = ROLES_OF_A_UNIT, tiers: Collection[str] = ()
) -> list[dict[str, str]]:
    """Rows for the roles that nobody holds: one a unit and role, with an account's name, without a person's.

    tiers: only units of these; without them all below the province.
    """
    wanted = [role for role in Role.values if role in roles]
    units = [
        unit
        for unit in administered_units(actor, actor.day)
        if (unit.tier in tiers if tiers else unit.tier not in ("country", "province"))
    ]
    standing = Office.objects.filter(Q(until=None) | Q(until__gte=actor.day), person__is_active=True)
    held = set(standing.values_list("unit_id", "role"))
    taken = _logins()
    rows = []
    for unit in units:
        for role in wanted:
            if (unit.pk, role) in held:
                continue
            login = _free(f"{_slug(unit.name_vi)}.{ENDINGS.get(role, role)}", taken)
            taken.add(login)
            rows.append(
                {
                    **{"unit": f"{unit.scheme}:{unit.code}", "role": str(role), "name": "", "login": login},
                    **{"email": "", "title": "", "unit_name": unit.name_vi},
                }
            )
    return rows


def plan(actor: Actor, rows: Sequence[Mapping[str, str]], lines: Sequence[int] = ()) -> Plan:
    """What the rows of COLUMNS would do, and what stands against them. lines: of each in its file.

    Raises NotAllowed for who administers nothing; Refused: too-many-rows, list-empty.
    """
    if not actor.is_system and not actor.holding(Role.ADMINISTRATOR):
        raise NotAllowed((Role.ADMINISTRATOR,))
    if not rows:
        raise Refused("people-list-empty")
    if len(rows) > MOST:
        raise Refused("people-list-too-long", most=MOST)
    return _Planning(actor).plan(rows, list(lines) or list(range(2, len(rows) + 2)))


class _Planning:
    """The state in which rows are understood, one after another."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.units = administered_units(actor, actor.day)
        self.by_key = {f"{unit.scheme}:{unit.code}": unit for unit in self.units}
        self.by_code: dict[str, list[Unit]] = {}
        self.by_name: dict[str, list[Unit]] = {}
        for unit in self.units:
            for code in {unit.code, unit.org_code, unit.gso_code} - {""}:
                self.by_code.setdefault(code.lower(), []).append(unit)
            self.by_name.setdefault(fold(unit.name_vi), []).append(unit)
        everybody = Person.objects.values_list("pk", "login", "email", "is_active")
        self.logins = {login: key for key, login, _, _ in everybody}
        self.emails = {email.lower(): key for key, _, email, _ in everybody if email}
        self.closed = {key for key, _, _, active in everybody if not active}
        own = Person.objects.all() if actor.is_system else administered(actor)
        self.mine = dict(own.values_list("pk", "name"))
        standing = Office.objects.filter(Q(until=None) | Q(until__gte=actor.day))
        self.held = set(standing.values_list("person_id", "unit_id", "role"))
        self.taken = set(self.logins)
        self.seen: dict[tuple[Any, ...], int] = {}

    def plan(self, rows: Sequence[Mapping[str, str]], numbers: Sequence[int]) -> Plan:
        lines: list[Line] = []
        problems: list[Problem] = []
        self.taken |= {row.get("login", "").strip().lower() for row in rows}
        for row, number in zip(rows, numbers, strict=True):
            try:
                lines.append(self._line(row, number))
            except Refused as error:
                problems.append(Problem(number, error.code, error.facts))
            except NotAllowed:
                problems.append(Problem(number, "no-such-unit", {"unit": row.get("unit", "")}))
        return Plan(tuple(lines), tuple(problems))

    def _line(self, row: Mapping[str, str], number: int) -> Line:
        unit = self._unit(row.get("unit", "").strip())
        role = row.get("role", "").strip()
        if role not in Role.values:
            raise Refused("no-such-role", role=role)
        name, email = names.clean_name(row.get("name", "")), names.clean_email(row.get("email", ""))
        title = " ".join(row.get("title", "").split())
        if len(title) > 200:
            raise Refused("too-long", most=200)
        login = row.get("login", "").strip().lower()
        actions.administers(self.actor, unit)
        person = self._person(login, email, name)
        if person is not None:
            does = "nothing" if (person, unit.pk, role) in self.held else "office"
        else:
            does = "account"
            login = login or _free(_of_name(name), self.taken)
            self.taken.add(login)
            names.check_login(login)
        self._once(("office", person or login, unit.pk, role), number)
        if person is None:
            self._once(("login", login), number)
            if email:
                self._once(("email", email.lower()), number)
        return Line(number, does, unit, role, name, login, email, title, person)

    def _once(self, key: tuple[Any, ...], number: int) -> None:
        first = self.seen.setdefault(key, number)
        if first != number:
            raise Refused("people-row-twice", line=first)

    def _person(self, login: str, email: str, name: str) -> int | None:
        """The account that is meant by its name or address; none for a new one. Another's is refused."""
        by_login, by_email = self.logins.get(login), self.emails.get(email.lower()) if email else None
        if by_login is None and by_email is None:
            return None
        if by_login is not None and by_email is not None and by_login != by_email:
            raise Refused("email-is-taken")
        key = by_login if by_login is not None else by_email
        if key is None or key not in self.mine or fold(self.mine[key]) != fold(name):
            raise (
                Refused("login-is-taken", login=login) if by_login is not None else Refused("email-is-taken")
            )
        if key in self.closed:
            raise Refused("account-has-ended")
        return key

    def _unit(self, text: str) -> Unit:
        if text in self.by_key:
            return self.by_key[text]
        found = self.by_code.get(text.lower()) or self.by_name.get(fold(text)) or []
        if len(found) != 1:
            raise Refused("which-unit" if found else "no-such-unit", unit=text)
        return found[0]


def _logins() -> set[str]:
    return set(Person.objects.values_list("login", flat=True))


def _of_name(name: str) -> str:
    """An account's name as offices write it: the given name, then the initials.

    >>> _of_name("Nguyễn Thị Ân"), _of_name("Rơ Châm H'Lan"), _of_name("Ân")
    ('annt', 'hlanrc', 'an')
    """
    words = ["".join(char for char in word if char.isalnum()) for word in fold(name).split()]
    words = [word for word in words if word.isascii() and word]
    return (words[-1] + "".join(word[0] for word in words[:-1]))[:40] if words else "account"


def _slug(name: str) -> str:
    """A unit's name within an account's.

    >>> _slug("Phường Quy Nhơn Đông"), _slug("Xã K'Bang")
    ('phuong-quy-nhon-dong', 'xa-kbang')
    """
    words = [
        "".join(char for char in word if char.isascii() and char.isalnum()) for word in fold(name).split()
    ]
    return "-".join(word for word in words if word)[:40] or "unit"


def _free(wanted: str, taken: Collection[str]) -> str:
    """The name, or with the first number that nobody has.

    >>> _free("annt", {"annt", "annt2"})
    'annt3'
    """
    if wanted not in taken:
        return wanted
    return next(name for n in range(2, 100_000) if (name := f"{wanted}{n}") not in taken)
