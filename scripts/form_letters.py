"""The forms of what is sent: the request, the notice, the submission."""

from __future__ import annotations

from docx.shared import Mm
from form_kit import CENTRE, LEFT, RIGHT, Form, annex_head, levels


def request() -> Form:
    """Công văn đề nghị tự đánh giá."""
    form = Form("Công văn đề nghị tự đánh giá")
    form.head(subject=True)
    form.addressees()
    form.p(
        "Thực hiện {{ basis }}; để có cơ sở đánh giá, xếp hạng mức độ chính quyền điện tử năm {{ year }}, {{ "
        "letter.issued_by }} đề nghị các cơ quan, đơn vị, địa phương thực hiện các nội dung sau:"
    )
    form.p("**1. Nội dung**", keep=True)
    form.p(
        "Tự đánh giá theo {{ edition }}, số liệu {{ period }}. Từng tiêu chí ghi rõ số liệu "
        "và gửi kèm tài liệu kiểm chứng; tiêu chí không áp dụng đối với đơn vị thì ghi rõ lý do, không bỏ "
        "trống."
    )
    form.p("**2. Cách thực hiện**", keep=True)
    form.tag("if address")
    form.p(
        "Cập nhật kết quả tự đánh giá và tài liệu kiểm chứng tại địa chỉ {{ address "
        "}}; người đứng đầu cơ quan, đơn vị xác nhận trước khi gửi.{% if annexes %} Biểu mẫu tại Phụ lục kèm "
        "theo Công văn này.{% endif %}"
    )
    form.tag("else")
    form.p(
        "Lập kết quả tự đánh giá theo biểu mẫu tại Phụ lục kèm theo Công văn này, có "
        "xác nhận của người đứng đầu cơ quan, đơn vị, gửi kèm tài liệu kiểm chứng."
    )
    form.tag("endif")
    form.p("**3. Thời hạn**", keep=True)
    form.p(
        "Gửi kết quả {% if appraiser %}về {{ appraiser }} {% endif %}chậm nhất vào **{{ "
        "deadline_in_full }}**{% if working_days %} (thời gian tự đánh giá là {{ working_days }} ngày làm "
        "việc){% endif %}. Sau thời hạn này, danh sách đơn vị chưa gửi kết quả được tổng hợp, báo cáo cấp có "
        "thẩm quyền."
    )
    form.tag("if contact")
    form.p("**4. Đầu mối liên hệ**", keep=True)
    form.p("{{ contact }}.")
    form.tag("endif")
    form.p(
        "{{ letter.issued_by }} đề nghị các cơ quan, đơn vị, địa phương quan tâm, phối hợp thực hiện./.",
        keep=True,
    )
    form.signature()
    form.new_section(wide=True)
    form.tag("for annex in annexes")
    annex_head(
        form,
        "BIỂU MẪU TỰ ĐÁNH GIÁ MỨC ĐỘ CHÍNH QUYỀN ĐIỆN TỬ NĂM {{ year }}",
        "Công văn số {{ letter.number_and_symbol }} {{ letter.long_day }} của {{ letter.issued_by }}",
    )
    form.p(
        "Áp dụng đối với: {{ annex.tier }}. Tên đơn vị: ……………………………………………………………………………………………………",
        LEFT,
        13,
        after=6,
    )
    _answers(form)
    form.tag("if not annex.criteria")
    form.p("__Không có tiêu chí nào áp dụng đối với cấp này.__", CENTRE, 13)
    form.tag("endif")
    form.tag("if annex.measured")
    form.p(
        "__Các tiêu chí do cơ quan thẩm định đo, kiểm tra, đơn vị không ghi: {% for code in annex.measured %}"
        "{{ code }}{% if not loop.last %}, {% endif %}{% endfor %}.__",
        LEFT,
        11,
        after=2,
    )
    form.tag("endif")
    form.p(
        "__Cách ghi: đánh dấu X vào ô ☐ của phương án được chọn; tiêu chí không áp dụng thì ghi “không áp "
        "dụng” và lý do, không bỏ trống.__",
        LEFT,
        11,
        after=2,
        keep=True,
    )
    left, right = form.bare((110, 110))
    form.p("", CENTRE, 13, left, after=0)
    form.p("**NGƯỜI LẬP BIỂU**", CENTRE, 13, left, after=0)
    form.p("__(Ký, ghi rõ họ tên)__", CENTRE, 12, left, after=40)
    form.p("__…………, ngày …… tháng …… năm ……__", CENTRE, 13, right, after=0)
    form.p("**THỦ TRƯỞNG ĐƠN VỊ**", CENTRE, 13, right, after=0)
    form.p("__(Ký, ghi rõ họ tên, đóng dấu)__", CENTRE, 12, right, after=40)
    form.new_section()
    form.tag("endfor")
    return form


def _answers(form: Form) -> None:
    """The table to be filled in: a row for each thing asked, the criterion's own cells over all of them."""
    heading = ("**{{ row.code }}**", "**{{ row.title }}**", "", "", "", "**{{ row.maximum }}**", "", "")
    once = "{{% vm %}}{{{{ row.{} }}}}".format
    form.table(
        (
            *("TT", "Tiêu chí", "Số liệu, nội dung phải ghi", "Đơn vị tính", "Số liệu tự đánh giá"),
            *("Điểm tối đa", "Điểm tự chấm", "Tài liệu kiểm chứng"),
        ),
        (13, 46, 57, 17, 51, 12, 14, 37),
        [
            "for row in annex.criteria",
            "if row.heading",
            ("over", heading),
            "elif not row.asks",
            (
                "",
                (
                    "{{ row.code }}",
                    "{{ row.title }}",
                    "",
                    "",
                    "",
                    "{{ row.maximum }}",
                    "",
                    "{{ row.evidence }}",
                ),
            ),
            "else",
            "for one in row.asks",
            (
                "merged",
                (
                    once("code"),
                    once("title"),
                    "{{ one.title }}",
                    "{{ one.unit }}",
                    "",
                    once("maximum"),
                    "{% vm %}",
                    once("evidence"),
                ),
            ),
            "endfor",
            "endif",
            "endfor",
            ("", ("", "**Tổng điểm tự chấm**", "", "", "", "", "", "")),
        ],
        (LEFT, LEFT, LEFT, CENTRE, LEFT, CENTRE, CENTRE, LEFT),
        11,
    )
    cell = next(
        row.cells[4] for row in form.doc.tables[-1].rows if "one.title" in row.cells[2].paragraphs[0].text
    )
    cell.paragraphs[0]._p.getparent().remove(cell.paragraphs[0]._p)
    form.tag("if one.elsewhere", cell)
    form.p("__Ghi tại tiêu chí {{ one.elsewhere }}__", LEFT, 11, cell, before=1, after=1)
    form.tag("else", cell)
    form.tag("if one.several", cell)
    form.p("__Đánh dấu mọi nội dung có:__", LEFT, 10, cell, before=1, after=0)
    form.tag("endif", cell)
    form.tag("for line in one.boxes", cell)
    form.p("{{ line }}", LEFT, 11, cell, after=1).paragraph_format.left_indent = Mm(0)
    form.tag("endfor", cell)
    form.tag("endif", cell)


def notice() -> Form:
    """Công văn thông báo kết quả: an official letter, for it goes to one unit."""
    form = Form("Công văn thông báo kết quả đánh giá")
    form.head(subject=True)
    form.addressees()
    form.p(
        "{% if decision %}Căn cứ {{ decision }}, {% endif %}{{ letter.issued_by }} thông báo kết quả đánh "
        "giá mức độ chính quyền điện tử năm {{ year }} của {{ unit }} như sau:"
    )
    form.p("**1. Kết quả**", keep=True, before=4)
    form.table(
        (
            "Điểm{% if maximum %} (tối đa {{ maximum }}){% endif %}",
            "Mức độ",
            "Hạng trong {{ among }} đơn vị được xếp hạng{% if of_tier %} ({{ tier }}: {{ of_tier }} đơn vị)"
            "{% endif %}",
        ),
        (48, 48, 64),
        [
            (
                "",
                (
                    "**{{ score_or_dash }}**",
                    "**{{ level_or_unranked }}**",
                    "**{% if rank %}{{ rank }}{% else %}–{% endif %}**",
                ),
            )
        ],
        (CENTRE, CENTRE, CENTRE),
        13,
    )
    form.tag("if not returned")
    form.p(
        "{{ unit }} không gửi kết quả tự đánh giá trong thời hạn{% if written_off %} ({{ written_off }})"
        "{% endif %}; vì vậy không được chấm điểm, không xếp mức, không xếp hạng và không so sánh "
        "với kỳ trước."
    )
    form.tag("endif")
    form.tag("if reason")
    form.p("Lý do không xếp hạng: {{ reason_sentence }}")
    form.tag("endif")
    form.tag("if considered")
    form.p("Điểm được quy đổi vì có nội dung không áp dụng hoặc chưa đo được: {{ considered }}.")
    form.tag("endif")
    form.tag("if returned")
    form.p("**2. Nội dung được điều chỉnh khi thẩm định**", keep=True, before=4)
    form.tag("if not amended")
    form.p("Không có nội dung nào được điều chỉnh; kết quả tự đánh giá được giữ nguyên.")
    form.tag("endif")
    form.tag("if amended")
    form.table(
        (
            "Mã",
            "Nội dung tiêu chí",
            "Số liệu tự đánh giá",
            "Số liệu thẩm định",
            "Điểm tự chấm",
            "Điểm thẩm định",
            "Lý do điều chỉnh",
        ),
        (13, 38, 21, 21, 17, 17, 33),
        [
            "for row in amended",
            (
                "",
                (
                    "{{ row.code }}",
                    "{{ row.title }}",
                    "{{ row.declared }}",
                    "{{ row.appraised }}",
                    "{{ row.before_or_dash }}",
                    "{{ row.after_or_dash }}",
                    "{{ row.reason }}",
                ),
            ),
            "endfor",
        ],
        (LEFT, LEFT, CENTRE, CENTRE, RIGHT, RIGHT, LEFT),
        11,
    )
    form.tag("endif")
    form.p("**3. Giải trình, đề nghị xem xét lại**", keep=True, before=4)
    form.tag("if objection_until")
    form.p(
        "Trường hợp không thống nhất với nội dung được điều chỉnh, đề nghị {{ unit }} gửi giải trình, đề "
        "nghị xem xét lại kèm tài liệu kiểm chứng chậm nhất vào **{{ objection_until_in_full }}**{% if "
        "objection_days %} ({{ objection_days }} ngày làm việc){% endif %}{% if objection_how %}; cách gửi: "
        "{{ objection_how }}{% endif %}. Sau thời hạn trên, kết quả thẩm định được giữ nguyên."
    )
    form.tag("else")
    form.p("Thời hạn đề nghị xem xét lại đã kết thúc.")
    form.tag("endif")
    form.tag("endif")
    form.p("{{ letter.issued_by }} thông báo để {{ unit }} biết, thực hiện./.", keep=True)
    form.signature()
    return form


def submission() -> Form:
    """Tờ trình."""
    form = Form("Tờ trình phê duyệt kết quả")
    form.head()
    form.name("TỜ TRÌNH")
    form.addressees()
    form.grounds()
    form.p(
        "Thực hiện {{ basis }}; {{ letter.issued_by }} kính trình kết quả đánh giá, xếp hạng mức độ chính "
        "quyền điện tử năm {{ year }} theo {{ edition }} như sau:"
    )
    form.p("**1. Quá trình thực hiện**", keep=True, before=4)
    form.each("paragraphs", "{{ line }}")
    form.p("**2. Kết quả đánh giá, xếp hạng**", keep=True, before=4)
    levels(form)
    form.p("**3. Đề nghị**", keep=True, before=4)
    form.each("requests", "{{ line }}")
    form.tag("if enclosures")
    form.p(
        "__(Gửi kèm theo: {% for line in enclosures %}{{ line }}{% if not loop.last %}; {% endif %}{% "
        "endfor %})__",
    )
    form.tag("endif")
    form.p(
        "{{ letter.issued_by }} kính trình {% if letter.one_addressee %}{{ letter.one_addressee }}"
        "{% else %}cấp có thẩm quyền{% endif %} xem xét, quyết định./.",
        keep=True,
    )
    form.signature()
    return form
