"""The papers of a conference, made from what stands in it: invitation, minutes, notice of the conclusions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from thangdo.records.documents.official import meetings as mt
from thangdo.records.documents.official.heading import Head, Issuer, letter
from thangdo.records.documents.official.kinds import Ending
from thangdo.records.documents.official.letter import Letter, Signature
from thangdo.records.documents.official.words import in_full, two
from thangdo.records.people.acting import LOCAL, Refused
from thangdo.records.units import bodies
from thangdo.work.conferences import queries
from thangdo.work.conferences.models import Conference
from thangdo.work.conferences.states import Conference as State
from thangdo.work.conferences.states import Line

AFTER: dict[str, tuple[State, ...]] = {
    "invitation": (State.PLANNED, State.OPEN),
    "minutes": (State.OPEN, State.CLOSED, State.CONCLUDED),
    "conclusions": (State.CLOSED, State.CONCLUDED),
}
ATTENDED = "Các cơ quan, đơn vị, địa phương dự hội nghị"
ROLLS = {"": "chưa điểm danh", "present": "có mặt", "absent": "vắng", "excused": "vắng có lý do"}
KINDS = {"obstacle": "khó khăn, vướng mắc", "practice": "kinh nghiệm", "proposal": "đề xuất, kiến nghị"}
FIELDS = {
    "land": "đất đai",
    "staff": "cán bộ, công chức",
    "infrastructure": "hạ tầng công nghệ thông tin",
    "one-stop": "bộ phận một cửa",
    "procedures": "thủ tục hành chính",
    "justice": "tư pháp, hộ tịch",
    "construction": "xây dựng",
    "other": "khác",
}


@dataclass(frozen=True)
class Details(Head):
    """What the conference does not know and a clerk fills in; blanks stay blanks.

    address: of the room in the net, only where the office wants it printed: whoever has it can join.
    """

    secretary: str = ""
    address: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Charged:
    """What became of a line of the conclusions: who leads, who cooperates, by when (a directive)."""

    number: int
    leading: str = ""
    cooperating: tuple[str, ...] = ()
    due: date | None = None


def kinds_now(conference: Conference) -> list[str]:
    """The papers that can be made now."""
    return [kind for kind, states in AFTER.items() if conference.state in states]


def document(
    conference: Conference,
    kind: str,
    form: Ending,
    details: Details,
    charged: Sequence[Charged] = (),
    template: bytes | None = None,
) -> tuple[str, bytes]:
    """A paper's file name and bytes. charged: who is charged with what the conclusions order. template: an
    office's own form.

    Raises Refused("not-met-yet"), BadTemplate."""
    if kind not in kinds_now(conference):
        raise Refused("not-met-yet", paper=kind)
    makers: dict[str, Callable[[], mt.Data]] = {
        "invitation": lambda: invitation(conference, details),
        "minutes": lambda: minutes(conference, details),
        "conclusions": lambda: conclusions(conference, details, charged),
    }
    return f"{conference.slug}-{kind}.{form}", mt.render(kind, makers[kind](), form, template)


def invitation(conference: Conference, details: Details) -> mt.InvitationData:
    """*Giấy mời*: to the guests and the sites."""
    guests = tuple(one.said["office"] for one in queries.guests(conference))
    sites = tuple(bodies.of(one.row.unit) for one in queries.sites(conference))
    chair = queries.chair(conference)
    to = guests + (("Các điểm cầu (theo danh sách)",) if sites else ())
    return mt.InvitationData(
        letter=_letter(conference, details, "GM", f"Dự {_lower(conference.title_vi)}", to, ("Như trên",)),
        conference=_lower(conference.title_vi),
        chair=chair.office,
        when=_when(conference.starts, conference.day),
        place=conference.place_vi,
        guests=guests,
        sites=sites,
        agenda=_agenda(conference),
        address=details.address,
        contact=details.contact,
    )


def minutes(conference: Conference, details: Details) -> mt.MinutesData:
    """*Biên bản* with everything that was written down."""
    chair = queries.chair(conference)
    roll = queries.roll_call(conference)
    listed = queries.present(conference)
    here = [_present(one) for one in listed if one.row.site_id is None]
    here += [one.said["office"] for one in queries.guests(conference) if one.row.came]
    lines = []
    for site in queries.sites(conference):
        row = site.row
        there = "; ".join(_present(one) for one in listed if one.row.site_id == row.pk)
        people = str(row.people) if row.people is not None else ""
        said = "có mặt" if row.here else ROLLS[row.roll] if row.roll in ("absent", "excused") else _away(row)
        lines.append(mt.SiteLine(bodies.of(row.unit), said, there, people))
    told = queries.minutes(conference)
    details = replace(
        details,
        number=details.number or conference.minutes_number,
        day=details.day or conference.minutes_signed or conference.day,
    )
    frame = _letter(conference, details, "BB", conference.title_vi, (), (ATTENDED,))
    signed = Signature((), "CHỦ TỌA", details.signer or chair.name)
    return mt.MinutesData(
        letter=replace(frame, signature=signed),
        conference=_lower(conference.title_vi),
        began=_when(conference.opened_at or conference.starts, conference.day),
        ended=_when(conference.closed_at, conference.day) if conference.closed_at else "",
        place=conference.place_vi,
        chair=", ".join(part for part in (chair.office, chair.name) if part),
        secretary=details.secretary,
        present=tuple(here),
        here=roll.here,
        invited=roll.sites,
        sites=tuple(lines),
        agenda=_agenda(conference),
        notes=tuple(one.said["text"] for one in told if one.row.kind != Line.CONCLUSION),
        remarks=tuple(
            mt.SpokenLine(
                bodies.of(one.row.unit) if one.row.unit else "",
                KINDS[one.row.kind],
                FIELDS[one.row.field],
                one.said["text"],
            )
            for one in queries.remarks(conference)
        ),
        conclusions=tuple(one.said["text"] for one in told if one.row.kind == Line.CONCLUSION),
    )


def conclusions(
    conference: Conference, details: Details, charged: Sequence[Charged] = ()
) -> mt.ConclusionsData:
    """*Thông báo kết luận*: the conclusions, those that are orders numbered."""
    chair = queries.chair(conference)
    lines = queries.conclusions(conference)
    if not lines:
        raise Refused("nothing-to-sign", paper="conclusions")
    who = chair.office or "người chủ trì"
    abstract = f"Kết luận của {who} tại {_lower(conference.title_vi)}"
    details = replace(
        details,
        number=details.number or conference.conclusions_number,
        day=details.day or conference.conclusions_signed,
    )
    guests = [one.said["office"] for one in queries.guests(conference) if one.row.came]
    # a conference of before 5 March 2020 has the form of its day also when the day of the paper is not known
    of_line = {one.number: one for one in charged}
    units = dict.fromkeys(name for one in charged for name in (one.leading, *one.cooperating) if name)
    kind = bodies.level(conference.authority)
    copies = (f"Chủ tịch, các Phó Chủ tịch UBND {kind}", ATTENDED, *units, f"Lãnh đạo Văn phòng UBND {kind}")
    frame = _letter(conference, details, "TB", abstract, (), copies)
    if details.day is None and conference.imported:
        frame = replace(frame, day=conference.day)
    return mt.ConclusionsData(
        letter=frame,
        conference=_lower(conference.title_vi),
        day=conference.day,
        chair=", ".join(part for part in (chair.office, chair.name) if part),
        attended="; ".join(guests),
        conclusions=tuple(one.said["text"] for one in lines if not one.row.directive),
        tasks=tuple(
            _task(one.said["text"], of_line.get(one.row.number)) for one in lines if one.row.directive
        ),
    )


def _task(text: str, charged: Charged | None) -> mt.TaskLine:
    if charged is None:
        return mt.TaskLine(text)
    return mt.TaskLine(text, charged.leading, ", ".join(charged.cooperating), charged.due)


def _letter(
    conference: Conference,
    details: Details,
    kind: str,
    abstract: str,
    to: tuple[str, ...],
    copies: tuple[str, ...],
) -> Letter:
    """By order of the Chairman the head of the office signs, where the clerk says nothing else."""
    people = bodies.of(conference.authority)
    place = conference.authority.name_vi.removeprefix("Tỉnh ").removeprefix("Thành phố ")
    issuer = Issuer("", people.upper(), people, place, "Chủ tịch", bodies.SHORT, bodies.COMMITTEE.upper())
    if not details.authority:
        details = replace(details, authority="TL.")
    return letter(issuer, details, kind, abstract, to=to if kind == "GM" else (), copies=copies)


def _agenda(conference: Conference) -> tuple[mt.AgendaLine, ...]:
    return tuple(
        mt.AgendaLine(one.said["title"], one.said["presenter"], one.row.minutes)
        for one in queries.agenda(conference)
    )


def _present(one: queries.Told) -> str:
    said = ", ".join(part for part in (one.said["office"], one.said["name"]) if part)
    return f"{said} (dự thay {one.said['instead']})" if one.said["instead"] else said


def _away(row: object) -> str:
    return "mất kết nối" if getattr(row, "dropped", False) else "chưa kết nối"


def _when(moment: datetime | None, day: date) -> str:
    """8 giờ 30 phút, ngày 03 tháng 7 năm 2019; without an hour only the day."""
    if moment is None:
        return in_full(day)
    local = moment.astimezone(LOCAL)
    return f"{local.hour} giờ {two(local.minute)} phút, {in_full(local.date())}"


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
