"""The kinds of official documents: their names, data and forms; making one of them, by an own form too."""

from __future__ import annotations

import base64
import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

from thangdo.records import library
from thangdo.records.documents.official import samples
from thangdo.records.documents.official.context import Placeholder, flat, shape_of
from thangdo.records.documents.official.decisions import DecisionData, WeakData
from thangdo.records.documents.official.letter import Letter
from thangdo.records.documents.official.opening import BadTemplate, Problem, safe, too_much
from thangdo.records.documents.official.pdf import pdf_bytes, unprintable
from thangdo.records.documents.official.pictures import BadPicture
from thangdo.records.documents.official.reports import ConferenceData, ReportData, SubmissionData
from thangdo.records.documents.official.requests import NoticeData, RequestData
from thangdo.records.documents.official.word import docx_bytes, problems
from thangdo.records.documents.reader import bounded

Data = RequestData | ReportData | SubmissionData | DecisionData | NoticeData | ConferenceData | WeakData
Ending = Literal["docx", "pdf"]


@dataclass(frozen=True)
class Kind:
    """A kind of document: what it is called, the data that it says, sample data to try a template with."""

    vi: str
    en: str
    data: type[Any]
    sample: Callable[[], Any]


KINDS: dict[str, Kind] = {
    "request": Kind(
        "Công văn đề nghị tự đánh giá", "Request for self-assessment", RequestData, samples.request
    ),
    "report": Kind("Báo cáo kết quả thẩm định", "Appraisal report", ReportData, samples.report),
    "submission": Kind("Tờ trình", "Submission to the chairman", SubmissionData, samples.submission),
    "decision": Kind(
        "Quyết định phê duyệt kết quả đánh giá, xếp hạng",
        "Decision that approves the results",
        DecisionData,
        samples.decision,
    ),
    "notice": Kind("Thông báo kết quả", "Notice of its result to a unit", NoticeData, samples.notice),
    "conference": Kind(
        "Báo cáo tại hội nghị", "Report at the conference", ConferenceData, samples.conference
    ),
    "weak-places": Kind(
        "Phụ lục những nội dung còn yếu", "Annex of what is still weak", WeakData, samples.weak_places
    ),
}


@lru_cache(maxsize=1)
def every() -> Mapping[str, Kind]:
    """The kinds of all rooms: of campaigns, of conferences, of a unit's plans."""
    from thangdo.records.documents.official import meetings, plans

    return MappingProxyType({**KINDS, **meetings.KINDS, **plans.KINDS})


def render(kind: str, data: Any, *, form: Ending, template: bytes | None = None) -> bytes:
    """The document as Word or PDF, from the library's form or from an office's own Word template.

    The PDF says what the Word document says: it is set from it. The same arguments give the same bytes.
    Raises KeyError for an unknown kind, TypeError for data of another kind, BadTemplate, BadPicture.
    """
    wanted = every()[kind]
    if not isinstance(data, wanted.data):
        raise TypeError(f"{kind} is made from {wanted.data.__name__}, not from {type(data).__name__}")
    if form not in ("docx", "pdf"):
        raise ValueError(f"a document is docx or pdf, not {form}")
    if template is None:
        return filled(kind, data, form, default_template(kind))
    found = safe(template)
    if found:
        raise BadTemplate(found)
    (made,) = _apart("render", kind, data, form, template)
    return base64.b64decode(made["made"])


def filled(kind: str, data: Any, form: Ending, content: bytes) -> bytes:
    """The document from this template, in this process. Raises BadTemplate, BadPicture."""
    wanted = every()[kind]
    title, author, day = _about(wanted, data)
    made = docx_bytes(content, data, shape_of(wanted.data), day, title, author)
    return made if form == "docx" else pdf_bytes(made, title, author, day)


def _about(kind: Kind, data: Any) -> tuple[str, str, date | None]:
    """Title, author and day, for the properties of the file."""
    letter: Letter | None = getattr(data, "letter", None)
    if letter is None:
        return f"{kind.vi} năm {data.year}", "", getattr(data, "day", None)
    return letter.abstract, letter.issued_by, letter.day


@lru_cache(maxsize=16)
def default_template(kind: str) -> bytes:
    """The library's Word form of a kind. Raises KeyError."""
    every()[kind]
    return library.path("forms", f"{kind}.docx").read_bytes()


def placeholders(kind: str) -> list[Placeholder]:
    """Every placeholder that a template of this kind may use, with its meaning. Raises KeyError."""
    return flat(shape_of(every()[kind].data))


def check_template(kind: str, content: bytes) -> list[Problem]:
    """What is wrong with a template: the file, its placeholders, a trial with sample data, then its PDF.

    A problem that is not `grave` leaves the Word document whole and only says what a PDF cannot show.
    Raises KeyError for an unknown kind.
    """
    every()[kind]
    try:
        return safe(content) or list(_apart("check", kind, content))
    except BadTemplate as bad:
        return bad.problems


def _apart(what: str, *given: object) -> Iterator[Any]:
    """Do something with an office's own template in a process with bounds. Raises BadTemplate, BadPicture."""
    try:
        for said in bounded.read("template", pickle.dumps((what, given))):
            if "picture" in said:
                raise BadPicture(said["picture"])
            if "problems" in said:
                raise BadTemplate([Problem(**one) for one in said["problems"]])
            yield said
    except bounded.Unread as error:
        raise BadTemplate([too_much()]) from error


def tell(given: bytes, say: Callable[[Any], None]) -> None:
    """What the child process does: "check" or "render"; says {"problems"}, {"picture"} or {"made"}."""
    what, arguments = pickle.loads(given)
    try:
        if what == "render":
            say({"made": base64.b64encode(filled(*arguments)).decode("ascii")})
            return
        found = tried(*arguments)
    except BadTemplate as bad:
        found = bad.problems
    except BadPicture as bad:
        say({"picture": str(bad)})
        return
    if found:
        say({"problems": [asdict(one) for one in found]})


def tried(kind: str, content: bytes) -> list[Problem]:
    """What is wrong with a template of which `opening.safe` has said nothing, in this process."""
    wanted = every()[kind]
    found = problems(content, shape_of(wanted.data))
    if found:
        return found
    sample = wanted.sample()
    title, author, day = _about(wanted, sample)
    try:
        made = docx_bytes(content, sample, shape_of(wanted.data), day, title, author)
    except BadTemplate as bad:
        return bad.problems
    return unprintable(made)
