"""What an officer does with directives, one function for each act."""

from thangdo.work.directives.actions.deciding import (
    accept,
    close,
    decide_extension,
    give_back,
    pass_on,
    withdraw,
)
from thangdo.work.directives.actions.drafting import Draft, discard, draft, draft_of, edit
from thangdo.work.directives.actions.figures import import_figures
from thangdo.work.directives.actions.issuing import issue, issue_many
from thangdo.work.directives.actions.reporting import (
    NewProof,
    acknowledge,
    ask_extension,
    report,
    send,
    withdraw_evidence,
)

__all__ = [
    "Draft",
    "NewProof",
    "accept",
    "acknowledge",
    "ask_extension",
    "close",
    "decide_extension",
    "discard",
    "draft",
    "draft_of",
    "edit",
    "give_back",
    "import_figures",
    "issue",
    "issue_many",
    "pass_on",
    "report",
    "send",
    "withdraw",
    "withdraw_evidence",
]
