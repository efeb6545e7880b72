"""Words of the kinds of work: what the source raises, appends, sends or names is said in both languages."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from dataclasses import fields
from types import ModuleType

import thangdo
from faces.look.raised import SRC, by_code, of_fields, raised, texts
from thangdo.faces.look import word_files
from thangdo.records.documents.official.heading import AUTHORITIES
from thangdo.records.files.models import State as FileState
from thangdo.records.ledger.event_type import Happening
from thangdo.records.people.models import Role
from thangdo.records.units.planning import Act as UnitAct
from thangdo.work.announcements import actions as notices
from thangdo.work.announcements import states as announcements
from thangdo.work.assessments import states as assessments
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from thangdo.work.conferences import states as conferences
from thangdo.work.directives import states as directives
from thangdo.work.editions import acts as drafts
from thangdo.work.editions import states as editions
from thangdo.work.papers import signing
from thangdo.work.papers import states as outgoing
from thangdo.work.programmes import states as programmes
from thangdo.work.programmes.assets import importing
from thangdo.work.programmes.assets.actions import FUNDS
from thangdo.work.programmes.queries import pace

WORDS = word_files.load()
PAIRS = {place: (vi, en) for place, vi, en in word_files.pairs(WORDS)}
SECTIONS = {
    "acts",
    "things",
    "states",
    "refusals",
    "events",
    "notices",
    "roles",
    "unreadable",
    "limits",
    "unit_fields",
    "unit_problems",
    "columns",
    "phrases",
    "problem_kinds",
    "workbook",
    "cells",
    "standing",
    "levels",
    "tiers",
    "among_tiers",
    "statuses",
    "reasons",
    "reasons_also",
    "causes",
    "undefined",
    "among",
    "answers",
    "needs",
    "read_out",
    "signals",
    "rules",
    "findings",
    "places",
    "figures",
}
SENTENCES = ("refusals", "unit_problems", "notices")
OF_FACES = {"wrong-state", "unknown", "day-needed"}  # filled by wording itself
FILLED = {"file-too-large": {"size"}}
#: events that no timeline shows
#: a reason that people gave stands in its language; only the Vietnamese says the tier a second time
OWN_GAPS = {
    ("reasons", "left-out"),
    ("reasons", "own-group"),
    ("read_out", "only-one"),
    ("unit_problems", "in-open-campaign"),
}
CODES_ONLY = {"filter-keys", "form-of-code", "true-or-false"}  # words of the grammar
UNSAID = {"unit.known"}
#: facts of an event that wording adds
ADDED = {
    "count",
    "nodes",
    "node",
    "source",
    "came",
    "into",
    "last",
    "fields",
    "unit",
    "day",
    "given",
    "to_name",
    "before_name",
}


def texts_of(module: ModuleType) -> set[str]:
    """Every text that stands in the source of a module."""
    return set(re.findall(r'"([^"]*)"', inspect.getsource(module)))


def gaps(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def happenings() -> list[type[Happening]]:
    for one in pkgutil.walk_packages([str(SRC)], "thangdo."):
        if one.name.split(".")[-1] in ("events", "tokens", "actions", "planning"):
            importlib.import_module(one.name)
    return [kind for kind in Happening.__subclasses__() if kind.__module__.startswith(thangdo.__name__)]


def test_a_section_that_nobody_reads() -> None:
    assert set(WORDS) == SECTIONS


def test_a_refusal_is_shown_as_a_bare_code() -> None:
    missing = {
        f"{code} ({ones[0].place})"
        for name in ("Refused", "Fault")
        for code, ones in by_code(name).items()
        if code not in WORDS["refusals"] and not _told_by_pattern(code)
    }
    missing |= {f"{one.code} ({one.place})" for one in of_fields() if one.code not in WORDS["refusals"]}
    assert missing == set()


def _told_by_pattern(code: str) -> bool:
    """Whether a code such as days-* fits sentences that are there."""
    fitting = [one for one in WORDS["refusals"] if re.fullmatch(code.replace("*", ".+"), one)]
    return "*" in code and bool(fitting)


def test_a_sentence_is_left_with_a_gap() -> None:
    open_gaps = [
        f"{one.code} at {one.place}: {sorted(lost)}"
        for one in (*raised("Refused"), *raised("Fault"), *of_fields())
        if one.facts is not None and one.code in WORDS["refusals"]
        for lost in [gaps(WORDS["refusals"][one.code][1]) - one.facts - FILLED.get(one.code, set())]
        if lost and one.code not in OF_FACES
    ]
    assert open_gaps == []


def test_a_sentence_is_kept_that_nobody_says() -> None:
    patterns = [code.replace("*", ".+") for code in by_code("Refused") if "*" in code]
    idle = {
        code
        for code in WORDS["refusals"].keys() - texts() - OF_FACES
        if not any(re.fullmatch(pattern, code) for pattern in patterns)
    }
    assert idle == set()
    assert {code for code in WORDS["notices"].keys() - texts() - OF_FACES} == set()


def test_a_unit_cannot_be_entered_and_a_bare_code_says_why() -> None:
    codes = {code for code in by_code("UnitProblem") if "*" not in code} | {"bad-kind", "bad-tier"}
    assert len(codes) > 40
    assert codes == set(WORDS["unit_problems"])
    assert {f"unit-{act.value}" for act in UnitAct} - set(WORDS["acts"]) == set()


def test_a_published_figure_is_refused_with_a_bare_code() -> None:
    assert set(by_code("_Refused")) == set(WORDS["figures"])


def test_an_event_is_shown_as_a_bare_type() -> None:
    types = {kind.TYPE for kind in happenings()}
    said = {key.split(":")[0] for key in WORDS["events"]} - {"unit.came", "unit.into"}
    assert len(types) > 120
    assert types - UNSAID - said == set()
    assert said - types == set()


def test_what_an_event_says_is_left_with_a_gap() -> None:
    known = {kind.TYPE: {field.name for field in fields(kind)} | ADDED for kind in happenings()}
    lost = {
        key: gaps(en) - known[key.split(":")[0]]
        for key, (_vi, en) in WORDS["events"].items()
        if key.split(":")[0] in known
    }
    assert {key: names for key, names in lost.items() if names} == {}


def test_a_state_or_a_role_has_no_words() -> None:
    kinds = {
        "announcement": announcements.Announcement,
        "reply": announcements.Reply,
        "book": outgoing.Book,
        "paper": outgoing.Paper,
        "campaign": assessments.Campaign,
        "submission": assessments.Submission,
        "answer": assessments.Decision,
        "declared": assessments.Declared,
        "objection": assessments.Objection,
        "conference": conferences.Conference,
        "roll": conferences.Roll,
        "speaking": conferences.Speaking,
        "remark": conferences.Remark,
        "minute": conferences.Line,
        "directive": directives.Directive,
        "assignment": directives.Assignment,
        "extension": directives.Extension,
        "again": directives.Again,
        "urgency": directives.Urgency,
        "edition": editions.State,
        "file": FileState,
        "programme": programmes.Programme,
        "programme-part": programmes.Part,
        "inspection": programmes.Inspection,
    }
    lists = {
        "field": set(conferences.FIELDS),
        "kind": {outgoing.ALL, *outgoing.KINDS},
        "authority": set(AUTHORITIES) - {""},
        "copy": {state.value for state in outgoing.Copy},
        "role": {signing.PERSON, signing.BODY, signing.ATTACHED, signing.BOTH},
        "connection": set(conferences.CONNECTIONS),
        "equipment": set(importing.KINDS),
        "equipment-state": set(importing.STATES),
        "equipment-funds": set(FUNDS),
        "equipment-column": set(importing.COLUMNS),
        "equipment-problem": texts_of(importing) & set(WORDS["states"]["equipment-problem"]),
        "forecast": texts_of(pace) & set(WORDS["states"]["forecast"]),
    }
    assert set(WORDS["states"]) == set(kinds) | set(lists)
    for name, kind in kinds.items():
        assert set(WORDS["states"][name]) == {state.value for state in kind}, name
    for name, codes in lists.items():
        assert set(WORDS["states"][name]) - {""} == codes, name
    assert set(WORDS["roles"]) == {role.value for role in Role}


def test_an_act_has_no_words() -> None:
    acts = {f"announcement-{name}" for name in notices.ACTS}  # tests/records/acts looks at its fields too
    acts |= {f"edition-{name}" for name in drafts.ACTS}
    acts |= {f"{work.name}-{name}" for work in (CAMPAIGNS, PARTS) for name in work.acts}
    assert acts - set(WORDS["acts"]) == set()
    parts = {"name", "title", "button", "done", "fields", "hints", "choices", "lead"}
    assert {name: set(said) - parts for name, said in WORDS["acts"].items() if set(said) - parts} == {}


def test_both_languages_say_the_same_and_none_says_it_in_the_other() -> None:
    def faults(place: tuple[str, ...], vi: str, en: str) -> list[str]:
        latin = re.sub(r"đồng|QĐ-TTg|QĐ-UBND|Cấp|Thang Đo", "", en)
        return [
            why
            for why, wrong in (
                ("not the same gaps", gaps(vi) != gaps(en) and place not in OWN_GAPS),
                ("said in one language", bool(vi) != bool(en)),
                ("Vietnamese in the English", bool(re.search("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]", latin))),
                ("English in the Vietnamese", len(vi) > 15 and vi.isascii() and place[1] not in CODES_ONLY),
                ("no sentence", place[0] in SENTENCES and not (vi + en).endswith((".", "}"))),
            )
            if wrong
        ]

    found = {place: faults(place, vi, en) for place, (vi, en) in PAIRS.items()}
    assert {"/".join(place): why for place, why in found.items() if why} == {}
