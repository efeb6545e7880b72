"""How an author comes to a text: a part changed, a change undone, an earlier text brought back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from thangdo.records.acts.frame import do, ready
from thangdo.records.ledger.events import Stale
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units.models import Unit
from thangdo.work.editions import acts
from thangdo.work.editions.acts import EDITIONS, Beginning, Writing
from thangdo.work.editions.models import DraftText, EditionVersion


def begin(actor: Actor, unit: Unit, edition_id: str, text: str, source: str = "") -> EditionVersion:
    """Begin a draft of `edition_id`, its next version; the row as it stands then.

    Raises NotAllowed; Refused for an id that is none, or while another draft of it is open.
    """
    given = Beginning((unit.scheme, unit.code), text, source)
    return version_of(do(EDITIONS, acts.begin, actor, (edition_id,), given))


def write(actor: Actor, key: int, text: str, seen: int, restores: int | None = None) -> EditionVersion:
    """Change the draft's text; the row as it stands then. Raises NotAllowed, Refused, Stale."""
    return version_of(do(EDITIONS, acts.write, actor, (key,), Writing(text, restores), seen=seen))


def edit(actor: Actor, key: int, seen: int, change: Callable[[str], str]) -> EditionVersion:
    """Change a part of the text by a function of `editing`. Raises as `write`, and what `change` raises."""
    row = ready(EDITIONS, acts.write, actor, (key,)).row
    if row.sequence != seen:
        raise Stale(row.stream, seen, row.sequence)
    return write(actor, key, change(row.text), seen)


def undo(actor: Actor, key: int, seen: int) -> EditionVersion:
    """Bring back the text before the last change; again, the one before that. Raises as `write`.

    Refused("nothing-to-undo") when no earlier text is kept.
    """
    texts = DraftText.objects.filter(version=key).order_by("-sequence")
    last = texts.first()
    if last is None:
        raise Refused("nothing-to-undo")
    earlier = texts.filter(sequence__lt=last.restores or last.sequence).exclude(text=last.text).first()
    if earlier is None:
        raise Refused("nothing-to-undo")
    return write(actor, key, earlier.text, seen, earlier.sequence)


def restore(actor: Actor, key: int, sequence: int, seen: int) -> EditionVersion:
    """Bring back a text that the draft had. Raises as `write`; Refused("no-such-text")."""
    earlier = DraftText.objects.filter(version=key, sequence=sequence).first()
    if earlier is None:
        raise Refused("no-such-text", sequence=sequence)
    return write(actor, key, earlier.text, seen, sequence)


def version_of(done: dict[str, Any]) -> EditionVersion:
    """The version that an act has changed, as it stands now."""
    return EditionVersion.objects.select_related("unit", "replaces").get(pk=done["key"])
