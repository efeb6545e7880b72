"""Tỉnh Mẫu: 20 departments, 17 districts, 222 communes and one account for each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from thangdo.records.ledger.events import By, append
from thangdo.records.ledger.models import Event
from thangdo.records.people import events
from thangdo.records.people.models import Office, Person, Role
from thangdo.records.units import paths
from thangdo.records.units.fold import bare, fold, sort_key, squeeze
from thangdo.records.units.models import Unit

SCHEME = "tinh-mau"
PROVINCE = "M"
COMMUNES = (23, 11, 8, 14, 17, 15, 13, 12, 14, 10, 20, 15, 8, 9, 14, 10, 9)  # of each district; 222 in all
NOTE_VI = "Đơn vị mẫu của bản trình diễn, không phải cơ quan có thật."
NOTE_EN = "A sample unit of the demonstration, not a real body."
SINCE = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Account:
    """A sample account: its login, its name, and the office that it holds."""

    login: str
    name: str
    role: Role
    unit: str
    title: str
    subtree: bool = False


ACCOUNTS = (
    Account("quan-tri", "Nguyễn Thị Mẫu Một", Role.ADMINISTRATOR, PROVINCE, "Quản trị hệ thống", True),
    Account("soan-thao", "Trần Văn Mẫu Hai", Role.AUTHOR, PROVINCE, "Chuyên viên soạn bộ tiêu chí"),
    Account("can-bo-so", "Lê Thị Mẫu Ba", Role.REPORTER, "S05", "Chuyên viên Văn phòng Sở"),
    Account("lanh-dao-so", "Phạm Văn Mẫu Bốn", Role.HEAD, "S05", "Giám đốc Sở"),
    Account("can-bo-xa", "Trần Mẫu Năm", Role.REPORTER, "X007", "Công chức văn phòng"),
    Account("lanh-dao-xa", "Lê Mẫu Sáu", Role.HEAD, "X007", "Chủ tịch UBND xã"),
    Account("tham-dinh-1", "Hoàng Thị Mẫu Bảy", Role.APPRAISER, "S01", "Thành viên tổ thẩm định"),
    Account("tham-dinh-2", "Vũ Văn Mẫu Tám", Role.APPRAISER, "S01", "Thành viên tổ thẩm định"),
    Account("hoi-dong", "Đặng Thị Mẫu Chín", Role.COUNCIL, PROVINCE, "Thư ký Hội đồng thẩm định"),
    Account("chu-tich", "Bùi Văn Mẫu Mười", Role.HEAD, PROVINCE, "Chủ tịch UBND tỉnh"),
    Account("cong-bo", "Phạm Mẫu Mười Một", Role.PUBLISHER, PROVINCE, "Văn phòng UBND tỉnh"),
    Account("giam-sat", "Đỗ Thị Mẫu Mười Hai", Role.OBSERVER, PROVINCE, "Ủy ban MTTQ Việt Nam tỉnh", True),
    Account("thu-ky", "Vũ Văn Mẫu Mười Ba", Role.SECRETARY, PROVINCE, "Thư ký, Văn phòng UBND tỉnh", True),
    Account("dao-tao", "Bùi Thị Mẫu Mười Bốn", Role.TRAINER, PROVINCE, "Phụ trách đào tạo, bồi dưỡng", True),
)
FILLER = "du-lieu-mau"  # answers for all the units that have no account of their own


def units() -> dict[str, Unit]:
    """The units of the sample province by code; made when they are not there."""
    known = {unit.code: unit for unit in Unit.objects.filter(scheme=SCHEME)}
    if known:
        return known
    province = _unit(PROVINCE, "Tỉnh Mẫu", "Sample Province", "tỉnh", "province", None, 0)
    province.save()
    below = [
        _unit(f"S{n:02}", f"Sở Mẫu {n:02}", f"Sample Department {n:02}", "sở", "department", province, n)
        for n in range(1, 21)
    ]
    districts = [
        _unit(
            f"H{n:02}", f"Huyện Mẫu {n:02}", f"Sample District {n:02}", "huyện", "district", province, 100 + n
        )
        for n in range(1, 18)
    ]
    Unit.objects.bulk_create([*below, *districts])
    number, communes = 0, []
    for district, count in zip(districts, COMMUNES, strict=True):
        for _ in range(count):
            number += 1
            vi, en = f"Xã Mẫu {number:03}", f"Sample Commune {number:03}"
            communes.append(_unit(f"X{number:03}", vi, en, "xã", "commune", district, 200 + number))
    Unit.objects.bulk_create(communes)
    paths.refresh()
    return {unit.code: unit for unit in Unit.objects.filter(scheme=SCHEME)}


def _unit(code: str, vi: str, en: str, kind: str, tier: str, parent: Unit | None, place: int) -> Unit:
    return Unit(
        scheme=SCHEME,
        code=code,
        name_vi=vi,
        name_en=en,
        name_fold=fold(vi),
        search=" | ".join([bare(vi), squeeze(en), squeeze(code)]),
        sort_key=sort_key(vi),
        kind=kind,
        tier=tier,
        parent=parent,
        note_vi=NOTE_VI,
        note_en=NOTE_EN,
        source="sample",
        place=place,
    )


def people(known: dict[str, Unit], now: datetime) -> dict[str, Person]:
    """The accounts by login; made when they are not there. None has a password."""
    found = {person.login: person for person in Person.objects.all()}
    for account in ACCOUNTS:
        if account.login not in found:
            person = found[account.login] = _person(account.login, account.name, now)
            _hold(person, known[account.unit], account.role, account.title, account.subtree)
    if FILLER not in found:
        found[FILLER] = _person(FILLER, "Dữ liệu mẫu", now)
        for role in (Role.REPORTER, Role.HEAD):
            _hold(found[FILLER], known[PROVINCE], role, "Dữ liệu mẫu", True)
    _written(now)
    return found


def _person(login: str, name: str, now: datetime) -> Person:
    return Person.objects.create_user(login, None, name=name, created_at=now, is_demo=True)


def _hold(person: Person, unit: Unit, role: Role, title: str, subtree: bool) -> None:
    Office.objects.create(person=person, unit=unit, role=role, subtree=subtree, since=SINCE, title=title)


def _written(now: datetime) -> None:
    """Offices of the sample of which the ledger says nothing, also those that earlier versions made."""
    rows = Event.objects.filter(type=events.Appointed.TYPE)
    known = {payload["office"] for payload in rows.values_list("payload", flat=True)}
    for office in Office.objects.select_related("person", "unit").filter(person__is_demo=True).order_by("pk"):
        if office.pk not in known:
            where = f"{office.unit.scheme}:{office.unit.code}"
            facts = (office.role, where, office.subtree, office.since, office.until, office.decision)
            happened = events.Appointed(office.pk, *facts)
            append(office.person.ref, [happened.new()], By("system:sample", now))
