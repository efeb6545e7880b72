"""From plain data to an `Edition`: what has the wrong shape, in plain words with line and code."""

from __future__ import annotations

from pydantic import ValidationError

from thangdo.rules.index.answers import Problem
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.edition.source import Path, Source, has_key


def shaped(source: Source) -> tuple[Edition | None, list[Problem], set[Path]]:
    """The edition, the problems of its shape, and the paths that had to be mended to go on."""
    try:
        return Edition.model_validate(source.data), [], set()
    except ValidationError as error:
        problems = []
        for item in error.errors(include_url=False):
            path: Path = ()
            for part in item["loc"]:
                if has_key(source.data, (*path, part)):
                    path = (*path, part)
            place = source.place(path)
            problems.append(
                Problem(place.file, f"{'.'.join(map(str, item['loc']))}: {item['msg']}.", place.line)
            )
        return None, problems, set()
