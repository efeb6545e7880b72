"""What the rules have to say of a text: a code and facts; the sentences stand in library/words.

Rules know no language and read no file. A fact may be a phrase itself (“the tier”, “at most 10”), then said
inside the sentence. `faces/look/phrasing.py` says them (docs/decisions/words-as-data.md).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence, or a part of one. facts: name -> text, or the phrase that stands there."""

    code: str
    facts: tuple[tuple[str, str | Phrase], ...] = ()

    def __str__(self) -> str:
        told = ", ".join(f"{name}: {fact}" for name, fact in self.facts)
        return f"{self.code} ({told})" if told else self.code


def phrase(code: str, /, **facts: object) -> Phrase:
    """A phrase with its facts as they are to be read.

    >>> str(phrase("level-without-condition", level="III"))
    'level-without-condition (level: III)'
    """
    return Phrase(
        code, tuple((name, one if isinstance(one, Phrase) else str(one)) for name, one in facts.items())
    )


Words = str | Phrase  # a text that is said as it is, or a phrase
