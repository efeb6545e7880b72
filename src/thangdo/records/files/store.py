"""What other rooms use of this one: taking files in, giving them back, and the jobs."""

from thangdo.records.files.jobs import destroy, scan_pending, sweep
from thangdo.records.files.kinds import allowed
from thangdo.records.files.names import clean_name
from thangdo.records.files.receiving import most_bytes, put
from thangdo.records.files.serving import Served, is_whole, open_, serve

__all__ = [
    "Served",
    "allowed",
    "clean_name",
    "destroy",
    "is_whole",
    "most_bytes",
    "open_",
    "put",
    "scan_pending",
    "serve",
    "sweep",
]
