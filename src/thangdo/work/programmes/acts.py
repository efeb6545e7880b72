"""Who does what with a programme and with a unit's part of it, in which states, with which input."""

from __future__ import annotations

from thangdo.records.acts.declared import Act, At, Work, table
from thangdo.work.programmes.actions import parts, programmes
from thangdo.work.programmes.actions.common import PART, Why, find
from thangdo.work.programmes.states import LEADS, UNIT
from thangdo.work.programmes.states import Part as Of
from thangdo.work.programmes.states import Programme as P

LEAD = (At("authority", LEADS),)
#: a unit's part is kept by the unit, by the unit that leads the programme, or by the authority
KEEPERS = (At("carrier", UNIT), *parts.CHECKERS)
RUNS = {"programme": (P.RUNNING,)}
TAKES_PART = {**RUNS, PART: (Of.ACTIVE,)}
TAKEN = "programme-slug-taken"
ACTS = table(
    # a unit's part
    Act(parts.set_values, KEEPERS, TAKES_PART, parts.Values),
    Act(parts.reach, KEEPERS, TAKES_PART, parts.Reach),
    Act(parts.undo, KEEPERS, TAKES_PART, parts.Undo),
    Act(parts.cost, KEEPERS, TAKES_PART, parts.Cost),
    Act(parts.count, KEEPERS, TAKES_PART, parts.Count),
    Act(parts.member, KEEPERS, TAKES_PART, parts.Member),
    Act(parts.left, KEEPERS, TAKES_PART, parts.Left),
    Act(parts.check, parts.CHECKERS, TAKES_PART, parts.Check),
    Act(parts.drop, LEAD, TAKES_PART, Why),
    Act(parts.restore, LEAD, {**RUNS, PART: (Of.DROPPED,)}),
    Act(parts.pass_to, LEAD, TAKES_PART, parts.PassTo),
    # the programme
    Act(programmes.begin, LEAD, {}, programmes.Plan, makes=TAKEN),
    Act(programmes.begin_from, LEAD, {}, programmes.FromDirective, makes=TAKEN),
    Act(programmes.change, LEAD, RUNS, programmes.Plan),
    Act(programmes.add, LEAD, RUNS, programmes.Scope),
    Act(programmes.take_over, LEAD, RUNS, programmes.TakeOver),
    Act(programmes.close, LEAD, RUNS, programmes.Close),
    Act(programmes.cancel, LEAD, RUNS, Why),
    Act(programmes.reopen, LEAD, {"programme": (P.CLOSED,)}, Why),
)
PROGRAMMES = Work("programme", ACTS, find, where=("slug", "unit"))
