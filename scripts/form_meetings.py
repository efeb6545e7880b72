"""The forms of a conference: the invitation, the minutes, the notice of the conclusions."""

from __future__ import annotations

from form_kit import CENTRE, LEFT, SMALL, Form


def invitation() -> Form:
    """Giấy mời (Decree 30/2020, annex III): invites, to what, then chair, hour and place."""
    form = Form("Giấy mời")
    form.head()
    form.name("GIẤY MỜI")
    form.p("{{ letter.issued_by }} trân trọng kính mời:", keep=True)
    form.each("letter.invited_lines", "{{ line }}")
    form.p("**Tới dự:** {{ conference }}.", before=4)
    form.p("**Chủ trì:** {% if chair %}{{ chair }}{% else %}………………………………{% endif %}.")
    form.p("**Thời gian:** {{ when }}.")
    form.p("**Địa điểm:** {% if place %}{{ place }}{% else %}………………………………{% endif %}.")
    form.tag("if sites")
    form.p(
        "**Các điểm cầu:** {% for site in sites %}{{ site }}{% if not loop.last %}; {% endif %}{% endfor %}."
    )
    form.p(
        "**Phòng họp trực tuyến:** {% if address %}{{ address }}{% else %}địa chỉ được gửi riêng tới từng "
        "điểm cầu{% endif %}. Các điểm cầu kết nối, kiểm tra đường truyền trước giờ họp 30 phút."
    )
    form.tag("endif")
    form.tag("if not sites and address")
    form.p("**Phòng họp trực tuyến:** {{ address }}.")
    form.tag("endif")
    form.tag("if contact")
    form.p("**Đầu mối hỗ trợ kỹ thuật:** {{ contact }}.")
    form.tag("endif")
    form.tag("if agenda")
    form.p("**Chương trình:**", keep=True)
    form.table(
        ("TT", "Nội dung", "Trình bày", "Thời lượng"),
        (12, 80, 44, 24),
        [
            "for row in agenda",
            ("", ("{{ loop.index }}", "{{ row.title }}", "{{ row.presenter }}", "{{ row.length }}")),
            "endfor",
        ],
        [CENTRE, LEFT, LEFT, CENTRE],
    )
    form.tag("endif")
    form.p(
        "Đề nghị các đại biểu, cơ quan, đơn vị được mời sắp xếp công việc, dự họp đúng thành phần, thời "
        "gian và địa điểm nêu trên./.",
        keep=True,
    )
    form.signature()
    return form


def minutes() -> Form:
    """Biên bản (Decree 30/2020, annex III, form 1.9): no place and day in the head, the files keep a copy."""
    form = Form("Biên bản hội nghị")
    form.head(dated=False)
    form.name("BIÊN BẢN")
    form.p("**Thời gian bắt đầu:** {{ began }}.")
    form.p("**Địa điểm:** {% if place %}{{ place }}{% else %}chưa có thông tin{% endif %}.")
    form.p("**Chủ trì:** {% if chair %}{{ chair }}{% else %}………………………………{% endif %}.")
    form.p(
        "**Thư ký (người ghi biên bản):** {% if secretary %}{{ secretary }}{% else %}………………………………{% endif %}."
    )
    form.p("**I. THÀNH PHẦN THAM DỰ**", keep=True, before=4)
    form.each("present", "- {{ line }};")
    form.p("Số điểm cầu có mặt: {{ here }}/{{ invited }}.", keep=True)
    form.tag("if sites")
    form.table(
        ("TT", "Điểm cầu", "Tình trạng", "Thành phần dự", "Số người"),
        (12, 50, 28, 50, 20),
        [
            "for row in sites",
            (
                "",
                (
                    "{{ loop.index }}",
                    "{{ row.name }}",
                    "{{ row.roll }}",
                    "{{ row.present }}",
                    "{{ row.people }}",
                ),
            ),
            "endfor",
        ],
        [CENTRE, LEFT, LEFT, LEFT, CENTRE],
    )
    form.tag("endif")
    form.p("**II. NỘI DUNG**", keep=True, before=4)
    form.tag("for row in agenda")
    form.p(
        "{{ loop.index }}. {{ row.title }}{% if row.presenter %} ({{ row.presenter }}){% endif %}.",
    )
    form.tag("endfor")
    form.each("notes", "{{ line }}")
    form.tag("if remarks")
    form.p("**III. Ý KIẾN PHÁT BIỂU**", keep=True, before=4)
    form.tag("for row in remarks")
    form.p("- {{ row.sentence }}")
    form.tag("endfor")
    form.tag("endif")
    form.tag("if conclusions")
    form.p("**{% if remarks %}IV{% else %}III{% endif %}. KẾT LUẬN CỦA CHỦ TỌA**", keep=True, before=4)
    form.tag("for line in conclusions")
    form.p("{{ loop.index }}. {{ line }}")
    form.tag("endfor")
    form.tag("endif")
    form.p(
        "{% if ended %}Hội nghị kết thúc vào {{ ended }}./.{% else %}Hội nghị kết thúc vào …… giờ …… "
        "phút, ngày …… tháng …… năm ……./.{% endif %}",
        keep=True,
    )
    form.p("", LEFT, 6, after=0, keep=True)
    left, right = form.bare((80, 80))
    form.p("**THƯ KÝ**", CENTRE, 14, left, after=64)
    form.p("**{{ secretary }}**", CENTRE, 14, left, after=6)
    form.p("**{{ letter.signature.title }}**", CENTRE, 14, right, after=64)
    form.p("**{{ letter.signature.name }}**", CENTRE, 14, right, after=6)
    left, right = form.bare((80, 80))
    form.p("**__Nơi nhận:__**", LEFT, 12, left, after=0)
    form.tag("for line in letter.recipient_lines", left)
    form.p("{{ line }}", LEFT, SMALL, left, after=0)
    form.tag("endfor", left)
    form.p("", LEFT, 6, right, after=0)
    form._joined()
    return form


def conclusions() -> Form:
    """Thông báo kết luận (the form of a named paper, Decree 30/2020, annex III)."""
    form = Form("Thông báo kết luận")
    form.head()
    form.name("THÔNG BÁO")
    form.p(
        "{{ on_the_day }}, {% if chair %}{{ chair }}{% else %}………………………………{% endif %} đã "
        "chủ trì {{ conference }}.{% if attended %} Tham dự hội nghị có {{ attended }}.{% endif %}"
    )
    form.p("Sau khi nghe báo cáo và ý kiến của các đại biểu, người chủ trì hội nghị kết luận như sau:")
    form.tag("for line in conclusions")
    form.p("{{ line }}")
    form.tag("endfor")
    form.tag("for line in tasks")
    form.p("{{ loop.index }}. {{ line.sentence }}")
    form.tag("endfor")
    form.p("{{ letter.issued_by }} thông báo để các cơ quan, đơn vị biết, thực hiện./.", keep=True)
    form.signature()
    return form
