"""The notice of 3 July 2019 as a public notice: its title, day and views as published."""

from __future__ import annotations

from datetime import date, datetime

from thangdo.records.acts.frame import do
from thangdo.records.units.models import Unit
from thangdo.work.announcements.actions import NOTICES, Draft, publish, write
from thangdo.work.announcements.models import Announcement
from thangdo.work.reproductions import directives_2019
from thangdo.work.reproductions.acting import recorder

SLUG = "hoi-nghi-truc-tuyen-03-07-2019"
VIEWS = 17  # "Lượt xem: 17", as the article was read
BODY = """\
Thông tin tóm tắt theo bài đăng ngày 03/7/2019, 17:07:34.

Hội nghị do Chủ tịch UBND tỉnh chủ trì, có 17 điểm cầu cấp huyện; công bố kết quả đánh giá mức độ chính \
quyền điện tử lần đầu của tỉnh và kết quả các chỉ số cải cách hành chính, sau đó kết luận, giao nhiệm vụ.

Kết quả, nội dung hội nghị và từng nhiệm vụ với nguyên văn câu giao nhiệm vụ có tại các trang Kết quả, Hội \
nghị và Ý kiến chỉ đạo."""


def load() -> int:
    """Record the notice when it is not there; how many were recorded."""
    if Announcement.objects.filter(slug=SLUG).exists():
        return 0
    data = directives_2019.source()
    scheme, _, code = str(data["authority"]).partition(":")
    unit = Unit.objects.filter(scheme=scheme, code=code).first()
    if unit is None:
        return 0
    actor = recorder(unit, datetime.fromisoformat(str(data["at"])))
    draft = Draft(
        (scheme, code),
        str(data["source"]["title"]),
        BODY,
        dated=date(2019, 7, 3),
        views_before=VIEWS,
        replies_open=False,
    )
    written = do(NOTICES, write, actor, (SLUG,), draft, seen=0)
    do(NOTICES, publish, actor, (SLUG,), seen=written["sequence"])
    return 1
