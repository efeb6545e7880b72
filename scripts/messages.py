"""The texts to translate: gather them into the catalogues, or check that every one is translated.

    python scripts/messages.py update|check

Code and templates hold English; `src/thangdo/site/locale/vi` holds the Vietnamese. Needs no GNU gettext.
"""

from __future__ import annotations

import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thangdo.site.settings")

from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "thangdo"
LOCALE = PACKAGE / "site" / "locale"
# Which arguments are texts: (1,) one text, (1, 2) singular and plural, ((1, "c"), 2) context and text.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
TEMPLATE_ENDINGS = {".html", ".txt", ".svg", ".xml"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def sources() -> Iterator[tuple[str, str]]:
    """Each file that may hold texts: its name and its content as Python."""
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield name, path.read_text(encoding="utf-8")
        elif path.suffix in TEMPLATE_ENDINGS and "templates" in path.parts:
            code = templatize(path.read_text(encoding="utf-8"), origin=name)
            # Babel reads it as Python, where the indents of a template would mean something.
            yield name, "\n".join(line.lstrip() for line in code.splitlines())


def hidden(name: str, code: str) -> Iterator[str]:
    """Texts within an f-string: before Python 3.12 nothing there is gathered, so it would stay English."""
    for text in ast.walk(ast.parse(code)):
        for one in ast.walk(text) if isinstance(text, ast.JoinedStr) else ():
            if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in KEYWORDS:
                yield f"{name}:{one.lineno}: within an f-string: {ast.unparse(one)}"


def gather() -> Catalog:
    """Every text of the code and the templates."""
    catalogue = Catalog(charset="utf-8")
    for name, code in sources():
        # A file without texts is left out before it is parsed.
        for _line, function, texts, comments in extract_python(
            io.BytesIO(code.encode()), list(KEYWORDS), ["Translators:"], {"encoding": "utf-8"}
        ):
            given = list(texts) if isinstance(texts, tuple) else [texts]
            context = given.pop(0) if "pgettext" in str(function) else None
            if not given or not given[0]:
                continue
            plural = (
                function is not None and function.lstrip("np").startswith("gettext") and function[0] == "n"
            )
            text: Any = (given[0], given[1]) if plural else given[0]
            catalogue.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalogue


def key(message: Any) -> tuple[str | None, str]:
    """What a message is found by: its context and its (singular) text."""
    return message.context, message.id[0] if isinstance(message.id, tuple) else message.id


def faults(catalogue: Catalog, wanted: Catalog) -> Iterator[str]:
    """What is wrong with a catalogue, a line for each text."""
    known = {key(message): message for message in catalogue if message.id}
    for message in wanted:
        if not message.id:
            continue
        found = known.pop(key(message), None)
        where = message.locations[0][0]
        texts = (
            [] if found is None else [found.string] if isinstance(found.string, str) else list(found.string)
        )
        if found is None or not texts or not all(texts):
            yield f"{where}: not translated: {key(message)[1]!r}"
        elif found.fuzzy:
            yield f"{where}: marked fuzzy: {key(message)[1]!r}"
        else:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            allowed = {mark for text in ids for mark in PLACEHOLDER.findall(text)}
            needed = set(PLACEHOLDER.findall(ids[-1]))
            for text in texts:
                marks = set(PLACEHOLDER.findall(text))
                if marks - allowed or needed - marks:
                    yield f"{where}: placeholders differ: {key(message)[1]!r}"
    for _context, text in known:
        yield f"no longer used: {text!r} (`make messages` removes it)"


def read(path: Path) -> Catalog:
    """A catalogue from its file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def update(path: Path, wanted: Catalog) -> None:
    """Bring one catalogue up to date: new texts are added empty, unused ones removed, none guessed."""
    catalogue = read(path)
    wanted.creation_date = catalogue.creation_date  # an update that adds nothing changes nothing
    catalogue.update(wanted, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with path.open("wb") as file:
        write_po(
            file,
            catalogue,
            width=100,
            sort_output=True,
            omit_header=False,
            include_lineno=False,
            ignore_obsolete=True,
        )


def main() -> int:
    """Do what the first argument says; the number of faults decides the exit code."""
    wanted, found = gather(), 0
    paths = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
    if sys.argv[1] == "update":
        for path in paths:
            update(path, wanted)
    for path in paths:
        for fault in faults(read(path), wanted):
            print(f"{path.parts[-3]}: {fault}")
            found += 1
    for name, code in sources():
        for fault in hidden(name, code) if name.endswith(".py") else ():
            print(fault)
            found += 1
    print(f"translations: {len(wanted)} texts, {len(paths)} catalogue(s), {found} to do")
    if not paths and len(wanted):
        print(f"there is no catalogue under {LOCALE.relative_to(ROOT)}")
        return 1
    return 1 if found and sys.argv[1] == "check" else 0


if __name__ == "__main__":
    sys.exit(main())
