"""The forms of results: the appraisal report, the decision, the conference report, the weak places."""

from __future__ import annotations

from form_kit import CENTRE, LEFT, RIGHT, Form, annex_head, levels


def report() -> Form:
    """Báo cáo kết quả thẩm định."""
    form = Form("Báo cáo kết quả thẩm định")
    form.head()
    form.name("BÁO CÁO")
    form.addressees()
    form.p(
        "Thực hiện {{ basis }}; {{ letter.issued_by }} đã tổ chức thẩm định kết quả tự đánh giá mức độ chính "
        "quyền điện tử năm {{ year }} theo {{ edition }}. Kết quả như sau:"
    )
    form.p("**I. TÌNH HÌNH GỬI KẾT QUẢ TỰ ĐÁNH GIÁ**", keep=True, before=4)
    form.p(
        "Đã có {{ returned }}/{{ returns_total.asked }} cơ quan, đơn vị, địa phương gửi kết quả tự đánh giá "
        "(đạt {{ returns_total.rate }}), trong đó {{ returns_total.on_time }} đơn vị gửi đúng hạn, {{ "
        "returns_total.late }} đơn vị gửi chậm; {{ returns_total.missing }} đơn vị {% if closed %}không"
        "{% else %}chưa{% endif %} gửi."
    )
    form.tag("if not_returned and closed")
    form.p(
        "{{ returns_total.missing }} đơn vị không gửi kết quả tự đánh giá (danh sách tại phụ lục) không được "
        "chấm điểm, không xếp mức, không xếp hạng và không đưa vào so sánh giữa các đơn vị."
    )
    form.tag("endif")
    cells = (
        "{{ row.tier }}",
        "{{ row.asked }}",
        "{{ row.on_time }}",
        "{{ row.late }}",
        "{{ row.missing }}",
        "{{ row.rate }}",
    )
    form.table(
        (
            "Cấp",
            "Số đơn vị",
            "Gửi đúng hạn",
            "Gửi chậm",
            "{% if closed %}Không gửi{% else %}Chưa gửi{% endif %}",
            "Tỷ lệ đã gửi",
        ),
        (52, 22, 22, 20, 20, 24),
        [
            "for row in returns",
            ("", cells),
            "endfor",
            ("", [f"**{c.replace('row.', 'returns_total.')}**" for c in cells]),
        ],
        [LEFT] + [CENTRE] * 5,
    )
    form.p("**II. KẾT QUẢ THẨM ĐỊNH**", keep=True, before=4)
    form.p(
        "Đã thẩm định {{ amended_total.examined }} nội dung tự đánh giá; giữ nguyên {{ "
        "amended_total.accepted }} nội dung, điều chỉnh {{ amended_total.amended }} nội dung (chiếm {{ "
        "amended_total.rate }}), trong đó giảm điểm {{ amended_total.lowered }}, tăng điểm {{ "
        "amended_total.raised }}{% if amended_total.unchanged %}, điều chỉnh số liệu nhưng điểm không đổi {{ "
        "amended_total.unchanged }}{% endif %}."
    )
    more = (
        *(
            "{{ row.tier }}",
            "{{ row.examined }}",
            "{{ row.accepted }}",
            "{{ row.amended }}",
            "{{ row.lowered }}",
        ),
        *("{{ row.raised }}", "{{ row.unchanged }}", "{{ row.rate }}"),
    )
    form.table(
        (
            *("Cấp", "Đã thẩm định", "Giữ nguyên", "Điều chỉnh", "Trong đó giảm điểm", "Tăng điểm"),
            *("Điểm không đổi", "Tỷ lệ điều chỉnh"),
        ),
        (34, 19, 18, 18, 18, 16, 18, 19),
        [
            "for row in amended",
            ("", more),
            "endfor",
            ("", [f"**{c.replace('row.', 'amended_total.')}**" for c in more]),
        ],
        [LEFT] + [CENTRE] * 7,
    )
    form.tag("if agreement")
    form.p(
        "Để kiểm tra tính thống nhất, {{ agreement.answers }} nội dung của {{ agreement.units }} đơn vị được "
        "hai người thẩm định độc lập; {{ agreement.same }} nội dung có kết quả trùng nhau ({{ agreement.rate "
        "}}){% if agreement.kappa %}; hệ số kappa của Cohen là {{ agreement.kappa }}{% endif %}{% if "
        "agreement.alpha %}; hệ số alpha của Krippendorff là {{ agreement.alpha }}{% endif %}."
    )
    form.tag("endif")
    form.tag("if objections")
    form.p(
        "{% if objections.any %}Trong thời hạn quy định, đã nhận {{ objections.received }} đề nghị xem xét "
        "lại; Hội đồng chấp nhận {{ objections.upheld }}, chấp nhận một phần {{ objections.partly }}, không "
        "chấp nhận {{ objections.dismissed }} đề nghị.{% else %}Trong thời hạn quy định, không có đơn vị "
        "nào đề nghị xem xét lại.{% endif %}"
    )
    form.tag("endif")
    form.tag("if opinions_left_out")
    form.p("Còn nội dung trong mẫu chưa được thẩm định lần hai; lý do của Hội đồng: {{ opinions_left_out }}")
    form.tag("endif")
    form.p("**III. KẾT QUẢ XẾP MỨC THEO CẤP**", keep=True, before=4)
    levels(form)
    form.tag("if remarks")
    form.p("**IV. NHẬN XÉT, ĐÁNH GIÁ**", keep=True, before=4)
    form.each("remarks", "{{ line }}")
    form.tag("endif")
    form.tag("if proposals")
    form.p("**{% if remarks %}V{% else %}IV{% endif %}. KIẾN NGHỊ**", keep=True, before=4)
    form.each("proposals", "{{ loop.index }}. {{ line }}")
    form.tag("endif")
    form.p(
        "Trên đây là kết quả thẩm định mức độ chính quyền điện tử năm {{ year }}, {{ letter.issued_by }} "
        "trân trọng báo cáo{% if letter.one_addressee %} {{ letter.one_addressee }}{% endif %} xem xét, "
        "chỉ đạo./.",
        keep=True,
    )
    form.signature()
    form.tag("if not_returned")
    form.new_section()
    form.p("**Phụ lục**", CENTRE, after=0, keep=True)
    form.p(
        "**DANH SÁCH ĐƠN VỊ {% if closed %}KHÔNG{% else %}CHƯA{% endif %} GỬI KẾT QUẢ TỰ ĐÁNH GIÁ**",
        CENTRE,
        after=0,
        keep=True,
    )
    form.p(
        "__(Kèm theo Báo cáo số {{ letter.number_and_symbol }} {{ letter.long_day }} của {{ "
        "letter.issued_by }})__",
        CENTRE,
        13,
        after=0,
    )
    form.rule(form.doc, after=8)
    form.table(
        ("TT", "Đơn vị", "Cấp", "Lý do"),
        (14, 62, 34, 50),
        [
            "for row in not_returned",
            ("", ("{{ loop.index }}", "{{ row.unit }}", "{{ row.tier }}", "{{ row.reason }}")),
            "endfor",
        ],
        (CENTRE, LEFT, LEFT, LEFT),
    )
    form.tag("endif")
    return form


def decision() -> Form:
    """Quyết định phê duyệt kết quả."""
    form = Form("Quyết định phê duyệt kết quả đánh giá, xếp hạng")
    form.head()
    form.name("QUYẾT ĐỊNH")
    form.p("**{{ authority }}**", CENTRE, 14, before=2, after=8, keep=True)
    form.grounds()
    form.p("**QUYẾT ĐỊNH:**", CENTRE, 14, before=6, after=8, keep=True)
    form.p(
        "**Điều 1.** Phê duyệt kết quả đánh giá, xếp hạng mức độ chính quyền điện tử {{ scope }} năm {{ year "
        "}}, cụ thể:"
    )
    form.each(
        "levels",
        "- {{ row.tier }}: {% if row.units %}"
        "{{ row.units }} đơn vị được đánh giá, trong đó mức IV: {{ row.level_4 }} ({{ "
        "row.share_4 }}); mức III: {{ row.level_3 }} ({{ row.share_3 }}); mức II: {{ row.level_2 }} ({{ "
        "row.share_2 }}); mức I: {{ row.level_1 }} ({{ row.share_1 }}); không xếp hạng: {{ row.unranked "
        "}} ({{ row.share_unranked }}){% else %}không có đơn vị nào được đánh giá{% endif %}"
        "{% if row.not_returned %}; ngoài ra {{ row.not_returned }} đơn vị "
        "không gửi kết quả tự đánh giá, không được chấm điểm, xếp mức, xếp hạng{% endif %}.",
        "row",
    )
    form.tag("if annexes")
    form.p(
        "Kết quả của từng cơ quan, đơn vị, địa phương tại {% if annexes|length > 1 %}các {% endif %}Phụ lục "
        "kèm theo Quyết định này."
    )
    form.tag("endif")
    form.p("**Điều 2.** Tổ chức thực hiện", keep=True)
    form.p(
        "1. {{ appraiser }} công bố kết quả; thông báo đến từng cơ quan, đơn vị, địa phương được đánh giá."
    )
    form.each("task_lines", "{{ line }}")
    form.p("**Điều 3.** Quyết định này có hiệu lực thi hành kể từ ngày ký.")
    form.p("{{ responsible }} chịu trách nhiệm thi hành Quyết định này./.", keep=True)
    form.signature()
    form.tag("for annex in annexes")
    form.new_section()
    annex_head(
        form,
        "KẾT QUẢ ĐÁNH GIÁ, XẾP HẠNG MỨC ĐỘ CHÍNH QUYỀN ĐIỆN TỬ\nNĂM {{ year }} ĐỐI VỚI {{ annex.tier|upper "
        "}}",
        "Quyết định số {{ letter.number_and_symbol }} {{ letter.long_day }} của {{ letter.issued_by }}",
    )
    form.table(
        ("Hạng", "Đơn vị", "Điểm", "Mức độ", "Ghi chú"),
        (13, 60, 16, 29, 42),
        [
            "for row in annex.rows",
            (
                "",
                (
                    "{{ row.rank_or_dash }}",
                    "{{ row.unit }}",
                    "{{ row.score_or_dash }}",
                    "{{ row.level_or_unranked }}",
                    "{{ row.note }}",
                ),
            ),
            "endfor",
        ],
        (CENTRE, LEFT, RIGHT, CENTRE, LEFT),
    )
    form.tag("if not annex.rows")
    form.p("__Không có đơn vị nào thuộc cấp này trong kỳ đánh giá.__", CENTRE, 13)
    form.tag("endif")
    form.tag("endfor")
    return form


def conference() -> Form:
    """Báo cáo tại hội nghị."""
    form = Form("Báo cáo tại hội nghị")
    form.head()
    form.name("BÁO CÁO")
    form.p("__(Trình bày tại {{ conference }})__", CENTRE, 13, after=8)
    form.each("opening", "{{ line }}")
    form.tag("for part in parts")
    form.p("**{{ loop.index|roman }}. {{ part.title|upper }}**", keep=True, before=6)
    form.each("part.paragraphs", "{{ line }}")
    form.tag("for table in part.tables")
    form.p("**{{ table.title }}**", CENTRE, 13, before=4, after=4, keep=True)
    made = form.doc.add_table(rows=4, cols=3)
    made.style = "Table Grid"
    cells = made.rows[0].cells
    form._fill(
        cells, ["{%tc for column in table.columns %}", "**{{ column }}**", "{%tc endfor %}"], [CENTRE] * 3, 12
    )
    form._fill(made.rows[1].cells[:1], ["{%tr for row in table.lines %}"], [LEFT], 10)
    cells = made.rows[2].cells
    form._fill([cells[0], cells[2]], ["{%tc for cell in row.cells %}", "{%tc endfor %}"], [LEFT] * 2, 10)
    cells[1]._tc.remove(cells[1].paragraphs[0]._p)
    form.tag("if cell.number", cells[1])
    form.p("{{ cell.text }}", RIGHT, 12, cells[1], before=2, after=2)
    form.tag("else", cells[1])
    form.p("{{ cell.text }}", LEFT, 12, cells[1], before=2, after=2)
    form.tag("endif", cells[1])
    form._fill(made.rows[3].cells[:1], ["{%tr endfor %}"], [LEFT], 10)
    form.ruled(made)
    form.p("", LEFT, 6, after=2)
    form.tag("endfor")
    form.tag("for picture in part.pictures")
    form.p("**{{ picture.title }}**", CENTRE, 13, before=4, after=4, keep=True)
    form.p("{{ picture.image }}", CENTRE, 13, after=2, keep=True)
    form.tag("if picture.source")
    form.p("__{{ picture.source }}__", CENTRE, 11)
    form.tag("endif")
    form.tag("endfor")
    form.tag("endfor")
    form.tag("if closing")
    form.p("{{ closing }}")
    form.tag("endif")
    form.p(
        "Trên đây là báo cáo của {{ letter.issued_by }} tại {{ conference }}; trân trọng báo cáo./.",
        keep=True,
    )
    form.signature()
    return form


class AnnexForm(Form):
    """A form without heads: the form in force stands beside the data."""

    form = "form"


def weak_places() -> Form:
    """Phụ lục những nội dung còn yếu."""
    form = AnnexForm("Phụ lục những nội dung còn yếu")
    form._page(form.doc.sections[0], wide=True)
    form.p("**Phụ lục**", CENTRE, after=0, keep=True)
    form.p(
        "**NHỮNG NỘI DUNG CÒN YẾU THEO KẾT QUẢ ĐÁNH GIÁ\nMỨC ĐỘ CHÍNH QUYỀN ĐIỆN TỬ NĂM {{ year }}**",
        CENTRE,
        after=0,
        keep=True,
    )
    form.p("__(Kèm theo {{ parent }})__", CENTRE, 13, after=0)
    form.rule(form.doc, after=8)
    form.table(
        ("TT", "Nhóm nội dung", "Số tiêu chí", "Số đơn vị chưa đạt", "Biện pháp khắc phục"),
        (14, 90, 28, 35, 80),
        [
            "for group in groups",
            (
                "",
                (
                    "{{ loop.index|roman }}",
                    "{{ group.title }}",
                    "{{ group.criteria|length }}",
                    "{{ group.units }}",
                    "{{ group.measure }}",
                ),
            ),
            "endfor",
        ],
        (CENTRE, LEFT, CENTRE, CENTRE, LEFT),
    )
    form.tag("if not groups")
    form.p("Không có tiêu chí nào có đơn vị chưa đạt điều kiện.", CENTRE)
    form.tag("endif")
    form.tag("for group in groups")
    form.p("**{{ loop.index|roman }}. {{ group.title|upper }}**", LEFT, before=8, keep=True)
    form.table(
        (
            *("TT", "Tiêu chí", "Cần đạt", "Số đơn vị chưa đạt/được xét", "Trung vị"),
            "Các đơn vị thấp nhất (điểm đạt/tối đa)",
        ),
        (14, 60, 24, 24, 20, 105),
        [
            "for criterion in group.criteria",
            (
                "",
                (
                    "{{ criterion.code }}",
                    "{{ criterion.title }}",
                    "{{ criterion.needs }}",
                    "{{ criterion.count_of }}",
                    "{{ criterion.median }}",
                    "{{ criterion.lowest }}",
                ),
            ),
            "endfor",
        ],
        (LEFT, LEFT, CENTRE, CENTRE, CENTRE, LEFT),
        11,
    )
    form.tag("endfor")
    form.tag("if groups")
    form.p(
        "__Ghi chú: “Cần đạt” là tỷ lệ điểm tối đa của tiêu chí; “Trung vị” tính trên các đơn vị chưa đạt đã "
        "có số liệu; mỗi tiêu chí nêu mười đơn vị thấp nhất, danh sách đầy đủ tại tệp Excel kèm theo.__",
        LEFT,
        11,
    )
    form.tag("endif")
    return form
