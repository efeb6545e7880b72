"""Static files under names that hold their hash, so that browsers may keep them for ever.

They are collected into THANGDO_DATA when the server starts and the sources have changed: no step by hand.
"""

import fcntl
import hashlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

STAMP = ".collected"
UNUSED = ["django_htmx"]  # its copies of htmx: ours comes from npm


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Also rewrites `import … from "./vega.js"` in our own modules to the hashed name."""

    support_js_module_import_aggregation = True


def sources() -> str:
    """The hash of every static file's name, size and date: what the last collection is compared with."""
    out = hashlib.sha256(Path(__file__).read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = os.stat(storage.path(name))
            out.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return out.hexdigest()


def collect() -> bool:
    """Bring STATIC_ROOT up to date; says whether there was anything to do. Safe with several processes."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    stamp = root / STAMP
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = sources()
        if stamp.exists() and stamp.read_text() == wanted:
            _read_again()
            return False
        call_command("collectstatic", interactive=False, ignore_patterns=UNUSED, verbosity=0)
        stamp.write_text(wanted)
        return True


def _read_again() -> None:
    """Another process has collected: the names that this one read before, or did not find, count no more."""
    hashed: Any = staticfiles_storage
    hashed.hashed_files, hashed.manifest_hash = hashed.load_manifest()
