"""Reading directives, already limited to what the asker may see."""

from thangdo.work.directives.queries.assignments_of_unit import Owed, owed_by
from thangdo.work.directives.queries.counting import Counts, counts, may_count
from thangdo.work.directives.queries.figures import Known, figures_of
from thangdo.work.directives.queries.listing import Filters, Listing, listing
from thangdo.work.directives.queries.one import ON_PART, Detail, PartDetail, Preview, one, part, preview
from thangdo.work.directives.queries.overview import Chairman, chairman, overdue
from thangdo.work.directives.queries.tasks import Tasks, tasks

__all__ = [
    "ON_PART",
    "Chairman",
    "Counts",
    "Detail",
    "Filters",
    "Known",
    "Listing",
    "Owed",
    "PartDetail",
    "Preview",
    "Tasks",
    "chairman",
    "counts",
    "figures_of",
    "listing",
    "may_count",
    "one",
    "overdue",
    "owed_by",
    "part",
    "preview",
    "tasks",
]
