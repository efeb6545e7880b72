"""What can be done with a conference: by whom, where the office is held, in which states."""

from __future__ import annotations

from thangdo.records.acts.declared import Act, At, Work, table
from thangdo.records.people.models import Role
from thangdo.work.conferences.actions.meeting import (
    AgendaRun,
    Attended,
    Chair,
    Floor,
    GuestMarked,
    Order,
    PresentListed,
    RollCalled,
    Signature,
    Subject,
    WhyPerhaps,
    Withdrawn,
    ask_to_speak,
    attend,
    call_roll,
    close,
    give_floor,
    list_present,
    mark_guest,
    open,
    order_speakers,
    run_agenda,
    sign_conclusions,
    sign_minutes,
    take_chair,
    withdraw_request,
)
from thangdo.work.conferences.actions.planning import (
    Check,
    Invitation,
    Item,
    Plan,
    Room,
    Sites,
    Why,
    cancel,
    check_site,
    describe_site,
    invite_sites,
    plan,
    put_agenda,
    put_guest,
    strike_site,
)
from thangdo.work.conferences.actions.subject import Meeting, bar, find, unchanged
from thangdo.work.conferences.actions.writing import (
    Answer,
    Attachment,
    Question,
    Remark,
    Shown,
    Written,
    answer,
    ask_answer,
    attach,
    publish_answer,
    take_remark,
    write_minute,
)
from thangdo.work.conferences.states import DESK, SITE
from thangdo.work.conferences.states import Conference as State

P, O, C, D = State.PLANNED, State.OPEN, State.CLOSED, State.CONCLUDED  # noqa: E741
AT_DESK = (At("authority", DESK),)
#: at the site itself, in the main hall (of no site), or the secretary for it
AT_SITE = (At("site", SITE), At("hall", SITE), At("authority", DESK))
HEADS = (At("authority", (Role.HEAD,)),)


def _in(*states: State) -> dict[str, tuple[str, ...]]:
    return {"conference": states}


ACTS = table(
    # before
    Act(plan, AT_DESK, {"conference": ("", P)}, Plan, makes="conference-taken"),
    Act(cancel, AT_DESK, _in(P), Why),
    Act(invite_sites, AT_DESK, _in(P, O), Sites),
    Act(strike_site, AT_DESK, _in(P)),
    Act(put_guest, AT_DESK, _in(P, O), Invitation),
    Act(put_agenda, AT_DESK, _in(P, O), Item),
    Act(describe_site, AT_SITE, _in(P, O), Room),
    Act(check_site, AT_SITE, _in(P, O), Check),
    # during
    Act(open, AT_DESK, _in(P), WhyPerhaps),
    Act(call_roll, AT_SITE, _in(P, O), RollCalled),
    Act(list_present, AT_SITE, _in(P, O), PresentListed),
    Act(mark_guest, AT_DESK, _in(P, O), GuestMarked),
    Act(attend, AT_DESK, _in(P, O, C), Attended),
    Act(run_agenda, AT_DESK, _in(O), AgendaRun),
    Act(ask_to_speak, AT_SITE, _in(O), Subject),
    Act(give_floor, AT_DESK, _in(O), Floor),
    Act(order_speakers, AT_DESK, _in(O), Order),
    Act(withdraw_request, AT_SITE, _in(O), Withdrawn),
    Act(take_chair, HEADS, _in(P, O, C), Chair),
    Act(take_remark, AT_DESK, _in(O, C), Remark),
    Act(write_minute, AT_DESK, _in(O, C), Written),
    Act(close, AT_DESK, _in(O)),
    # after
    Act(attach, AT_DESK, _in(O, C, D), Attachment),
    Act(ask_answer, AT_DESK, _in(O, C, D), Question),
    Act(answer, (At("asked", SITE),), _in(O, C, D), Answer),
    Act(publish_answer, AT_DESK, _in(C, D), Shown),
    Act(sign_minutes, HEADS, _in(C, D), Signature),
    Act(sign_conclusions, HEADS, _in(C), Signature),
)
CONFERENCES: Work[Meeting] = Work(
    "conference", ACTS, find, where=("slug", "of"), system=True, bar=bar, unchanged=unchanged
)
