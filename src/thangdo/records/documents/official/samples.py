"""Sample data of each kind of document, of a province that does not exist: to try templates with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from thangdo.records.documents.official import decisions as d
from thangdo.records.documents.official import reports as r
from thangdo.records.documents.official import requests as q
from thangdo.records.documents.official.letter import Letter, Signature

EDITION = "Bộ tiêu chí mức độ chính quyền điện tử các cấp tỉnh Mẫu (bản mẫu)"
BASIS = (
    "Quyết định số 00/QĐ-UBND ngày 02 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh Mẫu ban hành Bộ tiêu chí "
    "mức độ chính quyền điện tử các cấp"
)
PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="120">'
    b'<rect width="600" height="120" fill="#fff"/>'
    b'<rect x="20" y="40" width="420" height="40" fill="#2475a3"/></svg>'
)
LEVELS = (
    r.TierLevels("Sở, ban, ngành", 2, 8, 5, 2, 3),
    r.TierLevels("Ủy ban nhân dân cấp xã", 26, 9, 3, 1, 96),
)


def _letter(symbol: str, abstract: str, addressees: tuple[str, ...], chairman: bool = False) -> Letter:
    if chairman:
        signed = Signature((), "CHỦ TỊCH")
        return Letter(
            superior="",
            issuer="ỦY BAN NHÂN DÂN TỈNH MẪU",
            issued_by="Chủ tịch Ủy ban nhân dân tỉnh Mẫu",
            symbol=symbol,
            place="Tỉnh Mẫu",
            abstract=abstract,
            signature=signed,
            day=date(2026, 7, 3),
            grounds=(
                "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
                f"Căn cứ {BASIS}",
            ),
            proposer=(
                "Giám đốc Sở Khoa học và Công nghệ tại Tờ trình số 00/TTr-SKHCN ngày 01 tháng 7 năm 2026"
            ),
            recipients=("Như Điều 3", "Chủ tịch, các Phó Chủ tịch UBND tỉnh", "Lưu: VT, KGVX"),
        )
    return Letter(
        superior="UBND TỈNH MẪU",
        issuer="SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        issued_by="Sở Khoa học và Công nghệ",
        symbol=symbol,
        place="Tỉnh Mẫu",
        abstract=abstract,
        signature=Signature(("KT. GIÁM ĐỐC",), "PHÓ GIÁM ĐỐC"),
        number="7",
        day=date(2026, 2, 9),
        addressees=addressees,
        recipients=("Như trên", "UBND tỉnh (b/c)", "Lưu: VT, CĐS"),
    )


def request() -> q.RequestData:
    """A request to all units, with the form of one tier."""
    return q.RequestData(
        letter=_letter(
            "SKHCN-CĐS",
            "tự đánh giá mức độ chính quyền điện tử năm 2025",
            ("Các sở, ban, ngành thuộc tỉnh", "Ủy ban nhân dân các xã, phường, đặc khu"),
        ),
        year="2025",
        edition=EDITION,
        basis=BASIS,
        period="từ ngày 01/01/2025 đến ngày 31/12/2025",
        deadline=date(2026, 3, 9),
        working_days=15,
        appraiser="Sở Khoa học và Công nghệ",
        address="https://danhgia.tinhmau.example",
        contact="Phòng Chuyển đổi số, Sở Khoa học và Công nghệ",
        annexes=(
            q.FormAnnex(
                "Sở, ban, ngành",
                (
                    q.Criterion("A", "Điều kiện sẵn sàng", Decimal(40), heading=True),
                    q.Criterion(
                        "A1",
                        "Tỷ lệ cán bộ, công chức được trang bị máy tính",
                        Decimal(10),
                        "%",
                        "Danh sách tài sản",
                        asks=(
                            q.Line("Số cán bộ, công chức được trang bị máy tính", "người"),
                            q.Line("Số cán bộ, công chức có mặt ngày 31/12/2025", "người"),
                        ),
                    ),
                    q.Criterion(
                        "A2",
                        "Chữ ký số của người đứng đầu",
                        Decimal(5),
                        asks=(
                            q.Line(
                                "Chữ ký số của người đứng đầu",
                                choices=("Đã cấp và đang dùng", "Đã cấp, chưa dùng", "Chưa cấp"),
                            ),
                        ),
                    ),
                    q.Criterion(
                        "A3",
                        "Quy chế nội bộ còn hiệu lực",
                        Decimal(3),
                        asks=(
                            q.Line(
                                "Quy chế nội bộ còn hiệu lực",
                                choices=("Văn bản điện tử", "Thư điện tử công vụ"),
                                several=True,
                            ),
                            q.Line("Số cán bộ, công chức có mặt ngày 31/12/2025", "người", elsewhere="A1"),
                        ),
                    ),
                ),
                ("A4", "B1"),
            ),
        ),
    )


def report() -> r.ReportData:
    """An appraisal with two appraisers on a sample."""
    return r.ReportData(
        letter=_letter(
            "BC-SKHCN",
            "Kết quả thẩm định mức độ chính quyền điện tử năm 2025",
            ("Ủy ban nhân dân tỉnh",),
        ),
        year="2025",
        edition=EDITION,
        basis=BASIS,
        returns=(
            r.TierReturn("Sở, ban, ngành", 20, 18, 2),
            r.TierReturn("Ủy ban nhân dân cấp xã", 135, 104, 29),
        ),
        amended=(
            r.TierAmended("Sở, ban, ngành", 1200, 1100, 80, 20),
            r.TierAmended("Ủy ban nhân dân cấp xã", 1020, 900, 100, 15, 5),
        ),
        levels=LEVELS,
        not_returned=(r.NotReturned("Ủy ban nhân dân xã Mẫu 1", "Cấp xã", "Đang thay đổi đầu mối"),),
        agreement=r.Agreement(26, 1300, 1235, Decimal("0.87"), Decimal("0.86")),
        objections=r.Objections(12, 5, 3, 4),
        remarks=("Điều kiện sẵn sàng ở cấp xã còn thấp so với khối sở, ban, ngành.",),
        proposals=("Phê duyệt kết quả đánh giá, xếp hạng.", "Giao các đơn vị xây dựng kế hoạch khắc phục."),
    )


def submission() -> r.SubmissionData:
    """A submission of the results."""
    return r.SubmissionData(
        letter=_letter(
            "TTr-SKHCN",
            "Về việc phê duyệt kết quả đánh giá, xếp hạng mức độ chính quyền điện tử năm 2025",
            ("Chủ tịch Ủy ban nhân dân tỉnh",),
        ),
        year="2025",
        edition=EDITION,
        basis=BASIS,
        levels=LEVELS,
        paragraphs=("Việc tự đánh giá, thẩm định được thực hiện đúng thời gian, có ý kiến của hội đồng.",),
        requests=("Xem xét, ký ban hành Quyết định phê duyệt kết quả (dự thảo kèm theo).",),
        enclosures=("dự thảo Quyết định", "Báo cáo kết quả thẩm định"),
    )


def decision() -> d.DecisionData:
    """A decision with the annexes of two tiers."""
    return d.DecisionData(
        letter=_letter(
            "QĐ-UBND",
            "Phê duyệt kết quả đánh giá, xếp hạng mức độ chính quyền điện tử các cấp trên địa bàn tỉnh Mẫu "
            "năm 2025",
            (),
            chairman=True,
        ),
        authority="CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MẪU",
        year="2025",
        scope="các cấp trên địa bàn tỉnh Mẫu",
        levels=LEVELS,
        appraiser="Sở Khoa học và Công nghệ",
        responsible=(
            "Chánh Văn phòng Ủy ban nhân dân tỉnh; Giám đốc Sở Khoa học và Công nghệ; Thủ trưởng các sở, "
            "ban, ngành; Chủ tịch Ủy ban nhân dân cấp xã"
        ),
        tasks=("Các đơn vị chưa đạt mức I xây dựng kế hoạch khắc phục trước ngày 31/8/2026.",),
        annexes=(
            d.RankAnnex(
                "Sở, ban, ngành",
                (
                    d.RankRow("1", "Sở Mẫu 1", Decimal("92.40"), "IV"),
                    d.RankRow("", "Sở Mẫu 2", Decimal("41.25"), "", "Điều kiện sẵn sàng đạt 45%, cần 50%"),
                ),
            ),
            d.RankAnnex(
                "Ủy ban nhân dân cấp xã",
                (d.RankRow("1", "Ủy ban nhân dân xã Mẫu 1", Decimal("71.10"), "II"),),
            ),
        ),
    )


def notice() -> q.NoticeData:
    """A notice to a unit with one amended criterion."""
    return q.NoticeData(
        letter=_letter(
            "SKHCN-CĐS",
            "thông báo kết quả đánh giá mức độ chính quyền điện tử năm 2025 của Sở Mẫu 2",
            ("Sở Mẫu 2",),
        ),
        unit="Sở Mẫu 2",
        year="2025",
        score=Decimal("41.25"),
        maximum=Decimal(100),
        level="",
        rank="",
        among=20,
        tier="sở, ban, ngành",
        reason="Điều kiện sẵn sàng đạt 45%, cần ít nhất 50%.",
        amended=(
            q.AmendedAnswer(
                "A1",
                "Tỷ lệ cán bộ, công chức được trang bị máy tính",
                "100%",
                "80%",
                "Danh sách tài sản chỉ có 40 máy tính cho 50 người",
                Decimal("10.00"),
                Decimal("8.00"),
            ),
        ),
        objection_until=date(2026, 6, 2),
        objection_days=10,
        objection_how="trên hệ thống đánh giá",
    )


def conference() -> r.ConferenceData:
    """A report of one part, with a table and a chart."""
    return r.ConferenceData(
        letter=_letter("BC-SKHCN", "Kết quả đánh giá mức độ chính quyền điện tử năm 2025", ()),
        year="2025",
        conference="Hội nghị trực tuyến đánh giá mức độ chính quyền điện tử năm 2025",
        opening=("Kính thưa các đồng chí, Sở Khoa học và Công nghệ báo cáo kết quả như sau.",),
        parts=(
            r.Part(
                "Kết quả chung",
                ("Khối sở, ban, ngành có 2 đơn vị đạt mức IV (10%).",),
                (
                    r.Table(
                        "Bảng 1. Kết quả theo cấp",
                        ("Cấp", "Số đơn vị", "Mức IV"),
                        (("Sở, ban, ngành", "20", "2"), ("Ủy ban nhân dân cấp xã", "135", "1")),
                        numeric=(1, 2),
                    ),
                ),
                (r.Picture("Hình 1. Mức độ theo cấp", PICTURE, "Nguồn: kết quả đánh giá năm 2025"),),
            ),
        ),
    )


def weak_places() -> d.WeakData:
    """An annex of one group."""
    return d.WeakData(
        year="2025",
        day=date(2026, 8, 10),
        parent="Kế hoạch số 00/KH-UBND ngày 10 tháng 8 năm 2026 của Ủy ban nhân dân tỉnh Mẫu",
        groups=(
            d.WeakGroup(
                "Nhân lực CNTT",
                (
                    d.WeakCriterion(
                        "A1.1",
                        "Có cán bộ phụ trách công nghệ thông tin",
                        "50% điểm tối đa",
                        (
                            d.WeakUnit("UBND xã Mẫu 2", "UBND cấp xã"),
                            d.WeakUnit(
                                "UBND xã Mẫu 1",
                                "UBND cấp xã",
                                Decimal("0.14"),
                                Decimal("2.5"),
                                Decimal("5.7"),
                            ),
                        ),
                        222,
                    ),
                ),
                "Bồi dưỡng kỹ năng số",
            ),
        ),
    )
