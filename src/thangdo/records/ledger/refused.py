"""An act that does not fit: the one exception that every face knows how to say."""

from __future__ import annotations


class Refused(Exception):
    """The act does not fit the state or the data (400): `code` with facts, for the faces to say.

    >>> Refused("too-long", most=5).facts
    {'most': 5}
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code, self.facts = code, facts
        super().__init__(f"{code} {facts}" if facts else code)
