"""The forms of a unit's plans: what it mends after its results, what equipment it buys year by year."""

from __future__ import annotations

from form_kit import CENTRE, LEFT, RIGHT, Form


def _begun(title: str) -> Form:
    form = Form(title)
    form.head()
    form.name("KẾ HOẠCH")
    form.grounds()
    form.p("{{ letter.issued_by }} ban hành Kế hoạch với các nội dung sau:")
    form.p("**I. MỤC TIÊU**", keep=True, before=4)
    form.each("aims", "{{ loop.index }}. {{ line }}")
    return form


def _ended(form: Form) -> Form:
    form.p("**IV. TỔ CHỨC THỰC HIỆN**", keep=True, before=4)
    form.each("conduct", "{{ loop.index }}. {{ line }}")
    form.p(
        "Trên đây là Kế hoạch của {{ letter.issued_by }}, yêu cầu các bộ phận, cá nhân liên quan "
        "thực hiện./.",
        keep=True,
    )
    form.signature()
    return form


def plan() -> Form:
    """Kế hoạch khắc phục (the form of a named paper, Decree 30/2020, annex III)."""
    form = _begun("Kế hoạch khắc phục")
    form.p("**II. NHIỆM VỤ, PHÂN CÔNG THỰC HIỆN**", keep=True, before=4)
    cells = ("{{ loop.index }}", "{{ row.task }}", "{{ row.officer }}", "{{ row.deadline }}")
    form.table(
        (
            "TT",
            "Nhiệm vụ (tiêu chí)",
            "Người phụ trách",
            "Thời hạn",
            "Điểm hiện có",
            "Điểm dự kiến",
            "Tối đa",
        ),
        (10, 50, 32, 23, 15, 15, 15),
        [
            "for row in tasks",
            ("", (*cells, "{{ row.has }}", "{{ row.expected }}", "{{ row.maximum }}")),
            "endfor",
        ],
        [CENTRE, LEFT, LEFT, CENTRE, CENTRE, CENTRE, CENTRE],
    )
    form.p("**III. KINH PHÍ THỰC HIỆN**", keep=True, before=10)
    form.p("{{ funds }}")
    return _ended(form)


def roadmap() -> Form:
    """Kế hoạch trang bị thiết bị: one table a year."""
    form = _begun("Kế hoạch trang bị thiết bị công nghệ thông tin")
    form.p("**II. LỘ TRÌNH TRANG BỊ**", keep=True, before=4)
    form.tag("for year in years")
    form.p("{{ loop.index }}. Năm {{ year.year }}", keep=True, before=6)
    cells = ("{{ loop.index }}", "{{ row.unit }}", "{{ row.kind }}", "{{ row.count }}", "{{ row.cost }}")
    form.table(
        ("TT", "Đơn vị", "Loại thiết bị", "Số lượng", "Kinh phí (đồng)", "Nguồn kinh phí"),
        (10, 45, 35, 16, 28, 26),
        [
            "for row in year.rows",
            ("", (*cells, "{{ row.source }}")),
            "endfor",
            ("", ("", "**Cộng**", "", "**{{ year.count }}**", "**{{ year.cost }}**", "")),
        ],
        [CENTRE, LEFT, LEFT, CENTRE, RIGHT, LEFT],
    )
    form.tag("endfor")
    form.p("**III. KINH PHÍ THỰC HIỆN**", keep=True, before=10)
    form.each("funds", "- {{ line }}")
    return _ended(form)
