"""What verifying a publication finds, as data: a code and its facts, which the faces put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

MOST_KEPT = 10_000


class Finding(NamedTuple):
    """One thing found; `code` is one of CODES, the facts are texts and whole numbers."""

    code: str
    facts: Mapping[str, Any]


#: The findings by what they mean. Of `unreadable` one is enough for a file that is not a zip of ours.
CODES: Mapping[str, tuple[str, ...]] = {
    "unreadable": (
        "empty",
        "not-a-zip",
        "not-ours",
        "too-many-members",
        "too-large",
        "unknown-format",
    ),
    "part": (
        "part-missing",
        "part-added",
        "part-doubled",
        "part-changed",
        "part-damaged",
        "part-malformed",
        "unsafe-name",
        "bytes-added",
        "other-container",
        "other-packing",
        "parts-reordered",
    ),
    "signature": ("bad-signature", "other-signer", "key-differs"),
    "number": (
        "number-differs",
        "row-missing",
        "row-added",
        "row-doubled",
        "rows-reordered",
        "cannot-recompute",
    ),
    "notice": ("other-engine",),
}


@dataclass(frozen=True)
class Report:
    """The outcome of verifying one file.

    status: `good`; `bad` (something differs); `unreadable` (not a zip of ours). signer: `checked` against
    the key given, `not-checked` where none was given, `other`, or `invalid` where the signature is not good.
    fingerprint: SHA-256 of the public key inside. more: findings beyond MOST_KEPT that were only counted.
    not_returned: code and name of the units named as never signed off, left out of what was recomputed.
    """

    status: Literal["good", "bad", "unreadable"]
    signer: Literal["checked", "not-checked", "other", "invalid"]
    findings: tuple[Finding, ...]
    notices: tuple[Finding, ...] = ()
    manifest: Mapping[str, Any] = field(default_factory=dict)
    fingerprint: str | None = None
    units: int = 0
    numbers: int = 0
    more: int = 0
    not_returned: tuple[tuple[str, str], ...] = ()


class Unreadable(Exception):
    """The file is not a zip of ours, or no computer should unpack it; carries the finding."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.finding = Finding(code, facts)
        super().__init__(code)


class Findings:
    """The findings as they are gathered; each once, at most MOST_KEPT of them kept."""

    def __init__(self) -> None:
        self.kept: list[Finding] = []
        self.more = 0
        self._seen: set[str] = set()

    def add(self, code: str, **facts: Any) -> None:
        """Keep a finding."""
        if len(self.kept) >= MOST_KEPT:
            self.more += 1
            return
        key = repr((code, facts))
        if key not in self._seen:
            self._seen.add(key)
            self.kept.append(Finding(code, facts))
