"""Evidence as programs give it: the bytes taken in and given in one act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import BinaryIO

from thangdo.records.acts.declared import Json
from thangdo.records.acts.frame import do, entitled, ready
from thangdo.records.files.models import GivenName, StoredFile
from thangdo.records.files.store import put
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units.codes import UnitRef
from thangdo.work.assessments import evidence_room
from thangdo.work.assessments.actions.answering import NewEvidence, add_evidence
from thangdo.work.assessments.acts import OF_PART, PARTS


def upload(
    actor: Actor,
    slug: str,
    unit: UnitRef,
    stream: BinaryIO | Iterable[bytes],
    name: str,
    declared_type: str,
    new: NewEvidence,
) -> Json:
    """Take a file in and give it for a criterion. Right and state are looked at before a byte is read.

    Gives what `add_evidence` gives, and "sha256". Raises NotAllowed, Refused, KeyReused.
    """
    subject = ready(PARTS, add_evidence, actor, (slug, unit), new)
    held = entitled(PARTS, OF_PART["add_evidence"], actor, subject)
    room = evidence_room.room(subject.row)
    if not room.left:
        raise room.full()
    try:
        stored = put(stream, name, declared_type, actor.by(held), within=room.left)
    except Refused as error:
        raise room.full() if error.code == "no-room-left" else error from None
    given = replace(new, sha256=stored.sha256, link="")
    return {**do(PARTS, add_evidence, actor, (slug, unit), given), "sha256": stored.sha256}


def sent(actor: Actor, sha256: str) -> StoredFile:
    """A file that the actor has sent. Raises Refused("no-such-file") alike for none and for another's."""
    rows = StoredFile.objects.filter(sha256=sha256, destroyed_at=None, given_names__actor=actor.ref)
    found = rows.distinct().first()
    if found is None:
        raise Refused("no-such-file", sha256=sha256)
    return found


def send(actor: Actor, stream: BinaryIO | Iterable[bytes], name: str, declared_type: str) -> StoredFile:
    """Take a file in before it is given for anything. Raises NotAllowed without any office; Refused.

    What one person sends within a day has the room of one unit: nobody fills the store for nothing.
    """
    if not actor.offices:
        raise Refused("no-office")
    names = GivenName.objects.filter(actor=actor.ref, at__gt=actor.at - timedelta(days=1))
    room = evidence_room.room_of(set(names.values_list("file__sha256", flat=True)))
    try:
        if not room.left:
            raise Refused("no-room-left")
        return put(stream, name, declared_type, actor.by(actor.offices[0]), within=room.left)
    except Refused as error:
        if error.code != "no-room-left":
            raise
        raise Refused("sent-too-much", most=f"{room.most // evidence_room.MB} MB") from None
