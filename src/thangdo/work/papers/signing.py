"""What is done with the file of an outgoing paper: kept as issued, signed here, taken back signed, withdrawn.

Each act holds what was found under the lock; the bytes lie in the store by their hash. The order of Decree
30/2020/NĐ-CP is kept: the competent person signs, then the body puts its seal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from thangdo.records.acts.declared import Act, Json, On, Work
from thangdo.records.acts.fields import Choice, FileSent, Flag, Text, Whole
from thangdo.records.acts.frame import do, ready
from thangdo.records.documents.signing.checked import Found
from thangdo.records.documents.signing.matching import Matched, same_number
from thangdo.records.files.models import StoredFile
from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.work.papers import events, examining
from thangdo.work.papers.models import Copy
from thangdo.work.papers.shelf import CLERK, Shelf, number
from thangdo.work.papers.states import NEW, C, P

PARTS = 50  # papers that go with one
SEALERS = (Role.SECRETARY, Role.PUBLISHER)  # who keeps the seal of the body
PERSON, BODY, ATTACHED, BOTH = "person", "body", "attached", "both"
_PROBLEMS = {"too-large": "paper-too-large", "too-long": "paper-too-long", "locked": "paper-locked"}


@dataclass(frozen=True, slots=True)
class Kept:
    """The paper as it is to be signed: a PDF that was sent. part: 0 the paper, 1… what goes with it."""

    file: Annotated[str, FileSent()]
    part: Annotated[int, Whole(0, PARTS)] = 0
    title: Annotated[str, Text(300)] = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """The kept paper with one more signature. alone: the body signs without a person, as a copy."""

    file: Annotated[str, FileSent()]
    role: Annotated[str, Choice((PERSON, BODY, ATTACHED))] = PERSON
    part: Annotated[int, Whole(0, PARTS)] = 0
    alone: Annotated[bool, Flag()] = False


@dataclass(frozen=True, slots=True)
class Returned:
    """A paper that was signed elsewhere. role: whose signatures are new in it.

    resaved: whoever brings it back has compared it, and says that it is ours although it was saved anew.
    """

    file: Annotated[str, FileSent()]
    role: Annotated[str, Choice((PERSON, BOTH, BODY, ATTACHED))] = PERSON
    part: Annotated[int, Whole(0, PARTS)] = 0
    alone: Annotated[bool, Flag()] = False
    resaved: Annotated[bool, Flag()] = False


@dataclass(frozen=True, slots=True)
class Undone:
    """Why what was kept or signed shall not count."""

    reason: Annotated[str, Text(500, least=5, code="reason-missing")]
    part: Annotated[int, Whole(0, PARTS)] = 0


def keep(on: On[Shelf], given: Kept) -> events.Kept:
    """Keep a paper as it is to be signed; before anybody has signed, another may take its place."""
    stored = _sent(on, given.file)
    if given.part and not given.title:
        raise Refused("attached-untitled", field="title")
    look = examining.looked(given.file)
    if look.problem:
        raise Refused(_PROBLEMS.get(look.problem, "paper-damaged"), field="file")
    if look.signatures:
        raise Refused("kept-is-signed", field="file")
    assert on.subject.paper is not None
    symbol = on.subject.paper.symbol
    if not given.part and look.number and not same_number(look.number, symbol):
        raise Refused("kept-other-number", field="file", theirs=look.number, ours=symbol)
    return events.Kept(
        number(on), given.part, given.title, given.file, stored.size, look.pages, bool(look.number)
    )


def sign(on: On[Shelf], given: Signed) -> events.Signed:
    """Write down the signature that was put on the paper here."""
    copy = _copy(on)
    may(on.actor, on.subject, given.role, given.part, given.alone)
    _sent(on, given.file)
    found = _ours(on, copy, given.file)
    new = _new(copy, found, given.role)
    if len(new) != 1:
        raise Refused("too-many-signatures", field="file")
    return _said(events.Signed, on, copy, given.file, given.role, found, new)


def bring_back(on: On[Shelf], given: Returned) -> events.Returned:
    """Take back a paper that was signed elsewhere, when it is the one that was kept."""
    copy = _copy(on)
    may(on.actor, on.subject, given.role, given.part, given.alone)
    _sent(on, given.file)
    found = _ours(on, copy, given.file)
    fits(found, resaved=given.resaved and copy.state == C.KEPT)
    new = _new(copy, found, given.role)
    return _said(events.Returned, on, copy, given.file, given.role, found, new)


def withdraw(on: On[Shelf], given: Undone) -> events.Withdrawn:
    """Take back what was kept or signed, before the seal; the bytes stay in the store, by their hash."""
    return events.Withdrawn(number(on), given.part, private.keep(given.reason))


def may(actor: Actor, subject: Shelf, role: str, part: int, alone: bool) -> None:
    """Whether a signature of this kind is next, and the actor may put it. Raises NotAllowed, Refused."""
    if role != PERSON and actor.office_for(subject.row.unit, *SEALERS) is None:
        raise NotAllowed(SEALERS, str(subject.row.unit))
    if role == ATTACHED and not part:
        raise Refused("attached-is-main", field="role")
    if role == BODY and not alone and subject.copy is not None and subject.copy.state == C.KEPT:
        raise Refused("seal-before-signature", field="role")


def fits(found: Matched, resaved: bool = False) -> None:
    """Whether what came back is ours. Raises Refused, which says what differs."""
    checked = found.checked
    if checked.problem in ("damaged", *_PROBLEMS):
        raise Refused(_PROBLEMS.get(checked.problem, "paper-damaged"), field="file")
    facts = {"ours": found.ours, "theirs": found.theirs, "page": found.page, "field": "file"}
    if found.code == "number":
        raise Refused("returned-other-number", **facts)
    if found.code == "other":
        raise Refused("returned-other" if found.ours or found.theirs else "returned-looks-other", **facts)
    if found.code == "stripped":
        raise Refused("returned-stripped", field="file")
    if found.code == "unsigned" or not checked.signatures:
        raise Refused("returned-unsigned", field="file")
    after = next((one for one in checked.signatures if one.state == "changed-after"), None)
    if after is not None:
        raise Refused("returned-changed-after", field="file", who=after.signer)
    if found.code == "changed":
        raise Refused("returned-changed", field="file")
    if found.code == "saved-anew" and not resaved:
        raise Refused("returned-saved-anew", field="file")


def _copy(on: On[Shelf]) -> Copy:
    assert on.subject.copy is not None, "its state was looked at"
    return on.subject.copy


def _sent(on: On[Shelf], sha256: str) -> StoredFile:
    """A file that the actor has sent. Raises Refused."""
    own = StoredFile.objects.filter(sha256=sha256, destroyed_at=None, given_names__actor=on.actor.ref)
    stored = own.first()
    if stored is None:
        raise Refused("no-such-file", field="file", sha256=sha256)
    return stored


def _ours(on: On[Shelf], copy: Copy, file: str) -> Matched:
    return examining.matched(copy.current, file, copy.original, on.day)


def _new(copy: Copy, found: Matched, role: str) -> tuple[Found, ...]:
    """The signatures that were not there before. Raises Refused for one that does not hold or is unknown."""
    fits(found, resaved=True)
    new = found.checked.signatures[copy.marks.count() :]
    if not new:
        raise Refused("returned-unsigned", field="file")
    if role == BOTH and len(new) < 2:
        raise Refused("too-few-signatures", field="role")
    for one in found.checked.signatures:
        if one.state != "sound":
            raise Refused("signature-broken", field="file", who=one.signer)
    for one in new:
        if one.trust in ("expired", "lapsed"):
            raise Refused("signature-expired", field="file", who=one.signer, until=one.valid_to)
        if one.trust == "unknown":
            raise Refused("signature-unknown", field="file", who=one.signer, issuer=one.issuer)
    return new


def _said(
    what: Callable[..., Any], on: On[Shelf], copy: Copy, file: str, role: str, found: Matched, new: Any
) -> Any:
    last = len(new) - 1
    marks = [
        _mark(one, (BODY if place == last else PERSON) if role == BOTH else role)
        for place, one in enumerate(new)
    ]
    state = C.SIGNED if role == PERSON else C.SEALED
    return what(number(on), copy.part, role, copy.current, file, found.code, state, marks)


def _mark(one: Found, role: str) -> Mapping[str, Any]:
    """A signature as an event holds it: whose name it bears is a reference."""
    return {
        "field": one.field,
        "role": role,
        "serial": one.serial,
        "issuer": one.issuer,
        "body": one.body if one.body != one.signer or role != PERSON else "",
        "valid_to": one.valid_to,
        "at": one.at,
        "timestamped": one.timestamped,
        "state": one.state,
        "trust": one.trust,
        "signer": private.keep(one.signer),
    }


LIVES = {"paper": (P.ISSUED,)}
ACTS = (
    Act(keep, CLERK, {**LIVES, "copy": (NEW, C.KEPT)}, Kept),
    Act(sign, CLERK, {**LIVES, "copy": (C.KEPT, C.SIGNED)}, Signed),
    Act(bring_back, CLERK, {**LIVES, "copy": (C.KEPT, C.SIGNED)}, Returned),
    Act(withdraw, CLERK, {**LIVES, "copy": (C.KEPT, C.SIGNED)}, Undone),
)
NAMES = tuple(act.name for act in ACTS)


def done(
    work: Work[Shelf],
    act: Callable[..., Any],
    actor: Actor,
    where: tuple[Any, ...],
    *given: Any,
    seen: Any = None,
) -> Json:
    """`do`, with the files looked at before the register is locked: nobody waits for a paper that is read."""
    input_ = given[0] if given else None
    if isinstance(input_, Kept | Signed | Returned):
        subject = ready(work, act, actor, where, input_)
        if isinstance(input_, Kept):
            if StoredFile.objects.filter(sha256=input_.file, destroyed_at=None).exists():
                examining.looked(input_.file)
        elif subject.copy is not None:
            examining.matched(subject.copy.current, input_.file, subject.copy.original, actor.day)
    return do(work, act, actor, where, *given, seen=seen)
