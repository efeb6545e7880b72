"""A notice of Tỉnh Mẫu with replies: one answered, one given to a unit, one that waits to be read."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Actor, actor_of
from thangdo.records.people.models import Person
from thangdo.work.announcements import actions
from thangdo.work.announcements.actions import NOTICES
from thangdo.work.announcements.models import Announcement
from thangdo.work.samples.province import PROVINCE, SCHEME

SLUG = "mau-khai-truong-tong-dai"
BODY = """\
Đây là thông báo mẫu để trình diễn phần mềm, không phải thông báo thật.

Từ tháng này, tổng đài phục vụ hành chính công của Tỉnh Mẫu nhận cuộc gọi trong giờ làm việc.

Người dân có thể gửi ý kiến ngay dưới thông báo này; đơn vị được giao trả lời công khai."""

NIGHTS = "Tổng đài có nhận phản ánh ngoài giờ không?"
DESK = "Xã tôi khi nào có bộ phận một cửa?"
CALLS = "Gọi ba lần mới gặp người trực."
ANSWER = "Hiện tổng đài nhận cuộc gọi trong giờ làm việc; ngoài giờ xin gửi qua trang này. (mẫu)"


def seed(cast: dict[str, Person], now: datetime) -> int:
    """Make the sample notice when it is not there; how many were made."""
    if Announcement.objects.filter(slug=SLUG).exists():
        return 0

    def by(login: str, days: int) -> Actor:
        return actor_of(cast[login], now - timedelta(days=days))

    with transaction.atomic():
        title = "Khai trương tổng đài phục vụ hành chính công (thông báo mẫu)"
        draft = actions.Draft((SCHEME, PROVINCE), title, BODY, official=False)
        seen = do(NOTICES, actions.write, by("thu-ky", 21), (SLUG,), draft, seen=0)["sequence"]
        do(NOTICES, actions.publish, by("thu-ky", 20), (SLUG,), seen=seen)
        for days, text in ((15, NIGHTS), (9, DESK), (1, CALLS)):
            actions.receive(SLUG, f"{text} (ý kiến mẫu)", "Người dân mẫu", now - timedelta(days=days))
        do(NOTICES, actions.show, by("thu-ky", 14), (SLUG, 1))
        do(NOTICES, actions.answer, by("thu-ky", 13), (SLUG, 1), actions.Answer(ANSWER))
        do(NOTICES, actions.show, by("thu-ky", 8), (SLUG, 2))
        do(NOTICES, actions.ask, by("thu-ky", 8), (SLUG, 2), actions.Ask((SCHEME, "X007"), 10))
    return 1
