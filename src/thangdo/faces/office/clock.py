"""The moment at which officers act: the same for all faces (`look/clock.py`)."""

from thangdo.faces.look.clock import days_on as days_on
from thangdo.faces.look.clock import move_on as move_on
from thangdo.faces.look.clock import now as now
