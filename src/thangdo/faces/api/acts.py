"""Acts as operations for programs: the route, the body and its description come from their declaration.

    routes(router, NOTICES, {"publish": f"{ONE}/publish"}, PATH, see=seen, answer=DoneOut, room=__name__)

Each is a POST (a PUT where the act makes its subject). An act that must say what was seen asks for If-Match.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from typing import Annotated, Any, Literal

from django.utils.text import capfirst
from ninja import Router
from pydantic import BaseModel, Field, create_model

from thangdo.faces.api import preconditions
from thangdo.faces.api.authentication import Request
from thangdo.faces.api.operation_summary import says
from thangdo.faces.api.path_parameters import unit_ref
from thangdo.faces.api.schemas.campaigns import Hash, Sent, UnitCode, Values
from thangdo.faces.look import wording
from thangdo.records.acts import fields
from thangdo.records.acts.declared import Act, Work
from thangdo.records.acts.fields import (
    Choice,
    Data,
    Day,
    FileSent,
    Flag,
    Many,
    Moment,
    Named,
    Number,
    Text,
    UnitNamed,
    Whole,
)
from thangdo.records.acts.frame import do

See = Callable[..., Any]
Stands = Callable[..., Any]


@dataclass(frozen=True)
class Operation:
    """An operation that is older than its declaration and whose description stays: its id and what it says.

    body: the name of its body, where it has one; or the body itself, which others have too.
    """

    address: str
    name: str
    vi: str
    en: str
    body: str | type = ""
    tags: tuple[str, ...] = ()
    answer: Any = None  # where it answers more than the others
    bare: bool = False  # the body may be left out: programs that are older than it send none


def routes(
    router: Router,
    work: Work[Any],
    addresses: Mapping[str, str | Operation],
    path: Mapping[str, Any],
    *,
    see: See,
    answer: Any,
    room: str,
    bodies: Mapping[str | type, Any] | None = None,
    stands: Stands | None = None,
    etag: Callable[..., int] = lambda done, *_where: done["sequence"],
    does: Callable[..., Any] = do,
) -> None:
    """Give a router one operation for each act. path: the blanks of the addresses -> their types.

    see: called with the actor and what the address names; raises Refused for who does not see the thing, so
    that it is answered like what is not there. answer: of every act. room: the module, for operations' ids.
    addresses: "PUT /…" for an act that is put and does not make its subject.
    bodies: act, or class of an input, also of one within another -> the name of the body in the description,
    or the body, where that is older than this function.
    stands: what is shown, with the refusal, to who has not seen what stands now. etag: of an answer.
    does: what does an act, where that may be the worker.
    """
    known = dict(bodies or {})
    inner = tuple((of, name) for of, name in known.items() if isinstance(of, type) and isinstance(name, str))
    for name, said in addresses.items():
        act = work.acts[name]
        it = said if isinstance(said, Operation) else _operation(work, name, said)
        method, _blank, address = it.address.rpartition(" ")
        blanks = {blank: kind for blank, kind in path.items() if f"{{{blank}}}" in address}
        body = it.body or known.get(name) or known.get(act.takes or "") or _body_name(work, name)
        if isinstance(body, str):
            body = body_of(act.takes, body, inner) if act.takes else None
        must = act.seen == "must" and not act.makes
        adding = router.put if act.makes or method == "PUT" else router.post
        adding(
            address,
            response=it.answer or answer,
            tags=list(it.tags) or None,
            **says(it.vi, it.en, match=must),
        )(_view(work, act, blanks, body, see, stands, etag, room, it.name, it.bare, does))


def _operation(work: Work[Any], name: str, address: str) -> Operation:
    vi, en = (capfirst(said) for said in wording.act_pair(f"{work.name}-{name}"))
    return Operation(address, name, vi, en)


def _view(
    work: Work[Any],
    act: Act,
    blanks: Mapping[str, Any],
    body: Any,
    see: See,
    stands: Stands | None,
    etag: Callable[..., int],
    room: str,
    name: str,
    bare: bool = False,
    does: Callable[..., Any] = do,
) -> Callable[..., Any]:
    def view(request: Request, **given: Any) -> Any:
        sent = given.pop("body", None)
        where = tuple(unit_ref(given[blank]) if blank == "unit" else given[blank] for blank in blanks)
        if not act.makes:
            see(request.actor, *where)
        arguments = () if act.takes is None else (act.takes() if sent is None else input_of(act.takes, sent),)
        with preconditions.kept(request, stands and partial(stands, request, *where)):
            done = does(work, act.does, request.actor, where, *arguments, seen=_seen(request, act))
        request.tag = etag(done, *where)
        return done

    parameters = [inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)]
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters += [inspect.Parameter(blank, keyword, annotation=kind) for blank, kind in blanks.items()]
    if body is not None and bare:
        parameters.append(inspect.Parameter("body", keyword, annotation=body | None, default=None))
    elif body is not None:
        parameters.append(inspect.Parameter("body", keyword, annotation=body))
    # ninja reads what an operation takes off its signature
    view.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    view.__name__, view.__module__, view.__doc__ = name, room, None
    return view


def _seen(request: Request, act: Act) -> int | None:
    if act.makes:
        return preconditions.sequence_or_new(request)
    if act.seen == "must" or "If-Match" in request.headers:
        return preconditions.sequence(request)
    return None


def _body_name(work: Work[Any], name: str) -> str:
    return "".join(word.capitalize() for word in f"{work.name}-{name}".replace("_", "-").split("-")) + "In"


@cache
def body_of(takes: type, name: str, inner: tuple[tuple[type, str], ...] = ()) -> Any:
    """The body that programs send for an input, described by the input's own words.

    inner: classes of inputs within it -> their names in the description, where not as here.
    """
    members: dict[str, Any] = {}
    for field in fields.fields_of(takes):
        kind = _of_kind(field.kind, inner)
        default: Any = ...
        if field.optional and isinstance(field.kind, Many):
            default = Field(default_factory=list)
        elif field.optional and isinstance(field.kind, Data) and field.default is not None:
            default = Field(default_factory=kind)
        elif field.optional:
            default = field.default
            kind = kind | None if default is None else kind
        members[field.name] = (kind, default)
    made: Any = create_model(name, __base__=Sent, __doc__=takes.__doc__, **members)
    return made


def _of_kind(kind: fields.Kind, inner: tuple[tuple[type, str], ...] = ()) -> Any:
    match kind:
        case Text(most=most):
            return Annotated[str, Field(max_length=most)]
        case Whole(low=low, high=high):
            return Annotated[int, Field(ge=low, le=high)]
        case Number(low=low, high=high):
            return Annotated[Decimal, Field(ge=low, le=high)]
        case Flag():
            return bool
        case Day():
            return date
        case Moment():
            return datetime
        case Choice(options=options):
            return Literal[options]
        case UnitNamed():
            return UnitCode
        case FileSent():
            return Hash
        case Many(of=of, most=most, least=least):
            several: Any = _inside(of, inner)
            return Annotated[list[several], Field(min_length=least or None, max_length=most)]
        case Named(of=Text()):
            return Values
        case Named(of=of, most=most):
            each: Any = _of_kind(of)
            return Annotated[dict[str, each], Field(max_length=most)]
        case Data(of=of):
            value: Any = _inside(of, inner)
            return value if isinstance(of, type) else dict[str, value]


def _inside(of: Any, inner: tuple[tuple[type, str], ...]) -> Any:
    """What stands within a body: a body of its own, or one value."""
    if isinstance(of, type):
        return body_of(of, dict(inner).get(of, f"{of.__name__}In"), inner)
    if isinstance(of, Text):
        return Annotated[str, Field(min_length=of.least or None, max_length=of.most)]
    return _of_kind(of)


def input_of(takes: type, body: Any) -> Any:
    """The input that a body holds. Raises Refused for a unit that is no scheme:code."""
    values = {}
    for field in fields.fields_of(takes):
        value = getattr(body, field.name)
        if isinstance(field.kind, UnitNamed) and isinstance(value, str):
            value = unit_ref(value) if value else field.default
        elif isinstance(field.kind, Data) and isinstance(value, BaseModel):
            value = value.model_dump()
        elif isinstance(field.kind, Many):
            value = tuple(_part(field.kind, one) for one in value)
        values[field.name] = value
    return takes(**values)


def _part(kind: Many, value: Any) -> Any:
    if isinstance(kind.of, type):
        return input_of(kind.of, value)
    return unit_ref(value) if isinstance(kind.of, UnitNamed) else value
