"""Makes the Word forms of official documents anew: src/thangdo/library/forms/*.docx.

The forms in the library are the source from then on: an office edits them in Word.
Run this only to begin again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from form_kit import Form
from form_letters import notice, request, submission
from form_meetings import conclusions, invitation, minutes
from form_plans import plan, roadmap
from form_results import conference, decision, report, weak_places

LIBRARY = Path(__file__).resolve().parents[1] / "src" / "thangdo" / "library" / "forms"
FORMS: dict[str, Callable[[], Form]] = {
    "request": request,
    "report": report,
    "submission": submission,
    "decision": decision,
    "notice": notice,
    "conference": conference,
    "weak-places": weak_places,
    "invitation": invitation,
    "minutes": minutes,
    "conclusions": conclusions,
    "plan": plan,
    "roadmap": roadmap,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or FORMS:
        (LIBRARY / f"{name}.docx").write_bytes(FORMS[name]().content())
        print(f"{name}.docx")
