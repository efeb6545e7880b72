"""A register of outgoing papers of Tỉnh Mẫu: a letter, a plan, an invitation, conclusions, one cancelled."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from thangdo.records.acts.frame import do
from thangdo.records.people.acting import LOCAL, actor_of
from thangdo.records.people.models import Person
from thangdo.work.papers import actions
from thangdo.work.papers.actions import PAPERS, Entry
from thangdo.work.papers.models import Book
from thangdo.work.samples.campaign import SLUG
from thangdo.work.samples.conferences import HELD, NEXT
from thangdo.work.samples.province import PROVINCE, SCHEME

START = "mau-so-van-ban-di"
SIGNER = "Bùi Văn Mẫu Mười"
#: days before today, kind, what it is about, drafting unit, who gets it, what it was drawn from
ENTRIES = (
    (
        58,
        "letter",
        "Đề nghị tự đánh giá (văn bản mẫu)",
        "KGVX",
        "Các sở, ban, ngành mẫu",
        f"campaign:{SLUG}:request",
    ),
    (
        51,
        "notice",
        "Kết luận tại hội nghị mẫu (văn bản mẫu)",
        "TH",
        "Các đơn vị mẫu",
        f"conference:{HELD}:conclusions",
    ),
    (40, "plan", "Khắc phục nội dung còn yếu (văn bản mẫu)", "KGVX", "Các xã mẫu", ""),
    (12, "letter", "Gửi nhầm nơi nhận, đã hủy (văn bản mẫu)", "TH", "Sở Mẫu 02", ""),
    (
        5,
        "invitation",
        "Dự hội nghị mẫu (văn bản mẫu)",
        "TH",
        "Các điểm cầu mẫu",
        f"conference:{NEXT}:invitation",
    ),
)
CANCELLED = 4


def seed(cast: dict[str, Person], now: datetime) -> int:
    """Make the sample register of this year when it is not there; how many were made."""
    today = now.astimezone(LOCAL).date()
    slug, first = f"{START}-{today.year}", date(today.year, 1, 1)
    if Book.objects.filter(slug=slug).exists():
        return 0
    clerk = actor_of(cast["thu-ky"], now)
    title = f"Sổ đăng ký văn bản đi năm {today.year} (dữ liệu mẫu)"
    with transaction.atomic():
        do(
            PAPERS,
            actions.begin,
            clerk,
            (slug,),
            actions.Opening((SCHEME, PROVINCE), title, today.year),
            seen=0,
        )
        for days, kind, about, drafter, recipients, source in ENTRIES:
            entry = Entry(
                kind,
                about,
                max(today - timedelta(days=days), first),
                drafter,
                signer=SIGNER,
                recipients=recipients,
                basis="Quyết định số 00/QĐ-UBND (văn bản mẫu)",
                note="Văn bản mẫu của bản trình diễn",
                source=source,
            )
            do(PAPERS, actions.issue, clerk, (slug,), entry)
        do(PAPERS, actions.void, clerk, (slug, CANCELLED), actions.Why("Gửi nhầm nơi nhận (mẫu)"))
    return 1
