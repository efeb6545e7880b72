"""Signing an outgoing paper in the office: with a key file given for once, or the seal that is kept here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.views.decorators.debug import sensitive_variables
from pyhanko.sign.signers import Signer

from thangdo.records.acts.declared import Json
from thangdo.records.acts.frame import ready
from thangdo.records.documents.official.pictures import BadPicture
from thangdo.records.documents.signing import keys, signing
from thangdo.records.documents.signing.marks import Mark, Role
from thangdo.records.files.store import put
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units import bodies
from thangdo.records.units.fold import squeeze
from thangdo.records.units.models import Unit
from thangdo.work.papers import examining
from thangdo.work.papers.actions import PAPERS
from thangdo.work.papers.shelf import Shelf
from thangdo.work.papers.signing import BODY, PERSON, Signed, done, may, sign

NOTHING = "0" * 64


@sensitive_variables("key", "passphrase")
def with_file(
    actor: Actor,
    where: tuple[Any, ...],
    role: Role,
    part: int,
    alone: bool,
    key: bytes,
    passphrase: str,
    picture: bytes = b"",
) -> Json:
    """Sign with a PKCS#12 file, which is kept nowhere. Raises NotAllowed, Refused."""
    subject = next_for(actor, where, role, part, alone)
    try:
        return _put(actor, where, subject, Mark(role, picture), part, alone, keys.of_pkcs12(key, passphrase))
    except keys.BadKey as error:
        raise Refused(error.code, field="keyfile") from None


def with_kept_key(actor: Actor, where: tuple[Any, ...], role: Role, part: int, alone: bool) -> Json:
    """Put the seal of the body that the installation keeps. Raises NotAllowed, Refused."""
    if role == PERSON:
        raise Refused("no-such-choice", field="role", typed=role)
    subject = next_for(actor, where, role, part, alone)
    picture = b""
    try:
        if settings.SEAL_PICTURE and role == BODY:
            picture = Path(settings.SEAL_PICTURE).read_bytes()
        with keys.kept() as signer:
            held = signing.named(signer)
            if not is_of(subject.row.unit, *held):
                raise Refused("seal-of-another", who=held[1] or held[0], unit=bodies.of(subject.row.unit))
            return _put(actor, where, subject, Mark(role, picture), part, alone, signer)
    except keys.BadKey as error:
        raise Refused(error.code) from error
    except OSError as error:
        raise Refused("bad-picture") from error


def next_for(actor: Actor, where: tuple[Any, ...], role: Role, part: int, alone: bool) -> Shelf:
    """The paper, when this signature is next and the actor may put it. Raises NotAllowed, Refused."""
    subject = ready(PAPERS, sign, actor, where, Signed(NOTHING, role, part, alone))
    may(actor, subject, role, part, alone)
    return subject


def is_of(unit: Unit, *named: str) -> bool:
    """Whether a certificate of these names is that of the unit's body; or the setting says so."""
    if f"{unit.scheme}:{unit.code}" == settings.SEAL_UNIT:
        return True
    return bool(_plain((bodies.of(unit), unit.name_vi)) & _plain(named))


def _plain(names: Sequence[str]) -> set[str]:
    return {squeeze(name).replace("uy ban nhan dan", "ubnd") for name in names if name}


def _put(
    actor: Actor, where: tuple[Any, ...], subject: Shelf, mark: Mark, part: int, alone: bool, signer: Signer
) -> Json:
    assert subject.copy is not None and subject.paper is not None
    shown = Mark(mark.role, mark.picture, subject.paper.symbol)
    content = examining.content(subject.copy.current)
    try:
        made = signing.sign(content, signer, shown, actor.at, settings.TIME_SERVER)
    except signing.NotSigned as error:
        raise Refused(error.code) from error
    except BadPicture as error:
        raise Refused("bad-picture", field="picture") from error
    stored = put([made], "da-ky.pdf", "application/pdf", actor.by())
    return done(PAPERS, sign, actor, where, Signed(stored.sha256, mark.role, part, alone))
