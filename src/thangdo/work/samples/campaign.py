"""A campaign of Tỉnh Mẫu at mid-appraisal, made by the same acts as officers use, with last year's result."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Actor, actor_of
from thangdo.records.people.models import Person
from thangdo.records.results.examples import examples
from thangdo.records.results.store import Header, Row, store
from thangdo.records.units.models import Unit
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, Status, Value
from thangdo.rules.index.answers import Unit as Taking
from thangdo.rules.index.edition.model import InputType
from thangdo.rules.index.edition.text import block
from thangdo.rules.index.evaluate import ENGINE_VERSION, evaluate
from thangdo.rules.index.explain import Explainer
from thangdo.rules.index.numbers import as_text
from thangdo.work.assessments.actions import answering, appraising, campaigns
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from thangdo.work.assessments.bundled import get
from thangdo.work.assessments.models import Campaign, Submission
from thangdo.work.assessments.questionnaire import Asked, asked
from thangdo.work.assessments.states import Submission as State
from thangdo.work.editions import actions as editions
from thangdo.work.editions import queries as library
from thangdo.work.editions.acts import EDITIONS, publish, submit
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.stored import edition_of
from thangdo.work.samples.province import FILLER, PROVINCE, SCHEME, people, units

EDITION, SLUG, LAST = "tinh-mau", "tinh-mau-2025", "tinh-mau-2024"
MODEL, MODEL_EDITION = examples().model  # whose answers were reconstructed
DAYS_AGO = 60  # since the dispatch: the units have returned, the appraisal is under way
#: what stands where: everything else is appraised
OPEN, ASKED = ("S05", "X013", "X101", "X222", "H09"), ("X007", "X044")
RETURNED = ("S02", "S11", "H03", "H12", "X001", "X019", "X055", "X120", "X155", "X199")
ON_TIME_AGAIN = ("S05", "H09")  # were given more time
TWINS = ("X019", "X055")  # gave the same file
Progress = Callable[[str, int, int], None]
Files = Callable[[str, str, Actor], str]  # keeps a text as a file: name, content -> its hash


@dataclass(frozen=True)
class Cast:
    """Everybody who plays, by login."""

    people: Mapping[str, Person]

    def at(self, login: str, moment: datetime) -> Actor:
        """One of them at a moment."""
        return actor_of(self.people[login], moment)


def seed(now: datetime, keep_file: Files, progress: Progress | None = None) -> bool:
    """Make the sample province and its campaign; False when they are there already.

    Begun and not ended, as by a crash, it goes on with the units that have said nothing.
    """
    tell = progress or (lambda what, done, total: None)
    there = Campaign.objects.filter(slug=SLUG).first()
    silent = Submission.objects.filter(campaign__slug=SLUG, answered=0, state=State.OPEN)
    if there is not None and not silent.exists():
        return False
    known = units()
    cast = Cast(people(known, now))
    begun = now - timedelta(days=DAYS_AGO) if there is None else there.created_at
    answers = _model_answers(known)
    if there is None:
        with transaction.atomic():
            version = _edition(cast, known[PROVINCE], begun - timedelta(days=20))
            _last_year(version, answers, known)
            _campaign(cast, version, begun)
    this_year = {code: _moved_on(answers, code) for code in answers.units}
    parts = list(silent.select_related("unit", "campaign__edition"))
    for number, some in enumerate(_some(parts, 20)):
        tell("sample", number * 20, len(parts))
        with transaction.atomic():
            for part in some:
                _play(cast, part, answers, this_year[part.unit.code], begun, keep_file)
    tell("", len(parts), len(parts))
    return True


def _some(parts: list[Submission], size: int) -> Iterator[list[Submission]]:
    for start in range(0, len(parts), size):
        yield parts[start : start + size]


def sample_text() -> str:
    """The criteria of the sample: those of 2019 as a text of its own, a few years later."""
    model = library.get(MODEL_EDITION)
    data = model.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    data |= {
        "edition": EDITION,
        "status": "draft",
        "title": {
            "vi": "Bộ tiêu chí mẫu mức độ chính quyền điện tử",
            "en": "Sample criteria, e-government level",
        },
        "note": {
            "vi": "Bộ tiêu chí mẫu của bản trình diễn, không phải văn bản chính thức.",
            "en": "Sample criteria of the demonstration, not an official text.",
        },
        "effective": {"from": "2025-01-01"},
    }
    for key in ("relates_to", "extends", "summary"):
        data.pop(key, None)
    return re.sub(r"2018(?!/)", "2025", re.sub(r"(?<!/)2017(?!/)", "2024", block(data)))


def _edition(cast: Cast, province: Unit, moment: datetime) -> EditionVersion:
    version = editions.begin(cast.at("soan-thao", moment), province, EDITION, sample_text())
    author, publisher = cast.at("soan-thao", moment), cast.at("cong-bo", moment)
    submitted = do(EDITIONS, submit, author, (version.pk,), seen=version.sequence)
    return editions.version_of(do(EDITIONS, publish, publisher, (version.pk,), seen=submitted["sequence"]))


def _model_answers(known: Mapping[str, Unit]) -> Answers:
    """The reconstructed answers of numbered units, in the order of their tiers, under the sample's codes."""
    model = get(MODEL).answers()
    letters = {"department": "S", "district": "H", "commune": "X"}
    codes = {}
    for code in model.units:
        tier, _, number = code.partition("-")
        codes[code] = f"{letters[tier]}{number}"
    taking = {
        codes[code]: Taking(codes[code], unit.tier, known[codes[code]].name_vi)
        for code, unit in model.units.items()
    }
    values = {(codes[code], facet): dict(given) for (code, facet), given in model.values.items()}
    tables = {
        name: {(codes[code], facet): rows for (code, facet), rows in table.items()}
        for name, table in model.tables.items()
    }
    return Answers(taking, values, tables)


def _last_year(version: EditionVersion, answers: Answers, known: Mapping[str, Unit]) -> None:
    edition = edition_of(version)
    result = evaluate(edition, answers)
    explainer = Explainer(edition, result)
    header = Header(
        id=LAST,
        kind="computed",
        section="named",
        title_vi="Đánh giá mức độ chính quyền điện tử Tỉnh Mẫu năm 2024 (dữ liệu mẫu)",
        title_en="E-government levels of Sample Province, 2024 (sample data)",
        date=date(2025, 6, 16),
        period="2024-01-01/2024-12-31",
        source="Dữ liệu mẫu của bản trình diễn",
        engine=ENGINE_VERSION,
        inputs_hash="",
        publisher_vi=known[PROVINCE].name_vi,
        publisher_en=known[PROVINCE].name_en,
        note_vi="Dữ liệu mẫu của bản trình diễn, không phải số liệu của cơ quan nào.",
        note_en="Sample data of the demonstration, not those of any agency.",
        place=900,
    )
    rows = [Row(SCHEME, explainer.of(unit)) for unit in sorted(result.units)]
    store(header, edition.model_dump(mode="json", by_alias=True), rows)


def _campaign(cast: Cast, version: EditionVersion, begun: datetime) -> None:
    wanted = campaigns.Plan(
        title_vi="Đánh giá mức độ chính quyền điện tử Tỉnh Mẫu năm 2025 (dữ liệu mẫu)",
        title_en="E-government levels of Sample Province, 2025 (sample data)",
        edition=version.pk,
        authority=(SCHEME, PROVINCE),
        appraising=(SCHEME, "S01"),
        tiers=("department", "district", "commune"),
        period_from=date(2025, 1, 1),
        period_to=date(2025, 12, 31),
        follows=LAST,
    )
    publisher = cast.at("cong-bo", begun)
    do(CAMPAIGNS, campaigns.plan, publisher, (SLUG,), wanted)
    do(CAMPAIGNS, campaigns.dispatch, publisher, (SLUG,), campaigns.Dispatch())


def _moved_on(answers: Answers, code: str) -> dict[str, str]:
    """This year's values of a unit: last year's, a little better, as text."""
    chance = random.Random(f"{SLUG}|{code}")
    values = dict(answers.values[code, ""])
    edition = library.get(MODEL_EDITION)
    moved: dict[str, Value] = {}
    for name, one in edition.inputs.items():
        value = values.get(name)
        if value is None:
            continue
        if (
            isinstance(value, Fraction)
            and one.type is InputType.COUNT
            and one.at_most
            and chance.random() < 0.4
        ):
            whole = moved.get(one.at_most, values.get(one.at_most))
            if isinstance(whole, Fraction):
                value = min(whole, value + chance.randint(0, max(1, int(whole) // 12)))
        moved[name] = value
    return {name: _text(value) for name, value in moved.items()}


def _text(value: Value) -> str:
    if isinstance(value, Status):
        return "" if value is Status.NOT_ANSWERED else value.value
    if isinstance(value, frozenset):
        return "|".join(sorted(value)) or "none"
    return as_text(value) if isinstance(value, Fraction) else value


def _play(
    cast: Cast, part: Submission, model: Answers, values: Mapping[str, str], begun: datetime, keep_file: Files
) -> None:
    code = part.unit.code
    ref = (SCHEME, code)
    chance = random.Random(f"{code}|{SLUG}")
    questions = asked(part.campaign.edition, part.tier)
    moment = begun + timedelta(days=chance.randint(3, 19), hours=chance.randint(0, 7))
    reporter = cast.at({"S05": "can-bo-so", "X007": "can-bo-xa"}.get(code, FILLER), moment)
    given = _given(questions, values, unfinished=code in OPEN, chance=chance)
    rows = dict(part.answers.values_list("node", "sequence"))
    seen = {one.node: rows[one.node] for one in given}
    do(PARTS, answering.answer, reporter, (SLUG, ref), answering.Answers(tuple(given)), seen=seen)
    _evidence(reporter, ref, given, code, keep_file)
    if code in ON_TIME_AGAIN:
        office = cast.at("tham-dinh-1", begun + timedelta(days=DAYS_AGO - 15))
        until = campaigns.Until(
            (begun + timedelta(days=DAYS_AGO + 15)).date(),
            "Đơn vị mẫu đề nghị thêm thời gian rà soát số liệu",
        )
        do(PARTS, campaigns.extend, office, (SLUG, ref), until)
    if code in OPEN:
        _observe(cast.at("tham-dinh-1", begun + timedelta(days=30)), part, model)
        return
    head = cast.at("lanh-dao-xa" if code == "X007" else FILLER, moment + timedelta(hours=1))
    do(PARTS, answering.sign_off, head, (SLUG, ref), seen=Submission.objects.get(pk=part.pk).sequence)
    _appraise(cast, part, questions, model, values, begun + timedelta(days=30), chance)


def _given(
    questions: Asked, values: Mapping[str, str], unfinished: bool, chance: random.Random
) -> list[answering.Given]:
    found = []
    for question in questions.questions:
        own = {name: values[name] for name in question.inputs if values.get(name)}
        if question.measured or not own or (unfinished and chance.random() < 0.45):
            continue
        missing = set(question.inputs) - set(own)
        if missing or any(text == Status.NOT_MEASURED.value for text in own.values()):
            continue
        na = all(text == Status.NOT_APPLICABLE.value for text in own.values())
        lacks = any(text == Status.NOT_APPLICABLE.value for text in own.values())
        reason = "Trong năm không phát sinh tại đơn vị mẫu" if lacks else ""
        found.append(answering.Given(question.node, {} if na else own, na, reason))
    return found


def _evidence(
    actor: Actor, ref: tuple[str, str], given: list[answering.Given], code: str, keep_file: Files
) -> None:
    if not given:
        return
    name = "bao-cao-mau.csv" if code in TWINS else f"bao-cao-mau-{code}.csv"
    content = f"Báo cáo mẫu của {'một đơn vị khác' if code in TWINS else code}\n"
    sha256 = keep_file(name, content, actor)
    title, node = f"Báo cáo mẫu {code}.csv", given[0].node
    new = answering.NewEvidence(node, title, sha256=sha256, effective=date(2026, 1, 15))
    do(PARTS, answering.add_evidence, actor, (SLUG, ref), new)
    for one in given[1:2]:
        do(PARTS, answering.use_evidence, actor, (SLUG, ref, one.node), answering.Use(1, True))


def _observe(office: Actor, part: Submission, model: Answers) -> None:
    code = part.unit.code
    for table, rows in model.tables.items():
        if (code, "") in rows:
            kept = [{name: _text(value) for name, value in row.items()} for row in rows[code, ""]]
            do(PARTS, appraising.observe, office, (SLUG, (SCHEME, code)), appraising.Observed(table, kept))


def _appraise(
    cast: Cast,
    part: Submission,
    questions: Asked,
    model: Answers,
    values: Mapping[str, str],
    moment: datetime,
    chance: random.Random,
) -> None:
    code = part.unit.code
    ref = (SCHEME, code)
    office = cast.at("tham-dinh-1" if chance.random() < 0.6 else "tham-dinh-2", moment)
    _observe(office, part, model)
    sequences = dict(part.answers.values_list("node", "sequence"))
    measured = {
        question.node: {name: values[name] for name in question.inputs if values.get(name)}
        for question in questions.questions
        if question.measured and question.inputs
    }
    seen = {node: sequences[node] for node in measured}
    do(PARTS, appraising.measure, office, (SLUG, ref), appraising.Measured(measured), seen=seen)
    if code in RETURNED:
        return
    rest = [question.node for question in questions.questions if question.node not in measured]
    if code in ASKED:
        node = rest[2]
        question = appraising.Asked("Đề nghị bổ sung danh sách kèm theo số liệu này.")
        do(PARTS, appraising.ask, office, (SLUG, ref, node), question, seen=sequences[node])
        return
    _amend_some(office, ref, questions, values, rest, sequences, chance)
    sequences = dict(part.answers.filter(decision="pending").values_list("node", "sequence"))
    do(PARTS, appraising.accept, office, (SLUG, ref), appraising.Accepted(tuple(sequences)), seen=sequences)
    do(PARTS, appraising.finish, office, (SLUG, ref))


def _amend_some(
    office: Actor,
    ref: tuple[str, str],
    questions: Asked,
    values: Mapping[str, str],
    rest: list[str],
    sequences: Mapping[str, int],
    chance: random.Random,
) -> None:
    """A few counts lowered for want of proof; now and then an answer left to the council."""
    for node in rest:
        question = questions.question(node)
        lowered = {
            name: str(int(values[name]) - 1)
            for name in question.inputs
            if values.get(name, "").isdigit() and int(values[name]) > 1 and questions.input(name).at_most
        }
        if not lowered or question.measured:
            continue
        draw = chance.random()
        if draw < 0.04 and set(question.inputs) <= values.keys():
            kept = {name: values[name] for name in question.inputs if values.get(name)} | lowered
            amended = appraising.Amended(kept, "Một trường hợp chưa có tài liệu kiểm chứng")
            do(PARTS, appraising.amend, office, (SLUG, ref, node), amended, seen=sequences[node])
        elif draw < 0.042:
            why = campaigns.Why("Cách hiểu tiêu chí cần Hội đồng cho ý kiến")
            do(PARTS, appraising.mark, office, (SLUG, ref, node), why, seen=sequences[node])
