"""`thangdo seed`: a sample province with a campaign at mid-appraisal, for a demonstration."""

from __future__ import annotations

import io

from thangdo.faces.cli.common import Language, Tongue, django_ready, said, say, stop
from thangdo.faces.cli.loading import shown_progress


def seed(language: Language = Tongue.vi) -> None:
    """Make the sample province of a demonstration (THANGDO_DEMO=1): units, people, a campaign.

    Nothing is made where it is there already.
    """
    django_ready()
    from django.conf import settings
    from django.utils import timezone

    from thangdo.records.files.receiving import put
    from thangdo.records.people.acting import Actor
    from thangdo.work import samples
    from thangdo.work.samples import campaign, house

    if not settings.DEMO:
        stop(
            said(
                "Dữ liệu mẫu chỉ dùng cho bản trình diễn: đặt THANGDO_DEMO=1 rồi chạy lại.",
                "Sample data are for a demonstration only: set THANGDO_DEMO=1 and run it again.",
            )
        )

    def keep(name: str, content: str, actor: Actor) -> str:
        return put(io.BytesIO(content.encode()), name, "text/csv", actor.by()).sha256

    with shown_progress() as progress:
        made = campaign.seed(timezone.now(), keep, progress)
    samples.more(timezone.now())
    house.say(timezone.now())
    house.administer(timezone.now())
    say(
        said(
            "Đã tạo Tỉnh Mẫu: 20 sở, 17 huyện, 222 xã và một đợt đánh giá đang thẩm định."
            if made
            else "Tỉnh Mẫu đã có sẵn.",
            "Sample Province is made: 20 departments, 17 districts, 222 communes, a campaign."
            if made
            else "Sample Province is there already.",
        )
    )
