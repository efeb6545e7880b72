"""A small publication to seal, to mutilate and to verify: two tiers, gates, a table, last year."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from small import given, titled
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, Row, Status, Unit
from thangdo.rules.index.edition.model import Edition, Text
from thangdo.rules.index.publication.model import Decision, Evidence, Office, Publication
from thangdo.rules.index.publication.sealing import seal

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))

EDITION = Edition.model_validate(
    {
        "edition": "mau",
        "version": 1,
        "official": False,
        "title": {"vi": "Bộ tiêu chí mẫu"},
        "effective": {"from": "2019-01-01"},
        "tiers": ["district", "commune"],
        "rounding": {"places": 2},
        "inputs": {
            "staff": {"type": "count"},
            "trained": {"type": "count", "at_most": "staff"},
            "site": {"type": "yes-no"},
            "means": {"type": "checklist", "choices": ["post", "web"]},
            "desk": {"type": "choice", "choices": ["own", "=shared"]},
            "rate": {"type": "number"},
            "remark": {"type": "text"},
        },
        "observations": {
            "pages": {
                "columns": {"kind": {"type": "text"}, "note": {"type": "text"}, "up": {"type": "yes-no"}}
            }
        },
        "index": titled(
            {
                "combine": "sum",
                "criteria": {
                    "A1": {"max": 10, "rule": {"ratio": ["trained", "staff"], "empty": "last-year"}},
                    "A2": {"max": 5, "rule": {"value": "rate"}},
                    "B1": {
                        "max": 3,
                        "rule": {
                            "observations": "pages",
                            "where": {"kind": {"in": ["home"]}},
                            "take": {"share": {"up": {"in": ["yes"]}}},
                        },
                    },
                },
            }
        ),
        "levels": {
            "I": {"needs": [{"node": "A1", "share": "0.5"}]},
            "II": {"needs": [{"node": "B1", "share": 1}]},
        },
    }
)


def publication(**more: Any) -> Publication:
    """Three units: one on level II, one that failed the gate, one with last year's value."""
    answers = given(
        {
            "D1": {
                "staff": 3,
                "trained": 2,
                "site": "yes",
                "means": ["web", "post"],
                "desk": "=shared",
                "rate": "1/3",
            },
            "C1": {"staff": 10, "trained": 1, "means": [], "rate": "not-applicable"},
            "C2": {"staff": 0, "trained": 0, "rate": "2.125"},
        },
        tiers={"C1": "commune", "C2": "commune"},
    )
    units = {
        code: Unit(code, unit.tier, name)
        for (code, unit), name in zip(
            answers.units.items(), ["Huyện Mẫu, số 1", '=HYPERLINK("x")', None], strict=True
        )
    }
    home: Row = {"kind": "home", "note": "Trần Thị Mẫu said so", "up": Fraction(1)}
    pages: dict[tuple[str, str], list[Row]] = {
        ("D1", ""): [home, {"kind": "map", "up": Fraction(0)}],
        ("C1", ""): [],
    }
    answers = Answers(units, answers.values, {"pages": pages}, {("C2", "", "A1"): Fraction(20, 3)})
    base = Publication(
        id="mau-2019",
        revision=2,
        replaces="mau-2019, revision 1",
        title=Text(vi="Kết quả đánh giá mẫu năm 2019", en="Sample results of 2019"),
        edition=EDITION,
        answers=answers,
        schemes={"D1": "mau"},
        declared={("C1", ""): {"trained": Fraction(9), "rate": Status.NOT_MEASURED}},
        decisions=[Decision("C1", "A1", "amended"), Decision("D1", "A1", "accepted")],
        evidence=[Evidence("D1", "A1", "file", "ab" * 32, date(2019, 5, 1)), Evidence("D1", "A2", "link")],
        offices=[Office("appraiser", "STTTT")],
        rule_versions={"calendar": "vn 2025-12-26"},
        extra={"period": "2019"},
    )
    return replace(base, **more)


def sealed(**more: Any) -> bytes:
    """The sealed zip of `publication(**more)`."""
    return seal(publication(**more), KEY.sign, PUBLIC)


def parts(content: bytes) -> dict[str, bytes]:
    """Its parts by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(content: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of such parts, made as the product makes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in content.items():
            archive.writestr(member(name, method), part)
    return out.getvalue()


def member(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    """How a member of a publication is written."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type, info.create_system, info.external_attr = method, 3, 0o100644 << 16
    return info


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The zip with one part changed and nothing else."""
    found = parts(content)
    return zipped({**found, part: change(found[part])})
