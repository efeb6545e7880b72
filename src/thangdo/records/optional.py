"""What is written beside a reading: a count, a stamp. Where it cannot be written it is left out."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError, transaction

_LOG = logging.getLogger(__name__)


def if_possible(write: Callable[[], object]) -> bool:
    """Whether it was written; nothing of it is, when the disk is full or the database may only be read.

    Reading never needs writing: nobody is refused a page because its reader could not be counted.
    """
    try:
        with transaction.atomic():
            write()
    except DatabaseError as error:
        _LOG.warning("left out, because it cannot be written: %s", error)
        return False
    return True
