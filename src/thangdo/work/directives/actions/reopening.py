"""A closed directive is open again when a part of it is; one closed by data, when its condition fails."""

from __future__ import annotations

from datetime import date

from thangdo.records.ledger.events import By
from thangdo.work.directives import events
from thangdo.work.directives.actions.common import write
from thangdo.work.directives.models import Directive
from thangdo.work.directives.states import Directive as State


def reopen_directive(directive: Directive, day: date, by: By, by_data: bool = False) -> None:
    """Open it again where it is closed; the caller has locked it."""
    if directive.state == State.CLOSED:
        write(directive, events.DirectiveMoved("reopen", State.ISSUED, day, None, by_data), by)
