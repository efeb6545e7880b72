"""`thangdo init`: the first steps of a province: tables, its units, its departments; what comes next.

Twice is safe: each step does what is still to be done and says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thangdo.faces.cli.common import Language, Tongue, reader, said, say, stop, warn, write_file
from thangdo.faces.cli.terminal import wrapped

if TYPE_CHECKING:
    from thangdo.records.units.nation import Province


def init(
    province: Annotated[
        str, typer.Option("--province", help="The province: ha-tinh, Đà Nẵng, 42, H27.")
    ] = "",
    departments: Annotated[
        Path | None,
        typer.Option("--departments", help="Write the list of departments to fill in (.xlsx or .csv)."),
    ] = None,
    language: Language = Tongue.vi,
) -> None:
    """Begin an installation: tables, the units of a province, the list of its departments to fill in."""
    if departments is not None and not province:
        stop(
            said(
                "--departments cần biết tỉnh: thêm --province TÊN.",
                "--departments needs the province: add --province NAME.",
            )
        )
    if departments is not None and departments.suffix.lower() not in (".csv", ".xlsx"):
        stop(
            said(f"{departments}: hãy ghi tệp .csv hoặc .xlsx.", f"{departments}: name a .csv or .xlsx file.")
        )
    found = _province(province) if province else None
    from thangdo.faces.cli import worker

    worker.migrate(language)
    if found is not None:
        _take(found)
        if departments is not None:
            _write_departments(found, departments)
    _say_next(found)


def _province(typed: str) -> Province:
    from thangdo.records.units import nation

    try:
        return nation.province(typed)
    except nation.NoSuchProvince as error:
        likely = "; ".join(error.likely)
        hint = said(f" Có phải: {likely}?", f" Perhaps: {likely}?") if likely else ""
        names = ", ".join(one.name for one in nation.provinces())
        stop(
            said(
                f"Không có tỉnh, thành phố nào từ 01/07/2025 tên là “{typed}”.{hint}\n"
                f"Các tỉnh, thành phố: {names}.",
                f"No province since 1 July 2025 is called “{typed}”.{hint}\nThe provinces: {names}.",
            )
        )


def _take(province: Province) -> None:
    from django.db.models import Count

    from thangdo.records.units import bodies, nation, register
    from thangdo.records.units.kinds import kind_name
    from thangdo.records.units.models import Unit

    register.load_units(province=province)
    above = Unit.objects.get(scheme="vn-org", code=province.code)
    kinds = dict(
        Unit.objects.filter(scheme=nation.SINCE, parent=above, valid_to=None)
        .values_list("kind")
        .annotate(Count("pk"))
        .order_by("kind")
    )
    former = Unit.objects.filter(links_forward__successor__parent=above).distinct().count()
    names = bodies.area(province.name, province.kind)
    names = names[:1].upper() + names[1:]
    parts = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    parts_en = ", ".join(f"{count} × {kind_name(kind, 'en')}" for kind, count in kinds.items())
    total = sum(kinds.values())
    say(
        said(
            f"{names}: {total} đơn vị hành chính cấp xã ({parts}); {former} đơn vị trước ngày 01/07/2025 "
            "đã nối với đơn vị kế tục.",
            f"{province.name}: {total} units of commune level ({parts_en}); {former} units from before "
            "1 July 2025 are joined with their successors.",
        )
    )
    disputed = nation.disputed(province)
    if disputed:
        warn(
            said(
                f"Các nguồn không thống nhất về {len(disputed)} xã cũ; cần người có thẩm quyền xác định:",
                f"The sources disagree on {len(disputed)} former communes; a person must settle them:",
            )
        )
        for one in disputed:
            warn(wrapped(f"{one.code} {one.name}: {' | '.join(one.answers)}", indent=2))


def _write_departments(province: Province, file: Path) -> None:
    from thangdo.records.units import nation
    from thangdo.records.units.models import Unit
    from thangdo.work.registry import files

    above = Unit.objects.get(scheme="vn-org", code=province.code)
    known = list(Unit.objects.filter(parent=above, tier="department", valid_to=None).select_related("parent"))
    units = known or [
        Unit(
            scheme="vn-org",
            code="",
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            kind=row["kind"],
            tier="department",
            parent=above,
        )
        for row in nation.departments()
    ]
    title = said("Đơn vị", "Units")
    write_file(file, files.in_bytes(units, file.suffix.lower().lstrip("."), title, reader()))
    if known:
        say(
            said(
                f"{file}: {len(units)} sở, ban, ngành đang có trong danh mục; bổ sung đơn vị còn thiếu "
                f"rồi chạy: thangdo units import {file}",
                f"{file}: the {len(units)} departments of the register; add what is missing, then: "
                f"thangdo units import {file}",
            )
        )
        return
    say(
        said(
            f"{file}: {len(units)} sở, ban, ngành thường có. Hãy sửa theo quyết định của tỉnh, điền mã định "
            f"danh ({province.code}.01 …; Quyết định 20/2020/QĐ-TTg) vào cột mã, rồi chạy: "
            f"thangdo units import {file}",
            f"{file}: {len(units)} departments as provinces have them. Mend them by your province's "
            f"decision, fill in the codes ({province.code}.01 …; Decision 20/2020/QĐ-TTg), then: "
            f"thangdo units import {file}",
        )
    )


def _say_next(province: Province | None) -> None:
    """What still has to be done before the first campaign, as the installation itself finds it."""
    from thangdo.records.people.models import Office, Role

    steps: list[tuple[str, str]] = []
    code = province.code if province else "H.."
    if province is None:
        steps.append(("thangdo init --province TÊN_TỈNH", "thangdo init --province NAME"))
    if not Office.objects.filter(role=Role.ADMINISTRATOR, until=None).exists():
        add = f"thangdo user add --role administrator --unit vn-org:{code} --subtree --name"
        steps.append((f'{add} "HỌ VÀ TÊN" TÊN_TÀI_KHOẢN', f'{add} "NAME" LOGIN'))
    steps.append(("thangdo run", "thangdo run"))
    say(said("Việc tiếp theo:", "Next:"))
    for number, (vi, en) in enumerate(steps, 1):
        say(f"  {number}. {said(vi, en)}")
    say(
        said(
            "Sau đó đăng nhập; mục “Bắt đầu” trong hướng dẫn quản trị dẫn tới đợt đánh giá đầu tiên.",
            "Then sign in; the section “Beginning” of the administrator's guide leads to the first campaign.",
        )
    )
