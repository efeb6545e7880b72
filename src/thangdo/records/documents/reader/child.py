"""The process in which a file is read: it bounds itself, reads from its input, and says what it found.

Started by `bounded` as `python -m thangdo.records.documents.reader.child TASK`; each line that it says is
JSON, the last of them {"end": true} or {"refused": code, "facts": {…}}.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from typing import Any

MEMORY = 512_000_000  # bytes of addresses
SECONDS = 20  # of a processor
SAID = 400_000_000  # bytes


def main(task: str) -> None:
    """Bound this process, then do the task."""
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, SAID),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # where a system knows no such bound
            resource.setrlimit(what, (most, most))
    out = sys.stdout.buffer

    def say(what: Any) -> None:
        out.write(
            json.dumps(what, ensure_ascii=False, separators=(",", ":"), check_circular=False).encode(
                "utf-8", "surrogatepass"
            )
        )
        out.write(b"\n")

    from thangdo.records.documents.reader.packages import DAMAGED, NotRead

    try:
        content = sys.stdin.buffer.read()
        if task == "workbook":
            from thangdo.records.documents.reader import sheets

            sheets.tell(content, say)
        elif task == "word":
            from thangdo.records.documents.reader import word_parts

            word_parts.tell(content, say)
        elif task == "signatures":
            from thangdo.records.documents.signing import checked

            checked.tell(content, say)
        elif task in ("paper", "returned"):
            from thangdo.records.documents.signing import matching

            (matching.tell_paper if task == "paper" else matching.tell)(content, say)
        else:
            from thangdo.records.documents.official import kinds

            kinds.tell(content, say)
        say({"end": True})
    except NotRead as refused:
        say({"refused": refused.code, "facts": refused.facts})
    except MemoryError:
        say({"refused": "too-large", "facts": {}})
    except DAMAGED:
        say({"refused": "damaged", "facts": {}})
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1])
