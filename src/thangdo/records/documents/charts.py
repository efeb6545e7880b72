"""Charts: specifications filled with rows for the page; the same drawn as SVG and PNG, kept by hash.

A specification without data is made once (`draw_all`, when results are stored) and filled at request. A web
process imports neither Altair nor vl-convert: files are drawn in one helper process, one at a time.
"""

from __future__ import annotations

import copy
import fcntl
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

HERE = Path(__file__).resolve().parent
FILE_WIDTH = 860
KEEP = 4000  # drawn files; the oldest go first
SECONDS = 120

Spec = dict[str, Any]
Row = Mapping[str, object]


class ChartError(Exception):
    """A chart could not be drawn; the message says which and why."""


def folder() -> Path:
    """Where specifications and drawings are kept."""
    return Path(settings.DATA) / "charts"


def _made_from() -> str:
    """The hash of what the specifications and the drawing depend on besides the data."""
    out = hashlib.sha256()
    for name in ("chart_templates.py", "draw.py"):
        out.update((HERE / name).read_bytes())
    for font in sorted((HERE / "fonts").glob("*.ttf")):
        out.update(f"{font.name}{font.stat().st_size}".encode())
    return out.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """One helper process at a time, over all processes of the installation."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _help(*arguments: str, orders: str = "") -> str:
    """What the helper process prints; ChartError with its own words when it fails."""
    command = [sys.executable, "-m", "thangdo.records.documents.draw", *arguments]
    try:
        done = subprocess.run(command, input=orders, text=True, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired as problem:
        raise ChartError(f"drawing took more than {SECONDS} s") from problem
    if done.returncode:
        raise ChartError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no reason given")
    return done.stdout


@lru_cache(maxsize=2)
def _templates(path: Path) -> dict[str, Spec]:
    try:
        if not path.exists():
            with _alone():
                if not path.exists():
                    _help("templates", str(path))
        text = path.read_text(encoding="utf-8")
    except (OSError, ChartError):  # nothing can be kept there: a page needs its charts all the same
        text = _help("templates", "-")
    found: dict[str, Spec] = json.loads(text)
    return found


@lru_cache(maxsize=1)
def _path() -> str:
    return f"templates-{_made_from()}.json"


def template(name: str) -> Spec:
    """A specification without data, free to be changed. KeyError when there is none of that name."""
    return copy.deepcopy(_templates(folder() / _path())[name])


def draw_all() -> int:
    """Make the specifications anew where the code has changed; how many there are. Called at loading."""
    return len(_templates(folder() / _path()))


def _fill(part: Any, words: Mapping[str, object]) -> Any:
    """The specification with {blanks} replaced by words, or by what else is given for them."""
    if isinstance(part, dict):
        return {key: _fill(value, words) for key, value in part.items()}
    if isinstance(part, list):
        filled = [_fill(value, words) for value in part]
        return filled[0] if len(filled) == 1 and isinstance(filled[0], list) else filled
    if isinstance(part, str) and part.startswith("{") and part.endswith("}"):
        return words.get(part[1:-1], "")
    return part


def bind(name: str, rows: Sequence[Row], words: Mapping[str, object] | None = None) -> Spec:
    """The specification with its rows and words, as the page draws it."""
    spec: Spec = _fill(template(name), words or {})
    spec["datasets"] = {"rows": [dict(row) for row in rows]}
    return spec


def for_file(spec: Spec, title: str, source: str) -> Spec:
    """The same chart to stand alone: with its title, source and date, at a fixed width."""
    alone = copy.deepcopy(spec)
    alone["title"] = {"text": _lines(title, 78), "subtitle": _lines(source, 120)}
    alone["width"] = FILE_WIDTH
    alone["padding"] = 24
    return alone


def _lines(text: str, width: int) -> list[str]:
    """A text broken into lines of at most `width` characters, between words."""
    lines: list[str] = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _key(spec: Spec, language: str) -> str:
    text = json.dumps(spec, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{_path()}\0{language}\0{text}".encode()).hexdigest()[:40]


def drawing(spec: Spec, ending: str, language: str) -> Path:
    """The file of a drawn chart (`ending` "svg" or "png"), drawn now if it never was. Raises ChartError."""
    path = folder() / f"{_key(spec, language)}.{ending}"
    if not path.exists():
        draw_many([(spec, ending, language)])
    return path


def draw_many(wanted: Iterable[tuple[Spec, str, str]]) -> int:
    """Draw many charts in one helper process, leaving out those that are there; how many were drawn."""
    orders: dict[Path, str] = {}
    for spec, ending, language in wanted:
        path = folder() / f"{_key(spec, language)}.{ending}"
        if not path.exists():
            orders[path] = json.dumps({"spec": spec, "out": str(path), "language": language})
    if orders:
        with _alone():
            _help("charts", orders="\n".join(orders.values()))
            _prune()
    return len(orders)


def _prune() -> None:
    """Let go of the oldest drawings when there are too many."""
    files = [path for path in folder().iterdir() if path.suffix in (".svg", ".png")]
    for path in sorted(files, key=lambda file: file.stat().st_mtime)[:-KEEP]:
        path.unlink(missing_ok=True)
