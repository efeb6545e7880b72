"""The units that take part: named by the edition, by a file of units, or by the answers themselves."""

from __future__ import annotations

from dataclasses import dataclass, field

from thangdo.records.documents.tables import Notice, Table
from thangdo.records.units import letters
from thangdo.rules.index.answers import Problem, Unit
from thangdo.rules.index.edition.hints import meant
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.phrases import phrase

_TIERS = {
    **dict.fromkeys(("so", "nganh", "so nganh", "so ban nganh", "cap so", "cap tinh"), "department"),
    **dict.fromkeys(("huyen", "cap huyen", "ubnd cap huyen", "ubnd huyen"), "district"),
    **dict.fromkeys(("xa", "phuong", "cap xa", "ubnd cap xa", "ubnd xa", "xa phuong"), "commune"),
}


@dataclass
class _Known:
    """What has been said of one unit, and where it was said first."""

    tier: str | None
    name: str | None
    file: str
    line: int


@dataclass
class Register:
    """The units by code. `closed`: only those that the edition or a file names may answer."""

    tiers: list[str]
    closed: bool = False
    known: dict[str, _Known] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    twins: dict[str, str] = field(default_factory=dict)  # what codes have in common -> the first of them
    by: str = "the answers"
    _reported: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, edition: Edition) -> Register:
        """The units that the edition names, or none as yet."""
        register = cls([tier.value for tier in edition.tiers])
        if edition.units is not None:
            register.closed, register.by = True, "the edition"
            for unit in edition.units:
                tier = unit.tier.value if unit.tier is not None else None
                name = unit.name.vi if unit.name is not None else None
                register.known[unit.unit] = _Known(tier, name, edition.edition, 0)
        return register

    def read(self, table: Table, problems: list[Problem]) -> None:
        """The units of a file (columns unit, tier, name); the edition's own, if it names any."""
        by_edition = dict(self.known) if self.closed else None
        self.known, self.closed, self.by = {}, True, table.place
        if "unit" not in table.columns:
            problems.append(
                Problem(
                    table.place, phrase("column-missing"), table.header, "unit", allowed="unit, tier, name"
                )
            )
            return
        if not table.rows:
            problems.append(Problem(table.place, phrase("no-unit-named")))
        for line, row in zip(table.lines, table.rows, strict=True):
            code = row["unit"]
            if not code:
                problems.append(Problem(table.place, phrase("unit-code-missing"), line, "unit"))
                continue
            if code in self.known:
                problems.append(
                    Problem(
                        table.place,
                        phrase("unit-twice", unit=code, line=self.known[code].line),
                        line,
                        "unit",
                        mend=phrase("keep-one-of-rows"),
                    )
                )
                continue
            first = self.twins.setdefault(letters.twin(code), code)
            if first != code:
                alike = phrase("codes-alike", unit=code, other=first, line=self.known[first].line)
                self.notices.append(Notice(table.place, alike, line, "unit"))
            before = None if by_edition is None else by_edition.get(code)
            if by_edition is not None and before is None:
                problems.append(
                    Problem(
                        table.place,
                        phrase("unit-not-of-edition", unit=code),
                        line,
                        "unit",
                        mend=meant(code, by_edition),
                    )
                )
            tier = row.get("tier") or (before.tier if before else None)
            name = row.get("name") or (before.name if before else None)
            self.known[code] = _Known(self._tier(table.place, line, tier, problems), name, table.place, line)

    def _tier(self, file: str, line: int, tier: str | None, problems: list[Problem]) -> str | None:
        if tier is None or tier in self.tiers:
            return tier
        named = _TIERS.get(letters.head(tier))
        if named in self.tiers:
            return named
        problems.append(
            Problem(
                file,
                phrase("tier-outside", tier=tier),
                line,
                "tier",
                allowed=", ".join(self.tiers),
                mend=meant(tier, self.tiers),
            )
        )
        return self.tiers[0]

    def note(self, file: str, line: int, code: str, tier: str, name: str, problems: list[Problem]) -> bool:
        """A row of `code`; whether the unit may answer. Its tier must agree with what was said before."""
        known = self.known.get(code)
        if known is None:
            if not code:
                problems.append(Problem(file, phrase("unit-code-missing"), line, "unit"))
                return False
            if self.closed:
                problems.append(
                    Problem(
                        file,
                        phrase("unit-unknown", unit=code, by=self.by),
                        line,
                        "unit",
                        mend=meant(code, self.known) or phrase("correct-or-add-unit"),
                    )
                )
                return False
            first = self.twins.setdefault(letters.twin(code), code)
            if first != code:
                alike = phrase("codes-alike", unit=code, other=first, line=self.known[first].line)
                problems.append(Problem(file, alike, line, "unit", mend=phrase("one-code-or-both")))
            self.known[code] = _Known(
                self._tier(file, line, tier or None, problems), name or None, file, line
            )
            return True
        if tier and known.tier is None:
            known.tier = self._tier(file, line, tier, problems)
        elif tier and tier != known.tier and _TIERS.get(letters.head(tier)) != known.tier:
            told = {"unit": code, "tier": tier, "other": known.tier, "file": known.file}
            problems.append(
                Problem(
                    file,
                    phrase("tier-otherwise-in-row", line=known.line, **told)
                    if known.line
                    else phrase("tier-otherwise", **told),
                    line,
                    "tier",
                    mend=phrase("one-tier"),
                )
            )
        if name and known.name is None:
            known.name = name
        elif name and name != known.name and (code, name) not in self._reported:
            self._reported.add((code, name))
            aside = phrase("name-aside", unit=code, name=known.name, other=name)
            self.notices.append(Notice(file, aside, line))
        return True

    def close(self, problems: list[Problem]) -> None:
        """At the end every unit has a tier: the edition's only one, or a problem."""
        if len(self.tiers) == 1:
            for known in self.known.values():
                known.tier = known.tier or self.tiers[0]
            return
        without = [code for code, known in self.known.items() if known.tier is None]
        if without:
            some = ", ".join(without[:5]) + (" …" if len(without) > 5 else "")
            problems.append(
                Problem(
                    self.known[without[0]].file,
                    phrase("tiers-not-said", count=len(without), units=some),
                    column="tier",
                    allowed=", ".join(self.tiers),
                    mend=phrase("add-tier"),
                )
            )

    def units(self) -> dict[str, Unit]:
        """The units as the engine takes them."""
        return {code: Unit(code, known.tier, known.name) for code, known in self.known.items()}
