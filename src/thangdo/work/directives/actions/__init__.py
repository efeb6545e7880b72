"""What an officer does with directives, one function for each act."""

from thangdo.work.directives.actions.drafting import Draft, discard, draft, edit
from thangdo.work.directives.actions.issuing import issue, issue_many

__all__ = ["Draft", "discard", "draft", "edit", "issue", "issue_many"]
